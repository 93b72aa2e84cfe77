package widgets_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// find returns the objects of type T below o, as they are drawn, in the order that Tab visits them.
func find[T fyne.CanvasObject](o fyne.CanvasObject) []T {
	var found []T
	if !o.Visible() {
		return nil
	}
	if t, ok := o.(T); ok {
		found = append(found, t)
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		found = append(found, find[T](child)...)
	}
	return found
}

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

func TestButtonIsActivatedByTapSpaceAndReturn(t *testing.T) {
	start(t, theme.VariantLight)
	taps := 0
	b := widgets.NewButton("Upload", nil, widgets.ButtonPrimary, func() { taps++ })
	test.Tap(b)
	for _, name := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyA} {
		b.TypedKey(key(name))
	}
	if taps != 4 {
		t.Errorf("activated %d times, want 4", taps)
	}
	b.Disable()
	test.Tap(b)
	b.TypedKey(key(fyne.KeyReturn))
	if taps != 4 {
		t.Error("a disabled button was activated")
	}
}

func TestButtonHugsItsText(t *testing.T) {
	start(t, theme.VariantLight)
	short, long := widgets.NewButton("OK", nil, widgets.ButtonSecondary, nil), widgets.NewButton("Choose another file…", nil, widgets.ButtonSecondary, nil)
	if short.MinSize().Width >= long.MinSize().Width || short.MinSize().Height != 38 {
		t.Errorf("OK needs %v, the longer label %v", short.MinSize(), long.MinSize())
	}
	icon := widgets.NewIconButton("Settings", theme.SettingsIcon(), nil)
	if got := icon.MinSize(); got != fyne.NewSquareSize(36) {
		t.Errorf("an icon button needs %v, want 36 by 36", got)
	}
	if icon.AccessibilityLabel() != "Settings" || icon.AccessibilityRole() != fyne.AccessibleRoleButton {
		t.Errorf("it is called %q, a %s", icon.AccessibilityLabel(), icon.AccessibilityRole())
	}
}

// TestFocusIsSeen compares pictures with and without the focus: two dp of outline are many changed pixels.
func TestFocusIsSeen(t *testing.T) {
	for name, variant := range variants {
		start(t, variant)
		account := widgets.NewAccountButton(nil)
		account.Set("Kestrel Films", "@kestrelfilms")
		card := widgets.NewVideoCard()
		card.Set(cardViews()["uploading"])
		pin, field := widgets.NewPinEntry(), widgets.NewMonoField("Copy", nil)
		field.SetText("1880028106020515840")
		controls := map[string]fyne.CanvasObject{
			"primary":   widgets.NewButton("Upload", nil, widgets.ButtonPrimary, nil),
			"secondary": widgets.NewButton("Pause", nil, widgets.ButtonSecondary, nil),
			"quiet":     widgets.NewButton("Cancel", nil, widgets.ButtonQuiet, nil),
			"link":      widgets.NewButton("Details", nil, widgets.ButtonLink, nil),
			"card":      card, "account": account, "entry": widgets.NewEntry("Name"), "pin": pin, "field": field,
			"secret": widgets.NewSecretEntry("Key", "Paste", "Show", "Hide"), "icon": widgets.NewIconButton("History", theme.HistoryIcon(), nil),
			"check": widgets.NewCheck("Start by itself", "", "on", "off", func(bool) {}), "select": widgets.NewSelect("Size", func(int) {}),
			"option": widgets.NewOption(theme.LoginIcon(), "My app's keys", "Two of them", nil), "section": widgets.NewSectionLink("Look", nil),
			"menu": widgets.NewMenuButton(nil), "lines": widgets.NewLines("Licences", "MIT"), "grid": widgets.NewSegmentGrid(),
			"passage": widgets.NewPassage("Keys", container.NewGridWrap(fyne.NewSize(200, 60))), "notice": notice(widgets.ToneError),
		}
		for control, o := range controls {
			w := show(t, container.NewPadded(o), 300, 320)
			before := w.Canvas().Capture()
			w.Canvas().FocusNext()
			if w.Canvas().Focused() == nil {
				t.Errorf("%s: Tab does not reach it", control)
				continue
			}
			after, changed := w.Canvas().Capture(), 0
			for y := range before.Bounds().Dy() {
				for x := range before.Bounds().Dx() {
					if !close8(before.At(x, y), after.At(x, y)) {
						changed++
					}
				}
			}
			if changed < 150 {
				t.Errorf("%s, %s: the focus changes only %d pixels", control, name, changed)
			}
			w.Canvas().Unfocus()
		}
	}
}

