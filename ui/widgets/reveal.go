package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// revealMargin is what stays visible around an object that was scrolled to, in dp.
const revealMargin = 24

// holder is a widget in which there is more that can get the focus.
type holder interface{ held() fyne.CanvasObject }

// Reveal scrolls what lies around o until o can be seen. What gets the focus calls it: Tab leads also to what is scrolled
// away, and Fyne does not follow it.
func Reveal(o fyne.CanvasObject) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil || c.Content() == nil {
		return
	}
	scrolls, _ := around(c.Content(), o)
	for _, scroll := range scrolls {
		revealIn(scroll, o)
	}
}

func revealIn(scroll *container.Scroll, o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y
	bottom := top + o.Size().Height
	margin := max(0, min(revealMargin, (scroll.Size().Height-o.Size().Height)/2))
	switch height := scroll.Size().Height; {
	case top < 0, o.Size().Height > height:
		scroll.ScrollToOffset(scroll.Offset.AddXY(0, top-margin))
	case bottom > height:
		scroll.ScrollToOffset(scroll.Offset.AddXY(0, bottom-height+margin))
	default:
		return
	}
	if scroll.OnScrolled != nil { // which Fyne calls for a person's own scrolling alone
		scroll.OnScrolled(scroll.Offset)
	}
}

// Shown reports whether o is a visible part of what is within, also inside of the widgets of this package.
func Shown(within, o fyne.CanvasObject) bool {
	_, found := around(within, o)
	return found
}

// around returns the scrolls around an object, the innermost first, and whether it is there and visible.
func around(within, o fyne.CanvasObject) (scrolls []*container.Scroll, found bool) {
	switch {
	case within == nil || !within.Visible():
		return nil, false
	case within == o:
		return nil, true
	}
	var children []fyne.CanvasObject
	scroll, _ := within.(*container.Scroll)
	switch x := within.(type) {
	case *container.Scroll:
		children = []fyne.CanvasObject{x.Content}
	case *container.ThemeOverride:
		children = []fyne.CanvasObject{x.Content}
	case *fyne.Container:
		children = x.Objects
	case holder:
		children = []fyne.CanvasObject{x.held()}
	}
	for _, child := range children {
		if scrolls, found = around(child, o); found {
			if scroll != nil {
				scrolls = append(scrolls, scroll)
			}
			return scrolls, true
		}
	}
	return nil, false
}
