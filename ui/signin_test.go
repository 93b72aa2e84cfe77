package ui

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
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
		x := startX(t, *o)
		kay = upload.Account{Name: "kay", BaseURL: x.URL(), Sign: signer(x.Keys())}
	})
	s.until("that nobody is signed in", func() bool { return s.known })
	s.accounts.current, s.accounts.nobody = &kay, true
	return s
}

// typeKeys fills in the keys of an app, and goes on with the browser or a PIN.
func (s *stage) typeKeys(byPIN bool) {
	s.signing.showKeys()
	s.signing.key.SetText("key")
	s.signing.secret.SetText("secret")
	s.signing.beginWith(byPIN)
}

// untilPIN goes on to where the PIN is asked for.
func (s *stage) untilPIN() {
	s.t.Helper()
	s.typeKeys(true)
	s.until("the page for the PIN", func() bool { return s.signing.pin != nil })
}

func (s *stage) untilNotice(title string) {
	s.t.Helper()
	s.until("the notice "+title, func() bool {
		return s.signing.notice.Visible() && strings.Contains(s.signing.notice.AccessibilityLabel(), title)
	})
}

// TestSignInGoesOnWithWhatWaited signs in because of a click on Upload all: both videos are uploaded then, and the page
// makes room for them.
func TestSignInGoesOnWithWhatWaited(t *testing.T) {
	for name, byPIN := range map[string]bool{"browser": false, "PIN": true} {
		t.Run(name, func(t *testing.T) {
			s := signInStage(t)
			s.drop(clip(t, "one.mp4", 4096), clip(t, "two.mp4", 4096))
			s.uploadAll()
			if s.page == nil || s.videos[0].job != nil {
				t.Fatal("it did not ask for a sign-in first")
			}
			s.typeKeys(byPIN)
			s.until("X's page in the browser", func() bool { return len(s.app.pages()) == 1 })
			page := s.accounts.pages[0]
			if got := s.app.pages()[0]; got != page.URL() {
				t.Errorf("it opened %s", got)
			}
			if byPIN {
				s.signing.pin.SetText("123 4567") // goes off by itself
			} else {
				page.browser <- good
			}
			s.until("both uploads", func() bool { return s.videos[0].state == done && s.videos[1].state == done })
			s.until("the queue", func() bool { return s.page == nil })
			if s.account == nil || s.frame.account.AccessibilityLabel() != "@kay" {
				t.Errorf("header %q", s.frame.account.AccessibilityLabel())
			}
			if got := s.accounts.begun[0]; got != (begun{key: "key", secret: "secret", byPIN: byPIN}) {
				t.Errorf("X was asked with %+v", got)
			}
			if !slices.Equal(s.accounts.keptNames(), []string{"kay"}) || s.settings.Account != "kay" {
				t.Errorf("kept: %q, remembered: %q", s.accounts.kept, s.settings.Account)
			}
			s.until("the end of the wait", func() bool { return page.over() || s.nudge() })
		})
	}
}

// TestSignInFailures lets each step fail: the page says why and offers a way on.
func TestSignInFailures(t *testing.T) {
	s := signInStage(t)
	s.accounts.beginErrs = []error{kinded("not_signed_in")}
	s.onSignIn()
	s.typeKeys(true)
	s.untilNotice(s.words.Problem(kinded("not_signed_in"), messages.Facts{}).Title)
	if s.signing.pin != nil || s.signing.waiting || s.signing.key.Text != "key" {
		t.Error("the keys cannot be mended")
	}
	s.signing.beginWith(true)
	s.until("the page for the PIN", func() bool { return s.signing.pin != nil })
	if s.signing.notice.Visible() {
		t.Error("the old problem still stands there")
	}

	s.signing.pin.SetText("12345") // too short: nothing was sent, the page holds
	s.press("ui.sign_in.finish")
	s.untilNotice(s.words.Problem(kinded("bad_pin"), messages.Facts{}).Title)
	if s.signing.pin.Text() != "12345" {
		t.Error("the digits are gone")
	}

	s.signing.pin.SetText("7654321") // wrong: X wants another page
	s.untilNotice(s.words.Problem(kinded("pin_refused"), messages.Facts{}).Title)
	s.press("ui.sign_in.again")
	s.until("a second page for the PIN", func() bool { return len(s.app.pages()) == 2 })
	s.accounts.beginErrs = []error{kinded("no_connection")} // a new page, of which nothing comes
	s.press("ui.sign_in.pin.new")
	s.untilNotice(s.words.Text("problem.no_connection.title"))
	if s.signing.pin != nil || s.signing.key.Text != "key" {
		t.Error("it waits for a PIN that no page shows, or the keys are gone")
	}
	s.signing.complete("1234567")
	s.signing.beginWith(true)
	s.until("a third page for the PIN", func() bool { return len(s.app.pages()) == 3 })

	s.signing.pin.SetText("1234567")
	s.until("what was granted", func() bool { return s.signing.result != nil && !s.signing.busy.Visible() })
	s.reads(s.words.Text("ui.sign_in.done.name", "Account", "kay"), s.words.Text("ui.sign_in.done.may_upload"), s.words.Text("ui.sign_in.kept"))
	s.press("ui.sign_in.done")
	if s.page != nil || s.window.Canvas().Focused() != nil {
		t.Error("Done does not end it, or keeps the keys of the window to itself")
	}
	s.says(s.words.Text("ui.status.signed_in", "Account", "kay"))
}

