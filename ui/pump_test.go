package ui

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload"
)

// nowhere is an address at which nothing listens: the engine opens connections ahead of need, and virtual time does not
// go together with the system's resolver.
const nowhere = "http://127.0.0.1:1"

// slowX answers as X does, without a network: each request takes a while, and bodies are read at the speed of a line.
type slowX struct {
	answers time.Duration // of INIT
	second  int           // bytes
}

func (x slowX) RoundTrip(r *http.Request) (*http.Response, error) {
	reply := func(body string) (*http.Response, error) {
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(body)), Request: r,
		}, nil
	}
	if r.Body != nil {
		defer func() { _ = r.Body.Close() }()
	}
	switch {
	case strings.HasSuffix(r.URL.Path, "/initialize"):
		time.Sleep(x.answers)
		return reply(`{"data":{"id":"1880028106020515840","expires_after_secs":86400}}`)
	case strings.HasSuffix(r.URL.Path, "/append"):
		buffer := make([]byte, x.second/100)
		for {
			_, err := io.ReadFull(r.Body, buffer)
			time.Sleep(10 * time.Millisecond)
			if err != nil {
				return reply("")
			}
		}
	default:
		return reply(`{"data":{"id":"1880028106020515840"}}`)
	}
}

// pumped is what a window was handed.
type pumped struct {
	at time.Duration // since the start
	p  upload.Progress
}

// runPump uploads a file of ten segments through a pump. take gets what fyne.Do would.
func runPump(t *testing.T, x slowX, take func(func())) (shown []pumped, elapsed time.Duration) {
	t.Helper()
	began := time.Now()
	elapsed = pumpTo(t, x, take, func(p upload.Progress) { shown = append(shown, pumped{time.Since(began), p}) })
	return shown, elapsed
}

// pumpTo is runPump for a window of the test's own. It returns when the upload has ended.
func pumpTo(t *testing.T, x slowX, take func(func()), show func(upload.Progress)) time.Duration {
	t.Helper()
	engine, err := upload.New(upload.Account{
		Name: "kay", BaseURL: nowhere, SegmentBytes: 64 << 10, Sign: func(http.RoundTripper) http.RoundTripper { return x },
	}, upload.Options{AtOnce: 1})
	if err != nil {
		t.Fatal(err)
	}
	job := engine.NewJob(upload.Request{File: clip(t, "clip.mp4", 640<<10-24)})
	began := time.Now()
	job.Start(t.Context())
	pump(job, take, show)
	<-job.Done()
	return time.Since(began)
}

// TestPumpShowsProgress lets a window that keeps up watch an upload of ten seconds.
func TestPumpShowsProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shown, _ := runPump(t, slowX{answers: 3 * time.Second, second: 64 << 10}, func(f func()) { f() })
		last := shown[len(shown)-1].p
		if last.Stage != upload.StageFinished || last.Err != nil || last.Result.MediaID != "1880028106020515840" {
			t.Fatalf("it ended with %+v", last)
		}
		neverTooOften(t, shown)
		opening, known := 0, false
		for _, s := range shown {
			if s.p.Stage == upload.StageOpening {
				opening++
			}
			if speed := s.p.Speed; speed > 0 {
				known = true
				if speed < 32<<10 || speed > 128<<10 {
					t.Errorf("%.0f bytes a second on a line of %d", speed, 64<<10)
				}
			}
		}
		if opening == 0 || opening > 2 {
			t.Errorf("%d times in the 3 seconds in which X had not answered", opening)
		}
		if !known || len(shown) < 20 {
			t.Errorf("shown %d times, a speed: %v", len(shown), known)
		}
	})
}

// neverTooOften checks that nothing but the end came sooner than a frame after what was before it, and that what was
// confirmed stayed so.
func neverTooOften(t *testing.T, shown []pumped) {
	t.Helper()
	for i := 1; i < len(shown); i++ {
		if gap := shown[i].at - shown[i-1].at; gap < frame && i < len(shown)-1 {
			t.Errorf("%v after the one before it", gap)
		}
		if was, is := shown[i-1].p.Confirmed, shown[i].p.Confirmed; is < was {
			t.Errorf("%d bytes confirmed after %d", is, was)
		}
	}
}

