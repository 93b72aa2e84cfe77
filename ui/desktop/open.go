package desktop

import (
	"errors"
	"fmt"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// Open shows a window for the first time. It fails with [NoDisplay] where there is nothing to show it on, and with [NoOpenGL]
// where there is, but not with the graphics that Fyne draws with: over some remote desktops, in virtual machines, with very
// old drivers. Then the app must not be run: Fyne itself would crash, or run on without a window. It is for the window's
// goroutine.
func Open(w fyne.Window) (err error) {
	defer func() {
		if crash := recover(); crash != nil { // GLFW has not found a window system to speak to
			err = &Error{Kind: crashed(runtime.GOOS), Err: fmt.Errorf("%v", crash)}
		}
	}()
	w.Show()
	if !opened(nativeOf(w)) {
		return &Error{Kind: NoOpenGL, Err: errors.New("the window system made no window")}
	}
	return nil
}

// crashed says what was missing where showing a window has crashed. Windows always has something to show it on.
func crashed(system string) Kind {
	if system == "windows" {
		return NoOpenGL
	}
	return NoDisplay
}

// opened reports whether there is a window behind what the window system calls one. What stands on no desktop, as in tests,
// is one.
func opened(context any) bool {
	switch c := context.(type) {
	case driver.X11WindowContext:
		return c.WindowHandle != 0
	case driver.WaylandWindowContext:
		return c.WaylandSurface != 0
	case driver.WindowsWindowContext:
		return c.HWND != 0
	case driver.MacWindowContext:
		return c.NSWindow != 0
	}
	return true
}
