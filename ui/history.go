package ui

import (
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// historyStep is how many rows are shown at first, and how many more each time that somebody asks for them.
const historyStep = 50

// historyTitle is the least room for the way back and the title with the actions at their right, in dp.
const historyTitle = 220

// historyPage lists the videos that got their media ID: what each is called, until when it can be used, and its ID.
type historyPage struct {
	ui   *UI
	root fyne.CanvasObject

	search        *widgets.Entry
	kinds         *widgets.Select
	clear, export *widgets.Button
	note          *widgets.Text // instead of rows
	more          *widgets.Button
	column        *fyne.Container
	scroll        *container.Scroll

	reads   int          // how often the list was asked for: an older answer is passed over
	read    bool         // there was an answer
	err     error        // why there is no list
	entries []home.Entry // newest first
	found   []home.Entry // of them, what is searched for
	kind    historyKind  // of those
	limit   int          // of rows
	rows    []*historyRow
	used    int       // of rows, those that are shown
	shownAt time.Time // when the days were named
}

// historyRow is a row that is used again for another entry when something else is searched for.
type historyRow struct {
	*widgets.HistoryRow
	entry home.Entry
}

// showHistory shows the history, or the queue where it is there already.
func (u *UI) showHistory() {
	if u.history.shown() {
		u.history.leave()
		return
	}
	p := &historyPage{ui: u, limit: historyStep}
	p.build()
	u.history = p
	u.cover(p.root)
	p.show()
	p.load()
	u.window.Canvas().Focus(p.search)
}

// leave goes back to the sign-in, where one is under way, or to the queue.
func (p *historyPage) leave() {
	if signing := p.ui.signing; signing != nil {
		p.ui.cover(signing.root)
		return
	}
	p.ui.cover(nil)
}

// shown reports whether the page is what is seen.
func (p *historyPage) shown() bool { return p != nil && p.ui.page == p.root }

func (p *historyPage) text(id string, args ...any) string { return p.ui.words.Text(id, args...) }

func (p *historyPage) build() {
	p.search = widgets.NewEntry(p.text("ui.history.search"))
	p.search.OnChanged = func(string) {
		p.limit = historyStep
		p.show()
		p.scroll.ScrollToTop()
	}
	p.kinds = p.newKinds()
	p.clear = widgets.NewButton(p.text("ui.history.clear"), nil, widgets.ButtonQuiet, p.askClear)
	p.export = widgets.NewButton(p.text("ui.history.export"), nil, widgets.ButtonQuiet, p.onExport)
	p.note = widgets.NewBody("")
	p.note.SetTone(widgets.ToneNeutral)
	p.more = widgets.NewButton("", nil, widgets.ButtonSecondary, func() {
		p.limit += historyStep
		p.show()
	})
	p.column = container.New(layout.NewCustomPaddedVBoxLayout(6))
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(pageRing, pageRing, pageRing, pageMargin), p.column))
	back := widgets.NewButton(p.text("ui.back"), theme.NavigateBackIcon(), widgets.ButtonQuiet, p.leave)
	title := widgets.NewTitle(p.text("ui.history.title"))
	actions := container.New(layout.NewCustomPaddedHBoxLayout(4), p.export, p.clear)
	kinds := container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), p.kinds)
	head := container.New(layout.NewCustomPaddedVBoxLayout(8),
		container.New(&sides{least: historyTitle}, titled(back, title), actions), container.NewBorder(nil, nil, nil, kinds, p.search))
	p.scroll.SetMinSize(fyne.NewSize(0, leastScrolled))
	// The outline of what has the focus and the bar of the scroll lie on the margins: the rows are as wide as the search.
	list := container.New(layout.NewCustomPaddedLayout(0, 0, -pageRing, -pageMargin), scrolling(p.scroll))
	p.root = container.New(layout.NewCustomPaddedLayout(10, pageMargin, pageMargin, pageMargin),
		below(list, container.New(layout.NewCustomPaddedLayout(0, 10, 0, 0), head), list))
}

// load reads the list, without the window waiting for the disk.
func (p *historyPage) load() {
	p.reads++
	read := p.reads
	p.ui.work.Go(func() {
		entries, err := p.ui.deps.Home.History()
		if err != nil {
			p.ui.deps.Log.Warn("history not read", "err", err)
		}
		p.ui.do(func() {
			if p.shown() && read == p.reads {
				p.entries, p.err, p.read = entries, err, true
				p.show()
			}
		})
	})
}

