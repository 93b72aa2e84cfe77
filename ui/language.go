package ui

import (
	"slices"

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

// speakable are the tags of those whose letters can be drawn on this computer. It uses the disk.
func speakable() []string {
	var tags []string
	for _, one := range tongues {
		if one.foreign == "" || desktop.CanDraw(one.foreign) {
			tags = append(tags, one.tag)
		}
	}
	return tags
}

// wordsOf returns the words of a language; where it is empty, those of the system's, and where they could not be drawn,
// English.
func (u *UI) wordsOf(tag string, speakable []string) *messages.Catalog {
	words := u.deps.Words
	if tag != "" {
		if chosen, err := messages.New(assets.Translations, tag); err == nil {
			words = chosen
		}
	}
	if slices.Contains(speakable, words.Language()) {
		return words
	}
	english, err := messages.New(assets.Translations, "en")
	if err != nil {
		return words
	}
	return english
}

// speak shows the window in the language of the settings.
func (u *UI) speak() {
	words := u.wordsOf(u.settings.Language, u.speakable)
	if words.Language() == u.words.Language() {
		return
	}
	u.words = words
	u.showPage(nil)
	u.cards = map[*video]*widgets.VideoCard{}
	u.compose()
}
