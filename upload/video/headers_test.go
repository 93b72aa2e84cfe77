package video_test

import (
	"fmt"
	"strings"
	"testing"

	"hoist/upload/video"
)

// binaryOf returns the bytes of a text of zeros and ones, filled up with zeros.
func binaryOf(s string) []byte {
	s = strings.ReplaceAll(s, " ", "")
	s += strings.Repeat("0", (8-len(s)%8)%8)
	b := make([]byte, 0, len(s)/8)
	for ; s != ""; s = s[8:] {
		var v byte
		for _, c := range s[:8] {
			v = v<<1 | byte(c-'0')
		}
		b = append(b, v)
	}
	return b
}

// golomb writes a number as H.264 does.
func golomb(n int) string {
	b := fmt.Sprintf("%b", n+1)
	return strings.Repeat("0", len(b)-1) + b + " "
}

// golombs writes several numbers.
func golombs(numbers ...int) string {
	var s strings.Builder
	for _, n := range numbers {
		s.WriteString(golomb(n))
	}
	return s.String()
}

// The frequencies in the configs: 0011 is 48000, 0110 is 24000.
var aacConfigs = []struct {
	name, config   string
	profile        string
	channels, rate int
}{
	{"low complexity", "00010 0011 0010 000", "LC", 2, 48000},
	{"main", "00001 0011 0001 000", "Main", 1, 48000},
	{"scalable sampling rate", "00011 0100 0010 000", "SSR", 2, 44100},
	{"long term prediction", "00100 0011 0010 000", "LTP", 2, 48000},
	{"low delay", "10111 0011 0010 000", "LD", 2, 48000},
	{"enhanced low delay", "11111 000111 0011 0010 0000", "ELD", 2, 48000},
	{"unified", "11111 001010 0011 0010 0000", "xHE-AAC", 2, 48000},
	{"of which ffprobe has no name", "00110 0011 0010 000", "", 2, 48000},
	{"replication", "00101 0110 0010 0011 00010 000", "HE-AAC", 2, 48000},
	{"replication and parametric stereo", "11101 0110 0001 0011 00010 000", "HE-AACv2", 2, 48000},
	{"replication behind", "00010 0110 0010 000 01010110111 00101 1 0011", "HE-AAC", 2, 48000},
	{"replication behind that is not used", "00010 0110 0010 000 01010110111 00101 0", "LC", 2, 24000},
	{"parametric stereo behind", "00010 0110 0001 000 01010110111 00101 1 0011 10101001000 1", "HE-AACv2", 2, 48000},
	{"parametric stereo behind that is not used", "00010 0110 0001 000 01010110111 00101 1 0011 10101001000 0", "HE-AAC", 1, 48000},
	{"a frequency without a number", "00010 1111 000000001011101110001101 0010 000", "LC", 2, 48013},
	{"7.1", "00010 0011 0111 000", "LC", 8, 48000},
	{"6.1", "00010 0011 1011 000", "LC", 7, 48000},
	{"a program of 5.1", "00010 0011 0000 000 0000 01 0011 0010 0000 0001 01 000 0000 000 0 0000 1 0000 1 0001 0 0000", "LC", 6, 48000},
	{"a program that is cut off", "00010 0011 0000 000 0000 01 0011 1111 0000 0001 01 000 0000 000 0 0000", "LC", 0, 48000},
	{"a program behind a core", "00010 0011 0000 0 1 00000000000000 0 0000 01 0011 0001 0000 0000 00 000 0000 1 0000 1 0000 1 000 1 0000", "LC", 2, 48000},
	{"no frequency", "00010 1110 0010 000", "LC", 2, 0},
	{"nothing", "", "", 0, 0},
	{"no object type", "00000 0011 0010 000", "", 0, 0},
	{"cut off", "00101 0110 0010", "", 0, 0},
}

func TestAACConfigs(t *testing.T) {
	for _, c := range aacConfigs {
		sound := el(0xe1, el(0x9f, 0), el(0xb5, 0.))
		s := readWebM(t, webmFile(track(2, "A_AAC", el(0x63a2, binaryOf(c.config)), sound))).Sound
		if s.Profile != c.profile || s.Channels != c.channels || s.Rate != c.rate {
			t.Errorf("%s: got %+v", c.name, *s)
		}
	}
}

