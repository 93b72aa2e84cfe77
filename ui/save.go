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
	ask := func(ctx context.Context, p desktop.Picker) {
		desktop.PickSave(ctx, desktop.Saver{
			Window: p.Window, Title: p.Title, Kind: p.Kind, Name: u.words.Text(id + ".name"), Extension: extension,
			Go: p.Go, Do: p.Do, Failed: p.Failed,
			Picked: func(path string) {
				if path == "" {
					p.Picked(nil)
					return
				}
				p.Picked([]string{path})
			},
		})
	}
	u.pick(ask, desktop.Picker{
		Title: u.words.Text(id + ".title"), Kind: u.words.Text(id + ".kind"), Picked: func(paths []string) { save(paths[0]) },
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
