package widgets

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Measures of the dashed border, in dp.
const (
	dashRadius = 12
	dashStroke = 1.5
	dashLength = 8
	dashGap    = 6
)

// NewDropZone returns content inside a dashed, rounded border. It only draws: Fyne tells a window what was dropped on it,
// not a widget.
func NewDropZone(content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(newDashes(), container.New(layout.NewCustomPaddedLayout(16, 16, 16, 16), content))
}

// dashes draws the border as four strips along the sides, so that a large window does not need a picture of its size.
type dashes struct {
	widget.BaseWidget
	color color.RGBA
	sides [4]*canvas.Raster // top, bottom, left, right
}

func newDashes() *dashes {
	d := &dashes{}
	for i, paint := range []func(*strip, int, int){paintTop, paintTop, paintLeft, paintLeft} {
		s := &strip{dashes: d, far: i%2 == 1}
		d.sides[i] = canvas.NewRaster(func(w, h int) image.Image { return s.picture(w, h, paint) })
		d.sides[i].ScaleMode = canvas.ImageScalePixels
	}
	d.ExtendBaseWidget(d)
	return d
}

func (d *dashes) CreateRenderer() fyne.WidgetRenderer {
	r := dashesRenderer{d}
	r.lookUp()
	return r
}

type dashesRenderer struct{ *dashes }

func (r dashesRenderer) lookUp() {
	r.color = opaque(theme.ColorForWidget(theme.ColorNameInputBorder, r.dashes))
}

func (r dashesRenderer) Layout(size fyne.Size) {
	top, bottom, left, right := r.sides[0], r.sides[1], r.sides[2], r.sides[3]
	top.Resize(fyne.NewSize(size.Width, dashRadius))
	bottom.Resize(top.Size())
	bottom.Move(fyne.NewPos(0, size.Height-dashRadius))
	left.Resize(fyne.NewSize(dashRadius, max(0, size.Height-2*dashRadius)))
	left.Move(fyne.NewPos(0, dashRadius))
	right.Resize(left.Size())
	right.Move(fyne.NewPos(size.Width-dashRadius, dashRadius))
}

func (r dashesRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(4 * dashRadius) }

func (r dashesRenderer) Refresh() {
	r.lookUp()
	for _, side := range r.sides {
		side.Refresh()
	}
}

func (r dashesRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.sides[0], r.sides[1], r.sides[2], r.sides[3]}
}

func (r dashesRenderer) Destroy() {}

// strip is one side of the border. Its picture is kept until its size or its colour changes.
type strip struct {
	*dashes
	far     bool // the bottom or the right: mirrored
	img     *image.RGBA
	painted color.RGBA
}

func (s *strip) picture(w, h int, paint func(*strip, int, int)) image.Image {
	if s.img == nil || s.img.Rect.Dx() != w || s.img.Rect.Dy() != h || s.painted != s.color {
		s.img, s.painted = image.NewRGBA(image.Rect(0, 0, w, h)), s.color
		paint(s, w, h)
	}
	return s.img
}

// dot covers the part of one pixel; x and y count from the outer edge.
func (s *strip) dot(x, y int, part float64) {
	c := s.color
	setPixel(s.img.Pix[y*s.img.Stride+4*x:], color.RGBA{
		R: uint8(float64(c.R) * part), G: uint8(float64(c.G) * part), B: uint8(float64(c.B) * part), A: uint8(255 * part),
	})
}

// paintTop paints the top or the bottom with its two corners, whose radius is the height of the strip.
func paintTop(s *strip, w, h int) {
	stroke := dashPixels(h, dashStroke)
	for y := range h {
		row := y
		if s.far {
			row = h - 1 - y
		}
		for x := range w {
			fromEnd := min(x, w-1-x)
			part := 0.0
			switch {
			case fromEnd < h:
				distance := math.Hypot(float64(h-fromEnd)-0.5, float64(h-y)-0.5)
				part = cover(float64(h)-distance) * cover(distance-float64(h-stroke))
			case y < stroke && dashed(x-h, w-2*h, h):
				part = 1
			}
			if part > 0 {
				s.dot(x, row, part)
			}
		}
	}
}

// paintLeft paints the left or the right side between the corners.
func paintLeft(s *strip, w, h int) {
	stroke := dashPixels(w, dashStroke)
	for y := range h {
		if !dashed(y, h, w) {
			continue
		}
		for x := range stroke {
			if s.far {
				s.dot(w-1-x, y, 1)
			} else {
				s.dot(x, y, 1)
			}
		}
	}
}

// dashPixels returns a measure in pixels, at least one, when the radius is of so many pixels.
func dashPixels(radius int, dp float64) int {
	return max(1, int(math.Round(dp*float64(radius)/dashRadius)))
}

// dashed reports whether pixel x of a straight side belongs to a dash. A whole number of periods fits each side, and
// each side starts and ends with half a dash that continues the corner.
func dashed(x, length, radius int) bool {
	period := float64(dashPixels(radius, dashLength+dashGap))
	period = float64(length) / max(1, math.Round(float64(length)/period))
	at := math.Mod(float64(x)+0.5, period)
	half := period * dashLength / (dashLength + dashGap) / 2
	return at < half || at > period-half
}
