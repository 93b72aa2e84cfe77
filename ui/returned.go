package ui

import (
	"hoist/ui/messages"
	"hoist/upload"
)

// awaitsFile reports whether a video stopped in the middle because its file is out of reach: a drive was unplugged, say.
// It goes on by itself once the file is back.
func (v *video) awaitsFile() bool {
	kind := upload.Kind(messages.KindOf(v.problem))
	return v.state == failed && v.progress.Confirmed > 0 && (kind == upload.FileMissing || kind == upload.FileUnreadable)
}

// watchFiles looks whether files are back that videos wait for, without the window waiting: a drive may take its time.
func (u *UI) watchFiles() {
	for _, v := range u.videos {
		if !v.awaitsFile() || v.looking {
			continue
		}
		v.looking = true
		segmentBytes := u.segmentBytes()
		u.work.Go(func() {
			file, err := upload.Inspect(v.path, segmentBytes, true)
			u.do(func() {
				v.looking = false
				if err != nil || !u.has(v) || !v.awaitsFile() || file.Bytes != v.file.Bytes || !file.ModTime.Equal(v.file.ModTime) {
					return
				}
				u.retry(v)
				u.status(u.words.Text("ui.status.file_back", "Name", v.name))
			})
		})
	}
}
