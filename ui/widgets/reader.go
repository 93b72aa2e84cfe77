package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// readerRows is how many lines of a long text are seen at once; the rest scrolls.
const readerRows = 8

// reader is text in fixed-width letters that can be selected and copied, with mouse or keys, and not changed. Fyne's
// selectable label can be reached with Tab but does not show it, and knows no keys.
type reader struct {
	Entry
	object *container.ThemeOverride // what to put into a layout: the reader in the colours of a well
}

func newReader(multiLine bool) *reader {
	r := &reader{}
	r.TextStyle.Monospace = true
	r.MultiLine = multiLine
	r.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	text := SizeText
	if multiLine {
		r.Wrapping = fyne.TextWrapBreak
		text = SizeCaption
	}
	r.ExtendBaseWidget(r)
	r.object = container.NewThemeOverride(r, reskin{
		colors: map[fyne.ThemeColorName]fyne.ThemeColorName{
			theme.ColorNameInputBackground: ColorWell,
			theme.ColorNameInputBorder:     "", // none
		},
		sizes: map[fyne.ThemeSizeName]fyne.ThemeSizeName{theme.SizeNameText: text},
	})
	return r
}

func (r *reader) setText(text string) {
	if r.Text == text {
		return
	}
	if r.MultiLine {
		r.SetMinRowsVisible(min(max(strings.Count(text, "\n")+1, 2), readerRows))
	}
	r.SetText(text)
}

// AcceptsTab lets Tab leave, although the text may have several lines.
func (r *reader) AcceptsTab() bool { return false }

// TypedRune changes nothing.
func (r *reader) TypedRune(c rune) { passRune(r, c) }

// TypedKey moves the cursor. What would change a text changes nothing, here or elsewhere: whoever presses Backspace in a
// text does not mean the video. Every other key is passed on.
func (r *reader) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown:
		r.Entry.TypedKey(key)
	case fyne.KeyBackspace, fyne.KeyDelete:
	default:
		passKey(r, key)
	}
}

// TypedShortcut copies, selects and moves. With nothing selected, all is copied. Every other shortcut is passed on.
func (r *reader) TypedShortcut(shortcut fyne.Shortcut) {
	switch s := shortcut.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutCut:
		r.copy()
	case *fyne.ShortcutSelectAll:
		r.Entry.TypedShortcut(shortcut)
	case *desktop.CustomShortcut:
		if s.KeyName != fyne.KeyBackspace && s.KeyName != fyne.KeyDelete {
			r.Entry.TypedShortcut(shortcut)
		}
	case *fyne.ShortcutUndo: // there is nothing to take back
	default:
		passShortcut(r, shortcut)
	}
}

func (r *reader) copy() {
	text := r.SelectedText()
	if text == "" {
		text = r.Text
	}
	fyne.CurrentApp().Clipboard().SetContent(text)
}

// TappedSecondary offers to copy.
func (r *reader) TappedSecondary(at *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil {
		menu := fyne.NewMenu("", fyne.NewMenuItem(lang.L("Copy"), r.copy)) // a word that Fyne brings in every language
		widget.ShowPopUpMenuAtPosition(menu, c, at.AbsolutePosition)
	}
}

// reskin is the theme of the program with some names standing for others, and "" for no colour.
type reskin struct {
	colors map[fyne.ThemeColorName]fyne.ThemeColorName
	sizes  map[fyne.ThemeSizeName]fyne.ThemeSizeName
}

func (reskin) base() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

func (r reskin) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	other, found := r.colors[name]
	switch {
	case !found:
		return r.base().Color(name, variant)
	case other == "":
		return color.Transparent
	default:
		return r.base().Color(other, variant)
	}
}

func (r reskin) Size(name fyne.ThemeSizeName) float32 {
	if other, found := r.sizes[name]; found {
		name = other
	}
	return r.base().Size(name)
}

func (r reskin) Font(style fyne.TextStyle) fyne.Resource { return r.base().Font(style) }

func (r reskin) Icon(name fyne.ThemeIconName) fyne.Resource { return r.base().Icon(name) }
