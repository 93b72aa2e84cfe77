package terminal_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"hoist/ui/terminal"
	"hoist/upload"
	"hoist/upload/xapi"
)

// step is an event and how long it takes to come.
type step struct {
	after time.Duration
	event upload.Event
}

// script says what happens to each video, by file name. A video without steps goes on until it is stopped.
type script map[string][]step

// start does what an engine does, by the script.
func (s script) start(ctx context.Context, r upload.Request) <-chan upload.Event {
	events := make(chan upload.Event)
	go func() {
		defer close(events)
		for _, step := range s[filepath.Base(r.File)] {
			select {
			case <-time.After(step.after):
				events <- step.event
				if _, last := step.event.(upload.Finished); last {
					return
				}
			case <-ctx.Done():
			}
		}
		<-ctx.Done()
		events <- upload.Finished{Err: &upload.Error{Kind: upload.Canceled, File: r.File, Segment: -1, Err: ctx.Err()}}
	}()
	return events
}

// finished ends an upload.
func finished(kind upload.Kind) []step {
	if kind == "" {
		return []step{{0, upload.Finished{Result: &upload.Result{MediaID: "1880028106020515840", Bytes: 12, Elapsed: time.Second}}}}
	}
	x := &xapi.Error{Op: xapi.OpInit, Kind: kind, Status: 400, Message: "no <b>way</b>"}
	return []step{{0, upload.Finished{Err: &upload.Error{Kind: kind, Segment: -1, Err: x}}}}
}

// command is a run of `hoist upload`, and what it printed.
type command struct {
	terminal.Upload
	out, err bytes.Buffer
	asked    int  // how often the account was asked for
	closed   bool // the engine

	journals []upload.Unfinished
}

func newCommand(t *testing.T, s script) *command {
	t.Helper()
	c := &command{}
	c.Upload = terminal.Upload{
		Out: &c.out, Err: &c.err, Words: english(t),
		Account: func(context.Context, terminal.Options) (upload.Account, error) {
			c.asked++
			return upload.Account{Name: "kestrel"}, nil
		},
		Engine: func(upload.Account) (terminal.Engine, error) {
			return terminal.Engine{Start: s.start, Close: func() { c.closed = true }}, nil
		},
		Unfinished: func() ([]upload.Unfinished, error) { return c.journals, nil },
	}
	return c
}

// videoBytes is the size of what video writes.
const videoBytes = 1839

// video writes a video that X takes, and returns its path.
func video(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("../../upload/video/testdata/faststart.mp4")
	if err != nil {
		t.Fatal(err)
	}
	return written(t, name, data)
}

// written writes a file of that name an hour ago, so that it does not look as if it were still being written, and returns its
// path.
func written(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	hourAgo := time.Now().Add(-time.Hour)
	if err := errors.Join(os.WriteFile(path, data, 0o600), os.Chtimes(path, hourAgo, hourAgo)); err != nil {
		t.Fatal(err)
	}
	return path
}

func sendAll(videos ...string) terminal.Options {
	return terminal.Options{Command: terminal.CommandUpload, Videos: videos, Category: upload.TweetVideo}
}

// keyless is an error of package credentials.
type keyless string

func (k keyless) Error() string     { return "load account: " + string(k) }
func (k keyless) ErrorKind() string { return string(k) }

func TestExitCodes(t *testing.T) {
	for kind, want := range map[upload.Kind]int{
		"": terminal.ExitDone, upload.NotSignedIn: terminal.ExitSignIn, upload.TokenRevoked: terminal.ExitSignIn,
		upload.Clock: terminal.ExitFailed, upload.ReadOnly: terminal.ExitFailed, upload.NoCredits: terminal.ExitFailed,
		upload.NoConnection: terminal.ExitFailed, upload.BadReply: terminal.ExitFailed, upload.Expired: terminal.ExitFailed,
		upload.FileChanged: terminal.ExitFailed, upload.Internal: terminal.ExitFailed,
	} {
		c := newCommand(t, script{"a.mp4": finished(kind)})
		if got := c.Run(t.Context(), sendAll(video(t, "a.mp4"))); got != want {
			t.Errorf("%q: exit %d, want %d", kind, got, want)
		}
		if !c.closed {
			t.Errorf("%q: the engine was left open", kind)
		}
		if kind == "" && c.out.String() != "1880028106020515840\n" || kind != "" && c.out.Len() != 0 {
			t.Errorf("%q: standard output is %q", kind, c.out.String())
		}
	}
}

