package video

import "math"

// samples is what the samples of a track say together. It is fed in decoding order and does not grow with their number.
type samples struct {
	count int64
	bytes int64
	ticks int64 // how long they last, in the track's time scale

	begun   int64 // when the first one is decoded
	decoded int64 // when the next one is
	from    int64 // when the first one is shown
	until   int64 // when the last one is off the screen

	keyframes
	pace *cadence // nil: nobody asks for it
	last uint32   // how long the last sample lasts: pace has it once the next one is there
}

// run is a number of samples that follow each other with nothing to tell them apart.
type run struct {
	count  int64
	delta  uint32 // from each to the next
	offset int32  // from when it is decoded to when it is shown
	key    bool   // they are keyframes
}

// maxTicks keeps sums from overflowing: it is more than any clock counts.
const maxTicks = 1 << 61

// add takes the next samples.
func (s *samples) add(r run) {
	if r.count <= 0 {
		return
	}
	lasting := scaled(r.count, int64(r.delta))
	s.keyframes.add(r, s.decoded)
	s.settle()
	if s.pace != nil && r.count > 1 {
		s.pace.add(r.delta, r.count-1)
	}
	s.last = r.delta
	shown := s.decoded + int64(r.offset)
	if s.count == 0 {
		s.begun, s.from, s.until = s.decoded, shown, shown
	}
	s.from, s.until = min(s.from, shown), max(s.until, min(shown+lasting, maxTicks))
	s.count = min(s.count+r.count, maxTicks)
	s.ticks = min(s.ticks+lasting, maxTicks)
	s.decoded = min(s.decoded+lasting, maxTicks)
}

// jump goes on at another time, as fragments may. The sample before lasts until then, whatever it says: writers that do not know
// yet when the next one comes say something.
func (s *samples) jump(to int64) {
	if s.count > 0 {
		late := to - s.decoded
		s.ticks = min(max(s.ticks+late, 0), maxTicks)
		s.last = uint32(min(max(int64(s.last)+late, 0), math.MaxUint32))
	}
	s.decoded = to
}

// settle tells pace how long the last sample lasts.
func (s *samples) settle() {
	if s.pace != nil && s.count > 0 {
		s.pace.add(s.last, 1)
	}
}

// weigh adds to the bytes.
func (s *samples) weigh(count, each int64) { s.bytes = min(s.bytes+scaled(count, each), maxTicks) }

// scaled is a product that does not overflow.
func scaled(a, b int64) int64 {
	if b != 0 && a > maxTicks/b {
		return maxTicks
	}
	return a * b
}

// keyframes watches for how far keyframes are from each other, in the order in which frames are stored, and for frames
// that need a keyframe later than theirs.
type keyframes struct {
	since   int64 // frames since the last keyframe, that one included
	longest int64
	seen    bool
	shown   int64 // when the last keyframe is shown
	open    bool
}

// add takes samples the first of which is decoded at that time. Frames that follow a keyframe and are shown before it
// need the one before as well: that is an open group of pictures. While their offset is the same they are shown ever
// later, so that the first one tells.
func (k *keyframes) add(r run, decoded int64) {
	shown := decoded + int64(r.offset)
	if !r.key {
		k.since = min(k.since+r.count, maxTicks)
		k.open = k.open || k.seen && shown < k.shown
		return
	}
	k.longest = max(k.longest, k.since)
	k.since, k.seen = 1, true
	k.shown = shown + scaled(r.count-1, int64(r.delta))
}

// gap returns the longest distance from a keyframe to the next or to the end.
func (k *keyframes) gap() int { return int(min(max(k.longest, k.since), math.MaxInt32)) }
