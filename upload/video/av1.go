package video

import "fmt"

// av1C is avcC for AV1: the content of a box av1C.
func (p *Picture) av1C(record []byte) bool {
	b := &bits{data: record}
	if b.read(8) != 0x81 { // a mark, and the version
		return false
	}
	s := av1Sequence{profile: b.read(3), level: b.read(5)}
	b.flag() // tier
	s.high, s.twelve, s.mono, s.subX, s.subY = b.flag(), b.flag(), b.flag(), b.flag(), b.flag()
	b.skip(3 + 8)
	if b.over {
		return false
	}
	p.av1(s)
	return p.av1OBUs(record[4:])
}

// maxOBUs is how many open bitstream units are looked at in search of the sequence header, which is the first or second.
const maxOBUs = 16

// av1OBUs looks for the sequence header among the open bitstream units that a frame, or the record, begins with. The last
// one may be cut off.
func (p *Picture) av1OBUs(data []byte) bool {
	const sequenceHeader = 1
	for range maxOBUs {
		b := &bits{data: data}
		if b.flag() { // always 0
			return false
		}
		kind, extension, sized := b.read(4), b.flag(), b.flag()
		b.flag()
		if extension {
			b.skip(8)
		}
		length := uint64(len(data))
		if sized {
			length = leb128(b)
		}
		if b.over {
			return false
		}
		data = data[b.at/8:]
		length = min(length, uint64(len(data)))
		if kind == sequenceHeader {
			s, ok := readAV1Sequence(&bits{data: data[:length]})
			if ok {
				p.av1(s)
			}
			return ok
		}
		data = data[length:]
	}
	return false
}

// leb128 reads a number whose bytes say in their highest bit whether another one follows: 8 at most.
func leb128(b *bits) uint64 {
	var v uint64
	for i := range 8 {
		more := b.flag()
		v |= uint64(b.read(7)) << (7 * i)
		if !more {
			return v
		}
	}
	b.over = true
	return 0
}

// av1Sequence is what a sequence header says (AV1 Bitstream & Decoding Process Specification, 5.5).
type av1Sequence struct {
	profile, level                 uint32
	high, twelve, mono, subX, subY bool
	width, height                  int64   // 0: not said
	frames, seconds                float64 // frames per seconds; 0: not said
}

// av1Profiles are the names that ffprobe has for seq_profile.
var av1Profiles = [...]string{"Main", "High", "Professional"}

func (p *Picture) av1(s av1Sequence) {
	if int(s.profile) < len(av1Profiles) {
		p.Profile = av1Profiles[s.profile]
	}
	if s.level < 24 { // 7.3; 31 is for what goes beyond all levels
		p.Level = fmt.Sprintf("%d.%d", 2+(s.level>>2), s.level&3)
	}
	switch {
	case !s.high:
		p.BitDepth = 8
	case s.twelve:
		p.BitDepth = 12
	default:
		p.BitDepth = 10
	}
	switch {
	case s.mono:
		p.Chroma = Monochrome
	case s.subX && s.subY:
		p.Chroma = Chroma420
	case s.subX:
		p.Chroma = Chroma422
	default:
		p.Chroma = Chroma444
	}
	p.size(s.width, s.height)
	p.timing(s.frames, s.seconds)
	p.progressive()
}

// readAV1Sequence reads a sequence header behind the header of its unit, as far as the colours.
func readAV1Sequence(b *bits) (av1Sequence, bool) {
	s := av1Sequence{profile: b.read(3)}
	b.flag() // a still picture
	short := b.flag()
	if short { // the header of a still picture
		s.level = b.read(5)
	} else {
		s.points(b, s.timing(b))
	}
	widthBits, heightBits := int(b.read(4))+1, int(b.read(4))+1
	s.width, s.height = int64(b.read(widthBits))+1, int64(b.read(heightBits))+1
	if !short && b.flag() {
		b.skip(7) // lengths of the numbers of frames
	}
	b.skip(3)
	if !short {
		av1Tools(b)
	}
	b.skip(3)
	s.colours(b)
	return s, !b.over && s.profile <= 2
}

// timing reads the frame rate. It returns how many bits the operating points have for delays of the decoder; -1: they
// do not have any.
func (s *av1Sequence) timing(b *bits) int {
	if !b.flag() {
		return -1
	}
	unit, clock := b.read(32), b.read(32)
	if b.flag() { // all frames are shown for as long
		ticks := b.ue() + 1
		s.frames, s.seconds = float64(clock), float64(unit)*float64(ticks)
	}
	if !b.flag() {
		return -1
	}
	bits := 2 * (int(b.read(5)) + 1)
	b.skip(32 + 5 + 5)
	return bits
}

// points reads the level of the first operating point, and passes over the others.
func (s *av1Sequence) points(b *bits, delayBits int) {
	displayDelay := b.flag()
	n := b.read(5) + 1
	for i := range n {
		b.skip(12)
		level := b.read(5)
		if i == 0 {
			s.level = level
		}
		if level > 7 {
			b.flag() // tier
		}
		if delayBits >= 0 && b.flag() {
			b.skip(delayBits + 1)
		}
		if displayDelay && b.flag() {
			b.skip(4)
		}
	}
}

// av1Tools passes over the tools of coding that moving pictures have.
func av1Tools(b *bits) {
	b.skip(4)
	order := b.flag()
	if order {
		b.skip(2)
	}
	screen := b.flag() // tools for pictures of a screen are left to each frame
	if !screen {
		screen = b.flag() // for all frames
	}
	if screen && !b.flag() {
		b.flag() // whole numbers for motion vectors
	}
	if order {
		b.skip(3)
	}
}

// colours reads bit depth and chroma.
func (s *av1Sequence) colours(b *bits) {
	s.high = b.flag()
	s.twelve = s.profile == 2 && s.high && b.flag()
	s.mono = s.profile != 1 && b.flag()
	rgb := false
	if b.flag() {
		rgb = b.read(24) == 1<<16|13<<8 // BT.709, sRGB, identity
	}
	switch {
	case s.mono:
		s.subX, s.subY = true, true
		return
	case rgb:
		return
	}
	b.flag() // range
	switch {
	case s.profile == 0:
		s.subX, s.subY = true, true
	case s.profile == 2 && !s.twelve:
		s.subX = true
	case s.profile == 2:
		s.subX = b.flag()
		s.subY = s.subX && b.flag()
	}
}
