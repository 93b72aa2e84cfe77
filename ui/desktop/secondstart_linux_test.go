package desktop_test

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"hoist/ui/desktop"
)

// TestOtherPerson checks that starts of two people do not speak with each other, even where the folder lets them in.
func TestOtherPerson(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can be somebody else")
	}
	t.Run("as a second start", func(t *testing.T) {
		folder := meetingFolder(t)
		_, taken := serve(t, "key")
		at := socket(t, folder)
		for _, open := range []string{folder, filepath.Dir(at), at} {
			if err := os.Chmod(open, 0o777); err != nil {
				t.Fatal(err)
			}
		}
		var conn net.Conn
		asNobody(t, func() (err error) {
			conn, err = net.Dial("unix", at)
			return err
		})
		defer func() { _ = conn.Close() }() // nothing was expected
		_, _ = io.WriteString(conn, `{"hoist":1}`+"\n")
		if answer, err := io.ReadAll(conn); len(answer) > 0 || len(taken) > 0 {
			t.Errorf("answered %q, %v; taken %d", answer, err, len(taken))
		}
	})
	t.Run("as the first", func(t *testing.T) {
		folder := meetingFolder(t)
		serve(t, "key") // has the lock
		theirs, err := os.MkdirTemp("", "o")
		if err != nil {
			t.Fatal(err)
		}
		for _, open := range []string{folder, theirs} {
			if err := os.Chmod(open, 0o777); err != nil {
				t.Fatal(err)
			}
		}
		var listener net.Listener
		asNobody(t, func() (err error) {
			listener, err = net.Listen("unix", filepath.Join(theirs, "s"))
			return err
		})
		if err := os.Rename(filepath.Join(theirs, "s"), socket(t, folder)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(folder, 0o700); err != nil { // as a session's is
			t.Fatal(err)
		}
		heard := make(chan string)
		go func() {
			defer close(heard)
			var all strings.Builder
			for {
				conn, err := listener.Accept()
				if err != nil {
					heard <- all.String()
					return
				}
				_, _ = io.Copy(&all, conn) // until it goes
				_ = conn.Close()           // it has gone
			}
		}()
		_, handed, err := desktop.Meet(t.Context(), "key", desktop.Handover{Files: []string{"/secret"}})
		if err == nil || handed || !strings.Contains(err.Error(), "user 65534") {
			t.Errorf("handed %v, %v", handed, err)
		}
		_ = listener.Close() // its end is what was waited for
		if all := <-heard; all != "" {
			t.Errorf("another person has heard %q", all)
		}
	})
}

// asNobody runs what the kernel is to take for another person's.
func asNobody(t *testing.T, do func() error) {
	t.Helper()
	const keep = ^uintptr(0)
	runtime.LockOSThread()
	if _, _, errno := syscall.RawSyscall(syscall.SYS_SETRESUID, keep, 65534, keep); errno != 0 {
		t.Fatal(errno)
	}
	err := do()
	if _, _, errno := syscall.RawSyscall(syscall.SYS_SETRESUID, keep, 0, keep); errno != 0 {
		t.Fatal(errno) // the thread ends with the test, since it is locked
	}
	runtime.UnlockOSThread()
	if err != nil {
		t.Fatal(err)
	}
}
