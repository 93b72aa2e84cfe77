package video_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"hoist/upload/video"
)

// damaged are the files that the tests of this page cut and stretch.
func damaged() []clip {
	return []clip{
		{name: "front.mp4"},
		{name: "behind.mp4", args: "+-movflags 0"},
		{name: "behind.mov", args: "+-movflags 0"},
		{name: "fragments.mp4", args: "+-movflags frag_keyframe+empty_moov+default_base_moof -g 10"},
		{name: "fragments sidx.mp4", args: "+-movflags dash+global_sidx+frag_keyframe+empty_moov -g 10"},
	}
}

// place is where a box lies at the top of a file.
type place struct {
	name       string
	begin, end int
}

func places(t testing.TB, data []byte) []place {
	t.Helper()
	var all []place
	for at := 0; at < len(data); {
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n < 8 || n > len(data)-at {
			t.Fatalf("a box of %d bytes at %d", n, at)
		}
		all = append(all, place{string(data[at+4 : at+8]), at, at + n})
		at += n
	}
	return all
}

// TestMatrixCut cuts files in each of their boxes, and in front of the index. Then the rest arrives, as of a file that is being
// copied or exported, and all is fine.
func TestMatrixCut(t *testing.T) {
	tools(t)
	dir := t.TempDir()
	for _, c := range damaged() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := c.alone(t, dir)
			whole := readFile(t, path)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			fragmented := whole.Index == video.IndexFragments
			cuts := 0
			for _, p := range places(t, data) {
				if p.name == "ftyp" || p.name == "free" {
					continue
				}
				for _, at := range []int{p.begin, p.begin + 8, (p.begin + p.end) / 2, p.end - 1} {
					if at == p.begin && fragmented && p.name != "moov" && p.name != "mdat" {
						continue // as whole as one with fewer fragments
					}
					growing(t, dir, data, at, p.name, whole)
					cuts++
				}
			}
			if cuts < 7 {
				t.Errorf("the file was cut %d times", cuts)
			}
		})
	}
}

// growing writes a file up to a place, and then the rest.
func growing(t *testing.T, dir string, data []byte, at int, where string, whole *video.Info) {
	t.Helper()
	file, err := os.CreateTemp(dir, "growing *"+filepath.Ext(t.Name()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for _, part := range [][]byte{data[:at], data[at:]} {
		if _, err := file.Write(part); err != nil {
			t.Fatal(err)
		}
		info, err := readPath(file.Name())
		switch {
		case len(part) == at && !errors.Is(err, video.ErrTruncated):
			t.Errorf("cut at byte %d of %d, in %s: got %v", at, len(data), where, err)
		case len(part) != at && err != nil:
			t.Errorf("whole again: %v", err)
		case len(part) != at && !reflect.DeepEqual(info, whole):
			t.Errorf("whole again, and something else is in it: %+v", info)
		}
	}
}

// stretched is a file with a gap of any length, which is read as zeros or as a pattern; it counts what is read.
type stretched struct {
	data    []byte
	at      int64  // where the gap is
	more    int64  // how long it is
	pattern []byte // what it is filled with, from its beginning on; nil: zeros
	read    int64
	calls   int
}

func (s *stretched) size() int64 { return int64(len(s.data)) + s.more }

func (s *stretched) ReadAt(p []byte, off int64) (int, error) {
	s.calls++
	for i := range p {
		at := off + int64(i)
		switch {
		case at < s.at:
			p[i] = s.data[at]
		case at < s.at+s.more && s.pattern == nil:
			p[i] = 0
		case at < s.at+s.more:
			p[i] = s.pattern[(at-s.at)%int64(len(s.pattern))]
		case at < s.size():
			p[i] = s.data[at-s.more]
		default:
			s.read += int64(i)
			return i, os.ErrClosed // what lies behind the end must not be asked for
		}
	}
	s.read += int64(len(p))
	return len(p), nil
}

// grown returns a file of which the last box of that name is longer by more bytes, as they would be had the video lasted longer.
func grown(t *testing.T, data []byte, name string, more int64) *stretched {
	t.Helper()
	all := places(t, data)
	for i := len(all) - 1; i >= 0; i-- {
		if p := all[i]; p.name == name {
			data = bytes.Clone(data)
			binary.BigEndian.PutUint32(data[p.begin:], uint32(int64(p.end-p.begin)+more))
			return &stretched{data: data, at: int64(p.end), more: more}
		}
	}
	t.Fatalf("there is no %s", name)
	return nil
}

// TestMatrixReadsLittle reads files with a gigabyte and with three more of media: it must take no
// more of them than of the short one, and say the same.
func TestMatrixReadsLittle(t *testing.T) {
	tools(t)
	dir := t.TempDir()
	for _, c := range damaged() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(c.alone(t, dir))
			if err != nil {
				t.Fatal(err)
			}
			short := &stretched{data: data}
			want, err := video.Read(short, short.size())
			if err != nil {
				t.Fatal(err)
			}
			media := 0
			for _, p := range places(t, data) {
				if p.name == "mdat" {
					media += p.end - p.begin
				}
			}
			if most := len(data) - media + 64<<10; short.read > int64(most) {
				t.Errorf("%d bytes were read of %d, of which %d are media", short.read, len(data), media)
			}
			for _, more := range []int64{1 << 30, 3 << 30} {
				long := grown(t, data, "mdat", more)
				got, err := video.Read(long, long.size())
				if err != nil {
					t.Fatal(err)
				}
				want.Bytes = long.size()
				if !reflect.DeepEqual(got, want) {
					t.Errorf("with %d bytes more: %+v", more, got)
				}
				if long.read > short.read+4096 || long.calls > short.calls+4 {
					t.Errorf("with %d bytes more: %d bytes were read in %d pieces, instead of %d in %d", more, long.read, long.calls, short.read, short.calls)
				}
			}
		})
	}
}
