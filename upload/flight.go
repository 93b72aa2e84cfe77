package upload

import (
	"context"
	"sync/atomic"
	"time"

	"hoist/upload/xapi"
)

// flight is one try of one segment, in a goroutine of its own.
type flight struct {
	index   int
	attempt int
	offset  int64
	size    int64
	again   bool // another flight of the segment is under way: this one is heard only when it is first
	began   time.Time
	ctx     context.Context // the flight's life, which is not that of a call
	cancel  context.CancelFunc
	sent    atomic.Int64 // bytes handed to the network in this try
	failed  *Error       // nil: X has confirmed the segment. Set before the flight has landed

	givenUp bool // the line is too slow for so many; touched by the sender alone

	moved *atomic.Int64
	nudge chan<- struct{}
}

// newFlight returns a flight that has not begun.
func (s *sender) newFlight(ctx context.Context, i int, again bool) *flight {
	g := &s.segments[i]
	f := &flight{
		index: i, attempt: g.attempts, offset: g.offset, size: g.size, again: again, began: time.Now(),
		moved: &s.moved, nudge: s.nudge,
	}
	f.ctx, f.cancel = context.WithCancel(ctx)
	if again {
		f.ctx = onFreshConn(f.ctx)
	}
	return f
}

// handedOver reports whether only X's answer is missing.
func (f *flight) handedOver() bool { return f.sent.Load() >= f.size }

// fly sends the segment once, and puts X's confirmation on the disk.
func (f *flight) fly(t *transfer) {
	if changed := t.src.unchanged(); changed != nil {
		f.failed = t.failure(f.ctx, changed, f.index)
		return
	}
	data := &reading{from: t.src.file, begin: f.offset}
	expires, err := t.engine.client.Append(f.ctx, t.mediaID, xapi.Segment{
		Index: f.index, Data: data, Offset: f.offset, Size: f.size,
		Sent: func(bytes int64) { f.progress(t, bytes) },
	})
	if err == nil {
		t.ledger.confirm(f.index, f.size, data.read(), expires)
		return
	}
	if f.ctx.Err() == nil {
		// A request that failed because of the file must not look like trouble on the line.
		if changed := t.src.unchanged(); changed != nil {
			err = changed
		} else if broken := data.failure(); broken != nil {
			err = fileError(FileUnreadable, t.src.path, broken)
		}
	}
	f.failed = t.failure(f.ctx, err, f.index)
	if f.failed.Kind != Canceled {
		t.engine.log.Info("segment failed", "media_id", t.mediaID, "segment", f.index, "kind", f.failed.Kind, "cause", f.failed.Err)
	}
}

// progress notes how much is with the network, and tells it.
func (f *flight) progress(t *transfer, bytes int64) {
	before := f.sent.Swap(bytes)
	f.moved.Add(max(0, bytes-before))
	if before == 0 || bytes >= f.size {
		select {
		case f.nudge <- struct{}{}:
		default:
		}
	}
	if !f.again {
		t.post(SegmentProgressed{Index: f.index, Bytes: bytes})
	}
}
