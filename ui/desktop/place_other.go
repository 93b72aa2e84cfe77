//go:build !linux && !windows && (!darwin || !cgo)

package desktop

// placeOf is unknown here.
func placeOf(any) (x, y int, known bool) { return 0, 0, false }

// moveTo does nothing here.
func moveTo(any, int, int) bool { return false }

// raise leaves it to Fyne here.
func raise(any) bool { return false }
