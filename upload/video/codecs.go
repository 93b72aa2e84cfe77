package video

import (
	"fmt"
	"strconv"
)

// What the headers of codecs say goes into Picture and Sound. Each reader takes bytes that may be anything and any
// number, leaves alone what it cannot read, and reports whether it has read what it is for. What the container has said
// of the shape of a pixel and of the frame rate stays, as players and ffprobe have it; of all else the codec is right.
//
// avcC, hvcC, av1C and vpcC are the records that MP4 and Matroska keep; hevcSPS, av1OBUs, vp8Frame and
// vp9Frame take what the media itself begins with. h264Frame and hevcFrame look into the first frame for what the
// records leave open.

// maxSide is the largest width and height that is believed, in pixels. No level of any of the codecs goes beyond.
const maxSide = 1 << 16

// size takes the size of the picture, where it is one.
func (p *Picture) size(width, height int64) bool {
	if width <= 0 || height <= 0 || width > maxSide || height > maxSide {
		return false
	}
	p.Width, p.Height = int(width), int(height)
	return true
}

// pixelShape takes the shape of a pixel where the container has not said it. A zero is how codecs say that they do not
// know it.
func (p *Picture) pixelShape(width, height int64) {
	if p.PixelWidth > 0 || width <= 0 || height <= 0 {
		return
	}
	g := gcd(width, height)
	if width/g > maxSide || height/g > maxSide {
		return
	}
	p.PixelWidth, p.PixelHeight = int(width/g), int(height/g)
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// maxFrameRate is the highest frame rate that is believed of a codec's header, in frames per second: some writers put a
// clock there that has nothing to do with frames.
const maxFrameRate = 1000

// timing takes the frame rate where the container has not said it.
func (p *Picture) timing(frames, seconds float64) {
	if p.FrameRate == 0 && frames > 0 && seconds > 0 && frames/seconds <= maxFrameRate {
		p.FrameRate = frames / seconds
		p.Fastest = p.FrameRate
	}
}

// progressive is for codecs that know no fields. The container may still say that there are some.
func (p *Picture) progressive() {
	if p.Scan == "" {
		p.Scan = Progressive
	}
}

// pixelShapes are the shapes of pixels that H.264 and H.265 have numbers for (tables E-1 of both).
var pixelShapes = [...][2]int64{
	{0, 0},
	{1, 1},
	{12, 11},
	{10, 11},
	{16, 11},
	{40, 33},
	{24, 11},
	{20, 11},
	{32, 11},
	{80, 33},
	{18, 11},
	{15, 11},
	{64, 33},
	{160, 99},
	{4, 3},
	{3, 2},
	{2, 1},
}

// aspectRatio reads the shape of a pixel, as the usability information of H.264 and H.265 has it.
func aspectRatio(b *bits) (width, height int64) {
	const extended = 255
	if !b.flag() {
		return 0, 0
	}
	switch number := b.read(8); {
	case number == extended:
		width, height = int64(b.read(16)), int64(b.read(16))
		return width, height
	case int(number) < len(pixelShapes):
		return pixelShapes[number][0], pixelShapes[number][1]
	}
	return 0, 0
}

// chromaFormats are the kinds of chroma by chroma_format_idc of H.264 and H.265.
var chromaFormats = [...]Chroma{Monochrome, Chroma420, Chroma422, Chroma444}

// crop returns by how many pixels a step of the cropping window is wide and high.
func (c Chroma) crop() (width, height int64) {
	switch c {
	case Chroma420:
		return 2, 2
	case Chroma422:
		return 2, 1
	}
	return 1, 1
}

// levelTenths writes a level that comes in tenths.
func levelTenths(tenths uint32) string {
	if tenths == 0 {
		return ""
	}
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// profileNumber writes the profile of a codec whose profiles have numbers alone.
func profileNumber(n uint32) string { return "Profile " + strconv.FormatUint(uint64(n), 10) }
