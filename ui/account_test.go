package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/practice"
)

// twoStage opens a window at which kay and merlin are signed in, both at the stand-in.
func twoStage(t *testing.T, change func(*Deps, *practice.Options)) *stage {
	t.Helper()
	s := newStage(t, func(d *Deps, o *practice.Options) {
		if change != nil {
			change(d, o)
		}
		x := startX(t, *o)
		f := d.Accounts.(*fakeAccounts)
		f.others = []upload.Account{{Name: "kay", BaseURL: x.URL(), Sign: signer(x.Keys())}}
		f.current = &upload.Account{Name: "merlin", BaseURL: x.URL(), Sign: signer(x.Keys())}
	})
	s.until("the accounts", func() bool { return s.account != nil })
	return s
}

// chooseAccountItem picks an item of the account menu.
func (s *stage) chooseAccountItem(label string) {
	s.t.Helper()
	for _, item := range s.accountMenu() {
		if item.Label == label {
			item.Action()
			return
		}
	}
	s.t.Fatalf("no item %q", label)
}

// TestSeveralAccounts lists them, goes from one to the other, and remembers it.
func TestSeveralAccounts(t *testing.T) {
	s := twoStage(t, nil)
	var labels []string
	for _, item := range s.accountMenu() {
		labels = append(labels, item.Label)
		if item.Checked != (item.Label == "@kay") {
			t.Errorf("%s is ticked: %v", item.Label, item.Checked)
		}
	}
	want := []string{
		"@kay", "@merlin", "", s.words.Text("ui.menu.add_account"), s.words.Text("ui.menu.sign_out", "Account", "kay"), "", s.words.Text("ui.menu.practice"),
	}
	if strings.Join(labels, "|") != strings.Join(want, "|") {
		t.Errorf("the menu has %q", labels)
	}
	s.until("the settings", func() bool { return s.loaded })
	s.chooseAccountItem("@merlin")
	if s.account.Name != "merlin" || s.frame.account.AccessibilityLabel() != "@merlin" {
		t.Errorf("videos go to %s", s.account.Name)
	}
	s.says(s.words.Text("ui.status.account", "Account", "merlin"))
	s.until("that it is remembered", func() bool {
		settings, err := s.deps.Home.Settings()
		return err == nil && settings.Account == "merlin" || s.nudge()
	})
}

// TestAccountOfTheStart takes the account of the command line, else that of the environment, else the one of the last time.
func TestAccountOfTheStart(t *testing.T) {
	for name, c := range map[string]struct{ last, environment, asked, want string }{
		"first": {"", "", "", "kay"}, "last": {"merlin", "", "", "merlin"}, "gone": {"nobody", "", "", "kay"},
		"asked": {"kay", "", "Merlin", "merlin"}, "environment": {"kay", "merlin", "", "merlin"}, "asked beside it": {"merlin", "merlin", "kay", "kay"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, func(d *Deps, _ *practice.Options) {
				f := d.Accounts.(*fakeAccounts)
				f.others = []upload.Account{{Name: "kay"}, {Name: "merlin"}}
				d.Account, d.Environment = c.asked, c.environment
				settings, err := d.Home.Settings()
				if err != nil {
					t.Fatal(err)
				}
				settings.Account = c.last
				if err := d.Home.SaveSettings(settings); err != nil {
					t.Fatal(err)
				}
			})
			s.until("the accounts", func() bool { return s.account != nil })
			if s.account.Name != c.want {
				t.Errorf("videos go to %s, want %s", s.account.Name, c.want)
			}
		})
	}
}

// TestUploadKeepsItsAccount changes the account while an upload is under way and another one waits, pauses and resumes
// them: each goes on as it was queued.
func TestUploadKeepsItsAccount(t *testing.T) {
	s := twoStage(t, nil)
	s.drop(noisy(t, "one.mp4", 16<<20), noisy(t, "two.mp4", 1<<20), noisy(t, "three.mp4", 1<<20))
	one, two, three := s.videos[0], s.videos[1], s.videos[2]
	s.start(one)
	s.start(two)
	s.chooseAccountItem("@merlin")
	s.start(three)
	s.pause(one)
	s.until("that it stands", func() bool { return one.progress.Stage == upload.StagePaused })
	s.resume(one)
	s.until("all of them", func() bool { return one.state == done && two.state == done && three.state == done })
	for v, want := range map[*video]string{one: "kay", two: "kay", three: "merlin"} {
		if v.account.Name != want {
			t.Errorf("%s went to %s, want %s", v.name, v.account.Name, want)
		}
	}
	s.choose(one)
	s.reads("@kay")
}

// TestUploadAsAnother changes the account of a video by hand, until X has heard of it.
func TestUploadAsAnother(t *testing.T) {
	s := twoStage(t, slow)
	s.drop(noisy(t, "one.mp4", 2<<20), noisy(t, "two.mp4", 1<<20), noisy(t, "three.mp4", 1<<20))
	one, two, three := s.videos[0], s.videos[1], s.videos[2]
	as := func(v *video, name string) func() {
		for _, item := range s.menuOf(v) {
			if item.Label == s.words.Text("ui.menu.upload_as", "Account", name) {
				return item.Action
			}
		}
		return nil
	}
	as(one, "merlin")()
	s.until("some of it", func() bool { return one.progress.Confirmed > 0 })
	if as(one, "kay") != nil || as(two, "kay") != nil {
		t.Error("it can be changed to what it is, or too late")
	}
	s.start(two)
	stale := as(two, "merlin")
	stale()
	if two.account.Name != "merlin" || two.state != waiting {
		t.Errorf("it is %d for %s", two.state, two.account.Name)
	}
	s.start(three)
	s.until("all of them", func() bool { return one.state == done && two.state == done && three.state == done })
	stale() // the menu stood open all the while
	if two.state != done || three.account.Name != "kay" || s.account.Name != "kay" {
		t.Errorf("the third went to %s, the next ones go to %s", three.account.Name, s.account.Name)
	}
}

