// Package desktop is what differs from system to system around the window: how files are chosen, pages opened,
// and how a second start of the program meets the first.
//
// Each difference is one small function in files by build tag.
package desktop

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
)

// extensions are how the names of videos end that X takes. Another end can still be chosen where the dialog lets the
// person: the content decides.
var extensions = []string{".mp4", ".m4v", ".mov", ".qt", ".webm", ".ts", ".m2ts", ".mts"}

// Picker is a question for files. The dialog is the system's own where there is one, else Fyne's, which takes one file at
// a time.
type Picker struct {
	Window fyne.Window
	Title  string // of the dialog
	Kind   string // what the files are called, such as Videos; no matter for folders
	Folder string // where to begin; empty or gone: the dialog decides

	Go     func(func())         // runs what may wait, beside the window
	Do     func(func())         // runs what touches the window, on its goroutine
	Picked func(paths []string) // on the window's goroutine; no paths: the person chose none
	Failed func(err error)      // on the window's goroutine

	native     any      // what the window system calls the window
	extensions []string // how the names end that are offered
	folders    bool     // are asked for instead of files
	several    bool     // more than one can be chosen
	save       bool     // something is to be saved in the folder: Fyne's dialog says so
}

// PickVideos asks the person for videos. It returns at once, and is for the window's goroutine; ctx ends the wait for the
// system's dialog.
func PickVideos(ctx context.Context, p Picker) {
	p.extensions, p.several = extensions, true
	p.pick(ctx)
}

// PickFile asks the person for one file whose name ends in one of the extensions, such as ".pem", as PickVideos does for
// videos.
func PickFile(ctx context.Context, p Picker, extensions ...string) {
	p.extensions = extensions
	p.pick(ctx)
}

// PickFolder asks the person for folders, as PickVideos does for videos.
func PickFolder(ctx context.Context, p Picker) {
	p.folders, p.several = true, true
	p.pick(ctx)
}

func (p Picker) pick(ctx context.Context) {
	p.native = nativeOf(p.Window)
	p.Go(func() {
		paths, err := systemDialog(ctx, p)
		switch {
		case err == nil:
			p.Do(func() { p.Picked(paths) })
		case p.folders:
			p.Do(p.ownFolderDialog)
		default:
			p.Do(p.ownDialog)
		}
	})
}

// ownFolderDialog shows Fyne's dialog for a folder.
func (p Picker) ownFolderDialog() {
	p.show(dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		switch {
		case err != nil:
			p.Failed(err)
		case folder == nil:
			p.Picked(nil)
		default:
			p.Picked([]string{folder.Path()})
		}
	}, p.Window))
}

// ownDialog shows Fyne's dialog for a file.
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
	open.SetFilter(storage.NewExtensionFileFilter(p.extensions))
	p.show(open)
}

// show shows a dialog of Fyne's, as large as the window lets it.
func (p Picker) show(open *dialog.FileDialog) {
	open.SetTitleText(p.Title)
	if p.save {
		open.SetConfirmText(lang.L("Save"))
	}
	if folder, err := storage.ListerForURI(storage.NewFileURI(p.Folder)); err == nil && p.Folder != "" {
		open.SetLocation(folder)
	}
	size := p.Window.Canvas().Size()
	open.Show() // before Resize, which does nothing good to a dialog that was never shown
	open.Resize(fyne.NewSize(size.Width*0.85, size.Height*0.85))
}