// show fills the page with what is searched for.
func (p *historyPage) show() {
	now := p.ui.now()
	wanted := strings.ToLower(strings.TrimSpace(p.search.Text))
	p.found = slices.DeleteFunc(slices.Clone(p.entries), func(e home.Entry) bool {
		return !p.wants(e, now) || !strings.Contains(strings.ToLower(e.Name+"\n@"+e.Account+"\n"+e.MediaID), wanted)
	})
	p.shownAt, p.used = now, 0
	var parts []fyne.CanvasObject
	day := ""
	for _, e := range p.found[:min(len(p.found), p.limit)] {
		if named := p.ui.words.Day(e.Time, now); named != day {
			day = named
			parts = append(parts, container.New(layout.NewCustomPaddedLayout(6, 0, 2, 0), widgets.NewStrong(day)))
		}
		row := p.row()
		row.entry = e
		row.Set(p.view(e, now))
		parts = append(parts, row.Object)
	}
	if left := len(p.found) - p.used; left > 0 {
		p.more.SetText(p.ui.words.Count("ui.history.more", min(left, historyStep)))
		parts = append(parts, container.NewCenter(p.more))
	}
	if p.used == 0 {
		p.note.SetText(p.nothing())
		parts = append(parts, p.note)
	}
	p.column.Objects = parts
	p.column.Refresh()
	enable(p.clear, len(p.entries) > 0)
	enable(p.export, len(p.found) > 0)
}

func enable(b *widgets.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

// row returns the next row that is not used yet.
func (p *historyPage) row() *historyRow {
	if p.used == len(p.rows) {
		r := &historyRow{HistoryRow: widgets.NewHistoryRow(p.text("ui.history.again"))}
		r.OnCopy = func() {
			p.ui.deps.App.Clipboard().SetContent(r.entry.MediaID)
			p.ui.status(p.text("ui.history.copied", "Name", r.entry.Name))
		}
		r.OnAgain = func() {
			p.leave()
			p.ui.addAgain(r.entry.Path)
		}
		p.rows = append(p.rows, r)
	}
	p.used++
	return p.rows[p.used-1]
}

// nothing says why there are no rows.
func (p *historyPage) nothing() string {
	switch {
	case p.err != nil:
		problem := p.ui.words.Problem(p.err, messages.Facts{Now: p.ui.now()})
		return joined(problem.Message(), problem.Do)
	case !p.read:
		return p.text("ui.history.loading")
	case len(p.entries) > 0 && strings.TrimSpace(p.search.Text) == "":
		return p.text("ui.history.empty.kind")
	case len(p.entries) > 0:
		return p.text("ui.history.empty.search", "Text", messages.Clean(p.search.Text, 60))
	}
	return p.text("ui.history.empty")
}

// refresh keeps the countdowns true, and the days after midnight. A nil page has none.
func (p *historyPage) refresh() {
	if !p.shown() {
		return
	}
	now := p.ui.now()
	other := func(e home.Entry) bool { return !p.wants(e, now) } // it has expired meanwhile
	if now.Format(time.DateOnly) != p.shownAt.Format(time.DateOnly) || slices.ContainsFunc(p.found, other) {
		p.show()
		return
	}
	for _, r := range p.rows[:p.used] {
		r.Set(p.view(r.entry, now))
	}
}

// view says how an entry looks now.
func (p *historyPage) view(e home.Entry, now time.Time) widgets.HistoryView {
	v := widgets.HistoryView{Name: messages.Clean(e.Name, 120), ID: shortID(e.MediaID)}
	v.CopyLabel = p.text("ui.history.copy", "Name", v.Name)
	v.Again = e.Path != "" && p.ui.find(e.Path) == nil
	state, line := "", "ui.history.line"
	switch left := e.Expires.Sub(now); {
	case e.Practice:
		state, line = p.text("ui.history.practice"), "ui.history.line.practice"
	case e.Expires.IsZero():
		state, v.Tone = p.text("ui.history.ready"), widgets.ToneGood
	case left <= 0:
		state = p.text("ui.history.expired.when", "Time", p.ui.words.Clock(e.Expires, now))
	default:
		state, v.Tone = p.text("ui.history.ready.within", "Left", p.ui.words.Countdown(left)), widgets.ToneGood
		if left < time.Hour {
			v.Tone = widgets.ToneWarning
		}
	}
	at := e.Time.In(now.Location())
	v.Line = p.text(line, "State", state, "Time", p.ui.words.Clock(at, at),
		"Account", "@"+messages.Clean(e.Account, 60), "Size", p.ui.words.Bytes(e.Bytes))
	return v
}

// shortID is as much of a media ID as tells it from the others.
func shortID(id string) string {
	if len(id) <= 9 {
		return id
	}
	return id[:4] + "…" + id[len(id)-4:]
}

// remember puts a video into the history that has got its media ID.
func (u *UI) remember(v *video) {
	r := v.progress.Result
	e := home.Entry{
		Time: u.now(), Name: v.name, Path: v.path, Bytes: v.file.Bytes, Account: v.account.Name, MediaID: r.MediaID, Expires: r.Expires,
		Practice: v.account.Practice, Elapsed: r.Elapsed, Segments: r.Segments, Resent: r.Resent,
	}
	if slices.Contains(u.temporary, filepath.Dir(v.path)) {
		e.Path = "" // it goes with the window
	}
	u.work.Go(func() {
		err := u.deps.Home.Remember(e)
		if err != nil {
			u.deps.Log.Warn("not in the history", "media_id", e.MediaID, "err", err)
		}
		u.do(func() {
			switch {
			case err != nil:
				u.status(u.words.Text("ui.history.not_kept", "Name", v.name, "Cause", u.words.Problem(err, messages.Facts{}).Title))
			case u.history.shown():
				u.history.load()
			}
		})
	})
}
