//go:build packages

package assets_test

import (
	"archive/zip"
	"bytes"
	"debug/pe"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// windows is what people install on Windows.
type windows struct {
	t               *testing.T
	setup, portable string // paths
}

// windowsPackages returns the packages that lie in a folder; "": in HOIST_DIST.
func windowsPackages(t *testing.T, dist string) *windows {
	t.Helper()
	if dist == "" {
		dist = os.Getenv("HOIST_DIST")
	}
	if dist == "" {
		t.Fatal("HOIST_DIST must name the folder of the packages; make test-packages sets it")
	}
	name := filepath.Join(dist, "Hoist-"+ofTOML(t, "Version"))
	return &windows{t: t, setup: name + "-setup.exe", portable: name + "-portable.zip"}
}

// Both programs, as they lie in the portable folder and, beneath another, where Hoist is installed.
const (
	windowProgram  = "Hoist.exe"
	consoleProgram = "bin/hoist.exe"
	windowsNotices = "licenses/THIRD-PARTY-NOTICES.txt"
)

// inPortable returns the files of the zip, by their names beneath its one folder.
func (w *windows) inPortable() map[string][]byte {
	w.t.Helper()
	r, err := zip.OpenReader(w.portable)
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // it was only read
	files := map[string][]byte{}
	var order []string
	for _, f := range r.File {
		name, ok := strings.CutPrefix(f.Name, "Hoist/")
		if !ok || !filepath.IsLocal(name) || f.Mode().Type() != 0 {
			w.t.Errorf("the zip has %s (%v)", f.Name, f.Mode())
		}
		// A zip counts in steps of two seconds, upwards, in no zone.
		if made, want := f.Modified.Unix(), sourceDate(w.t); made != want+want%2 {
			w.t.Errorf("%s is of %v, want %v", f.Name, f.Modified, time.Unix(want, 0).UTC())
		}
		inner, err := f.Open()
		if err != nil {
			w.t.Fatal(err)
		}
		if files[name], err = io.ReadAll(inner); err != nil {
			w.t.Fatal(err)
		}
		order = append(order, f.Name)
	}
	if !slices.IsSorted(order) {
		w.t.Errorf("the files of the zip are in no order: %q", order)
	}
	return files
}

// inSetup returns the files of the setup as 7z reads them. Those in $PLUGINSDIR are the setup's own, for the time it runs.
func (w *windows) inSetup() map[string][]byte {
	w.t.Helper()
	folder := w.t.TempDir()
	command(w.t, "7z", "x", "-y", "-o"+folder, w.setup)
	files := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return files
}

// TestPackageWindowsFiles: both packages have the same program, and of what only one of them needs no other has it.
func TestPackageWindowsFiles(t *testing.T) {
	w := windowsPackages(t, "")
	portable, setup := w.inPortable(), w.inSetup()
	common := []string{windowProgram, consoleProgram, windowsNotices}
	for kind, have := range map[string]struct {
		files map[string][]byte
		own   string
	}{"zip": {portable, "portable.txt"}, "setup": {setup, "uninstall.exe"}} {
		want := append(slices.Clone(common), have.own)
		for name := range have.files {
			if !strings.HasPrefix(name, "$PLUGINSDIR/") && !slices.Contains(want, name) {
				t.Errorf("the %s has %s", kind, name)
			}
		}
		for _, name := range want {
			if len(have.files[name]) == 0 {
				t.Errorf("the %s has no %s", kind, name)
			}
		}
	}
	for _, name := range common {
		if !bytes.Equal(portable[name], setup[name]) {
			t.Errorf("%s in the zip is another than in the setup", name)
		}
	}
	for _, name := range []string{"portable.txt", windowsNotices} {
		if text := portable[name]; bytes.Count(text, []byte("\n")) != bytes.Count(text, []byte("\r\n")) || !bytes.Contains(text, []byte("\r\n")) {
			t.Errorf("%s has not the line ends of Windows", name)
		}
	}
	notices, err := os.ReadFile("notices/windows.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.ReplaceAll(portable[windowsNotices], []byte("\r"), nil), notices) {
		t.Error("the licences are not those of notices/windows.txt")
	}
}

// systemDLLs come with Windows 10, in small letters. OpenGL's is there, too, where no graphics driver is.
var systemDLLs = []string{
	"advapi32.dll", "gdi32.dll", "kernel32.dll", "msvcrt.dll", "ole32.dll", "opengl32.dll", "shell32.dll", "user32.dll", "ws2_32.dll",
}

// TestPackageWindowsPrograms: the programs differ in their subsystem, ask for no DLL but Windows' own, can be laid anywhere in
// memory, execute no data, and carry neither symbols nor the build machine's folders.
func TestPackageWindowsPrograms(t *testing.T) {
	files := windowsPackages(t, "").inPortable()
	for name, subsystem := range map[string]uint16{
		windowProgram: pe.IMAGE_SUBSYSTEM_WINDOWS_GUI, consoleProgram: pe.IMAGE_SUBSYSTEM_WINDOWS_CUI,
	} {
		t.Run(name, func(t *testing.T) {
			f, header := program(t, files[name])
			if f.Machine != pe.IMAGE_FILE_MACHINE_AMD64 || header.Subsystem != subsystem {
				t.Errorf("machine %#x, subsystem %d", f.Machine, header.Subsystem)
			}
			const safe = pe.IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE | pe.IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA | pe.IMAGE_DLLCHARACTERISTICS_NX_COMPAT
			if header.DllCharacteristics&safe != safe {
				t.Errorf("DLL characteristics %#x, want %#x among them", header.DllCharacteristics, safe)
			}
			if f.Characteristics&pe.IMAGE_FILE_RELOCS_STRIPPED != 0 || f.Section(".reloc") == nil {
				t.Error("it cannot be laid anywhere in memory: it has no relocations")
			}
			if f.TimeDateStamp != 0 || len(f.Symbols) > 0 || f.Section(".debug_info") != nil {
				t.Errorf("made at %d, %d symbols", f.TimeDateStamp, len(f.Symbols))
			}
			imports, err := f.ImportedSymbols() // as function:DLL
			if err != nil || len(imports) == 0 {
				t.Fatalf("imports: %v, %v", imports, err)
			}
			for _, function := range imports {
				if _, dll, _ := strings.Cut(function, ":"); !slices.Contains(systemDLLs, strings.ToLower(dll)) {
					t.Errorf("it needs %s, which Windows does not bring", function)
				}
			}
			for _, folder := range buildFolders(t) {
				if bytes.Contains(files[name], []byte(folder)) {
					t.Errorf("it tells of the folder %s, where it was built", folder)
				}
			}
		})
	}
}

// program reads a program for 64-bit Windows.
func program(t *testing.T, content []byte) (*pe.File, *pe.OptionalHeader64) {
	t.Helper()
	f, err := pe.NewFile(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	header, ok := f.OptionalHeader.(*pe.OptionalHeader64)
	if !ok {
		t.Fatalf("no program of 64 bits: %T", f.OptionalHeader)
	}
	return f, header
}

// buildFolders are the folders of this machine that a build reads from or writes to.
func buildFolders(t *testing.T) []string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	return append(strings.Fields(string(command(t, "go", "env", "GOMODCACHE", "GOCACHE", "GOROOT"))), root+"/", "/go-build")
}

// TestPackageWindowsOpenWith: the setup lists Hoist for the endings that its own dialog offers, and for no source text.
func TestPackageWindowsOpenWith(t *testing.T) {
	found := func(file, line, each string) (all []string) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range regexp.MustCompile(line).FindAllString(string(text), -1) {
			all = append(all, regexp.MustCompile(each).FindAllString(part, -1)...)
		}
		return all
	}
	listed := found("installers/windows/openwith.nsh", `(?m)^\t!insertmacro \$\{MACRO\} .*$`, `\.\w+`)
	offered := found("../ui/desktop/picker.go", `(?m)^var extensions = .*$`, `\.\w+`)
	if want := slices.DeleteFunc(offered, func(e string) bool { return e == ".ts" }); !slices.Equal(listed, want) || len(want) == 0 {
		t.Errorf("the setup lists %q, the dialog offers %q", listed, want)
	}
}
