package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
	"hoist/upload/practice"
)

// signInStage opens a window at which nobody is signed in, beside an X that takes what is sent.
func signInStage(t *testing.T) *stage {
	var kay upload.Account
	s := newStage(t, func(_ *Deps, o *practice.Options) {
		x, err := practice.Start(*o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = x.Close() })
		kay = upload.Account{Name: "kay", BaseURL: x.URL(), Sign: signer(x.Keys())}
	})
	s.until("that nobody is signed in", func() bool { return s.known })
	s.accounts.current = &kay
	return s
}

// typeKeys fills in the first page and goes on.
func (s *stage) typeKeys() {
	s.signing.key.SetText("key")
	s.signing.secret.SetText("secret")
	s.signing.begin()
}

func (s *stage) untilNotice(title string) {
	s.t.Helper()
	s.until("the notice "+title, func() bool {
		return s.signing.notice.Visible() && strings.Contains(s.signing.notice.AccessibilityLabel(), title)
	})
}

// TestSignInGoesOnWithWhatWaited signs in because of a click on Upload all: both videos are uploaded then.
func TestSignInGoesOnWithWhatWaited(t *testing.T) {
	s := signInStage(t)
	s.drop(clip(t, "one.mp4", 4096), clip(t, "two.mp4", 4096))
	s.uploadAll()
	if s.page == nil || s.videos[0].job != nil {
		t.Fatal("it did not ask for a sign-in first")
	}
	s.typeKeys()
	s.until("the page for the PIN", func() bool { return s.signing.pin != nil })
	s.until("X's page in the browser", func() bool { return len(s.app.pages()) == 1 })
	if got := s.app.pages()[0]; got != s.accounts.pages[0].URL() {
		t.Errorf("it opened %s", got)
	}
	s.signing.pin.SetText("123 4567") // goes off by itself
	s.until("both uploads", func() bool { return s.videos[0].state == done && s.videos[1].state == done })
	if s.page != nil || s.account == nil || s.frame.account.AccessibilityLabel() != "kay @kay" {
		t.Errorf("page %v, header %q", s.page, s.frame.account.AccessibilityLabel())
	}
	if got := s.accounts.begun[0]; got != [2]string{"key", "secret"} {
		t.Errorf("X was asked with %q", got)
	}
}

// TestSignInFailures lets each step fail: the page says why and offers a way on.
func TestSignInFailures(t *testing.T) {
	s := signInStage(t)
	s.accounts.beginErrs = []error{kinded("not_signed_in")}
	s.onAccount()
	s.typeKeys()
	s.untilNotice(s.words.Problem(kinded("not_signed_in"), messages.Facts{}).Title)
	if s.signing.pin != nil || s.signing.waits() || s.signing.key.Text != "key" {
		t.Error("the keys cannot be mended")
	}
	s.signing.begin()
	s.until("the page for the PIN", func() bool { return s.signing.pin != nil })
	if s.signing.notice.Visible() {
		t.Error("the old problem still stands there")
	}

	s.signing.pin.SetText("12345") // too short: nothing was sent, the page holds
	s.signing.complete()
	s.untilNotice(s.words.Problem(kinded("bad_pin"), messages.Facts{}).Title)
	if s.signing.pin.Text() != "12345" {
		t.Error("the digits are gone")
	}

	s.signing.pin.SetText("7654321") // wrong: X wants another page
	s.untilNotice(s.words.Problem(kinded("pin_refused"), messages.Facts{}).Title)
	if !strings.Contains(s.signing.notice.AccessibilityLabel(), s.words.Text("ui.sign_in.pin.new")) {
		t.Errorf("no new link is offered: %s", s.signing.notice.AccessibilityLabel())
	}
	s.signing.begin()
	s.until("a second page for the PIN", func() bool { return len(s.app.pages()) == 2 })
	s.signing.pin.SetText("1234567")
	s.until("the end", func() bool { return s.page == nil })
	s.says(s.words.Text("ui.status.signed_in", "Account", "kay"))
}

// TestSignInThatIsLeft goes back while X is being asked: the answer opens no browser and no page.
func TestSignInThatIsLeft(t *testing.T) {
	s := signInStage(t)
	s.until("the settings", func() bool { return s.loaded })
	s.drop(clip(t, "one.mp4", 4096))
	s.start(s.videos[0])
	page := s.signing
	s.accounts.answers = make(chan struct{})
	s.typeKeys()
	if s.window.Canvas().Focused() == nil {
		t.Error("no field has the focus")
	}
	s.key(fyne.KeyEscape) // with the focus in a field
	if s.page != nil || len(s.pending) != 0 {
		t.Fatal("Escape did not leave the page and what waited for it")
	}
	before := s.app.loop.count
	close(s.accounts.answers)
	s.until("X's answer", func() bool { return s.app.loop.count > before })
	if page.pin != nil || s.page != nil {
		t.Error("it went on")
	}
}

