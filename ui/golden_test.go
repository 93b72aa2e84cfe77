package ui

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hoist/ui/home"
)

// goldens are the scenes whose pictures people have agreed to: one for each state of a video, and what there is before
// the first. true: where there is room for one pane, the details say more than the queue.
var goldens = map[string]bool{
	"empty": false, "empty_practice": false, "welcome": false, "checking": false, "ready": false, "refused": true, "waiting": false,
	"uploading": true, "paused": true, "offline": true, "slowed": true, "keyless": true, "processing": true, "done": true,
	"failed": true, "expired": true, "converting": true, "would_fail": true, "warned": true, "growing": false, "unprocessed": true,
}

// Where the agreed pictures are, and where those go that are not like them.
const (
	goldenFolder = "testdata/states"
	failedFolder = "testdata/failed"
)

// writeGoldens makes the pictures of now the agreed ones.
var writeGoldens = os.Getenv("HOIST_GOLDENS") == "write"

// golden compares the pictures of a state, light and dark, with those that people have agreed to: in the usual window, in
// the smallest, and at 200 % in the usual one.
func (s *stage) golden(t *testing.T, name string, light, dark image.Image) {
	t.Helper()
	deep, is := goldens[name]
	if !is {
		return
	}
	looks := []home.Theme{home.Light, home.Dark}
	for i, picture := range []image.Image{light, dark} {
		agree(t, goldenName(name, looks[i], "1080"), picture)
	}
	s.goDeep(deep)
	s.window.Resize(fyne.NewSize(720, 540))
	for _, look := range looks {
		agree(t, goldenName(name, look, "720"), s.lookingLike(look, 100))
	}
	s.window.Resize(fyne.NewSize(1080, 720))
	for _, look := range looks {
		agree(t, goldenName(name, look, "200"), s.lookingLike(look, 200))
	}
}

func goldenName(scene string, look home.Theme, view string) string {
	return fmt.Sprintf("%s_%s_%s", scene, look, view)
}

// lookingLike draws the window in a look and a size of the settings. As on a screen the window keeps its pixels, and has
// more where its content needs more.
func (s *stage) lookingLike(look home.Theme, percent int) image.Image {
	s.settings.Theme, s.settings.Size = look, percent
	s.applyLook()
	canvas := s.window.Canvas()
	canvas.(interface{ SetScale(float32) }).SetScale(float32(percent) / 100)
	s.window.Resize(canvas.Size().Max(canvas.Content().MinSize()))
	s.settle()
	return canvas.Capture()
}

// agree compares a picture with the agreed one, which is kept at half its size in 256 colours.
func agree(t *testing.T, name string, picture image.Image) {
	t.Helper()
	path := filepath.Join(goldenFolder, name+".png")
	got := halved(picture)
	if writeGoldens {
		writePNG(t, path, inFewColors(got))
		return
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: make goldens writes it", err)
	}
	want, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	differences, changed := compared(want, got)
	if allowed := got.Rect.Dx() * got.Rect.Dy() / 5000; changed > allowed {
		writePNG(t, filepath.Join(failedFolder, name+".png"), picture)
		writePNG(t, filepath.Join(failedFolder, name+"_difference.png"), differences)
		t.Errorf("%s: %d pixels are not as agreed, %d may be; ui/%s has the picture, and where it differs. make goldens agrees to all that there is now",
			name, changed, allowed, failedFolder)
	}
}

// compared returns how many pixels of two pictures differ by more than a processor rounds, and the second picture pale with
// those in red.
func compared(want image.Image, got *image.NRGBA) (*image.NRGBA, int) {
	differences, changed := image.NewNRGBA(got.Rect), 0
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			a, b := color.NRGBAModel.Convert(want.At(x, y)).(color.NRGBA), got.NRGBAAt(x, y)
			pale := color.NRGBA{R: b.R/4 + 191, G: b.G/4 + 191, B: b.B/4 + 191, A: 255}
			if distance(a, b) > 24 {
				pale = color.NRGBA{R: 220, A: 255}
				changed++
			}
			differences.SetNRGBA(x, y, pale)
		}
	}
	if size := want.Bounds().Size(); size != got.Rect.Size() {
		changed = got.Rect.Dx() * got.Rect.Dy()
	}
	return differences, changed
}

// distance is how much two colours differ in what they differ most in.
func distance(a, b color.NRGBA) uint8 {
	apart := func(a, b uint8) uint8 { return max(a, b) - min(a, b) }
	return max(apart(a.R, b.R), apart(a.G, b.G), apart(a.B, b.B))
}

// halved makes one pixel of four.
func halved(picture image.Image) *image.NRGBA {
	full := picture.(*image.NRGBA)
	half := image.NewNRGBA(image.Rect(0, 0, full.Rect.Dx()/2, full.Rect.Dy()/2))
	for y := range half.Rect.Dy() {
		for x := range half.Rect.Dx() {
			upper, lower := full.Pix[full.PixOffset(2*x, 2*y):], full.Pix[full.PixOffset(2*x, 2*y+1):]
			pixel := half.Pix[half.PixOffset(x, y):]
			for i := range 4 {
				pixel[i] = uint8((int(upper[i]) + int(upper[i+4]) + int(lower[i]) + int(lower[i+4]) + 2) / 4)
			}
		}
	}
	return half
}

// inFewColors keeps 256 colours at most, of which each of the others has one that is near.
func inFewColors(picture *image.NRGBA) *image.Paletted {
	palette := fewColors(picture)
	few, known := image.NewPaletted(picture.Rect, palette), map[color.NRGBA]uint8{}
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			c := picture.NRGBAAt(x, y)
			index, is := known[c]
			if !is {
				index = uint8(palette.Index(c))
				known[c] = index
			}
			few.Pix[few.PixOffset(x, y)] = index
		}
	}
	return few
}

// fewColors are those that there is most of, as far from each other as it takes to have 256 at most.
func fewColors(picture *image.NRGBA) color.Palette {
	count := map[color.NRGBA]int{}
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			count[picture.NRGBAAt(x, y)]++
		}
	}
	often := slices.SortedFunc(maps.Keys(count), func(a, b color.NRGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	for least := uint8(0); ; least += 2 {
		var palette color.Palette
		for _, c := range often {
			if !slices.ContainsFunc(palette, func(p color.Color) bool { return distance(p.(color.NRGBA), c) <= least }) {
				palette = append(palette, c)
			}
			if len(palette) > 256 {
				break
			}
		}
		if len(palette) <= 256 {
			return palette
		}
	}
}

// TestGoldensAreOfScenes finds a picture for each state in each look, and none that nothing is compared with.
func TestGoldensAreOfScenes(t *testing.T) {
	var want, got []string
	for name := range goldens {
		if scenes()[name] == nil {
			t.Errorf("%s is no scene", name)
		}
		for _, look := range []home.Theme{home.Light, home.Dark} {
			for _, view := range []string{"1080", "720", "200"} {
				want = append(want, goldenName(name, look, view)+".png")
			}
		}
	}
	files, err := os.ReadDir(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		got = append(got, file.Name())
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("there are pictures of %s, and states %s", strings.Join(got, " "), strings.Join(want, " "))
	}
}
