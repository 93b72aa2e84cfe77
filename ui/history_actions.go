package ui

import (
	"slices"

	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// askClear asks what is to go from the history.
func (p *historyPage) askClear() {
	now := p.ui.now()
	gone := func(e home.Entry) bool { return kindOf(e, now) != readyKind }
	label, done := p.text("ui.history.ask.expired"), "ui.history.cleared.expired"
	if slices.ContainsFunc(p.entries, func(e home.Entry) bool { return e.Practice }) {
		label, done = p.text("ui.history.ask.expired_practice"), "ui.history.cleared.expired_practice"
	}
	p.ui.ask(p.text("ui.history.ask.title"), p.text("ui.history.ask.body"),
		choice{p.text("ui.history.ask.keep"), widgets.ButtonPrimary, nil},
		choice{label, widgets.ButtonSecondary, func() { p.forget(gone, done) }},
		choice{p.text("ui.history.ask.all"), widgets.ButtonSecondary, func() {
			p.forget(func(home.Entry) bool { return true }, "ui.history.cleared")
		}})
}

// forget takes what matches out of the history, and says so in the words of id.
func (p *historyPage) forget(match func(home.Entry) bool, id string) {
	u := p.ui
	u.work.Go(func() {
		err := u.deps.Home.Forget(match)
		u.do(func() {
			if err != nil {
				u.deps.Log.Warn("history not cleared", "err", err)
				u.status(u.words.Problem(err, messages.Facts{Now: u.now()}).Message())
			} else {
				u.status(u.words.Text(id))
			}
			if p.shown() {
				p.load()
			}
		})
	})
}

// onExport writes what is found to a file that the person chooses.
func (p *historyPage) onExport() {
	entries := p.found
	p.ui.saveAs("ui.history.export", ".csv", func(path string) { p.ui.exportHistory(path, entries) })
}

// exportHistory writes entries to a file.
func (u *UI) exportHistory(path string, entries []home.Entry) {
	u.write(path, func(path string) error { return home.ExportCSV(path, entries) },
		func(file string) string { return u.words.Count("ui.history.exported", len(entries), "File", file) })
}
