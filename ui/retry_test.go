package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hoist/upload"
	"hoist/upload/practice"
)

// TestRetryAll tries again what failed: one by its key, the rest at once.
func TestRetryAll(t *testing.T) {
	s := practiceStage(t, func(_ *Deps, o *practice.Options) {
		o.Faults = []practice.Fault{{Op: "init", What: "status", Preset: "forbidden", Times: 3}}
	})
	s.drop(clip(t, "one.mp4", 4096), clip(t, "two.mp4", 4096), clip(t, "three.mp4", 4096))
	if s.frame.retryAll.Visible() {
		t.Error("it offers to try again what was not tried")
	}
	s.uploadAll()
	count := func(want state) int {
		n := 0
		for _, v := range s.videos {
			if v.state == want {
				n++
			}
		}
		return n
	}
	s.until("three failures", func() bool { return count(failed) == 3 })
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyR)
	s.until("the second try", func() bool { return count(done) == 1 })
	if count(failed) != 2 {
		t.Error("it tried others, too")
	}
	s.press("ui.retry_all")
	s.until("all of them", func() bool { return count(done) == 3 })
	s.shortcut(fyne.KeyR, fyne.KeyModifierShortcutDefault)
	if s.frame.retryAll.Visible() || count(done) != 3 {
		t.Error("there is still something to try again")
	}
}

// TestRetryGoesOn fails in the middle and is tried again: what X had before is not sent anew.
func TestRetryGoesOn(t *testing.T) {
	s := practiceStage(t, func(_ *Deps, o *practice.Options) {
		o.Faults = []practice.Fault{{Op: "append", After: 14, What: "status", Preset: "credits"}}
	})
	s.drop(noisy(t, "clip.mp4", 3<<20))
	v := s.videos[0]
	s.start(v)
	s.until("the failure", func() bool { return v.state == failed })
	id := v.progress.MediaID
	s.press("ui.retry")
	s.until("its end", func() bool { return v.state == done })
	if v.progress.Result.MediaID != id || v.progress.Result.Earlier == 0 {
		t.Errorf("of %s it made %+v", id, v.progress.Result)
	}
	s.arrived(s.standIns[0], v)
}

// TestTryNow waits because X said so for a minute, and does not.
func TestTryNow(t *testing.T) {
	s := practiceStage(t, func(_ *Deps, o *practice.Options) {
		o.Faults = []practice.Fault{{Op: "init", What: "status", Status: 503, Headers: map[string]string{"Retry-After": "60"}}}
	})
	s.drop(clip(t, "clip.mp4", 4096))
	v := s.videos[0]
	s.start(v)
	s.until("that it waits", v.standing)
	if b := s.button(s.words.Text("ui.pause")); b == nil {
		t.Error("it cannot be paused")
	}
	began := time.Now()
	s.press("ui.try_now")
	s.until("its end", func() bool { return v.state == done })
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestSlowedDownCannotBeHastened offers no try to somebody whom X has asked to slow down, and can be paused.
func TestSlowedDownCannotBeHastened(t *testing.T) {
	s := practiceStage(t, func(_ *Deps, o *practice.Options) {
		o.Faults = []practice.Fault{{Op: "init", What: "status", Preset: "rate-limit", Seconds: 60}}
	})
	s.drop(clip(t, "clip.mp4", 4096))
	v := s.videos[0]
	s.start(v)
	s.until("that it waits", v.standing)
	if s.button(s.words.Text("ui.try_now")) != nil || !strings.Contains(s.faceNow(v).line, "continues") {
		t.Errorf("it offers to try now, or says %q", s.faceNow(v).line)
	}
	s.press("ui.pause")
	s.until("that it stands", func() bool { return v.progress.Stage == upload.StagePaused })
	if v.state != paused {
		t.Errorf("it is %d", v.state)
	}
}

// TestSignInInTheMiddle loses the keys in the middle of an upload and signs in again: it goes on by itself, with the
// same media ID.
func TestSignInInTheMiddle(t *testing.T) {
	// Of 12 requests with 8 at once some must have been answered.
	s := accountStage(t, practice.Fault{Op: "append", After: 12, What: "status", Preset: "unauthorized"})
	s.drop(noisy(t, "clip.mp4", 16<<20), clip(t, "next.mp4", 4096))
	v, next := s.videos[0], s.videos[1]
	s.uploadAll()
	s.until("that it stands", v.keyless)
	id := v.progress.MediaID
	s.until("the next one", func() bool { return next.state == done })
	s.click(s.cards[v])
	s.reads(s.words.Text("ui.card.paused.sign_in"), s.words.Text("problem.safe", "Size", s.words.Bytes(v.progress.Confirmed)))
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyReturn)
	s.signIn()
	s.until("its end", func() bool { return v.state == done })
	if v.progress.Result.MediaID != id {
		t.Errorf("%s became %s", id, v.progress.Result.MediaID)
	}
}