// avcSet returns a sequence parameter set of H.264 of 64 × 64 pixels in which fields are possible.
func avcSet(adaptive string) []byte {
	set := binaryOf("01001101 00000000 00011110 " + golomb(0) + golombs(0, 2, 1) + "0 " + golombs(3, 1) + "0 " + adaptive + " 0 0 0 1")
	return append([]byte{0x67}, set...)
}

func avcRecord(set []byte) []byte {
	record := append([]byte{1, set[1], set[2], set[3], 0xff, 0xe1, 0, byte(len(set))}, set...)
	return append(record, 0)
}

// A slice says whether it is one of a field, where nothing else says how the picture is scanned.
func TestH264Fields(t *testing.T) {
	slice := func(field string) []byte { return append([]byte{0x65}, binaryOf(golombs(0, 7, 0)+"0000 "+field)...) }
	for _, c := range []struct {
		name            string
		adaptive, field string
		want            video.Scan
	}{
		{"frames", "0", "0 00000000", video.Progressive},
		{"fields", "0", "1 0 00000000", video.Interlaced},
		{"either in each pair of macroblocks", "1", "0 00000000", video.Interlaced},
	} {
		set, s := avcSet(c.adaptive), slice(c.field)
		sample := append([]byte{0, 0, 0, byte(len(s))}, s...)
		config := el(0x63a2, avcRecord(set))
		p := readWebM(t, webmFile(track(1, "V_MPEG4/ISO/AVC", config, size(64, 64)), cluster(0, simple(1, 0, true, sample...)))).Picture
		if p.Scan != c.want || p.Profile != "Main" || p.Level != "3.0" || p.Width != 64 || p.Height != 64 {
			t.Errorf("%s: got %+v", c.name, p)
		}
		p = readWebM(t, webmFile(track(1, "V_MPEG4/ISO/AVC", config, size(64, 64)))).Picture
		if p.Scan != "" {
			t.Errorf("%s, without a frame: got %q", c.name, p.Scan)
		}
		inBand := append([]byte{0, 0, 0, byte(len(set))}, set...)
		p = readWebM(t, webmFile(track(1, "V_MPEG4/ISO/AVC", el(0x63a2, "\x01\x4d\x00\x1e\xff\xe0\x00"), size(64, 64)),
			cluster(0, simple(1, 0, true, append(inBand, sample...)...)))).Picture
		if p.Scan != c.want || p.Width != 64 {
			t.Errorf("%s, with the parameters in the frame: got %+v", c.name, p)
		}
	}
}

// Two fields are one frame.
func TestH264PairsOfFields(t *testing.T) {
	var stream []byte
	for i := range 10 {
		kind := byte(0x41)
		if i < 2 {
			kind = 0x65
			stream = append(append(stream, 0, 0, 1), avcSet("0")...)
		}
		slice := binaryOf(golombs(0, 7, 0) + fmt.Sprintf("%04b 1 %d 00000000", i/2, i%2))
		stream = append(append(stream, 0, 0, 1, kind), slice...)
	}
	p := readWebM(t, tsFile(0x1b, stream)).Picture
	if p.Frames != 5 || p.KeyframeGap != 5 || p.Scan != video.Interlaced {
		t.Errorf("got %+v", p)
	}
}

// handMade are headers that no file of testdata has.
var handMade = [][]byte{
	avcSet("0"), avcRecord(avcSet("1")), avcRecord(richAVCSet()), richHEVCSet(),
	[]byte("\x81\x05\x0c\x00\x0a\x0b\x00\x00\x00\x04\x3c\xff\xbc\xff\xf9\x80\x40"),
	[]byte("\x82\x49\x83\x42\x00\x13\xf0\x0e\xf6\x00\x38\x24\x1c\x18"),
	[]byte("\x10\x02\x00\x9d\x01\x2a\x40\x00\x40\x00"),
	[]byte("\xff\xf1\x4c\x80\x02\x1f\xfc\xde\x04\x00"),
	[]byte("\x0b\x77\x00\x00\x1e\x40\xe1\xde"), []byte("\xff\xfb\x54\xc4\x00\x00"), []byte("\x56\xe0\x30\x20\x00\x11\x90"),
	[]byte("\x00\x00\x01\xb3\x14\x00\xf0\x13\xff\xff\xe0\x18\x00\x00\x01\xb5\x14\x8a\x00\x01\x00\x00\x00\x00\x01\x00\x00\x0f\xff\xf8"),
}

