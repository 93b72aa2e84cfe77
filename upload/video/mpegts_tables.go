package video

// Bounds of what tables are believed to have.
const (
	maxSection  = 4 << 10 // bytes of a section, of which private ones have the most
	maxPrograms = 64
	maxTSTracks = 64
)

// section takes what a packet has of the sections of a table.
func (t *transport) section(pid int, payload []byte, start bool) {
	if len(payload) == 0 {
		return
	}
	if start {
		skip := int(payload[0]) // the end of a section that began before
		if skip+1 > len(payload) {
			return
		}
		t.whole(append(t.sections[pid], payload[1:1+skip]...))
		t.sections[pid] = nil
		payload = payload[1+skip:]
	} else if t.sections[pid] == nil {
		return
	}
	rest := t.whole(append(t.sections[pid], payload...))
	if len(rest) > maxSection {
		rest = nil
	}
	t.sections[pid] = rest
}

// whole takes the sections that are whole. It returns what is left.
func (t *transport) whole(data []byte) []byte {
	const stuffing, head, checksum = 0xff, 8, 4
	for len(data) >= 3 && data[0] != stuffing {
		length := 3 + int(data[1]&0x0f)<<8 + int(data[2])
		if length > len(data) {
			return data
		}
		if length >= head+checksum {
			t.table(data[0], data[head:length-checksum])
		}
		data = data[length:]
	}
	if len(data) > 0 && data[0] == stuffing {
		return nil
	}
	return data
}

// table takes a table of programs, or that of the streams of one.
func (t *transport) table(id byte, content []byte) {
	const programs, streams = 0, 2
	switch id {
	case programs:
		for ; len(content) >= 4 && len(t.sections) < maxPrograms; content = content[4:] {
			network := content[0] == 0 && content[1] == 0
			pid := int(content[2]&0x1f)<<8 | int(content[3])
			if _, known := t.sections[pid]; !network && !known {
				t.sections[pid] = nil
			}
		}
	case streams:
		t.streams(content)
	}
}

// streams takes the streams of a program.
func (t *transport) streams(content []byte) {
	if len(content) < 4 {
		return
	}
	length := int(content[2]&0x0f)<<8 | int(content[3])
	content = content[4:]
	if length > len(content) {
		return
	}
	disc := registered(content[:length]) == "HDMV"
	content = content[length:]
	for len(content) >= 5 {
		kind, pid := content[0], int(content[1]&0x1f)<<8|int(content[2])
		length := int(content[3]&0x0f)<<8 | int(content[4])
		content = content[5:]
		if length > len(content) {
			return
		}
		if t.tracks[pid] == nil && len(t.order) < maxTSTracks {
			if track := newTSTrack(kind, content[:length], disc); track != nil {
				t.tracks[pid] = track
				t.order = append(t.order, track)
			}
		}
		content = content[length:]
	}
}

// tsDescriptor returns the content of the first descriptor of a kind; nil: there is none.
func tsDescriptor(all []byte, kind byte) []byte {
	for len(all) >= 2 {
		length := int(all[1])
		if length > len(all)-2 {
			return nil
		}
		if all[0] == kind {
			return all[2:][:length:length]
		}
		all = all[2+length:]
	}
	return nil
}

// registered returns the four letters that say whose private numbers are used.
func registered(descriptors []byte) string {
	d := tsDescriptor(descriptors, 5)
	if len(d) < 4 {
		return ""
	}
	return string(d[:4])
}

// tsCodecs are the codecs by stream type (ISO/IEC 13818-1, table 2-34, and ATSC's numbers).
var tsCodecs = map[byte]string{
	0x01: "mpeg1video", 0x02: "mpeg2video", 0x10: "mpeg4", 0x1b: "h264", 0x24: "hevc", 0x33: "vvc", 0x42: "cavs", 0xd1: "dirac", 0xea: "vc1",
	0x03: "mp3", 0x04: "mp3", 0x0f: "aac", 0x11: "aac_latm", 0x1c: "aac", 0x81: "ac3", 0x82: "dts", 0x84: "eac3", 0x85: "dts", 0x87: "eac3",
}

// discCodecs are the codecs by the numbers of Blu-ray Disc, which camcorders use too (AVCHD).
var discCodecs = map[byte]string{0x80: "pcm_bluray", 0x83: "truehd", 0x86: "dts", 0xa1: "eac3", 0xa2: "dts"}

// registeredCodecs are the codecs of private streams by who has registered them.
var registeredCodecs = map[string]string{
	"HEVC": "hevc", "AV01": "av1", "VC-1": "vc1", "drac": "dirac", "AC-3": "ac3", "EAC3": "eac3", "Opus": "opus", "DTS1": "dts", "DTS2": "dts", "DTS3": "dts",
}

// broadcastCodecs are the codecs of private streams by the descriptors of ETSI EN 300 468.
var broadcastCodecs = map[byte]string{0x6a: "ac3", 0x7a: "eac3", 0x7b: "dts", 0x7c: "aac"}

// tsCodec returns what codec a stream has; empty: none that matters here, such as subtitles.
func tsCodec(kind byte, descriptors []byte, disc bool) string {
	const private = 0x06
	if codec := discCodecs[kind]; codec != "" && disc {
		return codec
	}
	if codec := tsCodecs[kind]; codec != "" {
		return codec
	}
	if kind != private && kind < 0x80 {
		return ""
	}
	if codec := registeredCodecs[registered(descriptors)]; codec != "" {
		return codec
	}
	for tag, codec := range broadcastCodecs {
		if tsDescriptor(descriptors, tag) != nil {
			return codec
		}
	}
	return ""
}
