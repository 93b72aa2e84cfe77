package video_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hoist/upload/video"
)

// good is a video with nothing to mend.
func good() *video.Info {
	return &video.Info{
		Type: video.MP4, Bytes: 10_000_000, Duration: 10 * time.Second, Index: video.IndexFront,
		Picture: &video.Picture{
			Codec: "h264", Profile: "High", Width: 1280, Height: 720, PixelWidth: 1, PixelHeight: 1, Chroma: video.Chroma420, BitDepth: 8,
			Scan: video.Progressive, FrameRate: 30, Fastest: 30, KeyframeGap: 250, Frames: 300, Duration: 10 * time.Second,
		},
		Sound: &video.Sound{Codec: "aac", Profile: "LC", Channels: 2, Rate: 48_000, BitRate: 128_000},
	}
}

const (
	begin      = "ffmpeg -f mov -i file:/in -map 0:V:0 -map '0:a:0?' "
	end        = " -movflags +faststart -f mp4 file:/out"
	encoded    = "-c:v libx264 -profile:v high -pix_fmt yuv420p -preset medium -crf 18 -g 120 -flags +cgop"
	copied     = "-c:v copy"
	soundGood  = " -c:a copy"
	soundAgain = " -c:a aac -b:a 128k"
)

// Each fault is mended, and what is fine stays as it is.
func TestCureFor(t *testing.T) {
	for name, c := range map[string]struct {
		fault func(*video.Info)
		want  string // between the tracks and the name of the copy
	}{
		"codec":         {func(i *video.Info) { i.Picture.Codec = "hevc" }, encoded + soundGood},
		"chroma":        {func(i *video.Info) { i.Picture.Chroma = video.Chroma422 }, encoded + soundGood},
		"bit depth":     {func(i *video.Info) { i.Picture.BitDepth = 10 }, encoded + soundGood},
		"keyframe gap":  {func(i *video.Info) { i.Picture.KeyframeGap = 600 }, encoded + soundGood},
		"open GOP":      {func(i *video.Info) { i.Picture.OpenGOP = true }, encoded + soundGood},
		"frame rate":    {func(i *video.Info) { i.Picture.FrameRate = 120 }, "-vf 'fps=60' " + encoded + soundGood},
		"fastest":       {func(i *video.Info) { i.Picture.Fastest = 90 }, "-vf 'fps=60' " + encoded + soundGood},
		"interlaced":    {func(i *video.Info) { i.Picture.Scan = video.Interlaced }, "-vf 'bwdif=mode=send_frame' " + encoded + soundGood},
		"audio codec":   {func(i *video.Info) { i.Sound.Codec = "opus" }, copied + soundAgain},
		"audio profile": {func(i *video.Info) { i.Sound.Profile = "HE-AAC" }, copied + soundAgain},
		"mono":          {func(i *video.Info) { i.Sound.Codec, i.Sound.Channels = "pcm_s16le", 1 }, copied + soundAgain},
		"channels":      {func(i *video.Info) { i.Sound.Channels = 6 }, copied + soundAgain + " -ac 2"},
		"no channels":   {func(i *video.Info) { i.Sound.Codec, i.Sound.Channels = "ac3", 0 }, copied + soundAgain + " -ac 2"},
		"sample rate":   {func(i *video.Info) { i.Sound.Codec, i.Sound.Rate = "flac", 96_000 }, copied + soundAgain + " -ar 48000"},
		"both": {
			func(i *video.Info) { i.Picture.Codec, i.Picture.Fastest, i.Sound.Channels = "vp9", 61, 8 },
			"-vf 'fps=60' " + encoded + soundAgain + " -ac 2",
		},
		"no sound": {func(i *video.Info) { i.Picture.Codec, i.Sound = "av1", nil }, encoded + soundGood},
		"too long and a fault": {
			func(i *video.Info) { i.Duration, i.Sound.Codec = 30*time.Minute, "opus" }, copied + soundAgain,
		},
	} {
		info := good()
		c.fault(info)
		cure, ok := video.CureFor(video.Judge(info, account(t)))
		if !ok {
			t.Errorf("%s: no cure", name)
			continue
		}
		line := cure.Command(video.POSIX, "/in", "/out")
		if want := begin + c.want + end; line != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, line, want)
		}
	}
}

