package upload

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"hoist/upload/video"
)

// Bounds of a journal. A full one, with a head and 1,001 records of the longest kind, stays within the first.
const (
	maxJournalBytes = 1 << 20  // no more of a file is read
	maxHeadBytes    = 64 << 10 // its line; a path alone may have 4,096 bytes, or 24,576 as JSON
	maxRecordBytes  = 512      // its line; ours have less than 100
	journalVersion  = 1
)

// head is the first line of a journal: what the upload is. It never holds keys.
type head struct {
	Version      int        `json:"version"` // 1
	MediaID      string     `json:"media_id"`
	MediaKey     string     `json:"media_key,omitempty"`
	API          Generation `json:"api"`
	BaseURL      string     `json:"base_url"`
	Account      string     `json:"account"` // as in Account.Name
	Category     Category   `json:"category"`
	File         string     `json:"file"` // absolute path
	Bytes        int64      `json:"bytes"`
	ModTime      time.Time  `json:"mod_time"`
	MediaType    string     `json:"media_type"`
	SegmentBytes int64      `json:"segment_bytes"`
	Began        time.Time  `json:"began"`
	Expires      time.Time  `json:"expires,omitzero"` // zero: X did not say
}

// headLine is a head as it is written.
type headLine struct {
	head
	// RawFile is the path where it is not UTF-8, which JSON could not keep: Linux allows any bytes.
	RawFile []byte `json:"file_raw,omitempty"`
}

// record is a line after the first: either a segment that X has confirmed, or that FINALIZE was tried.
type record struct {
	Segment  *int      `json:"segment,omitempty"`
	Sum      uint32    `json:"crc32c,omitempty"` // of the segment's bytes
	Expires  time.Time `json:"expires,omitzero"` // until when X keeps the upload now; zero: as before
	Finalize bool      `json:"finalize,omitempty"`
}

// story is what the good lines of a journal tell.
type story struct {
	head       head
	segments   int            // of the plan
	taken      map[int]uint32 // confirmed segments, with the CRC-32C of their bytes
	expires    time.Time      // as X said last; zero: it did not
	finalizing bool
	size       int64 // bytes of the good lines
}

// normal returns the head as it will be after it was written and read: times in UTC, without a monotonic part.
func (h head) normal() head {
	h.ModTime, h.Began, h.Expires = h.ModTime.Round(0).UTC(), h.Began.Round(0).UTC(), h.Expires.Round(0).UTC()
	return h
}

// check returns what is wrong with a head. Its sizes are checked before anything is computed with them.
func (h head) check() error {
	switch {
	case h.Version != journalVersion:
		return fmt.Errorf("version %d", h.Version)
	case !IsMediaID(h.MediaID):
		return errors.New("not a media ID")
	case !h.API.Known():
		return fmt.Errorf("no API of X: %q", h.API)
	case !h.Category.Known():
		return fmt.Errorf("no category of X: %q", h.Category)
	case !filepath.IsAbs(h.File) || strings.ContainsRune(h.File, 0):
		return errors.New("not an absolute path")
	case !utf8.ValidString(h.BaseURL + h.Account + h.MediaKey + h.MediaType):
		return errors.New("not UTF-8")
	}
	return h.checkNumbers()
}

func (h head) checkNumbers() error {
	switch {
	case h.Bytes <= 0 || h.Bytes > video.MaxBytes:
		return fmt.Errorf("%d bytes", h.Bytes)
	case h.SegmentBytes <= 0 || h.SegmentBytes > video.MaxSegmentBytes || h.SegmentBytes < leastSegmentBytes(h.Bytes):
		return fmt.Errorf("%d bytes in segments of %d", h.Bytes, h.SegmentBytes)
	case !saneTime(h.Began) || !h.Expires.IsZero() && !saneTime(h.Expires):
		return errors.New("impossible times")
	case h.ModTime.Year() < 0 || h.ModTime.Year() > 9999: // files from archives have any time; RFC 3339 has not
		return errors.New("impossible time of the file")
	}
	return nil
}

