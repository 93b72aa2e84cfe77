package ui

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
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
func (u *UI) onChoose() { u.pick(desktop.PickVideos, "ui.pick.title") }

// pick asks for files or folders and takes them in.
func (u *UI) pick(ask func(context.Context, desktop.Picker), title string) {
	ask(u.ctx, desktop.Picker{
		Window: u.window, Title: u.words.Text(title), Kind: u.words.Text("ui.pick.kind"), Folder: u.settings.LastFolder,
		Go: func(f func()) { u.work.Go(f) }, Do: u.do,
		Picked: func(paths []string) {
			if len(paths) > 0 {
				u.settings.LastFolder = filepath.Dir(paths[0])
				u.saveSettings()
				u.add(paths, u.starts())
			}
		},
		Failed: func(err error) { u.status(messages.Clean(err.Error(), 200)) },
	})
}

// starts reports whether videos that come in are uploaded without a click.
func (u *UI) starts() bool { return u.deps.StartAtOnce || u.settings.StartByItself }

// onPaste takes in the paths and file addresses that are on the clipboard, one a line.
func (u *UI) onPaste() {
	folder, _ := os.UserHomeDir() // without one, ~ is not understood
	paths := pastedPaths(u.deps.App.Clipboard().Content(), folder)
	if len(paths) == 0 {
		u.status(u.words.Text("ui.status.paste_nothing"))
		return
	}
	u.add(paths, u.starts())
}

// pastedPaths reads paths as file managers and shells write them: file:// addresses, quoted or escaped, with ~ for the
// person's own folder. What is neither absolute nor an address is not taken for a path.
func pastedPaths(text, home string) []string {
	var paths []string
	for line := range strings.Lines(text) {
		path := pathOf(strings.TrimSpace(line))
		if rest, ok := strings.CutPrefix(path, "~/"); ok && home != "" {
			path = filepath.Join(home, rest)
		}
		if filepath.IsAbs(path) {
			paths = append(paths, filepath.Clean(path))
		}
	}
	return paths
}

// pathOf returns the path that a line means.
func pathOf(line string) string {
	if n := len(line); n >= 2 && line[0] == line[n-1] && (line[0] == '"' || line[0] == '\'') {
		return fromAddress(line[1 : n-1]) // nothing in it is escaped
	}
	return unescaped(fromAddress(line))
}

// unescaped takes out the backslashes that a shell wants before blanks and brackets.
func unescaped(path string) string {
	if os.PathSeparator == '\\' {
		return path
	}
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] == '\\' && i+1 < len(path) {
			i++
		}
		b.WriteByte(path[i])
	}
	return b.String()
}

// fromAddress returns the path that a file:// address of this computer names, and any other text as it is.
func fromAddress(text string) string {
	address, err := url.Parse(text)
	if err != nil || address.Scheme != "file" || address.Host != "" && address.Host != "localhost" {
		return text
	}
	path := filepath.FromSlash(address.Path)
	if len(path) > 2 && os.PathSeparator == '\\' && path[2] == ':' {
		path = path[1:] // \C:\…
	}
	return path
}

// looked is a file that was looked at.
type looked struct {
	path string
	file upload.File
	err  error

	lined string // see video
}

// longestName is how much of a file's name is shown, in characters.
const longestName = 120

// videoAt returns the video of a file that was looked at.
func videoAt(l looked, now time.Time) *video {
	v := &video{path: l.path, name: messages.Clean(filepath.Base(l.path), longestName), file: l.file, state: ready}
	if l.err != nil {
		v.refuse(l.err, now)
	}
	return v
}

// refuse says that the file of a video cannot be sent, and since when that is known.
func (v *video) refuse(err error, now time.Time) { v.state, v.problem, v.happened = refused, err, now }

// add looks at files without the window waiting, and takes them in. start begins to upload those that can be.
func (u *UI) add(paths []string, start bool) {
	var fresh []string
	for _, path := range paths {
		if abs, err := filepath.Abs(path); err == nil {
			path = abs
		}
		if v := u.find(path); v != nil {
			u.meetAgain(v, start)
			continue
		}
		fresh = append(fresh, path)
	}
	if len(fresh) == 0 {
		return
	}
	u.status(u.words.Count("ui.status.looking", len(fresh)))
	segmentBytes := u.segmentBytes()
	u.work.Go(func() {
		var all []looked
		var folders []string
		var within held
		for _, path := range fresh {
			if u.ctx.Err() != nil {
				return
			}
			if isFolder(path) {
				folders = append(folders, path)
				within.search(u.ctx, path, segmentBytes)
				continue
			}
			file, err := upload.Inspect(path, segmentBytes, u.deps.Anyway)
			all = append(all, looked{path: path, file: file, err: err})
		}
		u.do(func() {
			if len(all) > 0 {
				u.take(all, start)
			}
			if len(folders) > 0 {
				u.takeFolders(folders, &within, len(all) > 0)
			}
		})
	})
}

