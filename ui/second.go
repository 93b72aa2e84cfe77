package ui

import (
	"context"
	"path/filepath"

	"hoist/ui/desktop"
)

// Meet looks whether a window is open already that is equal in all that where says: the folder of data, the mode, the
// address and the account. That window is handed the files, and shows itself; this program has nothing left to do then.
// Otherwise it is the first, which others will meet: see Deps.First. With an error it is neither, and works by itself.
func Meet(ctx context.Context, where string, files []string, start bool) (first *desktop.First, handed bool, err error) {
	whole := make([]string, len(files)) // the other program may be in another folder
	for i, file := range files {
		if whole[i], err = filepath.Abs(file); err != nil {
			return nil, false, err
		}
	}
	return desktop.Meet(ctx, where, desktop.Handover{Files: whole, Start: start})
}

// receive takes in what other starts hand over, until the window goes.
func (u *UI) receive(first *desktop.First) {
	first.Serve(u.ctx, func(h desktop.Handover) {
		taken := make(chan struct{})
		u.do(func() {
			desktop.Raise(u.window)
			if len(h.Files) > 0 {
				u.add(h.Files, h.Start || u.starts())
			}
			close(taken)
		})
		select {
		case <-taken:
		case <-u.ctx.Done(): // Serve accepts nothing any more
		}
	})
}
