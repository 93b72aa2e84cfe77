package upload

import (
	"context"
	"errors"
	"sync"
)

// Request is what to upload.
type Request struct {
	File     string   // path of the video
	Category Category // empty: TweetVideo
	Anyway   bool     // send the file although its content is not known to be a video
}

// Job is one upload. It does nothing until it is started, and it runs once.
type Job struct {
	engine  *Engine
	request Request
	box     *mailbox
	begun   sync.Once
	cancel  context.CancelFunc // nil: ended before it was started
	done    chan struct{}
}

// NewJob returns a job that uploads what r says once it is started. Its events must be read to the end, also when
// it is cancelled before it was started.
func (e *Engine) NewJob(r Request) *Job {
	if r.Category == "" {
		r.Category = TweetVideo
	}
	return &Job{engine: e, request: r, box: newMailbox(), done: make(chan struct{})}
}

// Request returns what the job uploads.
func (j *Job) Request() Request { return j.request }

// Account returns in whose name it uploads.
func (j *Job) Account() Account { return j.engine.account }

// Events delivers what happens to one reader, in order. The channel is closed after exactly one [Finished]. Segment
// changes are never dropped; byte progress that was not yet read is replaced by newer, so that a slow reader does
// not slow the upload.
func (j *Job) Events() <-chan Event { return j.box.out }

// Start begins the upload in a goroutine of its own. It ends when it is done, has failed, is cancelled, or when ctx
// is done. Starting a job again, or one that was cancelled, does nothing.
func (j *Job) Start(ctx context.Context) {
	j.begun.Do(func() {
		ctx, j.cancel = context.WithCancel(ctx)
		go func() {
			defer j.cancel()
			result, err := j.run(ctx)
			if err != nil {
				j.finish(Finished{Err: j.failure(ctx, err)})
				return
			}
			j.finish(Finished{Result: result})
		}()
	})
}

// Cancel ends the upload at whatever point it is, and returns at once: [Job.Done] tells when the file is closed.
// Cancelling a job that was not started, or one that has ended, is fine.
func (j *Job) Cancel() {
	j.begun.Do(func() {
		j.finish(Finished{Err: &Error{Kind: Canceled, File: j.request.File, Segment: -1}})
	})
	if j.cancel != nil {
		j.cancel()
	}
}

// Done is closed when the job has ended: its file is closed and no request is under way.
func (j *Job) Done() <-chan struct{} { return j.done }

func (j *Job) finish(f Finished) {
	j.box.close(f)
	close(j.done)
}

// failure returns err as an Error; when ctx is done, whatever failed is a consequence of that.
func (j *Job) failure(ctx context.Context, err error) *Error {
	var known *Error
	if !errors.As(err, &known) {
		known = &Error{Kind: Internal, File: j.request.File, Segment: -1, Err: err}
	}
	if ctx.Err() != nil {
		known = &Error{Kind: Canceled, File: j.request.File, Segment: -1, Sent: known.Sent, Bytes: known.Bytes, Err: context.Cause(ctx)}
	}
	if known.Kind != Canceled {
		j.engine.log.Warn("upload failed", "kind", known.Kind, "cause", known.Err)
	}
	return known
}
