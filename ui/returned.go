package ui

import (
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

// watchFiles looks whether files are back that videos wait for, without the window waiting: a drive may take its time.
func (u *UI) watchFiles() {
	u.watchMissing()
	for _, v := range u.videos {
		if !v.awaitsFile() || v.looking || !u.mayGoOn(v) {
			continue
		}
		v.looking = true
		segmentBytes := u.segmentBytes()
		u.work.Go(func() {
			file, err := upload.Inspect(v.path, segmentBytes, true)
			u.do(func() {
				v.looking = false
				same := file.Bytes == v.file.Bytes && file.ModTime.Equal(v.file.ModTime)
				if err != nil || !u.has(v) || !v.awaitsFile() || !u.mayGoOn(v) || !same {
					return
				}
				u.retry(v)
				u.status(u.words.Text("ui.status.file_back", "Name", v.name))
			})
		})
	}
}

// mayGoOn reports whether an upload can go on without a word to anybody: somebody is signed in to its account.
func (u *UI) mayGoOn(v *video) bool {
	return v.account.Practice || u.practice == nil && u.accountOf(v) != nil
}

// watchMissing looks whether files are back that were not there when the window looked: their videos are ready then. There
// may be as many as a drive holds, so that they are looked at one after the other.
func (u *UI) watchMissing() {
	var missing []*video
	for _, v := range u.videos {
		if v.state == refused && v.outOfReach() && !v.looking {
			v.looking = true
			missing = append(missing, v)
		}
	}
	if len(missing) == 0 {
		return
	}
	segmentBytes := u.segmentBytes()
	u.work.Go(func() {
		all := make([]looked, len(missing))
		for i, v := range missing {
			if u.ctx.Err() != nil {
				return
			}
			all[i].file, all[i].err = upload.Inspect(v.path, segmentBytes, u.deps.Anyway)
		}
		u.do(func() {
			defer u.gather()()
			for i, v := range missing {
				v.looking = false
				if all[i].err == nil && v.state == refused {
					u.inspected(v, all[i], false)
				}
			}
		})
	})
}