// TestBrowserSignInFailures is the same for the way through the browser: each problem has a way on that works.
func TestBrowserSignInFailures(t *testing.T) {
	s := signInStage(t)
	s.accounts.beginErrs = []error{kinded("port_taken"), kinded("callback_oob"), kinded("callback_oob"), kinded("callback_refused")}
	s.onSignIn()
	s.typeKeys(false)
	s.untilNotice(s.words.Text("problem.port_taken.title"))
	s.press("ui.try_again")
	s.untilNotice(s.words.Text("problem.callback_oob.title"))
	s.press("ui.sign_in.by_pin")
	s.until("the answer to a PIN", func() bool { return !s.signing.waiting })
	if text := s.signing.notice.AccessibilityLabel(); strings.Contains(text, s.words.Text("ui.sign_in.by_pin")) {
		t.Errorf("a PIN is offered, which X has just refused: %s", text)
	}
	s.signing.secret.OnSubmitted("")
	s.untilNotice(s.words.Text("problem.callback_refused.title"))
	s.press("ui.sign_in.callback.copy")
	if got := s.app.Clipboard().Content(); got != s.accounts.Callbacks()[0] {
		t.Errorf("copied: %q", got)
	}
	s.press("ui.sign_in.by_pin")
	s.until("the page for the PIN", func() bool { return s.signing.pin != nil })
	s.press("ui.back")
	if s.signing.key.Text != "key" || s.signing.secret.Text != "secret" {
		t.Error("the keys have to be typed again")
	}

	s.press("ui.sign_in.next")
	s.until("the wait for the browser", func() bool { return s.signing.awaited })
	s.accounts.pages[1].browser <- "denied"
	s.untilNotice(s.words.Text("problem.denied.title"))
	if s.signing.busy.Visible() {
		t.Error("it still waits for the browser")
	}
	s.press("ui.sign_in.again")
	s.until("another page", func() bool { return len(s.app.pages()) == 3 && s.signing.awaited })
	s.until("the end of the wait for the first", func() bool { return s.accounts.pages[1].over() || s.nudge() })

	s.press("ui.sign_in.elsewhere")
	s.write("https://x.com/home")
	s.press("ui.sign_in.continue")
	s.untilNotice(s.words.Text("problem.bad_callback.title"))
	if !s.signing.busy.Visible() || s.signing.address.Text == "" {
		t.Error("it does not wait any more, or what was pasted is gone")
	}
	s.signing.address.SetText(good)
	s.press("ui.sign_in.continue")
	s.until("what was granted", func() bool { return s.signing.result != nil })
}

// TestNoBrowser says so, and lets a person copy the link.
func TestNoBrowser(t *testing.T) {
	s := signInStage(t)
	s.browse = func(*url.URL) error { return errors.New("none") }
	s.onSignIn()
	s.typeKeys(false)
	s.untilNotice(s.words.Text("ui.sign_in.no_browser.title"))
	s.press("ui.sign_in.copy")
	if got := s.app.Clipboard().Content(); got != s.accounts.pages[0].URL() {
		t.Errorf("copied: %q", got)
	}
	s.accounts.pages[0].browser <- good // opened by hand
	s.until("what was granted", func() bool { return s.signing.result != nil })
}

