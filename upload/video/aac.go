package video

// The audio object types of MPEG-4 (ISO/IEC 14496-3, table 1.17) that matter here.
const (
	aacMain   = 1
	aacSBR    = 5
	aacBSAC   = 22
	aacPS     = 29
	aacEscape = 31
)

// aacProfiles are the names that ffprobe has for object types.
var aacProfiles = map[uint32]string{1: "Main", 2: "LC", 3: "SSR", 4: "LTP", 23: "LD", 39: "ELD", 42: "xHE-AAC"}

// aacRates are the sampling frequencies that have numbers, in samples per second.
var aacRates = [...]int{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350}

// aacChannels are how many channels the channel configurations have; 0: a program config element says it, or nobody.
var aacChannels = [16]int{0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0}

// aacConfig takes what an AudioSpecificConfig says: the DecoderSpecificInfo of a box esds, or CodecPrivate of Matroska.
// Rate and Channels are those that are heard, after spectral band replication (HE-AAC) and parametric stereo (HE-AACv2).
// They are known here only where the config says so, which encoders may leave to the frames.
func (s *Sound) aacConfig(config []byte) bool {
	b := &bits{data: config[:min(len(config), maxHeader)]}
	object, rate, configuration := aacObject(b), aacRate(b), b.read(4)
	if b.over || object == 0 {
		return false
	}
	replicated, stereo := object == aacSBR || object == aacPS, object == aacPS
	if replicated {
		rate, object = aacRate(b), aacObject(b)
		if object == aacBSAC {
			b.skip(4)
		}
		if b.over {
			return false
		}
	}
	channels := aacChannels[configuration]
	if configuration == 0 && aacGeneral(object) {
		channels = aacProgram(b)
	}
	if !replicated {
		replicated, stereo, rate = aacExtension(b, rate)
	}
	s.aac(object, rate, channels, replicated, stereo)
	return true
}

// aac takes what has been read.
func (s *Sound) aac(object uint32, rate, channels int, replicated, stereo bool) {
	s.Profile = aacProfiles[object]
	if stereo && channels == 1 {
		channels = 2
	}
	switch {
	case replicated && stereo:
		s.Profile = "HE-AACv2"
	case replicated:
		s.Profile = "HE-AAC"
	}
	if rate > 0 {
		s.Rate = rate
	}
	if channels > 0 {
		s.Channels = channels
	}
}

// aacObject reads an audio object type.
func aacObject(b *bits) uint32 {
	object := b.read(5)
	if object == aacEscape {
		object = 32 + b.read(6)
	}
	return object
}

// aacRate reads a sampling frequency; 0: it is none.
func aacRate(b *bits) int {
	const escape = 15
	number := b.read(4)
	switch {
	case number == escape:
		return int(b.read(24))
	case int(number) < len(aacRates):
		return aacRates[number]
	}
	return 0
}

// aacGeneral reports whether a GASpecificConfig follows for an object type.
func aacGeneral(object uint32) bool {
	switch object {
	case 1, 2, 3, 4, 6, 7, 17, 19, 20, 21, aacBSAC, 23:
		return true
	}
	return false
}

// aacProgram reads how many channels there are where they have no number: from the program config element of a
// GASpecificConfig (ISO/IEC 14496-3, 4.4.1).
func aacProgram(b *bits) int {
	b.flag() // length of frames
	if b.flag() {
		b.skip(14) // delay of a core coder
	}
	b.flag()
	return aacElement(b)
}

// aacElement reads how many channels a program config element has; 0: it is cut off.
func aacElement(b *bits) int {
	b.skip(4 + 2 + 4) // tag, object type, sampling frequency
	var elements int
	for range 3 { // front, side, back
		elements += int(b.read(4))
	}
	bass, data, coupled := int(b.read(2)), int(b.read(3)), int(b.read(4))
	for _, bits := range []int{4, 4, 3} { // how to mix it to mono, to stereo, and by a matrix
		if b.flag() {
			b.skip(bits)
		}
	}
	channels := bass
	for range elements {
		channels++
		if b.flag() { // a pair
			channels++
		}
		b.skip(4)
	}
	b.skip(4*bass + 4*data + 5*coupled)
	if b.over {
		return 0
	}
	return channels
}

// aacExtension looks behind a config for what says that there is more than decoders of 1999 know: they do not read so
// far. It is searched for bit by bit, as ffmpeg does, since what stands in between depends on the object type.
func aacExtension(b *bits, rate int) (replicated, stereo bool, extended int) {
	const sync, stereoSync = 0x2b7, 0x548
	for ; b.left() > 15; b.skip(1) {
		look := *b
		if look.read(11) != sync {
			continue
		}
		if aacObject(&look) != aacSBR || !look.flag() {
			return false, false, rate
		}
		extended = aacRate(&look)
		if look.over || extended == 0 {
			return false, false, rate
		}
		if look.left() > 11 && look.read(11) == stereoSync {
			stereo = look.flag()
		}
		return true, stereo, extended
	}
	return false, false, rate
}

// adts takes what the header of a frame says that stands alone, as in MPEG-TS (ISO/IEC 13818-7, 6.2). It returns the
// length of the frame in bytes; 0: there is no such header.
func (s *Sound) adts(frame []byte) int {
	b := &bits{data: frame[:min(len(frame), maxHeader)]}
	if b.read(12) != 0xfff {
		return 0
	}
	b.flag() // MPEG-2 or MPEG-4
	layer, bare := b.read(2), b.flag()
	object, rate := b.read(2)+aacMain, aacRate(b)
	b.flag()
	configuration := b.read(3)
	b.skip(4)
	length := int(b.read(13))
	b.skip(11 + 2)
	if b.over || layer != 0 || rate == 0 || length < b.at/8 {
		return 0
	}
	if !bare {
		b.skip(16) // checksum
	}
	channels := aacChannels[configuration]
	const program = 5
	if configuration == 0 && b.read(3) == program {
		channels = aacElement(b)
	}
	s.aac(object, rate, channels, false, false)
	return length
}
