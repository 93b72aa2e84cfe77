package video_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hoist/upload/video"
)

// halves is a picture that is red on the left and green on the right.
const halves = "-f lavfi -i color=red:s=48x64:r=10:d=4[a];color=lime:s=48x64:r=10:d=4[b];[a][b]hstack "

// The poster has the shape and the colours that a player shows.
func TestPoster(t *testing.T) {
	needFFmpeg(t)
	const left, right, top, bottom = 0, 1, 2, 3
	for name, c := range map[string]struct {
		ext, args  string
		turned     int
		most       image.Point
		want       image.Point
		red, green int // where
	}{
		"plain":                  {".mp4", fast264, 0, image.Pt(48, 48), image.Pt(48, 32), left, right},
		"high":                   {".mp4", fast264, 0, image.Pt(200, 16), image.Pt(24, 16), left, right},
		"not made larger":        {".mp4", fast264, 0, image.Pt(5000, 5000), image.Pt(96, 64), left, right},
		"very small":             {".mp4", fast264, 0, image.Pt(6, 9), image.Pt(6, 4), left, right},
		"turned by 90":           {".mov", fast264, 90, image.Pt(64, 48), image.Pt(32, 48), top, bottom},
		"turned by 180":          {".mov", fast264, 180, image.Pt(48, 48), image.Pt(48, 32), right, left},
		"turned by 270":          {".mov", fast264, 270, image.Pt(64, 48), image.Pt(32, 48), bottom, top},
		"anamorphic":             {".mp4", "-vf setsar=2 " + fast264, 0, image.Pt(96, 96), image.Pt(96, 32), left, right},
		"turned, and anamorphic": {".mov", "-vf setsar=2 " + fast264, 90, image.Pt(96, 96), image.Pt(32, 96), top, bottom},
		"black, and one keyframe": {
			".mp4", "-vf drawbox=t=fill:c=black:enable='lt(t,1)' -g 1000 -sc_threshold 0 " + fast264, 0, image.Pt(48, 48), image.Pt(48, 32), left, right,
		},
		"transport stream": {".ts", "-c:v mpeg2video", 0, image.Pt(48, 48), image.Pt(48, 32), left, right},
		"webm":             {".webm", "-c:v libvpx -deadline realtime -cpu-used 8", 0, image.Pt(48, 48), image.Pt(48, 32), left, right},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), `%03d '$(x)`+c.ext)
			synthesize(t, path, halves+c.args)
			if c.turned != 0 {
				turn(t, path, c.turned)
			}
			info := examine(t, path)
			picture, err := video.Poster(t.Context(), video.FFmpeg(), path, info, c.most)
			if err != nil {
				t.Fatal(err)
			}
			size := picture.Bounds().Size()
			if size != c.want || picture.Bounds().Min != (image.Point{}) {
				t.Fatalf("got %v, want %v", picture.Bounds(), c.want)
			}
			places := []image.Point{left: {0, size.Y / 2}, right: {size.X - 1, size.Y / 2}, top: {size.X / 2, 0}, bottom: {size.X / 2, size.Y - 1}}
			if p := places[c.red]; !near(picture.At(p.X, p.Y), color.RGBA{255, 0, 0, 255}) {
				t.Errorf("at %v, for red: %v", p, picture.At(p.X, p.Y))
			}
			if p := places[c.green]; !near(picture.At(p.X, p.Y), color.RGBA{0, 255, 0, 255}) {
				t.Errorf("at %v, for green: %v", p, picture.At(p.X, p.Y))
			}
		})
	}
}

func near(c color.Color, want color.RGBA) bool {
	got := color.RGBAModel.Convert(c).(color.RGBA)
	for _, pair := range [][2]uint8{{got.R, want.R}, {got.G, want.G}, {got.B, want.B}, {got.A, want.A}} {
		if max(pair[0], pair[1])-min(pair[0], pair[1]) > 60 {
			return false
		}
	}
	return true
}

// A film that is black throughout has a black poster: that is what it looks like.
func TestPosterOfBlack(t *testing.T) {
	needFFmpeg(t)
	path := filepath.Join(t.TempDir(), "black.mp4")
	synthesize(t, path, "-f lavfi -i color=black:s=96x64:r=10:d=4 "+fast264)
	picture, err := video.Poster(t.Context(), video.FFmpeg(), path, examine(t, path), image.Pt(48, 48))
	if err != nil || picture.Bounds().Size() != image.Pt(48, 32) || !near(picture.At(9, 9), color.RGBA{0, 0, 0, 255}) {
		t.Errorf("got %v, %v", picture, err)
	}
}

// A duration that is wrong or not known is no reason to have no poster.
func TestPosterOfUnknownLength(t *testing.T) {
	needFFmpeg(t)
	path := filepath.Join(t.TempDir(), "halves.mp4")
	synthesize(t, path, halves+fast264)
	for _, d := range []time.Duration{0, time.Millisecond, 9 * time.Second, 100 * time.Hour} {
		info := examine(t, path)
		info.Duration = d
		if _, err := video.Poster(t.Context(), video.FFmpeg(), path, info, image.Pt(48, 48)); err != nil {
			t.Errorf("%v: %v", d, err)
		}
	}
}

