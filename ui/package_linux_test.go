//go:build packages && program

package ui_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jezek/xgb/xproto"
)

// shared reports whether a change is the matter of others: the desktop's list of what opens which file, made anew without
// Hoist, what Mesa keeps of its drawing, and the folders that hold everybody's settings.
func shared(change string) bool {
	return strings.HasSuffix(change, "/share/applications/mimeinfo.cache") || strings.HasPrefix(change, "+ root/.cache/mesa_shader_cache") ||
		slices.Contains([]string{"/.config", "/.config/fyne", "/.local", "/.local/state", "/.cache", "/.cache/fyne"}, change[max(0, strings.LastIndex(change, "/.")):])
}

// TestPackageLinuxDeb lives a life of the .deb in a clean Debian: it is installed by apt-get, opened from the menu, gets
// videos dropped and by "open with", uploads, becomes a newer one, and goes. What the person made stays, or goes by
// hoist --delete-data. Afterwards the contents of the .rpm run in the same place.
func TestPackageLinuxDeb(t *testing.T) {
	r := newCleanRoot(t)
	deb := r.brings(packageFile(t, "hoist_*.deb"))
	t.Setenv("HOIST_BINARY", unpackedProgram(t, deb))           // for the stand-in
	r.run("apt-get", "install", "--simulate", "--quiet=2", deb) // with all that is recommended: Debian has it
	r.run("apt-get", "satisfy", "--quiet=2", "--yes", "--no-install-recommends", strings.TrimSpace(sh(t, "dpkg-deb", "--field", deb, "Depends")))
	before := r.files()
	r.apt("install", deb)
	if got := strings.TrimSpace(r.run("gio", "mime", "video/mp4")); !strings.Contains(got, "app.hoist.Hoist.desktop") {
		t.Errorf("Hoist is not offered for videos: %s", got)
	}

	home := t.TempDir()
	first, sum := clip(t, "first film.mp4", 10)
	second, _ := clip(t, "second.mp4", 20)
	t.Run("drop", func(t *testing.T) { r.of(t).drop(home) })
	t.Run("open with", func(t *testing.T) { r.of(t).openWith(home, "/usr", "/root", first, second) })
	t.Run("upgrade", func(t *testing.T) { r.of(t).upgrade(home, sum) })
	t.Run("delete data", func(t *testing.T) { r.of(t).deleteData() })
	t.Run("remove", func(t *testing.T) { r.of(t).remove(before, deb) })
	t.Run("rpm", func(t *testing.T) { r.of(t).rpm() })
}

// of returns the root for a part of the test.
func (r *cleanRoot) of(t *testing.T) *cleanRoot { return &cleanRoot{t, r.dir} }

// brings copies a file to where the root can see it.
func (r *cleanRoot) brings(file string) string {
	r.t.Helper()
	path := filepath.Join(r.t.TempDir(), filepath.Base(file))
	sh(r.t, "cp", file, path)
	return path
}

// unpackedProgram unpacks the program of a .deb.
func unpackedProgram(t *testing.T, deb string) string {
	t.Helper()
	folder := t.TempDir()
	sh(t, "dpkg-deb", "--extract", deb, folder)
	return filepath.Join(folder, "usr/bin/hoist")
}

// apt has apt-get change what is installed. What Hoist depends on is there.
func (r *cleanRoot) apt(do, what string) {
	r.t.Helper()
	said := r.run("apt-get", do, "--yes", "--no-install-recommends", what)
	if !strings.Contains(said, " 0 newly installed") && !strings.Contains(said, " 1 newly installed") {
		r.t.Errorf("apt-get %s %s did more: %s", do, what, said)
	}
}

// desk is a screen on which Hoist is started in the root by the line of its entry in the menu.
func (r *cleanRoot) desk(l look) *desk {
	r.t.Helper()
	d := newDesk(r.t, l)
	d.starts = r.line(r.exec(r.menu("/usr"))...)
	return d
}

