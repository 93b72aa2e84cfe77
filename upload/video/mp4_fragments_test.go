package video_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"hoist/upload/video"
)

// fragmentsOf returns a file whose index has no samples, and each fragment with 1,000 bytes of media behind it.
func fragmentsOf(trex []byte, fragments ...[]byte) []byte {
	data := slices.Concat(ftyp, box("moov", mvhd(upright), unsampled(pictures(nil)).box(), box("mvex", trex)))
	for _, f := range fragments {
		data = slices.Concat(data, box("moof", box("mfhd", 0, 1), f), box("mdat", make([]byte, 1000)))
	}
	return data
}

// inFragment is where media begins behind a moof with a traf of that length.
func inFragment(traf []byte) int { return 8 + 16 + len(traf) + 8 }

const (
	keyframe = 0x02000000
	between  = 0x01010000
)

func TestMP4Fragments(t *testing.T) {
	trex := box("trex", 0, 1, 1, 40, 100, between)
	tfhd := func(flags int, fields ...any) []byte { return box("tfhd", 0x020000|flags, 1, be(fields...)) }
	at := func(ticks int) []byte { return box("tfdt", 0, ticks) }
	type want struct {
		frames   int64
		duration time.Duration
		gap      int
		open     bool
		bitRate  int64
	}
	for name, c := range map[string]struct {
		fragments [][]byte
		want      want
	}{
		"defaults of the film":                      {[][]byte{box("traf", tfhd(0), box("trun", 0x4, 5, keyframe)), box("traf", tfhd(0), box("trun", 0x4, 5, keyframe))}, want{10, 400 * time.Millisecond, 5, false, 20000}},
		"defaults of a fragment":                    {[][]byte{box("traf", tfhd(0x38, 20, 50, keyframe), box("trun", 0, 10))}, want{10, 200 * time.Millisecond, 1, false, 20000}},
		"each for itself":                           {[][]byte{box("traf", tfhd(0), box("trun", 0xf01, 3, 200, 40, 100, keyframe, 0, 40, 100, between, 0, 20, 50, between, 0))}, want{3, 100 * time.Millisecond, 3, false, 20000}},
		"the flags of the first one are said twice": {[][]byte{box("traf", tfhd(0), box("trun", 0x404, 2, keyframe, between, between))}, want{2, 80 * time.Millisecond, 2, false, 20000}},

		"two runs":                     {[][]byte{box("traf", tfhd(0), box("trun", 0x4, 5, keyframe), box("trun", 0, 5))}, want{10, 400 * time.Millisecond, 10, false, 20000}},
		"times":                        {[][]byte{box("traf", tfhd(0), at(0), box("trun", 0x4, 5, keyframe)), box("traf", tfhd(0), at(200), box("trun", 0x4, 5, keyframe))}, want{10, 400 * time.Millisecond, 5, false, 20000}},
		"a time in 64 bits":            {[][]byte{box("traf", tfhd(0), box("tfdt", 1<<24, int64(1)<<40), box("trun", 0x4, 5, keyframe))}, want{5, 200 * time.Millisecond, 5, false, 20000}},
		"a pause between":              {[][]byte{box("traf", tfhd(0), at(5000), box("trun", 0x4, 5, keyframe)), box("traf", tfhd(0), at(5800), box("trun", 0x4, 5, keyframe))}, want{10, time.Second, 5, false, 8000}},
		"frames before their keyframe": {[][]byte{box("traf", tfhd(0), box("trun", 0x804, 4, keyframe, 40, 40, 40, 40), box("trun", 0x804, 3, keyframe, 120, 0, 0))}, want{7, 280 * time.Millisecond, 4, true, 20000}},
		"a track that nobody knows":    {[][]byte{be(box("traf", tfhd(0), box("trun", 0x4, 5, keyframe)), box("traf", box("tfhd", 0, 7), box("trun", 0, 900)))}, want{5, 200 * time.Millisecond, 5, false, 20000}},
		"a run without a track":        {[][]byte{be(box("traf", box("trun", 0, 900), box("tfdt", 0, 9)), box("traf", tfhd(0), box("trun", 0x4, 5, keyframe)))}, want{5, 200 * time.Millisecond, 5, false, 20000}},
		"a run without samples":        {[][]byte{box("traf", tfhd(0), box("trun", 0, 0), box("trun", 0x4, 5, keyframe))}, want{5, 200 * time.Millisecond, 5, false, 20000}},
		"a place of its own":           {[][]byte{box("traf", tfhd(0x1, int64(800)), box("trun", 0x5, 5, 10, keyframe))}, want{5, 200 * time.Millisecond, 5, false, 20000}},
		"a description of its own":     {[][]byte{box("traf", tfhd(0x2, 2), box("trun", 0x4, 5, keyframe))}, want{5, 200 * time.Millisecond, 5, false, 20000}},
	} {
		info := mustRead(t, fragmentsOf(trex, c.fragments...))
		p := info.Picture
		got := want{p.Frames, p.Duration, p.KeyframeGap, p.OpenGOP, p.BitRate}
		if got != c.want || info.Index != video.IndexFragments || info.Duration != c.want.duration || p.Partly {
			t.Errorf("%s: got %+v, %s, want %+v", name, got, info.Index, c.want)
		}
	}
}

