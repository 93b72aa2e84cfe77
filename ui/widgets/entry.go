package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Entry is Fyne's entry with the focus outline of the other widgets: Fyne's own changes the colour of one thin line.
type Entry struct {
	widget.Entry
	self   fyne.Widget // the widget that embeds the entry
	name   string      // what it is called by those who do not see what stands beside it
	ringed bool
}

var (
	_ fyne.Focusable  = (*Entry)(nil)
	_ fyne.Accessible = (*Entry)(nil)
)

// NewEntry returns an empty entry of one line. The placeholder is no substitute for a label beside it: it goes away.
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(e)
	return e
}

// ExtendBaseWidget is called by the widget that embeds the entry.
func (e *Entry) ExtendBaseWidget(self fyne.Widget) {
	e.self = self
	e.Entry.ExtendBaseWidget(self)
}

// SetName says what the entry is called by those who do not see the label beside it; without it, its placeholder is read.
func (e *Entry) SetName(name string) { e.name = name }

// AccessibilityLabel is the name and, where it may be read, the text.
func (e *Entry) AccessibilityLabel() string {
	name := e.name
	if name == "" {
		name = e.PlaceHolder
	}
	switch {
	case e.Password || e.Text == "":
		return name
	case name == "":
		return e.Text
	default:
		return name + ": " + e.Text
	}
}

// AccessibilityRole is text: Fyne has no role for a field.
func (e *Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FocusGained shows the outline, and scrolls to where it can be seen.
func (e *Entry) FocusGained() {
	e.ringed = true
	e.Entry.FocusGained()
	Reveal(e.self)
}

// FocusLost hides it.
func (e *Entry) FocusLost() {
	e.ringed = false
	e.Entry.FocusLost()
}

// TypedKey passes Escape and the keys of the window on to it, and writes or moves with every other key.
func (e *Entry) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF6:
		passKey(e.self, key)
	default:
		e.Entry.TypedKey(key)
	}
}

// TypedShortcut passes what is no matter of a text on to the window: Fyne asks the window only while nothing has the
// focus that knows any shortcut.
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	if _, redo := shortcut.(*fyne.ShortcutRedo); redo { // Ctrl+Y, which is the window's where there is nothing to do again
		before := e.Text
		if e.Entry.TypedShortcut(shortcut); e.Text == before {
			passShortcut(e.self, shortcut)
		}
		return
	}
	if keys, ok := shortcut.(*desktop.CustomShortcut); ok && !movesInText(keys.KeyName) {
		passShortcut(e.self, shortcut)
		return
	}
	e.Entry.TypedShortcut(shortcut)
}

// movesInText reports whether a key means something in a text together with Ctrl or Alt.
func movesInText(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown,
		fyne.KeyBackspace, fyne.KeyDelete:
		return true
	default:
		return false
	}
}

// CreateRenderer is called by Fyne.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	return &ringedRenderer{WidgetRenderer: e.Entry.CreateRenderer(), entry: e, ring: newRing()}
}

// ringedRenderer draws the outline over what Fyne draws.
type ringedRenderer struct {
	fyne.WidgetRenderer
	entry *Entry
	ring  *canvas.Rectangle
}

func (r *ringedRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	layoutRing(r.ring, size, 0)
}

func (r *ringedRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	showRing(r.ring, r.entry.ringed, r.entry.Theme().Size(theme.SizeNameInputRadius), r.entry)
}

func (r *ringedRenderer) Objects() []fyne.CanvasObject {
	objects := r.WidgetRenderer.Objects()
	return append(objects[:len(objects):len(objects)], r.ring)
}

// SecretEntry is an entry for a key or a token: its text is hidden until a button reveals it, another button pastes, and
// what is pasted loses the blanks and line ends around it that copying from a page brings along.
type SecretEntry struct {
	Entry
	reveal                 *Button
	revealLabel, hideLabel string
}

// NewSecretEntry returns an empty entry. The labels are the names of its two icon buttons: paste, and reveal or hide.
func NewSecretEntry(placeholder, pasteLabel, revealLabel, hideLabel string) *SecretEntry {
	e := &SecretEntry{revealLabel: revealLabel, hideLabel: hideLabel}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.PlaceHolder = placeholder
	e.Password = true
	e.ExtendBaseWidget(e)

	paste := NewIconButton(pasteLabel, e.Theme().Icon(theme.IconNameContentPaste), e.paste)
	e.reveal = NewIconButton("", nil, func() {
		e.Password = !e.Password
		e.showReveal()
		e.Refresh()
	})
	for _, b := range []*Button{paste, e.reveal} {
		b.side, b.color = 30, ColorTextDim
	}
	e.showReveal()
	e.ActionItem = container.New(layout.NewCustomPaddedLayout(3, 3, 3, 3),
		container.New(layout.NewCustomPaddedHBoxLayout(2), paste, e.reveal))
	return e
}

func (e *SecretEntry) showReveal() {
	e.reveal.name = e.revealLabel
	icon := theme.IconNameVisibility
	if !e.Password {
		e.reveal.name = e.hideLabel
		icon = theme.IconNameVisibilityOff
	}
	e.reveal.SetIcon(e.Theme().Icon(icon))
}

// AccessibilityLabel is the name: a key is not read out, even while it is shown.
func (e *SecretEntry) AccessibilityLabel() string {
	if e.name != "" {
		return e.name
	}
	return e.PlaceHolder
}

func (e *SecretEntry) held() fyne.CanvasObject { return e.ActionItem }

func (e *SecretEntry) paste() { e.SetText(strings.TrimSpace(fyne.CurrentApp().Clipboard().Content())) }

// TypedShortcut trims what is pasted into an empty entry.
func (e *SecretEntry) TypedShortcut(shortcut fyne.Shortcut) {
	if _, paste := shortcut.(*fyne.ShortcutPaste); paste && e.Text == "" {
		e.paste()
		return
	}
	e.Entry.TypedShortcut(shortcut)
}
