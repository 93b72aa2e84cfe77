package terminal_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/ui/terminal"
	"hoist/upload"
)

const (
	firstID  = "1880028106020515840"
	secondID = "1880028106020515841"
	thirdID  = "1880028106020515842"
)

// unfinished is an upload of which X has 14 of 16 segments.
func unfinished(id, file string) upload.Unfinished {
	u := upload.Unfinished{
		MediaID: id, File: file, Account: "kestrel", API: upload.V2, BaseURL: "https://api.x.com", Category: upload.TweetVideo,
		Bytes: 64_000_000, Sent: 56_000_000, SegmentBytes: 4_000_000,
		Began: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), Expires: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	for i := range 14 {
		u.Taken = append(u.Taken, i)
	}
	return u
}

func resume(ids ...string) terminal.Options {
	return terminal.Options{Command: terminal.CommandUpload, Resume: true, MediaIDs: ids, API: upload.V2, Category: upload.TweetVideo}
}

// continued ends well what was begun before.
func continued(id string) []step {
	taken := make([]int, 14)
	for i := range taken {
		taken[i] = i
	}
	return []step{
		{0, upload.Opened{MediaID: id, Bytes: 64_000_000, Segments: 16, SegmentBytes: 4_000_000, Taken: taken}},
		{0, upload.SegmentStarted{Index: 14, Attempt: 1}},
		{2 * time.Second, upload.SegmentConfirmed{Index: 14, Attempt: 1}},
		{0, upload.SegmentStarted{Index: 15, Attempt: 1}},
		{0, upload.SegmentConfirmed{Index: 15, Attempt: 1}},
		{0, upload.Finished{Result: &upload.Result{
			MediaID: id, Bytes: 64_000_000, Earlier: 56_000_000, Elapsed: 2 * time.Second, Segments: 16,
		}}},
	}
}

// TestResume: each goes where it was begun, in its account's name, and one that is in use is left alone.
func TestResume(t *testing.T) {
	first, second, third, fourth := unfinished(firstID, "/a.mp4"), unfinished(secondID, "/b.mp4"), unfinished(thirdID, "/c.mp4"), unfinished("4", "/d.mp4")
	second.Account, second.API, second.BaseURL = "heron", upload.V1, "https://upload.x.com"
	third.Category = upload.DMVideo
	fourth.InUse = true
	for _, test := range []struct {
		ids  []string
		sent []string
		out  string
	}{
		{nil, []string{
			"kestrel v2 https://api.x.com: {/a.mp4 tweet_video " + firstID + "} {/c.mp4 dm_video " + thirdID + "}",
			"heron v1.1 https://upload.x.com: {/b.mp4 tweet_video " + secondID + "}",
		}, firstID + "\n" + thirdID + "\n" + secondID + "\n"},
		{
			[]string{secondID},
			[]string{"heron v1.1 https://upload.x.com: {/b.mp4 tweet_video " + secondID + "}"},
			secondID + "\n",
		},
		{
			[]string{"4"}, // the engine says that it is in use
			[]string{"kestrel v2 https://api.x.com: {/d.mp4 tweet_video 4}"}, "4\n",
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := script{"a.mp4": continued(firstID), "b.mp4": continued(secondID), "c.mp4": continued(thirdID), "d.mp4": continued("4")}
			c := newCommand(t, s)
			c.journals = []upload.Unfinished{first, second, third, fourth}
			var sent []string
			open := 0
			c.Account = func(_ context.Context, o terminal.Options) (upload.Account, error) {
				return upload.Account{Name: o.Account, API: o.API, BaseURL: o.BaseURL}, nil
			}
			c.Engine = func(a upload.Account) (terminal.Engine, error) {
				sent = append(sent, fmt.Sprintf("%s %s %s:", a.Name, a.API, a.BaseURL))
				open++
				return terminal.Engine{
					Start: func(ctx context.Context, r upload.Request) <-chan upload.Event {
						sent[len(sent)-1] += fmt.Sprintf(" {%s %s %s}", r.File, r.Category, r.MediaID)
						return s.start(ctx, r)
					},
					Close: func() { open-- },
				}, nil
			}
			if exit := c.Run(t.Context(), resume(test.ids...)); exit != terminal.ExitDone || c.out.String() != test.out {
				t.Errorf("%v: exit %d, standard output %q, want %q", test.ids, exit, c.out.String(), test.out)
			}
			if !reflect.DeepEqual(sent, test.sent) || open != 0 {
				t.Errorf("%v: %d engines left open; sent\n%s\nwant\n%s", test.ids, open, strings.Join(sent, "\n"), strings.Join(test.sent, "\n"))
			}
		})
	}
}

