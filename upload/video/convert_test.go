package video_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/upload/video"
)

// faulty is a file with faults, and what has to become of it.

// Each fault is made by ffmpeg, found by Read and Judge, mended by Convert, and not there any more; what is fine is the same

// bytes as before.

// A file over the limit becomes one within it.

// Names are names for ffmpeg itself, whatever they look like.

// The line of Command makes the same copy as Convert.

func TestConvertReplacesNothing(t *testing.T) {
	folder := t.TempDir()
	out := filepath.Join(folder, "out.mp4")
	early := stand(t, filepath.Join(t.TempDir(), "ffmpeg"), `touch "`+folder+`/was run"`)
	write(t, out, "mine")
	if err := cure(t).Convert(t.Context(), early, "in.mov", out, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	leftIn(t, folder, "out.mp4")
	if err := os.Remove(out); err != nil {
		t.Fatal(err)
	}

	late := stand(t, filepath.Join(t.TempDir(), "ffmpeg"), `printf mine > "`+out+`"`) // while it works
	if err := cure(t).Convert(t.Context(), late, "in.mov", out, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	leftIn(t, folder, "out.mp4")
	if data, err := os.ReadFile(out); err != nil || string(data) != "mine" {
		t.Errorf("got %q, %v", data, err)
	}

	link := filepath.Join(folder, "link.mp4")
	if err := os.Symlink(filepath.Join(folder, "nowhere"), link); err != nil {
		t.Fatal(err)
	}
	if err := cure(t).Convert(t.Context(), early, "in.mov", link, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a link to nowhere: got %v", err)
	}
}

// When the person does not want it any more ffmpeg is ended, with what it has started, and nothing is left.

func TestConvertCancelled(t *testing.T) {
	for name, script := range map[string]string{
		"working":  `echo out_time_us=1000000; while :; do sleep 1; done`,
		"deaf":     `trap '' INT TERM HUP; echo out_time_ms=1000000; while :; do sleep 1; done`,
		"children": `(trap '' INT TERM HUP; while :; do sleep 1; done) & echo out_time_us=1000000; wait`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			ffmpeg := stand(t, filepath.Join(t.TempDir(), "ffmpeg"), `echo $$ > "`+folder+`/pid"; `+script)
			why := errors.New("not wanted any more")
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			err := cure(t).Convert(ctx, ffmpeg, "in.mov", filepath.Join(folder, "out.mp4"), func(done time.Duration) {
				if done != time.Second {
					t.Errorf("%v done", done)
				}
				cancel(why)
			})
			if !errors.Is(err, why) {
				t.Errorf("got %v", err)
			}
			leftIn(t, folder, "pid")
		})
	}
}

// A real ffmpeg in the middle of its work leaves nothing either.

