package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/widgets"
)

// area is a part of the window, in dp.
type area struct{ left, top, right, bottom float32 }

func areaOf(at fyne.Position, size fyne.Size) area {
	return area{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
}

func (a area) and(b area) area {
	return area{max(a.left, b.left), max(a.top, b.top), min(a.right, b.right), min(a.bottom, b.bottom)}
}

// empty allows for what rounding leaves.
func (a area) empty() bool { return a.right-a.left < 0.5 || a.bottom-a.top < 0.5 }

// seen is an object that can be seen, at least in part.
type seen struct {
	object fyne.CanvasObject
	whole  area
	part   area // of it that is neither scrolled away nor outside of the window
}

// settle lays out what has changed, as a real window does with each frame and Fyne's window for tests does not.
func (s *stage) settle() {
	size := s.window.Canvas().Size()
	for range 2 {
		s.window.Content().Refresh()
		s.window.Resize(size.AddWidthHeight(1, 1))
		s.window.Resize(size)
	}
}

// look returns what can be seen in the window now, with what it is made of behind it. Under a question nothing counts.
func (s *stage) look() []seen {
	s.settle()
	canvas := s.window.Canvas()
	root := canvas.Content()
	if top := canvas.Overlays().Top(); top != nil {
		root = top
	}
	var all []seen
	var walk func(o fyne.CanvasObject, at fyne.Position, clip area)
	walk = func(o fyne.CanvasObject, at fyne.Position, clip area) {
		at = at.Add(o.Position())
		whole := areaOf(at, o.Size())
		if part := whole.and(clip); o.Visible() && !part.empty() {
			all = append(all, seen{o, whole, part})
		}
		if _, scroll := o.(*container.Scroll); scroll {
			clip = clip.and(whole)
		}
		for _, child := range partsOf(o) {
			if o.Visible() {
				walk(child, at, clip)
			}
		}
	}
	walk(root, fyne.Position{}, areaOf(fyne.Position{}, canvas.Size()))
	return all
}

// partsOf returns what an object is made of; of a scroll, what is in it.
func partsOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch x := o.(type) {
	case *container.Scroll:
		return []fyne.CanvasObject{x.Content}
	case *fyne.Container:
		return x.Objects
	case fyne.Widget:
		return test.WidgetRenderer(x).Objects()
	}
	return nil
}

// click clicks on the middle of what can be seen of an object, through the window: what lies over it gets the click.
func (s *stage) click(o fyne.CanvasObject) {
	s.t.Helper()
	for _, x := range s.look() {
		if x.object == o {
			middle := fyne.NewPos((x.part.left+x.part.right)/2, (x.part.top+x.part.bottom)/2)
			test.TapCanvas(s.window.Canvas(), middle)
			return
		}
	}
	s.t.Fatalf("%T cannot be seen", o)
}

// button returns the last button of that name that can be seen: of two, the one beside the queue.
func (s *stage) button(name string) *widgets.Button {
	var found *widgets.Button
	for _, x := range s.look() {
		if b, ok := x.object.(*widgets.Button); ok && b.AccessibilityLabel() == name {
			found = b
		}
	}
	return found
}

// press clicks on the button that words give that name.
func (s *stage) press(id string) {
	s.t.Helper()
	b := s.button(s.words.Text(id))
	if b == nil {
		s.t.Fatalf("no button %q can be seen among: %s", s.words.Text(id), s.read())
	}
	s.click(b)
}

// write types into what has the focus. Fyne's TypeOnCanvas passes it by.
func (s *stage) write(text string) {
	s.t.Helper()
	for _, r := range text {
		focused := s.window.Canvas().Focused()
		if focused == nil {
			s.t.Fatalf("nothing has the focus that %q could be written into", text)
		}
		focused.TypedRune(r)
	}
}

// read returns all that can be read in the window.
func (s *stage) read() string {
	var all []string
	for _, x := range s.look() {
		if text, ok := x.object.(*widgets.Text); ok {
			all = append(all, text.Text())
		}
	}
	return strings.Join(all, "\n")
}

// reads checks that the window says all of something.
func (s *stage) reads(want ...string) {
	s.t.Helper()
	all := s.read()
	for _, text := range want {
		if text == "" || !strings.Contains(all, text) {
			s.t.Errorf("the window does not say %q:\n%s", text, all)
		}
	}
}

// apart checks that everything in the window has the room that it needs, that nothing but a scrolled page sticks out of
// the window, and that nothing lies on something else.
func (s *stage) apart(what string) {
	s.t.Helper()
	var solid []seen
	ends := area{right: -1}
	for _, x := range s.look() {
		if within := x.part.and(ends); !within.empty() && within == x.part {
			continue // a part of the one before
		}
		switch x.object.(type) {
		case *widgets.Text, *widgets.Button, *widgets.VideoCard, *widgets.Stat, *widgets.StepLine, *widgets.SegmentBar,
			*widgets.MonoField, *widgets.AccountButton, *widgets.Banner, *widgets.SecretEntry, *widgets.PinEntry, *widget.Icon:
			solid, ends = append(solid, x), x.part
		}
	}
	for i, x := range solid {
		if least, size := x.object.MinSize(), x.object.Size(); least.Width > size.Width+0.5 || least.Height > size.Height+0.5 {
			s.t.Errorf("%s: %s has %v and needs %v", what, named(x.object), size, least)
		}
		if x.part.right < x.whole.right-0.5 || x.part.left > x.whole.left+0.5 {
			s.t.Errorf("%s: %s is cut off at a side", what, named(x.object))
		}
		for _, y := range solid[:i] {
			if !x.part.and(y.part).empty() {
				s.t.Errorf("%s: %s lies on %s", what, named(x.object), named(y.object))
			}
		}
	}
	if len(solid) < 4 {
		s.t.Errorf("%s: only %d things can be seen", what, len(solid))
	}
}

func named(o fyne.CanvasObject) string {
	if a, ok := o.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return "an icon"
}
