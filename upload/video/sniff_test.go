package video_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hoist/upload/video"
)

// The files are real ones: testdata/make.sh makes them.
func TestSniffFiles(t *testing.T) {
	want := map[string]video.Type{
		"faststart.mp4":  video.MP4,
		"plain.mp4":      video.MP4,
		"fragmented.mp4": video.MP4,
		"video.m4v":      video.MP4,
		"phone.3gp":      video.MP4,
		"apple.mov":      video.QuickTime,
		"web.webm":       video.WebM,
		"stream.ts":      video.MPEGTS,
		"camera.m2ts":    video.MPEGTS,
	}
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("testdata has %d files; some are missing", len(files))
	}
	for _, f := range files {
		if f.IsDir() {
			continue // what fuzzing found
		}
		data := file(t, f.Name())
		got, ok := sniff(data)
		if wanted, video := want[f.Name()]; got != wanted || ok != video {
			t.Errorf("%s: got %v, %t", f.Name(), got, ok)
		}
		delete(want, f.Name())
	}
	if len(want) > 0 {
		t.Errorf("not in testdata: %v", want)
	}
}

func TestSniffTypes(t *testing.T) {
	// The types are those of X's OpenAPI file; what it does not list, INIT refuses.
	for typ, mime := range map[video.Type]string{
		video.MP4: "video/mp4", video.QuickTime: "video/quicktime", video.WebM: "video/webm", video.MPEGTS: "video/mp2t",
	} {
		if typ.MIME != mime || typ.Name == "" {
			t.Errorf("got %+v, want %s", typ, mime)
		}
	}
}

func TestSniffQuickTimeWithoutBrand(t *testing.T) {
	mov := file(t, "apple.mov")
	old := mov[20:] // without its ftyp, as they were before 2002
	for name, data := range map[string][]byte{
		"wide first":                  old,
		"mdat first":                  old[8:],
		"free first":                  append(atom("free", make([]byte, 40000)), old...),
		"skip first":                  append(atom("skip", nil), old...),
		"long mdat":                   longAtom("mdat", make([]byte, 100)),
		"moov first":                  atom("moov", atom("mvhd", make([]byte, 100))),
		"mdat to the end of the file": append([]byte{0, 0, 0, 0, 'm', 'd', 'a', 't'}, make([]byte, 100)...),
	} {
		if got, ok := sniff(data); !ok || got != video.QuickTime {
			t.Errorf("%s: got %v, %t", name, got, ok)
		}
	}
	behind := append(atom("free", make([]byte, 5000)), file(t, "plain.mp4")...)
	if got, ok := sniff(behind); !ok || got != video.MP4 {
		t.Errorf("ftyp behind free: got %v, %t", got, ok)
	}
}

func TestSniffBrands(t *testing.T) {
	for _, c := range []struct {
		brands string // the first is the file's, the others those that it is compatible with
		want   video.Type
	}{
		{"mp42,isom", video.MP4},
		{"avc1", video.MP4},
		{"XAVC,mp42", video.MP4},
		{"wxyz,abcd,iso6", video.MP4}, // not known, but compatible
		{"qt  ,isom", video.QuickTime},
		{"mp42,M4A ", video.MP4},
		{"M4A ,mp42,isom", video.Type{}},
		{"M4B ,mp42,isom", video.Type{}},
		{"heic,mif1,iso8", video.Type{}},
		{"mif1,heic,isom", video.Type{}},
		{"avis,msf1,iso8", video.Type{}},
		{"jpeg,isom", video.Type{}},
		{"wxyz,abcd", video.Type{}},
		{"wxyz", video.Type{}},
	} {
		brands := strings.Split(c.brands, ",")
		content := brands[0] + "\x00\x00\x02\x00" + strings.Join(brands[1:], "")
		got, ok := sniff(append(atom("ftyp", []byte(content)), atom("mdat", nil)...))
		if got != c.want || ok != (c.want != video.Type{}) {
			t.Errorf("%s: got %v, %t", c.brands, got, ok)
		}
	}
}

