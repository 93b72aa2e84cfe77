package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
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
		middle(container.New(layout.NewCustomPaddedVBoxLayout(3), widgets.NewTitle(text("app.name")), widgets.NewBody(text("ui.about.version", "Version", u.deps.Version)))))
	version := u.newUpdateRow(name)
	version.frame = u.newPage(text("ui.about.title"),
		section{rows: []fyne.CanvasObject{container.New(layout.NewCustomPaddedVBoxLayout(10),
			version.object, widgets.NewBody(text("ui.about.what")), widgets.NewHint(text("app.disclaimer")))}},
		section{title: text("ui.about.places"), rows: append(u.folderRows(), u.diagnosticsRow())},
		section{title: text("ui.about.notices"), rows: []fyne.CanvasObject{u.notices()}},
	)
	u.showFrame(version.frame)
}

// notices shows the licences in letters of one width, and copies them.
func (u *UI) notices() fyne.CanvasObject {
	text, notices := u.words.Text, strings.TrimSpace(assets.Notices)
	copied := widgets.NewButton(text("ui.about.notices.copy"), theme.ContentCopyIcon(), widgets.ButtonSecondary, func() {
		u.deps.App.Clipboard().SetContent(notices)
		u.status(text("ui.status.notices_copied"))
	})
	return container.New(layout.NewCustomPaddedVBoxLayout(8),
		container.NewBorder(nil, nil, nil, middle(copied), middle(widgets.NewHint(text("ui.about.notices.hint")))),
		atHeight(noticesHeight, widgets.NewLines(text("ui.about.notices"), notices)))
}
