package widgets_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/widgets"
)

func TestCheck(t *testing.T) {
	start(t, theme.VariantDark)
	var told []bool
	c := widgets.NewCheck("Keep awake", "While something is sent.", "on", "off", func(on bool) { told = append(told, on) })
	c.Set(true)
	if len(told) != 0 || c.AccessibilityLabel() != "Keep awake: on. While something is sent." {
		t.Errorf("told %v, is called %q", told, c.AccessibilityLabel())
	}
	test.Tap(c)
	c.TypedKey(key(fyne.KeySpace))
	c.Disable()
	test.Tap(c)
	if len(told) != 2 || told[0] || !told[1] || !c.On() {
		t.Errorf("told %v", told)
	}
	if bare := widgets.NewCheck("Bare", "", "on", "off", func(bool) {}); bare.MinSize().Height < 32 {
		t.Errorf("it is %v high", bare.MinSize().Height)
	}
}

// TestSelect opens a menu that stays in the window, and tells what was chosen in it.
func TestSelect(t *testing.T) {
	start(t, theme.VariantLight)
	chosen := -1
	s := widgets.NewSelect("Size", func(i int) { chosen = i })
	s.Set([]string{"80 %", "100 %", "a hundred and twenty"}, 1)
	w := test.NewTempWindow(t, container.NewBorder(nil, container.NewHBox(s), nil, nil))
	w.Resize(fyne.NewSize(300, 200))
	if s.AccessibilityLabel() != "Size: 100 %" || s.MinSize().Height < 32 {
		t.Errorf("it is called %q and is %v", s.AccessibilityLabel(), s.MinSize())
	}
	for _, opener := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyDown} {
		w.Canvas().Focus(s)
		s.TypedKey(key(opener))
		menu, ok := w.Canvas().Focused().(*widget.PopUpMenu)
		if !ok {
			t.Fatalf("%s opens no menu", opener)
		}
		if menu.Position().Y+menu.Size().Height > 200 || menu.Position().Y < 0 {
			t.Errorf("the menu is at %v, %v high", menu.Position(), menu.Size().Height)
		}
		menu.TypedKey(key(fyne.KeyUp)) // from the bottom
		menu.TypedKey(key(fyne.KeyReturn))
		if chosen != 2 || s.Chosen() != "100 %" {
			t.Errorf("told %d, shows %q before anybody has set it", chosen, s.Chosen())
		}
		chosen = -1
		if w.Canvas().Focused() != s {
			t.Error("the focus does not come back")
		}
	}
}

// TestLines opens a text of thousands of lines at once, and comes to its end by keys.
func TestLines(t *testing.T) {
	start(t, theme.VariantDark)
	text := strings.Repeat("A line of some licence, of which there are many in a program like this one.\n", 20_000) + "The end"
	began := time.Now()
	l := widgets.NewLines("Licences", text)
	w := test.NewTempWindow(t, l)
	w.Resize(fyne.NewSize(640, 300))
	w.Canvas().Capture()
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v to show", took)
	}
	shown := func() (lines []string) {
		for _, body := range find[*container.Scroll](l) {
			for _, line := range find[*canvas.Text](body.Content) {
				lines = append(lines, line.Text)
			}
		}
		return lines
	}
	if lines := shown(); len(lines) < 8 || len(lines) > 40 || !strings.HasPrefix(lines[0], "A line") {
		t.Errorf("%d lines exist", len(lines))
	}
	w.Canvas().Focus(l)
	l.TypedKey(key(fyne.KeyEnd))
	if lines := shown(); lines[len(lines)-1] != "The end" {
		t.Errorf("at the end there is %q", lines)
	}
	l.TypedKey(key(fyne.KeyHome))
	l.TypedKey(key(fyne.KeyPageDown))
	if lines := shown(); len(lines) == 0 || lines[len(lines)-1] == "The end" {
		t.Errorf("a page on there is %q", lines)
	}
	escaped := false
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { escaped = k.Name == fyne.KeyEscape })
	l.TypedKey(key(fyne.KeyEscape))
	if !escaped {
		t.Error("Escape does not reach the window")
	}
}

// TestLinesAreFolded between words, keeps what stands before them, and loses nothing: also of a text that is one line.
func TestLinesAreFolded(t *testing.T) {
	start(t, theme.VariantDark)
	for _, text := range []string{
		"  \"indented\": \"and longer than a line has room for, which goes on below it without what stood before\"",
		strings.Repeat("長い一行。", 60), "", "      ", strings.Repeat("x", 1<<20), strings.Repeat("0123456789 ", 1<<16),
	} {
		l := widgets.NewLines("File", text)
		w := test.NewTempWindow(t, l)
		w.Resize(fyne.NewSize(300, 4000))
		w.Canvas().Capture()
		var lines []string
		for _, body := range find[*container.Scroll](l) {
			for _, line := range find[*canvas.Text](body.Content) {
				lines = append(lines, line.Text)
				if line.MinSize().Width > 300 && len(line.Text) == len([]rune(line.Text)) {
					t.Errorf("a line is %v wide: %q", line.MinSize().Width, line.Text)
				}
			}
		}
		bare := func(text string) string { return strings.ReplaceAll(text, " ", "") }
		if shown := bare(strings.Join(lines, "")); !strings.HasPrefix(bare(text), shown) || len(shown) < min(len(bare(text)), 1000) {
			t.Errorf("%.50q became %d lines: %.200q", text, len(lines), lines)
		}
		if len(lines) == 0 || !strings.HasPrefix(text, lines[0]) {
			t.Errorf("%.50q begins with %.50q", text, lines)
		}
	}
}

// TestFocusIsScrolledTo brings what gets the focus into view.
func TestFocusIsScrolledTo(t *testing.T) {
	start(t, theme.VariantLight)
	column := container.NewVBox()
	var buttons []*widgets.Button
	for range 30 {
		b := widgets.NewButton("One of many", nil, widgets.ButtonSecondary, nil)
		buttons = append(buttons, b)
		column.Add(b)
	}
	scroll := container.NewVScroll(column)
	told := 0
	scroll.OnScrolled = func(fyne.Position) { told++ }
	w := test.NewTempWindow(t, scroll)
	w.Resize(fyne.NewSize(300, 200))
	for _, i := range []int{29, 15, 14, 0} {
		w.Canvas().Focus(buttons[i])
		top := buttons[i].Position().Y - scroll.Offset.Y
		if top < 0 || top+buttons[i].Size().Height > scroll.Size().Height {
			t.Errorf("button %d is at %v of %v", i, top, scroll.Size().Height)
		}
	}
	if told < 3 {
		t.Errorf("the page was told %d times", told)
	}
}
