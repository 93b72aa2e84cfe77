//go:build program

package ui_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// tick is the unit in which Linux tells the time that a process has had of the processors.
const tick = time.Second / 100

// cpuTime returns the time that a running process has had of the processors, in itself and in the system for it, in
// hundredths of a second.
func cpuTime(t *testing.T, pid int) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	// What stands before is the program's name in brackets, which may hold anything.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	var user, system time.Duration
	if _, err := fmt.Sscan(fields[11]+" "+fields[12], &user, &system); err != nil {
		t.Fatal(err)
	}
	return (user + system) * tick
}

// memory returns how much of a running process is in memory, in MB.
func memory(t *testing.T, pid int) float64 {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	var kB float64
	_, line, _ := strings.Cut(string(text), "VmRSS:")
	if _, err := fmt.Sscan(line, &kB); err != nil {
		t.Fatal(err)
	}
	return kB * 1024 / 1e6
}

// settled waits until a process has had next to nothing of the processors for a second.
func settled(t *testing.T, pid int) {
	t.Helper()
	end := time.Now().Add(limit)
	for before := cpuTime(t, pid); ; {
		time.Sleep(time.Second)
		now := cpuTime(t, pid)
		if now-before <= 5*tick {
			return
		}
		if before = now; time.Now().After(end) {
			t.Fatalf("it has not come to rest within %v", limit)
		}
	}
}
