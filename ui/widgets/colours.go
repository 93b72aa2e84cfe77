package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colours that Fyne's own list of names has no word for. [PaletteColor] has their values.
const (
	ColorCard            fyne.ThemeColorName = "hoistCard"            // surface of cards and panels
	ColorHeader          fyne.ThemeColorName = "hoistHeader"          // surface of the window's header and footer
	ColorWell            fyne.ThemeColorName = "hoistWell"            // sunken surface: bar track, field of an ID
	ColorTextDim         fyne.ThemeColorName = "hoistTextDim"         // second text, captions
	ColorLink            fyne.ThemeColorName = "hoistLink"            // text that can be tapped
	ColorHairline        fyne.ThemeColorName = "hoistHairline"        // outline of a surface; decoration, carries no meaning
	ColorSegmentSent     fyne.ThemeColorName = "hoistSegmentSent"     // confirmed
	ColorSegmentSending  fyne.ThemeColorName = "hoistSegmentSending"  // on the wire
	ColorSegmentRetrying fyne.ThemeColorName = "hoistSegmentRetrying" // to be tried again
	ColorSegmentFailed   fyne.ThemeColorName = "hoistSegmentFailed"   // given up
	ColorSegmentWaiting  fyne.ThemeColorName = "hoistSegmentWaiting"  // not started
	ColorBanner          fyne.ThemeColorName = "hoistBanner"          // ground of the striped banner
	ColorBannerStripe    fyne.ThemeColorName = "hoistBannerStripe"    // its stripes
	ColorBannerText      fyne.ThemeColorName = "hoistBannerText"      // words on both
)

// Sizes used by the widgets and by the window around them. Those that Fyne knows keep Fyne's name, so that its own
// widgets follow; [PaletteSize] has the values.
const (
	SizeTitle   = theme.SizeNameHeadingText    // 24: the one title of a view
	SizeHeading = theme.SizeNameSubHeadingText // 17: heading of a card
	SizeText    = theme.SizeNameText           // 14
	SizeCaption = theme.SizeNameCaptionText    // 12: the smallest text there is

	SizeStat fyne.ThemeSizeName = "hoistStat" // 16: the value of a [Stat]

	SizeCardRadius                    = theme.SizeNameCardRadius   // corners of cards and panels
	SizeRadius                        = theme.SizeNameButtonRadius // corners of buttons, fields and wells
	SizeEdgeRadius fyne.ThemeSizeName = "hoistEdgeRadius"          // corners of the edge of a notice

	SizePage       fyne.ThemeSizeName = "hoistPage"       // 16: margin of a page
	SizeGap        fyne.ThemeSizeName = "hoistGap"        // 8: between cards, between buttons
	SizeDetailsGap fyne.ThemeSizeName = "hoistDetailsGap" // 12: between the panels of the details
)

// Tone says how a line or a notice is meant. It chooses a colour; the words and the icon say the same.
type Tone int

// The tones.
const (
	ToneNeutral Tone = iota // plain fact
	ToneActive              // something is going on
	ToneGood                // done, ready
	ToneWarning             // works, with a catch
	ToneError               // does not work until somebody acts
)

// color names the colour that text or an icon of this tone has on a card.
func (t Tone) color() fyne.ThemeColorName {
	switch t {
	case ToneActive:
		return theme.ColorNamePrimary
	case ToneGood:
		return theme.ColorNameSuccess
	case ToneWarning:
		return theme.ColorNameWarning
	case ToneError:
		return theme.ColorNameError
	default:
		return ColorTextDim
	}
}
