package video

// avcSet is what a sequence parameter set of H.264 says (ITU-T H.264, 7.3.2.1 and annex E), as far as anybody here wants
// to know it.
type avcSet struct {
	profile, flags, level   uint32 // flags: the constraint sets, the first of them in the highest bit of 8
	chroma                  Chroma
	depth                   int
	width, height           int64
	pixelWidth, pixelHeight int64
	framesOnly              bool // no fields, in no picture
	adaptive                bool // in a frame, each pair of macroblocks can be of fields (MBAFF)
	separatePlanes          bool
	numberBits              int     // of frame_num
	frames, seconds         float64 // frames per seconds; 0: not said
	delays                  bool    // picture timing has delays, of delayBits bits in all
	delayBits               int
	structures              bool // picture timing says which fields a frame has
}

// avcC takes what an AVCDecoderConfigurationRecord says of H.264: the content of a box avcC, or CodecPrivate of Matroska.
// It reports whether there is a sequence parameter set in it that could be read. Where fields are possible Scan is left
// open: h264Frame settles it.
func (p *Picture) avcC(record []byte) bool {
	if len(record) < 6 || record[0] != 1 {
		return false
	}
	p.avcProfile(uint32(record[1]), uint32(record[2]), uint32(record[3]))
	set, ok := avcRecordSet(record)
	if ok {
		p.avc(set)
	}
	return ok
}

// avcRecordSet returns the first sequence parameter set of a record that can be read.
func avcRecordSet(record []byte) (avcSet, bool) {
	if len(record) < 6 {
		return avcSet{}, false
	}
	rest := record[6:]
	for range record[5] & 31 {
		if len(rest) < 2 {
			break
		}
		length := int(rest[0])<<8 | int(rest[1])
		rest = rest[2:]
		if length > len(rest) {
			break
		}
		if set, ok := readAVCSet(rest[:length]); ok {
			return set, true
		}
		rest = rest[length:]
	}
	return avcSet{}, false
}

func (p *Picture) avc(set avcSet) {
	p.avcProfile(set.profile, set.flags, set.level)
	p.Chroma, p.BitDepth = set.chroma, set.depth
	p.size(set.width, set.height)
	p.pixelShape(set.pixelWidth, set.pixelHeight)
	p.timing(set.frames, set.seconds)
	if set.framesOnly {
		p.Scan = Progressive
	}
}

// Constraint flags that profiles and levels go by.
const (
	avcConstraint1 = 0x40
	avcConstraint3 = 0x10
)

// avcProfiles are the names that ffprobe has for profile_idc.
var avcProfiles = map[uint32]string{
	66: "Baseline", 77: "Main", 88: "Extended", 100: "High", 110: "High 10", 122: "High 4:2:2", 144: "High 4:4:4",
	244: "High 4:4:4 Predictive", 44: "CAVLC 4:4:4", 118: "Multiview High", 128: "Stereo High",
}

// avcIntra are the names of profiles for streams without predicted frames, which a constraint flag tells.
var avcIntra = map[uint32]string{110: "High 10 Intra", 122: "High 4:2:2 Intra", 244: "High 4:4:4 Intra"}

// avcProfile takes profile and level, and what follows from them alone.
func (p *Picture) avcProfile(profile, flags, level uint32) {
	p.Profile = avcProfiles[profile]
	switch intra := avcIntra[profile]; {
	case profile == 66 && flags&avcConstraint1 != 0:
		p.Profile = "Constrained Baseline"
	case intra != "" && flags&avcConstraint3 != 0:
		p.Profile = intra
	}
	p.Level = levelTenths(level)
	switch profile {
	case 66, 77, 88:
		p.Chroma, p.BitDepth = Chroma420, 8
		if level == 11 && flags&avcConstraint3 != 0 {
			p.Level = "1b"
		}
	}
	if level == 9 {
		p.Level = "1b"
	}
}

// readAVCSet reads a sequence parameter set: a NAL unit with its header. What stands behind the size of the picture may
// be cut off.
func readAVCSet(nal []byte) (avcSet, bool) {
	if len(nal) < 5 || nal[0]&31 != avcNALSet {
		return avcSet{}, false
	}
	b := &bits{data: unescape(nal[1:min(len(nal), maxHeader)])}
	s := avcSet{profile: b.read(8), flags: b.read(8), level: b.read(8), chroma: Chroma420, depth: 8}
	b.ue() // its number
	if !s.format(b) || !s.order(b) {
		return avcSet{}, false
	}
	b.ue() // how many reference frames
	b.flag()
	if !s.size(b) {
		return avcSet{}, false
	}
	if b.flag() {
		s.usability(b)
	}
	return s, true
}