// signIn goes through the sign-in page, which is there.
func (s *stage) signIn() {
	s.t.Helper()
	if s.signing == nil {
		s.t.Fatal("no sign-in page")
	}
	s.untilPIN()
	s.signing.pin.SetText("1234567")
	s.until("the queue", func() bool { return s.page == nil })
}

// TestSignInAsSomebodyElse leaves an upload as it is that belongs to another account, and says whose it is.
func TestSignInAsSomebodyElse(t *testing.T) {
	s := accountStage(t, practice.Fault{Op: "append", After: 3, What: "status", Preset: "unauthorized"})
	s.drop(noisy(t, "clip.mp4", 8<<20))
	v := s.videos[0]
	s.start(v)
	s.until("that it stands", v.keyless)
	kay := s.accounts.current
	other := *kay
	other.Name = "merlin"
	s.accounts.current = &other
	s.perform(v, actionSignIn)
	s.signIn()
	if v.state != paused || s.account.Name != "merlin" {
		t.Fatalf("it is %d", v.state)
	}
	s.says(s.words.Text("ui.status.whose", "Account", "kay"))
	s.reads(s.words.Text("ui.card.paused.sign_in"))
	s.accounts.current = kay
	s.press("ui.sign_in.next")
	s.signIn()
	s.until("its end", func() bool { return v.state == done })
}

// TestRetryKeepsItsAccount tries again what failed in one name after a person went on to another: it goes in the name that
// it had. Where that has been signed out it says so, and the file's coming back starts nothing.
func TestRetryKeepsItsAccount(t *testing.T) {
	s := accountStage(t, practice.Fault{Op: "init", What: "status", Preset: "credits", Times: 3})
	kay := *s.account
	s.drop(clip(t, "clip.mp4", 4096))
	v := s.videos[0]
	s.start(v)
	s.until("the failure", func() bool { return v.state == failed })
	s.signedIn(upload.Account{Name: "merlin", BaseURL: kay.BaseURL, Sign: kay.Sign})
	s.retry(v)
	s.until("the second failure", func() bool { return v.state == failed })
	if v.account.Name != "kay" {
		t.Fatalf("it went in the name of %s", v.account.Name)
	}
	s.UI.accounts = s.UI.accounts[1:]
	s.retryAll()
	s.says(s.words.Text("ui.status.whose", "Account", "kay"))
	if v.state != failed {
		t.Errorf("it is %v", v.state)
	}
	v.problem, v.progress.Confirmed = &upload.Error{Kind: upload.FileMissing, Segment: -1}, 1
	s.watchFiles()
	if v.looking {
		t.Error("it waits for a file that it could not send")
	}
	if got := labels(s.menuOf(v)); !slices.Contains(got, s.words.Text("ui.menu.upload_as", "Account", "merlin")) {
		t.Errorf("the menu has %q", got)
	}
	s.uploadAs(v, s.UI.accounts[0])
	s.until("the third failure", func() bool { return v.state == failed })
	if v.account.Name != "merlin" {
		t.Errorf("it went in the name of %s", v.account.Name)
	}
}

// TestRetryNotInPractice tries again in practice mode what failed at X: nothing goes to either.
func TestRetryNotInPractice(t *testing.T) {
	s := accountStage(t, practice.Fault{Op: "init", What: "status", Preset: "credits"})
	s.drop(clip(t, "clip.mp4", 4096))
	v := s.videos[0]
	s.start(v)
	s.until("the failure", func() bool { return v.state == failed })
	s.enterPractice(nil)
	s.until("practice mode", func() bool { return s.practice != nil })
	s.retry(v)
	s.says(s.words.Text("ui.status.leave_practice"))
	if v.state != failed {
		t.Errorf("it is %v", v.state)
	}
}
