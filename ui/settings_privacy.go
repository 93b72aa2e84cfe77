package ui

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// privacyRows show what Hoist keeps, and take it away.
type privacyRows struct {
	updates    *widgets.Check // nil: it is not for this program to look for newer versions
	version    *updateRow
	trace      *widgets.Check
	removeAll  *widgets.Button
	removeSays *widgets.Text
}

func (p *settingsPage) buildPrivacy() []fyne.CanvasObject {
	u := p.ui
	p.trace = p.check("ui.settings.trace", func(on bool) {
		u.settings.Trace = on
		u.deps.Trace(on)
	})
	rows := append(p.updatesSetting(), u.folderRows()...)
	rows = append(rows, p.trace, u.diagnosticsRow())
	rows = append(rows, beside(widgets.NewBody(p.text("ui.settings.help")), container.New(layout.NewCustomPaddedHBoxLayout(8),
		widgets.NewButton(p.text("ui.settings.help.keys"), nil, widgets.ButtonSecondary, u.showKeys),
		widgets.NewButton(p.text("ui.settings.help.about"), nil, widgets.ButtonSecondary, u.showAbout))))
	if u.deps.DeleteData == nil {
		return rows
	}
	p.removeAll = widgets.NewButton(p.text("ui.settings.delete_data"), theme.DeleteIcon(), widgets.ButtonSecondary, p.askDeleteData)
	p.removeSays = widgets.NewHint("")
	p.removeSays.Hide()
	return append(rows, container.New(layout.NewCustomPaddedVBoxLayout(6),
		widgets.NewFlow(p.removeAll), widgets.NewHint(p.text("ui.settings.delete_data.hint")), p.removeSays))
}

func (p *settingsPage) applyPrivacy() {
	p.trace.Set(p.ui.settings.Trace)
	if p.updates != nil {
		p.updates.Set(p.ui.settings.Updates)
	}
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
			u.do(func() { u.status(u.words.Text(said, "Path", messages.Clean(folder, longestPath))) })
		}
	})
}

// onItsWay reports whether anything is being uploaded or copied, or waits for its turn.
func (u *UI) onItsWay() bool {
	if len(u.conversions) > 0 {
		return true
	}
	for _, v := range u.videos {
		if v.live() {
			return true
		}
	}
	return false
}

// askDeleteData asks before all is deleted that this program has stored, and says what that is.
func (p *settingsPage) askDeleteData() {
	u := p.ui
	if u.onItsWay() {
		p.sayOfDeletion(widgets.ToneError, p.text("ui.settings.delete_data.busy"))
		return
	}
	p.sayOfDeletion(widgets.ToneNeutral, "")
	accounts := p.text("ui.ask.delete_data.accounts.none")
	var names []string
	for _, a := range u.accounts {
		if a.Name != u.deps.Environment {
			names = append(names, "@"+a.Name)
		}
	}
	if len(names) > 0 {
		accounts = p.text("ui.ask.delete_data.accounts", "Names", strings.Join(names, ", "))
	}
	u.ask(p.text("ui.ask.delete_data.title"),
		p.text("ui.ask.delete_data.body", "Paths", strings.Join(u.deps.Home.Paths(), "\n"), "Accounts", accounts),
		choice{p.text("ui.ask.delete_data.keep"), widgets.ButtonPrimary, nil},
		choice{p.text("ui.ask.delete_data.remove"), widgets.ButtonSecondary, p.deleteData})
}

func (p *settingsPage) sayOfDeletion(tone widgets.Tone, words string) {
	p.say(p.removeSays, tone, words)
}

// deleteData deletes what this program has stored, and closes. Settings and queue are not written any more: that
// would bring their files back.
func (p *settingsPage) deleteData() {
	u := p.ui
	if u.onItsWay() { // it has begun while the question stood
		p.askDeleteData()
		return
	}
	loaded, queueRead := u.loaded, u.queueRead
	u.loaded, u.queueRead = false, false
	p.removeAll.Disable()
	p.sayOfDeletion(widgets.ToneNeutral, p.text("ui.settings.delete_data.going"))
	u.work.Go(func() {
		err := u.deps.DeleteData(u.ctx)
		u.do(func() {
			if err == nil {
				u.quit()
				return
			}
			u.loaded, u.queueRead = loaded, queueRead
			u.deps.Log.Warn("not all was removed", "err", err)
			p.removeAll.Enable()
			p.sayOfDeletion(widgets.ToneError, u.words.Problem(err, messages.Facts{Now: u.now()}).Message())
		})
	})
}
