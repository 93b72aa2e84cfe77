//go:build cgo

package desktop

/*
#include <stdint.h>

void hoistRestore(uintptr_t window);
*/
import "C"

import "fyne.io/fyne/v2/driver"

// placeOf is unknown here.
func placeOf(any) (x, y int, known bool) { return 0, 0, false }

// moveTo does nothing here.
func moveTo(any, int, int) bool { return false }

// raise takes a minimised window out of the Dock, which Fyne does not. The rest is left to Fyne.
func raise(context any) bool {
	if window, ok := context.(driver.MacWindowContext); ok && window.NSWindow != 0 {
		C.hoistRestore(C.uintptr_t(window.NSWindow))
	}
	return false
}
