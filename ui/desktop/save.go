package desktop

import (
	"context"

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
	Name      string // that is offered
	Extension string // of such files, with its dot

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
		path, err := systemSave(ctx, s)
		if err != nil {
			s.Do(s.ownDialog)
			return
		}
		s.Do(func() { s.Picked(path) })
	})
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
	size := s.Window.Canvas().Size()
	save.Show() // before Resize, which does nothing good to a dialog that was never shown
	save.Resize(fyne.NewSize(size.Width*0.85, size.Height*0.85))
}
