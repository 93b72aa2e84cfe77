package widgets

import (
	"image"
	"image/draw"
	"math"
)

// Fit returns a picture that lies within most pixels: a copy that is scaled down, or as large as it was where it lies
// within them already. The copy shares nothing with the picture, and is as small as its pixels. nil: the picture is empty.
func Fit(picture image.Image, most image.Point) *image.RGBA {
	bounds := picture.Bounds()
	if bounds.Empty() || most.X <= 0 || most.Y <= 0 {
		return nil
	}
	whole := image.NewRGBA(image.Rectangle{Max: bounds.Size()})
	draw.Draw(whole, whole.Rect, picture, bounds.Min, draw.Src)
	factor := min(float64(most.X)/float64(bounds.Dx()), float64(most.Y)/float64(bounds.Dy()))
	if factor >= 1 {
		return whole
	}
	side := func(n int) int { return max(1, int(math.Round(float64(n)*factor))) }
	return scaled(whole, image.Pt(side(bounds.Dx()), side(bounds.Dy())))
}

// scaled returns the picture with another size. Each pixel is the mean of those around its place, weighted by how near they
// are: smaller it does not flicker, and larger it has no steps.
func scaled(picture *image.RGBA, size image.Point) *image.RGBA {
	width, height := picture.Rect.Dx(), picture.Rect.Dy()
	if size == picture.Rect.Size() || picture.Rect.Empty() {
		return picture
	}
	narrow := image.NewRGBA(image.Rect(0, 0, size.X, height)) // one direction after the other costs much less than both at once
	across := nearby(width, size.X)
	for y := range height {
		line, to := picture.Pix[y*picture.Stride:], narrow.Pix[y*narrow.Stride:]
		for x, from := range across {
			from.mean(to[4*x:], line, 4)
		}
	}
	result := image.NewRGBA(image.Rectangle{Max: size})
	for y, from := range nearby(height, size.Y) {
		to := result.Pix[y*result.Stride:]
		for x := range size.X {
			from.mean(to[4*x:], narrow.Pix[4*x:], narrow.Stride)
		}
	}
	return result
}

// neighbours are the pixels of a line that one pixel of the scaled line is made of.
type neighbours struct {
	first   int
	weights []uint32 // wholeWeight in all
}

const wholeWeight = 1 << 16

// nearby returns for each pixel of the scaled line what it is made of.
func nearby(length, scaledLength int) []neighbours {
	all := make([]neighbours, scaledLength)
	ratio := float64(length) / float64(scaledLength)
	reach := max(1, ratio)
	for i := range all {
		middle := (float64(i)+0.5)*ratio - 0.5
		first := max(0, int(math.Ceil(middle-reach)))
		last := min(length-1, int(math.Floor(middle+reach)))
		shares, sum := make([]float64, last-first+1), 0.0
		for j := range shares {
			shares[j] = max(0, 1-math.Abs(float64(first+j)-middle)/reach)
			sum += shares[j]
		}
		all[i] = neighbours{first, make([]uint32, len(shares))}
		left, heaviest := uint32(wholeWeight), 0
		for j, share := range shares {
			all[i].weights[j] = min(left, uint32(share/sum*wholeWeight))
			left -= all[i].weights[j]
			if share > shares[heaviest] {
				heaviest = j
			}
		}
		all[i].weights[heaviest] += left // what rounding has left over
	}
	return all
}

// mean writes the pixel that they make of a line of pixels that lie step bytes apart.
func (n neighbours) mean(to, line []uint8, step int) {
	var r, g, b, a uint32
	at := n.first * step
	for _, weight := range n.weights {
		pix := line[at : at+4 : at+4]
		r += weight * uint32(pix[0])
		g += weight * uint32(pix[1])
		b += weight * uint32(pix[2])
		a += weight * uint32(pix[3])
		at += step
	}
	const half = wholeWeight / 2
	to[0], to[1], to[2], to[3] = uint8((r+half)>>16), uint8((g+half)>>16), uint8((b+half)>>16), uint8((a+half)>>16)
}
