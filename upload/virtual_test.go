package upload_test

import (
	"context"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// pipes is a network without sockets, on which time is the test's own.
type pipes struct {
	accepted chan net.Conn
	closed   chan struct{}
	down     atomic.Bool // whoever dials finds no network

	mu   sync.Mutex
	open []net.Conn
}

func newPipes() *pipes {
	return &pipes{accepted: make(chan net.Conn), closed: make(chan struct{})}
}

// cut ends all connections, and lets nobody connect.
func (p *pipes) cut() {
	p.down.Store(true)
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.open {
		_ = c.Close()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.accepted:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (p *pipes) dial(ctx context.Context) (net.Conn, error) {
	if p.down.Load() {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH}
	}
	near, far := net.Pipe()
	p.mu.Lock()
	p.open = append(p.open, near)
	p.mu.Unlock()
	select {
	case p.accepted <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// inVirtualTime uploads a clip in virtual time with the engine as it is. seen, where there is one, is called with each
// event; check gets all of them and how long it took.
func inVirtualTime(t *testing.T, o practice.Options, check func(*testing.T, []upload.Event, time.Duration), seen func(*pipes, upload.Event)) {
	t.Helper()
	virtually(t, o, upload.Options{}, check, seen)
}

func virtually(t *testing.T, o practice.Options, options upload.Options, check func(*testing.T, []upload.Event, time.Duration), seen func(*pipes, upload.Event)) {
	t.Helper()
	file := clip(t, 3_000_000)
	want := sum(t, file)
	synctest.Test(t, func(t *testing.T) {
		x, err := practice.New(o)
		if err != nil {
			t.Fatal(err)
		}
		line := newPipes()
		served := make(chan struct{})
		go func() {
			defer close(served)
			if err := x.Serve(line); err != nil {
				t.Error(err)
			}
		}()
		engine, err := upload.New(upload.Account{
			BaseURL: "http://127.0.0.1", SegmentBytes: 256 << 10, Sign: signer(x.Keys()),
		}, options)
		if err != nil {
			t.Fatal(err)
		}
		engine.DialWith(line.dial)
		began := time.Now()
		job := engine.NewJob(upload.Request{File: file})
		job.Start(t.Context())
		var events []upload.Event
		for e := range job.Events() {
			events = append(events, e)
			if seen != nil {
				seen(line, e)
			}
		}
		check(t, events, time.Since(began))
		if end := finished(t, events); end.Result != nil {
			if got := x.Uploads()[len(x.Uploads())-1].SHA256; got != want {
				t.Errorf("X has %s, the file is %s", got, want)
			}
		}
		engine.Close()
		if err := x.Close(); err != nil {
			t.Error(err)
		}
		<-served
	})
}

// TestStallsAreCut checks that a peer that stops reading or does not answer costs one try of one segment, after a
// time without progress.
func TestStallsAreCut(t *testing.T) {
	for name, c := range map[string]struct {
		fault practice.Fault
		after time.Duration
	}{
		// Half a minute from the last byte, and up to as much before it, since a write may have gone out in part.
		"stops reading":        {practice.Fault{Op: "append", Segment: segment(2), What: "stall"}, 55 * time.Second},
		"does not answer":      {practice.Fault{Op: "append", Segment: segment(2), What: "stall", When: "reply"}, 90 * time.Second},
		"INIT, no answer":      {practice.Fault{Op: "init", What: "stall", When: "reply"}, 90 * time.Second},
		"FINALIZE, no answer":  {practice.Fault{Op: "finalize", What: "stall", When: "reply"}, 90 * time.Second},
		"STATUS, no answer":    {practice.Fault{Op: "status", What: "stall", When: "reply"}, 90 * time.Second},
		"a long silence, then": {practice.Fault{Op: "append", Segment: segment(2), What: "stall", When: "reply", Seconds: 80}, 80 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			// One at a time: else another connection would take the segment over long before.
			virtually(t, practice.Options{Faults: []practice.Fault{c.fault}}, upload.Options{AtOnce: 1}, func(t *testing.T, events []upload.Event, took time.Duration) {
				end := finished(t, events)
				if end.Err != nil {
					t.Fatal(end.Err)
				}
				if took < c.after-25*time.Second || took > c.after+15*time.Second {
					t.Errorf("it took %s, want about %s", took, c.after)
				}
				if end.Result.Resent > 1 {
					t.Errorf("%d segments were sent again", end.Result.Resent)
				}
			}, nil)
		})
	}
}

// TestStragglers checks that a segment that hangs in the end is sent again over a fresh connection, long before the hung
// one is cut, and that the first answer wins.
func TestStragglers(t *testing.T) {
	for name, fault := range map[string]practice.Fault{
		"stops reading":   {Op: "append", Segment: segment(9), What: "stall"},
		"does not answer": {Op: "append", Segment: segment(9), What: "stall", When: "reply"},
		"slow":            {Op: "append", Segment: segment(9), What: "slow", BytesPerSecond: 2000},
		"answers late":    {Op: "append", Segment: segment(9), What: "delay", Seconds: 20},
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, practice.Options{Processing: none, RateMbit: 8, Faults: []practice.Fault{fault}}, func(t *testing.T, events []upload.Event, took time.Duration) {
				end := finished(t, events)
				if end.Err != nil {
					t.Fatal(end.Err)
				}
				if took > 12*time.Second {
					t.Errorf("it took %s; the line needs 3 s", took)
				}
				confirmed := 0
				for _, e := range events {
					if c, ok := e.(upload.SegmentConfirmed); ok && c.Index == 9 {
						confirmed++
					}
				}
				if confirmed != 1 {
					t.Errorf("the segment was confirmed %d times", confirmed)
				}
			}, nil)
		})
	}
}

