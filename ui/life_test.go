package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hoist/assets"
	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/practice"
)

// practiceStage opens a window in practice mode.
func practiceStage(t *testing.T, change func(*Deps, *practice.Options)) *stage {
	t.Helper()
	s := newStage(t, func(d *Deps, o *practice.Options) {
		d.PracticeAtStart = true
		if change != nil {
			change(d, o)
		}
	})
	s.until("practice mode", func() bool { return s.practice != nil })
	return s
}

// slow is a line on which four megabytes take eight seconds: long enough to do something meanwhile.
func slow(_ *Deps, o *practice.Options) { o.RateMbit = 4 }

// TestWholeLife brings the sample clip from the empty window to its media ID, with the real engine and stand-in, copies
// the ID, and leaves nothing behind.
func TestWholeLife(t *testing.T) {
	s := newStage(t, func(_ *Deps, o *practice.Options) {
		o.Processing = nil // as X does it, in two seconds
		o.RateMbit = 8     // three seconds for the clip: the window shows four pictures of each
		o.Faults = []practice.Fault{{Op: "append", What: "drop", When: "mid", Times: 2}}
	})
	v := s.sampleClip()
	s.watchUpload(v)
	up := s.standIns[0].Uploads()
	sum := sha256.Sum256(assets.SampleVideo())
	if len(up) != 1 || up[0].MediaID != v.progress.Result.MediaID || up[0].SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("the stand-in has %+v", up)
	}
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyReturn) // copies
	if got := s.app.Clipboard().Content(); got != v.progress.Result.MediaID {
		t.Errorf("the clipboard has %q", got)
	}
	s.says(s.words.Text("ui.copied"))
	s.goneWithout(v)
}

// sampleClip goes from the empty window into practice mode and takes the sample clip in.
func (s *stage) sampleClip() *video {
	s.t.Helper()
	s.frame.invite.Tapped(nil)
	s.frame.invite.Tapped(nil) // a double click is one
	s.until("practice mode", func() bool { return s.practice != nil })
	if !s.frame.banner.Visible() || len(s.standIns) != 1 {
		s.t.Fatalf("banner shown: %v, stand-ins: %d", s.frame.banner.Visible(), len(s.standIns))
	}
	s.frame.trial.Tapped(nil)
	s.until("the sample clip", func() bool { return len(s.videos) == 1 && s.videos[0].state != checking })
	v := s.videos[0]
	if v.job != nil || v.file.Plan.SegmentBytes != 128<<10 {
		s.t.Fatalf("started: %v; planned as %+v", v.job != nil, v.file.Plan)
	}
	return v
}

// watchUpload presses Upload and watches the window until the media ID is there.
func (s *stage) watchUpload(v *video) {
	s.t.Helper()
	s.details.button.Tapped(nil)
	var seen []state
	retried, bar := false, false
	s.until("the media ID", func() bool {
		if len(seen) == 0 || seen[len(seen)-1] != v.state {
			seen = append(seen, v.state)
		}
		for _, segment := range v.progress.Segments {
			retried = retried || segment.Attempt > 1
		}
		bar = bar || s.details.bar.Visible() && s.details.stats.Visible()
		return v.state == done || v.state == failed
	})
	if v.state != done {
		s.t.Fatalf("it failed: %v", v.problem)
	}
	if want := []state{waiting, uploading, processing, done}; !slices.Equal(seen, want) {
		s.t.Errorf("it went through %v, want %v", seen, want)
	}
	if !bar || !retried {
		s.t.Errorf("bar seen: %v, a segment sent again: %v", bar, retried)
	}
}

// goneWithout leaves practice mode and closes the window, and checks that nothing of them stays.
func (s *stage) goneWithout(sample *video) {
	s.t.Helper()
	folder := filepath.Dir(sample.path)
	s.leavePractice()
	if len(s.videos) != 0 || s.practice != nil || s.frame.banner.Visible() {
		s.t.Error("practice mode was not left behind")
	}
	s.Close()
	if _, err := os.Stat(folder); err == nil {
		s.t.Error("the sample clip's folder is still there")
	}
	if s.stopped != 1 {
		s.t.Errorf("the stand-in was stopped %d times", s.stopped)
	}
}

