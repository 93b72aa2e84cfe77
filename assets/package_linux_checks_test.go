//go:build packages

package assets_test

import (
	"debug/buildinfo"
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// valid has what lies under a folder that stands for /usr judged by the programs that judge it everywhere.
func valid(t *testing.T, usr string) {
	t.Helper()
	share := filepath.Join(usr, "share")
	for _, check := range []struct {
		line    []string
		excused *regexp.Regexp // what may be said
	}{
		{line: []string{"desktop-file-validate", filepath.Join(share, "applications/app.hoist.Hoist.desktop")}},
		{
			line: []string{"appstreamcli", "validate", "--no-net", "--pedantic", "--no-color", filepath.Join(share, "metainfo/app.hoist.Hoist.metainfo.xml")},
			// The ID has been settled, as rDNS with the name's capital; AppStream before 1.0 knows developer by an older name.
			excused: regexp.MustCompile(`^(P: .* cid-contains-uppercase-letter .*|I: .* unknown-tag developer|✔ Validation was successful.*|)$`),
		},
		{line: []string{"man", "--warnings", "--encoding=UTF-8", "--ditroff", "--local-file", filepath.Join(share, "man/man1/hoist.1.gz")}, excused: regexp.MustCompile(`^([a-zA-Z+#]|[0-9]{2,}[a-z]|[0-9]+$|$).*$`)},
	} {
		c := exec.CommandContext(t.Context(), check.line[0], check.line[1:]...)
		c.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "MANWIDTH=80")
		said, err := c.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v", check.line[0], err)
		}
		for line := range strings.Lines(string(said)) {
			line = strings.TrimRight(line, "\n")
			if check.excused == nil || !check.excused.MatchString(line) {
				t.Errorf("%s: %s", check.line[0], line)
			}
		}
	}
}

func TestPackageLinuxValid(t *testing.T) {
	l := linuxPackages(t)
	valid(t, l.unpacked())
	if said := string(command(t, "rpm", "--checksig", l.rpm)); !strings.HasSuffix(said, ": digests OK\n") {
		t.Error(said)
	}

	said := command(t, "lintian", "--allow-root", "--pedantic", "--display-info", "--fail-on", "none", l.deb)
	for line := range strings.Lines(string(said)) {
		// Words of other languages, and which compiler made it.
		if !strings.HasPrefix(line, "I: hoist: spelling-error-in-binary ") && !strings.HasPrefix(line, "I: hoist: binary-has-unneeded-section .comment ") {
			t.Errorf("lintian: %s", line)
		}
	}
}

// library is where a library comes from.
type library struct{ deb, rpm string }

// libraries are what the program loads, but libc: those in its list of libraries, and those that GLFW loads by their names.
var libraries = map[string]library{
	"libGL.so.1":             {"libgl1", "libGL.so.1()(64bit)"},
	"libGLX.so.0":            {"libgl1", "libGL.so.1()(64bit)"}, // which libGL is linked against
	"libOpenGL.so.0":         {"libgl1", "libGL.so.1()(64bit)"}, // libGL does where it is missing
	"libEGL.so.1":            {"libegl1", "libEGL.so.1()(64bit)"},
	"libX11.so.6":            {"libx11-6", "libX11.so.6()(64bit)"},
	"libX11-xcb.so.1":        {"libx11-xcb1", "libX11-xcb.so.1()(64bit)"},
	"libXcursor.so.1":        {"libxcursor1", "libXcursor.so.1()(64bit)"},
	"libXext.so.6":           {"libxext6", "libXext.so.6()(64bit)"},
	"libXi.so.6":             {"libxi6", "libXi.so.6()(64bit)"},
	"libXinerama.so.1":       {"libxinerama1", "libXinerama.so.1()(64bit)"},
	"libXrandr.so.2":         {"libxrandr2", "libXrandr.so.2()(64bit)"},
	"libXrender.so.1":        {"libxrender1", "libXrender.so.1()(64bit)"},
	"libXxf86vm.so.1":        {"libxxf86vm1", "libXxf86vm.so.1()(64bit)"},
	"libwayland-client.so.0": {"libwayland-client0", "libwayland-client.so.0()(64bit)"},
	"libwayland-cursor.so.0": {"libwayland-cursor0", "libwayland-cursor.so.0()(64bit)"},
	"libwayland-egl.so.1":    {"libwayland-egl1", "libwayland-egl.so.1()(64bit)"},
	"libxkbcommon.so.0":      {"libxkbcommon0", "libxkbcommon.so.0()(64bit)"},
	"libdecor-0.so.0":        {"libdecor-0-0", "libdecor-0.so.0()(64bit)"}, // recommended: GLFW draws plainer borders without
}

// unused are libraries that GLFW has a name for and that Fyne never has it load: other ways to draw.
var unused = []string{"libGL.so", "libGLESv2.so.2", "libOSMesa.so.6", "libOSMesa.so.8", "libvulkan.so.1"}

