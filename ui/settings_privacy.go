package ui

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// privacyRows show what Hoist keeps, and take it away.
type privacyRows struct {
	removeAll  *widgets.Button
	removeSays *widgets.Text
}

func (p *settingsPage) buildPrivacy() []fyne.CanvasObject {
	u := p.ui
	rows := u.folderRows()
	rows = append(rows, beside(widgets.NewBody(p.text("ui.settings.help")), container.New(layout.NewCustomPaddedHBoxLayout(8),
		widgets.NewButton(p.text("ui.settings.help.keys"), nil, widgets.ButtonSecondary, u.showKeys),
		widgets.NewButton(p.text("ui.settings.help.about"), nil, widgets.ButtonSecondary, u.showAbout))))
	if u.deps.DeleteData == nil {
		return rows
	}
	p.removeAll = widgets.NewButton(p.text("ui.settings.remove_all"), theme.DeleteIcon(), widgets.ButtonSecondary, p.askRemoveAll)
	p.removeSays = widgets.NewHint("")
	p.removeSays.Hide()
	return append(rows, container.New(layout.NewCustomPaddedVBoxLayout(6),
		container.NewHBox(p.removeAll), widgets.NewHint(p.text("ui.settings.remove_all.hint")), p.removeSays))
}

// folderRows show where the files of this program are, for whoever wants to look into them.
func (u *UI) folderRows() []fyne.CanvasObject {
	data, logs := u.deps.Home.Folders()
	row := func(id, button, folder string) fyne.CanvasObject {
		words := container.New(layout.NewCustomPaddedVBoxLayout(1), widgets.NewBody(u.words.Text(id)), widgets.NewHint(folder))
		show := widgets.NewButton(u.words.Text(button), nil, widgets.ButtonSecondary, func() { u.openFolder(folder) })
		return beside(words, show)
	}
	return []fyne.CanvasObject{
		row("ui.settings.folder.data", "ui.settings.folder.show_data", data),
		row("ui.settings.folder.logs", "ui.settings.folder.show_logs", logs),
	}
}

// openFolder shows a folder in the system's own program for them.
func (u *UI) openFolder(folder string) {
	path := filepath.ToSlash(folder)
	if !strings.HasPrefix(path, "/") { // a drive of Windows
		path = "/" + path
	}
	address := &url.URL{Scheme: "file", Path: path}
	u.work.Go(func() {
		said := ""
		if _, err := os.Stat(folder); err != nil {
			said = "ui.settings.folder.none"
		} else if err := u.browse(address); err != nil {
			said = "ui.settings.folder.unopened"
		}
		if said != "" {
			u.do(func() { u.status(u.words.Text(said, "Path", folder)) })
		}
	})
}

// onItsWay reports whether anything is being uploaded or waits for its turn.
func (u *UI) onItsWay() bool {
	for _, v := range u.videos {
		if v.live() {
			return true
		}
	}
	return false
}

// askRemoveAll asks before all is deleted that this program has stored, and says what that is.
func (p *settingsPage) askRemoveAll() {
	u := p.ui
	if u.onItsWay() {
		p.sayOfRemoval(widgets.ToneError, p.text("ui.settings.remove_all.busy"))
		return
	}
	p.sayOfRemoval(widgets.ToneNeutral, "")
	accounts := p.text("ui.ask.remove_all.accounts.none")
	var names []string
	for _, a := range u.accounts {
		if a.Name != u.deps.Environment {
			names = append(names, "@"+a.Name)
		}
	}
	if len(names) > 0 {
		accounts = p.text("ui.ask.remove_all.accounts", "Names", strings.Join(names, ", "))
	}
	u.ask(p.text("ui.ask.remove_all.title"),
		p.text("ui.ask.remove_all.body", "Paths", strings.Join(u.deps.Home.Paths(), "\n"), "Accounts", accounts),
		choice{p.text("ui.ask.remove_all.keep"), widgets.ButtonPrimary, nil},
		choice{p.text("ui.ask.remove_all.remove"), widgets.ButtonSecondary, p.removeEverything})
}

func (p *settingsPage) sayOfRemoval(tone widgets.Tone, words string) {
	p.say(p.removeSays, tone, words)
}

// removeEverything deletes what this program has stored, and closes. Settings are not written any more: that would bring
// their file back.
func (p *settingsPage) removeEverything() {
	u := p.ui
	if u.onItsWay() { // it has begun while the question stood
		p.askRemoveAll()
		return
	}
	loaded := u.loaded
	u.loaded = false
	p.removeAll.Disable()
	p.sayOfRemoval(widgets.ToneNeutral, p.text("ui.settings.remove_all.going"))
	u.work.Go(func() {
		err := u.deps.DeleteData(u.ctx)
		u.do(func() {
			if err == nil {
				u.quit()
				return
			}
			u.loaded = loaded
			u.deps.Log.Warn("not all was removed", "err", err)
			p.removeAll.Enable()
			p.sayOfRemoval(widgets.ToneError, u.words.Problem(err, messages.Facts{Now: time.Now()}).Message())
		})
	})
}