func TestPosterBroken(t *testing.T) {
	needFFmpeg(t)
	path := filepath.Join(t.TempDir(), "halves.mp4")
	synthesize(t, path, halves+fast264)
	info := examine(t, path)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(data), "mdat") + 4
	for name, content := range map[string]string{
		"nonsense": strings.Repeat("nonsense", 1000), "nothing": "", "playlist": "#EXTM3U\n#EXTINF:1,\nfile://" + path + "\n",
		"list": "ffconcat version 1.0\nfile " + path + "\n", "media of zeros": string(data[:at]) + strings.Repeat("\x00", 2000) + string(data[at+2000:]),
	} {
		broken := filepath.Join(t.TempDir(), "broken.mp4")
		write(t, broken, content)
		var failed *video.ConvertError
		if picture, err := video.Poster(t.Context(), video.FFmpeg(), broken, info, image.Pt(48, 48)); !errors.As(err, &failed) {
			t.Errorf("%s: got %v, %v", name, picture, err)
		}
	}
	for name, f := range map[string]func() (image.Image, error){
		"not there": func() (image.Image, error) {
			return video.Poster(t.Context(), video.FFmpeg(), path+"x", info, image.Pt(48, 48))
		},
		"no picture": func() (image.Image, error) {
			return video.Poster(t.Context(), video.FFmpeg(), path, &video.Info{}, image.Pt(48, 48))
		},
		"no size": func() (image.Image, error) {
			return video.Poster(t.Context(), video.FFmpeg(), path, info, image.Point{})
		},
		"no ffmpeg": func() (image.Image, error) { return video.Poster(t.Context(), path+"x", path, info, image.Pt(48, 48)) },
	} {
		if picture, err := f(); err == nil || picture != nil {
			t.Errorf("%s: got %v, %v", name, picture, err)
		}
	}
}

// A frame so large that decoding it would take more memory than a poster is worth is left alone.
func TestPosterTooLarge(t *testing.T) {
	needFFmpeg(t)
	path := filepath.Join(t.TempDir(), "large.mp4")
	synthesize(t, path, "-f lavfi -i color=red:s=8192x4800:r=1:d=1 -frames:v 1 -c:v mjpeg")
	var failed *video.ConvertError
	if _, err := video.Poster(t.Context(), video.FFmpeg(), path, examine(t, path), image.Pt(48, 48)); !errors.As(err, &failed) {
		t.Errorf("got %v", err)
	}
}

// What runs as ffmpeg may say anything, or nothing at all.
func TestPosterBounds(t *testing.T) {
	info := good()
	for name, script := range map[string]string{
		"endless":          "exec cat /dev/zero",
		"silent":           "exit 0",
		"not a picture":    "echo hello",
		"an endless head":  "printf 'P6\\n'; exec yes 1",
		"too wide":         "printf 'P6\\n49 1\\n255\\n'; head -c 1000 /dev/zero",
		"negative":         "printf 'P6\\n-4 -4\\n255\\n'; head -c 1000 /dev/zero",
		"beyond all count": "printf 'P6\\n99999999999999999999 4\\n255\\n'; head -c 1000 /dev/zero",
		"too short":        "printf 'P6\\n48 32\\n255\\n'; head -c 4607 /dev/zero",
		"sixteen bits":     "printf 'P6\\n4 4\\n65535\\n'; head -c 1000 /dev/zero",
	} {
		ffmpeg := stand(t, filepath.Join(t.TempDir(), "ffmpeg"), script)
		var failed *video.ConvertError
		if picture, err := video.Poster(t.Context(), ffmpeg, "in.mov", info, image.Pt(48, 48)); !errors.As(err, &failed) {
			t.Errorf("%s: got %v, %v", name, picture, err)
		}
	}
	exact := stand(t, filepath.Join(t.TempDir(), "ffmpeg"), "printf 'P6\\n48 32\\n255\\n'; head -c 4608 /dev/zero")
	if _, err := video.Poster(t.Context(), exact, "in.mov", info, image.Pt(48, 48)); err != nil {
		t.Error(err)
	}
	hangs := stand(t, filepath.Join(t.TempDir(), "ffmpeg"), "trap '' INT TERM; while :; do sleep 1; done")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := video.Poster(ctx, hangs, "in.mov", info, image.Pt(48, 48)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("one that hangs: got %v", err)
	}
}

// When time is up, a dark picture is better than none.
func TestPosterInTime(t *testing.T) {
	script := `case "$*" in *nokey*) printf 'P6\n4 2\n255\n'; head -c 24 /dev/zero;; *) touch "$0.late"; while :; do sleep 1; done;; esac`
	ffmpeg := stand(t, filepath.Join(t.TempDir(), "ffmpeg"), script)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { // until the second look begins
		for ; ctx.Err() == nil; time.Sleep(time.Millisecond) {
			if _, err := os.Stat(ffmpeg + ".late"); err == nil {
				cancel()
			}
		}
	}()
	picture, err := video.Poster(ctx, ffmpeg, "in.mov", good(), image.Pt(48, 48))
	if err != nil || picture.Bounds().Size() != image.Pt(4, 2) {
		t.Errorf("got %v, %v", picture, err)
	}
}
