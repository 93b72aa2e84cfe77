package video_test

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"hoist/upload/video"
)

// stts returns a table of how long samples last: pairs of how many and how long.
func stts(pairs ...int) []byte {
	table := be(0, len(pairs)/2)
	for _, n := range pairs {
		table = append(table, be(n)...)
	}
	return table
}

// each is stts for samples that each have an entry.
func each(lengths ...int) []byte {
	pairs := make([]int, 0, 2*len(lengths))
	for _, n := range lengths {
		pairs = append(pairs, 1, n)
	}
	return stts(pairs...)
}

// repeated returns numbers, over and over.
func repeated(times int, numbers ...int) (all []int) {
	for range times {
		all = append(all, numbers...)
	}
	return all
}

func TestMP4FrameRate(t *testing.T) {
	jitter := make([]int, 300) // a phone: 30 frames a second, each off by a little less than a thousandth of a second
	for i := range jitter {
		jitter[i] = 2930 + rand.IntN(141)
	}
	odd := repeated(300, 33)
	odd[100], odd[101] = 1, 65 // two that belong together
	dropped := repeated(300, 33)
	dropped[100], dropped[200] = 66, 66
	for name, c := range map[string]struct {
		timescale     int
		stts          []byte
		rate, fastest float64
		variable      bool
	}{
		"constant":                              {90000, stts(300, 3000), 30, 30, false},
		"a last frame of another length":        {90000, stts(299, 3000, 1, 9000), 90000. * 300 / 906000, 90000. * 300 / 906000, false},
		"one frame":                             {1000, stts(1, 40), 25, 25, false},
		"two frames":                            {1000, each(40, 60), 20, 20, false},
		"60 in thousandths":                     {1000, each(repeated(100, 17, 17, 16)...), 60, 60, false},
		"59.94 in thousandths, later in 16,000": {16000, each(repeated(100, 272, 272, 256)...), 60, 60, false},
		"29.97 in 600ths":                       {600, each(repeated(100, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20, 21)...), 600. * 11 / 221, 600. * 11 / 221, false},
		"23.976 in whole ticks of 24":           {24, stts(500, 1), 24, 24, false},
		"jitter":                                {90000, each(jitter...), 30, 30, false},
		"one frame that is too short":           {1000, each(odd...), 1000. * 300 / 9899, 1000. / 33, true},
		"30, then 60":                           {600, stts(300, 20, 300, 10), 40, 60, true},
		"60 in between":                         {600, stts(300, 20, 60, 10, 300, 20), 600. * 660 / 12600, 60, true},
		"60 in between, in thousandths":         {1000, each(append(append(repeated(300, 33), repeated(20, 17, 17, 16)...), repeated(300, 33)...)...), 1000. * 660 / 20800, 60, true},
		"frames that were dropped":              {1000, each(dropped...), 1000. * 300 / 9966, 1000. / 33, true},
		"pairs":                                 {1000, each(repeated(150, 1, 65)...), 1000. / 33, 1000. / 33, true},
		"every length there is":                 {1000000, each(ascending(5000)...), 1000000. * 5000 / 162497500, 1000000 * 16 / (16 * 30008.5), true},
	} {
		p := mustRead(t, with(func(tr *trak) { tr.timescale, tr.tables["stts"] = c.timescale, c.stts })).Picture
		if math.Abs(p.FrameRate-c.rate) > c.rate/200 || p.Variable != c.variable || math.Abs(p.Fastest-c.fastest) > c.fastest/100 {
			t.Errorf("%s: got %.3f, at most %.3f, variable: %t; want %.3f, %.3f, %t", name, p.FrameRate, p.Fastest, p.Variable,
				c.rate, c.fastest, c.variable)
		}
	}
}

// ascending returns lengths that differ from each other all.
func ascending(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = 30000 + i
	}
	return all
}

// Samples without number take no time to read: what has no end in the file has one in the clock.
func TestMP4EndlessSamples(t *testing.T) {
	for name, change := range map[string]func(*trak){
		"one entry":          func(tr *trak) { tr.tables["stts"] = stts(-1, 1) },
		"lengths":            func(tr *trak) { tr.tables["stts"] = stts(-1, math.MaxInt32, -1, math.MaxInt32, -1, 5) },
		"offsets":            func(tr *trak) { tr.tables["stts"], tr.tables["ctts"] = stts(-1, 1), be(0, 2, -1, -9, -1, 9) },
		"groups":             func(tr *trak) { tr.tables["stts"], tr.tables["sbgp"] = stts(-1, 1), be(0, "rap ", 1, -1, 1) },
		"more than is there": func(tr *trak) { tr.tables["stts"] = be(0, -1, 50, 40) },
		"no keyframe":        func(tr *trak) { tr.tables["stts"], tr.tables["stss"] = stts(-1, 1), be(0, -1) },
	} {
		info := mustRead(t, with(change))
		sensible(t, info)
		if info.Picture.Frames < 50 {
			t.Errorf("%s: got %d frames", name, info.Picture.Frames)
		}
	}
}

