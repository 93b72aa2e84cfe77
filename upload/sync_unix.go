//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package upload

import (
	"errors"
	"os"
	"syscall"
)

// syncFolder waits until the disk knows which files a folder has. Some file systems of other computers cannot be asked
// for that; they are taken at their word.
func syncFolder(folder string) error {
	d, err := os.Open(folder) //nolint:gosec // the folder is main's choice
	if err != nil {
		return err
	}
	err = d.Sync()
	_ = d.Close() // it was only read
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}
