//go:build program

package ui_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	_ "image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// desk is a screen of its own with a window manager and a session bus, on which the real program runs.
type desk struct {
	t       *testing.T
	look    look
	display string   // such as :7
	env     []string // for programs on this desk
	starts  []string // the program under test and its first arguments; none: HOIST_BINARY
}

// look is how the window is coloured.
type look struct {
	theme  string      // as Fyne reads it from the environment
	accent color.NRGBA // of the button that is asked for most
	error  color.NRGBA
}

var (
	dark  = look{"dark", color.NRGBA{0x5E, 0xA0, 0xA8, 0xFF}, color.NRGBA{0xFF, 0x8A, 0x7D, 0xFF}}
	light = look{"light", color.NRGBA{0x1F, 0x6F, 0x78, 0xFF}, color.NRGBA{0xB3, 0x26, 0x1E, 0xFF}}
)

// newDesk sets up a screen of 1280 by 800 pixels, in a look that is light or dark, with more arguments for Xvfb. It goes
// when the test ends.
func newDesk(t *testing.T, l look, more ...string) *desk {
	t.Helper()
	d := &desk{t: t, look: l}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp"}, more...)...)
	x.ExtraFiles = []*os.File{write}
	d.start(x)
	_ = write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	d.display = ":" + strings.TrimSpace(number)

	d.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "XDG_RUNTIME_DIR=" + t.TempDir(), "LANG=C.UTF-8",
		"DISPLAY=" + d.display, "XDG_SESSION_TYPE=x11", "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_THEME=" + l.theme,
	}
	bus := d.command("dbus-daemon", "--config-file="+busConfig(t), "--nofork", "--print-address=1")
	address, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	d.start(bus)
	line, err := bufio.NewReader(address).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon did not start: %v", err)
	}
	d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+strings.TrimSpace(line))
	d.start(d.command("openbox", "--sm-disable"))
	return d
}

