package video

// frame takes what the header of the first frame of sound says, as it is in MPEG-TS. It returns false where there is
// none yet, or none that is known.
func (s *Sound) frame(data []byte) bool {
	switch s.Codec {
	case "aac":
		return s.adts(data) > 0
	case "aac_latm":
		return s.latm(data)
	case "mp3":
		return s.mpegAudio(data)
	case "ac3", "eac3":
		return s.dolby(data)
	case "pcm_bluray":
		return s.discPCM(data)
	}
	return false
}

// latm takes what the multiplex config says that a stream of LATM repeats (ISO/IEC 14496-3, 1.7).
func (s *Sound) latm(data []byte) bool {
	const sync = 0x2b7
	b := &bits{data: data[:min(len(data), maxHeader)]}
	if b.read(11) != sync {
		return false
	}
	b.skip(13)          // length
	if b.read(2) != 0 { // the same config as before; a version of it that nobody writes
		return false
	}
	b.skip(1 + 6)                 // framing, subframes
	if b.read(7) != 0 || b.over { // more programs, more layers
		return false
	}
	config := make([]byte, 0, 64)
	for len(config) < cap(config) && b.left() >= 8 {
		config = append(config, byte(b.read(8)&0xff))
	}
	return s.aacConfig(config)
}

// mpegAudio takes what the header of a frame of MPEG audio says (ISO/IEC 11172-3, 2.4.1.3, and 13818-3). The layer is
// known only from it.
func (s *Sound) mpegAudio(data []byte) bool {
	rates := [4]int{44100, 48000, 32000, 0}
	codecs := [4]string{"", "mp3", "mp2", "mp1"}
	b := &bits{data: data[:min(len(data), maxHeader)]}
	if b.read(11) != 0x7ff {
		return false
	}
	version, layer := b.read(2), b.read(2)
	b.skip(1 + 4)
	rate := rates[b.read(2)]
	b.skip(2)
	mode := b.read(2)
	if b.over || version == 1 || codecs[layer] == "" || rate == 0 {
		return false
	}
	const half, quarter, mono = 2, 0, 3
	switch version {
	case half:
		rate /= 2
	case quarter:
		rate /= 4
	}
	s.Codec, s.Rate, s.Channels = codecs[layer], rate, 2
	if mode == mono {
		s.Channels = 1
	}
	return true
}

// dolby takes what the header of a frame of AC-3 or E-AC-3 says (ETSI TS 102 366, 4.3 and E.1.2).
func (s *Sound) dolby(data []byte) bool {
	rates := [4]int{48000, 44100, 32000, 0}
	channels := [8]int{2, 1, 2, 3, 3, 4, 4, 5}
	b := &bits{data: data[:min(len(data), maxHeader)]}
	if b.read(16) != 0x0b77 {
		return false
	}
	rate, mode := 0, uint32(0)
	if s.Codec == "ac3" {
		b.skip(16) // checksum
		rate = rates[b.read(2)]
		b.skip(6 + 5 + 3) // size of the frame, version, purpose
		mode = b.read(3)
		if mode&1 == 1 && mode != 1 {
			b.skip(2) // how to mix the centre
		}
		if mode&4 != 0 {
			b.skip(2) // how to mix what is behind
		}
		if mode == 2 {
			b.skip(2)
		}
	} else {
		b.skip(2 + 3 + 11) // kind, substream, size of the frame
		number := b.read(2)
		half := rates[b.read(2)] / 2 // where number is 3; else how many blocks there are
		if rate = rates[number]; number == 3 {
			rate = half
		}
		mode = b.read(3)
	}
	bass := b.flag()
	if b.over || rate == 0 {
		return false
	}
	s.Rate, s.Channels = rate, channels[mode]
	if bass {
		s.Channels++
	}
	return true
}

// discPCM takes what stands in front of uncompressed sound of Blu-ray Disc.
func (s *Sound) discPCM(data []byte) bool {
	channels := [16]int{1: 1, 3: 2, 4: 3, 5: 3, 6: 4, 7: 4, 8: 5, 9: 6, 10: 7, 11: 8}
	rates := [16]int{1: 48000, 4: 96000, 5: 192000}
	if len(data) < 4 || channels[data[2]>>4] == 0 || rates[data[2]&15] == 0 {
		return false
	}
	s.Channels, s.Rate = channels[data[2]>>4], rates[data[2]&15]
	return true
}

// opusDescriptor takes how many channels a stream of Opus has, which stands in its descriptor alone.
func (s *Sound) opusDescriptor(descriptors []byte) {
	const extension, opus = 0x7f, 0x80
	d := tsDescriptor(descriptors, extension)
	if s.Codec != "opus" || len(d) < 2 || d[0] != opus {
		return
	}
	s.Rate = 48000
	if n := int(d[1]); n >= 1 && n <= 8 {
		s.Channels = n
	} else if n == 0 { // two voices
		s.Channels = 2
	}
}
