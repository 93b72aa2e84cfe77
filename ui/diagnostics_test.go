package ui

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/home"
	"hoist/ui/widgets"
)

// diagnosticsScene shows the diagnostics of a program to which this and that has happened.
func (s *stage) diagnosticsScene() {
	s.t.Setenv("HOME", "/home/mistress.quickly")
	s.now = func() time.Time { return time.Date(2026, 11, 28, 14, 32, 0, 0, time.UTC) }
	failed := failedVideo()
	failed.path = "/home/mistress.quickly/Videos/Launch film.mp4"
	s.addCard(failed)
	_, logs := s.deps.Home.Folders()
	log, err := s.deps.Home.OpenLog()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, line := range []string{
		`time=2026-11-28T14:30:12.120Z level=INFO msg=started version=0.1.0 system=linux command=hoist pid=4711`,
		`time=2026-11-28T14:31:40.002Z level=WARN msg="upload failed" kind=file_gone cause="open /home/mistress.quickly/Videos/Launch film.mp4: no such file or directory"`,
	} {
		if _, err := io.WriteString(log, line+"\n"); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		s.t.Fatal(err)
	}
	block := "2026-11-28 14:31:02.120 +0000 POST https://api.x.com/2/media/upload/initialize\n<- POST /2/media/upload/initialize HTTP/1.1\n<- Host: api.x.com\n<- Authorization: OAuth (left out)\n<-\n<- {\"media_type\":\"video/mp4\",\"total_bytes\":3000000,\"media_category\":\"tweet_video\"}\n-> HTTP/1.1 200 OK (212ms)\n-> Content-Type: application/json\n->\n-> {\"data\":{\"id\":\"1880028106020515840\"}}\n\n"
	if err := os.WriteFile(filepath.Join(logs, "trace-2026-11-28.log"), []byte(strings.Repeat(block, 3000)), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.settings.Account = "kestrelfilms"
	s.saveSettings()
	s.until("the settings are written", func() bool {
		settings, err := s.deps.Home.Settings()
		return err == nil && settings.Account == "kestrelfilms" || s.nudge()
	})
	s.showSettings()
	s.tabTo(s.words.Text("ui.diagnostics.export"))
	s.key(fyne.KeySpace)
	s.until("the diagnostics", func() bool { return s.shows(s.words.Text("ui.diagnostics")) })
}

// within visits all that an object is made of.
func within(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	for _, part := range partsOf(o) {
		within(part, visit)
	}
}

// lines returns what can be seen of the file of that name, line by line.
func (s *stage) lines(name string) (all []string) {
	for _, x := range s.look() {
		if l, ok := x.object.(*widgets.Lines); ok && l.AccessibilityLabel() == name {
			within(l, func(o fyne.CanvasObject) {
				if text, ok := o.(*canvas.Text); ok {
					all = append(all, text.Text)
				}
			})
		}
	}
	return all
}

// TestDiagnostics shows each file before anything is saved, and saves what was shown.
func TestDiagnostics(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	s := pageStage(t, nil)
	s.diagnosticsScene()
	s.reads(s.words.Text("ui.diagnostics.what.words"), s.words.Text("ui.diagnostics.private"))
	want := s.deps.Home.Diagnostics(s.aboutThis(), []string{s.videos[0].path})
	var names []string
	for _, part := range want {
		names = append(names, part.Name)
		for _, personal := range []string{"mistress", "quickly", "Launch"} {
			if strings.Contains(part.Text, personal) {
				t.Errorf("%q is in %s:\n%s", personal, part.Name, part.Text)
			}
		}
	}
	if !slices.Equal(names, []string{"about.txt", "settings.json", "hoist.log", "trace-2026-11-28.log"}) {
		t.Errorf("the files are %q", names)
	}
	for i, name := range names {
		s.tabTo(name) // by the list at the left, or into the file
		s.framed.jump(i + 1)
		text := strings.Join(s.lines(name), "\n")
		if first, _, _ := strings.Cut(want[i].Text, "\n"); !strings.HasPrefix(text, first[:min(len(first), 40)]) {
			t.Errorf("of %s it shows %q, not %q", name, text, first)
		}
	}
	if about := want[0].Text; !strings.Contains(about, "0.1.0") || !strings.Contains(about, "  failed:    1\n") || !strings.Contains(about, "language:    en\n") {
		t.Errorf("of itself it says:\n%s", about)
	}

	_, logs := s.deps.Home.Folders()
	if err := os.WriteFile(filepath.Join(logs, "hoist.log"), []byte("something that nobody was shown"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	t.Setenv("HOME", folder)
	s.framed.jump(0)
	s.press("ui.diagnostics.save")
	s.until("the dialog", func() bool { return s.window.Canvas().Overlays().Top() != nil })
	name := s.words.Text("ui.diagnostics.save.name")
	press(t, s.window.Canvas().Overlays().Top(), "Save")
	s.until("that it was saved", func() bool { return s.frame.status.Text() == s.words.Text("ui.diagnostics.saved", "File", name) })
	if got := unzipped(t, filepath.Join(folder, name)); !slices.Equal(got, want) {
		t.Errorf("the zip holds %+v", got)
	}

	s.saveDiagnostics(filepath.Join(folder, name, "in a file.zip"), want)
	s.until("why not", func() bool { return strings.Contains(s.frame.status.Text(), "in a file.zip") })
	s.press("ui.back")
	if !s.shows(s.words.Text("ui.settings.title")) {
		t.Error("the way back does not lead to the settings")
	}
}

// TestDiagnosticsComeLate does not take somebody away from where they have gone meanwhile.
func TestDiagnosticsComeLate(t *testing.T) {
	s := pageStage(t, nil)
	s.showAbout()
	about := s.page
	s.tabTo(s.words.Text("ui.diagnostics.export"))
	s.key(fyne.KeySpace)
	s.says(s.words.Text("ui.diagnostics.gathering"))
	s.showKeys()
	s.until("all was gathered", func() bool { return s.frame.status.Text() != s.words.Text("ui.diagnostics.gathering") })
	if !s.shows(s.words.Text("ui.keys.title")) {
		t.Error("the page is another")
	}
	s.leavePage()
	if s.page != about {
		t.Error("the way back does not lead to About")
	}
}

// press presses the button of Fyne's that has that label.
func press(t *testing.T, o fyne.CanvasObject, label string) {
	t.Helper()
	var found *widget.Button
	within(o, func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok && b.Text == label {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("there is no button %q", label)
	}
	found.OnTapped()
}

// unzipped returns what is in a zip.
func unzipped(t *testing.T, name string) (parts []home.Part) {
	t.Helper()
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close() //nolint:errcheck // it was only read
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, home.Part{Name: f.Name, Text: string(text)})
	}
	return parts
}
