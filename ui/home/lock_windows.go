package home

import (
	"errors"
	"io/fs"
	"syscall"
)

// sharingViolation is what Windows answers about a file that another program has to itself.
const sharingViolation = syscall.Errno(32)

// tryLock takes the lock that a file stands for, which is open to one program at a time. held: another has it.
func tryLock(name string) (release func(), held bool, err error) {
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, false, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	handle, err := syscall.CreateFile(path, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	switch {
	case errors.Is(err, sharingViolation):
		return nil, true, nil
	case err != nil:
		return nil, false, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return func() { _ = syscall.CloseHandle(handle) }, false, nil
}
