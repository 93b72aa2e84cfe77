package video_test

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"hoist/upload/video"
)

// What ffprobe says of real files becomes what Read says of them.
func TestProbeFiles(t *testing.T) {
	needFFmpeg(t)
	for name, c := range map[string]struct {
		args   string
		turned int
		want   video.Info // Picture and Sound
	}{
		"turned.mov": {
			"-vf setsar=4/3 -c:v libx264 -pix_fmt yuv420p -profile:v main -level 3.1 -c:a aac -ac 2 -ar 48000", 90,
			video.Info{
				Type: video.QuickTime,
				Picture: &video.Picture{
					Codec: "h264", Profile: "Main", Level: "3.1", Width: 96, Height: 64, PixelWidth: 4, PixelHeight: 3, Rotation: 90,
					Chroma: video.Chroma420, BitDepth: 8, Scan: video.Progressive, Frames: 20, FrameRate: 10, Fastest: 10,
				},
				Sound: &video.Sound{Codec: "aac", Profile: "LC", Channels: 2, Rate: 48_000},
			},
		},
		"hevc.mp4": {
			"-c:v libx265 -x265-params log-level=none -preset ultrafast -pix_fmt yuv422p10le -c:a ac3 -ac 6 -ar 44100", 0,
			video.Info{
				Type: video.MP4,
				Picture: &video.Picture{
					Codec: "hevc", Profile: "Rext", Level: "1.0", Width: 96, Height: 64, PixelWidth: 1, PixelHeight: 1,
					Chroma: video.Chroma422, BitDepth: 10, Frames: 20, FrameRate: 10, Fastest: 10,
				},
				Sound: &video.Sound{Codec: "ac3", Channels: 6, Rate: 44_100},
			},
		},
		"fields.ts": {
			"-c:v mpeg2video -r 25 -flags +ildct+ilme -top 1 -an", 0,
			video.Info{
				Type: video.MPEGTS,
				Picture: &video.Picture{
					Codec: "mpeg2video", Profile: "Main", Width: 96, Height: 64, PixelWidth: 1, PixelHeight: 1,
					Chroma: video.Chroma420, BitDepth: 8, Scan: video.Interlaced, FrameRate: 25, Fastest: 25,
				},
			},
		},
		"silent.webm": {
			"-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv444p -an", 0,
			video.Info{
				Type: video.WebM,
				Picture: &video.Picture{
					Codec: "vp9", Profile: "Profile 1", Width: 96, Height: 64, PixelWidth: 1, PixelHeight: 1,
					Chroma: video.Chroma444, BitDepth: 8, FrameRate: 10, Fastest: 10,
				},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), name)
			synthesize(t, path, "-f lavfi -i testsrc2=s=96x64:r=10:d=2 -f lavfi -i sine=d=2 "+c.args)
			if c.turned != 0 {
				turn(t, path, c.turned)
			}
			got := video.Info{Type: c.want.Type}
			if err := got.Probe(t.Context(), video.FFprobe(), path); err != nil {
				t.Fatal(err)
			}
			if got.Duration < 1900*time.Millisecond || got.Duration > 2100*time.Millisecond {
				t.Errorf("%v long", got.Duration)
			}
			if !got.Complete() {
				t.Error("not complete")
			}
			// What is not the same with each version of the encoders.
			got.Duration, got.Picture.BitRate, got.Picture.Duration = 0, 0, 0
			if got.Sound != nil {
				got.Sound.BitRate, got.Sound.Duration = 0, 0
			}
			if c.want.Picture.Scan == "" {
				got.Picture.Scan = ""
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %s\nwant %s", shown(t, got), shown(t, c.want))
			}
		})
	}
}

// ffprobeSaying returns a stand-in for ffprobe that says that.
func ffprobeSaying(t *testing.T, says string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ffprobe")
	write(t, path+".json", says)
	return stand(t, path, `cat "$0.json"`)
}