func TestNoKeys(t *testing.T) {
	for kind, want := range map[keyless]int{
		"no_account": terminal.ExitSignIn, "bad_keys": terminal.ExitSignIn, "keyring_missing": terminal.ExitSignIn,
		"keyring_locked": terminal.ExitSignIn, "keyring_denied": terminal.ExitSignIn, "keyring_slow": terminal.ExitSignIn,
		"keyring_failed": terminal.ExitSignIn, "home_unwritable": terminal.ExitFailed, "strange": terminal.ExitFailed,
	} {
		c := newCommand(t, nil)
		c.Account = func(context.Context, terminal.Options) (upload.Account, error) { return upload.Account{}, kind }
		o := sendAll(video(t, "a.mp4"), video(t, "b.mp4"))
		if got := c.Run(t.Context(), o); got != want {
			t.Errorf("%s: exit %d, want %d", kind, got, want)
		}
		if said := c.err.String(); strings.Contains(said, ".mp4") || !strings.HasSuffix(said, "\n") {
			t.Errorf("%s: said %q, want it once and not about a video", kind, said)
		}
		c.out.Reset()
		o.JSON = true
		if got := c.Run(t.Context(), o); got != want || strings.Count(c.out.String(), `"event":"failed"`) != 2 {
			t.Errorf("%s: exit %d, want %d and two videos that failed:\n%s", kind, got, want, c.out.String())
		}
	}
}

// TestBadFiles: all that are bad are told first, the good ones are sent.
func TestBadFiles(t *testing.T) {
	empty, text := written(t, "empty.mp4", nil), written(t, "text.mp4", []byte(strings.Repeat("no video at all ", 100)))
	c := newCommand(t, script{"good.mp4": finished("")})
	o := sendAll(empty, video(t, "good.mp4"), text, t.TempDir(), filepath.Join(t.TempDir(), "missing.mp4"))
	if got := c.Run(t.Context(), o); got != terminal.ExitFailed {
		t.Errorf("exit %d", got)
	}
	said := c.err.String()
	last := -1
	for _, want := range []string{
		"empty.mp4: The file is empty.", "text.mp4: This isn't a video.", ": This is a folder.",
		"missing.mp4: The file isn't there.", "good.mp4: ready on X",
	} {
		at := strings.Index(said, want)
		if at <= last {
			t.Errorf("%q is missing or in the wrong place:\n%s", want, said)
		}
		last = at
	}
	if c.out.String() != "1880028106020515840\n" {
		t.Errorf("standard output is %q", c.out.String())
	}

	c = newCommand(t, nil)
	if got := c.Run(t.Context(), sendAll(empty)); got != terminal.ExitFailed || c.asked != 0 {
		t.Errorf("exit %d; asked for keys %d times without anything to send", got, c.asked)
	}
}

// TestOneFailsTheOthersGoOn: the exit code is the worst.
func TestOneFailsTheOthersGoOn(t *testing.T) {
	c := newCommand(t, script{"a.mp4": finished(upload.NotSignedIn), "b.mp4": finished(upload.Refused), "c.mp4": finished("")})
	got := c.Run(t.Context(), sendAll(video(t, "a.mp4"), video(t, "b.mp4"), video(t, "c.mp4")))
	if got != terminal.ExitSignIn || c.out.String() != "1880028106020515840\n" {
		t.Errorf("exit %d, standard output %q", got, c.out.String())
	}
	for _, want := range []string{
		"a.mp4: X didn't accept the keys. X refused the sign-in of @kestrel.",
		"b.mp4: X refused the request. X says: “no <b>way</b>” Try again.",
		"\n  HTTP status: 400\n", "c.mp4: ready on X · media ID 1880028106020515840 · 12 bytes in 1 s\n",
	} {
		if !strings.Contains(c.err.String(), want) {
			t.Errorf("%q is missing:\n%s", want, c.err.String())
		}
	}
}

