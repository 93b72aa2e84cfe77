//go:build program

package ui_test

import (
	"encoding/json"
	"fmt"
	"os"
	ossignal "os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestProgramSignals ends the window in each way in which a system, a terminal or a person at one ends a program, again and
// again: nobody is asked, and each time its size and the video that came a moment ago are there for the next start.
func TestProgramSignals(t *testing.T) {
	d := newDesk(t, dark)
	home, files := t.TempDir(), clips(t, 6)
	signals := []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP}
	if ossignal.Ignored(syscall.SIGHUP) { // these tests were started with nohup, and so the program is, too
		signals = slices.DeleteFunc(signals, func(s syscall.Signal) bool { return s == syscall.SIGHUP })
	}
	for i, signal := range signals {
		p := d.launchAt(home, nil)
		p.shown()
		height := 640 + 10*i
		p.until("it has that size", limit, func() bool { // a slow start may have its own last word
			p.run("xdotool", "windowsize", "--sync", p.window, "1080", fmt.Sprint(height))
			return p.settled("").Bounds().Dy() == height
		})
		p.adds(files[i])
		if err := p.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		p.end(15*time.Second, 130)
		var kept struct {
			Height int `json:"window_height"`
			Place  any `json:"window_place"`
		}
		text, err := os.ReadFile(filepath.Join(home, "settings.json"))
		if err == nil {
			err = json.Unmarshal(text, &kept)
		}
		if err != nil || kept.Height != height || kept.Place == nil {
			t.Errorf("after signal %d (%v) the settings have %s, %v; want a height of %d and a place", i+1, signal, text, err, height)
		}
		waits, err := os.ReadFile(filepath.Join(home, "queue.jsonl"))
		if err != nil || strings.Count(string(waits), "\n") != i+1 || !strings.Contains(string(waits), filepath.Base(files[i])) {
			t.Errorf("after signal %d (%v) the queue has %s, %v", i+1, signal, waits, err)
		}
	}
}

// TestProgramSecondSignal asks twice: a window that cannot end in peace, because a disk does not answer, goes at once.
func TestProgramSecondSignal(t *testing.T) {
	d, home := newDesk(t, light), t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(home, "queue.jsonl"), 0o600); err != nil { // who opens it waits for ever
		t.Fatal(err)
	}
	p := d.launchAt(home, nil).shown()
	ask := func(signal syscall.Signal) {
		t.Helper()
		if err := p.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
	}
	ask(syscall.SIGTERM)
	p.until("the window is gone", limit, func() bool { return d.command("xdotool", "getwindowname", p.window).Run() != nil })
	ask(syscall.SIGHUP) // of a session that ends: it has been asked already
	ask(syscall.SIGINT)
	<-p.exited
	if got := p.cmd.ProcessState.ExitCode(); got != 130 {
		t.Errorf("it ended with %v", p.cmd.ProcessState)
	}
	if log := p.log(); strings.Contains(log, "closed before all of it had ended") {
		t.Errorf("it waited for the disk: %s", log)
	}
}

// log returns what the program has written to its log.
func (p *program) log() string {
	p.t.Helper()
	files, err := filepath.Glob(filepath.Join(p.home, "logs", "hoist.log"))
	if err != nil || len(files) == 0 {
		p.t.Fatalf("there is no log (%v)", err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			p.t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}