// What is known stays, even where ffprobe knows better.
func TestProbeOverwritesNothing(t *testing.T) {
	const says = `{"streams": [
		{"codec_type": "video", "codec_name": "mjpeg", "width": 500, "height": 500, "disposition": {"attached_pic": 1}},
		{"codec_type": "subtitle", "codec_name": "mov_text"},
		{"codec_type": "video", "codec_name": "h264", "profile": "Main", "level": 40, "width": 1, "height": 2, "sample_aspect_ratio": "4:3",
			"pix_fmt": "yuv444p10le", "field_order": "tt", "avg_frame_rate": "1/1", "nb_frames": "7", "duration": "7.0", "bit_rate": "7",
			"side_data_list": [{"rotation": -90}]},
		{"codec_type": "audio", "codec_name": "aac", "profile": "HE-AAC", "channels": 6, "sample_rate": "8000", "bit_rate": "7", "duration": "7.0"}
	], "format": {"duration": "7.0"}}`
	ffprobe := ffprobeSaying(t, says)
	known := good()
	known.Picture.Level, known.Picture.BitRate, known.Sound.Duration = "3.1", 1_000_000, 10*time.Second
	got := good()
	got.Picture.Level, got.Picture.BitRate, got.Sound.Duration = "3.1", 1_000_000, 10*time.Second
	if err := got.Probe(t.Context(), ffprobe, "in.mp4"); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, known) {
		t.Errorf("got  %s\nwant %s", shown(t, *got), shown(t, *known))
	}
	// A track that is not the same tells nothing about it.
	other := good()
	other.Picture.Codec, other.Picture.Chroma, other.Sound.Codec, other.Sound.Channels = "vp9", "", "opus", 0
	if err := other.Probe(t.Context(), ffprobe, "in.mp4"); err != nil {
		t.Fatal(err)
	}
	if other.Picture.Chroma != "" || other.Sound.Channels != 0 {
		t.Errorf("got %s", shown(t, *other))
	}
	// And what is not known is filled in, with the cover left out.
	empty := &video.Info{Type: video.MP4}
	if err := empty.Probe(t.Context(), ffprobe, "in.mp4"); err != nil {
		t.Fatal(err)
	}
	want := &video.Info{
		Type: video.MP4, Duration: 7 * time.Second,
		Picture: &video.Picture{
			Codec: "h264", Profile: "Main", Level: "4.0", Width: 1, Height: 2, PixelWidth: 4, PixelHeight: 3, Rotation: 90, Chroma: video.Chroma444,
			BitDepth: 10, Scan: video.Interlaced, Duration: 7 * time.Second, Frames: 7, FrameRate: 1, Fastest: 1, BitRate: 7,
		},
		Sound: &video.Sound{Codec: "aac", Profile: "HE-AAC", Channels: 6, Rate: 8000, BitRate: 7, Duration: 7 * time.Second},
	}
	if !reflect.DeepEqual(empty, want) {
		t.Errorf("got  %s\nwant %s", shown(t, *empty), shown(t, *want))
	}
}

// What makes no sense is left out.
func TestProbeNonsense(t *testing.T) {
	const says = `{"streams": [
		{"codec_type": "video", "codec_name": "h264", "profile": "unknown", "level": -99, "width": 99999999, "height": 5, "sample_aspect_ratio": "0:1",
			"pix_fmt": "yuv420p99", "field_order": "unknown", "avg_frame_rate": "0/0", "nb_frames": "N/A", "duration": "-1", "bit_rate": "-5",
			"tags": {"rotate": "west"}, "side_data_list": [{"rotation": 1e300}]},
		{"codec_type": "audio", "codec_name": "aac", "profile": "-99", "channels": 100000, "sample_rate": "99999999999999999999", "duration": "1e30"}
	], "format": {"duration": "NaN"}}`
	info := &video.Info{Type: video.MP4}
	if err := info.Probe(t.Context(), ffprobeSaying(t, says), "in.mp4"); err != nil {
		t.Fatal(err)
	}
	turn := info.Picture.Rotation
	if info.Picture.Rotation = 0; turn%90 != 0 || turn < 0 || turn >= 360 {
		t.Errorf("turned by %d", turn)
	}
	want := &video.Info{Type: video.MP4, Picture: &video.Picture{Codec: "h264", Chroma: video.Chroma420}, Sound: &video.Sound{Codec: "aac"}}
	if !reflect.DeepEqual(info, want) {
		t.Errorf("got  %s\nwant %s", shown(t, *info), shown(t, *want))
	}
}

func TestProbeRotation(t *testing.T) {
	for says, want := range map[string]int{
		`"side_data_list": [{"rotation": -90}]`: 90, `"side_data_list": [{"rotation": 90}]`: 270, `"side_data_list": [{"rotation": -180}]`: 180,
		`"side_data_list": [{"rotation": 180}]`: 180, `"side_data_list": [{}, {"rotation": -90}]`: 90, `"tags": {"rotate": "90"}`: 90,
		`"tags": {"rotate": "270"}`: 270, `"tags": {"rotate": "90"}, "side_data_list": [{"rotation": -90}]`: 90, `"tags": {"rotate": "0"}`: 0,
		`"side_data_list": [{"rotation": -89.97}]`: 90, `"side_data_list": [{"rotation": -450}]`: 90,
	} {
		info := &video.Info{Type: video.MP4}
		if err := info.Probe(t.Context(), ffprobeSaying(t, `{"streams": [{"codec_type": "video", `+says+`}]}`), "in.mp4"); err != nil {
			t.Fatal(err)
		}
		if info.Picture.Rotation != want {
			t.Errorf("%s: got %d, want %d", says, info.Picture.Rotation, want)
		}
	}
}

