package video_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/upload/video"
)

// The files are real ones, which ffmpeg has made: five frames of half a second.
func TestMP4Files(t *testing.T) {
	picture := video.Picture{
		Codec: "h264", Profile: "High", Level: "1.0", Width: 64, Height: 64, PixelWidth: 1, PixelHeight: 1,
		Chroma: video.Chroma420, BitDepth: 8, Scan: video.Progressive, Duration: 500 * time.Millisecond, Frames: 5, FrameRate: 10,
		Fastest: 10, BitRate: 14432, KeyframeGap: 5,
	}
	for name, want := range map[string]struct {
		brands string
		index  video.Index
	}{
		"plain.mp4":      {"isom iso2 avc1 mp41", video.IndexBehind},
		"faststart.mp4":  {"isom iso2 avc1 mp41", video.IndexFront},
		"fragmented.mp4": {"iso5 iso6 mp41", video.IndexFragments},
		"video.m4v":      {"M4V isom iso2 avc1", video.IndexBehind},
		"phone.3gp":      {"3gp6 isom iso2 avc1", video.IndexBehind},
		"apple.mov":      {"qt", video.IndexBehind},
	} {
		data := file(t, name)
		info := mustRead(t, data)
		if *info.Picture != picture {
			t.Errorf("%s: got %+v", name, *info.Picture)
		}
		if got := strings.Join(info.Brands, " "); got != want.brands || info.Index != want.index {
			t.Errorf("%s: got brands %s, index %s", name, got, info.Index)
		}
		if info.Sound != nil || info.Duration != picture.Duration || !info.Created.IsZero() || info.Bytes != int64(len(data)) {
			t.Errorf("%s: got %+v", name, info)
		}
	}
}

