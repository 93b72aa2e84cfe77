package video

import (
	"maps"
	"slices"
)

// cadence watches how fast frames follow each other.
type cadence struct {
	counts map[uint32]int64 // how many frames last how long
	others int64            // frames of lengths that counts has no room for
	held   uint32           // how long the last frames last
	streak int64            // how many they are; they are not in counts yet

	window   [cadenceWindow]uint32 // the last frames
	at, in   int
	sum      int64
	tightest int64 // the least that a window takes, without the shortest of its frames
}

const (
	// cadenceWindow is how many frames make a pace: those of a quarter of a second at 60 frames a second. The shortest of
	// them is left out, so that a single one that is too short does not count.
	cadenceWindow = 17
	// maxLengths is how many lengths of frames are told apart: as many as a clock of a millionth of a second makes of
	// frames that are off by a thousandth.
	maxLengths = 2048
)

// add takes the next frames.
func (c *cadence) add(delta uint32, count int64) {
	if delta != c.held {
		c.count(c.streak)
		c.held, c.streak = delta, 0
	}
	for range min(count, cadenceWindow-c.streak) { // then there is nothing else in the window
		c.push(delta)
	}
	c.streak = min(c.streak+count, maxTicks)
}

// count puts some of the last frames into counts.
func (c *cadence) count(n int64) {
	if n <= 0 {
		return
	}
	if c.counts == nil {
		c.counts = make(map[uint32]int64)
	}
	if _, known := c.counts[c.held]; !known && len(c.counts) == maxLengths {
		c.others += n
		return
	}
	c.counts[c.held] += n
}

// push moves the window on by a frame.
func (c *cadence) push(delta uint32) {
	c.sum += int64(delta) - int64(c.window[c.at])
	c.window[c.at] = delta
	c.at = (c.at + 1) % cadenceWindow
	c.in = min(c.in+1, cadenceWindow)
	if c.in < cadenceWindow || c.tightest > 0 && c.sum-c.sum/cadenceWindow > c.tightest {
		return // the shortest is at most the average: without it, they do not take less
	}
	if took := c.sum - int64(slices.Min(c.window[:])); took > 0 && (c.tightest == 0 || took < c.tightest) {
		c.tightest = took
	}
}

// varies reports whether frames follow each other at a pace that varies by more than rounding: to a thousandth of a
// second, as Matroska and many recorders have it, or to one tick of a slower clock. One frame in a thousand may be of
// any length, and so may the last one.
func (c *cadence) varies(timescale uint32) bool {
	c.count(c.streak - 1)
	c.streak = 1
	if len(c.counts) == 0 {
		return false
	}
	total := c.others
	for _, n := range c.counts {
		total += n
	}
	usual := c.median(total)
	rounding := int64(max(timescale/1000, 1))
	odd := c.others
	for delta, n := range c.counts {
		if d := int64(delta) - int64(usual); d > rounding || d < -rounding {
			odd += n
		}
	}
	return odd > 1+total/1000
}

// median is the length of which half of the frames are shorter.
func (c *cadence) median(total int64) uint32 {
	below := int64(0)
	lengths := slices.Sorted(maps.Keys(c.counts))
	for _, delta := range lengths {
		if below += c.counts[delta]; below > total/2 {
			return delta
		}
	}
	return lengths[len(lengths)-1]
}

// fastest is the pace where frames follow each other fastest, in frames per second; 0: there are too few to tell.
func (c *cadence) fastest(timescale uint32) float64 {
	if c.tightest == 0 {
		return 0
	}
	return (cadenceWindow - 1) * float64(timescale) / float64(c.tightest)
}
