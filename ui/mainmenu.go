package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// systemMenu makes the menu that macOS shows at the top of the screen. There its own Quit would end the program without
// a question: ours takes its place. Elsewhere Fyne would draw a bar within the window.
func (u *UI) systemMenu() {
	if runtime.GOOS == "darwin" {
		u.window.SetMainMenu(u.mainMenu())
	}
}

func (u *UI) mainMenu() *fyne.MainMenu {
	item := func(id string, do func()) *fyne.MenuItem { return fyne.NewMenuItem(u.words.Text(id), do) }
	quit := item("ui.menu.quit", u.onClose)
	quit.IsQuit = true
	return fyne.NewMainMenu(
		fyne.NewMenu(u.words.Text("ui.menu.file"),
			item("ui.empty.choose", u.onChoose), item("ui.empty.folder", u.onChooseFolder), fyne.NewMenuItemSeparator(),
			item("ui.history", u.showHistory), item("ui.settings", u.showSettings), fyne.NewMenuItemSeparator(), quit),
		fyne.NewMenu(u.words.Text("ui.menu.help"), item("ui.keys.title", u.showKeys), item("ui.about.title", u.showAbout)))
}
