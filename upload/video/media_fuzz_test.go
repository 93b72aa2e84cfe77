package video_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"runtime"
	"testing"

	"hoist/upload/video"
)

// metered counts the bytes that are read of a file.
type metered struct {
	io.ReaderAt
	bytes int
}

func (m *metered) ReadAt(p []byte, offset int64) (int, error) {
	m.bytes += len(p)
	return m.ReaderAt.ReadAt(p, offset)
}

// believable checks what was read of a file that may hold anything.
func believable(t *testing.T, p *video.Picture, s *video.Sound) {
	t.Helper()
	const most = 1 << 16
	if p != nil {
		if p.Width < 0 || p.Width > most || p.Height < 0 || p.Height > most || (p.PixelWidth > 0) != (p.PixelHeight > 0) || p.PixelWidth < 0 ||
			p.Rotation%90 != 0 || p.Rotation < 0 || p.Rotation > 270 || p.BitDepth < 0 || p.BitDepth > 16 ||
			p.Duration < 0 || p.Frames < 0 || !(p.FrameRate >= 0) || !(p.Fastest >= p.FrameRate) || p.BitRate < 0 || p.KeyframeGap < 0 {
			t.Errorf("got %+v", *p)
		}
		if w, h := p.Shown(); w < 0 || h < 0 {
			t.Errorf("it is shown in %d × %d: %+v", w, h, *p)
		}
	}
	if s != nil && (s.Channels < 0 || s.Rate < 0 || s.BitRate < 0 || s.Duration < 0) {
		t.Errorf("got %+v", *s)
	}
}

func FuzzParameterSets(f *testing.F) {
	f.Add([]byte("\x01\x64\x00\x0a\xff\xe1\x00\x1a\x67\x64\x00\x0a\xac\x72\x04\x44\x26\xc0\x44\x00\x00\x03\x00\x04\x00\x00\x03\x00\x50\x3c\x48\x96\x11\x80"))
	for _, name := range []string{"plain.mp4", "matroska.mkv", "stream.ts", "web.webm"} {
		f.Add(file(f, name))
	}
	for _, c := range aacConfigs {
		f.Add(binaryOf(c.config))
	}
	for _, b := range handMade {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, read := range video.Headers {
			p, s := &video.Picture{}, &video.Sound{}
			read(p, s, data)
			believable(t, p, s)
		}
	})
}

func FuzzReadMPEGTS(f *testing.F) {
	f.Add(file(f, "stream.ts"))
	f.Add(file(f, "camera.m2ts"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzFile(t, data, video.ReadMPEGTS) })
}

func FuzzReadWebM(f *testing.F) {
	f.Add(file(f, "web.webm"))
	f.Add(file(f, "matroska.mkv"))
	f.Add(webmFile(track(2, "A_AAC", el(0x63a2, "\x11\x90"), el(0xe1, el(0x9f, 2)))))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzFile(t, data, video.ReadWebM) })
}

// fuzzFile reads a file, and one in 61 with a gigabyte of zeros behind it, of which only a part may be read: that takes a
// thousand times as long.
func fuzzFile(t *testing.T, data []byte, read func(io.ReaderAt, int64) (*video.Info, error)) {
	sizes := []int64{int64(len(data))}
	if len(data)%61 == 60 { // no seed is so long, nor what keeps its length
		sizes = append(sizes, 1<<30)
	}
	for _, size := range sizes {
		m := &metered{ReaderAt: &counting{head: data}}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		info, err := read(m, size)
		runtime.ReadMemStats(&after)
		if m.bytes > mostRead {
			t.Errorf("%d bytes were read", m.bytes)
		}
		if got := after.TotalAlloc - before.TotalAlloc; got > mostAllocated {
			t.Errorf("%d bytes were allocated", got)
		}
		if err == nil {
			believable(t, info.Picture, info.Sound)
		}
	}
}

// el returns an element of EBML: an ID, and a number, a text, bytes, or a row of these.
func el(id uint64, contents ...any) []byte {
	var content []byte
	for _, c := range contents {
		switch c := c.(type) {
		case int:
			content = binary.BigEndian.AppendUint32(content, uint32(c))
		case float64:
			content = binary.BigEndian.AppendUint64(content, mathBits(c))
		case string:
			content = append(content, c...)
		case []byte:
			content = append(content, c...)
		}
	}
	b := bytes.TrimLeft(binary.BigEndian.AppendUint64(nil, id), "\x00")
	b = binary.BigEndian.AppendUint64(b, 1<<56|uint64(len(content)))
	return append(b, content...)
}
