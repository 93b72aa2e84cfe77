package widgets

import (
	"hash/crc32"
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Thumbnail describes the drawn placeholder that stands for a video's picture.
type Thumbnail struct {
	Name          string // chooses the colours, so that the same video always has the same
	Width, Height int    // the video's shape in pixels; 0 is taken as 16:9
}

// Size of a thumbnail in dp.
const (
	thumbnailWidth  = 80
	thumbnailHeight = 45
)

// dusks are the two ends of each gradient: quiet, and apart from each other.
var dusks = [...][2]uint32{
	{0x3B4A6BFF, 0xC98A5EFF},
	{0x2F4F47FF, 0x93B98CFF},
	{0x4A3A52FF, 0xA6395FFF},
	{0x23323BFF, 0xD9CFC0FF},
	{0x27406AFF, 0x6FA8C9FF},
	{0x4B2E3AFF, 0xD98B6CFF},
	{0x2E3A2FFF, 0xB7A85AFF},
	{0x3A2F5CFF, 0x8E7CC3FF},
	{0x1F4A4FFF, 0x7CC4BBFF},
	{0x553A22FF, 0xD6AF72FF},
}

// thumbnail draws a Thumbnail.
type thumbnail struct {
	widget.BaseWidget
	view    Thumbnail
	raster  *canvas.Raster
	picture *image.RGBA
	ground  color.RGBA
}

func newThumbnail() *thumbnail {
	t := &thumbnail{}
	t.raster = canvas.NewRaster(t.paint)
	t.ExtendBaseWidget(t)
	return t
}

func (t *thumbnail) set(view Thumbnail) {
	if t.view != view {
		t.view = view
		t.Refresh()
	}
}

// Refresh looks the ground's colour up and paints anew.
func (t *thumbnail) Refresh() {
	t.ground, t.picture = opaque(theme.ColorForWidget(ColorWell, t)), nil
	t.raster.Refresh()
}

func (t *thumbnail) MinSize() fyne.Size { return fyne.NewSize(thumbnailWidth, thumbnailHeight) }

func (t *thumbnail) CreateRenderer() fyne.WidgetRenderer {
	t.ground = opaque(theme.ColorForWidget(ColorWell, t))
	return widget.NewSimpleRenderer(t.raster)
}

// paint returns the gradient in the video's shape, in the middle of a rounded ground.
func (t *thumbnail) paint(w, h int) image.Image {
	if t.picture != nil && t.picture.Rect.Dx() == w && t.picture.Rect.Dy() == h {
		return t.picture
	}
	t.picture = image.NewRGBA(image.Rect(0, 0, w, h))
	inner := t.shape(w, h)
	ends := dusks[seed(t.view.Name)%uint32(len(dusks))]
	from, to := rgba(ends[0]), rgba(ends[1])
	for y := range h {
		for x := range w {
			c := t.ground
			if (image.Point{X: x, Y: y}).In(inner) {
				part := (float64(x-inner.Min.X)/float64(inner.Dx()) + float64(y-inner.Min.Y)/float64(inner.Dy())) / 2
				c = mix(from, to, part)
			}
			setPixel(t.picture.Pix[y*t.picture.Stride+4*x:], c)
		}
	}
	roundCorners(t.picture, 0, h*5/thumbnailHeight)
	return t.picture
}

// shape returns the largest rectangle of the video's proportions in the middle of w by h pixels.
func (t *thumbnail) shape(w, h int) image.Rectangle {
	if t.view.Width <= 0 || t.view.Height <= 0 {
		return image.Rect(0, 0, w, h)
	}
	proportion := min(max(float64(t.view.Width)/float64(t.view.Height), 1.0/4), 4)
	inner := image.Pt(w, int(math.Round(float64(w)/proportion)))
	if inner.Y > h {
		inner = image.Pt(int(math.Round(float64(h)*proportion)), h)
	}
	if w-inner.X < 3 {
		inner.X = w // 16:9 in 80 by 45, but for rounding
	}
	corner := image.Pt((w-inner.X)/2, (h-inner.Y)/2)
	return image.Rectangle{Min: corner, Max: corner.Add(inner)}
}

// seed makes a number of a name. The upper half is folded in, because names that differ in one letter share the rest.
func seed(name string) uint32 {
	sum := crc32.ChecksumIEEE([]byte(name))
	return sum ^ sum>>16
}

func mix(from, to color.NRGBA, part float64) color.RGBA {
	at := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*part) }
	return color.RGBA{R: at(from.R, to.R), G: at(from.G, to.G), B: at(from.B, to.B), A: 0xFF}
}
