package video

import (
	"fmt"
	"math"
)

// shape returns the filters that give a picture square pixels, sides of at least wanted.least with proportions between
// 1:wanted.aspect and wanted.aspect:1, and even ones, as 4:2:0 needs them. Where it can a picture keeps its pixels as they
// are: an odd side loses a row, and what is too narrow gets black beside it.
func shape(p *Picture) []string {
	width, height := p.Shown()
	if width <= 0 || height <= 0 {
		return []string{"crop=trunc(iw/2)*2:trunc(ih/2)*2"} // nothing else is known to be wrong
	}
	frame := min(max(width, over(height, wanted.aspect)), max(height, over(width, wanted.aspect)))
	grow := max(1, float64(wanted.least)/float64(frame))
	stretched := p.PixelWidth != p.PixelHeight

	var filters []string
	w, h := width/2*2, height/2*2
	switch {
	case grow > 1 || stretched || w == 0 || h == 0:
		w, h = even(float64(width)*grow), even(float64(height)*grow)
		filters = append(filters, fmt.Sprintf("scale=%d:%d", w, h), "setsar=1")
	case w != width || h != height:
		filters = append(filters, fmt.Sprintf("crop=%d:%d", w, h))
	}
	frameWidth := max(w, wanted.least, 2*over(h, 2*wanted.aspect))
	frameHeight := max(h, wanted.least, 2*over(w, 2*wanted.aspect))
	if frameWidth != w || frameHeight != h {
		filters = append(filters, fmt.Sprintf("pad=%d:%d:(ow-iw)/2:(oh-ih)/2", frameWidth, frameHeight))
	}
	return filters
}

// over returns a divided by b, rounded up.
func over(a, b int) int { return (a + b - 1) / b }

// even returns the nearest even number that is not 0.
func even(x float64) int { return max(2, 2*int(math.Round(x/2))) }
