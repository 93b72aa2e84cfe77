package desktop

import (
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

// CanDraw reports whether this computer has fonts for all of a text, as Fyne would look for them beside the program's
// own. The first call may take a second: the fonts of the system are gone through.
func CanDraw(text string) bool {
	fonts := fontscan.NewFontMap(silent{})
	if err := fonts.UseSystemFonts(""); err != nil {
		return false
	}
	fonts.SetQuery(fontscan.Query{Families: []string{fontscan.SansSerif}})
	for _, r := range text {
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
