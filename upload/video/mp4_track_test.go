package video_test

import (
	"math"
	"testing"
)

// transform returns a matrix: where it takes the picture's right and its bottom.
func transform(a, b, c, d float64) []byte {
	fixed := func(v float64) int { return int(int32(math.Round(v * 65536))) }
	return be(fixed(a), fixed(b), 0, fixed(c), fixed(d), 0, 0, 0, 1<<30)
}

func TestMP4Rotation(t *testing.T) {
	quarter := transform(0, 1, -1, 0)
	for name, c := range map[string]struct {
		track, film []byte
		want        int
	}{
		"upright":                {upright, upright, 0},
		"a quarter":              {quarter, upright, 90}, // a phone held upright, by ffmpeg's rotate=90
		"a half":                 {transform(-1, 0, 0, -1), upright, 180},
		"three quarters":         {transform(0, -1, 1, 0), upright, 270},
		"the film is turned":     {upright, quarter, 90},
		"both are turned":        {quarter, quarter, 180},
		"turned and stretched":   {transform(0, 2, -2, 0), upright, 90},
		"nearly a quarter":       {transform(0.02, 0.99, -0.99, 0.02), upright, 90},
		"nothing but zeros":      {transform(0, 0, 0, 0), upright, 0},
		"zeros for the film":     {quarter, transform(0, 0, 0, 0), 90},
		"upside down, no mirror": {transform(1, 0, 0, -1), upright, 0},
	} {
		data := be(ftyp, box("moov", mvhd(c.film), pictures(func(tr *trak) { tr.matrix, tr.offset = c.track, 0 }).box()), make([]byte, 5000))
		if got := mustRead(t, data).Picture.Rotation; got != c.want {
			t.Errorf("%s: got %d, want %d", name, got, c.want)
		}
	}
}

func TestMP4PixelShape(t *testing.T) {
	pasp := func(h, v int) []byte { return box("pasp", h, v) }
	for name, c := range map[string]struct {
		format        string
		boxes         []byte
		width, height int // as the track is shown
		matrix        []byte
		want          [2]int
	}{
		"nothing says so":                   {"apch", nil, 0, 0, upright, [2]int{1, 1}},
		"as it is stored":                   {"apch", nil, 720, 576, upright, [2]int{1, 1}},
		"pasp":                              {"apch", pasp(16, 15), 720, 576, upright, [2]int{16, 15}},
		"pasp, not in lowest terms":         {"apch", pasp(64, 45), 1024, 576, upright, [2]int{64, 45}},
		"pasp against the size":             {"apch", pasp(200, 200), 1024, 576, upright, [2]int{1, 1}},
		"pasp of nothing":                   {"apch", pasp(0, 0), 720, 576, upright, [2]int{1, 1}},
		"shown wider":                       {"apch", nil, 1024, 576, upright, [2]int{64, 45}},
		"shown wider by rounding":           {"apch", nil, 722, 576, upright, [2]int{1, 1}},
		"shown higher":                      {"apch", nil, 720, 1152, upright, [2]int{1, 2}},
		"stretched and turned":              {"apch", nil, 720, 576, transform(0, 2, -1, 0), [2]int{2, 1}},
		"the codec's own, against the size": {"avc1", box("avcC", avcConfig), 720, 576, upright, [2]int{1, 1}},
	} {
		p := mustRead(t, with(func(tr *trak) {
			tr.entries, tr.width, tr.height, tr.matrix = [][]byte{visual(c.format, 720, 576, c.boxes)}, c.width, c.height, c.matrix
		})).Picture
		if got := [2]int{p.PixelWidth, p.PixelHeight}; got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

// A file has covers, thumbnails and pictures of chapters beside its film, and sound in several languages.
func TestMP4Tracks(t *testing.T) {
	track := func(id int, change func(*trak)) trak {
		return pictures(func(tr *trak) {
			tr.id, tr.entries = id, [][]byte{visual("apcn", 100*id, 100, nil)}
			if change != nil {
				change(tr)
			}
		})
	}
	disabled := func(tr *trak) { tr.flags = 2 }
	empty := func(tr *trak) { unsampled(*tr).fill(tr) }
	single := func(tr *trak) {
		tr.entries = [][]byte{visual("jpeg", 100*tr.id, 100)}
		tr.tables = map[string][]byte{"stts": stts(1, 40), "stsz": be(0, 100, 1), "stss": nil}
	}
	reference := func(kind string, to int) func(*trak) {
		return func(tr *trak) { tr.boxes = [][]byte{box("tref", box(kind, to))} }
	}
	for name, c := range map[string]struct {
		tracks []trak
		want   int
	}{
		"two":                         {[]trak{track(1, nil), track(2, nil)}, 1},
		"the first one is disabled":   {[]trak{track(1, disabled), track(2, nil)}, 2},
		"both are disabled":           {[]trak{track(1, disabled), track(2, disabled)}, 1},
		"the first one has no sample": {[]trak{track(1, empty), track(2, nil)}, 2},
		"a cover first":               {[]trak{track(1, single), track(2, nil)}, 2},
		"a cover, all else disabled":  {[]trak{track(1, single), track(2, disabled)}, 2},
		"a thumbnail first":           {[]trak{track(1, reference("thmb", 2)), track(2, nil)}, 2},
		"transparency first":          {[]trak{track(1, reference("auxl", 2)), track(2, nil)}, 2},
		"chapters first":              {[]trak{track(1, nil), track(2, reference("chap", 1))}, 2},
		"captions first":              {[]trak{track(1, func(tr *trak) { tr.handler = "subt" }), track(2, nil)}, 2},
		"sizes without times":         {[]trak{track(1, func(tr *trak) { tr.tables["stts"] = be(0, 0) })}, 1},
	} {
		if p := mustRead(t, whole(c.tracks...)).Picture; p.Width != 100*c.want {
			t.Errorf("%s: got track %d, want %d", name, p.Width/100, c.want)
		}
	}
	if info, err := read(whole(track(1, single))); err != nil || info.Picture != nil {
		t.Errorf("a cover alone: got %+v, %v", info, err)
	}
	many := make([]trak, 100)
	for i := range many {
		many[i] = track(i+1, disabled)
	}
	many[99] = track(100, nil)
	if p := mustRead(t, whole(many...)).Picture; p.Width != 100 {
		t.Errorf("of a hundred tracks: got track %d; what stands behind the 64th is not looked at", p.Width/100)
	}
}

// fill puts a track's tables into another.
func (t trak) fill(other *trak) { other.tables = t.tables }
