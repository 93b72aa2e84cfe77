package home

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// eventful returns a home in which much has happened, of a person whose folder is the second.
func eventful(t *testing.T) (*Home, string) {
	t.Helper()
	h, root := under(t)
	user := filepath.Join(t.TempDir(), "mistress.quickly")
	t.Setenv("HOME", user)
	t.Setenv("USERPROFILE", user)
	t.Setenv("USER", "mistress.quickly")
	settings := Defaults()
	settings.LastFolder, settings.Account = filepath.Join(user, "Holiday"), "kestrelfilms"
	if err := h.SaveSettings(settings); err != nil {
		t.Fatal(err)
	}
	if err := h.SaveQueue([]Queued{{Path: filepath.Join(user, "Waiting one.mp4")}}); err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		e := sent(n, time.Duration(5-n)*time.Hour)
		e.Name = fmt.Sprintf("Ended %d.mp4", n)
		e.Path = filepath.Join(user, "Holiday", e.Name)
		remember(t, h, e)
		journal := filepath.Join(h.journals, fmt.Sprintf("188002810602051584%d.journal", n))
		write(t, journal, fmt.Sprintf("01234567 {\"version\":1,\"file\":%q,\"file_raw\":\"/3NlY3JldA==\",\"account\":\"kestrelfilms\"}\n89abcdef {\"segment\":%d}\n",
			filepath.ToSlash(filepath.Join(user, fmt.Sprintf("Begun %d.mp4", n))), n))
		old := time.Now().Add(time.Duration(n-9) * time.Hour)
		if err := os.Chtimes(journal, old, old); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(h.logs, "hoist.log"), "the beginning of Ended 4.mp4\n"+strings.Repeat(said("file", filepath.Join(user, "Holiday", "Ended 4.mp4")), 5000)+
		"of mistress.quickly, Open one.mov, Waiting one.mp4\n")
	write(t, filepath.Join(h.logs, "hoist.log.1"), "before\n")
	write(t, filepath.Join(h.logs, "trace-2026-11-27.log"), "of yesterday\n")
	write(t, filepath.Join(h.logs, "trace-2026-11-28.log"), "<- Authorization: OAuth oauth_token=\"abcdefgh\"\n")
	return h, root
}

func text(t *testing.T, parts []Part, name string) string {
	t.Helper()
	at := slices.IndexFunc(parts, func(p Part) bool { return p.Name == name })
	if at < 0 {
		t.Fatalf("there is no %s", name)
	}
	return parts[at].Text
}

// TestDiagnostics gathers what is there, within its bounds, and nothing of the person.
func TestDiagnostics(t *testing.T) {
	h, root := eventful(t)
	parts := h.Diagnostics("Hoist 0.1.0 of mistress.quickly\n", []string{filepath.Join(root, "Open one.mov")})
	var names []string
	for _, part := range parts {
		names = append(names, part.Name)
		for _, left := range []string{
			"mistress", "quickly", "Holiday", "Ended", "Begun", "Waiting", "Open one", "secret", "file_raw", "L3NlY3JldA", root, "abcdefgh", "yesterday",
		} {
			if strings.Contains(part.Text, left) {
				t.Errorf("%q is in %s: %.300s", left, part.Name, part.Text)
			}
		}
		if len(part.Text) > diagnosedTrace {
			t.Errorf("%s has %d bytes", part.Name, len(part.Text))
		}
	}
	if want := []string{
		"about.txt", "settings.json", "uploads/1.jsonl", "uploads/2.jsonl", "uploads/3.jsonl", "history.jsonl", "hoist.log", "hoist.log.1", "trace-2026-11-28.log",
	}; !slices.Equal(names, want) {
		t.Errorf("the files are %q", names)
	}
	if got := text(t, parts, "uploads/1.jsonl"); !strings.Contains(got, `"account":"kestrelfilms"`) || !strings.HasSuffix(got, "\n{\"segment\":4}\n") || !strings.HasPrefix(got, "{") {
		t.Errorf("the newest journal is %q", got)
	}
	if got := text(t, parts, "history.jsonl"); strings.Count(got, "\n") != 3 || !strings.Contains(got, `"account":"kay"`) {
		t.Errorf("the history is %q", got)
	}
	log := text(t, parts, "hoist.log")
	if !strings.HasPrefix(log, cutOff+"time=") || !strings.HasSuffix(log, ".mp4\n") || strings.Contains(log, "beginning") {
		t.Errorf("the log begins with %.200q", log)
	}
	again := text(t, parts, "history.jsonl")
	number := log[strings.LastIndex(log, "file=\"<path ")+len("file=\"<path "):]
	number = number[:strings.IndexByte(number, '>')]
	if !strings.Contains(again, "<video "+number+">.mp4") {
		t.Errorf("the video is %s in the log, and not so in the history: %s", number, again)
	}
}

// TestDiagnosticsOfNothing has what the program says of itself alone.
func TestDiagnosticsOfNothing(t *testing.T) {
	h, root := under(t)
	if parts := h.Diagnostics("Hoist 0.1.0\n", nil); len(parts) != 1 || parts[0] != (Part{"about.txt", "Hoist 0.1.0\n"}) {
		t.Errorf("it has %+v", parts)
	}
	if there(root) {
		t.Error("looking has made a folder")
	}
	for _, folder := range []string{"history.jsonl", "settings.json", filepath.Join("logs", "hoist.log"), filepath.Join("journals", "12.journal")} {
		if err := os.MkdirAll(filepath.Join(root, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if parts := h.Diagnostics("Hoist 0.1.0\n", nil); len(parts) != 1 {
		t.Errorf("of folders it has %+v", parts)
	}
}

// TestDiagnosticsAreExported as a zip for its owner alone, which replaces what had the name.
func TestDiagnosticsAreExported(t *testing.T) {
	name := filepath.Join(t.TempDir(), "diagnostics.zip")
	write(t, name, "of before")
	parts := []Part{{"about.txt", "Hoist\n"}, {"uploads/1.jsonl", "{\"file\":\"<path 1>.mp4\"}\n"}}
	if err := ExportDiagnostics(name, parts); err != nil {
		t.Fatal(err)
	}
	wantMode(t, name, 0o600)
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close() //nolint:errcheck // it was only read
	var got []Part
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, Part{f.Name, string(data)})
	}
	if !slices.Equal(got, parts) {
		t.Errorf("it holds %+v", got)
	}
	inAFile := filepath.Join(name, "diagnostics.zip")
	wantUnwritable(t, ExportDiagnostics(inAFile, parts), inAFile)
}
