package ui

import (
	"sync"

	"hoist/assets"
	"hoist/ui/desktop"
	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// tongue is a language that the window speaks.
type tongue struct {
	tag  string // of its file of translations
	name string // as those call it who speak it
}

// tongues are all of them.
var tongues = []tongue{
	{tag: fallbackTag, name: "English"},
	{tag: "de", name: "Deutsch"},
	{tag: "es", name: "Español"},
	{tag: "fr", name: "Français"},
	{tag: "ja", name: "日本語"},
	{tag: "pt-BR", name: "Português (Brasil)"},
}

// fallbackTag is of what is spoken where nothing else can be: the program's own fonts have all its letters.
const fallbackTag = "en"

// drawables are the answers of drawable. Fonts that come while the program runs are found at its next start.
var drawables sync.Map

// drawable reports whether all letters of a text can be drawn on this computer. The first time it may take a second.
func drawable(text string) bool {
	if can, known := drawables.Load(text); known {
		return can.(bool)
	}
	can := desktop.CanDraw(text, assets.FontRegular(), assets.FontSemiBold(), assets.FontMono())
	drawables.Store(text, can)
	return can
}

// canDraw reports whether every letter of a language can be drawn on this computer. It may take a second.
func (u *UI) canDraw(tag string) bool {
	if tag == fallbackTag {
		return true
	}
	words, err := assets.Translations.ReadFile("translations/" + tag + ".json")
	return err == nil && u.draws(string(words))
}

// speakable are the tags of all languages whose letters can be drawn on this computer.
func (u *UI) speakable() []string {
	var tags []string
	for _, one := range tongues {
		if u.canDraw(one.tag) {
			tags = append(tags, one.tag)
		}
	}
	return tags
}

// wordsOf returns the words of a language; where it is empty, those of the system's, and where they could not be drawn,
// English. It may take a second.
func (u *UI) wordsOf(tag string) *messages.Catalog {
	words := u.deps.Words
	if tag != "" {
		if chosen, err := messages.New(assets.Translations, tag); err == nil {
			words = chosen
		}
	}
	if u.canDraw(words.Language()) {
		return words
	}
	plain, err := messages.New(assets.Translations, fallbackTag)
	if err != nil {
		return words
	}
	return plain
}

// speak shows the window in other words, where they are others.
func (u *UI) speak(words *messages.Catalog) {
	if words.Language() == u.words.Language() {
		return
	}
	u.words = words
	u.keeper.Explain(words.Text("ui.awake.reason"))
	if u.deps.Speaks != nil {
		u.deps.Speaks(words)
	}
	u.showPage(nil)
	u.cards = map[*video]*widgets.VideoCard{}
	u.compose()
}

// chooseLanguage speaks another language from now on, and shows where in the settings that was chosen.
func (u *UI) chooseLanguage(tag string) {
	if tag == u.settings.Language {
		return
	}
	u.settings.Language = tag
	u.saveSettings()
	u.work.Go(func() {
		words := u.wordsOf(tag)
		u.do(func() {
			if u.settings.Language != tag {
				return
			}
			u.speak(words)
			u.showSettings()
			u.settingsPage.frame.jump(lookSection)
		})
	})
}
