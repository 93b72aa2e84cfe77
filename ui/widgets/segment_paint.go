package widgets

import (
	"image"
	"image/color"
	"math"
)

// minCell is the least width, in pixels, of a segment that is drawn by itself.
const minCell = 4

// paint returns the picture of the bar in w by h pixels. The picture is kept: while nothing changes, painting a frame
// costs nothing.
func (b *SegmentBar) paint(w, h int) image.Image {
	if b.picture == nil || b.picture.Rect.Dx() != w || b.picture.Rect.Dy() != h {
		b.picture, b.stale = image.NewRGBA(image.Rect(0, 0, w, h)), true
	}
	if !b.stale {
		return b.picture
	}
	b.stale = false
	clear(b.picture.Pix)
	if w == 0 || h == 0 {
		return b.picture
	}
	p := newBarPainter(b, w, h)
	p.fill(0, 0, w, p.bar, b.track)
	switch n := len(b.segments); {
	case n == 0:
	case w >= minCell*n:
		p.cells()
	default:
		p.columns()
		p.runs(p.notch)
	}
	roundCorners(b.picture, p.top, p.scaled(3))
	if b.lane > 0 {
		p.markers()
	}
	return b.picture
}

// barPainter paints one picture. Its y counts from the top of the bar, below the marker lane. All lengths are pixels.
type barPainter struct {
	*SegmentBar
	scale          float64 // pixels for one dp
	w, top         int
	bar, half, low int // heights
}

func newBarPainter(b *SegmentBar, w, h int) *barPainter {
	p := &barPainter{SegmentBar: b, w: w, scale: float64(h) / float64(b.height+b.lane)}
	if b.lane > 0 {
		p.top = p.scaled(b.lane)
	}
	p.bar = h - p.top
	p.half = (p.bar + 1) / 2
	p.low = p.scaled(2)
	return p
}

// scaled returns dp in pixels, at least one.
func (p *barPainter) scaled(dp float32) int {
	return max(1, int(math.Round(float64(dp)*p.scale)))
}

// fill paints a rectangle, cut to the bar.
func (p *barPainter) fill(x0, y0, x1, y1 int, c color.RGBA) {
	x0, x1 = max(x0, 0), min(x1, p.w)
	for y := p.top + max(y0, 0); y < p.top+min(y1, p.bar); y++ {
		row := p.picture.Pix[y*p.picture.Stride:]
		for x := x0; x < x1; x++ {
			setPixel(row[4*x:], c)
		}
	}
}

func setPixel(pix []byte, c color.RGBA) {
	pix[0], pix[1], pix[2], pix[3] = c.R, c.G, c.B, c.A
}

// cells draws each segment by itself, with a gap after all but the last.
func (p *barPainter) cells() {
	n := len(p.segments)
	gap := p.scaled(1)
	if p.w/n >= p.scaled(24) {
		gap = p.scaled(2)
	}
	for i, s := range p.segments {
		x0, x1 := i*p.w/n, (i+1)*p.w/n
		if i < n-1 {
			x1 -= gap
		}
		p.cell(s, x0, x1)
	}
}

func (p *barPainter) cell(s Segment, x0, x1 int) {
	c := p.colors[s.State]
	switch s.State {
	case SegmentSent:
		p.fill(x0, 0, x1, p.bar, c)
	case SegmentSending:
		p.fill(x0, p.bar-p.low, x1, p.bar, p.colors[SegmentWaiting])
		sent := int(math.Round(float64(s.Part) * float64(x1-x0)))
		p.fill(x0, p.bar-p.half, x0+min(max(sent, p.scaled(3)), x1-x0), p.bar, c)
	case SegmentRetrying:
		p.fill(x0, 0, x1, p.bar, c)
		frame := min(p.scaled(2), max(1, (x1-x0-1)/2))
		p.fill(x0+frame, frame, x1-frame, p.bar-frame, p.track)
	case SegmentFailed:
		p.hatch(x0, x1, c)
	default:
		p.fill(x0, p.bar-p.low, x1, p.bar, c)
	}
}

