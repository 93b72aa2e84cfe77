//go:build packages

package assets_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var installedFiles = []string{"Hoist.exe", "bin/hoist.exe", "licenses/THIRD-PARTY-NOTICES.txt", "uninstall.exe"}

// TestPackageWindowsSetup: what the setup is asked for once holds for later ones, what an earlier version had goes, and PATH is
// after the uninstaller what it was before.
func TestPackageWindowsSetup(t *testing.T) {
	r := newSetupRig(t)
	r.pack("installers/windows", "0.2.0", "now", "later.exe")
	t.Run("upgrade", r.upgrades)
	t.Run("running", r.waits)
	t.Run("path", r.keepsPath)
	t.Run("old windows", r.refuses)
}

// upgrades goes from an earlier version with files of its own to this one, and then to another folder.
func (r *setupRig) upgrades(t *testing.T) {
	r.t = t
	earlier := filepath.Join(r.folder, "earlier")
	command(t, "cp", "-r", "installers/windows", earlier)
	list := filepath.Join(earlier, "files.nsh")
	text := string(readAll(t, list))
	for before, more := range map[string]string{
		"\tSetOutPath \"$INSTDIR\\bin\"\n":        "\tFile \"${FOLDER}/gone.dll\"\n",
		"\tDelete \"$INSTDIR\\bin\\hoist.exe\"\n": "\tDelete \"$INSTDIR\\gone.dll\"\n",
	} {
		if !strings.Contains(text, before) {
			t.Fatalf("files.nsh has no line %q", before)
		}
		text = strings.Replace(text, before, more+before, 1)
	}
	r.write("earlier/files.nsh", text)
	r.write("now/gone.dll", "of the earlier version alone")
	r.pack(earlier, "0.1.0", "now", "earlier.exe")

	r.install(0, "earlier.exe", "/PATH=0", "/OPENWITH=0", "/D="+installedIn)
	if got := r.files(installedIn); !slices.Contains(got, "gone.dll") {
		t.Fatalf("the earlier version has %q", got)
	}
	if err := os.WriteFile(r.at(installedIn+`\mine.txt`), []byte("a person's"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.install(0, "later.exe") // where the earlier one is
	if got, want := r.files(installedIn), append(slices.Clone(installedFiles), "mine.txt"); !same(got, want) {
		t.Errorf("after the upgrade there are %q, want %q", got, want)
	}
	if version := r.value(listedAt, "DisplayVersion"); version != "REG_SZ    0.2.0" {
		t.Errorf("the list of programs says %q", version)
	}
	if path, open := r.value(environment, "Path"), r.value(`HKCU\Software\RegisteredApplications`, "Hoist"); path+open != "" {
		t.Errorf("the earlier one was asked for neither, and there are PATH %q and Open with %q", path, open)
	}

	const other = `C:\Other`
	r.install(0, "later.exe", "/PATH=1", "/OPENWITH=1", "/D="+other)
	if got := r.files(installedIn); !same(got, []string{"mine.txt"}) {
		t.Errorf("it was installed elsewhere, and here stay %q", got)
	}
	if got := r.files(other); !same(got, installedFiles) {
		t.Errorf("elsewhere are %q", got)
	}
	if got := r.value(environment, "Path"); got != `REG_EXPAND_SZ    `+other+`\bin` {
		t.Errorf("PATH is %q", got)
	}
	r.uninstall(0, other)
	if got := r.files(other); !same(got, []string{"uninstall.exe"}) {
		t.Errorf("the uninstaller leaves %q", got)
	}
	if got, _ := r.wine("reg", "query", `HKCU\Software`, "/s"); strings.Contains(got, "app.hoist.Hoist") || strings.Contains(got, `\Hoist.exe`) {
		t.Errorf("the uninstaller leaves in the registry %s", got)
	}
}

func same(got, want []string) bool {
	slices.Sort(got)
	want = slices.Sorted(slices.Values(want))
	return slices.Equal(got, want)
}

// waits starts the installed program: neither setup nor uninstaller touches it until it has ended.
func (r *setupRig) waits(t *testing.T) {
	r.t = t
	r.install(0, "later.exe", "/D="+installedIn)
	before := readAll(t, r.at(installedIn+`\bin\hoist.exe`))
	running := r.command(installedIn + `\bin\hoist.exe`)
	if err := running.Start(); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for _, exit := r.wine("later.exe", "/S"); exit != 3; _, exit = r.wine("later.exe", "/S") {
		if time.Now().After(deadline) {
			t.Fatalf("Hoist runs, and the setup ends with %d", exit)
		}
	}
	r.uninstall(3, installedIn)
	if got := readAll(t, r.at(installedIn+`\bin\hoist.exe`)); !bytes.Equal(got, before) {
		t.Error("the program was changed while it ran")
	}
	_ = running.Process.Kill()
	_ = running.Wait() // killed
	for _, exit := r.wine("later.exe", "/S"); exit != 0; _, exit = r.wine("later.exe", "/S") {
		if time.Now().After(deadline) {
			t.Fatalf("Hoist has ended, and the setup ends with %d", exit)
		}
	}
	r.uninstall(0, installedIn)
}

// keepsPath installs and uninstalls over PATHs of all kinds.
func (r *setupRig) keepsPath(t *testing.T) {
	r.t = t
	const entry = installedIn + `\bin`
	long := strings.TrimSuffix(strings.Repeat(`%USERPROFILE%\a rather long folder;`, 200), ";")
	for name, c := range map[string]struct{ kind, before, during string }{
		"none":                    {"REG_EXPAND_SZ", "", entry},
		"plain":                   {"REG_SZ", `C:\a;C:\b`, `C:\a;C:\b;` + entry},
		"as Windows has it":       {"REG_EXPAND_SZ", `%USERPROFILE%\apps;`, `%USERPROFILE%\apps;` + entry + ";"},
		"longer than NSIS's most": {"REG_EXPAND_SZ", long, long + ";" + entry},
		"one that looks the same": {"REG_SZ", `C:\x` + entry + `;` + entry + `ary`, `C:\x` + entry + `;` + entry + `ary;` + entry},
		"of another kind":         {"REG_DWORD", "0x7", "0x7"},
	} {
		t.Run(name, func(t *testing.T) {
			r.t = t
			r.wine("reg", "delete", environment, "/v", "Path", "/f")
			before := ""
			if c.before != "" {
				r.wine("reg", "add", environment, "/v", "Path", "/t", c.kind, "/d", c.before, "/f")
				before = c.kind + "    " + c.before
			}
			if got := r.value(environment, "Path"); got != before {
				t.Fatalf("PATH is %q before, want %q", got, before)
			}
			r.install(0, "later.exe", "/PATH=1", "/D="+installedIn)
			if got, want := r.value(environment, "Path"), c.kind+"    "+c.during; got != want {
				t.Errorf("the setup makes it %q, want %q", got, want)
			}
			r.install(0, "later.exe") // once more: it is there already
			if got, want := r.value(environment, "Path"), c.kind+"    "+c.during; got != want {
				t.Errorf("a second setup makes it %q, want %q", got, want)
			}
			r.uninstall(0, installedIn)
			if got := r.value(environment, "Path"); got != before {
				t.Errorf("the uninstaller leaves %q, want %q", got, before)
			}
		})
	}
}

// refuses makes it a Windows on which Go does not run.
func (r *setupRig) refuses(t *testing.T) {
	r.t = t
	r.wine("winecfg", "-v", "win81")
	r.install(4, "later.exe", "/D="+installedIn)
	if got := r.files(installedIn); slices.Contains(got, "Hoist.exe") {
		t.Errorf("it has installed %q", got)
	}
	if got := r.value(listedAt, "DisplayName"); got != "" {
		t.Errorf("it is listed as %q", got)
	}
}
