package practice

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"sync"
)

// blockBytes is the unit in which a spool takes segments. Memory holds a number of four bytes for each, and one block
// for every segment on its way in.
const blockBytes = 64 << 10

var (
	errTooLarge = errors.New("segment too large")
	errBadMedia = errors.New("media unreadable") // such as broken base64 or a cut multipart body; the connection is fine
)

var buffers = sync.Pool{New: func() any { return new([blockBytes]byte) }}

// spool keeps the segments of one upload in a temporary file that has no name, so that it goes with the process.
// Segments arrive in any order, several at once, and their size is not known before their end: each gets blocks as
// it needs them.
type spool struct {
	mu   sync.Mutex
	file *os.File
	name string // where the system cannot unlink an open file (Windows): to remove at the end
	next int32  // first block never used
	free []int32
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "hoist-practice-*")
	if err != nil {
		return nil, fmt.Errorf("practice: spool: %w", err)
	}
	s := &spool{file: f, name: f.Name()}
	if os.Remove(s.name) == nil {
		s.name = ""
	}
	return s, nil
}

// stored is a segment in a spool.
type stored struct {
	size   int64
	blocks []int32
}

// write takes a segment of at most limit bytes. After an error nothing of it is kept.
func (s *spool) write(r io.Reader, limit int64) (stored, error) {
	buf := buffers.Get().(*[blockBytes]byte)
	defer buffers.Put(buf)
	var seg stored
	for {
		n, err := fill(r, buf[:])
		if seg.size += int64(n); seg.size > limit {
			s.release(seg)
			return stored{}, errTooLarge
		}
		if n > 0 {
			if werr := s.writeBlock(&seg, buf[:n]); werr != nil {
				s.release(seg)
				return stored{}, werr
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return seg, nil
		case err != nil:
			s.release(seg)
			return stored{}, fmt.Errorf("%w: %w", errBadMedia, err)
		}
	}
}

// fill reads until p is full. Unlike io.ReadFull it returns the reader's own error, which tells an end from a cut.
func fill(r io.Reader, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var m int
		m, err = r.Read(p[n:])
		n += m
	}
	return n, err
}

func (s *spool) writeBlock(seg *stored, p []byte) error {
	block, err := s.block()
	if err != nil {
		return err
	}
	seg.blocks = append(seg.blocks, block)
	if _, err := s.file.WriteAt(p, int64(block)*blockBytes); err != nil {
		return fmt.Errorf("practice: spool: %w", err)
	}
	return nil
}

func (s *spool) block() (int32, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.free); n > 0 {
		b := s.free[n-1]
		s.free = s.free[:n-1]
		return b, nil
	}
	if s.next == math.MaxInt32 {
		return 0, errors.New("practice: spool: full")
	}
	s.next++
	return s.next - 1, nil
}

// release gives the blocks of a segment to those that follow.
func (s *spool) release(seg stored) {
	s.mu.Lock()
	s.free = append(s.free, seg.blocks...)
	s.mu.Unlock()
}

// copyTo writes a segment to w.
func (s *spool) copyTo(w io.Writer, seg stored) error {
	buf := buffers.Get().(*[blockBytes]byte)
	defer buffers.Put(buf)
	left := seg.size
	for _, b := range seg.blocks {
		p := buf[:min(left, blockBytes)]
		if _, err := s.file.ReadAt(p, int64(b)*blockBytes); err != nil {
			return fmt.Errorf("practice: spool: %w", err)
		}
		if _, err := w.Write(p); err != nil {
			return fmt.Errorf("practice: spool: %w", err)
		}
		left -= int64(len(p))
	}
	return nil
}

// close gives the file back to the system. Calls under way fail.
func (s *spool) close() error {
	err := s.file.Close()
	if s.name != "" {
		err = errors.Join(err, os.Remove(s.name)) //nolint:gosec // a name of os.CreateTemp's own making
	}
	return err
}
