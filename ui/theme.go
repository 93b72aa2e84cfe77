package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// VariantChoice says which of the two looks the window has.
type VariantChoice int

// The choices.
const (
	VariantSystem VariantChoice = iota // as the system has it, changing with it
	VariantLight
	VariantDark
)

// look is Hoist's theme: the palette of package widgets, three fonts, and for the rest what Fyne has.
type look struct {
	fyne.Theme
	regular, semibold, mono fyne.Resource
	choice                  VariantChoice
}

// NewTheme returns Hoist's look. Fyne knows only regular and bold, so semibold is served as bold; there is no italic.
// The fonts are of Latin, Greek and Cyrillic: for other scripts Fyne asks the system.
func NewTheme(regular, semibold, mono fyne.Resource, variant VariantChoice) fyne.Theme {
	return &look{Theme: theme.DefaultTheme(), regular: regular, semibold: semibold, mono: mono, choice: variant}
}

func (l *look) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch l.choice {
	case VariantLight:
		variant = theme.VariantLight
	case VariantDark:
		variant = theme.VariantDark
	}
	if c, ours := widgets.PaletteColor(name, variant); ours {
		return c
	}
	return l.Theme.Color(name, variant)
}

func (l *look) Size(name fyne.ThemeSizeName) float32 {
	if size, ours := widgets.PaletteSize(name); ours {
		return size
	}
	return l.Theme.Size(name)
}

func (l *look) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return l.Theme.Font(style)
	case style.Monospace:
		return l.mono
	case style.Bold:
		return l.semibold
	default:
		return l.regular
	}
}