func TestKeysWithoutUseReachTheWindow(t *testing.T) {
	start(t, theme.VariantLight)
	card := widgets.NewVideoCard()
	w := show(t, card, 300, 120)
	var got []fyne.KeyName
	var runes string
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, e.Name) })
	w.Canvas().SetOnTypedRune(func(r rune) { runes += string(r) })
	card.TypedKey(key(fyne.KeyEscape))
	card.TypedKey(key(fyne.KeySpace))
	card.TypedRune('p')
	if len(got) != 1 || got[0] != fyne.KeyEscape || runes != "p" {
		t.Errorf("the window got keys %v and characters %q", got, runes)
	}
}

func TestCard(t *testing.T) {
	start(t, theme.VariantDark)
	card := widgets.NewVideoCard()
	selected, acted := 0, 0
	card.OnSelect, card.OnAction = func() { selected++ }, func() { acted++ }
	view := cardViews()["uploading"]
	card.Set(view)
	w := show(t, container.NewVBox(card), 380, 120)

	if got := card.MinSize().Height; got != 92 {
		t.Errorf("with a bar it is %v high, want 92", got)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(150, 40))
	var passed []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { passed = append(passed, k.Name) })
	card.TypedKey(key(fyne.KeyReturn)) // it is selected: the key is the window's
	unselected := view
	unselected.Selected = false
	card.Set(unselected)
	card.TypedKey(key(fyne.KeySpace))
	card.Set(view)
	if selected != 2 || acted != 0 || len(passed) != 1 || passed[0] != fyne.KeyReturn {
		t.Errorf("selected %d times, acted %d times, the window got %v", selected, acted, passed)
	}
	var menu []fyne.Position
	card.OnMenu = func(at fyne.Position) { menu = append(menu, at) }
	test.TapSecondaryAt(card, fyne.NewPos(150, 40))
	if len(menu) != 1 || menu[0].X < 150 {
		t.Errorf("asked for a menu at %v", menu)
	}
	buttons := find[*widgets.Button](card)
	if len(buttons) != 1 {
		t.Fatalf("%d buttons", len(buttons))
	}
	test.Tap(buttons[0])
	if selected != 2 || acted != 1 {
		t.Errorf("after the button: selected %d times, acted %d times", selected, acted)
	}
	want := "Launch film – final v7.mp4, Uploading · 57 % · about 6 min left, Cancel"
	if got := card.AccessibilityLabel(); got != want {
		t.Errorf("it is called %q, want %q", got, want)
	}

	view.Segments, view.ActionIcon, view.ActionLabel = nil, nil, ""
	card.Set(view)
	if got := card.MinSize().Height; got != 76 {
		t.Errorf("without a bar it is %v high, want 76", got)
	}
	if len(find[*widgets.Button](card)) != 0 {
		t.Error("a button without an action is shown")
	}
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != card {
		t.Error("Tab does not reach the card")
	}
}

func TestAccountButton(t *testing.T) {
	start(t, theme.VariantDark)
	opened := 0
	a := widgets.NewAccountButton(func() { opened++ })
	a.Set("Not signed in", "")
	if got := a.AccessibilityLabel(); got != "Not signed in" {
		t.Errorf("it is called %q", got)
	}
	a.Set("Kestrel Films", "@kestrelfilms")
	test.Tap(a)
	a.TypedKey(key(fyne.KeySpace))
	if got := a.AccessibilityLabel(); got != "Kestrel Films @kestrelfilms" || opened != 2 {
		t.Errorf("it is called %q and opened %d times", got, opened)
	}
	a.Set("An account whose name is so long that the header would not have room for anything else", "@x")
	if width := a.MinSize().Width; width > 300 {
		t.Errorf("a long name makes it %v wide", width)
	}
}

