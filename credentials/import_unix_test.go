//go:build unix

package credentials_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"hoist/credentials"
)

// TestReadFileOnUnix has what can stand under a name on Unix: a pipe that nobody writes to, and links.
func TestReadFileOnUnix(t *testing.T) {
	home := t.TempDir()
	pipe := filepath.Join(home, ".twurlrc")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := credentials.ReadFile(pipe)
	refused(t, got, err, "it is no regular file")
	if there := credentials.KeyFiles(home); there != nil {
		t.Errorf("a pipe is among %q", there)
	}
	for name, target := range map[string]string{"link": writeFile(t, twurlFile), "endless": "endless", "dangling": "nowhere"} {
		link := filepath.Join(home, name)
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		got, err := credentials.ReadFile(link)
		if name != "link" {
			refused(t, got, err, "")
		} else if err != nil || len(got) != 4 {
			t.Errorf("through a link: %d accounts, %v", len(got), err)
		}
	}
	got, err = credentials.ReadFile("/dev/zero")
	refused(t, got, err, "it is no regular file")
}
