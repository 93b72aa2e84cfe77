package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// middle keeps an object's own height and puts it in the middle of what there is.
func middle(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVBox(layout.NewSpacer(), o, layout.NewSpacer())
}

// atHeight and atWidth give an object one fixed length.
func atHeight(height float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&fixed{height: height}, o)
}

func atWidth(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&fixed{width: width}, o)
}

// fixed is a layout of one object with a width or height of its own; 0 leaves it to the object.
type fixed struct{ width, height float32 }

func (l *fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

func (l *fixed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(l.width, l.height)
	for _, o := range objects {
		if l.width > 0 { // what wraps says its height for the width that it has
			o.Resize(fyne.NewSize(l.width, o.Size().Height))
		}
		least := o.MinSize()
		if l.width == 0 {
			size.Width = max(size.Width, least.Width)
		}
		if l.height == 0 {
			size.Height = max(size.Height, least.Height)
		}
	}
	return size
}

// shown returns the objects that are not hidden.
func shown(objects []fyne.CanvasObject) []fyne.CanvasObject {
	return slices.DeleteFunc(slices.Clone(objects), func(o fyne.CanvasObject) bool { return !o.Visible() })
}

// columns is a layout of equal columns, one for each object that is not hidden, or half as many, and half of those, where
// they do not fit.
type columns struct{ width float32 } // at the last Layout

// columnsGap is what lies between two columns, and between two rows, in dp.
const columnsGap = 10

// place returns the number of columns and the size of the largest object.
func (l *columns) place(objects []fyne.CanvasObject) (int, fyne.Size) {
	var largest fyne.Size
	for _, o := range objects {
		largest = largest.Max(o.MinSize())
	}
	n := max(1, len(objects))
	for n > 1 && l.width > 0 && l.width < float32(n)*(largest.Width+columnsGap)-columnsGap {
		n = (n + 1) / 2
	}
	return n, largest
}

func (l *columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	objects = shown(objects)
	n, largest := l.place(objects)
	step := (size.Width + columnsGap) / float32(n)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%n)*step, float32(i/n)*(largest.Height+columnsGap)))
		o.Resize(fyne.NewSize(step-columnsGap, largest.Height))
	}
}

func (l *columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	objects = shown(objects)
	n, largest := l.place(objects)
	rows := float32((len(objects) + n - 1) / n)
	return fyne.NewSize(largest.Width, rows*(largest.Height+columnsGap)-columnsGap)
}
