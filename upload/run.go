package upload

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hoist/upload/xapi"
)

// transfer is what one turn of a job knows while it goes through X's calls. A flight touches nothing of it but what is
// documented as safe.
type transfer struct {
	engine   *Engine
	job      *Job
	post     func(Event) // safe for several goroutines, never waits
	src      *source
	file     File
	plan     Plan
	journal  *journal // nil: not open
	mediaID  string
	mediaKey string
	ledger   ledger // safe for several goroutines
	sleeper  *sleeper

	anew   *Error // why what was sent before could not be used, until it is told
	serial bool   // it has started anew because X lost track of it: one segment after the other
}

// run uploads the job's file, or goes on with it, until it is done, has failed or ctx is done.
func (j *Job) run(ctx context.Context) (*Result, error) {
	src, err := openSource(j.request.File)
	if err != nil {
		return nil, err
	}
	defer src.close()
	t := &transfer{engine: j.engine, job: j, post: j.box.post, src: src, sleeper: j.sleeper}
	t.ledger.log = j.engine.log
	defer t.release()
	if err := t.begin(); err != nil {
		return nil, err
	}
	defer t.sleeper.watch(ctx, j.engine.wire.drop)()
	for {
		result, err := t.upload(ctx)
		if err == nil {
			t.forget()
			return result, nil
		}
		failed := t.failure(ctx, err, -1)
		if t.again(failed) {
			continue
		}
		if !Continuable(failed.Kind) {
			t.forget()
		}
		return nil, err
	}
}

// upload goes through X's calls once.
func (t *transfer) upload(ctx context.Context) (*Result, error) {
	if t.journal == nil {
		if err := t.open(ctx); err != nil {
			return nil, err
		}
	}
	if err := t.send(ctx); err != nil {
		return nil, err
	}
	return t.finish(ctx)
}

// again prepares the upload to start anew, and reports whether there is a point in it: with smaller segments where X
// found them too large, and once where it has lost track of the upload, or its sums do not add up.
func (t *transfer) again(failed *Error) bool {
	switch failed.Kind {
	case SegmentTooLarge:
		smaller, ok := t.plan.smaller()
		if !ok {
			return false
		}
		t.engine.learnLargest(smaller.SegmentBytes)
		t.plan = smaller
	case NotFound, SegmentsMissing:
		if t.serial {
			return false
		}
		t.serial = true
	default:
		return false
	}
	t.engine.log.Info("starting anew", "media_id", t.mediaID, "cause", failed, "segment_bytes", t.plan.SegmentBytes)
	t.forget()
	t.anew = failed
	return true
}

// Continuable reports whether what X has of an upload that failed this way can be of use later: whether its journal is
// kept.
func Continuable(k Kind) bool {
	switch k {
	case Expired, NotFound, SegmentsMissing, SegmentTooLarge, ProcessingFailed:
		return false
	default:
		return true
	}
}

// forget deletes the journal: the upload is done, or lost.
func (t *transfer) forget() {
	if t.journal != nil {
		t.engine.shelf.drop(t.journal)
		t.journal = nil
		t.job.opened("")
	}
}

// release keeps the journal for a later turn, and what the job has to tell in the end.
func (t *transfer) release() {
	if t.journal != nil {
		t.engine.shelf.put(t.journal)
	}
	_, resent := t.ledger.progress()
	t.job.mu.Lock()
	defer t.job.mu.Unlock()
	t.job.resent += resent
}

// open calls INIT until X has answered.
func (t *transfer) open(ctx context.Context) error {
	for n := 1; ; n++ {
		if changed := t.src.unchanged(); changed != nil {
			return changed
		}
		if err := t.pass(ctx, xapi.OpInit); err != nil {
			return err
		}
		t.engine.wire.warm(ctx, t.engine.base, min(t.most(), t.plan.Segments))
		media, err := t.engine.client.Init(ctx, xapi.InitRequest{
			TotalBytes: t.plan.Bytes, MediaType: t.file.MediaType, Category: t.job.request.Category,
		})
		if err == nil {
			t.opened(media)
			return nil
		}
		failed := t.failure(ctx, err, -1)
		if !again(failed.Kind, false) {
			return failed
		}
		if err := t.stand(ctx, n, failed); err != nil {
			return err
		}
	}
}

