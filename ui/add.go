package ui

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/desktop"
	"hoist/ui/messages"
	"hoist/upload"
)

// onDropped takes files in that were dropped anywhere on the window.
func (u *UI) onDropped(uris []fyne.URI) {
	var paths []string
	for _, uri := range uris {
		paths = append(paths, uri.Path()) // decoded; String is not
	}
	u.add(paths, u.starts())
}

// onChoose lets the person choose files.
func (u *UI) onChoose() { u.pickNew(desktop.PickVideos, "ui.pick.title") }

// onChooseFolder lets the person choose folders of videos.
func (u *UI) onChooseFolder() { u.pickNew(desktop.PickFolder, "ui.pick.folder") }

// pickNew asks for files or folders and takes them in.
func (u *UI) pickNew(ask func(context.Context, desktop.Picker), title string) {
	u.pick(ask, desktop.Picker{
		Title: u.words.Text(title), Kind: u.words.Text("ui.pick.kind"), Folder: u.settings.LastFolder,
		Picked: func(paths []string) {
			u.settings.LastFolder = filepath.Dir(paths[0])
			u.saveSettings()
			u.add(paths, u.starts())
		},
	})
}

// pick shows a dialog for files or folders. p.Picked is called where the person has chosen one; where p.Failed is nil, the
// status line says why there is no dialog. While one stands there is no second: the desktop shows it beside the window,
// which goes on taking keys.
func (u *UI) pick(ask func(context.Context, desktop.Picker), p desktop.Picker) {
	if u.picking {
		return
	}
	u.picking = true
	picked, failed := p.Picked, p.Failed
	if failed == nil {
		failed = func(err error) { u.status(messages.Clean(err.Error(), 200)) }
	}
	p.Window, p.Go, p.Do = u.window, func(f func()) { u.work.Go(f) }, u.do
	p.Picked = func(paths []string) {
		u.picking = false
		if len(paths) > 0 {
			picked(paths)
		}
	}
	p.Failed = func(err error) {
		u.picking = false
		failed(err)
	}
	ask(u.ctx, p)
}

// starts reports whether videos that come in are uploaded without a click.
func (u *UI) starts() bool { return u.deps.StartAtOnce || u.settings.StartByItself }

// onPaste takes in the paths and file addresses that are on the clipboard, and says how much of it is none.
func (u *UI) onPaste() {
	folder, _ := os.UserHomeDir() // without one, ~ is not understood
	paths, others := pastedPaths(u.deps.App.Clipboard().Content(), folder, runtime.GOOS)
	if len(paths) == 0 {
		u.status(u.words.Text("ui.status.paste_nothing"))
		return
	}
	in := &intake{start: u.starts()}
	if others > 0 {
		in.also = u.words.Count("ui.status.paste_others", others)
	}
	u.takeIn(in, paths)
}

// add takes files in, and looks at them without the window waiting. start begins to upload those that can be.
func (u *UI) add(paths []string, start bool) { u.takeIn(&intake{start: start}, paths) }

// addAgain takes a file in that has been uploaded already, to be uploaded once more.
func (u *UI) addAgain(path string) { u.takeIn(&intake{start: u.starts(), anew: true}, []string{path}) }

// segmentBytes is the size that uploads are planned with now.
func (u *UI) segmentBytes() int64 {
	if u.practice != nil {
		return u.practice.SegmentBytes
	}
	return u.settings.SegmentBytes
}

// find returns the video of a path that is in the queue and not at its end.
func (u *UI) find(path string) *video {
	for _, v := range u.videos {
		if v.path == path && !v.ended() {
			return v
		}
	}
	return nil
}

// ended reports whether nothing more happens to a video by itself.
func (v *video) ended() bool { return v.state == done || v.fell() }

// fell reports whether a video could not be sent: its card is of no use beside that of another try.
func (v *video) fell() bool { return v.state == failed || v.state == refused }

// inspect looks again at the file of a video that is to be tried again, or cut into other segments.
func (u *UI) inspect(v *video, start bool) { u.inspectAll([]*video{v}, start) }

// refuse says that the file of a video cannot be sent, and since when that is known.
func (v *video) refuse(err error, now time.Time) { v.state, v.problem, v.happened = refused, err, now }

// examine is [upload.Inspect], as a test may replace it.
type examine func(path string, segmentBytes int64) (upload.File, error)

// look says what a file is, and whether that is not known yet because it is still being written.
func (e examine) look(path string, segmentBytes int64) looked {
	file, err := e(path, segmentBytes)
	l := looked{path: path, file: file, err: err}
	l.growing = growing(&l)
	return l
}