// TestResumeNothing is no failure.
func TestResumeNothing(t *testing.T) {
	busy := unfinished(firstID, "/a.mp4")
	busy.InUse = true
	for said, journals := range map[string][]upload.Unfinished{
		"There are no unfinished uploads.\n":                                        nil,
		"Nothing to continue: a program is at the one unfinished upload already.\n": {busy},
		"Nothing to continue: programs are at all 2 unfinished uploads already.\n":  {busy, busy},
	} {
		for _, json := range []bool{false, true} {
			c := newCommand(t, nil)
			c.journals = journals
			o := resume()
			o.JSON = json
			if exit := c.Run(t.Context(), o); exit != terminal.ExitDone || c.out.Len() > 0 || c.asked > 0 {
				t.Errorf("exit %d, standard output %q; asked for keys %d times", exit, c.out.String(), c.asked)
			}
			if want := map[bool]string{false: said, true: ""}[json]; c.err.String() != want {
				t.Errorf("said %q, want %q", c.err.String(), want)
			}
		}
	}
}

func TestResumeUnknown(t *testing.T) {
	c := newCommand(t, script{"a.mp4": continued(firstID)})
	c.journals = []upload.Unfinished{unfinished(firstID, "/a.mp4")}
	if exit := c.Run(t.Context(), resume("7", firstID)); exit != terminal.ExitFailed || c.out.String() != firstID+"\n" {
		t.Errorf("exit %d, standard output %q", exit, c.out.String())
	}
	if !strings.HasPrefix(c.err.String(), "7: This upload can't be continued. What Hoist noted") {
		t.Errorf("said %q", c.err.String())
	}
	o := resume("7")
	o.JSON = true
	c.out.Reset()
	c.Run(t.Context(), o)
	same(t, c.out.String(), `
{"event":"failed","file":"","kind":"not_unfinished","message":"This upload can't be continued. What Hoist noted of it is gone, or it belongs to another file or account.","media_id":"7","resumable":false}
`)
}

// TestResumeWithoutTheAccount: what one account has begun no other continues.
func TestResumeWithoutTheAccount(t *testing.T) {
	c := newCommand(t, nil)
	c.journals = []upload.Unfinished{unfinished(firstID, video(t, "a.mp4"))}
	c.journals[0].Bytes = videoBytes
	c.Account = func(context.Context, terminal.Options) (upload.Account, error) {
		return upload.Account{}, keyless("no_account")
	}
	if exit := c.Run(t.Context(), resume()); exit != terminal.ExitSignIn {
		t.Errorf("exit %d", exit)
	}
	if !strings.HasPrefix(c.err.String(), "Nobody is signed in. Hoist has no keys for @kestrel. ") {
		t.Errorf("said %q", c.err.String())
	}
	o := resume()
	o.JSON = true
	c.Run(t.Context(), o)
	if !strings.Contains(c.out.String(), `"kind":"no_account",`) || !strings.HasSuffix(c.out.String(), `"media_id":"`+firstID+`","resumable":true}`+"\n") {
		t.Errorf("got %s", c.out.String())
	}
}

func TestJournalsThatCannotBeRead(t *testing.T) {
	c := newCommand(t, nil)
	c.Unfinished = func() ([]upload.Unfinished, error) { return nil, keyless("home_unwritable") }
	if exit := c.Run(t.Context(), resume()); exit != terminal.ExitFailed || !strings.HasPrefix(c.err.String(), "Hoist can't save its files.") {
		t.Errorf("exit %d, said %q", exit, c.err.String())
	}
}

