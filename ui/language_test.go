package ui

import (
	"bytes"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"

	"hoist/assets"
	"hoist/ui/desktop"
	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload/practice"
)

// wordsFile is the file of a language.
func wordsFile(t *testing.T, tag string) string {
	t.Helper()
	file, err := assets.Translations.ReadFile("translations/" + tag + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}

// TestOwnFontsHaveAllLetters finds every letter of the languages of Europe in each of the program's own fonts.
func TestOwnFontsHaveAllLetters(t *testing.T) {
	for _, tag := range []string{"en", "de", "es", "fr", "pt-BR"} {
		for _, font := range []fyne.Resource{assets.FontRegular(), assets.FontSemiBold(), assets.FontMono()} {
			if lacking := desktop.Lacking(wordsFile(t, tag), font); len(lacking) > 0 {
				t.Errorf("%s lacks %q of %s", font.Name(), string(lacking), tag)
			}
		}
	}
}

// TestSpeakable offers a language only where not one of its letters is missing.
func TestSpeakable(t *testing.T) {
	s := newStage(t, nil)
	s.until("the settings", func() bool { return s.loaded })
	count := map[rune]int{}
	for _, r := range wordsFile(t, "ja") {
		count[r]++
	}
	var rare string
	for r, n := range count {
		if n == 1 && unicode.Is(unicode.Han, r) {
			rare = string(r)
		}
	}
	if rare == "" {
		t.Fatal("no letter stands once alone")
	}
	s.draws = func(text string) bool { return !strings.Contains(text, rare) }
	if got := s.speakable(); !slices.Equal(got, []string{"en", "de", "es", "fr", "pt-BR"}) {
		t.Errorf("without %s it offers %q", rare, got)
	}
	s.draws = func(string) bool { return true }
	if got := s.speakable(); len(got) != len(tongues) {
		t.Errorf("with all letters it offers %q", got)
	}
	s.draws = func(string) bool { return false }
	if got := s.speakable(); !slices.Equal(got, []string{"en"}) {
		t.Errorf("without any letters it offers %q", got)
	}
}

// TestEnglishWhereLettersAreMissing starts on a desktop that lacks letters of the chosen language, and of the system's.
func TestEnglishWhereLettersAreMissing(t *testing.T) {
	s := newStage(t, nil)
	s.until("the settings", func() bool { return s.loaded })
	s.draws = func(text string) bool { return !strings.Contains(text, "設定") }
	japanese, err := messages.New(assets.Translations, "ja")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.wordsOf("ja").Language(); got != "en" {
		t.Errorf("in place of the chosen language it speaks %q", got)
	}
	if got := s.wordsOf("fr").Language(); got != "fr" {
		t.Errorf("it speaks %q, and could draw the chosen language", got)
	}
	s.deps.Words = japanese
	if got := s.wordsOf("").Language(); got != "en" {
		t.Errorf("in place of the system's language it speaks %q", got)
	}
	s.draws = func(string) bool { return true }
	if got := s.wordsOf("").Language(); got != "ja" {
		t.Errorf("it speaks %q, and could draw the system's language", got)
	}
}

// TestLanguageIsKnownElsewhere tells the chosen language to what speaks outside of the window: the page that the browser
// shows in the end, and the desktop's list of what keeps the computer awake.
func TestLanguageIsKnownElsewhere(t *testing.T) {
	var told []string
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		d.Speaks = func(words *messages.Catalog) { told = append(told, words.Language()) }
	})
	s.until("the settings", func() bool { return s.loaded })
	s.chooseLanguage("de")
	s.until("the other language", func() bool { return s.words.Language() == "de" })
	if reason := s.keeper.(*fakeKeeper).reason; !slices.Equal(told, []string{"de"}) || reason != s.words.Text("ui.awake.reason") {
		t.Errorf("it tells %q, and of being awake %q", told, reason)
	}
}

// TestJapaneseIsDrawn shows the window in the one language whose letters are not in the program's own fonts: no letter
// becomes the box that stands for those that nobody can draw.
func TestJapaneseIsDrawn(t *testing.T) {
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		words, err := messages.New(assets.Translations, "ja")
		if err != nil {
			t.Fatal(err)
		}
		d.Words = words
	})
	s.until("settings and account", func() bool { return s.loaded && s.known })
	if s.words.Language() != "ja" {
		t.Fatal("this computer has no font with all letters of the Japanese words; .ci/setup test installs one")
	}
	s.uploadingScene()
	s.apart("Japanese")
	s.keepPicture(t, "japanese")
	letters := map[rune]bool{}
	for _, x := range s.look() {
		text, ok := x.object.(*widgets.Text)
		if !ok {
			continue
		}
		for _, r := range text.Text() {
			if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
				letters[r] = true
			}
		}
	}
	if len(letters) < 20 {
		t.Errorf("only %d letters are Japanese", len(letters))
	}
	box := drawnText("\U0010FFFD") // nobody has a letter there
	for r := range letters {
		if bytes.Equal(drawnText(string(r)), box) {
			t.Errorf("%c is drawn as a box", r)
		}
	}
}

// drawnText draws a text alone.
func drawnText(text string) []byte {
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetContent(canvas.NewText(text, color.Black))
	c.Resize(fyne.NewSize(40, 30))
	return c.Capture().(*image.NRGBA).Pix
}
