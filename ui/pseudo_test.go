package ui

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"hoist/assets"
	"hoist/ui/messages"
)

// foreignLetters stand for those of the Latin alphabet in words that come from the translations: whatever can still be read
// in the window comes from elsewhere. They survive that a text is wrapped, cut, and put together.
const (
	latinLetters   = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	foreignLetters = "абвгдежзийклмнопрстуфхцчшщАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩ"
)

// fillIn is what a translation leaves to be filled in.
var fillIn = regexp.MustCompile(`{{[^}]*}}`)

// pseudo returns the English words in foreign letters.
func pseudo(t *testing.T) *messages.Catalog {
	t.Helper()
	var pairs []string
	foreign := []rune(foreignLetters)
	for i, r := range latinLetters {
		pairs = append(pairs, string(r), string(foreign[i]))
	}
	letters := strings.NewReplacer(pairs...)
	written := func(text string) string {
		var all strings.Builder
		end := 0
		for _, at := range fillIn.FindAllStringIndex(text, -1) {
			all.WriteString(letters.Replace(text[end:at[0]]) + text[at[0]:at[1]])
			end = at[1]
		}
		return all.String() + letters.Replace(text[end:])
	}
	file, err := fs.ReadFile(assets.Translations, "translations/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatal(err)
	}
	for id, words := range all {
		switch words := words.(type) {
		case string:
			all[id] = written(words)
		case map[string]any: // one for each plural
			for number, text := range words {
				words[number] = written(text.(string))
			}
		}
	}
	if file, err = json.Marshal(all); err != nil {
		t.Fatal(err)
	}
	catalog, err := messages.New(fstest.MapFS{"en.json": {Data: file}}, "en")
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

// data is what scenes show that needs no translation: names, paths, addresses, and keys of the keyboard.
func data(s *stage) string {
	folder, logs := s.deps.Home.Folders()
	return strings.Join(append(s.accounts.Callbacks(), folder, logs, "settings.json journals queue.jsonl history.jsonl",
		"kestrelfilms merlinclips merlinworks K", // accounts, and the letter on the disc of one
		"Launch film – final v7.mp4 Launch film – final v7 for X.mp4 Behind the scenes.mov Teaser 15s.mp4 Interview notes.mp4 Interview 02.mov Interview 03.mp4 sample.mp4 Concert.mp4 Export 4.mp4 Interview 03 HEVC.mov",
		"H.264 HEVC (H.265) AAC-LC", // the same everywhere
		"/home/kay/Videos/ /home/kay/.twurlrc /home/kay/.xurl /home/kay/Documents/company/certificates/root.pem",
		"https://api.x.com/oauth/authorize?oauth_token=a http://proxy.example:8080 ftp://proxy.example fast", // typed, or X's
		"hoist.example",
		"Ctrl Alt Shift", // as they stand on keys
		"English Deutsch Español Français Português (Brasil)"), " ")
}

// TestWordsAreTranslated shows every scene in words whose letters are foreign: what can be read comes from no translation,
// and has to be data.
func TestWordsAreTranslated(t *testing.T) {
	words := pseudo(t)
	if got := words.Text("ui.settings.title"); strings.ContainsAny(got, latinLetters) {
		t.Fatalf("the words are as they were: %q", got)
	}
	all := scenes()
	for name, scene := range pageScenes() {
		all["page "+name] = scene
	}
	for name, scene := range all {
		t.Run(name, func(t *testing.T) {
			s := sceneStage(t, func(d *Deps) { d.Words = words })
			scene(s)
			s.window.Resize(fyne.NewSize(1080, 3000))
			s.settle()
			read, translated := s.allTexts(), 0
			known := data(s)
			switch name {
			case "page about", "page about_no_update":
				known += assets.Notices
			case "page diagnostics":
				for _, part := range s.deps.Home.Diagnostics(s.aboutThis(), []string{s.videos[0].path}) {
					known += part.Name + part.Text
				}
			}
			for _, text := range read {
				if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
					translated++
				}
				for _, word := range latinWords(text) {
					if !strings.Contains(known, word) {
						t.Errorf("%q of %q comes from no translation", word, text)
					}
				}
			}
			if translated < 4 {
				t.Errorf("only %d texts are translated: %q", translated, read)
			}
		})
	}
}

// latinWords are the words of a text that the translations have not made foreign.
func latinWords(text string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(text, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) }),
		func(word string) bool { return word == "" })
}

// allTexts returns what is drawn in the window and over it as text, and what is said of it.
func (s *stage) allTexts() []string {
	var all []string
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		if text, ok := o.(*canvas.Text); ok {
			all = append(all, text.Text)
		}
		switch x := o.(type) {
		case *fyne.Container: // Fyne's name for all of them
		case fyne.Accessible:
			all = append(all, x.AccessibilityLabel())
		}
		for _, child := range partsOf(o) {
			walk(child)
		}
	}
	walk(s.window.Content())
	for _, over := range s.window.Canvas().Overlays().List() {
		walk(over)
	}
	return append(all, s.window.Title())
}
