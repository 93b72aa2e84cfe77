//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package upload

import (
	"errors"
	"os"
	"syscall"
)

// openToLock opens a journal for reading and writing, or makes it, and locks it. It fails with errInUse.
func openToLock(path string, create bool) (*os.File, error) {
	flag := os.O_RDWR | syscall.O_NOFOLLOW
	if create {
		flag |= os.O_CREATE | os.O_EXCL
	}
	file, err := os.OpenFile(path, flag, 0o600) //nolint:gosec // its name is a media ID
	if err != nil {
		return nil, err
	}
	if err := patiently(func() error { return flock(file, syscall.LOCK_EX) }); err != nil {
		_ = file.Close() // nothing was written
		return nil, err
	}
	return file, nil
}

// openToRead opens a journal that another program may be writing, without disturbing it.
func openToRead(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW, 0) //nolint:gosec // its name is a media ID
}

// isLocked reports whether a program is working on the journal that file was opened from to read.
func isLocked(file *os.File) bool { return errors.Is(flock(file, syscall.LOCK_SH), errInUse) }

// closeLocked gives the lock back. Closing alone might not: a process that is just being started has the file as well
// for a moment.
func closeLocked(file *os.File) error {
	_ = flock(file, syscall.LOCK_UN) // closing comes next
	return file.Close()
}

// flock locks the open file, and not the process as fcntl does: two journals of one program exclude each other too. A
// file system that knows no locks gets none, since an upload that is guarded less is better than none.
func flock(file *os.File, how int) error {
	for {
		err := syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB)
		switch {
		case errors.Is(err, syscall.EWOULDBLOCK):
			return errInUse
		case errors.Is(err, syscall.EINTR):
			continue
		case errors.Is(err, errors.ErrUnsupported):
			return nil
		}
		return err
	}
}
