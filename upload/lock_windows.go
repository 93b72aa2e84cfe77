package upload

import (
	"errors"
	"os"
	"syscall"
)

// errSharing is ERROR_SHARING_VIOLATION: a handle that is open does not allow what was asked for.
const errSharing syscall.Errno = 32

// openToLock opens a journal for reading and writing, or makes it. As long as it is open nobody else can open it to
// write, which is the lock; others can read it. It can be deleted, for journal.remove. It fails with errInUse.
func openToLock(path string, create bool) (*os.File, error) {
	mode := uint32(syscall.OPEN_EXISTING)
	if create {
		mode = syscall.CREATE_NEW
	}
	const access, share = syscall.GENERIC_READ | syscall.GENERIC_WRITE, syscall.FILE_SHARE_READ | syscall.FILE_SHARE_DELETE
	var file *os.File
	err := patiently(func() (err error) {
		file, err = open(path, access, share, mode)
		return err
	})
	return file, err
}

// openToRead opens a journal that another program may be writing or deleting, without disturbing it.
func openToRead(path string) (*os.File, error) {
	return open(path, syscall.GENERIC_READ, shareAll, syscall.OPEN_EXISTING)
}

// isLocked reports whether a program is working on the journal that file was opened from to read.
func isLocked(file *os.File) bool {
	probe, err := open(file.Name(), syscall.GENERIC_WRITE, shareAll, syscall.OPEN_EXISTING)
	if err != nil {
		return errors.Is(err, errInUse)
	}
	_ = probe.Close() // nothing was written
	return false
}

// closeLocked gives the lock back.
func closeLocked(file *os.File) error { return file.Close() }

const shareAll = syscall.FILE_SHARE_READ | syscall.FILE_SHARE_WRITE | syscall.FILE_SHARE_DELETE

// open is os.OpenFile with a choice of what others may do meanwhile. Links are not followed.
func open(path string, access, share, mode uint32) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	const flags = syscall.FILE_ATTRIBUTE_NORMAL | syscall.FILE_FLAG_OPEN_REPARSE_POINT
	handle, err := syscall.CreateFile(name, access, share, nil, mode, flags, 0)
	switch {
	case errors.Is(err, errSharing):
		return nil, errInUse
	case err != nil:
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), nil
}
