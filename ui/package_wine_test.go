//go:build packages && program

package ui_test

import (
	"image"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hoist/upload/practice"
)

// TestPackageWindows runs what people download for Windows under Wine, each part in a Windows of its own.
func TestPackageWindows(t *testing.T) {
	prefix := winePrefix(t)
	for _, part := range []struct {
		name string
		test func(t *testing.T, prefix string)
	}{
		{"window", testWindowsWindow},
		{"portable", testWindowsPortable},
		{"console", testWindowsConsole},
		{"terminal", testWindowsTerminal},
		{"graphics", testWindowsGraphics},
		{"unwritable", testWindowsUnwritable},
		{"setup", testWindowsSetup},
		{"wizard", testWindowsWizard},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, prefix) })
	}
}

// testWindowsWindow drops a video on the window, which goes up whole, and closes the window in the midst of another.
func testWindowsWindow(t *testing.T, prefix string) {
	x := standsIn(t, practice.Options{RateMbit: 24})
	w := newWine(t, prefix)
	p := w.opens(filepath.Join(unpacked(t), "Hoist.exe"), x.keys(), "--start", "--base-url", x.BaseURL)
	p.picture("wine-empty")
	small, sum := clip(t, "夏の 海 – 50 % #1.mp4", 20)
	p.drop(small)
	p.until("it has arrived", limit, func() bool { return x.has(sum) })
	p.picture("wine-done")

	large, _ := film(t, 90)
	p.drop(large)
	p.until("a segment of the film has arrived", limit, func() bool { return x.segments() > 1 })
	p.close()
	p.until("it asks", limit, p.asks)
	p.settled("wine-asks")
	p.key("Escape")
	p.until("the question is gone", limit, func() bool { return !p.asks() })
	at := x.segments()
	p.until("it goes on", limit, func() bool { return x.segments() > at })
	p.close()
	p.until("it asks again", limit, p.asks)
	keep := p.awaitButton(middle)
	p.click(image.Pt(keep.Max.X+40, center(keep).Y)) // its neighbour
	w.gone(p, 0)
	if all := x.uploads(); len(all) != 2 || all[1].State != "open" {
		t.Errorf("at the stand-in: %+v", all)
	}
}

// testWindowsPortable keeps all data beside the program, and the keys in the Credential Manager alone.
func testWindowsPortable(t *testing.T, prefix string) {
	x := standsIn(t, practice.Options{})
	w := newWine(t, prefix)
	folder := unpacked(t)
	console, packed := filepath.Join(folder, "bin", "hoist.exe"), tree(t, folder)
	w.must("wineboot")      // what Windows itself makes is there now
	w.meetingPlace("hoist") // which stays, and no lock in it
	before := tree(t, w.profile())

	keys := strings.Join([]string{x.ConsumerKey, x.ConsumerSecret, x.AccessToken, x.AccessSecret}, "\n") + "\n"
	if out, said, exit := w.does(keys, console, "accounts", "add", "--base-url", x.BaseURL); exit != 0 || out != "@practice\n" {
		t.Fatalf("accounts add ended with %d and wrote %q: %s", exit, out, said)
	}
	if out := w.must(console, "accounts"); out != "@practice  may upload\n" {
		t.Errorf("it lists %q", out)
	}
	// The window has them, too: it uploads with them.
	path, sum := clip(t, "clip.mp4", 20)
	p := w.opens(filepath.Join(folder, "Hoist.exe"), nil, "--start", "--base-url", x.BaseURL, windowsPath(path))
	p.until("it has arrived", limit, func() bool { return x.has(sum) })
	p.until("it is in the history", limit, func() bool {
		_, err := os.Stat(filepath.Join(folder, "data", "history.jsonl"))
		return err == nil
	})
	p.close()
	w.gone(p, 0)

	for _, name := range []string{"settings.json", "journals", "logs/hoist.log"} {
		if _, err := os.Stat(filepath.Join(folder, "data", name)); err != nil {
			t.Error(err)
		}
	}
	for _, path := range added(packed, tree(t, folder)) {
		if path != "data" && !strings.HasPrefix(path, "data/") {
			t.Errorf("beside the program there is %s", path)
		}
		text, _ := os.ReadFile(filepath.Join(folder, path)) // fails for folders
		for _, key := range []string{x.ConsumerKey, x.ConsumerSecret, x.AccessToken, x.AccessSecret} {
			if strings.Contains(string(text), key) {
				t.Errorf("a key is in %s", path)
			}
		}
	}
	leftInProfile(t, before, tree(t, w.profile()))

	w.must(console, "accounts", "remove", "@practice")
	if out := w.must(console, "accounts"); out != "" {
		t.Errorf("after the removal it lists %q", out)
	}
	w.must(console, "--delete-data", "--yes")
	if left := added(packed, tree(t, folder)); len(left) > 0 {
		t.Errorf("--delete-data has left %q", left)
	}
}

// leftInProfile allows for one folder alone, an empty one that Fyne makes for all of its programs: Wine removes a folder
// that is being watched when its program has ended, and the one around it cannot go before. Windows 10 removes both.
func leftInProfile(t *testing.T, before, after []string) {
	t.Helper()
	left := slices.DeleteFunc(added(before, after), func(path string) bool { return path == "AppData/Roaming/fyne" })
	if len(left) > 0 {
		t.Errorf("the profile has %q more than before", left)
	}
}

