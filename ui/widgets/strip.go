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

// Measures of a strip, in dp.
const (
	stripHeight = 54 // of one in one row
	stripLeft   = 14
	stripRight  = 8
	stripIcon   = 22  // the width of the icon
	stripGap    = 4   // between icon, text and buttons
	stripRow    = 8   // between text and buttons, and at the edges, where they stand below each other
	stripWords  = 200 // the least room for the text beside the buttons
)

// Strip is a line across the window that tells news which waits for an answer: an icon in the accent, a text, and
// buttons at the right. Where there is no room for that the text is wrapped, and the buttons stand below it.
type Strip struct {
	widget.BaseWidget
	root    *fyne.Container
	text    *Text
	buttons *fyne.Container
	actions []Action
}

var _ fyne.Accessible = (*Strip)(nil)

// NewStrip returns an empty strip, 54 dp high where all of it fits into one row.
func NewStrip() *Strip {
	s := &Strip{text: NewStrong("").Ellipsize(), buttons: container.New(&flow{gap: 4, below: 4})}
	icon := newNoticeIcon()
	icon.icon.set(icon.Theme().Icon(theme.IconNameInfo), theme.ColorNamePrimary)
	s.root = container.NewStack(newSurface(ColorCard, ColorHairline, SizeCardRadius),
		container.New(layout.NewCustomPaddedLayout(0, 0, stripLeft, stripRight), container.New(&stripLayout{s}, icon, s.text, s.buttons)))
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

// Relay places text and buttons anew, when others want another width.
func (s *Strip) Relay() {
	row := s.root.Objects[1].(*fyne.Container).Objects[0].(*fyne.Container)
	row.Layout.Layout(row.Objects, row.Size())
}

// AccessibilityLabel is the text and the names of the buttons.
func (s *Strip) AccessibilityLabel() string {
	parts := []string{s.text.Text()}
	for _, a := range s.actions {
		parts = append(parts, a.Label)
	}
	return strings.Join(parts, " ")
}

// AccessibilityRole is text: as a container Fyne would pass it by, and find nothing inside.
func (s *Strip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (s *Strip) held() fyne.CanvasObject { return s.root }

// CreateRenderer is called by Fyne.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.root) }

// stripLayout is the layout of icon, text and buttons.
type stripLayout struct{ strip *Strip }

// row returns how wide the buttons are in one row, and whether the text has its room beside them.
func (l *stripLayout) row(width float32) (buttons float32, fits bool) {
	for _, o := range l.strip.buttons.Objects {
		buttons += o.(*Button).Wants() + stripGap
	}
	return buttons, width == 0 || width-buttons-stripIcon-2*stripGap >= stripWords
}

// rows returns the heights of text and buttons below each other.
func (l *stripLayout) rows(width float32) (text, buttons float32) {
	s := l.strip
	s.text.Resize(fyne.NewSize(max(1, width-stripIcon-stripGap), s.text.Size().Height)) // it says its height for the width that it has
	s.buttons.Resize(fyne.NewSize(width, s.buttons.Size().Height))
	return s.text.MinSize().Height, s.buttons.MinSize().Height
}

func (l *stripLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	icon, text, buttons := objects[0], l.strip.text, objects[2]
	wide, fits := l.row(size.Width)
	text.setFit(map[bool]fit{true: fitCut, false: fitWrap}[fits])
	place := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
	}
	left := float32(stripIcon + stripGap)
	if fits {
		place(icon, 0, (size.Height-icon.MinSize().Height)/2, stripIcon, icon.MinSize().Height)
		place(text, left, (size.Height-text.MinSize().Height)/2, size.Width-left-wide-stripGap, text.MinSize().Height)
		place(buttons, size.Width-wide, (size.Height-buttonHeight)/2, wide, buttonHeight)
		return
	}
	high, low := l.rows(size.Width)
	place(icon, 0, stripRow, stripIcon, icon.MinSize().Height)
	place(text, left, stripRow, size.Width-left, high)
	place(buttons, 0, stripRow+high+stripRow, size.Width, low)
}

// MinSize is that for the width that the strip has.
func (l *stripLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width, height := l.strip.text.MinSize().Width+stripIcon+stripGap, float32(stripHeight)
	for _, o := range l.strip.buttons.Objects {
		width = max(width, o.MinSize().Width)
	}
	if has := l.strip.Size().Width - stripLeft - stripRight; has > 0 {
		if _, fits := l.row(has); !fits {
			high, low := l.rows(has)
			height = max(height, 3*stripRow+high+low)
		}
	}
	return fyne.NewSize(width, height)
}