// TestPackageLinuxDepends: each library that the program loads is in a package that it depends on, and each that it
// depends on is one that it loads, or is told here.
func TestPackageLinuxDepends(t *testing.T) {
	l := linuxPackages(t)
	binary := filepath.Join(l.unpacked(), "bin/hoist")
	content, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, name := range regexp.MustCompile(`\x00(lib[A-Za-z0-9-]+\.so(\.[0-9]+)?)\x00`).FindAllSubmatch(append([]byte{0}, doubled(content)...), -1) {
		names[string(name[1])] = true
	}
	fields := command(t, "dpkg-deb", "--field", l.deb, "Depends", "Recommends")
	debs := regexp.MustCompile(`[a-z][a-z0-9+.-]+`).FindAllString(string(fields), -1)
	rpms := strings.Fields(string(command(t, "rpm", "-qp", "--requires", "--recommends", l.rpm)))
	var used []string
	newest := newestGlibc(t, binary)
	libc := library{"libc6", "libc.so.6(" + newest + ")(64bit)"}
	for name := range names {
		from, known := libraries[name]
		if name == "libc.so.6" || name == "libm.so.6" { // in one package everywhere
			from, known = libc, true
		}
		switch {
		case known && slices.Contains(debs, from.deb) && slices.Contains(rpms, from.rpm):
			used = append(used, from.deb, from.rpm)
		case !slices.Contains(unused, name):
			t.Errorf("the program has the name of %s in it, which no package that it depends on has (%+v)", name, from)
		}
	}
	for _, name := range append(debs, rpms...) {
		if strings.HasPrefix(name, "lib") && !slices.Contains(used, name) {
			t.Errorf("a package depends on %s, which the program never loads", name)
		}
	}
	if want := strings.Replace(newest, "GLIBC_", "libc6 (>= ", 1) + ")"; !strings.Contains(string(fields), want) {
		t.Errorf("the program wants %s, and the package depends on %s", newest, fields)
	}
}

// newestGlibc returns the version of glibc, such as GLIBC_2.34, that has all that a program asks of it.
func newestGlibc(t *testing.T, binary string) string {
	t.Helper()
	file, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	symbols, err := file.ImportedSymbols()
	if err != nil {
		t.Fatal(err)
	}
	newest := "GLIBC_2.0"
	for _, s := range symbols {
		if strings.HasPrefix(s.Version, "GLIBC_") && later(s.Version, newest) {
			newest = s.Version
		}
	}
	return newest
}

// doubled doubles each zero, so that two names with one zero between them are both found.
func doubled(content []byte) []byte {
	return []byte(strings.ReplaceAll(string(content), "\x00", "\x00\x00"))
}

// later compares versions of glibc.
func later(a, b string) bool {
	var major, minor, majorB, minorB int
	_, _ = fmt.Sscanf(a, "GLIBC_%d.%d", &major, &minor) // a third number is of no matter here
	_, _ = fmt.Sscanf(b, "GLIBC_%d.%d", &majorB, &minorB)
	return major > majorB || major == majorB && minor > minorB
}

// TestPackageLinuxBinary: the program is stripped, lies anywhere in memory, has its tables read-only from the start and
// no stack that can be run, knows its version, and tells nothing of the computer that it was built on.
func TestPackageLinuxBinary(t *testing.T) {
	l := linuxPackages(t)
	binary := filepath.Join(l.unpacked(), "bin/hoist")
	file, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	if file.Type != elf.ET_DYN {
		t.Errorf("it is %v, and not position-independent", file.Type)
	}
	for _, s := range file.Sections {
		if s.Type == elf.SHT_SYMTAB || strings.HasPrefix(s.Name, ".debug") || strings.HasPrefix(s.Name, ".zdebug") {
			t.Errorf("it is not stripped: %s", s.Name)
		}
	}
	relro, stack := false, false
	for _, p := range file.Progs {
		relro = relro || p.Type == elf.PT_GNU_RELRO
		stack = stack || p.Type == elf.PT_GNU_STACK && p.Flags&elf.PF_X == 0
	}
	flags, err := file.DynValue(elf.DT_FLAGS)
	now := err == nil && len(flags) == 1 && elf.DynFlag(flags[0])&elf.DF_BIND_NOW != 0
	if !relro || !stack || !now {
		t.Errorf("read-only tables: %v, at once: %v; no stack that can be run: %v", relro, now, stack)
	}
	if got, want := string(command(t, binary, "--version")), "hoist "+l.version+"\n"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}

	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if settings["-trimpath"] != "true" || settings["-buildmode"] != "pie" || settings["-tags"] != "migrated_fynedo,release" {
		t.Errorf("it was built with %v", settings)
	}
	content, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	here, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(content), here) {
		t.Errorf("%s, where it was built, stands in it", here)
	}
}