// TestSignOut asks first, and says when the password store did not let the keys go.
func TestSignOut(t *testing.T) {
	s := twoStage(t, nil)
	s.chooseAccountItem(s.words.Text("ui.menu.sign_out", "Account", "kay"))
	if s.asking == nil {
		t.Fatal("it did not ask")
	}
	s.key(fyne.KeyEscape)
	if s.asking != nil || s.account == nil {
		t.Fatal("Escape did not keep the account")
	}

	s.accounts.outErr = kinded("keyring_locked")
	s.askSignOut(s.account.Name)
	s.answer(s.words.Text("ui.ask.sign_out.remove"))
	s.until("what the password store says", func() bool {
		return strings.Contains(s.frame.status.Text(), s.words.Problem(s.accounts.outErr, messages.Facts{}).Title)
	})
	if s.account.Name != "kay" {
		t.Error("the account is gone from the window although its keys are still there")
	}

	s.accounts.outErr = nil
	for _, name := range []string{"kay", "merlin"} {
		s.askSignOut(s.account.Name)
		s.answer(s.words.Text("ui.ask.sign_out.remove"))
		s.until("the sign-out", func() bool { return s.account == nil || s.account.Name != name })
		s.says(s.words.Text("ui.status.signed_out", "Account", name))
	}
	if got := strings.Join(s.accounts.signedOut, " "); got != "kay kay merlin" || s.account != nil {
		t.Errorf("signed out: %s", got)
	}
}

// TestSignOutOfAPausedUpload keeps what was sent, for whoever signs in to the account again.
func TestSignOutOfAPausedUpload(t *testing.T) {
	s := twoStage(t, slow)
	s.drop(noisy(t, "one.mp4", 6<<20))
	v := s.videos[0]
	s.start(v)
	s.until("some of it", func() bool { return v.progress.Confirmed > 0 })
	s.askSignOut(s.account.Name)
	s.says(s.words.Text("ui.status.busy_account", "Account", "kay"))
	s.pause(v)
	s.until("that it stands", func() bool { return v.progress.Stage == upload.StagePaused })
	s.askSignOut(s.account.Name)
	s.answer(s.words.Text("ui.ask.sign_out.remove"))
	s.until("the sign-out", func() bool { return s.account.Name == "merlin" })
	s.resume(v)
	s.says(s.words.Text("ui.status.whose", "Account", "kay"))
	s.reads(s.words.Text("ui.details.whose", "Account", "kay"))
	if v.state != paused {
		t.Fatal("it goes on with keys that were to be deleted")
	}
	kay := s.accounts.others[0]
	s.accounts.current = &kay
	s.press("ui.sign_in")
	s.untilPIN()
	s.signing.pin.SetText("1234567")
	s.until("its end", func() bool { return v.state == done })
}

// TestKeysOfTheEnvironment cannot be signed out: they are not in the password store.
func TestKeysOfTheEnvironment(t *testing.T) {
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		d.Environment = "environment"
		d.Accounts.(*fakeAccounts).current = &upload.Account{Name: "environment"}
	})
	s.until("the account", func() bool { return s.account != nil })
	for _, item := range s.accountMenu() {
		if item.Label == s.words.Text("ui.menu.sign_out", "Account", "environment") {
			t.Error("it can be signed out")
		}
	}
}

// TestStoreThatIsSlow asks again until the password store answers: somebody types its password meanwhile.
func TestStoreThatIsSlow(t *testing.T) {
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		f := d.Accounts.(*fakeAccounts)
		f.listErrs = []error{kinded("keyring_slow"), kinded("keyring_slow"), kinded("keyring_slow")}
		f.current = &upload.Account{Name: "kay", BaseURL: "http://127.0.0.1:1"}
	})
	s.until("that the store does not answer", func() bool { return s.storeErr != nil })
	s.drop(clip(t, "one.mp4", 4096))
	s.start(s.videos[0])
	if s.page != nil || len(s.pending) != 1 {
		t.Error("it asks for a sign-in although there may be an account")
	}
	s.says(s.words.Text("ui.status.awaits_store"))
	s.reads(s.words.Text("ui.store.slow"))
	s.until("the account", func() bool { return s.account != nil })
	if s.frame.news.Visible() {
		t.Error("it still says that the store does not answer")
	}
	if s.videos[0].state == ready || len(s.pending) > 0 {
		t.Error("what waited for the store does not go on")
	}
}

// TestStoreThatIsShut says so, and asks again when the person says so.
func TestStoreThatIsShut(t *testing.T) {
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		f := d.Accounts.(*fakeAccounts)
		f.listErrs = []error{kinded("keyring_locked"), kinded("keyring_denied")}
		f.current = &upload.Account{Name: "kay"}
	})
	s.until("that the store is locked", func() bool { return s.known })
	s.reads(s.words.Text("problem.keyring_locked.title"))
	s.press("ui.try_again")
	s.until("another answer", func() bool { return messages.KindOf(s.storeErr) == "keyring_denied" })
	s.reads(s.words.Text("problem.keyring_denied.title"))
	s.press("ui.try_again")
	s.until("the account", func() bool { return s.account != nil })
	if s.frame.news.Visible() {
		t.Error("it still says that the store is shut")
	}
}
