//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package desktop

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// meetingFolders are the folders to meet in, the best first: what the session has for sockets, then the one for
// temporary files, then one that is short in any case.
func meetingFolders() []string {
	var folders []string
	if session := os.Getenv("XDG_RUNTIME_DIR"); checkPrivate(session) == nil { // under sudo it may be another person's
		folders = append(folders, filepath.Join(session, "hoist"))
	}
	mine := "hoist-" + strconv.Itoa(os.Geteuid())
	return append(folders, filepath.Join(os.TempDir(), mine), filepath.Join("/tmp", mine))
}

// checkPrivate fails unless folder is a real one that only this person can enter. Anybody may have made it where
// everybody can.
func checkPrivate(folder string) error {
	info, err := os.Lstat(folder) //nolint:gosec // looking is all that is done with it, and nothing is trusted
	if err != nil {
		return err
	}
	stat, known := info.Sys().(*syscall.Stat_t)
	if !known || !info.IsDir() || info.Mode().Perm() != 0o700 || int64(stat.Uid) != int64(os.Geteuid()) {
		return fmt.Errorf("%s is not a folder of this person's alone: %v", folder, info.Mode())
	}
	return nil
}

// lockPlace takes the lock that the first start has. It fails with errInUse. The file is never removed: who waits for
// it would get one that nobody else sees.
func lockPlace(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600) //nolint:gosec // its name is a hash
	if err != nil {
		return nil, err
	}
	if err := flock(file); err != nil {
		_ = file.Close() // nothing was written
		return nil, err
	}
	if !isAt(file, path) { // something cleaned up in this moment
		_ = leavePlace(file) // the lock is worth nothing
		return nil, errInUse
	}
	return file, nil
}

// leavePlace gives the lock back. Closing alone might not: a process that is just being started has the file as well
// for a moment.
func leavePlace(lock *os.File) error {
	_ = syscall.Flock(int(lock.Fd()), syscall.LOCK_UN) // closing comes next
	return lock.Close()
}

func flock(file *os.File) error {
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case errors.Is(err, syscall.EWOULDBLOCK):
			return errInUse
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return &os.PathError{Op: "lock", Path: file.Name(), Err: err}
		}
		return nil
	}
}

// isAt reports whether path still leads to the open file.
func isAt(file *os.File, path string) bool {
	opened, err := file.Stat()
	if err != nil {
		return false
	}
	found, err := os.Lstat(path)
	return err == nil && os.SameFile(opened, found)
}
