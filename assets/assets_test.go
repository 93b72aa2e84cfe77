package assets_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"hoist/assets"
)

// ours is Fyne's theme with the fonts of this package, chosen as ui's theme chooses them.
type ours struct{ fyne.Theme }

func (ours) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Monospace:
		return assets.FontMono()
	case s.Bold:
		return assets.FontSemiBold()
	default:
		return assets.FontRegular()
	}
}

func TestDigitsHaveOneWidth(t *testing.T) {
	a := test.NewTempApp(t)
	plain := fyne.MeasureText("1111", 14, fyne.TextStyle{})
	a.Settings().SetTheme(ours{theme.DefaultTheme()})
	if got := fyne.MeasureText("1111", 14, fyne.TextStyle{}); got == plain {
		t.Fatal("the theme's font is not the one that is measured: nothing below proves anything")
	}
	for name, style := range map[string]fyne.TextStyle{"regular": {}, "bold": {Bold: true}, "mono": {Monospace: true}} {
		t.Run(name, func(t *testing.T) {
			// In pairs and beside a point, so that kerning would show.
			want := fyne.MeasureText("0.00:00", 24, style).Width
			for a := '0'; a <= '9'; a++ {
				for b := '0'; b <= '9'; b++ {
					text := string([]rune{b, '.', a, b, ':', b, a})
					if got := fyne.MeasureText(text, 24, style).Width; got != want {
						t.Errorf("%q is %v wide, 0.00:00 is %v", text, got, want)
					}
				}
			}
		})
	}
}

func TestFontsHaveTheLettersOfTheWindow(t *testing.T) {
	for _, font := range []fyne.Resource{assets.FontRegular(), assets.FontSemiBold(), assets.FontMono()} {
		for _, letter := range "AżőЖЇΩέ–—…·•×→←↑↓≤≥✓⚠⌘€“”" {
			if glyph(t, font.Content(), letter) == 0 {
				t.Errorf("%s has no %q", font.Name(), letter)
			}
		}
		if glyph(t, font.Content(), '視') != 0 {
			t.Errorf("%s is said to have a letter that it cannot have: the test reads it wrongly", font.Name())
		}
	}
}

func TestIcon(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(assets.Icon().Content()))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 512 || b.Dy() != 512 {
		t.Errorf("the icon is %v, not 512 by 512", b)
	}
	if _, _, _, a := img.At(0, 0).RGBA(); a != 0 {
		t.Error("the corner of the tile is not transparent")
	}
	if _, _, _, a := img.At(256, 256).RGBA(); a != 0xffff {
		t.Error("the middle of the tile can be seen through")
	}
}

func TestIconStaysLegibleAtSixteen(t *testing.T) {
	w := test.NewTempWindow(t, nil)
	w.SetPadded(false)
	img := canvas.NewImageFromResource(assets.Icon())
	w.SetContent(img)
	w.Resize(fyne.NewSize(16, 16))
	small := w.Canvas().Capture()
	post, tile := gray(small.At(5, 8)), gray(small.At(2, 8))
	if post-tile < 100 {
		t.Errorf("at 16 pixels a post of the mark (%d) does not stand out from the tile (%d)", post, tile)
	}
}

func TestSampleVideo(t *testing.T) {
	video := assets.SampleVideo()
	if len(video) < 2_000_000 || len(video) > 4_000_000 {
		t.Errorf("the sample has %d bytes, not 2 to 4 MB", len(video))
	}
	if order := boxes(t, video); strings.Index(order, "moov") > strings.Index(order, "mdat") ||
		!strings.HasPrefix(order, "ftyp") || !strings.Contains(order, "moov") {
		t.Errorf("boxes are %s: the index has to stand before the media", order)
	}
}