// opened begins the journal of a new media ID.
func (t *transfer) opened(m xapi.Media) {
	began := time.Now()
	h := t.head()
	h.MediaID, h.MediaKey, h.Began = m.ID, m.Key, began
	if m.ExpiresIn > 0 {
		h.Expires = began.Add(m.ExpiresIn)
	}
	t.start(t.engine.shelf.create(h), false)
	t.engine.log.Info("opened", "media_id", m.ID, "bytes", t.plan.Bytes, "segments", t.plan.Segments, "segment_bytes", t.plan.SegmentBytes)
}

// start counts what the journal holds, and says so; begun: of an upload that was begun before.
func (t *transfer) start(j *journal, begun bool) {
	h := j.head()
	t.journal, t.mediaID, t.mediaKey = j, h.MediaID, h.MediaKey
	t.ledger.begin(j)
	t.job.opened(t.mediaID)
	_, expires := t.ledger.state()
	var taken []int
	if begun {
		taken = []int{} // though X may have confirmed none
	}
	for i := range t.plan.Segments {
		if t.ledger.has(i) {
			taken = append(taken, i)
		}
	}
	t.post(Opened{
		MediaID: t.mediaID, Bytes: t.plan.Bytes, Segments: t.plan.Segments, SegmentBytes: t.plan.SegmentBytes,
		Expires: expires, Taken: taken, Anew: t.anew,
	})
	t.anew = nil
}

// most returns how many segments may be in flight.
func (t *transfer) most() int {
	switch {
	case t.serial:
		return 1
	case t.engine.pinned > 0:
		return t.engine.pinned
	default:
		return mostAtOnce
	}
}

// pass waits until X takes another call, and says so where it does not.
func (t *transfer) pass(ctx context.Context, op xapi.Op) error {
	for {
		until, why := t.engine.admit(op)
		if why == nil {
			return ctx.Err()
		}
		t.post(Waiting{Cause: t.failure(ctx, why, -1), Until: until})
		if err := sleep(ctx, until, nil, nil); err != nil {
			return err
		}
	}
}

// stand waits before the next try of a call that the whole upload stands on.
func (t *transfer) stand(ctx context.Context, n int, failed *Error) error {
	next := t.engine.nextTry(n, failed)
	failed.Tries = n
	t.post(Waiting{Cause: failed, Until: next})
	return t.sleeper.sleep(ctx, next)
}

// failure returns err as an Error that knows how far the upload was. What X answered about an unknown media ID means
// that its time has run out, when that time is over.
func (t *transfer) failure(ctx context.Context, err error, segment int) *Error {
	confirmed, expires := t.ledger.state()
	e := &Error{Kind: Internal, File: t.src.path, Segment: segment, Sent: confirmed, Bytes: t.plan.Bytes, SegmentBytes: t.plan.SegmentBytes, Err: err}
	var known *Error
	var x *xapi.Error
	switch {
	case ctx.Err() != nil:
		e.Kind = Canceled
	case errors.As(err, &known):
		e.Kind, e.Err, e.clockSkew = known.Kind, known.Err, known.clockSkew
		e.Tries, e.At, e.Gone = known.Tries, known.At, known.Gone
		if segment < 0 {
			e.Segment = known.Segment
		}
	case errors.As(err, &x):
		e.Kind = x.Kind
		if x.Kind == NotFound && x.Op != xapi.OpInit && over(expires) {
			e.Kind, e.At = Expired, expires
		}
		if x.Kind == Clock && !x.Date.IsZero() {
			e.clockSkew = time.Since(x.Date)
		}
	}
	return e
}

// over reports whether X no longer keeps what it has said to keep until then; zero: it did not say.
func over(expires time.Time) bool { return !expires.IsZero() && !time.Now().Before(expires) }

// outOfTime returns an error when X no longer keeps the upload.
func (t *transfer) outOfTime(segment int) *Error {
	confirmed, expires := t.ledger.state()
	if !over(expires) {
		return nil
	}
	return &Error{
		Kind: Expired, File: t.src.path, Segment: segment, Sent: confirmed, Bytes: t.plan.Bytes, At: expires,
		Err: fmt.Errorf("kept until %s", expires.Format(time.DateTime)),
	}
}
