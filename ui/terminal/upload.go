package terminal

import (
	"context"
	"errors"
	"io"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/video"
)

// Engine is what sends the videos of one account. [EngineOf] makes one of the real thing.
type Engine struct {
	// Start begins to send a video. It returns what [upload.Job.Events] does: the channel closes after exactly one
	// [upload.Finished], and soon when ctx ends.
	Start func(ctx context.Context, r upload.Request) <-chan upload.Event
	Close func()
}

// EngineOf returns the engine for the terminal.
func EngineOf(e *upload.Engine) Engine {
	return Engine{
		Start: func(ctx context.Context, r upload.Request) <-chan upload.Event {
			job := e.NewJob(r)
			job.Start(ctx)
			return job.Events()
		},
		Close: e.Close,
	}
}

// Upload is the command `hoist upload`.
type Upload struct {
	Out    io.Writer // results alone
	Err    io.Writer // everything else
	Screen Screen    // what Err can show
	Words  *messages.Catalog

	// Account returns the account that the options name, with its keys. It may wait for a person until ctx ends. Where
	// the options continue uploads, it has to be the account that they name and no other.
	Account func(ctx context.Context, o Options) (upload.Account, error)
	// Engine returns what sends for the account. It is closed when nothing more is to be sent for it.
	Engine func(a upload.Account) (Engine, error)
	// Unfinished returns what can be continued, or could be once: [upload.ListUnfinished].
	Unfinished func() ([]upload.Unfinished, error)
}

// How often the bar is drawn.
const tick = 100 * time.Millisecond

// Run sends the videos of the options one after the other, or continues what is unfinished; one that fails does not
// hold up the rest. It returns the exit code. When ctx ends it stops what is under way, as a person's wish.
func (u *Upload) Run(ctx context.Context, o Options) int {
	out := &recorder{to: u.Out}
	r := run{Upload: u, ctx: ctx, options: o, view: u.view(out, o)}
	for _, b := range r.batches() {
		r.send(b)
	}
	r.view.end()
	if out.err != nil && r.exit == ExitDone {
		// A media ID that nobody got to read is not done.
		out.complain(u.Err, u.Words)
		return ExitFailed
	}
	return r.exit
}

func (u *Upload) view(out io.Writer, o Options) view {
	switch plain := (lines{out: out, err: u.Err, words: u.Words}); {
	case o.JSON:
		return &objects{out: out, words: u.Words}
	case u.Screen.Bar && !o.Trace: // which others write over
		return &bar{lines: plain, screen: u.Screen}
	default:
		return &plain
	}
}

// run is one run of the command.
type run struct {
	*Upload
	ctx     context.Context // lives no longer than Run
	options Options
	view    view
	account string // in whose name the batch is sent
	exit    int
}

// batch is what goes to one place in one name.
type batch struct {
	options  Options // name both
	requests []upload.Request
}

// batches returns what is to be sent.
func (r *run) batches() []batch {
	if r.options.Resume {
		return r.unfinished()
	}
	if good := r.inspect(); len(good) > 0 {
		return []batch{{r.options, good}}
	}
	return nil
}

// inspect looks at all files before anything is sent, so that what is wrong with the last is said at once and not
// after an hour. It returns those that are sent: not what cannot be, and what X would refuse only where the person says so.
func (r *run) inspect() []upload.Request {
	var good []upload.Request
	for _, file := range r.options.Videos {
		e := examine(r.ctx, file, r.options, func() { r.view.awaits(file, r.givesUp()) })
		switch {
		case e.err != nil:
			r.failed(failure{file: file, cause: e.err})
		case e.outcome() == verdictWouldFail && !r.options.Anyway:
			r.failed(failure{file: file, cause: e.refused(), cure: e.cure()})
		default:
			r.view.examined(e)
			good = append(good, upload.Request{File: file, Category: r.options.Category})
		}
	}
	return good
}

// givesUp returns until when it waits for a file that stands still from now on; zero: for ever.
func (r *run) givesUp() time.Time {
	if r.options.Wait == 0 {
		return time.Time{}
	}
	return time.Now().Add(r.options.Wait)
}

