package video

import (
	"encoding/binary"
	"math"
)

// sampleTable reads the tables of a track that say when its samples are decoded and shown, which are keyframes and how
// large they are. It reports whether it could read them to their ends.
func (f *film) sampleTable(t *track) bool {
	f.weigh(t)
	if t.picture == nil {
		return f.times(t)
	}
	return f.frames(t)
}

// times reads how long the samples of a track last that has no keyframes.
func (f *film) times(t *track) bool {
	stts := f.counted(t.tables["stts"], 8)
	for e := stts.entry(); e != nil; e = stts.entry() {
		t.samples.add(run{count: u32(e), delta: delta(e)})
	}
	return stts.at >= stts.end
}

// frames reads how long the frames of a track last, when they are shown and which are keyframes, as runs of frames that
// have all that in common. A run costs time and not a frame: tables of a few bytes can name four thousand million.
func (f *film) frames(t *track) bool {
	stts, ctts := f.counted(t.tables["stts"], 8), f.counted(t.tables["ctts"], 8)
	keys := f.keyframes(t)
	var duration, offset struct {
		left  int64
		value uint32
	}
	for at := int64(0); ; {
		for duration.left == 0 {
			e := stts.entry()
			if e == nil {
				return stts.at >= stts.end
			}
			duration.left, duration.value = u32(e), delta(e)
		}
		for offset.left == 0 {
			e := ctts.entry()
			if e == nil { // the rest has none
				offset.left, offset.value = math.MaxInt64, 0
				break
			}
			offset.left, offset.value = u32(e), binary.BigEndian.Uint32(e[4:])
		}
		isKey, until := keys.run(at)
		n := min(duration.left, offset.left, until)
		t.samples.add(run{count: n, delta: duration.value, offset: int32(offset.value), key: isKey}) //nolint:gosec // QuickTime has a sign there in every version
		at += n
		duration.left -= n
		offset.left -= n
	}
}

// delta is how long a sample lasts by an entry of stts. What has its first bit set is a negative number that some
// writers have to correct what came before: players take it as one tick.
func delta(e []byte) uint32 {
	if d := binary.BigEndian.Uint32(e[4:]); d <= math.MaxInt32 {
		return d
	}
	return 1
}

func u32(e []byte) int64 { return int64(binary.BigEndian.Uint32(e)) }

// weigh adds up the sizes of a track's samples.
func (f *film) weigh(t *track) {
	sizes := f.sizes(t)
	t.sized = sizes.count
	t.samples.weigh(1, sizes.sum(0, sizes.count))
}

// sizes is where the sizes of a track's samples stand: a box stsz, or stz2, whose entries have 4, 8 or 16 bits.
type sizes struct {
	f     *film
	b     box
	count int64
	each  int64 // of all of them; 0: there is a table
	bits  int64 // of an entry
	packet
}

func (f *film) sizes(t *track) sizes {
	b, small := t.tables["stsz"], false
	if b.name == "" {
		b, small = t.tables["stz2"], true
	}
	head := f.head(b, 12)
	head.skip(4)
	s := sizes{f: f, b: b, bits: 32}
	if field := head.u32(); small {
		s.bits = int64(field & 0xff)
	} else {
		s.each = int64(field)
	}
	if s.each == 1 && t.packet.samples > 0 {
		s.packet = t.packet
	}
	s.count = int64(head.u32())
	return s
}

// sum adds up the sizes of some samples.
func (s sizes) sum(first, count int64) (bytes int64) {
	count = min(count, s.count-first)
	switch {
	case count <= 0:
		return 0
	case s.samples > 0:
		return scaled(count/s.samples, s.bytes)
	case s.each > 0:
		return scaled(count, s.each)
	case s.bits == 4:
		return s.halves(first, count)
	case s.bits != 8 && s.bits != 16 && s.bits != 32:
		return 0
	}
	width := s.bits / 8
	for table := s.f.table(s.b, 12+first*width, count, width); ; {
		e := table.entry()
		if e == nil {
			return bytes
		}
		for size, i := int64(0), 0; i < len(e); i++ {
			if size = size<<8 | int64(e[i]); i == len(e)-1 {
				bytes += size
			}
		}
	}
}

// halves is sum for entries of four bits.
func (s sizes) halves(first, count int64) (bytes int64) {
	table := s.f.table(s.b, 12+first/2, (first%2+count+1)/2, 1)
	for i := first; i < first+count; {
		e := table.entry()
		if e == nil {
			return bytes
		}
		for ; i < first+count; i++ {
			if i%2 == 0 {
				bytes += int64(e[0] >> 4)
				continue
			}
			bytes += int64(e[0] & 0xf)
			i++
			break
		}
	}
	return bytes
}
