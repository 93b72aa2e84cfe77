package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Measures of a section's entry, in dp.
const (
	sectionHeight = 36
	sectionSide   = 12
	sectionEdge   = 3
)

// SectionLink is an entry in the list of a page's sections: a line that leads there, marked while it is the section that
// is read.
type SectionLink struct {
	control
	text    *Text
	current bool
}

var (
	_ fyne.Focusable  = (*SectionLink)(nil)
	_ fyne.Accessible = (*SectionLink)(nil)
)

// NewSectionLink returns an entry, 36 dp high and as wide as the layout makes it.
func NewSectionLink(title string, onTapped func()) *SectionLink {
	s := &SectionLink{text: newText(title, SizeText, ColorTextDim, false, fitCut)}
	s.extend(s, onTapped)
	return s
}

// SetCurrent marks the entry.
func (s *SectionLink) SetCurrent(current bool) {
	if s.current != current {
		s.current = current
		s.Refresh()
	}
}

// AccessibilityLabel is the title.
func (s *SectionLink) AccessibilityLabel() string { return s.text.Text() }

// CreateRenderer is called by Fyne.
func (s *SectionLink) CreateRenderer() fyne.WidgetRenderer {
	r := &sectionRenderer{
		link: s, ground: canvas.NewRectangle(color.Transparent), shade: canvas.NewRectangle(color.Transparent),
		edge: canvas.NewRectangle(color.Transparent), ring: newRing(),
	}
	r.apply()
	return r
}

type sectionRenderer struct {
	link                      *SectionLink
	ground, shade, edge, ring *canvas.Rectangle
}

func (r *sectionRenderer) apply() {
	s := r.link
	var ground, edge fyne.ThemeColorName
	ink := ColorTextDim
	if s.current {
		ground, edge, ink = ColorWell, theme.ColorNamePrimary, theme.ColorNameForeground
	}
	radius := theme.SizeForWidget(SizeRadius, s)
	r.ground.FillColor, r.ground.CornerRadius = named(ground, s), radius
	r.shade.FillColor, r.shade.CornerRadius = named(s.shade(), s), radius
	r.edge.FillColor, r.edge.CornerRadius = named(edge, s), sectionEdge/2.0
	if s.text.bold != s.current {
		s.text.bold = s.current
		s.text.Refresh()
	}
	s.text.setColor(ink)
	showRing(r.ring, s.focused, radius, s)
}

func (r *sectionRenderer) Refresh() {
	r.apply()
	r.Layout(r.link.Size())
	canvas.Refresh(r.link)
}

func (r *sectionRenderer) MinSize() fyne.Size {
	return fyne.NewSize(2*sectionSide+r.link.text.MinSize().Width, sectionHeight)
}

func (r *sectionRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.shade.Resize(size)
	layoutRing(r.ring, size, 0)
	r.edge.Move(fyne.NewPos(0, size.Height/4))
	r.edge.Resize(fyne.NewSize(sectionEdge, size.Height/2))
	text := r.link.text.MinSize().Height
	r.link.text.Move(fyne.NewPos(sectionSide, (size.Height-text)/2))
	r.link.text.Resize(fyne.NewSize(size.Width-2*sectionSide, text))
}

func (r *sectionRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.shade, r.edge, r.link.text, r.ring}
}

func (r *sectionRenderer) Destroy() {}