// escaped puts in the bytes that keep a NAL unit from looking like a start code.
func escaped(nal []byte) []byte {
	var out []byte
	zeros := 0
	for _, c := range nal {
		if zeros == 2 && c <= 3 {
			out, zeros = append(out, 3), 0
		}
		if zeros++; c != 0 {
			zeros = 0
		}
		out = append(out, c)
	}
	return out
}

// richAVCSet has all that a sequence parameter set of H.264 can have in front of what is read, and no file of x264 has.
func richAVCSet() []byte {
	const flat = "1111111111111111 "
	model := golomb(1) + "00000000 " + golombs(9, 9) + "0 " + golombs(9, 9) + "0 10111 10111 10111 11000 "
	return escaped(append([]byte{0x67}, binaryOf("01100100 00000000 00101010 "+
		golombs(0, 1, 0, 0)+"0 1 "+ // 4:2:0 of 8 bits, with scaling lists
		"1 "+flat+"1 "+golomb(16)+"0000 1 "+flat+flat+flat+flat+"0 "+ // whole, to the standard's after one number, none, whole
		golombs(0, 1)+"0 "+golombs(4, 3, 2, 1, 2)+golomb(1)+"0 "+ // the order of frames as a row of distances
		golombs(3, 3)+"0 1 1 1 "+golombs(0, 1, 0, 1)+ // 64 × 128, 2 and 4 pixels cropped
		"1 1 00001110 1 1 1 101 0 1 000000010000000100000001 1 "+golombs(0, 0)+ // pixels of 4:3, and what does not matter
		"1 00000000000000000000001111101001 00000000000000011101010011000000 1 1 "+model+"1 "+model+"0 1 0 1")...))
}

func TestH264SetWithAllThatThereIs(t *testing.T) {
	config := el(0x63a2, avcRecord(richAVCSet()))
	usable := el(0x54b2, 4) // so that the container does not say the shape of pixels
	// Picture timing behind delays of 48 bits: a frame of two fields; of a source that is progressive; shown for longer.
	for message, want := range map[string]video.Scan{
		"0011 0": video.Interlaced, "0011 1 00": video.Progressive, "0000 1 01": video.Interlaced, "0000 0": video.Progressive, "0101 0": video.Progressive,
		"1111 0": video.Interlaced, // no such structure: the way of coding counts, which is by pairs of macroblocks
	} {
		timing := binaryOf("00000110 00000001 00001000 " + strings.Repeat("1", 48) + message)
		timing = append(timing, make([]byte, 11-len(timing))...)
		slice := append([]byte{0x65}, binaryOf(golombs(0, 7, 0)+"0000 0 00000000")...)
		sample := append(append([]byte{0, 0, 0, 11}, timing...), append([]byte{0, 0, 0, byte(len(slice))}, slice...)...)
		p := readWebM(t, webmFile(track(1, "V_MPEG4/ISO/AVC", config, size(1, 1, usable)), cluster(0, simple(1, 0, true, sample...)))).Picture
		got := fmt.Sprint(p.Profile, p.Level, p.Width, p.Height, p.PixelWidth, p.PixelHeight, p.Chroma, p.BitDepth)
		if want := fmt.Sprint("High", "4.2", 62, 124, 4, 3, video.Chroma420, 8); got != want || p.FrameRate < 59.93 || p.FrameRate > 59.95 {
			t.Errorf("got %s, %f; want %s", got, p.FrameRate, want)
		}
		if p.Scan != want {
			t.Errorf("%s: got %q", message, p.Scan)
		}
	}
}

