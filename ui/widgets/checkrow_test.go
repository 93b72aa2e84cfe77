package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// TestCheckRow says what it shows to those who do not see it.
func TestCheckRow(t *testing.T) {
	start(t, theme.VariantLight)
	row := widgets.NewCheckRow()
	for want, view := range map[string]widgets.CheckView{
		"Warning: Keyframe gap: up to 600 frames. X refuses gaps over 512": {
			Tone: widgets.ToneWarning, Kind: "Warning", Title: "Keyframe gap: up to 600 frames", Hint: "X refuses gaps over 512",
		},
		"Passed: Audio: AAC-LC": {Tone: widgets.ToneGood, Kind: "Passed", Title: "Audio: AAC-LC"},
		"Audio: none":           {Title: "Audio: none"},
	} {
		row.Set(view)
		if got := row.AccessibilityLabel(); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	if row.AccessibilityRole() != fyne.AccessibleRoleText {
		t.Error("it is no text")
	}
}

// TestCheckRowGivesWay shows a row in less and less room: the hint stands beside the title, then below it, and all of it is
// seen in any width.
func TestCheckRowGivesWay(t *testing.T) {
	start(t, theme.VariantDark)
	row := widgets.NewCheckRow()
	row.Set(widgets.CheckView{
		Tone: widgets.ToneError, Title: "Video codec: HEVC (H.265), in a container that has others as well",
		Hint: "X takes H.264 and nothing else, in whatever profile that has 4:2:0 and 8 bits",
	})
	w := show(t, container.NewVBox(row), 1000, 300)
	texts := find[*widgets.Text](row)
	if len(texts) != 2 {
		t.Fatalf("%d texts", len(texts))
	}
	at := func(i int) fyne.Position { return fyne.CurrentApp().Driver().AbsolutePositionForObject(texts[i]) }
	for _, c := range []struct {
		width  float32
		beside bool
	}{{1000, true}, {620, true}, {500, true}, {400, false}, {200, false}, {120, false}} {
		settle(w, c.width, 400)
		title, hint := at(0), at(1)
		switch below := title.Y + texts[0].Size().Height; {
		case c.beside && (hint.X < title.X+texts[0].Size().Width || hint.Y > title.Y+6):
			t.Errorf("at %v the hint stands at %v, and the title of %v at %v", c.width, hint, texts[0].Size(), title)
		case !c.beside && (hint.X != title.X || hint.Y < below):
			t.Errorf("at %v the hint stands at %v, and the title of %v at %v", c.width, hint, texts[0].Size(), title)
		}
		for _, text := range texts {
			if least := text.MinSize(); least.Height > text.Size().Height+0.5 || text.Size().Width < least.Width {
				t.Errorf("at %v a text has %v and needs %v", c.width, text.Size(), least)
			}
			if end := text.Position().Y + text.Size().Height; end > row.Size().Height+0.5 {
				t.Errorf("at %v the row is %v high, and a text ends at %v", c.width, row.Size().Height, end)
			}
		}
	}
}
