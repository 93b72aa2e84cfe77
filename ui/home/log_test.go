package home

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
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
	if got := names(t, folder); !slices.Equal(got, []string{"hoist.lock", "hoist.log", "hoist.log.1", "hoist.log.2", "hoist.log.3"}) {
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

// TestLogIsPutAsideWhileItIsWritten lets goroutines of two programs write to one log: no line is torn, none is lost but
// with the oldest, and no file is much longer than it may be.
func TestLogIsPutAsideWhileItIsWritten(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("what another program has open is not renamed here: the log goes on growing until it is alone")
	}
	h, root := under(t)
	const lines, most = 1500, 2 * logMost // while one puts it aside the others write on
	var writers sync.WaitGroup
	for program := range 2 {
		log, err := h.OpenLog()
		if err != nil {
			t.Fatal(err)
		}
		for writer := range 2 {
			writers.Go(func() {
				for n := range lines {
					line := fmt.Sprintf("%d %d %4d %s\n", program, writer, n, strings.Repeat("x", 500))
					if _, err := io.WriteString(log, line); err != nil {
						t.Error(err)
					}
				}
			})
		}
		t.Cleanup(func() {
			if err := log.Close(); err != nil {
				t.Error(err)
			}
			if _, err := io.WriteString(log, "late"); !errors.Is(err, os.ErrClosed) {
				t.Errorf("after it was closed: %v", err)
			}
		})
	}
	writers.Wait()
	whole, found := regexp.MustCompile(`^\d \d [ \d]{4} x{500}\n$`), 0
	for _, name := range names(t, filepath.Join(root, "logs")) {
		text := read(t, filepath.Join(root, "logs", name))
		if len(text) > most {
			t.Errorf("%s has %d bytes", name, len(text))
		}
		for line := range strings.Lines(text) {
			if found++; !whole.MatchString(line) {
				t.Fatalf("a line in %s is %q", name, line)
			}
		}
	}
	if found != 4*lines {
		t.Errorf("%d of %d lines are there", found, 4*lines)
	}
}

// TestLogThatWasDeletedStaysSo does not bring back what somebody has removed while the program runs.
func TestLogThatWasDeletedStaysSo(t *testing.T) {
	h, root := under(t)
	log, err := h.OpenLog()
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close() //nolint:errcheck // what is written is not there any more
	if err := os.Remove(filepath.Join(root, "logs", "hoist.log")); err != nil {
		t.Skipf("what is open cannot be deleted here: %v", err)
	}
	if _, err := io.WriteString(log, "on"); err != nil {
		t.Error(err)
	}
	if got := names(t, filepath.Join(root, "logs")); len(got) != 0 {
		t.Errorf("the folder holds %q", got)
	}
}
