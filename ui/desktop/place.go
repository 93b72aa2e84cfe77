package desktop

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// A window can be taken hold of when so much of its upper edge, in the desktop's own pixels, lies on one screen.
const (
	holdWidth  = 100
	holdHeight = 40
)

// PlaceOf returns where the upper left corner of a window with its frame stands on the desktop, in the desktop's own
// pixels. It is known on X11 and Windows, for a window that is shown and not minimised. It is for the window's
// goroutine, and waits for nothing but the window system: at most a second.
func PlaceOf(w fyne.Window) (x, y int, known bool) { return placeOf(nativeOf(w)) }

// MoveTo asks the desktop to put a window whose place is known where PlaceOf once said that it stood, without changing its
// size. It returns false and does nothing where the person could not take hold of the window there, because the screen
// is gone, and where windows cannot be moved. It is for the window's goroutine, as PlaceOf.
func MoveTo(w fyne.Window, x, y int) bool {
	for _, at := range []int{x, y} {
		if at < math.MinInt16 || at > math.MaxInt16 {
			return false // no desktop is as large, and sums stay small
		}
	}
	return moveTo(nativeOf(w), x, y)
}

// Raise brings a window that is shown or minimised to the front and gives it the keyboard, as far as the desktop lets a
// program do so. It is for the window's goroutine, as PlaceOf.
func Raise(w fyne.Window) {
	if !raise(nativeOf(w)) {
		w.RequestFocus()
	}
}

// nativeOf returns what the window system calls a window, as one of the contexts of Fyne's package driver; nil for a
// window that stands on no desktop, as in tests.
func nativeOf(w fyne.Window) (context any) {
	if native, ok := w.(driver.NativeWindow); ok {
		native.RunNative(func(c any) { context = c })
	}
	return context
}

// inReach answers whether a person can take hold of a window of this width that stands there.
func inReach(x, y, width int, screens []image.Rectangle) bool {
	edge := image.Rect(x, y, x+width, y+holdHeight)
	for _, screen := range screens {
		if seen := edge.Intersect(screen); seen.Dx() >= min(width, holdWidth) && seen.Dy() >= holdHeight {
			return true
		}
	}
	return false
}
