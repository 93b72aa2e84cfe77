package ui

import (
	"fmt"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"hoist/assets"
	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/upload/practice"
)

// TestLook makes everything larger and still by the settings, for whatever asks Fyne how large and how lively it is.
func TestLook(t *testing.T) {
	s := newStage(t, nil)
	now := func() fyne.Settings { return fyne.CurrentApp().Settings() }
	if now().Scale() != 1 || !now().ShowAnimations() {
		t.Fatalf("it begins at %v, moving: %v", now().Scale(), now().ShowAnimations())
	}
	size := s.window.Canvas().Size()
	s.settings.Size, s.settings.ReduceMovement = 200, true
	s.applyLook()
	if now().Scale() != 2 || now().ShowAnimations() {
		t.Errorf("at 200 %% it is at %v, moving: %v", now().Scale(), now().ShowAnimations())
	}
	if got := s.window.Canvas().Size(); got.Width > size.Width || got.Height > size.Height {
		t.Errorf("a window of %v wants %v at 200 %%, and so four times the screen", size, got)
	}
	s.settings.Size, s.settings.ReduceMovement = 100, false
	s.applyLook()
	if now().Scale() != 1 || !now().ShowAnimations() {
		t.Errorf("back again it is at %v, moving: %v", now().Scale(), now().ShowAnimations())
	}
}

// TestWindowKeepsItsSize closes a window at every size of what is in it and opens it again: it is as large as it was, also
// where its dp are no whole numbers.
func TestWindowKeepsItsSize(t *testing.T) {
	for _, percent := range []int{80, 90, 100, 110, 130, 150, 180, 200} {
		t.Run(fmt.Sprint(percent), func(t *testing.T) {
			s := newStage(t, func(d *Deps, _ *practice.Options) {
				settings := home.Defaults()
				settings.Size, settings.WindowWidth, settings.WindowHeight = percent, 1201, 899
				if err := d.Home.SaveSettings(settings); err != nil {
					t.Fatal(err)
				}
			})
			s.until("the settings", func() bool { return s.loaded })
			factor := float32(percent) / 100
			if got := s.window.Canvas().Size(); got != fyne.NewSize(1201/factor, 899/factor) {
				t.Errorf("it opens at %v", got)
			}
			s.quit()
			s.Close()
			settings, err := s.deps.Home.Settings()
			if err != nil || settings.WindowWidth != 1201 || settings.WindowHeight != 899 {
				t.Errorf("it keeps %d by %d, %v", settings.WindowWidth, settings.WindowHeight, err)
			}
		})
	}
}

// TestLanguage changes the language in the settings: the window speaks it at once, and the queue stays as it is.
func TestLanguage(t *testing.T) {
	s := newStage(t, nil)
	s.until("the settings", func() bool { return s.loaded })
	s.show(readyVideo("film.mp4"))
	s.showSettings()
	s.chooseLanguage("de")
	s.until("the other language", func() bool { return s.words.Language() == "de" && s.page != nil })
	if s.settings.Language != "de" || len(s.videos) != 1 || s.selected != s.videos[0] {
		t.Errorf("settings %q, %d videos", s.settings.Language, len(s.videos))
	}
	s.reads(s.words.Text("ui.settings.title"))
	s.key(fyne.KeyEscape)
	s.reads(s.words.Text("ui.queue"), s.words.Text("ui.queue.more"))
	if s.button(s.words.Text("ui.upload")) == nil {
		t.Error("the button is not there in the other language")
	}
	s.chooseLanguage("")
	s.until("the system's language", func() bool { return s.words.Language() == "en" })
}

// TestLanguagesFit shows what is fullest in every language: nothing is cut off, and nothing lies on something else.
func TestLanguagesFit(t *testing.T) {
	for _, one := range tongues {
		for name, scene := range map[string]func(*stage){
			"failed":   func(s *stage) { s.show(failedVideo(), failedVideo(), readyVideo("a.mp4"), readyVideo("b.mp4")) },
			"segments": (*stage).segmentsScene, "welcome": (*stage).welcomeScene, "keys": func(s *stage) { s.showSignIn(""); s.signing.showKeys() },
			"settings": func(s *stage) { s.showSettings() }, "empty": func(*stage) {},
		} {
			t.Run(one.tag+"/"+name, func(t *testing.T) {
				s := newStage(t, func(d *Deps, _ *practice.Options) {
					words, err := messages.New(assets.Translations, one.tag)
					if err != nil {
						t.Fatal(err)
					}
					d.Words = words
				})
				s.until("settings and account", func() bool { return s.loaded && s.known })
				scene(s)
				for _, size := range append([]fyne.Size{fyne.NewSize(1080, 720), fyne.NewSize(720, 540)}, extremes...) {
					s.window.Resize(size)
					s.settle()
					fits(t, s.window.Content(), "window")
					s.apart(fmt.Sprint(size))
				}
			})
		}
	}
}

// TestOpensAsItWasLeft opens a window whose settings are not those of a first start: before it does anything else it has
// their size, colours and language.
func TestOpensAsItWasLeft(t *testing.T) {
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		settings := home.Defaults()
		settings.Theme, settings.Size, settings.Language, settings.WindowWidth, settings.WindowHeight = home.Dark, 150, "de", 1200, 900
		if err := d.Home.SaveSettings(settings); err != nil {
			t.Fatal(err)
		}
	})
	if s.loaded {
		t.Fatal("the window has done more than open")
	}
	if got := s.window.Canvas().Size(); got != fyne.NewSize(800, 600) {
		t.Errorf("it opens at %v", got)
	}
	background := func() color.Color {
		settings := s.UI.look.settings
		return settings.Theme().Color(theme.ColorNameBackground, settings.ThemeVariant())
	}
	opened := background()
	if s.words.Language() != "de" {
		t.Errorf("it opens in %q", s.words.Language())
	}
	s.reads(s.words.Text("ui.empty.title"))
	s.until("the rest", func() bool { return s.loaded })
	if background() != opened || s.window.Canvas().Size() != fyne.NewSize(800, 600) {
		t.Error("it jumps")
	}
	s.settings.Theme = home.Light
	s.applyLook()
	if background() == opened {
		t.Error("it opens in light colours")
	}
}

// TestOpensWithoutItsSettings opens a window while the disk does not answer: it does not wait for that.
func TestOpensWithoutItsSettings(t *testing.T) {
	s := newStage(t, nil)
	s.patience = 300 * time.Millisecond
	looked := make(chan func(), 2)
	looked <- func() { s.settings.Size = 150 } // and the language never comes
	if err := s.openAs(looked); err != nil || s.settings.Size != 150 {
		t.Errorf("what was read in time does not hold (%v)", err)
	}
}
