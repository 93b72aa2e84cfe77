package upload

import (
	"slices"
	"sync"
	"time"

	"hoist/upload/xapi"
)

// pacer knows how many calls of each kind X still takes in its windows, so that the limit is paced for and not run
// into. Safe for several goroutines. The zero value lets everything through until X has said something.
//
// What X says in a reply is about the calls that it had seen by then. Those under way may or may not be among them, so
// that all are taken off: the pacer may believe that a few calls less are left than there are, but not more.
type pacer struct {
	mu    sync.Mutex
	kinds map[xapi.Op]*paced
}

// paced is the calls of one kind.
type paced struct {
	flying  int      // calls that were let through and not answered yet, as far as it is known
	windows []window // that X has told of and that are under way: 15 minutes, a day
}

// window is a time in which X takes so many calls more.
type window struct {
	left  int
	reset time.Time
}

const (
	// sameWindow is how far apart two times may be that end the same window: they come from X's clock, which is
	// compared with this computer's by whole seconds anew for each reply.
	sameWindow = time.Minute
	// afterReset is how much later than by this computer's clock a window is taken to end, since the clocks may be off
	// by that much unseen.
	afterReset = 2 * time.Second
	// mostFlying bounds how many calls may be under way: those that never get an answer would count for ever.
	mostFlying = 2 * mostAtOnce
	// mostWindows bounds what X may make the pacer keep.
	mostWindows = 4
)

// of returns the calls of a kind, without the windows that have ended. The caller holds p.mu.
func (p *pacer) of(op xapi.Op, now time.Time) *paced {
	if p.kinds == nil {
		p.kinds = map[xapi.Op]*paced{}
	}
	k := p.kinds[op]
	if k == nil {
		k = &paced{}
		p.kinds[op] = k
	}
	k.windows = slices.DeleteFunc(k.windows, func(w window) bool { return !w.reset.After(now) })
	return k
}

// observe takes note of what the reply to a call says.
func (p *pacer) observe(op xapi.Op, q xapi.Quota) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	k := p.of(op, now)
	k.land()
	if !q.Reset.After(now) {
		return
	}
	left := max(q.Remaining-k.flying, 0)
	for i := range k.windows {
		w := &k.windows[i]
		if w.reset.Sub(q.Reset.Add(afterReset)).Abs() < sameWindow {
			w.left = min(w.left, left) // a reply may come late, after one that knew of more calls
			return
		}
	}
	k.windows = append(k.windows, window{left: left, reset: q.Reset.Add(afterReset)})
	if len(k.windows) > mostWindows {
		first := slices.MinFunc(k.windows, func(a, b window) int { return a.reset.Compare(b.reset) })
		k.windows = slices.DeleteFunc(k.windows, func(w window) bool { return w == first })
	}
}

// take counts a call that is about to be sent. When none is left before the window ends it counts nothing and returns
// when that is, and false.
func (p *pacer) take(op xapi.Op) (until time.Time, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := p.of(op, time.Now())
	for _, w := range k.windows {
		if w.left <= 0 && w.reset.After(until) {
			until = w.reset
		}
	}
	if !until.IsZero() {
		return until, false
	}
	k.flying = min(k.flying+1, mostFlying)
	for i := range k.windows {
		k.windows[i].left--
	}
	return time.Time{}, true
}

// lost is told of a call that ended without an answer, so that it does not count as under way any more. It stays
// counted in the window: X may have seen it.
func (p *pacer) lost(op xapi.Op) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of(op, time.Now()).land()
}

// land counts a call out that was under way.
func (k *paced) land() { k.flying = max(k.flying-1, 0) }
