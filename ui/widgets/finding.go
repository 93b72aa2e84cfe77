package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// Finding is what a check has found: the sign of its tone, a line, and a paragraph that explains it where it is needed.
type Finding struct {
	widget.BaseWidget
	sign  *noticeIcon
	title *Text
	words *Text
	root  fyne.CanvasObject
}

var _ fyne.Accessible = (*Finding)(nil)

// NewFinding returns a finding. The words may be empty; they are wrapped at the width that the finding is given.
func NewFinding(tone Tone, title, words string) *Finding {
	f := &Finding{sign: newNoticeIcon(), title: NewStrong(title).Ellipsize(), words: NewHint(words)}
	f.root = container.NewBorder(nil, nil, f.sign, nil, container.New(layout.NewCustomPaddedVBoxLayout(2), f.title, f.words))
	f.ExtendBaseWidget(f)
	f.Set(tone, title, words)
	return f
}

// Set shows another outcome.
func (f *Finding) Set(tone Tone, title, words string) {
	f.sign.set(tone)
	f.title.SetText(title)
	f.words.SetText(words)
	setVisible(f.words, words != "")
	f.Refresh()
}

// AccessibilityLabel is title and words.
func (f *Finding) AccessibilityLabel() string {
	if f.words.Text() == "" {
		return f.title.Text()
	}
	return f.title.Text() + ". " + f.words.Text()
}

// AccessibilityRole is text.
func (f *Finding) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by Fyne.
func (f *Finding) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.root) }
