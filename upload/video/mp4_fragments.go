package video

// defaults are what the samples of a track are in fragments that do not say so.
type defaults struct {
	delta uint32
	size  uint32
	flags uint32
}

// defaults reads an mvex box.
func (f *film) defaults(mvex box) {
	for b := range f.in(mvex) {
		c := f.head(b, 24)
		version := c.u8()
		c.skip(3)
		switch b.name {
		case "mehd":
			f.duration = max(f.duration, c.sized(version))
		case "trex":
			t := f.byID(c.u32())
			c.skip(4) // which description
			if t != nil {
				t.defaults = defaults{delta: c.u32(), size: c.u32(), flags: c.u32()}
			}
		}
	}
}

func (f *film) byID(id uint32) *track {
	for _, t := range f.tracks {
		if t.id == id {
			return t
		}
	}
	return nil
}

// fragment reads a moof box.
func (f *film) fragment(moof box, at int64) {
	end := at // where the media of the last track in it ends
	for b := range f.in(moof) {
		if b.name == "traf" {
			end = f.trackFragment(b, at, end)
		}
	}
}

// part is a track's part of a fragment.
type part struct {
	*track
	defaults
	base int64 // where its media is counted from
	end  int64 // where that of its last run ended
}

// trackFragment reads a traf box. It returns where its media ends.
func (f *film) trackFragment(traf box, moof, end int64) int64 {
	p := part{base: end, end: end}
	for b := range f.in(traf) {
		switch b.name {
		case "tfhd":
			if !f.fragmentHeader(b, &p, moof) {
				return end
			}
		case "tfdt":
			if p.track == nil {
				return end
			}
			c := f.head(b, 12)
			version := c.u8()
			c.skip(3)
			if to := c.sized(version); to < maxTicks {
				p.samples.jump(int64(to))
			}
		case "trun":
			if p.track == nil {
				return end
			}
			f.trackRun(b, &p)
		}
	}
	return p.end
}

// What tfhd says is there, by its flags.
const (
	tfhdBase        = 0x000001
	tfhdDescription = 0x000002
	tfhdDelta       = 0x000008
	tfhdSize        = 0x000010
	tfhdFlags       = 0x000020
	tfhdFromMoof    = 0x020000
)

// fragmentHeader reads a tfhd box. It reports whether the track is known.
func (f *film) fragmentHeader(b box, p *part, moof int64) bool {
	c := f.head(b, 40)
	flags := c.u32()
	if p.track = f.byID(c.u32()); p.track == nil {
		return false
	}
	p.defaults = p.track.defaults
	switch {
	case flags&tfhdBase != 0:
		p.base = int64(min(c.u64(), maxFileBytes))
	case flags&tfhdFromMoof != 0:
		p.base = moof
	}
	p.end = p.base
	if flags&tfhdDescription != 0 {
		c.skip(4)
	}
	if flags&tfhdDelta != 0 {
		p.delta = c.u32()
	}
	if flags&tfhdSize != 0 {
		p.size = c.u32()
	}
	if flags&tfhdFlags != 0 {
		p.flags = c.u32()
	}
	return true
}

// What trun says is there, by its flags.
const (
	trunData       = 0x000001
	trunFirstFlags = 0x000004
	trunDelta      = 0x000100
	trunSize       = 0x000200
	trunFlags      = 0x000400
	trunOffset     = 0x000800
)

// notSync is the flag of a sample that is no keyframe, or that others are needed for.
const notSync = 0x00010000 | 0x01000000

// trackRun reads a trun box: a row of samples whose media stands side by side.
func (f *film) trackRun(b box, p *part) {
	c := f.head(b, 16)
	flags, count := c.u32(), int64(c.u32())
	skip := int64(8)
	if flags&trunData != 0 {
		p.end = max(p.base+int64(c.i32()), 0)
		skip += 4
	}
	first := p.flags
	if flags&trunFirstFlags != 0 {
		first = c.u32()
		skip += 4
	}
	width := int64(0)
	for _, field := range []uint32{trunDelta, trunSize, trunFlags, trunOffset} {
		if flags&field != 0 {
			width += 4
		}
	}
	begin := p.end
	if width == 0 {
		f.plainRun(p, count, first)
	} else {
		f.tableRun(f.table(b, skip, count, width), flags, p, first)
	}
	f.until = max(f.until, p.end)
	f.look(p.track, begin, p.end-begin)
}

// plainRun takes samples that are all as the defaults say, but for the first one.
func (f *film) plainRun(p *part, count int64, first uint32) {
	if count == 0 {
		return
	}
	p.samples.add(run{count: 1, delta: p.delta, key: first&notSync == 0})
	p.samples.add(run{count: count - 1, delta: p.delta, key: p.flags&notSync == 0})
	p.take(count, int64(p.size))
}

// take counts the bytes of samples.
func (p *part) take(count, each int64) {
	p.samples.weigh(count, each)
	p.end = min(p.end+scaled(count, each), maxFileBytes)
}

// tableRun takes samples that say what they are.
func (f *film) tableRun(table *table, flags uint32, p *part, first uint32) {
	i := 0
	for e := table.entry(); e != nil; e = table.entry() {
		c := cursor{rest: e}
		s := p.defaults
		if i == 0 {
			s.flags = first
		}
		if flags&trunDelta != 0 {
			s.delta = c.u32()
		}
		if flags&trunSize != 0 {
			s.size = c.u32()
		}
		if flags&trunFlags != 0 {
			own := c.u32()
			if i > 0 || flags&trunFirstFlags == 0 {
				s.flags = own
			}
		}
		offset := int32(0)
		if flags&trunOffset != 0 {
			offset = c.i32()
		}
		p.samples.add(run{count: 1, delta: s.delta, offset: offset, key: s.flags&notSync == 0})
		p.take(1, int64(s.size))
		i++
	}
	p.partly = p.partly || table.at < table.end
}
