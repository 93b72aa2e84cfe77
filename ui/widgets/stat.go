package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Stat is a number with what it means below it: "1.9 MB/s" over "speed".
type Stat struct {
	widget.BaseWidget
	value, caption *Text
}

var _ fyne.Accessible = (*Stat)(nil)

// NewStat returns an empty stat. Give it the width of its column: it asks for what its words need now.
func NewStat() *Stat {
	s := &Stat{
		value:   newText("", SizeStat, theme.ColorNameForeground, true, fitNot),
		caption: NewCaption(""),
	}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows a value and its caption.
func (s *Stat) Set(value, caption string) {
	s.value.SetText(value)
	s.caption.SetText(caption)
}

// AccessibilityLabel is value and caption: "1.9 MB/s speed".
func (s *Stat) AccessibilityLabel() string { return s.value.Text() + " " + s.caption.Text() }

// AccessibilityRole is text.
func (s *Stat) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by Fyne.
func (s *Stat) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(layout.NewCustomPaddedVBoxLayout(2), s.value, s.caption))
}