func TestInterrupted(t *testing.T) {
	for _, json := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			c := newCommand(t, nil)
			c.Screen = terminal.Screen{Bar: true, Escapes: true}
			ctx, interrupt := context.WithCancel(t.Context())
			defer time.AfterFunc(time.Minute, interrupt).Stop()
			o := sendAll(video(t, "a.mp4"), video(t, "b.mp4"))
			o.JSON = json
			if got := c.Run(ctx, o); got != terminal.ExitInterrupted {
				t.Errorf("exit %d", got)
			}
			if stopped := strings.Count(c.out.String(), `"kind":"canceled"`); json && stopped != 2 {
				t.Errorf("%d videos were told to be stopped, want 2:\n%s", stopped, c.out.String())
			}
			if !json && !strings.HasSuffix(c.err.String(), "b.mp4: The upload was stopped.\n") {
				t.Errorf("said %q", c.err.String())
			}
			if strings.Count(c.err.String(), "\x1b[?25l") != strings.Count(c.err.String(), "\x1b[?25h") {
				t.Error("the cursor was not given back")
			}
		})
	}
}

// TestTraceHasNoBar: it would be drawn over what the trace writes.
func TestTraceHasNoBar(t *testing.T) {
	for _, trace := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			c := newCommand(t, script{"a.mp4": {
				{time.Second, upload.Opened{MediaID: "1", Bytes: 100, Segments: 1, SegmentBytes: 100}}, {time.Second, upload.SegmentStarted{Attempt: 1}},
			}})
			c.Screen = terminal.Screen{Bar: true, Escapes: true}
			ctx, interrupt := context.WithCancel(t.Context())
			defer time.AfterFunc(time.Minute, interrupt).Stop()
			o := sendAll(video(t, "a.mp4"))
			o.Trace = trace
			c.Run(ctx, o)
			if drawn := strings.Contains(c.err.String(), "\x1b") || strings.Contains(c.err.String(), "\r"); drawn == trace {
				t.Errorf("with a trace: %v; a bar is drawn: %v", trace, drawn)
			}
		})
	}
}

// TestInterruptedAtThePasswordStore: it can wait for a person for ever.
func TestInterruptedAtThePasswordStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCommand(t, nil)
		c.Account = func(ctx context.Context, _ terminal.Options) (upload.Account, error) {
			<-ctx.Done()
			return upload.Account{}, ctx.Err()
		}
		ctx, interrupt := context.WithCancel(t.Context())
		defer time.AfterFunc(time.Minute, interrupt).Stop()
		if got := c.Run(ctx, sendAll(video(t, "a.mp4"))); got != terminal.ExitInterrupted {
			t.Errorf("exit %d", got)
		}
	})
}

// TestPausedIsAFailure: nobody is here to act.
func TestPausedIsAFailure(t *testing.T) {
	cause := &upload.Error{Kind: upload.NoCredits, Segment: -1}
	c := newCommand(t, script{"a.mp4": {{0, upload.Paused{Cause: cause}}}})
	got := c.Run(t.Context(), sendAll(video(t, "a.mp4")))
	if got != terminal.ExitFailed || !strings.Contains(c.err.String(), "Your X developer credits are used up.") {
		t.Errorf("exit %d, said %q", got, c.err.String())
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestMediaIDThatIsNotWrittenIsNotDone(t *testing.T) {
	for _, json := range []bool{false, true} {
		c := newCommand(t, script{"a.mp4": finished("")})
		c.Out = full{}
		o := sendAll(video(t, "a.mp4"))
		o.JSON = json
		got := c.Run(t.Context(), o)
		if got != terminal.ExitFailed || !strings.Contains(c.err.String(), "couldn't be written: no space left on device") {
			t.Errorf("exit %d, said %q", got, c.err.String())
		}
	}
}

func TestEngineThatCannotBe(t *testing.T) {
	c := newCommand(t, nil)
	c.Engine = func(upload.Account) (terminal.Engine, error) {
		return terminal.Engine{}, errors.New("upload: no such address")
	}
	got := c.Run(t.Context(), sendAll(video(t, "a.mp4")))
	if got != terminal.ExitFailed || !strings.Contains(c.err.String(), "Cause: upload: no such address") {
		t.Errorf("exit %d, said %q", got, c.err.String())
	}
}