func TestProbeFormats(t *testing.T) {
	type format struct {
		chroma video.Chroma
		bits   int
	}
	for name, want := range map[string]format{
		"yuv420p": {video.Chroma420, 8}, "yuvj420p": {video.Chroma420, 8}, "yuv420p10le": {video.Chroma420, 10}, "yuv422p10be": {video.Chroma422, 10},
		"yuva444p12le": {video.Chroma444, 12}, "yuv411p": {video.Chroma411, 8}, "yuv410p": {video.Chroma410, 8}, "nv12": {video.Chroma420, 8},
		"p010le": {video.Chroma420, 10}, "gbrp": {}, "rgb24": {}, "": {}, "yuv": {}, "yuyv422": {}, "yuv440p": {},
	} {
		info := &video.Info{Type: video.MP4}
		says := `{"streams": [{"codec_type": "video", "codec_name": "x", "pix_fmt": "` + name + `"}]}`
		if err := info.Probe(t.Context(), ffprobeSaying(t, says), "in.mp4"); err != nil {
			t.Fatal(err)
		}
		if got := (format{info.Picture.Chroma, info.Picture.BitDepth}); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

func TestProbeFails(t *testing.T) {
	for name, script := range map[string]string{
		"silent": "exit 0", "failing": "echo 'moov atom not found' >&2; exit 1", "not JSON": "echo hello", "endless": "exec cat /dev/zero",
		"endless JSON": `printf '{"streams": ['; exec yes '{"codec_type": "video"},'`, "of other types": `printf '{"streams": [{"width": "wide"}]}'`,
		"cut off": `printf '{"streams": [{"codec_type": "video", "codec_name": "h264"}'`,
	} {
		info := good()
		var failed *video.ConvertError
		if err := info.Probe(t.Context(), stand(t, filepath.Join(t.TempDir(), "ffprobe"), script), "in.mp4"); !errors.As(err, &failed) {
			t.Errorf("%s: got %v", name, err)
		}
		if !reflect.DeepEqual(info, good()) {
			t.Errorf("%s: %s", name, shown(t, *info))
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	hangs := stand(t, filepath.Join(t.TempDir(), "ffprobe"), "trap '' INT TERM; while :; do sleep 1; done")
	if err := good().Probe(ctx, hangs, "in.mp4"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("one that hangs: got %v", err)
	}
}

// The name of the file is the name of a file, and no other is read.
func TestProbeNames(t *testing.T) {
	out := filepath.Join(t.TempDir(), "argv")
	ffprobe := stand(t, filepath.Join(t.TempDir(), "ffprobe"), `printf '%s\n' "$@" > "`+out+`"; echo {}`)
	if err := good().Probe(t.Context(), ffprobe, "-i"); err != nil {
		t.Fatal(err)
	}
	if got := contentOf(t, out); !strings.HasSuffix(got, "\n-protocol_whitelist\nfile\n-f\nmov\n-i\nfile:-i\n") {
		t.Errorf("got %s", got)
	}
}

func TestComplete(t *testing.T) {
	for name, change := range map[string]func(*video.Info){
		"no duration":                        func(i *video.Info) { i.Duration = 0 },
		"no picture":                         func(i *video.Info) { i.Picture = nil },
		"no codec":                           func(i *video.Info) { i.Picture.Codec = "" },
		"no width":                           func(i *video.Info) { i.Picture.Width = 0 },
		"no height":                          func(i *video.Info) { i.Picture.Height = 0 },
		"no frame rate":                      func(i *video.Info) { i.Picture.FrameRate = 0 },
		"no chroma":                          func(i *video.Info) { i.Picture.Chroma = "" },
		"no bit depth":                       func(i *video.Info) { i.Picture.BitDepth = 0 },
		"no scan":                            func(i *video.Info) { i.Picture.Scan = "" },
		"no scan of a codec that has fields": func(i *video.Info) { i.Picture.Codec, i.Picture.Scan = "prores", "" },
		"no pixel shape of such a codec":     func(i *video.Info) { i.Picture.Codec, i.Picture.PixelWidth = "mpeg2video", 0 },
		"no audio codec":                     func(i *video.Info) { i.Sound.Codec = "" },
		"no channels":                        func(i *video.Info) { i.Sound.Channels = 0 },
		"no profile of AAC":                  func(i *video.Info) { i.Sound.Profile = "" },
	} {
		info := good()
		if change(info); info.Complete() {
			t.Errorf("%s: complete", name)
		}
	}
	for name, change := range map[string]func(*video.Info){
		"all":                func(*video.Info) {},
		"no sound":           func(i *video.Info) { i.Sound = nil },
		"no profile of Opus": func(i *video.Info) { i.Sound.Codec, i.Sound.Profile = "opus", "" },
		"what refuses it alone": func(i *video.Info) {
			i.Picture.Codec, i.Picture.Chroma, i.Picture.BitDepth, i.Picture.Scan = "vp9", "", 0, ""
		},
		"no pixel shape of a codec that says it if it is not square": func(i *video.Info) { i.Picture.PixelWidth, i.Picture.PixelHeight = 0, 0 },
	} {
		info := good()
		if change(info); !info.Complete() {
			t.Errorf("%s: not complete", name)
		}
	}
}

func shown(t *testing.T, info video.Info) string {
	t.Helper()
	text, err := json.Marshal(info)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
