package desktop

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// Saver is a question for where to save a file. The dialog is the system's own where there is one, else Fyne's. All ask
// before they take the name of a file that is there.
type Saver struct {
	Window    fyne.Window
	Title     string // of the dialog
	Kind      string // what such files are called, such as Tables
	Folder    string // where to begin; empty or gone: the dialog decides
	Name      string // that is offered
	Extension string // of such files, with its dot

	// Whole: what is saved takes long, and until it is whole nothing may happen to a file that has its name. A name is offered
	// that is not taken. Fyne's dialog, which empties a file as soon as its name is chosen, asks for the folder alone.
	Whole bool

	Go     func(func())      // runs what may wait, beside the window
	Do     func(func())      // runs what touches the window, on its goroutine
	Picked func(path string) // on the window's goroutine; empty: the person chose none
	Failed func(err error)   // on the window's goroutine

	native any // what the window system calls the window
}

// PickSave asks the person where to save a file. It returns at once, and is for the window's goroutine; ctx ends the wait
// for the system's dialog.
func PickSave(ctx context.Context, s Saver) {
	s.native = nativeOf(s.Window)
	s.Go(func() {
		if s.Whole {
			s.Name = filepath.Base(freePath(filepath.Join(s.Folder, s.Name)))
		}
		path, err := systemSave(ctx, s)
		switch {
		case err == nil:
			s.Do(func() { s.Picked(path) })
		case s.Whole:
			s.Do(s.ownFolderDialog)
		default:
			s.Do(s.ownDialog)
		}
	})
}

// longestSearch is how many names are tried for one that is not taken.
const longestSearch = 1000

// freePath returns the path, or where there is something the first like it with a number that is not taken: film.mp4,
// film 2.mp4. It uses the disk.
func freePath(path string) string {
	extension := filepath.Ext(path)
	stem, free := strings.TrimSuffix(path, extension), path
	for n := 2; n <= longestSearch; n++ {
		if _, err := os.Lstat(free); err != nil {
			break
		}
		free = fmt.Sprintf("%s %d%s", stem, n, extension)
	}
	return free
}

// ownFolderDialog shows Fyne's dialog for the folder in which the file gets the name that is offered, or one like it.
func (s Saver) ownFolderDialog() {
	Picker{
		Window: s.Window, Title: s.Title, Folder: s.Folder, Failed: s.Failed, save: true,
		Picked: func(folders []string) {
			if len(folders) == 0 {
				s.Picked("")
				return
			}
			s.Go(func() {
				path := freePath(filepath.Join(folders[0], s.Name))
				s.Do(func() { s.Picked(path) })
			})
		},
	}.ownFolderDialog()
}

// ownDialog shows Fyne's dialog, as large as the window lets it.
func (s Saver) ownDialog() {
	save := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		switch {
		case err != nil:
			s.Failed(err)
		case file == nil:
			s.Picked("")
		default:
			path := file.URI().Path()
			_ = file.Close() // only its name was wanted
			s.Picked(path)
		}
	}, s.Window)
	save.SetTitleText(s.Title)
	save.SetFileName(s.Name)
	save.SetFilter(storage.NewExtensionFileFilter([]string{s.Extension}))
	if folder, err := storage.ListerForURI(storage.NewFileURI(s.Folder)); err == nil && s.Folder != "" {
		save.SetLocation(folder)
	}
	size := s.Window.Canvas().Size()
	save.Show() // before Resize, which does nothing good to a dialog that was never shown
	save.Resize(fyne.NewSize(size.Width*0.85, size.Height*0.85))
}
