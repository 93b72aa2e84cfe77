package video

import (
	"math"
	"slices"
	"time"
)

// track is a trak box.
type track struct {
	id        uint32
	enabled   bool
	matrix    matrix
	width     uint32 // as it is shown, in pixels and 65,536ths of one
	height    uint32
	side      bool     // it is there for another track: a thumbnail, depth, transparency
	chapters  []uint32 // tracks that are there to show where chapters begin
	timescale uint32
	length    uint64 // in its time scale
	handler   string
	elst      box
	tables    map[string]box // by name
	picture   *Picture
	sound     *Sound
	entry     entry
	packet    packet
	samples   samples
	defaults  defaults
	sized     int64 // samples whose size is known
	partly    bool  // there were more of them than were looked at
}

// track reads a trak box, but for the tables of its samples.
func (f *film) track(trak box) *track {
	t := &track{tables: make(map[string]box)}
	for b := range f.in(trak) {
		switch b.name {
		case "tkhd":
			f.trackHeader(b, t)
		case "tref":
			f.references(b, t)
		case "edts":
			for b := range f.in(b) {
				if b.name == "elst" {
					t.elst = b
				}
			}
		case "mdia":
			f.mediaBoxes(b, t)
		}
	}
	f.sampleDescription(t.tables["stsd"], t) // it is understood by what the others say, whatever their order
	return t
}

func (f *film) trackHeader(b box, t *track) {
	c := f.head(b, 96)
	flags := c.u32()
	version := uint8(flags >> 24)
	t.enabled = flags&1 != 0
	c.sized(version) // when it was made
	c.sized(version) // when it was changed
	t.id = c.u32()
	c.skip(4)
	c.sized(version)          // duration
	c.skip(8 + 2 + 2 + 2 + 2) // reserved, layer, group, volume, reserved
	t.matrix = c.matrix()
	t.width, t.height = c.u32(), c.u32()
}

// references reads which tracks belong to which.
func (f *film) references(tref box, t *track) {
	for b := range f.in(tref) {
		switch b.name {
		case "chap":
			for c := f.head(b, 4*maxTracks); len(c.rest) >= 4; {
				t.chapters = append(t.chapters, c.u32())
			}
		case "thmb", "auxl", "vdep":
			t.side = true
		}
	}
}

func (f *film) mediaBoxes(mdia box, t *track) {
	for b := range f.in(mdia) {
		switch b.name {
		case "mdhd":
			c := f.head(b, 36)
			version := c.u8()
			c.skip(3)
			c.sized(version) // when it was made
			c.sized(version) // when it was changed
			t.timescale = c.u32()
			t.length = c.sized(version)
		case "hdlr":
			c := f.head(b, 12)
			c.skip(8)
			t.handler = string(c.take(4))
		case "minf":
			for b := range f.in(b) {
				if b.name == "stbl" {
					f.tableBoxes(b, t)
				}
			}
		}
	}
}

// tableBoxes finds the tables of a track.
func (f *film) tableBoxes(stbl box, t *track) {
	for b := range f.in(stbl) {
		switch b.name {
		case "stsd", "stts", "ctts", "stss", "stps", "stsz", "stz2", "stsc", "stco", "co64":
			t.tables[b.name] = b
		case "sbgp":
			c := f.head(b, 8)
			c.skip(4)
			if string(c.take(4)) == "rap " {
				t.tables[b.name] = b
			}
		}
	}
}

// empty reports whether a track has no samples.
func (t *track) empty() bool { return t.samples.count == 0 && t.sized == 0 }

// still reports whether a track is a picture and no film: a cover, or what marks a chapter.
func (t *track) still() bool {
	if t.side {
		return true
	}
	return t.picture != nil && t.samples.count == 1 &&
		slices.Contains([]string{"mjpeg", "png", "bmp", "gif", "tiff", "jpeg2000"}, t.picture.Codec)
}

// matrix is how a picture is turned and stretched: the numbers a, b, c and d of a matrix, in 65,536ths.
type matrix struct{ a, b, c, d float64 }

func (c *cursor) matrix() matrix {
	const one = 1 << 16
	var m matrix
	m.a, m.b = float64(c.i32())/one, float64(c.i32())/one
	c.skip(4)
	m.c, m.d = float64(c.i32())/one, float64(c.i32())/one
	c.skip(16)
	return m
}

// then is what comes of one matrix after another. One of zeros alone, as some writers have it, does nothing.
func (m matrix) then(n matrix) matrix {
	switch (matrix{}) {
	case m:
		return n
	case n:
		return m
	}
	return matrix{m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d, m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d}
}

