package video_test

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hoist/upload/video"
)

const fast264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p "

func needFFmpeg(t testing.TB) {
	t.Helper()
	if video.FFmpeg() == "" || video.FFprobe() == "" {
		t.Skip("ffmpeg is not installed")
	}
}

func (f faulty) make(t *testing.T) string {
	t.Helper()
	source := strings.Fields(cmp.Or(f.picture, "128x96 10 2"))
	path := filepath.Join(t.TempDir(), f.name)
	synthesize(t, path, fmt.Sprintf("-f lavfi -i testsrc2=size=%s:rate=%s:duration=%s -f lavfi -i sine=d=%s %s", source[0], source[1], source[2], source[2],
		withChannels(f.args)))
	if f.turned != 0 {
		turn(t, path, f.turned)
	}
	return path
}

func withChannels(args string) string {
	if strings.Contains(args, "-ac ") {
		return args
	}
	return args + " -ac 2"
}

func synthesize(t *testing.T, path, args string) {
	t.Helper()
	all := append([]string{"-nostdin", "-v", "error"}, append(strings.Fields(args), "file:"+path)...)
	if said, err := exec.CommandContext(t.Context(), video.FFmpeg(), all...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg %s: %v: %s", args, err, said)
	}
}

func turn(t *testing.T, path string, degrees int) {
	t.Helper()
	matrix := map[int][4]int32{90: {0, 1, -1, 0}, 180: {-1, 0, 0, -1}, 270: {0, -1, 1, 0}}[degrees]
	content := []byte(contentOf(t, path))
	at := bytes.Index(content, []byte("tkhd")) + 4 + 40
	for i, place := range []int{0, 4, 12, 16} {
		binary.BigEndian.PutUint32(content[at+place:], uint32(matrix[i]<<16))
	}
	write(t, path, string(content))
}

func examine(t *testing.T, path string) *video.Info {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	stat, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	info, err := video.Read(file, stat.Size())
	if err != nil {
		t.Fatal(err)
	}
	if !info.Complete() {
		if err := info.Probe(t.Context(), video.FFprobe(), path); err != nil {
			t.Fatal(err)
		}
	}
	return info
}

func faultsOf(v video.Verdict) []video.Check {
	var checks []video.Check
	for _, f := range v.Findings {
		if f.Class >= video.Warn {
			checks = append(checks, f.Check)
		}
	}
	return checks
}

func factsOf(t *testing.T, path string) string {
	t.Helper()
	const entries = "stream=codec_type,codec_name,profile,pix_fmt,width,height,sample_aspect_ratio,field_order,avg_frame_rate,nb_frames,channels,sample_rate"
	out, err := exec.Command(video.FFprobe(), "-v", "error", "-show_entries", entries, "-of", "json", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var said struct{ Streams []map[string]any }
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatal(err)
	}
	var facts []string
	for _, s := range said.Streams {
		if s["codec_type"] == "video" {
			facts = append(facts, fmt.Sprint(s["codec_name"], " ", s["profile"], " ", s["pix_fmt"], " ", s["width"], "x", s["height"], " ",
				s["sample_aspect_ratio"], " ", s["field_order"], " ", s["avg_frame_rate"], " ", s["nb_frames"]))
		} else {
			facts = append(facts, fmt.Sprint(s["codec_name"], " ", s["profile"], " ", s["channels"], " ", s["sample_rate"]))
		}
	}
	return strings.Join(facts, "; ")
}

func hashesOf(t *testing.T, path string) map[string]string {
	t.Helper()
	out, err := exec.Command(video.FFmpeg(), "-v", "error", "-i", "file:"+path, "-map", "0", "-c", "copy", "-f", "streamhash", "-hash", "md5", "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	hashes := make(map[string]string)
	for _, line := range strings.Fields(string(out)) {
		if parts := strings.Split(line, ","); len(parts) == 3 {
			hashes[parts[1]] = parts[2]
		}
	}
	if len(hashes) != 2 {
		t.Fatalf("hashes: %s", out)
	}
	return hashes
}

func sameShown(t *testing.T, a string, inA *video.Info, b string, inB *video.Info) {
	t.Helper()
	most := image.Pt(64, 64)
	one, err := video.Poster(t.Context(), video.FFmpeg(), a, inA, most)
	if err != nil {
		t.Fatal(err)
	}
	other, err := video.Poster(t.Context(), video.FFmpeg(), b, inB, most)
	if err != nil {
		t.Fatal(err)
	}
	if one.Bounds() != other.Bounds() {
		t.Fatalf("%v and %v", one.Bounds(), other.Bounds())
	}
	difference := 0.0
	for y := range one.Bounds().Dy() {
		for x := range one.Bounds().Dx() {
			p, q := color.GrayModel.Convert(one.At(x, y)).(color.Gray).Y, color.GrayModel.Convert(other.At(x, y)).(color.Gray).Y
			difference += math.Abs(float64(p) - float64(q))
		}
	}
	if mean := difference / float64(one.Bounds().Dx()*one.Bounds().Dy()); mean > 10 {
		t.Errorf("they differ by %.1f", mean)
	}
}

func leftIn(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	slices.Sort(want)
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("in the folder: %q, want %q", got, want)
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func contentOf(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
