package ui

import (
	"context"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"math"
	"time"

	"hoist/ui/widgets"
	media "hoist/upload/video"
)

// noPoster is the source of posters of a test that is not about them: the same on every computer.
func noPoster(context.Context, posterKey, *media.Info) (image.Image, error) {
	return nil, errors.New("no poster")
}

// filmed gives a video of a scene a day on which it was filmed, and its poster: a drawn one, so that pictures are the same
// everywhere.
func (s *stage) filmed(v *video) {
	if v.file.Info != nil {
		v.file.Info.Created = sceneNow().Add(-50 * time.Hour)
	}
	if key, can := v.posterKey(); can {
		s.posters.keep(&keptPoster{key: key, picture: drawnPoster(v)})
	}
}

// drawnPoster is a sun over hills, in the shape and the light of a video.
func drawnPoster(v *video) *image.RGBA {
	width, height := 1920, 1080
	if info := v.file.Info; info != nil {
		width, height = info.Picture.Shown()
	}
	light := crc32.ChecksumIEEE([]byte(v.name))
	factor := min(float64(posterMost.X)/float64(width), float64(posterMost.Y)/float64(height))
	frame := image.NewRGBA(image.Rect(0, 0, int(float64(width)*factor), int(float64(height)*factor)))
	w, h := float64(frame.Rect.Dx()), float64(frame.Rect.Dy())
	sun := image.Pt(int(w*(0.25+0.5*float64(light%7)/6)), int(h*0.42))
	for y := range frame.Rect.Dy() {
		for x := range frame.Rect.Dx() {
			down := float64(y) / h
			c := color.RGBA{uint8(40 + 190*down), uint8(70 + 90*down), uint8(120 + 10*float64(light%5)), 255}
			if math.Hypot(float64(x-sun.X), float64(y-sun.Y)) < h/9 {
				c = color.RGBA{255, 226, 160, 255}
			}
			for hill := range 3 {
				ridge := 0.58 + 0.13*float64(hill) + 0.07*math.Sin(float64(x)/w*(5+2*float64(hill))+float64(light>>(3*hill)%8))
				if down > ridge {
					c = color.RGBA{uint8(74 - 22*hill), uint8(66 - 18*hill), uint8(88 - 20*hill), 255}
				}
			}
			frame.SetRGBA(x, y, c)
		}
	}
	return widgets.Fit(frame, posterMost)
}
