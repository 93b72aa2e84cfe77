package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Measures of a menu button, in dp.
const (
	menuButtonHeight = 26
	menuButtonSide   = 7
	menuButtonArrow  = 16
)

// MenuButton is a small text with an arrow that promises a menu, for the window's footer. What it says stands out while
// it is on.
type MenuButton struct {
	control
	OnTapped func()

	text *Text
}

var (
	_ fyne.Focusable  = (*MenuButton)(nil)
	_ fyne.Tappable   = (*MenuButton)(nil)
	_ fyne.Accessible = (*MenuButton)(nil)
)

// NewMenuButton returns a button without words, 26 dp high.
func NewMenuButton(onTapped func()) *MenuButton {
	b := &MenuButton{OnTapped: onTapped, text: NewCaption("")}
	b.extend(b, func() {
		if b.OnTapped != nil {
			b.OnTapped()
		}
	})
	return b
}

// Set changes the words. on colours them.
func (b *MenuButton) Set(text string, on bool) {
	name := ColorTextDim
	if on {
		name = ColorLink
	}
	if b.text.Text() == text && b.text.color == name {
		return
	}
	b.text.SetText(text)
	b.text.setColor(name)
	b.Refresh()
}

// AccessibilityLabel is what it says.
func (b *MenuButton) AccessibilityLabel() string { return b.text.Text() }

// CreateRenderer is called by Fyne.
func (b *MenuButton) CreateRenderer() fyne.WidgetRenderer {
	r := &menuButtonRenderer{button: b, shade: canvas.NewRectangle(color.Transparent), arrow: newIcon(), ring: newRing()}
	r.apply()
	return r
}

type menuButtonRenderer struct {
	button      *MenuButton
	shade, ring *canvas.Rectangle
	arrow       *icon
}

func (r *menuButtonRenderer) apply() {
	b := r.button
	radius := theme.SizeForWidget(SizeRadius, b)
	r.shade.FillColor, r.shade.CornerRadius = named(b.shade(), b), radius
	r.arrow.set(b.Theme().Icon(theme.IconNameArrowDropDown), b.text.color)
	showRing(r.ring, b.focused, radius, b)
}

func (r *menuButtonRenderer) Refresh() {
	r.apply()
	r.Layout(r.button.Size())
	canvas.Refresh(r.button)
}

func (r *menuButtonRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.button.text.MinSize().Width+2*menuButtonSide+menuButtonArrow, menuButtonHeight)
}

func (r *menuButtonRenderer) Layout(size fyne.Size) {
	r.shade.Resize(size)
	layoutRing(r.ring, size, 0)
	text := r.button.text.MinSize()
	r.button.text.Move(fyne.NewPos(menuButtonSide, (size.Height-text.Height)/2))
	r.button.text.Resize(text)
	r.arrow.place(menuButtonSide+text.Width+2, (size.Height-menuButtonArrow)/2, menuButtonArrow)
}

func (r *menuButtonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.shade, r.button.text, r.arrow.Image, r.ring}
}

func (r *menuButtonRenderer) Destroy() {}
