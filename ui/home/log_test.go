package home

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func logged(t *testing.T, h *Home, line string) {
	t.Helper()
	log, err := h.OpenLog()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(log, line); err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestLogIsAppendedTo(t *testing.T) {
	h, root := under(t)
	logged(t, h, "one\n")
	logged(t, h, "two\n")
	at := filepath.Join(root, "logs", "hoist.log")
	if got := read(t, at); got != "one\ntwo\n" {
		t.Errorf("the log is %q", got)
	}
	wantMode(t, at, 0o600)
}

func TestLongLogsArePutAside(t *testing.T) {
	h, root := under(t)
	folder := filepath.Join(root, "logs")
	long := func(mark string) string { return mark + strings.Repeat("x", logMost) }
	for _, mark := range []string{"a", "b", "c", "d", "e"} {
		logged(t, h, long(mark)) // each finds the one before too long
	}
	logged(t, h, "f")
	if got := names(t, folder); !slices.Equal(got, []string{"hoist.log", "hoist.log.1", "hoist.log.2", "hoist.log.3"}) {
		t.Fatalf("the folder holds %q", got)
	}
	for name, mark := range map[string]string{"hoist.log": "f", "hoist.log.1": "e", "hoist.log.2": "d", "hoist.log.3": "c"} {
		if got := read(t, filepath.Join(folder, name)); got[:1] != mark {
			t.Errorf("%s begins with %q, want %q", name, got[:1], mark)
		}
	}
}

func TestLogOfExactlyTheMostStays(t *testing.T) {
	h, root := under(t)
	logged(t, h, strings.Repeat("x", logMost))
	logged(t, h, "y")
	if got := names(t, filepath.Join(root, "logs")); !slices.Equal(got, []string{"hoist.log"}) {
		t.Errorf("the folder holds %q", got)
	}
}

func TestLogThatCannotBePutAsideIsContinued(t *testing.T) {
	h, root := under(t)
	logged(t, h, strings.Repeat("x", logMost+1))
	// A folder that is not empty cannot be replaced by renaming.
	if err := os.MkdirAll(filepath.Join(root, "logs", "hoist.log.3", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(root, "logs", "hoist.log.2"), "an older one")
	logged(t, h, "on")
	if got := read(t, filepath.Join(root, "logs", "hoist.log")); !strings.HasSuffix(got, "xon") {
		t.Error("the log was not continued")
	}
}

func TestLogIsAFolder(t *testing.T) {
	h, root := under(t)
	if err := os.MkdirAll(filepath.Join(root, "logs", "hoist.log"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := h.OpenLog()
	wantUnwritable(t, err, filepath.Join(root, "logs"))
}

func TestCrashLogStandsBesideTheLog(t *testing.T) {
	h, root := under(t)
	file, err := h.OpenCrashLog()
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	wantMode(t, filepath.Join(root, "logs", "crash.log"), 0o600)
}
