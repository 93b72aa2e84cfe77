package ui

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// folderMost is how many files of a folder are looked at: somebody may have dropped a whole disk.
const folderMost = 20_000

// held is what folders hold.
type held struct {
	here, below  []looked // videos in the folders themselves, and in those within them
	segmentBytes int64    // that they are planned with
	most         bool     // there are more files than are looked at
	closed       int      // files and folders within that cannot be read
	shut         []string // of the folders themselves, those that cannot be read
}

// join adds what other folders hold.
func (h *held) join(other *held) {
	h.here, h.below = append(h.here, other.here...), append(h.below, other.below...)
	h.segmentBytes, h.most = other.segmentBytes, h.most || other.most
	h.closed, h.shut = h.closed+other.closed, append(h.shut, other.shut...)
}

// search looks for videos in a folder, which may be a link to one, and in those within it, until stop says that nobody
// waits for it. What is hidden is passed over, and so are links within, which may lead round in a circle. What cannot be
// read is counted.
func (h *held) search(folder string, look examine, stop func() bool) {
	files, root := 0, folder+string(filepath.Separator) // with which a link is followed
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case stop():
			return fs.SkipAll
		case path == root && err != nil:
			h.shut = append(h.shut, folder)
			return fs.SkipAll
		case path == root:
			return nil
		case strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case err != nil:
			h.closed++
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		case files == folderMost:
			h.most = true
			return fs.SkipAll
		}
		files++
		h.take(path, filepath.Dir(path) == folder, look)
		return nil
	})
}

// take looks at a file.
func (h *held) take(path string, here bool, look examine) {
	file, err := look(path, h.segmentBytes)
	switch l := (looked{path: path, file: file}); {
	case messages.KindOf(err) == string(upload.FileUnreadable):
		h.closed++
	case err != nil: // no video: there is more to say about the rest
	case here:
		h.here = append(h.here, l)
	default:
		h.below = append(h.below, l)
	}
}

func bytesOf(all []looked) int64 {
	sum := int64(0)
	for _, l := range all {
		sum += l.file.Bytes
	}
	return sum
}

// takeFolders asks what is wanted of folders, and returns what is to be said of those in which there is nothing. There is
// one question at a time.
func (u *UI) takeFolders(o *outcome) string {
	if len(o.folders) == 0 {
		return ""
	}
	said, h := "", &o.within
	if n := len(h.shut); n > 0 {
		said = u.words.Count("ui.status.folder_shut", n, "Name", folderName(h.shut))
	}
	read := slices.DeleteFunc(slices.Clone(o.folders), func(folder string) bool { return slices.Contains(h.shut, folder) })
	switch {
	case len(read) == 0:
	case len(h.here)+len(h.below) == 0:
		said = joined(u.words.Count("ui.status.no_videos", len(read), "Name", folderName(read)), u.closed(h), said)
	case u.asking != nil:
		u.next = append(u.next, func() { u.askFolders(read, h) })
	default:
		u.askFolders(read, h)
	}
	return said
}

func folderName(folders []string) string { return messages.Clean(filepath.Base(folders[0]), 80) }

// closed says how much in folders cannot be read.
func (u *UI) closed(h *held) string {
	if h.closed == 0 {
		return ""
	}
	return u.words.Count("ui.ask.folder.closed", h.closed)
}

// askFolders asks which of the videos in folders are wanted. They are never started by themselves.
func (u *UI) askFolders(folders []string, h *held) {
	all := append(slices.Clone(h.here), h.below...)
	add := func(these []looked) func() {
		return func() {
			if h.segmentBytes == u.segmentBytes() {
				u.take(these, false)
				return
			}
			paths := make([]string, len(these)) // to be planned with the segments of now
			for i, l := range these {
				paths[i] = l.path
			}
			u.add(paths, false)
		}
	}
	here := "ui.ask.folder.here"
	if len(folders) > 1 {
		here = "ui.ask.folder.here.several"
	}
	body := u.words.Count(here, len(h.here), "Size", u.words.Bytes(bytesOf(h.here)))
	choices := []choice{{u.words.Text("ui.ask.folder.add", "Count", len(all)), widgets.ButtonPrimary, add(all)}}
	switch {
	case len(h.here) == 0:
		body = u.words.Count("ui.ask.folder.only_below", len(h.below), "Size", u.words.Bytes(bytesOf(h.below)))
	case len(h.below) > 0:
		body = joined(body, u.words.Count("ui.ask.folder.below", len(h.below), "Size", u.words.Bytes(bytesOf(h.below))))
		choices = []choice{
			{u.words.Text("ui.ask.folder.add", "Count", len(h.here)), widgets.ButtonPrimary, add(h.here)},
			{u.words.Text("ui.ask.folder.add_all", "Count", len(all)), widgets.ButtonSecondary, add(all)},
		}
	}
	choices = append(choices, choice{u.words.Text("ui.ask.folder.cancel"), widgets.ButtonQuiet, nil})
	body = joined(body, u.closed(h))
	if h.most {
		body = joined(body, u.words.Text("ui.ask.folder.most", "Count", folderMost))
	}
	u.ask(u.words.Count("ui.ask.folder.title", len(folders), "Name", folderName(folders)), body, choices...)
}
