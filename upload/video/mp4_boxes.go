package video

import (
	"encoding/binary"
	"errors"
	"io"
	"iter"
)

// What is read of a file at most, whatever it says of itself. Two hours at 60 frames a second stay far below, in one
// piece as well as in fragments of half a second.
const (
	maxFileBoxes  = 1 << 19  // boxes whose header is read
	maxTableBytes = 64 << 20 // tables, all together
	maxTracks     = 64
)

// boxReader reads the boxes of a file and the tables in them. It keeps what it has read to the limits, and its memory
// does not grow with the file.
type boxReader struct {
	r      io.ReaderAt
	size   int64
	err    error // the first failure of r
	short  bool  // r ends before size, as a file does that is cut while it is read
	boxes  int   // how many more headers may be read
	tables int64 // how many more bytes of tables may be read

	page   [4 << 10]byte // the last page that was read: most boxes are small and stand side by side
	pageAt int64
	inPage int // how many bytes of the page are there
}

func newBoxReader(r io.ReaderAt, size int64) *boxReader {
	return &boxReader{r: r, size: size, boxes: maxFileBoxes, tables: maxTableBytes}
}

// ReadAt implements io.ReaderAt. Reads that are smaller than a page come from one.
func (f *boxReader) ReadAt(p []byte, offset int64) (int, error) {
	switch {
	case len(p) == 0:
		return 0, nil
	case len(p) > len(f.page):
		return f.fill(p, offset)
	}
	n := copy(p, f.paged(offset, len(p)))
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// paged returns up to n bytes of the file, at most a page, which stay what they are until something else is read.
func (f *boxReader) paged(offset int64, n int) []byte {
	if offset < f.pageAt || offset+int64(n) > f.pageAt+int64(f.inPage) {
		f.pageAt = offset
		f.inPage, _ = f.fill(f.page[:], offset)
	}
	page := f.page[min(offset-f.pageAt, int64(f.inPage)):f.inPage]
	return page[:min(n, len(page))]
}

// fill reads from the file as far as it goes.
func (f *boxReader) fill(p []byte, offset int64) (int, error) {
	p = p[:min(int64(len(p)), max(f.size-offset, 0))]
	if len(p) == 0 {
		return 0, io.EOF
	}
	n, err := f.r.ReadAt(p, offset)
	n = min(max(n, 0), len(p))
	switch {
	case n == len(p):
	case err == nil, errors.Is(err, io.EOF):
		f.short = true
	case f.err == nil:
		f.err = err
	}
	return n, err
}

// next reads the header of the box at offset, which may go on beyond limit.
func (f *boxReader) next(offset, limit int64) (box, bool) {
	if f.boxes == 0 {
		return box{}, false
	}
	f.boxes--
	return readBoxHeader(f, offset, limit)
}

// in goes over the boxes in a box. One that goes on beyond the end of the other is taken up to there, as players do.
func (f *boxReader) in(outer box) iter.Seq[box] {
	return func(yield func(box) bool) {
		for at := outer.start; at+8 <= outer.end; {
			b, ok := f.next(at, outer.end)
			if !ok {
				return
			}
			at = b.end
			b.end = min(b.end, outer.end)
			if !yield(b) {
				return
			}
		}
	}
}

// content returns what is in a box, up to a limit.
func (f *boxReader) content(b box, limit int64) []byte {
	content := make([]byte, max(min(b.end-b.start, limit), 0))
	n, _ := f.ReadAt(content, b.start)
	return content[:n]
}

// head returns the first bytes of what is in a box, at most a page. They are to be used before something else is read.
func (f *boxReader) head(b box, limit int64) cursor {
	return cursor{rest: f.paged(b.start, int(max(min(b.end-b.start, limit), 0)))}
}

// table is a row of entries of the same length in the file, which are read one after the other through a small buffer.
type table struct {
	f       *boxReader
	at, end int64 // what has not been read yet
	width   int64
	buffer  []byte
	rest    []byte // of the buffer
}

// tableBuffer is how many bytes of a table are read at a time.
const tableBuffer = 16 << 10

// table returns the table that begins at a place in a box, with as many entries as the box has of those that are
// wanted. width is the length of an entry.
func (f *boxReader) table(b box, skip, count, width int64) *table {
	at := min(b.start+skip, b.end)
	count = max(min(count, (b.end-at)/width), 0)
	return &table{f: f, at: at, end: at + count*width, width: width}
}

// counted returns the table of a box whose content is version and flags, the number of entries, and the entries. It
// returns one without entries for a box that is not there.
func (f *boxReader) counted(b box, width int64) *table {
	head := f.head(b, 8)
	head.skip(4)
	return f.table(b, 8, int64(head.u32()), width)
}

// entry returns the next entry, which is overwritten by the one behind it; nil: there is none, or the file has too many.
func (t *table) entry() []byte {
	if int64(len(t.rest)) < t.width && !t.read() {
		return nil
	}
	entry := t.rest[:t.width]
	t.rest = t.rest[t.width:]
	return entry
}

func (t *table) read() bool {
	most := int64(tableBuffer) / t.width * t.width
	want := min(t.end-t.at, most)
	if want <= 0 || want > t.f.tables {
		return false
	}
	if t.buffer == nil {
		t.buffer = make([]byte, want)
	}
	n, _ := t.f.fill(t.buffer[:want], t.at)
	t.f.tables -= want
	t.at += want
	t.rest = t.buffer[:n]
	return int64(n) >= t.width
}

// cursor reads numbers one after the other, and zeros where there are none left.
type cursor struct{ rest []byte }

func (c *cursor) take(n int) []byte {
	n = max(min(n, len(c.rest)), 0)
	taken := c.rest[:n]
	c.rest = c.rest[n:]
	return taken
}

func (c *cursor) skip(n int) { c.take(n) }

func (c *cursor) number(n int) (v uint64) {
	if len(c.rest) < n {
		c.rest = nil
		return 0
	}
	for _, b := range c.take(n) {
		v = v<<8 | uint64(b)
	}
	return v
}

func (c *cursor) u8() uint8   { return uint8(c.number(1)) }  //nolint:gosec // it has one byte
func (c *cursor) u16() uint16 { return uint16(c.number(2)) } //nolint:gosec // it has two bytes
func (c *cursor) u32() uint32 { return uint32(c.number(4)) } //nolint:gosec // it has four bytes
func (c *cursor) i32() int32  { return int32(c.u32()) }      //nolint:gosec // a number with a sign
func (c *cursor) u64() uint64 { return c.number(8) }

// sized reads a number of 64 bits where the box is of version 1, and else of 32.
func (c *cursor) sized(version uint8) uint64 {
	if version == 1 {
		return c.u64()
	}
	return uint64(c.u32())
}

// boxesIn goes over the boxes in a piece of the file that has been read, as boxReader.in does: their names and contents.
func boxesIn(content []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for len(content) >= 8 {
			length := uint64(binary.BigEndian.Uint32(content))
			start := uint64(8)
			switch {
			case length == 0:
				length = uint64(len(content))
			case length == 1 && len(content) >= 16:
				length, start = binary.BigEndian.Uint64(content[8:]), 16
			}
			if length < start {
				return
			}
			length = min(length, uint64(len(content)))
			if !yield(string(content[4:8]), content[start:length]) {
				return
			}
			content = content[length:]
		}
	}
}

// boxIn returns the first box of that name in a piece of the file, and its content.
func boxIn(content []byte, name string) ([]byte, bool) {
	for n, c := range boxesIn(content) {
		if n == name {
			return c, true
		}
	}
	return nil, false
}
