//go:build !windows

package home

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock that a file stands for. It goes with the program, or with the release. held: another program has
// it. A file system that knows no locks is taken for one that nobody shares.
func tryLock(name string) (release func(), held bool, err error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // a name of ours
	if err != nil {
		return nil, false, err
	}
	release = func() { _ = f.Close() } // and with it the lock
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, syscall.EINTR):
		release()
		return nil, true, nil
	default:
		return release, false, nil
	}
}
