package upload

import (
	"slices"
	"time"
)

// segmentTime is how long a segment may take on its connection before there are too many at once: what is in flight is
// what a stop costs.
const segmentTime = 4 * time.Second

// How the number of segments at once finds its value.
const (
	firstWidth = 2                      // before anything is known
	quickLook  = 100 * time.Millisecond // between two changes
	window     = time.Second            // over which the speed is measured
)

// width is how many segments are handed to the network at once. More connections are never slower up to [mostAtOnce],
// and faster where one does not fill the line (a long round trip, loss); but on a slow line they only put more at
// stake. So it grows while a segment takes less than segmentTime, and shrinks when it takes twice as long.
type width struct {
	now    int
	pinned bool
	bytes  int64 // of a segment
	looks  []look
	next   time.Time // of the next change
}

// look is how much had gone out at a time.
type look struct {
	at    time.Time
	moved int64
}

// newWidth returns the width to begin with; pinned is one that somebody has set, or 0.
func newWidth(pinned int, segmentBytes int64) width {
	if pinned > 0 {
		return width{now: pinned, pinned: true, bytes: segmentBytes}
	}
	return width{now: firstWidth, bytes: segmentBytes}
}

// measure looks at what has gone out in all, with so many segments being sent, and changes the width.
func (w *width) measure(now time.Time, moved int64, sending int) {
	if w.pinned || now.Before(w.next) {
		return
	}
	w.next = now.Add(quickLook)
	w.looks = append(w.looks, look{now, moved})
	w.looks = slices.DeleteFunc(w.looks, func(l look) bool { return now.Sub(l.at) > window })
	first := w.looks[0]
	over := now.Sub(first.at).Seconds()
	if over < quickLook.Seconds() || moved == first.moved || sending < w.now {
		return // nothing is known, or the width does not hold anything back
	}
	speed := float64(moved-first.moved) / over
	switch each := float64(w.bytes) * float64(w.now) / speed; {
	case each < segmentTime.Seconds() && w.now < mostAtOnce:
		w.now++
	case each > 2*segmentTime.Seconds() && w.now > 1 && over > 0.8*window.Seconds():
		w.now--
	}
}

// pause returns after how long to measure again.
func (w *width) pause() time.Duration {
	if w.pinned {
		return time.Second
	}
	return quickLook
}
