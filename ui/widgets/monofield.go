package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// MonoField shows one line in fixed-width letters, such as a media ID, in a well with a button that copies it. The text
// can be selected.
type MonoField struct {
	widget.BaseWidget
	text   *reader
	button *Button
	root   fyne.CanvasObject
}

var _ fyne.Accessible = (*MonoField)(nil)

// NewMonoField returns an empty field, 46 dp high. The button is called copyLabel; onCopy, which may be nil, is called
// after it has put the text on the clipboard, so that the window can say so.
func NewMonoField(copyLabel string, onCopy func()) *MonoField {
	f := &MonoField{text: newReader(false)}
	f.button = NewButton(copyLabel, f.Theme().Icon(theme.IconNameContentCopy), ButtonQuiet, func() {
		fyne.CurrentApp().Clipboard().SetContent(f.text.Text)
		if onCopy != nil {
			onCopy()
		}
	})
	f.root = container.NewStack(
		newSurface(ColorWell, "", SizeRadius),
		container.New(layout.NewCustomPaddedLayout(4, 4, 4, 4),
			container.NewBorder(nil, nil, nil, f.button, container.New(middle{}, f.text.object))),
	)
	f.ExtendBaseWidget(f)
	return f
}

// SetText shows another text.
func (f *MonoField) SetText(text string) { f.text.setText(text) }

// Button returns the button that copies.
func (f *MonoField) Button() *Button { return f.button }

// AccessibilityLabel is the text and the name of the button.
func (f *MonoField) AccessibilityLabel() string { return f.text.Text + ", " + f.button.label }

// AccessibilityRole is text.
func (f *MonoField) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (f *MonoField) held() fyne.CanvasObject { return f.root }

// CreateRenderer is called by Fyne.
func (f *MonoField) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.root) }
