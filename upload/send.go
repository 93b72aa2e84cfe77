package upload

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"hoist/upload/xapi"
)

// send brings all segments to X, several at once, each over a connection of its own.
func (t *transfer) send(ctx context.Context) error {
	workers := min(t.engine.atOnce, t.plan.Segments)
	s := &sender{transfer: t, working: workers}
	group, ctx := errgroup.WithContext(ctx)
	indexes := make(chan int)
	group.Go(func() error {
		defer close(indexes)
		for i := range t.plan.Segments {
			select {
			case indexes <- i:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range workers {
		group.Go(func() error {
			defer s.leave()
			for i := range indexes {
				if err := s.segment(ctx, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if bytes, _ := t.ledger.state(); bytes != t.plan.Bytes {
		return t.failure(ctx, fmt.Errorf("%d of %d bytes were confirmed", bytes, t.plan.Bytes), -1)
	}
	return nil
}

// sender is what the workers of one send share.
type sender struct {
	*transfer
	mu       sync.Mutex
	working  int       // workers that are not done
	sleeping int       // of those, how many wait for their next try or at the gate
	earliest time.Time // when the first of them wakes
}

// segment sends segment i until X has confirmed it.
func (s *sender) segment(ctx context.Context, i int) error {
	offset, size := s.plan.segment(i)
	failures, seen := 0, 0 // tries failed since another segment was last confirmed
	for attempt := 1; ; attempt++ {
		if err := s.ready(ctx, i); err != nil {
			return err
		}
		s.post(SegmentStarted{Index: i, Attempt: attempt})
		expires, failed := s.try(ctx, i, offset, size)
		if failed == nil {
			s.ledger.confirm(size, expires)
			s.post(SegmentConfirmed{Index: i, Attempt: attempt})
			return nil
		}
		if !again(failed.Kind, true) {
			return failed
		}
		s.ledger.resend()
		if confirmed, _ := s.ledger.progress(); confirmed != seen {
			failures, seen = 0, confirmed
		}
		failures++
		if err := s.rest(ctx, i, attempt, failures, failed); err != nil {
			return err
		}
	}
}

// ready waits until a request may go out, and checks that the upload is still worth one.
func (s *sender) ready(ctx context.Context, i int) error {
	if until, why, shut := s.engine.gate.held(); shut {
		err := s.still(until, why, func() error { return s.engine.gate.pass(ctx) })
		if err != nil {
			return err
		}
	}
	if changed := s.src.unchanged(); changed != nil {
		return s.failure(ctx, changed, i)
	}
	if late := s.outOfTime(i); late != nil {
		return late
	}
	return nil
}

// try sends segment i once.
func (s *sender) try(ctx context.Context, i int, offset, size int64) (time.Time, *Error) {
	data := &reading{from: s.src.file}
	expires, err := s.engine.client.Append(ctx, s.mediaID, xapi.Segment{
		Index: i, Data: data, Offset: offset, Size: size,
		Sent: func(bytes int64) { s.post(SegmentProgressed{Index: i, Bytes: bytes}) },
	})
	if err == nil {
		return expires, nil
	}
	if ctx.Err() == nil {
		// A request that failed because of the file must not look like trouble on the line.
		if changed := s.src.unchanged(); changed != nil {
			err = changed
		} else if broken := data.failure(); broken != nil {
			err = fileError(FileUnreadable, s.file.Path, broken)
		}
	}
	failed := s.failure(ctx, err, i)
	s.engine.log.Info("segment failed", "media_id", s.mediaID, "segment", i, "kind", failed.Kind, "cause", failed.Err)
	return time.Time{}, failed
}

// rest waits before the next try of segment i.
func (s *sender) rest(ctx context.Context, i, attempt, failures int, failed *Error) error {
	next := s.engine.nextTry(failures, failed)
	if _, expires := s.ledger.state(); !expires.IsZero() && next.After(expires) {
		next = expires
	}
	s.post(SegmentRetrying{Index: i, Attempt: attempt, Cause: failed, At: next})
	return s.still(next, failed, func() error { return sleep(ctx, next) })
}

// still counts a worker among those that wait while wait does. When every worker waits, the whole upload stands still,
// and says so.
func (s *sender) still(until time.Time, why *Error, wait func() error) error {
	s.mu.Lock()
	if s.sleeping == 0 || until.Before(s.earliest) {
		s.earliest = until
	}
	s.sleeping++
	if s.sleeping == s.working {
		s.post(Waiting{Cause: why, Until: s.earliest})
	}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.sleeping--
		s.mu.Unlock()
	}()
	return wait()
}

// leave counts a worker out.
func (s *sender) leave() {
	s.mu.Lock()
	s.working--
	s.mu.Unlock()
}
