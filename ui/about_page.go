package ui

import (
	"runtime/debug"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"hoist/assets"
	"hoist/ui/widgets"
)

// noticesHeight is the room for the licences, in dp.
const noticesHeight = 300

// showAbout shows what this program is, and whose work is in it, unless it is there.
func (u *UI) showAbout() {
	text := u.words.Text
	if u.shows(text("ui.about.title")) {
		return
	}
	icon := container.NewGridWrap(fyne.NewSize(64, 64), widget.NewIcon(assets.Icon()))
	name := container.NewBorder(nil, nil, container.New(layout.NewCustomPaddedLayout(0, 0, 0, 10), icon), nil,
		middle(container.New(layout.NewCustomPaddedVBoxLayout(3), widgets.NewTitle(text("app.name")), widgets.NewBody(u.versionLine()))))
	u.showFrame(u.newPage(text("ui.about.title"),
		section{rows: []fyne.CanvasObject{container.New(layout.NewCustomPaddedVBoxLayout(10),
			name, widgets.NewBody(text("ui.about.what")), widgets.NewHint(text("app.disclaimer")))}},
		section{title: text("ui.about.places"), rows: u.folderRows()},
		section{title: text("ui.about.notices"), rows: []fyne.CanvasObject{container.New(layout.NewCustomPaddedVBoxLayout(8),
			widgets.NewHint(text("ui.about.notices.hint")),
			atHeight(noticesHeight, widgets.NewLines(text("ui.about.notices"), strings.TrimSpace(assets.Notices))))}},
	))
}

// versionLine says which version this is, and of when its source is, where the build knows that.
func (u *UI) versionLine() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if day, _, found := strings.Cut(s.Value, "T"); s.Key == "vcs.time" && found {
				return u.words.Text("ui.about.version.built", "Version", u.deps.Version, "Date", day)
			}
		}
	}
	return u.words.Text("ui.about.version", "Version", u.deps.Version)
}
