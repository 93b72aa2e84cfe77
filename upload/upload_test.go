package upload_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

var generations = []upload.Generation{upload.V2, upload.V1}

// none is X's processing for tests that are about something else.
var none = []practice.ProcessingStep{}

// TestUpload goes the whole way, from a file to a media ID that is ready, with both of X's APIs.
func TestUpload(t *testing.T) {
	t.Parallel()
	for _, api := range generations {
		t.Run(string(api), func(t *testing.T) {
			t.Parallel()
			file := clip(t, 5_000_000)
			r := newRig(t, api, practice.Options{})
			began := time.Now()
			events := r.upload(t, file)
			result := r.arrived(t, events, file)
			if result.Bytes != 5_000_000 || result.Segments != 39 || result.Resent != 0 || result.Elapsed > time.Since(began) {
				t.Errorf("result %+v", result)
			}
			if left := time.Until(result.Expires); left < 23*time.Hour || left > 25*time.Hour {
				t.Errorf("it can be used for %s", left)
			}
			checkStory(t, events)
			if n := r.x.Counts(); n["init"] != 1 || n["append"] != 39 || n["finalize"] != 1 {
				t.Errorf("calls %v", n)
			}
		})
	}
}

// TestReadyWithoutProcessing checks that no STATUS is asked when FINALIZE says that there is nothing to wait for.
func TestReadyWithoutProcessing(t *testing.T) {
	t.Parallel()
	for _, api := range generations {
		file := clip(t, 3_000_000)
		r := newRig(t, api, practice.Options{Processing: none})
		r.arrived(t, r.upload(t, file), file)
		if n := r.x.Counts()["status"]; n != 0 {
			t.Errorf("%s: STATUS was asked %d times", api, n)
		}
	}
}

// TestSegmentsAtOnce checks that segments overlap, each on a connection of its own, and no more than were asked for.
func TestSegmentsAtOnce(t *testing.T) {
	t.Parallel()
	file := clip(t, 4_000_000)
	r := newRig(t, upload.V2, practice.Options{Processing: none, Latency: 20 * time.Millisecond})
	r.options.AtOnce = 3
	most, now := 0, 0
	for _, e := range r.upload(t, file) {
		switch e.(type) {
		case upload.SegmentStarted:
			now++
		case upload.SegmentConfirmed:
			now--
		}
		most = max(most, now)
	}
	if most != 3 {
		t.Errorf("%d segments at once, want 3", most)
	}
}

// checkStory checks what the events of an upload without trouble promise: every segment begins, makes progress that
// only grows to its size, and is confirmed once.
func checkStory(t *testing.T, events []upload.Event) {
	t.Helper()
	opened, ok := events[0].(upload.Opened)
	if !ok || opened.MediaID == "" || opened.Expires.IsZero() {
		t.Fatalf("it began with %+v", events[0])
	}
	size := func(i int) int64 {
		return min(opened.SegmentBytes, opened.Bytes-int64(i)*opened.SegmentBytes)
	}
	at := make([]int64, opened.Segments) // -1 before it has begun
	for i := range at {
		at[i] = -1
	}
	confirmed := 0
	for _, e := range events {
		switch e := e.(type) {
		case upload.SegmentStarted:
			if at[e.Index] != -1 || e.Attempt != 1 {
				t.Errorf("segment %d began again: %+v", e.Index, e)
			}
			at[e.Index] = 0
		case upload.SegmentProgressed:
			if e.Bytes < at[e.Index] || e.Bytes > size(e.Index) {
				t.Errorf("segment %d went from %d to %d of %d bytes", e.Index, at[e.Index], e.Bytes, size(e.Index))
			}
			at[e.Index] = e.Bytes
		case upload.SegmentConfirmed:
			if at[e.Index] != size(e.Index) {
				t.Errorf("segment %d was confirmed at %d of %d bytes", e.Index, at[e.Index], size(e.Index))
			}
			confirmed++
		case upload.SegmentRetrying, upload.Waiting, upload.Paused:
			t.Errorf("there was no trouble, but %+v", e)
		}
	}
	if confirmed != opened.Segments {
		t.Errorf("%d of %d segments confirmed", confirmed, opened.Segments)
	}
}

// TestCancel cancels at every step of an upload, and before it has begun: each ends as cancelled, at once, with the
// file closed and nothing left running (goleak, in TestMain).
func TestCancel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		when func(upload.Event) bool
	}{
		{"opened", func(e upload.Event) bool { _, ok := e.(upload.Opened); return ok }},
		{"sending", func(e upload.Event) bool { p, ok := e.(upload.SegmentProgressed); return ok && p.Bytes > 0 }},
		{"confirmed", func(e upload.Event) bool { _, ok := e.(upload.SegmentConfirmed); return ok }},
		{"retrying", func(e upload.Event) bool { _, ok := e.(upload.SegmentRetrying); return ok }},
		{"processing", func(e upload.Event) bool { _, ok := e.(upload.Processing); return ok }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, upload.V2, practice.Options{
				RateMbit: 80,
				Faults:   []practice.Fault{{Op: "append", After: 3, Times: 1, What: "drop", When: "mid"}},
			})
			end := finished(t, r.upload(t, clip(t, 3_500_000), func(j *upload.Job, e upload.Event) {
				if c.when(e) {
					j.Cancel()
				}
			}))
			if end.Err == nil || end.Err.Kind != upload.Canceled {
				t.Errorf("it ended with %+v", end)
			}
		})
	}
	t.Run("before it has begun", func(t *testing.T) {
		r := newRig(t, upload.V2, practice.Options{})
		engine, err := upload.New(r.account, r.options)
		if err != nil {
			t.Fatal(err)
		}
		job := engine.NewJob(upload.Request{File: "none.mp4"})
		job.Cancel()
		job.Start(t.Context())
		job.Cancel()
		var events []upload.Event
		for e := range job.Events() {
			events = append(events, e)
		}
		if end := finished(t, events); len(events) != 1 || end.Err.Kind != upload.Canceled {
			t.Errorf("events %+v", events)
		}
	})
}

