package messages_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/video"
	"hoist/upload/xapi"
)

// fine is a video in which there is nothing to find.
func fine() *video.Info {
	return &video.Info{
		Type: video.MP4, Bytes: 2_100_000_000, Duration: 252 * time.Second, Index: video.IndexFront,
		Picture: &video.Picture{
			Codec: "h264", Profile: "High", Level: "4.1", Width: 1280, Height: 720, PixelWidth: 1, PixelHeight: 1,
			Chroma: video.Chroma420, BitDepth: 8, Scan: video.Progressive, FrameRate: 30000.0 / 1001, KeyframeGap: 48,
		},
		Sound: &video.Sound{Codec: "aac", Profile: "LC", Channels: 2, Rate: 48000},
	}
}

// changed is a fine video but for one thing.
func changed(change func(*video.Info)) *video.Info {
	i := fine()
	change(i)
	return i
}

// judged holds a video against the limit of a category.
func judged(t *testing.T, i *video.Info, category string, premium bool) video.Verdict {
	t.Helper()
	limit, ok := video.LimitFor(category, premium)
	if !ok {
		t.Fatalf("no limit for %s", category)
	}
	return video.Judge(i, limit)
}

// videos have between them each class and cause of each check.
func videos() []*video.Info {
	all := []*video.Info{fine(), {Duration: time.Minute, Sound: &video.Sound{Codec: "mp3", Channels: 2}}}
	for _, change := range []func(*video.Info){
		func(i *video.Info) { i.Picture.Codec = "hevc" },
		func(i *video.Info) { i.Picture.Codec = "" },
		func(i *video.Info) { i.Picture.Protected, i.Sound.Protected = true, true },
		func(i *video.Info) { i.Picture.Chroma, i.Picture.BitDepth = video.Chroma422, 10 },
		func(i *video.Info) { i.Sound = nil },
		func(i *video.Info) { i.Sound.Profile = "HE-AAC" },
		func(i *video.Info) { i.Sound.Codec, i.Sound.Profile, i.Sound.Channels = "pcm_s16le", "", 6 },
		func(i *video.Info) { i.Sound.Codec = "" },
		func(i *video.Info) { i.Picture.KeyframeGap, i.Picture.OpenGOP = 600, true },
		func(i *video.Info) { i.Picture.KeyframeGap, i.Picture.Partly = 600, true },
		func(i *video.Info) { i.Picture.FrameRate, i.Picture.Fastest = 120, 120 },
		func(i *video.Info) { i.Picture.Variable, i.Picture.Fastest = true, 30 },
		func(i *video.Info) { i.Picture.Variable, i.Picture.Fastest = true, 240 },
		func(i *video.Info) { i.Duration = 300 * time.Millisecond },
		func(i *video.Info) { i.Duration = 34 * time.Minute },
		func(i *video.Info) { i.Duration = 3 * time.Hour },
		func(i *video.Info) { i.Bytes = 6_400_000_000 },
		func(i *video.Info) { i.Bytes = 9_000_000_000 },
		func(i *video.Info) { i.Bytes = 700_000_000 },
		func(i *video.Info) { i.Picture.Width, i.Picture.Height = 3200, 720 },
		func(i *video.Info) { i.Picture.Rotation, i.Picture.Width, i.Picture.Height = 90, 3200, 720 },
		func(i *video.Info) { i.Picture.PixelWidth, i.Picture.PixelHeight = 4, 3 },
		func(i *video.Info) { i.Picture.Scan = video.Interlaced },
		func(i *video.Info) { i.Picture.Width, i.Picture.Height = 30, 24 },
		func(i *video.Info) { i.Picture.Width, i.Picture.Height = 3840, 2160 },
		func(i *video.Info) { i.Index = video.IndexBehind },
		func(i *video.Info) { i.Index = video.IndexFragments },
	} {
		all = append(all, changed(change))
	}
	return all
}

// verdicts are those of all videos for each limit.
func verdicts(t *testing.T) []video.Verdict {
	t.Helper()
	var all []video.Verdict
	for _, i := range videos() {
		for _, category := range []string{"tweet_video", "amplify_video", "dm_video"} {
			all = append(all, judged(t, i, category, false), judged(t, i, category, true))
		}
	}
	return all
}