// TestResumedIsSaid: what X had before is shown at once, and is not taken for what was sent now.
func TestResumedIsSaid(t *testing.T) {
	const end = "a.mp4: ready on X · media ID " + firstID + " · 8.0 MB in 2 s · 56 MB were with X before\n"
	run := func(change func(*command, *terminal.Options)) (c *command, path string) {
		path = video(t, "a.mp4")
		synctest.Test(t, func(t *testing.T) {
			c = newCommand(t, script{"a.mp4": continued(firstID)})
			o := sendAll(path)
			change(c, &o)
			c.Run(t.Context(), o)
		})
		return c, path
	}
	c, _ := run(func(*command, *terminal.Options) {})
	same(t, c.err.String(), `
a.mp4: continues: 56 MB of 64 MB are with X already · media ID 1880028106020515840
a.mp4: 93 % · 60 MB of 64 MB
a.mp4: 100 % · 64 MB of 64 MB
`+end)

	c, _ = run(func(c *command, _ *terminal.Options) { c.Screen = wide(80) })
	frames := strings.Split(c.err.String(), "\r")
	var found bool
	for i, frame := range frames {
		if strings.HasPrefix(frame, "a.mp4: continues: 56 MB of 64 MB are with X already") && i+1 < len(frames) {
			found = true
			same(t, frames[i+1], "a.mp4  ███████████████████████████████·····  87 %  56 MB of 64 MB · estimating…")
		}
	}
	if !found || !strings.HasSuffix(c.err.String(), end) {
		t.Errorf("got %q", c.err.String())
	}

	c, path := run(func(_ *command, o *terminal.Options) { o.JSON = true })
	lines := strings.SplitAfter(strings.ReplaceAll(c.out.String(), path, "PATH"), "\n")
	same(t, lines[1]+lines[len(lines)-2], `
{"event":"opened","file":"PATH","media_id":"1880028106020515840","bytes":64000000,"segments":16,"segment_bytes":4000000,"resumed":true,"sent":56000000,"anew":null}
{"event":"done","file":"PATH","media_id":"1880028106020515840","expires_at":null,"bytes":64000000,"seconds":2,"earlier":56000000}
`)
}

// TestResumedWithoutSegments: X may have had none when the upload was stopped.
func TestResumedWithoutSegments(t *testing.T) {
	c := newCommand(t, script{"a.mp4": append([]step{
		{0, upload.Opened{MediaID: firstID, Bytes: 64_000_000, Segments: 16, SegmentBytes: 4_000_000}},
	}, finished("")...)})
	c.journals = []upload.Unfinished{unfinished(firstID, "/a.mp4")}
	c.Run(t.Context(), resume())
	if !strings.HasPrefix(c.err.String(), "a.mp4: continues: 0 bytes of 64 MB are with X already") {
		t.Errorf("said %q", c.err.String())
	}
}

// TestStartingAgainIsSaid, and why.
func TestStartingAgainIsSaid(t *testing.T) {
	for kind, want := range map[upload.Kind]string{
		upload.FileChanged: "the file has changed", upload.Expired: "a limited time", upload.NotFound: "X has lost",
		upload.SegmentsMissing: "X lacks part", upload.SegmentTooLarge: "smaller segments", upload.Server: "X is having trouble",
	} {
		steps := append([]step{{0, upload.Opened{
			MediaID: firstID, Bytes: 64_000_000, Segments: 16, SegmentBytes: 4_000_000, Anew: &upload.Error{Kind: kind, Segment: -1},
		}}}, finished("")...)
		for _, screen := range []terminal.Screen{{}, {Bar: true}} {
			c := newCommand(t, script{"a.mp4": steps})
			c.Screen = screen
			c.Run(t.Context(), sendAll(video(t, "a.mp4")))
			at := strings.Index(c.err.String(), "a.mp4: Starting again")
			if at < 0 || !strings.Contains(c.err.String()[at:], want) || !strings.Contains(c.err.String()[at:], "a.mp4: opened · 64 MB in 16 segments") {
				t.Errorf("%s: said %q", kind, c.err.String())
			}
		}
		c := newCommand(t, script{"a.mp4": steps})
		o := sendAll(video(t, "a.mp4"))
		o.JSON = true
		c.Run(t.Context(), o)
		if want := `"resumed":false,"sent":0,"anew":"` + string(kind) + `"}`; !strings.Contains(c.out.String(), want) {
			t.Errorf("%s: got %s", kind, c.out.String())
		}
	}
}

// TestSegmentSize reaches the engine.
func TestSegmentSize(t *testing.T) {
	c := newCommand(t, script{"a.mp4": finished("")})
	engine, got := c.Engine, int64(0)
	c.Engine = func(a upload.Account) (terminal.Engine, error) {
		got = a.SegmentBytes
		return engine(a)
	}
	o := sendAll(video(t, "a.mp4"))
	o.SegmentBytes = 5_000_000
	if exit := c.Run(t.Context(), o); exit != terminal.ExitDone || got != o.SegmentBytes {
		t.Errorf("exit %d, segments of %d", exit, got)
	}
}
