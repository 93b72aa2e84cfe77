package widgets

import (
	"image"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// bannerHeight is the height of a banner in dp, and bannerStripe the width of its stripes along the horizontal.
const (
	bannerHeight = 34
	bannerStripe = 14
)

// Banner is a striped strip across the window that says what holds everywhere, such as practice mode.
type Banner struct {
	widget.BaseWidget
	icon   *noticeIcon
	text   *Text
	action *Button

	picture        *image.RGBA
	ground, stripe color.RGBA
}

var _ fyne.Accessible = (*Banner)(nil)

// NewBanner returns a banner without an action, 34 dp high.
func NewBanner(text string) *Banner {
	b := &Banner{icon: newNoticeIcon(), text: NewStrong(text).Ellipsize(), action: NewButton("", nil, ButtonLink, nil)}
	b.text.setColor(ColorBannerText)
	b.icon.icon.set(b.Theme().Icon(theme.IconNameInfo), ColorBannerText)
	b.action.color = ColorBannerText
	b.action.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// SetText changes the words.
func (b *Banner) SetText(text string) { b.text.SetText(text) }

// SetAction shows a link at the right; an empty label removes it.
func (b *Banner) SetAction(label string, onTapped func()) {
	b.action.SetText(label)
	b.action.OnTapped = onTapped
	setVisible(b.action, label != "")
}

// AccessibilityLabel is the text and the name of the link.
func (b *Banner) AccessibilityLabel() string {
	return strings.TrimSuffix(b.text.Text()+", "+b.action.label, ", ")
}

// AccessibilityRole is text.
func (b *Banner) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (b *Banner) held() fyne.CanvasObject { return b.action }

// CreateRenderer is called by Fyne.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	r := &bannerRenderer{banner: b, raster: canvas.NewRaster(b.paint)}
	r.raster.ScaleMode = canvas.ImageScalePixels
	r.content = container.New(layout.NewCustomPaddedLayout(0, 0, 16, 16), container.NewBorder(nil, nil,
		container.New(middle{}, b.icon), container.New(middle{}, b.action), container.New(middle{}, b.text)))
	r.lookUp()
	return r
}

type bannerRenderer struct {
	banner  *Banner
	raster  *canvas.Raster
	content *fyne.Container
}

func (r *bannerRenderer) lookUp() {
	b := r.banner
	b.ground = opaque(theme.ColorForWidget(ColorBanner, b))
	b.stripe = opaque(theme.ColorForWidget(ColorBannerStripe, b))
	b.picture = nil
}

func (r *bannerRenderer) Refresh() {
	r.lookUp()
	r.raster.Refresh()
}

func (r *bannerRenderer) Layout(size fyne.Size) {
	r.raster.Resize(size)
	r.content.Resize(size)
}

func (r *bannerRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.content.MinSize().Width, bannerHeight)
}

func (r *bannerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.raster, r.content}
}

func (r *bannerRenderer) Destroy() {}

// paint returns the slanted stripes in w by h pixels.
func (b *Banner) paint(w, h int) image.Image {
	if b.picture != nil && b.picture.Rect.Dx() == w && b.picture.Rect.Dy() == h {
		return b.picture
	}
	b.picture = image.NewRGBA(image.Rect(0, 0, w, h))
	period := 2 * max(2, h*bannerStripe/bannerHeight)
	for y := range h {
		row := b.picture.Pix[y*b.picture.Stride:]
		for x := range w {
			c := b.ground
			if (x+y)%period < period/2 {
				c = b.stripe
			}
			setPixel(row[4*x:], c)
		}
	}
	return b.picture
}

// middle gives its one object the whole width and puts it halfway down.
type middle struct{}

func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	height := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(size.Width, height))
	objects[0].Move(fyne.NewPos(0, (size.Height-height)/2))
}

func (middle) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if !objects[0].Visible() {
		return fyne.Size{}
	}
	return objects[0].MinSize()
}
