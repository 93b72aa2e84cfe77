package terminal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"hoist/ui/terminal"
)

// TestPractice: the line is there as soon as the stand-in serves, and it serves until it is interrupted.
func TestPractice(t *testing.T) {
	asked, closed := terminal.Options{}, false
	written := make(chan string, 1)
	var said bytes.Buffer
	p := terminal.Practice{
		Out: writer(func(b []byte) { written <- string(b) }), Err: &said, Words: english(t),
		Start: func(o terminal.Options) (terminal.StandIn, error) {
			asked = o
			return terminal.StandIn{
				BaseURL: "http://127.0.0.1:4711", ConsumerKey: "ck", ConsumerSecret: "cs", AccessToken: "at", AccessSecret: "as",
				Close: func() error { closed = true; return nil },
			}, nil
		},
	}
	ctx, interrupt := context.WithCancel(t.Context())
	exit := make(chan int)
	go func() { exit <- p.Run(ctx, terminal.Options{Latency: time.Second}) }()
	want := `{"base_url":"http://127.0.0.1:4711","consumer_key":"ck","consumer_secret":"cs","access_token":"at","access_secret":"as"}` + "\n"
	if got := <-written; got != want || !json.Valid([]byte(got)) {
		t.Errorf("got %s want %s", got, want)
	}
	if closed {
		t.Error("closed while it was to serve")
	}
	interrupt()
	if got := <-exit; got != terminal.ExitInterrupted || !closed {
		t.Errorf("exit %d, closed: %t", got, closed)
	}
	if asked.Latency != time.Second || !strings.Contains(said.String(), "http://127.0.0.1:4711") {
		t.Errorf("started with %+v, said %q", asked, said.String())
	}
}

func TestPracticeThatCannotStart(t *testing.T) {
	var out, said bytes.Buffer
	p := terminal.Practice{
		Out: &out, Err: &said, Words: english(t),
		Start: func(terminal.Options) (terminal.StandIn, error) {
			return terminal.StandIn{}, errors.New("listen tcp :1: permission denied\x1b[2J")
		},
	}
	exit := p.Run(t.Context(), terminal.Options{})
	if exit != terminal.ExitFailed || out.Len() > 0 || said.String() != "The stand-in for X couldn't start: listen tcp :1: permission denied\uFFFD[2J\n" {
		t.Errorf("exit %d, wrote %q, said %q", exit, out.String(), said.String())
	}
}

// writer hands on what is written.
type writer func(b []byte)

func (w writer) Write(b []byte) (int, error) { w(b); return len(b), nil }
