//go:build packages && program

package ui_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hoist/upload/practice"
)

// wine is a Windows of its own on a desk: Wine with a prefix that goes when the test ends.
type wine struct {
	*desk
	prefix string // its folder; drive C: is drive_c in it, and Z: the whole computer
}

// winePrograms are where Debian has Wine's loader, without the script around it that asks for a 32-bit Wine as well.
var winePrograms = []string{"/usr/lib/wine/wine64", "wine64", "wine"}

func wineLoader(t *testing.T) string {
	t.Helper()
	for _, name := range winePrograms {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("there is no Wine: make setup-test-packages installs it")
	return ""
}

// wineEnv is what Wine is told: no menus in the home of whoever runs the test, and nothing of what it lacks.
func wineEnv(prefix string) []string {
	return []string{
		"WINEPREFIX=" + prefix, "WINEARCH=win64", "WINEDLLOVERRIDES=mscoree,mshtml=;winemenubuilder.exe=d", "WINEDEBUG=-all",
	}
}

// winePrefix makes the prefix that each test has a copy of: Windows 10, with a profile of its own, and with what Go needs.
func winePrefix(t *testing.T) (prefix string) {
	t.Helper()
	w := wine{newDesk(t, light), filepath.Join(t.TempDir(), "prefix")}
	w.env = append(w.env, wineEnv(w.prefix)...)
	w.must("wineboot", "--init")
	w.stop()
	w.compile("system32/bcryptprimitives.dll", "bcryptprimitives.c", "-shared", "-ladvapi32")
	w.compile("launch.exe", "launch.c")
	for _, link := range w.links() { // to folders of the real home
		if err := errors.Join(os.Remove(link), os.Mkdir(link, 0o700)); err != nil {
			t.Fatal(err)
		}
	}
	w.must("winecfg", "-v", "win10") // Wine 8 says that it is 7
	w.stop()
	return w.prefix
}

// compile makes a program or library of testdata, in the folder of Windows.
func (w *wine) compile(into, source string, options ...string) {
	w.t.Helper()
	line := append([]string{"-o", w.inside("windows", into), filepath.Join("testdata", "wine", source)}, options...)
	if out, err := exec.CommandContext(w.t.Context(), "x86_64-w64-mingw32-gcc", line...).CombinedOutput(); err != nil {
		w.t.Fatalf("%v: %s", err, out)
	}
}

// links are the folders of the profile that lead out of the prefix.
func (w *wine) links() (all []string) {
	w.t.Helper()
	err := filepath.WalkDir(filepath.Join(w.prefix, "drive_c", "users"), func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type()&os.ModeSymlink != 0 {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// newWine sets up a desk with a copy of the prefix, with more arguments for Xvfb.
func newWine(t *testing.T, prefix string, more ...string) *wine {
	t.Helper()
	w := &wine{newDesk(t, light, more...), filepath.Join(t.TempDir(), "prefix")}
	// Linked, as nothing of Wine's own is ever written to, and its registry is written anew each time.
	if out, err := exec.CommandContext(t.Context(), "cp", "-al", prefix, w.prefix).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	w.env = append(w.env, wineEnv(w.prefix)...)
	t.Cleanup(w.stop)
	return w
}

// stop ends every program of this Windows, and waits until all of it is on the disk.
func (w *wine) stop() {
	_ = w.command("wineserver", "-k").Run() // fails where none runs
	_ = w.command("wineserver", "-w").Run()
	if left := w.running(); len(left) > 0 {
		w.t.Errorf("still running: %q", left)
	}
}

// running returns which programs of ours run in this Windows, as their command lines.
func (w *wine) running() (all []string) {
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, process := range processes {
		line, _ := os.ReadFile(filepath.Join(process, "cmdline")) // it may be over
		env, _ := os.ReadFile(filepath.Join(process, "environ"))
		if bytes.Contains(env, []byte("WINEPREFIX="+w.prefix+"\x00")) && bytes.Contains(bytes.ToLower(line), []byte("hoist")) {
			all = append(all, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return all
}

// does runs a program of Windows with what it is to read, waits for it, and returns what it writes and its exit code.
func (w *wine) does(stdin string, line ...string) (out, said string, exit int) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 2*limit)
	defer cancel()
	c := exec.CommandContext(ctx, wineLoader(w.t), line...)
	c.Env = w.env
	c.Stdin = strings.NewReader(stdin)
	// Files, since Wine's services would hold pipes open.
	files := make([]*os.File, 2)
	for i := range files {
		file, err := os.CreateTemp(w.t.TempDir(), "")
		if err != nil {
			w.t.Fatal(err)
		}
		defer file.Close() //nolint:errcheck // it is read by its name
		files[i] = file
	}
	c.Stdout, c.Stderr = files[0], files[1]
	err := c.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) || ctx.Err() != nil {
		w.t.Fatalf("%q: %v", line, err)
	}
	text := make([]string, 2)
	for i, file := range files {
		written, err := os.ReadFile(file.Name())
		if err != nil {
			w.t.Fatal(err)
		}
		text[i] = strings.ReplaceAll(string(written), "\r\n", "\n")
	}
	return text[0], text[1], c.ProcessState.ExitCode()
}

// must runs a program of Windows that has to end well, and returns what it writes.
func (w *wine) must(line ...string) string {
	w.t.Helper()
	out, said, exit := w.does("", line...)
	if exit != 0 {
		w.t.Fatalf("%q ended with %d: %s%s", line, exit, out, said)
	}
	return out
}

// opens starts the program under test there, in its own home, and waits for its window.
func (w *wine) opens(program string, keys []string, args ...string) *program {
	w.t.Helper()
	return w.begins(program, keys, args...).shown()
}

// begins starts the program under test there, in its own home. Until it has a window the whole screen is its picture.
func (w *wine) begins(program string, keys []string, args ...string) *program {
	w.t.Helper()
	w.starts = []string{wineLoader(w.t), program}
	p := w.launchAt("", keys, args...)
	p.window = "root"
	return p
}

// comes waits for a window with a title that begins like that, and goes on in it.
func (p *program) comes(title string) {
	p.t.Helper()
	found := p.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "^"+title)
	p.window = strings.TrimSpace(strings.SplitN(found, "\n", 2)[0])
}

// gone waits for the end of the program, by that exit code and with nothing left of it.
func (w *wine) gone(p *program, exit int) {
	w.t.Helper()
	select {
	case <-p.exited:
	case <-time.After(limit):
		p.picture("wine-does-not-end")
		w.t.Fatal("it has not ended")
	}
	if got := p.cmd.ProcessState.ExitCode(); got != exit {
		w.t.Errorf("it ended with %d, want %d", got, exit)
	}
	if left := w.running(); len(left) > 0 {
		w.t.Errorf("still running: %q", left)
	}
}

// inside returns the path on this computer of one on drive C:.
func (w *wine) inside(path ...string) string {
	return filepath.Join(append([]string{w.prefix, "drive_c"}, path...)...)
}

// profile is the folder of the person who uses this Windows.
func (w *wine) profile() string {
	w.t.Helper()
	found, err := filepath.Glob(w.inside("users", "*", "AppData"))
	if err != nil || len(found) != 1 {
		w.t.Fatalf("the profiles are %q (%v)", found, err)
	}
	return filepath.Dir(found[0])
}

// meetingPlace makes a folder below the one for temporary files, where two starts of the program meet; or that one alone. Every
// Windows has it, and Wine lacks it at first.
func (w *wine) meetingPlace(name string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Join(w.profile(), "AppData", "Local", "Temp", name), 0o700); err != nil {
		w.t.Fatal(err)
	}
}

// windowsPath is how Windows names a file of this computer.
func windowsPath(path string) string { return `Z:` + strings.ReplaceAll(path, "/", `\`) }

// standsIn starts a stand-in for X within the test.
func standsIn(t *testing.T, o practice.Options) *standIn {
	t.Helper()
	x, err := practice.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() }) // nothing of it is kept
	k := x.Keys()
	return &standIn{
		t: t, BaseURL: x.URL(), ConsumerKey: k.ConsumerKey, ConsumerSecret: k.ConsumerSecret,
		AccessToken: k.AccessToken, AccessSecret: k.AccessSecret,
	}
}
