package ui

import (
	"path/filepath"

	"hoist/ui/desktop"
	"hoist/ui/messages"
)

// saveAs lets the person choose a file to save something to. The words of the dialog are those of id with .title, .kind and
// .name. As with pick there is one dialog at a time.
func (u *UI) saveAs(id, extension string, save func(path string)) {
	if u.picking {
		return
	}
	u.picking = true
	desktop.PickSave(u.ctx, desktop.Saver{
		Window: u.window, Title: u.words.Text(id + ".title"), Kind: u.words.Text(id + ".kind"), Name: u.words.Text(id + ".name"),
		Extension: extension, Go: func(f func()) { u.work.Go(f) }, Do: u.do,
		Picked: func(path string) {
			u.picking = false
			if path != "" {
				save(path)
			}
		},
		Failed: func(err error) {
			u.picking = false
			u.status(messages.Clean(err.Error(), 200))
		},
	})
}

// write has a file written that was chosen, without the window waiting, and says what came of it: said, of the file's name,
// or why it is not there.
func (u *UI) write(path string, write func(path string) error, said func(file string) string) {
	u.work.Go(func() {
		err := write(path)
		u.do(func() {
			if err != nil {
				u.deps.Log.Warn("not saved", "err", err)
				u.status(u.words.Problem(err, messages.Facts{Now: u.now()}).Why)
				return
			}
			u.status(said(messages.Clean(filepath.Base(path), 80)))
		})
	})
}
