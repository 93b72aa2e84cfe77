package terminal_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/ui/terminal"
	"hoist/upload"
)

func offline() *upload.Error {
	return &upload.Error{Kind: upload.NoConnection, Segment: -1}
}

// looking is an upload that looks every 4 s for as long as that whether the network is back.
func looking(span time.Duration) []step {
	var steps []step
	began := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := time.Duration(0); at < span; at += 4 * time.Second {
		steps = append(steps, step{4 * time.Second, upload.Waiting{Cause: offline(), Until: began.Add(at + 8*time.Second)}})
	}
	return steps
}

// waited runs an upload that may stand still for 10 minutes, and returns how long it took.
func waited(t *testing.T, steps []step, change func(*command, *terminal.Options)) (c *command, exit int, took time.Duration) {
	t.Helper()
	path := video(t, "a.mp4")
	synctest.Test(t, func(t *testing.T) {
		c = newCommand(t, script{"a.mp4": steps})
		o := sendAll(path)
		o.Wait = 10 * time.Minute
		if change != nil {
			change(c, &o)
		}
		began := time.Now()
		exit = c.Run(t.Context(), o)
		took = time.Since(began)
	})
	return c, exit, took
}

// about reports whether a time is that, up to two ticks.
func about(took, want time.Duration) bool {
	return took >= want && took <= want+200*time.Millisecond
}

// TestWaitingEnds, also where the upload was never open, and says so once beforehand.
func TestWaitingEnds(t *testing.T) {
	c, exit, took := waited(t, looking(time.Hour), nil)
	if exit != terminal.ExitFailed || !about(took, 10*time.Minute) {
		t.Errorf("exit %d after %v", exit, took)
	}
	lines := strings.SplitAfter(c.err.String(), "\n")
	same(t, strings.Join(append(lines[:3:3], lines[len(lines)-3:]...), ""), `
a.mp4: waiting, continues by itself in 4 s. No connection. This computer can't reach X.
a.mp4: gives up at 00:10 unless it gets further before
a.mp4: waiting, continues by itself in 4 s. No connection. This computer can't reach X.
a.mp4: gave up: it got no further for 10 min 00 s
a.mp4: No connection. This computer can't reach X. Check the network, then try again.
`)
	if n := strings.Count(c.err.String(), "gives up"); n != 1 || c.out.Len() > 0 {
		t.Errorf("told %d times; standard output is %q", n, c.out.String())
	}

	c, _, _ = waited(t, looking(time.Hour), func(c *command, _ *terminal.Options) { c.Screen = wide(80) })
	if !strings.Contains(c.err.String(), "can't reach X.\na.mp4: gives up at 00:10 unless it gets further before\n\ra.mp4  No connection · again in") ||
		strings.Count(c.err.String(), "\n") != 4 { // those two, and two in the end
		t.Errorf("beside the bar: %q", c.err.String()[:400])
	}

	c, _, _ = waited(t, looking(time.Hour), func(_ *command, o *terminal.Options) { o.JSON = true })
	if want := `"reason":"no_connection","until":"2000-01-01T00:00:08Z","gives_up_at":"2000-01-01T00:10:00Z"}`; !strings.Contains(c.out.String(), want) {
		t.Errorf("got %s", c.out.String())
	}
	if want := `"kind":"no_connection","message":"No connection. This computer can't reach X.","media_id":null,"resumable":false}`; !strings.Contains(c.out.String(), want) {
		t.Errorf("got %s", c.out.String())
	}
}

// TestGivenUpIsKept: the journal stays, and the next start continues it.
func TestGivenUpIsKept(t *testing.T) {
	s := script{}
	path := video(t, "a.mp4")
	synctest.Test(t, func(t *testing.T) {
		c := newCommand(t, s)
		u := unfinished(firstID, path)
		u.Bytes, u.Sent = videoBytes, 28
		c.journals = []upload.Unfinished{u}
		s["a.mp4"] = append(continued(firstID)[:3:3], looking(time.Minute)...)
		o := sendAll(path)
		o.Wait = 30 * time.Second
		if exit := c.Run(t.Context(), o); exit != terminal.ExitFailed {
			t.Errorf("exit %d", exit)
		}
		if took := time.Since(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)); !about(took, 32*time.Second) {
			t.Errorf("it took %v", took)
		}
		if !strings.HasSuffix(c.err.String(), "a.mp4: 28 bytes of 2 kB are with X and kept. To continue: hoist upload --resume "+firstID+"\n") {
			t.Errorf("said %q", c.err.String())
		}
	})
}