// send sends a batch.
func (r *run) send(b batch) {
	r.account = b.options.Account
	engine, account, err := r.open(b.options)
	if err != nil {
		r.nothingSent(b.requests, err)
		return
	}
	defer engine.Close()
	for _, request := range b.requests {
		if err := r.ctx.Err(); err != nil {
			r.failed(failure{file: request.File, mediaID: request.MediaID, cause: err})
			continue
		}
		r.one(engine, newTrack(request, account.Practice), request)
	}
}

// open finds the account and makes its engine.
func (r *run) open(o Options) (Engine, upload.Account, error) {
	if err := r.ctx.Err(); err != nil {
		return Engine{}, upload.Account{}, err
	}
	account, err := r.Account(r.ctx, o)
	if err != nil {
		return Engine{}, account, err
	}
	r.account = account.Name
	if o.SegmentBytes > 0 {
		account.SegmentBytes = o.SegmentBytes
	}
	engine, err := r.Engine(account)
	return engine, account, err
}

// nothingSent says why no video can be sent: once for a person, for each video to a program.
func (r *run) nothingSent(requests []upload.Request, err error) {
	if !r.options.JSON {
		requests = []upload.Request{{}}
	}
	for _, request := range requests {
		r.failed(failure{file: request.File, mediaID: request.MediaID, cause: err})
	}
}

// failed says that a video was not sent, and why, and how it can be continued.
func (r *run) failed(f failure) {
	f.Problem = r.Words.Problem(f.cause, messages.Facts{Account: r.account, Now: time.Now(), Verdict: r.verdict(f)})
	f.kept = r.kept(f)
	exit := exitFor(f.Kind)
	if r.ctx.Err() != nil {
		exit = ExitInterrupted
	}
	r.exit = worse(r.exit, exit)
	r.view.failed(f)
}

// verdict reads once more what is in a video that X could not process, for what X says of it; nil: that is no question.
func (r *run) verdict(f failure) *video.Verdict {
	if messages.KindOf(f.cause) != string(upload.ProcessingFailed) {
		return nil
	}
	found, err := upload.Inspect(f.file, 0)
	if err != nil {
		return nil // it is not as it was
	}
	v := judge(r.ctx, found, f.category, r.options.Premium)
	return &v
}

// one sends a video.
func (r *run) one(engine Engine, t *track, request upload.Request) {
	ctx, stop := context.WithCancel(r.ctx)
	defer stop()
	r.view.begin(t)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()

	patience := newPatience(r.options.Wait, time.Now())
	events := engine.Start(ctx, request)
	var last upload.Finished
	var stopped failure // why it was stopped here
	for {
		select {
		case now := <-ticker.C:
			t.Tick(now)
			r.view.tick(t)
			if why := patience.tick(t, now); why != nil && stopped.cause == nil {
				stopped.cause, stopped.waited = why, now.Sub(patience.since)
				stop()
			}
		case e, open := <-events:
			if !open {
				r.finish(t, last, stopped)
				return
			}
			switch e := e.(type) {
			case upload.Finished:
				last = e
			case upload.Paused: // until somebody acts, and here is nobody
				if e.Cause != nil && stopped.cause == nil {
					stopped.cause = e.Cause
				}
				stop()
			default:
				now := time.Now()
				patience.heard(t, e, now)
				t.Take(e, now)
				t.givesUp = patience.ends()
				r.view.event(t, e)
			}
		}
	}
}

// finish says how an upload ended.
func (r *run) finish(t *track, last upload.Finished, stopped failure) {
	if last.Result != nil {
		r.view.done(t, last.Result)
		return
	}
	f := stopped
	f.file, f.mediaID, f.category = t.file, t.MediaID, t.category
	switch {
	case f.cause != nil:
	case last.Err != nil:
		f.cause = last.Err
	default:
		f.cause = errors.New("the upload ended without a word")
	}
	r.failed(f)
}

// recorder remembers that something could not be written.
type recorder struct {
	to  io.Writer
	err error
}

// complain says what could not be written, and why.
func (r *recorder) complain(to io.Writer, words *messages.Catalog) {
	say(to, words.Text("terminal.out.broken", "Cause", messages.Clean(r.err.Error(), 300)))
}

// Write implements io.Writer.
func (r *recorder) Write(p []byte) (int, error) {
	n, err := r.to.Write(p)
	if err != nil && r.err == nil {
		r.err = err
	}
	return n, err
}
