//go:build program

package ui_test

import (
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hoist/upload"
	"hoist/upload/practice"
)

// inSegments makes a home in which a person has pinned segments that are small enough for a test to meet many of them.
func inSegments(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "settings.json"), []byte(`{"at_once": 1, "segment_bytes": 524288}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return home
}

// inFaults writes what is to go wrong at the stand-in, for --faults.
func inFaults(t *testing.T, faults ...practice.Fault) (file string) {
	t.Helper()
	text, err := json.Marshal(faults)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "faults.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// journaled returns the one upload that is not at its end, as its journal has it.
func (p *program) journaled() upload.Unfinished {
	p.t.Helper()
	all, err := upload.ListUnfinished(filepath.Join(p.home, "journals"))
	if err != nil || len(all) != 1 {
		p.t.Fatalf("%d journals, %v", len(all), err)
	}
	return all[0]
}

// TestProgramLife is the whole life of an upload in the real window, over a bad line to an X in trouble: dropped, started by
// a click, paused by a key, resumed by a click, killed, offered by the next start, resumed by a click, done, and copied.
func TestProgramLife(t *testing.T) {
	faults := inFaults(
		t,
		practice.Fault{Op: "init", What: "drop", When: "before"},
		practice.Fault{Op: "append", After: 2, Times: 2, What: "status", Preset: "html-503"},
		practice.Fault{Op: "append", After: 4, What: "drop", When: "mid"},
		practice.Fault{Op: "append", After: 5, What: "stall", Seconds: 1},
		practice.Fault{Op: "append", After: 7, What: "status", Preset: "rate-limit", Seconds: 1},
		practice.Fault{Op: "append", After: 40, What: "drop", When: "before"},
		practice.Fault{Op: "finalize", What: "status", Preset: "unavailable"},
		practice.Fault{Op: "status", What: "drop", When: "before"},
	)
	x := newStandIn(t, "--faults", faults, "--latency", "20ms", "--rate", "24")
	made, sum := film(t, 6)
	path := filepath.Join(filepath.Dir(made), "夏の 海 – take 2  final.mp4")
	if err := os.Rename(made, path); err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, dark)
	p := d.launchAt(inSegments(t), x.keys(), "--base-url", x.BaseURL).shown()
	p.adds(path)
	p.click(center(p.awaitButton(details))) // Upload
	p.until("it goes on past what went wrong", limit, func() bool { return x.segments() > 8 })
	p.pausesByKey(x)
	p.click(center(p.awaitButton(details))) // Resume
	at := x.segments()
	p.until("it goes on", limit, func() bool { return x.segments() > at+6 })
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-p.exited
	for _, kind := range []upload.Kind{upload.Server, upload.ConnectionLost, upload.RateLimited} {
		if log := p.log(); !strings.Contains(log, "kind="+string(kind)) {
			t.Errorf("nothing went wrong as %s: %s", kind, log)
		}
	}
	left := p.journaled()

	again := d.launchAt(p.home, x.keys(), "--base-url", x.BaseURL).shown()
	again.awaitButton(image.Rect(400, strip.Max.Y+60, 1080, 250)) // of the details, which the strip has moved down
	again.settled("life-offered")
	before := x.uploads()
	if len(before) != 1 || before[0].State != "open" || before[0].Segments < len(left.Taken) {
		t.Fatalf("before it is resumed X has %+v; %d segments are confirmed", before, len(left.Taken))
	}
	again.click(image.Pt(1015, 100)) // Resume, in the strip
	again.until("it has arrived", 2*limit, func() bool { return x.has(sum) })
	again.copies(x)
	again.picture("life-done")
	after := x.uploads()
	// What X had taken, and Hoist not heard of, comes again; nothing else does.
	if len(after) != 1 || after[0].MediaID != left.MediaID || after[0].Resent-before[0].Resent != before[0].Segments-len(left.Taken) {
		t.Errorf("X has %+v; when it was resumed it had %+v, of which %d were confirmed", after, before, len(left.Taken))
	}
	again.close()
	again.end(limit, 0)
}

// pausesByKey pauses by Space. While the menu of limits comes and goes nothing is sent.
func (p *program) pausesByKey(x *standIn) {
	p.t.Helper()
	p.key("space")
	p.awaitButton(details)
	before := p.settled("life-paused") // what is still changing would be taken for the menu
	at, resume := x.segments(), p.button(details)
	p.key("ctrl+l")
	p.until("the menu is there", limit, func() bool { return differ(before, p.picture(""), middle) })
	p.key("Escape")
	p.until("the menu is gone", limit, func() bool { return p.button(details) == resume })
	if now := x.segments(); now != at {
		p.t.Errorf("%d segments arrived while it stood", now-at)
	}
}

// copies copies the media ID of the selected video by its key, and checks that it is the one that the stand-in gave last.
func (p *program) copies(x *standIn) {
	p.t.Helper()
	p.until("the media ID is there", limit, func() bool {
		p.key("ctrl+c")
		all := x.uploads()
		return p.clipboard() == all[len(all)-1].MediaID
	})
}

// cards is where the words of the first cards are.
var cards = image.Rect(16, 90, 396, 230)

// TestProgramRefused has X give up on a video after all of it was sent: card and details say so, and a key tries again.
func TestProgramRefused(t *testing.T) {
	x := newStandIn(t, "--faults", inFaults(t, practice.Fault{Op: "finalize", What: "processing", Preset: "invalid-media"}))
	path, sum := clip(t, "refused by X.mp4", 10)
	p := newDesk(t, light).hoist(x.keys(), "--base-url", x.BaseURL)
	p.adds(path)
	upload := p.awaitButton(details)
	red := func() (card, pane int) {
		picture := p.picture("life-refused")
		_, card = largest(picture, cards, p.look.error)
		_, pane = largest(picture, details, p.look.error)
		return card, pane
	}
	if card, pane := red(); card > 0 || pane > 0 {
		t.Fatal("something is the matter already")
	}
	p.click(center(upload))
	p.until("card and details say that X has refused it", limit, func() bool {
		card, pane := red()
		return card > 20 && pane > 50
	})
	if all := x.uploads(); len(all) != 1 || all[0].State != "failed" {
		t.Errorf("at the stand-in: %+v", all)
	}
	p.key("r")
	p.until("the second try has arrived", limit, func() bool { return x.has(sum) })
	p.copies(x)
	if card, pane := red(); card > 0 || pane > 0 {
		t.Error("it still says that something is the matter")
	}
	p.close()
	p.end(limit, 0)
}
