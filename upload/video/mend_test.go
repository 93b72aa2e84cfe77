package video_test

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/upload/video"
)

type faulty struct {
	name    string
	picture string // of testsrc2: size, rate, seconds
	args    string // of ffmpeg, behind the sources
	turned  int    // degrees clockwise
	checks  []video.Check
	copies  string // the tracks that are copied bit by bit: v, a
	facts   string // what ffprobe says of the copy
}

var faults = []faulty{
	{
		name: "hevc10.mp4", args: "-c:v libx265 -x265-params log-level=none -preset ultrafast -pix_fmt yuv420p10le -c:a aac",
		checks: []video.Check{video.CheckCodec, video.CheckBitDepth}, copies: "a", facts: "h264 High yuv420p 128x96 1:1 progressive 10/1 20",
	},
	{
		name: "444 odd.mp4", picture: "101x75 10 2", args: "-c:v libx264 -preset ultrafast -pix_fmt yuv444p -c:a aac",
		checks: []video.Check{video.CheckChroma}, copies: "a", facts: "h264 High yuv420p 100x74 1:1 progressive 10/1 20",
	},
	{
		name: "prores.mov", args: "-c:v prores -pix_fmt yuv422p10le -c:a pcm_s24le -ar 96000",
		checks: []video.Check{video.CheckCodec, video.CheckChroma, video.CheckBitDepth, video.CheckSound},
		facts:  "h264 High yuv420p 128x96 1:1 progressive 10/1 20; aac LC 2 48000",
	},
	{
		name: "vp9.webm", args: "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus", checks: []video.Check{video.CheckCodec, video.CheckSound},
		facts: "h264 High yuv420p 128x96 1:1 progressive 10/1 20; aac LC 2 48000",
	},
	{
		name: "mpeg2.ts", picture: "128x96 25 2", args: "-c:v mpeg2video -c:a mp2 -ac 1", checks: []video.Check{video.CheckCodec, video.CheckSound},
		facts: "h264 High yuv420p 128x96 1:1 progressive 25/1 50; aac LC 1 44100",
	},
	{
		name: "gap.mp4", picture: "64x48 60 10", args: fast264 + "-g 1000 -sc_threshold 0 -c:a aac", checks: []video.Check{video.CheckKeyframes},
		copies: "a", facts: "h264 High yuv420p 64x48 1:1 progressive 60/1 600",
	},
	{
		name: "open.mp4", picture: "64x48 25 4", args: fast264 + "-preset medium -g 25 -x264-params open-gop=1:scenecut=0 -c:a aac",
		checks: []video.Check{video.CheckOpenGOP}, copies: "a", facts: "h264 High yuv420p 64x48 1:1 progressive 25/1 100",
	},
	{
		name: "120.mp4", picture: "128x96 120 2", args: fast264 + "-c:a aac", checks: []video.Check{video.CheckFrameRate}, copies: "a",
		facts: "h264 High yuv420p 128x96 1:1 progressive 60/1 120",
	},
	{
		name: "bursts.mp4", picture: "128x96 120 4", args: "-vf select='lt(t,1)+not(mod(n,8))' -fps_mode vfr " + fast264 + "-c:a aac",
		checks: []video.Check{video.CheckFrameRate}, copies: "a", facts: "h264 High yuv420p 128x96 1:1 progressive 60/1",
	},
	{
		name: "interlaced.mp4", picture: "128x96 25 2", args: fast264 + "-flags +ildct+ilme -x264-params tff=1 -c:a aac",
		checks: []video.Check{video.CheckScan}, copies: "a", facts: "h264 High yuv420p 128x96 1:1 progressive 25/1 50",
	},
	{
		name: "anamorphic.mp4", picture: "96x96 10 2", args: "-vf setsar=4/3 " + fast264 + "-c:a aac",
		checks: []video.Check{video.CheckPixelShape}, copies: "a", facts: "h264 High yuv420p 128x96 1:1 progressive 10/1 20",
	},
	{
		name: "anamorphic and turned.mp4", picture: "96x96 10 2", args: "-vf setsar=4/3 " + fast264 + "-c:a aac", turned: 90,
		checks: []video.Check{video.CheckPixelShape}, copies: "a", facts: "h264 High yuv420p 96x128 1:1 progressive 10/1 20",
	},
	{
		name: "wide.mp4", picture: "400x96 10 2", args: fast264 + "-c:a aac", checks: []video.Check{video.CheckAspect}, copies: "a",
		facts: "h264 High yuv420p 400x134 1:1 progressive 10/1 20",
	},
	{
		name: "tiny.mp4", picture: "24x16 10 2", args: fast264 + "-c:a aac", checks: []video.Check{video.CheckDimensions}, copies: "a",
		facts: "h264 High yuv420p 48x32 1:1 progressive 10/1 20",
	},
	{
		name: "surround.mov", args: fast264 + "-c:a aac -ac 6", turned: 90, checks: []video.Check{video.CheckChannels}, copies: "v",
		facts: "h264 Constrained Baseline yuv420p 128x96 1:1 progressive 10/1 20; aac LC 2 44100",
	},
	{
		name: "opus.mp4", args: fast264 + "-c:a libopus -ac 1", checks: []video.Check{video.CheckSound}, copies: "v",
		facts: "h264 Constrained Baseline yuv420p 128x96 1:1 progressive 10/1 20; aac LC 1 48000",
	},
	{
		name: "turned.mov", args: "-c:v mpeg4", turned: 90, checks: []video.Check{video.CheckCodec}, copies: "a",
		facts: "h264 High yuv420p 96x128 1:1 progressive 10/1 20",
	},
}

