package video

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"strconv"
	"time"
)

// Bounds of a poster.
const (
	posterSide   = 4096       // pixels that most may have
	posterPixels = 36_000_000 // of a frame: more than 8K has, and little enough for the memory of a decoder
	posterLook   = "20"       // seconds of the video that are looked through for a frame
	posterBytes  = 1 << 20    // beside the pixels
)

// glance is a place in a video where a frame may make a poster.
type glance struct {
	at    time.Duration
	exact bool // else the keyframe before it, which is there at once
	last  bool // where there is a frame if there is one at all
}

// glances returns where to look, the best place first: near the beginning, since that is what a person knows the video by,
// but behind the black that many begin with.
func glances(d time.Duration) []glance {
	if d <= 0 {
		return []glance{{at: 0}, {at: 3 * time.Second, exact: true}}
	}
	return []glance{
		{at: min(d/10, 10*time.Second)},
		{at: min(d/3, 30*time.Second), exact: true},
		{at: min(d*2/3, 2*time.Minute), exact: true},
		{at: 0, exact: true, last: true},
	}
}

// Poster returns a picture of the video near its beginning that is not black where there is one, turned as it is shown and
// scaled to lie within most, by the ffmpeg at that path. It takes seconds for some videos, and ends with ctx. It fails with
// ctx's error or a [*ConvertError].
func Poster(ctx context.Context, ffmpeg, path string, info *Info, most image.Point) (image.Image, error) {
	if info.Picture == nil || most.X <= 0 || most.Y <= 0 {
		return nil, errors.New("video: nothing to make a poster of")
	}
	most = image.Pt(min(most.X, posterSide), min(most.Y, posterSide))
	var best *image.RGBA
	var failed error
	for _, g := range glances(info.Duration) {
		if g.last && best != nil {
			break
		}
		frame, err := g.frame(ctx, ffmpeg, path, info.Type, most)
		switch {
		case ctx.Err() != nil && best != nil: // dark as it is, it is better than none
			return best, nil
		case ctx.Err() != nil:
			return nil, err
		case err != nil:
			failed = err
		case contrast(frame) >= enoughContrast:
			return frame, nil
		case best == nil || contrast(frame) > contrast(best):
			best = frame
		}
	}
	if best != nil {
		return best, nil
	}
	return nil, failed
}

// frame has ffmpeg decode one frame. Square pixels, the turn and the size within most are made by it: sar, dar and the sizes
// are those after it has turned the frame.
func (g glance) frame(ctx context.Context, ffmpeg, path string, kind Type, most image.Point) (*image.RGBA, error) {
	args := []string{
		"-nostdin", "-hide_banner", "-v", "error", "-max_pixels", strconv.Itoa(posterPixels),
		"-ss", strconv.FormatFloat(g.at.Seconds(), 'f', 3, 64), "-t", posterLook,
	}
	if !g.exact {
		args = append(args, "-noaccurate_seek", "-skip_frame", "nokey")
	}
	args = append(args, input(kind, path)...)
	scale := fmt.Sprintf(`scale=w=max(1\,round(min(min(%d\,%d*dar)\,iw*sar))):h=max(1\,min(%d\,round(ow/dar))),setsar=1`,
		most.X, most.Y, most.Y)
	args = append(args, "-map", "0:V:0", "-an", "-sn", "-dn", "-frames:v", "1", "-vf", scale,
		"-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "pipe:1")
	cmd := program(ctx, ffmpeg, args...)
	var stderr tail
	stdout := bounded{most: 3*most.X*most.Y + posterBytes}
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := failure(ctx, execute(cmd), &stderr); err != nil {
		return nil, err
	}
	frame, err := readPPM(stdout.data, most)
	if err != nil {
		return nil, &ConvertError{stderr.said(), err}
	}
	return frame, nil
}

// bounded keeps what is written to it, up to a size; more is a failure, which ends the program that writes. It is no
// bytes.Buffer with a bound: that has a method by which io.Copy would go past the bound.
type bounded struct {
	data []byte
	most int
}

var errTooMuch = errors.New("more than there can be")

// Write implements io.Writer.
func (b *bounded) Write(p []byte) (int, error) {
	if len(b.data)+len(p) > b.most {
		return 0, errTooMuch
	}
	b.data = append(b.data, p...)
	return len(p), nil
}

// readPPM reads what ffmpeg writes as PPM: a head of four words, and three bytes for each pixel.
func readPPM(data []byte, most image.Point) (*image.RGBA, error) {
	var width, height, top int
	var end byte
	head := bytes.NewReader(data)
	if _, err := fmt.Fscanf(head, "P6\n%d %d\n%d%c", &width, &height, &top, &end); err != nil {
		return nil, errors.New("no frame")
	}
	pixels := data[len(data)-head.Len():]
	if width <= 0 || height <= 0 || width > most.X || height > most.Y || top != 255 || len(pixels) < 3*width*height {
		return nil, fmt.Errorf("not the frame that was asked for: %d × %d", width, height)
	}
	frame := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		copy(frame.Pix[4*i:], pixels[3*i:3*i+3])
		frame.Pix[4*i+3] = 255
	}
	return frame, nil
}

// enoughContrast is what tells a picture from black, from another colour alone, and from a title that fades in.
const enoughContrast = 8

// contrast returns the standard deviation of the brightness, of 255.
func contrast(frame *image.RGBA) float64 {
	var sum, squares float64
	n := len(frame.Pix) / 4
	for i := range n {
		r, g, b := float64(frame.Pix[4*i]), float64(frame.Pix[4*i+1]), float64(frame.Pix[4*i+2])
		y := 0.299*r + 0.587*g + 0.114*b
		sum += y
		squares += y * y
	}
	mean := sum / float64(n)
	return math.Sqrt(max(0, squares/float64(n)-mean*mean))
}
