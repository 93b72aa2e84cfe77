package ui

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/home"
	"hoist/ui/widgets"
)

// What WCAG 2.2 asks for at least: of text (1.4.3), and of graphics and outlines (1.4.11).
const (
	textLeast    = 4.5
	graphicLeast = 3
)

// faint are the colours that may be like what lies behind them.
var faint = map[fyne.ThemeColorName]string{
	theme.ColorNameBackground:        "a ground: what stands on it is held to it",
	widgets.ColorCard:                "a ground",
	widgets.ColorHeader:              "a ground",
	widgets.ColorWell:                "a ground",
	widgets.ColorBanner:              "a ground",
	widgets.ColorBannerStripe:        "a ground",
	theme.ColorNameButton:            "a ground: a button is told by its words, and by its place among buttons",
	theme.ColorNameDisabledButton:    "a ground",
	theme.ColorNameInputBackground:   "a ground: a field has an outline",
	theme.ColorNameMenuBackground:    "a ground",
	theme.ColorNameOverlayBackground: "a ground",
	widgets.ColorHairline:            "the outline of a ground is decoration: what belongs together also stands together",
	theme.ColorNameSeparator:         "a line between things that stand apart anyway",
	theme.ColorNameShadow:            "dims what is behind a question",
	theme.ColorNameHover:             "a veil under the pointer, which shows where it is",
	theme.ColorNamePressed:           "a veil under the pointer",
	theme.ColorNameFocus:             "a veil of Fyne's menus, where the words are read",
	theme.ColorNameSelection:         "a veil behind text, which is held to it",
}

// layer is what has been painted somewhere.
type layer struct {
	area area
	at   func(x, y float32) color.NRGBA
}

// sight looks at the window as it is painted, from the back to the front.
type sight struct {
	t      *testing.T
	what   string
	layers []layer
	faint  map[color.NRGBA]bool
	names  map[color.NRGBA]fyne.ThemeColorName // of what is not faint

	texts, graphics int
}

// readable checks that all text and all that carries meaning in the window can be made out against what lies behind it.
func (s *stage) readable(t *testing.T, what string) {
	t.Helper()
	size := s.window.Canvas().Size()
	canvas := s.window.Canvas()
	s.window.Resize(fyne.NewSize(size.Width, 3000))  // nothing is scrolled away
	if focused := canvas.Focused(); focused != nil { // Fyne's cursor has the colour of when it came
		canvas.Unfocus()
		canvas.Focus(focused)
	}
	s.settle()
	defer s.window.Resize(size)
	v := newSight(t, what)
	top := v.over(canvas)
	if v.texts < 2 || v.graphics < 2 && top == nil {
		t.Errorf("%s: only %d texts and %d graphics were found", what, v.texts, v.graphics)
	}
}

func newSight(t *testing.T, what string) *sight {
	v := &sight{t: t, what: what, faint: map[color.NRGBA]bool{}, names: map[color.NRGBA]fyne.ThemeColorName{}}
	for name := range faint {
		v.faint[named8(name)] = true
	}
	for _, name := range []fyne.ThemeColorName{
		theme.ColorNameForeground, theme.ColorNamePrimary, theme.ColorNameSuccess, theme.ColorNameWarning, theme.ColorNameError,
		theme.ColorNameInputBorder, widgets.ColorSegmentSent, widgets.ColorSegmentSending, widgets.ColorSegmentRetrying,
		widgets.ColorSegmentFailed, widgets.ColorSegmentWaiting, widgets.ColorBannerText,
	} {
		if c := named8(name); !v.faint[c] {
			v.names[c] = name
		}
	}
	return v
}

// named8 is a colour of the look that is shown.
func named8(name fyne.ThemeColorName) color.NRGBA {
	look := fyne.CurrentApp().Settings()
	return nrgba(look.Theme().Color(name, look.ThemeVariant()))
}

func nrgba(c color.Color) color.NRGBA {
	if c == nil {
		return color.NRGBA{}
	}
	return color.NRGBAModel.Convert(c).(color.NRGBA)
}

// over goes over a window, and returns what lies over all of it, which is judged alone then; nil: nothing does.
func (v *sight) over(c fyne.Canvas) fyne.CanvasObject {
	all := areaOf(fyne.Position{}, c.Size())
	v.lay(all, named8(theme.ColorNameBackground))
	top := c.Overlays().Top()
	v.walk(c.Content(), fyne.Position{}, all, top == nil)
	if top != nil {
		v.walk(top, fyne.Position{}, all, true)
	}
	return top
}

