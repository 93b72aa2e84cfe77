package upload

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"hoist/upload/video"
)

// Unfinished is an upload that was begun and has not ended, as its journal tells.
type Unfinished struct {
	MediaID      string
	File         string // absolute path
	Account      string // as in Account.Name
	API          Generation
	BaseURL      string
	Category     Category
	Bytes        int64 // of the file
	Sent         int64 // of these, what X has confirmed
	SegmentBytes int64
	ModTime      time.Time // of the file, when it was begun
	Taken        []int     // confirmed segments, ascending
	Began        time.Time
	Expires      time.Time // until when X keeps what it has; zero: X did not say
	Anyway       bool      // it goes although its content is not known to be a video
	InUse        bool      // a program is working on it
}

// journalKept is how long the journal of an upload that X has dropped is still listed.
const journalKept = 7 * 24 * time.Hour

// ListUnfinished returns the uploads whose journals lie in a folder, the oldest first. What is not a journal is passed
// over and left alone; a folder that is not there has none. Journals of uploads that X dropped more than a week ago are
// deleted.
func ListUnfinished(folder string) ([]Unfinished, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("upload: journals: %w", err)
	}
	var all []Unfinished
	for _, entry := range entries {
		id, ok := strings.CutSuffix(entry.Name(), journalSuffix)
		if !ok || !entry.Type().IsRegular() || !mediaIDs.MatchString(id) {
			continue
		}
		u, err := lookAt(folder, id)
		if err != nil {
			continue
		}
		if !u.InUse && !u.Expires.IsZero() && time.Since(u.Expires) > journalKept {
			_ = Discard(folder, id) // it is tried again the next time
			continue
		}
		all = append(all, u)
	}
	slices.SortStableFunc(all, func(a, b Unfinished) int { return a.Began.Compare(b.Began) })
	return all, nil
}

// Discard deletes the journal of an unfinished upload that nobody works on: what was sent is lost. It fails with a kind of
// [InUse] or [NotUnfinished].
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

// findJournal returns the newest upload that a new one of the same file to the same place would continue; "": none.
func findJournal(folder string, want head) (mediaID string, err error) {
	all, err := ListUnfinished(folder)
	for _, u := range slices.Backward(all) {
		if u.head().sameUpload(want) {
			return u.MediaID, nil
		}
	}
	return "", err
}

// lookAt reads a journal without disturbing whoever has it.
func lookAt(folder, mediaID string) (Unfinished, error) {
	path, err := journalPath(folder, mediaID)
	if err != nil {
		return Unfinished{}, err
	}
	file, err := os.Open(path) //nolint:gosec // made of a folder of ours and digits
	if err != nil {
		return Unfinished{}, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	j, _, err := readJournal(file)
	if err == nil && j.h.MediaID != mediaID {
		err = errForeign
	}
	if err != nil {
		return Unfinished{}, err
	}
	h, plan := j.h, j.h.plan()
	u := Unfinished{
		MediaID: mediaID, File: h.File, Account: h.Account, API: h.API, BaseURL: h.BaseURL, Category: h.Category,
		Bytes: h.Bytes, SegmentBytes: h.SegmentBytes, ModTime: h.ModTime, Began: h.Began, Expires: j.until, Anyway: h.Anyway,
		Taken: slices.Sorted(maps.Keys(j.sums)), InUse: isLocked(path),
	}
	for _, i := range u.Taken {
		_, size := plan.segment(i)
		u.Sent += size
	}
	return u, nil
}

// head returns what says whether two uploads are the same.
func (u *Unfinished) head() head {
	return head{File: u.File, Account: u.Account, API: u.API, BaseURL: u.BaseURL, Category: u.Category, Expires: u.Expires}
}

const journalSuffix = ".journal"

// mediaIDs is the form of X's media IDs, which journals are named after.
var mediaIDs = regexp.MustCompile(`^[0-9]{1,19}$`)

func journalPath(folder, mediaID string) (string, error) {
	if !mediaIDs.MatchString(mediaID) {
		return "", fmt.Errorf("%w: %q is not a media ID", errNoJournal, mediaID)
	}
	return filepath.Join(folder, mediaID+journalSuffix), nil
}

// check tells whether h can be of a journal of ours: it may have been written by anybody.
func (h head) check() error {
	switch plan := h.plan(); {
	case h.Version != journalVersion, !mediaIDs.MatchString(h.MediaID), h.API != V1 && h.API != V2, h.BaseURL == "",
		!filepath.IsAbs(h.File), h.Bytes <= 0, h.SegmentBytes <= 0, h.SegmentBytes > video.MaxSegmentBytes,
		plan.Segments < 1 || plan.Segments > video.MaxSegments, h.MediaType == "", h.Began.IsZero():
		return errForeign
	}
	return nil
}

// plan returns how the file is cut.
func (h head) plan() Plan {
	if h.SegmentBytes <= 0 || h.Bytes <= 0 || h.Bytes > video.MaxBytes {
		return Plan{}
	}
	return Plan{
		Bytes: h.Bytes, SegmentBytes: h.SegmentBytes,
		Segments: int((h.Bytes + h.SegmentBytes - 1) / h.SegmentBytes),
	}
}

// sameUpload reports whether h is an upload that want would continue: the same file, in the same name, to the same place,
// and not over.
func (h head) sameUpload(want head) bool {
	return h.File == want.File && h.Account == want.Account && h.API == want.API && h.BaseURL == want.BaseURL &&
		h.Category == want.Category && (h.Expires.IsZero() || time.Now().Before(h.Expires))
}
