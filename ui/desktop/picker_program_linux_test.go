package desktop_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/ui/desktop"
)

// programs is a folder of programs that answer as if a person had used their dialogs. There is no portal.
type programs struct {
	t      *testing.T
	folder string
}

func newPrograms(t *testing.T) programs {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	t.Setenv("XDG_CURRENT_DESKTOP", "GNOME")
	p := programs{t, t.TempDir()}
	t.Setenv("PATH", p.folder)
	return p
}

// add adds a program that notes how it is called, and does something.
func (p programs) add(name, does string) {
	p.t.Helper()
	script := fmt.Sprintf("#!/bin/sh\nprintf '%%s\\0' \"$@\" >%s\n%s\n", filepath.Join(p.folder, name+".called"), does)
	if err := os.WriteFile(filepath.Join(p.folder, name), []byte(script), 0o700); err != nil {
		p.t.Fatal(err)
	}
}

// called returns with what a program was called.
func (p programs) called(name string) []string {
	data, err := os.ReadFile(filepath.Join(p.folder, name+".called"))
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(data), "\x00"), "\x00")
}

// pick asks, and returns what was chosen.
func (p programs) pick(ask func(context.Context, desktop.Picker)) (paths []string) {
	p.t.Helper()
	now := func(f func()) { f() }
	answered := false
	ask(p.t.Context(), desktop.Picker{
		Window: onX11{number: 7}, Title: "Choose $(touch x) \"videos\"", Kind: "Videos", Folder: "/films", Go: now, Do: now,
		Picked: func(chosen []string) { paths, answered = chosen, true }, Failed: func(err error) { p.t.Error(err) },
	})
	if !answered {
		p.t.Error("no answer")
	}
	return paths
}

// TestProgramDialog chooses by a program of the desktop's where there is no portal: several files at once, whatever is in
// their names, a folder, and a place to save.
func TestProgramDialog(t *testing.T) {
	const videos = "*.[mM][pP]4 *.[mM]4[vV] *.[mM][oO][vV] *.[qQ][tT] *.[wW][eE][bB][mM] *.[tT][sS] *.[mM]2[tT][sS] *.[mM][tT][sS]"
	title := `--title=Choose $(touch x) "videos"`
	p := newPrograms(t)
	p.add("zenity", `printf '/films/two\nlines.mp4\n/films/b c.mp4\n'`)
	if got := p.pick(desktop.PickVideos); !slices.Equal(got, []string{"/films/two\nlines.mp4", "/films/b c.mp4"}) {
		t.Errorf("chosen: %q", got)
	}
	want := []string{"--file-selection", title, "--separator=\n", "--filename=/films/", "--file-filter=Videos | " + videos, "--multiple", "--modal", "--attach=7"}
	if got := p.called("zenity"); !slices.Equal(got, want) {
		t.Errorf("zenity was called with %q", got)
	}
	p.pick(desktop.PickFolder)
	want = []string{"--file-selection", title, "--separator=\n", "--filename=/films/", "--directory", "--multiple", "--modal", "--attach=7"}
	if got := p.called("zenity"); !slices.Equal(got, want) {
		t.Errorf("for folders zenity was called with %q", got)
	}

	t.Setenv("XDG_CURRENT_DESKTOP", "KDE")
	p.add("kdialog", `printf '/films/a.mp4\n/films/b.mp4\n'`)
	if got := p.pick(desktop.PickVideos); !slices.Equal(got, []string{"/films/a.mp4", "/films/b.mp4"}) {
		t.Errorf("chosen: %q", got)
	}
	want = []string{
		title, "--attach=7", "--multiple", "--separate-output", "--getopenfilename", "/films/",
		"Videos (*.mp4 *.m4v *.mov *.qt *.webm *.ts *.m2ts *.mts)",
	}
	if got := p.called("kdialog"); !slices.Equal(got, want) {
		t.Errorf("kdialog was called with %q", got)
	}
	p.pick(desktop.PickFolder)
	if got, want := p.called("kdialog"), []string{title, "--attach=7", "--getexistingdirectory", "/films/"}; !slices.Equal(got, want) {
		t.Errorf("for folders kdialog was called with %q", got)
	}
}