// TestSlowIsNotStalled checks that no limit measures total time: a line on which a segment takes ten minutes works.
func TestSlowIsNotStalled(t *testing.T) {
	inVirtualTime(t, practice.Options{Processing: none, RateMbit: 0.004, Expiry: 48 * time.Hour}, func(t *testing.T, events []upload.Event, took time.Duration) {
		if end := finished(t, events); end.Err != nil || end.Result.Resent > 0 {
			t.Errorf("it ended with %+v", end)
		}
		if took < 90*time.Minute {
			t.Errorf("it took %s, which was no test", took)
		}
	}, nil)
}

// TestOutage checks that an upload that has begun waits through an outage of hours, and goes on by itself within half
// a minute of the network's return.
func TestOutage(t *testing.T) {
	var back atomic.Pointer[time.Time]
	cut := false
	inVirtualTime(t, practice.Options{
		Processing: none, Faults: []practice.Fault{{Op: "append", After: 3, What: "drop", When: "mid"}},
	}, func(t *testing.T, events []upload.Event, took time.Duration) {
		if end := finished(t, events); end.Err != nil {
			t.Fatal(end.Err)
		}
		if took < 3*time.Hour || time.Since(*back.Load()) > 31*time.Second {
			t.Errorf("it took %s, %s of it after the network was back", took, time.Since(*back.Load()))
		}
	}, func(line *pipes, e upload.Event) {
		if _, retrying := e.(upload.SegmentRetrying); retrying && !cut {
			cut = true
			line.cut()
			time.AfterFunc(3*time.Hour, func() {
				now := time.Now()
				back.Store(&now)
				line.down.Store(false)
			})
		}
	})
}

// TestProcessing checks that what X says of its processing is told as it comes, at the times at which X wants to be
// asked.
func TestProcessing(t *testing.T) {
	inVirtualTime(t, practice.Options{Processing: []practice.ProcessingStep{
		{State: "pending", For: 5 * time.Second, CheckAfter: 5},
		{State: "in_progress", For: 10 * time.Second, CheckAfter: 10, Percent: 8},
		{State: "in_progress", For: time.Second, Percent: 99}, // it does not say when
		{State: "succeeded", Percent: 100},
	}}, func(t *testing.T, events []upload.Event, took time.Duration) {
		var percents []int
		for _, e := range events {
			if p, ok := e.(upload.Processing); ok {
				percents = append(percents, p.Percent)
			}
		}
		if !slices.Equal(percents, []int{-1, 8, 99}) {
			t.Errorf("told %v", percents)
		}
		if took < 18*time.Second || took > 20*time.Second {
			t.Errorf("it took %s, want 18 s", took)
		}
	}, nil)
}

// TestExpiresWhileWaiting checks that a wait ends when X's time for the upload does.
func TestExpiresWhileWaiting(t *testing.T) {
	inVirtualTime(t, practice.Options{Expiry: time.Hour, Faults: []practice.Fault{{Op: "append", After: 2, Times: -1, What: "status", Preset: "unavailable"}}},
		func(t *testing.T, events []upload.Event, took time.Duration) {
			if end := finished(t, events); end.Err == nil || end.Err.Kind != upload.Expired || took > time.Hour+time.Minute {
				t.Errorf("after %s it ended with %+v", took, end.Err)
			}
		}, nil)
}

// TestLineGoneAndBack checks that the line is missed soon although connections only hang, and that the upload goes on
// within seconds of its return, however long it was away.
func TestLineGoneAndBack(t *testing.T) {
	for _, away := range []time.Duration{22 * time.Second, time.Minute, 5 * time.Minute} {
		t.Run(away.String(), func(t *testing.T) {
			var back atomic.Pointer[time.Time]
			told := false
			inVirtualTime(t, practice.Options{
				Processing: none, RateMbit: 4, Faults: []practice.Fault{{Op: "append", After: 4, Times: 8, What: "stall"}},
			}, func(t *testing.T, events []upload.Event, took time.Duration) {
				if end := finished(t, events); end.Err != nil {
					t.Fatal(end.Err)
				}
				if !told {
					t.Error("nobody was told that there is no connection")
				}
				if since := time.Since(*back.Load()); since > 12*time.Second {
					t.Errorf("it took %s, %s of it after the line was back; the rest needs 5 s", took, since)
				}
			}, func(line *pipes, e upload.Event) {
				switch e := e.(type) {
				case upload.SegmentStarted:
					if e.Index == 4 && e.Attempt == 1 {
						line.down.Store(true)
						time.AfterFunc(away, func() {
							now := time.Now()
							back.Store(&now)
							line.down.Store(false)
						})
					}
				case upload.Waiting:
					told = told || e.Cause.Kind == upload.NoConnection
				}
			})
		})
	}
}
