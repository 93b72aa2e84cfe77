package video_test

import (
	"bytes"
	"math"
	"testing"
	"time"

	"hoist/upload/video"
)

// tsPackets returns packets with a content, one after the other.
func tsPackets(pid int, content []byte) []byte {
	var out []byte
	for first := true; first || len(content) > 0; first = false {
		p := []byte{0x47, byte(pid >> 8), byte(pid), 0x10}
		if first {
			p[1] |= 0x40
		}
		if room := 184 - len(content); room > 0 { // an adaptation field fills the packet
			p[3] = 0x30
			p = append(p, byte(room-1))
			if room > 1 {
				p = append(append(p, 0), bytes.Repeat([]byte{0xff}, room-2)...)
			}
		}
		n := min(188-len(p), len(content))
		out = append(append(out, p...), content[:n]...)
		content = content[n:]
	}
	return out
}

// tsTable returns a table with its checksum, which nobody looks at.
func tsTable(id byte, content ...byte) []byte {
	length := 5 + len(content) + 4
	t := append([]byte{0, id, 0xb0 | byte(length>>8), byte(length), 0, 1, 0xc1, 0, 0}, content...)
	return append(t, 0, 0, 0, 0)
}

// tsPES returns a packet of an elementary stream that is shown at a time, in ticks.
func tsPES(id byte, at int64, content []byte) []byte {
	at &= 1<<33 - 1
	p := []byte{0, 0, 1, id, 0, 0, 0x80, 0x80, 5, 0x21 | byte(at>>29)&0xe, byte(at >> 22), byte(at>>14) | 1, byte(at >> 7), byte(at<<1) | 1}
	return append(p, content...)
}

const tsPicture, tsSound = 0x100, 0x101

// tsHead returns the tables of a stream of that kind, often enough to be told for MPEG-TS.
func tsHead(kinds ...byte) []byte {
	programs := tsPackets(0, tsTable(0, 0, 1, 0xf0, 0x00))
	content := []byte{0xe1, 0, 0xf0, 0}
	for i, kind := range kinds {
		content = append(content, kind, 0xe1, byte(i), 0xf0, 0)
	}
	streams := tsPackets(0x1000, tsTable(2, content...))
	return bytes.Repeat(append(programs, streams...), 3)
}

// tsFile returns a file with a stream that comes in one packet.
func tsFile(kind byte, stream []byte) []byte {
	return append(tsHead(kind), tsPackets(tsPicture, tsPES(0xe0, 0, stream))...)
}

// mpeg2Frame is a frame of MPEG-2 as far as its header goes.
func mpeg2Frame(number int, intra bool) []byte {
	kind := byte(2)
	if intra {
		kind = 1
	}
	return []byte{0, 0, 1, 0, byte(number >> 2), byte(number<<6) | kind<<3, 0xff, 0xf8, 0, 0, 1, 0xb5, 0x80, 0, 0, 0, 0x80}
}

// mpeg2Stream returns a row of frames, each in a packet of its own, that begins at a time.
func mpeg2Stream(frames, gap int, from, step int64) []byte {
	var out []byte
	for i := range frames {
		out = append(out, tsPackets(tsPicture, tsPES(0xe0, from+int64(i)*step, mpeg2Frame(1+i%gap, i%gap == 0)))...)
	}
	return out
}

func TestMPEGTSTimesBeginAnew(t *testing.T) {
	const before = 1<<33 - 10*3600
	info := readWebM(t, append(tsHead(2), mpeg2Stream(50, 12, before, 3600)...))
	if info.Duration != 2*time.Second || info.Picture.FrameRate != 25 || info.Picture.Variable || info.Picture.OpenGOP {
		t.Errorf("it lasts %v: %+v", info.Duration, info.Picture)
	}
}

func TestMPEGTSKeyframes(t *testing.T) {
	p := readWebM(t, append(tsHead(2), mpeg2Stream(1300, 600, 900, 3003)...)).Picture
	if p.KeyframeGap != 600 || p.Frames != 1300 || math.Abs(p.FrameRate-29.97) > 0.01 || p.Partly {
		t.Errorf("got %+v", p)
	}
}

