//go:build program

package ui_test

import (
	"image"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// limit is for what takes a second or two on a machine that has nothing else to do.
const limit = time.Minute

// Parts of the window in pixels: the button that adds videos, all below it, and the pane beside the queue.
var (
	corner  = image.Rect(900, 0, 1080, 54)
	middle  = image.Rect(0, 54, 1080, 690)
	details = image.Rect(400, 90, 1080, 690)
)

// asks reports whether a question stands over the window: the shade that it throws dims the button in the corner.
func (p *program) asks() bool {
	_, pixels := largest(p.picture(""), corner, p.look.accent)
	return pixels < 1000
}

// button finds the button with the accent's colour in a part of the window. It is empty while there is none.
func (p *program) button(part image.Rectangle) image.Rectangle {
	where, pixels := largest(p.picture(""), part, p.look.accent)
	if pixels < 1000 {
		return image.Rectangle{}
	}
	return where
}

// awaitButton waits for a button with the accent's colour. The pointer goes out of its way first, since a button
// under it has another colour.
func (p *program) awaitButton(part image.Rectangle) (where image.Rectangle) {
	p.t.Helper()
	p.run("xdotool", "mousemove", "--window", p.window, "200", "600")
	p.until("the button is there", limit, func() bool {
		where = p.button(part)
		return !where.Empty()
	})
	return where
}

// TestProgramPractice: the sample clip goes up by itself and comes back as a media ID, which Ctrl+C copies.
func TestProgramPractice(t *testing.T) {
	p := newDesk(t, dark).hoist(nil, "--practice", "--start", filepath.Join("..", "assets", "sample.mp4"))
	if title := strings.TrimSpace(p.run("xdotool", "getwindowname", p.window)); title != "Hoist" {
		t.Errorf("the window is titled %q", title)
	}
	id := regexp.MustCompile(`^[0-9]{19}$`)
	p.until("the media ID is there", limit, func() bool {
		p.key("ctrl+c")
		return id.MatchString(p.clipboard())
	})
	p.picture("practice-done")
	p.close()
	p.end(limit, 0)
	for _, name := range []string{"settings.json", "logs"} {
		if _, err := os.Stat(filepath.Join(p.home, name)); err != nil {
			t.Error(err)
		}
	}
}

// TestProgramClick sends a film of 300 MB by a click, with both generations of X's API and in both looks.
func TestProgramClick(t *testing.T) {
	path, sum := film(t, 60)
	for api, look := range map[string]look{"v2": dark, "v1.1": light} {
		t.Run(api, func(t *testing.T) {
			x := newStandIn(t)
			p := newDesk(t, look).hoist(x.keys(), "--api", api, "--base-url", x.BaseURL, path)
			upload := p.awaitButton(details)
			p.picture("click-ready-" + look.theme)
			if got := x.uploads(); len(got) != 0 {
				t.Fatalf("it began without a click: %+v", got)
			}
			p.click(center(upload))
			p.until("it is on its way", limit, func() bool { return x.segments() > 10 })
			p.picture("click-uploading-" + look.theme)
			p.until("it has arrived", 2*limit, func() bool { return x.has(sum) })
			p.until("the media ID is there", limit, func() bool {
				p.key("ctrl+c")
				return p.clipboard() == x.uploads()[0].MediaID
			})
			p.picture("click-done-" + look.theme)
			p.close()
			p.end(limit, 0)
		})
	}
}

// TestProgramDrop drops one video, three at once, and what is none.
func TestProgramDrop(t *testing.T) {
	x := newStandIn(t)
	p := newDesk(t, dark).hoist(x.keys(), "--start", "--base-url", x.BaseURL)
	p.picture("drop-empty")
	one, sum := clip(t, "one.mp4", 10)
	p.drop(one)
	p.until("one has arrived", limit, func() bool { return x.has(sum) })

	var paths, sums []string
	for i, name := range []string{"two  spaces & 100%.mp4", "夏の 海.mp4", "l'été #3 \"fin\".mov"} {
		path, sum := clip(t, name, 20+i)
		paths, sums = append(paths, path), append(sums, sum)
	}
	p.drop(paths...)
	p.until("three have arrived", limit, func() bool { return x.has(sums[0]) && x.has(sums[1]) && x.has(sums[2]) })
	p.picture("drop-three")

	p.dropFolder()

	text := filepath.Join(t.TempDir(), "x.mp4")
	if err := os.WriteFile(text, []byte(strings.Repeat("Dear diary, ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, pixels := largest(p.picture(""), middle, p.look.error); pixels > 0 {
		t.Fatal("something is the matter already")
	}
	before := p.picture("")
	p.drop(text)
	p.until("the text is answered", limit, func() bool {
		now := p.picture("drop-text")
		_, pixels := largest(now, details, p.look.error)
		return pixels > 50 && differ(before, now, details)
	})
	last, sum := clip(t, "last.mp4", 30)
	p.drop(last)
	p.until("it lives on", limit, func() bool { return x.has(sum) })
	if n := len(x.uploads()); n != 5 {
		t.Errorf("%d uploads arrived, want 5", n)
	}
	p.picture("drop-last")
}

// dropFolder drops a folder of two videos, with a third further down. The question is answered by Return: the two wait
// for a click, although all else begins by itself.
func (p *program) dropFolder() {
	p.t.Helper()
	folder := filepath.Join(p.t.TempDir(), "a folder.mp4")
	if err := os.MkdirAll(filepath.Join(folder, "deeper"), 0o700); err != nil {
		p.t.Fatal(err)
	}
	for i, name := range []string{"a.mp4", "b.mp4", "deeper/c.mp4"} {
		file, _ := clip(p.t, filepath.Base(name), 40+i)
		if err := os.Rename(file, filepath.Join(folder, name)); err != nil {
			p.t.Fatal(err)
		}
	}
	p.drop(folder)
	p.until("it asks about the folder", limit, p.asks)
	p.picture("drop-folder")
	p.key("Return")
	p.until("one of them waits for a click", limit, func() bool { return !p.button(details).Empty() })
	p.picture("drop-folder-added")
}

// TestProgramClose: who closes the window in the midst of an upload is asked.
func TestProgramClose(t *testing.T) {
	x := newStandIn(t, "--rate", "24")
	path, _ := film(t, 90)
	p := newDesk(t, dark).hoist(x.keys(), "--start", "--base-url", x.BaseURL, path)
	p.until("a segment has arrived", limit, func() bool { return x.segments() > 0 })
	ask := func() {
		t.Helper()
		p.close()
		p.until("it asks", limit, p.asks)
	}
	goesOn := func() {
		t.Helper()
		p.until("the question is gone", limit, func() bool { return !p.asks() })
		at := x.segments()
		p.until("it goes on", limit, func() bool { return x.segments() > at })
	}
	ask()
	p.picture("close-asks")
	p.key("Escape")
	goesOn()
	for _, keys := range []string{"ctrl+q", "ctrl+w"} {
		p.key(keys)
		p.until("it asks after "+keys, limit, p.asks)
		p.key("Escape")
		goesOn()
	}
	ask()
	p.click(center(p.awaitButton(middle)))
	goesOn()
	ask()
	keep := p.awaitButton(middle)
	p.click(image.Pt(keep.Max.X+40, center(keep).Y)) // its neighbour
	p.end(limit, 0)
	if got := x.uploads(); len(got) != 1 || got[0].State != "open" {
		t.Errorf("at the stand-in: %+v", got)
	}
}

// TestProgramTerminate ends the window in the midst of an upload, as a system does that shuts down.
func TestProgramTerminate(t *testing.T) {
	x := newStandIn(t, "--rate", "24")
	path, _ := film(t, 30)
	p := newDesk(t, light).hoist(x.keys(), "--start", "--base-url", x.BaseURL, path)
	p.until("a segment has arrived", limit, func() bool { return x.segments() > 0 })
	p.picture("terminate")
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.end(15*time.Second, 130)
	logs, err := filepath.Glob(filepath.Join(p.home, "logs", "*"))
	if err != nil || len(logs) == 0 {
		t.Errorf("there is no log (%v)", err)
	}
}

// TestProgramPause pauses an upload by Space and lets it go on by Ctrl+P: it arrives whole, and was opened once. Ctrl+L
// opens the menu of speed limits, and Shift+F10 that of the card, in between.
func TestProgramPause(t *testing.T) {
	x := newStandIn(t, "--rate", "40")
	path, sum := film(t, 12)
	p := newDesk(t, dark).hoist(x.keys(), "--start", "--base-url", x.BaseURL, path)
	p.until("some of it has arrived", limit, func() bool { return x.segments() > 2 })
	p.key("space")
	p.awaitButton(details)
	before := p.settled("pause-paused") // what is still changing would be taken for a menu
	at, resume := x.segments(), p.button(details)
	for name, keys := range map[string]string{"limit": "ctrl+l", "card": "shift+F10"} {
		p.key(keys)
		p.until("the menu of the "+name+" is there", limit, func() bool { return differ(before, p.picture("pause-menu-"+name), middle) })
		p.key("Escape")
		p.until("the menu of the "+name+" is gone", limit, func() bool { return p.button(details) == resume })
	}
	if now := x.segments(); now != at {
		t.Errorf("%d segments arrived while it stood", now-at)
	}
	p.key("ctrl+p")
	p.until("it has arrived", 2*limit, func() bool { return x.has(sum) })
	p.until("the media ID is there", limit, func() bool {
		p.key("ctrl+c")
		return p.clipboard() == x.uploads()[0].MediaID
	})
	if n := len(x.uploads()); n != 1 {
		t.Errorf("%d uploads were opened", n)
	}
	p.close()
	p.end(limit, 0)
}

// TestProgramKeys starts uploads by the keyboard alone.
func TestProgramKeys(t *testing.T) {
	x := newStandIn(t)
	first, firstSum := clip(t, "first.mp4", 10)
	second, secondSum := clip(t, "second.mp4", 20)
	p := newDesk(t, light).hoist(x.keys(), "--base-url", x.BaseURL, first, second)
	p.awaitButton(details)
	p.picture("keys-ready")
	p.key("Down", "Return")
	p.until("the second has arrived", limit, func() bool { return x.has(secondSum) })
	if x.has(firstSum) {
		t.Error("the first was sent, too")
	}
	p.key("Up", "Return")
	p.until("the first has arrived", limit, func() bool { return x.has(firstSum) })
}

func center(r image.Rectangle) image.Point { return r.Min.Add(r.Max).Div(2) }

// differ reports whether two pictures differ within a part.
func differ(a, b image.Image, part image.Rectangle) bool {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return true
			}
		}
	}
	return false
}
