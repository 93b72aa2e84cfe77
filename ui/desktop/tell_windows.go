package desktop

import "golang.org/x/sys/windows"

func tell(title, text string) {
	caption, err := windows.UTF16PtrFromString(title)
	words, errWords := windows.UTF16PtrFromString(text)
	if err == nil && errWords == nil {
		_, _ = windows.MessageBox(0, words, caption, windows.MB_OK|windows.MB_ICONERROR) // there is nobody else to tell
	}
}