// TestQueueGoesOnPastAFailure uploads three videos of which the first fails: the others are not held up.
func TestQueueGoesOnPastAFailure(t *testing.T) {
	s := practiceStage(t, func(_ *Deps, o *practice.Options) {
		o.Faults = []practice.Fault{{Op: "init", What: "status", Preset: "forbidden"}}
	})
	s.drop(clip(t, "one.mp4", 4096), clip(t, "two.mp4", 4096), clip(t, "three.mp4", 4096))
	s.frame.startAll.Tapped(nil)
	if s.videos[1].state != waiting || s.videos[2].state != waiting {
		t.Errorf("they do not wait in line: %d, %d", s.videos[1].state, s.videos[2].state)
	}
	s.until("all ends", func() bool {
		return s.videos[0].state == failed && s.videos[1].state == done && s.videos[2].state == done
	})
	problem := s.words.Problem(s.videos[0].problem, messages.Facts{})
	if problem.Kind != string(upload.Forbidden) {
		t.Fatalf("it failed by %q", problem.Kind)
	}
	if label := s.details.notice.AccessibilityLabel(); !strings.Contains(label, problem.Title) ||
		!strings.Contains(label, problem.Do) || !strings.Contains(label, s.words.Text("ui.console")) {
		t.Errorf("the details say %q", label)
	}
	s.perform(s.videos[0], actionRetry)
	s.until("the second try", func() bool { return s.videos[0].state == done })
}

// TestStopAsks stops an upload: at once while nothing is lost, after a question when something is.
func TestStopAsks(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(clip(t, "big.mp4", 4<<20), clip(t, "next.mp4", 4096))
	s.uploadAll()
	v := s.videos[0]
	s.until("some of it", func() bool { return v.progress.Confirmed*100 > v.file.Bytes })
	s.perform(v, actionCancel)
	if s.asking == nil || !s.has(v) {
		t.Fatal("it did not ask")
	}
	if label := s.window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel(); label != s.words.Text("ui.ask.stop.keep") {
		t.Errorf("the focus is on %q", label)
	}
	s.key(fyne.KeyDown, fyne.KeyDelete) // do not reach the queue under the question
	if s.selected != v || len(s.videos) != 2 {
		t.Error("keys went through the question")
	}
	s.key(fyne.KeyEscape)
	if s.asking != nil || !v.live() {
		t.Fatal("Escape did not keep it going")
	}
	s.askRemove(v)
	job := v.job
	s.answer(s.words.Text("ui.ask.stop.stop"))
	if s.has(v) {
		t.Error("it is still there")
	}
	<-job.Done()
	s.until("the next one", func() bool { return s.videos[0].state == done })
	if counts := s.standIns[0].Counts(); counts["init"] != 2 || counts["finalize"] != 1 {
		t.Errorf("the stand-in was asked %v", counts)
	}
}

// TestStopAnsweredTooLate answers the question after the upload has ended: its media ID is not thrown away.
func TestStopAnsweredTooLate(t *testing.T) {
	s := practiceStage(t, func(_ *Deps, o *practice.Options) { o.RateMbit = 8 })
	s.drop(clip(t, "clip.mp4", 4<<20))
	v := s.videos[0]
	s.start(v)
	s.until("some of it", func() bool { return v.progress.Confirmed*100 > v.file.Bytes })
	s.askRemove(v)
	s.until("its end", func() bool { return v.state == done })
	s.answer(s.words.Text("ui.ask.stop.stop"))
	if !s.has(v) {
		t.Error("the media ID is lost")
	}
}

// TestRemoveWhileXProcesses says that X goes on, and what is lost all the same.
func TestRemoveWhileXProcesses(t *testing.T) {
	s := newStage(t, nil)
	v := processingVideo()
	s.show(v, pausedVideo(), failedVideo(), readyVideo("ready.mp4"))
	s.askRemove(v)
	s.reads(s.words.Text("ui.ask.stop.title.paused", "Name", v.name), s.words.Text("ui.ask.stop.processing"))
	s.answer(s.words.Text("ui.ask.stop.keep_paused"))
	s.askRemoveAll()
	s.reads(s.words.Count("ui.ask.remove_all.body", 1, "Size", s.words.Bytes(pausedVideo().progress.Confirmed)) + " " +
		s.words.Count("ui.ask.remove_all.processing", 1))
	s.key(fyne.KeyEscape)
	s.askRemove(v)
	s.answer(s.words.Text("ui.remove"))
	if s.has(v) {
		t.Error("it is still there")
	}
}

