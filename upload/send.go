package upload

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"hoist/upload/xapi"
)

// send brings all segments that X does not have to X, several at once, each over a connection of its own.
func (t *transfer) send(ctx context.Context) error {
	s := newSender(t)
	if s.left > 0 {
		began := time.Now()
		if err := s.run(ctx); err != nil {
			return err
		}
		if took := time.Since(began); took > 2*time.Second {
			t.engine.learn(float64(s.moved.Load()) / took.Seconds())
		}
	}
	if bytes, _ := t.ledger.state(); bytes != t.plan.Bytes {
		return t.failure(ctx, fmt.Errorf("%d of %d bytes were confirmed", bytes, t.plan.Bytes), -1)
	}
	return nil
}

// sender decides what is sent when. It belongs to one goroutine, which starts flights and hears how they ended; only
// what is said to be safe is used by the flights.
type sender struct {
	*transfer
	segments []segment
	left     int            // segments that X has not confirmed
	flights  sync.WaitGroup // their goroutines
	flying   map[*flight]struct{}
	landed   chan *flight  // flights that ended
	nudge    chan struct{} // holds a token when a flight has handed over its last byte, or the line works; safe
	moved    atomic.Int64  // bytes handed to the network; safe

	width   width
	typical typical // how long segments take
	lookout lookout
	offline bool      // the network is not there: one flight at a time looks whether it is back
	probe   *flight   // the one that looks; nil: none
	probes  int       // that found it is not
	probeAt time.Time // when the next looks
	lost    int       // "not found" in a row
	held    time.Time // until when X takes no more APPEND; zero: it does
	told    time.Time // until when it was said that nothing moves; zero: something does
}

// segment is what the sender knows of one segment.
type segment struct {
	offset, size int64
	taken        bool      // X has it
	flights      int       // under way
	attempts     int       // begun
	failures     int       // since another segment was last confirmed
	confirmed    int       // how many were, when it failed last
	at           time.Time // not before
	cause        *Error    // why not before
}

func newSender(t *transfer) *sender {
	s := &sender{
		transfer: t, segments: make([]segment, t.plan.Segments), flying: map[*flight]struct{}{},
		landed: make(chan *flight, 2*mostAtOnce), nudge: make(chan struct{}, 1), lookout: lookout{seen: make(chan error, 1)},
	}
	for i := range s.segments {
		g := &s.segments[i]
		g.offset, g.size = t.plan.segment(i)
		if g.taken = t.ledger.has(i); !g.taken {
			s.left++
		}
	}
	pinned := t.engine.pinned
	if t.serial {
		pinned = 1
	}
	s.width = newWidth(pinned, t.plan.SegmentBytes, t.engine.known())
	return s
}

// run sends until X has confirmed every segment.
func (s *sender) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
		s.flights.Wait() // the file may be closed after this
	}()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for s.left > 0 {
		if err := s.fill(ctx); err != nil {
			return err
		}
		timer.Reset(time.Until(s.wakeAt(time.Now())))
		select {
		case <-ctx.Done():
			return ctx.Err()
		case f := <-s.landed:
			if err := s.land(ctx, f); err != nil {
				return err
			}
		case <-s.nudge:
			s.online()
		case err := <-s.lookout.seen:
			s.looked(ctx, err)
		case <-timer.C:
		case <-s.sleeper.kick:
			s.now()
		case <-s.sleeper.woke:
			s.now()
		}
	}
	return nil
}

// fill starts as many flights as are of use.
func (s *sender) fill(ctx context.Context) error {
	now := time.Now()
	if late := s.outOfTime(-1); late != nil {
		return late
	}
	moved, sending := s.moved.Load(), s.sending()
	if s.width.measure(now, moved, sending) {
		s.giveUp()
	}
	if s.lookout.quiet(now, moved, sending) {
		s.lookOut(ctx)
	}
	for s.room(now) {
		i, again := s.next(now)
		if i < 0 {
			break
		}
		until, why := s.engine.admit(xapi.OpAppend)
		s.held = until
		if why != nil {
			s.stand(ctx, until, why)
			return nil
		}
		s.told = time.Time{}
		g := &s.segments[i]
		g.attempts++
		g.flights++
		f := s.newFlight(ctx, i, again)
		s.flying[f] = struct{}{}
		if s.offline {
			s.probe = f
		}
		if !again {
			s.post(SegmentStarted{Index: i, Attempt: f.attempt})
		}
		s.flights.Go(func() {
			f.fly(s.transfer)
			s.landed <- f
		})
	}
	if len(s.flying) == 0 || s.offline && s.probe == nil {
		s.standStill(ctx)
	}
	return nil
}

// room reports whether another flight may start. What only waits for X's answer does not hold the line.
func (s *sender) room(now time.Time) bool {
	if s.offline { // what hangs in connections of before does not count
		return s.probe == nil && !now.Before(s.probeAt) && len(s.flying) < s.most()
	}
	return len(s.flying) < s.most() && s.sending() < s.width.now
}

// sending returns how many flights have bytes left to hand over.
func (s *sender) sending() int {
	n := 0
	for f := range s.flying {
		if !f.handedOver() {
			n++
		}
	}
	return n
}

// giveUp ends the flights that have sent the least, so that no more are left than the line bears: it is so slow that a
// stop would cost more than they have sent.
func (s *sender) giveUp() {
	var flights []*flight
	for f := range s.flying {
		if !f.handedOver() && !f.givenUp {
			flights = append(flights, f)
		}
	}
	slices.SortFunc(flights, func(a, b *flight) int { return cmp.Compare(b.sent.Load(), a.sent.Load()) })
	for _, f := range flights[min(s.width.now, len(flights)):] {
		f.givenUp = true
		f.cancel()
		s.post(SegmentProgressed{Index: f.index})
	}
}

// next returns which segment to send: the first that is due, else one that is late and to be sent once more beside the
// flight that it has. -1: none.
func (s *sender) next(now time.Time) (index int, again bool) {
	waiting := false
	for i := range s.segments {
		g := &s.segments[i]
		if g.taken || g.flights > 0 {
			continue
		}
		if !now.Before(g.at) {
			return i, false
		}
		waiting = true
	}
	if waiting {
		return -1, false
	}
	return s.straggler(now), true
}

// wakeAt returns when something is to be done if nothing happens before.
func (s *sender) wakeAt(now time.Time) time.Time {
	wake := now.Add(time.Minute)
	sooner := func(t time.Time) {
		if t.After(now) && t.Before(wake) {
			wake = t
		}
	}
	sooner(s.held)
	if s.offline {
		sooner(s.probeAt)
	}
	for i := range s.segments {
		if g := &s.segments[i]; !g.taken && g.flights == 0 {
			sooner(g.at)
		}
	}
	if len(s.flying) > 0 {
		sooner(now.Add(s.width.pause()))
		if !s.lookout.looking {
			sooner(s.lookout.next)
		}
	}
	if _, expires := s.ledger.state(); !expires.IsZero() {
		sooner(expires)
	}
	return wake
}
