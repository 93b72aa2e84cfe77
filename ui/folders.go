package ui

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hoist/ui/desktop"
	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// folderMost is how many files of folders are looked at: somebody may have dropped a whole disk.
const folderMost = 20_000

// held is what folders hold.
type held struct {
	here, below []looked // videos in the folders themselves, and in those within them
	files       int      // that were looked at
}

// onChooseFolder lets the person choose a folder of videos.
func (u *UI) onChooseFolder() {
	u.pick(desktop.PickFolder, "ui.pick.folder")
}

// isFolder reports whether a path leads to a folder. It uses the disk.
func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// search looks for videos in a folder and in those within it. What is hidden is passed over, and so are links, which
// may lead round in a circle. What cannot be read is passed over, too: there is more to say about the rest.
func (h *held) search(ctx context.Context, folder string, segmentBytes int64) {
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil || h.files >= folderMost:
			return fs.SkipAll
		case path == folder:
			return nil
		case err != nil, strings.HasPrefix(entry.Name(), "."):
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !entry.Type().IsRegular():
			return nil
		}
		h.files++
		file, err := upload.Inspect(path, segmentBytes, false)
		if err != nil {
			return nil
		}
		if l := (looked{path: path, file: file}); filepath.Dir(path) == folder {
			h.here = append(h.here, l)
		} else {
			h.below = append(h.below, l)
		}
		return nil
	})
}

func bytesOf(all []looked) int64 {
	sum := int64(0)
	for _, l := range all {
		sum += l.file.Bytes
	}
	return sum
}

// takeFolders asks what is wanted of folders, or says that there is nothing in them. beside: files came with them, of
// which the status tells.
func (u *UI) takeFolders(folders []string, h *held, beside bool) {
	answer := ""
	if beside {
		answer = u.frame.status.Text()
	}
	if len(h.here)+len(h.below) == 0 {
		answer = joined(answer, u.words.Count("ui.status.no_videos", len(folders), "Name", folderName(folders)))
	} else if u.asking != nil { // one question at a time
		u.next = func() { u.askFolders(folders, h) }
	} else {
		u.askFolders(folders, h)
	}
	u.status(answer)
}

func folderName(folders []string) string { return messages.Clean(filepath.Base(folders[0]), 80) }

// askFolders asks which of the videos in folders are wanted. They are never started by themselves.
func (u *UI) askFolders(folders []string, h *held) {
	all := append(slices.Clone(h.here), h.below...)
	add := func(these []looked) func() { return func() { u.take(these, false) } }
	body := u.words.Count("ui.ask.folder.here", len(h.here), "Size", u.words.Bytes(bytesOf(h.here)))
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
	if h.files >= folderMost {
		body = joined(body, u.words.Text("ui.ask.folder.most", "Count", folderMost))
	}
	u.ask(u.words.Count("ui.ask.folder.title", len(folders), "Name", folderName(folders)), body, choices...)
}
