package home

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestPortable finds the data beside the program, where portable.txt is, and nowhere else.
func TestPortable(t *testing.T) {
	in := filepath.Join
	carried, installed, user, other := t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir()
	write(t, in(carried, "portable.txt"), "")
	if err := os.Mkdir(in(installed, "portable.txt"), 0o700); err != nil { // not the file
		t.Fatal(err)
	}
	profile := map[string]string{"LocalAppData": user, "USERPROFILE": user}
	for name, test := range map[string]struct {
		system, program string
		env             map[string]string
		want            string // the folder for data
	}{
		"window":                {"windows", in(carried, "Hoist.exe"), profile, in(carried, "data")},
		"console":               {"windows", in(carried, "bin", "hoist.exe"), profile, in(carried, "data")},
		"bin in capitals":       {"windows", in(carried, "BIN", "HOIST.EXE"), profile, in(carried, "data")},
		"no profile":            {"windows", in(carried, "Hoist.exe"), nil, in(carried, "data")},
		"HOIST_HOME goes first": {"windows", in(carried, "Hoist.exe"), map[string]string{"HOIST_HOME": other}, other},
		"installed":             {"windows", in(installed, "Hoist.exe"), profile, in(user, "Hoist")},
		"another folder":        {"windows", in(carried, "build", "hoist.exe"), profile, in(user, "Hoist")},
		"deeper":                {"windows", in(carried, "x", "bin", "hoist.exe"), profile, in(user, "Hoist")},
		"program not known":     {"windows", "", profile, in(user, "Hoist")},
		"linux":                 {"linux", in(carried, "hoist"), map[string]string{"HOME": user}, in(user, ".local/state/hoist")},
	} {
		t.Run(name, func(t *testing.T) {
			h, err := open(test.system, with(test.env), test.program)
			if err != nil {
				t.Fatal(err)
			}
			if data, _ := h.Folders(); data != test.want {
				t.Errorf("data in %s, want %s", data, test.want)
			}
		})
	}
}

// TestPortableIsMade writes beside the program, for its owner alone, and takes all of it away again.
func TestPortableIsMade(t *testing.T) {
	h, root, profile := carriedAbout(t)
	if there(filepath.Join(root, "data")) {
		t.Error("the folder was made before it was needed")
	}
	files := stored(t, h)
	wantMode(t, filepath.Join(root, "data"), 0o700)
	for _, place := range h.Paths() {
		if filepath.Dir(place) != filepath.Join(root, "data") {
			t.Errorf("%s is elsewhere", place)
		}
	}
	if err := h.RemoveEverything(); err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if there(file) {
			t.Errorf("%s is still there", file)
		}
	}
	if left := names(t, root); !slices.Equal(left, []string{"portable.txt"}) {
		t.Errorf("beside the program there is %q", left)
	}
	if there(filepath.Join(profile, "local", "fyne", AppID)) {
		t.Error("the toolkit's folder is still there")
	}
}

// TestPortableNowhereToWrite names the folder, as for a stick that is read-only.
func TestPortableNowhereToWrite(t *testing.T) {
	h, root, _ := carriedAbout(t)
	write(t, filepath.Join(root, "data"), "in the way")
	_, err := h.OpenLog()
	wantUnwritable(t, err, filepath.Join(root, "data", "logs"))
}

// TestPortableLeavesNothing takes from the profile what the toolkit makes there, and nothing of others.
func TestPortableLeavesNothing(t *testing.T) {
	h, root, profile := carriedAbout(t)
	stored(t, h)
	local, roaming := filepath.Join(profile, "local"), filepath.Join(profile, "AppData", "Roaming")
	write(t, filepath.Join(local, "fyne", AppID, "icon.png"), "of Hoist")
	write(t, filepath.Join(roaming, "fyne", "settings.json"), "of all programs")
	if err := h.Leave(); err != nil {
		t.Fatal(err)
	}
	if left := names(t, local); len(left) != 0 {
		t.Errorf("%s holds %q", local, left)
	}
	if left := names(t, filepath.Join(roaming, "fyne")); !slices.Equal(left, []string{"settings.json"}) {
		t.Errorf("the toolkit's folder holds %q", left)
	}
	if !there(filepath.Join(root, "data", "settings.json")) {
		t.Error("what lies beside the program has gone")
	}
	write(t, filepath.Join(local, "fyne", AppID, "mine.txt"), "of another")
	if err := h.Leave(); err != nil || !there(filepath.Join(local, "fyne", AppID, "mine.txt")) {
		t.Errorf("what is of another is gone, or in the way: %v", err)
	}
}

// TestInstalledStays keeps what the toolkit has made for what was installed.
func TestInstalledStays(t *testing.T) {
	user := t.TempDir()
	h, err := open("windows", with(map[string]string{"LocalAppData": user}), filepath.Join(t.TempDir(), "Hoist.exe"))
	if err != nil {
		t.Fatal(err)
	}
	stored(t, h)
	if err := h.Leave(); err != nil || !there(filepath.Join(user, "fyne", AppID, "preferences.json")) {
		t.Errorf("it is gone (%v)", err)
	}
}

// carriedAbout opens the home of a program that lies beside portable.txt, for a person with a profile.
func carriedAbout(t *testing.T) (h *Home, root, profile string) {
	t.Helper()
	root, profile = t.TempDir(), t.TempDir()
	write(t, filepath.Join(root, "portable.txt"), "")
	h, err := open("windows", with(map[string]string{"LocalAppData": filepath.Join(profile, "local"), "USERPROFILE": profile}), filepath.Join(root, "Hoist.exe"))
	if err != nil {
		t.Fatal(err)
	}
	return h, root, profile
}
