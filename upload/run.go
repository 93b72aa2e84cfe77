package upload

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hoist/upload/xapi"
)

// transfer is what one upload knows while it goes through X's calls. A worker touches nothing of it but what is
// documented as safe.
type transfer struct {
	engine   *Engine
	post     func(Event) // safe for several goroutines, never waits
	src      *source
	file     File
	category Category
	plan     Plan
	mediaID  string
	mediaKey string
	began    time.Time // when INIT was first tried
	ledger   ledger    // safe for several goroutines
}

// run uploads the job's file.
func (j *Job) run(ctx context.Context) (*Result, error) {
	src, err := openSource(j.request.File)
	if err != nil {
		return nil, err
	}
	defer src.close()
	file, err := src.inspect(j.engine.account.SegmentBytes, j.request.Anyway)
	if err != nil {
		return nil, err
	}
	t := &transfer{
		engine: j.engine, post: j.box.post, src: src, file: file, category: j.request.Category,
		plan: file.Plan, began: time.Now(),
	}
	for {
		if err := t.open(ctx); err != nil {
			return nil, err
		}
		err := t.send(ctx)
		if err == nil {
			return t.finish(ctx)
		}
		if !t.stepDown(err) {
			return nil, err
		}
	}
}

// stepDown reports whether the upload can start anew with smaller segments: X found them too large, and has taken
// none of that size.
func (t *transfer) stepDown(err error) bool {
	if !isKind(err, SegmentTooLarge) || t.ledger.hasTaken(t.plan.SegmentBytes) {
		return false
	}
	smaller, ok := t.plan.smaller()
	if !ok {
		return false
	}
	t.engine.log.Info("segments too large, starting anew", "from", t.plan.SegmentBytes, "to", smaller.SegmentBytes)
	t.plan = smaller
	return true
}

// open calls INIT until X has answered, or has not for Options.OpenFor.
func (t *transfer) open(ctx context.Context) error {
	patience := time.Now().Add(t.engine.openFor)
	var before *Error // how the try before this one failed
	for n := 1; ; n++ {
		media, err := t.init(ctx, patience)
		if err == nil {
			t.opened(media)
			return nil
		}
		failed := t.failure(ctx, err, -1)
		if errors.Is(err, errImpatient) && before != nil {
			return before // it says more than that the last try was cut short
		}
		if !again(failed.Kind, false) {
			return failed
		}
		next := t.engine.nextTry(n, failed)
		if failed.Kind == RateLimited {
			patience = next.Add(t.engine.openFor) // X did answer
		}
		if next.After(patience) {
			return failed
		}
		t.post(Waiting{Cause: failed, Until: next})
		if err := sleep(ctx, next); err != nil {
			return err
		}
		before = failed
	}
}

// errImpatient is the cause of an INIT that was given up because it took too long.
var errImpatient = errors.New("no answer in time")

// init calls INIT once.
func (t *transfer) init(ctx context.Context, patience time.Time) (xapi.Media, error) {
	if changed := t.src.unchanged(); changed != nil {
		return xapi.Media{}, changed
	}
	if err := t.pass(ctx); err != nil {
		return xapi.Media{}, err
	}
	inTime, cancel := context.WithDeadline(ctx, patience)
	defer cancel()
	media, err := t.engine.client.Init(inTime, xapi.InitRequest{
		TotalBytes: t.plan.Bytes, MediaType: t.file.MediaType, Category: t.category,
	})
	if err != nil && inTime.Err() != nil && ctx.Err() == nil {
		err = &xapi.Error{Op: xapi.OpInit, Kind: Stalled, Err: fmt.Errorf("%w: %s", errImpatient, t.engine.openFor)}
	}
	return media, err
}

// pass waits at the gate, and says so: another upload of the account may have been told to slow down.
func (t *transfer) pass(ctx context.Context) error {
	if until, why, shut := t.engine.gate.held(); shut {
		t.post(Waiting{Cause: why, Until: until})
	}
	return t.engine.gate.pass(ctx)
}

func (t *transfer) opened(m xapi.Media) {
	t.mediaID, t.mediaKey = m.ID, m.Key
	var expires time.Time
	if m.ExpiresIn > 0 {
		expires = time.Now().Add(m.ExpiresIn)
	}
	t.ledger.reset(expires)
	t.engine.log.Info("opened", "media_id", m.ID, "bytes", t.plan.Bytes, "segments", t.plan.Segments, "segment_bytes", t.plan.SegmentBytes)
	t.post(Opened{
		MediaID: m.ID, Bytes: t.plan.Bytes, Segments: t.plan.Segments, SegmentBytes: t.plan.SegmentBytes, Expires: expires,
	})
}

// failure returns err as an Error that knows how far the upload was. What X answered about an unknown media ID means
// that its time has run out, when that time is over.
func (t *transfer) failure(ctx context.Context, err error, segment int) *Error {
	confirmed, expires := t.ledger.state()
	e := &Error{Kind: Internal, File: t.file.Path, Segment: segment, Sent: confirmed, Bytes: t.file.Bytes, Err: err}
	var known *Error
	var x *xapi.Error
	switch {
	case ctx.Err() != nil:
		e.Kind = Canceled
	case errors.As(err, &known):
		e.Kind, e.Err = known.Kind, known.Err
	case errors.As(err, &x):
		e.Kind = x.Kind
		if x.Kind == NotFound && x.Op != xapi.OpInit && !expires.IsZero() && !time.Now().Before(expires) {
			e.Kind = Expired
		}
		if x.Kind == Clock && !x.Date.IsZero() {
			e.clockSkew = time.Since(x.Date)
		}
	}
	return e
}

// outOfTime returns an error when X no longer keeps the upload.
func (t *transfer) outOfTime(segment int) *Error {
	confirmed, expires := t.ledger.state()
	if expires.IsZero() || time.Now().Before(expires) {
		return nil
	}
	return &Error{
		Kind: Expired, File: t.file.Path, Segment: segment, Sent: confirmed, Bytes: t.file.Bytes,
		Err: fmt.Errorf("kept until %s", expires.Format(time.DateTime)),
	}
}

func isKind(err error, k Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}