// walk goes through an object as Fyne paints it. Without judge it only lays down what is behind the rest.
func (v *sight) walk(o fyne.CanvasObject, at fyne.Position, clip area, judge bool) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	whole := areaOf(at, o.Size())
	var within []fyne.CanvasObject
	switch x := o.(type) {
	case *container.Scroll:
		clip = clip.and(whole)
		within = test.WidgetRenderer(x).Objects()
	case *fyne.Container:
		within = x.Objects
	case layout.SpacerObject:
		return
	case *widget.Activity:
		return // three discs that come and go; what is going on stands in words beside them
	case fyne.Widget:
		within = test.WidgetRenderer(x).Objects()
	default:
		if part := whole.and(clip); !part.empty() {
			v.see(o, whole, part, judge)
		}
	}
	for _, child := range within {
		v.walk(child, at, clip, judge)
	}
}

// see checks one thing that is painted, and lays it over what was there.
func (v *sight) see(o fyne.CanvasObject, whole, part area, judge bool) {
	switch x := o.(type) {
	case *canvas.Text:
		if judge {
			v.text(x, whole, part)
		}
	case *canvas.Rectangle:
		if judge {
			v.graphic("a surface", nrgba(x.FillColor), part, part)
			if x.StrokeWidth > 0 {
				v.graphic("an outline", nrgba(x.StrokeColor), part, outside(part))
			}
		}
		v.lay(part, nrgba(x.FillColor))
		if w := x.StrokeWidth; w > 0 {
			for _, side := range []area{
				{whole.left, whole.top, whole.right, whole.top + w},
				{whole.left, whole.bottom - w, whole.right, whole.bottom},
				{whole.left, whole.top, whole.left + w, whole.bottom},
				{whole.right - w, whole.top, whole.right, whole.bottom},
			} {
				v.lay(side.and(part), nrgba(x.StrokeColor))
			}
		}
	case *canvas.Circle:
		if judge {
			v.graphic("a disc", nrgba(x.FillColor), part, part)
		}
		v.lay(part, nrgba(x.FillColor))
	case *canvas.Line:
		if judge {
			v.graphic("a line", nrgba(x.StrokeColor), part, part)
		}
	case *canvas.Image:
		if icon, themed := x.Resource.(fyne.ThemedResource); themed && judge {
			v.graphic("the icon "+icon.Name(), named8(icon.ThemeColorName()), part, part)
		}
	case *canvas.Raster:
		v.raster(x, whole, part, judge)
	case *canvas.LinearGradient, *canvas.RadialGradient, *canvas.Blur: // shadows
	default:
		v.t.Errorf("%s: nothing is known of %T", v.what, o)
	}
}

func (v *sight) lay(part area, c color.NRGBA) {
	if c.A > 0 {
		v.layers = append(v.layers, layer{part, func(float32, float32) color.NRGBA { return c }})
	}
}

// behind returns the colour that is seen at a place so far.
func (v *sight) behind(x, y float32) color.NRGBA {
	var seen color.NRGBA
	for _, l := range v.layers {
		if x >= l.area.left && x < l.area.right && y >= l.area.top && y < l.area.bottom {
			seen = nrgba(over(l.at(x, y), seen))
		}
	}
	return seen
}

// grounds are the colours behind an area, at some points of it.
func (v *sight) grounds(part area) []color.NRGBA {
	var all []color.NRGBA
	for _, across := range []float32{0.04, 0.2, 0.35, 0.5, 0.65, 0.8, 0.96} {
		for _, down := range []float32{0.15, 0.5, 0.85} {
			c := v.behind(part.left+across*(part.right-part.left), part.top+down*(part.bottom-part.top))
			if !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	return all
}

func (v *sight) text(x *canvas.Text, whole, part area) {
	c := nrgba(x.Color)
	if x.Text == "" || c.A == 0 {
		return
	}
	width := fyne.MeasureText(x.Text, x.TextSize, x.TextStyle).Width // the letters, of what may be a longer line
	letters := whole
	switch x.Alignment {
	case fyne.TextAlignCenter:
		letters.left = (whole.left + whole.right - width) / 2
	case fyne.TextAlignTrailing:
		letters.left = whole.right - width
	}
	letters.right = letters.left + width
	if letters = letters.and(part); letters.empty() {
		return
	}
	v.texts++
	least := float64(textLeast)
	if c == named8(theme.ColorNameDisabled) {
		least = graphicLeast // WCAG asks nothing of what cannot be used
	}
	v.hold(fmt.Sprintf("%q", x.Text), c, v.grounds(letters), least)
}

// graphic checks what is painted over part against what is around it.
func (v *sight) graphic(what string, c color.NRGBA, part, around area) {
	if c.A == 0 || v.faint[c] {
		return
	}
	grounds := v.grounds(around)
	if part == around && len(grounds) == 1 && grounds[0] == c && !strings.HasPrefix(what, "the icon") {
		return // goes on where another has been held, as the filling of a box that has a frame
	}
	v.graphics++
	v.hold(fmt.Sprintf("%s at %.0f,%.0f", what, part.left, part.top), c, grounds, graphicLeast)
}

// outside is where the ground around an outline is seen: at its corner, above it.
func outside(part area) area {
	return area{part.left, part.top - 1.5, part.left + 2, part.top - 1}
}

// raster checks each colour that has a name against the grounds in the picture and behind it.
func (v *sight) raster(x *canvas.Raster, whole, part area, judge bool) {
	picture := x.Generator(int(whole.right-whole.left), int(whole.bottom-whole.top))
	at := func(x, y float32) color.NRGBA {
		return nrgba(picture.At(picture.Bounds().Min.X+int(x-whole.left), picture.Bounds().Min.Y+int(y-whole.top)))
	}
	if judge {
		grounds, drawn := v.colorsOf(picture), []color.NRGBA(nil)
		if slices.Contains(grounds, color.NRGBA{}) {
			grounds = append(grounds, v.grounds(part)...)
		}
		for _, c := range grounds {
			if v.names[c] != "" {
				drawn = append(drawn, c)
			}
		}
		grounds = slices.DeleteFunc(grounds, func(c color.NRGBA) bool { return !v.faint[c] })
		for _, c := range drawn {
			v.graphics++
			v.hold(fmt.Sprintf("%s at %.0f,%.0f", v.names[c], part.left, part.top), c, grounds, graphicLeast)
		}
	}
	v.layers = append(v.layers, layer{part, at})
}

func (v *sight) colorsOf(picture image.Image) []color.NRGBA {
	found := map[color.NRGBA]bool{}
	var all []color.NRGBA
	bounds := picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if c := nrgba(picture.At(x, y)); !found[c] {
				found[c] = true
				all = append(all, c)
			}
		}
	}
	return all
}

