package desktop_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hoist/ui/desktop"
)

// TestTwentyStarts starts twenty programs in the same moment: one is the first, and every file of the others reaches it
// once.
func TestTwentyStarts(t *testing.T) {
	t.Run("where nobody was", func(t *testing.T) {
		meetingFolder(t)
		startTwenty(t)
	})
	t.Run("where one was killed", func(t *testing.T) {
		folder := meetingFolder(t)
		leaveSocket(t, folder)
		startTwenty(t)
	})
}

func startTwenty(t *testing.T) {
	t.Helper()
	const starts = 20
	release := make(chan struct{})
	reports := make(chan report, starts)
	for i := range starts {
		c := start(t, desktop.Handover{Files: []string{path(fmt.Sprint(i))}, Start: i%2 == 0}, starts-1)
		go func() {
			<-release
			reports <- c.run()
		}()
	}
	close(release)
	var firsts int
	var handed, taken []string
	for range starts {
		switch r := <-reports; {
		case r.Failed != "":
			t.Error(r.Failed)
		case r.Handed:
			handed = append(handed, r.Mine...)
		default:
			firsts++
			taken = append(taken, r.Taken...)
		}
	}
	slices.Sort(handed)
	slices.Sort(taken)
	if firsts != 1 || len(handed) != starts-1 || !slices.Equal(handed, taken) {
		t.Errorf("%d firsts; handed over %q, taken %q", firsts, handed, taken)
	}
}

// TestKilledFirst checks that a program that was killed, whose socket stays, is no first any more.
func TestKilledFirst(t *testing.T) {
	folder := meetingFolder(t)
	leaveSocket(t, folder)
	first, taken := serve(t, "key")
	handOver(t, desktop.Handover{Start: true})
	if got := taken.next(t); !got.Start {
		t.Errorf("taken: %+v", got)
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	if left := socket(t, folder); left != "" {
		t.Errorf("%s is left", left)
	}
}

// TestStart is a start of the program in a process of its own: see start.
func TestStart(t *testing.T) {
	var s startTask
	text := os.Getenv(startVariable)
	if text == "" {
		t.Skip("a process of the other tests")
	}
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	mine := desktop.Handover{Files: s.Files, Start: s.Start}
	first, handed, err := desktop.Meet(t.Context(), "key", mine)
	r := report{Handed: handed, Mine: s.Files}
	if err != nil {
		r.Failed = err.Error()
	}
	if first != nil {
		if err := os.WriteFile(s.First, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		first.Serve(ctx, func(h desktop.Handover) {
			if r.Taken = append(r.Taken, h.Files...); len(r.Taken) == s.Others {
				cancel()
			}
		})
		cancel()
		if err := first.Close(); err != nil {
			r.Failed = err.Error()
		}
	}
	out, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("\n%s%s\n", reportMark, out)
}

const (
	startVariable = "HOIST_TEST_START"
	reportMark    = "report: "
)

// startTask is what a process of TestStart does: it is the first until as many others have come.
type startTask struct {
	Files  []string
	Start  bool
	Others int
	First  string // file to make once it is the first
}

type report struct {
	Handed bool
	Failed string
	Mine   []string
	Taken  []string
}

type process struct {
	*exec.Cmd
	first string
}

// start prepares this binary as another start of the program.
func start(t *testing.T, mine desktop.Handover, others int) process {
	t.Helper()
	first := filepath.Join(t.TempDir(), "first")
	text, err := json.Marshal(startTask{Files: mine.Files, Start: mine.Start, Others: others, First: first})
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestStart$")
	c.Env = append(os.Environ(), startVariable+"="+string(text))
	c.Stderr = os.Stderr
	return process{c, first}
}

// run waits for what the process tells.
func (c process) run() (r report) {
	out, err := c.Output()
	_, told, found := bytes.Cut(out, []byte("\n"+reportMark))
	if err != nil || !found {
		return report{Failed: fmt.Sprintf("%v: %s", err, out)}
	}
	line, _, _ := bytes.Cut(told, []byte("\n"))
	if err := json.Unmarshal(line, &r); err != nil {
		r.Failed = err.Error()
	}
	return r
}

// leaveSocket kills a first, which cannot clean up then.
func leaveSocket(t *testing.T, folder string) {
	t.Helper()
	c := start(t, desktop.Handover{}, 1)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for until := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(c.first); err == nil {
			break
		}
		if time.Now().After(until) {
			t.Fatal("the process is no first")
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // it was killed
	if socket(t, folder) == "" {
		t.Fatal("the socket has gone by itself")
	}
}
