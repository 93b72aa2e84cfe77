package video

import "math"

// describeSamples reads the tables of a track, and finds out where its last sample ends.
func (f *film) describeSamples(t *track) {
	if t.picture != nil || t.sound != nil {
		t.partly = !f.sampleTable(t)
	}
	if t.chunks() != "" {
		f.until = max(f.until, f.lastChunk(t))
		if t.entry.look != nil {
			f.firstSample(t)
		}
	}
}

// chunks is the name of the box with the places of the track's chunks: those are samples that stand side by side.
func (t *track) chunks() string {
	for _, name := range []string{"stco", "co64"} {
		if b, has := t.tables[name]; has && b.end-b.start > 8 {
			return name
		}
	}
	return ""
}

// lastChunk returns where the chunk ends that lies farthest behind in the file.
func (f *film) lastChunk(t *track) int64 {
	name := t.chunks()
	width := int64(4)
	if name == "co64" {
		width = 8
	}
	last, where := int64(0), int64(-1)
	table := f.counted(t.tables[name], width)
	for e, i := table.entry(), int64(0); e != nil; e, i = table.entry(), i+1 {
		c := cursor{rest: e}
		if at := int64(min(c.number(int(width)), maxFileBytes)); at > where {
			last, where = i, at
		}
	}
	if where < 0 {
		return 0
	}
	first, count := f.samplesOf(t, last)
	return where + min(f.sizes(t).sum(first, count), maxFileBytes)
}

// samplesOf returns which samples are in a chunk: the table has an entry where their number changes.
func (f *film) samplesOf(t *track, chunk int64) (first, count int64) {
	from := int64(0)
	table := f.counted(t.tables["stsc"], 12)
	for e := table.entry(); e != nil; e = table.entry() {
		next := u32(e) - 1
		if next > chunk || next < from {
			break
		}
		first += scaled(next-from, count)
		from, count = next, u32(e[4:])
	}
	return min(first+scaled(chunk-from, count), math.MaxUint32), count
}
