package desktop

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var setAppID = shell32.NewProc("SetCurrentProcessExplicitAppUserModelID")

func identify(id string) {
	if setAppID.Find() != nil {
		return
	}
	if name, err := windows.UTF16PtrFromString(id); err == nil {
		_, _, _ = setAppID.Call(uintptr(unsafe.Pointer(name))) //nolint:gosec // Windows takes an address; without success the window stands alone
	}
}
