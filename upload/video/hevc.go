package video

// hevcSet is what a sequence parameter set of H.265 says (ITU-T H.265, 7.3.2.2 and annex E), as far as anybody here wants
// to know it.
type hevcSet struct {
	profile, level          uint32
	progressive, interlaced bool // the source, as the profile says
	fields                  bool // each picture is a field
	chroma                  Chroma
	depth                   int
	width, height           int64
	pixelWidth, pixelHeight int64
	frames, seconds         float64 // frames per seconds; 0: not said
}

// The types of NAL units of H.265 that matter here.
const (
	hevcNALSkippedN = 8 // and hevcNALSkippedR: pictures that need one from before the keyframe that they follow
	hevcNALSkippedR = 9
	hevcNALFirstKey = 16 // to hevcNALLastKey: those that decoding can begin at
	hevcNALLastKey  = 23
	hevcNALSlices   = 32 // from here on there are no slices
	hevcNALSet      = 33
)

// hevcNAL returns the type of a NAL unit of the base layer; -1: it has another layer or is no NAL unit.
func hevcNAL(nal []byte) int {
	if len(nal) < 3 || nal[0]&0x81 != 0 || nal[1]>>3 != 0 {
		return -1
	}
	return int(nal[0] >> 1 & 63)
}

// hvcC is avcC for H.265: the content of a box hvcC.
func (p *Picture) hvcC(record []byte) bool {
	const headBytes = 23
	if len(record) < headBytes {
		return false
	}
	head := hevcSet{profile: uint32(record[1] & 31), level: uint32(record[12]), chroma: chromaFormats[record[16]&3]}
	head.depth = int(record[17]&7) + 8
	head.progressive, head.interlaced = record[6]&0x80 != 0, record[6]&0x40 != 0
	p.hevc(head)
	rest := record[headBytes:]
	for range record[22] { // arrays of NAL units of one type
		if len(rest) < 3 {
			break
		}
		n := int(rest[1])<<8 | int(rest[2])
		rest = rest[3:]
		for ; n > 0 && len(rest) >= 2; n-- {
			length := int(rest[0])<<8 | int(rest[1])
			rest = rest[2:]
			if length > len(rest) {
				return false
			}
			if p.hevcSPS(rest[:length]) {
				return true
			}
			rest = rest[length:]
		}
	}
	return false
}

// hevcSPS takes what a sequence parameter set of H.265 says: a NAL unit with its header, with the bytes that keep it from
// looking like a start code.
func (p *Picture) hevcSPS(nal []byte) bool {
	if hevcNAL(nal) != hevcNALSet {
		return false
	}
	set, ok := readHEVCSet(&bits{data: unescape(nal[2:min(len(nal), maxHeader)])})
	if ok {
		p.hevc(set)
	}
	return ok
}

// hevcFrame is h264Frame for H.265: it finds the parameter set where the record has none (hev1). It is to be called where
// hvcC has returned false.
func (p *Picture) hevcFrame(record, sample []byte) {
	if len(record) < 22 {
		return
	}
	for _, nal := range nalsOfSample(sample, int(record[21]&3)+1) {
		if p.hevcSPS(nal) {
			return
		}
	}
}

// hevcProfiles are the names that ffprobe has for general_profile_idc.
var hevcProfiles = map[uint32]string{1: "Main", 2: "Main 10", 3: "Main Still Picture", 4: "Rext"}

func (p *Picture) hevc(set hevcSet) {
	p.Profile = hevcProfiles[set.profile]
	p.Level = levelTenths(set.level / 3) // in thirtieths
	p.Chroma, p.BitDepth = set.chroma, set.depth
	p.size(set.width, set.height)
	p.pixelShape(set.pixelWidth, set.pixelHeight)
	p.timing(set.frames, set.seconds)
	switch {
	case set.fields, set.interlaced && !set.progressive:
		p.Scan = Interlaced
	case set.progressive && !set.interlaced:
		p.Scan = Progressive
	}
}

