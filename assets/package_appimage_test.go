//go:build packages

package assets_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// releaseTree unpacks the archive for Linux to where build.sh leaves its tree, and returns the name of the processor.
func releaseTree(t *testing.T, root string) string {
	t.Helper()
	archives, err := filepath.Glob(filepath.Join(os.Getenv("HOIST_DIST"), "hoist-*-linux-"+runtime.GOARCH+".tar.xz"))
	if err != nil || len(archives) != 1 {
		t.Fatalf("HOIST_DIST has to name a folder with the archive for Linux: %v, %v", archives, err)
	}
	usr := filepath.Join(root, ".build", "packages", "linux", "usr")
	if err := os.MkdirAll(usr, 0o755); err != nil {
		t.Fatal(err)
	}
	command(t, "tar", "--extract", "--file", archives[0], "--directory", usr, "--strip-components", "1", "--wildcards", "*/bin", "*/share")
	return map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[runtime.GOARCH]
}

// TestPackageReleaseAppImage makes one with a runtime that is made up, because the real one is for those who have a
// network: first as any stranger, which is refused, then as the one that is meant.
func TestPackageReleaseAppImage(t *testing.T) {
	root := releaseRoot(t)
	processor := releaseTree(t, root)
	stub := filepath.Join(root, "runtime")
	releaseFile(t, stub, "a runtime")
	image := filepath.Join(root, "dist", "Hoist-1.2.3-"+processor+".AppImage")
	out, err := releaseScript(t, root, "linux/appimage.sh", "HOIST_APPIMAGE_RUNTIME="+stub)
	if err == nil || !strings.Contains(out, "is not the runtime of release") {
		t.Errorf("a stranger's runtime: %v\n%s", err, out)
	}
	if _, err := os.Stat(image); err == nil {
		t.Error("there is an AppImage with it")
	}

	script := filepath.Join(root, "assets", "installers", "linux", "appimage.sh")
	sum := sha256.Sum256([]byte("a runtime"))
	meant := regexp.MustCompile(`sum=[0-9a-f]{64}`).ReplaceAllString(string(readAll(t, script)), "sum="+hex.EncodeToString(sum[:]))
	releaseFile(t, script, meant)
	var images [2]string
	for i := range images {
		if out, err := releaseScript(t, root, "linux/appimage.sh", "HOIST_APPIMAGE_RUNTIME="+stub); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		images[i] = string(readAll(t, image))
	}
	if images[0] != images[1] {
		t.Error("twice from the same files it is another")
	}
	system, found := strings.CutPrefix(images[0], "a runtime")
	if !found {
		t.Error("it does not begin with the runtime")
	}
	packed := filepath.Join(t.TempDir(), "squashfs")
	releaseFile(t, packed, system)
	appImageFiles(t, packed)
	appImageRuns(t, packed)
}

// appImageFiles checks where an AppImage's runtime and the desktop look for things, and that nobody owns them but root.
func appImageFiles(t *testing.T, packed string) {
	t.Helper()
	list := string(command(t, "unsquashfs", "-lls", packed))
	for _, want := range []string{
		"/AppRun -> usr/bin/hoist", "/.DirIcon -> app.hoist.Hoist.png", "/app.hoist.Hoist.desktop", "/app.hoist.Hoist.png", "/usr/bin/hoist",
		"/usr/share/metainfo/app.hoist.Hoist.metainfo.xml", "/usr/share/icons/hicolor/scalable/apps/app.hoist.Hoist.svg", "/usr/share/doc/hoist/copyright",
		"/usr/share/doc/hoist/appimage-runtime.txt",
	} {
		if !regexp.MustCompile(`(?m)squashfs-root` + regexp.QuoteMeta(want) + `$`).MatchString(list) {
			t.Errorf("there is no %s", want)
		}
	}
	for line := range strings.Lines(list) {
		if strings.Contains(line, "squashfs-root") && !strings.Contains(line, " root/root ") {
			t.Errorf("not root's: %s", line)
		}
		if strings.Contains(line, ".so") {
			t.Errorf("a library: %s", line)
		}
	}
}

// appImageRuns starts AppRun as the runtime does once it has mounted it.
func appImageRuns(t *testing.T, packed string) {
	t.Helper()
	mounted := filepath.Join(t.TempDir(), "mounted")
	command(t, "unsquashfs", "-no-progress", "-dest", mounted, packed)
	if got := string(command(t, filepath.Join(mounted, "AppRun"), "--version")); !strings.HasPrefix(got, "hoist ") {
		t.Errorf("it says %q", got)
	}
	for _, want := range []string{"Simon Peter", "Dave Vasilevsky", "Meta Platforms", "Mark Adler", "END OF TERMS AND CONDITIONS"} {
		if !strings.Contains(string(readAll(t, filepath.Join(mounted, "usr/share/doc/hoist/appimage-runtime.txt"))), want) {
			t.Errorf("the notices of the runtime do not have %q", want)
		}
	}
	command(t, "desktop-file-validate", filepath.Join(mounted, "app.hoist.Hoist.desktop"))
}

// TestPackageReleaseSource makes the source for stores from a clone, and has Go look at all of it without a network and
// without a module that was downloaded before.
func TestPackageReleaseSource(t *testing.T) {
	root, unpacked := filepath.Join(t.TempDir(), "clone"), t.TempDir()
	command(t, "git", "clone", "--quiet", "--no-hardlinks", "..", root)
	if out, err := releaseScript(t, root, "source.sh"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	archives, err := filepath.Glob(filepath.Join(root, "dist", "hoist-*-source.tar.xz"))
	if err != nil || len(archives) != 1 {
		t.Fatalf("%v, %v", archives, err)
	}
	if link, err := filepath.EvalSymlinks(filepath.Join(root, ".build", "packages", "source.tar.xz")); err != nil || link != archives[0] {
		t.Errorf("the Flatpak manifest finds %s: %v", link, err)
	}
	command(t, "tar", "--extract", "--file", archives[0], "--directory", unpacked, "--strip-components", "1")
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-tags", "migrated_fynedo,release,flatpak", ".")
	list.Dir = unpacked
	list.Env = append(os.Environ(), "GOFLAGS=-mod=vendor", "GOPROXY=off", "GOMODCACHE="+filepath.Join(t.TempDir(), "empty"))
	out, err := list.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "github.com/rymdport/portal/notification") {
		t.Errorf("%v\n%s", err, out)
	}
	for _, file := range []string{ // C, which modules only bring with them as long as somebody sees to it; and what is not Go's
		"vendor/github.com/go-gl/glfw/v3.4/glfw/glfw/src/wl_window.c", "linux/share/applications/app.hoist.Hoist.desktop",
		"linux/share/metainfo/app.hoist.Hoist.metainfo.xml", "linux/share/icons/hicolor/128x128/apps/app.hoist.Hoist.png",
	} {
		if info, err := os.Stat(filepath.Join(unpacked, file)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", file, err)
		}
	}
}
