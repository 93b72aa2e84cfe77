package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Measures of an option, in dp.
const (
	optionPadding = 12
	optionIcon    = 20
	optionGap     = 12
	optionWords   = 2 // between title and hint
)

// Option is one of several ways on, as a row that is tapped as a whole: an icon, what it is, a line that explains it, and
// an arrow that promises a next step.
type Option struct {
	control
	title, hint *Text
	picture     fyne.Resource
}

var (
	_ fyne.Focusable  = (*Option)(nil)
	_ fyne.Tappable   = (*Option)(nil)
	_ fyne.Accessible = (*Option)(nil)
)

// NewOption returns an option. The hint is wrapped at the width that the option is given.
func NewOption(picture fyne.Resource, title, hint string, onTapped func()) *Option {
	o := &Option{title: NewStrong(title).Ellipsize(), hint: NewHint(hint), picture: picture}
	o.extend(o, onTapped)
	return o
}

// AccessibilityLabel is title and hint.
func (o *Option) AccessibilityLabel() string { return o.title.Text() + ". " + o.hint.Text() }

// CreateRenderer is called by Fyne.
func (o *Option) CreateRenderer() fyne.WidgetRenderer {
	r := &optionRenderer{
		option: o, slab: newSlab(), shade: canvas.NewRectangle(color.Transparent),
		icon: newIcon(), arrow: newIcon(), ring: newRing(),
	}
	r.apply()
	return r
}

type optionRenderer struct {
	option      *Option
	slab        *slab
	shade, ring *canvas.Rectangle
	icon, arrow *icon
}

func (r *optionRenderer) apply() {
	o := r.option
	radius := theme.SizeForWidget(SizeRadius, o)
	r.slab.set(named(ColorCard, o), named(ColorHairline, o), radius, 1)
	r.shade.FillColor, r.shade.CornerRadius = named(o.shade(), o), radius
	r.icon.set(o.picture, theme.ColorNamePrimary)
	r.arrow.set(o.Theme().Icon(theme.IconNameNavigateNext), ColorTextDim)
	showRing(r.ring, o.focused, radius, o)
}

func (r *optionRenderer) Refresh() {
	r.apply()
	r.Layout(r.option.Size())
	canvas.Refresh(r.option)
}

// words is how much width icon, arrow and padding leave.
func (r *optionRenderer) words(width float32) float32 {
	return max(0, width-2*optionPadding-2*(optionIcon+optionGap))
}

func (r *optionRenderer) MinSize() fyne.Size {
	o := r.option
	o.hint.Resize(fyne.NewSize(r.words(o.Size().Width), o.hint.Size().Height)) // it says its height for the width that it has
	return fyne.NewSize(240, 2*optionPadding+o.title.MinSize().Height+optionWords+o.hint.MinSize().Height)
}

func (r *optionRenderer) Layout(size fyne.Size) {
	o := r.option
	r.slab.layout(size)
	r.shade.Resize(size)
	layoutRing(r.ring, size, 0)
	r.icon.place(optionPadding, (size.Height-optionIcon)/2, optionIcon)
	r.arrow.place(size.Width-optionPadding-optionIcon, (size.Height-optionIcon)/2, optionIcon)
	left, width, title := float32(optionPadding+optionIcon+optionGap), r.words(size.Width), o.title.MinSize().Height
	o.title.Move(fyne.NewPos(left, optionPadding))
	o.title.Resize(fyne.NewSize(width, title))
	o.hint.Move(fyne.NewPos(left, optionPadding+title+optionWords))
	o.hint.Resize(fyne.NewSize(width, size.Height-2*optionPadding-title-optionWords))
}

func (r *optionRenderer) Objects() []fyne.CanvasObject {
	return append(r.slab.objects(), r.shade, r.icon.Image, r.option.title, r.option.hint, r.arrow.Image, r.ring)
}

func (r *optionRenderer) Destroy() {}