// constantsOf returns the text of the constants of a type in package video.
func constantsOf(t *testing.T, typ string) []string {
	t.Helper()
	source, err := os.ReadFile("../../upload/video/judge.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, found := range regexp.MustCompile(`(?m)^\s\w+\s+`+typ+`\s+= "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		all = append(all, found[1])
	}
	if len(all) < 10 {
		t.Fatalf("only %q found: does this test still see them?", all)
	}
	return all
}

// TestEveryFindingHasWords walks all that Judge can find, in each language.
func TestEveryFindingHasWords(t *testing.T) {
	for tag := range forms {
		c, err := messages.New(os.DirFS("../../assets"), tag)
		if err != nil {
			t.Fatal(err)
		}
		checks, causes := map[string]bool{}, map[string]bool{}
		for _, v := range verdicts(t) {
			for _, f := range v.Findings {
				checks[string(f.Check)], causes[string(f.Cause)] = true, true
				holdFinding(t, fmt.Sprintf("%s: %+v", tag, f), f.Class, c.Finding(f, v))
			}
			w := c.Verdict(v)
			faulty := v.Class() >= video.Warn
			if w.Title == "" || faulty != (w.Do != "") || faulty && w.Why == "" || strings.ContainsAny(w.Title+w.Why+w.Do, "[<") {
				t.Errorf("%s: %+v", tag, w)
			}
		}
		for _, check := range constantsOf(t, "Check") {
			if !checks[check] {
				t.Errorf("no video has the check %s", check)
			}
		}
		for _, cause := range constantsOf(t, "Cause") {
			if !causes[cause] {
				t.Errorf("no video has the cause %s", cause)
			}
		}
	}
}

func holdFinding(t *testing.T, name string, class video.Class, w messages.CheckWords) {
	t.Helper()
	said := []string{w.Title, w.Hint}
	if class > video.Pass {
		said = append(said, w.Cause, w.Why, w.Do)
		if len(strings.Fields(w.Cause)) > 7 || // as titles
			strings.HasSuffix(w.Cause, ".") || strings.HasSuffix(w.Cause, "。") {
			t.Errorf("%s: the cause is %q", name, w.Cause)
		}
	} else if w.Cause+w.Why+w.Do != "" {
		t.Errorf("%s: a pass has %+v", name, w)
	}
	for _, text := range said {
		if text == "" || strings.ContainsAny(text, "[<") {
			t.Errorf("%s: says %+v", name, w)
		}
	}
	if bad := never.FindString(strings.ReplaceAll(w.Cause, "H.265", "")); bad != "" && class > video.Pass {
		t.Errorf("%s: the cause %q says %q", name, w.Cause, bad)
	}
}

