package upload

import (
	"slices"
	"time"
)

// segmentTime is how long a segment should take on its connection at most: what is in flight is what a stop costs.
const segmentTime = 4 * time.Second

// How the number of segments at once finds its value.
const (
	lookEvery  = 250 * time.Millisecond // between two changes
	lookBack   = 2 * time.Second        // over which the speed is measured
	lookFirst  = 3 * lookBack / 4       // before this nothing is concluded: what goes out at first fills buffers
	tooWide    = 2                      // times segmentTime: there are too many at once
	farTooWide = 8                      // times segmentTime: some are to be given up
	slower     = 0.8                    // of the speed before, and it was wrong to shrink
	regret     = time.Minute            // before it is tried again
)

// width is how many segments are handed to the network at once. More connections are never slower up to [mostAtOnce],
// and faster where one does not fill the line (a long round trip, loss); but on a slow line they only put more at
// stake. So it begins wide, shrinks where a segment would take too long, and grows again when it does not. Where fewer
// turn out to be slower it was not the line that held them back, and it goes back to more.
type width struct {
	now    int
	pinned bool
	bytes  int64 // of a segment
	looks  []look
	next   time.Time // of the next change

	trying bool    // it has shrunk, and it is not known yet whether that was right
	before int     // what it was then
	speed  float64 // and what was reached, in bytes per second
	stay   time.Time
}

// look is how much had gone out at a time.
type look struct {
	at    time.Time
	moved int64
}

// newWidth returns the width to begin with. pinned is one that somebody has set, or 0; speed is that of the last upload
// in bytes per second, or 0.
func newWidth(pinned int, segmentBytes int64, speed float64) width {
	switch {
	case pinned > 0:
		return width{now: pinned, pinned: true, bytes: segmentBytes}
	case speed > 0:
		return width{now: within(speed, segmentBytes), bytes: segmentBytes}
	default:
		return width{now: mostAtOnce, bytes: segmentBytes}
	}
}

// within returns how many segments at once take segmentTime at a speed.
func within(speed float64, segmentBytes int64) int {
	return int(min(max(speed*segmentTime.Seconds()/float64(segmentBytes), 1), mostAtOnce))
}

// measure looks at what has gone out in all, with so many segments being sent, and changes the width. It reports whether
// so many are far too many.
func (w *width) measure(now time.Time, moved int64, sending int) (far bool) {
	if w.pinned || now.Before(w.next) {
		return false
	}
	w.next = now.Add(lookEvery)
	if w.trying && sending > w.now {
		w.looks = nil // those that are too many have to land first
		return false
	}
	speed := w.look(now, moved)
	if speed == 0 {
		return false // nothing is known, or nothing moves
	}
	each := time.Duration(float64(w.bytes) * float64(max(sending, 1)) / speed * float64(time.Second))
	switch {
	case w.trying:
		w.trying = false
		if speed < slower*w.speed {
			w.now, w.stay = w.before, now.Add(regret)
		}
	case each > tooWide*segmentTime && sending >= w.now && w.now > 1 && !now.Before(w.stay):
		w.trying, w.before, w.speed, w.looks = true, w.now, speed, nil
		w.now = min(within(speed, w.bytes), w.now)
		return each > farTooWide*segmentTime
	case each < segmentTime && sending == w.now && w.now < mostAtOnce:
		w.now++
	}
	return false
}

// look returns the speed of the last seconds in bytes per second; 0 while it is not known.
func (w *width) look(now time.Time, moved int64) float64 {
	w.looks = append(w.looks, look{now, moved})
	w.looks = slices.DeleteFunc(w.looks, func(l look) bool { return now.Sub(l.at) > lookBack })
	first := w.looks[0]
	over := now.Sub(first.at)
	if over < lookFirst {
		return 0
	}
	return float64(moved-first.moved) / over.Seconds()
}

// pause returns after how long to measure again.
func (w *width) pause() time.Duration {
	if w.pinned {
		return time.Second
	}
	return lookEvery
}