func TestCureForNothing(t *testing.T) {
	for name, fault := range map[string]func(*video.Info){
		"fine":                       func(*video.Info) {},
		"notes":                      func(i *video.Info) { i.Index, i.Picture.Width, i.Picture.Height = video.IndexBehind, 3840, 2160 },
		"too long":                   func(i *video.Info) { i.Duration = 30 * time.Minute },
		"too short":                  func(i *video.Info) { i.Duration = 100 * time.Millisecond },
		"no picture":                 func(i *video.Info) { i.Picture, i.Sound.Codec = nil, "opus" },
		"protected":                  func(i *video.Info) { i.Picture.Protected, i.Sound.Codec = true, "opus" },
		"protected sound":            func(i *video.Info) { i.Sound.Protected, i.Picture.Codec = true, "hevc" },
		"too large without a length": func(i *video.Info) { i.Bytes, i.Duration = 7_000_000_000, 0 },
		"too large for a picture":    func(i *video.Info) { i.Bytes, i.Duration = 7_000_000_000, 200*time.Hour },
	} {
		info := good()
		fault(info)
		if cure, ok := video.CureFor(video.Judge(info, account(t))); ok {
			t.Errorf("%s: %s", name, cure.Command(video.POSIX, "/in", "/out"))
		}
	}
}

// The picture keeps its proportions as they are shown, and its pixels where it can.
func TestCureShape(t *testing.T) {
	for _, c := range []struct {
		width, height, pixelWidth, pixelHeight, rotation int
		want                                             string // the filters
	}{
		{1920, 1080, 1, 1, 0, ""},
		{1920, 1080, 0, 0, 0, ""},
		{1920, 1080, 1, 1, 90, ""},
		{101, 75, 1, 1, 0, "crop=100:74"},
		{101, 76, 1, 1, 90, "crop=76:100"},
		{1440, 1080, 4, 3, 0, "scale=1920:1080,setsar=1"},
		{1440, 1080, 4, 3, 270, "scale=1080:1920,setsar=1"},
		{720, 576, 16, 15, 0, "scale=768:576,setsar=1"},
		{720, 480, 40, 33, 0, "scale=874:480,setsar=1"}, // 872.7
		{300, 100, 1, 1, 0, ""},
		{302, 100, 1, 1, 0, "pad=302:102:(ow-iw)/2:(oh-ih)/2"},
		{100, 400, 1, 1, 0, "pad=134:400:(ow-iw)/2:(oh-ih)/2"},
		{400, 100, 1, 1, 90, "pad=134:400:(ow-iw)/2:(oh-ih)/2"},
		{301, 100, 1, 1, 0, "crop=300:100"},
		{303, 101, 1, 1, 0, "crop=302:100,pad=302:102:(ow-iw)/2:(oh-ih)/2"},
		{16, 16, 1, 1, 0, "scale=32:32,setsar=1"},
		{40, 20, 1, 1, 0, "scale=64:32,setsar=1"},
		{31, 33, 1, 1, 0, "scale=32:34,setsar=1"},
		{200, 16, 1, 1, 0, "pad=200:68:(ow-iw)/2:(oh-ih)/2"}, // high enough with its frame
		{48, 8, 1, 1, 0, "scale=96:16,setsar=1,pad=96:32:(ow-iw)/2:(oh-ih)/2"},
		{1000, 1, 1, 1, 0, "scale=1000:2,setsar=1,pad=1000:334:(ow-iw)/2:(oh-ih)/2"},
		{1, 1, 1, 1, 0, "scale=32:32,setsar=1"},
		{320, 240, 4, 1, 0, "scale=1280:240,setsar=1,pad=1280:428:(ow-iw)/2:(oh-ih)/2"},
		{0, 0, 1, 1, 0, "crop=trunc(iw/2)*2:trunc(ih/2)*2"},
	} {
		info := good()
		p := info.Picture
		p.Codec = "hevc" // it has to be encoded in any case
		p.Width, p.Height, p.PixelWidth, p.PixelHeight, p.Rotation = c.width, c.height, c.pixelWidth, c.pixelHeight, c.rotation
		cure, _ := video.CureFor(video.Judge(info, account(t)))
		if got := filters(cure); got != c.want {
			t.Errorf("%d × %d, pixels %d:%d, turned by %d: got %q, want %q", c.width, c.height, c.pixelWidth, c.pixelHeight, c.rotation, got, c.want)
		}
	}
}