// drop drops a video on the window, and it arrives. The window is the one that the entry in the menu announces.
func (r *cleanRoot) drop(home string) {
	r.t.Helper()
	x := newStandIn(r.t)
	p := r.desk(dark).launchAt(home, x.keys(), "--start", "--base-url", x.BaseURL).shown()
	if class := windowClass(p); class != r.menu("/usr").keys["StartupWMClass"] {
		r.t.Errorf("the window is of class %q, and the menu says %q", class, r.menu("/usr").keys["StartupWMClass"])
	}
	file, sum := clip(r.t, "夏の 海 100%.mp4", 20)
	p.drop(file)
	p.until("it has arrived", limit, func() bool { return x.has(sum) })
	p.picture("package-drop")
	p.close()
	p.end(limit, 0)
}

// windowClass returns the class of the program's window, the second of two names that X has of it.
func windowClass(p *program) string {
	p.t.Helper()
	s := newScreen(p.desk).of(p)
	names, err := xproto.GetProperty(s.conn, false, s.window, xproto.AtomWmClass, xproto.AtomString, 0, 64).Reply()
	if err != nil {
		p.t.Fatal(err)
	}
	_, class, _ := strings.Cut(strings.TrimRight(string(names.Value), "\x00"), "\x00")
	return class
}

// openWith has the desktop open videos with Hoist: the second while the window of the first is there. Both are in its
// queue, where nothing is sent without a click. prefix is where Hoist is installed, user the home of the person.
func (r *cleanRoot) openWith(home, prefix, user, first, second string) {
	r.t.Helper()
	d, entry := newDesk(r.t, light), r.menu(prefix)
	p := &program{desk: d, home: home}
	launch := func(file string) {
		r.t.Helper()
		line := r.line("gio", "launch", entry.path, file)
		c := d.command(line[0], line[1:]...)
		c.Env = append(c.Env, "HOIST_HOME="+home, "HOME="+user, "PATH=/usr/sbin:/usr/bin:/sbin:/bin")
		if err := c.Run(); err != nil { // its output is left alone: Hoist has it, too, and lives longer
			r.t.Fatalf("gio launch: %v", err)
		}
	}
	launch(first)
	p.shown()
	pid, err := strconv.Atoi(strings.TrimSpace(p.run("xdotool", "getwindowpid", p.window)))
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		if process, err := os.FindProcess(pid); err == nil {
			_ = process.Kill() // unless it has ended
		}
	})
	before := p.settled("")
	launch(second)
	p.until("the second is in the queue, too", limit, func() bool { return differ(before, p.picture("package-open-with"), queueCount) })
	p.close()
	p.until("it has ended", limit, func() bool {
		_, err := os.Readlink("/proc/" + strconv.Itoa(pid) + "/exe")
		return err != nil
	})
	r.queued(home, first, second)
}

// queued checks that these videos, and no others, wait in a home.
func (r *cleanRoot) queued(home string, files ...string) {
	r.t.Helper()
	queue, err := os.ReadFile(filepath.Join(home, "queue.jsonl"))
	if err != nil {
		r.t.Fatal(err)
	}
	for _, file := range files {
		if !strings.Contains(string(queue), filepath.Base(file)) {
			r.t.Errorf("%s is not in the queue: %s", file, queue)
		}
	}
	if n := strings.Count(string(queue), "\n"); n != len(files) {
		r.t.Errorf("%d videos are in the queue, want %d: %s", n, len(files), queue)
	}
}

