package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Measures of a check, in dp.
const (
	checkHeight = 32 // at least
	checkBox    = 20
	checkRadius = 5
	checkGap    = 10
	checkWords  = 1 // between label and hint
)

// Check is something that is on or off: a box, what it is, and a line that says what that means. It is tapped as a whole.
type Check struct {
	control
	box         *checkMark
	label, hint *Text
	states      [2]string // off, on
}

var (
	_ fyne.Focusable  = (*Check)(nil)
	_ fyne.Tappable   = (*Check)(nil)
	_ fyne.Accessible = (*Check)(nil)
)

// NewCheck returns a check that is off. The hint, which may be empty, is wrapped at the width that the check is given.
// on and off are what it is said to be to those who do not see it. onChanged is called when a person changes it.
func NewCheck(label, hint, on, off string, onChanged func(bool)) *Check {
	c := &Check{label: newText(label, SizeText, theme.ColorNameForeground, false, fitWrap), hint: NewHint(hint), states: [2]string{off, on}}
	c.box = &checkMark{slab: newSlab(), tick: newIcon()}
	setVisible(c.hint, hint != "")
	c.extend(c, func() {
		c.Set(!c.box.on)
		onChanged(c.box.on)
	})
	return c
}

// Set turns it on or off.
func (c *Check) Set(on bool) {
	if c.box.on != on {
		c.box.on = on
		c.Refresh()
	}
}

// On reports whether it is on.
func (c *Check) On() bool { return c.box.on }

// AccessibilityLabel is the label, the state, and the hint.
func (c *Check) AccessibilityLabel() string {
	state := c.states[0]
	if c.box.on {
		state = c.states[1]
	}
	label := c.label.Text() + ": " + state
	if c.hint.Text() != "" {
		label += ". " + c.hint.Text()
	}
	return label
}

// CreateRenderer is called by Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkRenderer{check: c, shade: canvas.NewRectangle(color.Transparent), ring: newRing()}
	r.apply()
	return r
}

// checkMark is the box, which is filled and ticked while the check is on.
type checkMark struct {
	*slab
	tick *icon
	on   bool
}

func (m *checkMark) apply(c *Check) {
	face, outline := theme.ColorNameInputBackground, theme.ColorNameInputBorder
	if m.on {
		face, outline = theme.ColorNamePrimary, theme.ColorNamePrimary
	}
	m.set(named(face, c), named(outline, c), checkRadius, 1.5)
	m.tick.set(c.Theme().Icon(theme.IconNameConfirm), theme.ColorNameForegroundOnPrimary)
	m.tick.Hidden = !m.on
}

func (m *checkMark) place(x, y float32) {
	m.layout(fyne.NewSquareSize(checkBox))
	m.outline.Move(fyne.NewPos(x, y))
	m.face.Move(fyne.NewPos(x+m.stroke, y+m.stroke))
	m.tick.place(x+2, y+2, checkBox-4)
}

type checkRenderer struct {
	check       *Check
	shade, ring *canvas.Rectangle
}

func (r *checkRenderer) apply() {
	c := r.check
	radius := theme.SizeForWidget(SizeRadius, c)
	c.box.apply(c)
	r.shade.FillColor, r.shade.CornerRadius = named(c.shade(), c), radius
	showRing(r.ring, c.focused, radius, c)
}

func (r *checkRenderer) Refresh() {
	r.apply()
	r.Layout(r.check.Size())
	canvas.Refresh(r.check)
}

// words is how much width the box leaves.
func (r *checkRenderer) words(width float32) float32 { return max(0, width-checkBox-checkGap) }

// heights are those of label and hint at the width that the check has.
func (r *checkRenderer) heights() (label, hint float32) {
	c := r.check
	words := r.words(c.Size().Width)
	c.label.Resize(fyne.NewSize(words, c.label.Size().Height)) // it says its height for the width that it has
	label = c.label.MinSize().Height
	if c.hint.Visible() {
		c.hint.Resize(fyne.NewSize(words, c.hint.Size().Height))
		hint = checkWords + c.hint.MinSize().Height
	}
	return label, hint
}

func (r *checkRenderer) MinSize() fyne.Size {
	label, hint := r.heights()
	return fyne.NewSize(160, max(checkHeight, label+hint))
}

// Layout lets shade and ring stand out, so that box and words are in line with what stands around them.
func (r *checkRenderer) Layout(size fyne.Size) {
	c := r.check
	layoutRing(r.shade, size, checkGap/2)
	layoutRing(r.ring, size, checkGap/2)
	label, hint := r.heights()
	left, top, words := float32(checkBox+checkGap), max(0, size.Height-label-hint)/2, r.words(size.Width)
	line := fyne.MeasureText("M", theme.SizeForWidget(SizeText, c), fyne.TextStyle{}).Height
	c.box.place(0, top+(line-checkBox)/2)
	c.label.Move(fyne.NewPos(left, top))
	c.label.Resize(fyne.NewSize(words, label))
	c.hint.Move(fyne.NewPos(left, top+label+checkWords))
	c.hint.Resize(fyne.NewSize(words, max(0, hint-checkWords)))
}

func (r *checkRenderer) Objects() []fyne.CanvasObject {
	c := r.check
	return append([]fyne.CanvasObject{r.shade}, append(c.box.objects(), c.box.tick.Image, c.label, c.hint, r.ring)...)
}

func (r *checkRenderer) Destroy() {}
