package ui

import (
	"context"
	"path/filepath"

	"hoist/ui/desktop"
	"hoist/ui/messages"
)

// saveAs lets the person choose a file to save something to. The words of the dialog are those of id with .title, .kind and
// .name.
func (u *UI) saveAs(id, extension string, save func(path string)) {
	u.pickSave(desktop.Saver{
		Title: u.words.Text(id + ".title"), Kind: u.words.Text(id + ".kind"), Name: u.words.Text(id + ".name"), Extension: extension,
	}, save)
}

// pickSave shows a dialog for where to save a file, of which s says what it offers.
func (u *UI) pickSave(s desktop.Saver, save func(path string)) {
	ask := func(ctx context.Context, p desktop.Picker) {
		s.Window, s.Go, s.Do, s.Failed = p.Window, p.Go, p.Do, p.Failed
		s.Picked = func(path string) {
			if path == "" {
				p.Picked(nil)
				return
			}
			p.Picked([]string{path})
		}
		desktop.PickSave(ctx, s)
	}
	u.pick(ask, desktop.Picker{Picked: func(paths []string) { save(paths[0]) }})
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
