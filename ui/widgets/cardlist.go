package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// CardKey says whose card it is. It is a pointer of whoever shows the list.
type CardKey any

// CardRow is one place in a [CardList].
type CardRow struct {
	Key CardKey
	Bar bool // its card shows a bar, and is higher for it
}

// Measures of the list, in dp.
const (
	cardSpace   = 8   // between two cards
	cardListEnd = 6   // right of the cards, for the bar that scrolls
	cardReserve = 400 // cards so far out of sight are drawn all the same: they may come into it with the next turn of a wheel
)

// CardList is a column of cards that scrolls. Only those in sight are objects of the window, and come from Card when they
// do: a thousand videos cost no more than the ten that can be seen.
type CardList struct {
	widget.BaseWidget
	// Card returns the card of a row that is about to be seen, as it looks now. Release says that one has gone out of
	// sight.
	Card    func(key CardKey) *VideoCard
	Release func(key CardKey)
	Name    string // what it is called by those who do not see it

	rows   []CardRow
	tops   []float32 // of the rows, and where the last one ends with its space
	shown  map[CardKey]*VideoCard
	scroll *container.Scroll
	column *fyne.Container
}

var _ fyne.Accessible = (*CardList)(nil)

// NewCardList returns an empty list.
func NewCardList() *CardList {
	l := &CardList{shown: map[CardKey]*VideoCard{}, tops: []float32{0}}
	l.column = container.New(&cardColumn{l})
	l.scroll = container.NewVScroll(l.column)
	l.scroll.OnScrolled = func(fyne.Position) { l.see() }
	l.ExtendBaseWidget(l)
	return l
}

// Set shows these rows in this order.
func (l *CardList) Set(rows []CardRow) {
	if len(rows) == len(l.rows) {
		same := true
		for i := range rows {
			same = same && rows[i] == l.rows[i]
		}
		if same {
			return
		}
	}
	l.rows = append(l.rows[:0], rows...)
	l.tops = append(l.tops[:0], 0)
	for i, row := range l.rows {
		l.tops = append(l.tops, l.tops[i]+rowHeight(row)+cardSpace)
	}
	l.column.Resize(l.column.MinSize().Max(l.scroll.Size()))
	if last := max(0, l.column.Size().Height-l.scroll.Size().Height); l.scroll.Offset.Y > last {
		l.scroll.ScrollToOffset(fyne.NewPos(0, last))
	}
	l.see()
	l.scroll.Refresh()
}

func rowHeight(row CardRow) float32 {
	if row.Bar {
		return cardBarHeight
	}
	return cardHeight
}

// Reveal scrolls just as far as it takes to see a row whole.
func (l *CardList) Reveal(key CardKey) {
	at := l.index(key)
	if at < 0 {
		return
	}
	top, bottom, view := l.tops[at], l.tops[at+1]-cardSpace, l.scroll.Size().Height
	switch y := l.scroll.Offset.Y; {
	case top < y:
		l.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > y+view:
		l.scroll.ScrollToOffset(fyne.NewPos(0, bottom-view))
	}
	l.see()
}

func (l *CardList) index(key CardKey) int {
	for i, row := range l.rows {
		if row.Key == key {
			return i
		}
	}
	return -1
}

// see makes the objects of the column those that are in sight, or near it, or have the focus: keys would go nowhere if
// that left the window.
func (l *CardList) see() {
	from := l.scroll.Offset.Y - cardReserve
	to := l.scroll.Offset.Y + l.scroll.Size().Height + cardReserve
	now := make(map[CardKey]*VideoCard, len(l.shown))
	objects := make([]fyne.CanvasObject, 0, len(l.column.Objects))
	for i, row := range l.rows {
		card := l.shown[row.Key]
		if l.tops[i+1] < from || l.tops[i] > to {
			if card == nil || !card.focused {
				continue
			}
		}
		if card == nil {
			card = l.Card(row.Key)
		}
		now[row.Key] = card
		objects = append(objects, card)
	}
	for key := range l.shown {
		if now[key] == nil && l.Release != nil {
			l.Release(key)
		}
	}
	l.shown = now
	if !sameObjects(l.column.Objects, objects) {
		l.column.Objects = objects
		l.column.Refresh()
	}
	l.place(l.column.Size().Width)
}

func sameObjects(a, b []fyne.CanvasObject) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// place puts the cards where their rows are.
func (l *CardList) place(width float32) {
	for i, row := range l.rows {
		if card := l.shown[row.Key]; card != nil {
			card.Resize(fyne.NewSize(width-cardListEnd, rowHeight(row)))
			card.Move(fyne.NewPos(0, l.tops[i]))
		}
	}
}

// cardColumn is the layout of the column, which is as high as all rows together.
type cardColumn struct{ list *CardList }

func (c *cardColumn) Layout(_ []fyne.CanvasObject, size fyne.Size) { c.list.place(size.Width) }

func (c *cardColumn) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(cardMinWidth+cardListEnd, max(0, c.list.tops[len(c.list.rows)]-cardSpace))
}

// AccessibilityLabel is the name and what its cards say: assistive tools find nothing inside a widget.
func (l *CardList) AccessibilityLabel() string {
	parts := make([]string, 0, len(l.column.Objects))
	for _, o := range l.column.Objects {
		parts = append(parts, o.(*VideoCard).AccessibilityLabel())
	}
	return strings.TrimSuffix(l.Name+": "+strings.Join(parts, "; "), ": ")
}

// AccessibilityRole is text: as a container Fyne would pass it by.
func (l *CardList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (l *CardList) held() fyne.CanvasObject { return l.scroll }

// CreateRenderer is called by Fyne.
func (l *CardList) CreateRenderer() fyne.WidgetRenderer { return &cardListRenderer{l} }

type cardListRenderer struct{ list *CardList }

func (r *cardListRenderer) Layout(size fyne.Size) {
	r.list.scroll.Resize(size)
	r.list.see()
}

func (r *cardListRenderer) MinSize() fyne.Size { return r.list.scroll.MinSize() }

func (r *cardListRenderer) Refresh() { r.list.scroll.Refresh() }

func (r *cardListRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.list.scroll}
}

func (r *cardListRenderer) Destroy() {}
