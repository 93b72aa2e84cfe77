package desktop

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// errSharing is ERROR_SHARING_VIOLATION: a handle that is open does not allow what was asked for.
const errSharing syscall.Errno = 32

// meetingFolders is the folder to meet in: in the person's own one for temporary files, which nobody else can enter.
// TMP may lead to another.
func meetingFolders() []string {
	local, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return []string{filepath.Join(local, "Temp", "hoist")}
}

// checkPrivate fails unless folder is a real one. The folder around it sees to it that only this person can enter.
func checkPrivate(folder string) error {
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	if !info.IsDir() || info.Mode()&(os.ModeSymlink|os.ModeIrregular) != 0 {
		return fmt.Errorf("%s is not a folder: %v", folder, info.Mode())
	}
	return nil
}

// lockPlace takes the lock that the first start has: as long as the file is open nobody else can open it. It fails
// with errInUse.
func lockPlace(path string) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	const access = syscall.GENERIC_READ | syscall.GENERIC_WRITE
	const flags = syscall.FILE_ATTRIBUTE_NORMAL | syscall.FILE_FLAG_OPEN_REPARSE_POINT
	handle, err := syscall.CreateFile(name, access, 0, nil, syscall.OPEN_ALWAYS, flags, 0)
	switch {
	case errors.Is(err, errSharing):
		return nil, errInUse
	case err != nil:
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), nil
}

// leavePlace gives the lock back, and leaves nothing behind: who has taken it meanwhile has it open, and keeps its file.
func leavePlace(lock *os.File) error {
	err := lock.Close()
	_ = os.Remove(lock.Name()) // fails then
	return err
}