// TestCloseAsks closes the window while something is on its way, and leaves nothing running.
func TestCloseAsks(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(clip(t, "big.mp4", 4<<20), clip(t, "next.mp4", 4096))
	s.uploadAll()
	v := s.videos[0]
	s.until("some of it", func() bool { return v.state == uploading && len(v.progress.Segments) > 0 })
	s.onClose()
	s.answer(s.words.Text("ui.ask.close.stay"))
	if s.ctx.Err() != nil || !v.live() {
		t.Fatal("it did not stay")
	}
	s.onClose()
	s.onClose() // asks once
	if n := len(s.window.Canvas().Overlays().List()); n != 1 {
		t.Errorf("%d questions stand", n)
	}
	s.until("the settings", func() bool { return s.loaded })
	s.window.Resize(fyne.NewSize(900, 600))
	s.answer(s.words.Text("ui.ask.close.practice.close"))
	if s.ctx.Err() == nil {
		t.Fatal("it did not close")
	}
	s.Close()
	if settings, err := s.deps.Home.Settings(); err != nil || settings.WindowWidth != 900 || settings.WindowHeight != 600 {
		t.Errorf("remembered: %+v, %v", settings, err)
	}
}

// TestSizeIsRemembered opens a window as large as the last one was.
func TestSizeIsRemembered(t *testing.T) {
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		settings := home.Defaults()
		settings.WindowWidth, settings.WindowHeight = 1200, 800
		if err := d.Home.SaveSettings(settings); err != nil {
			t.Fatal(err)
		}
	})
	s.until("the size", func() bool { return s.window.Canvas().Size() == fyne.NewSize(1200, 800) })
}

// TestPracticePlansAnew goes into practice mode and out again with a video that waits for a click: it is cut anew, and
// goes to the stand-in only from inside.
func TestPracticePlansAnew(t *testing.T) {
	s := newStage(t, nil)
	s.until("that nobody is signed in", func() bool { return s.known })
	s.drop(clip(t, "clip.mp4", 1<<20))
	v := s.videos[0]
	want := v.file.Plan
	if want.SegmentBytes <= 128<<10 {
		t.Fatalf("planned as %+v", want)
	}
	s.enterPractice(nil)
	s.until("practice mode's segments", func() bool { return v.file.Plan.Segments == 9 })
	s.leavePractice()
	s.until("X's segments", func() bool { return v.file.Plan == want })
	s.start(v)
	if s.signing == nil || v.job != nil {
		t.Error("outside of practice mode it did not ask for a sign-in")
	}
}

// TestStartAtOnce uploads what is dropped without asking.
func TestStartAtOnce(t *testing.T) {
	s := practiceStage(t, func(d *Deps, _ *practice.Options) {
		d.StartAtOnce, d.Files = true, []string{clip(t, "given.mp4", 4096)}
	})
	s.until("the file of the command line", func() bool { return len(s.videos) == 1 && s.videos[0].state == done })
	s.drop(clip(t, "dropped.mp4", 4096))
	s.until("the dropped one", func() bool { return len(s.videos) == 2 && s.videos[1].state == done })
}

// TestPracticeThatDoesNotStart says so, and sends nothing anywhere.
func TestPracticeThatDoesNotStart(t *testing.T) {
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		d.PracticeAtStart, d.StartAtOnce = true, true
		d.Practice = func() (upload.Account, func(), error) { return upload.Account{}, nil, kinded("port in use") }
	})
	s.until("the answer", func() bool { return strings.Contains(s.frame.status.Text(), "port in use") })
	s.signedIn(upload.Account{
		Name: "kay", BaseURL: "http://127.0.0.1:1", Sign: func(base http.RoundTripper) http.RoundTripper { return base },
	})
	s.drop(clip(t, "clip.mp4", 4096))
	if s.practice != nil || s.videos[0].job != nil {
		t.Error("it uploads to X what was meant for practice")
	}
}

// TestSmallestWindow holds the window to the size that still fits, on each of its pages.
func TestSmallestWindow(t *testing.T) {
	s := practiceStage(t, nil)
	fits := func(what string) {
		t.Helper()
		if least := s.window.Canvas().Content().MinSize(); least.Width > 720 || least.Height > 540 {
			t.Errorf("%s needs %v", what, least)
		}
	}
	fits("the empty window")
	s.drop(clip(t, "a video with a name that is longer than any card is wide, and then some more of it.mp4", 4096))
	fits("the queue")
	s.showSignIn("")
	for what, show := range map[string]func(){
		"the ways to sign in": func() {}, "the page of the keys": s.signing.showKeys, "the page of four keys": s.signing.showTokens,
	} {
		show()
		fits(what)
	}
}
