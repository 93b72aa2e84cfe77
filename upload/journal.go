package upload

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// journalVersion is the version of a journal's format.
const journalVersion = 1

var (
	errNoJournal = errors.New("there is no journal of that upload")
	errInUse     = errors.New("another upload has the journal")
	errForeign   = errors.New("not a journal, or a damaged one")
)

// head is the first line of a journal: what the upload is. There are never keys in it.
type head struct {
	Version      int        `json:"version"`
	MediaID      string     `json:"media_id"`
	MediaKey     string     `json:"media_key,omitempty"`
	API          Generation `json:"api"`
	BaseURL      string     `json:"base_url"`
	Account      string     `json:"account"` // as in Account.Name
	Category     Category   `json:"category"`
	File         string     `json:"file"` // absolute
	Bytes        int64      `json:"bytes"`
	ModTime      time.Time  `json:"mod_time"`
	MediaType    string     `json:"media_type"`
	SegmentBytes int64      `json:"segment_bytes"`
	Began        time.Time  `json:"began"`
	Expires      time.Time  `json:"expires,omitzero"` // zero: X did not say
	Anyway       bool       `json:"anyway,omitempty"`
}

// record is one of the lines that follow.
type record struct {
	Segment    *int      `json:"segment,omitempty"` // confirmed
	Sum        uint32    `json:"crc32c,omitempty"`  // of the segment's bytes
	Expires    time.Time `json:"expires,omitzero"`  // what X said with it
	Finalizing bool      `json:"finalizing,omitempty"`
}

// journal keeps what X has confirmed of one upload, in a file that only grows: whatever ends the program, the next one
// goes on from there. A line is the CRC-32C of some JSON, and the JSON; the first has the head. Nobody else can open the
// file for as long as the journal is open. It is safe for several goroutines.
type journal struct {
	path string   // empty: in memory alone
	file *os.File // nil: in memory, or closed
	h    head

	mu      sync.Mutex
	sums    map[int]uint32 // confirmed segments
	until   time.Time      // until when X keeps the upload
	final   bool           // FINALIZE has been tried
	written int            // lines
	failed  error          // why the file cannot be written any more

	syncing sync.Mutex // one goroutine waits for the disk, for all lines that are written until then
	safe    int        // lines that are on the disk; guarded by syncing
}

// createJournal begins the journal of an upload. When it returns, the head is safe on the disk.
func createJournal(folder string, h head) (*journal, error) {
	path, err := journalPath(folder, h.MediaID)
	if err != nil {
		return nil, err
	}
	if err := h.check(); err != nil {
		return nil, err
	}
	file, err := openLocked(path, os.O_RDWR|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return nil, err
	}
	j := newJournal(path, file, h)
	err = j.append(h)
	if err == nil {
		err = j.sync(1)
	}
	if err == nil {
		err = syncFolder(folder)
	}
	if err != nil {
		return nil, errors.Join(err, j.remove())
	}
	return j, nil
}

// memoryJournal begins a journal that is in memory alone.
func memoryJournal(h head) *journal { return newJournal("", nil, h) }

func newJournal(path string, file *os.File, h head) *journal {
	return &journal{path: path, file: file, h: h, sums: map[int]uint32{}, until: h.Expires}
}

// openJournal goes on with the journal of an upload. What a crash has left at its end of a line is cut off. It fails with
// errNoJournal, errInUse or errForeign.
func openJournal(folder, mediaID string) (*journal, error) {
	path, err := journalPath(folder, mediaID)
	if err != nil {
		return nil, err
	}
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil, errNoJournal
	}
	file, err := openLocked(path, os.O_RDWR)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, errNoJournal
	case err != nil:
		return nil, err
	}
	j, good, err := readJournal(file)
	if err == nil && j.h.MediaID != mediaID {
		err = errForeign
	}
	if err == nil {
		err = file.Truncate(good)
	}
	if err == nil {
		_, err = file.Seek(good, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	j.path, j.file = path, file
	return j, nil
}

// maxJournal bounds how much of a journal is read: 1,000 segments, each several times over, need less.
const maxJournal = 1 << 20

// readJournal reads what is whole of a journal, and returns how many bytes that is.
func readJournal(from io.Reader) (j *journal, good int64, err error) {
	raw, err := io.ReadAll(io.LimitReader(from, maxJournal))
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", errForeign, err)
	}
	line, rest, ok := nextLine(raw)
	var h head
	if !ok || json.Unmarshal(line, &h) != nil || h.check() != nil {
		return nil, 0, errForeign
	}
	j = newJournal("", nil, h)
	good = int64(len(raw) - len(rest))
	for {
		var r record
		line, rest, ok = nextLine(rest)
		if !ok || json.Unmarshal(line, &r) != nil || !j.take(r) {
			return j, good, nil
		}
		good = int64(len(raw) - len(rest))
	}
}

