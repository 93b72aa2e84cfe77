package terminal_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"hoist/ui/terminal"
	"hoist/upload"
	"hoist/upload/xapi"
)

// halfway is an upload of which X has 3 segments of 10, and the network half of 2 more.
func halfway() []step {
	steps := []step{{30 * time.Millisecond, upload.Opened{MediaID: "1", Bytes: 1_600_000_000, Segments: 10, SegmentBytes: 160_000_000}}}
	for i := range 5 {
		steps = append(steps, step{2 * time.Second, upload.SegmentStarted{Index: i, Attempt: 1}},
			step{0, upload.SegmentProgressed{Index: i, Bytes: 80_000_000}})
		if i < 3 {
			steps = append(steps, step{0, upload.SegmentConfirmed{Index: i, Attempt: 1}})
		}
	}
	return steps
}

// tick is how often the bar is drawn.
const tick = 100 * time.Millisecond

// frame returns the line that the bar shows in the end of the steps, as a terminal would: each line is drawn over
// the one before.
func frame(t *testing.T, name string, screen terminal.Screen, steps []step) string {
	t.Helper()
	path := video(t, name)
	last := ""
	synctest.Test(t, func(t *testing.T) {
		c := newCommand(t, script{name: steps})
		c.Screen = screen
		ctx, interrupt := context.WithCancel(t.Context())
		defer time.AfterFunc(11*time.Second, func() {
			frames := strings.Split(c.err.String(), "\r")
			last = frames[len(frames)-1]
			interrupt()
		}).Stop()
		c.Run(ctx, sendAll(path))
	})
	return strings.TrimRight(last, " ")
}

func wide(columns int) terminal.Screen {
	return terminal.Screen{Bar: true, Width: func() int { return columns }}
}

func TestBarWidths(t *testing.T) {
	for columns, want := range map[int]string{
		20:  "███▒▒········  30 %",
		40:  "█████▒···········  30 %  under a minute",
		80:  "Launch film…  ███▒▒········  30 %  480 MB of 1.60 GB · 63 MB/s · under a minute",
		120: "Launch film – final v7.mp4  ███████████▒▒▒▒························  30 %  480 MB of 1.60 GB · 63 MB/s · under a minute",
		200: "Launch film – final v7.mp4  ██████████████████▒▒▒▒▒▒····································  30 %  480 MB of 1.60 GB · 63 MB/s · under a minute",
	} {
		got := frame(t, "Launch film – final v7.mp4", wide(columns), halfway())
		if got != want {
			t.Errorf("%d columns:\ngot  %s\nwant %s", columns, got, want)
		}
		if n := utf8.RuneCountInString(got); n >= columns {
			t.Errorf("%d columns: %d are taken", columns, n)
		}
	}
}

// narrow checks that no line is wider than the screen was when it was drawn.
type narrow struct {
	t       *testing.T
	columns int
	drawn   int
}

func (n *narrow) Write(p []byte) (int, error) {
	line, ok := strings.CutPrefix(string(p), "\r")
	if taken := utf8.RuneCountInString(strings.TrimRight(line, " \r")); ok && taken >= max(n.columns, 8) { // the percentage is always there
		n.t.Errorf("%d columns: %d are taken: %s", n.columns, taken, line)
	}
	n.drawn++
	return len(p), nil
}

func TestBarFitsEverywhere(t *testing.T) {
	path := video(t, "Launch film – final v7.mp4")
	synctest.Test(t, func(t *testing.T) {
		steps := halfway()
		for i := range steps {
			steps[i].after = 0
		}
		// The speed is not known in the first seconds: the screen begins to grow after them.
		began, screen := time.Now(), &narrow{t: t}
		c := newCommand(t, script{"Launch film – final v7.mp4": steps})
		c.Err = screen
		c.Screen = terminal.Screen{Bar: true, Width: func() int {
			screen.columns = max(1, int((time.Since(began)-6*time.Second)/tick))
			return screen.columns
		}}
		ctx, interrupt := context.WithCancel(t.Context())
		defer time.AfterFunc(20*time.Second, interrupt).Stop()
		c.Run(ctx, sendAll(path))
		if screen.drawn < 100 {
			t.Errorf("only %d lines were drawn", screen.drawn)
		}
	})
}

