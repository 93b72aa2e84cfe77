package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Measures of a select, in dp.
const (
	selectHeight = 36
	selectLeast  = 160 // of the width, so that those of a page stand in line
	selectSide   = 12
	selectArrow  = 18
	selectGap    = 6
)

// Select is one of several values, behind a field that opens a menu of them. Fyne's own shows its focus by a tint alone,
// and keeps Escape to itself.
type Select struct {
	control
	name    string
	options []string
	chosen  int
	text    *Text
}

var (
	_ fyne.Focusable  = (*Select)(nil)
	_ fyne.Tappable   = (*Select)(nil)
	_ fyne.Accessible = (*Select)(nil)
)

// NewSelect returns a select without options, 36 dp high and as wide as its longest option needs, 160 dp at
// least. The name is what it is
// called by those who do not see what stands beside it. onChosen is told the place of the option that a person chose.
func NewSelect(name string, onChosen func(int)) *Select {
	s := &Select{name: name, chosen: -1, text: newText("", SizeText, theme.ColorNameForeground, false, fitCut)}
	s.extend(s, func() { s.open(onChosen) })
	return s
}

// Set shows other options, and which of them is chosen.
func (s *Select) Set(options []string, chosen int) {
	s.options, s.chosen = options, chosen
	s.text.SetText(s.Chosen())
	s.Refresh()
}

// Chosen returns the option that is chosen.
func (s *Select) Chosen() string {
	if s.chosen < 0 || s.chosen >= len(s.options) {
		return ""
	}
	return s.options[s.chosen]
}

// open shows the menu below the field, or above it where there is more room.
func (s *Select) open(onChosen func(int)) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	if c == nil {
		return
	}
	items := make([]*fyne.MenuItem, len(s.options))
	for i, option := range s.options {
		items[i] = fyne.NewMenuItem(option, func() { onChosen(i) })
		items[i].Checked = i == s.chosen
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), c)
	size := menu.MinSize()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
	y := at.Y + s.Size().Height + 4
	if above := at.Y - size.Height - 4; y+size.Height > c.Size().Height && above >= 0 {
		y = above
	}
	menu.ShowAtPosition(fyne.NewPos(at.X+s.Size().Width-max(size.Width, s.Size().Width), y))
	menu.Resize(fyne.NewSize(max(size.Width, s.Size().Width), size.Height))
}

// TypedKey opens the menu on Down, too.
func (s *Select) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyDown {
		s.Tapped(nil)
		return
	}
	s.control.TypedKey(key)
}

// AccessibilityLabel is the name and what is chosen.
func (s *Select) AccessibilityLabel() string { return s.name + ": " + s.Chosen() }

// CreateRenderer is called by Fyne.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	r := &selectRenderer{field: s, slab: newSlab(), shade: canvas.NewRectangle(color.Transparent), arrow: newIcon(), ring: newRing()}
	r.apply()
	return r
}

type selectRenderer struct {
	field       *Select
	slab        *slab
	shade, ring *canvas.Rectangle
	arrow       *icon
}

func (r *selectRenderer) apply() {
	s := r.field
	ink, arrow := theme.ColorNameForeground, ColorTextDim
	if s.Disabled() {
		ink, arrow = theme.ColorNameDisabled, theme.ColorNameDisabled
	}
	radius := theme.SizeForWidget(SizeRadius, s)
	r.slab.set(named(theme.ColorNameInputBackground, s), named(theme.ColorNameInputBorder, s), radius, 1)
	r.shade.FillColor, r.shade.CornerRadius = named(s.shade(), s), radius
	s.text.setColor(ink)
	r.arrow.set(s.Theme().Icon(theme.IconNameArrowDropDown), arrow)
	showRing(r.ring, s.focused, radius+2*focusStroke, s)
}

func (r *selectRenderer) Refresh() {
	r.apply()
	r.Layout(r.field.Size())
	canvas.Refresh(r.field)
}

func (r *selectRenderer) MinSize() fyne.Size {
	var widest float32
	for _, option := range r.field.options {
		widest = max(widest, fyne.MeasureText(option, theme.SizeForWidget(SizeText, r.field), fyne.TextStyle{}).Width)
	}
	return fyne.NewSize(max(selectLeast, widest+2+2*selectSide+selectGap+selectArrow-4), selectHeight)
}

func (r *selectRenderer) Layout(size fyne.Size) {
	s := r.field
	r.slab.layout(size)
	r.shade.Resize(size)
	layoutRing(r.ring, size, 2*focusStroke)
	text := s.text.MinSize().Height
	s.text.Move(fyne.NewPos(selectSide, (size.Height-text)/2))
	s.text.Resize(fyne.NewSize(size.Width-2*selectSide-selectGap-selectArrow+4, text))
	r.arrow.place(size.Width-selectSide-selectArrow+4, (size.Height-selectArrow)/2, selectArrow)
}

func (r *selectRenderer) Objects() []fyne.CanvasObject {
	return append(r.slab.objects(), r.shade, r.field.text, r.arrow.Image, r.ring)
}

func (r *selectRenderer) Destroy() {}