func TestConvertCancelledForReal(t *testing.T) {
	needFFmpeg(t)
	in := filepath.Join(t.TempDir(), "in.mov")
	synthesize(t, in, "-f lavfi -i testsrc2=s=64x48:r=25:d=200 -c:v mpeg4")
	cure, _ := video.CureFor(video.Judge(examine(t, in), account(t)))
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := cure.Convert(ctx, video.FFmpeg(), in, filepath.Join(folder, "out.mp4"), func(time.Duration) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	leftIn(t, folder)
}

func TestConvertFails(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		said   string
	}{
		"silently": {"exit 1", ""},
		"with words": {
			"printf 'one\\n[libx264 @ 0x55d0] [error] width not divisible by 2 (101x75)\\nError initializing output stream 0:0 -- x\\n\\nConversion failed!\\n' >&2; exit 1",
			"width not divisible by 2 (101x75)",
		},
		"with nothing but the end": {"echo 'Conversion failed!' >&2; exit 1", "Conversion failed!"},
		"with control characters":  {"printf 'a\\033[31mb\\007\\377c\\r\\n' >&2; exit 1", "a[31mb\ufffdc"},
		"at length":                {"yes 'x y' | head -c 3000000 >&2; echo >&2; echo the end >&2; exit 1", "the end"},
		"in one long line":         {"head -c 3000000 /dev/zero | tr '\\0' z >&2; exit 1", strings.Repeat("z", 4096)},
		"killed":                   {"kill -9 $$", ""},
	} {
		folder := t.TempDir()
		ffmpeg := stand(t, filepath.Join(t.TempDir(), "ffmpeg"), c.script)
		err := cure(t).Convert(t.Context(), ffmpeg, "in.mov", filepath.Join(folder, "out.mp4"), nil)
		var failed *video.ConvertError
		var exit *exec.ExitError
		if !errors.As(err, &failed) || failed.Said != c.said || !errors.As(err, &exit) || !strings.Contains(err.Error(), c.said) || failed.DiskFull() {
			t.Errorf("%s: got %v", name, err)
		}
		leftIn(t, folder)
	}
	full := stand(t, filepath.Join(t.TempDir(), "ffmpeg"), "echo 'av_interleaved_write_frame(): No space left on device' >&2; echo 'Conversion failed!' >&2; exit 1")
	var failed *video.ConvertError
	if err := cure(t).Convert(t.Context(), full, "in.mov", filepath.Join(t.TempDir(), "out.mp4"), nil); !errors.As(err, &failed) || !failed.DiskFull() {
		t.Errorf("a full disk: got %v", err)
	}
	if err := cure(t).Convert(t.Context(), filepath.Join(t.TempDir(), "ffmpeg"), "in.mov", filepath.Join(t.TempDir(), "out.mp4"), nil); !errors.As(err, &failed) ||
		!errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without ffmpeg: got %v", err)
	}
	if err := cure(t).Convert(t.Context(), full, "in.mov", filepath.Join(t.TempDir(), "nowhere", "out.mp4"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a folder: got %v", err)
	}
}

// What real files can have wrong with them is told in ffmpeg's own words.

func TestConvertBroken(t *testing.T) {
	needFFmpeg(t)
	folder := t.TempDir()
	for name, content := range map[string]string{
		"not there.mov": "", "nonsense.mov": strings.Repeat("nonsense", 1000), "list.mov": "ffconcat version 1.0\nfile /etc/passwd\n",
		"playlist.mov": "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
	} {
		in := filepath.Join(t.TempDir(), name)
		if content != "" {
			write(t, in, content)
		}
		err := cure(t).Convert(t.Context(), video.FFmpeg(), in, filepath.Join(folder, "out.mp4"), nil)
		var failed *video.ConvertError
		if !errors.As(err, &failed) || failed.Said == "" {
			t.Errorf("%s: got %v", name, err)
		}
		leftIn(t, folder)
	}
}

// Progress may be anything that a program writes.

func TestConvertProgress(t *testing.T) {
	script := `
printf 'frame=1\nout_time_us=N/A\nout_time_us=-5\nout_time'
printf '_us=250000\nout_time_ms=250000\nout_time=00:00:00.250000\nprogress=continue\n'
printf 'out_time_us=100000\nout_time_us=99999999999999999999\nout_time_us=9223372036854775807\n=\n\n\000\n'
head -c 100000 /dev/zero | tr '\0' 1
printf '\r\nout_time_us=500000\r\nout_time_us=700000000\nprogress=end'`
	ffmpeg := stand(t, filepath.Join(t.TempDir(), "ffmpeg"), script)
	info := good()
	info.Picture.Codec = "hevc"
	c, _ := video.CureFor(video.Judge(info, account(t)))
	var got []time.Duration
	folder := t.TempDir()
	if err := c.Convert(t.Context(), ffmpeg, "in.mov", filepath.Join(folder, "out.mp4"), func(done time.Duration) { got = append(got, done) }); err != nil {
		t.Fatal(err)
	}
	if want := []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, info.Duration}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	leftIn(t, folder, "out.mp4")
}

// make makes the file, in a folder of its own.

// withChannels makes the sound stereo unless the arguments say otherwise.

// synthesize has ffmpeg make a file.

// turn has players turn the picture of an MP4 or QuickTime file clockwise: its first track.

// examine says what is in a file, as an upload would.

// factsOf returns what ffprobe says of the tracks.

// hashesOf returns the hash of the packets of each track, by v and a.

// sameShown checks that two videos look the same, as they are shown.

// leftIn checks what is in a folder.