func TestSniffRefuses(t *testing.T) {
	gs := bytes.Repeat([]byte("G"+strings.Repeat(" ", 187)), 40) // text with a sync byte where one must be
	for name, data := range map[string][]byte{
		"nothing":                       nil,
		"one byte":                      {0},
		"text":                          []byte("This is not a video, whatever its name says.\n"),
		"text that begins like an atom": []byte("The free world\n" + strings.Repeat("x", 5000)),
		"text in packets":               gs,
		"zeros":                         make([]byte, 10000),
		"an atom that is too long":      append([]byte{0x7f, 0, 0, 0, 'm', 'o', 'o', 'v'}, make([]byte, 100)...),
		"an atom that is too short":     append([]byte{0, 0, 0, 7, 'm', 'o', 'o', 'v'}, make([]byte, 100)...),
		"a long atom beyond all bounds": append([]byte("\x00\x00\x00\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff"), make([]byte, 100)...),
		"a long atom without length":    []byte("\x00\x00\x00\x01mdat"),
		"free space alone":              bytes.Repeat(atom("free", nil), 1000),
		"an ftyp without a brand":       atom("ftyp", []byte("mp4")),
		"a segment of a stream":         append(atom("styp", []byte("msdh\x00\x00\x00\x00msdh")), atom("moof", nil)...),
		"EBML alone":                    {0x1a, 0x45, 0xdf, 0xa3},
		"EBML with a length too long":   {0x1a, 0x45, 0xdf, 0xa3, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x42, 0x82},
		"EBML without a type":           {0x1a, 0x45, 0xdf, 0xa3, 0x84, 0x42, 0x86, 0x81, 0x01},
		"EBML with another type":        append([]byte{0x1a, 0x45, 0xdf, 0xa3, 0x88, 0x42, 0x82, 0x85}, "webmx"...),
	} {
		if got, ok := sniff(data); ok || got != (video.Type{}) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// A head of any length is either what the file is, or nothing: never another type.
func TestSniffTruncated(t *testing.T) {
	for _, name := range []string{"faststart.mp4", "apple.mov", "web.webm", "stream.ts", "camera.m2ts"} {
		data := file(t, name)
		whole, _ := sniff(data)
		for n := range data {
			if got, ok := sniff(data[:n]); ok && got != whole {
				t.Fatalf("%s cut to %d bytes: got %v", name, n, got)
			}
			// A size that the file has no more is not a reason to read beyond its end.
			if got, ok := video.Sniff(bytes.NewReader(data[:n]), int64(len(data))); ok && got != whole {
				t.Fatalf("%s cut to %d bytes while read: got %v", name, n, got)
			}
		}
	}
}

func TestSniffPackets(t *testing.T) {
	stream := file(t, "stream.ts")
	if got, ok := sniff(stream[:5*188]); !ok || got != video.MPEGTS {
		t.Errorf("five packets: got %v, %t", got, ok)
	}
	if got, ok := sniff(stream[:4*188]); ok {
		t.Errorf("four packets, which can be chance: got %v", got)
	}
	for name, change := range map[string]struct {
		at  int
		bit byte
	}{"no sync byte": {0, 0x01}, "an error in transport": {1, 0x80}, "scrambled": {3, 0x80}} {
		broken := bytes.Clone(stream)
		broken[2*188+change.at] ^= change.bit
		if got, ok := sniff(broken); ok {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestSniffReadsLittle(t *testing.T) {
	// 9 GB, nothing but the head in it: sniffing must not depend on the size.
	r := &counting{head: longAtom("free", nil)}
	binary.BigEndian.PutUint64(r.head[8:], 9_000_000_000-1000)
	if _, ok := video.Sniff(r, 9_000_000_000); ok {
		t.Error("taken for a video")
	}
	if r.bytes == 0 || r.bytes > 16<<10 {
		t.Errorf("%d bytes were read", r.bytes)
	}
}

func TestSniffUnreadable(t *testing.T) {
	if _, ok := video.Sniff(failing{}, 1000); ok {
		t.Error("a file that cannot be read was taken for a video")
	}
	if _, ok := video.Sniff(bytes.NewReader(file(t, "plain.mp4")), -1); ok {
		t.Error("a file of negative size was taken for a video")
	}
}

func FuzzSniff(f *testing.F) {
	for _, name := range []string{"faststart.mp4", "apple.mov", "web.webm", "camera.m2ts", "matroska.mkv", "audio.m4a"} {
		data := file(f, name)
		f.Add(data[:min(len(data), 1200)], int64(len(data)))
	}
	f.Add([]byte{}, int64(-1))
	f.Fuzz(func(t *testing.T, data []byte, size int64) {
		r := &counting{head: data}
		got, ok := video.Sniff(r, size)
		if ok != (got.MIME != "") || ok != (got.Name != "") {
			t.Errorf("got %+v, %t", got, ok)
		}
		if r.bytes > 16<<10 {
			t.Errorf("%d bytes were read", r.bytes)
		}
		if ok && size < 8 {
			t.Errorf("a file of %d bytes was taken for %s", size, got.Name)
		}
	})
}

func sniff(data []byte) (video.Type, bool) {
	return video.Sniff(bytes.NewReader(data), int64(len(data)))
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// atom returns a box of QuickTime and MP4.
func atom(name string, content []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(content)))
	return append(append(b, name...), content...)
}

// longAtom returns a box whose length has 64 bits.
func longAtom(name string, content []byte) []byte {
	b := append([]byte{0, 0, 0, 1}, name...)
	b = binary.BigEndian.AppendUint64(b, uint64(16+len(content)))
	return append(b, content...)
}

// counting is a file of any size that has a head and zeros behind it; it counts the bytes that are asked for.
type counting struct {
	head  []byte
	bytes int
}

func (c *counting) ReadAt(p []byte, off int64) (int, error) {
	c.bytes += len(p)
	clear(p)
	if off < int64(len(c.head)) {
		copy(p, c.head[off:])
	}
	return len(p), nil
}

// failing is a file on a disk that is broken.
type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) {
	return 0, errors.Join(io.ErrClosedPipe, os.ErrPermission)
}
