package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// surface is a rounded rectangle that knows its colours by name. A bare rectangle would keep the colours of the theme
// under which it was made.
type surface struct {
	widget.BaseWidget
	fill, line fyne.ThemeColorName // "": none
	radius     fyne.ThemeSizeName  // "": square corners
}

// NewGround returns a plain surface in the named colour, for what lies behind a page, a header or a footer. Unlike a
// bare rectangle it follows the theme.
func NewGround(fill fyne.ThemeColorName) fyne.CanvasObject { return newSurface(fill, "", "") }

func newSurface(fill, line fyne.ThemeColorName, radius fyne.ThemeSizeName) *surface {
	s := &surface{fill: fill, line: line, radius: radius}
	s.ExtendBaseWidget(s)
	return s
}

func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	r := &surfaceRenderer{surface: s, slab: newSlab()}
	r.Refresh()
	return r
}

type surfaceRenderer struct {
	surface *surface
	slab    *slab
}

func (r *surfaceRenderer) Layout(size fyne.Size) { r.slab.layout(size) }

func (r *surfaceRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *surfaceRenderer) Refresh() {
	s := r.surface
	var radius, stroke float32
	if s.radius != "" {
		radius = theme.SizeForWidget(s.radius, s)
	}
	if s.line != "" {
		stroke = 1
	}
	r.slab.set(named(s.fill, s), named(s.line, s), radius, stroke)
	r.Layout(s.Size())
	canvas.Refresh(s)
}

func (r *surfaceRenderer) Objects() []fyne.CanvasObject { return r.slab.objects() }

func (r *surfaceRenderer) Destroy() {}

// slab is a rounded rectangle with an outline, drawn as one rectangle on another: of an outline that a rectangle draws
// itself, Fyne's painter for screens puts all inside the bounds and its painter for pictures one half outside.
type slab struct {
	outline, face *canvas.Rectangle
	stroke        float32
}

func newSlab() *slab {
	return &slab{outline: canvas.NewRectangle(color.Transparent), face: canvas.NewRectangle(color.Transparent)}
}

func (s *slab) set(face, outline color.Color, radius, stroke float32) {
	s.face.FillColor, s.outline.FillColor, s.stroke = face, outline, stroke
	s.face.CornerRadius, s.outline.CornerRadius = max(0, radius-stroke), radius
	s.face.Hidden, s.outline.Hidden = unseen(face), unseen(outline)
}

// unseen reports whether a colour cannot be seen. What has such a colour is hidden: Fyne's painter for screens would go
// over each of its pixels, which for a whole window takes longer than all else in it where the processor draws.
func unseen(c color.Color) bool {
	_, _, _, alpha := c.RGBA()
	return alpha == 0
}

func (s *slab) layout(size fyne.Size) {
	s.outline.Resize(size)
	s.face.Move(fyne.NewSquareOffsetPos(s.stroke))
	s.face.Resize(size.SubtractWidthHeight(2*s.stroke, 2*s.stroke))
}

func (s *slab) objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.outline, s.face} }

// named looks a colour up for w; no name is no colour.
func named(name fyne.ThemeColorName, w fyne.Widget) color.Color {
	if name == "" {
		return color.Transparent
	}
	return theme.ColorForWidget(name, w)
}

// focusStroke is the width of every focus outline.
const focusStroke = 2

// newRing returns a focus outline, hidden until showRing.
func newRing() *canvas.Rectangle {
	ring := canvas.NewRectangle(color.Transparent)
	ring.StrokeWidth = focusStroke
	ring.Hide()
	return ring
}

// layoutRing puts the outer edge of the ring outset dp outside the given size; a negative outset is inside.
func layoutRing(ring *canvas.Rectangle, size fyne.Size, outset float32) {
	ring.Move(fyne.NewSquareOffsetPos(-outset))
	ring.Resize(size.AddWidthHeight(2*outset, 2*outset))
}

// showRing shows or hides the ring, in the accent of w's theme, for corners of the given radius. Its middle has the colour
// of the accent too, wholly transparent: the screen's painter blends the two where they meet, and would blend towards black.
func showRing(ring *canvas.Rectangle, focused bool, radius float32, w fyne.Widget) {
	accent := opaque(theme.ColorForWidget(theme.ColorNamePrimary, w))
	ring.StrokeColor = accent
	ring.FillColor = color.NRGBA{R: accent.R, G: accent.G, B: accent.B}
	ring.CornerRadius = radius
	ring.Hidden = !focused
	ring.Refresh()
}

// NewPanel returns content on a card: a rounded surface with a hairline, and padding of 12 dp above and below and
// 14 dp beside the content. It is a plain container, because assistive tools find nothing inside a widget.
func NewPanel(content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(
		newSurface(ColorCard, ColorHairline, SizeCardRadius),
		container.New(layout.NewCustomPaddedLayout(12, 12, 14, 14), content),
	)
}

// NewFlow returns a container that puts the objects side by side, 8 dp apart, each as wide as it has to be, and starts
// a new row when the width is used up.
func NewFlow(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: 8, below: 8}, objects...)
}

// NewCentredFlow is NewFlow with each row in the middle of the width.
func NewCentredFlow(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: 8, below: 8, centred: true}, objects...)
}

// flow asks for no more width than its widest child. Fyne's own row wrap asks for the width that it last had, and a
// window around it could then never become narrower.
type flow struct {
	gap   float32 // between two objects
	below float32 // and between two rows
	width float32 // at the last Layout

	centred bool // each row
}

func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	var row []fyne.CanvasObject
	endRow := func() {
		if n := len(row); f.centred && n > 0 {
			by := float32(int((size.Width - row[n-1].Position().X - row[n-1].Size().Width) / 2)) // whole: else letters are blurred
			for _, o := range row {
				o.Move(o.Position().AddXY(by, 0))
			}
		}
		row = row[:0]
	}
	f.place(objects, func(o fyne.CanvasObject, position fyne.Position) {
		if position.X == 0 {
			endRow()
		}
		o.Resize(f.sized(o))
		o.Move(position)
		row = append(row, o)
	})
	endRow()
}

// sized returns how large an object is to be: a button as wide as it wants to be, where there is so much room, and as high
// as it has to be for that.
func (f *flow) sized(o fyne.CanvasObject) fyne.Size {
	b, ok := o.(*Button)
	if !ok || f.width <= 0 {
		return o.MinSize()
	}
	width := max(min(f.width, b.Wants()), b.MinSize().Width)
	b.Resize(fyne.NewSize(width, b.Size().Height))
	return fyne.NewSize(width, b.MinSize().Height)
}

func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var widest float32
	for _, o := range objects {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	return fyne.NewSize(widest, f.place(objects, nil))
}

// place works out where each object goes, tells put if there is one, and returns the height used.
func (f *flow) place(objects []fyne.CanvasObject, put func(fyne.CanvasObject, fyne.Position)) float32 {
	var x, y, row float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := f.sized(o)
		if x > 0 && f.width > 0 && x+size.Width > f.width {
			x, y, row = 0, y+row+f.below, 0
		}
		if put != nil {
			put(o, fyne.NewPos(x, y))
		}
		x += size.Width + f.gap
		row = max(row, size.Height)
	}
	return y + row
}