// richHEVCSet is richAVCSet for H.265.
func richHEVCSet() []byte {
	var lists strings.Builder
	for size, length := range []int{16, 64, 64, 64} {
		for matrix := 0; matrix < 6; matrix += 1 + size/3*2 {
			switch {
			case matrix == 0 && size > 1:
				lists.WriteString("1 " + golomb(0) + strings.Repeat("1", length))
			case matrix == 0:
				lists.WriteString("1 " + strings.Repeat("1", length))
			default:
				lists.WriteString("0 " + golomb(0))
			}
		}
	}
	layers := "11 01 000000000000 " + strings.Repeat("0", 88) + "01011101 01011101 "
	return escaped(append([]byte{0x42, 0x01}, binaryOf("0000 010 1 00 0 00010 "+"00100000000000000000000000000000 "+
		"0100 "+strings.Repeat("0", 44)+"01011101 "+layers+
		golombs(0, 1, 64, 64)+"1 "+golombs(0, 1, 0, 2)+golombs(2, 2, 4)+ // 64 × 64 less 2 and 4, of 10 bits
		"1 "+golombs(1, 0, 0, 2, 0, 0, 3, 0, 0)+golombs(0, 3, 0, 3, 0, 0)+"1 1 "+lists.String()+"1 1 1 0111 0111 "+golombs(0, 2)+"0 "+
		golomb(3)+golombs(1, 1)+golomb(0)+"1 "+golomb(0)+"1 "+ // three sets of references: two pictures,
		"1 0 "+golomb(0)+"1 01 00 "+ // two of these and the picture itself,
		"0 "+golombs(0, 0)+ // and none
		"1 "+golomb(2)+"00000001 1 00000010 1 1 1 "+
		"1 1 11111111 0000000000101000 0000000000100001 1 1 1 101 0 1 000000010000000100000001 1 "+golombs(0, 0)+
		"0 1 1 1 "+golombs(0, 0, 0, 0)+"1 00000000000000000000001111101001 00000000000000001110101001100000 0 0 0 0 1")...))
}

func TestHEVCSetWithAllThatThereIs(t *testing.T) {
	set := richHEVCSet()
	record := append([]byte{1, 2, 0x20, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 93, 0xf0, 0, 0xfc, 0xfd, 0xfa, 0xfa, 0, 0, 0x1f, 1}, 0x21, 0, 1, 0, byte(len(set)))
	usable := el(0x54b2, 4) // so that the container does not say the shape of pixels
	inBand := append([]byte{0, 0, 0, byte(len(set))}, set...)
	for name, file := range map[string][]byte{
		"record": webmFile(track(1, "V_MPEGH/ISO/HEVC", el(0x63a2, append(record, set...)), size(1, 1, usable))),
		"frame": webmFile(track(1, "V_MPEGH/ISO/HEVC", el(0x63a2, append(record[:22:22], 0)), size(1, 1, usable)),
			cluster(0, simple(1, 0, true, inBand...))),
	} {
		p := readWebM(t, file).Picture
		got := fmt.Sprint(p.Profile, p.Level, p.Width, p.Height, p.PixelWidth, p.PixelHeight, p.Chroma, p.BitDepth, p.Scan)
		if want := fmt.Sprint("Main 10", "3.1", 62, 60, 40, 33, video.Chroma420, 10, video.Interlaced); got != want || p.FrameRate < 59.93 || p.FrameRate > 59.95 {
			t.Errorf("%s: got %s, %f; want %s", name, got, p.FrameRate, want)
		}
	}
}

// A sequence header of AV1 with the clock, the model of the decoder and two operating points.
func TestAV1SetWithAllThatThereIs(t *testing.T) {
	set := binaryOf("010 0 0 1 00000000000000000000001111101001 00000000000000001110101001100000 1 1 " + // profile 2, 59.94 frames a second
		"1 01111 00000000000000000000000000000001 01111 01111 1 00001 " +
		"000000000001 01101 1 1 " + strings.Repeat("0", 33) + "1 0101 000000000010 00101 0 0 " +
		"0101 0101 111101 111011 1 0001 001 111 1111 1 11 0 1 0 1 111 111 " + // 62 × 60
		"1 1 0 1 000000010000000100000001 0 1 0 00 0") // 12 bits, 4:2:2
	obu := append([]byte{0x12, 0x00, 0x0e, 0x00, byte(len(set))}, set...) // behind a delimiter, with a layer's number
	usable := el(0x54b2, 4)
	p := readWebM(t, webmFile(track(1, "V_AV1", size(1, 1, usable)), cluster(0, simple(1, 0, true, obu...)))).Picture
	got := fmt.Sprint(p.Profile, p.Level, p.Width, p.Height, p.Chroma, p.BitDepth)
	if want := fmt.Sprint("Professional", "5.1", 62, 60, video.Chroma422, 12); got != want || p.FrameRate < 59.93 || p.FrameRate > 59.95 {
		t.Errorf("got %s, %f; want %s", got, p.FrameRate, want)
	}
}
