package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// revealMargin is what stays visible around an object that was scrolled to, in dp.
const revealMargin = 24

// Reveal scrolls the page in which o lies until o can be seen; it does nothing for what lies within another widget. What
// gets the focus calls it: Tab leads also to what is scrolled away, and Fyne does not follow it.
func Reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(o)
	if c == nil || c.Content() == nil {
		return
	}
	scroll := scrollAround(c.Content(), o)
	if scroll == nil {
		return
	}
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y
	bottom := top + o.Size().Height
	switch height := scroll.Size().Height; {
	case top < 0, o.Size().Height > height:
		scroll.ScrollToOffset(scroll.Offset.AddXY(0, top-revealMargin))
	case bottom > height:
		scroll.ScrollToOffset(scroll.Offset.AddXY(0, bottom-height+revealMargin))
	default:
		return
	}
	if scroll.OnScrolled != nil { // which Fyne calls for a person's own scrolling alone
		scroll.OnScrolled(scroll.Offset)
	}
}

// scrollAround returns the innermost scroll around an object; nil: it lies in none, or within another widget.
func scrollAround(within, o fyne.CanvasObject) *container.Scroll {
	found, scroll := false, (*container.Scroll)(nil)
	var walk func(fyne.CanvasObject, *container.Scroll)
	walk = func(x fyne.CanvasObject, around *container.Scroll) {
		if found || !x.Visible() {
			return
		}
		if x == o {
			found, scroll = true, around
			return
		}
		switch x := x.(type) {
		case *container.Scroll:
			walk(x.Content, x)
		case *container.ThemeOverride:
			walk(x.Content, around)
		case *fyne.Container:
			for _, child := range x.Objects {
				walk(child, around)
			}
		}
	}
	walk(within, nil)
	return scroll
}
