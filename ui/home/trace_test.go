package home

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// clock is a trace's clock that a test sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(day string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, _ = time.ParseInLocation("2006-01-02 15:04", day+" 23:59", time.Local)
}

// tracing returns what keeps traces by a clock.
func tracing(h *Home, day string) (*Trace, *clock) {
	c := &clock{}
	c.set(day)
	trace := h.Trace()
	trace.now = c.now
	return trace, c
}

func traced(t *testing.T, trace *Trace, block string) {
	t.Helper()
	if n, err := trace.Write([]byte(block)); n < len(block) || err != nil {
		t.Fatalf("wrote %d of %d bytes: %v", n, len(block), err)
	}
}

// TestTraceIsKeptForAWeek makes a file a day, for its owner alone, and lets those go that are too old. What others put
// there stays.
func TestTraceIsKeptForAWeek(t *testing.T) {
	h, root := under(t)
	folder := filepath.Join(root, "logs")
	trace, c := tracing(h, "2026-02-20")
	if there(folder) {
		t.Fatal("a folder was made before there was anything to keep")
	}
	for _, name := range []string{"trace-2026-02-1.log", "trace-2026-02-01.log.txt", "trace-mine.log", "hoist.log.1"} {
		write(t, filepath.Join(folder, name), "of another")
	}
	foreign := names(t, folder)
	for n := range 12 { // over the end of a month
		c.set(time.Date(2026, 2, 20+n, 0, 0, 0, 0, time.Local).Format(time.DateOnly))
		traced(t, trace, fmt.Sprintf("block %d\n", n))
		traced(t, trace, "and another\n")
	}
	var want []string
	for _, day := range []string{"02-25", "02-26", "02-27", "02-28", "03-01", "03-02", "03-03"} {
		want = append(want, "trace-2026-"+day+".log")
	}
	got := slices.DeleteFunc(names(t, folder), func(name string) bool { return slices.Contains(foreign, name) })
	if !slices.Equal(got, want) || len(names(t, folder)) != len(want)+len(foreign) {
		t.Errorf("the folder holds %q", names(t, folder))
	}
	last := filepath.Join(folder, want[6])
	wantMode(t, last, 0o600)
	if text := read(t, last); text != "block 11\nand another\n" {
		t.Errorf("the last day is %q", text)
	}
	if err := trace.Close(); err != nil {
		t.Error(err)
	}
	if _, err := trace.Write([]byte("late")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after it was closed: %v", err)
	}

	old := time.Now().AddDate(0, 0, -traceDays).Format(time.DateOnly)
	young := time.Now().AddDate(0, 0, 2-traceDays).Format(time.DateOnly)
	for _, day := range []string{old, young} {
		write(t, filepath.Join(folder, "trace-"+day+".log"), "block")
	}
	logged(t, h, "the program starts again, and traces nothing")
	if there(filepath.Join(folder, "trace-"+old+".log")) || !there(filepath.Join(folder, "trace-"+young+".log")) {
		t.Errorf("after a start the folder holds %q", names(t, folder))
	}
}

// TestTraceOfADayIsBounded whoever writes, and says once that it is full; the next day is its own.
func TestTraceOfADayIsBounded(t *testing.T) {
	h, root := under(t)
	one, c := tracing(h, "2026-11-28")
	two, _ := tracing(h, "2026-11-28")
	block := strings.Repeat("x", 255<<10) + "\n"
	for range 80 {
		traced(t, one, block)
		traced(t, two, block)
	}
	text := read(t, filepath.Join(root, "logs", "trace-2026-11-28.log"))
	if len(text) > traceMost || len(text) < traceMost-2*traceRoom || !strings.HasSuffix(text, "x\n"+traceFull) || strings.Count(text, traceFull) != 1 {
		t.Errorf("it has %d bytes and ends with %q", len(text), text[len(text)-100:])
	}
	c.set("2026-11-29")
	traced(t, one, block)
	if text := read(t, filepath.Join(root, "logs", "trace-2026-11-29.log")); text != block {
		t.Errorf("the next day has %d bytes", len(text))
	}
}

func TestTraceIsAFolder(t *testing.T) {
	h, root := under(t)
	trace, _ := tracing(h, "2026-11-28")
	if err := os.MkdirAll(filepath.Join(root, "logs", "trace-2026-11-28.log"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := trace.Write([]byte("block"))
	wantUnwritable(t, err, filepath.Join(root, "logs"))
}
