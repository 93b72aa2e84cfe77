//go:build unix

package upload

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// openLocked opens a file that nobody else has open this way; errInUse where somebody has.
func openLocked(path string, flags int) (*os.File, error) {
	file, err := os.OpenFile(path, flags|syscall.O_NOFOLLOW, 0o600) //nolint:gosec // made of a folder of ours and digits
	if err != nil {
		return nil, err
	}
	if err := lock(file); err != nil {
		_ = file.Close() // it was not used
		return nil, err
	}
	// Whoever had it may have deleted it between the two.
	open, err := file.Stat()
	if err == nil {
		var named os.FileInfo
		if named, err = os.Lstat(path); err == nil && !os.SameFile(open, named) {
			err = os.ErrNotExist
		}
	}
	if err != nil {
		_ = file.Close() // it was not used
		return nil, err
	}
	return file, nil
}

// lock locks an open file. Whoever only looks whether it is locked holds it for a moment.
func lock(file *os.File) error {
	for tries := 1; ; tries++ {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			return err
		case tries == 5:
			return errInUse
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// isLocked reports whether somebody has the file open with openLocked.
func isLocked(path string) bool {
	file, err := os.Open(path) //nolint:gosec // made of a folder of ours and digits
	if err != nil {
		return false
	}
	defer file.Close() //nolint:errcheck // it was only locked
	return syscall.Flock(int(file.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) != nil
}

// removeLocked deletes a file that is open with openLocked, and closes it.
func removeLocked(file *os.File, path string) error {
	return errors.Join(os.Remove(path), file.Close())
}

// syncFolder makes sure that what has come into or gone from a folder is on the disk.
func syncFolder(path string) error {
	folder, err := os.Open(path) //nolint:gosec // a folder of ours
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
