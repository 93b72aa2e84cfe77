package ui

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// several is as many videos as it takes to tell what is shown once from what is shown for each of them.
const several = 300

// lookedAt returns so many files that were looked at.
func lookedAt(t *testing.T, segmentBytes int64) []looked {
	t.Helper()
	path := clip(t, "film.mp4", 4096)
	file, err := upload.Inspect(path, segmentBytes)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]looked, several)
	for i := range all {
		all[i] = looked{path: filepath.Join(filepath.Dir(path), fmt.Sprintf("film %04d.mp4", i+1)), file: file}
		if err := os.Link(path, all[i].path); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestManyAreShownOnce does to many videos what can be done to all of them. What it costs to show the window goes with the
// number of videos in it: shown for each of them, a thousand would take as long as a million.
func TestManyAreShownOnce(t *testing.T) {
	s := accountStage(t, practice.Fault{Op: "init", What: "stall", Times: -1})
	s.until("what was there", func() bool { return s.queueRead })
	looks := 0 // at the clock: a window that is shown looks at it for its footer, its details and each card in sight
	s.now = func() time.Time { looks++; return time.Now() }
	once := func(what string, do func(), in state) {
		t.Helper()
		looks = 0
		do()
		if looks > several/2 {
			t.Errorf("%s: the window looked at the clock %d times", what, looks)
		}
		for _, v := range s.videos {
			if v.state != in {
				t.Fatalf("%s: %s is %v", what, v.name, v.state)
			}
		}
	}
	all := lookedAt(t, s.segmentBytes())
	once("adding", func() { s.take(all, false) }, ready)
	s.settle()
	once("starting", s.uploadAll, waiting)
	if got := s.queue.Jobs(); len(got) != several || got[several-1] != s.videos[several-1].job {
		t.Errorf("%d are in line", len(got))
	}
	once("pausing", func() { s.pauseAll() }, paused)
	once("resuming", s.resumeAll, waiting)
	once("removing", s.removeAll, waiting)
	if len(s.videos) != 0 || len(s.queue.Jobs()) != 0 {
		t.Errorf("%d videos and %d jobs are left", len(s.videos), len(s.queue.Jobs()))
	}
	once("adding and starting", func() { s.take(all, true) }, waiting)
	once("removing again", s.removeAll, waiting)

	once("adding once more", func() { s.take(all, false) }, ready)
	for _, v := range s.videos {
		v.state, v.progress.Result = done, &upload.Result{MediaID: "1"}
	}
	once("clearing", s.clearFinished, done)
	if len(s.videos) != 0 {
		t.Errorf("%d are left", len(s.videos))
	}
	s.says(s.words.Count("ui.status.cleared", several))

	once("adding the last time", func() { s.take(all, false) }, ready)
	for _, v := range s.videos {
		v.state, v.problem, v.account = failed, &upload.Error{Kind: upload.NoCredits, Segment: -1}, *s.account
	}
	once("trying again", s.retryAll, checking)
	looks = 0
	s.until("they are in line again", func() bool { return s.videos[several-1].state == waiting })
	if looks > several/2 {
		t.Errorf("the answers: the window looked at the clock %d times", looks)
	}
}

// TestManyAskOnce starts many videos while nobody is signed in: it asks for a sign-in once, after which all of them go.
func TestManyAskOnce(t *testing.T) {
	s := newStage(t, nil)
	s.until("that nobody is signed in", func() bool { return s.known })
	all := lookedAt(t, s.segmentBytes())
	s.take(all, false)
	s.uploadAll()
	first := s.signing
	if first == nil || len(s.pending) != several {
		t.Fatalf("%d wait for a sign-in", len(s.pending))
	}
	s.askAccount(s.videos[0], "")
	if s.signing != first {
		t.Error("it asks once more")
	}
	looks := 0
	s.now = func() time.Time { looks++; return time.Now() }
	s.signedIn(upload.Account{Name: "kay", BaseURL: "http://127.0.0.1:1", Sign: func(t http.RoundTripper) http.RoundTripper { return t }})
	s.goOn()
	if last := s.videos[several-1]; last.state != waiting || looks > several/2 {
		t.Errorf("the last is %v, after %d looks at the clock", last.state, looks)
	}
}

// TestQueueMenuOffersBoth offers to pause what moves beside resuming what stands, and only what makes sense.
func TestQueueMenuOffersBoth(t *testing.T) {
	s := newStage(t, nil)
	moving, standing := onItsWay(), pausedVideo()
	has := func(what string, want bool, id string) {
		t.Helper()
		if got := slices.Contains(labels(s.queueMenu()), s.words.Text(id)); got != want {
			t.Errorf("%s: the menu is %q", what, labels(s.queueMenu()))
		}
	}
	s.show(moving, standing)
	has("one moves, one stands", true, "ui.pause_all")
	has("one moves, one stands", true, "ui.resume_all")
	moving.state = done
	has("one stands", false, "ui.pause_all")
	has("one stands", true, "ui.resume_all")
	standing.state = waiting
	has("one is in line", true, "ui.pause_all")
	has("one is in line", false, "ui.resume_all")
}

// TestResumeAllSaysWhatIsNeeded resumes uploads of which X takes the keys no more.
func TestResumeAllSaysWhatIsNeeded(t *testing.T) {
	s := newStage(t, nil)
	s.keylessScene()
	s.choose(s.videos[1])
	s.pauseOrResumeAll()
	p := s.words.Problem(s.videos[0].progress.Trouble, s.videos[0].facts(time.Now()))
	s.says(p.Title + ". " + p.Do)
	if s.selected != s.videos[0] {
		t.Error("the one that needs a sign-in is not selected")
	}
}