func TestMP4FragmentsCut(t *testing.T) {
	trex := box("trex", 0, 1, 1, 40, 100, 0)
	traf := func(count, place int) []byte {
		return box("traf", box("tfhd", 0x020000, 1), box("trun", 0x1, count, place))
	}
	start := inFragment(traf(0, 0))
	one, two := fragmentsOf(trex, traf(10, start)), fragmentsOf(trex, traf(10, start), traf(10, start))
	for name, c := range map[string]struct {
		data   []byte
		frames int64 // 0: it is cut
	}{
		"whole":                     {two, 20},
		"without the last fragment": {two[:len(one)], 10}, // nobody can tell: that is what a recording looks like that goes on
		"without the last media":    {two[:len(two)-1008], 0},
		"in the last media":         {two[:len(two)-1], 0},
		"in the last index":         {two[:len(one)+20], 0},
		"more samples than media":   {fragmentsOf(trex, traf(12, start)), 0},
		"no fragment":               {fragmentsOf(trex), 0},
		"noise behind":              {append(slices.Clone(one), "\xff\xff\xff\xffnoise of a camera"...), 10},
	} {
		info, err := read(c.data)
		if c.frames == 0 && !errors.Is(err, video.ErrTruncated) || c.frames > 0 && (err != nil || info.Picture.Frames != c.frames) {
			t.Errorf("%s: got %+v, %v", name, info, err)
		}
	}
}

// A film can begin in one piece and go on in fragments.
func TestMP4WholeAndFragments(t *testing.T) {
	build := func(offset int) []byte {
		tr := pictures(nil)
		tr.offset = offset
		return slices.Concat(ftyp, box("moov", mvhd(upright), tr.box(), box("mvex", box("trex", 0, 1, 1, 40, 100, between))))
	}
	first := append(build(len(build(0))+8), box("mdat", make([]byte, 5000))...)
	data := slices.Concat(first, box("moof", box("traf", box("tfhd", 0x020000, 1), box("trun", 0x4, 9, keyframe))), box("mdat", make([]byte, 1000)))
	info := mustRead(t, data)
	if p := info.Picture; p.Frames != 59 || p.KeyframeGap != 50 || p.Duration != 59*40*time.Millisecond || info.Index != video.IndexFragments {
		t.Errorf("got %+v in %+v", *p, info)
	}
}

// A film of more boxes than are looked at is known as far as it was, and is as long as its header says.
func TestMP4EndlessFragments(t *testing.T) {
	data := fragmentsOf(be(box("mehd", 0, 90000), box("trex", 0, 1, 1, 40, 1, 0)), box("traf", box("tfhd", 0x020000, 1), box("trun", 0, 10)))
	data = append(data, bytes.Repeat(box("free"), 5<<17)...)
	r := &counting{head: data}
	info, err := video.Read(r, int64(len(data)))
	if err != nil || info.Picture == nil {
		t.Fatal(info, err)
	}
	if p := info.Picture; !p.Partly || p.Frames != 0 || p.FrameRate != 25 || info.Duration != 90*time.Second {
		t.Errorf("got %+v in %+v", *p, info)
	}
	if r.bytes > mostRead {
		t.Errorf("%d bytes were read", r.bytes)
	}
}
