package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// passageStep is how far an arrow key scrolls, in dp.
const passageStep = 40

// passage lies over a part of a page that is only read, so that Tab leads there and keys scroll it.
type passage struct {
	control
	name string
}

var (
	_ fyne.Focusable  = (*passage)(nil)
	_ fyne.Accessible = (*passage)(nil)
)

// NewPassage returns content with which nothing can be done but to read it, as something that takes the focus: without it
// nobody could scroll to it by keys. The name is what it is called by those who do not see it.
func NewPassage(name string, content fyne.CanvasObject) *fyne.Container {
	p := &passage{name: name}
	p.extend(p, func() {})
	return container.NewStack(content, p)
}

// AccessibilityLabel is the name.
func (p *passage) AccessibilityLabel() string { return p.name }

// AccessibilityRole is text.
func (p *passage) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// TypedKey scrolls the page around it, and passes on every other key.
func (p *passage) TypedKey(key *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	if c == nil {
		return
	}
	var scroll *container.Scroll
	if scrolls, _ := around(c.Content(), p); len(scrolls) > 0 {
		scroll = scrolls[0]
	}
	by := scrollBy(key.Name, scroll, passageStep)
	if by == 0 {
		passKey(p, key)
		return
	}
	scroll.ScrollToOffset(scroll.Offset.AddXY(0, by))
	if scroll.OnScrolled != nil {
		scroll.OnScrolled(scroll.Offset)
	}
}

// scrollBy returns how far a key scrolls, where an arrow scrolls by a step; 0: it does not.
func scrollBy(key fyne.KeyName, scroll *container.Scroll, step float32) float32 {
	if scroll == nil {
		return 0
	}
	page, all := scroll.Size().Height-step, scroll.Content.Size().Height
	return map[fyne.KeyName]float32{
		fyne.KeyUp: -step, fyne.KeyDown: step, fyne.KeyPageUp: -page, fyne.KeyPageDown: page, fyne.KeySpace: page,
		fyne.KeyHome: -all, fyne.KeyEnd: all,
	}[key]
}

// CreateRenderer is called by Fyne.
func (p *passage) CreateRenderer() fyne.WidgetRenderer {
	r := &passageRenderer{passage: p, ring: newRing()}
	r.Refresh()
	return r
}

type passageRenderer struct {
	passage *passage
	ring    *canvas.Rectangle
}

func (r *passageRenderer) Refresh() {
	showRing(r.ring, r.passage.focused, theme.SizeForWidget(SizeCardRadius, r.passage), r.passage)
}

func (r *passageRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *passageRenderer) Layout(size fyne.Size) { layoutRing(r.ring, size, 0) }

func (r *passageRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ring} }

func (r *passageRenderer) Destroy() {}
