package home

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// stored makes one of everything that is ever stored, and returns the files.
func stored(t *testing.T, h *Home) []string {
	t.Helper()
	if err := h.SaveSettings(Defaults()); err != nil {
		t.Fatal(err)
	}
	remember(t, h, sent(1, 0))
	if _, err := h.Journals(); err != nil {
		t.Fatal(err)
	}
	logged(t, h, "line")
	crash, err := h.OpenCrashLog()
	if err != nil {
		t.Fatal(err)
	}
	if err := crash.Close(); err != nil {
		t.Fatal(err)
	}
	files := []string{
		h.settings, h.settings + ".broken", h.settings + ".123.tmp", h.history, h.history + ".45.tmp", h.lock(),
		filepath.Join(h.journals, "1880028106020515840.journal"), filepath.Join(h.journals, ".try"),
		filepath.Join(h.logs, "hoist.log"), filepath.Join(h.logs, "hoist.log.1"), filepath.Join(h.logs, "crash.log"), filepath.Join(h.logs, "crash.log.3"),
		filepath.Join(h.logs, "trace-2026-11-28.log"), filepath.Join(h.logs, "hoist.lock"),
	}
	for _, folder := range h.toolkit {
		files = append(files, filepath.Join(folder, "preferences.json"))
	}
	for _, file := range files {
		write(t, file, "of Hoist")
	}
	return files
}

func there(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// homes are one with everything in one folder, and one with the folders of XDG.
func homes(t *testing.T) map[string]*Home {
	t.Helper()
	root := t.TempDir()
	one, err := open("linux", with(map[string]string{"HOIST_HOME": filepath.Join(root, "one")}), "")
	if err != nil {
		t.Fatal(err)
	}
	user, err := open("linux", with(map[string]string{"HOME": filepath.Join(root, "user")}), "")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*Home{"one folder": one, "folders of XDG": user}
}

func TestEverythingGoes(t *testing.T) {
	for name, h := range homes(t) {
		t.Run(name, func(t *testing.T) {
			if all := h.Everything(); len(all) != 0 {
				t.Errorf("before anything was stored there is %q", all)
			}
			if err := h.RemoveEverything(); err != nil {
				t.Errorf("nothing could not be removed: %v", err)
			}
			files, all := stored(t, h), h.Everything()
			for _, path := range append(files, h.journals, h.logs, filepath.Dir(h.settings), filepath.Dir(h.history)) {
				if !slices.Contains(all, path) {
					t.Errorf("%s is not listed", path)
				}
			}
			if err := h.RemoveEverything(); err != nil {
				t.Fatal(err)
			}
			for _, path := range all {
				if there(path) {
					t.Errorf("%s is still there", path)
				}
			}
			for _, folder := range []string{filepath.Dir(h.settings), filepath.Dir(h.history)} {
				if there(folder) || !there(filepath.Dir(folder)) {
					t.Errorf("%s is still there, or the folder around it is gone", folder)
				}
			}
		})
	}
}

// TestForeignFilesSurvive plants what others could have put beside ours, in names that come close.
func TestForeignFilesSurvive(t *testing.T) {
	for name, h := range homes(t) {
		t.Run(name, func(t *testing.T) {
			config, state := filepath.Dir(h.settings), filepath.Dir(h.history)
			foreign := []string{
				filepath.Join(config, "settings.json.bak"), filepath.Join(config, "settings.json.mine.tmp"), filepath.Join(config, "settings.json.broken.1"),
				filepath.Join(config, "..", "fyne", "settings.json"), filepath.Join(config, "..", "fyne", "app.other", "preferences.json"),
				filepath.Join(state, "history.jsonl.broken"), filepath.Join(state, "film.mp4"), filepath.Join(state, "sub", "settings.json"),
				filepath.Join(h.journals, "mine.journal"), filepath.Join(h.journals, "12.journal.txt"), filepath.Join(h.journals, "12"),
				filepath.Join(h.logs, "my.log"), filepath.Join(h.logs, "hoist.log.gz"), filepath.Join(h.logs, "hoist.log.1.txt"), filepath.Join(h.logs, "sub", "hoist.log"),
				filepath.Join(h.logs, "trace-2026-11-31.log"), filepath.Join(h.logs, "trace-mine.log"), filepath.Join(h.logs, "trace-2026-11-28.log.1"),
			}
			for _, file := range foreign {
				write(t, file, "of another")
			}
			files := stored(t, h)
			for _, path := range h.Everything() {
				if !slices.Contains(append(files, h.toolkit...), path) {
					t.Errorf("%s is listed", path)
				}
			}
			if err := h.RemoveEverything(); err != nil {
				t.Fatal(err)
			}
			for _, file := range foreign {
				if read(t, file) != "of another" {
					t.Errorf("%s was changed", file)
				}
			}
			for _, file := range files {
				if there(file) {
					t.Errorf("%s is still there", file)
				}
			}
		})
	}
}

// TestLinksAreNotFollowed leaves alone what a link in our place leads to, and says so.
func TestLinksAreNotFollowed(t *testing.T) {
	h, root := under(t)
	elsewhere := t.TempDir()
	kept := []string{filepath.Join(elsewhere, "12.journal"), filepath.Join(elsewhere, "settings.json"), filepath.Join(elsewhere, "hoist.log")}
	for _, file := range kept {
		write(t, file, "of another")
	}
	remember(t, h, sent(1, 0))
	for link, to := range map[string]string{h.journals: elsewhere, h.settings: kept[1], filepath.Join(root, "logs", "hoist.log"): kept[2]} {
		if err := os.MkdirAll(filepath.Dir(link), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, link); err != nil {
			t.Skipf("no links here: %v", err)
		}
	}
	err := h.RemoveEverything()
	wantKind(t, err, NotRemoved)
	for _, file := range kept {
		if read(t, file) != "of another" {
			t.Errorf("%s was changed", file)
		}
	}
	if there(h.history) {
		t.Error("what is no link was left, too")
	}
	if left := names(t, root); !slices.Equal(left, []string{"journals", "logs", "settings.json"}) {
		t.Errorf("the folder holds %q", left)
	}
}
