package widgets

import (
	"image"
	"image/color"
	"math"
)

// paint returns the picture of all cells in w by h pixels. The picture is kept: while nothing changes, painting a frame
// costs nothing.
func (g *SegmentGrid) paint(w, h int) image.Image {
	if g.picture == nil || g.picture.Rect.Dx() != w || g.picture.Rect.Dy() != h {
		g.picture, g.stale = image.NewRGBA(image.Rect(0, 0, w, h)), true
	}
	if !g.stale || w == 0 {
		return g.picture
	}
	g.stale = false
	clear(g.picture.Pix)
	scale := float64(w) / float64(g.width())
	for i, s := range g.segments {
		x, y := float64(i%g.columns)*gridStep, float64(i/g.columns)*gridStep
		at := image.Pt(int(math.Round(x*scale)), int(math.Round(y*scale)))
		paintCell(g.picture, at, s, g.colors[s.State], scale)
	}
	return g.picture
}

// width is that of the raster in dp.
func (g *SegmentGrid) width() float32 { return max(1, g.Size().Width-2*gridEdge) }

// paintCell draws one segment. The shapes differ without their colours: an empty frame, a filling from below, a full
// square, a thick frame, a cross.
func paintCell(picture *image.RGBA, at image.Point, s Segment, c color.RGBA, scale float64) {
	scaled := func(dp float64) int { return max(1, int(math.Round(dp*scale))) }
	side := scaled(gridCell)
	cell := image.Rect(at.X, at.Y, at.X+side, at.Y+side)
	fill := func(r image.Rectangle, c color.RGBA) {
		r = r.Intersect(picture.Rect)
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				setPixel(picture.Pix[y*picture.Stride+4*x:], c)
			}
		}
	}
	switch s.State {
	case SegmentSent:
		fill(cell, c)
	case SegmentSending:
		up := max(scaled(3), int(math.Round(float64(s.Part)*float64(side))))
		fill(image.Rect(cell.Min.X, cell.Max.Y-min(up, side*3/4), cell.Max.X, cell.Max.Y), c)
	case SegmentRetrying:
		fill(cell, c)
		fill(cell.Inset(scaled(2)), color.RGBA{})
	case SegmentFailed:
		thick := scaled(2)
		for i := range side {
			fill(image.Rect(cell.Min.X+i-thick/2, cell.Min.Y+i, cell.Min.X+i-thick/2+thick, cell.Min.Y+i+1).Intersect(cell), c)
			fill(image.Rect(cell.Max.X-i-1-thick/2, cell.Min.Y+i, cell.Max.X-i-1-thick/2+thick, cell.Min.Y+i+1).Intersect(cell), c)
		}
	default:
		fill(cell, c)
		fill(cell.Inset(scaled(1)), color.RGBA{})
	}
}
