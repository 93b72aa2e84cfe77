package video

import (
	"math"
	"slices"
	"time"
)

// tape is the row of frames of a container without tables, as far as it was read, in the order in which they are stored.
type tape struct {
	frames int64
	since  int64 // frames since the last keyframe, with it
	gap    int64
	open   bool
	bytes  int64
	held   int64 // bytes since the last time, of sound: they go beyond it

	key     bool    // the last frame is a keyframe
	keyTime int64   // when the last keyframe is shown
	keyed   bool    // that is known
	times   []int64 // of the frames since the last break, in ticks
	resumed bool    // there was a break
	untimed bool    // some frames have no time of their own

	pace         cadence
	steps, ticks int64 // distances between frames, and how long they are in all
	first, until int64 // the first time, and the last
	timed        bool  // there is a time
}

// frame takes the next frame.
func (t *tape) frame(key bool) {
	if key {
		t.gap = max(t.gap, t.since)
		t.since, t.keyed = 0, false
	}
	t.key = key
	t.frames++
	t.since++
}

// shown takes when the frame is shown that was taken last.
func (t *tape) shown(at int64) {
	switch {
	case t.key:
		t.keyTime, t.keyed = at, true
	case t.keyed && at < t.keyTime:
		t.open = true // it is decoded after the keyframe and shown before it
	}
	t.times = append(t.times, at)
	t.reach(at)
}

// hold takes bytes of sound. timed: they begin at the time that was reached last.
func (t *tape) hold(bytes int, timed bool) {
	if timed {
		t.bytes += t.held
		t.held = 0
	}
	t.held += int64(bytes)
}

// sound says what the tape tells of a track of sound. whole: all of it was read.
func (t *tape) sound(s *Sound, timescale float64, whole bool) {
	s.Duration = t.duration(timescale)
	if !whole {
		return
	}
	s.BitRate = t.bitRate(timescale)
	switch {
	case t.frames > 1: // the last one lasts as long as the others
		s.Duration += s.Duration / time.Duration(t.frames-1)
	case s.BitRate > 0: // what is held lasts as long as as much did before
		s.Duration += seconds(float64(t.held) * 8 / float64(s.BitRate))
	}
}

// reach takes a time at which something is shown.
func (t *tape) reach(at int64) {
	if !t.timed {
		t.first, t.until, t.timed = at, at, true
	}
	t.first, t.until = min(t.first, at), max(t.until, at)
}

// maxReorder is by how many frames the order in which frames are stored can differ from that in which they are shown.
const maxReorder = 16

// cut is where a part begins that was not read, or the end. Near it, frames may be missing between those that are there.
func (t *tape) cut(end bool) {
	t.gap = max(t.gap, t.since)
	t.since, t.keyed = 0, false
	slices.Sort(t.times)
	times := t.times
	if t.resumed {
		times = times[min(maxReorder, len(times)):]
	}
	if !end {
		times = times[:max(len(times)-maxReorder, 0)]
		t.resumed = true
	}
	for i := 1; i < len(times); i++ {
		step := times[i] - times[i-1]
		if step <= 0 || step > math.MaxInt32 {
			continue
		}
		t.pace.add(uint32(step), 1)
		t.steps++
		t.ticks += step
	}
	t.times = t.times[:0]
}

// step is how long a frame is shown on average, in ticks.
func (t *tape) step() float64 {
	if t.steps == 0 || t.ticks == 0 {
		return 0
	}
	if t.untimed { // several frames have one time
		return float64(t.until-t.first) / float64(max(t.frames, 1))
	}
	return float64(t.ticks) / float64(t.steps)
}

// picture says what the tape tells of a track, whose clock has so many ticks a second. whole: all of it was read.
func (t *tape) picture(p *Picture, timescale float64, whole bool) {
	p.Partly = !whole
	p.KeyframeGap, p.OpenGOP = int(min(t.gap, math.MaxInt32)), p.OpenGOP || t.open
	p.Duration = t.duration(timescale)
	if whole {
		p.Frames, p.BitRate = t.frames, t.bitRate(timescale)
	}
	if t.untimed && (p.FrameRate > 0 || !whole) {
		return
	}
	if step := t.step(); step > 0 {
		p.FrameRate = timescale / step
		p.Fastest = p.FrameRate
		clock := uint32(max(min(timescale, math.MaxUint32), 1))
		if p.Variable = !t.untimed && t.pace.varies(clock); p.Variable {
			p.Fastest = max(t.pace.fastest(clock), p.FrameRate)
		}
	}
}

// duration is how long the track is from its first frame to the end of the last.
func (t *tape) duration(timescale float64) time.Duration {
	if !t.timed || timescale <= 0 {
		return 0
	}
	return seconds((float64(t.until-t.first) + t.step()) / timescale)
}

// bitRate is how many bits a second has on average, where all of it was read.
func (t *tape) bitRate(timescale float64) int64 {
	d := t.duration(timescale).Seconds()
	if d <= 0 {
		return 0
	}
	return int64(min(math.Round(float64(t.bytes)*8/d), math.MaxInt32*1000.))
}

// seconds turns seconds into a duration; 0 where it is no sensible one.
func seconds(s float64) time.Duration {
	const most = 1e8 // three years
	if !(s > 0 && s < most) {
		return 0
	}
	return time.Duration(math.Round(s * float64(time.Second)))
}
