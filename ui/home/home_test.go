package home

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// with is an environment of the given variables alone.
func with(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := vars[name]
		return value, ok
	}
}

// under opens a home in a folder that does not exist yet.
func under(t *testing.T) (*Home, string) {
	t.Helper()
	root := filepath.Join(t.TempDir(), "deep", "home")
	h, err := Open(with(map[string]string{"HOIST_HOME": root}))
	if err != nil {
		t.Fatal(err)
	}
	return h, root
}

func TestPlacesOfEachSystem(t *testing.T) {
	// Absolute on the system that the test runs on.
	user, other := t.TempDir(), t.TempDir()
	in := filepath.Join
	for name, test := range map[string]struct {
		system string
		env    map[string]string
		want   []string // settings, journals, queue, history, logs; none: no home
	}{
		"linux": {"linux", map[string]string{"HOME": user}, []string{
			in(user, ".config/hoist/settings.json"), in(user, ".local/state/hoist/journals"), in(user, ".local/state/hoist/queue.jsonl"), in(user, ".local/state/hoist/history.jsonl"), in(user, ".local/state/hoist/logs"),
		}},
		"linux, XDG": {"linux", map[string]string{"HOME": user, "XDG_STATE_HOME": in(other, "s"), "XDG_CONFIG_HOME": in(other, "c")}, []string{
			in(other, "c/hoist/settings.json"), in(other, "s/hoist/journals"), in(other, "s/hoist/queue.jsonl"), in(other, "s/hoist/history.jsonl"), in(other, "s/hoist/logs"),
		}},
		"linux, XDG relative": {"linux", map[string]string{"HOME": user, "XDG_STATE_HOME": "s", "XDG_CONFIG_HOME": ""}, []string{
			in(user, ".config/hoist/settings.json"), in(user, ".local/state/hoist/journals"), in(user, ".local/state/hoist/queue.jsonl"), in(user, ".local/state/hoist/history.jsonl"), in(user, ".local/state/hoist/logs"),
		}},
		"linux, XDG without HOME": {"freebsd", map[string]string{"XDG_STATE_HOME": in(other, "s"), "XDG_CONFIG_HOME": in(other, "c")}, []string{
			in(other, "c/hoist/settings.json"), in(other, "s/hoist/journals"), in(other, "s/hoist/queue.jsonl"), in(other, "s/hoist/history.jsonl"), in(other, "s/hoist/logs"),
		}},
		"macOS": {"darwin", map[string]string{"HOME": user, "XDG_STATE_HOME": other}, []string{
			in(user, "Library/Application Support/Hoist/settings.json"), in(user, "Library/Application Support/Hoist/journals"), in(user, "Library/Application Support/Hoist/queue.jsonl"), in(user, "Library/Application Support/Hoist/history.jsonl"),
			in(user, "Library/Logs/Hoist"),
		}},
		"windows": {"windows", map[string]string{"LocalAppData": user, "HOME": other, "AppData": other}, []string{
			in(user, "Hoist/settings.json"), in(user, "Hoist/journals"), in(user, "Hoist/queue.jsonl"), in(user, "Hoist/history.jsonl"), in(user, "Hoist/logs"),
		}},
		"HOIST_HOME goes first": {"windows", map[string]string{"HOIST_HOME": other, "LocalAppData": user}, []string{
			in(other, "settings.json"), in(other, "journals"), in(other, "queue.jsonl"), in(other, "history.jsonl"), in(other, "logs"),
		}},
		"HOIST_HOME empty": {"darwin", map[string]string{"HOIST_HOME": "", "HOME": user}, []string{
			in(user, "Library/Application Support/Hoist/settings.json"), in(user, "Library/Application Support/Hoist/journals"), in(user, "Library/Application Support/Hoist/queue.jsonl"), in(user, "Library/Application Support/Hoist/history.jsonl"),
			in(user, "Library/Logs/Hoist"),
		}},
		"linux, nothing":   {"linux", nil, nil},
		"linux, half":      {"linux", map[string]string{"XDG_CONFIG_HOME": other}, nil},
		"macOS, nothing":   {"darwin", nil, nil},
		"windows, nothing": {"windows", map[string]string{"HOME": user}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h, err := open(test.system, with(test.env), "")
			if test.want == nil {
				wantKind(t, err, Unwritable)
				if !strings.Contains(err.Error(), "HOIST_HOME") {
					t.Errorf("%v does not say what would help", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := h.Paths(); !slices.Equal(got, test.want) {
				t.Errorf("paths\n got %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestRelativeHomeIsMadeAbsolute(t *testing.T) {
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	h, err := Open(with(map[string]string{"HOIST_HOME": "mine"}))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // what was opened stays where it was
	folder, err := h.Journals()
	if want := filepath.Join(here, "mine", "journals"); err != nil || folder != want {
		t.Errorf("journals in %q, error %v, want %q", folder, err, want)
	}
}

func TestFoldersAreMadeWhenAskedFor(t *testing.T) {
	h, root := under(t)
	if _, err := h.Settings(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(root); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder was made before it was needed: %v", err)
	}
	journals, err := h.Journals()
	if err != nil {
		t.Fatal(err)
	}
	logs, err := h.Logs()
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{root, journals, logs} {
		wantMode(t, folder, 0o700)
	}
	if left := names(t, journals); len(left) != 0 {
		t.Errorf("the journals' folder holds %q after the trial", left)
	}
	// What a kill in the midst of the trial leaves goes with the next one.
	if err := os.WriteFile(filepath.Join(journals, ".try"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if again, err := h.Journals(); err != nil || again != journals {
		t.Errorf("asked again: %q, %v", again, err)
	}
	if left := names(t, journals); len(left) != 0 {
		t.Errorf("the journals' folder holds %q after the second trial", left)
	}
}

// A file stands where the folder should be: tests run as root too, whom permissions do not stop.
func TestNoPlaceToWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("in the way"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, root := range []string{file, filepath.Join(file, "below")} {
		h, err := Open(with(map[string]string{"HOIST_HOME": root}))
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.Journals()
		wantUnwritable(t, err, filepath.Join(root, "journals"))
		_, err = h.Logs()
		wantUnwritable(t, err, filepath.Join(root, "logs"))
		_, err = h.OpenLog()
		wantUnwritable(t, err, filepath.Join(root, "logs"))
		wantUnwritable(t, h.SaveSettings(Defaults()), root)
		if s, _ := h.Settings(); s.Theme != System || s.WindowWidth != 1080 {
			t.Errorf("without a home the settings are %+v", s)
		}
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Log("permissions do not stop this user: TestNoPlaceToWrite holds the same errors")
		return
	}
	h, root := under(t)
	journals, err := h.Journals()
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{journals, root} {
		if err := os.Chmod(folder, 0o500); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(folder, 0o700) })
	}
	_, err = h.Journals()
	wantUnwritable(t, err, journals)
	wantUnwritable(t, h.SaveSettings(Defaults()), root)
}

func wantKind(t *testing.T, err error, kind Kind) {
	t.Helper()
	var kinded interface{ ErrorKind() string }
	if !errors.As(err, &kinded) || kinded.ErrorKind() != string(kind) {
		t.Fatalf("error %v, want kind %s", err, kind)
	}
}

// wantUnwritable expects an error that names the folder that a person can do something about.
func wantUnwritable(t *testing.T, err error, folder string) {
	t.Helper()
	wantKind(t, err, Unwritable)
	var path *fs.PathError
	if !errors.As(err, &path) || path.Path != folder {
		t.Errorf("%v does not name %s", err, folder)
	}
}

func wantMode(t *testing.T, name string, mode fs.FileMode) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != mode && runtime.GOOS != "windows" {
		t.Errorf("%s has permissions %o, want %o", name, got, mode)
	}
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}
