package home

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Part is a file of the diagnostics.
type Part struct {
	Name string // in the zip, such as uploads/1.jsonl
	Text string // UTF-8
}

// How much goes into the diagnostics.
const (
	diagnosedLog      = 256 << 10 // bytes of each log, from its end
	diagnosedTrace    = 1 << 20   // and of the newest trace
	diagnosedJournal  = 1 << 20   // the longest that a journal is
	diagnosedJournals = 3
	diagnosedEntries  = 3 // of the history
)

// cutOff is the first line of a file of which the end is there alone.
const cutOff = "… what was before is left out\n"

// Diagnostics gathers what helps to find out what went wrong: about, which says what the program is and runs on, the
// settings, the newest unfinished uploads and the last of the history, logs, and the newest trace of requests. Paths and
// names of videos, and of the user and the computer, are replaced, those of videos that the program knows of besides as
// well; keys are never in it. What cannot be read is left out.
func (h *Home) Diagnostics(about string, videos []string) []Part {
	journals, fromJournals := h.diagnosedJournals()
	history, fromHistory := h.diagnosedHistory()
	parts := []Part{{"about.txt", about}, {"settings.json", end(h.settings, settingsMost)}}
	parts = append(append(parts, journals...), Part{"history.jsonl", history})
	for _, name := range []string{logName, logName + ".1", crashName} {
		parts = append(parts, Part{name, end(filepath.Join(h.logs, name), diagnosedLog)})
	}
	if name := h.newestTrace(); name != "" {
		parts = append(parts, Part{name, end(filepath.Join(h.logs, name), diagnosedTrace)})
	}

	p := h.person()
	p.videos = slices.Concat(videos, fromJournals, fromHistory)
	if queue, err := h.Queue(); err == nil {
		for _, q := range queue {
			p.videos = append(p.videos, q.Path)
		}
	}
	s := newScrubber(p)
	parts = slices.DeleteFunc(parts, func(p Part) bool { return p.Text == "" })
	for i := range parts {
		parts[i].Text = s.scrub(parts[i].Text)
	}
	return parts
}

// person returns whose program this is.
func (h *Home) person() person {
	p := person{own: map[string]string{}}
	for _, place := range h.Paths() {
		p.own[place] = "<Hoist>/" + filepath.Base(place)
	}
	for _, name := range []string{"USER", "LOGNAME", "USERNAME"} {
		if p.user == "" {
			p.user = os.Getenv(name)
		}
	}
	if folder, err := os.UserHomeDir(); err == nil {
		p.home = folder
		if p.user == "" {
			p.user = filepath.Base(folder)
		}
	}
	p.computer, _ = os.Hostname() // without it there is nothing to take out
	if settings, err := h.Settings(); err == nil {
		p.others = []string{settings.LastFolder, settings.Certificates}
	}
	return p
}

// end returns the end of a file, from the beginning of a line; nothing of one that cannot be read, or is none.
func end(name string, most int64) string {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	f, err := os.Open(name) //nolint:gosec // a name of ours
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // read only: nothing is lost
	from := max(0, info.Size()-most)
	text, err := io.ReadAll(io.NewSectionReader(f, from, most))
	if err != nil {
		return ""
	}
	if from == 0 {
		return string(text)
	}
	_, whole, _ := bytes.Cut(text, []byte("\n"))
	return cutOff + string(whole)
}

// newestTrace returns the name of the newest trace; "" where there is none.
func (h *Home) newestTrace() (newest string) {
	entries, err := os.ReadDir(h.logs)
	if err != nil {
		return ""
	}
	for _, entry := range entries { // in the order of their names, and so of their days
		if _, trace := traceDay(entry.Name()); trace {
			newest = entry.Name()
		}
	}
	return newest
}

// rawFile is the path of a video in a journal, where it is not UTF-8.
var rawFile = regexp.MustCompile(`,?"file_raw":"([^"]*)"`)

// diagnosedJournals returns the newest journals, and the paths of the videos in all of them.
func (h *Home) diagnosedJournals() (parts []Part, videos []string) {
	entries, err := os.ReadDir(h.journals)
	if err != nil {
		return nil, nil
	}
	written := map[string]time.Time{}
	var names []string
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() && entry.Name() != tryName && h.made(h.journals, entry.Name()) {
			names = append(names, entry.Name())
			written[entry.Name()] = info.ModTime()
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return written[b].Compare(written[a]) })
	for i, name := range names {
		text, files := openedJournal(end(filepath.Join(h.journals, name), diagnosedJournal))
		videos = append(videos, files...)
		if i < diagnosedJournals {
			parts = append(parts, Part{"uploads/" + strconv.Itoa(i+1) + ".jsonl", text})
		}
	}
	return parts, videos
}

// openedJournal returns the lines of a journal without the sums before them, which will not be theirs when paths have been
// replaced, and the paths of its video.
func openedJournal(text string) (lines string, videos []string) {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if _, record, sealed := strings.Cut(line, " "); sealed {
			line = record
		}
		if raw := rawFile.FindStringSubmatch(line); raw != nil {
			if path, err := base64.StdEncoding.DecodeString(raw[1]); err == nil {
				videos = append(videos, string(path))
			}
			line = strings.Replace(line, raw[0], "", 1)
		}
		var head struct{ File string }
		if json.Unmarshal([]byte(line), &head) == nil && head.File != "" {
			videos = append(videos, head.File)
		}
		b.WriteString(line)
	}
	return b.String(), videos
}

// diagnosedHistory returns the last lines of the history, and the videos in all of them.
func (h *Home) diagnosedHistory() (lines string, videos []string) {
	h.past.Lock()
	records, _, err := readRecords(h.history)
	h.past.Unlock()
	if err != nil {
		return "", nil
	}
	for i, r := range kept(records) {
		videos = append(videos, r.Path, r.Name)
		if i < diagnosedEntries {
			lines = string(r.line) + "\n" + lines
		}
	}
	return lines, slices.DeleteFunc(videos, func(video string) bool { return video == "" })
}

// ExportDiagnostics writes a zip of the parts to a file that the person chose, for them alone to read (0600). A file of that
// name is replaced at one blow. It fails with [Unwritable].
func ExportDiagnostics(name string, parts []Part) error {
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for _, part := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate, Modified: time.Now()})
		if err == nil {
			_, err = io.WriteString(w, part.Text)
		}
		if err != nil {
			return fmt.Errorf("home: diagnostics: %w", err) // a buffer takes everything: cannot be
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("home: diagnostics: %w", err)
	}
	if err := replace(name, file.Bytes()); err != nil {
		return unwritable(name, err)
	}
	return nil
}