// TestFindingSays has the sentences of the table of checks to the letter.
func TestFindingSays(t *testing.T) {
	for name, test := range map[string]struct {
		change   func(*video.Info)
		category string
		premium  bool
		want     messages.CheckWords
	}{
		"codec": {
			func(i *video.Info) { i.Picture.Codec = "hevc" }, "tweet_video", false,
			messages.CheckWords{
				"Video codec: HEVC (H.265)", "X takes H.264", "HEVC (H.265) video",
				"Its picture is stored as HEVC (H.265). X takes H.264 only.", "Export it again as H.264.",
			},
		},
		"channels": {
			func(i *video.Info) { i.Sound.Channels = 6 }, "tweet_video", false,
			messages.CheckWords{
				"Sound: 6 channels", "X takes mono or stereo", "6 channels of sound",
				"Its sound has 6 channels. X takes mono or stereo.", "Export it again with stereo sound.",
			},
		},
		"HE-AAC": {
			func(i *video.Info) { i.Sound.Profile = "HE-AACv2" }, "tweet_video", false,
			messages.CheckWords{
				"Audio: HE-AAC v2", "X takes AAC-LC", "HE-AAC v2 sound",
				"Its sound is stored as HE-AAC v2. X takes AAC-LC only.", "Export it again with AAC-LC sound.",
			},
		},
		"keyframes": {
			func(i *video.Info) { i.Picture.KeyframeGap = 600 }, "tweet_video", false,
			messages.CheckWords{
				"Keyframe gap: up to 600 frames", "X refuses gaps over 512", "Keyframes too far apart",
				"There are 600 frames from a keyframe to the next. X allows 512.", "Set the keyframe interval to 120 or less.",
			},
		},
		"frame rate": {
			func(i *video.Info) { i.Picture.FrameRate = 120000.0 / 1001 }, "tweet_video", false,
			messages.CheckWords{
				"Frame rate: 119.88 fps", "X takes up to 60 fps", "More than 60 fps",
				"Its frames come at 119.88 fps. X takes 60 fps at most.", "Export it again at 60 fps or less.",
			},
		},
		"length": {
			func(i *video.Info) { i.Duration = 34 * time.Minute }, "tweet_video", false,
			messages.CheckWords{
				"Length: 34 min", "this account: 20 min (Sep 2026)", "Too long for this account",
				"This account may post up to 20 min (Sep 2026), and this is 34 min. X will take the upload but may refuse the post.",
				"Shorten it, or use an account with Premium.",
			},
		},
		"length by less than a second": {
			func(i *video.Info) { i.Duration = 20*time.Minute + 300*time.Millisecond }, "amplify_video", false,
			messages.CheckWords{
				"Length: 20 min 01 s", "this account: 20 min (Sep 2026)", "Too long for this account",
				"This account may post up to 20 min (Sep 2026), and this is 20 min 01 s. X will take the upload but may refuse the post.",
				"Shorten it, or use an account with Premium.",
			},
		},
		"length with Premium": {
			func(i *video.Info) { i.Duration = 3 * time.Hour }, "tweet_video", true,
			messages.CheckWords{
				"Length: 3 h 00 min", "this account: 2 h 05 min (Sep 2026)", "Too long for this account",
				"This account may post up to 2 h 05 min (Sep 2026), and this is 3 h 00 min. X will take the upload but may refuse the post.",
				"Shorten it.",
			},
		},
		"message": {
			func(i *video.Info) { i.Bytes = 100_000_000 }, "dm_video", false,
			messages.CheckWords{
				"Length: 4 min 12 s", "messages: 2 min 20 s (Sep 2026)", "Too long for a message",
				"Videos in messages are limited to 2 min 20 s (Sep 2026), and this is 4 min 12 s.",
				"Shorten it, or use an account with Premium.",
			},
		},
		"blink": {
			func(i *video.Info) { i.Duration = 489 * time.Millisecond }, "tweet_video", false,
			messages.CheckWords{
				"Length: 0.48 s", "X takes 0.5 s or more (Sep 2026)", "Too short for X",
				"It lasts 0.48 s. X takes videos of 0.5 s or more (Sep 2026).", "Make it longer.",
			},
		},
		"size": {
			func(i *video.Info) { i.Bytes = 6_400_000_000 }, "tweet_video", false,
			messages.CheckWords{
				"Size: 6.40 GB", "X recommends segments of 5.0 MB", "Segments larger than X recommends",
				"This file needs segments of 6.4 MB. X recommends 5.0 MB and allows 8.0 MB. We'll know after the first one.",
				"Nothing needed. Under 5.00 GB, smaller segments are enough.",
			},
		},
		"shape": {
			func(i *video.Info) { i.Picture.Width = 3200 }, "tweet_video", false,
			messages.CheckWords{
				"Shape: 4.44:1", "X takes 1:3 to 3:1", "Picture too wide",
				"Its picture is 3200 × 720. X takes nothing wider than 3:1.", "Crop it, or add bars above and below.",
			},
		},
		"large picture": {
			func(i *video.Info) { i.Picture.Width, i.Picture.Height = 1920, 1080 }, "tweet_video", false,
			messages.CheckWords{
				"Picture size: 1920 × 1080", "X's table: 32 × 32 to 1280 × 1024", "Larger than X's table",
				"X may play this at 720p unless the account has Premium.", "Nothing needed.",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := judged(t, changed(test.change), test.category, test.premium)
			if got := english(t).Finding(v.Findings[0], v); got != test.want {
				t.Errorf("got\n%q, want\n%q", got, test.want)
			}
		})
	}
}

