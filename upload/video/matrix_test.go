package video_test

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"hoist/upload/video"
)

// clip is a file that ffmpeg makes in the test, with what Hoist has to say of it.
type clip struct {
	name string // also that of the file, with its extension

	picture string // size, rate and seconds of the test picture, such as "320x180 30 1"; empty: just that; "-": none
	sound   string // encoder of a tone in stereo and its options; empty: aac; "-": none
	args    string // encoder and options of the picture and the file, instead of x264 at its fastest, unless it begins with "+"
	again   string // options with which the file is put into another of its kind, copied; "{}": the file, when it is not the only input
	edit    func(t *testing.T, data []byte) []byte
	key     string // by which ffprobe reads what is encrypted

	verdict   string            // all that is no plain pass, such as "failure video_codec, note index"
	unknown   string            // the checks for which too little is known
	incurable string            // why no copy would pass, where the verdict is a failure or a warning
	index     video.Index       // where the index is; empty: at the front, where ffmpeg is told to put it unless args has other movflags
	differs   map[string]string // the facts in which Hoist and ffprobe differ, and why
}

// TestMatrix makes each file, reads it, and compares every field of what Hoist says with what ffprobe says, and the verdict with
// the table of ux.md 3.4. A clip whose verdict can be mended is converted as well, and its copy has to pass.
func TestMatrix(t *testing.T) {
	tools(t)
	if out, err := exec.CommandContext(t.Context(), "ffprobe", "-version").Output(); err != nil || !bytes.HasPrefix(out, []byte("ffprobe version 5.1")) {
		t.Skip("what is said to differ is so in ffmpeg 5.1, which Debian 12 has")
	}
	dir := t.TempDir()
	ingredients(t, dir)
	clips := slices.Concat(codecClips(), pictureClips(), soundClips(), fileClips())
	if len(clips) < 60 {
		t.Errorf("the matrix has %d files", len(clips))
	}
	made := batches(clips)
	if len(made) != len(clips) {
		t.Fatal("two clips have the same name")
	}
	for _, c := range clips {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			made[c.name].make(t, dir)
			path := c.finish(t, dir)
			info := readFile(t, path)
			c.compareFacts(t, info, path)
			v := verdictOn(t, info)
			if got := describe(v); got != c.verdict {
				t.Errorf("verdict: %s\nwant:    %s", got, c.verdict)
			}
			if got := missingChecks(v); got != c.unknown {
				t.Errorf("too little is known for: %s\nwant: %s", got, c.unknown)
			}
			c.cure(t, v, path)
		})
	}
}

// compareFacts compares all that Hoist says with all that ffprobe says.
func (c clip) compareFacts(t *testing.T, info *video.Info, path string) {
	t.Helper()
	if want := cmp.Or(c.index, video.IndexFront); info.Index != want {
		t.Errorf("the index is %s, want %s", info.Index, want)
	}
	used := map[string]bool{}
	for _, f := range compare(info, askFFprobe(t, path, c.key)) {
		why, differs := c.differs[f.name]
		used[f.name] = true
		switch {
		case f.same && differs:
			t.Errorf("%s: both say %s, and yet it is said to differ: %s", f.name, f.ours, why)
		case !f.same && !differs:
			t.Errorf("%s: %s, and ffprobe says %s", f.name, said(f.ours), said(f.theirs))
		case differs:
			t.Logf("%s: %s, and ffprobe says %s: %s", f.name, said(f.ours), said(f.theirs), why)
		}
	}
	for name := range c.differs {
		if !used[name] {
			t.Errorf("%s is said to differ, and there is no such fact", name)
		}
	}
}

func said(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// ordinary is the limit by which the verdicts of the matrix are made.
func ordinary(t testing.TB) video.Limit {
	t.Helper()
	l, ok := video.LimitFor("tweet_video", false)
	if !ok {
		t.Fatal("no limit for tweet_video")
	}
	return l
}

func verdictOn(t testing.TB, info *video.Info) video.Verdict {
	t.Helper()
	return video.Judge(info, ordinary(t))
}

// describe lists the findings of a verdict in their order, but for plain passes.
func describe(v video.Verdict) string {
	var all []string
	for _, f := range v.Findings {
		switch {
		case f.Cause != "":
			all = append(all, fmt.Sprintf("%s %s:%s", f.Class, f.Check, f.Cause))
		case f.Class != video.Pass:
			all = append(all, fmt.Sprintf("%s %s", f.Class, f.Check))
		}
	}
	return strings.Join(all, ", ")
}

// missingChecks lists the checks that say nothing and should. Of an open GOP nothing is said where there is none, nor of the
// channels where there is no sound.
func missingChecks(v video.Verdict) string {
	var missing []string
	for _, check := range video.Checks {
		is := slices.ContainsFunc(v.Findings, func(f video.Finding) bool { return f.Check == check })
		if !is && check != video.CheckOpenGOP && (check != video.CheckChannels || v.Info.Sound != nil) {
			missing = append(missing, string(check))
		}
	}
	return strings.Join(missing, ", ")
}

func readFile(t testing.TB, path string) *video.Info {
	t.Helper()
	info, err := readPath(path)
	if err != nil {
		t.Fatalf("reading: %v", err)
	}
	return info
}

func readPath(path string) (*video.Info, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	stat, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return video.Read(f, stat.Size())
}
