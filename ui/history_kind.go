package ui

import (
	"time"

	"hoist/ui/home"
	"hoist/ui/widgets"
)

// historyKind is of which kind the entries are that a person wants to see.
type historyKind int

// The kinds, in the order in which they are offered.
const (
	allKinds historyKind = iota
	readyKind
	expiredKind
	practiceKind
)

// kindOf returns the kind of an entry now.
func kindOf(e home.Entry, now time.Time) historyKind {
	switch {
	case e.Practice:
		return practiceKind
	case past(e.Expires, now):
		return expiredKind
	}
	return readyKind
}

// wants reports whether an entry is of the kind that is chosen.
func (p *historyPage) wants(e home.Entry, now time.Time) bool {
	return p.kind == allKinds || p.kind == kindOf(e, now)
}

// newKinds returns the choice among the kinds.
func (p *historyPage) newKinds() *widgets.Select {
	names := []string{
		p.text("ui.history.kind.all"), p.text("ui.history.kind.ready"), p.text("ui.history.kind.expired"), p.text("ui.history.kind.practice"),
	}
	var kinds *widgets.Select
	kinds = widgets.NewSelect(p.text("ui.history.kind"), func(i int) {
		p.kind, p.limit = historyKind(i), historyStep
		kinds.Set(names, i)
		p.show()
		p.scroll.ScrollToTop()
	})
	kinds.Set(names, int(p.kind))
	return kinds
}
