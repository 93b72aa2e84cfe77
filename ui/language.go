package ui

import (
	"hoist/assets"
	"hoist/ui/desktop"
	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// tongue is a language that the window speaks.
type tongue struct {
	tag  string // of its file of translations
	name string // as those call it who speak it
	// Beyond the letters that the program's own fonts have it needs those of the system: some of them, or none.
	foreign string
}

// tongues are all of them.
var tongues = []tongue{
	{tag: "en", name: "English"},
	{tag: "de", name: "Deutsch"},
	{tag: "es", name: "Español"},
	{tag: "fr", name: "Français"},
	{tag: "ja", name: "日本語", foreign: "日本語のキューへ動画を追加"},
	{tag: "pt-BR", name: "Português (Brasil)"},
}

// canDraw reports whether the letters of a language can be drawn on this computer. It may take a second.
func canDraw(tag string) bool {
	for _, one := range tongues {
		if one.tag == tag {
			return one.foreign == "" || desktop.CanDraw(one.foreign)
		}
	}
	return false
}

// speakable are the tags of all languages whose letters can be drawn on this computer.
func speakable() []string {
	var tags []string
	for _, one := range tongues {
		if canDraw(one.tag) {
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
	if canDraw(words.Language()) {
		return words
	}
	english, err := messages.New(assets.Translations, "en")
	if err != nil {
		return words
	}
	return english
}

// speak shows the window in other words, where they are others.
func (u *UI) speak(words *messages.Catalog) {
	if words.Language() == u.words.Language() {
		return
	}
	u.words = words
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
