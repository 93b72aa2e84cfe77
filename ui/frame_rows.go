package ui

import (
	"fyne.io/fyne/v2"

	"hoist/ui/widgets"
)

// headerRow is the layout of the header: account, Add, History and Settings. The account has what the others leave; where
// that is less than it wants, Add says what it does by its icon alone.
type headerRow struct{}

const headerGap = 8

func (headerRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	account, add := objects[0].(*widgets.AccountButton), objects[1].(*widgets.Button)
	left := size.Width
	for _, o := range objects[2:] {
		left -= o.MinSize().Width + headerGap
	}
	add.ShowLabel(left-add.Wants()-headerGap >= account.Wants())
	left -= add.MinSize().Width + headerGap
	place := func(o fyne.CanvasObject, x float32, of fyne.Size) {
		o.Move(fyne.NewPos(x, (size.Height-of.Height)/2))
		o.Resize(of)
	}
	place(account, 0, fyne.NewSize(min(left, account.Wants()), account.MinSize().Height))
	x := left + headerGap
	for _, o := range objects[1:] {
		place(o, x, o.MinSize())
		x += o.MinSize().Width + headerGap
	}
}

func (headerRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range objects {
		least = fyne.NewSize(least.Width+o.MinSize().Width+headerGap, max(least.Height, o.MinSize().Height))
	}
	return least.SubtractWidthHeight(headerGap, 0)
}

// footerRow is the layout of the footer: the status has what the others leave, and the last of them gives way where that
// is little.
type footerRow struct{}

const (
	footerGap   = 8
	footerLeast = 150 // of the status, for the last to be there
)

func (footerRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	status, others, last := objects[0], objects[1:], objects[len(objects)-1]
	left := size.Width - widths(others)
	visible(last, left >= footerLeast)
	if !last.Visible() {
		left = size.Width - widths(others[:len(others)-1])
	}
	status.Move(fyne.NewPos(0, 0))
	status.Resize(fyne.NewSize(left, size.Height))
	x := left
	for _, o := range shown(others) {
		width := o.MinSize().Width
		if width > 0 {
			x += footerGap
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
		x += width
	}
}

// widths returns how wide objects and the gaps before them are.
func widths(objects []fyne.CanvasObject) (sum float32) {
	for _, o := range objects {
		if width := o.MinSize().Width; width > 0 {
			sum += width + footerGap
		}
	}
	return sum
}

func (footerRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	for _, o := range objects[1:] {
		least.Height = max(least.Height, o.MinSize().Height)
	}
	return fyne.NewSize(least.Width+widths(objects[1:len(objects)-1]), least.Height)
}
