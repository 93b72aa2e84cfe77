package ui

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"hoist/ui/widgets"
)

// Rooms for the keys and, at least, for what they do beside them, in dp.
const (
	keysColumn = 210
	keysWords  = 160
)

// keyGroup names where some keys work, and what they do there. The words, and the keys, are in the translations.
type keyGroup struct {
	where string
	does  []string
}

func keyGroups() []keyGroup {
	return []keyGroup{
		{"anywhere", []string{
			"add", "add_folder", "paste", "settings", "history", "keys", "pause_all", "limit", "areas", "next_area", "next", "back", "close",
		}},
		{"queue", []string{"select", "pause", "primary", "move", "retry", "retry_all", "remove", "copy", "curl", "menu"}},
		{"segments", []string{"move", "far", "problem", "retry", "curl"}},
	}
}

// showKeys lists the keys, unless it is there.
func (u *UI) showKeys() {
	if u.shows(u.words.Text("ui.keys.title")) {
		return
	}
	var sections []section
	for _, group := range keyGroups() {
		id := "ui.keys." + group.where
		rows := container.New(layout.NewCustomPaddedVBoxLayout(7))
		for _, does := range group.does {
			rows.Add(u.keyRow(id + "." + does))
		}
		sections = append(sections, section{title: u.words.Text(id), rows: []fyne.CanvasObject{rows}, readout: true})
	}
	u.showFrame(u.newPage(u.words.Text("ui.keys.title"), sections...))
}

// keyRow is what some keys do: each of them does it, or one does the first thing and the other the second.
func (u *UI) keyRow(id string) fyne.CanvasObject {
	mod := "ui.keys.mod"
	if runtime.GOOS == "darwin" {
		mod = "ui.keys.mod.mac"
	}
	caps := container.New(layout.NewCustomPaddedHBoxLayout(5))
	for keys := range strings.FieldsSeq(u.words.Text(id+".keys", "Mod", u.words.Text(mod))) {
		caps.Add(widgets.NewKeyCap(keys))
	}
	return container.New(&sides{lead: keysColumn, least: keysWords}, middle(caps), middle(widgets.NewBody(u.words.Text(id))))
}