// busConfig makes the settings of a session bus that starts nothing by itself but the window that asks for the
// password of a vault: there is a password store when a test opens a vault, and none after it was killed.
func busConfig(t *testing.T) string {
	t.Helper()
	services, config := t.TempDir(), filepath.Join(t.TempDir(), "bus.conf")
	for _, name := range []string{"org.gnome.keyring.SystemPrompter", "org.gnome.keyring.PrivatePrompter"} {
		// A system without them has no such window, which prompt finds out.
		_ = os.Symlink(filepath.Join("/usr/share/dbus-1/services", name+".service"), filepath.Join(services, name+".service"))
	}
	err := os.WriteFile(config, []byte(`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><servicedir>`+services+`</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// command returns a command that runs on this desk.
func (d *desk) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Env = d.env
	return c
}

// start starts a program that is killed when the test ends.
func (d *desk) start(c *exec.Cmd) {
	d.t.Helper()
	if err := c.Start(); err != nil {
		d.t.Fatalf("%s: %v", c.Path, err)
	}
	d.t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
}

// program is Hoist, running on a desk with a home of its own.
type program struct {
	*desk
	cmd    *exec.Cmd
	home   string   // HOIST_HOME
	keys   []string // the variables with the keys, as NAME=value
	window string   // as xdotool numbers it
	exited chan struct{}
	said   bytes.Buffer // on standard error; to be read after it has exited
}

// hoist starts the real program with those keys, which may be nil, and waits for its window.
func (d *desk) hoist(keys []string, args ...string) *program {
	d.t.Helper()
	return d.launch(keys, args...).shown()
}

// shown waits for the program's window.
func (p *program) shown() *program {
	p.t.Helper()
	p.window = strings.TrimSpace(strings.SplitN(p.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "^Hoist$"), "\n", 2)[0])
	p.until("the window is drawn", 30*time.Second, func() bool { return !p.asks() })
	return p
}

// launch starts the real program and does not wait for its window.
func (d *desk) launch(keys []string, args ...string) *program {
	d.t.Helper()
	return d.launchAt(d.t.TempDir(), keys, args...)
}

// launchAt starts the real program in a home in which another run may have been.
func (d *desk) launchAt(home string, keys []string, args ...string) *program {
	d.t.Helper()
	p := &program{desk: d, home: home, keys: keys, exited: make(chan struct{})}
	line := d.starts
	if line == nil {
		line = []string{hoistBinary(d.t)}
	}
	line = append(slices.Clone(line), args...)
	p.cmd = d.command(line[0], line[1:]...)
	p.cmd.Env = append(append(p.cmd.Env, "HOIST_HOME="+p.home), keys...)
	p.cmd.Stderr = io.MultiWriter(testWriter{d.t}, &p.said)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that its children can be told
	p.cmd.WaitDelay = 5 * time.Second                       // they may hold its standard error
	if err := p.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	go func() {
		defer close(p.exited)
		_ = p.cmd.Wait() // how it ended is in ProcessState
	}()
	d.t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.exited
	})
	return p
}

// end waits until the program has ended, and checks the exit code and what it leaves: no process, and files that are
// its owner's alone and hold no keys.
func (p *program) end(limit time.Duration, exit int) {
	p.t.Helper()
	select {
	case <-p.exited:
	case <-time.After(limit):
		p.picture("does-not-end")
		_ = p.cmd.Process.Signal(syscall.SIGQUIT) // it says on stderr what each goroutine is at
		<-p.exited
		p.t.Fatalf("it has not ended within %v", limit)
	}
	if got := p.cmd.ProcessState.ExitCode(); got != exit {
		p.t.Errorf("it ended with %v, want %d", p.cmd.ProcessState, exit)
	}
	if err := syscall.Kill(-p.cmd.Process.Pid, 0); !errors.Is(err, syscall.ESRCH) {
		p.t.Errorf("something that it began is left running (%v)", err)
	}
	err := filepath.WalkDir(p.home, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm() != 0o600 {
			p.t.Errorf("%s can be read by others: %v", path, info.Mode())
		}
		text, err := os.ReadFile(path)
		for _, variable := range p.keys {
			if name, value, _ := strings.Cut(variable, "="); strings.Contains(string(text), value) {
				p.t.Errorf("%s is in %s", name, path)
			}
		}
		return err
	})
	if err != nil {
		p.t.Error(err)
	}
}

func hoistBinary(t *testing.T) string {
	t.Helper()
	binary := os.Getenv("HOIST_BINARY")
	if binary == "" {
		t.Fatal("HOIST_BINARY must name the program under test; make program sets it")
	}
	return binary
}

// run runs a program on the desk and returns what it prints.
func (d *desk) run(name string, args ...string) string {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), time.Minute) // xdotool waits for a window for ever
	defer cancel()
	c := exec.CommandContext(ctx, name, args...)
	c.Env = d.env
	c.Stderr = testWriter{d.t}
	out, err := c.Output()
	if err != nil {
		d.t.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return string(out)
}

// click clicks at a point of the window, as a hand on a mouse does.
func (p *program) click(at image.Point) {
	p.t.Helper()
	p.run("xdotool", "mousemove", "--window", p.window, strconv.Itoa(at.X), strconv.Itoa(at.Y), "click", "1")
}

// key presses keys by xdotool's names, as a hand on the keyboard does: the window has the focus.
func (p *program) key(names ...string) {
	p.t.Helper()
	p.run("xdotool", append([]string{"windowfocus", "--sync", p.window, "key"}, names...)...)
}

// close presses the box in the corner of the window.
func (p *program) close() {
	p.t.Helper()
	p.run("wmctrl", "-i", "-c", p.window)
}

// clipboard returns what was copied; nothing when there is nothing.
func (p *program) clipboard() string {
	ctx, cancel := context.WithTimeout(p.t.Context(), 5*time.Second)
	defer cancel()
	c := exec.CommandContext(ctx, "xclip", "-o", "-selection", "clipboard")
	c.Env = p.env
	out, _ := c.Output() // fails when nothing was copied
	return string(out)
}

// drop drops files on the window.
func (p *program) drop(files ...string) {
	p.t.Helper()
	number, err := windowNumber(p.window)
	if err == nil {
		err = dropFiles(p.display, number, files...)
	}
	if err != nil {
		p.t.Fatalf("drop %v: %v", files, err)
	}
}

// queueCount is where it stands how many videos are in the queue.
var queueCount = image.Rect(200, 84, 352, 106)

// adds drops files on the window and waits until they are in the queue.
func (p *program) adds(files ...string) {
	p.t.Helper()
	before := p.settled("")
	p.drop(files...)
	p.until("they are in the queue", limit, func() bool { return differ(before, p.picture(""), queueCount) })
}

// picture returns what the window shows. With a name it is kept under HOIST_PICTURES, where that is set.
func (p *program) picture(name string) image.Image {
	p.t.Helper()
	file := filepath.Join(p.t.TempDir(), "picture.png")
	if folder := os.Getenv("HOIST_PICTURES"); folder != "" && name != "" {
		file = filepath.Join(folder, name+".png")
	}
	p.run("import", "-window", p.window, file)
	f, err := os.Open(file)
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	img, _, err := image.Decode(f)
	if err != nil {
		p.t.Fatal(err)
	}
	return img
}

// until waits for something to become true, and fails the test when it does not within the limit.
func (p *program) until(what string, limit time.Duration, ok func() bool) {
	p.t.Helper()
	for end := time.Now().Add(limit); !ok(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			p.picture("stuck-" + strings.ReplaceAll(what, " ", "-"))
			p.t.Fatalf("not within %s: %s", limit, what)
		}
	}
}

// largest returns where the largest filled area of a colour is within part of a picture, and how many pixels it has; a
// button is found that way. There are 0 pixels when there is no such area.
func largest(img image.Image, part image.Rectangle, c color.NRGBA) (where image.Rectangle, pixels int) {
	part = part.Intersect(img.Bounds())
	seen := map[image.Point]bool{}
	is := func(p image.Point) bool {
		r, g, b, _ := img.At(p.X, p.Y).RGBA()
		near := func(a uint32, b uint8) bool { d := int(a>>8) - int(b); return d >= -3 && d <= 3 }
		return p.In(part) && near(r, c.R) && near(g, c.G) && near(b, c.B)
	}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			start := image.Pt(x, y)
			if seen[start] || !is(start) {
				continue
			}
			seen[start] = true
			box, count := image.Rectangle{start, start.Add(image.Pt(1, 1))}, 0
			for todo := []image.Point{start}; len(todo) > 0; {
				at := todo[len(todo)-1]
				todo = todo[:len(todo)-1]
				count++
				box = box.Union(image.Rectangle{at, at.Add(image.Pt(1, 1))})
				for _, step := range []image.Point{{X: 1}, {X: -1}, {Y: 1}, {Y: -1}} {
					if next := at.Add(step); !seen[next] && is(next) {
						seen[next] = true
						todo = append(todo, next)
					}
				}
			}
			if count > pixels {
				pixels, where = count, box
			}
		}
	}
	return where, pixels
}

// testWriter puts a program's complaints into the test's log.
type testWriter struct{ t *testing.T }

// Write implements io.Writer.
func (w testWriter) Write(b []byte) (int, error) {
	w.t.Logf("%s", strings.TrimRight(string(b), "\n"))
	return len(b), nil
}

// settled waits until the window does not change any more, and returns its picture.
func (p *program) settled(name string) image.Image {
	p.t.Helper()
	last := p.picture("")
	p.until("the window has come to rest", 10*time.Second, func() bool {
		now := p.picture(name)
		rest := !differ(last, now, now.Bounds())
		last = now
		return rest
	})
	return last
}

// geometry returns where a window is and how large, from what xdotool says of it.
func geometry(said string) string {
	_, where, _ := strings.Cut(said, "\n")
	return where
}
