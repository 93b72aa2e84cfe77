package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Text is a line or a paragraph. It differs from Fyne's Label in having no padding of its own, so that it stands exactly
// where the layout puts it, and more room between its lines. It follows the theme. Make one with [NewTitle],
// [NewHeading], [NewStrong], [NewBody], [NewCaption], [NewMono] or [NewHint].
type Text struct {
	widget.BaseWidget
	text  string
	size  fyne.ThemeSizeName
	color fyne.ThemeColorName
	bold  bool
	mono  bool
	fit   fit
	align fyne.TextAlign
}

// fit says what a text does with a width that is too small for it.
type fit int

const (
	fitNot  fit = iota // ask for more
	fitWrap            // use more lines
	fitCut             // end in "…"
)

var _ fyne.Accessible = (*Text)(nil)

func newText(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName, bold bool, fit fit) *Text {
	t := &Text{text: text, size: size, color: color, bold: bold, fit: fit}
	t.ExtendBaseWidget(t)
	return t
}

// NewTitle returns the title of a view: 24 dp, semibold, wrapped.
func NewTitle(text string) *Text {
	return newText(text, SizeTitle, theme.ColorNameForeground, true, fitWrap)
}

// NewHeading returns the heading of a panel: 17 dp, semibold, wrapped.
func NewHeading(text string) *Text {
	return newText(text, SizeHeading, theme.ColorNameForeground, true, fitWrap)
}

// NewStrong returns one semibold line of 14 dp, such as a name.
func NewStrong(text string) *Text {
	return newText(text, SizeText, theme.ColorNameForeground, true, fitNot)
}

// NewBody returns a paragraph: 14 dp, wrapped. It takes the width that it is given and asks for none, so it belongs in
// a layout that gives one.
func NewBody(text string) *Text {
	return newText(text, SizeText, theme.ColorNameForeground, false, fitWrap)
}

// NewCaption returns one dim line of 12 dp.
func NewCaption(text string) *Text { return newText(text, SizeCaption, ColorTextDim, false, fitNot) }

// NewHint returns a dim paragraph: 12 dp, wrapped. As with [NewBody], the layout has to give it a width.
func NewHint(text string) *Text { return newText(text, SizeCaption, ColorTextDim, false, fitWrap) }

// NewMono returns one line of 12 dp in fixed-width letters, such as a part of a media ID.
func NewMono(text string) *Text {
	t := newText(text, SizeCaption, theme.ColorNameForeground, false, fitNot)
	t.mono = true
	return t
}

func (t *Text) style() fyne.TextStyle { return fyne.TextStyle{Bold: t.bold, Monospace: t.mono} }

// Text returns what is shown.
func (t *Text) Text() string { return t.text }

// SetText shows another text.
func (t *Text) SetText(text string) {
	if t.text != text {
		t.text = text
		t.Refresh()
	}
}

// SetTone gives the text the colour of a tone; [ToneNeutral] is dim.
func (t *Text) SetTone(tone Tone) { t.setColor(tone.color()) }

func (t *Text) setColor(name fyne.ThemeColorName) {
	if t.color != name {
		t.color = name
		t.Refresh()
	}
}

// SetAlign aligns the text within the width that the layout gives it.
func (t *Text) SetAlign(align fyne.TextAlign) {
	if t.align != align {
		t.align = align
		t.Refresh()
	}
}

// Ellipsize lets the text be narrower than its words: what does not fit ends in "…". For names and other text that comes
// from outside. It returns t.
func (t *Text) Ellipsize() *Text {
	t.setFit(fitCut)
	return t
}

func (t *Text) setFit(to fit) {
	if t.fit != to {
		t.fit = to
		t.Refresh()
	}
}

// AccessibilityLabel is the text.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by Fyne.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{text: t}
	r.Refresh()
	return r
}

// textRenderer keeps one canvas text for each line.
type textRenderer struct {
	text    *Text
	lines   []*canvas.Text
	objects []fyne.CanvasObject
}

func (r *textRenderer) measure(text string) fyne.Size {
	return fyne.MeasureText(text, theme.SizeForWidget(r.text.size, r.text), r.text.style())
}

// flow cuts the text into lines for the present width.
func (r *textRenderer) flow() []string {
	width := func(s string) float32 { return r.measure(s).Width }
	switch t := r.text; t.fit {
	case fitWrap:
		return wrap(t.text, t.Size().Width, width)
	case fitCut:
		return []string{cut(t.text, t.Size().Width, width)}
	default:
		return []string{t.text}
	}
}

func (r *textRenderer) apply() {
	lines := r.flow()
	for len(r.lines) < len(lines) {
		line := canvas.NewText("", nil)
		r.lines = append(r.lines, line)
		r.objects = append(r.objects, line)
	}
	r.lines, r.objects = r.lines[:len(lines)], r.objects[:len(lines)]
	for i, line := range r.lines {
		line.Text = lines[i]
		line.Color = named(r.text.color, r.text)
		line.TextSize = theme.SizeForWidget(r.text.size, r.text)
		line.TextStyle = r.text.style()
		line.Alignment = r.text.align
	}
}

// lineStep returns the height of a line, and of a line with the gap below it.
func (r *textRenderer) lineStep() (height, step float32) {
	height = r.measure("M").Height
	return height, height + theme.SizeForWidget(theme.SizeNameLineSpacing, r.text)
}

// Layout cuts the text for the new width. Lines that need less height than there is stand in the middle of it.
func (r *textRenderer) Layout(size fyne.Size) {
	r.apply()
	height, step := r.lineStep()
	y := max(0, size.Height-float32(len(r.lines)-1)*step-height) / 2
	for _, line := range r.lines {
		line.Move(fyne.NewPos(0, y))
		line.Resize(fyne.NewSize(size.Width, height))
		y += step
	}
}

func (r *textRenderer) MinSize() fyne.Size {
	height, step := r.lineStep()
	width := 2 * height // room for "M…" and for the shortest words
	if r.text.fit == fitNot {
		width = r.measure(r.text.text).Width
	}
	return fyne.NewSize(width, float32(len(r.lines)-1)*step+height)
}

func (r *textRenderer) Refresh() {
	r.Layout(r.text.Size())
	canvas.Refresh(r.text)
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *textRenderer) Destroy() {}