// TestProgramSaves asks where to save by both programs.
func TestProgramSaves(t *testing.T) {
	p := newPrograms(t)
	now := func(f func()) { f() }
	for name, want := range map[string][]string{
		"zenity": {
			"--file-selection", "--title=Save", "--separator=\n", "--filename=history.csv", "--file-filter=Tables | *.[cC][sS][vV]",
			"--save", "--confirm-overwrite",
		},
		"kdialog": {"--title=Save", "--getsavefilename", "history.csv", "Tables (*.csv)"},
	} {
		p.add(name, "echo /tables/history.csv")
		saved := ""
		desktop.PickSave(t.Context(), desktop.Saver{
			Title: "Save", Kind: "Tables", Name: "history.csv", Extension: ".csv", Go: now, Do: now,
			Picked: func(path string) { saved = path }, Failed: func(err error) { t.Error(err) },
		})
		if got := p.called(name); saved != "/tables/history.csv" || !slices.Equal(got, want) {
			t.Errorf("%s saves at %q, called with %q", name, saved, got)
		}
		if err := os.Remove(filepath.Join(p.folder, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestProgramSavesWhole offers a name that is not taken, beside the one that is, to save what takes long.
func TestProgramSavesWhole(t *testing.T) {
	p := newPrograms(t)
	folder := t.TempDir()
	for _, taken := range []string{"film for X.mp4", "film for X 2.mp4"} {
		if err := os.WriteFile(filepath.Join(folder, taken), []byte("kept"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	now := func(f func()) { f() }
	for name, offer := range map[string]string{"zenity": "--filename=%s", "kdialog": "%s"} {
		p.add(name, "echo /chosen.mp4")
		saved := ""
		desktop.PickSave(t.Context(), desktop.Saver{
			Title: "Save", Kind: "Videos", Folder: folder, Name: "film for X.mp4", Extension: ".mp4", Whole: true, Go: now, Do: now,
			Picked: func(path string) { saved = path }, Failed: func(err error) { t.Error(err) },
		})
		want := fmt.Sprintf(offer, filepath.Join(folder, "film for X 3.mp4"))
		if got := p.called(name); saved != "/chosen.mp4" || !slices.Contains(got, want) {
			t.Errorf("%s saves at %q, called with %q", name, saved, got)
		}
		if err := os.Remove(filepath.Join(p.folder, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestProgramDialogCancelled is answered by nothing chosen, and a program that does not work by the next one.
func TestProgramDialogCancelled(t *testing.T) {
	p := newPrograms(t)
	p.add("zenity", "exit 1")
	p.add("kdialog", "echo /a.mp4")
	if got := p.pick(desktop.PickVideos); got != nil || p.called("kdialog") != nil {
		t.Errorf("chosen: %q", got)
	}
	for _, fails := range []string{"exit 255", "echo cannot open display: >&2; exit 1"} {
		p.add("zenity", fails)
		if got := p.pick(desktop.PickVideos); !slices.Equal(got, []string{"/a.mp4"}) {
			t.Errorf("chosen: %q after %q", got, fails)
		}
	}
}

// TestProgramDialogTakenBack closes the window while a program's dialog stands: it goes, too.
func TestProgramDialogTakenBack(t *testing.T) {
	p := newPrograms(t)
	p.add("zenity", "while :; do :; done")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		now := func(f func()) { f() }
		desktop.PickVideos(ctx, desktop.Picker{
			Title: "Choose videos", Go: now, Do: now, Failed: func(err error) { t.Error(err) },
			Picked: func(chosen []string) {
				if chosen != nil {
					t.Errorf("chosen: %q", chosen)
				}
			},
		})
	}()
	limit := time.Now().Add(10 * time.Second)
	for p.called("zenity") == nil && time.Now().Before(limit) {
		time.Sleep(5 * time.Millisecond)
	}
	cancel()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the dialog stands")
	}
}
