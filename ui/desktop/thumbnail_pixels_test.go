package desktop

import (
	"image"
	"image/color"
	"testing"
)

// TestImageOfBGR reads two lines of two pixels as Windows has them, and a buffer that ends early.
func TestImageOfBGR(t *testing.T) {
	pixels := []byte{
		1, 2, 3, 0, 4, 5, 6, 9,
		7, 8, 9, 255, 10, 11, 12, 0,
	}
	picture := imageOfBGR(pixels, 2, 2)
	for at, want := range map[image.Point]color.RGBA{
		{X: 0, Y: 0}: {R: 3, G: 2, B: 1, A: 255}, {X: 1, Y: 0}: {R: 6, G: 5, B: 4, A: 255},
		{X: 0, Y: 1}: {R: 9, G: 8, B: 7, A: 255}, {X: 1, Y: 1}: {R: 12, G: 11, B: 10, A: 255},
	} {
		if got := picture.RGBAAt(at.X, at.Y); got != want {
			t.Errorf("at %v it is %v, not %v", at, got, want)
		}
	}
	if got := imageOfBGR(pixels[:9], 2, 2).RGBAAt(0, 1); got != (color.RGBA{}) {
		t.Errorf("beyond its end it is %v", got)
	}
}

func TestBlank(t *testing.T) {
	pixels := make([]byte, 16)
	if !blank(pixels) {
		t.Error("what nobody has drawn into is not blank")
	}
	for _, at := range []int{0, 7, 15} {
		pixels[at] = 1
		if blank(pixels) {
			t.Errorf("it is blank, with something at %d", at)
		}
		pixels[at] = 0
	}
}
