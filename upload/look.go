package upload

import (
	"context"
	"net/url"
	"time"

	"hoist/upload/xapi"
)

const (
	quietAfter = 6 * time.Second // so long nothing moves, and it is looked whether the line is there
	lookLimit  = 5 * time.Second // for one look
)

// lookout notices that the line is gone while connections hang: nothing tells of that for half a minute, and when the
// line is back, the system may take as long again before it tries them. It belongs to the sender.
type lookout struct {
	moved   int64     // bytes that had gone out when something moved last
	at      time.Time // when that was
	looking bool
	blind   bool // the line is not there
	looks   int  // that found it is not
	next    time.Time
	seen    chan error // what a look has found
}

// quiet reports whether it is time to look: segments are being sent, and nothing moves.
func (l *lookout) quiet(now time.Time, moved int64, sending int) bool {
	if moved != l.moved || sending == 0 || l.at.IsZero() {
		l.moved, l.at, l.next = moved, now, now.Add(quietAfter)
		l.blind, l.looks = false, 0
	}
	return !l.looking && !now.Before(l.next)
}

// lookOut looks whether the line is there, in a goroutine of its own.
func (s *sender) lookOut(ctx context.Context) {
	s.lookout.looking = true
	s.flights.Go(func() {
		s.lookout.seen <- s.engine.wire.reach(ctx, s.engine.base)
	})
}

// looked takes in what a look has found. Where the line was gone and is back, what hangs is dropped and sent again.
func (s *sender) looked(ctx context.Context, err error) {
	l := &s.lookout
	now := time.Now()
	l.looking = false
	switch {
	case err != nil:
		l.blind = true
		l.looks++
		why := &Error{Kind: NoConnection, Segment: -1, Err: &xapi.Error{Op: xapi.OpAppend, Kind: NoConnection, Err: err}}
		l.next = now.Add(wait(l.looks, why))
		s.post(Waiting{Cause: s.failure(ctx, why, -1), Until: l.next})
	case l.blind:
		l.blind, l.looks = false, 0
		l.next = now.Add(quietAfter)
		s.engine.log.Info("the line is back", "media_id", s.mediaID)
		s.sleeper.wake(now, s.engine.wire.drop)
	default: // X, or what lies between, does not move: that is for the limits of the connections
		l.next = now.Add(quietAfter)
	}
}

// reach opens a connection and closes it: it fails when the line is not there. Behind a proxy nothing is known.
func (w *wire) reach(ctx context.Context, base *url.URL) error {
	addr, known := w.addressOf(ctx, base)
	if !known {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	c, err := w.dial(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	return c.Close()
}
