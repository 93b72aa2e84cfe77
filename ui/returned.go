package ui

import (
	"errors"
	"io/fs"
	"path/filepath"

	"hoist/ui/desktop"
	"hoist/ui/messages"
	"hoist/upload"
)

// outOfReach reports whether the file is what is the matter with a video, and may come back: a drive was unplugged, say.
func (v *video) outOfReach() bool {
	kind := upload.Kind(messages.KindOf(v.problem))
	return kind == upload.FileMissing || kind == upload.FileUnreadable
}

// awaitsFile reports whether a video stopped in the middle because its file is out of reach. It goes on by itself once the
// file is back.
func (v *video) awaitsFile() bool {
	return v.state == failed && v.progress.Confirmed > 0 && v.outOfReach()
}

// forbidden reports whether the system does not let Hoist read the file.
func (v *video) forbidden() bool { return errors.Is(v.problem, fs.ErrPermission) }

// locate lets a person say where the file of an upload is that stopped in the middle.
func (u *UI) locate(v *video) {
	u.pick(desktop.PickVideos, desktop.Picker{
		Title: u.words.Text("ui.details.locating", "Name", v.name), Kind: u.words.Text("ui.pick.kind"), Folder: filepath.Dir(v.path),
		Picked: func(paths []string) {
			if u.has(v) && v.state == failed {
				u.continueWith(v, paths[0])
			}
		},
	})
}

// sought is what is true of a video again where the file that a person has named is not the one that was begun.
type sought struct {
	path    string
	problem error
}

// rename gives a video another file.
func (v *video) rename(path string) {
	v.path, v.name, v.file.Path = path, messages.Clean(filepath.Base(path), longestName), path
}

// mistaken takes back what a person has said about where the file of a video is, since it is not the one that was begun.
// It reports whether that was so.
func (u *UI) mistaken(v *video, err error) bool {
	was := v.sought
	v.sought = nil
	if was == nil || messages.KindOf(err) != string(upload.FileChanged) {
		return false
	}
	other := v.name
	v.rename(was.path)
	v.state, v.problem = failed, was.problem
	u.status(u.words.Text("ui.status.other_file", "Name", other))
	u.changed(v)
	u.refreshWaiting()
	return true
}

// continueWith goes on with a file that stands elsewhere now, where it is the one that was begun: the engine compares it
// with what X has. Where nothing was begun it is sent from its beginning.
func (u *UI) continueWith(v *video, path string) {
	if !v.account.Practice && v.progress.MediaID != "" && !u.mayResume(v) {
		return
	}
	if v.progress.MediaID == "" {
		v.rename(path)
		u.retry(v)
		return
	}
	v.sought = &sought{path: v.path, problem: v.problem}
	v.rename(path)
	r := upload.Request{File: path, MediaID: v.progress.MediaID, Category: u.deps.Category}
	if v.account.Practice {
		u.upload(v, v.account, r)
		return
	}
	if v.earlier == nil { // so that another try goes on with it, too
		v.earlier = &upload.Unfinished{MediaID: r.MediaID, Category: r.Category}
	}
	r.Category = v.earlier.Category
	u.upload(v, *u.accountOf(v), r)
}

// watchFiles looks whether files are back that videos wait for, without the window waiting: a drive may take its time.
func (u *UI) watchFiles() {
	u.watchMissing()
	for _, v := range u.videos {
		if !v.awaitsFile() || v.looking || !u.mayGoOn(v) {
			continue
		}
		v.looking = true
		u.examineAll([]*video{v}, nil, func(all []looked) {
			v.looking = false
			file, err := all[0].file, all[0].err
			same := file.Bytes == v.file.Bytes && file.ModTime.Equal(v.file.ModTime)
			if err != nil || !u.has(v) || !v.awaitsFile() || !u.mayGoOn(v) || !same {
				return
			}
			u.retry(v)
			u.status(u.words.Text("ui.status.file_back", "Name", v.name))
		})
	}
}

// mayGoOn reports whether an upload can go on without a word to anybody: somebody is signed in to its account.
func (u *UI) mayGoOn(v *video) bool {
	return v.account.Practice || u.practice == nil && u.accountOf(v) != nil
}

// watchMissing looks whether files are back that were not there when the window looked, or are whole by now: their videos
// are ready then. There may be as many as a drive holds, so that they are looked at one after the other.
func (u *UI) watchMissing() {
	var missing []*video
	for _, v := range u.videos {
		if v.state == refused && (v.outOfReach() || v.partial()) && !v.looking {
			v.looking = true
			missing = append(missing, v)
		}
	}
	if len(missing) == 0 {
		return
	}
	u.examineAll(missing, nil, func(all []looked) {
		defer u.gather()()
		for i, v := range missing {
			v.looking = false
			if u.has(v) {
				u.mended(v, all[i], u.now())
			}
		}
	})
}
