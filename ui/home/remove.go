package home

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// errLink is why something is left alone that stands where a file of this program would.
var errLink = errors.New("it is a link: what it leads to was left alone")

// Everything returns what this program has stored and is still there: each file, and each folder of its own in which
// nothing else is. What other programs or the person put there is not among it, nor what a link leads to.
func (h *Home) Everything() []string {
	all, _ := h.everything()
	return all
}

// RemoveEverything deletes what [Home.Everything] returns, and nothing else. No upload may be under way. It tries all of
// it, and fails with [NotRemoved] where something stays.
func (h *Home) RemoveEverything() error {
	h.file.Lock()
	defer h.file.Unlock()
	h.past.Lock()
	defer h.past.Unlock()
	all, failed := h.everything()
	return errors.Join(append(failed, removeAll(all))...)
}

// removeAll deletes files and empty folders, in that order, and goes on past what stays.
func removeAll(all []string) error {
	var failed []error
	for _, path := range all {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = append(failed, notRemoved(path, err))
		}
	}
	return errors.Join(failed...)
}

func notRemoved(path string, err error) *Error {
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		err = inPath.Err
	}
	return &Error{Kind: NotRemoved, Err: &fs.PathError{Op: "remove", Path: path, Err: err}}
}

// everything finds what is to go, in the order in which it can: the files of a folder before the folder, and that before
// the one around it. What cannot be looked at, and links, are its errors.
func (h *Home) everything() (all []string, failed []error) {
	config, state := filepath.Dir(h.settings), filepath.Dir(h.history)
	folders := []string{h.journals, h.logs, state}
	if config != state {
		folders = append(folders, config)
	}
	for _, folder := range append(folders, h.toolkit...) {
		more, errs := h.ours(folder, all)
		all, failed = append(all, more...), append(failed, errs...)
	}
	return all, failed
}

// ours finds what is to go of one folder: files, and then the folder itself where nothing else is in it. going are the
// folders within it that go before.
func (h *Home) ours(folder string, going []string) (all []string, failed []error) {
	entries, err := ownFolder(folder)
	if err != nil {
		return nil, []error{notRemoved(folder, err)}
	}
	left := len(entries)
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		switch ours := h.made(folder, entry.Name()); {
		case slices.Contains(going, path): // a folder of ours that goes
			left--
		case ours && entry.Type()&fs.ModeSymlink != 0:
			failed = append(failed, notRemoved(path, errLink))
		case ours && entry.Type().IsRegular():
			all = append(all, path)
			left--
		}
	}
	if left == 0 && entries != nil {
		all = append(all, folder)
	}
	return all, failed
}

// ownFolder returns what is in a folder of ours; nil where there is no folder. A link is not followed.
func ownFolder(path string) ([]fs.DirEntry, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, errLink
	case !info.IsDir():
		return nil, nil
	}
	entries, err := os.ReadDir(path)
	if err == nil && entries == nil {
		entries = []fs.DirEntry{} // empty, and ours
	}
	return entries, err
}

// toolkitFiles are what Fyne 2.8 writes into the folders that are for this program: its preferences, of which there are
// none, and the icon for notifications.
var toolkitFiles = []string{"preferences.json", "icon.png"}

// made reports whether this program makes files of that name in that folder.
func (h *Home) made(folder, name string) bool {
	switch folder {
	case h.journals:
		mediaID, journal := strings.CutSuffix(name, ".journal")
		return journal && numeral(mediaID) || name == tryName
	case h.logs:
		if _, trace := traceDay(name); trace || name == logLock {
			return true
		}
		base, number, aside := strings.Cut(name, ".log")
		return (base+".log" == logName || base+".log" == crashName) && aside && (number == "" || numeral(strings.TrimPrefix(number, ".")))
	}
	return filepath.Join(folder, name) == h.lock() || h.beside(folder, name) ||
		slices.Contains(h.toolkit, folder) && slices.Contains(toolkitFiles, name)
}

// beside reports whether a name is that of the settings, the queue or the history, or of a file that is made while one of
// them is written.
func (h *Home) beside(folder, name string) bool {
	for _, file := range []string{h.settings, h.queue, h.history} {
		rest, ours := strings.CutPrefix(name, filepath.Base(file))
		if !ours || folder != filepath.Dir(file) {
			continue
		}
		random, temporary := strings.CutSuffix(strings.TrimPrefix(rest, "."), ".tmp")
		if rest == "" || rest == ".broken" && file == h.settings || temporary && numeral(random) {
			return true
		}
	}
	return false
}

// numeral reports whether a text is a number.
func numeral(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
