//go:build packages && program

package ui_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPackageLinuxArchive installs the .tar.xz for one person, over an earlier one, opens it from the menu, and takes it away
// again: their other files stay, and nothing else does.
func TestPackageLinuxArchive(t *testing.T) {
	r := newCleanRoot(t)
	deb := packageFile(t, "hoist_*.deb")
	r.run("apt-get", "satisfy", "--quiet=2", "--yes", "--no-install-recommends", strings.TrimSpace(sh(t, "dpkg-deb", "--field", deb, "Depends")))
	unpacked := t.TempDir()
	sh(t, "tar", "--extract", "--file", packageFile(t, "hoist-*-linux-*.tar.xz"), "--directory", unpacked)
	install := filepath.Join(theOne(t, filepath.Join(unpacked, "hoist-*")), "install.sh")

	const user = "/home/a person"
	local := filepath.Join(user, ".local")
	theirs := filepath.Join(r.dir, local, "share/applications/their own.desktop")
	if err := os.MkdirAll(filepath.Dir(theirs), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(theirs, []byte("[Desktop Entry]\nType=Application\nName=Own\nExec=true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := r.files()
	env := []string{"HOME=" + user}
	for range 2 {
		r.runWith(env, install)
	}
	if got := r.runWith(env, filepath.Join(local, "bin/hoist"), "--version"); !strings.HasPrefix(got, "hoist ") {
		t.Errorf("hoist --version: %q", got)
	}
	sh(t, "desktop-file-validate", filepath.Join(r.dir, r.menu(local).path))
	first, _ := clip(t, "first film.mp4", 10)
	second, _ := clip(t, "second.mp4", 20)
	r.openWith(t.TempDir(), local, user, first, second)
	r.runWith(env, filepath.Join(local, "share/hoist/install.sh"), "--uninstall")
	left := slices.DeleteFunc(changes(before, r.files()), func(change string) bool {
		return shared(change) || strings.HasPrefix(change, "+ "+user[1:]+"/.config/fyne/app.hoist.Hoist") // the person's
	})
	if len(left) > 0 {
		t.Errorf("it left %q", left)
	}
}
