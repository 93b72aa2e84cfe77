package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Measures of a tip, in dp, and how long the pointer rests before there is one.
const (
	tipSide = 8 // beside the words
	tipHigh = 4 // above and below them
	tipGap  = 4 // from what it names
	tipRest = 600 * time.Millisecond
)

// Tips is the layer on which buttons without words show what they are called, when the pointer rests on them or they get
// the focus. It is the last object of the stack that is the window's content, and takes no part in anything else.
type Tips struct {
	widget.BaseWidget
	ground *canvas.Rectangle
	text   *Text
	of     fyne.CanvasObject // nil: none is shown
}

var _ fyne.Accessible = (*Tips)(nil)

// NewTips returns a layer without a tip.
func NewTips() *Tips {
	t := &Tips{ground: canvas.NewRectangle(nil), text: newText("", SizeCaption, theme.ColorNameForeground, false, fitNot)}
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

// tipsFor returns the layer of the window that an object is in; nil: there is none.
func tipsFor(o fyne.CanvasObject) *Tips {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return nil
	}
	stack, ok := c.Content().(*fyne.Container)
	if !ok || len(stack.Objects) == 0 {
		return nil
	}
	tips, _ := stack.Objects[len(stack.Objects)-1].(*Tips)
	return tips
}

// show says what an object is called, below it or, where there is no room, above.
func (t *Tips) show(o fyne.CanvasObject, name string) {
	t.of = o
	t.text.SetText(name)
	t.Refresh()
	t.Show()
}

// hide takes the tip of an object away.
func (t *Tips) hide(o fyne.CanvasObject) {
	if t.of == o {
		t.of = nil
		t.Hide()
	}
}

// AccessibilityLabel is the tip.
func (t *Tips) AccessibilityLabel() string { return t.text.Text() }

// AccessibilityRole is text.
func (t *Tips) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by Fyne.
func (t *Tips) CreateRenderer() fyne.WidgetRenderer { return &tipsRenderer{t} }

type tipsRenderer struct{ tips *Tips }

func (r *tipsRenderer) Layout(size fyne.Size) {
	t := r.tips
	t.ground.FillColor, t.ground.StrokeColor = named(theme.ColorNameOverlayBackground, t), named(ColorHairline, t)
	t.ground.StrokeWidth, t.ground.CornerRadius = 1, theme.SizeForWidget(SizeRadius, t)
	if t.of == nil {
		return
	}
	words := t.text.MinSize()
	box := words.AddWidthHeight(2*tipSide, 2*tipHigh)
	at, of := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.of), t.of.Size()
	x := min(max(tipGap, at.X+(of.Width-box.Width)/2), size.Width-box.Width-tipGap)
	y := at.Y + of.Height + tipGap
	if y+box.Height > size.Height {
		y = at.Y - box.Height - tipGap
	}
	t.ground.Move(fyne.NewPos(x, y))
	t.ground.Resize(box)
	t.text.Move(fyne.NewPos(x+tipSide, y+tipHigh))
	t.text.Resize(words)
}

func (r *tipsRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *tipsRenderer) Refresh() {
	r.Layout(r.tips.Size())
	canvas.Refresh(r.tips)
}

func (r *tipsRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.tips.ground, r.tips.text}
}

func (r *tipsRenderer) Destroy() {}
