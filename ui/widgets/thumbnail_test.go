package widgets_test

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// quarters is a picture with a colour in each of its quarters: red and green above, blue and white below.
func quarters(width, height int) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			picture.SetRGBA(x, y, quarter(x >= width/2, y >= height/2))
		}
	}
	return picture
}

func quarter(right, below bool) color.RGBA {
	return map[[2]bool]color.RGBA{
		{false, false}: {200, 40, 40, 255}, {true, false}: {40, 160, 60, 255}, {false, true}: {50, 70, 200, 255}, {true, true}: {240, 240, 240, 255},
	}[[2]bool{right, below}]
}

// posterPicture is pictures in each shape, and placeholders for the same. A video that was filmed with the camera turned
// has its frame and its shape as they are shown.
func posterPicture() fyne.CanvasObject {
	size := fyne.NewSize(160, 90)
	pictures, placeholders := container.NewGridWrap(size), container.NewGridWrap(size)
	for _, shape := range []image.Point{{1920, 1080}, {1080, 1920}, {1080, 1080}, {3000, 1000}, {1440, 1080}, {1000, 3000}} {
		poster := widgets.NewPoster()
		poster.Set(widgets.Thumbnail{Name: "film.mp4", Picture: widgets.Fit(quarters(shape.X, shape.Y), image.Pt(320, 180))})
		pictures.Add(poster)
		if shape.X != 1440 && shape.X != 1920 {
			empty := widgets.NewPoster()
			empty.Set(widgets.Thumbnail{Name: "film.mp4", Width: shape.X, Height: shape.Y})
			placeholders.Add(empty)
		}
	}
	unknown := widgets.NewPoster()
	unknown.Set(widgets.Thumbnail{Name: "another film.mp4"})
	placeholders.Add(unknown)
	card := widgets.NewVideoCard()
	view := cardViews()["ready"]
	view.Thumbnail.Picture = widgets.Fit(quarters(608, 1080), image.Pt(320, 180))
	card.Set(view)
	return column(8, pictures, placeholders, card)
}

func factsPicture() fyne.CanvasObject {
	facts := widgets.NewFacts()
	facts.Set(someFacts())
	return container.New(layout.NewStackLayout(), facts)
}

func someFacts() []widgets.Fact {
	return []widgets.Fact{
		{Label: "Length", Value: "4 min 12 s", Said: "Length: 4 min 12 s"},
		{Label: "Picture", Value: "4096 × 2160, 23.976 fps, 4:2:2, Apple ProRes 422 HQ", Said: "Picture: large"},
		{Label: "Aufgenommen", Value: "Mon 11:05", Said: "Recorded: Mon 11:05"},
	}
}

// pixelOf returns the colour of a poster at a place in dp, in a window that draws so many pixels for each.
func pixelOf(t *testing.T, view widgets.Thumbnail, scale float32, x, y float32) color.RGBA {
	t.Helper()
	poster := widgets.NewPoster()
	poster.Set(view)
	w := show(t, poster, 160, 90)
	w.Canvas().(interface{ SetScale(float32) }).SetScale(scale)
	settle(w, 160, 90)
	return color.RGBAModel.Convert(w.Canvas().Capture().At(int(x*scale), int(y*scale))).(color.RGBA)
}

// TestPosterKeepsItsShape shows pictures whole, in their own shape, with the ground beside or above them.
func TestPosterKeepsItsShape(t *testing.T) {
	start(t, theme.VariantDark)
	ground := color.RGBAModel.Convert(theme.Color(widgets.ColorWell)).(color.RGBA)
	for _, c := range []struct {
		what          string
		width, height int
		left, top     float32 // where the picture begins
	}{
		{"landscape", 320, 180, 0, 0},
		{"one line less", 320, 179, 0, 0},
		{"portrait", 101, 180, 55, 0},
		{"square", 180, 180, 35, 0},
		{"three to one", 320, 107, 0, 18},
		{"one to three", 60, 180, 65, 0},
		{"smaller than the poster", 32, 32, 35, 0},
		{"a single line", 320, 1, 0, 44},
	} {
		for _, scale := range []float32{1, 2} {
			view := widgets.Thumbnail{Picture: quarters(c.width, c.height)}
			at := func(x, y float32) color.RGBA { return pixelOf(t, view, scale, x, y) }
			if c.left > 0 && (at(c.left-3, 45) != ground || at(163-c.left, 45) != ground) {
				t.Errorf("%s, %g times: there is more than ground at its sides", c.what, scale)
			}
			if c.top > 0 && (at(80, c.top-3) != ground || at(80, 93-c.top) != ground) {
				t.Errorf("%s, %g times: there is more than ground above and below it", c.what, scale)
			}
			if c.height > 1 && (at(c.left+4, 35) != quarter(false, false) || at(156-c.left, 55) != quarter(true, true)) {
				t.Errorf("%s, %g times: it shows %v and %v", c.what, scale, at(c.left+4, 35), at(156-c.left, 55))
			}
		}
	}
}