// testWindowsConsole calls the program for the console as a script does.
func testWindowsConsole(t *testing.T, prefix string) {
	w := newWine(t, prefix)
	console := filepath.Join(unpacked(t), "bin", "hoist.exe")
	path, _ := clip(t, "clip.mp4", 20)
	out, said, exit := w.does("", console, "upload", "--practice", windowsPath(path))
	if exit != 0 || !regexp.MustCompile(`^[0-9]{19}\n$`).MatchString(out) {
		t.Errorf("upload ended with %d and wrote %q: %s", exit, out, said)
	}
	if out := w.must(console, "check", windowsPath(path)); !strings.Contains(out, "X should take this video") {
		t.Errorf("check wrote %q", out)
	}
	for _, line := range [][]string{{"--bogus"}, {"upload"}, {"check", "--listen", "x"}} {
		if out, said, exit := w.does("", append([]string{console}, line...)...); exit != 2 || out != "" || said == "" {
			t.Errorf("%q ended with %d, wrote %q and said %q", line, exit, out, said)
		}
	}
	w.interrupts(console)
}

// testWindowsTerminal starts the program for the window from a terminal, and where there is none. It is not for that, and
// says what it has to say all the same.
func testWindowsTerminal(t *testing.T, prefix string) {
	w := newWine(t, prefix)
	window := filepath.Join(unpacked(t), "Hoist.exe")
	if out := w.must(window, "--version"); !strings.HasPrefix(out, "hoist ") { // led to a file
		t.Errorf("Hoist.exe --version wrote %q", out)
	}
	line := wineLoader(t) + ` launch.exe "` + strings.ReplaceAll(windowsPath(window), `\`, `\\`) + ` --version"`
	if out := w.run("script", "--quiet", "--return", "--command", line, os.DevNull); !strings.Contains(out, "hoist ") {
		t.Errorf("in a terminal it wrote %q", out)
	}
	p := w.begins("launch.exe", nil, windowsPath(window)+" --bogus", "detached")
	w.answers(p, "Hoist")
	w.gone(p, 2)
}

// interrupts presses Ctrl+C in the midst of an upload: it stops, and goes on later.
func (w *wine) interrupts(console string) {
	w.t.Helper()
	x := standsIn(w.t, practice.Options{RateMbit: 24})
	path, sum := film(w.t, 6)
	p := w.begins(console, x.keys(), "upload", "--base-url", x.BaseURL, windowsPath(path))
	p.until("a segment has arrived", limit, func() bool { return x.segments() > 1 })
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil { // Wine makes a Ctrl+C of it
		w.t.Fatal(err)
	}
	w.gone(p, 130)
	w.env = append(w.env, x.keys()...)
	if out, said, exit := w.does("", console, "upload", "--resume"); exit != 0 || !x.has(sum) {
		w.t.Errorf("resumed, it ended with %d and wrote %q: %s", exit, out, said)
	}
	if all := x.uploads(); len(all) != 1 {
		w.t.Errorf("at the stand-in: %+v", all)
	}
}

// testWindowsGraphics has no OpenGL, or one of the nineties: a box says so and what to do, and the program ends. The second
// time it was started by a double click: it has nothing to write to.
func testWindowsGraphics(t *testing.T, prefix string) {
	t.Run("none", func(t *testing.T) {
		w := newWine(t, prefix, "-extension", "GLX")
		p := w.begins(filepath.Join(unpacked(t), "Hoist.exe"), nil)
		w.answers(p, "Hoist can't draw its window")
		w.gone(p, 1)
		if said := p.said.String(); !strings.Contains(said, "opengl32.dll") || strings.Contains(said, "goroutine") {
			t.Errorf("it says %q", said)
		}
	})
	t.Run("too old", func(t *testing.T) {
		w := newWine(t, prefix)
		p := w.begins("launch.exe", []string{"MESA_GL_VERSION_OVERRIDE=1.1", "LANG=de_DE.UTF-8"},
			windowsPath(filepath.Join(unpacked(t), "Hoist.exe")), "detached")
		w.answers(p, "Hoist kann sein Fenster nicht zeichnen")
		w.gone(p, 1)
	})
}

// answers waits for a box with that title, and presses its only button.
func (w *wine) answers(p *program, title string) {
	w.t.Helper()
	p.comes(title)
	p.settled("wine-box-" + strings.ReplaceAll(title, " ", "-"))
	p.key("Return")
}

// testWindowsUnwritable is a stick that cannot be written to: a file is in the way of the folder, as root can write anywhere.
func testWindowsUnwritable(t *testing.T, prefix string) {
	w := newWine(t, prefix)
	folder := unpacked(t)
	if err := os.WriteFile(filepath.Join(folder, "data"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := w.begins(filepath.Join(folder, "Hoist.exe"), nil)
	w.answers(p, "Hoist can't save its files")
	w.gone(p, 1)
	if said := p.said.String(); !strings.Contains(said, windowsPath(filepath.Join(folder, "data", "logs"))) {
		t.Errorf("it does not name the folder: %q", said)
	}
}
