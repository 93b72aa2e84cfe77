//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package desktop_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"hoist/ui/desktop"
)

// TestUnsafeFolder checks that nobody is met in a folder that others can enter or have made.
func TestUnsafeFolder(t *testing.T) {
	for name, spoil := range map[string]func(folder string) error{
		"open to the group": func(folder string) error { return os.Chmod(folder, 0o750) },
		"open to all":       func(folder string) error { return os.Chmod(folder, 0o777) },
		"closed":            func(folder string) error { return os.Chmod(folder, 0o500) },
		"a link": func(folder string) error {
			if err := os.Rename(folder, folder+"-real"); err != nil {
				return err
			}
			return os.Symlink(folder+"-real", folder)
		},
		"a link to nothing": func(folder string) error {
			if err := os.Rename(folder, folder+"-gone"); err != nil {
				return err
			}
			return os.Symlink(folder, folder)
		},
		"a file": func(folder string) error {
			if err := os.RemoveAll(folder); err != nil {
				return err
			}
			return os.WriteFile(folder, nil, 0o700)
		},
		"another person's": func(folder string) error {
			if os.Geteuid() != 0 {
				t.Log("only root can give a folder away")
				return os.Chmod(folder, 0o777)
			}
			return os.Chown(folder, 65534, -1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(meetingFolder(t), "hoist")
			first, _, err := desktop.Meet(t.Context(), "key", desktop.Handover{})
			if err != nil {
				t.Fatal(err)
			}
			if err := first.Close(); err != nil {
				t.Error(err)
			}
			if err := spoil(folder); err != nil {
				t.Fatal(err)
			}
			first, handed, err := desktop.Meet(t.Context(), "key", desktop.Handover{})
			if err == nil || handed || first != nil {
				t.Errorf("handed %v, %v", handed, err)
			}
		})
	}
}

// TestLinkAtLock checks that a link in the place of the lock is not followed.
func TestLinkAtLock(t *testing.T) {
	folder := meetingFolder(t)
	first, _ := serve(t, "key")
	lock := strings.TrimSuffix(socket(t, folder), ".sock") + ".lock"
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	target := filepath.Join(folder, "target")
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, lock); err != nil {
		t.Fatal(err)
	}
	if _, handed, err := desktop.Meet(t.Context(), "key", desktop.Handover{}); err == nil || handed {
		t.Errorf("handed %v, %v", handed, err)
	}
	if _, err := os.Lstat(target); err == nil {
		t.Error("the link was followed")
	}
}

// TestFolderForTheMeeting checks where starts meet when the session has no folder for sockets, or another person's, or
// one whose path is too long.
func TestFolderForTheMeeting(t *testing.T) {
	mine := "hoist-" + strconv.Itoa(os.Geteuid())
	for name, choose := range map[string]func(t *testing.T, folder string) (where string){
		"of the session": func(_ *testing.T, folder string) string { return filepath.Join(folder, "hoist") },
		"none": func(t *testing.T, folder string) string {
			t.Setenv("XDG_RUNTIME_DIR", "")
			return filepath.Join(folder, mine)
		},
		"open to all": func(t *testing.T, folder string) string {
			open := filepath.Join(folder, "open")
			if err := os.Mkdir(open, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(open, 0o755); err != nil {
				t.Fatal(err)
			}
			t.Setenv("XDG_RUNTIME_DIR", open)
			return filepath.Join(folder, mine)
		},
		"a long one": func(t *testing.T, folder string) string {
			long := filepath.Join(folder, strings.Repeat("l", 80))
			if err := os.Mkdir(long, 0o700); err != nil {
				t.Fatal(err)
			}
			t.Setenv("XDG_RUNTIME_DIR", long)
			return filepath.Join(folder, mine)
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := meetingFolder(t)
			where := choose(t, folder)
			serve(t, "key")
			if got := filepath.Dir(socket(t, folder)); got != where {
				t.Errorf("they meet in %s, not in %s", got, where)
			}
		})
	}
}
