package upload_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// watch reads a job's events to the end, and calls look with each.
func watch(job *upload.Job, look func(upload.Event)) []upload.Event {
	var events []upload.Event
	for e := range job.Events() {
		events = append(events, e)
		if look != nil {
			look(e)
		}
	}
	<-job.Done()
	return events
}

// engine returns the rig's engine, which goes when the test ends.
func (r *rig) engine(t testing.TB) *upload.Engine {
	t.Helper()
	engine, err := upload.New(r.account, r.options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	return engine
}

// isA returns a function that tells events of one type.
func isA[E upload.Event](e upload.Event) bool {
	_, ok := e.(E)
	return ok
}

// TestPause pauses an upload at every step, lets it stand, and resumes it: it goes on with the same media ID, sends only
// what X does not have, and ends with the very bytes of the file.
func TestPause(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		at    func(upload.Event) bool
		inits int
	}{
		{"opened", isA[upload.Opened], 1},
		{"sending", isA[upload.SegmentProgressed], 1},
		{"confirmed", isA[upload.SegmentConfirmed], 1},
		{"waiting", isA[upload.SegmentRetrying], 1},
		{"processing", isA[upload.Processing], 1},
	} {
		for _, atOnce := range []bool{false, true} { // resumed before it stands, or after
			name := c.name
			if atOnce {
				name += ", resumed at once"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				r := newRig(t, upload.V2, practice.Options{
					RateMbit: 40, Faults: []practice.Fault{{Op: "append", After: 5, Times: 2, What: "drop", When: "mid"}},
				})
				file := clip(t, 3_500_000)
				job := r.engine(t).NewJob(upload.Request{File: file})
				job.Start(t.Context())
				paused, stands := false, 0
				events := watch(job, func(e upload.Event) {
					if c.at(e) && !paused {
						paused = true
						job.Pause()
						if atOnce {
							job.Resume()
						}
					}
					if p, ok := e.(upload.Paused); ok {
						stands++
						if p.Cause != nil {
							t.Errorf("paused because of %v", p.Cause)
						}
						time.AfterFunc(50*time.Millisecond, job.Resume)
					}
				})
				result := r.arrived(t, events, file)
				if stands != 1 { // resumed at once, until its next turn
					t.Errorf("it stood %d times", stands)
				}
				if n := r.x.Counts(); n["init"] != c.inits {
					t.Errorf("calls %v", n)
				}
				checkResumed(t, events, result)
			})
		}
	}
}

// checkResumed checks that every time it was opened it had one media ID, and what was confirmed before.
func checkResumed(t *testing.T, events []upload.Event, result upload.Result) {
	t.Helper()
	confirmed := map[int]bool{}
	for _, e := range events {
		switch e := e.(type) {
		case upload.Opened:
			if e.MediaID != result.MediaID || len(e.Taken) < len(confirmed) {
				t.Errorf("opened as %s with %d segments, after %d were confirmed", e.MediaID, len(e.Taken), len(confirmed))
			}
			for _, i := range e.Taken {
				confirmed[i] = true
			}
		case upload.SegmentStarted:
			if confirmed[e.Index] {
				t.Errorf("segment %d was sent again", e.Index)
			}
		case upload.SegmentConfirmed:
			confirmed[e.Index] = true
		}
	}
	if len(confirmed) != result.Segments {
		t.Errorf("%d of %d segments were confirmed", len(confirmed), result.Segments)
	}
}

