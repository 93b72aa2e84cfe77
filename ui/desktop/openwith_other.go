//go:build !darwin || !cgo

package desktop

import "context"

// OpenWith has nothing to hear: the system names files on the command line here.
func OpenWith() (serve func(ctx context.Context, take func(paths []string))) { return nil }
