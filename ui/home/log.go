package home

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

const (
	logName   = "hoist.log"
	crashName = "crash.log"
	logLock   = "hoist.lock" // stands for the right to put a log aside
	logMost   = 1 << 20      // bytes from which a log is put aside
	logKept   = 3            // logs put aside: hoist.log.1, the newest, to hoist.log.3
	retryLog  = 64 << 10     // bytes by which one grows that could not be put aside, before that is tried again
)

// Log is the log of this program. One that has grown to more than 1 MiB is put aside, and of those three are kept. Several
// goroutines may write to it at once, and so may two programs.
type Log struct {
	name string

	mu     sync.Mutex
	file   *os.File // nil: it could not be opened anew
	stuck  int64    // how much longer it may become, after it could not be put aside
	closed bool
}

// OpenLog opens the log for appending; the caller closes it. What is too old of the traces of requests is deleted.
func (h *Home) OpenLog() (*Log, error) {
	folder, err := h.Logs()
	if err != nil {
		return nil, err
	}
	pruneTraces(folder, time.Now())
	name := filepath.Join(folder, logName)
	file, err := openLog(name)
	if err != nil {
		return nil, unwritable(folder, err)
	}
	return &Log{name: name, file: file}, nil
}

// OpenCrashLog opens what a crash is written to, for [runtime/debug.SetCrashOutput]: crash.log beside the log. One of more
// than 1 MiB is put aside as that is, but only here.
func (h *Home) OpenCrashLog() (*os.File, error) {
	folder, err := h.Logs()
	if err != nil {
		return nil, err
	}
	file, err := openLog(filepath.Join(folder, crashName))
	if err != nil {
		return nil, unwritable(folder, err)
	}
	return file, nil
}

// openLog opens a log for appending, after one that has grown too long was put aside. One that cannot be is open elsewhere,
// on Windows, or another program is about to do it: a later time does it.
func openLog(name string) (*os.File, error) {
	_ = rotate(name)
	return os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // a name of ours
}

// Write implements io.Writer.
func (l *Log) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return 0, os.ErrClosed
	}
	if l.file == nil || l.over() {
		if err := l.renew(); err != nil {
			return 0, err
		}
	}
	return l.file.Write(line)
}

// over reports whether the file that is open is not the one to write to any more: it has grown too long, or another program
// has put it aside. One that was deleted stays: nobody wants it back.
func (l *Log) over() bool {
	now, err := os.Stat(l.name)
	if err != nil {
		return false
	}
	own, err := l.file.Stat()
	return err == nil && (!os.SameFile(own, now) || now.Size() > logMost+l.stuck)
}

// renew opens the log anew. The file is closed before: Windows does not rename what is open.
func (l *Log) renew() error {
	if l.file != nil {
		_ = l.file.Close() // what was written is there
		l.file = nil
	}
	file, err := openLog(l.name)
	if err != nil {
		return err
	}
	l.file, l.stuck = file, 0
	if info, err := file.Stat(); err == nil && info.Size() > logMost {
		l.stuck = info.Size() - logMost + retryLog // not again for each line
	}
	return nil
}

// Close closes the log: nothing is written any more.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	if l.file == nil {
		return nil
	}
	err := l.file.Close()
	l.file = nil
	return err
}

// rotate puts a log aside when it has grown too long. One program at a time does that: two would put aside twice.
func rotate(name string) error {
	if info, err := os.Stat(name); err != nil || info.Size() <= logMost {
		return err
	}
	release, held, err := tryLock(filepath.Join(filepath.Dir(name), logLock))
	if err != nil || held {
		return err
	}
	defer release()
	if info, err := os.Stat(name); err != nil || info.Size() <= logMost { // another one has just done it
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
