package widgets_test

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// grid shows a map of segments in a window, with what it says.
type grid struct {
	*widgets.SegmentGrid
	window fyne.Window
	read   []int
	acted  []int
	menus  []int
}

func newGrid(t *testing.T, width float32, all []widgets.Segment) *grid {
	t.Helper()
	start(t, theme.VariantDark)
	g := &grid{SegmentGrid: widgets.NewSegmentGrid()}
	g.OnRead = func(i int) { g.read = append(g.read, i) }
	g.OnAct = func(i int) { g.acted = append(g.acted, i) }
	g.OnMenu = func(i int, _ fyne.Position) { g.menus = append(g.menus, i) }
	g.Set(all)
	g.window = show(t, column(0, g.SegmentGrid), width, 400)
	return g
}

func (g *grid) keys(names ...fyne.KeyName) {
	for _, name := range names {
		g.TypedKey(key(name))
	}
}

// TestGridHeight is as high as its rows are at the width that it has: 412 segments are seven rows at 632 dp.
func TestGridHeight(t *testing.T) {
	g := newGrid(t, 632, segments(412, 200, 90))
	if got := g.MinSize().Height; got != 7*10-2+8 {
		t.Errorf("412 segments are %v high", got)
	}
	g.Set(segments(1000, 200, 90))
	settle(g.window, 632, 400)
	if got := g.MinSize().Height; got != 17*10-2+8 {
		t.Errorf("1,000 segments are %v high", got)
	}
	settle(g.window, 320, 400)
	if got := g.MinSize().Height; got != 33*10-2+8 {
		t.Errorf("at half the width they are %v high", got)
	}
}

// TestGridKeys moves the cursor by every key that does: 100 segments in rows of 20.
func TestGridKeys(t *testing.T) {
	all := make([]widgets.Segment, 100)
	all[30].State, all[70].State = widgets.SegmentRetrying, widgets.SegmentFailed
	g := newGrid(t, 206, all)
	if g.Cursor() != -1 {
		t.Fatal("it has a cursor before anybody asked")
	}
	g.FocusGained()
	if g.Cursor() != 30 {
		t.Errorf("it begins at %d, not where the trouble is", g.Cursor())
	}
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyHome, 0},
		{fyne.KeyLeft, 0},
		{fyne.KeyRight, 1},
		{fyne.KeyUp, 1},
		{fyne.KeyDown, 21},
		{fyne.KeyLeft, 20},
		{fyne.KeyLeft, 19},
		{fyne.KeyRight, 20},
		{fyne.KeyPageDown, 80},
		{fyne.KeyDown, 80},
		{fyne.KeyPageUp, 0},
		{fyne.KeyEnd, 99},
		{fyne.KeyRight, 99},
		{fyne.KeyUp, 79},
	} {
		if g.keys(c.key); g.Cursor() != c.want {
			t.Fatalf("%s leads to %d, want %d", c.key, g.Cursor(), c.want)
		}
	}
	for _, c := range []struct {
		typed rune
		want  int
	}{{'n', 30}, {'n', 70}, {'n', 30}, {'N', 70}, {'N', 30}} {
		if g.TypedRune(c.typed); g.Cursor() != c.want {
			t.Fatalf("%c leads to %d, want %d", c.typed, g.Cursor(), c.want)
		}
	}
	g.keys(fyne.KeyReturn, desktop.KeyMenu)
	if len(g.acted) != 1 || g.acted[0] != 30 || len(g.menus) != 1 || g.menus[0] != 30 {
		t.Errorf("Return acts on %v, Menu shows that of %v", g.acted, g.menus)
	}
	if last := g.read[len(g.read)-1]; last != 30 {
		t.Errorf("%d is read out", last)
	}
	escaped := false
	g.window.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { escaped = k.Name == fyne.KeyEscape })
	if g.keys(fyne.KeyEscape); !escaped {
		t.Error("Escape does not reach the window")
	}
	g.Set(all[:10])
	if g.Cursor() != 9 {
		t.Errorf("of 10 segments the cursor is at %d", g.Cursor())
	}
	g.Set(nil)
	g.keys(fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnd)
	g.TypedRune('n')
	if g.Cursor() != -1 || len(g.acted) != 1 {
		t.Errorf("of none it is at %d, and %v were acted on", g.Cursor(), g.acted)
	}
}

