package desktop

import (
	"bytes"
	"unicode"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

// CanDraw reports whether every letter of a text can be drawn: by all of the program's own fonts, or by one of this
// computer's, as Fyne would look for it. Where it has to look there, the first call may take a second.
func CanDraw(text string, own ...fyne.Resource) bool {
	foreign := Lacking(text, own...)
	return len(foreign) == 0 || systemDraws(foreign)
}

// Lacking returns the letters of a text that one of the fonts does not have, each once. Blanks are none: Fyne's own fonts,
// which stand behind the program's, have them all.
func Lacking(text string, fonts ...fyne.Resource) []rune {
	faces := make([]*font.Face, len(fonts))
	for i, one := range fonts {
		face, err := font.ParseTTF(bytes.NewReader(one.Content()))
		if err != nil {
			return []rune(text)
		}
		faces[i] = face
	}
	asked := map[rune]bool{}
	var lacking []rune
	for _, r := range text {
		if asked[r] || unicode.IsControl(r) || unicode.IsSpace(r) {
			continue
		}
		asked[r] = true
		there := len(faces) > 0
		for _, face := range faces {
			_, has := face.NominalGlyph(r)
			there = there && has
		}
		if !there {
			lacking = append(lacking, r)
		}
	}
	return lacking
}

// systemDraws reports whether this computer has fonts for all of these letters.
func systemDraws(letters []rune) bool {
	fonts := fontscan.NewFontMap(silent{})
	if err := fonts.UseSystemFonts(""); err != nil {
		return false
	}
	fonts.SetQuery(fontscan.Query{Families: []string{fontscan.SansSerif}})
	for _, r := range letters {
		fonts.SetScript(language.LookupScript(r))
		face := fonts.ResolveFace(r)
		if face == nil {
			return false
		}
		if _, there := face.NominalGlyph(r); !there {
			return false
		}
	}
	return true
}

// silent is told of each font file that cannot be read; nobody else wants to know.
type silent struct{}

func (silent) Printf(string, ...any) {}
