package upload

import (
	"context"
	"time"
)

// standStill says why nothing moves.
func (s *sender) standStill(ctx context.Context) {
	var first *segment
	for i := range s.segments {
		g := &s.segments[i]
		if !g.taken && g.cause != nil && (first == nil || g.at.Before(first.at)) {
			first = g
		}
	}
	if first == nil {
		return
	}
	until := first.at
	if s.offline {
		until = s.probeAt
	}
	if until.After(time.Now()) {
		s.stand(ctx, until, first.cause)
	}
}

// stand says once that nothing moves before until.
func (s *sender) stand(ctx context.Context, until time.Time, why *Error) {
	if !s.offline && len(s.flying) > 0 || s.told.Equal(until) {
		return
	}
	s.told = until
	s.post(Waiting{Cause: s.failure(ctx, why, why.Segment), Until: until})
}

// online notes that the network is there.
func (s *sender) online() {
	if s.offline {
		s.offline, s.probe, s.probes = false, nil, 0
		s.now()
	}
}

// now ends all waits but X's own.
func (s *sender) now() {
	now := time.Now()
	s.probeAt = now
	for i := range s.segments {
		s.segments[i].at = now
	}
}

// land takes in how a flight ended. An error ends the upload.
func (s *sender) land(ctx context.Context, f *flight) error {
	delete(s.flying, f)
	f.cancel()
	if s.probe == f {
		s.probe = nil
	}
	g := &s.segments[f.index]
	g.flights--
	if g.taken || f.givenUp && f.failed != nil {
		return nil // the other flight of the segment was first, or it has its turn later
	}
	if f.failed == nil {
		s.confirmed(f, g)
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.ledger.resend()
	failed := f.failed
	switch {
	case failed.Kind == NotFound:
		// X has answered this for a while when it had trouble (its incidents of May 2025).
		if s.lost++; s.lost == lostAppend {
			return failed
		}
	case !again(failed.Kind, true):
		return failed
	case g.flights > 0:
		return nil // its other flight goes on
	}
	s.retry(f, g, failed)
	return nil
}

// lostAppend is after how many "not found" in a row X is believed to have lost the upload.
const lostAppend = 2

// confirmed counts a segment.
func (s *sender) confirmed(f *flight, g *segment) {
	g.taken = true
	s.left--
	s.lost = 0
	s.typical.add(time.Since(f.began))
	s.online()
	for other := range s.flying {
		if other.index == f.index {
			other.cancel()
		}
	}
	s.post(SegmentConfirmed{Index: f.index, Attempt: f.attempt})
}

// retry decides when a segment is sent again.
func (s *sender) retry(f *flight, g *segment, failed *Error) {
	now := time.Now()
	switch {
	case s.sleeper.justWoke():
		g.at = now
	case failed.Kind == NoConnection:
		// No fault of the segment, and no use in trying with all of them.
		if !s.offline || !now.Before(s.probeAt) {
			s.offline = true
			s.probes++
			s.probeAt = now.Add(wait(s.probes, failed))
		}
		g.at = s.probeAt
	default:
		if confirmed, _ := s.ledger.progress(); confirmed != g.confirmed {
			g.failures, g.confirmed = 0, confirmed
		}
		g.failures++
		g.at = s.engine.nextTry(g.failures, failed)
		failed.Tries = g.failures
	}
	g.cause = failed
	s.post(SegmentRetrying{Index: f.index, Attempt: f.attempt, Cause: failed, At: g.at})
}