func TestVerdictSays(t *testing.T) {
	c := english(t)
	for name, test := range map[string]struct {
		change func(*video.Info)
		want   messages.VerdictWords
	}{
		"fine": {func(*video.Info) {}, messages.VerdictWords{Title: "X should take this video"}},
		"to know": {
			func(i *video.Info) { i.Picture.Width, i.Picture.Height = 1920, 1080 },
			messages.VerdictWords{"X should take this video", "X may play this at 720p unless the account has Premium.", ""},
		},
		"one fault": {
			func(i *video.Info) { i.Picture.Codec = "prores" },
			messages.VerdictWords{
				"X won't accept this video as it is", "Its picture is stored as ProRes. X takes H.264 only.", "Export it again as H.264.",
			},
		},
		"several faults": {
			func(i *video.Info) { i.Picture.Codec, i.Picture.BitDepth, i.Sound.Channels = "prores", 10, 6 },
			messages.VerdictWords{
				"X won't accept this video as it is",
				"Its picture is stored as ProRes. X takes H.264 only. Also: 10-bit picture, 6 channels of sound.",
				"Export it again as H.264 with 4:2:0 colour, 8 bits and AAC-LC sound.",
			},
		},
		"no export helps": {
			func(i *video.Info) { i.Picture.Protected, i.Sound.Channels = true, 6 },
			messages.VerdictWords{
				"X won't accept this video as it is", "Its picture is encrypted, so that X can't read it. Also: 6 channels of sound.",
				"Export it again without copy protection.",
			},
		},
		"warnings": {
			func(i *video.Info) { i.Picture.KeyframeGap, i.Duration = 600, 34*time.Minute },
			messages.VerdictWords{
				"X may not take this video as it is",
				"There are 600 frames from a keyframe to the next. X allows 512. Also: Too long for this account.",
				"Set the keyframe interval to 120 or less. Shorten it, or use an account with Premium.",
			},
		},
	} {
		if got := c.Verdict(judged(t, changed(test.change), "tweet_video", false)); got != test.want {
			t.Errorf("%s: got\n%q, want\n%q", name, got, test.want)
		}
	}
}

