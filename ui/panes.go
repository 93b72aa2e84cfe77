package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Measures of the two panes in dp: from twoPanesFrom on, the queue takes its share between least and most, and the
// details the rest. In a smaller window there is one at a time.
const (
	twoPanesFrom = 900 // the window's width
	queueLeast   = 320
	queueMost    = 400
	queueShare   = 0.39
	panesGap     = 12
	pageMargin   = 16
)

// panes lays the queue beside the details, or shows one of them where there is no room for both.
type panes struct{ ui *UI }

func (l *panes) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	queue, details := objects[0], objects[1]
	l.ui.narrow = size.Width+2*pageMargin < twoPanesFrom
	visible(l.ui.details.back, l.ui.narrow)
	if l.ui.narrow {
		visible(queue, !l.ui.deep)
		visible(details, l.ui.deep)
		queue.Move(fyne.NewPos(0, 0))
		queue.Resize(size)
		placeDetails(details, 0, size)
		return
	}
	visible(queue, true)
	visible(details, true)
	left := min(queueMost, max(queueLeast, float32(int(size.Width*queueShare)))) // whole: else the clipping cuts off a hairline
	queue.Move(fyne.NewPos(0, 0))
	queue.Resize(fyne.NewSize(left, size.Height))
	placeDetails(details, left+panesGap, size)
}

// placeDetails gives the details what is right of left, and the outline of what has the focus there some room beyond it.
func placeDetails(details fyne.CanvasObject, left float32, size fyne.Size) {
	details.Move(fyne.NewPos(left-pageRing, -pageRing))
	details.Resize(fyne.NewSize(size.Width-left+2*pageRing, size.Height+2*pageRing))
}

func (l *panes) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().Max(fyne.NewSize(objects[1].MinSize().Width-2*pageRing, 0))
}

// queueColumn is the layout of the queue: what stands above the cards, the cards, and below them what its menu has, too,
// and which gives way in a low window.
type queueColumn struct{ filled }

// leastCards is the height of the cards in dp for which what stands below them gives way.
const leastCards = 100

func (l *queueColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.rest = objects[1]
	foot := objects[2]
	visible(foot, size.Height-objects[0].MinSize().Height-foot.MinSize().Height >= leastCards)
	l.filled.Layout(objects, size)
}

func (l *queueColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, cards := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(head.Width, cards.Width), head.Height+max(cards.Height, leastCards))
}

// goDeep shows the details, or the queue, where there is no room for both.
func (u *UI) goDeep(deep bool) {
	if u.deep == deep {
		return
	}
	u.deep = deep
	if u.narrow {
		u.window.Canvas().Unfocus() // what had the focus goes, and would keep the keys to itself
	}
	u.frame.columns.Refresh()
}

// The parts of the window that F6 goes through.
const (
	areaHeader = iota
	areaQueue
	areaDetails
	areaFooter
	areas
)

// nextArea gives the focus to the next part of the window that has something to give it to.
func (u *UI) nextArea() {
	for next := u.areaInFocus() + 1; ; next++ {
		if first := u.firstOf(next % areas); first != nil {
			u.enter(next%areas, first)
			return
		}
	}
}

// areaInFocus returns the part of the window that has the focus; the footer, after which the first comes, where none has.
func (u *UI) areaInFocus() int {
	focused, ok := u.window.Canvas().Focused().(fyne.CanvasObject)
	if !ok {
		return areaFooter
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(focused)
	switch {
	case at.Y < headerHeight:
		return areaHeader
	case at.Y >= u.window.Canvas().Size().Height-footerHeight:
		return areaFooter
	case u.page != nil || u.selected == nil:
		return areaQueue
	case u.narrow && u.deep, !u.narrow && at.X >= fyne.CurrentApp().Driver().AbsolutePositionForObject(u.details.root).X:
		return areaDetails
	default:
		return areaQueue
	}
}

// firstOf returns what gets the focus in a part of the window; nil: nothing can.
func (u *UI) firstOf(area int) fyne.Focusable {
	switch card := u.cards[u.selected]; {
	case area == areaHeader:
		return u.frame.account
	case area == areaFooter:
		return u.frame.limit
	case area == areaDetails:
		if u.page != nil || u.selected == nil {
			return nil
		}
		return u.details.first()
	case u.page != nil:
		return firstIn(u.page)
	case len(u.videos) == 0:
		return u.frame.choose
	case card == nil:
		return nil
	default:
		return card
	}
}

// firstIn returns the first object in a page that can have the focus; nil: there is none.
func firstIn(o fyne.CanvasObject) fyne.Focusable {
	if !o.Visible() {
		return nil
	}
	if f, ok := o.(fyne.Focusable); ok {
		if d, ok := o.(fyne.Disableable); !ok || !d.Disabled() {
			return f
		}
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *container.Scroll:
		children = []fyne.CanvasObject{o.Content}
	case *fyne.Container:
		children = o.Objects
	}
	for _, child := range children {
		if f := firstIn(child); f != nil {
			return f
		}
	}
	return nil
}

// enter gives a part of the window the focus; where there is one pane at a time it comes into sight first.
func (u *UI) enter(area int, first fyne.Focusable) {
	if first == nil {
		return
	}
	if u.page == nil && (area == areaQueue || area == areaDetails) {
		u.goDeep(area == areaDetails)
	}
	u.window.Canvas().Focus(first)
}

// goTo gives a part of the window the focus, where it has something to give it to.
func (u *UI) goTo(area int) { u.enter(area, u.firstOf(area)) }
