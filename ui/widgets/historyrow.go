package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// HistoryView is all that a [HistoryRow] shows.
type HistoryView struct {
	Name      string // cut with "…" where it does not fit
	Line      string // what became of it, in one line
	Tone      Tone   // of the line
	ID        string // short enough to be read at a glance
	CopyLabel string // what the button that copies the ID is called by those who do not see its icon
	Again     bool   // it can be sent again
}

// HistoryRow is one upload of the past: its name, what became of it, its ID, and buttons that copy that and send the file
// again. It is a container of these parts and no widget of its own, because assistive tools find nothing inside one.
type HistoryRow struct {
	Object  *fyne.Container
	OnCopy  func()
	OnAgain func()

	name, line, id *Text
	copy, again    *Button
}

// NewHistoryRow returns an empty row, 56 dp high.
func NewHistoryRow(againLabel string) *HistoryRow {
	r := &HistoryRow{name: NewStrong("").Ellipsize(), line: NewCaption("").Ellipsize(), id: NewMono("")}
	call := func(f *func()) func() {
		return func() {
			if *f != nil {
				(*f)()
			}
		}
	}
	r.copy = NewIconButton(" ", theme.ContentCopyIcon(), call(&r.OnCopy))
	r.again = NewButton(againLabel, theme.UploadIcon(), ButtonQuiet, call(&r.OnAgain))
	slot := canvas.NewRectangle(color.Transparent) // keeps the IDs of all rows below each other
	slot.SetMinSize(r.again.MinSize())
	r.Object = container.NewStack(
		newSurface(ColorCard, ColorHairline, SizeRadius),
		container.New(layout.NewCustomPaddedLayout(8, 8, 14, 8), container.NewBorder(nil, nil, nil,
			container.New(layout.NewCustomPaddedHBoxLayout(4),
				container.New(middle{}, r.id), container.New(middle{}, r.copy), container.NewStack(slot, r.again)),
			container.New(layout.NewCustomPaddedVBoxLayout(2), layout.NewSpacer(), r.name, r.line, layout.NewSpacer()))),
	)
	return r
}

// Set shows another upload.
func (r *HistoryRow) Set(v HistoryView) {
	r.name.SetText(v.Name)
	r.line.SetText(v.Line)
	r.line.SetTone(v.Tone)
	r.id.SetText(v.ID)
	r.copy.SetText(v.CopyLabel)
	if r.again.Visible() != v.Again {
		if v.Again {
			r.again.Show()
		} else {
			r.again.Hide()
		}
	}
}
