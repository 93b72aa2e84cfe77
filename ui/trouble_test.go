package ui

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"go.uber.org/goleak"

	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/practice"
)

// accountStage opens a window at which kay is signed in, whose X is the stand-in.
func accountStage(t *testing.T, faults ...practice.Fault) *stage {
	t.Helper()
	s := newStage(t, func(d *Deps, o *practice.Options) {
		o.Faults = faults
		x := startX(t, *o)
		d.Accounts.(*fakeAccounts).current = &upload.Account{
			Name: "kay", BaseURL: x.URL(), Sign: signer(x.Keys()),
		}
	})
	s.until("the account", func() bool { return s.account != nil })
	return s
}

// TestByClicksAlone uploads a video with clicks on what can be seen, and reads the window on the way.
func TestByClicksAlone(t *testing.T) {
	s := accountStage(t)
	s.reads(s.words.Text("ui.empty.title"), "@kay")
	s.drop(clip(t, "clip.mp4", 300<<10))
	s.reads("clip.mp4", s.words.Text("ui.details.ready", "Size", "307 kB", "Segments", "1 segment", "Account", "@kay"))
	s.press("ui.upload")
	v := s.videos[0]
	s.until("its end", func() bool { return v.state == done })
	s.reads(s.words.Text("ui.details.done"), s.words.Text("ui.status.done", "Name", "clip.mp4"))
	s.press("ui.copy_id")
	if got := s.app.Clipboard().Content(); len(got) != 19 || got != v.progress.Result.MediaID {
		t.Errorf("the clipboard has %q, the media ID is %q", got, v.progress.Result.MediaID)
	}
	s.says(s.words.Text("ui.copied"))
}

// TestFailures lets X refuse an upload once: the window says what is the matter and what helps, and the next try works.
func TestFailures(t *testing.T) {
	for preset, c := range map[string]struct{ kind, helps, again string }{
		"credits":      {string(upload.NoCredits), "ui.console", "ui.retry"},
		"unauthorized": {string(upload.NotSignedIn), "ui.sign_in.next", "ui.again"},
	} {
		t.Run(preset, func(t *testing.T) {
			s := accountStage(t, practice.Fault{Op: "init", What: "status", Preset: preset})
			s.drop(clip(t, "clip.mp4", 4096))
			v := s.videos[0]
			s.press("ui.upload")
			s.until("the failure", func() bool { return v.state == failed })
			want := s.words.Problem(v.problem, messages.Facts{Account: "kay"})
			if want.Kind != c.kind {
				t.Fatalf("it failed by %q", want.Kind)
			}
			s.reads(want.Title, want.Why, want.Do)
			s.says(want.Title)
			s.helps(v, c.helps)
			s.press(c.again)
			s.until("the second try", func() bool { return v.state == done })
			if s.details.notice.Visible() {
				t.Error("the notice still stands")
			}
		})
	}
}

// helps presses the button that a notice offers first.
func (s *stage) helps(v *video, id string) {
	s.t.Helper()
	s.press(id)
	if id == "ui.console" {
		s.until("X's console", func() bool { return len(s.app.pages()) == 1 })
		if got := s.app.pages()[0]; got != consoleURL {
			s.t.Errorf("it opened %s", got)
		}
		return
	}
	if s.signing == nil || len(s.pending) != 1 || s.pending[0] != v {
		s.t.Fatalf("it does not ask for a sign-in: %v, %d wait for it", s.signing, len(s.pending))
	}
	s.press("ui.back")
	if s.page != nil || len(s.pending) != 0 {
		s.t.Error("Back did not leave the page and what waited for it")
	}
}

// TestCreditsUsedUp uploads four videos and finds the credits used up at the second: the rest stand with the reason, and
// all go on when a person says that there are more.
func TestCreditsUsedUp(t *testing.T) {
	// The first is slow enough for the others to be in line.
	s := faultyStage(t, practice.Options{Processing: []practice.ProcessingStep{}, RateMbit: 8},
		practice.Fault{Op: "init", After: 1, What: "status", Preset: "credits"})
	s.drop(noisy(t, "one.mp4", 2<<20), clip(t, "two.mp4", 4096), clip(t, "three.mp4", 4096), clip(t, "four.mp4", 4096))
	s.press("ui.upload_all")
	two, three, four := s.videos[1], s.videos[2], s.videos[3]
	s.until("the queue to stand", func() bool { return two.state == failed && three.unpaid() && four.unpaid() })
	s.click(s.cards[three])
	s.reads("Paused · X credits are used up", "Your X developer credits are used up", "Add credits or raise the limit, then retry.")
	s.press("ui.console")
	s.until("X's console", func() bool { return len(s.app.pages()) == 1 })
	if three.keyless() {
		t.Error("it asks for a sign-in")
	}
	s.click(s.cards[two])
	s.press("ui.retry")
	s.until("all ends", func() bool {
		return !slices.ContainsFunc(s.videos, func(v *video) bool { return v.state != done })
	})
}

