package practice_test

import (
	"os"
	"strings"
	"testing"

	"hoist/upload/practice"
)

// TestClose releases requests that a fault holds, with their connections and their files.
func TestClose(t *testing.T) {
	for _, fault := range []practice.Fault{
		{Op: "append", What: "stall"},
		{Op: "append", What: "stall", When: "reply"},
		{Op: "append", What: "delay", Seconds: 3600},
		{Op: "append", What: "slow", BytesPerSecond: 1},
	} {
		t.Run(fault.What+fault.When, func(t *testing.T) {
			for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
				t.Setenv(name, t.TempDir())
			}
			s, err := practice.Start(practice.Options{Faults: []practice.Fault{fault}})
			if err != nil {
				t.Fatal(err)
			}
			r := &rig{t: t, s: s, base: s.URL()}
			r.wire = newWire()
			defer r.wire.CloseIdleConnections()
			r.as(s.Keys())
			g := generations[0]
			id := r.open(g, 500_000)
			failed := make(chan error)
			go func() {
				_, err := g.append(t.Context(), r, id, 0, strings.Repeat("x", 500_000))
				failed <- err
			}()
			for s.Counts()["append"] == 0 {
				r.do("GET", "/practice/uploads", "", nil)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if err := <-failed; err == nil {
				t.Error("answered")
			}
			if err := s.Close(); err != nil {
				t.Errorf("second Close: %v", err)
			}
			left, err := os.ReadDir(os.TempDir())
			if err != nil || len(left) > 0 {
				t.Errorf("left behind: %v %v", left, err)
			}
		})
	}
}

// TestNoDisk answers as X does in trouble of its own when there is no place for a segment.
func TestNoDisk(t *testing.T) {
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, t.TempDir()+"/none")
	}
	each(t, func(t *testing.T, g wire) {
		r := start(t, practice.Options{})
		a, err := g.append(t.Context(), r, r.open(g, 3), 0, "abc")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "status", a.status, 500)
		contains(t, "body", a.body, map[string]string{"v2": `"status":500`, "v1.1": `"code":131`}[g.name])
	})
}