// TestTabIsFollowed leads by Tab to what lies inside of widgets, in a page that is too low for it: the page scrolls there.
func TestTabIsFollowed(t *testing.T) {
	start(t, theme.VariantLight)
	tall := func(o fyne.CanvasObject) *container.Scroll {
		space := canvas.NewRectangle(nil)
		space.SetMinSize(fyne.NewSize(100, 400))
		return container.NewVScroll(container.NewVBox(space, o))
	}
	list := widgets.NewCardList()
	list.Card = func(key widgets.CardKey) *widgets.VideoCard {
		c := widgets.NewVideoCard()
		c.Set(widgets.CardView{Title: *key.(*string)})
		return c
	}
	var rows []widgets.CardRow
	for i := range 40 {
		name := fmt.Sprint("film ", i)
		rows = append(rows, widgets.CardRow{Key: &name})
	}
	field, strip, banner := widgets.NewMonoField("Copy", nil), widgets.NewStrip(), widgets.NewBanner("Practice")
	strip.Set("Welcome back", widgets.Action{Label: "Resume"})
	banner.SetAction("Leave", func() {})
	for name, o := range map[string]fyne.CanvasObject{
		"field": tall(field), "strip": tall(strip), "banner": tall(banner), "notice": tall(notice(widgets.ToneError)),
		"pin": tall(widgets.NewPinEntry()), "secret": tall(widgets.NewSecretEntry("Key", "Paste", "Show", "Hide")), "list": list,
	} {
		w := show(t, o, 400, 200)
		if name == "list" {
			list.Set(rows)
		}
		reached := map[fyne.Focusable]bool{}
		for w.Canvas().FocusNext(); !reached[w.Canvas().Focused()]; w.Canvas().FocusNext() {
			reached[w.Canvas().Focused()] = true
			focused := w.Canvas().Focused().(fyne.CanvasObject)
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(focused)
			if at.Y < 0 || at.Y+focused.Size().Height > 200.5 {
				t.Errorf("%s: %T has the focus at %v", name, focused, at)
			}
		}
		if name == "list" && len(reached) < len(rows) {
			t.Errorf("Tab leads to %d of %d cards", len(reached), len(rows))
		}
	}
}

// TestReaderKeepsToItself presses keys in a text that can only be read: those of the window reach it, and those that
// would delete something delete nothing.
func TestReaderKeepsToItself(t *testing.T) {
	start(t, theme.VariantLight)
	field := widgets.NewMonoField("Copy", nil)
	field.SetText("1880028106020515840")
	w := show(t, field, 300, 60)
	w.Canvas().FocusNext()
	focused := w.Canvas().Focused()
	if _, button := focused.(*widgets.Button); button {
		t.Fatal("the text has not the focus")
	}
	var got []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, e.Name) })
	for _, key := range []fyne.KeyName{fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyF1, fyne.KeyEscape} {
		focused.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if !slices.Equal(got, []fyne.KeyName{fyne.KeyF1, fyne.KeyEscape}) {
		t.Errorf("the window gets %v", got)
	}
	passed := map[string]bool{}
	fyne.SetCurrentApp(&listeningApp{App: fyne.CurrentApp(), heard: func(s fyne.Shortcut) { passed[s.ShortcutName()] = true }})
	shortcuts := focused.(fyne.Shortcutable)
	mod := fyne.KeyModifierShortcutDefault
	for _, s := range []fyne.Shortcut{
		&desktop.CustomShortcut{KeyName: fyne.KeyQ, Modifier: mod}, &desktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: mod},
		&fyne.ShortcutPaste{}, &fyne.ShortcutRedo{},
	} {
		if shortcuts.TypedShortcut(s); !passed[s.ShortcutName()] {
			t.Errorf("%s does not reach the window", s.ShortcutName())
		}
	}
	for _, s := range []fyne.Shortcut{
		&fyne.ShortcutCopy{}, &fyne.ShortcutUndo{}, &desktop.CustomShortcut{KeyName: fyne.KeyBackspace, Modifier: mod},
		&desktop.CustomShortcut{KeyName: fyne.KeyDelete, Modifier: mod},
	} {
		if shortcuts.TypedShortcut(s); passed[s.ShortcutName()] {
			t.Errorf("%s reaches the window", s.ShortcutName())
		}
	}
	if got := field.AccessibilityLabel(); !strings.HasPrefix(got, "1880028106020515840") {
		t.Errorf("it says %q", got)
	}
}

// listeningApp is an app whose windows tell which shortcuts they are handed. Fyne's canvas for tests knows none.
type listeningApp struct {
	fyne.App
	heard func(fyne.Shortcut)
}

func (a *listeningApp) Driver() fyne.Driver { return listeningDriver{a.App.Driver(), a.heard} }

type listeningDriver struct {
	fyne.Driver
	heard func(fyne.Shortcut)
}

func (d listeningDriver) CanvasForObject(o fyne.CanvasObject) fyne.Canvas {
	return listeningCanvas{d.Driver.CanvasForObject(o), d.heard}
}

type listeningCanvas struct {
	fyne.Canvas
	heard func(fyne.Shortcut)
}

func (c listeningCanvas) TypedShortcut(s fyne.Shortcut) { c.heard(s) }