// TestPauseInLine checks that a paused job lets the next one go, that the order can be changed while they wait, and that
// it goes on when its turn comes.
func TestPauseInLine(t *testing.T) {
	t.Parallel()
	r := newRig(t, upload.V2, practice.Options{Processing: none, RateMbit: 100})
	engine := r.engine(t)
	queue := upload.NewQueue()
	ended := make(chan string, 4)
	jobs := map[string]*upload.Job{}
	running := make(chan struct{})
	for _, name := range []string{"first", "second", "third", "fourth"} {
		job := engine.NewJob(upload.Request{File: clip(t, 3_000_000)})
		jobs[name] = job
		queue.Add(job)
		go func() {
			watch(job, func(e upload.Event) {
				if name == "first" && isA[upload.Opened](e) {
					close(running)
				}
				if isA[upload.Finished](e) {
					ended <- name
				}
			})
		}()
	}
	go queue.Run(t.Context())
	<-running
	jobs["first"].Pause()
	jobs["third"].Pause() // in line
	queue.Arrange([]*upload.Job{jobs["first"], jobs["fourth"], jobs["second"], jobs["third"]})
	if at := queue.Position(jobs["fourth"]); at != 0 {
		t.Errorf("the one that was moved is at %d", at)
	}
	if at := queue.Position(jobs["third"]); at != -1 {
		t.Errorf("the paused one is at %d", at)
	}
	for _, want := range []string{"fourth", "second"} {
		if got := <-ended; got != want {
			t.Errorf("%s has ended, want %s", got, want)
		}
	}
	jobs["third"].Resume()
	if got := <-ended; got != "third" {
		t.Errorf("%s has ended", got)
	}
	if n := len(queue.Jobs()); n != 1 {
		t.Errorf("%d jobs are left", n)
	}
	queue.Remove(jobs["first"])
	if got := <-ended; got != "first" {
		t.Errorf("%s has ended", got)
	}
}

// TestSignInAgain checks that keys that X does not take any more in the middle of an upload pause it, and that it goes on
// with others where it was.
func TestSignInAgain(t *testing.T) {
	t.Parallel()
	for _, op := range []string{"append", "finalize", "status"} {
		for preset, want := range map[string]upload.Kind{"unauthorized": upload.NotSignedIn, "revoked": upload.TokenRevoked} {
			t.Run(op+" "+preset, func(t *testing.T) {
				t.Parallel()
				r := newRig(t, upload.V2, practice.Options{
					Faults: []practice.Fault{{Op: op, After: 1, Times: 8, What: "status", Preset: preset}},
				})
				if op != "append" {
					r = newRig(t, upload.V2, practice.Options{Faults: []practice.Fault{{Op: op, Times: 1, What: "status", Preset: preset}}})
				}
				engine := r.engine(t)
				var signed atomic.Int64
				file := clip(t, 3_000_000)
				job := engine.NewJob(upload.Request{File: file})
				job.Start(t.Context())
				events := watch(job, func(e upload.Event) {
					if p, ok := e.(upload.Paused); ok {
						if p.Cause == nil || p.Cause.Kind != want {
							t.Errorf("paused because of %+v", p.Cause)
						}
						sign := signer(r.x.Keys())
						engine.Renew(func(base http.RoundTripper) http.RoundTripper {
							signed.Add(1)
							return sign(base)
						})
						job.Resume()
					}
				})
				checkResumed(t, events, r.arrived(t, events, file))
				if signed.Load() == 0 {
					t.Error("nobody had to sign in again")
				}
			})
		}
	}
}

// TestDiscard checks that cancelling keeps what was sent for another job, and discarding does not; also of a job that is
// paused.
func TestDiscard(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(*upload.Job)
		kept bool
	}{
		"cancel":           {(*upload.Job).Cancel, true},
		"discard":          {(*upload.Job).Discard, false},
		"pause, cancel":    {func(j *upload.Job) { j.Pause(); j.Cancel() }, true},
		"pause, discard":   {func(j *upload.Job) { j.Pause(); j.Discard() }, false},
		"cancel, discard":  {func(j *upload.Job) { j.Cancel(); j.Discard() }, false},
		"paused, discard":  {nil, false},
		"context is ended": {nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, upload.V2, practice.Options{Processing: none, RateMbit: 40})
			r.options.Journals = t.TempDir()
			file := clip(t, 3_000_000)
			job := r.engine(t).NewJob(upload.Request{File: file})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			job.Start(ctx)
			begun := false
			end := finished(t, watch(job, func(e upload.Event) {
				switch {
				case isA[upload.Paused](e):
					job.Discard()
				case begun || !isA[upload.SegmentConfirmed](e):
				case name == "context is ended":
					begun = true
					cancel()
				case name == "paused, discard":
					begun = true
					job.Pause()
				default:
					begun = true
					c.end(job)
				}
			}))
			if end.Err == nil || end.Err.Kind != upload.Canceled {
				t.Errorf("it ended with %+v", end)
			}
			list, err := upload.ListUnfinished(r.options.Journals)
			if err != nil || len(list) > 0 != c.kept {
				t.Errorf("kept %+v, %v", list, err)
			}
		})
	}
}
