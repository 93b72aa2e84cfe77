package video

import (
	"fmt"
	"math"
)

// audio reads the sample entry of an audio track. QuickTime has three versions of it; ISO's base format has the first
// alone, and says "version 1" of something else.
func (t *track) audio(format string, content []byte, quickTime bool) {
	s := t.sound
	c := cursor{rest: content}
	c.skip(8)
	version := c.u16()
	c.skip(6)
	s.Channels = int(c.u16())
	depth := int(c.u16())
	c.skip(4)
	s.Rate = int(c.u32() >> 16)
	flags := uint32(0)
	switch {
	case quickTime && version == 1:
		t.packet = packet{samples: int64(c.u32())}
		c.skip(4)
		t.packet.bytes = int64(c.u32())
		c.skip(4)
	case quickTime && version == 2:
		depth, flags = s.second(&c)
	}
	format = original(format, c.rest)
	if s.Codec = sounds[format]; s.Codec == "" {
		s.Codec = pcm(format, depth, flags)
	}
	if s.Codec == "" {
		s.Codec = fourCC(format)
	}
	s.boxes(c.rest, depth)
	if s.Codec == "mp3" { // its frames say the layer, and the channels, which writers have always as two
		t.entry.look = func(sample []byte) { s.mpegAudio(sample) }
	}
	if bits := pcmBits(s.Codec); bits > 0 { // how it is stored says nothing that this does not
		s.BitRate = int64(s.Rate) * int64(s.Channels) * int64(bits)
	}
}

// packet is what QuickTime's compressed sound comes in, where the index counts what comes out of it: so many samples in
// so many bytes.
type packet struct{ samples, bytes int64 }

// second reads what version 2 has instead: it returns the bits of a sample, and the flags that say what they are.
func (s *Sound) second(c *cursor) (depth int, flags uint32) {
	c.skip(4)
	if rate := math.Float64frombits(c.u64()); rate > 0 && rate <= math.MaxInt32 {
		s.Rate = int(rate)
	}
	s.Channels = int(min(c.u32(), math.MaxUint16))
	c.skip(4)
	depth = int(min(c.u32(), math.MaxUint16))
	flags = c.u32()
	c.skip(8)
	return depth, flags
}

// boxes reads the codec's own descriptions among the boxes of a sample entry.
func (s *Sound) boxes(boxes []byte, depth int) {
	for name, content := range boxesIn(boxes) {
		c := cursor{rest: content}
		switch name {
		case "esds":
			s.elementary(content)
		case "wave": // QuickTime keeps them in here
			s.wave(content, depth)
		case "dOps":
			c.skip(1)
			s.Channels, s.Rate = int(c.u8()), 48000 // whatever it was before it was encoded
		case "dfLa":
			c.skip(4 + 4 + 10) // of STREAMINFO, sizes of blocks and frames
			packed := c.u32()
			s.Rate, s.Channels = int(packed>>12), int(packed>>9&7)+1
		case "alac":
			c.skip(4 + 4 + 5)
			s.Channels = int(c.u8())
			c.skip(10)
			s.Rate = int(c.u32())
		case "dac3":
			packed := uint32(c.number(3)) //nolint:gosec // it has three bytes
			s.acChannels(packed>>11&7, packed>>10&1)
		case "dec3":
			c.skip(2)
			packed := uint32(c.number(3)) //nolint:gosec // it has three bytes
			s.acChannels(packed>>9&7, packed>>8&1)
		case "srat": // ISO's base format has it for rates of more than 16 bits
			c.skip(4)
			s.Rate = int(min(c.u32(), math.MaxInt32))
		case "pcmC":
			c.skip(4)
			s.Codec = pcmConfig(s.Codec, c.u8()&1 != 0, int(c.u8()))
		}
	}
}

// wave reads a wave box.
func (s *Sound) wave(content []byte, depth int) {
	if enda, has := boxIn(content, "enda"); has && len(enda) >= 2 && enda[1] == 1 {
		s.Codec = littleEndian(s.Codec)
	}
	if esds, has := boxIn(content, "esds"); has {
		s.elementary(esds)
	}
}

// elementary reads an esds box.
func (s *Sound) elementary(content []byte) {
	object, specific := descriptor(content)
	if kind, known := objects[object]; known {
		s.Codec = kind.codec
	}
	if s.Codec == "aac" {
		s.aacConfig(specific)
	}
}

// acChannels takes the channels of AC-3 and E-AC-3: a mode, and whether there is one for low frequencies.
func (s *Sound) acChannels(mode, low uint32) {
	s.Channels = [...]int{2, 1, 2, 3, 3, 4, 4, 5}[mode&7] + int(low)
}

// pcm names samples that are not compressed, as ffprobe does, by the format of QuickTime. flags are those of version 2.
func pcm(format string, depth int, flags uint32) string {
	switch format {
	case "sowt":
		return signed(depth, "le")
	case "twos":
		return signed(depth, "be")
	case "raw ", "NONE":
		if depth == 16 {
			return "pcm_s16be"
		}
		return "pcm_u8"
	case "in24":
		return "pcm_s24be"
	case "in32":
		return "pcm_s32be"
	case "fl32":
		return "pcm_f32be"
	case "fl64":
		return "pcm_f64be"
	case "ulaw":
		return "pcm_mulaw"
	case "alaw":
		return "pcm_alaw"
	case "lpcm":
		return linear(depth, flags)
	}
	return ""
}

// signed names whole numbers with a sign.
func signed(depth int, order string) string {
	switch depth {
	case 8:
		return "pcm_s8"
	case 24, 32:
		return fmt.Sprintf("pcm_s%d%s", depth, order)
	}
	return "pcm_s16" + order
}

// linear names samples by the flags of lpcm.
func linear(depth int, flags uint32) string {
	const float, big, sign = 1, 2, 4
	order := "le"
	if flags&big != 0 {
		order = "be"
	}
	switch {
	case flags&float != 0:
		if depth == 64 {
			return "pcm_f64" + order
		}
		return "pcm_f32" + order
	case depth == 8 && flags&sign == 0:
		return "pcm_u8"
	}
	return signed(depth, order)
}

// pcmConfig names samples by a box pcmC, which ISO's formats ipcm and fpcm have.
func pcmConfig(codec string, little bool, depth int) string {
	order := "be"
	if little {
		order = "le"
	}
	switch codec {
	case "ipcm":
		return signed(depth, order)
	case "fpcm":
		return linear(depth, map[string]uint32{"le": 1, "be": 3}[order])
	}
	return codec
}

// littleEndian is the name of samples whose bytes are the other way round than their format says.
func littleEndian(codec string) string {
	if len(codec) > 6 && codec[:4] == "pcm_" && codec[len(codec)-2:] == "be" {
		return codec[:len(codec)-2] + "le"
	}
	return codec
}

// pcmBits is how many bits a sample has that is not compressed; 0: it is.
func pcmBits(codec string) (bits int) {
	switch codec {
	case "pcm_mulaw", "pcm_alaw":
		return 8
	}
	if n, _ := fmt.Sscanf(codec, "pcm_s%d", &bits); n == 1 {
		return bits
	}
	if n, _ := fmt.Sscanf(codec, "pcm_f%d", &bits); n == 1 {
		return bits
	}
	if codec == "pcm_u8" {
		return 8
	}
	return 0
}
