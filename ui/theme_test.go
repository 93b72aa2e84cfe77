package ui_test

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"hoist/ui"
	"hoist/ui/widgets"
)

// pair is a colour on another, with what may lie between them.
type pair struct{ front, veil, back fyne.ThemeColorName }

func pairs(fronts []fyne.ThemeColorName, veils []fyne.ThemeColorName, backs ...fyne.ThemeColorName) []pair {
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
	none   = []fyne.ThemeColorName{""}
	states = []fyne.ThemeColorName{"", theme.ColorNameHover, theme.ColorNamePressed}
)

// textPairs are all texts on all grounds that they stand on.
func textPairs() []pair {
	names := func(n ...fyne.ThemeColorName) []fyne.ThemeColorName { return n }
	var all []pair
	all = append(all, pairs(names(theme.ColorNameForeground), states, theme.ColorNameBackground, widgets.ColorCard,
		widgets.ColorHeader, widgets.ColorWell, theme.ColorNameButton, theme.ColorNameInputBackground,
		theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground, theme.ColorNameHeaderBackground)...)
	all = append(all, pairs(names(theme.ColorNameForeground), names(theme.ColorNameSelection),
		theme.ColorNameInputBackground, widgets.ColorWell)...)
	all = append(all, pairs(names(widgets.ColorTextDim), names("", theme.ColorNameHover), theme.ColorNameBackground,
		widgets.ColorCard, widgets.ColorHeader, widgets.ColorWell)...)
	all = append(all, pairs(names(theme.ColorNamePlaceHolder), none, theme.ColorNameInputBackground, widgets.ColorCard)...)
	all = append(all, pairs(names(widgets.ColorLink, theme.ColorNameHyperlink, theme.ColorNamePrimary, theme.ColorNameSuccess,
		theme.ColorNameWarning, theme.ColorNameError), none, theme.ColorNameBackground, widgets.ColorCard,
		theme.ColorNameInputBackground)...)
	all = append(all, pairs(names(theme.ColorNameSuccess, theme.ColorNameWarning, theme.ColorNameError),
		names(theme.ColorNameHover), widgets.ColorCard)...)
	all = append(all, pairs(names(theme.ColorNameForegroundOnPrimary), states, theme.ColorNamePrimary)...)
	all = append(all,
		pair{theme.ColorNameForegroundOnSuccess, "", theme.ColorNameSuccess},
		pair{theme.ColorNameForegroundOnWarning, "", theme.ColorNameWarning},
		pair{theme.ColorNameForegroundOnError, "", theme.ColorNameError})
	return append(all, pairs(names(widgets.ColorBannerText), none, widgets.ColorBanner, widgets.ColorBannerStripe)...)
}

// graphicPairs are what carries meaning without being text, on the grounds that it lies on. Disabled text is here too,
// although WCAG asks nothing of it.
func graphicPairs() []pair {
	names := func(n ...fyne.ThemeColorName) []fyne.ThemeColorName { return n }
	var all []pair
	all = append(all, pairs(names(widgets.ColorSegmentSent, widgets.ColorSegmentSending, widgets.ColorSegmentRetrying,
		widgets.ColorSegmentFailed, widgets.ColorSegmentWaiting), none, widgets.ColorWell, widgets.ColorCard)...)
	all = append(all, pairs(names(theme.ColorNamePrimary), none, theme.ColorNameBackground, widgets.ColorCard,
		widgets.ColorWell, theme.ColorNameInputBackground)...)
	all = append(all, pairs(names(theme.ColorNameInputBorder), none, theme.ColorNameBackground, widgets.ColorCard,
		theme.ColorNameInputBackground)...)
	all = append(all, pairs(names(theme.ColorNameScrollBar), none, theme.ColorNameBackground, widgets.ColorCard)...)
	return append(all, pairs(names(theme.ColorNameDisabled), none, widgets.ColorCard, theme.ColorNameBackground,
		theme.ColorNameDisabledButton, theme.ColorNameInputBackground)...)
}

// TestContrast holds the look to WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for graphics and outlines (1.4.11).
func TestContrast(t *testing.T) {
	test.NewTempApp(t)
	for name, choice := range map[string]ui.VariantChoice{"light": ui.VariantLight, "dark": ui.VariantDark} {
		look := ui.NewTheme(nil, nil, nil, choice)
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
		check("text", textPairs(), 4.5)
		check("graphics", graphicPairs(), 3)
	}
}

// over lays a see-through colour over a solid one.
func over(veil, back color.Color) color.Color {
	v := color.NRGBAModel.Convert(veil).(color.NRGBA)
	b := color.NRGBAModel.Convert(back).(color.NRGBA)
	blend := func(v, b, a uint8) uint8 { return uint8((int(v)*int(a) + int(b)*(255-int(a))) / 255) }
	return color.NRGBA{R: blend(v.R, b.R, v.A), G: blend(v.G, b.G, v.A), B: blend(v.B, b.B, v.A), A: 255}
}

// contrast is WCAG's contrast ratio of two solid colours.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is WCAG's relative luminance.
func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		s := float64(v) / 0xFFFF
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// TestContrastFormula checks the formula itself against values that WCAG's own tools give.
func TestContrastFormula(t *testing.T) {
	for _, c := range []struct {
		a, b color.Color
		want float64
	}{
		{color.White, color.Black, 21},
		{color.White, color.White, 1},
		{color.NRGBA{R: 0x77, G: 0x77, B: 0x77, A: 255}, color.White, 4.48},
	} {
		if got := contrast(c.a, c.b); math.Abs(got-c.want) > 0.01 {
			t.Errorf("%v on %v is %.2f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

func TestThemeFollowsTheSystemUnlessTold(t *testing.T) {
	test.NewTempApp(t)
	background := func(choice ui.VariantChoice, variant fyne.ThemeVariant) color.Color {
		return ui.NewTheme(nil, nil, nil, choice).Color(theme.ColorNameBackground, variant)
	}
	light, dark := background(ui.VariantLight, theme.VariantDark), background(ui.VariantDark, theme.VariantLight)
	if light == dark {
		t.Fatal("light and dark are the same")
	}
	if background(ui.VariantSystem, theme.VariantLight) != light || background(ui.VariantSystem, theme.VariantDark) != dark {
		t.Error("it does not follow the system")
	}
}

func TestThemeServesFontsAndSizes(t *testing.T) {
	test.NewTempApp(t)
	regular := fyne.NewStaticResource("regular", nil)
	semibold := fyne.NewStaticResource("semibold", nil)
	mono := fyne.NewStaticResource("mono", nil)
	look := ui.NewTheme(regular, semibold, mono, ui.VariantSystem)
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
