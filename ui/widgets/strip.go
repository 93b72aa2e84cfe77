package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// stripHeight is the height of a strip in dp.
const stripHeight = 54

// Strip is a line across the window that tells news which waits for an answer: an edge in the accent, a text, and
// buttons at the right.
type Strip struct {
	widget.BaseWidget
	root    fyne.CanvasObject
	text    *Text
	buttons *fyne.Container
	actions []Action
}

var _ fyne.Accessible = (*Strip)(nil)

// NewStrip returns an empty strip, 54 dp high.
func NewStrip() *Strip {
	s := &Strip{text: NewStrong("").Ellipsize(), buttons: container.New(layout.NewCustomPaddedHBoxLayout(4))}
	icon := newNoticeIcon()
	icon.icon.set(icon.Theme().Icon(theme.IconNameInfo), theme.ColorNamePrimary)
	s.root = container.NewStack(newSurface(ColorCard, ColorHairline, SizeCardRadius),
		container.New(layout.NewCustomPaddedLayout(0, 0, 14, 8), container.NewBorder(nil, nil,
			container.New(middle{}, icon), container.New(middle{}, s.buttons), container.New(middle{}, s.text))))
	s.ExtendBaseWidget(s)
	return s
}

// Set changes words and buttons. The buttons stay the same objects while their number does not change, so that the
// focus stays where it is.
func (s *Strip) Set(text string, actions ...Action) {
	s.text.SetText(text)
	s.actions = slices.Clone(actions)
	if len(s.buttons.Objects) != len(actions) {
		s.buttons.RemoveAll()
		for i := range actions {
			s.buttons.Add(NewButton("", nil, ButtonQuiet, func() { s.actions[i].OnTapped() }))
		}
	}
	for i, a := range actions {
		b := s.buttons.Objects[i].(*Button)
		b.SetText(a.Label)
		b.SetIcon(a.Icon)
		kind := ButtonQuiet
		if a.Primary {
			kind = ButtonSecondary // the window's primary action stands elsewhere
		}
		b.SetKind(kind)
	}
}

// AccessibilityLabel is the text and the names of the buttons.
func (s *Strip) AccessibilityLabel() string {
	parts := []string{s.text.Text()}
	for _, a := range s.actions {
		parts = append(parts, a.Label)
	}
	return strings.Join(parts, " ")
}

// AccessibilityRole is container.
func (s *Strip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// MinSize is called by Fyne.
func (s *Strip) MinSize() fyne.Size { return fyne.NewSize(s.root.MinSize().Width, stripHeight) }

// CreateRenderer is called by Fyne.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.root) }