func TestMP4Keyframes(t *testing.T) {
	numbers := func(n ...int) []byte {
		b := be(0, len(n))
		for _, n := range n {
			b = append(b, be(n)...)
		}
		return b
	}
	for name, c := range map[string]struct {
		tables map[string][]byte
		gap    int
		open   bool
	}{
		"no table":                   {map[string][]byte{"stss": nil}, 1, false},
		"an empty table":             {map[string][]byte{"stss": numbers()}, 50, false},
		"the first one alone":        {map[string][]byte{"stss": numbers(1)}, 50, false},
		"the longest one first":      {map[string][]byte{"stss": numbers(1, 31, 41)}, 30, false},
		"the longest one last":       {map[string][]byte{"stss": numbers(1, 11, 21)}, 30, false},
		"the first one late":         {map[string][]byte{"stss": numbers(41)}, 40, false},
		"side by side":               {map[string][]byte{"stss": numbers(1, 2, 3, 26)}, 25, false},
		"out of order":               {map[string][]byte{"stss": numbers(1, 26, 5, 50)}, 25, false},
		"beyond the end":             {map[string][]byte{"stss": numbers(1, 26, 900)}, 25, false},
		"partial ones":               {map[string][]byte{"stss": numbers(1), "stps": numbers(26)}, 25, false},
		"random access points":       {map[string][]byte{"stss": numbers(1), "sbgp": be(0, "rap ", 3, 20, 0, 1, 1, 29, 0)}, 30, false},
		"the same, with a parameter": {map[string][]byte{"stss": numbers(1), "sbgp": be(1<<24, "rap ", 7, 3, 20, 0, 1, 1, 29, 0)}, 30, false},
		"other groups":               {map[string][]byte{"stss": numbers(1), "sbgp": be(0, "roll", 3, 20, 0, 1, 1, 29, 0)}, 50, false},
		"all in a group":             {map[string][]byte{"stss": numbers(), "sbgp": be(0, "rap ", 1, 50, 1)}, 1, false},
		"a group in the middle":      {map[string][]byte{"stss": numbers(1), "sbgp": be(0, "rap ", 2, 20, 0, 10, 1)}, 21, false},
		// Offsets of I P B B, in ticks of 40: shown are I B B P.
		"closed groups": {map[string][]byte{"stss": numbers(1, 5, 9), "ctts": stts(repeated(12, 1, 40, 1, 120, 2, 0)...)}, 42, false},
		// I, which I b b follow, of which b are shown before the second one.
		"leading frames":      {map[string][]byte{"stss": numbers(1, 2, 26), "ctts": stts(1, 40, 1, 120, 2, 0, 21, 40, 1, 120, 2, 0, 22, 40)}, 25, true},
		"leading, as one run": {map[string][]byte{"stss": numbers(1, 26), "ctts": stts(25, 400, 1, 800, 24, 400)}, 25, true},
	} {
		p := mustRead(t, with(func(tr *trak) {
			for name, table := range c.tables {
				tr.tables[name] = table
			}
		})).Picture
		if p.KeyframeGap != c.gap || p.OpenGOP != c.open {
			t.Errorf("%s: got %d, open: %t; want %d, %t", name, p.KeyframeGap, p.OpenGOP, c.gap, c.open)
		}
	}
}

func TestMP4Sizes(t *testing.T) {
	nibbles := make([]byte, 25)
	for i := range nibbles {
		nibbles[i] = 0x5a // 5 and 10
	}
	shorts := be()
	words := be()
	for i := range 50 {
		shorts = append(shorts, be(int16(i))...)
		words = append(words, be(i)...)
	}
	for name, c := range map[string]struct {
		stsz, stz2 []byte
		bytes      int64
	}{
		"one size":        {be(0, 100, 50), nil, 5000},
		"32 bits":         {be(0, 0, 50, words), nil, 1225},
		"16 bits":         {nil, be(0, 16, 50, shorts), 1225},
		"8 bits":          {nil, be(0, 8, 50, nibbles, nibbles), 50 * 0x5a},
		"4 bits":          {nil, be(0, 4, 50, nibbles), 375},
		"4 bits, and odd": {nil, be(0, 4, 49, nibbles), 365},
		"3 bits":          {nil, be(0, 3, 50, nibbles), 0},
		"half a table":    {be(0, 0, 50, words[:100]), nil, 300},
		"none":            {nil, nil, 0},
	} {
		p := mustRead(t, with(func(tr *trak) { tr.tables["stsz"], tr.tables["stz2"] = c.stsz, c.stz2 })).Picture
		if want := c.bytes * 8 / 2; p.BitRate != want || p.Frames != 50 { // of two seconds
			t.Errorf("%s: got %d bits a second, want %d; %d frames", name, p.BitRate, want, p.Frames)
		}
	}
}

