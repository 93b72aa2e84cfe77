package video

import (
	"encoding/binary"
	"io"
	"iter"
	"math"
)

// ebmlElement is where the content of an element lies in the file.
type ebmlElement struct {
	id         uint32 // with the bits that say how long it is
	start, end int64  // end: of the file, where open
	open       bool   // its length is not known: it ends where something begins that cannot be in it
}

// readElement reads the head of the element at offset, in a file of that size. The element may go on beyond the file.
func readElement(r io.ReaderAt, offset, size int64) (ebmlElement, bool) {
	var head [12]byte
	n, _ := r.ReadAt(head[:min(max(size-offset, 0), int64(len(head)))], offset)
	e, length, ok := elementHead(head[:min(max(n, 0), len(head))])
	e.start += offset
	e.end = size
	if !e.open {
		e.end = e.start + length
	}
	return e, ok
}

// elementHead reads the ID and the length of an element. start is how long they are.
func elementHead(b []byte) (e ebmlElement, length int64, ok bool) {
	_, n := vint(b)
	if n == 0 || n > 4 {
		return e, 0, false
	}
	for _, c := range b[:n] {
		e.id = e.id<<8 | uint32(c)
	}
	l, m := vint(b[n:])
	if m == 0 {
		return e, 0, false
	}
	e.start = int64(n + m)
	e.open = l == 1<<(7*m)-1
	if !e.open && l > maxFileBytes {
		return e, 0, false
	}
	return e, int64(min(l, maxFileBytes)), true
}

// elements goes over the elements in the content of another one, as far as they are whole.
func elements(content []byte) iter.Seq2[uint32, []byte] {
	return func(yield func(uint32, []byte) bool) {
		for len(content) > 0 {
			e, length, ok := elementHead(content)
			if !ok || e.open || length > int64(len(content))-e.start {
				return
			}
			if !yield(e.id, content[e.start:][:length]) {
				return
			}
			content = content[e.start+length:]
		}
	}
}

// ebmlUint is the number that an element has; 0: it has none that fits.
func ebmlUint(content []byte) uint64 {
	if len(content) > 8 {
		return 0
	}
	var v uint64
	for _, c := range content {
		v = v<<8 | uint64(c)
	}
	return v
}

// ebmlInt is ebmlUint for what is kept as an int; 0: it has none that fits.
func ebmlInt(content []byte) int {
	v := ebmlUint(content)
	if v > math.MaxInt32 {
		return 0
	}
	return int(v)
}

// ebmlFloat is the floating-point number that an element has; 0: it has none.
func ebmlFloat(content []byte) float64 {
	v := 0.
	switch len(content) {
	case 4:
		v = float64(math.Float32frombits(binary.BigEndian.Uint32(content)))
	case 8:
		v = math.Float64frombits(binary.BigEndian.Uint64(content))
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}