// upgrade installs a newer version, made by the same scripts from the same sources, over the one that is there. The queue
// that the person has is there for it: the first video of it, which has this SHA-256, is sent.
func (r *cleanRoot) upgrade(home, sum string) {
	r.t.Helper()
	const version = "99.0.0"
	copied := filepath.Join(r.t.TempDir(), "sources")
	sh(r.t, filepath.Join("..", "assets/testdata/copy.sh"), copied, version)
	sh(r.t, filepath.Join(copied, "assets/installers/packages.sh"), "linux")
	had := ownFiles(r.t, home)
	r.apt("install", r.brings(theOne(r.t, filepath.Join(copied, "dist/hoist_"+version+"_*.deb"))))
	if got := r.run("hoist", "--version"); got != "hoist "+version+"\n" {
		r.t.Errorf("after the upgrade it is %q", got)
	}
	if has := ownFiles(r.t, home); !slices.Equal(has, had) {
		r.t.Errorf("the upgrade changed the person's files from %q to %q", had, has)
	}
	x := newStandIn(r.t)
	p := r.desk(dark).launchAt(home, x.keys(), "--base-url", x.BaseURL).shown()
	p.awaitButton(details)
	p.picture("package-upgraded")
	p.key("Home", "Return")
	p.until("the first has arrived", limit, func() bool { return x.has(sum) })
	p.close()
	p.end(limit, 0)
}

// uploads sends a video from a terminal, as a person whose files lie in the usual places.
func (r *cleanRoot) uploads() {
	r.t.Helper()
	x := newStandIn(r.t)
	file, sum := clip(r.t, "terminal.mp4", 15)
	id := r.runWith(append(x.keys(), "HOME=/root"), "hoist", "upload", "--base-url", x.BaseURL, file)
	if all := x.uploads(); !x.has(sum) || strings.TrimSpace(id) != all[0].MediaID {
		r.t.Errorf("hoist upload printed %q, and the stand-in has %+v", id, all)
	}
}

// left returns the files that are there and were not before: those of the person, and others that are not shared.
func (r *cleanRoot) left(before map[string]os.FileMode) (own, others []string) {
	r.t.Helper()
	for _, change := range changes(before, r.files()) {
		switch {
		case shared(change):
		case strings.HasPrefix(change, "+ root/."):
			own = append(own, change)
		case !strings.HasPrefix(change, "- root/."): // what the person deletes is the person's matter
			others = append(others, change)
		}
	}
	return own, others
}

// deleteData has hoist --delete-data take what an upload has left in the usual places.
func (r *cleanRoot) deleteData() {
	r.t.Helper()
	before := r.files()
	r.uploads()
	if own, others := r.left(before); len(own) == 0 || len(others) > 0 {
		r.t.Errorf("an upload left %q, and beside them %q", own, others)
	}
	d := newDesk(r.t, dark)
	d.vault("password") // where there is none, it says that it could not look there, and fails
	r.runWith(append(slices.Clone(d.env), "HOME=/root"), "hoist", "--delete-data", "--yes")
	if own, others := r.left(before); len(own)+len(others) > 0 {
		r.t.Errorf("hoist --delete-data left %q, %q", own, others)
	}
}

// remove removes the package, and installs it again to purge it: each time all is as before, but for what the person has made
// since.
func (r *cleanRoot) remove(before map[string]os.FileMode, deb string) {
	r.t.Helper()
	r.uploads()
	for _, how := range []string{"remove", "purge"} {
		r.apt(how, "hoist")
		own, others := r.left(before)
		if len(own) == 0 || len(others) > 0 {
			r.t.Errorf("apt-get %s left %q, and of the person's %q", how, others, own)
		}
		if said := r.run("dpkg-query", "--show", "--showformat", "${Package}\n"); slices.Contains(strings.Fields(said), "hoist") {
			r.t.Errorf("after apt-get %s dpkg still knows of Hoist", how)
		}
		if how == "remove" {
			r.apt("install", deb)
		}
	}
}

// rpm unpacks the .rpm, and runs what was in it.
func (r *cleanRoot) rpm() {
	r.t.Helper()
	sh(r.t, "sh", "-c", `rpm2cpio "$1" | cpio --extract --quiet --make-directories --no-absolute-filenames --directory "$2"`, "sh",
		packageFile(r.t, "hoist-*.rpm"), r.dir)
	if got := r.run("hoist", "--version"); !strings.HasPrefix(got, "hoist ") {
		r.t.Errorf("hoist --version: %q", got)
	}
	r.uploads()
	p := r.desk(light).launch(nil, "--practice").shown()
	p.close()
	p.end(limit, 0)
}
