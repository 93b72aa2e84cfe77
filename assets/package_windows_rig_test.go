//go:build packages

package assets_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// setupRig is a Windows, as Wine has it, in which setups run that hold a small program in Hoist's place: what the script of the
// setup does is tried here. ui tries it with Hoist.
type setupRig struct {
	t      *testing.T
	folder string // of the setups
	env    []string
}

const (
	installedIn = `C:\Elsewhere\Hoist`
	listedAt    = `HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\app.hoist.Hoist`
	environment = `HKCU\Environment`
)

// newSetupRig makes a Windows 10 of one's own.
func newSetupRig(t *testing.T) *setupRig {
	t.Helper()
	r := &setupRig{t: t, folder: t.TempDir()}
	home := t.TempDir()
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "WINE") && !strings.HasPrefix(entry, "HOME=") && !strings.HasPrefix(entry, "DISPLAY=") {
			r.env = append(r.env, entry)
		}
	}
	r.env = append(r.env, "HOME="+home, "WINEPREFIX="+r.prefix(), "WINEARCH=win64", "WINEDEBUG=-all",
		"WINEDLLOVERRIDES=mscoree,mshtml,winemenubuilder.exe=")
	t.Cleanup(func() {
		server := exec.Command("/usr/lib/wine/wineserver64", "-k")
		server.Env = r.env
		_ = server.Run() // which fails where nothing runs any more
	})
	r.wine("wineboot", "-i")
	r.wine("winecfg", "-v", "win10")
	r.write("sleep.c", "#include <windows.h>\nint main(void) { Sleep(120000); return 0; }\n")
	for _, name := range []string{"now/Hoist.exe", "now/bin/hoist.exe"} {
		r.write(name, "")
		command(t, "x86_64-w64-mingw32-gcc", "-o", filepath.Join(r.folder, name), filepath.Join(r.folder, "sleep.c"))
	}
	r.write("now/licenses/THIRD-PARTY-NOTICES.txt", "licences")
	return r
}

func (r *setupRig) prefix() string { return filepath.Join(r.folder, "wine") }

// at returns where a file of drive C: lies.
func (r *setupRig) at(path string) string {
	return filepath.Join(r.prefix(), "drive_c", strings.ReplaceAll(strings.TrimPrefix(path, `C:\`), `\`, "/"))
}

func (r *setupRig) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// command returns a program of Windows that is to be run.
func (r *setupRig) command(args ...string) *exec.Cmd {
	c := exec.CommandContext(r.t.Context(), "wine", args...)
	c.Env, c.Dir = r.env, r.folder
	return c
}

// wine runs a program of Windows and returns what it wrote and its exit code. It writes to a file: other programs of Wine keep
// a pipe open longer.
func (r *setupRig) wine(args ...string) (said string, exit int) {
	r.t.Helper()
	out, err := os.CreateTemp(r.folder, "said")
	if err != nil {
		r.t.Fatal(err)
	}
	defer out.Close() //nolint:errcheck // it is read by its name
	c := r.command(args...)
	c.Stdout = out
	err = c.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		r.t.Fatalf("%q: %v", args, err)
	}
	return strings.ReplaceAll(string(readAll(r.t, out.Name())), "\r", ""), c.ProcessState.ExitCode()
}

// pack makes a setup from the scripts in a folder.
func (r *setupRig) pack(scripts, version, files, setup string) {
	r.t.Helper()
	pictures, err := filepath.Abs("../.build/packages/windows")
	if err != nil {
		r.t.Fatal(err)
	}
	pack := exec.CommandContext(r.t.Context(), "makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", "-DVERSION="+version, "-DBUILD=1", "-DSIZE=1",
		"-DID=app.hoist.Hoist", "-DFOLDER="+filepath.Join(r.folder, files), "-DPICTURES="+pictures, "-DOUT="+filepath.Join(r.folder, setup), "hoist.nsi")
	pack.Dir = scripts
	if out, err := pack.CombinedOutput(); err != nil {
		r.t.Fatalf("make packages has not run here, or: %v: %s", err, out)
	}
}

// install runs a setup without a window, which has to end with exit.
func (r *setupRig) install(exit int, setup string, options ...string) {
	r.t.Helper()
	if _, got := r.wine(append([]string{setup, "/S"}, options...)...); got != exit {
		r.t.Fatalf("%s %q ended with %d, want %d", setup, options, got, exit)
	}
}

// uninstall runs the uninstaller that lies in a folder, without a window. It is waited for, so that it cannot delete itself.
func (r *setupRig) uninstall(exit int, folder string) {
	r.t.Helper()
	if _, got := r.wine(folder+`\uninstall.exe`, "/S", "_?="+folder); got != exit {
		r.t.Fatalf("the uninstaller ended with %d, want %d", got, exit)
	}
}

// value returns a value of the registry with its type, "" where there is none.
func (r *setupRig) value(key, name string) string {
	r.t.Helper()
	out, _ := r.wine("reg", "query", key, "/v", name)
	for line := range strings.Lines(out) {
		if kind, ok := strings.CutPrefix(strings.TrimSpace(line), name+"    "); ok {
			return kind
		}
	}
	return ""
}

// files returns what lies in a folder of drive C:.
func (r *setupRig) files(folder string) (all []string) {
	r.t.Helper()
	root := r.at(folder)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		all = append(all, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}
