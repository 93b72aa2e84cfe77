package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// chooser puts a program in the place of the desktop's dialog, which chooses paths and writes down how it was called. It
// waits until go is there.
func chooser(t *testing.T, paths ...string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	script := "#!/bin/sh\necho \"$*\" >>" + folder + "/called\nwhile ! [ -e " + folder + "/go ]; do :; done\nprintf '" + strings.Join(paths, `\n`) + "\\n'\n"
	if err := os.WriteFile(filepath.Join(folder, "zenity"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder)
	t.Setenv("XDG_CURRENT_DESKTOP", "")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	return folder
}

// TestChoose chooses files, and folders, by keys: a second dialog is not shown beside the first, and what comes of it is
// as if it had been dropped.
func TestChoose(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("the dialog of this system is no program that a test could replace")
		return
	}
	one, two := clip(t, "one.mp4", 4096), clip(t, "two.mp4", 4096)
	films := filmFolder(t)
	mod := fyne.KeyModifierShortcutDefault
	for _, c := range []struct {
		name  string
		open  func(*stage)
		picks []string
		call  string
	}{
		{"Ctrl+O", func(s *stage) { s.shortcut(fyne.KeyO, mod) }, []string{one, two}, "--multiple"},
		{"Ctrl+Shift+O", func(s *stage) { s.shortcut(fyne.KeyO, mod|fyne.KeyModifierShift) }, []string{films}, "--directory"},
		{"the button", func(s *stage) { s.press("ui.add") }, []string{one, two}, "--multiple"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := chooser(t, c.picks...)
			s := newStage(t, nil)
			s.until("the settings", func() bool { return s.loaded })
			c.open(s)
			c.open(s)
			if !s.picking {
				t.Fatal("no dialog stands")
			}
			if err := os.WriteFile(filepath.Join(folder, "go"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			s.until("what was chosen", func() bool { return !s.picking })
			if c.picks[0] == films {
				s.until("the question", func() bool { return s.asking != nil })
				s.key(fyne.KeyEscape)
			} else {
				s.until("two videos", func() bool { return fmt.Sprint(s.states()) == fmt.Sprint([]state{ready, ready}) })
				s.says(s.words.Count("ui.status.added", 2))
			}
			calls, err := os.ReadFile(filepath.Join(folder, "called"))
			if err != nil || strings.Count(string(calls), "--title=") != 1 || !strings.Contains(string(calls), c.call) {
				t.Errorf("the dialog was called so: %q, %v", calls, err)
			}
			if s.settings.LastFolder != filepath.Dir(c.picks[0]) {
				t.Errorf("the next dialog begins in %s", s.settings.LastFolder)
			}
			c.open(s)
			s.until("the next dialog", func() bool { return !s.picking })
		})
	}
}

// TestExportAsksOnce shows one dialog for where the history goes to.
func TestExportAsksOnce(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("the dialog of this system is no program that a test could replace")
		return
	}
	table := filepath.Join(t.TempDir(), "table.csv")
	folder := chooser(t, table)
	s := withHistory(t, entryOf("launch.mp4", "1880028106020515840", time.Minute, time.Hour))
	s.openHistory()
	s.press("ui.history.export")
	s.press("ui.history.export")
	if err := os.WriteFile(filepath.Join(folder, "go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s.until("the table", func() bool {
		return s.frame.status.Text() == s.words.Count("ui.history.exported", 1, "File", "table.csv")
	})
	calls, err := os.ReadFile(filepath.Join(folder, "called"))
	if err != nil || strings.Count(string(calls), "--save") != 1 {
		t.Errorf("the dialog was called so: %q, %v", calls, err)
	}
}

// TestOneDialogAtATime shows one dialog for the file of an upload, and for certificates, however often it is asked for.
func TestOneDialogAtATime(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("the dialog of this system is no program that a test could replace")
		return
	}
	film := clip(t, "film.mp4", 4096)
	folder := chooser(t, film)
	s := newStage(t, nil)
	s.until("the settings", func() bool { return s.loaded })
	s.drop(film)
	s.perform(s.videos[0], actionLocate)
	s.perform(s.videos[0], actionLocate)
	s.showSettings()
	s.tabTo(s.words.Text("ui.settings.certificates.choose"))
	s.key(fyne.KeySpace)
	if !s.picking {
		t.Fatal("no dialog stands")
	}
	if err := os.WriteFile(filepath.Join(folder, "go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s.until("the choice", func() bool { return !s.picking })
	s.key(fyne.KeySpace)
	s.until("the next one", func() bool { return !s.picking })
	calls, err := os.ReadFile(filepath.Join(folder, "called"))
	if err != nil || strings.Count(string(calls), "--title=") != 2 {
		t.Errorf("the dialogs were called so: %q, %v", calls, err)
	}
}

// TestPasteButton takes in what is on the clipboard by its button, and names what cannot be used.
func TestPasteButton(t *testing.T) {
	s := newStage(t, nil)
	one, gone := clip(t, "it's here.mp4", 4096), filepath.Join(t.TempDir(), "gone.mp4")
	s.app.Clipboard().SetContent("'" + strings.ReplaceAll(one, "'", `'\''`) + "'\nthis is no path\nnor this\n")
	s.press("ui.empty.paste")
	s.until("the video", func() bool { return len(s.videos) == 1 && s.videos[0].state == ready })
	if want := s.words.Count("ui.status.added", 1) + " " + s.words.Count("ui.status.paste_others", 2); s.frame.status.Text() != want {
		t.Errorf("it says %q, want %q", s.frame.status.Text(), want)
	}
	s.app.Clipboard().SetContent(gone)
	s.onPaste() // as by keys, which the window for tests does not take
	s.until("the answer", func() bool { return s.frame.status.Text() == s.words.Text("ui.status.missing", "Path", gone) })
	s.removeAll()
	s.app.Clipboard().SetContent("no path at all")
	s.press("ui.empty.paste")
	s.says(s.words.Text("ui.status.paste_nothing"))
}
