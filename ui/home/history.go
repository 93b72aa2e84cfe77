package home

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// What the history keeps, and what is read of a file that somebody else may have written.
const (
	historyKept  = 500
	historyAge   = 90 * 24 * time.Hour
	historyLines = 1000     // more lines than that are reduced to what is kept
	historyMost  = 8 << 20  // bytes; of a longer file the end is read
	lineMost     = 64 << 10 // bytes; a longer line is not ours
	filePathMost = 8 << 10  // bytes of a video's path; written as JSON it can be six times as long
	fileNameMost = 1 << 10  // bytes
	mediaIDMost  = 20       // digits
)

// Entry is a video that got its media ID. No keys and nothing of the file itself are in it.
type Entry struct {
	Time     time.Time     `json:"time"` // when the media ID could be used
	Name     string        `json:"name"` // as it is shown
	Path     string        `json:"path,omitempty"`
	Bytes    int64         `json:"bytes"`
	Account  string        `json:"account"` // without @
	MediaID  string        `json:"media_id"`
	Expires  time.Time     `json:"expires,omitzero"` // until when the media ID can be used; zero: X did not say
	Practice bool          `json:"practice,omitempty"`
	Elapsed  time.Duration `json:"elapsed_ns"`
	Segments int           `json:"segments"`
	Resent   int           `json:"resent"` // tries of segments beyond the first
}

// bounded returns the entry with everything left out of it that would not be read again.
func (e Entry) bounded() Entry {
	if len(e.Path) > filePathMost || !utf8.ValidString(e.Path) || !filepath.IsAbs(e.Path) {
		e.Path = ""
	}
	if len(e.Name) > fileNameMost {
		e.Name = e.Name[:fileNameMost]
	}
	e.Name = strings.ToValidUTF8(e.Name, string(utf8.RuneError))
	e.Bytes, e.Elapsed = max(e.Bytes, 0), max(e.Elapsed, 0)
	e.Segments, e.Resent = max(e.Segments, 0), max(e.Resent, 0)
	return e
}

// sound reports whether the entry can be shown.
func (e Entry) sound() bool {
	return !e.Time.IsZero() && len(e.MediaID) <= mediaIDMost && numeral(e.MediaID) && len(e.Account) <= nameMost
}

// record is an entry with the line in which it stands. What newer versions wrote into the line goes where it goes.
type record struct {
	Entry
	line []byte
}

// Remember adds a video to the history. Two programs may do that at once. It fails with [Unwritable].
func (h *Home) Remember(e Entry) error {
	line, err := json.Marshal(e.bounded())
	if err == nil && !e.sound() {
		err = errors.New("it lacks its time or media ID")
	}
	if err != nil {
		return fmt.Errorf("home: history: %w", err)
	}
	if err := makeFolder(filepath.Dir(h.history)); err != nil {
		return err
	}
	release, alone := h.lockHistory()
	defer release()
	if err := appendLine(h.history, line); err != nil {
		return unwritable(h.history, err)
	}
	if !alone { // rather a line that another program may lose than none
		return nil
	}
	if records, lines, err := readRecords(h.history); err == nil && lines > historyLines {
		_ = rewrite(h.history, kept(records)) // a later time does it
	}
	return nil
}

// lockWait is how long another program may need for the history: it is a small file.
const lockWait = 3 * time.Second

// lockHistory keeps other programs, and other goroutines of this one, from writing the history until release. alone is
// false where they did not let go of it, or the lock cannot be had.
func (h *Home) lockHistory() (release func(), alone bool) {
	h.past.Lock()
	for end := time.Now().Add(lockWait); ; time.Sleep(10 * time.Millisecond) {
		unlock, held, err := tryLock(h.lock())
		switch {
		case err == nil && !held:
			return func() { unlock(); h.past.Unlock() }, true
		case err != nil || time.Now().After(end):
			return h.past.Unlock, false
		}
	}
}

// lock is the file that stands for the right to write the history, which itself is replaced.
func (h *Home) lock() string { return strings.TrimSuffix(h.history, ".jsonl") + ".lock" }

// appendLine adds a line at one blow.
func appendLine(name string, line []byte) (err error) {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // a name of ours
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	text := append(slices.Clone(line), '\n')
	if last := make([]byte, 1); info.Size() > 0 {
		if _, err := f.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			text = append([]byte{'\n'}, text...) // a power cut left half a line, which is not to spoil this one
		}
	}
	if _, err := f.Write(text); err != nil {
		return err
	}
	return f.Sync()
}

// History returns the videos that got their media ID, newest first: at most 500, and none older than 90 days. Lines that
// make no sense are passed over. It fails with [HistoryUnreadable].
func (h *Home) History() ([]Entry, error) {
	h.past.Lock()
	defer h.past.Unlock()
	records, _, err := readRecords(h.history)
	if err != nil {
		return nil, h.unreadable(err)
	}
	records = kept(records)
	entries := make([]Entry, len(records))
	for i, r := range records {
		entries[i] = r.Entry
	}
	return entries, nil
}

func (h *Home) unreadable(err error) *Error {
	return &Error{Kind: HistoryUnreadable, Err: &fs.PathError{Op: "read", Path: h.history, Err: err}}
}

// Forget takes the entries out of the history that match. It fails with [HistoryUnreadable] or [Unwritable], and then
// the history is what it was.
func (h *Home) Forget(match func(Entry) bool) error {
	if _, err := os.Stat(h.history); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	release, alone := h.lockHistory()
	defer release()
	if !alone {
		return unwritable(h.history, errors.New("another program is writing it"))
	}
	records, _, err := readRecords(h.history)
	if err != nil {
		return h.unreadable(err)
	}
	records = slices.DeleteFunc(kept(records), func(r record) bool { return match(r.Entry) })
	if err := rewrite(h.history, records); err != nil {
		return unwritable(h.history, err)
	}
	return nil
}

// rewrite gives the file these records alone, which are newest first. Without any it is removed.
func rewrite(name string, records []record) error {
	if len(records) == 0 {
		if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	var text []byte
	for _, r := range slices.Backward(records) {
		text = append(append(text, r.line...), '\n')
	}
	return replace(name, text)
}

// kept returns what the history keeps of the records, newest first.
func kept(records []record) []record {
	oldest := time.Now().Add(-historyAge)
	records = slices.DeleteFunc(records, func(r record) bool { return r.Time.Before(oldest) })
	slices.SortStableFunc(records, func(a, b record) int { return b.Time.Compare(a.Time) })
	return records[:min(len(records), historyKept)]
}

// readRecords reads what makes sense of a file, and counts its lines. A file that is not there is empty.
func readRecords(name string) (records []record, lines int, err error) {
	text, err := readEnd(name)
	if err != nil {
		return nil, 0, err
	}
	for line := range bytes.Lines(text) {
		lines++
		line = bytes.TrimSpace(line)
		var e Entry
		if len(line) > lineMost || json.Unmarshal(line, &e) != nil || !e.sound() {
			continue
		}
		records = append(records, record{e.bounded(), line})
	}
	return records, lines, nil
}

// readEnd reads the last 8 MiB of a file. One that is not there is empty, and one that is none, such as a pipe, is not
// waited for.
func readEnd(name string) ([]byte, error) {
	switch info, err := os.Stat(name); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	}
	f, err := os.Open(name) //nolint:gosec // a name of ours
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only: nothing is lost
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(f, max(0, info.Size()-historyMost), historyMost))
}