// TestProgressIsWaitedFor: each of these is progress, and the wait begins anew.
func TestProgressIsWaitedFor(t *testing.T) {
	opened := step{0, upload.Opened{MediaID: "1", Bytes: 100, Segments: 4, SegmentBytes: 25}}
	started := step{0, upload.SegmentStarted{Attempt: 1}}
	most := step{0, upload.SegmentProgressed{Bytes: 20}}
	standing := step{0, upload.Waiting{Cause: offline()}}
	slowed := step{0, upload.Waiting{
		Cause: &upload.Error{Kind: upload.RateLimited, Segment: -1}, Until: time.Date(2000, 1, 1, 0, 15, 0, 0, time.UTC),
	}}
	const late = 9 * time.Minute
	for name, test := range map[string]struct {
		steps []step
		end   time.Duration
	}{
		"nothing":  {[]step{opened, standing}, 10 * time.Minute},
		"X waits":  {[]step{opened, slowed}, 25 * time.Minute},
		"opened":   {[]step{standing, {late, opened.event}, standing}, late + 10*time.Minute},
		"the same": {[]step{opened, started, most, {0, upload.SegmentRetrying{Cause: offline()}}, {late, started.event}, {0, most.event}, {time.Second, standing.event}}, 10 * time.Minute},
		"more": {
			[]step{opened, started, most, {0, upload.SegmentRetrying{Cause: offline()}}, {late, started.event}, {0, upload.SegmentProgressed{Bytes: 21}}, {time.Second, standing.event}},
			late + 10*time.Minute,
		},
		"confirmed":  {[]step{opened, started, most, {late, upload.SegmentConfirmed{Attempt: 1}}, standing}, late + 10*time.Minute},
		"processing": {[]step{opened, {0, upload.Processing{Percent: 5}}, {late, upload.Processing{Percent: 5}}, standing}, late + 10*time.Minute},
		"a try that is under way": {
			[]step{opened, standing, {late, started.event}, {2 * time.Minute, upload.SegmentRetrying{Attempt: 1, Cause: offline()}}},
			late + 2*time.Minute,
		},
	} {
		c, exit, took := waited(t, test.steps, nil)
		if exit != terminal.ExitFailed || !about(took, test.end) || !strings.Contains(c.err.String(), "gave up") {
			t.Errorf("%s: exit %d after %v, want %v:\n%s", name, exit, took, test.end, c.err.String())
		}
	}
}

// TestProcessingIsNotStandingStill: X takes the time that it takes.
func TestProcessingIsNotStandingStill(t *testing.T) {
	steps := append([]step{
		{0, upload.Opened{MediaID: "1", Bytes: 100, Segments: 4, SegmentBytes: 25}},
		{0, upload.Processing{Percent: 99}},
	}, step{5 * time.Hour, finished("")[0].event})
	if c, exit, _ := waited(t, steps, nil); exit != terminal.ExitDone {
		t.Errorf("exit %d: %s", exit, c.err.String())
	}
}

// TestEachRowOfWaitsIsToldOnce: after progress the end is another.
func TestEachRowOfWaitsIsToldOnce(t *testing.T) {
	var steps []step
	steps = append(steps, looking(time.Minute)...)
	steps = append(steps, step{0, upload.Opened{MediaID: "1", Bytes: 100, Segments: 4, SegmentBytes: 25}})
	steps = append(steps, looking(time.Minute)...)
	c, _, _ := waited(t, append(steps, finished("")...), nil)
	for _, minute := range []int{10, 11} {
		if want := fmt.Sprintf("a.mp4: gives up at 00:%d unless", minute); strings.Count(c.err.String(), want) != 1 {
			t.Errorf("%q is missing:\n%s", want, c.err.String())
		}
	}
}

// asleep lets time pass without this program, as a computer does that sleeps.
type asleep struct {
	span time.Duration
	on   string
}

func (a *asleep) Write(p []byte) (int, error) {
	if strings.Contains(string(p), a.on) {
		time.Sleep(a.span)
		a.on = "never again"
	}
	return len(p), nil
}

// TestSleepIsNotWaiting: after a night the wait goes on where it was in the evening.
func TestSleepIsNotWaiting(t *testing.T) {
	_, exit, took := waited(t, looking(20*time.Minute), func(c *command, _ *terminal.Options) {
		c.Err = &asleep{8 * time.Hour, "waiting"}
	})
	if exit != terminal.ExitFailed || !about(took, 8*time.Hour+10*time.Minute) {
		t.Errorf("exit %d after %v", exit, took)
	}
}
