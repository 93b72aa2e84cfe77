package widgets_test

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// picture paints the bar in w by h pixels, as a screen does.
func picture(b *widgets.SegmentBar, w, h int) image.Image {
	return find[*canvas.Raster](b)[0].Generator(w, h)
}

// filled counts the pixels of column x, from the foot of the bar, that have the state's colour.
func filled(p image.Image, x int, name fyne.ThemeColorName) int {
	want := color.RGBAModel.Convert(theme.Color(name))
	n := 0
	for y := range p.Bounds().Dy() {
		if p.At(x, y) == want {
			n++
		}
	}
	return n
}

func TestSegmentBarHeights(t *testing.T) {
	for name, variant := range variants {
		start(t, variant)
		b := widgets.NewSegmentBar(16, false)
		b.SetSegments([]widgets.Segment{
			{State: widgets.SegmentSent},
			{State: widgets.SegmentSending, Part: 0.5},
			{State: widgets.SegmentWaiting},
			{State: widgets.SegmentRetrying},
			{State: widgets.SegmentFailed},
		})
		p := picture(b, 500, 16)
		for _, c := range []struct {
			what string
			x    int
			name fyne.ThemeColorName
			want int
		}{
			{"sent", 50, widgets.ColorSegmentSent, 16},
			{"half on the wire", 140, widgets.ColorSegmentSending, 8},
			{"the other half waits", 170, widgets.ColorSegmentWaiting, 2},
			{"waiting", 250, widgets.ColorSegmentWaiting, 2},
			{"to be tried again: a frame", 350, widgets.ColorSegmentRetrying, 4},
		} {
			if got := filled(p, c.x, c.name); got != c.want {
				t.Errorf("%s: %s is %d pixels high, want %d", name, c.what, got, c.want)
			}
		}
		if got := filled(p, 450, widgets.ColorSegmentFailed); got < 8 || got > 12 {
			t.Errorf("%s: hatching fills %d of 16 pixels", name, got)
		}
	}
}

// TestOneSegmentInAThousandIsSeen looks for the one in trouble, in the bar and in the lane of markers.
func TestOneSegmentInAThousandIsSeen(t *testing.T) {
	start(t, theme.VariantDark)
	for _, trouble := range []int{0, 500, 999} {
		all := make([]widgets.Segment, 1000)
		for i := range all {
			all[i].State = widgets.SegmentSent
		}
		all[trouble].State = widgets.SegmentRetrying
		b := widgets.NewSegmentBar(16, true)
		b.SetSegments(all)
		for _, scale := range []int{1, 2} {
			p := picture(b, 400*scale, 22*scale)
			lane, bar := 0, 0
			want := color.RGBAModel.Convert(theme.Color(widgets.ColorSegmentRetrying))
			row := func(y int) (n int) {
				for x := range 400 * scale {
					if p.At(x, y) == want {
						n++
					}
				}
				return n
			}
			for y := range 6 * scale {
				lane = max(lane, row(y))
			}
			bar = row(14 * scale)
			if lane < 5*scale || bar < 3*scale {
				t.Errorf("segment %d at scale %d: its marker is %d pixels wide, the bar shows %d", trouble, scale, lane, bar)
			}
		}
	}
}

func TestSegmentBarKeepsItsPicture(t *testing.T) {
	start(t, theme.VariantLight)
	b := widgets.NewSegmentBar(10, false)
	all := segments(412, 200, 100)
	b.SetSegments(all)
	first := picture(b, 350, 10)
	paint := find[*canvas.Raster](b)[0].Generator
	if n := testing.AllocsPerRun(20, func() { paint(350, 10) }); n > 0 {
		t.Errorf("a frame without change makes %v allocations", n)
	}
	sent := theme.Color(widgets.ColorSegmentSent)
	if got := first.At(345, 2); got == color.RGBAModel.Convert(sent) {
		t.Fatal("the last segment looks sent")
	}
	for i := range all {
		all[i].State = widgets.SegmentSent // the bar has its own copy, so this alone changes nothing
	}
	if got := picture(b, 350, 10).At(345, 2); got == color.RGBAModel.Convert(sent) {
		t.Error("the bar changed without being told")
	}
	b.SetSegments(all)
	if got := picture(b, 350, 10).At(345, 2); got != color.RGBAModel.Convert(sent) {
		t.Errorf("all are sent, and the last is %v", got)
	}
}

// TestSegmentBarAtAnySize paints sizes that do not divide evenly, and none at all.
func TestSegmentBarAtAnySize(t *testing.T) {
	start(t, theme.VariantLight)
	b := widgets.NewSegmentBar(16, true)
	for _, n := range []int{0, 1, 2, 3, 7, 99, 1000} {
		b.SetSegments(segments(n, n/2, n/3))
		for _, size := range []image.Point{{}, {X: 1, Y: 1}, {X: 3, Y: 2}, {X: 5, Y: 30}, {X: 641, Y: 33}} {
			if got := picture(b, size.X, size.Y).Bounds().Size(); got != size {
				t.Errorf("%d segments in %v are %v", n, size, got)
			}
		}
	}
}

func TestSegmentBarSays(t *testing.T) {
	start(t, theme.VariantLight)
	b := widgets.NewSegmentBar(16, true)
	b.SetLabel("57 per cent sent")
	if b.AccessibilityLabel() != "57 per cent sent" || b.AccessibilityRole() != fyne.AccessibleRoleText {
		t.Errorf("says %q as %s", b.AccessibilityLabel(), b.AccessibilityRole())
	}
}

func BenchmarkSegmentBar1000(b *testing.B) {
	start(b, theme.VariantLight)
	bar := widgets.NewSegmentBar(16, true)
	a, z := segments(1000, 400, 300), segments(1000, 500, 300)
	paint := find[*canvas.Raster](bar)[0].Generator
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			bar.SetSegments(a)
		} else {
			bar.SetSegments(z)
		}
		paint(1280, 22)
	}
}
