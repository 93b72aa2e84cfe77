package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// PinEntry takes the digits that X shows after signing in: large, and nothing but digits, also from a paste such as
// "123 4567".
type PinEntry struct {
	widget.BaseWidget
	OnChanged   func(string) // the digits so far
	OnSubmitted func(string) // Return was pressed

	digits *digitEntry
	themed *container.ThemeOverride
}

var _ fyne.Accessible = (*PinEntry)(nil)

// NewPinEntry returns an empty entry.
func NewPinEntry() *PinEntry {
	p := &PinEntry{digits: &digitEntry{}}
	p.digits.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	p.digits.TextStyle.Monospace = true
	p.digits.OnChanged = func(text string) {
		if p.OnChanged != nil {
			p.OnChanged(text)
		}
	}
	p.digits.OnSubmitted = func(text string) {
		if p.OnSubmitted != nil {
			p.OnSubmitted(text)
		}
	}
	p.digits.ExtendBaseWidget(p.digits)
	p.themed = container.NewThemeOverride(p.digits, reskin{sizes: map[fyne.ThemeSizeName]fyne.ThemeSizeName{
		theme.SizeNameText: SizeTitle,
	}})
	p.ExtendBaseWidget(p)
	return p
}

// Text returns the digits.
func (p *PinEntry) Text() string { return p.digits.Text }

// SetText shows the digits of text.
func (p *PinEntry) SetText(text string) { p.digits.SetText(onlyDigits(text)) }

// Field is what takes the focus.
func (p *PinEntry) Field() fyne.Focusable { return p.digits }

// SetName says what it is called by those who do not see what stands above it.
func (p *PinEntry) SetName(name string) { p.digits.SetName(name) }

// AccessibilityLabel is the name and the digits.
func (p *PinEntry) AccessibilityLabel() string { return p.digits.AccessibilityLabel() }

// AccessibilityRole is text: Fyne has no role for a field.
func (p *PinEntry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// MinSize has room for nine digits.
func (p *PinEntry) MinSize() fyne.Size {
	return p.BaseWidget.MinSize().Max(fyne.NewSize(180, 0))
}

func (p *PinEntry) held() fyne.CanvasObject { return p.themed }

// CreateRenderer is called by Fyne.
func (p *PinEntry) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.themed) }

// digitEntry is an entry that digits alone get into.
type digitEntry struct{ Entry }

func (e *digitEntry) TypedRune(r rune) {
	if r >= '0' && r <= '9' {
		e.Entry.TypedRune(r)
	}
}

// TypedShortcut pastes digits. A PIN is pasted whole, so what was there before goes.
func (e *digitEntry) TypedShortcut(shortcut fyne.Shortcut) {
	if _, paste := shortcut.(*fyne.ShortcutPaste); paste {
		if digits := onlyDigits(fyne.CurrentApp().Clipboard().Content()); digits != "" {
			e.SetText(digits)
			e.CursorColumn = len(digits)
			e.Refresh()
		}
		return
	}
	e.Entry.TypedShortcut(shortcut)
}

// onlyDigits keeps the digits, at most the 32 that no PIN has.
func onlyDigits(text string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	return digits[:min(len(digits), 32)]
}
