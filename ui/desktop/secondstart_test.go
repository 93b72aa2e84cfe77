package desktop_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hoist/ui/desktop"
)

// TestHandover checks that names of files arrive byte for byte.
func TestHandover(t *testing.T) {
	meetingFolder(t)
	_, taken := serve(t, "key")
	many := make([]string, 10_000)
	for i := range many {
		many[i] = path(fmt.Sprint(i))
	}
	for name, files := range map[string][]string{
		"none":         nil,
		"one":          {path("holiday.mp4")},
		"spaces":       {path(" my  holiday .mp4 ")},
		"newlines":     {path("a\nb\r\n\n"), path("ok\n")},
		"Japanese":     {path("休日の動画.mp4")},
		"invalid text": {path("\xff\xfe\x80.mp4"), path("caf\xe9.mp4"), path("\ufffd.mp4")},
		"markup":       {path(`"},<b>&\u0000\`)},
		"the same":     {path("a"), path("a")},
		"long":         {path(strings.Repeat("ü", 16_000))},
		"many":         many,
	} {
		for _, start := range []bool{false, true} {
			handOver(t, desktop.Handover{Files: files, Start: start})
			if got := taken.next(t); got.Start != start || !slices.Equal(got.Files, files) {
				t.Errorf("%s, start %v: %.200q, start %v", name, start, got.Files, got.Start)
			}
		}
	}
}

// TestUnfitHandover checks that what the first would not take fails at once, unless there is no first to take it.
func TestUnfitHandover(t *testing.T) {
	meetingFolder(t)
	long := path(strings.Repeat("a", 30_000))
	unfit := map[string][]string{
		"relative":       {"holiday.mp4"},
		"empty":          {""},
		"NUL":            {path("a\x00b")},
		"too long":       {path(strings.Repeat("a", 33<<10))},
		"too many":       slices.Repeat([]string{path("a")}, 10_001),
		"more than room": slices.Repeat([]string{long}, 40),
	}
	for name, files := range unfit {
		first, handed, err := desktop.Meet(t.Context(), name, desktop.Handover{Files: files})
		if err != nil || handed || first == nil {
			t.Fatalf("%s, nobody there: handed %v, %v", name, handed, err)
		}
		t.Cleanup(func() { _ = first.Close() })
	}
	_, taken := serve(t, "key")
	for name, files := range unfit {
		if _, handed, err := desktop.Meet(t.Context(), "key", desktop.Handover{Files: files}); err == nil || handed {
			t.Errorf("%s: handed %v, %v", name, handed, err)
		}
	}
	handOver(t, desktop.Handover{Files: []string{path("fit")}})
	if got := taken.next(t); !slices.Equal(got.Files, []string{path("fit")}) {
		t.Errorf("taken: %.200q", got.Files)
	}
}

// TestOtherKey checks that starts with another folder, mode, address or account are programs of their own.
func TestOtherKey(t *testing.T) {
	meetingFolder(t)
	serve(t, "key")
	for _, key := range []string{"", "Key", "key ", "other"} {
		first, handed, err := desktop.Meet(t.Context(), key, desktop.Handover{})
		if err != nil || handed {
			t.Fatalf("%q: handed %v, %v", key, handed, err)
		}
		if err := first.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestGarbage checks that nothing that a program says wrongly reaches the window, or keeps others from being heard.
func TestGarbage(t *testing.T) {
	folder := meetingFolder(t)
	_, taken := serve(t, "key")
	for name, said := range map[string]string{
		"nothing":         "",
		"a newline":       "\n",
		"text":            "GET / HTTP/1.1\r\n\r\n",
		"null":            "null\n",
		"a list":          "[]\n",
		"no version":      "{}\n",
		"another version": `{"hoist":2,"files":[],"start":true}` + "\n",
		"half":            `{"hoist":1,"files":["L2`,
		"no base64":       `{"hoist":1,"files":["/a"]}` + "\n",
		"relative":        `{"hoist":1,"files":["YQ=="]}` + "\n",
		"NUL":             `{"hoist":1,"files":["L2EAYg=="]}` + "\n",
		"no list":         `{"hoist":1,"files":{"a":1}}` + "\n",
		"more after it":   `{"hoist":1}` + "\nmore",
		"two":             `{"hoist":1}` + "\n" + `{"hoist":1}` + "\n",
		"too many":        `{"hoist":1,"files":["L2E="` + strings.Repeat(`,"L2E="`, 10_000) + "]}\n",
		"endless":         strings.Repeat("a", 3<<20),
		"endless space":   strings.Repeat(" ", 1<<20) + `{"hoist":1}` + "\n",
	} {
		conn := call(t, folder)
		_, _ = conn.Write([]byte(said)) // it may be cut off
		if !strings.Contains(said, "\n") {
			_ = conn.(interface{ CloseWrite() error }).CloseWrite() // it may be cut off already
		} // else it waits for an answer, as a second start does
		_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second)) // fails only once closed
		answer := make([]byte, 16)
		if n, err := conn.Read(answer); err == nil || n > 0 || os.IsTimeout(err) {
			t.Errorf("%s: the answer is %q, %v", name, answer[:n], err)
		}
		_ = conn.Close() // nothing was expected
	}
	call(t, folder) // says nothing, and stays
	_, _ = call(t, folder).Write([]byte(`{"hoist"`))
	handOver(t, desktop.Handover{Files: []string{path("fit")}})
	if got := taken.next(t); !slices.Equal(got.Files, []string{path("fit")}) {
		t.Errorf("taken: %.200q", got.Files)
	}
}

// TestHungFirst checks that a first that does not answer is not waited for longer than said, and that it does not take
// later what the second start is then doing itself.
func TestHungFirst(t *testing.T) {
	meetingFolder(t)
	first, _, err := desktop.Meet(t.Context(), "key", desktop.Handover{})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, handed, err := desktop.Meet(t.Context(), "key", desktop.Handover{Files: []string{path("own window")}})
	if err == nil || handed {
		t.Errorf("handed %v, %v", handed, err)
	}
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("it took %v", took)
	}
	taken := serveAs(t, first) // it lives again
	handOver(t, desktop.Handover{Files: []string{path("later")}})
	if got := taken.next(t); !slices.Equal(got.Files, []string{path("later")}) {
		t.Errorf("taken: %q", got.Files)
	}
}

// TestSlowWindow checks that a second start waits for a first whose window is not there yet, and that take is called
// once at a time.
func TestSlowWindow(t *testing.T) {
	meetingFolder(t)
	first, _, err := desktop.Meet(t.Context(), "key", desktop.Handover{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Close() }() // Serve has ended it
	const seconds = 40
	var met sync.WaitGroup
	for i := range seconds {
		met.Go(func() { handOver(t, desktop.Handover{Files: []string{path(fmt.Sprint(i))}}) })
	}
	ctx, cancel := context.WithCancel(t.Context())
	var inside, taken int // by take alone
	turn := make(chan struct{}, 1)
	served := make(chan struct{})
	go func() {
		defer close(served)
		first.Serve(ctx, func(desktop.Handover) {
			select {
			case turn <- struct{}{}:
			default:
				t.Error("take is called while it runs")
			}
			inside++
			runtime.Gosched()
			taken++
			<-turn
		})
	}()
	met.Wait()
	cancel()
	<-served
	if inside != seconds || taken != seconds {
		t.Errorf("taken %d and %d of %d", inside, taken, seconds)
	}
}

// TestEndOfFirst checks that a start that meets a first that is just ending becomes the first, and that nothing of the
// old one goes on.
func TestEndOfFirst(t *testing.T) {
	meetingFolder(t)
	before := goleak.IgnoreCurrent()
	for _, end := range []string{"Close", "context"} {
		old, _, err := desktop.Meet(t.Context(), "key", desktop.Handover{})
		if err != nil {
			t.Fatal(err)
		}
		met := make(chan *desktop.First)
		go func() { // waits for an answer until the old one is closed
			first, handed, err := desktop.Meet(t.Context(), "key", desktop.Handover{})
			if err != nil || handed {
				t.Errorf("%s: handed %v, %v", end, handed, err)
			}
			met <- first
		}()
		ctx, cancel := context.WithCancel(t.Context())
		if end == "context" {
			cancel()
			old.Serve(ctx, func(desktop.Handover) { t.Error("taken after the end") })
		}
		if err := old.Close(); err != nil {
			t.Error(err)
		}
		old.Serve(t.Context(), func(desktop.Handover) { t.Error("taken after Close") }) // returns
		if first := <-met; first != nil {
			_ = first.Close() // the next one shows whether it worked
		}
		cancel()
	}
	goleak.VerifyNone(t, before)
}

// TestCloseEndsServe closes while others are in the middle of speaking.
func TestCloseEndsServe(t *testing.T) {
	folder := meetingFolder(t)
	before := goleak.IgnoreCurrent()
	first, _, err := desktop.Meet(t.Context(), "key", desktop.Handover{})
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	taken := make(chan struct{})
	go func() {
		defer close(served)
		first.Serve(t.Context(), func(desktop.Handover) { close(taken) })
	}()
	for range 30 { // more than are heard at once
		_, _ = call(t, folder).Write([]byte(`{"hoist":1,`))
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	select {
	case <-served:
	case <-time.After(3 * time.Second): // less than it waits for those who say nothing
		t.Error("Serve goes on")
	}
	select {
	case <-taken:
		t.Error("taken from somebody who never ended")
	default:
	}
	goleak.VerifyNone(t, before)
}

// TestMeetGivenUp checks that the end of the context ends the wait.
func TestMeetGivenUp(t *testing.T) {
	meetingFolder(t)
	first, _, err := desktop.Meet(t.Context(), "key", desktop.Handover{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Close() }() // nothing was said
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, handed, err := desktop.Meet(ctx, "key", desktop.Handover{})
	if err == nil || handed || time.Since(began) > 2*time.Second {
		t.Errorf("handed %v after %v, %v", handed, time.Since(began), err)
	}
}

// TestCleanedUp checks that a first whose lock a system has cleaned up, as macOS does after three days, is met still.
func TestCleanedUp(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file that is open without sharing cannot be removed")
	}
	folder := meetingFolder(t)
	_, taken := serve(t, "key")
	if err := os.Remove(strings.TrimSuffix(socket(t, folder), ".sock") + ".lock"); err != nil {
		t.Fatal(err)
	}
	handOver(t, desktop.Handover{Start: true})
	if got := taken.next(t); !got.Start {
		t.Errorf("taken: %+v", got)
	}
}
