package widgets_test

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"hoist/assets"
	"hoist/ui/widgets"
)

// variants are both looks, by the name that pictures of them bear.
var variants = map[string]fyne.ThemeVariant{"light": theme.VariantLight, "dark": theme.VariantDark}

// look is the palette with the program's fonts in one variant, as ui.NewTheme has it.
type look struct {
	fyne.Theme
	variant fyne.ThemeVariant
}

func (l look) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ours := widgets.PaletteColor(name, l.variant); ours {
		return c
	}
	return l.Theme.Color(name, l.variant)
}

func (l look) Size(name fyne.ThemeSizeName) float32 {
	if size, ours := widgets.PaletteSize(name); ours {
		return size
	}
	return l.Theme.Size(name)
}

func (l look) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace:
		return assets.FontMono()
	case style.Bold:
		return assets.FontSemiBold()
	default:
		return assets.FontRegular()
	}
}

// start begins a test program with our look.
func start(t testing.TB, variant fyne.ThemeVariant) fyne.App {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look{Theme: theme.DefaultTheme(), variant: variant})
	return app
}

// show puts content alone into a window without padding.
func show(t testing.TB, content fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	settle(w, width, height)
	return w
}

// settle resizes the window and lays it out until wrapped text has its height. A real window does so with each frame.
func settle(w fyne.Window, width, height float32) {
	for range 3 {
		w.Resize(fyne.NewSize(width+1, height))
		w.Resize(fyne.NewSize(width, height))
	}
}

// update writes the pictures that the tests compare with, instead of comparing.
var update = os.Getenv("HOIST_UPDATE_PICTURES") != ""

// assertPicture compares a picture with testdata/<name>.png. A pixel may differ a little, and one in five hundred may
// differ more: other processors round the edges of letters differently.
func assertPicture(t *testing.T, name string, got image.Image) {
	t.Helper()
	path := filepath.Join("testdata", name+".png")
	if update {
		writePNG(t, path, got)
		return
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	want, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds().Size() != got.Bounds().Size() {
		t.Fatalf("%s is %v, want %v", name, got.Bounds().Size(), want.Bounds().Size())
	}
	differing := 0
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			if !close8(want.At(x, y), got.At(x, y)) {
				differing++
			}
		}
	}
	if allowed := want.Bounds().Dx() * want.Bounds().Dy() / 500; differing > allowed {
		saved := filepath.Join(t.ArtifactDir(), name+".png")
		writePNG(t, saved, got)
		t.Errorf("%s: %d pixels differ, %d may; see %s (kept with -artifacts). If the new look is meant, run the test with HOIST_UPDATE_PICTURES=1",
			name, differing, allowed, saved)
	}
}

// close8 reports whether no channel differs by more than 12 of 255.
func close8(a, b color.Color) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	for _, d := range []int{int(ar) - int(br), int(ag) - int(bg), int(ab) - int(bb)} {
		if d > 12*257 || d < -12*257 {
			return false
		}
	}
	return true
}

func writePNG(t *testing.T, path string, picture image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(file, picture); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