// hatch fills a cell with slanted stripes; one too narrow for stripes is cut in two.
func (p *barPainter) hatch(x0, x1 int, c color.RGBA) {
	p.fill(x0, 0, x1, p.bar, c)
	period := p.scaled(7)
	if x1-x0 < period {
		p.fill(x0, p.bar*2/5, x1, p.bar-p.bar*2/5, p.track)
		return
	}
	for y := range p.bar {
		row := p.picture.Pix[(p.top+y)*p.picture.Stride:]
		for x := x0; x < x1; x++ {
			if (x-x0+y)%period < period/3 {
				setPixel(row[4*x:], p.track)
			}
		}
	}
}

// columns gives each column of pixels the mean height of its segments and the colour of the one that most needs to be
// seen.
func (p *barPainter) columns() {
	n := len(p.segments)
	heights := [segmentStates]int{
		SegmentWaiting: p.low, SegmentSent: p.bar, SegmentSending: p.half, SegmentRetrying: p.bar, SegmentFailed: p.bar,
	}
	for x := range p.w {
		first := x * n / p.w
		last := max(first+1, ((x+1)*n+p.w-1)/p.w)
		sum, worst := 0, SegmentWaiting
		for _, s := range p.segments[first:last] {
			sum += heights[s.State]
			worst = max(worst, s.State)
		}
		p.fill(x, p.bar-sum/(last-first), x+1, p.bar, p.colors[worst])
	}
}

// runs calls draw for each run of neighbours that share a state of trouble, those to be tried again first, so that what
// has failed is painted over them.
func (p *barPainter) runs(draw func(state SegmentState, x0, x1 int)) {
	n := len(p.segments)
	for _, state := range []SegmentState{SegmentRetrying, SegmentFailed} {
		for i := 0; i < n; i++ {
			if p.segments[i].State != state {
				continue
			}
			first := i
			for i+1 < n && p.segments[i+1].State == state {
				i++
			}
			draw(state, first*p.w/n, (i+1)*p.w/n)
		}
	}
}

// notch paints a run of shared columns at least 3 dp wide, with a gap on either side that shows without colours too.
func (p *barPainter) notch(state SegmentState, x0, x1 int) {
	if missing := p.scaled(3) - (x1 - x0); missing > 0 {
		x0 = min(max(x0-missing/2, 0), p.w-p.scaled(3))
		x1 = x0 + p.scaled(3)
	}
	gap := p.scaled(1)
	p.fill(x0-gap, 0, x1+gap, p.bar, p.track)
	p.fill(x0, 0, x1, p.bar, p.colors[state])
}

// markers puts a ▼ of at least 5 pixels above the middle of each run in trouble, except where two would overlap.
func (p *barPainter) markers() {
	radius := max(2, p.scaled(3))
	previous, of := -p.w, SegmentWaiting
	p.runs(func(state SegmentState, x0, x1 int) {
		middle := min(max((x0+x1)/2, radius), p.w-1-radius)
		if state == of && middle-previous <= 2*radius+1 {
			return
		}
		previous, of = middle, state
		for row := 0; row <= radius; row++ {
			y := p.top - p.scaled(1) - 1 - radius + row
			for x := middle - radius + row; x <= middle+radius-row; x++ {
				if y >= 0 && x >= 0 && x < p.w {
					setPixel(p.picture.Pix[y*p.picture.Stride+4*x:], p.colors[state])
				}
			}
		}
	})
}

// roundCorners fades the corners of the picture below top to the given radius.
func roundCorners(picture *image.RGBA, top, radius int) {
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	radius = min(radius, w/2, (h-top)/2)
	for y := range radius {
		for x := range radius {
			keep := cover(float64(radius) - math.Hypot(float64(radius-x)-0.5, float64(radius-y)-0.5))
			if keep == 1 {
				continue
			}
			for _, at := range [4][2]int{{x, top + y}, {w - 1 - x, top + y}, {x, h - 1 - y}, {w - 1 - x, h - 1 - y}} {
				pix := picture.Pix[at[1]*picture.Stride+4*at[0]:][:4]
				for i, v := range pix { // colours in an image.RGBA are multiplied by their alpha
					pix[i] = uint8(float64(v) * keep)
				}
			}
		}
	}
}

// cover returns how much of a pixel lies inside a shape whose edge is depth pixels away from the pixel's middle.
func cover(depth float64) float64 { return min(max(depth+0.5, 0), 1) }
