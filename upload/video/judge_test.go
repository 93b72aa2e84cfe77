package video_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/upload/video"
)

// fine returns what is in a video that is just as X wants it.
func fine() *video.Info {
	return &video.Info{
		Type: video.MP4, Brands: []string{"isom"}, Bytes: 40_000_000, Duration: time.Minute, Index: video.IndexFront,
		Picture: &video.Picture{
			Codec: "h264", Profile: "High", Level: "4.1", Width: 1280, Height: 720, PixelWidth: 1, PixelHeight: 1,
			Chroma: video.Chroma420, BitDepth: 8, Scan: video.Progressive, Duration: time.Minute, Frames: 1800,
			FrameRate: 30, Fastest: 30, BitRate: 5_000_000, KeyframeGap: 60,
		},
		Sound: &video.Sound{Codec: "aac", Profile: "LC", Channels: 2, Rate: 48000, BitRate: 128000, Duration: time.Minute},
	}
}

func TestJudgeFine(t *testing.T) {
	v := video.Judge(fine(), ordinary(t))
	if v.Class() != video.Pass {
		t.Errorf("got %s", describe(v))
	}
	if missing := missingChecks(v); missing != "" {
		t.Errorf("nothing is said of %s", missing)
	}
}

// Each row changes one thing of a video that is fine, and has all that is then said but for plain passes. The rows stand in
// twos and threes: on this side of a bound, and beyond it.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*video.Info)
		want   string
	}{
		{"no picture", func(i *video.Info) { i.Picture = nil }, "failure video_codec:no_picture"},
		{"nothing at all", func(i *video.Info) { i.Picture, i.Sound = nil, nil }, "failure video_codec:no_picture"},
		{"HEVC", func(i *video.Info) { i.Picture.Codec = "hevc" }, "failure video_codec"},
		{"a codec without a name", func(i *video.Info) { i.Picture.Codec = "" }, "failure video_codec"},
		{"encrypted picture", func(i *video.Info) { i.Picture.Protected = true }, "failure video_codec:encrypted"},
		{"encrypted HEVC", func(i *video.Info) { i.Picture.Protected, i.Picture.Codec = true, "hevc" }, "failure video_codec:encrypted"},
		{"any profile", func(i *video.Info) { i.Picture.Profile = "High 4:4:4 Predictive" }, ""},
		{"no profile", func(i *video.Info) { i.Picture.Profile = "" }, ""},

		{"4:2:2", func(i *video.Info) { i.Picture.Chroma = video.Chroma422 }, "failure chroma"},
		{"4:4:4", func(i *video.Info) { i.Picture.Chroma = video.Chroma444 }, "failure chroma"},
		{"4:1:1", func(i *video.Info) { i.Picture.Chroma = video.Chroma411 }, "failure chroma"},
		{"4:1:0", func(i *video.Info) { i.Picture.Chroma = video.Chroma410 }, "failure chroma"},
		{"monochrome", func(i *video.Info) { i.Picture.Chroma = video.Monochrome }, "failure chroma"},
		{"9 bits", func(i *video.Info) { i.Picture.BitDepth = 9 }, "failure bit_depth"},
		{"10 bits", func(i *video.Info) { i.Picture.BitDepth = 10 }, "failure bit_depth"},

		{"no sound", func(i *video.Info) { i.Sound = nil }, "pass audio_codec:no_sound"},
		{"PCM", func(i *video.Info) { i.Sound.Codec, i.Sound.Profile = "pcm_s16le", "" }, "warning audio_codec"},
		{"Opus", func(i *video.Info) { i.Sound.Codec, i.Sound.Profile = "opus", "" }, "warning audio_codec"},
		{"HE-AAC", func(i *video.Info) { i.Sound.Profile = "HE-AAC" }, "warning audio_codec:aac_profile"},
		{"HE-AACv2", func(i *video.Info) { i.Sound.Profile = "HE-AACv2" }, "warning audio_codec:aac_profile"},
		{"Main", func(i *video.Info) { i.Sound.Profile = "Main" }, "warning audio_codec:aac_profile"},
		{"AAC of an unknown profile", func(i *video.Info) { i.Sound.Profile = "" }, ""},
		{"encrypted sound", func(i *video.Info) { i.Sound.Protected = true }, "warning audio_codec:encrypted"},
		{"mono", func(i *video.Info) { i.Sound.Channels = 1 }, ""},
		{"three channels", func(i *video.Info) { i.Sound.Channels = 3 }, "warning channels"},
		{"5.1", func(i *video.Info) { i.Sound.Channels = 6 }, "warning channels"},

		{"a gap of 512", func(i *video.Info) { i.Picture.KeyframeGap = 512 }, ""},
		{"a gap of 513", func(i *video.Info) { i.Picture.KeyframeGap = 513 }, "warning keyframe_gap"},
		{"a gap of 513 in a part", func(i *video.Info) { i.Picture.KeyframeGap, i.Picture.Partly = 513, true }, "warning keyframe_gap"},
		{"open GOP", func(i *video.Info) { i.Picture.OpenGOP = true }, "warning open_gop"},

		{"60 fps", func(i *video.Info) { i.Picture.FrameRate, i.Picture.Fastest = 60, 60 }, ""},
		{"60 fps, rounded", func(i *video.Info) { i.Picture.FrameRate, i.Picture.Fastest = 60.5, 60.5 }, ""},
		{"61 fps", func(i *video.Info) { i.Picture.FrameRate, i.Picture.Fastest = 61, 61 }, "warning frame_rate"},
		{"just beyond rounding", func(i *video.Info) { i.Picture.FrameRate, i.Picture.Fastest = 60.51, 60.51 }, "warning frame_rate"},
		{"varying", func(i *video.Info) { i.Picture.Variable, i.Picture.Fastest = true, 60 }, "pass frame_rate:varying"},
		{"varying to 120", func(i *video.Info) { i.Picture.Variable, i.Picture.Fastest = true, 120 }, "warning frame_rate:varying"},
		{"how fast at most is not known", func(i *video.Info) { i.Picture.FrameRate, i.Picture.Fastest = 120, 0 }, "warning frame_rate"},

		{"half a second", func(i *video.Info) { i.Duration = 500 * time.Millisecond }, ""},
		{"half a second, rounded", func(i *video.Info) { i.Duration = 490 * time.Millisecond }, ""},
		{"less", func(i *video.Info) { i.Duration = 490*time.Millisecond - 1 }, "warning duration:too_short"},
		{"20 minutes", func(i *video.Info) { i.Duration = 20 * time.Minute }, ""},
		{"20 minutes and a frame", func(i *video.Info) { i.Duration = 20*time.Minute + 50*time.Millisecond }, ""},
		{"more", func(i *video.Info) { i.Duration = 20*time.Minute + 50*time.Millisecond + 1 }, "warning duration:too_long"},

		{"5.0 GB", func(i *video.Info) { i.Bytes = 5_000_000_000 }, ""},
		{"a byte more", func(i *video.Info) { i.Bytes = 5_000_000_001 }, "warning size:big_pieces"},
		{"8.0 GB", func(i *video.Info) { i.Bytes = 8_000_000_000 }, "warning size:big_pieces"},

		{"3 to 1", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 960, 320 }, ""},
		{"a pixel wider", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 961, 320 }, "warning aspect_ratio:too_wide"},
		{"1 to 3", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 320, 960 }, ""},
		{"a pixel taller", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 320, 961 }, "warning aspect_ratio:too_tall"},
		{"too wide, and turned", func(i *video.Info) {
			i.Picture.Width, i.Picture.Height, i.Picture.Rotation = 961, 320, 270
		}, "warning aspect_ratio:too_tall"},
		{"upside down", func(i *video.Info) { i.Picture.Width, i.Picture.Height, i.Picture.Rotation = 960, 320, 180 }, ""},
		{"wide by its pixels", func(i *video.Info) {
			i.Picture.Width, i.Picture.Height, i.Picture.PixelWidth, i.Picture.PixelHeight = 640, 320, 2, 1
		}, "warning aspect_ratio:too_wide, warning pixel_shape"},
		{"pixels of any shape", func(i *video.Info) { i.Picture.PixelWidth, i.Picture.PixelHeight = 8, 9 }, "warning pixel_shape"},
		{"square, though not in lowest terms", func(i *video.Info) { i.Picture.PixelWidth, i.Picture.PixelHeight = 72, 72 }, ""},
		{"interlaced", func(i *video.Info) { i.Picture.Scan = video.Interlaced }, "warning scan"},

		{"32 x 32", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 32, 32 }, ""},
		{"31 wide", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 31, 32 }, "warning dimensions:too_small"},
		{"31 high", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 32, 31 }, "warning dimensions:too_small"},
		{"1280 x 1024", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 1280, 1024 }, ""},
		{"1024 x 1280", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 1024, 1280 }, ""},
		{"1281 wide", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 1281, 1024 }, "note dimensions:above_table"},
		{"1025 high", func(i *video.Info) { i.Picture.Width, i.Picture.Height = 1280, 1025 }, "note dimensions:above_table"},

		{"index behind", func(i *video.Info) { i.Index = video.IndexBehind }, "note index"},
		{"fragments", func(i *video.Info) { i.Index = video.IndexFragments }, ""},
	} {
		info := fine()
		c.change(info)
		if got := describe(video.Judge(info, ordinary(t))); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// What is not known is neither good nor bad.
func TestJudgeUnknown(t *testing.T) {
	for name, change := range map[video.Check]func(*video.Info){
		video.CheckChroma:     func(i *video.Info) { i.Picture.Chroma = "" },
		video.CheckBitDepth:   func(i *video.Info) { i.Picture.BitDepth = 0 },
		video.CheckChannels:   func(i *video.Info) { i.Sound.Channels = 0 },
		video.CheckFrameRate:  func(i *video.Info) { i.Picture.FrameRate, i.Picture.Fastest = 0, 0 },
		video.CheckDuration:   func(i *video.Info) { i.Duration = 0 },
		video.CheckPixelShape: func(i *video.Info) { i.Picture.PixelWidth, i.Picture.PixelHeight = 0, 0 },
		video.CheckScan:       func(i *video.Info) { i.Picture.Scan = "" },
		video.CheckIndex:      func(i *video.Info) { i.Index = video.IndexNone },
	} {
		info := fine()
		change(info)
		v := video.Judge(info, ordinary(t))
		if got := missingChecks(v); got != string(name) || v.Class() != video.Pass {
			t.Errorf("without %s: nothing is said of %q; %s", name, got, describe(v))
		}
	}
	for name, change := range map[string]func(*video.Picture){
		"none":              func(p *video.Picture) { p.KeyframeGap = 0 },
		"of a part":         func(p *video.Picture) { p.Partly = true },
		"the bound, partly": func(p *video.Picture) { p.KeyframeGap, p.Partly = 512, true },
	} {
		info := fine()
		change(info.Picture)
		if got := missingChecks(video.Judge(info, ordinary(t))); got != string(video.CheckKeyframes) {
			t.Errorf("a gap, %s: nothing is said of %q", name, got)
		}
	}
	info := fine()
	info.Picture.Width, info.Picture.Height = 0, 0
	if got := missingChecks(video.Judge(info, ordinary(t))); got != "aspect_ratio, dimensions" {
		t.Errorf("without a size: nothing is said of %q", got)
	}
	empty := video.Judge(&video.Info{Picture: &video.Picture{Codec: "h264"}}, ordinary(t))
	if got := describe(empty); got != "pass audio_codec:no_sound" {
		t.Errorf("of a picture of which nothing is known: %s", got)
	}
}

// The limits of each kind of account and category, each from both sides.
func TestJudgeAccounts(t *testing.T) {
	const frame = 50 * time.Millisecond
	for _, c := range []struct {
		category string
		premium  bool
		most     time.Duration
		bytes    int64
	}{
		{"tweet_video", false, 20 * time.Minute, 8e9},
		{"tweet_video", true, 125 * time.Minute, 16e9},
		{"amplify_video", false, 20 * time.Minute, 8e9},
		{"amplify_video", true, 125 * time.Minute, 16e9},
		{"dm_video", false, 140 * time.Second, 512e6},
		{"dm_video", true, 10 * time.Minute, 1e9},
	} {
		limit, ok := video.LimitFor(c.category, c.premium)
		if !ok {
			t.Fatalf("no limit for %s", c.category)
		}
		judged := func(length time.Duration, bytes int64) string {
			info := fine()
			info.Duration, info.Bytes = length, bytes
			v := video.Judge(info, limit)
			if v.Limit != limit || v.Info != info {
				t.Errorf("%s: the verdict is on something else", c.category)
			}
			return describe(v)
		}
		pieces := "" // what is said of a file that the account may send and that needs large segments
		if c.bytes > 5e9 {
			pieces = "warning size:big_pieces"
		}
		short := ""
		if c.category != "dm_video" {
			short = "warning duration:too_short"
		}
		for _, is := range []struct{ what, got, want string }{
			{"as long as may be", judged(c.most+frame, 1e6), ""},
			{"longer", judged(c.most+frame+1, 1e6), "warning duration:too_long"},
			{"very short", judged(100*time.Millisecond, 1e6), short},
			{"as large as may be", judged(time.Minute, c.bytes), pieces},
			{"larger", judged(time.Minute, c.bytes+1), "warning size:over_limit"},
			{"both", judged(c.most*2, c.bytes*2), "warning duration:too_long, warning size:over_limit"},
		} {
			if is.got != is.want {
				t.Errorf("%s, premium %t, %s: got %q, want %q", c.category, c.premium, is.what, is.got, is.want)
			}
		}
	}
}

// worst returns a video of which nothing is as X wants it.
func worst() *video.Info {
	return &video.Info{
		Type: video.MP4, Bytes: 9e9, Duration: 3 * time.Hour, Index: video.IndexBehind,
		Picture: &video.Picture{
			Codec: "hevc", Width: 3840, Height: 1080, PixelWidth: 4, PixelHeight: 3, Chroma: video.Chroma422, BitDepth: 10,
			Scan: video.Interlaced, FrameRate: 120, Fastest: 120, KeyframeGap: 600, OpenGOP: true,
		},
		Sound: &video.Sound{Codec: "ac3", Channels: 6},
	}
}

func TestJudgeOrder(t *testing.T) {
	v := video.Judge(worst(), ordinary(t))
	want := "failure video_codec, failure chroma, failure bit_depth, " +
		"warning audio_codec, warning channels, warning keyframe_gap, warning open_gop, warning frame_rate, " +
		"warning duration:too_long, warning size:over_limit, warning aspect_ratio:too_wide, warning pixel_shape, warning scan, " +
		"note dimensions:above_table, note index"
	if got := describe(v); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(v.Findings) != len(video.Checks) {
		t.Errorf("%d findings of %d checks", len(v.Findings), len(video.Checks))
	}
	for _, check := range video.Checks {
		of := slices.DeleteFunc(slices.Clone(v.Findings), func(f video.Finding) bool { return f.Check != check })
		if len(of) != 1 {
			t.Errorf("%s has %d findings", check, len(of))
		}
	}
	passes := video.Judge(fine(), ordinary(t)).Findings
	if !slices.IsSortedFunc(passes, func(a, b video.Finding) int {
		return slices.Index(video.Checks, a.Check) - slices.Index(video.Checks, b.Check)
	}) {
		t.Errorf("the passes are not in the order of the checks: %v", passes)
	}
}

func TestVerdictClass(t *testing.T) {
	all := video.Judge(worst(), ordinary(t))
	for class, want := range map[video.Class]int{video.Refuse: 3, video.Warn: 10, video.Note: 2, video.Pass: 0} {
		if got := len(all.Of(class)); got != want {
			t.Errorf("%d findings are a %s, want %d", got, class, want)
		}
	}
	for want, change := range map[video.Class]func(*video.Info){
		video.Pass:   func(*video.Info) {},
		video.Note:   func(i *video.Info) { i.Index = video.IndexBehind },
		video.Warn:   func(i *video.Info) { i.Index, i.Picture.OpenGOP = video.IndexBehind, true },
		video.Refuse: func(i *video.Info) { i.Picture.OpenGOP, i.Picture.BitDepth = true, 10 },
	} {
		info := fine()
		change(info)
		if got := video.Judge(info, ordinary(t)).Class(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := (video.Verdict{}).Class(); got != video.Pass {
		t.Errorf("a verdict without findings is a %s", got)
	}
}

// Scripts read these words: they do not change.
func TestWordsOfVerdicts(t *testing.T) {
	var words []string
	for _, class := range []video.Class{video.Pass, video.Note, video.Warn, video.Refuse} {
		words = append(words, class.String())
	}
	for _, check := range video.Checks {
		words = append(words, string(check))
	}
	want := "pass note warning failure " +
		"video_codec chroma bit_depth audio_codec channels keyframe_gap open_gop frame_rate duration size aspect_ratio pixel_shape scan " +
		"dimensions index"
	if got := strings.Join(words, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestShown(t *testing.T) {
	for _, c := range []struct {
		picture       video.Picture
		width, height int
	}{
		{video.Picture{Width: 640, Height: 480}, 640, 480},
		{video.Picture{Width: 640, Height: 480, PixelWidth: 1, PixelHeight: 1}, 640, 480},
		{video.Picture{Width: 640, Height: 480, PixelWidth: 4, PixelHeight: 3}, 853, 480},
		{video.Picture{Width: 720, Height: 480, PixelWidth: 8, PixelHeight: 9, Rotation: 90}, 480, 640},
		{video.Picture{Width: 640, Height: 480, Rotation: 180}, 640, 480},
		{video.Picture{Width: 640, Height: 480, Rotation: 270}, 480, 640},
		{video.Picture{Width: 640, Height: 480, PixelWidth: 4}, 640, 480}, // half a shape is none
		{video.Picture{}, 0, 0},
	} {
		if w, h := c.picture.Shown(); w != c.width || h != c.height {
			t.Errorf("%+v is shown as %d x %d, want %d x %d", c.picture, w, h, c.width, c.height)
		}
	}
}
