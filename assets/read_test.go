package assets_test

import (
	"encoding/binary"
	"image/color"
	"testing"
)

// gray returns how light a colour is, 0 to 255.
func gray(c color.Color) int {
	g, ok := color.GrayModel.Convert(c).(color.Gray)
	if !ok {
		return 0
	}
	return int(g.Y)
}

// glyph returns the number of a letter's glyph in a font file; 0: it has none. It reads the table that maps the letters
// of the first plane (cmap, format 4), because Fyne would silently draw a missing letter with another font.
func glyph(t *testing.T, font []byte, letter rune) int {
	t.Helper()
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(font[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(font[at:])) }
	cmap := 0
	for i := range u16(4) {
		if entry := 12 + 16*i; string(font[entry:entry+4]) == "cmap" {
			cmap = u32(entry + 8)
		}
	}
	for i := range u16(cmap + 2) {
		table := cmap + u32(cmap+4+8*i+4)
		if u16(table) != 4 {
			continue
		}
		double := u16(table + 6) // twice the number of ranges
		for seg := 0; seg < double; seg += 2 {
			end, start := u16(table+14+seg), u16(table+16+double+seg)
			if int(letter) > end || int(letter) < start {
				continue
			}
			delta, offsetAt := u16(table+16+2*double+seg), table+16+3*double+seg
			if u16(offsetAt) == 0 {
				return (int(letter) + delta) & 0xffff
			}
			return u16(offsetAt + u16(offsetAt) + 2*(int(letter)-start))
		}
		return 0
	}
	t.Fatal("the font has no cmap of format 4")
	return 0
}
