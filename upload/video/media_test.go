package video_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"hoist/upload/video"
)

// made is a file that ffmpeg makes: of a picture that moves, and of a tone where audio is not empty.
type made struct {
	name         string // with the ending that says which container
	size         string // 320x240 where it is empty
	rate         string // 25 where it is empty
	video, audio string // options
}

// mediaFiles are files of all that MPEG-TS and WebM carry. Matroska stands for WebM where ffmpeg refuses to write the
// codec: the two differ in a word.
var mediaFiles = []made{
	{name: "baseline.ts", video: "-c:v libx264 -profile:v baseline -pix_fmt yuv420p -level 3.1 -g 10", audio: "-c:a aac -ac 2"},
	{name: "baseline.mkv", video: "-c:v libx264 -profile:v baseline -pix_fmt yuv420p", audio: "-c:a aac -ac 2"},
	{name: "main.mkv", video: "-c:v libx264 -profile:v main -pix_fmt yuv420p", audio: "-c:a libmp3lame"},
	{name: "high.ts", video: "-c:v libx264 -pix_fmt yuv420p -bf 3", audio: "-c:a ac3 -ac 6"},
	{name: "high.m2ts", video: "-c:v libx264 -pix_fmt yuv420p", audio: "-c:a ac3 -ac 2"},
	{name: "high 10.ts", video: "-c:v libx264 -pix_fmt yuv420p10", audio: "-c:a mp2"},
	{name: "high 10 intra.mkv", video: "-c:v libx264 -pix_fmt yuv420p10 -g 1", audio: "-c:a flac"},
	{name: "high 422.mkv", video: "-c:v libx264 -pix_fmt yuv422p", audio: "-c:a pcm_s16le"},
	{name: "high 422 intra.ts", video: "-c:v libx264 -pix_fmt yuv422p10 -g 1"},
	{name: "high 444.ts", video: "-c:v libx264 -pix_fmt yuv444p", audio: "-c:a aac -ac 6"},
	{name: "high 444 intra.mkv", video: "-c:v libx264 -pix_fmt yuv444p -g 1"},
	{name: "lossless.mkv", video: "-c:v libx264 -qp 0 -pix_fmt yuv420p"},
	{name: "level 1b.mkv", size: "176x144", rate: "15", video: "-c:v libx264 -level 1b -pix_fmt yuv420p -maxrate 100k -bufsize 100k"},
	{name: "cropped.ts", size: "1918x1078", video: "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 2"},
	{name: "cropped.mkv", size: "318x178", video: "-c:v libx264 -pix_fmt yuv444p -vf setsar=4/3"},
	{name: "pixels 4 to 3.ts", video: "-c:v libx264 -pix_fmt yuv420p -vf setsar=4/3"},
	{name: "scaling lists.ts", video: "-c:v libx264 -pix_fmt yuv420p -x264-params cqm=jvt"},
	{name: "delays.ts", video: "-c:v libx264 -pix_fmt yuv420p -b:v 500k -maxrate 500k -bufsize 500k -x264-params nal-hrd=cbr:tff=1"},
	{name: "top field first.ts", video: "-c:v libx264 -pix_fmt yuv420p -x264-params tff=1"},
	{name: "bottom field first.mkv", video: "-c:v libx264 -pix_fmt yuv420p -x264-params bff=1"},
	{name: "interlaced.mkv", video: "-c:v libx264 -pix_fmt yuv420p -flags +ildct+ilme"},
	{name: "fake interlaced.ts", video: "-c:v libx264 -pix_fmt yuv420p -x264-params fake-interlaced=1"},
	{name: "fake interlaced.mkv", video: "-c:v libx264 -pix_fmt yuv420p -x264-params fake-interlaced=1:pic-struct=1"},
	{name: "open groups.ts", video: "-c:v libx264 -pix_fmt yuv420p -g 8 -bf 3 -x264-params open-gop=1:scenecut=0"},
	{name: "open groups.mkv", video: "-c:v libx264 -pix_fmt yuv420p -g 8 -bf 3 -x264-params open-gop=1:scenecut=0"},
	{name: "60 frames.ts", rate: "60000/1001", video: "-c:v libx264 -pix_fmt yuv420p -g 15", audio: "-c:a libopus -ac 2"},
	{name: "slices.ts", video: "-c:v libx264 -pix_fmt yuv420p -g 10 -x264-params slices=4", audio: "-c:a aac -mpegts_flags latm"},
	{name: "refresh.ts", video: "-c:v libx264 -pix_fmt yuv420p -g 10 -x264-params intra-refresh=1"},
	{name: "main.ts", video: "-c:v libx265 -pix_fmt yuv420p -x265-params log-level=none", audio: "-c:a eac3"},
	{name: "main 10.mkv", video: "-c:v libx265 -pix_fmt yuv420p10 -x265-params log-level=none", audio: "-c:a libvorbis -ac 2"},
	{name: "rext.ts", size: "318x238", video: "-c:v libx265 -pix_fmt yuv422p10 -vf setsar=4/3 -x265-params log-level=none:scaling-list=default"},
	{name: "closed groups.ts", video: "-c:v libx265 -pix_fmt yuv444p -x265-params log-level=none:keyint=8:open-gop=0:b-pyramid=0"},
	{name: "skipped.ts", video: "-c:v libx265 -pix_fmt yuv420p -x265-params log-level=none:keyint=8:min-keyint=8:open-gop=1"},
	{name: "fields.ts", video: "-c:v libx265 -pix_fmt yuv420p -x265-params log-level=none:interlace=tff"},
	{name: "mpeg 2.ts", video: "-c:v mpeg2video -bf 2", audio: "-c:a mp2 -ac 2"},
	{name: "mpeg 2 interlaced.ts", video: "-c:v mpeg2video -flags +ildct+ilme -aspect 16:9", audio: "-c:a libmp3lame"},
	{name: "mpeg 2 422.ts", video: "-c:v mpeg2video -pix_fmt yuv422p", audio: "-c:a pcm_bluray -ac 2 -mpegts_m2ts_mode 1"},
	{name: "mpeg 1.ts", video: "-c:v mpeg1video"},
	{name: "vp8.webm", video: "-c:v libvpx -cpu-used 8 -g 6", audio: "-c:a libvorbis"},
	{name: "vp8 hidden frames.webm", video: "-c:v libvpx -cpu-used 8 -auto-alt-ref 1 -lag-in-frames 10"},
	{name: "profile 0.webm", video: "-c:v libvpx-vp9 -cpu-used 8 -g 6", audio: "-c:a libopus -ac 2"},
	{name: "profile 1.webm", video: "-c:v libvpx-vp9 -cpu-used 8 -pix_fmt yuv444p", audio: "-c:a libopus -ac 6"},
	{name: "profile 1 422.webm", video: "-c:v libvpx-vp9 -cpu-used 8 -pix_fmt yuv422p"},
	{name: "profile 1 rgb.webm", video: "-c:v libvpx-vp9 -cpu-used 8 -pix_fmt gbrp"},
	{name: "profile 2.webm", video: "-c:v libvpx-vp9 -cpu-used 8 -pix_fmt yuv420p10 -cues_to_front 1"},
	{name: "profile 3.webm", video: "-c:v libvpx-vp9 -cpu-used 8 -pix_fmt yuv422p12 -vf setsar=3/2"},
	{name: "av1.webm", video: "-c:v libaom-av1 -cpu-used 8 -g 6", audio: "-c:a libopus"},
	{name: "av1 10.webm", video: "-c:v libaom-av1 -cpu-used 8 -pix_fmt yuv420p10"},
	{name: "av1 high.webm", video: "-c:v libaom-av1 -cpu-used 8 -pix_fmt yuv444p"},
	{name: "av1 professional.webm", video: "-c:v libaom-av1 -cpu-used 8 -pix_fmt yuv422p12"},
	{name: "av1 no colour.webm", video: "-c:v libaom-av1 -cpu-used 8 -pix_fmt gray"},
	{name: "live.webm", video: "-c:v libvpx -cpu-used 8 -live 1", audio: "-c:a libopus"},
	{name: "ntsc.webm", rate: "30000/1001", video: "-c:v libvpx -cpu-used 8"},
	{name: "profile 3.mp4", video: "-c:v libvpx-vp9 -cpu-used 8 -pix_fmt yuv422p10"},
	{name: "main 10.mp4", video: "-c:v libx265 -pix_fmt yuv420p10 -x265-params log-level=none:keyint=8", audio: "-c:a aac -ac 2"},
	{name: "top field first.mp4", video: "-c:v libx264 -pix_fmt yuv420p -x264-params tff=1"},
	{name: "film.ts", rate: "24000/1001", video: "-c:v libx264 -pix_fmt yuv420p"},
}