// A stream that begins in the middle of a group, as a part of a broadcast does, has no open groups for that.
func TestMPEGTSBeginsWithinAGroup(t *testing.T) {
	for first, open := range map[bool]bool{false: false, true: true} {
		data := tsHead(2)
		for i, at := range []int64{3, 1, 2, 6, 4, 5} {
			data = append(data, tsPackets(tsPicture, tsPES(0xe0, at*3600, mpeg2Frame(1+i, first && i == 3)))...)
		}
		if p := readWebM(t, data).Picture; p.OpenGOP != open || p.Frames != 6 || p.FrameRate != 25 {
			t.Errorf("with a keyframe: %t: got %+v", first, p)
		}
	}
}

// Of a large file the beginning and the end are read. What is in between may have longer gaps.
func TestMPEGTSLargeFile(t *testing.T) {
	const size8, every = int64(8e9) / 188 * 188, 100
	packet := func(frame int64) []byte {
		return tsPackets(tsPicture, tsPES(0xe0, frame*3600, mpeg2Frame(1+int(frame%every), frame%every == 0)))
	}
	head := tsHead(2)
	m := &metered{ReaderAt: tsEndless{size8, head, packet}}
	info, err := video.Read(m, size8)
	if err != nil {
		t.Fatal(err)
	}
	frames := (size8 - int64(len(head))) / 188
	want := time.Duration(frames) * 40 * time.Millisecond
	for want > 1<<33*time.Second/90000 {
		want -= 1 << 33 * time.Second / 90000
	}
	if d := info.Duration - want; d > time.Second || d < -time.Second {
		t.Errorf("it lasts %v, not %v", info.Duration, want)
	}
	if p := info.Picture; !p.Partly || p.Frames != 0 || p.BitRate != 0 || p.KeyframeGap != every || p.FrameRate != 25 || p.Variable {
		t.Errorf("got %+v", p)
	}
	if m.bytes > 12<<20 {
		t.Errorf("%d bytes were read", m.bytes)
	}
}

// tsEndless is a file of a head, and of packets that are made when they are asked for.
type tsEndless struct {
	size   int64
	head   []byte
	packet func(int64) []byte
}

func (e tsEndless) ReadAt(p []byte, offset int64) (int, error) {
	n := 0
	for n < len(p) && offset < e.size {
		from := e.head
		at := offset
		if behind := offset - int64(len(e.head)); behind >= 0 {
			from, at = e.packet(behind/188), behind%188
		}
		c := copy(p[n:], from[at:])
		n += c
		offset += int64(c)
	}
	return n, nil
}

// Scrambled packets and what is no packet are passed over.
func TestMPEGTSWithGarbage(t *testing.T) {
	data := append(tsHead(2), mpeg2Stream(20, 10, 0, 3600)...)
	garbage := bytes.Repeat([]byte("G garbage"), 50)
	data = append(append(data, garbage...), mpeg2Stream(20, 10, 20*3600, 3600)...)
	scrambled := mpeg2Stream(1, 1, 0, 0)
	scrambled[3] |= 0x80
	wrong := mpeg2Stream(1, 1, 0, 0)
	wrong[1] |= 0x80
	data = append(append(data, scrambled...), wrong...)
	p := readWebM(t, data).Picture
	if p.Frames < 38 || p.Frames > 40 || p.Protected {
		t.Errorf("got %+v", p)
	}
	data = bytes.Repeat(tsHead(2, 0x0f), 4)
	for range 20 {
		data = append(data, scrambled...)
	}
	if p := readWebM(t, data).Picture; !p.Protected || p.Frames != 0 {
		t.Errorf("all scrambled: got %+v", p)
	}
}