// TestPosterTakesThePlaceOfThePlaceholder sets a picture when there is one, and draws nothing anew where nothing is new.
func TestPosterTakesThePlaceOfThePlaceholder(t *testing.T) {
	start(t, theme.VariantLight)
	poster := widgets.NewPoster()
	w := show(t, poster, 160, 90)
	poster.Set(widgets.Thumbnail{Name: "film.mp4", Width: 1080, Height: 1080})
	placeholder := w.Canvas().Capture().At(50, 20)
	picture := quarters(180, 180)
	poster.Set(widgets.Thumbnail{Name: "film.mp4", Width: 1080, Height: 1080, Picture: picture})
	if got := color.RGBAModel.Convert(w.Canvas().Capture().At(50, 20)); got != quarter(false, false) || got == placeholder {
		t.Errorf("it shows %v, and showed %v", got, placeholder)
	}
	clear(picture.Pix) // which shows when it is drawn anew
	poster.Set(widgets.Thumbnail{Name: "film.mp4", Width: 1080, Height: 1080, Picture: picture})
	if got := color.RGBAModel.Convert(w.Canvas().Capture().At(50, 20)); got != quarter(false, false) {
		t.Errorf("it was drawn anew: %v", got)
	}
}

// TestFit scales down to what fits, never up, and mixes what it makes one pixel of.
func TestFit(t *testing.T) {
	most := image.Pt(320, 180)
	for size, want := range map[image.Point]image.Point{
		{1920, 1080}: {320, 180}, {1080, 1920}: {101, 180}, {100, 100}: {100, 100}, {3000, 1000}: {320, 107}, {320, 180}: {320, 180},
		{100_000, 1}: {320, 1}, {1, 5000}: {1, 180},
	} {
		if got := widgets.Fit(image.NewRGBA(image.Rectangle{Max: size}), most).Rect.Size(); got != want {
			t.Errorf("%v becomes %v, not %v", size, got, want)
		}
	}
	if widgets.Fit(image.NewRGBA(image.Rectangle{}), most) != nil {
		t.Error("an empty picture fits")
	}
	part := quarters(640, 360).SubImage(image.Rect(320, 0, 640, 180))
	small := widgets.Fit(part, image.Pt(16, 9))
	if got := small.RGBAAt(8, 4); got != quarter(true, false) {
		t.Errorf("a part of a picture becomes %v", got)
	}
	stripes := image.NewGray(image.Rect(0, 0, 640, 360))
	for i := range stripes.Pix {
		stripes.Pix[i] = uint8(255 * (i % 2))
	}
	for x, c := range widgets.Fit(stripes, image.Pt(160, 90)).Pix {
		if want := uint8(255); x%4 == 3 && c != want || x%4 < 3 && (c < 110 || c > 145) {
			t.Fatalf("fine stripes become %d at %d", c, x)
		}
	}
}

// TestFactsSayWhatTheyAre has the labels and values for those who hear them, and of fewer facts nothing that was before.
func TestFactsSayWhatTheyAre(t *testing.T) {
	start(t, theme.VariantLight)
	facts := widgets.NewFacts()
	facts.Set(someFacts())
	if got, want := facts.AccessibilityLabel(), "Length: 4 min 12 s; Picture: large; Recorded: Mon 11:05"; got != want {
		t.Errorf("it says %q, not %q", got, want)
	}
	show(t, container.NewVBox(facts), 360, 200)
	wide := facts.MinSize().Height
	show(t, container.NewVBox(facts), 220, 200)
	if narrow := facts.MinSize().Height; narrow <= wide {
		t.Errorf("in a narrow window it is %v high, in a wide one %v", narrow, wide)
	}
	facts.Set(someFacts()[:1])
	if got := facts.AccessibilityLabel(); got != "Length: 4 min 12 s" {
		t.Errorf("it says %q", got)
	}
	if one := facts.MinSize().Height; one >= wide {
		t.Errorf("one fact is %v high, and three were %v", one, wide)
	}
}

// BenchmarkFit makes of a poster the pixels that a card has for it, as a card does that comes into sight.
func BenchmarkFit(b *testing.B) {
	picture := quarters(320, 180)
	for b.Loop() {
		widgets.Fit(picture, image.Pt(80, 45))
	}
}