// nextLine returns the JSON of the first line, and what follows it. It is false where the line is not whole.
func nextLine(raw []byte) (line, rest []byte, ok bool) {
	whole, rest, found := bytes.Cut(raw, []byte("\n"))
	const sumBytes = 8
	if !found || len(whole) < sumBytes+1 || whole[sumBytes] != ' ' {
		return nil, raw, false
	}
	want, err := strconv.ParseUint(string(whole[:sumBytes]), 16, 32)
	line = whole[sumBytes+1:]
	if err != nil || crc32.Checksum(line, castagnoli) != uint32(want) {
		return nil, raw, false
	}
	return line, rest, true
}

// take takes a record in. It is false for one that this upload cannot have.
func (j *journal) take(r record) bool {
	if r.Segment != nil {
		if *r.Segment < 0 || *r.Segment >= j.h.plan().Segments {
			return false
		}
		j.sums[*r.Segment] = r.Sum
	}
	if !r.Expires.IsZero() {
		j.until = r.Expires
	}
	j.final = j.final || r.Finalizing
	return true
}

// head returns what the upload is.
func (j *journal) head() head { return j.h }

// taken returns the confirmed segments, with the CRC-32C of their bytes.
func (j *journal) taken() map[int]uint32 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return maps.Clone(j.sums)
}

// expires returns until when X keeps the upload, as it said last; zero: it did not.
func (j *journal) expires() time.Time {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.until
}

// finalizing reports whether FINALIZE has been tried.
func (j *journal) finalizing() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.final
}

// confirm notes a segment that X has confirmed, once, with the CRC-32C of its bytes. When it returns, it is safe on the
// disk. expires is what X said with it, or zero.
func (j *journal) confirm(index int, sum uint32, expires time.Time) error {
	return j.note(record{Segment: &index, Sum: sum, Expires: expires})
}

// beginFinalize notes that FINALIZE is about to be tried.
func (j *journal) beginFinalize() error { return j.note(record{Finalizing: true}) }

// note takes a record in and puts it on the disk.
func (j *journal) note(r record) error {
	j.mu.Lock()
	known := r.Finalizing && j.final
	if r.Segment != nil {
		_, known = j.sums[*r.Segment]
	}
	if known {
		j.mu.Unlock()
		return nil
	}
	if !j.take(r) {
		j.mu.Unlock()
		return fmt.Errorf("segment %d is not of this upload", *r.Segment)
	}
	err := j.append(r)
	line := j.written
	j.mu.Unlock()
	if err != nil {
		return err
	}
	return j.sync(line)
}

// append writes a line. The lock is held. After a line that could not be written whole nothing more can be: it would not
// be read.
func (j *journal) append(content any) error {
	if j.path == "" {
		return nil
	}
	if j.failed != nil {
		return j.failed
	}
	line, err := json.Marshal(content)
	if err != nil {
		return err
	}
	if _, err = fmt.Fprintf(j.file, "%08x %s\n", crc32.Checksum(line, castagnoli), line); err != nil {
		j.failed = err
		return err
	}
	j.written++
	return nil
}

// sync returns when so many lines are safe on the disk. Those who come together share a wait.
func (j *journal) sync(line int) error {
	if j.path == "" {
		return nil
	}
	j.syncing.Lock()
	defer j.syncing.Unlock()
	if j.safe >= line {
		return nil
	}
	j.mu.Lock()
	written := j.written
	j.mu.Unlock()
	if err := j.file.Sync(); err != nil {
		return err
	}
	j.safe = written
	return nil
}

// close gives the journal back; it can be opened again.
func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	return j.file.Close() // and the lock goes with it
}

// remove deletes the journal.
func (j *journal) remove() error {
	if j.path == "" {
		return nil
	}
	err := removeLocked(j.file, j.path)
	return errors.Join(err, syncFolder(filepath.Dir(j.path)))
}
