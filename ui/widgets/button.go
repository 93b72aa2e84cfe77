package widgets

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	iconButton   = 36 // both sides of a button without text
	linkHeight   = 24
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
	if b.name != "" {
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
	if tips := tipsFor(b); tips != nil && b.name != "" {
		tips.show(b, b.name)
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

// CreateRenderer is called by Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		button: b,
		ground: canvas.NewRectangle(color.Transparent),
		shade:  canvas.NewRectangle(color.Transparent),
		icon:   newIcon(),
		label:  canvas.NewText("", color.Transparent),
		ring:   newRing(),
	}
	r.apply()
	return r
}

// look is what a button of some kind and state is painted with.
func (b *Button) look() (ground, shade, ink fyne.ThemeColorName) {
	switch b.kind {
	case ButtonPrimary:
		ground, ink = theme.ColorNamePrimary, theme.ColorNameForegroundOnPrimary
	case ButtonSecondary:
		ground, ink = theme.ColorNameButton, theme.ColorNameForeground
	case ButtonLink:
		ink = ColorLink
	default:
		ink = theme.ColorNameForeground
	}
	if b.color != "" {
		ink = b.color
	}
	switch {
	case b.Disabled():
		ink = theme.ColorNameDisabled
		if ground != "" {
			ground = theme.ColorNameDisabledButton
		}
	case b.kind != ButtonLink:
		shade = b.shade()
	}
	return ground, shade, ink
}

type buttonRenderer struct {
	button        *Button
	ground, shade *canvas.Rectangle
	icon          *icon
	label         *canvas.Text
	ring          *canvas.Rectangle
}

func (r *buttonRenderer) apply() {
	b := r.button
	ground, shade, ink := b.look()
	radius := theme.SizeForWidget(SizeRadius, b)
	r.ground.FillColor, r.ground.CornerRadius = named(ground, b), radius
	r.shade.FillColor, r.shade.CornerRadius = named(shade, b), radius
	r.icon.set(b.icon, ink)
	r.label.Text = b.label
	r.label.Color = named(ink, b)
	r.label.TextSize = theme.SizeForWidget(SizeText, b)
	r.label.TextStyle = fyne.TextStyle{Bold: b.kind != ButtonLink, Underline: b.kind == ButtonLink}
	showRing(r.ring, b.focused, radius+2*focusStroke, b)
}

func (r *buttonRenderer) Refresh() {
	r.apply()
	r.Layout(r.button.Size())
	canvas.Refresh(r.button)
}

// content returns the width of icon and label, and the gap between them.
func (r *buttonRenderer) content() (width, gap float32) {
	if r.button.icon != nil {
		width += buttonIcon
		gap = 8
		if r.button.kind == ButtonLink {
			gap = 2
		}
	}
	if r.button.label == "" {
		return width, 0
	}
	return width + gap + r.label.MinSize().Width, gap
}

func (r *buttonRenderer) MinSize() fyne.Size {
	width, _ := r.content()
	switch {
	case r.button.label == "":
		return fyne.NewSquareSize(r.button.side)
	case r.button.kind == ButtonLink:
		return fyne.NewSize(width, linkHeight)
	case r.button.icon != nil:
		return fyne.NewSize(width+2*buttonSide-2, buttonHeight) // an icon stands off its edge by itself
	default:
		return fyne.NewSize(width+2*buttonSide, buttonHeight)
	}
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.shade.Resize(size)
	layoutRing(r.ring, size, 2*focusStroke)
	width, gap := r.content()
	x := (size.Width - width) / 2
	if r.button.icon != nil {
		if r.button.label != "" && r.button.kind != ButtonLink {
			x--
		}
		r.icon.place(x, (size.Height-buttonIcon)/2, buttonIcon)
		x += buttonIcon + gap
	}
	text := r.label.MinSize()
	r.label.Move(fyne.NewPos(x, (size.Height-text.Height)/2))
	r.label.Resize(text)
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.shade, r.icon.Image, r.label, r.ring}
}

func (r *buttonRenderer) Destroy() {}