// hold fails for a colour that is too near to one behind it.
func (v *sight) hold(what string, c color.NRGBA, grounds []color.NRGBA, least float64) {
	v.t.Helper()
	for _, ground := range grounds {
		if ratio := contrast(over(c, ground), ground); ratio < least {
			v.t.Errorf("%s: %s in %s has %.2f:1 on %s, needs %.1f:1", v.what, what, inHex(c), ratio, inHex(ground), least)
		}
	}
}

func inHex(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X%02X", c.R, c.G, c.B, c.A) }

// over lays a see-through colour over a solid one.
func over(veil, back color.Color) color.Color {
	v, b := nrgba(veil), nrgba(back)
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

// TestFocusIsSeen gives the focus to one thing after the other: each shows it by an outline that can be made out.
func TestFocusIsSeen(t *testing.T) {
	all := scenes()
	for name, scene := range map[string]func(*stage){
		"segments": all["segments"], "failed": all["failed"], "checks": all["checks"], "done": all["done"], "history": all["history"], "welcome": all["welcome"],
		"question": all["question"], "sign_in_four": all["sign_in_four"], "sign_in_ways": all["sign_in_ways"], "sign_in_pin": all["sign_in_pin"],
		"settings": all["settings"], "about": (*stage).showAbout,
	} {
		t.Run(name, func(t *testing.T) {
			s := sceneStage(t, nil)
			scene(s)
			for _, look := range []home.Theme{home.Light, home.Dark} {
				s.settings.Theme = look
				s.applyLook()
				s.window.Resize(fyne.NewSize(1080, 3000))
				s.settle()
				if seen := s.focusSeen(t, string(look)); seen < 3 {
					t.Errorf("only %d things get the focus", seen)
				}
			}
		})
	}
}

// focusSeen goes once through what can have the focus, and returns how much that is.
func (s *stage) focusSeen(t *testing.T, what string) int {
	t.Helper()
	canvas := s.window.Canvas()
	var visited []fyne.Focusable
	for {
		canvas.FocusNext()
		focused := canvas.Focused()
		if focused == nil || slices.Contains(visited, focused) {
			return len(visited)
		}
		visited = append(visited, focused)
		canvas.Unfocus()
		before := outlines(focused.(fyne.CanvasObject))
		canvas.Focus(focused)
		if gained := outlines(focused.(fyne.CanvasObject)); gained != before+1 {
			t.Errorf("%s: %q has %d outlines without the focus, and %d with it", what, named(focused.(fyne.CanvasObject)), before, gained)
		}
		v := newSight(t, fmt.Sprintf("%s, %q in focus", what, named(focused.(fyne.CanvasObject))))
		v.over(canvas)
	}
}

// outlines counts what is drawn of an object as an outline in the accent, wide enough to be seen.
func outlines(o fyne.CanvasObject) (n int) {
	if !o.Visible() {
		return 0
	}
	if x, ok := o.(*canvas.Rectangle); ok && x.StrokeWidth >= 2 && nrgba(x.StrokeColor) == named8(theme.ColorNamePrimary) {
		return 1
	}
	for _, child := range partsOf(o) {
		n += outlines(child)
	}
	return n
}