// TestSlowReader checks that whoever reads the events slowly, or only at the end, does not slow the upload.
func TestSlowReader(t *testing.T) {
	t.Parallel()
	file := clip(t, 3_000_000)
	r := newRig(t, upload.V2, practice.Options{Processing: none})
	engine, err := upload.New(r.account, r.options)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	job := engine.NewJob(upload.Request{File: file})
	job.Start(t.Context())
	<-job.Done() // nobody has read anything
	var events []upload.Event
	for e := range job.Events() {
		events = append(events, e)
	}
	r.arrived(t, events, file)
	confirmed := 0
	for _, e := range events {
		if _, ok := e.(upload.SegmentConfirmed); ok {
			confirmed++
		}
	}
	if confirmed != 23 {
		t.Errorf("%d segments were told as confirmed, want 23", confirmed)
	}
}

// TestQueue checks that jobs run one after the other, that one that fails or is removed does not hold up the rest, and
// that the end of the context ends them all.
func TestQueue(t *testing.T) {
	t.Parallel()
	r := newRig(t, upload.V2, practice.Options{Processing: none})
	engine, err := upload.New(r.account, r.options)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	good := clip(t, 3_000_000)
	q := upload.NewQueue()
	var jobs []*upload.Job
	for _, file := range []string{good, "missing.mp4", good, good} {
		job := engine.NewJob(upload.Request{File: file})
		q.Add(job)
		jobs = append(jobs, job)
	}
	if at := q.Position(jobs[3]); at != 3 {
		t.Errorf("the last is at %d", at)
	}
	q.Remove(jobs[2])
	if at := q.Position(jobs[3]); at != 2 {
		t.Errorf("after one was removed the last is at %d", at)
	}
	go q.Run(t.Context())
	var ends []string
	for _, job := range jobs {
		var events []upload.Event
		for e := range job.Events() {
			events = append(events, e)
		}
		if end := finished(t, events); end.Err != nil {
			ends = append(ends, string(end.Err.Kind))
		} else {
			ends = append(ends, "done")
		}
	}
	if want := []string{"done", "file_missing", "canceled", "done"}; !slices.Equal(ends, want) {
		t.Errorf("they ended %v, want %v", ends, want)
	}
}

// TestNewRefuses checks that keys and videos do not go where they could be read on the way.
func TestNewRefuses(t *testing.T) {
	t.Parallel()
	sign := func(base http.RoundTripper) http.RoundTripper { return base }
	for address, ok := range map[string]bool{
		"":                            true,
		"https://x.example":           true,
		"http://127.0.0.1:8080":       true,
		"http://[::1]:8080":           true,
		"http://localhost":            true,
		"http://x.example":            false,
		"http://127.0.0.1.x.example":  false,
		"http://10.0.0.1":             false,
		"ftp://x.example":             false,
		"https://":                    false,
		"https://u:p@x.example":       false,
		"https://x.example/?a=b":      false,
		"x.example":                   false,
		"https://x.example:port/path": false,
	} {
		if _, err := upload.New(upload.Account{BaseURL: address, Sign: sign}, upload.Options{}); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
	if _, err := upload.New(upload.Account{API: "v3", Sign: sign}, upload.Options{}); err == nil {
		t.Error("an API that X does not have was taken")
	}
	if _, err := upload.New(upload.Account{}, upload.Options{}); err == nil {
		t.Error("an account that does not sign was taken")
	}
}

// TestErrorText checks that an error says what X answered, and nothing that is secret.
func TestErrorText(t *testing.T) {
	t.Parallel()
	r := newRig(t, upload.V2, practice.Options{Faults: []practice.Fault{{Op: "append", What: "status", Preset: "credits"}}})
	end := finished(t, r.upload(t, clip(t, 3_000_000)))
	if end.Err == nil {
		t.Fatal("it did not fail")
	}
	text := fmt.Sprint(end.Err)
	if !strings.Contains(text, "no_credits") || !strings.Contains(text, "HTTP 402") {
		t.Errorf("the log would say %q", text)
	}
	for _, secret := range []string{r.x.Keys().ConsumerSecret, r.x.Keys().AccessToken, r.x.Keys().AccessSecret, "oauth_"} {
		if strings.Contains(text, secret) {
			t.Errorf("a key is in %q", text)
		}
	}
	if d, ok := end.Err.Detail(); !ok || d.Op != "APPEND" || d.Status != 402 || d.RequestID == "" || !strings.Contains(d.Message, "credits") {
		t.Errorf("details %+v", d)
	}
}
