//go:build packages && linux

package assets_test

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// macLanguages are the folders of the languages in Hoist.app.
var macLanguages = []string{"de", "en", "es", "fr", "ja", "pt-BR"}

// layMac lays Hoist.app out of something that plays the program, and returns its Contents.
func layMac(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	program := filepath.Join(folder, "a program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	commandWith(t, []string{"SOURCE_DATE_EPOCH=1700000000"}, "installers/macos/build.sh", "layout", program, folder)
	return filepath.Join(folder, "Hoist.app/Contents")
}

// TestPackageMacLayout checks which files are in Hoist.app, which of them can be run, and that all are of one time.
func TestPackageMacLayout(t *testing.T) {
	contents := layMac(t)
	want := map[string]fs.FileMode{
		"Info.plist": 0o644, "PkgInfo": 0o644, "MacOS/Hoist": 0o755,
		"Resources/Hoist.icns": 0o644, "Resources/THIRD-PARTY-NOTICES.txt": 0o644, "Resources/hoist": 0o755,
	}
	for _, language := range macLanguages {
		want["Resources/"+language+".lproj/InfoPlist.strings"] = 0o644
	}
	got := map[string]fs.FileMode{}
	err := filepath.WalkDir(filepath.Dir(contents), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if !info.ModTime().Equal(time.Unix(1700000000, 0)) {
			t.Errorf("%s is of %v", path, info.ModTime())
		}
		if entry.IsDir() {
			if info.Mode().Perm() != 0o755 {
				t.Errorf("the folder %s is %v", path, info.Mode())
			}
			return nil
		}
		name, err := filepath.Rel(contents, path)
		got[name] = info.Mode()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got, want) {
		t.Errorf("in the app are\n%v, not\n%v", got, want)
	}
	for name, source := range map[string]string{"Hoist.icns": "installers/macos/Hoist.icns", "THIRD-PARTY-NOTICES.txt": "notices/darwin.txt"} {
		want, errWant := os.ReadFile(source)
		got, err := os.ReadFile(filepath.Join(contents, "Resources", name))
		if err != nil || errWant != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not %s: %v %v", name, source, err, errWant)
		}
	}
	if info, err := os.ReadFile(filepath.Join(contents, "PkgInfo")); string(info) != "APPL????" {
		t.Errorf("PkgInfo says %q, %v", info, err)
	}
}

// TestPackageMacCommand runs Hoist by links to its command, as Homebrew makes them: the program knows by its path in which
// app it is.
func TestPackageMacCommand(t *testing.T) {
	contents := layMac(t)
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	link, second := filepath.Join(folder, "a link"), filepath.Join(folder, "hoist")
	if err := os.Symlink(filepath.Join(contents, "Resources/hoist"), link); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a link", second); err != nil {
		t.Fatal(err)
	}
	program, err := filepath.EvalSymlinks(filepath.Join(contents, "MacOS/Hoist"))
	if err != nil {
		t.Fatal(err)
	}
	want := program + "\nupload\na film.mp4\n"
	for _, start := range []string{filepath.Join(contents, "Resources/hoist"), link, second} {
		if said := string(command(t, start, "upload", "a film.mp4")); said != want {
			t.Errorf("by %s was started %q, not %q", start, said, want)
		}
	}
}
