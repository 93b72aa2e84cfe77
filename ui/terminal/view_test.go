package terminal_test

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/ui/terminal"
	"hoist/upload"
	"hoist/upload/xapi"
)

// eventful is an upload of ten segments in which everything happens that can.
func eventful() []step {
	const second = time.Second
	began := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // when a synctest bubble begins
	lost := &upload.Error{Kind: upload.ConnectionLost, Segment: 2, Err: &xapi.Error{Op: xapi.OpAppend, Kind: upload.ConnectionLost}}
	slow := &upload.Error{
		Kind: upload.RateLimited, Sent: 8_000_000, Segment: -1,
		Err: &xapi.Error{Op: xapi.OpAppend, Kind: upload.RateLimited, Status: 429},
	}
	steps := []step{
		{second + 30*time.Millisecond, upload.Opened{ // between two ticks, as all that follows
			MediaID: "1880028106020515840", Bytes: 40_000_000, Segments: 10, SegmentBytes: 4_194_304,
			Expires: began.Add(24 * time.Hour),
		}},
	}
	for i := range 10 {
		size := int64(4_194_304)
		if i == 9 {
			size = 40_000_000 - 9*size
		}
		steps = append(steps, step{0, upload.SegmentStarted{Index: i, Attempt: 1}}, step{second, upload.SegmentProgressed{Index: i, Bytes: size / 2}})
		attempt := 1
		if i == 2 || i == 3 { // the second is told once, since it is for the same reason
			steps = append(steps,
				step{0, upload.SegmentRetrying{Index: i, Attempt: 1, Cause: lost, At: began.Add(time.Duration(2*i+4) * second)}},
				step{second, upload.SegmentStarted{Index: i, Attempt: 2}})
			attempt = 2
		}
		if i == 5 {
			steps = append(steps, step{0, upload.Waiting{Cause: slow, Until: began.Add(14*time.Minute + 2*second)}},
				step{14 * time.Minute, upload.SegmentStarted{Index: i, Attempt: 2}})
			attempt = 2
		}
		steps = append(steps, step{second, upload.SegmentConfirmed{Index: i, Attempt: attempt}})
	}
	return append(steps,
		step{second, upload.Processing{Percent: -1}},
		step{second, upload.Processing{Percent: 25}},
		step{second, upload.Processing{Percent: 26}},
		step{second, upload.Processing{Percent: 99}},
		step{second, upload.Finished{Result: &upload.Result{
			MediaID: "1880028106020515840", Expires: began.Add(24 * time.Hour), Bytes: 40_000_000,
			Elapsed: 14*time.Minute + 8*second + 123456*time.Microsecond, Segments: 10, Resent: 3,
		}}})
}

