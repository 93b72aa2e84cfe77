package desktop

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
)

// openings are files that the system has asked this program to open, in their order, until somebody takes them. macOS
// names them while the window is still being made, so they have to wait.
type openings struct {
	mu    sync.Mutex
	paths []string
	came  chan struct{} // holds a token when something waits
}

func newOpenings() *openings { return &openings{came: make(chan struct{}, 1)} }

// put lets files wait for serve, as many as a second start may hand over; more are dropped, and so is what is no whole
// path. It waits for nothing: the system calls it on the window's goroutine.
func (o *openings) put(paths []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, path := range paths {
		if len(o.paths) == mostFiles {
			break
		}
		if filepath.IsAbs(path) && len(path) <= longestPath && !strings.ContainsRune(path, 0) {
			o.paths = append(o.paths, path)
		}
	}
	if len(o.paths) == 0 {
		return
	}
	select {
	case o.came <- struct{}{}:
	default: // serve will find them beside the others
	}
}

// serve calls take for the files that have come already, and then for those that come, until ctx ends. take is called on
// the goroutine of serve, one call at a time.
func (o *openings) serve(ctx context.Context, take func(paths []string)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-o.came:
		}
		o.mu.Lock()
		paths := o.paths
		o.paths = nil
		o.mu.Unlock()
		if len(paths) > 0 {
			take(paths)
		}
	}
}
