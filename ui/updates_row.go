package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"hoist/ui/desktop"
	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// updateRow finds out on a person's word whether there is a newer version, and answers where that was asked.
type updateRow struct {
	ui     *UI
	frame  *pageFrame // on which it stands
	object fyne.CanvasObject
	says   *widgets.Text
	open   *widgets.Button
	answer *fyne.Container // says, and open below it
	found  desktop.Release // that open leads to
	asking bool
}

// newUpdateRow puts the button that asks beside what tells which version this is, and the answer below. Where it is not for
// this program to ask, there is no more than what was given.
func (u *UI) newUpdateRow(version fyne.CanvasObject) *updateRow {
	r := &updateRow{ui: u, object: version}
	if u.deps.Feed == nil {
		return r
	}
	r.says = widgets.NewBody("")
	r.open = widgets.NewButton(u.words.Text("ui.updates.open"), nil, widgets.ButtonSecondary, func() { u.openUpdate(r.found) })
	r.answer = container.New(layout.NewCustomPaddedVBoxLayout(6), r.says, widgets.NewFlow(r.open))
	r.answer.Hide()
	check := widgets.NewButton(u.words.Text("ui.updates.check"), nil, widgets.ButtonSecondary, r.ask)
	r.object = container.New(layout.NewCustomPaddedVBoxLayout(8), beside(version, check), r.answer)
	return r
}

// ask asks, unless that is going on.
func (r *updateRow) ask() {
	if r.asking {
		return
	}
	r.asking = true
	r.say(widgets.ToneNeutral, r.ui.words.Text("ui.updates.asking", "Host", r.ui.deps.Feed.Host()), false)
	r.ui.askFeed(r.tell)
}

// tell answers with what the feed has told, or why it has not.
func (r *updateRow) tell(release desktop.Release, err error) {
	r.asking = false
	u := r.ui
	switch {
	case err != nil:
		p := u.words.Problem(err, messages.Facts{Now: u.now()})
		r.say(widgets.ToneError, joined(p.Message(), p.Do), false)
	case u.isNewer(release.Version):
		r.found = release
		r.say(widgets.ToneGood, u.words.Text("ui.updates.newer", "Version", release.Version.String()), true)
	default:
		r.say(widgets.ToneGood, u.words.Text("ui.updates.latest"), false)
	}
}

// say answers, where it can be seen.
func (r *updateRow) say(tone widgets.Tone, words string, found bool) {
	r.says.SetTone(tone)
	r.says.SetText(words)
	visible(r.open, found)
	visible(r.answer, true)
	r.frame.scroll.Refresh()
	widgets.Reveal(r.answer)
}

// updatesSetting are the rows of the settings about newer versions.
func (p *settingsPage) updatesSetting() []fyne.CanvasObject {
	u := p.ui
	if u.deps.Feed == nil {
		return nil
	}
	p.updates = widgets.NewCheck(p.text("ui.settings.updates"), p.text("ui.settings.updates.hint", "Host", u.deps.Feed.Host()),
		p.text("ui.settings.on"), p.text("ui.settings.off"), func(on bool) {
			u.settings.Updates = on
			p.changed()
		})
	p.version = u.newUpdateRow(widgets.NewBody(p.text("ui.updates.this", "Version", u.deps.Version)))
	return []fyne.CanvasObject{container.New(layout.NewCustomPaddedVBoxLayout(10), p.updates, p.version.object)}
}