// readHEVCSet reads a sequence parameter set behind the header of its NAL unit. What stands behind the bit depth may be
// cut off.
func readHEVCSet(b *bits) (hevcSet, bool) {
	var s hevcSet
	b.skip(4) // number of the video parameter set
	layers := int(b.read(3))
	b.flag()
	s.profileTierLevel(b, layers)
	b.ue() // its number
	chroma := b.ue()
	if chroma > 3 {
		return s, false
	}
	s.chroma = chromaFormats[chroma]
	stepX, stepY := s.chroma.crop()
	if chroma == 3 && b.flag() { // colour planes that are coded apart
		stepX, stepY = 1, 1
	}
	s.width, s.height = int64(b.ue()), int64(b.ue())
	if b.flag() {
		s.width -= stepX * (int64(b.ue()) + int64(b.ue()))
		s.height -= stepY * (int64(b.ue()) + int64(b.ue()))
	}
	luma, colour := b.ue(), b.ue()
	if b.over || luma > 8 || colour > 8 || s.width <= 0 || s.height <= 0 || s.width > maxSide || s.height > maxSide {
		return s, false
	}
	s.depth = int(luma) + 8
	if s.tools(b, layers) && b.flag() {
		s.usability(b)
	}
	return s, true
}

// profileTierLevel reads what the whole stream needs, and passes over what its parts do.
func (s *hevcSet) profileTierLevel(b *bits, layers int) {
	b.skip(3) // profile space, tier
	s.profile = b.read(5)
	compatible := b.read(32)
	for i := uint32(1); s.profile == 0 && i < 32; i++ { // ffmpeg's way with encoders that say no profile
		if compatible>>(31-i)&1 == 1 {
			s.profile = i
		}
	}
	s.progressive, s.interlaced = b.flag(), b.flag()
	b.skip(46)
	s.level = b.read(8)
	if layers == 0 {
		return
	}
	present := b.read(16) // two bits for each layer, and none for those that are not there
	for i := range layers {
		if present>>(15-2*i)&1 == 1 {
			b.skip(88)
		}
		if present>>(14-2*i)&1 == 1 {
			b.skip(8)
		}
	}
}

// tools passes over the tools of coding. It reports whether it came through to the usability information.
func (s *hevcSet) tools(b *bits, layers int) bool {
	orderBits := int(b.ue()) + 4
	if orderBits > 16 {
		return false
	}
	if b.flag() { // of each layer, or of the last alone
		b.ues(3 * layers)
	}
	b.ues(3)
	b.ues(6) // sizes of blocks
	if b.flag() {
		hevcScalingLists(b)
	}
	b.skip(2) // asymmetric motion partitions, sample adaptive offset
	if b.flag() {
		b.skip(8) // bit depths of pulse code
		b.ues(2)
		b.flag()
	}
	if !hevcReferences(b) {
		return false
	}
	if b.flag() { // long-term references
		n := b.ue()
		if n > 32 {
			return false
		}
		b.skip(int(n) * (orderBits + 1))
	}
	b.skip(2) // temporal motion vectors, strong smoothing
	return !b.over
}

// hevcScalingLists passes over scaling lists: six of each size, two of the last.
func hevcScalingLists(b *bits) {
	if !b.flag() {
		return // those of the standard
	}
	for size := range 4 {
		step := 1
		if size == 3 {
			step = 3
		}
		for matrix := 0; matrix < 6 && !b.over; matrix += step {
			if !b.flag() {
				b.ue() // as another one
				continue
			}
			if size > 1 {
				b.ue()
			}
			b.ues(min(64, 1<<(4+(size<<1))))
		}
	}
}

// hevcReferences passes over the sets of short-term references. It returns false where one is not as the standard has it.
func hevcReferences(b *bits) bool {
	const mostSets, mostPictures = 64, 16
	sets := b.ue()
	if sets > mostSets {
		return false
	}
	pictures := uint32(0) // of the set before
	for i := range sets {
		if i > 0 && b.flag() { // as the set before, but for some
			b.flag()
			b.ue()
			kept := uint32(0)
			for range pictures + 1 {
				used := b.flag()
				if used || b.flag() { // where it is not used: still a base for others
					kept++
				}
			}
			pictures = kept
		} else {
			before, behind := b.ue(), b.ue()
			if before > mostPictures || behind > mostPictures {
				return false
			}
			pictures = before + behind
			for range pictures {
				b.ue()
				b.flag()
			}
		}
		if b.over || pictures > mostPictures {
			return false
		}
	}
	return true
}

// usability reads what annex E has, as far as the frame rate.
func (s *hevcSet) usability(b *bits) {
	s.pixelWidth, s.pixelHeight = aspectRatio(b)
	signalType(b)
	b.flag() // neutral chroma
	s.fields = b.flag() && !b.over
	b.flag()
	if b.flag() {
		b.ues(4) // a window of display
	}
	if b.flag() {
		unit, clock := b.read(32), b.read(32)
		if !b.over {
			s.frames, s.seconds = float64(clock), float64(unit)
		}
	}
}
