package video

import "math"

// keyTable goes over the keyframes of a track: those of stss; those of stps, which QuickTime has for keyframes that are
// followed by frames that need the one before; and those that sample groups name random access points.
type keyTable struct {
	all     bool // there is no table: every sample is a keyframe
	sources []*keySource
}

// keySource has a row of keyframes, in runs.
type keySource struct {
	next         func() (first, count int64, ok bool)
	first, until int64 // the run; what begins at math.MaxInt64 is none
}

func (f *film) keyframes(t *track) *keyTable {
	stss, has := t.tables["stss"]
	if !has {
		return &keyTable{all: true}
	}
	return &keyTable{sources: []*keySource{
		{next: f.listed(stss)},
		{next: f.listed(t.tables["stps"])},
		{next: f.grouped(t.tables["sbgp"])},
	}}
}

// listed goes over the numbers of a box stss or stps, which begin with 1.
func (f *film) listed(b box) func() (first, count int64, ok bool) {
	table := f.counted(b, 4)
	return func() (int64, int64, bool) {
		e := table.entry()
		if e == nil {
			return 0, 0, false
		}
		return u32(e) - 1, 1, true
	}
}

// grouped goes over the samples that a box sbgp puts into a group.
func (f *film) grouped(b box) func() (first, count int64, ok bool) {
	head := f.head(b, 16)
	version, skip := head.u8(), int64(12)
	head.skip(7)
	if version == 1 { // it has a parameter
		head.skip(4)
		skip += 4
	}
	table, at := f.table(b, skip, int64(head.u32()), 8), int64(0)
	return func() (int64, int64, bool) {
		for e := table.entry(); e != nil; e = table.entry() {
			n := u32(e)
			at += n
			if n > 0 && u32(e[4:]) > 0 {
				return at - n, n, true
			}
		}
		return 0, 0, false
	}
}

// advance goes on to the first run that ends behind a sample.
func (s *keySource) advance(at int64) {
	for s.until <= at {
		first, count, ok := s.next()
		if !ok {
			s.first, s.until = math.MaxInt64, math.MaxInt64
			return
		}
		s.first, s.until = first, first+count
	}
}

// run says whether a sample is a keyframe, and for how many samples from it on that is the same at least.
func (k *keyTable) run(at int64) (key bool, count int64) {
	if k.all {
		return true, math.MaxInt64
	}
	count = math.MaxInt64
	for _, s := range k.sources {
		s.advance(at)
		if s.first <= at {
			return true, s.until - at
		}
		count = min(count, s.first-at)
	}
	return false, count
}