// TestMedia says what is in a file in a line, with what is not known left out.
func TestMedia(t *testing.T) {
	german, err := messages.New(os.DirFS("../../assets"), "de")
	if err != nil {
		t.Fatal(err)
	}
	turned := changed(func(i *video.Info) { i.Picture.Rotation = 90 })
	for _, test := range []struct{ got, want string }{
		{english(t).Picture(fine()), "1280 × 720, 29.97 fps, 4:2:0"},
		{english(t).Picture(turned), "720 × 1280, 29.97 fps, 4:2:0"},
		{german.Picture(fine()), "1280 × 720, 29,97 fps, 4:2:0"},
		{english(t).Picture(&video.Info{Picture: &video.Picture{FrameRate: 25}}), "25 fps"},
		{english(t).Picture(&video.Info{}), ""},
		{english(t).Sound(fine()), "AAC-LC, stereo, 48 kHz"},
		{german.Sound(&video.Info{Sound: &video.Sound{Codec: "opus", Channels: 6, Rate: 44100}}), "Opus, 6 Kanäle, 44,1 kHz"},
		{english(t).Sound(&video.Info{Sound: &video.Sound{Codec: "aac", Channels: 1}}), "AAC, mono"},
		{english(t).Sound(&video.Info{}), ""},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestCodecName(t *testing.T) {
	for codec, want := range map[string]string{
		"h264": "H.264", "hevc": "HEVC (H.265)", "av1": "AV1", "prores": "ProRes", "aac": "AAC", "opus": "Opus", "pcm_s16le": "PCM",
		"": "", "xyz\x1b[2J": "xyz\uFFFD[2J", "pcm_": "PCM",
	} {
		if got := english(t).CodecName(codec); got != want {
			t.Errorf("%q is called %q, want %q", codec, got, want)
		}
	}
	profiles := map[string]string{}
	for _, profile := range []string{"LC", "HE-AAC", "HE-AACv2", "Main", "SSR", "LTP", "LD", "ELD", "xHE-AAC"} {
		name := english(t).Sound(&video.Info{Sound: &video.Sound{Codec: "aac", Profile: profile}})
		if profiles[name] != "" || !strings.Contains(name, "AAC") {
			t.Errorf("the profiles %q and %q of AAC are both called %q", profile, profiles[name], name)
		}
		profiles[name] = profile
	}
}

// TestMonths are the months of a limit's date.
func TestMonths(t *testing.T) {
	for tag, want := range map[string]string{"en": "Sep 2026", "de": "Sept. 2026", "es": "sept. de 2026", "fr": "sept. 2026", "ja": "2026年9月", "pt-BR": "set. de 2026"} {
		c, err := messages.New(os.DirFS("../../assets"), tag)
		if err != nil {
			t.Fatal(err)
		}
		v := judged(t, fine(), "tweet_video", false)
		i := slices.IndexFunc(v.Findings, func(f video.Finding) bool { return f.Check == video.CheckDuration })
		if hint := c.Finding(v.Findings[i], v).Hint; !strings.Contains(hint, want) {
			t.Errorf("%s says %q, want %q in it", tag, hint, want)
		}
	}
}

// TestWouldFail says what X would refuse of a video that was not sent, and names each fault.
func TestWouldFail(t *testing.T) {
	v := judged(t, changed(func(i *video.Info) {
		i.Picture.Codec, i.Picture.Chroma, i.Picture.BitDepth, i.Sound.Channels = "hevc", video.Chroma422, 10, 6
	}), "tweet_video", false)
	p := english(t).Problem(&upload.Error{Kind: upload.WouldFail, File: "/v/a.mov", Segment: -1, Err: v.Err()}, messages.Facts{})
	want := "HEVC (H.265) video. Its picture is stored as HEVC (H.265). X takes H.264 only. Also: 4:2:2 colour, 10-bit picture, 6 channels of sound."
	if p.Kind != "would_fail" || p.Message() != want || p.Action != messages.ActionChooseAnother {
		t.Errorf("got %+v", p)
	}
	if p.Do != "Export it again as H.264 with 4:2:0 colour, 8 bits and AAC-LC sound." || !strings.Contains(p.Details, "Kind: would_fail") {
		t.Errorf("got %+v", p)
	}
	if err := judged(t, fine(), "tweet_video", false).Err(); err != nil {
		t.Errorf("a fine video: %v", err)
	}
}

// TestRejectionWithVerdict reads what X says after the upload together with what is in the file.
func TestRejectionWithVerdict(t *testing.T) {
	hevc := judged(t, changed(func(i *video.Info) { i.Picture.Codec = "hevc" }), "tweet_video", false)
	apart := judged(t, changed(func(i *video.Info) { i.Picture.KeyframeGap = 600 }), "tweet_video", false)
	long := judged(t, changed(func(i *video.Info) { i.Duration = 34 * time.Minute }), "tweet_video", false)
	good := judged(t, fine(), "tweet_video", false)
	for name, test := range map[string]struct {
		words   string
		verdict *video.Verdict
		want    string
	}{
		"fault":             {"InvalidMedia: file is invalid", &hevc, "X only says “file is invalid”. The likeliest cause here: HEVC (H.265) video."},
		"no fault":          {"InvalidMedia: file is invalid", &good, "X only says “file is invalid”. The likeliest cause: the export is damaged."},
		"no words":          {"", &hevc, "X gave up on it after the upload without saying why. The likeliest cause here: HEVC (H.265) video."},
		"neither":           {"", &good, "X gave up on it after the upload without saying why. The likeliest cause: the export is damaged."},
		"keyframes":         {"the GOP is too large", &apart, "X allows 512 frames; this has 600."},
		"X's own keyframes": {"GOP of 700 is larger than 512", &apart, "X allows 512 frames; this has 700."},
		"keyframes unseen":  {"the GOP is too large", &hevc, "X says: “the GOP is too large”"},
		"length":            {"exceeds max duration", &long, "X: 20 min for this account; this is 34 min."},
		"length unseen":     {"exceeds max duration", &good, "X says: “exceeds max duration”"},
	} {
		p := english(t).Problem(failed(upload.ProcessingFailed, xapi.Error{Message: test.words}), messages.Facts{Verdict: test.verdict})
		if p.Why != test.want {
			t.Errorf("%s: got %q, want %q", name, p.Why, test.want)
		}
	}
}