// rotation is by how much a matrix turns clockwise, to a quarter of a turn: it takes the picture's right to (a, b), and
// the second number goes downward. ffprobe's "rotation" counts the other way; its "rotate" is this one.
func (m matrix) rotation() int {
	if m.a == 0 && m.b == 0 {
		return 0
	}
	quarters := int(math.Round(math.Atan2(m.b, m.a) / (math.Pi / 2)))
	return (quarters + 4) % 4 * 90
}

// stretch is how much wider a matrix makes a pixel than high.
func (m matrix) stretch() float64 {
	x, y := math.Hypot(m.a, m.b), math.Hypot(m.c, m.d)
	if x == 0 || y == 0 {
		return 1
	}
	return x / y
}

// played is how long a track is played, by its edit list: a row of pieces of it, and of pauses, which count from the
// beginning of the film on.
func (f *film) played(t *track, pauses bool) time.Duration {
	begin, end := t.shown()
	var sum time.Duration
	edits := f.edits(t)
	e := edits.entry()
	if e == nil {
		return span(end-begin, t.timescale)
	}
	for ; e != nil; e = edits.entry() {
		length, from := edit(e)
		lasting := span(length, f.timescale)
		switch rest := span(end-max(begin, from), t.timescale); {
		case from < 0 && !pauses:
			continue
		case from < 0:
		case length == 0 || rest < lasting: // up to the end
			lasting = rest
		}
		if sum += lasting; sum > maxSeconds*time.Second {
			return 0
		}
	}
	return sum
}

// edits is the table of a track's edit list.
func (f *film) edits(t *track) *table {
	if c := f.head(t.elst, 1); c.u8() == 1 {
		return f.counted(t.elst, 20)
	}
	return f.counted(t.elst, 12)
}

// edit returns how long an entry of an edit list lasts, in the film's time scale, and where in the track's it begins;
// -1: it is a pause.
func edit(e []byte) (length, from int64) {
	c := cursor{rest: e}
	if len(e) == 12 {
		return int64(c.u32()), int64(c.i32())
	}
	length = ticks(c.u64())
	from = int64(c.u64()) //nolint:gosec // a number with a sign
	return length, max(min(from, maxTicks), -1)
}

// shown is from when to when a track is shown without its edit list, in its time scale.
func (t *track) shown() (from, until int64) {
	if t.samples.count > 0 && !t.partly {
		return t.samples.from, t.samples.until
	}
	return 0, ticks(t.length)
}

// finishPicture says what is known of a video track once its samples have been gone over.
func (f *film) finishPicture(t *track) *Picture {
	p, s := t.picture, &t.samples
	p.Duration = f.played(t, false)
	p.Rotation = t.matrix.then(f.matrix).rotation()
	p.pixelShape(1, 1) // where nobody has said otherwise
	if p.Partly = t.partly; !p.Partly {
		p.Frames = max(s.count, t.sized)
	}
	p.KeyframeGap, p.OpenGOP = s.gap(), s.open
	if s.ticks > 0 && t.timescale > 0 {
		p.FrameRate = float64(s.count) * float64(t.timescale) / float64(s.ticks)
		s.settle()
		if p.Variable = s.pace.varies(t.timescale); p.Variable {
			p.Fastest = s.pace.fastest(t.timescale)
		}
	}
	p.Fastest = max(p.Fastest, p.FrameRate)
	p.BitRate = t.bitRate()
	return p
}

func (f *film) finishSound(t *track) *Sound {
	s := t.sound
	s.Duration = f.played(t, false)
	if s.BitRate == 0 {
		s.BitRate = t.bitRate()
	}
	return s
}

// bitRate is how many bits a second of the track has on average.
func (t *track) bitRate() int64 {
	lasting := t.lasting()
	if lasting == 0 || t.partly {
		return 0
	}
	rate := float64(t.samples.bytes) * 8 * float64(t.timescale) / float64(lasting)
	if rate > maxTicks {
		return 0
	}
	return int64(math.Round(rate))
}

// lasting is how long the samples of a track last, in its time scale: in a film of one piece as long as its header says,
// where that leaves out a part of the last sample, and in fragments as long as from the first one to the last.
func (t *track) lasting() int64 {
	sum := t.samples.ticks
	if length := ticks(t.length); length < sum && length > sum-sum/8 {
		return length
	}
	return max(sum, t.samples.decoded-t.samples.begun)
}
