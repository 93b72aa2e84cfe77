package upload

import (
	"errors"
	"os"
	"syscall"
)

// sharingViolation is what Windows says when somebody else has a file open.
const sharingViolation syscall.Errno = 32

// openLocked opens a file that nobody else has open this way; errInUse where somebody has. Others may read it meanwhile.
func openLocked(path string, flags int) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	how := uint32(syscall.OPEN_EXISTING)
	if flags&os.O_CREATE != 0 {
		how = syscall.CREATE_NEW
	}
	handle, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, syscall.FILE_SHARE_READ, nil,
		how, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	switch {
	case errors.Is(err, sharingViolation):
		return nil, errInUse
	case err != nil:
		return nil, err
	}
	return os.NewFile(uintptr(handle), path), nil
}

// isLocked reports whether somebody has the file open with openLocked.
func isLocked(path string) bool {
	file, err := openLocked(path, os.O_RDWR)
	if err != nil {
		return errors.Is(err, errInUse)
	}
	_ = file.Close() // it was only tried
	return false
}

// removeLocked deletes a file that is open with openLocked, and closes it.
func removeLocked(file *os.File, path string) error {
	return errors.Join(file.Close(), os.Remove(path)) // Windows does not delete what is open
}

// syncFolder does nothing: Windows writes the folder with the file.
func syncFolder(string) error { return nil }
