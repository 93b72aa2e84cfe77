package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

func TestPinTakesDigitsAlone(t *testing.T) {
	app := start(t, theme.VariantLight)
	pin := widgets.NewPinEntry()
	show(t, pin, 300, 80)
	changed, submitted := "", ""
	pin.OnChanged = func(text string) { changed = text }
	pin.OnSubmitted = func(text string) { submitted = text }
	test.Type(pin.Field(), "1a2-3 ٣")
	if pin.Text() != "123" || changed != "123" {
		t.Errorf("typed: %q, told %q", pin.Text(), changed)
	}
	app.Clipboard().SetContent(" 765 4321\n")
	pin.Field().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: app.Clipboard()})
	if pin.Text() != "7654321" || changed != "7654321" {
		t.Errorf("pasted: %q, told %q", pin.Text(), changed)
	}
	pin.Field().TypedKey(key(fyne.KeyReturn))
	if submitted != "7654321" {
		t.Errorf("submitted %q", submitted)
	}
	pin.SetText("PIN: 42")
	if pin.Text() != "42" {
		t.Errorf("set: %q", pin.Text())
	}
}

func TestSecretEntry(t *testing.T) {
	app := start(t, theme.VariantLight)
	e := widgets.NewSecretEntry("API key", "Paste", "Show", "Hide")
	changed := ""
	e.OnChanged = func(text string) { changed = text }
	w := show(t, e, 320, 60)
	hidden := w.Canvas().Capture()

	buttons := find[*widgets.Button](e)
	if len(buttons) != 2 || buttons[0].AccessibilityLabel() != "Paste" || buttons[1].AccessibilityLabel() != "Show" {
		t.Fatalf("buttons are %q", labels(e))
	}
	app.Clipboard().SetContent("  s3cret\n")
	test.Tap(buttons[0])
	if e.Text != "s3cret" || changed != "s3cret" {
		t.Errorf("pasted %q, told %q", e.Text, changed)
	}
	if !e.Password {
		t.Error("it is shown before anybody asked")
	}
	test.Tap(buttons[1])
	if e.Password || buttons[1].AccessibilityLabel() != "Hide" {
		t.Errorf("hidden %v after Show, the button is called %q", e.Password, buttons[1].AccessibilityLabel())
	}
	test.Tap(buttons[1])
	if !e.Password {
		t.Error("shown after Hide")
	}
	e.SetText("")
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: app.Clipboard()})
	if e.Text != "s3cret" {
		t.Errorf("pasted by key: %q", e.Text)
	}
	e.SetText("")
	if got := w.Canvas().Capture(); got.Bounds() != hidden.Bounds() {
		t.Error("the entry has changed its size")
	}
	w.Canvas().Focus(e)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != buttons[0] {
		t.Error("Tab does not go from the entry to Paste")
	}
}

func TestMonoFieldCopiesAndCannotBeChanged(t *testing.T) {
	app := start(t, theme.VariantLight)
	copied := 0
	f := widgets.NewMonoField("Copy media ID", func() { copied++ })
	f.SetText("1880028106020515840")
	w := show(t, f, 500, 46)
	test.Tap(find[*widgets.Button](f)[0])
	if got := app.Clipboard().Content(); got != "1880028106020515840" || copied != 1 {
		t.Errorf("the clipboard has %q, told %d times", got, copied)
	}
	if got, want := f.AccessibilityLabel(), "1880028106020515840, Copy media ID"; got != want {
		t.Errorf("it is called %q, want %q", got, want)
	}

	w.Canvas().FocusNext()
	field := w.Canvas().Focused()
	app.Clipboard().SetContent("other")
	test.Type(field, "xyz")
	for _, name := range []fyne.KeyName{fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn, fyne.KeyTab} {
		field.TypedKey(key(name))
	}
	shortcuts := field.(fyne.Shortcutable)
	shortcuts.TypedShortcut(&fyne.ShortcutPaste{Clipboard: app.Clipboard()})
	shortcuts.TypedShortcut(&fyne.ShortcutSelectAll{})
	shortcuts.TypedShortcut(&fyne.ShortcutCut{Clipboard: app.Clipboard()})
	if got := app.Clipboard().Content(); got != "1880028106020515840" {
		t.Errorf("cut copied %q", got)
	}
	if got, want := f.AccessibilityLabel(), "1880028106020515840, Copy media ID"; got != want {
		t.Errorf("keys changed it to %q", got)
	}
	if got := f.MinSize().Height; got != 46 {
		t.Errorf("it is %v high, want 46", got)
	}
}
