package terminal_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/ui/terminal"
	"hoist/upload"
	media "hoist/upload/video"
	"hoist/upload/xapi"
)

// hevc writes a video of which the index says that it is HEVC, which X refuses.
func hevc(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(video(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return written(t, name, bytes.Replace(data, []byte("avc1"), []byte("hvc1"), 2))
}

// large writes a video that is larger than what X takes in messages: a hole in a box that players pass over.
func large(t *testing.T, name string) string {
	t.Helper()
	const hole = 520_000_000
	data, err := os.ReadFile(video(t, name))
	if err != nil {
		t.Fatal(err)
	}
	path := written(t, name, append(binary.BigEndian.AppendUint32(data, hole), "free"...))
	hourAgo := time.Now().Add(-time.Hour)
	if err := errors.Join(os.Truncate(path, int64(len(data)+hole)), os.Chtimes(path, hourAgo, hourAgo)); err != nil {
		t.Fatal(err)
	}
	return path
}

// cutOff writes a video of which the end is missing.
func cutOff(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(video(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return written(t, name, data[:len(data)-100])
}

// checking runs `hoist check`.
func checking(ctx context.Context, t *testing.T, change func(*terminal.Options), videos ...string) (exit int, out, err string) {
	t.Helper()
	var found, said bytes.Buffer
	c := terminal.Check{Out: &found, Err: &said, Words: english(t)}
	o := terminal.Options{Command: terminal.CommandCheck, Videos: videos, Category: upload.TweetVideo, Wait: time.Minute}
	if change != nil {
		change(&o)
	}
	exit = c.Run(ctx, o)
	return exit, found.String(), said.String()
}

func toMessages(o *terminal.Options) { o.Category = upload.DMVideo }

// TestCheckExit: of several videos the worst decides, and a failure is worse than a warning although its number is smaller.
func TestCheckExit(t *testing.T) {
	good, warned, refused, cut := video(t, "good.mp4"), large(t, "large.mp4"), hevc(t, "phone.mov"), cutOff(t, "cut.mp4")
	for _, test := range []struct {
		videos []string
		want   int
	}{
		{[]string{good}, terminal.ExitDone},
		{[]string{good, good}, terminal.ExitDone},
		{[]string{warned}, terminal.ExitWarnings},
		{[]string{good, warned, good}, terminal.ExitWarnings},
		{[]string{refused}, terminal.ExitFailed},
		{[]string{warned, refused, good}, terminal.ExitFailed},
		{[]string{refused, warned}, terminal.ExitFailed},
		{[]string{cut}, terminal.ExitFailed},
		{[]string{filepath.Join(t.TempDir(), "missing.mp4"), warned}, terminal.ExitFailed},
	} {
		exit, out, err := checking(t.Context(), t, toMessages, test.videos...)
		if exit != test.want || err != "" {
			t.Errorf("%q: exit %d, want %d; said %q\n%s", test.videos, exit, test.want, err, out)
		}
	}
	if exit, out, _ := checking(t.Context(), t, nil, warned); exit != terminal.ExitDone {
		t.Errorf("in a post it is not too large, but exit %d:\n%s", exit, out)
	}
}

func TestCheckSays(t *testing.T) {
	_, out, _ := checking(t.Context(), t, toMessages, video(t, "good.mp4"), large(t, "large.mp4"), cutOff(t, "cut.mp4"))
	same(t, regexp.MustCompile(`ffmpeg -.*`).ReplaceAllString(out, "ffmpeg …"), `
good.mp4: 2 kB · 0.5 s · H.264 · 64 × 64, 10 fps, 4:2:0
  X should take this video
  13 checks passed
large.mp4: 520 MB · 0.5 s · H.264 · 64 × 64, 10 fps, 4:2:0
  X may not take this video as it is
  Warning: Size: 520 MB · messages: 512 MB (Sep 2026)
    Videos in messages are limited to 512 MB (Sep 2026), and this has 520 MB. Export it smaller, or use an account with Premium.
  12 checks passed
  This makes a copy in which that is mended, as far as ffmpeg can:
    ffmpeg …
cut.mp4: The file is cut off. cut.mp4 stops before its end. It may still be exporting or copying. Wait until it is complete, or export it again.
`)
	premium := func(o *terminal.Options) { o.Category, o.Premium = upload.DMVideo, true }
	if exit, out, _ := checking(t.Context(), t, premium, large(t, "large.mp4")); exit != terminal.ExitDone {
		t.Errorf("with Premium: exit %d\n%s", exit, out)
	}
	_, out, _ = checking(t.Context(), t, nil, hevc(t, "\x1b[2Jphone.mov"))
	for _, want := range []string{
		"\uFFFD[2Jphone.mov: 2 kB", "\n  X won't accept this video as it is\n  Would fail: Video codec: HEVC (H.265) · X takes H.264\n    Its picture is stored as",
	} {
		if !strings.Contains(out, want) || strings.Contains(out, "\x1b") {
			t.Errorf("got %q, want %q in it", out, want)
		}
	}
}

// TestCheckAsObjects has the fields that the README promises.
func TestCheckAsObjects(t *testing.T) {
	paths := []string{video(t, "good.mp4"), hevc(t, "phone.mov"), cutOff(t, "cut.mp4")}
	exit, out, said := checking(t.Context(), t, func(o *terminal.Options) { o.JSON = true }, paths...)
	if exit != terminal.ExitFailed || said != "" {
		t.Errorf("exit %d, said %q", exit, said)
	}
	for _, path := range paths {
		out = strings.ReplaceAll(out, path, "PATH")
	}
	lines := strings.SplitAfter(withoutFindings(out), "\n")
	same(t, lines[0], `
{"file":"PATH","verdict":"fine","kind":null,"message":"X should take this video.","bytes":1839,"media_type":"video/mp4","duration":0.5,"video":{"codec":"h264","profile":"High","level":"1.0","width":64,"height":64,"rotation":0,"pixel_width":1,"pixel_height":1,"chroma":"4:2:0","bit_depth":8,"scan":"progressive","frame_rate":10,"variable":false,"bit_rate":14432,"keyframe_gap":5,"open_gop":false,"frames":5},"audio":null,"index":"front","findings":[…],"ffmpeg":null}
`)
	same(t, lines[2], `
{"file":"PATH","verdict":"cannot_be_sent","kind":"file_truncated","message":"The file is cut off. cut.mp4 stops before its end. It may still be exporting or copying.","bytes":null,"media_type":null,"duration":null,"video":null,"audio":null,"index":null,"findings":[],"ffmpeg":null}
`)
	var refused struct {
		Verdict, Kind, Message, FFmpeg string

		Findings []struct{ Check, Class, Message string }
	}
	if err := json.Unmarshal([]byte(strings.SplitAfter(out, "\n")[1]), &refused); err != nil {
		t.Fatal(err)
	}
	first := refused.Findings[0]
	if !strings.HasPrefix(refused.FFmpeg, "ffmpeg ") || !strings.Contains(refused.FFmpeg, "phone for X.mp4") {
		t.Errorf("the line for ffmpeg is %q", refused.FFmpeg)
	}
	if refused.Verdict != "would_fail" || refused.Kind != "would_fail" || first.Check != "video_codec" || first.Class != "failure" ||
		first.Message != "Video codec: HEVC (H.265). Its picture is stored as HEVC (H.265). X takes H.264 only. Export it again as H.264." ||
		!strings.HasPrefix(refused.Message, "X won't accept this video as it is. Its picture") {
		t.Errorf("got %+v", refused)
	}
}

// TestCheckWaits for what is still being written, and ends when the person does.
func TestCheckWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := video(t, "export.mp4")
		touch := func() {
			if err := os.Chtimes(path, time.Time{}, time.Now()); err != nil {
				t.Error(err)
			}
		}
		touch()
		time.AfterFunc(time.Second, touch)
		exit, out, said := checking(t.Context(), t, nil, path)
		if exit != terminal.ExitDone || !strings.HasPrefix(out, "export.mp4: 2 kB") ||
			said != "export.mp4: This file is still being written. It is checked when it's finished.\n" {
			t.Errorf("exit %d, said %q\n%s", exit, said, out)
		}

		touch()
		ctx, interrupt := context.WithCancel(t.Context())
		defer time.AfterFunc(time.Second, interrupt).Stop()
		if exit, out, _ := checking(ctx, t, nil, path, path); exit != terminal.ExitInterrupted || out != "" {
			t.Errorf("interrupted: exit %d\n%s", exit, out)
		}
	})
}

func TestCheckThatCannotBeTold(t *testing.T) {
	var said bytes.Buffer
	c := terminal.Check{Out: full{}, Err: &said, Words: english(t)}
	exit := c.Run(t.Context(), terminal.Options{Videos: []string{video(t, "a.mp4")}, Category: upload.TweetVideo})
	if exit != terminal.ExitFailed || !strings.Contains(said.String(), "no space left on device") {
		t.Errorf("exit %d, said %q", exit, said.String())
	}
}

// TestUploadRefuses does not send what X would refuse, unless the person says so; the others go.
func TestUploadRefuses(t *testing.T) {
	for _, asJSON := range []bool{false, true} {
		c := newCommand(t, script{"good.mp4": finished("")})
		o := sendAll(hevc(t, "phone.mov"), video(t, "good.mp4"))
		o.JSON = asJSON
		if exit := c.Run(t.Context(), o); exit != terminal.ExitFailed {
			t.Errorf("exit %d", exit)
		}
		said, id := c.err.String(), "1880028106020515840\n"
		wanted := []string{
			"phone.mov: HEVC (H.265) video. Its picture is stored as HEVC (H.265). X takes H.264 only. ",
			"phone.mov: Nothing was sent. To send it as it is: hoist upload --anyway\n", "\n    ffmpeg ", "good.mp4: ready on X",
		}
		if asJSON {
			said, id = c.out.String(), `"event":"done"`
			wanted = []string{`"event":"failed","file":"` + o.Videos[0] + `","kind":"would_fail","message":"HEVC (H.265) video. Its picture`}
			if strings.Count(said, `"event":"checked"`) != 1 {
				t.Errorf("only what is sent was checked:\n%s", said)
			}
		}
		for _, want := range wanted {
			if !strings.Contains(said, want) {
				t.Errorf("%q is missing:\n%s", want, said)
			}
		}
		if !strings.Contains(c.out.String(), id) {
			t.Errorf("standard output is %q", c.out.String())
		}
	}
}

// TestUploadAnyway sends what X would refuse, and says so; what cannot be sent it does not let pass.
func TestUploadAnyway(t *testing.T) {
	c := newCommand(t, script{"phone.mov": finished("")})
	o := sendAll(hevc(t, "phone.mov"), cutOff(t, "cut.mp4"))
	o.Anyway = true
	if exit := c.Run(t.Context(), o); exit != terminal.ExitFailed || c.out.String() != "1880028106020515840\n" {
		t.Errorf("exit %d, standard output %q", exit, c.out.String())
	}
	for _, want := range []string{"phone.mov: Would fail: Video codec: HEVC (H.265). ", "phone.mov: ready on X", "cut.mp4: The file is cut off. "} {
		if !strings.Contains(c.err.String(), want) {
			t.Errorf("%q is missing:\n%s", want, c.err.String())
		}
	}
}

// TestUploadWarns and goes on.
func TestUploadWarns(t *testing.T) {
	c := newCommand(t, script{"large.mp4": finished("")})
	o := sendAll(large(t, "large.mp4"))
	o.Category = upload.DMVideo
	if exit := c.Run(t.Context(), o); exit != terminal.ExitDone {
		t.Errorf("exit %d", exit)
	}
	want := "large.mp4: Warning: Size: 520 MB. Videos in messages are limited to 512 MB (Sep 2026), and this has 520 MB. " +
		"Export it smaller, or use an account with Premium.\nlarge.mp4: ready on X"
	if !strings.HasPrefix(c.err.String(), want) {
		t.Errorf("said %q", c.err.String())
	}
}

// TestUploadWaits for a file that is still being written before anything is sent.
func TestUploadWaits(t *testing.T) {
	for _, asJSON := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			c := newCommand(t, script{"export.mp4": finished("")})
			path := video(t, "export.mp4")
			if err := os.Chtimes(path, time.Time{}, time.Now()); err != nil {
				t.Fatal(err)
			}
			o := sendAll(path)
			o.JSON, o.Wait = asJSON, time.Minute
			if exit := c.Run(t.Context(), o); exit != terminal.ExitDone {
				t.Errorf("exit %d", exit)
			}
			said, want := c.err.String(), "export.mp4: This file is still being written. We'll start when it's finished.\nexport.mp4: ready on X"
			if asJSON {
				said = c.out.String()
				want = `{"event":"waiting","file":"` + path + `","reason":"file_growing","until":null,"gives_up_at":"2000-01-01T00:01:00Z"}` + "\n" + `{"event":"checked",`
			}
			if !strings.HasPrefix(said, want) {
				t.Errorf("said %q", said)
			}
		})
	}
}

// TestRejectionIsReadWithTheFile says what is in a file that X could not process.
func TestRejectionIsReadWithTheFile(t *testing.T) {
	rejected := &xapi.Error{Op: xapi.OpStatus, Kind: upload.ProcessingFailed, Message: "InvalidMedia: file is invalid"}
	c := newCommand(t, script{"phone.mov": {{0, upload.Finished{Err: &upload.Error{Kind: upload.ProcessingFailed, Segment: -1, Err: rejected}}}}})
	o := sendAll(hevc(t, "phone.mov"))
	o.Anyway = true
	exit := c.Run(t.Context(), o)
	want := "X couldn't read the video. X only says “file is invalid”. The likeliest cause here: HEVC (H.265) video."
	if exit != terminal.ExitFailed || !strings.Contains(c.err.String(), want) {
		t.Errorf("exit %d, said %q", exit, c.err.String())
	}
}

// TestReadmeListsEveryCheck: scripts are told what they may meet.
func TestReadmeListsEveryCheck(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(media.Checks))
	for i, check := range media.Checks {
		names[i] = string(check)
	}
	if want := `"check":"` + strings.Join(names, "|") + `"`; !strings.Contains(string(readme), want) {
		t.Errorf("the README lacks %s", want)
	}
}
