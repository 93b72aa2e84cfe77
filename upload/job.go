package upload

import (
	"context"
	"errors"
	"sync"
	"time"

	"hoist/upload/xapi"
)

// Request is what to upload.
type Request struct {
	File     string   // path of the video
	Category Category // empty: TweetVideo

	// MediaID continues this upload and no other; it fails where that cannot be done. Empty: an unfinished upload of
	// the same unchanged file, account and address is continued, else a new one begins.
	MediaID string
}

// IsMediaID reports whether s has the form of a media ID: 1 to 19 digits, by X's OpenAPI file.
func IsMediaID(s string) bool { return xapi.IsMediaID(s) }

// Job is one upload. It does nothing until it is started or its queue has come to it. It can be paused and goes on where
// it was; its events are those of all its turns, in one channel.
type Job struct {
	engine  *Engine
	request Request
	box     *mailbox
	done    chan struct{}
	kick    chan struct{} // holds a token when a wait is to be cut short
	sleeper *sleeper
	turned  chan struct{} // holds a token when the job has become ready, or has ended without a turn

	mu       sync.Mutex
	state    jobState
	wish     jobWish                 // what to do with the turn that runs
	stop     context.CancelCauseFunc // ends the turn that runs; nil: none does
	notify   func()                  // tells the queue that the job is ready; nil: it is in none
	mediaID  string                  // what a later turn continues; empty: not open
	worked   time.Duration           // of the turns before this one
	resent   int                     // of the turns before this one
	earlier  int64                   // what X had before the first turn
	launched bool                    // somebody gives it turns
	started  bool                    // it has been open
	failed   *Error                  // why it ended; nil: it has not, or well
}

// jobState is what a job is at.
type jobState int

const (
	jobReady   jobState = iota // waits for its turn
	jobRunning                 // has it
	jobPaused                  // waits for Resume
	jobEnded
)

// jobWish is what a person wants of a job that runs.
type jobWish int

const (
	wishOn      jobWish = iota // that it goes on
	wishAgain                  // that it goes on, after it was to stand
	wishPause                  // that it stands
	wishCancel                 // that it ends, and can be continued by another job
	wishDiscard                // that it ends, and nothing is kept of it
)

// NewJob returns a job that uploads what r says once it is started. Its events must be read to the end, also when
// it is cancelled before it was started.
func (e *Engine) NewJob(r Request) *Job {
	if r.Category == "" {
		r.Category = TweetVideo
	}
	kick := make(chan struct{}, 1)
	return &Job{
		engine: e, request: r, box: newMailbox(), done: make(chan struct{}),
		kick: kick, sleeper: newSleeper(kick), turned: make(chan struct{}, 1), mediaID: r.MediaID,
	}
}

// Request returns what the job uploads.
func (j *Job) Request() Request { return j.request }

// Account returns in whose name it uploads.
func (j *Job) Account() Account { return j.engine.account }

// Events delivers what happens to one reader, in order. The channel is closed after exactly one [Finished]. Segment
// changes are never dropped; byte progress that was not yet read is replaced by newer, so that a slow reader does
// not slow the upload.
func (j *Job) Events() <-chan Event { return j.box.out }

// Start begins the upload in a goroutine of its own, without a queue. It ends when it is done, has failed, is cancelled,
// or when ctx is done. Starting a job again does nothing.
func (j *Job) Start(ctx context.Context) {
	j.mu.Lock()
	again := j.launched
	j.launched = true
	j.mu.Unlock()
	if again {
		return
	}
	go func() {
		for !j.turn(ctx) {
			select {
			case <-j.turned:
			case <-ctx.Done():
				j.Cancel()
			}
		}
	}()
}

// Pause lets the upload stand until [Job.Resume]; what X has confirmed is kept. A job in a queue lets the next one go
// first. It returns at once: [Paused] tells when it stands.
func (j *Job) Pause() {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.state == jobReady:
		j.state = jobPaused
		j.box.post(Paused{})
	case j.state == jobRunning && j.wish < wishPause:
		j.end(wishPause)
	}
}

// Resume lets a paused job go on, in a queue when its turn comes.
func (j *Job) Resume() {
	j.mu.Lock()
	switch {
	case j.state == jobPaused:
		j.state = jobReady
	case j.state == jobRunning && j.wish == wishPause:
		j.wish = wishAgain // the turn ends all the same, and another follows
	}
	notify := j.notify
	j.mu.Unlock()
	j.wake(notify)
}

