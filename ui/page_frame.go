package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// Measures of a page, in dp.
const (
	pageColumn   = 640 // of what is read, at most
	pageList     = 180 // of the list of sections
	pageListFrom = 900 // the width of the window from which the list is there
	pageRing     = 4   // around what scrolls, for the outline of what has the focus
)

// section is a card of a page.
type section struct {
	title   string // empty: none, and the list does not lead there
	rows    []fyne.CanvasObject
	readout bool // there is nothing in it but to read
}

// leastListed is how many sections are worth a list.
const leastListed = 3

// pageFrame is a page in which cards stand below each other, with a list at the left that leads to them where there are
// many.
type pageFrame struct {
	title  string
	root   fyne.CanvasObject
	behind fyne.CanvasObject // what the way back leads to; nil: the queue
	under  *pageFrame        // behind, where that is such a page
	scroll *container.Scroll
	links  []*widgets.SectionLink
	cards  []fyne.CanvasObject // as links
}

// newPage makes a page. Its button leads back to what is shown now.
func (u *UI) newPage(title string, sections ...section) *pageFrame {
	f := &pageFrame{title: title, under: u.shownFrame(), behind: u.page}
	back := widgets.NewButton(u.words.Text("ui.back"), theme.NavigateBackIcon(), widgets.ButtonQuiet, u.leavePage)
	list, column := container.New(layout.NewCustomPaddedVBoxLayout(2)), container.New(layout.NewCustomPaddedVBoxLayout(12))
	for _, s := range sections {
		card := cardOf(s)
		column.Add(card)
		if s.title == "" {
			continue
		}
		at := len(f.links)
		link := widgets.NewSectionLink(s.title, func() { f.jump(at) })
		f.links, f.cards = append(f.links, link), append(f.cards, card)
		list.Add(link)
	}
	width := &readWidth{}
	f.scroll = container.NewVScroll(container.New(width, column))
	f.scroll.SetMinSize(fyne.NewSize(0, leastScrolled))
	f.scroll.OnScrolled = func(at fyne.Position) { f.mark(f.read(at.Y)) }
	f.mark(0)
	parts := container.New(layout.NewCustomPaddedLayout(10-pageRing, 0, 0, 0), container.New(&besideList{width, len(f.links) >= leastListed}, list, f.scroll))
	f.root = container.New(layout.NewCustomPaddedLayout(10, 0, pageMargin, 0), below(parts, titled(back, widgets.NewTitle(title)), parts))
	return f
}

// titled puts the title of a page beside the way back from it.
func titled(back *widgets.Button, title *widgets.Text) fyne.CanvasObject {
	row := container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), middle(title))
	return container.New(layout.NewBorderLayout(nil, nil, back, nil), back, row)
}

// showFrame shows a page in the place of any other.
func (u *UI) showFrame(f *pageFrame) {
	u.framed = f
	u.cover(f.root)
}

// shownFrame returns the page that is shown; nil: none, or one of another kind.
func (u *UI) shownFrame() *pageFrame {
	if u.framed == nil || u.page != u.framed.root {
		return nil
	}
	return u.framed
}

// shows reports whether the page of that title is shown.
func (u *UI) shows(title string) bool {
	f := u.shownFrame()
	return f != nil && f.title == title
}

// leavePage goes back to what was shown before the page, or to the step before.
func (u *UI) leavePage() {
	f := u.shownFrame()
	switch {
	case u.history.shown():
		u.history.leave()
	case u.signing.shown():
		u.signing.goBack()
	case f != nil:
		u.framed = f.under
		u.cover(f.behind)
		u.refreshSettings()
	}
}

// cardOf puts the rows of a section on a card, with a hairline between two of them.
func cardOf(s section) fyne.CanvasObject {
	column := container.New(layout.NewCustomPaddedVBoxLayout(10))
	if s.title != "" {
		column.Add(widgets.NewHeading(s.title))
	}
	for i, row := range s.rows {
		if i > 0 {
			column.Add(atHeight(1, widgets.NewGround(widgets.ColorHairline)))
		}
		column.Add(row)
	}
	if s.readout {
		return widgets.NewPassage(s.title, widgets.NewPanel(column))
	}
	return widgets.NewPanel(column)
}

// jump scrolls to a section.
func (f *pageFrame) jump(i int) {
	f.scroll.ScrollToOffset(fyne.NewPos(0, f.cards[i].Position().Y))
	f.mark(i) // also where the page ends before the section is at its top
}

// read returns the section that is at the top of what can be seen.
func (f *pageFrame) read(y float32) int {
	at := 0
	for i, card := range f.cards {
		if card.Position().Y <= y+40 {
			at = i
		}
	}
	if y > 0 && y >= f.scroll.Content.Size().Height-f.scroll.Size().Height-1 {
		at = len(f.cards) - 1
	}
	return at
}

func (f *pageFrame) mark(current int) {
	for i, link := range f.links {
		link.SetCurrent(i == current)
	}
}

// besideList is the layout of the list of sections and of what scrolls beside it. In a narrow window there is no list.
type besideList struct {
	column *readWidth
	wanted bool
}

func (l *besideList) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	list, scroll := objects[0], objects[1]
	left := float32(0)
	wide := l.wanted && size.Width >= pageListFrom-pageMargin
	visible(list, wide)
	if wide {
		left = pageList + pageMargin
		list.Move(fyne.NewPos(0, pageRing))
		list.Resize(fyne.NewSize(pageList, list.MinSize().Height))
	}
	l.column.width = min(pageColumn, size.Width-left-pageMargin) // the bar of the scroll lies on the margin
	scroll.Move(fyne.NewPos(left-pageRing, 0))
	scroll.Resize(fyne.NewSize(size.Width-left+pageRing, size.Height))
	scroll.Refresh()
}

func (l *besideList) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[1].MinSize() }

// readWidth is a layout of one column at the left, as wide as it is told, with the margin of the page below it.
type readWidth struct{ width float32 }

func (l *readWidth) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	objects[0].Move(fyne.NewSquareOffsetPos(pageRing))
	objects[0].Resize(fyne.NewSize(l.width, objects[0].MinSize().Height))
}

func (l *readWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	column := objects[0]
	if l.width > 0 { // what wraps says its height for the width that it has
		column.Resize(fyne.NewSize(l.width, column.Size().Height))
	}
	return column.MinSize().AddWidthHeight(pageRing, pageRing+pageMargin)
}