// TestSignInThatIsLeft goes back while X is being asked: the answer opens no browser and no page, and no port stays open.
func TestSignInThatIsLeft(t *testing.T) {
	s := signInStage(t)
	s.until("the settings", func() bool { return s.loaded })
	s.drop(clip(t, "one.mp4", 4096))
	s.start(s.videos[0])
	s.accounts.answers = make(chan struct{})
	s.typeKeys(false)
	if s.window.Canvas().Focused() == nil {
		t.Error("no field has the focus")
	}
	s.key(fyne.KeyEscape) // with the focus in a field
	if !s.signing.shown() {
		t.Fatal("Escape goes further back than one step")
	}
	s.key(fyne.KeyEscape)
	if s.page != nil || len(s.pending) != 0 {
		t.Fatal("Escape did not leave the page and what waited for it")
	}
	s.until("the end of the call", func() bool {
		s.accounts.mu.Lock()
		defer s.accounts.mu.Unlock()
		return len(s.accounts.begun) == 1 || s.nudge()
	})
	if s.page != nil || len(s.app.pages()) != 0 {
		t.Error("it went on")
	}

	s.accounts.answers = nil
	s.onSignIn()
	s.typeKeys(false)
	s.until("the wait for the browser", func() bool { return s.signing.awaited })
	page := s.accounts.pages[0]
	s.press("ui.cancel")
	s.until("that it is over", func() bool { return page.over() || s.nudge() })
	page.browser <- good // the person presses the button on X's page after all
	s.press("ui.back")
	s.press("ui.back")
	if s.page != nil || s.account != nil {
		t.Error("it went on after Cancel")
	}
}

// TestSignInThatTheKeyringDoesNotKeep signs in all the same and says until when, and tries again.
func TestSignInThatTheKeyringDoesNotKeep(t *testing.T) {
	for _, kind := range []string{"keyring_missing", "keyring_locked", "keyring_denied", "keyring_slow", "keyring_full", "keyring_failed"} {
		t.Run(kind, func(t *testing.T) {
			s := signInStage(t)
			s.accounts.do(func() { s.accounts.keepErr = kinded(kind) })
			s.onSignIn()
			s.untilPIN()
			s.signing.pin.SetText("1234567")
			s.until("what was granted", func() bool { return s.signing.result != nil && !s.signing.busy.Visible() })
			if s.account == nil || s.account.Name != "kay" {
				t.Error("it did not sign in")
			}
			problem := s.words.Problem(kinded(kind), messages.Facts{})
			s.reads(problem.Title, problem.Do, s.words.Text("ui.sign_in.not_kept"))
			s.apart("the end of a sign-in that is not kept")
			s.accounts.do(func() { s.accounts.keepErr = nil })
			s.press("ui.try_again")
			s.until("the second try", func() bool { return len(s.accounts.keptNames()) == 2 && !s.signing.busy.Visible() })
			s.reads(s.words.Text("ui.sign_in.kept"))
			s.accounts.do(func() { s.accounts.keepErr = kinded(kind) })
			s.signing.keep(*s.account, false)
			s.until("the third try", func() bool { return s.button(s.words.Text("ui.sign_in.until_quit")) != nil || s.nudge() })
			s.press("ui.sign_in.until_quit")
			if s.page != nil || s.account == nil {
				t.Error("it does not stay signed in")
			}
		})
	}
}

