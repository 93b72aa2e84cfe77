package video_test

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hoist/upload/video"
)

// remade is a file that ffmpeg makes of another, which has two seconds of pictures with B-frames in groups of ten, and
// AAC. The options stand for IN and OUT around it.
type remade struct {
	name    string
	options string // before the input, a bar, and behind it
	index   video.Index
	differs string // what ffprobe says otherwise, and why
}

var remadeFiles = []remade{
	{"copied.mp4", "| -c copy", video.IndexBehind, ""},
	{"copied.mov", "| -c copy", video.IndexBehind, ""},
	{"fast start.mp4", "| -c copy -movflags +faststart", video.IndexFront, ""},
	{"cut, by an edit list.mp4", "-ss 0.7 | -c copy", video.IndexBehind, ""},
	{"cut.mov", "-ss 0.7 | -c copy -t 0.9", video.IndexBehind, ""},
	{"no edit list.mp4", "| -c copy -use_editlist 0", video.IndexBehind, ""},
	{"late.mp4", "-itsoffset 0.5 | -c copy", video.IndexBehind, ""},
	{"a quarter.mp4", "| -c copy -metadata:s:v rotate=90", video.IndexBehind, ""},
	{"three quarters.mov", "| -c copy -metadata:s:v rotate=270", video.IndexBehind, ""},
	{"in thousandths.mp4", "| -c copy -video_track_timescale 1000", video.IndexBehind, ""},
	{"no sound.mp4", "| -an -c copy", video.IndexBehind, ""},
	{"fragments.mp4", "| -c copy -movflags frag_keyframe+empty_moov", video.IndexFragments, ""},
	{"fragments with early frames.mp4", "| -c copy -movflags frag_keyframe+empty_moov+negative_cts_offsets", video.IndexFragments, ""},
	{"each frame a fragment.mp4", "| -c copy -an -movflags frag_every_frame+empty_moov+default_base_moof", video.IndexFragments, ""},
	{"common format.mp4", "| -c copy -movflags cmaf", video.IndexFragments, ""},
	{"streamed.mp4", "| -c copy -movflags +frag_keyframe+dash -an", video.IndexFragments, "bit rate: ffprobe goes by the list of fragments in front and reads the first ones"},
	{"whole, then fragments.mp4", "| -c copy -movflags frag_keyframe", video.IndexFragments, ""},
	{"open groups.mp4", "| -c:v libx264 -pix_fmt yuv420p -x264-params open-gop=1:keyint=10:bframes=3:b-adapt=0:scenecut=0 -c:a copy", video.IndexBehind, ""},
	{"open groups, H.265.mp4", "| -c:v libx265 -pix_fmt yuv420p -x265-params log-level=none:open-gop=1:keyint=10:bframes=3:b-adapt=0:scenecut=0 -c:a copy", video.IndexBehind, ""},
	{"open groups, MPEG-2.mp4", "| -c:v mpeg2video -bf 2 -g 10 -c:a copy", video.IndexBehind, ""},
	{"keyframes alone.mov", "| -c:v prores_ks -profile:v 3 -c:a pcm_s24le", video.IndexBehind, ""},
	{"H.265, sets in the frames.mp4", "| -c:v libx265 -pix_fmt yuv420p -x265-params log-level=none -tag:v hev1 -c:a libopus", video.IndexBehind, ""},
	{"encrypted.mp4", "| -c copy -an -encryption_scheme cenc-aes-ctr -encryption_key 00112233445566778899aabbccddeeff -encryption_kid 00112233445566778899aabbccddeeff", video.IndexBehind, ""},
}

