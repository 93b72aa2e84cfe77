package desktop

import (
	"os"

	"golang.org/x/sys/windows"
)

var attachConsole = windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")

// attachParent is ATTACH_PARENT_PROCESS: the console of the program that started this one.
const attachParent = ^uintptr(0)

func useConsole() {
	if missing(windows.STD_OUTPUT_HANDLE) && missing(windows.STD_ERROR_HANDLE) {
		_, _, _ = attachConsole.Call(attachParent) // without success where this has one already, or its parent has none
	}
	lead(windows.STD_INPUT_HANDLE, &os.Stdin, "CONIN$")
	lead(windows.STD_OUTPUT_HANDLE, &os.Stdout, "CONOUT$")
	lead(windows.STD_ERROR_HANDLE, &os.Stderr, "CONOUT$")
}

// lead leads a standard file that leads nowhere to the console, for what Go prints and for what asks Windows.
func lead(number uint32, file **os.File, device string) {
	if !missing(number) {
		return
	}
	console, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		return // there is no console
	}
	*file = console
	_ = windows.SetStdHandle(number, windows.Handle(console.Fd())) // of use to a crash alone
}

// missing reports whether Windows has given the program no such standard file.
func missing(number uint32) bool {
	handle, err := windows.GetStdHandle(number)
	if err != nil || handle == 0 || handle == windows.InvalidHandle {
		return true
	}
	kind, err := windows.GetFileType(handle)
	return err != nil && kind == windows.FILE_TYPE_UNKNOWN // a number that leads nowhere
}

func unheard() bool { return missing(windows.STD_ERROR_HANDLE) }
