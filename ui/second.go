package ui

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"hoist/ui/desktop"
	"hoist/upload"
)

// Where is all in which two starts of the program must be equal for one window to do for both.
type Where struct {
	Home     []string // the places of the program's files
	Practice bool
	API      upload.Generation
	BaseURL  string // empty: X's own for the generation
	Account  string // that is named, in whatever case and with or without @; empty: none is
	Keys     string // tells the keys of the environment from others, and is none of them; empty: there are none
	Category upload.Category
	Anyway   bool
	Premium  bool
}

// key is the same text for all that is equal. A window that was opened without the keys of the environment cannot upload
// with them.
func (w Where) key() string {
	base := w.BaseURL
	if base == "" {
		base = w.API.DefaultBase()
	}
	return fmt.Sprintf("%q", []string{
		strings.Join(w.Home, "\n"), fmt.Sprint(w.Practice), string(w.API), strings.TrimRight(base, "/"),
		strings.ToLower(strings.TrimPrefix(w.Account, "@")), w.Keys, string(w.Category), fmt.Sprint(w.Anyway), fmt.Sprint(w.Premium),
	})
}

// Meet looks whether a window is open already that is equal in all that where says. That window is handed the files, and
// shows itself; this program has nothing left to do then. Otherwise it is the first, which others will meet: see
// Deps.First. With an error it is neither, and works by itself.
func Meet(ctx context.Context, where Where, files []string, start bool) (first *desktop.First, handed bool, err error) {
	whole, err := whole(files) // the other program may be in another folder
	if err != nil {
		return nil, false, err
	}
	return desktop.Meet(ctx, where.key(), desktop.Handover{Files: whole, Start: start})
}

// whole returns the whole paths of files in the folder that the program is in now.
func whole(files []string) ([]string, error) {
	paths := make([]string, len(files))
	for i, file := range files {
		var err error
		if paths[i], err = filepath.Abs(file); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// receive takes in what other starts hand over, until the window goes.
func (u *UI) receive(first *desktop.First) {
	first.Serve(u.ctx, func(h desktop.Handover) { u.receiveFiles(h.Files, h.Start) })
}

// receiveOpened takes in what the system asks this program to open, until the window goes.
func (u *UI) receiveOpened() {
	u.deps.OpenWith(u.ctx, func(paths []string) { u.receiveFiles(paths, false) })
}

// receiveFiles brings the window to the front and takes files in, which may be none. It returns when that is done.
func (u *UI) receiveFiles(files []string, start bool) {
	taken := make(chan struct{})
	u.do(func() {
		desktop.Raise(u.window)
		if len(files) > 0 {
			u.add(files, start || u.starts())
		}
		close(taken)
	})
	select {
	case <-taken:
	case <-u.ctx.Done(): // nothing is accepted any more
	}
}