// The last sample in the file is not always that of the last chunk: chunks lie where they do.
func TestMP4LastSample(t *testing.T) {
	chunks := func(stsc []byte, places ...int) []byte {
		return with(func(tr *trak) {
			tr.tables["stsc"], tr.tables["stco"] = stsc, be(0, len(places))
			for _, p := range places {
				tr.tables["stco"] = append(tr.tables["stco"], be(p)...)
			}
		})
	}
	end := len(chunks(be(0, 2, 1, 10, 1, 2, 20, 1), 1, 1, 1)) // three chunks, of 10, 20 and 20 samples of 100 bytes
	for i, c := range []struct {
		places [3]int
		whole  bool
	}{
		{[3]int{100, 100, end - 2000}, true},
		{[3]int{100, 100, end - 1999}, false},
		{[3]int{end - 1000, 100, 100}, true},
		{[3]int{end - 999, 100, 100}, false},
		{[3]int{100, end - 2000, 100}, true},
		{[3]int{100, end - 1999, 100}, false},
	} {
		_, err := read(chunks(be(0, 2, 1, 10, 1, 2, 20, 1), c.places[:]...))
		if whole := err == nil; whole != c.whole {
			t.Errorf("%d: got %v", i, err)
		}
	}
}

func TestMP4PlayedDuration(t *testing.T) {
	entry := func(length, from int) []byte { return be(length, from, 1<<16) }
	long := func(length, from int64) []byte { return be(length, from, 1<<16) }
	elst := func(version, n int, entries ...[]byte) [][]byte {
		b := be(version<<24, n)
		for _, e := range entries {
			b = append(b, e...)
		}
		return [][]byte{box("edts", box("elst", b))}
	}
	for name, c := range map[string]struct {
		edits   [][]byte
		ctts    []byte
		picture int // thousandths of a second
		file    int
	}{
		"no list":                       {nil, nil, 2000, 2000},
		"frames that are shown later":   {nil, stts(50, 80), 2000, 2000},
		"an empty list":                 {elst(0, 0), nil, 2000, 2000},
		"all of it":                     {elst(0, 1, entry(2000, 0)), nil, 2000, 2000},
		"all of it, shown later":        {elst(0, 1, entry(2000, 80)), stts(50, 80), 2000, 2000},
		"without the beginning":         {elst(0, 1, entry(1500, 500)), nil, 1500, 1500},
		"without the end":               {elst(0, 1, entry(1500, 0)), nil, 1500, 1500},
		"a pause first":                 {elst(0, 2, entry(500, -1), entry(2000, 0)), nil, 2000, 2500},
		"a pause first, in 64 bits":     {elst(1, 2, long(500, -1), long(2000, 0)), nil, 2000, 2500},
		"two pieces":                    {elst(0, 2, entry(500, 0), entry(700, 1000)), nil, 1200, 1200},
		"more than there is":            {elst(0, 1, entry(9000, 500)), nil, 1500, 1500},
		"up to the end":                 {elst(0, 1, entry(0, 500)), nil, 1500, 1500},
		"a piece that is not there":     {elst(0, 2, entry(500, 5000), entry(700, 0)), nil, 700, 700},
		"more pieces than are there":    {elst(0, 900, entry(500, 0)), nil, 500, 500},
		"longer than anything, 64 bits": {elst(1, 2, long(math.MaxInt64, -1), long(2000, math.MinInt64)), nil, 0, 2000},
	} {
		info := mustRead(t, with(func(tr *trak) { tr.boxes, tr.tables["ctts"] = c.edits, c.ctts }))
		picture, whole := time.Duration(c.picture)*time.Millisecond, time.Duration(c.file)*time.Millisecond
		if info.Picture.Duration != picture || info.Duration != whole {
			t.Errorf("%s: got %v in %v, want %v in %v", name, info.Picture.Duration, info.Duration, picture, whole)
		}
	}
	long2 := mustRead(t, whole(pictures(nil), pictures(func(tr *trak) { tr.id, tr.tables["stts"] = 2, stts(50, 90) })))
	if long2.Picture.Duration != 2*time.Second || long2.Duration != 4500*time.Millisecond {
		t.Errorf("the longest track counts: got %v in %v", long2.Picture.Duration, long2.Duration)
	}
}

// An index of more than is read says what it is all the same, and that only a part was looked at.
func TestMP4LargeIndex(t *testing.T) {
	const entries = 9 << 20 // of 8 bytes
	frames := make([]byte, entries*8)
	for i := range entries {
		binary.BigEndian.PutUint64(frames[8*i:], 1<<32|uint64(40+i%2))
	}
	r := &counting{head: with(func(tr *trak) { tr.tables["stts"] = be(0, entries, frames) })}
	info, err := video.Read(r, int64(len(r.head)))
	if err != nil || info.Picture == nil {
		t.Fatal(info, err)
	}
	p := info.Picture
	if !p.Partly || p.Frames != 0 || p.BitRate != 0 || math.Abs(p.FrameRate-24.69) > 0.01 || p.Duration != 2*time.Second {
		t.Errorf("got %+v", *p)
	}
	if r.bytes > mostRead {
		t.Errorf("%d bytes were read", r.bytes)
	}
}
