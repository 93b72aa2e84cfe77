package video

import (
	"io"
	"slices"
	"strings"
	"time"
)

// readMP4 reads MP4 and QuickTime. Both are rows of boxes: moov is the index of the whole film, or of its beginning, mdat
// is media, and moof is the index of a fragment of it.
func readMP4(r io.ReaderAt, size int64, info *Info) error {
	f := &film{boxReader: newBoxReader(r, size), media: -1}
	f.walk(info)
	f.describe(info)
	switch {
	case f.err != nil:
		return f.err
	case !f.indexed, f.cut, f.short, f.until > size, f.waiting():
		return ErrTruncated
	}
	return nil
}

// film is what the boxes of a file say.
type film struct {
	*boxReader
	quickTime bool
	timescale uint32
	duration  uint64
	matrix    matrix
	tracks    []*track

	indexed   bool  // there is a moov
	index     int64 // where it is
	media     int64 // where the first mdat is; -1: there is none
	extends   bool  // moov says that there are fragments
	fragments int
	until     int64 // where the last media ends that an index names
	cut       bool  // a box goes on beyond the end of the file
	partly    bool  // there was more of the index than is read
}

// atTop are the boxes that a file is a row of. One that goes on beyond the end of the file says that it has been cut;
// anything else there may be what a camera has written behind the last box.
var atTop = []string{"moov", "moof", "mdat", "mfra", "sidx", "styp", "free", "skip", "wide", "meta", "udta", "uuid"}

// walk goes over the boxes of the file. What follows the last one is left alone: cameras write things there.
func (f *film) walk(info *Info) {
	for at := int64(0); at < f.size; {
		b, ok := f.next(at, f.size)
		if !ok {
			f.partly = f.partly || f.boxes == 0
			return
		}
		if b.end > f.size {
			f.cut = slices.Contains(atTop, b.name)
			return
		}
		switch b.name {
		case "ftyp":
			f.brands(b, info)
		case "moov":
			if !f.indexed {
				f.indexed, f.index = true, at
				f.movie(b, info)
			}
		case "moof":
			f.fragments++
			f.fragment(b, at)
		case "mdat":
			if f.media < 0 && b.end > b.start {
				f.media = at
			}
		}
		at = b.end
	}
}

// brands reads an ftyp box.
func (f *film) brands(b box, info *Info) {
	content := f.content(b, headBytes)
	for i := 0; i+4 <= len(content); i += 4 {
		brand := strings.TrimRight(string(content[i:i+4]), " \x00")
		if i != 4 && brand != "" && !slices.Contains(info.Brands, brand) { // the second is a version
			info.Brands = append(info.Brands, brand)
		}
	}
	f.quickTime = slices.Contains(info.Brands, "qt")
}

// movie reads a moov box.
func (f *film) movie(moov box, info *Info) {
	for b := range f.in(moov) {
		switch b.name {
		case "mvhd":
			f.header(b, info)
		case "trak":
			if len(f.tracks) < maxTracks {
				f.tracks = append(f.tracks, f.track(b))
			}
		case "mvex":
			f.extends = true
			f.defaults(b)
		}
	}
	for _, t := range f.tracks {
		f.describeSamples(t)
	}
}

// header reads a mvhd box.
func (f *film) header(b box, info *Info) {
	c := f.head(b, 112)
	version := c.u8()
	c.skip(3)
	info.Created = moment(c.sized(version))
	c.sized(version) // when it was changed
	f.timescale = c.u32()
	f.duration = c.sized(version)
	c.skip(4 + 2 + 2 + 8) // rate, volume, reserved
	f.matrix = c.matrix()
}

// epoch is how many seconds before 1970 the clock of MP4 begins, which is at 1904.
const epoch = 2_082_844_800

// moment is a time as the file has it. Some writers count from 1970. A time beyond the year 2500 is none.
func moment(seconds uint64) time.Time {
	if seconds == 0 || seconds > epoch+16_725_225_600 {
		return time.Time{}
	}
	if seconds >= epoch {
		seconds -= epoch
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// span is how long a number of ticks of a clock is. It returns 0 for what is not known.
func span(ticks int64, timescale uint32) time.Duration {
	if timescale == 0 || ticks <= 0 {
		return 0
	}
	seconds, rest := ticks/int64(timescale), ticks%int64(timescale)
	if seconds > maxSeconds {
		return 0
	}
	return time.Duration(seconds)*time.Second + time.Duration(rest*int64(time.Second)/int64(timescale))
}

// maxSeconds is a hundred years: what is longer is no film.
const maxSeconds = 100 * 365 * 24 * 3600

// waiting reports whether there is nothing yet of a film in fragments.
func (f *film) waiting() bool {
	if !f.extends || f.fragments > 0 {
		return false
	}
	return !slices.ContainsFunc(f.tracks, func(t *track) bool { return !t.empty() })
}

// describe says what the film is as a whole.
func (f *film) describe(info *Info) {
	switch {
	case f.extends || f.fragments > 0:
		info.Index = IndexFragments
	case f.media >= 0 && f.media < f.index:
		info.Index = IndexBehind
	default:
		info.Index = IndexFront
	}
	for _, t := range f.tracks {
		t.partly = t.partly || f.partly
		if t.picture != nil || t.sound != nil {
			info.Duration = max(info.Duration, f.played(t, true))
		}
	}
	if t := f.choose(func(t *track) bool { return t.picture != nil }); t != nil {
		info.Picture = f.finishPicture(t)
	}
	if t := f.choose(func(t *track) bool { return t.sound != nil }); t != nil {
		info.Sound = f.finishSound(t)
	}
	if info.Duration == 0 || f.partly {
		info.Duration = max(info.Duration, span(ticks(f.duration), f.timescale))
	}
}

// ticks is a duration as the file has it; all ones say that it is not known.
func ticks(n uint64) int64 {
	if n >= maxTicks || n == 0xffffffff {
		return 0
	}
	return int64(n)
}

// choose returns the first track that is played: one that is enabled, with samples in it, and no cover or thumbnail. A
// file in which none is enabled is played all the same.
func (f *film) choose(kind func(*track) bool) *track {
	var disabled *track
	for _, t := range f.tracks {
		switch {
		case !kind(t) || t.empty() || t.still() || f.chapters(t):
		case t.enabled:
			return t
		case disabled == nil:
			disabled = t
		}
	}
	return disabled
}

// chapters reports whether a track is there to show where chapters of another begin.
func (f *film) chapters(t *track) bool {
	return slices.ContainsFunc(f.tracks, func(o *track) bool { return slices.Contains(o.chapters, t.id) })
}