// TestGridMouse points, leaves, taps, and asks for a menu.
func TestGridMouse(t *testing.T) {
	g := newGrid(t, 206, make([]widgets.Segment, 95))
	at := func(x, y float32) *fyne.PointEvent { return &fyne.PointEvent{Position: fyne.NewPos(x, y)} }
	move := func(x, y float32) {
		g.MouseMoved(&desktop.MouseEvent{PointEvent: *at(x, y)})
	}
	g.Tapped(at(4+35, 4+12)) // the fourth of the second row
	move(4+5, 4+5)
	move(4+195, 4+48) // right of the last one
	g.MouseOut()
	want := []int{23, 0, 23}
	if len(g.read) != len(want) || g.read[0] != want[0] || g.read[1] != want[1] || g.read[2] != want[2] {
		t.Errorf("read out %v, want %v", g.read, want)
	}
	g.Tapped(at(300, 300))
	if g.Cursor() != 23 {
		t.Error("a tap beside the cells moves the cursor")
	}
	g.TappedSecondary(at(4, 4))
	if g.Cursor() != 0 || len(g.menus) != 1 || g.menus[0] != 0 {
		t.Errorf("the menu of %v is asked for, the cursor is at %d", g.menus, g.Cursor())
	}
}

// TestGridShapes tells the five kinds apart without their colours, at each size of the window.
func TestGridShapes(t *testing.T) {
	start(t, theme.VariantDark)
	states := []widgets.SegmentState{
		widgets.SegmentWaiting, widgets.SegmentSent, widgets.SegmentSending, widgets.SegmentRetrying, widgets.SegmentFailed,
	}
	for _, scale := range []float32{0.8, 1, 1.25, 1.5, 2} {
		masks := map[string]widgets.SegmentState{}
		for _, state := range states {
			g := widgets.NewSegmentGrid()
			g.Resize(fyne.NewSize(18, 18))
			g.Set([]widgets.Segment{{State: state, Part: 0.5}})
			raster := find[*canvas.Raster](g)[0]
			picture := raster.Generator(int(10*scale), int(10*scale))
			mask := ""
			for y := range int(10 * scale) {
				for x := range int(10 * scale) {
					if _, _, _, alpha := picture.At(x, y).RGBA(); alpha > 0 {
						mask += "#"
					} else {
						mask += "."
					}
				}
			}
			if other, same := masks[mask]; same {
				t.Errorf("at %v the states %d and %d have one shape", scale, state, other)
			}
			masks[mask] = state
		}
	}
}

// TestGridAtAnySize paints sizes that do not divide evenly, and none at all.
func TestGridAtAnySize(t *testing.T) {
	start(t, theme.VariantLight)
	for _, n := range []int{0, 1, 7, 1000, 1500} {
		g := widgets.NewSegmentGrid()
		g.Set(segments(n, n/2, n/3))
		for _, size := range []image.Point{{}, {X: 1, Y: 1}, {X: 33, Y: 20}, {X: 641, Y: 333}} {
			g.Resize(fyne.NewSize(float32(size.X), float32(size.Y)))
			if got := find[*canvas.Raster](g)[0].Generator(size.X, size.Y).Bounds().Size(); got != size {
				t.Errorf("%d segments in %v are %v", n, size, got)
			}
		}
	}
}

func BenchmarkSegmentGrid1000(b *testing.B) {
	start(b, theme.VariantLight)
	g := widgets.NewSegmentGrid()
	g.Resize(fyne.NewSize(640, 180))
	a, z := segments(1000, 400, 300), segments(1000, 500, 300)
	paint := find[*canvas.Raster](g)[0].Generator
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			g.Set(a)
		} else {
			g.Set(z)
		}
		paint(632, 172)
	}
}

// gridPicture is a map with its cursor and its legend.
func gridPicture() fyne.CanvasObject {
	all := segments(120, 60, 33)
	all[64] = widgets.Segment{State: widgets.SegmentSending, Part: 0.8}
	all[90].State = widgets.SegmentFailed
	g := widgets.NewSegmentGrid()
	g.Set(all)
	g.FocusGained()
	l := widgets.NewLegend()
	l.Set([]widgets.LegendEntry{
		{State: widgets.SegmentSent, Label: "Sent 60"},
		{State: widgets.SegmentSending, Label: "Sending 3"},
		{State: widgets.SegmentRetrying, Label: "Retrying 1"},
		{State: widgets.SegmentFailed, Label: "Failed 1"},
		{State: widgets.SegmentWaiting, Label: "Waiting 55"},
	})
	return column(8, g, l)
}