// TestPumpNeverQueuesUp lets a window stand still for the whole upload: the upload is as fast as ever, and no more than
// two changes wait for the window, of which the second is the end.
func TestPumpNeverQueuesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := slowX{second: 64 << 10}
		_, free := runPump(t, x, func(f func()) { f() })
		var waiting []func()
		shown, stuck := runPump(t, x, func(f func()) { waiting = append(waiting, f) })
		if len(shown) != 0 || len(waiting) > 2 {
			t.Fatalf("%d shown, %d wait", len(shown), len(waiting))
		}
		if stuck != free {
			t.Errorf("%v beside a window that stands still, %v beside one that does not", stuck, free)
		}
	})
}

// TestPumpWaitsForASlowWindow lets a window take nearly two seconds for each change: nothing but the end is handed to
// it before it has taken what came before, and the upload is as fast as ever.
func TestPumpWaitsForASlowWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := slowX{second: 64 << 10}
		_, free := runPump(t, x, func(f func()) { f() })
		window, gone := make(chan func(), 1000), make(chan struct{})
		go func() {
			defer close(gone)
			for f := range window {
				time.Sleep(1700 * time.Millisecond)
				f()
			}
		}()
		var shown []upload.Progress
		most := 0
		elapsed := pumpTo(t, x, func(f func()) {
			window <- f
			most = max(most, len(window))
		}, func(p upload.Progress) { shown = append(shown, p) })
		close(window)
		<-gone
		if most > 1 {
			t.Errorf("%d changes waited for the window", most)
		}
		if elapsed != free {
			t.Errorf("%v beside a slow window, %v beside a quick one", elapsed, free)
		}
		if n := len(shown); n < 4 || shown[n-1].Stage != upload.StageFinished || shown[n-1].Result == nil {
			t.Errorf("it was shown %d changes, the last of them not the end", n)
		}
	})
}

// TestPumpOfACanceledJob ends with the one last event, also when the job was never started.
func TestPumpOfACanceledJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine, err := upload.New(upload.Account{BaseURL: nowhere, Sign: func(http.RoundTripper) http.RoundTripper { return slowX{} }}, upload.Options{})
		if err != nil {
			t.Fatal(err)
		}
		job := engine.NewJob(upload.Request{File: "never.mp4"})
		job.Cancel()
		var last upload.Progress
		pump(job, func(f func()) { f() }, func(p upload.Progress) { last = p })
		if last.Stage != upload.StageFinished || last.Err == nil || last.Err.Kind != upload.Canceled {
			t.Errorf("it ended with %+v", last)
		}
	})
}

// TestPumpOfAPausedJob is quiet while an upload stands whose speed was known, and shows it as it goes on.
func TestPumpOfAPausedJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine, err := upload.New(upload.Account{
			BaseURL: nowhere, SegmentBytes: 64 << 10,
			Sign: func(http.RoundTripper) http.RoundTripper { return slowX{second: 64 << 10} },
		}, upload.Options{AtOnce: 1})
		if err != nil {
			t.Fatal(err)
		}
		job := engine.NewJob(upload.Request{File: clip(t, "clip.mp4", 640<<10-24)})
		job.Start(t.Context())
		began, paused := time.Now(), 0
		go func() {
			time.Sleep(7 * time.Second)
			job.Pause()
			time.Sleep(time.Minute)
			job.Resume()
		}()
		var last upload.Progress
		known := false
		pump(job, func(f func()) { f() }, func(p upload.Progress) {
			known = known || p.Speed > 0
			if now := time.Since(began); now > 7100*time.Millisecond && now < 67*time.Second {
				paused++
				if p.Stage != upload.StagePaused {
					t.Errorf("at %v it is at %d", now, p.Stage)
				}
			}
			last = p
		})
		if !known || paused > 1 {
			t.Errorf("a speed: %v; shown %d times while it stood", known, paused)
		}
		if last.Result == nil {
			t.Errorf("it ended with %+v", last)
		}
	})
}