// TestRejectedIsNotSentAgain lets X reject a video: what stands out is to choose another one, on the card, for Return and in
// the notice, and trying all again passes it over. It can be sent again all the same.
func TestRejectedIsNotSentAgain(t *testing.T) {
	s := accountStage(t, practice.Fault{Op: "finalize", What: "processing", Preset: "invalid-media"})
	s.drop(clip(t, "bad.mp4", 4096))
	v := s.videos[0]
	s.press("ui.upload")
	s.until("the failure", func() bool { return v.state == failed })
	if f := s.faceNow(v); f.action != actionChooseAnother || !v.rejected() {
		t.Errorf("the card offers %d", f.action)
	}
	if s.frame.retryAll.Visible() {
		t.Error("it offers to try all again")
	}
	for _, item := range s.queueMenu() {
		if item.Label == s.words.Text("ui.retry_all") && !item.Disabled {
			t.Error("the menu offers to try all again")
		}
	}
	s.shortcut(fyne.KeyR, fyne.KeyModifierShortcutDefault)
	if v.state != failed {
		t.Error("it was sent again with all the others")
	}
	s.press("ui.start_again")
	s.until("another try", func() bool { return v.state == done })
}

// TestFailureInTheMiddle uploads three videos of which the second fails, and removes it.
func TestFailureInTheMiddle(t *testing.T) {
	s := accountStage(t, practice.Fault{Op: "init", After: 1, What: "status", Preset: "forbidden"})
	s.drop(clip(t, "one.mp4", 4096), clip(t, "two.mp4", 4096), clip(t, "three.mp4", 4096))
	s.press("ui.upload_all")
	s.until("all ends", func() bool {
		return s.videos[0].state == done && s.videos[1].state == failed && s.videos[2].state == done
	})
	s.click(s.cards[s.videos[1]])
	s.reads(s.words.Problem(s.videos[1].problem, messages.Facts{}).Title)
	s.press("ui.remove")
	if len(s.videos) != 2 || s.videos[1].name != "three.mp4" || s.selected != s.videos[1] {
		t.Errorf("%d videos are left, selected: %+v", len(s.videos), s.selected)
	}
}

// TestKeepUploading asks to cancel and thinks better of it: the upload goes on to its end.
func TestKeepUploading(t *testing.T) {
	s := practiceStage(t, func(_ *Deps, o *practice.Options) { o.RateMbit = 8 })
	s.drop(clip(t, "clip.mp4", 4<<20))
	v := s.videos[0]
	s.press("ui.upload")
	s.until("some of it", func() bool { return v.progress.Confirmed*100 > v.file.Bytes })
	s.press("ui.cancel")
	s.reads(s.words.Text("ui.ask.stop.title", "Name", "clip.mp4"))
	s.press("ui.ask.stop.keep")
	s.until("its end", func() bool { return v.state == done })
	if s.asking != nil {
		t.Error("the question still stands")
	}
}

// TestLeavingPracticeAsks leaves practice mode while something is on its way to the stand-in.
func TestLeavingPracticeAsks(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(clip(t, "big.mp4", 4<<20), clip(t, "next.mp4", 4096))
	v, next := s.videos[0], s.videos[1]
	s.click(s.cards[v])
	s.press("ui.upload")
	s.until("some of it", func() bool { return v.state == uploading })
	s.until("the banner", s.frame.banner.Visible)
	s.press("ui.practice.leave")
	s.reads(s.words.Text("ui.ask.leave.title"))
	s.press("ui.ask.leave.stay")
	if s.practice == nil || !v.live() {
		t.Fatal("it did not stay")
	}
	job := v.job
	s.press("ui.practice.leave")
	s.answer(s.words.Text("ui.practice.leave"))
	if s.practice != nil || s.frame.banner.Visible() || s.has(v) {
		t.Fatalf("practice mode is still there: %v, banner %v, its video %v", s.practice, s.frame.banner.Visible(), s.has(v))
	}
	<-job.Done()
	if !s.has(next) || next.job != nil {
		t.Error("what was never sent to the stand-in is gone")
	}
	s.until("the end of the stand-in", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.stopped == 1 || s.nudge()
	})
}

// nudge lets until look again at what no event of the window tells.
func (s *stage) nudge() bool {
	time.AfterFunc(10*time.Millisecond, func() { s.app.loop.DoFromGoroutine(func() {}, false) })
	return false
}

// TestSecondSignInLeavesNothing signs in anew between two uploads: the connections of both accounts go with the window.
func TestSecondSignInLeavesNothing(t *testing.T) {
	s := accountStage(t)
	before := goleak.IgnoreCurrent()
	for _, name := range []string{"one.mp4", "two.mp4"} {
		s.drop(clip(t, name, 4096))
		v := s.selected
		s.press("ui.upload")
		s.until("its end", func() bool { return v.state == done })
		s.signedIn(*s.accounts.current)
	}
	s.Close()
	goleak.VerifyNone(t, before, goleak.IgnoreAnyFunction("net/http.(*conn).serve"))
}

// TestNoAnswerToAQuestionIsLost closes with Escape what asks before a video is removed, and asks again.
func TestNoAnswerToAQuestionIsLost(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(clip(t, "big.mp4", 4<<20))
	v := s.videos[0]
	s.press("ui.upload")
	s.until("some of it", func() bool { return v.progress.Confirmed*100 > v.file.Bytes })
	for range 2 {
		s.window.Canvas().Unfocus()
		s.key(fyne.KeyDelete)
		s.reads(s.words.Text("ui.ask.stop.title", "Name", "big.mp4"))
		s.key(fyne.KeyEscape)
		if s.asking != nil || !v.live() {
			t.Fatal("Escape did not keep it going")
		}
	}
	s.key(fyne.KeyDelete)
	s.press("ui.ask.stop.stop")
	if s.has(v) {
		t.Error("it is still there")
	}
	s.reads(s.words.Text("ui.empty.title"))
}