// TestSignInByClicksAndKeys goes through the page as a person does, with one mistyped PIN.
func TestSignInByClicksAndKeys(t *testing.T) {
	s := signInStage(t)
	s.drop(clip(t, "one.mp4", 4096))
	s.press("ui.upload")
	s.reads(s.words.Text("ui.sign_in.title"), s.words.Text("ui.sign_in.way.title"))
	s.key(fyne.KeyReturn) // the first way has the focus
	s.write("my key")     // and so has the first field
	for range 4 {         // over the buttons of the first field
		if s.window.Canvas().Focused() != fyne.Focusable(s.signing.secret) {
			s.window.Canvas().FocusNext()
		}
	}
	s.write("my secret")
	s.press("ui.sign_in.by_pin")
	s.until("the page for the PIN", func() bool { return s.signing.pin != nil })
	if got := s.accounts.begun[0]; got != (begun{key: "my key", secret: "my secret", byPIN: true}) {
		t.Errorf("X was asked with %+v", got)
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

// TestSignInWithAllKeys types four keys, once wrong: no browser is needed.
func TestSignInWithAllKeys(t *testing.T) {
	s := signInStage(t)
	s.accounts.checkErr = kinded("not_signed_in")
	s.drop(clip(t, "one.mp4", 4096))
	s.press("ui.upload")
	s.click(s.signing.options.Objects[1])
	for i, field := range []*widgets.SecretEntry{s.signing.key, s.signing.secret, s.signing.token[0], s.signing.token[1]} {
		field.SetText(strconv.Itoa(i))
	}
	s.press("ui.sign_in.tokens.next")
	s.untilNotice(s.words.Text("problem.not_signed_in.title"))
	s.accounts.checkErr = nil
	s.signing.token[1].OnSubmitted("")
	s.until("the upload", func() bool { return s.page == nil && s.videos[0].state == done })
	if got := s.accounts.checked[1]; got != [4]string{"0", "1", "2", "3"} || len(s.app.pages()) != 0 {
		t.Errorf("X was asked with %q, %d pages were opened", got, len(s.app.pages()))
	}
}

// TestSignInWithAFile takes the keys of twurl.
func TestSignInWithAFile(t *testing.T) {
	s := signInStage(t)
	s.accounts.files = []FiledAccount{{File: "/home/kay/.twurlrc", Name: "kay"}, {File: "/home/kay/.xurl"}}
	s.onSignIn()
	s.until("what is in the files", func() bool { return len(s.signing.options.Objects) == 4 })
	s.reads(s.words.Text("ui.sign_in.way.file", "Account", "@kay", "File", "~/.twurlrc"),
		s.words.Text("ui.sign_in.way.file", "Account", s.words.Text("ui.sign_in.way.file.unnamed"), "File", "~/.xurl"))
	s.click(s.signing.options.Objects[2])
	s.until("what was granted", func() bool { return s.signing.result != nil && !s.signing.busy.Visible() })
	if got := s.accounts.checked[0]; got != [4]string{"/home/kay/.twurlrc", "", "kay", ""} {
		t.Errorf("it took %q", got)
	}
}

// TestReadOnlyIsSaidNow does not begin an upload that X would refuse, and says why.
func TestReadOnlyIsSaidNow(t *testing.T) {
	s := signInStage(t)
	s.accounts.access = "read"
	s.drop(clip(t, "one.mp4", 4096))
	s.press("ui.upload")
	s.untilPIN()
	s.signing.pin.SetText("1234567")
	s.until("what was granted", func() bool { return s.signing.result != nil && !s.signing.busy.Visible() })
	s.reads(s.words.Text("problem.read_only.title"), s.words.Text("problem.read_only.do"), s.words.Text("ui.sign_in.kept"))
	if s.videos[0].job != nil {
		t.Error("it uploads")
	}
	s.press("ui.sign_in.again")
	s.accounts.access = ""
	s.typeKeys(true)
	s.until("the page for the PIN", func() bool { return s.signing.pin != nil })
	s.signing.pin.SetText("1234567")
	s.until("the upload", func() bool { return s.page == nil && s.videos[0].state == done })
}

// TestSignInDoesNotHoldTheWindowUp lets X take its time: the window paints, takes a drop and clicks, and asks only once.
func TestSignInDoesNotHoldTheWindowUp(t *testing.T) {
	s := signInStage(t)
	s.onSignIn()
	idle := s.window.Canvas().Capture()
	s.accounts.answers = make(chan struct{})
	s.typeKeys(false)
	if !s.signing.busy.Visible() || !s.signing.waiting {
		t.Error("it does not show that X is being asked")
	}
	s.press("ui.sign_in.next")
	s.window.Canvas().Focus(s.signing.secret)
	s.key(fyne.KeyReturn)
	s.drop(clip(t, "one.mp4", 4096))
	if differing(idle, s.window.Canvas().Capture()) == 0 {
		t.Error("nothing was painted")
	}
	s.press("ui.back")
	s.press("ui.back")
	s.reads("one.mp4")
	s.until("the end of the call", func() bool {
		s.accounts.mu.Lock()
		defer s.accounts.mu.Unlock()
		return len(s.accounts.begun) > 0 || s.nudge()
	})
	if n := len(s.accounts.begun); n != 1 || len(s.app.pages()) != 0 {
		t.Errorf("X was asked %d times, %d pages opened", n, len(s.app.pages()))
	}
}

// TestKeepingDoesNotHoldTheWindowUp lets the password store take its time: what waited for the sign-in goes on.
func TestKeepingDoesNotHoldTheWindowUp(t *testing.T) {
	s := signInStage(t)
	s.accounts.keeps = make(chan struct{})
	s.drop(clip(t, "one.mp4", 4096))
	s.press("ui.upload")
	s.untilPIN()
	s.signing.pin.SetText("1234567")
	s.until("the upload", func() bool { return s.videos[0].state == done })
	s.reads(s.words.Text("ui.sign_in.keeping"))
	s.press("ui.sign_in.done")
	if s.page != nil {
		t.Error("the page cannot be left")
	}
	s.accounts.do(func() { s.accounts.keepErr = kinded("keyring_denied") })
	close(s.accounts.keeps)
	s.until("the answer", func() bool {
		return strings.Contains(s.frame.status.Text(), s.words.Text("problem.keyring_denied.title"))
	})
	if s.account == nil {
		t.Error("it does not stay signed in")
	}
}

// TestDropWhileSigningIn keeps the page with what was typed, and answers the drop.
func TestDropWhileSigningIn(t *testing.T) {
	s := signInStage(t)
	s.onSignIn()
	s.signing.showKeys()
	s.signing.key.SetText("half a key")
	page := s.page
	s.drop(clip(t, "one.mp4", 4096))
	if s.page != page || s.signing.key.Text != "half a key" {
		t.Error("what was typed is gone")
	}
	s.says(s.words.Count("ui.status.added", 1))
}
