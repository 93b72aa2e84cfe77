package terminal

import (
	"strings"
	"unicode"
)

// Screen is what standard error can show. The zero value is a file or a pipe: lines and nothing else.
type Screen struct {
	Bar     bool       // a line can be drawn over: the progress bar is shown
	Escapes bool       // it understands escape sequences
	Color   bool       // the person has nothing against colours; needs Escapes
	Width   func() int // columns at this moment; nil, or 0 from it: 80
}

// ScreenOf returns what a terminal can show, going by the environment: none of it where TERM is dumb, and no colours
// with NO_COLOR (no-color.org). system is runtime.GOOS, getenv os.Getenv.
func ScreenOf(system string, getenv func(string) string, width func() int) Screen {
	kind := getenv("TERM")
	// The consoles of Windows set no TERM. All of them can draw over a line, and the newer ones know the escapes.
	console := system == "windows" && kind == ""
	escapes := kind != "" && kind != "dumb" || console && getenv("WT_SESSION") != ""
	return Screen{
		Bar:     escapes || console,
		Escapes: escapes,
		Color:   escapes && getenv("NO_COLOR") == "",
		Width:   width,
	}
}

// columns returns how wide lines may be, so that none reaches the last column: some terminals wrap there.
func (s Screen) columns() int {
	if s.Width != nil {
		if w := s.Width(); w > 0 {
			return w - 1
		}
	}
	return 79
}

// columnsOf returns how many columns a text takes: two for the wide characters of East Asia and most emoji, none for
// marks that combine with the character before.
func columnsOf(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOfRune(r)
	}
	return n
}

func columnsOfRune(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// wide are the blocks whose characters are two columns wide (Unicode's EastAsianWidth W and F, in whole blocks).
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, // Hangul Jamo
		{Lo: 0x2e80, Hi: 0x303e, Stride: 1}, // radicals, CJK punctuation
		{Lo: 0x3041, Hi: 0xa4cf, Stride: 1}, // kana, Bopomofo, ideographs, Yi
		{Lo: 0xa960, Hi: 0xa97f, Stride: 1}, // Hangul Jamo Extended-A
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, // Hangul
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1}, // compatibility ideographs
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1}, // compatibility forms
		{Lo: 0xff01, Hi: 0xff60, Stride: 1}, // full-width forms
		{Lo: 0xffe0, Hi: 0xffe6, Stride: 1}, // full-width signs
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, // emoji
		{Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1},
		{Lo: 0x1f900, Hi: 0x1faff, Stride: 1},
		{Lo: 0x20000, Hi: 0x3fffd, Stride: 1}, // more ideographs
	},
}

// fit returns the text cut to that many columns, with "…" where something is missing.
func fit(s string, columns int) string {
	if columnsOf(s) <= columns {
		return s
	}
	var b strings.Builder
	left := columns - 1
	for _, r := range s {
		if left -= columnsOfRune(r); left < 0 {
			break
		}
		b.WriteRune(r)
	}
	if columns > 0 {
		b.WriteString("…")
	}
	return b.String()
}