func TestBarStates(t *testing.T) {
	soon := time.Date(2000, 1, 1, 0, 0, 14, 0, time.UTC)
	until := time.Date(2000, 1, 1, 0, 27, 0, 0, time.UTC)
	lost := &upload.Error{Kind: upload.NoConnection, Segment: -1, Err: &xapi.Error{Kind: upload.NoConnection}}
	opened := step{30 * time.Millisecond, upload.Opened{MediaID: "1", Bytes: 100, Segments: 1, SegmentBytes: 100}}
	sent := []step{opened, {0, upload.SegmentStarted{Attempt: 1}}, {0, upload.SegmentConfirmed{Attempt: 1}}}
	then := func(steps []step, e upload.Event) []step { return append(slices.Clone(steps), step{0, e}) }
	for _, test := range []struct {
		steps []step
		want  string
	}{
		{nil, "東京の映画 🎬.mp4  opening the upload…"},
		{then(nil, upload.Waiting{Cause: lost, Until: until}), "東京の映画 🎬.mp4  No connection · again at 00:27"},
		{
			then(halfway(), upload.SegmentRetrying{Index: 3, Attempt: 1, Cause: lost, At: soon}),
			"東京の映画 🎬.mp4  ███████▒················  30 %  No connection · again in 3 s",
		},
		{
			then(halfway(), upload.Waiting{Cause: lost, Until: until}),
			"東京の映画 🎬.mp4  ██████▒▒··············  30 %  No connection · again at 00:27",
		},
		{
			append(halfway(), opened), // what was said before is void
			"東京の映画 🎬.mp4  ··················   0 %  0 bytes of 100 bytes · estimating…",
		},
		{sent, "東京の映画 🎬.m…  ██████████████████ 100 %  100 bytes of 100 bytes · finishing…"},
		{then(sent, upload.Processing{Percent: -1}), "東京の映画 🎬.mp4  X is preparing the video"},
		{then(sent, upload.Processing{Percent: 40}), "東京の映画 🎬.mp4  X is preparing the video · 40 %"},
	} {
		if got := frame(t, "東京の映画 🎬.mp4", wide(80), test.steps); got != test.want {
			t.Errorf("got\n%s\nwant\n%s", got, test.want)
		}
	}
}

func TestBarColors(t *testing.T) {
	screen := wide(80)
	plain := frame(t, "a.mp4", screen, halfway())
	screen.Escapes, screen.Color = true, true
	colored := frame(t, "a.mp4", screen, halfway())
	for _, code := range []string{"\x1b[2m", "\x1b[36m", "\x1b[0m"} {
		if !strings.Contains(colored, code) {
			t.Errorf("%q is missing: %q", code, colored)
		}
		colored = strings.ReplaceAll(colored, code, "")
	}
	if colored != plain {
		t.Errorf("colours change more than colours:\n%s\n%s", colored, plain)
	}
	if strings.Contains(plain, "\x1b") {
		t.Errorf("escape sequences without leave: %q", plain)
	}
}

// TestBarGivesTheLineBack: what has ended stays, the bar does not.
func TestBarGivesTheLineBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCommand(t, script{"a.mp4": finished("")})
		c.Screen = terminal.Screen{Bar: true, Escapes: true}
		c.Run(t.Context(), sendAll(video(t, "a.mp4")))
		same(t, c.err.String(), "\x1b[?25l\ra.mp4  opening the upload…\r                          \r\x1b[?25h"+
			"a.mp4: ready on X · media ID 1880028106020515840 · 12 bytes in 1 s\n")
	})
}

// TestBarIsDrawnTenTimesASecond: however many events there are.
func TestBarIsDrawnTenTimesASecond(t *testing.T) {
	path := video(t, "a.mp4")
	synctest.Test(t, func(t *testing.T) {
		steps := []step{{0, upload.Opened{MediaID: "1", Bytes: 1 << 30, Segments: 1, SegmentBytes: 1 << 30}}, {0, upload.SegmentStarted{Attempt: 1}}}
		for i := range 3000 {
			steps = append(steps, step{time.Millisecond, upload.SegmentProgressed{Bytes: int64(i) << 18}})
		}
		c := newCommand(t, script{"a.mp4": append(steps, finished("")...)})
		c.Screen = terminal.Screen{Bar: true}
		c.Run(t.Context(), sendAll(path))
		if n := strings.Count(c.err.String(), "\r"); n > 33 || n < 10 {
			t.Errorf("drawn %d times in three seconds", n)
		}
	})
}

func TestScreens(t *testing.T) {
	for _, test := range []struct {
		system, env         string
		bar, escapes, color bool
	}{
		{"linux", "TERM=xterm-256color", true, true, true},
		{"darwin", "TERM=xterm NO_COLOR=1", true, true, false},
		{"linux", "TERM=dumb", false, false, false},
		{"linux", "", false, false, false},
		{"windows", "", true, false, false},
		{"windows", "WT_SESSION=1", true, true, true},
		{"windows", "TERM=dumb WT_SESSION=1", false, false, false},
	} {
		screen := terminal.ScreenOf(test.system, func(name string) string {
			for pair := range strings.FieldsSeq(test.env) {
				if value, ok := strings.CutPrefix(pair, name+"="); ok {
					return value
				}
			}
			return ""
		}, nil)
		if screen.Bar != test.bar || screen.Escapes != test.escapes || screen.Color != test.color {
			t.Errorf("%s with %q: %+v", test.system, test.env, screen)
		}
	}
}
