package terminal

import (
	"context"
	"errors"
	"io"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
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

	// Account returns the account that the options name, with its keys. It may wait for a person until ctx ends.
	Account func(ctx context.Context, o Options) (upload.Account, error)
	// Engine returns what sends for the account. It is closed in the end.
	Engine func(a upload.Account) (Engine, error)
}

// How often the bar is drawn.
const tick = 100 * time.Millisecond

// Run sends the videos of the options one after the other; one that fails does not hold up the rest. It returns the
// exit code. When ctx ends it stops what is under way, as a person's wish.
func (u *Upload) Run(ctx context.Context, o Options) int {
	out := &recorder{to: u.Out}
	r := run{Upload: u, ctx: ctx, options: o, view: u.view(out, o.JSON)}
	r.all()
	r.view.end()
	if out.err != nil && r.exit == ExitDone {
		// A media ID that nobody got to read is not done.
		cause := messages.Clean(out.err.Error(), 300)
		(&lines{err: u.Err}).say(u.Words.Text("terminal.out.broken", "Cause", cause))
		return ExitFailed
	}
	return r.exit
}

func (u *Upload) view(out io.Writer, json bool) view {
	switch plain := (lines{out: out, err: u.Err, words: u.Words}); {
	case json:
		return &objects{out: out}
	case u.Screen.Bar:
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
	account upload.Account
	exit    int
}

func (r *run) all() {
	good := r.inspect()
	if len(good) == 0 {
		return
	}
	engine, err := r.open()
	if err != nil {
		r.nothingSent(good, err)
		return
	}
	defer engine.Close()
	for i, file := range good {
		r.one(engine, file)
		if r.ctx.Err() != nil {
			for _, file := range good[i+1:] {
				r.failed(file, r.ctx.Err())
			}
			return
		}
	}
}

// inspect looks at all files before anything is sent, so that what is wrong with the last is said at once and not
// after an hour. It returns those that can be sent.
func (r *run) inspect() []string {
	var good []string
	for _, file := range r.options.Videos {
		if _, err := upload.Inspect(file, 0, r.options.Anyway); err != nil {
			r.failed(file, err)
			continue
		}
		good = append(good, file)
	}
	return good
}

// open finds the account and makes its engine.
func (r *run) open() (Engine, error) {
	account, err := r.Account(r.ctx, r.options)
	if err != nil {
		return Engine{}, err
	}
	r.account = account
	return r.Engine(account)
}

// nothingSent says why no video can be sent: once for a person, for each video to a program.
func (r *run) nothingSent(files []string, err error) {
	if !r.options.JSON {
		files = []string{""}
	}
	for _, file := range files {
		r.failed(file, err)
	}
}

// failed says that a video was not sent, and why.
func (r *run) failed(file string, err error) {
	account := r.account.Name
	if account == "" {
		account = r.options.Account
	}
	p := r.Words.Problem(err, messages.Facts{Account: account, Now: time.Now()})
	exit := exitFor(p.Kind)
	if r.ctx.Err() != nil {
		exit = ExitInterrupted
	}
	r.exit = worse(r.exit, exit)
	r.view.failed(file, p, err)
}

// one sends a video.
func (r *run) one(engine Engine, file string) {
	ctx, stop := context.WithCancel(r.ctx)
	defer stop()
	t := newTrack(file, r.account.Practice)
	r.view.begin(t)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()

	events := engine.Start(ctx, upload.Request{File: file, Category: r.options.Category, Anyway: r.options.Anyway})
	var last upload.Finished
	var paused *upload.Error
	for {
		select {
		case <-ticker.C:
			t.Tick(time.Now())
			r.view.tick(t)
		case e, open := <-events:
			if !open {
				r.finish(t, last, paused)
				return
			}
			switch e := e.(type) {
			case upload.Finished:
				last = e
			case upload.Paused: // until somebody acts, and here is nobody
				paused = e.Cause
				stop()
			default:
				t.Take(e, time.Now())
				r.view.event(t, e)
			}
		}
	}
}

// finish says how an upload ended.
func (r *run) finish(t *track, last upload.Finished, paused *upload.Error) {
	switch {
	case last.Result != nil:
		r.view.done(t, last.Result)
	case paused != nil:
		r.failed(t.file, paused)
	case last.Err != nil:
		r.failed(t.file, last.Err)
	default:
		r.failed(t.file, errors.New("the upload ended without a word"))
	}
}

// recorder remembers that something could not be written.
type recorder struct {
	to  io.Writer
	err error
}

// Write implements io.Writer.
func (r *recorder) Write(p []byte) (int, error) {
	n, err := r.to.Write(p)
	if err != nil && r.err == nil {
		r.err = err
	}
	return n, err
}