// meetAgain answers that a video is in the queue already. Where nothing of it has been sent its file is looked at once
// more: it may have been exported again.
func (u *UI) meetAgain(v *video, start bool) {
	if v.state == ready {
		u.inspect(v, start)
	} else if start {
		u.resume(v)
	}
	u.choose(v)
	u.status(u.words.Text("ui.status.already", "Name", v.name))
}

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
		if v.path == path && v.state != done && v.state != failed && v.state != refused {
			return v
		}
	}
	return nil
}

// fallen returns the video of a path that could not be sent: its card is of no use beside that of another try.
func (u *UI) fallen(path string) *video {
	for _, v := range u.videos {
		if v.path == path && (v.state == failed || v.state == refused) {
			return v
		}
	}
	return nil
}

// take puts files into the queue that were looked at. What is no video is passed over, and said, when others came
// with it; alone it gets a card, so that the answer stays.
func (u *UI) take(all []looked, start bool) {
	good := 0
	for _, l := range all {
		if l.err == nil {
			good++
		}
	}
	var skipped []looked
	var first *video
	for _, l := range all {
		if good > 0 && messages.KindOf(l.err) == string(upload.FileNotVideo) {
			skipped = append(skipped, l)
			continue
		}
		if u.find(l.path) != nil {
			continue // it came twice in one drop, or in a folder
		}
		if old := u.fallen(l.path); old != nil {
			u.supersede(old)
		}
		v := videoAt(l, u.now())
		u.addCard(v)
		if first == nil {
			first = v
		}
		if start && v.state == ready {
			u.start(v)
		}
	}
	u.status(u.taken(good, skipped, all))
	if first != nil {
		u.selected = first
	}
	u.refreshAll()
	if first != nil {
		u.frame.list.Reveal(first)
	}
}

// supersede takes away the card of a video that could not be sent, for another try of the same file, and the journal
// that the try has no use for.
func (u *UI) supersede(old *video) {
	if old.earlier != nil && spent(messages.KindOf(old.problem)) {
		u.work.Go(func() { u.discard(old.earlier.MediaID) })
	}
	u.dropCard(old)
}

// taken says what came of files that were added.
func (u *UI) taken(good int, skipped, all []looked) string {
	switch {
	case good == 0 && len(all) == 1 && messages.KindOf(all[0].err) == string(upload.FileMissing):
		return u.words.Text("ui.status.missing", "Path", messages.Clean(all[0].path, 200))
	case good == 0 && len(all) == 1:
		name := messages.Clean(filepath.Base(all[0].path), 80)
		return u.words.Text("ui.status.refused", "Name", name, "Cause", u.words.Problem(all[0].err, messages.Facts{}).Title)
	case good == 0:
		return u.words.Count("ui.status.none_added", len(all))
	case len(skipped) == 1:
		name := messages.Clean(filepath.Base(skipped[0].path), 80)
		cause := u.words.Problem(skipped[0].err, messages.Facts{}).Title
		return u.words.Count("ui.status.added", good) + " " + u.words.Text("ui.status.skipped_one", "Name", name, "Cause", cause)
	case len(skipped) > 1:
		return u.words.Count("ui.status.added", good) + " " + u.words.Count("ui.status.skipped", len(skipped))
	}
	return u.words.Count("ui.status.added", good)
}

// inspect looks again at the file of a video that is to be tried again, or cut into other segments.
func (u *UI) inspect(v *video, start bool) {
	segmentBytes, was := u.segmentBytes(), v.state
	u.work.Go(func() {
		file, err := upload.Inspect(v.path, segmentBytes, u.deps.Anyway)
		u.do(func() {
			if !u.has(v) || v.state != was {
				return
			}
			v.file, v.state = file, ready
			if err != nil {
				v.refuse(err, u.now())
			}
			if start && v.state == ready {
				u.start(v)
			}
			u.changed(v)
		})
	})
}