func TestMediaFilesAreAsFFprobeHasThem(t *testing.T) {
	if _, err := exec.LookPath("ffprobe"); err != nil {
		t.Skip("ffmpeg and ffprobe are not installed")
	}
	for _, m := range mediaFiles {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			path := m.make(t, t.TempDir())
			got, err := readMedia(path)
			if err != nil {
				t.Fatal(err)
			}
			want := asked(t, path)
			want.compare(t, got, m.name)
		})
	}
}

// make makes the file and returns where it is.
func (m made) make(t *testing.T, folder string) string {
	t.Helper()
	path := filepath.Join(folder, m.name)
	args := []string{"-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", fmt.Sprintf("testsrc2=s=%s:r=%s:d=0.8", or(m.size, "128x96"), or(m.rate, "25"))}
	if m.audio != "" {
		args = append(args, "-f", "lavfi", "-i", "sine=r=48000:d=0.8")
	}
	args = append(args, strings.Fields(m.video)...)
	args = append(append(args, strings.Fields(m.audio)...), path)
	if out, err := exec.CommandContext(t.Context(), "ffmpeg", args...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	return path
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// readMedia reads a file by Read, and Matroska as if it called itself WebM.
func readMedia(path string) (*video.Info, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	data = bytes.Replace(data, []byte("matroska"), []byte("webm\x00\x00\x00\x00"), 1)
	return video.Read(bytes.NewReader(data), int64(len(data)))
}

// answer is what ffprobe says.
type answer struct {
	Streams []askedStream
	Items   []askedItem `json:"packets_and_frames"`
	Format  struct{ Duration string }
}

// askedItem is a packet or a frame.
type askedItem struct {
	Type       string
	Stream     int `json:"stream_index"`
	PTS        int64
	Flags      string
	Kind       string `json:"media_type"`
	Interlaced int    `json:"interlaced_frame"`
}

type askedStream struct {
	Index         int
	Kind          string `json:"codec_type"`
	Codec         string `json:"codec_name"`
	Profile       string
	Level         int
	Width, Height int
	PixelShape    string `json:"sample_aspect_ratio"`
	Format        string `json:"pix_fmt"`
	Rate          string `json:"avg_frame_rate"`
	SampleRate    string `json:"sample_rate"`
	Channels      int
}

func asked(t *testing.T, path string) answer {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_format", "-show_packets", "-show_frames",
		"-show_entries", "packet=stream_index,pts,flags:frame=interlaced_frame,media_type", path).Output()
	if err != nil {
		t.Fatalf("ffprobe: %v", err)
	}
	var a answer
	if err := json.Unmarshal(out, &a); err != nil {
		t.Fatalf("ffprobe: %v", err)
	}
	return a
}

// compare says where what was read differs from what ffprobe says.
func (a answer) compare(t *testing.T, got *video.Info, name string) {
	t.Helper()
	sound := false
	for _, s := range a.Streams {
		switch s.Kind {
		case "video":
			a.comparePicture(t, s, got.Picture)
		case "audio":
			sound = true
			s.compareSound(t, got.Sound)
		}
	}
	if got.Picture == nil || sound != (got.Sound != nil) {
		t.Fatalf("the tracks are not all there: %+v", got)
	}
	want := decimal(a.Format.Duration)
	if want == 0 { // a live stream has none
		want = 0.8
	}
	if d := got.Duration.Seconds(); math.Abs(d-want) > 0.05 {
		t.Errorf("it lasts %.3f s, not %.3f", d, want)
	}
	index := video.IndexBehind
	switch {
	case strings.HasSuffix(name, "ts"), strings.HasPrefix(name, "live"):
		index = video.IndexNone
	case strings.HasPrefix(name, "profile 2"):
		index = video.IndexFront
	}
	if got.Index != index {
		t.Errorf("the index is %q, not %q", got.Index, index)
	}
}

func (a answer) comparePicture(t *testing.T, want askedStream, got *video.Picture) {
	t.Helper()
	same(t, "codec", got.Codec, want.Codec)
	same(t, "profile", got.Profile, want.Profile)
	if level := (&stream{Codec: want.Codec, Level: want.Level}).level(); level != "" {
		same(t, "level", got.Level, level)
	}
	same(t, "size", fmt.Sprintf("%dx%d", got.Width, got.Height), fmt.Sprintf("%dx%d", want.Width, want.Height))
	same(t, "shape of pixels", fmt.Sprintf("%d:%d", got.PixelWidth, got.PixelHeight), or(want.PixelShape, "0:0"))
	chroma, depth := formatOf(want.Format)
	same(t, "chroma", string(got.Chroma), chroma)
	same(t, "bit depth", got.BitDepth, depth)
	frames, interlaced := 0, false
	for _, i := range a.Items {
		if i.Type == "frame" && i.Kind == "video" {
			frames, interlaced = frames+1, interlaced || i.Interlaced == 1
		}
	}
	same(t, "interlaced", got.Scan == video.Interlaced, interlaced)
	if got.Scan == "" {
		t.Error("the scan is not known")
	}
	if rate := ratio(want.Rate); math.Abs(got.FrameRate-rate) > rate/1000 || got.Fastest != got.FrameRate || got.Variable {
		t.Errorf("it has %.3f frames a second, at most %.3f, not %.3f", got.FrameRate, got.Fastest, rate)
	}
	same(t, "frames", got.Frames, int64(frames))
	a.compareKeyframes(t, want, got, frames)
	if got.Partly || got.Protected || got.BitRate <= 0 || got.Duration < 0 {
		t.Errorf("got %+v", *got)
	}
}

// compareKeyframes goes by the packets, as they are stored. A frame that is not shown has one too, and is none for Hoist.
func (a answer) compareKeyframes(t *testing.T, want askedStream, got *video.Picture, frames int) {
	t.Helper()
	gap, since, packets, open, key := 0, 0, 0, false, int64(0)
	for _, p := range a.Items {
		if p.Type != "packet" || p.Stream != want.Index {
			continue
		}
		packets++
		if strings.HasPrefix(p.Flags, "K") {
			gap, since, key = max(gap, since), 0, p.PTS
		}
		since++
		open = open || p.PTS < key
	}
	gap = max(gap, since)
	if packets == frames {
		same(t, "longest gap", got.KeyframeGap, gap)
	}
	same(t, "open groups", got.OpenGOP, open)
}

func (s askedStream) compareSound(t *testing.T, got *video.Sound) {
	t.Helper()
	same(t, "codec of the sound", got.Codec, s.Codec)
	if strings.HasPrefix(s.Codec, "aac") {
		same(t, "profile of the sound", got.Profile, s.Profile)
	}
	same(t, "channels", got.Channels, s.Channels)
	same(t, "sampling rate", strconv.Itoa(got.Rate), s.SampleRate)
	if got.Duration < 700*time.Millisecond || got.Duration > 900*time.Millisecond {
		t.Errorf("the sound lasts %v", got.Duration)
	}
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// formatOf takes apart the name of a pixel format.
func formatOf(name string) (chroma string, depth int) {
	depth = 8
	for _, d := range []int{10, 12} {
		if strings.Contains(name, fmt.Sprint(d)) {
			depth = d
		}
	}
	switch {
	case strings.HasPrefix(name, "gray"):
		return "4:0:0", depth
	case strings.Contains(name, "422"):
		return "4:2:2", depth
	case strings.Contains(name, "444"), strings.HasPrefix(name, "gbr"):
		return "4:4:4", depth
	}
	return "4:2:0", depth
}

func ratio(s string) float64 {
	a, b, _ := strings.Cut(s, "/")
	return decimal(a) / decimal(b)
}

func decimal(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return f
}