func TestConvertMends(t *testing.T) {
	needFFmpeg(t)
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			in := f.make(t)
			verdict := video.Judge(examine(t, in), account(t))
			if got := faultsOf(verdict); !slices.Equal(got, f.checks) {
				t.Fatalf("found %v, want %v", got, f.checks)
			}
			cure, ok := video.CureFor(verdict)
			if !ok {
				t.Fatal("no cure")
			}
			out := video.CopyPath(in)
			last := time.Duration(0)
			if err := cure.Convert(t.Context(), video.FFmpeg(), in, out, func(done time.Duration) {
				if done <= last {
					t.Errorf("%v is done after %v", done, last)
				}
				last = done
			}); err != nil {
				t.Fatal(err)
			}
			if length := verdict.Info.Duration; last > length || last < length*8/10 {
				t.Errorf("%v done at the end, of %v", last, length)
			}
			leftIn(t, filepath.Dir(in), filepath.Base(in), filepath.Base(out))
			info := examine(t, out)
			if v := video.Judge(info, account(t)); v.Class() > video.Pass || info.Index != video.IndexFront {
				t.Errorf("the copy: %v, index %s", v.Findings, info.Index)
			}
			if got := factsOf(t, out); !strings.HasPrefix(got, f.facts) {
				t.Errorf("got  %s\nwant %s", got, f.facts)
			}
			if f.turned != 0 {
				if verdict.Info.Picture.Rotation != f.turned {
					t.Errorf("turned by %d", verdict.Info.Picture.Rotation)
				}
				sameShown(t, in, verdict.Info, out, info)
			}
			before, after := hashesOf(t, in), hashesOf(t, out)
			for _, track := range []string{"v", "a"} {
				if same := before[track] == after[track]; same != strings.Contains(f.copies, track) {
					t.Errorf("track %s is the same: %t", track, same)
				}
			}
		})
	}
}

func TestConvertFits(t *testing.T) {
	needFFmpeg(t)
	in := filepath.Join(t.TempDir(), "noise.mp4")
	synthesize(t, in, "-f lavfi -i nullsrc=s=160x120:r=25:d=8,geq=random(1)*255:128:128 -f lavfi -i sine=d=8 -c:v libx264 -preset ultrafast -crf 20 -pix_fmt yuv420p -c:a aac")
	info := examine(t, in)
	limit := video.Limit{MaxBytes: 1_000_000}
	if info.Bytes < 2*limit.MaxBytes {
		t.Fatalf("%d bytes are too few for this test", info.Bytes)
	}
	cure, ok := video.CureFor(video.Judge(info, limit))
	if !ok {
		t.Fatal("no cure")
	}
	out := filepath.Join(t.TempDir(), "small.mp4")
	if err := cure.Convert(t.Context(), video.FFmpeg(), in, out, nil); err != nil {
		t.Fatal(err)
	}
	if now := examine(t, out); video.Judge(now, limit).Class() > video.Pass || now.Bytes < limit.MaxBytes/2 {
		t.Errorf("%d bytes, of %d", now.Bytes, limit.MaxBytes)
	}
}

func TestConvertNames(t *testing.T) {
	needFFmpeg(t)
	made := faulty{name: "plain.mp4", picture: "32x32 5 1", args: fast264 + "-c:a libopus"}.make(t)
	cure, _ := video.CureFor(video.Judge(examine(t, made), account(t)))
	folder := t.TempDir()
	for _, name := range []string{
		`$(touch x) '";.mov`, "-y.mov", "-i", "%03d.mov", "%d.png", "*.jpg", "concat:a.mov|b.mov", "pipe:", "pipe:0", "http:example.org",
		"subfile,,start,0,end,9,,:a.mov", "data:,x", "file:x.mov", "a\nb.mov", `\'a\`, "\xff\xfe.mov", "日本語　動画.mov", "#", "?a=b&c",
	} {
		in := filepath.Join(folder, name)
		if err := os.Link(made, in); err != nil {
			t.Logf("no such name here: %q: %v", name, err)
			continue
		}
		out := video.CopyPath(in)
		if err := cure.Convert(t.Context(), video.FFmpeg(), in, out, nil); err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		leftIn(t, folder, name, filepath.Base(out))
		if err := errors.Join(os.Remove(in), os.Remove(out)); err != nil {
			t.Error(err)
		}
	}
}

func TestCommandMends(t *testing.T) {
	needFFmpeg(t)
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	made := faulty{name: "made.mp4", args: fast264 + "-c:a libopus"}.make(t)
	folder := t.TempDir()
	in := filepath.Join(folder, `$(touch x) '";%03d.mov`)
	if err := os.Rename(made, in); err != nil {
		t.Fatal(err)
	}
	cure, _ := video.CureFor(video.Judge(examine(t, in), account(t)))
	out := video.CopyPath(in)
	cmd := exec.Command(sh)
	cmd.Dir, cmd.Stdin = folder, strings.NewReader(cure.Command(video.POSIX, in, out)+"\n")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	leftIn(t, folder, filepath.Base(in), filepath.Base(out))
	other := filepath.Join(t.TempDir(), "other.mp4")
	if err := cure.Convert(t.Context(), video.FFmpeg(), in, other, nil); err != nil {
		t.Fatal(err)
	}
	if got, want := hashesOf(t, out), hashesOf(t, other); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if class := video.Judge(examine(t, out), account(t)).Class(); class > video.Pass {
		t.Error(class)
	}
}
