package desktop

import (
	"image"
	"unsafe"

	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

var (
	user32              = windows.NewLazySystemDLL("user32.dll")
	isIconic            = user32.NewProc("IsIconic")
	isWindowVisible     = user32.NewProc("IsWindowVisible")
	getWindowRect       = user32.NewProc("GetWindowRect")
	setWindowPos        = user32.NewProc("SetWindowPos")
	showWindow          = user32.NewProc("ShowWindow")
	setForegroundWindow = user32.NewProc("SetForegroundWindow")
	monitorFromRect     = user32.NewProc("MonitorFromRect")
	getMonitorInfo      = user32.NewProc("GetMonitorInfoW")
)

const (
	swRestore            = 9
	swpNoSize            = 0x0001
	swpNoZOrder          = 0x0004
	swpNoActivate        = 0x0010
	monitorDefaultToNull = 0
)

// rect is the RECT of Windows.
type rect struct{ left, top, right, bottom int32 }

// monitorInfo is the MONITORINFO of Windows.
type monitorInfo struct {
	size          uint32
	monitor, work rect // work is without the task bar
	flags         uint32
}

func placeOf(context any) (x, y int, known bool) {
	if window, ok := handle(context); ok {
		frame, known := frameOf(window)
		return int(frame.left), int(frame.top), known
	}
	return 0, 0, false
}

func moveTo(context any, x, y int) bool {
	window, ok := handle(context)
	if !ok {
		return false
	}
	frame, known := frameOf(window)
	width := int(frame.right - frame.left)
	if !known {
		return false
	}
	screen, found := screenAt(x, y, width)
	if !found || !inReach(x, y, width, []image.Rectangle{screen}) {
		return false
	}
	done, _, _ := setWindowPos.Call(window, 0, uintptr(x), uintptr(y), 0, 0, swpNoSize|swpNoZOrder|swpNoActivate)
	return done != 0
}

func raise(context any) bool {
	window, ok := handle(context)
	if !ok {
		return false
	}
	if minimised, _, _ := isIconic.Call(window); minimised != 0 {
		_, _, _ = showWindow.Call(window, swRestore) // it answers whether the window was visible before
	}
	done, _, _ := setForegroundWindow.Call(window)
	return done != 0
}

// handle returns the window's number, if it has one yet.
func handle(context any) (window uintptr, ok bool) {
	c, ok := context.(driver.WindowsWindowContext)
	return c.HWND, ok && c.HWND != 0
}

// frameOf returns where a window stands that is shown. Of a minimised one Windows says that it is far outside.
func frameOf(window uintptr) (frame rect, known bool) {
	visible, _, _ := isWindowVisible.Call(window)
	minimised, _, _ := isIconic.Call(window)
	done, _, _ := getWindowRect.Call(window, uintptr(unsafe.Pointer(&frame))) //nolint:gosec // Windows takes an address
	return frame, visible != 0 && minimised == 0 && done != 0
}

// screenAt returns the screen that holds most of the upper edge of a window of this width, without the task bar.
func screenAt(x, y, width int) (screen image.Rectangle, found bool) {
	//nolint:gosec // MoveTo has checked the bounds
	edge := rect{int32(x), int32(y), int32(x + width), int32(y + holdHeight)}
	//nolint:gosec // Windows takes an address
	monitor, _, _ := monitorFromRect.Call(uintptr(unsafe.Pointer(&edge)), monitorDefaultToNull)
	if monitor == 0 {
		return image.Rectangle{}, false
	}
	info := monitorInfo{size: uint32(unsafe.Sizeof(monitorInfo{}))}
	done, _, _ := getMonitorInfo.Call(monitor, uintptr(unsafe.Pointer(&info))) //nolint:gosec // Windows takes an address
	work := info.work
	return image.Rect(int(work.left), int(work.top), int(work.right), int(work.bottom)), done != 0
}
