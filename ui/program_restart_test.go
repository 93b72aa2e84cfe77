//go:build program

package ui_test

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestProgramKill kills the window in the middle of an upload, with another video in line and a third that waits for a
// click, and starts it again: the strip offers what was interrupted, a key resumes it, and each byte was sent once.
func TestProgramKill(t *testing.T) {
	x := newStandIn(t, "--rate", "24")
	big, bigSum := film(t, 24)
	line, lineSum := clip(t, "in line.mp4", 10)
	d := newDesk(t, dark)
	p := d.hoist(x.keys(), "--start", "--base-url", x.BaseURL, big, line)
	p.until("some of it has arrived", limit, func() bool { return x.segments() > 4 })
	waits := filepath.Join(p.home, "queue.jsonl")
	p.until("the queue is on the disk", limit, func() bool {
		saved, err := os.ReadFile(waits)
		return err == nil && len(saved) > 0
	})
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-p.exited
	arrived := x.segments()

	again := d.launchAt(p.home, x.keys(), "--base-url", x.BaseURL).shown()
	again.awaitButton(details) // of the first one
	again.settled("restart-offers")
	again.key("Return")
	again.until("it goes on", limit, func() bool { return x.segments() > arrived })
	again.picture("restart-goes-on")
	again.until("the first has arrived", 3*limit, func() bool { return x.has(bigSum) })
	if got := x.uploads(); len(got) != 1 {
		t.Errorf("%d uploads were opened", len(got))
	}
	again.key("Down", "Return")
	again.until("the one in line has arrived", limit, func() bool { return x.has(lineSum) })
	again.close()
	again.end(limit, 0)
}

// TestProgramSecondStart starts the program twice in one home: the second hands its files over and ends, and the window
// of the first comes to the front. In another mode it has a window of its own.
func TestProgramSecondStart(t *testing.T) {
	x := newStandIn(t)
	d := newDesk(t, light)
	p := d.hoist(x.keys(), "--base-url", x.BaseURL)
	p.run("xdotool", "windowminimize", "--sync", p.window)
	file, sum := clip(t, "映画 to hand over.mp4", 10)
	second := d.launchAt(p.home, x.keys(), "--base-url", x.BaseURL, "--start", file)
	second.end(limit, 0)
	p.until("it has arrived", limit, func() bool { return x.has(sum) })
	p.until("the window is in front", limit, func() bool {
		return p.run("xdotool", "getactivewindow") == p.window+"\n"
	})
	p.picture("second-start")

	other := d.launchAt(p.home, nil, "--practice")
	select {
	case <-other.exited:
		t.Error("a start in another mode has no window of its own")
	case <-time.After(3 * time.Second):
	}
	p.close()
	p.end(limit, 0)
}

// TestProgramSmall makes the window small: one pane at a time, and keys lead from one to the other. It opens as small, and
// in its place, the next time.
func TestProgramSmall(t *testing.T) {
	x := newStandIn(t)
	file, _ := clip(t, "film.mp4", 10)
	d := newDesk(t, dark)
	p := d.hoist(x.keys(), "--base-url", x.BaseURL, file)
	p.awaitButton(details)
	p.run("xdotool", "windowsize", "--sync", p.window, "720", "540")
	p.run("xdotool", "windowmove", "--sync", p.window, "100", "80")
	p.settled("small-queue")
	p.key("ctrl+2")
	p.until("the details are there", limit, func() bool {
		_, pixels := largest(p.picture("small-details"), image.Rect(300, 60, 720, 500), p.look.accent)
		return pixels > 1000
	})
	p.key("Escape")
	p.until("the queue is there", limit, func() bool {
		_, pixels := largest(p.picture(""), image.Rect(300, 60, 720, 500), p.look.accent)
		return pixels < 1000
	})
	before := p.run("xdotool", "getwindowgeometry", p.window)
	p.close()
	p.end(limit, 0)

	again := d.launchAt(p.home, x.keys(), "--base-url", x.BaseURL)
	again.window = strings.TrimSpace(again.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "^Hoist$"))
	again.until("it is where it was", limit, func() bool {
		return geometry(again.run("xdotool", "getwindowgeometry", again.window)) == geometry(before)
	})
	again.picture("small-again")
	again.close()
	again.end(limit, 0)
}

// TestProgramPages opens the pages by their keys, makes everything larger in the settings, and comes back.
func TestProgramPages(t *testing.T) {
	p := newDesk(t, light).hoist(nil, "--practice")
	empty := p.settled("")
	for _, page := range []struct{ name, key string }{{"settings", "ctrl+comma"}, {"history", "ctrl+y"}, {"keys", "F1"}} {
		p.key(page.key)
		p.until("the page "+page.name, limit, func() bool { return differ(empty, p.picture("page-"+page.name), middle) })
		p.settled("page-" + page.name)
		p.key("Escape")
		p.until("the way back from "+page.name, limit, func() bool { return !differ(empty, p.picture(""), middle) })
	}
	p.close()
	p.end(limit, 0)
}

// TestProgramSize shows all at 150 %, as the settings have it.
func TestProgramSize(t *testing.T) {
	d := newDesk(t, dark)
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "settings.json"), []byte(`{"size": 150}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p := d.launchAt(home, nil, "--practice")
	p.window = strings.TrimSpace(p.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "^Hoist$"))
	p.until("the button in the header is half as large again", limit, func() bool {
		where, _ := largest(p.picture("size-150"), image.Rect(0, 0, 1080, 81), p.look.accent)
		return where.Dy() >= 55 && where.Dy() <= 59 // of 38 dp
	})
	p.settled("size-150")
	p.key("ctrl+comma")
	p.settled("size-150-settings")
	p.close()
	p.end(limit, 0)
}

// TestProgramFits opens the smallest window at 200 %, goes through its pages and closes it by keys: it never grows beyond
// what it was, and is as large at the next start.
func TestProgramFits(t *testing.T) {
	d := newDesk(t, dark)
	home := t.TempDir()
	file := filepath.Join(home, "settings.json")
	if err := os.WriteFile(file, []byte(`{"size": 200, "window_width": 720, "window_height": 540}`), 0o600); err != nil {
		t.Fatal(err)
	}
	film, _ := clip(t, "film.mp4", 10)
	for _, start := range []string{"first", "second"} {
		p := d.launchAt(home, nil, "--practice", film)
		p.window = strings.TrimSpace(p.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "^Hoist$"))
		for _, key := range []string{"", "ctrl+comma", "ctrl+y", "F1", "ctrl+1", "ctrl+2"} {
			name := "fits-" + start + "-" + strings.ReplaceAll(key, "+", "-")
			if key != "" {
				p.key(key)
			}
			if got := p.settled(name).Bounds().Size(); got != image.Pt(720, 540) {
				t.Errorf("after %q the window has %v pixels", key, got)
			}
		}
		p.close()
		p.end(limit, 0)
		written, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(written), `"window_width": 720`) || !strings.Contains(string(written), `"window_height": 540`) {
			t.Errorf("it is remembered as %s, %v", written, err)
		}
	}
}
