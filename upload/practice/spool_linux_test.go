package practice_test

import (
	"os"
	"strings"
	"testing"

	"hoist/upload/practice"
)

// TestDiskGivenBack closes the file of an upload that is complete.
func TestDiskGivenBack(t *testing.T) {
	open := func() int {
		fds, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, fd := range fds {
			if to, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && strings.Contains(to, "hoist-practice-") {
				n++
			}
		}
		return n
	}
	r, g := start(t, practice.Options{}), generations[0]
	id := r.open(g, 3)
	equal(t, "before the first segment", open(), 0)
	r.put(g, id, 0, "abc")
	equal(t, "open", open(), 1)
	g.finalize(r, id)
	equal(t, "after FINALIZE", open(), 0)
}
