package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
			"secret": widgets.NewSecretEntry("Key", "Paste", "Show", "Hide"),
		}
		for control, o := range controls {
			w := show(t, container.NewPadded(o), 300, 120)
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