// TestSignInThatTheKeyringDoesNotKeep signs in all the same and says until when.
func TestSignInThatTheKeyringDoesNotKeep(t *testing.T) {
	s := signInStage(t)
	s.accounts.keptErr = kinded("keyring_missing")
	s.onAccount()
	s.typeKeys()
	s.until("the page for the PIN", func() bool { return s.signing.pin != nil })
	s.signing.pin.SetText("1234567")
	s.until("the question", func() bool { return s.asking != nil })
	if s.account == nil || s.account.Name != "kay" {
		t.Error("it did not sign in")
	}
	button := s.window.Canvas().Focused().(*widgets.Button)
	if button.AccessibilityLabel() != s.words.Text("ui.sign_in.until_quit") {
		t.Errorf("it offers %q", button.AccessibilityLabel())
	}
	button.Tapped(nil)
	if s.asking != nil {
		t.Error("the question still stands")
	}
}

// TestSignInByClicksAndKeys goes through the page as a person does, with one mistyped PIN.
func TestSignInByClicksAndKeys(t *testing.T) {
	s := signInStage(t)
	s.drop(clip(t, "one.mp4", 4096))
	s.press("ui.upload")
	s.reads(s.words.Text("ui.sign_in.title"))
	s.write("my key") // the first field has the focus
	for range 4 {     // over the buttons of the first field
		if s.window.Canvas().Focused() != fyne.Focusable(s.signing.secret) {
			s.window.Canvas().FocusNext()
		}
	}
	s.write("my secret")
	s.press("ui.sign_in.next")
	s.until("the page for the PIN", func() bool { return s.signing.pin != nil })
	if got := s.accounts.begun[0]; got != [2]string{"my key", "my secret"} {
		t.Errorf("X was asked with %q", got)
	}
	if text := s.read(); strings.Contains(text, "my secret") || strings.Contains(text, "my key") {
		t.Error("the keys can be read on the page")
	}
	s.write("76 54-321")
	s.untilNotice(s.words.Problem(kinded("pin_refused"), messages.Facts{}).Title)
	if s.signing.pin.Text() != "" {
		t.Errorf("a PIN that is of no use stands there still: %q", s.signing.pin.Text())
	}
	s.apart("the page with its notice")
	s.press("ui.sign_in.pin.new")
	s.until("a second page for the PIN", func() bool { return len(s.app.pages()) == 2 })
	s.write("1234567")
	s.until("the upload", func() bool { return s.page == nil && s.videos[0].state == done })
}

// TestSignInDoesNotHoldTheWindowUp lets X take its time: the window paints, takes a drop and clicks, and asks only once.
func TestSignInDoesNotHoldTheWindowUp(t *testing.T) {
	s := signInStage(t)
	s.onAccount()
	idle := s.window.Canvas().Capture()
	s.accounts.answers = make(chan struct{})
	s.typeKeys()
	if !s.signing.busy.Visible() || !s.signing.waits() {
		t.Error("it does not show that X is being asked")
	}
	s.press("ui.sign_in.next")
	s.window.Canvas().Focus(s.signing.secret)
	s.key(fyne.KeyReturn)
	s.drop(clip(t, "one.mp4", 4096))
	if differing(idle, s.window.Canvas().Capture()) == 0 {
		t.Error("nothing was painted")
	}
	page := s.signing
	s.press("ui.back")
	s.reads("one.mp4")
	close(s.accounts.answers)
	s.until("the end of the call", func() bool {
		s.accounts.mu.Lock()
		defer s.accounts.mu.Unlock()
		return len(s.accounts.begun) > 0 || s.nudge()
	})
	if n := len(s.accounts.begun); n != 1 || page.pin != nil || len(s.app.pages()) != 0 {
		t.Errorf("X was asked %d times, %d pages opened", n, len(s.app.pages()))
	}
}

// TestDropWhileSigningIn keeps the page with what was typed, and answers the drop.
func TestDropWhileSigningIn(t *testing.T) {
	s := signInStage(t)
	s.onAccount()
	s.signing.key.SetText("half a key")
	page := s.page
	s.drop(clip(t, "one.mp4", 4096))
	if s.page != page || s.signing.key.Text != "half a key" {
		t.Error("what was typed is gone")
	}
	s.says(s.words.Count("ui.status.added", 1))
}

// TestSignOut asks first, and says when the password store did not let the keys go.
func TestSignOut(t *testing.T) {
	s := newStage(t, nil)
	s.until("that nobody is signed in", func() bool { return s.known })
	s.signedIn(upload.Account{Name: "kay"}, nil)
	s.onAccount()
	if s.asking == nil {
		t.Fatal("it did not ask")
	}
	s.key(fyne.KeyEscape)
	if s.asking != nil || s.account == nil {
		t.Fatal("Escape did not keep the account")
	}

	s.accounts.outErr = kinded("keyring_locked")
	s.askSignOut()
	s.answer(s.words.Text("ui.ask.sign_out.remove"))
	s.until("what the password store says", func() bool {
		return strings.Contains(s.frame.status.Text(), s.words.Problem(s.accounts.outErr, messages.Facts{}).Title)
	})
	if s.account == nil {
		t.Error("the account is gone from the window although its keys are still there")
	}

	s.accounts.outErr = nil
	s.askSignOut()
	s.answer(s.words.Text("ui.ask.sign_out.remove"))
	s.until("the sign-out", func() bool { return s.account == nil })
	if len(s.accounts.signedOut) != 2 || s.accounts.signedOut[1] != "kay" {
		t.Errorf("signed out: %v", s.accounts.signedOut)
	}
}