// Whatever the shape is, the one of the copy passes.
func TestCureShapePasses(t *testing.T) {
	sides := []int{1, 2, 3, 5, 10, 11, 12, 31, 32, 33, 64, 95, 96, 97, 98, 100, 101, 191, 192, 193, 287, 288, 289, 1000, 4097}
	for _, width := range sides {
		for _, height := range sides {
			for _, pixels := range [][2]int{{1, 1}, {4, 3}, {8, 9}, {1, 2}} {
				info := good()
				p := info.Picture
				p.Codec, p.Width, p.Height, p.PixelWidth, p.PixelHeight = "hevc", width, height, pixels[0], pixels[1]
				cure, _ := video.CureFor(video.Judge(info, account(t)))
				w, h := p.Shown()
				for _, filter := range strings.Split(filters(cure), ",") {
					for _, name := range []string{"crop", "scale", "pad"} {
						_, _ = fmt.Sscanf(filter, name+"=%d:%d", &w, &h)
					}
				}
				p.Codec, p.Width, p.Height, p.PixelWidth, p.PixelHeight = "h264", w, h, 1, 1
				if v := video.Judge(info, account(t)); v.Class() >= video.Warn || w%2 != 0 || h%2 != 0 {
					t.Fatalf("%d × %d, pixels %v: %s makes %d × %d: %v", width, height, pixels, filters(cure), w, h, v.Findings)
				}
			}
		}
	}
}

// A copy stays within what the account may send and what segments of the recommended size carry, where that is enough for a
// picture.
func TestCureRoom(t *testing.T) {
	message, _ := video.LimitFor("dm_video", false)
	for name, c := range map[string]struct {
		bytes    int64
		length   time.Duration
		limit    video.Limit
		codec    string
		sound    int64 // bits per second; it is copied
		wantRate int64 // bits per second at most; 0: the quality alone decides
		none     bool
	}{
		"short and small":             {10_000_000, time.Minute, account(t), "hevc", 128_000, 0, false},
		"long, though small":          {1_500_000_000, 20 * time.Minute, account(t), "hevc", 128_000, 5_000_000_000 * 8 / 1200, false},
		"large":                       {7_000_000_000, 20 * time.Minute, account(t), "h264", 128_000, 5_000_000_000 * 8 / 1200, false},
		"larger than a message":       {600_000_000, 2 * time.Minute, message, "h264", 128_000, 512_000_000 * 8 / 120, false},
		"a long message":              {600_000_000, 20 * time.Minute, message, "h264", 128_000, 512_000_000 * 8 / 1200, false},
		"sound of unknown bit rate":   {600_000_000, 20 * time.Minute, message, "h264", 0, 512_000_000*8/1200 - 192_000, false},
		"too long for a picture":      {600_000_000, 3 * time.Hour, message, "h264", 128_000, 0, true},
		"too long, and another codec": {600_000_000, 3 * time.Hour, message, "hevc", 128_000, 0, false},
	} {
		info := good()
		info.Picture.Width, info.Picture.Height = 1920, 1080
		info.Bytes, info.Duration, info.Picture.Codec, info.Sound.BitRate = c.bytes, c.length, c.codec, c.sound
		cure, ok := video.CureFor(video.Judge(info, c.limit))
		if ok == c.none {
			t.Errorf("%s: cure: %t", name, ok)
			continue
		}
		line := cure.Command(video.POSIX, "/in", "/out")
		_, after, bound := strings.Cut(line, " -maxrate ")
		if !bound {
			if c.wantRate > 0 {
				t.Errorf("%s: no bound: %s", name, line)
			}
			continue
		}
		var rate, buffer int64
		if _, err := fmt.Sscanf(after, "%dk -bufsize %dk", &rate, &buffer); err != nil || rate != buffer {
			t.Errorf("%s: %v: %s", name, err, line)
		}
		if most := float64(c.wantRate-128_000) / 1000; float64(rate) > most*0.955 || float64(rate) < most*0.94 {
			t.Errorf("%s: %dk, at most %.0fk", name, rate, most)
		}
	}
}

// filters returns the filters of a cure's line.
func filters(c video.Cure) string {
	_, after, ok := strings.Cut(c.Command(video.POSIX, "/in", "/out"), " -vf '")
	if !ok {
		return ""
	}
	list, _, _ := strings.Cut(after, "'")
	return list
}

// account is what an ordinary account may send.
func account(t testing.TB) video.Limit {
	t.Helper()
	limit, ok := video.LimitFor("tweet_video", false)
	if !ok {
		t.Fatal("no limit")
	}
	return limit
}
