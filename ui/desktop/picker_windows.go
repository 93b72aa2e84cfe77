package desktop

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	comdlg32             = windows.NewLazySystemDLL("comdlg32.dll")
	getOpenFileName      = comdlg32.NewProc("GetOpenFileNameW")
	getSaveFileName      = comdlg32.NewProc("GetSaveFileNameW")
	commDlgExtendedError = comdlg32.NewProc("CommDlgExtendedError")

	shell32               = windows.NewLazySystemDLL("shell32.dll")
	shBrowseForFolder     = shell32.NewProc("SHBrowseForFolderW")
	shGetPathFromIDListEx = shell32.NewProc("SHGetPathFromIDListEx")
	coTaskMemFree         = windows.NewLazySystemDLL("ole32.dll").NewProc("CoTaskMemFree")
)

const (
	ofnOverwritePrompt  = 0x2
	ofnHideReadOnly     = 0x4
	ofnNoChangeDir      = 0x8 // the program stays in the folder in which it was started
	ofnAllowMultiSelect = 0x200
	ofnPathMustExist    = 0x800
	ofnFileMustExist    = 0x1000
	ofnExplorer         = 0x80000

	fnErrBufferTooSmall = 0x3003

	bifReturnOnlyFSDirs = 0x1
	bifNewDialogStyle   = 0x40

	longestFolder = 1 << 15 // characters

	sFalse = windows.Errno(1) // COM was begun on this thread before
)

// openFileName is the OPENFILENAMEW of Windows.
type openFileName struct {
	size            uint32
	owner           uintptr
	instance        uintptr
	filter          *uint16
	customFilter    *uint16
	maxCustomFilter uint32
	filterIndex     uint32
	file            *uint16
	maxFile         uint32
	fileTitle       *uint16
	maxFileTitle    uint32
	initialDir      *uint16
	title           *uint16
	flags           uint32
	fileOffset      uint16
	fileExtension   uint16
	defExt          *uint16
	custData        uintptr
	hook            uintptr
	templateName    *uint16
	reserved        uintptr
	reservedToo     uint32
	flagsEx         uint32
}

// browseInfo is the BROWSEINFOW of Windows.
type browseInfo struct {
	owner       uintptr
	root        uintptr
	displayName *uint16
	title       *uint16
	flags       uint32
	callback    uintptr
	param       uintptr
	image       int32
}

// systemDialog shows Windows's own dialog.
func systemDialog(ctx context.Context, p Picker) ([]string, error) {
	owner, _ := handle(p.native)
	if p.folders {
		return onOwnThread(ctx, func() ([]string, error) { return browse(owner, p.Title) })
	}
	o := fileQuestion{owner: owner, title: p.Title, kind: p.Kind, extensions: p.extensions, folder: p.Folder}
	o.flags = ofnExplorer | ofnNoChangeDir | ofnHideReadOnly | ofnPathMustExist | ofnFileMustExist
	if p.several {
		o.flags |= ofnAllowMultiSelect
	}
	return onOwnThread(ctx, func() ([]string, error) { return o.ask(getOpenFileName) })
}

// systemSave does for a file that is to be saved what systemDialog does for others.
func systemSave(ctx context.Context, s Saver) (string, error) {
	owner, _ := handle(s.native)
	o := fileQuestion{owner: owner, title: s.Title, kind: s.Kind, extensions: []string{s.Extension}, folder: s.Folder, name: s.Name}
	o.flags = ofnExplorer | ofnNoChangeDir | ofnHideReadOnly | ofnPathMustExist | ofnOverwritePrompt
	paths, err := onOwnThread(ctx, func() ([]string, error) { return o.ask(getSaveFileName) })
	if err != nil || len(paths) == 0 {
		return "", err
	}
	return paths[0], nil
}

// onOwnThread shows a dialog on a thread that COM may use for it. When ctx ends nobody waits for the answer any more: the
// dialog goes with the program.
func onOwnThread(ctx context.Context, show func() ([]string, error)) ([]string, error) {
	type answer struct {
		paths []string
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED); err == nil || errors.Is(err, sFalse) {
			defer windows.CoUninitialize()
		}
		paths, err := show()
		answered <- answer{paths, err}
	}()
	select {
	case a := <-answered:
		return a.paths, a.err
	case <-ctx.Done():
		return nil, nil
	}
}

// fileQuestion is a question for files, to be opened or saved.
type fileQuestion struct {
	owner               uintptr
	title, kind, folder string
	name                string // that is offered
	extensions          []string
	flags               uint32
}

func (q fileQuestion) ask(dialog *windows.LazyProc) ([]string, error) {
	if err := dialog.Find(); err != nil {
		return nil, err
	}
	title, errTitle := windows.UTF16PtrFromString(q.title)
	name, errName := windows.UTF16FromString(q.name)
	extension, errExtension := windows.UTF16PtrFromString(strings.TrimPrefix(q.extensions[0], "."))
	if err := errors.Join(errTitle, errName, errExtension); err != nil {
		return nil, err
	}
	filter := filterText(q.kind, q.extensions)
	o := openFileName{owner: q.owner, filter: &filter[0], title: title, flags: q.flags}
	o.size = uint32(unsafe.Sizeof(o))
	if q.name != "" {
		o.defExt = extension
	}
	if folder, err := windows.UTF16PtrFromString(q.folder); err == nil && q.folder != "" {
		o.initialDir = folder
	}
	return withRoom(func(buffer []uint16) error {
		copy(buffer, name)
		o.file, o.maxFile = &buffer[0], uint32(len(buffer))    //nolint:gosec // one of bufferSizes
		done, _, _ := dialog.Call(uintptr(unsafe.Pointer(&o))) //nolint:gosec // Windows takes an address
		if done != 0 {
			return nil
		}
		buffer[0] = 0
		switch code, _, _ := commDlgExtendedError.Call(); code {
		case 0: // the person chose none
			return nil
		case fnErrBufferTooSmall:
			return errBufferTooSmall
		default:
			return fmt.Errorf("the system's dialog has ended with %#x", code)
		}
	})
}

// browse asks for one folder.
func browse(owner uintptr, title string) ([]string, error) {
	if err := errors.Join(shBrowseForFolder.Find(), shGetPathFromIDListEx.Find()); err != nil {
		return nil, err
	}
	words, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return nil, err
	}
	name := make([]uint16, windows.MAX_PATH)
	info := browseInfo{owner: owner, displayName: &name[0], title: words, flags: bifReturnOnlyFSDirs | bifNewDialogStyle}
	list, _, _ := shBrowseForFolder.Call(uintptr(unsafe.Pointer(&info))) //nolint:gosec // Windows takes an address
	if list == 0 {
		return nil, nil // the person chose none
	}
	defer func() { _, _, _ = coTaskMemFree.Call(list) }()
	path := make([]uint16, longestFolder)
	//nolint:gosec // Windows takes an address
	done, _, _ := shGetPathFromIDListEx.Call(list, uintptr(unsafe.Pointer(&path[0])), longestFolder, 0)
	if done == 0 {
		return nil, errors.New("what was chosen is not a folder of this computer")
	}
	return bufferedPaths(path), nil
}
