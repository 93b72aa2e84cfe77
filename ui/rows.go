package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Layouts that give way in a small window: at 200 % the smallest one has 360 × 270 dp. They stand in the order in which
// they are read and in which Tab goes through them.

// upTo gives an object the width that there is, up to a limit, and puts it in the middle.
func upTo(most float32, o fyne.CanvasObject) *fyne.Container { return container.New(limited{most}, o) }

type limited struct{ most float32 }

func (l limited) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(l.most, size.Width)
	for _, o := range objects {
		o.Move(fyne.NewPos(float32(int((size.Width-width)/2)), 0)) // whole: else letters are blurred
		o.Resize(fyne.NewSize(width, size.Height))
	}
}

func (l limited) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range objects {
		least = least.Max(o.MinSize())
	}
	return least
}

// leastScrolled is the height in dp that is worth scrolling in: in a window that is too low for that, all between header
// and footer scrolls.
const leastScrolled = 96

// scrolling lets content that is too high scroll. What wraps in it has its height for the width that it gets.
func scrolling(scroll *container.Scroll) *fyne.Container { return container.New(&scrolled{}, scroll) }

type scrolled struct{ width float32 }

func (l *scrolled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	scroll := objects[0].(*container.Scroll)
	if l.width != size.Width {
		l.width = size.Width
		scroll.Content.Resize(fyne.NewSize(size.Width, scroll.Content.Size().Height))
		scroll.Content.Refresh() // lays out again what has another height at this width
	}
	scroll.Move(fyne.NewPos(0, 0))
	scroll.Resize(size)
	scroll.Refresh()
}

func (l *scrolled) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// scrollingWhenLow lets content scroll only while it is too high: assistive tools find nothing in a scroll.
func scrollingWhenLow(content *fyne.Container) *fyne.Container {
	l := &lowered{content: content, scroll: container.NewVScroll(content)}
	l.box = container.New(l, content)
	return l.box
}

type lowered struct {
	box, content *fyne.Container
	scroll       *container.Scroll
}

func (l *lowered) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if l.content.Size().Width != size.Width { // what wraps says its height for the width that it has
		l.content.Resize(fyne.NewSize(size.Width, max(size.Height, l.content.Size().Height)))
	}
	if l.content.MinSize().Height > size.Height+0.5 {
		l.box.Objects[0] = l.scroll
		l.scroll.Resize(size)
		l.scroll.Refresh()
		return
	}
	l.box.Objects[0] = l.content
	l.scroll.Offset = fyne.Position{}
	l.content.Move(fyne.Position{})
	l.content.Resize(size)
}

// MinSize has as much height as a scroll needs.
func (l *lowered) MinSize([]fyne.CanvasObject) fyne.Size { return l.scroll.MinSize() }

// below puts objects below each other, each as high as it has to be at the width that there is; rest, one of them, gets
// the height that they leave.
func below(rest fyne.CanvasObject, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&filled{rest: rest}, objects...)
}

type filled struct {
	rest  fyne.CanvasObject
	width float32 // at the last Layout
}

func (l *filled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	anew := l.width != size.Width
	l.width = size.Width
	objects = shown(objects)
	left := size.Height
	for _, o := range objects {
		if o == l.rest {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.Size().Height))
		if anew {
			o.Refresh()
		}
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		left -= o.Size().Height
	}
	y := float32(0)
	for _, o := range objects {
		if o == l.rest {
			o.Resize(fyne.NewSize(size.Width, max(0, left)))
		}
		o.Move(fyne.NewPos(0, y))
		y += o.Size().Height
	}
}

func (l *filled) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range shown(objects) {
		size := o.MinSize()
		least = fyne.NewSize(max(least.Width, size.Width), least.Height+size.Height)
	}
	return least
}

// sides is a layout of two objects side by side. The second is as wide as it has to be and the first has the rest; where
// that would be less than least, the second stands below it. lead turns this around: the first has that width, the
// second the rest.
type sides struct {
	least float32
	lead  float32
	width float32 // at the last Layout
}

// What lies between two sides in dp: beside each other, below each other, and below one that leads.
const (
	sidesGap     = 8
	sidesGapLead = 3
)

// left returns the width of the first object, and whether there is room for the second at its right.
func (l *sides) left(objects []fyne.CanvasObject) (width float32, beside bool) {
	width = l.lead
	rest := l.width - l.lead - sidesGap
	if l.lead == 0 {
		width = l.width - objects[1].MinSize().Width - sidesGap
		rest = width
	}
	return width, l.width == 0 || rest >= max(l.least, objects[0].MinSize().Width)
}

func (l *sides) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	first, second := objects[0], objects[1]
	if !second.Visible() || !first.Visible() {
		for _, o := range objects {
			o.Move(fyne.NewPos(0, 0))
			o.Resize(size)
		}
		return
	}
	width, beside := l.left(objects)
	if !beside {
		first.Resize(fyne.NewSize(size.Width, first.Size().Height))
		height := first.MinSize().Height
		first.Resize(fyne.NewSize(size.Width, height))
		first.Move(fyne.NewPos(0, 0))
		second.Move(fyne.NewPos(0, height+l.gap()))
		second.Resize(fyne.NewSize(min(size.Width, max(second.MinSize().Width, l.wide(size.Width))), second.MinSize().Height))
		return
	}
	first.Move(fyne.NewPos(0, 0))
	first.Resize(fyne.NewSize(width, size.Height))
	height := second.MinSize().Height
	second.Move(fyne.NewPos(width+sidesGap, (size.Height-height)/2))
	second.Resize(fyne.NewSize(size.Width-width-sidesGap, height))
}

func (l *sides) gap() float32 {
	if l.lead > 0 {
		return sidesGapLead
	}
	return sidesGap
}

// wide is how wide the second object has to be below the first: all of it where it has the rest.
func (l *sides) wide(all float32) float32 {
	if l.lead > 0 {
		return all
	}
	return 0
}

func (l *sides) MinSize(objects []fyne.CanvasObject) fyne.Size {
	first, second := objects[0], objects[1]
	switch {
	case !second.Visible():
		return first.MinSize()
	case !first.Visible():
		return second.MinSize()
	}
	a, b := first.MinSize(), second.MinSize()
	if _, beside := l.left(objects); beside {
		return fyne.NewSize(max(a.Width, b.Width), max(a.Height, b.Height))
	}
	return fyne.NewSize(max(a.Width, b.Width), a.Height+l.gap()+b.Height)
}

// margins is a layout of one object with a margin around it, which is smaller in a small window.
type margins struct{ most float32 }

func (l *margins) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	margin := l.most
	if min(size.Width, size.Height) < 20*margin {
		margin /= 2
	}
	objects[0].Move(fyne.NewSquareOffsetPos(margin))
	objects[0].Resize(size.SubtractWidthHeight(2*margin, 2*margin))
}

func (l *margins) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(l.most, l.most)
}
