package home

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// sent is a video that got its media ID some time ago.
func sent(id int, ago time.Duration) Entry {
	at := time.Now().Add(-ago).Round(0).UTC()
	return Entry{
		Time: at, Name: "film.mp4", Path: filepath.Join(os.TempDir(), "film.mp4"), Bytes: 1 << 30, Account: "kay",
		MediaID: fmt.Sprint(1880028106020515000 + id), Expires: at.Add(24 * time.Hour), Elapsed: 90 * time.Second, Segments: 205, Resent: 3,
	}
}

func remember(t *testing.T, h *Home, entries ...Entry) {
	t.Helper()
	for _, e := range entries {
		if err := h.Remember(e); err != nil {
			t.Fatal(err)
		}
	}
}

func history(t *testing.T, h *Home) []Entry {
	t.Helper()
	entries, err := h.History()
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func ids(entries []Entry) (ids []string) {
	for _, e := range entries {
		ids = append(ids, e.MediaID[len(e.MediaID)-4:])
	}
	return ids
}

func TestHistoryComesBack(t *testing.T) {
	h, root := under(t)
	if got := history(t, h); len(got) != 0 {
		t.Errorf("before the first upload it has %v", got)
	}
	older, newer := sent(1, time.Hour), sent(2, time.Minute)
	newer.Practice, newer.Name, newer.Expires = true, "Ｆilm „final“\n<&>.mp4", time.Time{}
	remember(t, h, newer, older)
	if got := history(t, h); !slices.Equal(got, []Entry{newer, older}) {
		t.Errorf("remembered %+v, read %+v", []Entry{newer, older}, got)
	}
	at := filepath.Join(root, "history.jsonl")
	wantMode(t, at, 0o600)
	if lines := strings.Count(read(t, at), "\n"); lines != 2 {
		t.Errorf("it has %d lines", lines)
	}
	if err := h.Forget(func(e Entry) bool { return e.Practice }); err != nil {
		t.Fatal(err)
	}
	if got := history(t, h); !slices.Equal(got, []Entry{older}) {
		t.Errorf("what was to stay became %+v", got)
	}
	wantMode(t, at, 0o600)
	if err := h.Forget(func(Entry) bool { return true }); err != nil {
		t.Fatal(err)
	}
	if left := names(t, root); !slices.Equal(left, []string{"history.lock"}) || len(history(t, h)) != 0 {
		t.Errorf("of an empty history there is %q", left)
	}
}

// TestHistoryIsBounded keeps 500 entries of 90 days, also in the file.
func TestHistoryIsBounded(t *testing.T) {
	h, root := under(t)
	old := sent(999, historyAge+time.Hour)
	remember(t, h, old)
	if got := history(t, h); len(got) != 0 {
		t.Errorf("it has an entry of %v", got[0].Time)
	}
	one := read(t, filepath.Join(root, "history.jsonl"))
	var lines strings.Builder
	for n := range historyLines - 1 {
		at := time.Now().Add(-time.Duration(historyLines-n) * time.Minute)
		lines.WriteString(strings.ReplaceAll(strings.Replace(one, "5999", fmt.Sprintf("5%03d", n), 1), old.Time.Format(time.RFC3339Nano), at.Format(time.RFC3339Nano)))
	}
	write(t, filepath.Join(root, "history.jsonl"), one+lines.String())
	got := history(t, h)
	if len(got) != historyKept || !slices.Equal(ids(got[:2]), []string{"5998", "5997"}) {
		t.Fatalf("%d entries, the newest %q", len(got), ids(got[:min(2, len(got))]))
	}
	remember(t, h, sent(1888, 0)) // one line too many
	if n := strings.Count(read(t, filepath.Join(root, "history.jsonl")), "\n"); n != historyKept {
		t.Errorf("the file has %d lines", n)
	}
	if now := history(t, h); !slices.Equal(ids(now[:2]), []string{"6888", "5998"}) || !slices.Equal(now[1:], got[:historyKept-1]) {
		t.Errorf("the newest are %q", ids(now[:2]))
	}
}

// TestBrokenHistory passes over what makes no sense, and keeps the rest, with what a newer version wrote into it.
func TestBrokenHistory(t *testing.T) {
	h, root := under(t)
	at := filepath.Join(root, "history.jsonl")
	remember(t, h, sent(1, time.Hour))
	good := strings.TrimSpace(read(t, at))
	newer := strings.Replace(strings.Replace(good, "5001", "5002", 1), "{", `{"post":{"id":1e99},`, 1)
	write(t, at, strings.Join([]string{
		"", "\x00\xff", "null", "[1]", "7", `{"media_id":"12"}`, strings.Replace(good, "1880", "188x", 1),
		strings.Replace(good, "kay", strings.Repeat("k", 99), 1), strings.Replace(good, `"bytes":1073741824`, `"bytes":"many"`, 1),
		strings.Replace(good, "{", `{"x":"`+strings.Repeat("x", lineMost)+`",`, 1),
		good, newer, good[:40], // a power cut in the middle of a line
	}, "\n"))
	if got := ids(history(t, h)); !slices.Equal(got, []string{"5001", "5002"}) {
		t.Errorf("read %q", got)
	}
	remember(t, h, sent(3, 0))
	if got := ids(history(t, h)); !slices.Equal(got, []string{"5003", "5001", "5002"}) {
		t.Errorf("after half a line: %q", got)
	}
	if err := h.Forget(func(e Entry) bool { return strings.HasSuffix(e.MediaID, "5001") }); err != nil {
		t.Fatal(err)
	}
	if text := read(t, at); !strings.Contains(text, `"post":{"id":1e99}`) || strings.Contains(text, "5001") || strings.Count(text, "\n") != 2 {
		t.Errorf("rewritten as\n%s", text)
	}
}

// TestHistoryOfAnother reads the end of an endless file, and what no line of ours would hold in a form that is harmless.
func TestHistoryOfAnother(t *testing.T) {
	h, root := under(t)
	at := filepath.Join(root, "history.jsonl")
	e := sent(1, time.Hour)
	remember(t, h, e)
	line := read(t, at)
	line = strings.Replace(line, `"bytes":1073741824`, `"bytes":-4`, 1)
	line = strings.Replace(line, `"path":"`, `"path":"../`, 1)
	write(t, at, strings.Repeat(strings.Repeat("x", lineMost)+"\n", historyMost/lineMost)+line)
	got := history(t, h)
	if len(got) != 1 || got[0].Bytes != 0 || got[0].Path != "" || got[0].MediaID != e.MediaID {
		t.Errorf("read %+v", got)
	}
}

func TestWhatIsNotRemembered(t *testing.T) {
	h, root := under(t)
	e := sent(1, 0)
	e.MediaID = "none"
	if err := h.Remember(e); err == nil {
		t.Error("an entry without a media ID was taken")
	}
	long := sent(2, 0)
	long.Name, long.Path = strings.Repeat("ä", 1<<20), filepath.Join(root, strings.Repeat("\x01", 1<<20))
	raw := sent(3, 0)
	raw.Path += "\xff"
	remember(t, h, long, raw)
	for _, got := range history(t, h) {
		if got.Path != "" || len(got.Name) > fileNameMost+4 {
			t.Errorf("read a path of %d bytes and a name of %d", len(got.Path), len(got.Name))
		}
	}
	if n := len(history(t, h)); n != 2 {
		t.Errorf("%d entries", n)
	}
}

// Two homes of one folder are two programs: none loses what the other one writes while it reduces the file.
func TestRememberAtOnce(t *testing.T) {
	root := t.TempDir()
	var homes []*Home
	for range 2 {
		h, err := Open(with(map[string]string{"HOIST_HOME": root}))
		if err != nil {
			t.Fatal(err)
		}
		homes = append(homes, h)
	}
	remember(t, homes[0], sent(999, time.Hour))
	const each = 20
	var all sync.WaitGroup
	for n := range 2 * each {
		all.Go(func() {
			if err := homes[n%2].Remember(sent(n, time.Minute)); err != nil {
				t.Error(err)
			}
		})
		if n%4 == 0 {
			all.Go(func() {
				if err := homes[(n/4)%2].Forget(func(e Entry) bool { return strings.HasSuffix(e.MediaID, "5999") }); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	if got := history(t, homes[0]); len(got) != 2*each {
		t.Errorf("%d of %d entries are left", len(got), 2*each)
	}
}

func TestHistoryThatCannotBeRead(t *testing.T) {
	h, root := under(t)
	if err := os.MkdirAll(filepath.Join(root, "history.jsonl", "in it"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := h.History()
	wantKind(t, err, HistoryUnreadable)
	wantKind(t, h.Forget(func(Entry) bool { return true }), HistoryUnreadable)
	wantUnwritable(t, h.Remember(sent(1, 0)), filepath.Join(root, "history.jsonl"))
}

// TestTable reads what is written for spreadsheets as they do.
func TestTable(t *testing.T) {
	e := sent(1, time.Hour)
	e.Time, e.Expires = time.Date(2026, 9, 21, 14, 5, 9, 0, time.FixedZone("", 7200)), time.Time{}
	e.Name, e.Path = `=HYPERLINK("http://evil","a, b")`, "\t/x\r\n\"y\""
	file := filepath.Join(t.TempDir(), "table.csv")
	var entries []Entry
	for _, first := range []string{"=", "+", "-", "@", "\t", "\r"} {
		e.Account = first + "1"
		entries = append(entries, e)
	}
	if err := ExportCSV(file, entries); err != nil {
		t.Fatal(err)
	}
	wantMode(t, file, 0o600)
	text, marked := strings.CutPrefix(read(t, file), "\ufeff")
	if !marked || !strings.HasPrefix(text, strings.Join(columns, ",")+"\r\n") {
		t.Errorf("it begins with %.80q", text)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 1+len(entries) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	// The reader, as RFC 4180 has it, takes \r\n within quotes for a line end.
	want := []string{
		"2026-09-21T14:05:09+02:00", "'" + e.Name, "'\t/x\n\"y\"", "1073741824", "'=1", e.MediaID, "", "false", "90.000", "205", "3",
	}
	if !slices.Equal(rows[1], want) {
		t.Errorf("row\n %q\nwant\n %q", rows[1], want)
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a spreadsheet would calculate %q", cell)
			}
		}
	}
	wantUnwritable(t, ExportCSV(filepath.Join(file, "below a file"), entries), filepath.Join(file, "below a file"))
}
