package desktop

import "image"

// imageOfBGR makes a picture of pixels as Windows has them: lines from the top, of four bytes a pixel, blue first. The
// fourth is passed over: of a video's frame nothing shines through, and some that make thumbnails leave it zero.
func imageOfBGR(pixels []byte, width, height int) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := 0; i+4 <= min(len(pixels), len(picture.Pix)); i += 4 {
		picture.Pix[i], picture.Pix[i+1], picture.Pix[i+2], picture.Pix[i+3] = pixels[i+2], pixels[i+1], pixels[i], 0xFF
	}
	return picture
}

// blank reports whether nothing has been drawn into pixels, as by a shell that makes no thumbnails of videos and says that it
// has made one: Wine's.
func blank(pixels []byte) bool {
	for _, b := range pixels {
		if b != 0 {
			return false
		}
	}
	return true
}
