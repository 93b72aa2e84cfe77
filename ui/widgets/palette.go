package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// shade is one colour in both variants, as 0xRRGGBBAA.
type shade struct{ dark, light uint32 }

// The tokens. Teal, because blue is both Fyne's own look and what the network used to be, and black on white is what it
// is now. Package ui's tests hold all that is drawn with them to WCAG 2.2: 4.5:1 for text, 3:1 for what carries meaning.
var shades = map[fyne.ThemeColorName]shade{
	theme.ColorNameBackground: {0x14171CFF, 0xF4F5F7FF},
	ColorCard:                 {0x1C2027FF, 0xFFFFFFFF},
	ColorHeader:               {0x1C2027FF, 0xFFFFFFFF},
	ColorWell:                 {0x262B34FF, 0xE9ECF0FF},
	ColorHairline:             {0x2A303AFF, 0xE1E5EAFF},

	theme.ColorNameForeground:  {0xECEFF3FF, 0x191D23FF},
	ColorTextDim:               {0xA3ADBBFF, 0x545E6CFF},
	theme.ColorNamePlaceHolder: {0x98A2B1FF, 0x5B6574FF},
	theme.ColorNameDisabled:    {0x7D8797FF, 0x6E7886FF},
	ColorLink:                  {0x7CC4CCFF, 0x1A636BFF},
	theme.ColorNameHyperlink:   {0x7CC4CCFF, 0x1A636BFF},

	theme.ColorNamePrimary:             {0x5EA0A8FF, 0x1F6F78FF},
	theme.ColorNameForegroundOnPrimary: {0x14171CFF, 0xFFFFFFFF},
	theme.ColorNameSuccess:             {0x58C793FF, 0x1B6E45FF},
	theme.ColorNameForegroundOnSuccess: {0x14171CFF, 0xFFFFFFFF},
	theme.ColorNameWarning:             {0xF0B429FF, 0x8A5A00FF},
	theme.ColorNameForegroundOnWarning: {0x14171CFF, 0xFFFFFFFF},
	theme.ColorNameError:               {0xFF8A7DFF, 0xB3261EFF},
	theme.ColorNameForegroundOnError:   {0x14171CFF, 0xFFFFFFFF},

	theme.ColorNameButton:         {0x2A303AFF, 0xE9ECF0FF},
	theme.ColorNameDisabledButton: {0x232831FF, 0xEEF0F3FF},
	theme.ColorNameHover:          {0xFFFFFF14, 0x0000000F},
	theme.ColorNamePressed:        {0xFFFFFF29, 0x0000001F},
	theme.ColorNameFocus:          {0x5EA0A866, 0x1F6F7855},
	theme.ColorNameSelection:      {0x5EA0A859, 0x1F6F7840},

	theme.ColorNameInputBackground: {0x14171CFF, 0xFFFFFFFF},
	theme.ColorNameInputBorder:     {0x6B7686FF, 0x7A8494FF},

	theme.ColorNameScrollBar:           {0x6B7686FF, 0x7A8494FF},
	theme.ColorNameScrollBarBackground: {0x00000000, 0x00000000},
	theme.ColorNameSeparator:           {0x2A303AFF, 0xE1E5EAFF},
	theme.ColorNameHeaderBackground:    {0x1C2027FF, 0xFFFFFFFF},
	theme.ColorNameMenuBackground:      {0x232831FF, 0xFFFFFFFF},
	theme.ColorNameOverlayBackground:   {0x1C2027FF, 0xFFFFFFFF},
	theme.ColorNameShadow:              {0x00000080, 0x0000002E},

	ColorSegmentSent:     {0x5EA0A8FF, 0x1F6F78FF},
	ColorSegmentSending:  {0xB9E3E7FF, 0x2F8F9AFF},
	ColorSegmentRetrying: {0xF0B429FF, 0xB87800FF},
	ColorSegmentFailed:   {0xFF8A7DFF, 0xB3261EFF},
	ColorSegmentWaiting:  {0x6B7686FF, 0x78828FFF},

	ColorBanner:       {0x2B2515FF, 0xFFF3D6FF},
	ColorBannerStripe: {0x332C19FF, 0xFBE9C2FF},
	ColorBannerText:   {0xF5CE73FF, 0x6B4600FF},
}

// PaletteColor returns the colour that Hoist has for name in the given variant, and false for a name that it leaves to
// Fyne.
func PaletteColor(name fyne.ThemeColorName, variant fyne.ThemeVariant) (color.Color, bool) {
	s, found := shades[name]
	if !found {
		return nil, false
	}
	if variant == theme.VariantLight {
		return rgba(s.light), true
	}
	return rgba(s.dark), true
}

func rgba(c uint32) color.NRGBA {
	return color.NRGBA{R: uint8(c >> 24), G: uint8(c >> 16 & 0xFF), B: uint8(c >> 8 & 0xFF), A: uint8(c & 0xFF)}
}

var sizes = map[fyne.ThemeSizeName]float32{
	SizeTitle:                       24,
	SizeHeading:                     17,
	SizeStat:                        16,
	SizeText:                        14,
	SizeCaption:                     12,
	theme.SizeNameLineSpacing:       4,
	theme.SizeNamePadding:           6,
	theme.SizeNameInnerPadding:      9,
	theme.SizeNameInlineIcon:        20,
	theme.SizeNameInputRadius:       7,
	theme.SizeNameSelectionRadius:   5,
	theme.SizeNameMenuRadius:        10,
	theme.SizeNamePopupRadius:       10,
	theme.SizeNameDialogRadius:      12,
	theme.SizeNameScrollBar:         10,
	theme.SizeNameScrollBarSmall:    4,
	theme.SizeNameScrollBarRadius:   5,
	theme.SizeNameModalBlurRadius:   0,
	theme.SizeNameInnerWindowRadius: 12,
	SizeRadius:                      7,
	SizeEdgeRadius:                  2,
	SizeCardRadius:                  11,
	SizePage:                        16,
	SizeGap:                         8,
	SizeDetailsGap:                  12,
}

// PaletteSize returns the size that Hoist has for name, in dp, and false for a name that it leaves to Fyne.
func PaletteSize(name fyne.ThemeSizeName) (float32, bool) {
	size, found := sizes[name]
	return size, found
}
