// Package assets holds what ships beside the code: the icon, the fonts, the strings of each language and a clip to try
// the program with. All of it is compiled in, so that the program is one file.
//
// Each thing has what made it beside it: fonts/make.sh, sample.sh, icon.sh and the command in notices. The translations are
// written by people: translations/en.json is what the program says in English, and a language is added by a file of the same
// keys named after it.
package assets

import (
	"embed"

	"fyne.io/fyne/v2"
)

var (
	//go:embed icon.png
	iconPNG []byte
	//go:embed fonts/Inter-Regular.otf
	interRegular []byte
	//go:embed fonts/Inter-SemiBold.otf
	interSemiBold []byte
	//go:embed fonts/JetBrainsMono-Regular.ttf
	jetBrainsMono []byte
	//go:embed sample.mp4
	sample []byte
)

// Translations holds the strings, one file for each language: translations/en.json and so on, in go-i18n's JSON, as
// fyne.io/fyne/v2/lang reads it.
//
//go:embed translations/*.json
var Translations embed.FS

// One resource each for the whole run: Fyne caches fonts and pictures by the resource's address.
var (
	icon     = fyne.NewStaticResource("hoist.png", iconPNG)
	regular  = fyne.NewStaticResource("Inter-Regular.otf", interRegular)
	semiBold = fyne.NewStaticResource("Inter-SemiBold.otf", interSemiBold)
	mono     = fyne.NewStaticResource("JetBrainsMono-Regular.ttf", jetBrainsMono)
)

// Icon returns the program's mark as a PNG of 512 by 512 pixels.
func Icon() fyne.Resource { return icon }

// FontRegular returns Inter Regular: Latin, Greek and Cyrillic, with digits of one width.
func FontRegular() fyne.Resource { return regular }

// FontSemiBold returns Inter SemiBold, for Fyne's bold style. It has the letters of [FontRegular].
func FontSemiBold() fyne.Resource { return semiBold }

// FontMono returns JetBrains Mono Regular, for media IDs and traces.
func FontMono() fyne.Resource { return mono }

// SampleName is the file name that [SampleVideo] is written under.
const SampleName = "sample.mp4"

// SampleVideo returns an MP4 of ten seconds that X would take, for practice mode. The bytes are the program's own:
// nobody may change them.
func SampleVideo() []byte { return sample }