// saneTime reports whether a clock can have shown t; one that was never set shows 1970.
func saneTime(t time.Time) bool { return t.Year() >= 1970 && t.Year() <= 9999 }

// plan returns how the file is cut.
func (h head) plan() Plan {
	return Plan{
		Bytes: h.Bytes, SegmentBytes: h.SegmentBytes, Segments: int((h.Bytes + h.SegmentBytes - 1) / h.SegmentBytes),
	}
}

// line returns the head as the first line of a journal. A head that could not be read back is an error.
func (h head) line() ([]byte, error) {
	l := headLine{head: h}
	if !utf8.ValidString(h.File) {
		l.RawFile = []byte(h.File)
	}
	line, err := seal(l)
	if err != nil {
		return nil, err
	}
	back, err := readJournal(bytes.NewReader(line), h.MediaID)
	if err == nil && back.head != h {
		err = errors.New("it would not come back as it is")
	}
	return line, err
}

// newStory returns what is known once a head is written.
func newStory(h head) story {
	return story{head: h, segments: h.plan().Segments, taken: map[int]uint32{}, expires: h.Expires}
}

// sent returns the bytes of the confirmed segments.
func (s *story) sent() int64 {
	sum, plan := int64(0), s.head.plan()
	for i := range s.taken {
		_, size := plan.segment(i)
		sum += size
	}
	return sum
}

// fits reports whether a record of a segment can be one of this upload.
func (s *story) fits(r record) bool {
	return *r.Segment >= 0 && *r.Segment < s.segments && (r.Expires.IsZero() || saneTime(r.Expires))
}

// add takes a record in, and reports false for one that does not fit: a journal of ours has no such records.
func (s *story) add(r record) bool {
	switch {
	case r.Segment != nil && !r.Finalize:
		if _, twice := s.taken[*r.Segment]; twice || !s.fits(r) {
			return false
		}
		s.taken[*r.Segment] = r.Sum
		if !r.Expires.IsZero() {
			s.expires = r.Expires.UTC()
		}
		return true
	case r.Segment == nil && r.Finalize && !s.finalizing:
		s.finalizing = true
		return true
	}
	return false
}

// readJournal reads the journal of mediaID, up to the first line that is torn or broken. It fails with errForeign where
// not even the head is good, and otherwise only when reading does.
func readJournal(from io.Reader, mediaID string) (story, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxJournalBytes))
	if err != nil {
		return story{}, err
	}
	var first headLine
	line, data, err := unseal(data, maxHeadBytes, &first)
	if err != nil {
		return story{}, fmt.Errorf("%w: %w", errForeign, err)
	}
	if first.RawFile != nil {
		first.File = string(first.RawFile)
	}
	h := first.normal()
	if err := h.check(); err != nil {
		return story{}, fmt.Errorf("%w: %w", errForeign, err)
	}
	if h.MediaID != mediaID {
		return story{}, fmt.Errorf("%w: it is the one of %s", errForeign, h.MediaID)
	}
	s := newStory(h)
	s.size = int64(line)
	for {
		var r record
		line, data, err = unseal(data, maxRecordBytes, &r)
		if err != nil || !s.add(r) {
			return s, nil
		}
		s.size += int64(line)
	}
}

// castagnoli is the polynomial of CRC-32C, for which processors have an instruction.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// seal returns v as a line: the CRC-32C of its JSON, a space, its JSON, and a newline, which JSON itself never has.
func seal(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%08x %s\n", crc32.Checksum(text, castagnoli), text), nil
}

// unseal reads the first line of data into v, and returns its length and what follows it.
func unseal(data []byte, most int, v any) (length int, rest []byte, err error) {
	end := bytes.IndexByte(data[:min(len(data), most)], '\n')
	if end < 0 {
		return 0, nil, errors.New("a line without an end")
	}
	sum, text, _ := bytes.Cut(data[:end], []byte(" "))
	if string(sum) != fmt.Sprintf("%08x", crc32.Checksum(text, castagnoli)) {
		return 0, nil, errors.New("a line whose sum is wrong")
	}
	if err := json.Unmarshal(text, v); err != nil {
		return 0, nil, err
	}
	return end + 1, data[end+1:], nil
}