// runEventful runs that upload in a bubble in which time is what the script says.
func runEventful(t *testing.T, change func(*command, *terminal.Options)) (out, err string) {
	t.Helper()
	path := video(t, "Launch film.mp4")
	synctest.Test(t, func(t *testing.T) {
		c := newCommand(t, script{"Launch film.mp4": eventful()})
		o := sendAll(path)
		change(c, &o)
		if exit := c.Run(t.Context(), o); exit != terminal.ExitDone {
			t.Errorf("exit %d", exit)
		}
		out, err = c.out.String(), strings.ReplaceAll(c.err.String(), path, "PATH")
		out = strings.ReplaceAll(out, path, "PATH")
	})
	return out, err
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if want = strings.TrimPrefix(want, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestLines(t *testing.T) {
	out, err := runEventful(t, func(*command, *terminal.Options) {})
	same(t, out, "1880028106020515840\n")
	same(t, err, `
Launch film.mp4: opened · 40 MB in 10 segments · media ID 1880028106020515840
Launch film.mp4: 10 % · 4.2 MB of 40 MB
Launch film.mp4: 20 % · 8.4 MB of 40 MB
Launch film.mp4: segment 3 is sent again in 2 s. The connection broke off. It broke off before X had answered.
Launch film.mp4: 31 % · 13 MB of 40 MB · 2.3 MB/s · under a minute
Launch film.mp4: 41 % · 17 MB of 40 MB · 2.3 MB/s · under a minute
Launch film.mp4: 52 % · 21 MB of 40 MB · 2.2 MB/s · under a minute
Launch film.mp4: waiting, continues by itself at 00:14. X asked us to slow down. This account or app sent many requests in 15 minutes.
Launch film.mp4: 62 % · 25 MB of 40 MB
Launch film.mp4: 73 % · 29 MB of 40 MB
Launch film.mp4: 83 % · 34 MB of 40 MB · 2.6 MB/s · under a minute
Launch film.mp4: 94 % · 38 MB of 40 MB · 2.4 MB/s · under a minute
Launch film.mp4: 100 % · 40 MB of 40 MB
Launch film.mp4: X is preparing the video
Launch film.mp4: X is preparing the video · 25 %
Launch film.mp4: X is preparing the video · 99 %
Launch film.mp4: ready on X · media ID 1880028106020515840 · 40 MB in 14 min 08 s
Launch film.mp4: use the media ID until Sun 00:00, for 23 h 45 min from now
`)
}

// findings are those of a video, as objects.
var findings = regexp.MustCompile(`"findings":\[\{.*?\}\]`)

// withoutFindings leaves out what was found in videos: check_test.go has that.
func withoutFindings(out string) string { return findings.ReplaceAllString(out, `"findings":[…]`) }

func TestObjects(t *testing.T) {
	out, err := runEventful(t, func(_ *command, o *terminal.Options) { o.JSON = true })
	same(t, err, "")
	for line := range strings.Lines(out) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
	var short strings.Builder // without the segments that are as all others
	for line := range strings.Lines(withoutFindings(out)) {
		if !strings.Contains(line, `"segment"`) || strings.Contains(line, `"index":2,`) {
			short.WriteString(line)
		}
	}
	same(t, short.String(), `
{"event":"checked","file":"PATH","verdict":"fine","findings":[…]}
{"event":"opened","file":"PATH","media_id":"1880028106020515840","bytes":40000000,"segments":10,"segment_bytes":4194304,"resumed":false,"sent":0,"anew":null}
{"event":"segment","file":"PATH","index":2,"state":"started","attempt":1}
{"event":"segment","file":"PATH","index":2,"state":"retrying","attempt":1}
{"event":"segment","file":"PATH","index":2,"state":"started","attempt":2}
{"event":"segment","file":"PATH","index":2,"state":"confirmed","attempt":2}
{"event":"waiting","file":"PATH","reason":"rate_limited","until":"2000-01-01T00:14:02Z","gives_up_at":null}
{"event":"processing","file":"PATH","percent":null}
{"event":"processing","file":"PATH","percent":25}
{"event":"processing","file":"PATH","percent":26}
{"event":"processing","file":"PATH","percent":99}
{"event":"done","file":"PATH","media_id":"1880028106020515840","expires_at":"2000-01-02T00:00:00Z","bytes":40000000,"seconds":848.123,"earlier":0}
`)
}

func TestObjectOfAFailure(t *testing.T) {
	c := newCommand(t, script{"a.mp4": finished(upload.Refused)})
	path := video(t, "a.mp4")
	o := sendAll(path)
	o.JSON = true
	c.Run(t.Context(), o)
	same(t, strings.ReplaceAll(withoutFindings(c.out.String()), path, "PATH"), `
{"event":"checked","file":"PATH","verdict":"fine","findings":[…]}
{"event":"failed","file":"PATH","kind":"refused","message":"X refused the request. X says: “no <b>way</b>”","media_id":null,"resumable":false}
`)
}

// TestUnknownExpiry: X does not always say until when.
func TestUnknownExpiry(t *testing.T) {
	c := newCommand(t, script{"a.mp4": finished("")})
	path := video(t, "a.mp4")
	o := sendAll(path)
	o.JSON = true
	c.Run(t.Context(), o)
	same(t, strings.ReplaceAll(withoutFindings(c.out.String()), path, "PATH"), `
{"event":"checked","file":"PATH","verdict":"fine","findings":[…]}
{"event":"done","file":"PATH","media_id":"1880028106020515840","expires_at":null,"bytes":12,"seconds":1,"earlier":0}
`)
}

// TestStrangeNames: a name can hold whatever drives a terminal.
func TestStrangeNames(t *testing.T) {
	const name = "\x1b]0;owned\x07\x1b[2J\u202e4pm.\u009b31mevil\n.mp4"
	for _, screen := range []terminal.Screen{{}, {Bar: true}} {
		for _, kind := range []upload.Kind{"", upload.Refused} {
			c := newCommand(t, script{name: finished(kind)})
			c.Screen = screen
			c.Run(t.Context(), sendAll(video(t, name)))
			if strings.ContainsAny(c.err.String()+c.out.String(), "\x1b\x07\u202e\u009b") {
				t.Errorf("came through: %q", c.err.String())
			}
			if !strings.Contains(c.err.String(), "\uFFFD]0;owned\uFFFD\uFFFD[2J\uFFFD4pm.\uFFFD31mevil .mp4") {
				t.Errorf("the name cannot be recognised: %q", c.err.String())
			}
		}
	}
}

func TestPracticeModeIsSaid(t *testing.T) {
	c := newCommand(t, script{"a.mp4": finished("")})
	c.Account = func(context.Context, terminal.Options) (upload.Account, error) {
		return upload.Account{Name: "practice", Practice: true}, nil
	}
	c.Run(t.Context(), sendAll(video(t, "a.mp4")))
	same(t, c.err.String(), `
a.mp4: practice mode: nothing leaves this computer
a.mp4: ready in practice mode, not on X · media ID 1880028106020515840 · 12 bytes in 1 s
`)
}
