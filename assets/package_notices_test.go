//go:build packages

package assets_test

import (
	"debug/buildinfo"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// unpack says how each kind of package is unpacked into the folder that a shell is in, $1 being the package. rpm2cpio ends
// with 1 for every payload in zstd, whole ones as well: cpio is the one to ask.
var unpack = []struct{ system, files, command string }{
	{"linux", "hoist_*.deb", `dpkg-deb --extract "$1" .`},
	{"linux", "hoist-*.rpm", `rpm2cpio "$1" | cpio --extract --make-directories --no-absolute-filenames --quiet`},
	{"linux", "hoist-*.tar.xz", `tar --extract --file "$1"`},
	{"windows", "Hoist-*-portable.zip", `unzip -q "$1"`},
	{"windows", "Hoist-*-setup.exe", `7z x -bd -y "$1" >/dev/null`},
}

// TestPackageNotices takes each package apart. A program in it must be made of the modules that the notices of its system
// name, in their versions, and the notices must lie in the package as they are.
func TestPackageNotices(t *testing.T) {
	dist := os.Getenv("HOIST_DIST")
	if dist == "" {
		t.Fatal("HOIST_DIST does not say where the packages are: make test-packages does")
	}
	for _, kind := range unpack {
		t.Run(kind.files, func(t *testing.T) {
			packages, err := filepath.Glob(filepath.Join(dist, kind.files))
			if err != nil || len(packages) != 1 {
				t.Fatalf("packages %v, error %v; want one", packages, err)
			}
			text, err := os.ReadFile(filepath.Join("notices", kind.system+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			shell := exec.CommandContext(t.Context(), "sh", "-c", kind.command, "sh", packages[0])
			shell.Dir = folder
			if out, err := shell.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", kind.command, err, out)
			}
			checkUnpacked(t, folder, string(text))
		})
	}
}

// checkUnpacked looks for programs and for the notices in all files of a folder.
func checkUnpacked(t *testing.T, folder, notices string) {
	t.Helper()
	want := modulesOf(notices)
	if len(want) < 20 {
		t.Fatalf("the notices name %d modules: %v", len(want), want)
	}
	programs, texts := 0, 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		if info, err := buildinfo.ReadFile(path); err == nil {
			programs++
			var got []string
			for _, m := range info.Deps {
				got = append(got, m.Path+" "+m.Version)
			}
			slices.Sort(got)
			if info.Path != "hoist" || !slices.Equal(got, want) {
				t.Errorf("%s is program %s, made of\n%v\nand the notices are for\n%v", path, info.Path, got, want)
			}
			if series := goSeries.FindString(info.GoVersion); !strings.Contains(notices, "Go "+series+"\n") {
				t.Errorf("%s is made with %s, and the notices are for another Go", path, info.GoVersion)
			}
			return nil
		}
		data, err := os.ReadFile(path)
		if strings.Contains(strings.ReplaceAll(string(data), "\r\n", "\n"), notices) {
			texts++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if programs == 0 || texts != 1 {
		t.Errorf("%d programs, and the notices %d times; want them once", programs, texts)
	}
}

var (
	goSeries   = regexp.MustCompile(`\d+\.\d+`)
	moduleLine = regexp.MustCompile(`(?m)^  (\S+\.\S+/\S+ v\S+)$`)
)

// modulesOf returns the modules that notices list, with their versions.
func modulesOf(notices string) []string {
	list, _, _ := strings.Cut(notices, "\n===")
	var modules []string
	for _, line := range moduleLine.FindAllStringSubmatch(list, -1) {
		modules = append(modules, line[1])
	}
	slices.Sort(modules)
	return modules
}