// Wherever a file is cut, it is either known to be, or what is left is all that was in it.
func TestMP4CutAtEveryByte(t *testing.T) {
	sound := trak{
		handler: "soun", entries: [][]byte{audible("sowt", 2, 16, 1000)}, timescale: 1000, flags: 1, matrix: upright, id: 2,
		tables: map[string][]byte{"stts": be(0, 1, 500, 4), "stsz": be(0, 4, 500), "stsc": be(0, 1, 1, 500, 1)},
	}
	files := map[string][]byte{"hand-made": whole(pictures(nil), sound)}
	for _, name := range []string{"plain.mp4", "faststart.mp4", "fragmented.mp4", "apple.mov", "phone.3gp"} {
		files[name] = file(t, name)
	}
	for name, data := range files {
		want, err := read(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		known := 0
		for n := range data {
			// The file may also say that it is as long as before, and be cut while it is read.
			for size := range slices.Values([]int{n, len(data)}) {
				got, err := video.Read(bytes.NewReader(data[:n]), int64(size))
				switch {
				case errors.Is(err, video.ErrTruncated), errors.Is(err, video.ErrNotVideo):
					known++
				case err != nil:
					t.Fatalf("%s cut to %d bytes: %v", name, n, err)
				default:
					got.Bytes = want.Bytes
					if !reflect.DeepEqual(got, want) {
						t.Fatalf("%s cut to %d bytes: got %+v, picture %+v, sound %+v", name, n, got, got.Picture, got.Sound)
					}
				}
			}
		}
		if known < len(data) {
			t.Errorf("%s: only %d cuts were found", name, known)
		}
	}
}

func TestMP4Truncated(t *testing.T) {
	file := with(nil)
	media := bytes.Index(file, []byte("mdat")) - 4
	moov := file[len(ftyp):media]
	waiting := slices.Concat(ftyp, box("moov", mvhd(upright), pictures(func(tr *trak) {
		tr.tables = map[string][]byte{"stts": be(0, 0), "stss": nil, "stsz": be(0, 0, 0), "stsc": be(0, 0), "stco": be(0, 0)}
	}).box(), box("mvex", box("trex", 0, 1, 1, 40, 100, 0))))
	for name, data := range map[string][]byte{
		"no index, all media":                       slices.Concat(ftyp, box("mdat", make([]byte, 500))),
		"no index, media to the end of the file":    slices.Concat(ftyp, be(0, "mdat", make([]byte, 500))),
		"no index, room left free":                  slices.Concat(ftyp, box("free", make([]byte, 500))),
		"no index, zeros":                           slices.Concat(ftyp, make([]byte, 500)),
		"no index, half a header":                   slices.Concat(ftyp, box("mdat", make([]byte, 500)), be(0x900, "mo")),
		"half an index":                             slices.Concat(ftyp, box("mdat", make([]byte, 5000)), moov[:len(moov)/2]),
		"brands alone":                              ftyp,
		"no media":                                  file[:media],
		"half the media":                            file[:media+2000],
		"the media of two files in one, one there":  slices.Concat(file[:media], box("mdat", make([]byte, 500))),
		"media that is shorter than the index says": slices.Concat(file[:media], be(0, "mdat", make([]byte, 4900))),
		"a film in fragments, before the first one": waiting,
		"media that is larger than the file":        slices.Concat(file[:media], be(1<<30, "mdat", make([]byte, 6000))),
		"a place for media that no file has": with(func(tr *trak) {
			tr.tables["stco"], tr.tables["co64"] = nil, be(0, 1, uint64(1)<<63)
		}),
	} {
		if info, err := read(data); !errors.Is(err, video.ErrTruncated) {
			t.Errorf("%s: got %+v, %v", name, info, err)
		}
	}
}

// What stands behind the last box, or is odd about the boxes, does not matter where all that the index names is there.
func TestMP4OddFiles(t *testing.T) {
	file := with(nil)
	media := bytes.Index(file, []byte("mdat")) - 4
	moov := file[len(ftyp):media]
	behind := be(file[:len(ftyp)], box("mdat", make([]byte, 6000)), moov)
	noise := make([]byte, 600)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	noise[0] = 0xff // a length beyond the end
	want := mustRead(t, file)
	for name, c := range map[string]struct {
		data  []byte
		index video.Index
	}{
		"as it is":                    {file, video.IndexFront},
		"noise behind it":             {append(bytes.Clone(file), noise...), video.IndexFront},
		"noise behind the index":      {append(bytes.Clone(behind), noise...), video.IndexBehind},
		"zeros behind it":             {append(bytes.Clone(file), make([]byte, 600)...), video.IndexFront},
		"three bytes behind it":       {append(bytes.Clone(file), 1, 2, 3), video.IndexFront},
		"a box that nobody knows":     {append(bytes.Clone(file), box("what", noise)...), video.IndexFront},
		"media to the end":            {be(file[:media], 0, "mdat", make([]byte, 6000)), video.IndexFront},
		"media of 64 bits":            {be(file[:media], longAtom("mdat", make([]byte, 6000))), video.IndexFront},
		"an empty box for media":      {be(ftyp, box("mdat"), moov, box("mdat", make([]byte, 6000))), video.IndexFront},
		"an index of 64 bits":         {be(ftyp, longAtom("moov", moov[8:]), box("mdat", make([]byte, 6000))), video.IndexFront},
		"the index behind":            {behind, video.IndexBehind},
		"two indexes":                 {be(file, box("moov", mvhd(upright))), video.IndexFront},
		"boxes of 64 bits":            {with(func(tr *trak) { tr.long = true }), video.IndexFront},
		"another box in every box":    {with(func(tr *trak) { tr.boxes = [][]byte{box("free", noise), box("uuid", noise)} }), video.IndexFront},
		"a track more, of time codes": {whole(pictures(nil), pictures(func(tr *trak) { tr.handler, tr.id = "tmcd", 2 })), video.IndexFront},
	} {
		got, err := read(c.data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Picture == nil || *got.Picture != *want.Picture || got.Duration != want.Duration || got.Index != c.index {
			t.Errorf("%s: got %+v, picture %+v", name, got, got.Picture)
		}
	}
}

func TestMP4WithoutPicture(t *testing.T) {
	for name, data := range map[string][]byte{
		"no tracks":          be(ftyp, box("moov", mvhd(upright))),
		"an empty index":     be(ftyp, box("moov")),
		"a compressed index": be(ftyp, box("moov", box("cmov", box("dcom", "zlib"), box("cmvd", 500, make([]byte, 100))))),
		"nothing in a track": be(ftyp, box("moov", box("trak", box("mdia")))),
		"no samples": with(func(tr *trak) {
			tr.tables["stts"], tr.tables["stsz"], tr.tables["stco"] = be(0, 0), be(0, 0, 0), be(0, 0)
		}),
		"captions alone": with(func(tr *trak) { tr.handler = "text" }),
	} {
		info, err := read(data)
		if err != nil || info.Picture != nil || info.Sound != nil {
			t.Errorf("%s: got %+v, %v", name, info, err)
		}
	}
}

func TestMP4UnreadableFile(t *testing.T) {
	broken := errors.New("broken disk")
	data := with(nil)
	if _, err := video.Read(&breaking{data: data, from: 64, err: broken}, int64(len(data))); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// breaking is a file on a disk that cannot be read from a place on, once its beginning has been.
type breaking struct {
	data  []byte
	from  int64
	err   error
	reads int
}

func (b *breaking) ReadAt(p []byte, offset int64) (int, error) {
	if b.reads++; b.reads > 4 && offset+int64(len(p)) > b.from {
		return 0, b.err
	}
	return bytes.NewReader(b.data).ReadAt(p, offset)
}

func TestMP4Created(t *testing.T) {
	when := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	for name, c := range map[string]struct {
		seconds int64
		long    bool
		want    time.Time
	}{
		"since 1904":                    {when.Unix() + 2_082_844_800, false, when},
		"since 1904, in 64 bits":        {when.Unix() + 2_082_844_800, true, when},
		"since 1970, as some have":      {when.Unix(), false, when},
		"never":                         {0, false, time.Time{}},
		"in 292 thousand million years": {1<<63 - 1, true, time.Time{}},
	} {
		header := be(0, int32(uint32(c.seconds)), 0, 1000, 2000)
		if c.long {
			header = be(1<<24, c.seconds, int64(0), 1000, int64(2000))
		}
		info, err := read(be(ftyp, box("moov", box("mvhd", header, make([]byte, 80)))))
		if err != nil || !info.Created.Equal(c.want) || info.Duration != 2*time.Second {
			t.Errorf("%s: got %v, %v, %v", name, info.Created, info.Duration, err)
		}
	}
}

// Each byte of the index is changed in turn: what is broken is left out.
func TestMP4BrokenIndex(t *testing.T) {
	data := whole(pictures(func(tr *trak) { tr.tables["ctts"] = be(0, 1, 50, 40) }))
	media := bytes.Index(data, []byte("mdat"))
	for i := len(ftyp); i < media; i++ {
		for _, to := range []byte{0, 0x7f, 0xff} {
			broken := bytes.Clone(data)
			broken[i] = to
			info, err := read(broken)
			if err != nil && !errors.Is(err, video.ErrTruncated) && !errors.Is(err, video.ErrNotVideo) {
				t.Errorf("byte %d as %d: %v", i, to, err)
			}
			if err == nil {
				sensible(t, info)
			}
		}
	}
}

// sensible checks that what was read can be so.
func sensible(t *testing.T, info *video.Info) {
	t.Helper()
	if info.Duration < 0 {
		t.Errorf("it lasts %v", info.Duration)
	}
	if p := info.Picture; p != nil {
		if p.Width < 0 || p.Height < 0 || p.PixelWidth < 0 || p.PixelHeight < 0 || p.Rotation%90 != 0 || p.Duration < 0 || p.Frames < 0 ||
			!(p.FrameRate >= 0) || !(p.Fastest >= p.FrameRate) || p.BitRate < 0 || p.KeyframeGap < 0 {
			t.Errorf("got %+v", *p)
		}
	}
	if s := info.Sound; s != nil && (s.Channels < 0 || s.Rate < 0 || s.BitRate < 0 || s.Duration < 0) {
		t.Errorf("got %+v", *s)
	}
}
