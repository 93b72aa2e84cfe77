//go:build !linux && !darwin

package upload

import "syscall"

// tuneSocket sets what a connection needs before it is opened: nothing, on this system.
func tuneSocket(_, _ string, _ syscall.RawConn) error { return nil }
