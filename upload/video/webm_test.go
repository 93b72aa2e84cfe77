package video_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"hoist/upload/video"
)

func mathBits(f float64) uint64 { return math.Float64bits(f) }

// endless is the length of an element that goes on until another begins.
var endless = []byte{0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// lasting takes the length of an element away, whose ID has n bytes.
func lasting(element []byte, n int) []byte {
	return append(append(bytes.Clone(element[:n]), endless...), element[n+8:]...)
}

func webmHead() []byte { return el(0x1a45dfa3, el(0x4282, "webm")) }

// webmFile returns a file with tracks, and what stands behind them.
func webmFile(tracks []byte, behind ...[]byte) []byte {
	return append(webmHead(), el(0x18538067, el(0x1549a966, el(0x4489, 2000.)), el(0x1654ae6b, tracks), bytes.Join(behind, nil))...)
}

// track returns a track of video (1) or audio (2), whose number is its kind.
func track(kind int, codec string, more ...[]byte) []byte {
	return el(0xae, el(0xd7, kind), el(0x83, kind), el(0x86, codec), bytes.Join(more, nil))
}

func cluster(at int, blocks ...[]byte) []byte {
	return el(0x1f43b675, el(0xe7, at), bytes.Join(blocks, nil))
}

// simple returns a frame.
func simple(track, at int, key bool, content ...byte) []byte {
	flags := byte(0)
	if key {
		flags = 0x80
	}
	return el(0xa3, blockOf(track, at, flags, content))
}

func blockOf(track, at int, flags byte, content []byte) []byte {
	head := []byte{0x80 | byte(track), byte(at >> 8), byte(at), flags}
	return append(head, content...)
}

func readWebM(t *testing.T, data []byte) *video.Info {
	t.Helper()
	info, err := video.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func size(w, h int, more ...[]byte) []byte {
	return el(0xe0, el(0xb0, w), el(0xba, h), bytes.Join(more, nil))
}

func TestWebMRotation(t *testing.T) {
	for roll, want := range map[float64]int{0: 0, 90: 270, -90: 90, 180: 180, -180: 180, 270: 90, 45: 0, 1e300: 0, math.NaN(): 0, 90.4: 270} {
		info := readWebM(t, webmFile(track(1, "V_VP9", size(320, 240, el(0x7670, el(0x7675, roll))))))
		if got := info.Picture.Rotation; got != want {
			t.Errorf("roll %v: turned by %d, not %d", roll, got, want)
		}
	}
	for name, more := range map[string][]byte{"a sphere": el(0x7671, 1), "yaw": el(0x7673, 90.), "pitch": el(0x7674, 90.)} {
		info := readWebM(t, webmFile(track(1, "V_VP9", size(320, 240, el(0x7670, more, el(0x7675, 90.))))))
		if got := info.Picture.Rotation; got != 0 {
			t.Errorf("%s: turned by %d", name, got)
		}
	}
}

func TestWebMShapeOfPixels(t *testing.T) {
	for _, c := range []struct {
		shown [3]int // width, height, unit
		want  string
	}{
		{[3]int{0, 0, 0}, "1:1"},
		{[3]int{320, 240, 0}, "1:1"},
		{[3]int{640, 240, 0}, "2:1"},
		{[3]int{4, 3, 3}, "1:1"},
		{[3]int{16, 9, 3}, "4:3"},
		{[3]int{16, 9, 4}, "0:0"},
		{[3]int{320, 0, 0}, "1:1"},
	} {
		shown := append(append(el(0x54b0, c.shown[0]), el(0x54ba, c.shown[1])...), el(0x54b2, c.shown[2])...)
		p := readWebM(t, webmFile(track(1, "V_VP9", size(320, 240, shown)))).Picture
		if got := fmt.Sprintf("%d:%d", p.PixelWidth, p.PixelHeight); got != c.want {
			t.Errorf("%v: got %s, want %s", c.shown, got, c.want)
		}
	}
}

func TestWebMTracks(t *testing.T) {
	encrypted := el(0x6d80, el(0x6240, el(0x5033, 1)))
	stripped := el(0x6d80, el(0x6240, el(0x5033, 0)))
	info := readWebM(t, webmFile(bytes.Join([][]byte{
		track(17, "S_TEXT/UTF8"), track(1, "V_VP8", size(320, 240, el(0x9a, 1)), encrypted), track(1, "V_VP9", size(1, 1)),
		track(2, "A_PCM/INT/LIT", el(0xe1, el(0xb5, 48000.), el(0x9f, 6), el(0x6264, 24)), stripped), track(2, "A_OPUS"),
	}, nil)))
	p, s := info.Picture, info.Sound
	if p == nil || p.Codec != "vp8" || !p.Protected || p.Scan != video.Interlaced || p.Width != 320 {
		t.Errorf("got %+v", p)
	}
	if s == nil || s.Codec != "pcm_s24le" || s.Protected || s.Channels != 6 || s.Rate != 48000 {
		t.Errorf("got %+v", s)
	}
	if info.Duration != 2*time.Second || p.Duration != info.Duration || s.Duration != info.Duration {
		t.Errorf("it lasts %v, %v, %v", info.Duration, p.Duration, s.Duration)
	}
	for codec, want := range map[string]string{
		"A_PCM/FLOAT/IEEE": "pcm_f32le", "A_PCM/INT/BIG": "pcm_s32be", "A_AAC/MPEG4/LC/SBR": "aac", "A_STRANGE": "A_STRANGE", "A_EAC3": "eac3",
	} {
		s := readWebM(t, webmFile(track(2, codec, el(0xe1, el(0x6264, 32))))).Sound
		if s == nil || s.Codec != want || s.Channels != 1 || s.Rate != 8000 {
			t.Errorf("%s: got %+v", codec, s)
		}
	}
	if len(readWebM(t, webmFile(track(1, strings.Repeat("V", 5000)))).Picture.Codec) > 64 {
		t.Error("the name of a codec is endless")
	}
}

func TestWebMDate(t *testing.T) {
	made := el(0x1549a966, el(0x4461, 1<<20, 0))
	info := readWebM(t, append(webmHead(), el(0x18538067, made, el(0x1654ae6b, track(1, "V_VP9")))...))
	if want := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).Add(1 << 52); !info.Created.Equal(want) {
		t.Errorf("got %v, want %v", info.Created, want)
	}
}

// A block in a group is a keyframe where it refers to no other. Its flags do not say so.
func TestWebMGroups(t *testing.T) {
	refers := el(0xfb, 1)
	group := func(at int, more ...[]byte) []byte {
		return el(0xa0, el(0xa1, blockOf(1, at, 0, []byte{0x10})), bytes.Join(more, nil))
	}
	p := readWebM(t, webmFile(track(1, "V_VP9", size(64, 64)),
		cluster(0, group(0), group(40, refers), group(80, refers)), cluster(120, group(0), group(40, refers)))).Picture
	if p.KeyframeGap != 3 || p.Frames != 5 || p.FrameRate != 25 || p.Partly || p.OpenGOP || p.Duration != 200*time.Millisecond {
		t.Errorf("got %+v", p)
	}
}

func TestWebMVariesInPace(t *testing.T) {
	var slow, fast [][]byte
	for i := range 60 {
		slow = append(slow, simple(1, i*100, i == 0))
		fast = append(fast, simple(1, i*20, false))
	}
	usual := el(0x23e383, 20_000_000)
	p := readWebM(t, webmFile(track(1, "V_VP9", usual, size(64, 64)), cluster(0, slow...), cluster(6000, fast...))).Picture
	if !p.Variable || math.Abs(p.Fastest-50) > 0.1 || math.Abs(p.FrameRate-119/7.18) > 0.1 {
		t.Errorf("got %+v", p)
	}
	p = readWebM(t, webmFile(track(1, "V_VP9", usual, size(64, 64)), cluster(0, fast...))).Picture
	if p.Variable || p.FrameRate != 50 || p.Fastest != 50 {
		t.Errorf("got %+v", p)
	}
	p = readWebM(t, webmFile(track(1, "V_VP9", usual, size(64, 64)), cluster(0, slow...))).Picture
	if p.Variable || p.FrameRate != 10 { // what the track says is not so
		t.Errorf("got %+v", p)
	}
}

func TestWebMIndex(t *testing.T) {
	tracks, cues, media := track(1, "V_VP9", size(64, 64)), el(0x1c53bb6b), cluster(0, simple(1, 0, true))
	for want, behind := range map[video.Index][][]byte{
		video.IndexFront: {cues, media}, video.IndexBehind: {media, cues}, video.IndexNone: {media},
	} {
		if got := readWebM(t, webmFile(tracks, behind...)).Index; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A stream that is recorded as it comes has neither lengths nor an end.
func TestWebMWithoutLengths(t *testing.T) {
	tracks := el(0x1654ae6b, track(1, "V_VP9", size(64, 64)))
	first := lasting(cluster(0, simple(1, 0, true), simple(1, 40, false)), 4)
	second := lasting(cluster(80, simple(1, 0, true), simple(1, 40, false)), 4)
	data := append(webmHead(), lasting(el(0x18538067, tracks, first, second), 4)...)
	info := readWebM(t, data)
	if p := info.Picture; p.Frames != 4 || p.KeyframeGap != 2 || p.FrameRate != 25 || info.Duration != 160*time.Millisecond {
		t.Errorf("got %+v, %v", p, info.Duration)
	}
	if _, err := video.Read(bytes.NewReader(data), int64(len(data)-1)); !errors.Is(err, video.ErrTruncated) {
		t.Errorf("cut off in a frame: got %v", err)
	}
}

// spread is a file of any size: parts with zeros between them.
type spread struct {
	size  int64
	parts map[int64][]byte
}

func (s spread) ReadAt(p []byte, offset int64) (int, error) {
	clear(p)
	for at, part := range s.parts {
		if from := max(at, offset); from < min(at+int64(len(part)), offset+int64(len(p))) {
			copy(p[from-offset:], part[from-at:])
		}
	}
	if left := s.size - offset; left < int64(len(p)) {
		return int(max(left, 0)), io.EOF
	}
	return len(p), nil
}

// sized returns the head of an element with a length.
func sized(id uint32, length int64) []byte {
	b := binary.BigEndian.AppendUint32(nil, id)
	return binary.BigEndian.AppendUint64(b, 1<<56|uint64(length))
}

// Of a file of 8 GB only a few megabytes are read, and it is known how long it is all the same.
func TestWebMLargeFile(t *testing.T) {
	const size8, clusters, length = int64(8e9), 4000, int64(8e9) / 4000
	head := append(webmHead(), sized(0x18538067, size8-int64(len(webmHead()))-12)...)
	head = append(head, el(0x1654ae6b, track(1, "V_VP9", size(64, 64)))...)
	for name, open := range map[string]bool{"lengths": false, "no lengths": true} {
		f := spread{size: size8, parts: map[int64][]byte{0: head}}
		for i := range int64(clusters) {
			at := int64(len(head)) + i*length
			last := min(length, size8-at)
			c := append(sized(0x1f43b675, last-12), el(0xe7, int(i)*1000)...)
			if open {
				c = lasting(c, 4)
			}
			for j := range 4 {
				c = append(c, simple(1, j*250, j == 0)...)
			}
			f.parts[at] = append(c, void(last-int64(len(c)))...)
		}
		m := &metered{ReaderAt: f}
		info, err := video.Read(m, size8)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		p := info.Picture
		if want := clusters * time.Second; info.Duration != want || p.Duration != want {
			t.Errorf("%s: it lasts %v, %v", name, info.Duration, p.Duration)
		}
		if !p.Partly || p.Frames != 0 || p.KeyframeGap != 4 || p.FrameRate != 4 || p.BitRate != 0 {
			t.Errorf("%s: got %+v", name, p)
		}
		if m.bytes > 24<<20 {
			t.Errorf("%s: %d bytes were read", name, m.bytes)
		}
	}
}

// void returns an element that fills so many bytes, without its content.
func void(length int64) []byte {
	return append([]byte{0xec}, binary.BigEndian.AppendUint64(nil, 1<<56|uint64(length-9))...)
}

func TestWebMTruncated(t *testing.T) {
	data := file(t, "web.webm")
	for n := range data {
		if info, err := video.Read(bytes.NewReader(data[:n]), int64(n)); !errors.Is(err, video.ErrTruncated) && !errors.Is(err, video.ErrNotVideo) {
			t.Errorf("%d of %d bytes: got %+v, %v", n, len(data), info, err)
		}
	}
	if _, err := video.Read(bytes.NewReader(data), int64(len(data))); err != nil {
		t.Errorf("whole: %v", err)
	}
	trailing := append(bytes.Clone(data), "something else"...)
	if _, err := video.Read(bytes.NewReader(trailing), int64(len(trailing))); err != nil {
		t.Errorf("with something behind: %v", err)
	}
	noTracks := append(webmHead(), el(0x18538067, el(0x1549a966, el(0x4489, 2000.)))...)
	if _, err := video.Read(bytes.NewReader(noTracks), int64(len(noTracks))); !errors.Is(err, video.ErrTruncated) {
		t.Errorf("without tracks: got %v", err)
	}
}

// broken is a file on a disk that breaks behind a place.
type broken struct {
	io.ReaderAt
	at int64
}

func (b broken) ReadAt(p []byte, offset int64) (int, error) {
	if offset+int64(len(p)) > b.at {
		return 0, os.ErrDeadlineExceeded
	}
	return b.ReaderAt.ReadAt(p, offset)
}

func TestMediaOnABrokenDisk(t *testing.T) {
	media := make([]byte, 1<<20)
	webm := webmFile(track(1, "V_VP9", size(64, 64)), cluster(0, simple(1, 0, true, media...), simple(1, 40, true)))
	ts := bytes.Repeat(file(t, "stream.ts"), 100)
	for name, data := range map[string][]byte{"webm": webm, "ts": ts} {
		_, err := video.Read(broken{bytes.NewReader(data), 5000}, int64(len(data)))
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
