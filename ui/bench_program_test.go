//go:build program

package ui_test

import (
	"bytes"
	"debug/buildinfo"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// table collects what was measured: a line each, with the limit that it should keep.
type table struct {
	lines []string
	gross []string // what has missed its limit by so much that it is no matter of a slow machine
}

// grossly is how many times a limit a measure may be before the bench fails.
const grossly = 10

// add adds a measure and its limit in the same unit; a limit of 0 is none.
func (b *table) add(what string, measured, limit float64, unit string) {
	least, share, verdict := "–", "–", "–"
	if limit > 0 {
		least, share, verdict = fmt.Sprintf("%g %s", limit, unit), fmt.Sprintf("%.2f", measured/limit), "met"
		if measured > limit {
			verdict = "**missed**"
		}
		if measured > grossly*limit {
			b.gross = append(b.gross, fmt.Sprintf("%s: %.4g %s, where the limit is %s", what, measured, unit, least))
		}
	}
	b.lines = append(b.lines, fmt.Sprintf("| %s | %.4g %s | %s | %s | %s |", what, measured, unit, least, share, verdict))
}

func (b *table) print() {
	fmt.Printf("\n%s, %s/%s, %d CPUs; the window is drawn by the processor, under Xvfb.\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	fmt.Println("| the window | measured | limit | of the limit | |\n|---|--:|--:|--:|---|\n" + strings.Join(b.lines, "\n"))
}

// TestProgramBench prints what `make bench` tells of the window: the real one, on a screen of its own. It fails where
// something does not work, or is slower by far than it should be. Where it is a little slow the table says so.
func TestProgramBench(t *testing.T) {
	if os.Getenv("HOIST_BENCH") == "" {
		t.Skip("it takes a few minutes: make bench")
	}
	var b table
	defer b.print()
	t.Run("start", func(t *testing.T) { benchStart(t, &b) })
	t.Run("idle", func(t *testing.T) { benchIdle(t, &b) })
	t.Run("cost", func(t *testing.T) { benchCost(t, &b) })
	t.Run("keys", func(t *testing.T) { benchKeys(t, &b) })
	t.Run("thousand", func(t *testing.T) { benchThousand(t, &b) })
	for _, miss := range b.gross {
		t.Error(miss)
	}
}

// benchStart measures how long it takes from the start of the process until its window is there and drawn.
func benchStart(t *testing.T, b *table) {
	b.addStart(t, "start to first frame", 1, func() (*desk, func()) {
		d := newDesk(t, dark)
		return d, func() { d.launch(nil) }
	})
}

// addStart measures that of a program which begin starts on a desk of its own each time.
func (b *table) addStart(t *testing.T, what string, limit float64, begin func() (d *desk, start func())) {
	const runs = 5
	var took []float64
	for run := range runs + 1 { // the first brings the program from the disk into memory, and is not counted
		d, start := begin()
		s := newScreen(d)
		began := time.Now()
		start()
		s.await("there is a window", began, s.find)
		drawn := s.await("the window is drawn", began, func() bool { return s.count(corner, d.look.accent) > 1000 })
		if run > 0 {
			took = append(took, drawn.Seconds())
		}
	}
	b.add(fmt.Sprintf("%s, median of %d", what, runs), percentile(took, 50), limit, "s")
}

// benchIdle measures what a window takes of the processors while nothing happens in it, beside one of Fyne's with
// nothing in it.
func benchIdle(t *testing.T, b *table) {
	const span = 20 * time.Second
	share := func(pid int) float64 {
		settled(t, pid)
		before, start := cpuTime(t, pid), time.Now()
		time.Sleep(span)
		return 100 * float64(cpuTime(t, pid)-before) / float64(time.Since(start))
	}

	empty := newDesk(t, dark)
	c := empty.command(emptyWindow(t))
	empty.start(c)
	s := newScreen(empty)
	s.await("there is a window", time.Now(), s.find)
	least := share(c.Process.Pid)
	b.add("idle: an empty window of Fyne's, of one processor", least, 0, "%")

	p := newDesk(t, dark).hoist(nil)
	b.add("idle: an empty queue, above that", share(p.cmd.Process.Pid)-least, 0.5, "%")

	x := newStandIn(t, "--rate", "24")
	p = newDesk(t, dark).hoist(x.keys(), "--start", "--base-url", x.BaseURL, hollow(t, 512<<20))
	p.until("a segment has arrived", limit, func() bool { return x.segments() > 0 })
	p.key("space")
	p.awaitButton(details)
	b.add("idle: a paused upload, above that", share(p.cmd.Process.Pid)-least, 0.5, "%")
}

// emptyWindow builds the program of that name as the program under test was built.
func emptyWindow(t *testing.T) string {
	t.Helper()
	info, err := buildinfo.ReadFile(hoistBinary(t))
	if err != nil {
		t.Fatal(err)
	}
	binary, tags := filepath.Join(t.TempDir(), "emptywindow"), ""
	for _, setting := range info.Settings {
		if setting.Key == "-tags" {
			tags = setting.Value
		}
	}
	build := exec.Command("go", "build", "-tags", tags, "-o", binary, "./testdata/emptywindow")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return binary
}

// hollow makes a video of so many bytes, most of which are a hole in the file, and are nothing to the disk.
func hollow(t *testing.T, size int64) string {
	t.Helper()
	sample, err := os.ReadFile(filepath.Join("..", "assets", "sample.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	rest := size - int64(len(sample)) // a box that players pass over
	sample = append(sample, byte(rest>>24), byte(rest>>16), byte(rest>>8), byte(rest), 'f', 'r', 'e', 'e')
	file := filepath.Join(t.TempDir(), "hollow.mp4")
	if err := os.WriteFile(file, sample, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, size); err != nil {
		t.Fatal(err)
	}
	earlier := time.Now().Add(-time.Hour) // it is not being written still
	if err := os.Chtimes(file, earlier, earlier); err != nil {
		t.Fatal(err)
	}
	return file
}

// benchCost measures how much longer an upload takes because there is a window, and what the window takes of the
// processors: from INIT until X has all of it.
func benchCost(t *testing.T, b *table) {
	const runs = 3
	file := hollow(t, 512<<20)
	d := newDesk(t, dark)
	x := newStandIn(t, "--rate", "1000")
	took, spent := map[string][]float64{}, map[string][]float64{}
	measure := func(name string, pid int) {
		n := len(x.uploads())
		state := func() string {
			if all := x.uploads(); len(all) > n {
				return all[n].State
			}
			return ""
		}
		x.await(name+" begins", func() bool { return state() != "" })
		start, before := time.Now(), cpuTime(t, pid)
		x.await(name+" has sent it all", func() bool { return state() != "open" })
		took[name] = append(took[name], time.Since(start).Seconds())
		spent[name] = append(spent[name], (cpuTime(t, pid) - before).Seconds())
		x.await(name+" has ended", func() bool { return state() == "succeeded" })
	}
	for range runs {
		c := d.command(hoistBinary(t), "upload", "--base-url", x.BaseURL, file)
		c.Env = append(append(c.Env, "HOIST_HOME="+t.TempDir()), x.keys()...)
		d.start(c)
		measure("terminal", c.Process.Pid)
		p := d.launch(x.keys(), "--start", "--base-url", x.BaseURL, file)
		measure("window", p.cmd.Process.Pid)
		_ = p.cmd.Process.Kill()
		<-p.exited
	}
	window, terminal := percentile(took["window"], 50), percentile(took["terminal"], 50)
	b.add("512 MiB at 1 Gbit/s by `hoist upload`, median of 3", terminal, 0, "s")
	b.add("the same by the window, above that", 100*(window-terminal)/terminal, 5, "%")
	b.add("CPU time by `hoist upload`", percentile(spent["terminal"], 50), 0, "s")
	b.add("CPU time by the window", percentile(spent["window"], 50), 0, "s")
}

// await waits until something is true at the stand-in, asking often.
func (s *standIn) await(what string, ok func() bool) {
	s.t.Helper()
	for end := time.Now().Add(limit); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("not within %v: %s", limit, what)
		}
	}
}

// leftEdges are the left edges of the first cards: nothing but the selection changes what is there.
var leftEdges = image.Rect(16, 130, 18, 180)

// benchKeys measures how long the window takes to show what a key has done, in the midst of a fast upload.
func benchKeys(t *testing.T, b *table) {
	const keys = 30
	x := newStandIn(t, "--rate", "1000")
	sample, err := filepath.Abs(filepath.Join("..", "assets", "sample.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	p := newDesk(t, dark).hoist(x.keys(), "--start", "--base-url", x.BaseURL, hollow(t, 1<<30), sample)
	s := newScreen(p.desk).of(p)
	p.until("a segment has arrived", limit, func() bool { return x.segments() > 0 })
	var took []float64
	for i := range keys {
		key := uint32(keyDown)
		if i%2 > 0 {
			key = keyUp
		}
		time.Sleep(moment())
		took = append(took, s.reaction(leftEdges, func() { s.press(key) }).Seconds()*1000)
	}
	if all := x.uploads(); len(all) != 1 || all[0].State != "open" {
		t.Fatalf("the upload ended before the keys were through: %+v", all)
	}
	b.add(fmt.Sprintf("key to screen during such an upload, median of %d", keys), percentile(took, 50), 50, "ms")
	b.add("the same, 95 of 100 within", percentile(took, 95), 50, "ms")
}

// moment is a time between two inputs, never the same: else all would meet the same phase of the window's frames.
func moment() time.Duration { return 30*time.Millisecond + rand.N(40*time.Millisecond) }

// benchThousand drops a thousand videos and scrolls through them.
func benchThousand(t *testing.T, b *table) {
	const notches = 200
	files := clips(t, 1000)
	p := newDesk(t, dark).hoist(nil)
	s := newScreen(p.desk).of(p)
	pid := p.cmd.Process.Pid
	settled(t, pid)
	before := memory(t, pid)
	b.add("1,000 videos dropped at once, until they are drawn", s.dropped(p, files).Seconds(), 2, "s")
	settled(t, pid)
	b.add("memory before", before, 0, "MB")
	b.add("memory with them", memory(t, pid), 0, "MB")

	s.point(image.Pt(200, 300))
	var took []float64
	for range notches {
		time.Sleep(moment())
		took = append(took, s.reaction(queueList, func() { s.wheel(wheelDown) }).Seconds()*1000)
	}
	b.add(fmt.Sprintf("a notch of the wheel to screen, median of %d", notches), percentile(took, 50), 50, "ms")
	b.add("the same, 95 of 100 within", percentile(took, 95), 0, "ms")
	b.add("the same, the longest", percentile(took, 100), 0, "ms")
	s.reaction(queueList, func() { s.press(keyHome) })
	frames := s.scroll(300)
	b.add("frames of a scroll that goes on, the median", percentile(frames, 50), 50, "ms")
	b.add("the same, 95 of 100 within", percentile(frames, 95), 0, "ms")
	b.add("the same, the longest", percentile(frames, 100), 0, "ms")
	b.add("End to screen", s.reaction(queueList, func() { s.press(keyEnd) }).Seconds()*1000, 0, "ms")
	b.add("memory after scrolling", memory(t, pid), 0, "MB")
}

// notchEvery is how fast a hand turns the wheel that does not want to stop.
const notchEvery = 20 * time.Millisecond

// scroll turns the wheel without a stop and returns how long each picture of the queue stood until the next one, in ms.
func (s *screen) scroll(notches int) (frames []float64) {
	s.t.Helper()
	last, shown, turned, limit := s.pixels(queueList), time.Time{}, time.Time{}, time.Now().Add(limit)
	for notches > 0 {
		if time.Since(turned) >= notchEvery {
			turned = time.Now()
			notches--
			s.wheel(wheelDown)
		}
		time.Sleep(time.Millisecond)
		now := s.pixels(queueList)
		if bytes.Equal(now, last) {
			continue
		}
		if at := time.Now(); shown.IsZero() {
			shown = at
		} else {
			frames = append(frames, at.Sub(shown).Seconds()*1000)
			shown = at
		}
		last = now
		if time.Now().After(limit) {
			break
		}
	}
	if len(frames) < 20 {
		s.t.Fatalf("%d pictures were seen of a scroll", len(frames))
	}
	return frames
}

// percentile returns the value that so many of 100 do not pass.
func percentile(values []float64, percent int) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(0, (len(sorted)*percent+99)/100-1)]
}
