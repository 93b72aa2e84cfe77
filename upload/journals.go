package upload

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// journalSuffix follows the media ID in the name of a journal.
	journalSuffix = ".journal"
	// keepExpired is how long a journal is listed after its upload has expired, so that a person learns what became of
	// it.
	keepExpired = 7 * 24 * time.Hour
)

// Unfinished is an upload that was begun and not ended, as its journal tells.
type Unfinished struct {
	MediaID      string
	File         string // absolute path
	Account      string // as in Account.Name
	API          Generation
	BaseURL      string
	Category     Category
	Bytes        int64 // size of the file
	Sent         int64 // bytes that X has confirmed
	SegmentBytes int64
	Began        time.Time
	Expires      time.Time // until when X keeps what it was sent; zero: X did not say
	ModTime      time.Time // of the file, when the upload began
	Taken        []int     // confirmed segments, ascending
	InUse        bool      // a program is working on it
	Finalizing   bool      // FINALIZE has been tried
}

// Expired reports whether X no longer keeps what it was sent.
func (u Unfinished) Expired() bool { return over(u.Expires) }

// ListUnfinished reads all journals of a folder, oldest first. What is not a journal of this program, or cannot be
// read, is passed over and left alone. A folder that is not there has none. Journals that expired more than a week ago
// are deleted, unless they are in use.
func ListUnfinished(folder string) ([]Unfinished, error) {
	var list []Unfinished
	err := eachJournal(folder, func(file *os.File, s story) {
		u := unfinished(s)
		u.InUse = isLocked(file)
		list = append(list, u)
	})
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(u Unfinished) bool {
		return longExpired(u.Expires) && !u.InUse && removeExpired(folder, u.MediaID)
	})
	slices.SortFunc(list, func(a, b Unfinished) int {
		return cmp.Or(a.Began.Compare(b.Began), cmp.Compare(len(a.MediaID), len(b.MediaID)), strings.Compare(a.MediaID, b.MediaID))
	})
	return list, nil
}

// Discard deletes the journal of an unfinished upload: what was sent is lost. It fails with kind [InUse] when a program is
// working on it, and with [NotUnfinished] when there is no journal of this program.
func Discard(folder, mediaID string) error {
	j, err := openJournal(folder, mediaID)
	switch {
	case errors.Is(err, errInUse):
		return &Error{Kind: InUse, Segment: -1, Err: err}
	case err != nil:
		return &Error{Kind: NotUnfinished, Segment: -1, Err: err}
	}
	return j.remove()
}

// sameUpload reports whether an upload that want says is the one that h began: the same file, in the same name, to the
// same place, for the same use.
func (h head) sameUpload(want head) bool { return h.continuable(want) && h.Category == want.Category }

// continuable reports whether who has the file and the account of want can go on with what h began.
func (h head) continuable(want head) bool {
	return h.File == want.File && h.Account == want.Account && h.API == want.API && h.BaseURL == want.BaseURL
}

// findJournal returns the media ID of the newest journal for the same file, account, API, base URL and category that
// has not expired, whether it is in use or not; "" if there is none.
func findJournal(folder string, want head) (string, error) {
	var newest head
	err := eachJournal(folder, func(_ *os.File, s story) {
		h := s.head
		if h.sameUpload(want) && !over(s.expires) && (newest.MediaID == "" || h.Began.After(newest.Began)) {
			newest = h
		}
	})
	return newest.MediaID, err
}

// eachJournal calls see for each journal of a folder, with its open file and what it tells.
func eachJournal(folder string, see func(*os.File, story)) error {
	if folder == "" {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		mediaID, named := strings.CutSuffix(e.Name(), journalSuffix)
		if !named || !IsMediaID(mediaID) || !e.Type().IsRegular() {
			continue
		}
		file, err := openToRead(filepath.Join(folder, e.Name()))
		if err != nil {
			continue
		}
		if s, err := readJournal(file, mediaID); err == nil {
			see(file, s)
		}
		_ = file.Close() // it was only read
	}
	return nil
}

// unfinished returns what a journal tells, in the words of a listing.
func unfinished(s story) Unfinished {
	h := s.head
	u := Unfinished{
		MediaID: h.MediaID, File: h.File, Account: h.Account, API: h.API, BaseURL: h.BaseURL, Category: h.Category,
		Bytes: h.Bytes, Sent: s.sent(), SegmentBytes: h.SegmentBytes, Began: h.Began, Expires: s.expires, ModTime: h.ModTime,
		Taken: slices.Sorted(maps.Keys(s.taken)), Finalizing: s.finalizing,
	}
	return u
}

func longExpired(expires time.Time) bool {
	return !expires.IsZero() && time.Since(expires) > keepExpired
}

// removeExpired deletes a journal that has long expired, and reports whether it is gone. It looks again once it holds
// the lock: a program may have gone on with the upload since it was listed.
func removeExpired(folder, mediaID string) bool {
	j, err := openJournal(folder, mediaID)
	if err != nil {
		return errors.Is(err, errNoJournal)
	}
	if !longExpired(j.expires()) {
		_ = j.close() // it was only read
		return false
	}
	return j.remove() == nil
}
