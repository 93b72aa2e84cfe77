package desktop

import (
	"image"
	"time"

	"fyne.io/fyne/v2/driver"
	"github.com/jezek/xgb/xproto"
)

// waitForX11 is how long the X server may take for all that is asked of it at once. Fyne itself waits for it for ever.
const waitForX11 = time.Second

func placeOf(context any) (x, y int, known bool) {
	at, err := onX11(context, func(w *x11Window) (image.Point, error) {
		if err := w.shown(); err != nil {
			return image.Point{}, err
		}
		frame, err := w.frame()
		return frame.outer.Min, err
	})
	return at.X, at.Y, err == nil
}

func moveTo(context any, x, y int) bool {
	moved, err := onX11(context, func(w *x11Window) (bool, error) {
		if err := w.shown(); err != nil {
			return false, err
		}
		frame, err := w.frame()
		if err != nil {
			return false, err
		}
		screens, err := w.screens()
		if err != nil || !inReach(x, y, frame.outer.Dx(), screens) {
			return false, err
		}
		return true, w.move(x, y, frame)
	})
	return moved && err == nil
}

func raise(context any) bool {
	_, err := onX11(context, func(w *x11Window) (struct{}, error) { return struct{}{}, w.raise() })
	return err == nil
}

// onX11 talks with the X server about a window, over a short connection of its own: Fyne's cannot be used beside it. It
// fails where there is no X11, as on Wayland, whose windows neither know their place nor can come to the front.
func onX11[T any](context any, talk func(*x11Window) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var none T
	native, ok := context.(driver.X11WindowContext)
	if !ok || native.WindowHandle == 0 {
		return none, errNotOnX11
	}
	answered := make(chan answer, 1)
	go func() {
		w, err := openX11(xproto.Window(native.WindowHandle)) //nolint:gosec // X numbers windows with 29 bits
		if err != nil {
			answered <- answer{none, err}
			return
		}
		defer w.conn.Close()
		value, err := talk(w)
		answered <- answer{value, err}
	}()
	select {
	case a := <-answered:
		return a.value, a.err
	case <-time.After(waitForX11):
		return none, errNoAnswer
	}
}
