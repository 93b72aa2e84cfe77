package widgets

import (
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Thumbnail describes a video's picture, or the drawn placeholder that stands for it while there is none.
type Thumbnail struct {
	Name          string // chooses the placeholder's colours, so that the same video always has the same
	Width, Height int    // the shape in which the video is shown; 0 is taken as 16:9

	// Picture is a frame of the video, as it is shown, from [Fit]; nil: none is to be had. It must not change any more.
	Picture *image.RGBA
}

// Measures of thumbnails in dp.
const (
	thumbnailWidth  = 80 // on a card
	thumbnailHeight = 45
	thumbnailRadius = 5

	posterWidth  = 160 // by itself
	posterHeight = 90
	posterRadius = 8
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

// Poster shows a [Thumbnail] in its own shape, whole, in the middle of a rounded ground of 16:9. It is drawn once for each
// size in pixels, and says nothing: what it is a picture of stands beside it.
type Poster struct {
	widget.BaseWidget
	size   fyne.Size
	radius float32

	view   Thumbnail
	raster *canvas.Raster
	drawn  *image.RGBA // as it was painted last; nil: it is to be painted anew
	ground color.RGBA
}

// NewPoster returns a poster of 160 by 90 dp.
func NewPoster() *Poster { return newPoster(posterWidth, posterHeight, posterRadius) }

// newThumbnail returns the small one of a card.
func newThumbnail() *Poster { return newPoster(thumbnailWidth, thumbnailHeight, thumbnailRadius) }

func newPoster(width, height, radius float32) *Poster {
	p := &Poster{size: fyne.NewSize(width, height), radius: radius}
	p.raster = canvas.NewRaster(p.paint)
	p.ExtendBaseWidget(p)
	return p
}

// Set shows the view.
func (p *Poster) Set(view Thumbnail) {
	if p.view != view {
		p.view = view
		p.Refresh()
	}
}

// Refresh looks the ground's colour up and paints anew.
func (p *Poster) Refresh() {
	p.ground, p.drawn = opaque(theme.ColorForWidget(ColorWell, p)), nil
	p.raster.Refresh()
}

// MinSize is the size that it was made with.
func (p *Poster) MinSize() fyne.Size { return p.size }

// CreateRenderer is called by Fyne.
func (p *Poster) CreateRenderer() fyne.WidgetRenderer {
	p.ground = opaque(theme.ColorForWidget(ColorWell, p))
	return widget.NewSimpleRenderer(p.raster)
}

// paint returns the picture, or the gradient, for so many pixels.
func (p *Poster) paint(w, h int) image.Image {
	if p.drawn != nil && p.drawn.Rect.Dx() == w && p.drawn.Rect.Dy() == h {
		return p.drawn
	}
	p.drawn = image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(p.drawn, p.drawn.Rect, image.NewUniform(p.ground), image.Point{}, draw.Src)
	inner := p.view.within(w, h)
	if picture := p.view.Picture; picture != nil {
		draw.Draw(p.drawn, inner, scaled(picture, inner.Size()), image.Point{}, draw.Over)
	} else {
		p.view.dusk(p.drawn, inner)
	}
	roundCorners(p.drawn, 0, int(math.Round(float64(p.radius)*float64(h)/float64(p.size.Height))))
	return p.drawn
}

// dusk draws the gradient of a name.
func (t Thumbnail) dusk(on *image.RGBA, inner image.Rectangle) {
	ends := dusks[seed(t.Name)%uint32(len(dusks))]
	from, to := rgba(ends[0]), rgba(ends[1])
	for y := inner.Min.Y; y < inner.Max.Y; y++ {
		for x := inner.Min.X; x < inner.Max.X; x++ {
			part := (float64(x-inner.Min.X)/float64(inner.Dx()) + float64(y-inner.Min.Y)/float64(inner.Dy())) / 2
			setPixel(on.Pix[on.PixOffset(x, y):], mix(from, to, part))
		}
	}
}

// within returns the largest rectangle of the video's proportions in the middle of w by h pixels.
func (t Thumbnail) within(w, h int) image.Rectangle {
	proportion := t.proportion()
	if proportion == 0 {
		return image.Rect(0, 0, w, h)
	}
	inner := image.Pt(w, int(math.Round(float64(w)/proportion)))
	if inner.Y > h {
		inner = image.Pt(int(math.Round(float64(h)*proportion)), h)
	}
	if w-inner.X < 3 {
		inner.X = w // 16:9 in 80 by 45, but for rounding
	}
	if h-inner.Y < 2 {
		inner.Y = h
	}
	inner = image.Pt(max(1, inner.X), max(1, inner.Y))
	corner := image.Pt((w-inner.X)/2, (h-inner.Y)/2)
	return image.Rectangle{Min: corner, Max: corner.Add(inner)}
}

// proportion returns width by height; 0: not known. That of a picture holds as it is, so that nothing is drawn wider or
// higher than it was filmed. A placeholder is never so narrow that its colours cannot be seen.
func (t Thumbnail) proportion() float64 {
	switch {
	case t.Picture != nil:
		return float64(t.Picture.Rect.Dx()) / float64(t.Picture.Rect.Dy())
	case t.Width <= 0 || t.Height <= 0:
		return 0
	}
	return min(max(float64(t.Width)/float64(t.Height), 1.0/4), 4)
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