func TestSampleVideoAsOthersSeeIt(t *testing.T) {
	if _, err := exec.LookPath("ffprobe"); err != nil {
		t.Log("ffprobe is not installed: the boxes alone are checked, by TestSampleVideo")
		return
	}
	probe := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-of", "json", "-show_entries",
		"stream=codec_name,profile,pix_fmt,width,height,r_frame_rate,sample_rate,channels:format=duration", "sample.mp4")
	out, err := probe.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Streams []struct {
			Codec    string `json:"codec_name"`
			Profile  string
			PixFmt   string `json:"pix_fmt"`
			Width    int
			Height   int
			Rate     string `json:"r_frame_rate"`
			Sampling string `json:"sample_rate"`
			Channels int
		}
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Streams) != 2 {
		t.Fatalf("streams: %+v", got.Streams)
	}
	if v := got.Streams[0]; v.Codec != "h264" || v.Profile != "High" || v.PixFmt != "yuv420p" || v.Width != 1280 ||
		v.Height != 720 || v.Rate != "30/1" {
		t.Errorf("video: %+v", v)
	}
	if a := got.Streams[1]; a.Codec != "aac" || a.Profile != "LC" || a.Sampling != "48000" || a.Channels != 2 {
		t.Errorf("audio: %+v", a)
	}
}

func TestTranslations(t *testing.T) {
	files, err := fs.Glob(assets.Translations, "translations/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v, error %v", files, err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := fs.ReadFile(assets.Translations, name)
			if err != nil {
				t.Fatal(err)
			}
			var strs map[string]any
			if err := json.Unmarshal(data, &strs); err != nil {
				t.Fatal(err)
			}
			for key, value := range strs {
				checkString(t, key, value)
			}
			if strs["app.name"] != "Hoist" {
				t.Errorf("app.name is %v", strs["app.name"])
			}
		})
	}
}

func checkString(t *testing.T, key string, value any) {
	t.Helper()
	switch v := value.(type) {
	case string:
		if strings.TrimSpace(v) == "" {
			t.Errorf("%s is empty", key)
		}
	case map[string]any:
		if _, ok := v["other"]; !ok {
			t.Errorf("%s has no form for \"other\"", key)
		}
		for form, text := range v {
			if s, ok := text.(string); !ok || strings.TrimSpace(s) == "" {
				t.Errorf("%s, form %q: %v is not a text", key, form, text)
			}
		}
	default:
		t.Errorf("%s is neither a text nor forms of one: %v", key, value)
	}
}

// TestNotices looks whether the text that is compiled in is that of this system; assets/notices tests what is in it.
func TestNotices(t *testing.T) {
	title, only := "Linux", "github.com/jezek/xgb v"
	switch runtime.GOOS {
	case "windows":
		title, only = "Windows", "github.com/danieljoos/wincred v"
	case "darwin":
		title, only = "macOS", "internal/shellescape/LICENSE"
	}
	for _, want := range []string{"Hoist for " + title, only, "The Inter Project Authors", "The Go Authors", "fyne.io/fyne/v2 v"} {
		if !strings.Contains(assets.Notices, want) {
			t.Errorf("the notices do not name %q", want)
		}
	}
}

// TestFontsKeepTheirNames fails when a font is under a licence that keeps its name for the fonts as their authors made them:
// ours are changed, and are called as before.
func TestFontsKeepTheirNames(t *testing.T) {
	files, err := filepath.Glob("fonts/LICENSE-*.txt")
	if err != nil || len(files) != 2 {
		t.Fatalf("files %v, error %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		head, _, ok := strings.Cut(string(text), "PREAMBLE") // names are reserved behind the lines of copyright
		if !ok || strings.Contains(strings.ToLower(head), "reserved font name") {
			t.Errorf("%s reserves a name, or is another licence:\n%s", file, head)
		}
	}
}

// boxes returns the kinds of an MP4's outermost boxes in their order.
func boxes(t *testing.T, video []byte) string {
	t.Helper()
	var kinds []string
	for rest := video; len(rest) > 0; {
		if len(rest) < 8 {
			t.Fatalf("%d bytes are left over", len(rest))
		}
		size := int(binary.BigEndian.Uint32(rest))
		if size < 8 || size > len(rest) {
			t.Fatalf("a box of %d bytes, with %d left", size, len(rest))
		}
		kinds = append(kinds, string(rest[4:8]))
		rest = rest[size:]
	}
	return strings.Join(kinds, " ")
}
