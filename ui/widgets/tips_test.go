package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// TestTips names buttons that show only an icon when they get the focus, within the window wherever they are, and takes
// the name away when that goes.
func TestTips(t *testing.T) {
	start(t, theme.VariantLight)
	top := widgets.NewIconButton("Settings of this window", theme.SettingsIcon(), nil)
	bottom := widgets.NewIconButton("History", theme.HistoryIcon(), nil)
	worded := widgets.NewButton("Add", nil, widgets.ButtonPrimary, nil)
	tips := widgets.NewTips()
	w := show(t, container.NewStack(container.NewBorder(container.NewHBox(top, worded), container.NewHBox(bottom), nil, nil), tips), 300, 200)
	for _, c := range []struct {
		button *widgets.Button
		name   string
	}{{top, "Settings of this window"}, {bottom, "History"}, {worded, ""}} {
		w.Canvas().Focus(c.button)
		if tips.Visible() != (c.name != "") {
			t.Fatalf("of %q a tip is shown: %v", c.button.AccessibilityLabel(), tips.Visible())
		}
		if c.name == "" {
			continue
		}
		text := find[*widgets.Text](tips)[0]
		at, size := text.Position(), text.Size()
		if text.Text() != c.name || at.X < 0 || at.Y < 0 || at.X+size.Width > 300 || at.Y+size.Height > 200 {
			t.Errorf("it says %q at %v, %v large", text.Text(), at, size)
		}
		own := fyne.CurrentApp().Driver().AbsolutePositionForObject(c.button)
		if at.Y < own.Y+36 && at.Y+size.Height > own.Y {
			t.Errorf("the tip of %q covers its button", c.name)
		}
	}
	w.Canvas().Focus(top)
	w.Canvas().Unfocus()
	if tips.Visible() {
		t.Error("the tip stays")
	}
}
