package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// CheckView is all that a [CheckRow] shows.
type CheckView struct {
	Tone  Tone   // of its sign
	Kind  string // what the sign means, for those who do not see it: "Warning"
	Title string // what was found
	Hint  string // what was wanted; empty: nothing is to be said
}

// CheckRow is a line of a list of checks: the sign of its tone, what was found, and dim what was wanted. Both are wrapped,
// and stand beside each other where there is room.
type CheckRow struct {
	widget.BaseWidget
	view  CheckView
	sign  *noticeIcon
	title *Text
	hint  *Text
	root  *fyne.Container
}

var _ fyne.Accessible = (*CheckRow)(nil)

// NewCheckRow returns an empty row. The layout has to give it a width.
func NewCheckRow() *CheckRow {
	r := &CheckRow{sign: newNoticeIcon(), title: NewBody(""), hint: NewHint("")}
	r.root = container.New(&checkLine{}, r.sign, r.title, r.hint)
	r.ExtendBaseWidget(r)
	r.sign.set(ToneNeutral)
	return r
}

// Set shows the view.
func (r *CheckRow) Set(view CheckView) {
	if r.view == view {
		return
	}
	r.view = view
	r.sign.set(view.Tone)
	r.title.SetText(view.Title)
	r.hint.SetText(view.Hint)
	setVisible(r.hint, view.Hint != "")
	r.root.Refresh()
}

// AccessibilityLabel is kind, title and hint: "Warning: Keyframe gap: up to 600 frames. X takes 512 at most".
func (r *CheckRow) AccessibilityLabel() string {
	label := r.view.Title
	if r.view.Kind != "" {
		label = r.view.Kind + ": " + label
	}
	if r.view.Hint != "" {
		label += ". " + r.view.Hint
	}
	return label
}

// AccessibilityRole is text.
func (r *CheckRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by Fyne.
func (r *CheckRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.root) }

// Measures of a row of checks, in dp.
const (
	checkSign    = 28  // from the left edge to the words
	checkBeside  = 480 // from this width on, the hint stands beside the title
	checkColumns = 16  // between the two
	checkBelow   = 1   // between title and hint where it stands below
)

// checkLine lays out a sign, a title and a hint.
type checkLine struct{ width float32 } // at the last Layout

func (l *checkLine) beside() bool { return l.width >= checkBeside }

// columns returns how wide the title is, and where the hint begins.
func (l *checkLine) columns(hint fyne.CanvasObject) (title, at float32) {
	all := l.width - checkSign
	if !l.beside() || !hint.Visible() {
		return all, checkSign
	}
	title = float32(int((all - checkColumns) / 2)) // whole: else letters are blurred
	return title, checkSign + title + checkColumns
}

// level is by how much smaller letters have to be lower, to stand on one line with those of the title.
func level() float32 {
	height := func(name fyne.ThemeSizeName) float32 {
		return fyne.MeasureText("M", theme.Size(name), fyne.TextStyle{}).Height
	}
	return float32(int((height(SizeText)-height(SizeCaption))*0.75 + 0.5))
}

func (l *checkLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	sign, title, hint := objects[0], objects[1], objects[2]
	sign.Move(fyne.NewPos(0, -1))
	sign.Resize(sign.MinSize())
	width, at := l.columns(hint)
	place(title, checkSign, 0, width)
	if !hint.Visible() {
		return
	}
	y := level()
	if !l.beside() {
		y = title.Size().Height + checkBelow
	}
	place(hint, at, y, l.width-at)
}

// place gives a text that wraps a width, and the height that it has at that.
func place(text fyne.CanvasObject, x, y, width float32) {
	text.Move(fyne.NewPos(x, y))
	text.Resize(fyne.NewSize(width, text.Size().Height))
	text.Resize(fyne.NewSize(width, text.MinSize().Height))
}

func (l *checkLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	sign, title, hint := objects[0].MinSize(), objects[1].MinSize(), objects[2].MinSize()
	least := fyne.NewSize(checkSign+title.Width, max(sign.Height-2, title.Height))
	switch {
	case !objects[2].Visible():
	case l.beside():
		least.Height = max(least.Height, level()+hint.Height)
	default:
		least.Height = title.Height + checkBelow + hint.Height
	}
	return least
}
