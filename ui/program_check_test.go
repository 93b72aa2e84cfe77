//go:build program

package ui_test

import (
	"os"
	"strings"
	"testing"
	"time"
)

// TestProgramCheck drops a video that X would refuse on a window that uploads all by itself: nothing is sent. The command
// that makes a copy is copied by keys, and names the file and nothing else; then the video is uploaded anyway.
func TestProgramCheck(t *testing.T) {
	x := newStandIn(t)
	p := newDesk(t, dark).hoist(x.keys(), "--start", "--base-url", x.BaseURL)
	path := hevc(t, "a film $(touch ran) of HEVC.mov")
	sum := sumOf(t, path)
	p.drop(path)
	p.awaitButton(details) // that of the notice: to convert a copy
	_, pixels := largest(p.picture("check-would-fail"), details, p.look.error)
	if pixels < 200 {
		t.Errorf("only %d pixels say that something is the matter", pixels)
	}
	p.key("ctrl+2") // its first button, which makes a copy: ffmpeg is here
	p.key("Tab", "space")
	p.until("the command is copied", limit, func() bool { return strings.HasPrefix(p.clipboard(), "ffmpeg ") })
	if got := p.clipboard(); !strings.Contains(got, "'file:"+path+"'") || !strings.Contains(got, "libx264") {
		t.Errorf("the command is %q", got)
	}
	if got := x.uploads(); len(got) != 0 {
		t.Fatalf("something was sent: %+v", got)
	}
	p.picture("check-copied")
	p.key("Tab", "space") // upload anyway
	p.until("it has arrived", limit, func() bool { return x.has(sum) })
	p.picture("check-anyway")
	if _, err := os.Stat("ran"); err == nil {
		t.Error("the name was run")
	}
	p.close()
	p.end(limit, 0)
}

// rests makes a file one that was written an hour ago, for which nobody waits.
func rests(t *testing.T, path string) {
	t.Helper()
	earlier := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, earlier, earlier); err != nil {
		t.Fatal(err)
	}
}
