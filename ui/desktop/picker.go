// Package desktop is what differs from system to system around the window: how files are chosen, pages opened,
// and how a second start of the program meets the first.
//
// Each difference is one small function in files by build tag.
package desktop

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// extensions are how the names of videos end that X takes. Another end can still be chosen where the dialog lets the
// person: the content decides.
var extensions = []string{".mp4", ".m4v", ".mov", ".qt", ".webm", ".ts", ".m2ts", ".mts"}

// Picker is a question for videos. The dialog is the desktop's own where there is one, else Fyne's, which takes one
// file at a time.
type Picker struct {
	Window fyne.Window
	Title  string // of the dialog
	Kind   string // what the files are called, such as Videos
	Folder string // where to begin; empty or gone: the dialog decides

	Go     func(func())         // runs what may wait, beside the window
	Do     func(func())         // runs what touches the window, on its goroutine
	Picked func(paths []string) // on the window's goroutine; no paths: the person chose none
	Failed func(err error)      // on the window's goroutine
}

// PickVideos asks the person for videos. It returns at once; ctx ends the wait for the desktop's dialog.
func PickVideos(ctx context.Context, p Picker) {
	p.Go(func() {
		paths, err := systemDialog(ctx, p)
		if err != nil {
			p.Do(p.ownDialog)
			return
		}
		p.Do(func() { p.Picked(paths) })
	})
}

// ownDialog shows Fyne's dialog, as large as the window lets it.
func (p Picker) ownDialog() {
	open := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			p.Failed(err)
		case file == nil:
			p.Picked(nil)
		default:
			path := file.URI().Path()
			_ = file.Close() // only its name was wanted
			p.Picked([]string{path})
		}
	}, p.Window)
	open.SetTitleText(p.Title)
	open.SetFilter(storage.NewExtensionFileFilter(extensions))
	if folder, err := storage.ListerForURI(storage.NewFileURI(p.Folder)); err == nil && p.Folder != "" {
		open.SetLocation(folder)
	}
	size := p.Window.Canvas().Size()
	open.Show() // before Resize, which does nothing good to a dialog that was never shown
	open.Resize(fyne.NewSize(size.Width*0.85, size.Height*0.85))
}
