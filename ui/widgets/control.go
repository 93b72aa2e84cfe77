package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// control is what everything that can be tapped has in common: hover, press, focus, and Space and Return that do what a
// tap does. A tap does not take the focus, as everywhere in Fyne; keys that a control has no use for go on to the window.
type control struct {
	widget.DisableableWidget
	self   fyne.Widget // the widget that embeds the control
	tapped func()

	hovered, pressed, focused bool
}

func (c *control) extend(self fyne.Widget, tapped func()) {
	c.self, c.tapped = self, tapped
	c.ExtendBaseWidget(self)
}

// Tapped activates the control unless it is disabled.
func (c *control) Tapped(*fyne.PointEvent) {
	if !c.Disabled() {
		c.tapped()
	}
}

// FocusGained shows the outline, and scrolls to where it can be seen.
func (c *control) FocusGained() {
	c.change(&c.focused, true)
	Reveal(c.self)
}

// FocusLost hides it.
func (c *control) FocusLost() { c.change(&c.focused, false) }

// TypedRune passes the character on to the window.
func (c *control) TypedRune(r rune) { passRune(c.self, r) }

// TypedKey activates the control on Space and Return and passes every other key on to the window.
func (c *control) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	default:
		passKey(c.self, key)
	}
}

// MouseIn is called when the pointer comes.
func (c *control) MouseIn(*desktop.MouseEvent) { c.change(&c.hovered, true) }

// MouseMoved is called when the pointer moves.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called when the pointer leaves.
func (c *control) MouseOut() {
	c.pressed = false
	c.change(&c.hovered, false)
}

// MouseDown shows that the control is pressed.
func (c *control) MouseDown(*desktop.MouseEvent) { c.change(&c.pressed, true) }

// MouseUp shows that it no longer is.
func (c *control) MouseUp(*desktop.MouseEvent) { c.change(&c.pressed, false) }

func (c *control) change(state *bool, to bool) {
	*state = to
	c.Refresh()
}

// shade returns the colour that lies over the control's ground while it is hovered or pressed; empty: none.
func (c *control) shade() fyne.ThemeColorName {
	switch {
	case c.pressed:
		return theme.ColorNamePressed
	case c.hovered:
		return theme.ColorNameHover
	default:
		return ""
	}
}

// AccessibilityRole is button.
func (c *control) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// passKey hands a key that the focused object has no use for to the canvas. Fyne asks the canvas only while nothing has
// the focus; without this, Escape and the window's other keys would go dead as soon as somebody presses Tab.
func passKey(o fyne.CanvasObject, key *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(key)
	}
}

// passRune does for characters what passKey does for keys.
func passRune(o fyne.CanvasObject, r rune) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// passShortcut does for shortcuts what passKey does for keys.
func passShortcut(o fyne.CanvasObject, shortcut fyne.Shortcut) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(o).(fyne.Shortcutable); ok {
		c.TypedShortcut(shortcut)
	}
}
