//go:build packages

package assets_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const releaseHome = "https://github.com/somebody/hoist"

// sorted returns what is in a map on one line.
func sorted(m map[string]string) string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		all = append(all, key+"="+m[key])
	}
	return strings.Join(all, " ")
}

// releaseRoot is a copy of what makes releases, in a folder of its own, in which version 1.2.3 is about to be released.
func releaseRoot(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "assets", "installers"), os.DirFS("installers")); err != nil {
		t.Fatal(err)
	}
	toml, err := os.ReadFile("../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	toml = regexp.MustCompile(`(?m)^Version = .*$`).ReplaceAll(toml, []byte(`Version = "1.2.3"`))
	releaseFile(t, filepath.Join(root, "FyneApp.toml"), string(toml))
	return root
}

func releaseFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// releaseScript runs one of the scripts in assets/installers and returns what it says.
func releaseScript(t *testing.T, root, script string, env ...string) (string, error) {
	t.Helper()
	run := exec.CommandContext(t.Context(), filepath.Join(root, "assets", "installers", script))
	run.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1700000000", "HOIST_REPOSITORY="+releaseHome, "HOIST_FEED=")
	run.Env = append(run.Env, env...)
	out, err := run.CombinedOutput()
	return string(out), err
}

// releasePackages makes up the packages of all systems and returns their sums.
func releasePackages(t *testing.T, root string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	for _, name := range []string{
		"hoist_1.2.3_amd64.deb", "hoist_1.2.3_arm64.deb", "hoist-1.2.3-1.x86_64.rpm", "hoist-1.2.3-1.aarch64.rpm",
		"hoist-1.2.3-linux-amd64.tar.xz", "hoist-1.2.3-linux-arm64.tar.xz", "Hoist-1.2.3-x86_64.AppImage", "Hoist-1.2.3-aarch64.AppImage",
		"Hoist-1.2.3-setup.exe", "Hoist-1.2.3-portable.zip", "Hoist-1.2.3.dmg", "hoist-1.2.3-source.tar.xz",
	} {
		releaseFile(t, filepath.Join(root, "dist", name), "what is in "+name)
		sum := sha256.Sum256([]byte("what is in " + name))
		sums[name] = hex.EncodeToString(sum[:])
	}
	return sums
}

// release is a release that has been made: its folder, and the sums of its packages.
func release(t *testing.T) (root string, sums map[string]string) {
	t.Helper()
	root = releaseRoot(t)
	sums = releasePackages(t, root)
	if out, err := releaseScript(t, root, "release.sh"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return root, sums
}

// TestPackageReleaseFiles checks what lies beside the packages.
func TestPackageReleaseFiles(t *testing.T) {
	root, sums := release(t)
	if got, want := string(readAll(t, filepath.Join(root, "dist", "latest.json"))), `{"version":"1.2.3","page":"`+releaseHome+`/releases/tag/v1.2.3"}`+"\n"; got != want {
		t.Errorf("latest.json is %s", got)
	}
	var want strings.Builder
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		fmt.Fprintf(&want, "%s  %s\n", sums[name], name)
	}
	if got := string(readAll(t, filepath.Join(root, "dist", "SHA256SUMS"))); got != want.String() {
		t.Errorf("SHA256SUMS is\n%s", got)
	}
	if out, err := releaseScript(t, root, "release.sh"); err != nil {
		t.Errorf("a second time: %v\n%s", err, out)
	}
	// No word that is to be filled in has stayed.
	err := filepath.WalkDir(filepath.Join(root, ".build", "packages", "manifests"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && regexp.MustCompile(`@[A-Z0-9_]+@`).Match(readAll(t, path)) {
			t.Errorf("%s is not filled in", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestPackageReleaseRefuses checks that a release that is not whole is none, and that no address is invented.
func TestPackageReleaseRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(dist string) error
		env    string
		want   string
	}{
		"one is missing":  {change: func(dist string) error { return os.Remove(filepath.Join(dist, "Hoist-1.2.3.dmg")) }, want: "< Hoist-1.2.3.dmg"},
		"one is too much": {change: func(dist string) error { return os.WriteFile(filepath.Join(dist, "hoist-1.2.2.deb"), nil, 0o644) }, want: "> hoist-1.2.2.deb"},
		"no repository":   {env: "HOIST_REPOSITORY=", want: "HOIST_REPOSITORY has to say"},
		"no owner":        {env: "HOIST_REPOSITORY=https://example.org", want: "HOIST_REPOSITORY has to say"},
	} {
		t.Run(name, func(t *testing.T) {
			root := releaseRoot(t)
			releasePackages(t, root)
			dist := filepath.Join(root, "dist")
			if c.change != nil {
				if err := c.change(dist); err != nil {
					t.Fatal(err)
				}
			}
			out, err := releaseScript(t, root, "release.sh", c.env)
			if err == nil || !strings.Contains(out, c.want) {
				t.Errorf("%v, said\n%s", err, out)
			}
			if _, err := os.Stat(filepath.Join(root, ".build", "packages", "manifests")); err == nil {
				t.Error("there are manifests all the same")
			}
		})
	}
}
