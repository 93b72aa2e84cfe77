package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

// ButtonKind says how much a button asks for attention.
type ButtonKind int

// The kinds.
const (
	ButtonSecondary ButtonKind = iota // grey ground
	ButtonPrimary                     // accent; at most one in a view
	ButtonQuiet                       // no ground until the pointer is on it
	ButtonLink                        // underlined text
)

// Measures of a button, in dp.
const (
	buttonHeight = 38
	buttonSide   = 14 // beside the text
	buttonIcon   = 18
	buttonWords  = 8  // between icon and text
	iconButton   = 36 // both sides of a button without text
	linkHeight   = 24
	buttonMost   = 280 // of its width, for which a layout has to have room: a longer label may get more lines
)

// Button is a button that hugs its text. Fyne's own differs in what matters here: Return does not activate it, and a
// tint is all that shows its focus.
type Button struct {
	control
	OnTapped func()

	label, name string
	icon        fyne.Resource
	kind        ButtonKind
	color       fyne.ThemeColorName // of text and icon; "": as the kind has it
	side        float32             // of a button without text
	brief       bool                // a button with text shows its icon alone
	rest        *time.Timer         // until the pointer has rested on it; nil: it never was there
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Disableable  = (*Button)(nil)
	_ fyne.Accessible   = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
	_ desktop.Mouseable = (*Button)(nil)
)

// NewButton returns a button, 38 dp high, with a label and, if icon is not nil, an icon before it. OnTapped may be nil
// and may be changed at any time.
func NewButton(label string, icon fyne.Resource, kind ButtonKind, onTapped func()) *Button {
	b := &Button{OnTapped: onTapped, label: label, icon: icon, kind: kind, side: iconButton}
	b.extend(b, func() {
		if b.OnTapped != nil {
			b.OnTapped()
		}
	})
	return b
}

// NewIconButton returns a quiet button of 36 by 36 dp. The name is what it is called by those who do not see the icon.
func NewIconButton(name string, icon fyne.Resource, onTapped func()) *Button {
	b := NewButton("", icon, ButtonQuiet, onTapped)
	b.name = name
	return b
}

// SetText changes the label; on an icon button, the name.
func (b *Button) SetText(label string) {
	text := &b.label
	if b.name != "" {
		text = &b.name
	}
	if *text != label {
		*text = label
		b.Refresh()
	}
}

// ShowLabel lets a button with an icon show its label, or the icon alone: where there is no room for both.
func (b *Button) ShowLabel(show bool) {
	if b.brief == show {
		b.brief = !show
		b.Refresh()
	}
}

// Wants is how wide it has to be to show its label in one line.
func (b *Button) Wants() float32 {
	if b.label == "" {
		return b.side
	}
	return b.measure(b.label).Width + b.around(b.label)
}

func (b *Button) measure(text string) fyne.Size {
	return fyne.MeasureText(text, theme.SizeForWidget(SizeText, b), fyne.TextStyle{Bold: b.kind != ButtonLink})
}

// gap is what lies between icon and label.
func (b *Button) gap() float32 {
	switch {
	case b.icon == nil:
		return 0
	case b.kind == ButtonLink:
		return 2
	default:
		return buttonWords
	}
}

// around is what the width has beside a label.
func (b *Button) around(label string) float32 {
	width := float32(0)
	if b.icon != nil {
		width = buttonIcon + b.gap()
	}
	switch {
	case b.kind == ButtonLink:
		return width
	case b.icon != nil && label != "":
		return width + 2*buttonSide - 2 // an icon stands off its edge by itself
	default:
		return width + 2*buttonSide
	}
}

// lines are what stands on the button, at the width that it has.
func (b *Button) lines() []string {
	words := b.words()
	if words == "" {
		return nil
	}
	width := b.Size().Width
	if width == 0 || width >= b.Wants()-0.5 {
		return []string{words}
	}
	return wrap(words, max(1, width-b.around(words)), func(s string) float32 { return b.measure(s).Width })
}

// words is what stands on the button.
func (b *Button) words() string {
	if b.brief {
		return ""
	}
	return b.label
}

// tip is what the pointer and the focus tell about a button that shows only an icon.
func (b *Button) tip() string {
	if b.brief {
		return b.label
	}
	return b.name
}

// SetIcon changes the icon; nil removes it.
func (b *Button) SetIcon(icon fyne.Resource) {
	if b.icon != icon {
		b.icon = icon
		b.Refresh()
	}
}

// SetKind changes the kind.
func (b *Button) SetKind(kind ButtonKind) {
	if b.kind != kind {
		b.kind = kind
		b.Refresh()
	}
}

// FocusGained shows the outline and, of a button that shows only an icon, the name.
func (b *Button) FocusGained() {
	b.control.FocusGained()
	b.showTip()
}

// FocusLost hides both.
func (b *Button) FocusLost() {
	b.control.FocusLost()
	b.hideTip()
}

// MouseIn is called when the pointer comes. Where it rests, a button that shows only an icon says its name.
func (b *Button) MouseIn(e *desktop.MouseEvent) {
	b.control.MouseIn(e)
	if b.tip() != "" {
		b.rest = time.AfterFunc(tipRest, func() {
			fyne.Do(func() {
				if b.hovered {
					b.showTip()
				}
			})
		})
	}
}

// MouseOut is called when the pointer leaves.
func (b *Button) MouseOut() {
	b.control.MouseOut()
	b.hideTip()
}

// MouseDown shows that the button is pressed: nobody needs its name any more.
func (b *Button) MouseDown(e *desktop.MouseEvent) {
	b.control.MouseDown(e)
	b.hideTip()
}

func (b *Button) showTip() {
	if tips := tipsFor(b); tips != nil && b.tip() != "" {
		tips.show(b, b.tip())
	}
}

func (b *Button) hideTip() {
	if b.rest != nil {
		b.rest.Stop()
	}
	if tips := tipsFor(b); tips != nil {
		tips.hide(b)
	}
}

// Cursor is a hand on a link and an arrow elsewhere.
func (b *Button) Cursor() desktop.Cursor {
	if b.kind == ButtonLink && !b.Disabled() {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// AccessibilityLabel is the label, or the name of a button that shows only an icon.
func (b *Button) AccessibilityLabel() string {
	if b.name != "" {
		return b.name
	}
	return b.label
}

// AccessibilityRole is button, or link.
func (b *Button) AccessibilityRole() fyne.AccessibleRole {
	if b.kind == ButtonLink {
		return fyne.AccessibleRoleLink
	}
	return fyne.AccessibleRoleButton
}
