package home

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

const (
	logName   = "hoist.log"
	crashName = "crash.log"
	logMost   = 1 << 20 // bytes from which a log is put aside when the program starts
	logKept   = 3       // logs put aside: hoist.log.1, the newest, to hoist.log.3
)

// OpenLog opens the log for appending; the caller closes it. A log of more than 1 MiB is put aside first, and of those
// three are kept. Two programs may write to it at once.
func (h *Home) OpenLog() (*os.File, error) { return h.openLog(logName) }

// OpenCrashLog opens what a crash is written to, for [runtime/debug.SetCrashOutput]: crash.log beside the log, and put
// aside as that is.
func (h *Home) OpenCrashLog() (*os.File, error) { return h.openLog(crashName) }

func (h *Home) openLog(base string) (*os.File, error) {
	folder, err := h.Logs()
	if err != nil {
		return nil, err
	}
	name := filepath.Join(folder, base)
	// A log that cannot be put aside is open elsewhere, on Windows: a later start does it.
	_ = rotate(name)
	log, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // a name of ours
	if err != nil {
		return nil, unwritable(folder, err)
	}
	return log, nil
}

// rotate puts a log aside when it has grown too long.
func rotate(name string) error {
	info, err := os.Stat(name)
	if err != nil || info.Size() <= logMost {
		return err
	}
	aside := func(n int) string { return name + "." + strconv.Itoa(n) }
	for n := logKept - 1; n >= 1; n-- {
		// Renaming replaces, so the oldest goes without being removed.
		if err := os.Rename(aside(n), aside(n+1)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Rename(name, aside(1))
}
