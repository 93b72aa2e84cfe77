//go:build packages && program

package ui_test

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// cleanRoot is a Debian that has nothing but what belongs to every Debian, and what every desktop has that has a menu.
type cleanRoot struct {
	t   *testing.T
	dir string
}

// The Debian that packages are tried on, and where it comes from.
const (
	debianRelease = "bookworm"
	debianMirror  = "http://deb.debian.org/debian"
)

// within runs a program in a root, as the process that is started: $1 is the root, $2 the folder of temporary files and $3 the
// folder where apt keeps packages. Nothing stays mounted, because the mounts are the process's own.
const within = `set -e
root=$1 temporary=$2 kept=$3
shift 3
for from in /dev /proc "$temporary"; do
	mkdir -p "$root$from"
	mount --rbind "$from" "$root$from"
done
mount --bind "$kept" "$root/var/cache/apt/archives"
exec chroot "$root" "$@"`

// newCleanRoot unpacks a clean root, which goes when the test ends. It is made once, and kept under .build. Only root may
// do that.
func newCleanRoot(t *testing.T) *cleanRoot {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can install packages in a root of its own: sudo make test-packages")
	}
	if _, err := exec.LookPath("debootstrap"); err != nil {
		t.Skip("there is no debootstrap to make a clean Debian with: .ci/setup test-packages")
	}
	kept, err := filepath.Abs(filepath.Join("..", ".build", "debian-"+debianRelease+"-"+runtime.GOARCH+".tar"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(kept); err != nil {
		bootstrap(t, kept)
	}
	r := &cleanRoot{t: t, dir: t.TempDir()}
	if err := os.Chmod(r.dir, 0o755); err != nil { // apt reads as a user of its own
		t.Fatal(err)
	}
	sh(t, "tar", "--extract", "--numeric-owner", "--file", kept, "--directory", r.dir)
	sh(t, "cp", "--dereference", "/etc/resolv.conf", filepath.Join(r.dir, "etc/resolv.conf"))
	r.run("apt-get", "update", "--quiet=2")
	return r
}

// bootstrap makes the clean root and keeps it in a tar. What is half done is not kept.
func bootstrap(t *testing.T, kept string) {
	t.Helper()
	folder := t.TempDir()
	sh(t, "debootstrap", "--variant=minbase", "--include=libglib2.0-bin,desktop-file-utils,hicolor-icon-theme",
		debianRelease, folder, debianMirror)
	sh(t, "tar", "--create", "--numeric-owner", "--exclude=./var/cache/apt/archives/*.deb", "--file", kept+".part", "--directory", folder, ".")
	if err := os.Rename(kept+".part", kept); err != nil {
		t.Fatal(err)
	}
}

// sh runs a program outside of the root.
func sh(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// line is how a program is started in the root: it sees the screen, the network and the temporary files of this computer,
// and nothing else of it.
func (r *cleanRoot) line(args ...string) []string {
	r.t.Helper()
	kept, err := filepath.Abs(filepath.Join("..", ".build", "apt-"+debianRelease))
	if err == nil {
		err = os.MkdirAll(kept, 0o755) // apt reads as a user of its own
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return append([]string{"unshare", "--mount", "sh", "-c", within, "sh", r.dir, os.TempDir(), kept}, args...)
}

// run runs a program in the root, with the variables of a person who has just signed in, and returns what it prints.
func (r *cleanRoot) run(args ...string) string {
	r.t.Helper()
	return r.runWith([]string{"HOME=/root"}, args...)
}

// runWith is run with variables of the caller.
func (r *cleanRoot) runWith(env []string, args ...string) string {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 10*time.Minute) // a mirror may be slow
	defer cancel()
	line := r.line(args...)
	c := exec.CommandContext(ctx, line[0], line[1:]...)
	c.Env = append([]string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"}, env...)
	for _, name := range []string{"http_proxy", "https_proxy", "no_proxy"} {
		c.Env = append(c.Env, name+"="+os.Getenv(name))
	}
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		r.t.Fatalf("%s: %v: %s%s", strings.Join(args, " "), err, out, &said)
	}
	return string(out)
}

// files lists everything in the root with what it is, but what dpkg and apt keep of themselves, and what is not the
// root's own.
func (r *cleanRoot) files() map[string]fs.FileMode {
	r.t.Helper()
	all := map[string]fs.FileMode{}
	passed := []string{"dev", "proc", strings.TrimPrefix(os.TempDir(), "/"), "var/cache/apt", "var/lib/apt", "var/lib/dpkg", "var/log"}
	err := fs.WalkDir(os.DirFS(r.dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if slices.Contains(passed, path) {
			return fs.SkipDir
		}
		all[path] = entry.Type()
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

// changes returns what is in one list of files and not in the other: - is gone, + is new.
func changes(before, after map[string]fs.FileMode) (all []string) {
	for path := range before {
		if _, there := after[path]; !there {
			all = append(all, "- "+path)
		}
	}
	for path := range after {
		if _, there := before[path]; !there {
			all = append(all, "+ "+path)
		}
	}
	return slices.Sorted(slices.Values(all))
}

// desktopFile is an installed entry of the menu.
type desktopFile struct {
	path string // in the root
	keys map[string]string
}

// menu reads Hoist's entry of the menu where it lies under a folder such as /usr.
func (r *cleanRoot) menu(prefix string) desktopFile {
	r.t.Helper()
	d := desktopFile{path: filepath.Join(prefix, "share/applications/app.hoist.Hoist.desktop"), keys: map[string]string{}}
	text, err := os.ReadFile(filepath.Join(r.dir, d.path))
	if err != nil {
		r.t.Fatal(err)
	}
	group, _, _ := strings.Cut(string(text), "\n[Desktop Action")
	for line := range strings.Lines(group) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			d.keys[name] = value
		}
	}
	return d
}

// exec returns the words of the entry's line, as a desktop starts it: %F, which must be there, stands last, and what is
// started opens the files that follow.
func (r *cleanRoot) exec(d desktopFile) []string {
	r.t.Helper()
	words := strings.Fields(d.keys["Exec"])
	if len(words) != 2 || words[1] != "%F" {
		r.t.Fatalf("the line of the menu is %q", d.keys["Exec"])
	}
	return words[:1]
}

// packageFile returns the path of a package in HOIST_DIST, by what its name begins and ends with.
func packageFile(t *testing.T, pattern string) string {
	t.Helper()
	folder := os.Getenv("HOIST_DIST")
	if folder == "" {
		t.Fatal("HOIST_DIST must name the folder with the packages; make test-packages sets it")
	}
	return theOne(t, filepath.Join(folder, pattern))
}

// theOne returns the one file that a pattern finds.
func theOne(t *testing.T, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v, %v", pattern, found, err)
	}
	return found[0]
}

// ownFiles lists the files of a home, by their paths in it.
func ownFiles(t *testing.T, home string) []string {
	t.Helper()
	all := map[string]bool{}
	err := fs.WalkDir(os.DirFS(home), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all[path] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(all))
}
