package video

// mpegCoded is coded for MPEG-1 and MPEG-2 (ISO/IEC 13818-2, 6.2).
type mpegCoded struct {
	known    bool
	extended bool
	aspect   uint32 // the number of the shape
	number   int    // of the last picture in its group; 0: there is none, else one more
}

var _ coded = (*mpegCoded)(nil)

// Start codes of MPEG-2 and MPEG-4, without what all have in common.
const (
	mpegPicture   = 0x00
	mpegSequence  = 0xb3
	mpegExtension = 0xb5
	mpegGroup     = 0xb8
	mpeg4Picture  = 0xb6
)

func (m *mpegCoded) unit(p *Picture, unit []byte) (frame, key bool) {
	if len(unit) < 4 {
		return false, false
	}
	switch unit[0] {
	case mpegSequence:
		m.number = 0
		if !m.known {
			m.known = m.sequence(p, &bits{data: unit[1:min(len(unit), maxHeader)]})
		}
	case mpegGroup:
		m.number = 0
	case mpegExtension:
		m.extension(p, &bits{data: unit[1:min(len(unit), maxHeader)]})
	case mpegPicture:
		const intra = 1
		if m.known && !m.extended {
			m.older(p)
		}
		number := 1 + int(unit[1])<<2 + int(unit[2]>>6)
		second := number == m.number // the other field of the frame
		m.number = number
		return !second, unit[2]>>3&7 == intra
	}
	return false, false
}

// mpegRates are the frame rates that have numbers, in frames per 1001 seconds.
var mpegRates = [...]float64{0, 24000, 24024, 25025, 30000, 30030, 50050, 60000, 60060}

// sequence reads a sequence header.
func (m *mpegCoded) sequence(p *Picture, b *bits) bool {
	width, height, aspect, rate := int64(b.read(12)), int64(b.read(12)), b.read(4), b.read(4)
	if b.over || !p.size(width, height) {
		return false
	}
	p.Chroma, p.BitDepth = Chroma420, 8
	if int(rate) < len(mpegRates) {
		p.timing(mpegRates[rate], 1001)
	}
	m.aspect = aspect
	return true
}

// older takes that there is no extension: it is MPEG-1, which is never interlaced.
func (m *mpegCoded) older(p *Picture) {
	m.extended = true
	p.Codec, p.Scan = "mpeg1video", Progressive
	if m.aspect == 1 {
		p.pixelShape(1, 1)
	}
}

// The extensions that matter here.
const (
	mpegSequenceExtension = 1
	mpegPictureExtension  = 8
)

// mpegProfiles and mpegLevels are the names that the standard has, and ffprobe for profiles.
var (
	mpegProfiles = [...]string{"4:2:2", "High", "Spatially Scalable", "SNR Scalable", "Main", "Simple"}
	mpegLevels   = map[uint32]string{4: "High", 5: "High", 6: "High 1440", 8: "Main", 10: "Low"}
)

// extension reads what MPEG-2 has in addition.
func (m *mpegCoded) extension(p *Picture, b *bits) {
	kind := b.read(4)
	switch {
	case kind == mpegSequenceExtension && m.known && !m.extended:
		m.extended = m.sequenceExtension(p, b)
	case kind == mpegPictureExtension && m.extended && p.Scan == "":
		b.skip(16 + 2 + 2 + 8 + 1) // vectors, precision, structure, flags
		if progressive := b.flag(); b.over {
			return
		} else if progressive {
			p.Scan = Progressive
		} else {
			p.Scan = Interlaced
		}
	}
}

func (m *mpegCoded) sequenceExtension(p *Picture, b *bits) bool {
	escape, profile, level := b.flag(), b.read(3), b.read(4)
	progressive, chroma := b.flag(), b.read(2)
	width, height := int64(p.Width)+int64(b.read(2))<<12, int64(p.Height)+int64(b.read(2))<<12
	if b.over || !p.size(width, height) {
		return false
	}
	p.Chroma = chromaFormats[chroma]
	if progressive {
		p.Scan = Progressive
	}
	if !escape && int(profile) < len(mpegProfiles) {
		p.Profile, p.Level = mpegProfiles[profile], mpegLevels[level]
	} else if escape {
		p.Profile = mpegProfiles[0]
	}
	switch m.aspect { // 1 is square; the others say what shape the whole picture has
	case 1:
		p.pixelShape(1, 1)
	case 2:
		p.pixelShape(4*height, 3*width)
	case 3:
		p.pixelShape(16*height, 9*width)
	case 4:
		p.pixelShape(221*height, 100*width)
	}
	return true
}

// mpeg4Coded is coded for MPEG-4 part 2, of which only the keyframes are looked for.
type mpeg4Coded struct{}

var _ coded = mpeg4Coded{}

func (mpeg4Coded) unit(_ *Picture, unit []byte) (frame, key bool) {
	if len(unit) < 2 || unit[0] != mpeg4Picture {
		return false, false
	}
	return true, unit[1]>>6 == 0
}