// format reads chroma and bit depth, which only the profiles from High on have.
func (s *avcSet) format(b *bits) bool {
	switch s.profile {
	case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135, 144:
	default:
		return true
	}
	chroma := b.ue()
	if chroma > 3 {
		return false
	}
	s.chroma = chromaFormats[chroma]
	lists := 8
	if chroma == 3 {
		s.separatePlanes = b.flag()
		lists = 12
	}
	luma, colour := b.ue(), b.ue()
	if luma > 6 || colour > 6 {
		return false
	}
	s.depth = int(luma) + 8
	b.flag() // lossless where the quantiser is 0
	if b.flag() {
		for i := range lists {
			if b.flag() {
				avcScalingList(b, i)
			}
		}
	}
	return !b.over
}

// avcScalingList passes over a scaling list: six of 16 numbers, then those of 64.
func avcScalingList(b *bits, i int) {
	length := 16
	if i >= 6 {
		length = 64
	}
	last, next := int32(8), int32(8)
	for range length {
		if next != 0 {
			next = (last + b.se()) & 0xff
		}
		if next != 0 {
			last = next
		}
		if b.over {
			return
		}
	}
}

// order reads how frames are numbered and put in order.
func (s *avcSet) order(b *bits) bool {
	number := b.ue()
	if number > 12 {
		return false
	}
	s.numberBits = int(number) + 4
	switch b.ue() {
	case 0:
		b.ue()
	case 1:
		b.flag()
		b.ues(2) // signed, which does not matter for passing over them
		n := b.ue()
		if n > 255 {
			return false
		}
		b.ues(int(n))
	}
	return !b.over
}

// size reads the size of the picture in macroblocks of 16 pixels, and what is cropped from it.
func (s *avcSet) size(b *bits) bool {
	width, height := (int64(b.ue())+1)*16, (int64(b.ue())+1)*16
	s.framesOnly = b.flag()
	stepX, stepY := s.chroma.crop()
	if s.separatePlanes {
		stepX, stepY = 1, 1
	}
	if !s.framesOnly {
		s.adaptive = b.flag()
		height *= 2
		stepY *= 2
	}
	b.flag() // direct prediction by 8 × 8
	if b.flag() {
		width -= stepX * (int64(b.ue()) + int64(b.ue()))
		height -= stepY * (int64(b.ue()) + int64(b.ue()))
	}
	s.width, s.height = width, height
	return !b.over && width > 0 && height > 0 && width <= maxSide && height <= maxSide
}

// usability reads what annex E has: the shape of a pixel, the frame rate, and what tells how to read picture timing.
func (s *avcSet) usability(b *bits) {
	s.pixelWidth, s.pixelHeight = aspectRatio(b)
	signalType(b)
	if b.flag() {
		unit, clock := b.read(32), b.read(32)
		b.flag()
		if !b.over {
			s.frames, s.seconds = float64(clock), 2*float64(unit) // the clock ticks for fields
		}
	}
	network := b.flag()
	if network {
		s.decoderModel(b)
	}
	decoder := b.flag()
	if decoder {
		s.decoderModel(b)
	}
	s.delays = network || decoder
	if s.delays {
		b.flag() // low delay
	}
	s.structures = b.flag() && !b.over
}

// signalType passes over overscan, colours and where chroma samples lie, which H.264 and H.265 have alike.
func signalType(b *bits) {
	if b.flag() {
		b.flag() // overscan
	}
	if b.flag() {
		b.skip(4) // format, range
		if b.flag() {
			b.skip(24) // primaries, transfer, matrix
		}
	}
	if b.flag() {
		b.ues(2) // where chroma samples lie
	}
}

// decoderModel reads the parameters of the hypothetical decoder, for the lengths of the delays in picture timing.
func (s *avcSet) decoderModel(b *bits) {
	n := b.ue()
	if n > 31 {
		b.over = true
		return
	}
	b.skip(8) // scales
	for range n + 1 {
		b.ues(2)
		b.flag()
	}
	b.skip(5)
	s.delayBits = int(b.read(5)) + 1 + int(b.read(5)) + 1
	b.skip(5)
}
