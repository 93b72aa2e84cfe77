package upload

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Why a journal cannot be had.
var (
	errNoJournal = errors.New("there is no journal of that upload")
	errInUse     = errors.New("a program is working on that upload")
	errForeign   = errors.New("not a journal of this program")
	errClosed    = errors.New("the journal is closed")
)

// memoryJournal returns a journal that has no file: closing and removing it do nothing.
func memoryJournal(h head) *journal {
	h.Version = journalVersion
	return &journal{kept: newStory(h.normal())}
}

// createJournal makes the journal of an upload that X has just opened. Its head is on the disk when it returns: no
// segment is sent before that.
func createJournal(folder string, h head) (*journal, error) {
	h = h.normal()
	h.Version = journalVersion
	line, err := h.line()
	if err != nil {
		return nil, fmt.Errorf("upload: journal %s: %w", h.MediaID, err)
	}
	path, err := journalPath(folder, h.MediaID)
	if err != nil {
		return nil, err
	}
	if err := makeFolder(folder); err != nil {
		return nil, fmt.Errorf("upload: journal: %w", err)
	}
	file, err := openLocked(path, true)
	if err != nil {
		return nil, fmt.Errorf("upload: journal %s: %w", h.MediaID, err)
	}
	j := &journal{path: path, file: file, kept: newStory(h)}
	err = j.write(line)
	if err == nil {
		err = syncFolder(folder)
	}
	if err != nil {
		_ = j.remove() // the failure before it says more
		return nil, fmt.Errorf("upload: journal %s: %w", h.MediaID, err)
	}
	return j, nil
}

// openJournal continues the journal of an upload. A torn or broken tail is cut off, so that what is appended can be
// read. It fails with errNoJournal, errInUse (by another program, or by this one) or errForeign; then the file stays
// as it is.
func openJournal(folder, mediaID string) (*journal, error) {
	path, err := journalPath(folder, mediaID)
	if err != nil {
		return nil, err
	}
	file, err := openLocked(path, false)
	if err != nil {
		return nil, fmt.Errorf("upload: journal %s: %w", mediaID, err)
	}
	kept, err := readJournal(file, mediaID)
	if err == nil {
		err = file.Truncate(kept.size)
	}
	if err == nil {
		// What a program wrote before it was killed was read from memory: it counts as kept, so it has to be.
		err = file.Sync()
	}
	if err != nil {
		_ = closeLocked(file) // the failure before it says more
		return nil, fmt.Errorf("upload: journal %s: %w", mediaID, err)
	}
	return &journal{path: path, file: file, size: kept.size, kept: kept}, nil
}

// journalPath returns where the journal of an upload is. A media ID that is none has no journal: nothing else gets into
// a path.
func journalPath(folder, mediaID string) (string, error) {
	if folder == "" || !IsMediaID(mediaID) {
		return "", fmt.Errorf("upload: journal %.40q: %w", mediaID, errNoJournal)
	}
	return filepath.Join(folder, mediaID+journalSuffix), nil
}

// makeFolder makes the folder of the journals where it is not there, so that a power cut does not take it away.
func makeFolder(folder string) error {
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(filepath.Clean(folder)))
}

// openLocked opens the journal at path and locks it, or makes it. It fails with errInUse, with errNoJournal where no
// file is, and with errForeign where something else is, such as a link.
func openLocked(path string, create bool) (*os.File, error) {
	if !create {
		info, err := os.Lstat(path) // before it is opened: opening a named pipe could wait
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, errNoJournal
		case err == nil && !info.Mode().IsRegular():
			return nil, errForeign
		}
	}
	file, err := openToLock(path, create)
	if err != nil {
		return nil, err
	}
	// Between opening and locking, the journal may have been deleted: then this is a file without a name.
	named, err := os.Lstat(path)
	open, errOpen := file.Stat()
	if err != nil || errOpen != nil || !os.SameFile(named, open) {
		_ = closeLocked(file) // nothing was written
		return nil, errNoJournal
	}
	return file, nil
}

// patiently tries to lock a journal for a moment: a program that makes a listing looks at the locks, and a process that
// is just being started has all open files until its own program is loaded.
func patiently(lock func() error) error {
	for n := 0; ; n++ {
		if err := lock(); !errors.Is(err, errInUse) || n == 10 {
			return err
		}
		time.Sleep(5 * time.Millisecond)
	}
}
