package upload

import (
	"sync"
	"time"

	"hoist/upload/xapi"
)

// pacer knows how many calls of each kind X still takes in its window (1,875 in 15 minutes of most), so that its limits
// are kept and not run into. It is safe for several goroutines.
type pacer struct {
	mu      sync.Mutex
	windows map[xapi.Op]callWindow
}

// callWindow is one of X's windows.
type callWindow struct {
	left  int       // calls
	ends  time.Time // zero: X has not told of any
	since int       // calls that were let through after it ended: the next one may not have counted them
}

// observe takes in what a reply says.
func (p *pacer) observe(op xapi.Op, q xapi.Quota) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.windows[op]
	switch {
	case q.Reset.Sub(w.ends).Abs() < sameWindow:
		// Replies come in any order, and do not know of calls that are under way: the lower number is the safe one.
		w.left = min(w.left, q.Remaining)
	case q.Reset.Before(w.ends):
		return // late, from a window that has ended
	default:
		w = callWindow{left: max(0, q.Remaining-w.since), ends: q.Reset}
	}
	p.set(op, w)
}

// sameWindow is how far two replies of one window may be apart about its end: they have whole seconds, and come with
// the jitter of two clocks.
const sameWindow = 5 * time.Second

// take counts a call that is about to be sent. When none is left before the window ends it counts nothing, and returns
// when that is, and false.
func (p *pacer) take(op xapi.Op) (until time.Time, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w := p.windows[op]
	switch end := w.ends.Add(time.Second); { // X tells whole seconds
	case !time.Now().Before(end): // X has not told of the one that holds now
		w.since = min(w.since+1, mostAtOnce) // no more are under way; those before have been answered, or never arrived
	case w.left <= 0:
		return end, false
	default:
		w.left--
	}
	p.set(op, w)
	return time.Time{}, true
}

func (p *pacer) set(op xapi.Op, w callWindow) {
	if p.windows == nil {
		p.windows = map[xapi.Op]callWindow{}
	}
	p.windows[op] = w
}
