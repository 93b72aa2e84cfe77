package upload

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// journal is an append-only file that keeps what X has confirmed of one upload, so that a kill, a crash or a power cut
// loses nothing of it. journal_lines.go has its format. As long as it is open, its file is locked. It is safe for
// several goroutines.
type journal struct {
	path string // empty: it lives in memory

	disk sync.Mutex // held while the file is written; taken before mu
	file *os.File   // nil: in memory, or closed
	size int64      // where the next line goes

	mu   sync.Mutex
	kept story  // what is on the disk
	next *batch // records that wait for the disk; nil: none
	now  *batch // records that are being written; nil: none
}

// batch is records that share one write and one sync.
type batch struct {
	records []record
	done    bool // written, or given up; guarded by journal.disk, as is err
	err     error
}

// head returns what the upload is.
func (j *journal) head() head {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.kept.head
}

// taken returns the confirmed segments that are on the disk, each with the CRC-32C of its bytes.
func (j *journal) taken() map[int]uint32 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return maps.Clone(j.kept.taken)
}

// sent returns the bytes of the segments that are on the disk as confirmed.
func (j *journal) sent() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.kept.sent()
}

// expires returns until when X keeps the upload, as it said last; zero: it did not say.
func (j *journal) expires() time.Time {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.kept.expires
}

// finalizing reports whether FINALIZE has been tried.
func (j *journal) finalizing() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.kept.finalizing
}

// confirm keeps that X has taken a segment, whose bytes have the CRC-32C sum. It is on the disk when confirm returns.
// expires is what X said with it, or zero. Of a segment that is confirmed again nothing is recorded. After an error
// the same call may succeed later: the disk may have been full.
func (j *journal) confirm(index int, sum uint32, expires time.Time) error {
	return j.record(record{Segment: &index, Sum: sum, Expires: expires.Round(0).UTC()})
}

// beginFinalize keeps that FINALIZE is about to be tried.
func (j *journal) beginFinalize() error { return j.record(record{Finalize: true}) }

// record returns when the record is on the disk.
func (j *journal) record(r record) error {
	b, err := j.enqueue(r)
	if err == nil && b != nil {
		err = j.commit(b)
	}
	if err != nil {
		return fmt.Errorf("upload: journal %s: %w", j.head().MediaID, err)
	}
	return nil
}

// enqueue returns the batch that the record goes to the disk with, or nil when it is there already.
func (j *journal) enqueue(r record) (*batch, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if i := r.Segment; i != nil {
		if _, there := j.kept.taken[*i]; there {
			return nil, nil
		}
		if !j.kept.fits(r) {
			return nil, fmt.Errorf("segment %d of %d, kept until %s", *i, j.kept.segments, r.Expires)
		}
	} else if j.kept.finalizing {
		return nil, nil
	}
	for _, b := range []*batch{j.now, j.next} {
		if b != nil && b.has(r) {
			return b, nil
		}
	}
	if j.next == nil {
		j.next = &batch{}
	}
	j.next.records = append(j.next.records, r)
	return j.next, nil
}

// has reports whether the batch says the same as r.
func (b *batch) has(r record) bool {
	for _, other := range b.records {
		if r.Segment == nil && other.Segment == nil || r.Segment != nil && other.Segment != nil && *r.Segment == *other.Segment {
			return true
		}
	}
	return false
}

// commit puts a batch on the disk, unless another of those whose records are in it has done so. While one waits for
// the disk the others gather in the next batch, which then needs one sync for all.
func (j *journal) commit(b *batch) error {
	j.disk.Lock()
	defer j.disk.Unlock()
	if b.done {
		return b.err
	}
	j.mu.Lock()
	j.now, j.next = b, nil // a batch that is not done is the one that gathers
	j.mu.Unlock()
	b.err = j.writeRecords(b.records)
	b.done = true
	j.mu.Lock()
	defer j.mu.Unlock()
	j.now = nil
	if b.err == nil {
		for _, r := range b.records {
			j.kept.add(r)
		}
	}
	return b.err
}

// writeRecords puts records on the disk, or nowhere for a journal in memory.
func (j *journal) writeRecords(records []record) error {
	if j.path == "" {
		return nil
	}
	var lines []byte
	for _, r := range records {
		line, err := seal(r)
		if err != nil {
			return err
		}
		lines = append(lines, line...)
	}
	return j.write(lines)
}

// write appends whole lines and waits until the disk has them. When that fails the file is cut back and the lines count
// as not written. They must then be written again: a second sync alone can succeed although their bytes are lost.
func (j *journal) write(lines []byte) error {
	if j.file == nil {
		return errClosed
	}
	_, err := j.file.WriteAt(lines, j.size)
	if err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		// Where that fails too, the next lines overwrite the tail. What is left of it after a crash is either broken, and
		// ends the reading, or true.
		_ = j.file.Truncate(j.size)
		return err
	}
	j.size += int64(len(lines))
	return nil
}

// close gives the lock back and keeps the file. Closing again does nothing.
func (j *journal) close() error {
	j.disk.Lock()
	defer j.disk.Unlock()
	if j.file == nil {
		return nil
	}
	file := j.file
	j.file = nil
	return closeLocked(file)
}

// remove deletes the file, for good also after a power cut, and gives the lock back.
func (j *journal) remove() error {
	if j.path == "" {
		return nil
	}
	j.disk.Lock()
	defer j.disk.Unlock()
	if j.file == nil {
		return errClosed
	}
	file := j.file
	j.file = nil
	err := os.Remove(j.path) // while it is locked: whoever gets the lock next sees that the file is gone
	if err == nil {
		err = syncFolder(filepath.Dir(j.path))
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // somebody was faster
	}
	return errors.Join(err, closeLocked(file))
}
