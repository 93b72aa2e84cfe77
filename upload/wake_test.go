package upload_test

import (
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// TestSlept holds what counts as sleep: on some systems the one clock stands still meanwhile, on others none.
func TestSlept(t *testing.T) {
	for _, c := range []struct {
		monotonic, wall time.Duration
		want            bool
	}{
		{time.Second, time.Second, false},
		{5 * time.Second, 5 * time.Second, false}, // a busy computer
		{time.Second, time.Hour, true},
		{time.Hour, time.Hour, true},
		{time.Second, -time.Hour, false}, // somebody has set the clock
	} {
		if got := upload.Slept(c.monotonic, c.wall); got != c.want {
			t.Errorf("%s, or %s by the wall: %v", c.monotonic, c.wall, got)
		}
	}
}

// TestWake lets the computer wake while connections hang, before a long wait is over, and while X is processing: in each
// case the upload goes on at once.
func TestWake(t *testing.T) {
	for name, c := range map[string]struct {
		fault practice.Fault
		when  func(upload.Event) bool
	}{
		"connections hang": {
			practice.Fault{Op: "append", After: 4, Times: 8, What: "stall"},
			func(e upload.Event) bool { s, ok := e.(upload.SegmentStarted); return ok && s.Index == 6 },
		},
		"waiting": {
			practice.Fault{Op: "finalize", Times: 2, What: "status", Status: 503, Headers: map[string]string{"Retry-After": "3600"}},
			isA[upload.Waiting],
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := clip(t, 3_000_000)
			synctest.Test(t, func(t *testing.T) {
				x, err := practice.New(practice.Options{Processing: none, Faults: []practice.Fault{c.fault}})
				if err != nil {
					t.Fatal(err)
				}
				line := newPipes()
				served := make(chan error, 1)
				go func() { served <- x.Serve(line) }()
				engine, err := upload.New(upload.Account{
					BaseURL: "http://127.0.0.1", SegmentBytes: 256 << 10, Sign: signer(x.Keys()),
				}, upload.Options{})
				if err != nil {
					t.Fatal(err)
				}
				engine.DialWith(line.dial)
				began := time.Now()
				job := engine.NewJob(upload.Request{File: file})
				job.Start(t.Context())
				end := finished(t, watch(job, func(e upload.Event) {
					if c.when(e) {
						time.AfterFunc(time.Second, job.Wake)
					}
				}))
				if end.Err != nil {
					t.Error(end.Err)
				}
				if took := time.Since(began); took > 5*time.Second {
					t.Errorf("it took %s", took)
				}
				engine.Close()
				if err := x.Close(); err != nil {
					t.Error(err)
				}
				if err := <-served; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestPaced checks that X's limit on the number of calls is kept and not run into: nothing is refused, and the wait is
// told.
func TestPaced(t *testing.T) {
	told := 0
	inVirtualTime(t, practice.Options{Processing: none, RequestLimit: 9}, func(t *testing.T, events []upload.Event, took time.Duration) {
		if end := finished(t, events); end.Err != nil || end.Result.Resent > 0 {
			t.Errorf("it ended with %+v", end)
		}
		if took < 15*time.Minute || took > 16*time.Minute {
			t.Errorf("12 segments took %s, at 9 in 15 minutes", took)
		}
		if told != 1 {
			t.Errorf("the wait was told %d times", told)
		}
	}, func(_ *pipes, e upload.Event) {
		switch e := e.(type) {
		case upload.SegmentRetrying:
			t.Errorf("refused: %v", e.Cause)
		case upload.Waiting:
			if e.Cause.Kind == upload.RateLimited && time.Until(e.Until) > 14*time.Minute {
				told++
			}
		}
	})
}
