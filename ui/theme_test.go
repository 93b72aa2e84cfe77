package ui

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// pair is a colour on another, with what may lie between them.
type pair struct{ front, veil, back fyne.ThemeColorName }

func pairs(fronts, veils []fyne.ThemeColorName, backs ...fyne.ThemeColorName) []pair {
	var all []pair
	for _, f := range fronts {
		for _, v := range veils {
			for _, b := range backs {
				all = append(all, pair{f, v, b})
			}
		}
	}
	return all
}

var (
	none  = []fyne.ThemeColorName{""}
	veils = []fyne.ThemeColorName{theme.ColorNameHover, theme.ColorNamePressed}
)

// textPairs are texts in moments that no scene shows: under the pointer, and selected.
func textPairs() []pair {
	names := func(n ...fyne.ThemeColorName) []fyne.ThemeColorName { return n }
	all := pairs(names(theme.ColorNameForeground), veils, theme.ColorNameBackground, widgets.ColorCard, widgets.ColorHeader,
		widgets.ColorWell, theme.ColorNameButton, theme.ColorNameInputBackground, theme.ColorNameMenuBackground,
		theme.ColorNameOverlayBackground)
	all = append(all, pairs(names(theme.ColorNameForeground), names(theme.ColorNameSelection),
		theme.ColorNameInputBackground, widgets.ColorWell)...)
	all = append(all, pairs(names(widgets.ColorTextDim), names(theme.ColorNameHover), theme.ColorNameBackground,
		widgets.ColorCard, widgets.ColorHeader, widgets.ColorWell)...)
	all = append(all, pairs(names(theme.ColorNameSuccess, theme.ColorNameWarning, theme.ColorNameError),
		names(theme.ColorNameHover), widgets.ColorCard)...)
	return append(all, pairs(names(theme.ColorNameForegroundOnPrimary), veils, theme.ColorNamePrimary)...)
}

// graphicPairs are graphics that not every scene has: segments in each state, bars of what scrolls, and what cannot be
// used, although WCAG asks nothing of it.
func graphicPairs() []pair {
	names := func(n ...fyne.ThemeColorName) []fyne.ThemeColorName { return n }
	all := pairs(names(widgets.ColorSegmentSent, widgets.ColorSegmentSending, widgets.ColorSegmentRetrying,
		widgets.ColorSegmentFailed, widgets.ColorSegmentWaiting), none, widgets.ColorWell, widgets.ColorCard)
	all = append(all, pairs(names(theme.ColorNameScrollBar), none, theme.ColorNameBackground, widgets.ColorCard)...)
	return append(all, pairs(names(theme.ColorNameDisabled), none, widgets.ColorCard, theme.ColorNameBackground,
		theme.ColorNameDisabledButton, theme.ColorNameInputBackground)...)
}

// TestContrastUnderThePointer holds to WCAG 2.2 what TestPictures does not see.
func TestContrastUnderThePointer(t *testing.T) {
	test.NewTempApp(t)
	for name, choice := range map[string]VariantChoice{"light": VariantLight, "dark": VariantDark} {
		look := NewTheme(nil, nil, nil, choice)
		check := func(kind string, all []pair, least float64) {
			lowest, at := math.Inf(1), ""
			for _, p := range all {
				back := look.Color(p.back, theme.VariantDark)
				if p.veil != "" {
					back = over(look.Color(p.veil, theme.VariantDark), back)
				}
				ratio := contrast(look.Color(p.front, theme.VariantDark), back)
				what := fmt.Sprintf("%s on %s %s", p.front, p.veil, p.back)
				if ratio < least {
					t.Errorf("%s: %s has %.2f:1, needs %.1f:1", name, what, ratio, least)
				}
				if ratio < lowest {
					lowest, at = ratio, what
				}
			}
			t.Logf("%s, %s: %d pairs, the lowest is %.2f:1 (%s)", name, kind, len(all), lowest, at)
		}
		check("text", textPairs(), textLeast)
		check("graphics", graphicPairs(), graphicLeast)
	}
}

func TestThemeFollowsTheSystemUnlessTold(t *testing.T) {
	test.NewTempApp(t)
	background := func(choice VariantChoice, variant fyne.ThemeVariant) color.Color {
		return NewTheme(nil, nil, nil, choice).Color(theme.ColorNameBackground, variant)
	}
	light, dark := background(VariantLight, theme.VariantDark), background(VariantDark, theme.VariantLight)
	if light == dark {
		t.Fatal("light and dark are the same")
	}
	if background(VariantSystem, theme.VariantLight) != light || background(VariantSystem, theme.VariantDark) != dark {
		t.Error("it does not follow the system")
	}
}

func TestThemeServesFontsAndSizes(t *testing.T) {
	test.NewTempApp(t)
	regular := fyne.NewStaticResource("regular", nil)
	semibold := fyne.NewStaticResource("semibold", nil)
	mono := fyne.NewStaticResource("mono", nil)
	look := NewTheme(regular, semibold, mono, VariantSystem)
	for _, c := range []struct {
		style fyne.TextStyle
		want  fyne.Resource
	}{
		{fyne.TextStyle{}, regular},
		{fyne.TextStyle{Italic: true}, regular},
		{fyne.TextStyle{Bold: true}, semibold},
		{fyne.TextStyle{Monospace: true}, mono},
		{fyne.TextStyle{Monospace: true, Bold: true}, mono},
	} {
		if got := look.Font(c.style); got != c.want {
			t.Errorf("%+v has %s, want %s", c.style, got.Name(), c.want.Name())
		}
	}
	if look.Font(fyne.TextStyle{Symbol: true}) == nil {
		t.Error("symbols have no font")
	}
	for _, name := range []fyne.ThemeSizeName{widgets.SizeCaption, widgets.SizeText, widgets.SizeHeading, widgets.SizeTitle} {
		if size := look.Size(name); size < 12 {
			t.Errorf("%s is %v dp: no text is smaller than 12", name, size)
		}
	}
	if look.Size(theme.SizeNameInputBorder) != theme.DefaultTheme().Size(theme.SizeNameInputBorder) {
		t.Error("sizes that are not ours are not Fyne's")
	}
}
