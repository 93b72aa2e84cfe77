package desktop_test

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"hoist/ui/desktop"
)

// meetingFolder makes the starts of this test meet in a folder of its own, with a path that is short enough for sockets.
func meetingFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "h")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) }) // what is left is the system's to clean up
	if err := os.Mkdir(filepath.Join(folder, "Temp"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, variable := range []string{"XDG_RUNTIME_DIR", "TMPDIR", "LOCALAPPDATA"} {
		t.Setenv(variable, folder)
	}
	return folder
}

// socket is the one that the first listens on, or empty.
func socket(t *testing.T, folder string) (found string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
		if strings.HasSuffix(path, ".sock") {
			found = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// call reaches the first as any program of this person can.
func call(t *testing.T, folder string) net.Conn {
	t.Helper()
	conn, err := net.Dial("unix", socket(t, folder))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() }) // the test may have
	return conn
}

// takes are what a first was handed.
type takes chan desktop.Handover

func (c takes) next(t *testing.T) desktop.Handover {
	t.Helper()
	select {
	case h := <-c:
		return h
	default:
		t.Fatal("nothing was taken, though it was accepted")
		return desktop.Handover{}
	}
}

// serve becomes the first. At the end it checks that nothing was taken that the test has not seen.
func serve(t *testing.T, key string) (*desktop.First, takes) {
	t.Helper()
	first, handed, err := desktop.Meet(t.Context(), key, desktop.Handover{})
	if err != nil || handed {
		t.Fatalf("handed %v, %v", handed, err)
	}
	return first, serveAs(t, first)
}

func serveAs(t *testing.T, first *desktop.First) takes {
	t.Helper()
	taken := make(takes, 100)
	served := make(chan struct{})
	go func() {
		defer close(served)
		first.Serve(t.Context(), func(h desktop.Handover) { taken <- h })
	}()
	t.Cleanup(func() {
		_ = first.Close() // the test may have
		<-served
		for len(taken) > 0 {
			t.Errorf("taken as well: %.200q", (<-taken).Files)
		}
	})
	return taken
}

// handOver is a second start that must succeed.
func handOver(t *testing.T, mine desktop.Handover) {
	t.Helper()
	first, handed, err := desktop.Meet(t.Context(), "key", mine)
	if err != nil || !handed || first != nil {
		t.Errorf("handed %v, %v", handed, err)
	}
}

// path is an absolute path on this system.
func path(name string) string {
	if runtime.GOOS == "windows" {
		return `C:\` + name
	}
	return "/" + name
}