// The boxes say what ffprobe says of the same file.
func TestMP4AsFFprobeHasIt(t *testing.T) {
	if _, err := exec.LookPath("ffprobe"); err != nil {
		t.Skip("ffmpeg and ffprobe are not installed")
	}
	folder := t.TempDir()
	from := filepath.Join(folder, "from.mp4")
	ffmpeg(t, "-f lavfi -i testsrc2=s=128x96:r=25:d=2 -f lavfi -i sine=r=48000:d=2 -c:v libx264 -pix_fmt yuv420p -g 10 -bf 2 -c:a aac", from)
	for _, c := range remadeFiles {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			before, behind, _ := strings.Cut(c.options, "|")
			path := filepath.Join(folder, c.name)
			ffmpeg(t, before+" -i "+from+behind, path)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			info := mustRead(t, data)
			if info.Index != c.index {
				t.Errorf("the index is %q, not %q", info.Index, c.index)
			}
			same(t, "encrypted", info.Picture.Protected, c.name == "encrypted.mp4")
			same(t, "open groups", info.Picture.OpenGOP, strings.HasPrefix(c.name, "open"))
			probed(t, path).compare(t, info, c.differs)
		})
	}
}

func ffmpeg(t *testing.T, options, path string) {
	t.Helper()
	args := append([]string{"-nostdin", "-v", "error", "-y"}, strings.Fields(options)...)
	if out, err := exec.CommandContext(t.Context(), "ffmpeg", append(args, path)...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
}

// probe is what ffprobe says that comes from the boxes and not from the codec.
type probe struct {
	Streams []struct {
		Kind     string `json:"codec_type"`
		Codec    string `json:"codec_name"`
		Duration string
		BitRate  string                   `json:"bit_rate"`
		Rate     string                   `json:"avg_frame_rate"`
		SideData []struct{ Rotation int } `json:"side_data_list"`
	}
	Packets []struct {
		Kind  string `json:"codec_type"`
		Flags string
	}
	Format struct{ Duration string }
}

func probed(t *testing.T, path string) (p probe) {
	t.Helper()
	// What an edit list cuts off is a packet all the same.
	out, err := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", "-show_packets", path).Output()
	if err == nil {
		err = json.Unmarshal(out, &p)
	}
	if err != nil {
		t.Fatalf("ffprobe: %v", err)
	}
	return p
}

func (p probe) compare(t *testing.T, info *video.Info, differs string) {
	t.Helper()
	near := func(what string, got, want, by float64) {
		t.Helper()
		if math.Abs(got-want) > by && !strings.HasPrefix(differs, what) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	near("duration", info.Duration.Seconds(), decimal(p.Format.Duration), 0.025) // of a frame of AAC, which ffprobe counts or not
	for _, s := range p.Streams {
		switch s.Kind {
		case "video":
			same(t, "codec", info.Picture.Codec, s.Codec)
			near("duration of the pictures", info.Picture.Duration.Seconds(), decimal(s.Duration), 0.001)
			near("frame rate", info.Picture.FrameRate, ratio(s.Rate), 0.001)
			near("bit rate", float64(info.Picture.BitRate), decimal(s.BitRate), decimal(s.BitRate)/1000)
			rotation := 0
			for _, d := range s.SideData { // ffprobe counts the other way
				rotation = (360 - d.Rotation) % 360
			}
			same(t, "rotation", info.Picture.Rotation, rotation)
		case "audio":
			same(t, "codec of the sound", info.Sound.Codec, s.Codec)
			near("duration of the sound", info.Sound.Duration.Seconds(), decimal(s.Duration), 0.025)
			near("bit rate of the sound", float64(info.Sound.BitRate), decimal(s.BitRate), decimal(s.BitRate)/50)
		}
	}
	frames, gap, since := 0, 0, 0
	for _, packet := range p.Packets {
		if packet.Kind != "video" {
			continue
		}
		frames++
		if strings.HasPrefix(packet.Flags, "K") {
			gap, since = max(gap, since), 0
		}
		since++
	}
	same(t, "frames", info.Picture.Frames, int64(frames))
	same(t, "longest gap", info.Picture.KeyframeGap, max(gap, since))
}