// Cancel ends the upload at whatever point it is, and returns at once: [Job.Done] tells when the file is closed. What X
// has confirmed stays in the journal, so that another job can go on. Cancelling a job that was not started, or one that
// has ended, is fine.
func (j *Job) Cancel() { j.quit(wishCancel) }

// Discard is Cancel, and deletes the journal: what was sent is lost.
func (j *Job) Discard() { j.quit(wishDiscard) }

// TryNow cuts the wait before the next try short. It does not open the gate that X has shut.
func (j *Job) TryNow() {
	select {
	case j.kick <- struct{}{}:
	default:
	}
}

// Done is closed when the job has ended: its file is closed and no request is under way.
func (j *Job) Done() <-chan struct{} { return j.done }

func (j *Job) quit(w jobWish) {
	j.mu.Lock()
	notify := j.notify
	switch j.state {
	case jobRunning:
		j.end(w)
	case jobReady, jobPaused:
		j.state = jobEnded
		go func() { // whoever asks may not wait for the disk
			if w == wishDiscard {
				j.engine.shelf.discard(j.mediaID)
			}
			j.finish(Finished{Err: &Error{Kind: Canceled, File: j.request.File, Segment: -1}})
		}()
	case jobEnded:
	}
	j.mu.Unlock()
	j.wake(notify)
}

// end ends the turn that runs. The lock is held.
func (j *Job) end(w jobWish) {
	j.wish = max(j.wish, w)
	j.stop(errors.New("a person's wish"))
}

// wake tells whoever gives the turns to look again.
func (j *Job) wake(notify func()) {
	select {
	case j.turned <- struct{}{}:
	default:
	}
	if notify != nil {
		notify()
	}
}

// ready reports whether the job waits for its turn.
func (j *Job) ready() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state == jobReady
}

// ended reports whether nothing follows.
func (j *Job) ended() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state == jobEnded
}

// turn uploads until the job has ended or is paused, if it is ready at all. It reports whether it has ended.
func (j *Job) turn(ctx context.Context) bool {
	j.mu.Lock()
	if j.state != jobReady {
		defer j.mu.Unlock()
		return j.state == jobEnded
	}
	ctx, stop := context.WithCancelCause(ctx)
	j.state, j.wish, j.stop = jobRunning, wishOn, stop
	j.mu.Unlock()
	defer stop(nil)

	began := time.Now()
	result, err := j.run(ctx)

	j.mu.Lock()
	defer j.mu.Unlock()
	j.stop = nil
	j.worked += time.Since(began)
	if err == nil {
		j.state = jobEnded
		result.Elapsed, result.Resent, result.Earlier = j.worked, j.resent, j.earlier
		j.finish(Finished{Result: result})
		return true
	}
	failed := j.failure(ctx, err)
	switch {
	case j.wish == wishPause:
		j.state = jobPaused
		j.box.post(Paused{})
	case j.wish == wishAgain:
		j.state = jobReady
		j.box.post(Paused{}) // until its turn comes again
	case j.wish == wishOn && needsSignIn(failed.Kind) && j.mediaID != "":
		j.state = jobPaused
		j.box.post(Paused{Cause: failed})
	default:
		j.state = jobEnded
		if j.wish == wishDiscard {
			j.engine.shelf.discard(j.mediaID)
		}
		j.failed = failed
		j.finish(Finished{Err: failed})
		return true
	}
	return false
}

// hold lets a job stand that waits for its turn, in which it would fail as another one did.
func (j *Job) hold(why *Error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.state == jobReady {
		j.state = jobPaused
		j.box.post(Paused{Cause: &Error{Kind: why.Kind, File: j.request.File, Segment: -1, Err: why.Err}})
	}
}

// spentCredits returns why the job ended, where every other of the same app would end so, too; nil: it did not.
func (j *Job) spentCredits() *Error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.failed != nil && j.failed.Kind == NoCredits {
		return j.failed
	}
	return nil
}

// needsSignIn reports whether X no longer takes the account's keys: what was sent waits for others.
func needsSignIn(k Kind) bool { return k == NotSignedIn || k == TokenRevoked }

// finish says the last word.
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