// A table may come in several packets, and a file may have none.
func TestMPEGTSTables(t *testing.T) {
	content := []byte{0xe1, 0, 0xf0, 200}
	content = append(content, append([]byte{0x40, 198}, make([]byte, 198)...)...)
	content = append(content, 0x06, 0xe0, 0x50, 0xf0, 0, 0x02, 0xe1, 0, 0xf0, 0, 0x06, 0xe1, 1, 0xf0, 6, 5, 4, 'A', 'C', '-', '3')
	programs := tsPackets(0, tsTable(0, 0, 0, 0xe0, 0x10, 0, 1, 0xf0, 0))
	data := append(bytes.Repeat(append(programs, tsPackets(0x1000, tsTable(2, content...))...), 3), mpeg2Stream(3, 3, 0, 3600)...)
	data = append(data, tsPackets(tsSound, tsPES(0xbd, 0, []byte("\x0b\x77\x00\x00\x1e\x40\xe1\xde")))...)
	info := readWebM(t, data)
	if info.Picture == nil || info.Picture.Frames != 3 || info.Sound == nil || info.Sound.Codec != "ac3" || info.Sound.Channels != 6 {
		t.Errorf("got %+v, %+v", info.Picture, info.Sound)
	}
	info = readWebM(t, bytes.Repeat(append([]byte{0x47, 0x1f, 0xff, 0x10}, make([]byte, 184)...), 10))
	if info.Picture != nil || info.Sound != nil || info.Duration != 0 || info.Index != video.IndexNone {
		t.Errorf("without tables: got %+v", info)
	}
}

func TestMPEGTSSound(t *testing.T) {
	for _, c := range []struct {
		name           string
		kind           byte
		frame          string
		codec, profile string
		channels, rate int
	}{
		{"AAC", 0x0f, "\xff\xf1\x4c\x80\x02\x1f\xfc\xde\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00", "aac", "LC", 2, 48000},
		{"AAC with a program", 0x0f, string(binaryOf("111111111111 0 00 1 01 0011 0 000 0000 0000001000000 11111111111 00 101 " +
			"0000 01 0011 0010 0000 0001 01 000 0000 000 0 0000 1 0000 1 0001 0 0000")), "aac", "LC", 6, 48000},
		{"LATM", 0x11, "\x56\xe0\x30\x20\x00\x11\x90\x00\x00", "aac_latm", "LC", 2, 48000},
		{"layer 3", 0x03, "\xff\xfb\x54\xc4\x00\x00", "mp3", "", 1, 48000},
		{"layer 2 at half the rate", 0x04, "\xff\xf5\x54\x04\x00\x00", "mp2", "", 2, 24000},
		{"layer 1", 0x03, "\xff\xff\x54\x04\x00\x00", "mp1", "", 2, 48000},
		{"a quarter of the rate", 0x04, "\xff\xe3\x50\xc4\x00\x00", "mp3", "", 1, 11025},
		{"nothing that is known", 0x03, "\xff\xeb\x54\xc4\x00\x00", "mp3", "", 0, 0},
		{"DTS", 0x82, "\x7f\xfe\x80\x01", "dts", "", 0, 0},
	} {
		data := append(tsHead(2, c.kind), tsPackets(tsSound, tsPES(0xc0, 0, []byte(c.frame)))...)
		s := readWebM(t, data).Sound
		if s == nil || s.Codec != c.codec || s.Profile != c.profile || s.Channels != c.channels || s.Rate != c.rate {
			t.Errorf("%s: got %+v", c.name, s)
		}
	}
}

// MPEG-TS has no end, so that a part of a file is a file.
func TestMPEGTSTruncated(t *testing.T) {
	for _, name := range []string{"stream.ts", "camera.m2ts"} {
		data := file(t, name)
		for n := range data {
			info, err := video.Read(bytes.NewReader(data[:n]), int64(n))
			if err == nil {
				believable(t, info.Picture, info.Sound)
			}
		}
		info := readWebM(t, data)
		if p := info.Picture; p == nil || p.Codec != "h264" || p.Frames != 5 || p.Width != 64 || info.Duration != 500*time.Millisecond {
			t.Errorf("%s: got %+v", name, p)
		}
	}
}
