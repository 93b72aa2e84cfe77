package home

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// What is kept of the trace of requests. A file has room for one more block when it is full: those of package upload are
// shorter than half a MiB.
const (
	tracePrefix = "trace-"
	traceSuffix = ".log"
	traceDays   = 7
	traceMost   = 16 << 20 // bytes a day
	traceRoom   = 512 << 10
)

// traceFull is the last line of a trace that is full.
const traceFull = "The trace of this day is full. It goes on tomorrow.\n"

// Trace keeps the trace of requests: a file a day beside the logs, such as trace-2026-11-28.log, of 16 MiB at most. Those
// that are older than a week are deleted. Several goroutines may write to it, and two programs.
type Trace struct {
	folder string
	now    func() time.Time // what the time is; a test's own

	mu     sync.Mutex
	day    string
	file   *os.File
	closed bool
}

// Trace returns what keeps the trace of requests. Nothing is there before the first block is written.
func (h *Home) Trace() *Trace { return &Trace{folder: h.logs, now: time.Now} }

// Write implements io.Writer. It takes a block at a time, and fails where the disk does; on a day that is full the block
// is lost.
func (t *Trace) Write(block []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return 0, os.ErrClosed
	}
	now := t.now()
	if day := now.Format(time.DateOnly); t.file == nil || t.day != day {
		if err := t.open(day, now); err != nil {
			return 0, err
		}
	}
	info, err := t.file.Stat()
	if err != nil {
		return 0, err
	}
	const full = traceMost - traceRoom
	if info.Size() >= full {
		return len(block), nil
	}
	if info.Size()+int64(len(block)) >= full {
		block = append(block[:len(block):len(block)], traceFull...)
	}
	return t.file.Write(block)
}

// open begins the file of a day, or goes on with it.
func (t *Trace) open(day string, now time.Time) error {
	if t.file != nil {
		_ = t.file.Close() // what was written is there
		t.file = nil
	}
	if err := makeFolder(t.folder); err != nil {
		return err
	}
	pruneTraces(t.folder, now)
	name := filepath.Join(t.folder, tracePrefix+day+traceSuffix)
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // a name of ours
	if err != nil {
		return unwritable(t.folder, err)
	}
	t.file, t.day = file, day
	return nil
}

// Close ends the trace: nothing is written any more.
func (t *Trace) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	if t.file == nil {
		return nil
	}
	err := t.file.Close()
	t.file = nil
	return err
}

// traceDay returns of which day a trace is, going by its name. ok is false for what is no trace.
func traceDay(name string) (day time.Time, ok bool) {
	text, begins := strings.CutPrefix(name, tracePrefix)
	text, ends := strings.CutSuffix(text, traceSuffix)
	day, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	return day, begins && ends && err == nil && day.Format(time.DateOnly) == text
}

// pruneTraces deletes the traces that are older than a week. What cannot be deleted now is tried again later.
func pruneTraces(folder string, now time.Time) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	year, month, today := now.Date()
	oldest := time.Date(year, month, today-traceDays+1, 0, 0, 0, 0, time.Local)
	for _, entry := range entries {
		if day, ok := traceDay(entry.Name()); ok && entry.Type().IsRegular() && day.Before(oldest) {
			_ = os.Remove(filepath.Join(folder, entry.Name()))
		}
	}
}
