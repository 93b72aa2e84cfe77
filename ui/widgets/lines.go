package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Measures of lines, in dp.
const (
	linesPadding = 10
	linesGap     = 3
)

// Lines is a long text in fixed-width letters, such as licences, in a well in which it scrolls. Only the lines that can be
// seen exist: Fyne's own texts take seconds for some thousand.
type Lines struct {
	control
	scroll *container.Scroll
	body   *linesBody
	name   string
}

var (
	_ fyne.Focusable  = (*Lines)(nil)
	_ fyne.Accessible = (*Lines)(nil)
)

// NewLines returns a view of the text, as large as the layout makes it. Lines that are too long for it are wrapped. The
// name is what it is called by those who do not see it.
func NewLines(name, text string) *Lines {
	l := &Lines{name: name, body: &linesBody{text: text}}
	l.body.ExtendBaseWidget(l.body)
	l.scroll = container.NewVScroll(l.body)
	l.body.around = l.scroll
	l.scroll.OnScrolled = func(fyne.Position) { l.body.Refresh() }
	l.extend(l, func() {})
	return l
}

// AccessibilityLabel is the name.
func (l *Lines) AccessibilityLabel() string { return l.name }

// AccessibilityRole is text.
func (l *Lines) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// TypedKey scrolls, and passes on every other key.
func (l *Lines) TypedKey(key *fyne.KeyEvent) {
	_, step := l.body.cell()
	by := scrollBy(key.Name, l.scroll, step)
	if by == 0 {
		passKey(l, key)
		return
	}
	l.scroll.ScrollToOffset(l.scroll.Offset.AddXY(0, by))
	l.body.Refresh()
}

// CreateRenderer is called by Fyne.
func (l *Lines) CreateRenderer() fyne.WidgetRenderer {
	r := &linesRenderer{lines: l, slab: newSlab(), ring: newRing()}
	r.apply()
	return r
}

type linesRenderer struct {
	lines *Lines
	slab  *slab
	ring  *canvas.Rectangle
}

func (r *linesRenderer) apply() {
	l := r.lines
	radius := theme.SizeForWidget(SizeRadius, l)
	r.slab.set(named(ColorWell, l), named(ColorHairline, l), radius, 1)
	showRing(r.ring, l.focused, radius, l)
}

func (r *linesRenderer) Refresh() {
	r.apply()
	r.lines.body.Refresh()
	canvas.Refresh(r.lines)
}

func (r *linesRenderer) Layout(size fyne.Size) {
	l := r.lines
	r.slab.layout(size)
	layoutRing(r.ring, size, 0)
	inner := size.SubtractWidthHeight(2*focusStroke, 2*focusStroke)
	l.body.fold(inner.Width - 2*linesPadding)
	l.scroll.Move(fyne.NewSquareOffsetPos(focusStroke))
	l.scroll.Resize(inner)
	l.scroll.Refresh()
	l.body.Refresh()
}

func (r *linesRenderer) MinSize() fyne.Size { return fyne.NewSize(240, 120) }

func (r *linesRenderer) Objects() []fyne.CanvasObject {
	return append(r.slab.objects(), r.lines.scroll, r.ring)
}

func (r *linesRenderer) Destroy() {}

// linesBody is as high as all lines and draws those that lie in the scroll around it.
type linesBody struct {
	widget.BaseWidget
	around *container.Scroll
	text   string
	width  float32 // for which the lines are folded
	lines  []string
}

// cell returns the width of a letter, and the height of a line with the gap below it.
func (b *linesBody) cell() (width, step float32) {
	size := fyne.MeasureText("M", theme.SizeForWidget(SizeCaption, b), fyne.TextStyle{Monospace: true})
	return size.Width, size.Height + linesGap
}

// fold cuts the text into lines of a width. All letters are taken to be as wide as one: measuring each line would take
// too long, of a line of a megabyte for ever.
func (b *linesBody) fold(width float32) {
	if b.width == width {
		return
	}
	b.width = width
	letter, _ := b.cell()
	b.lines = folded(b.text, int(width/letter))
}

// folded cuts a text into lines of so many letters at most, between words where that is possible. None, before the first
// layout, leaves each paragraph whole.
func folded(text string, letters int) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		for letters > 0 {
			end, blank := len(line), 0
			count := 0
			for i, r := range line {
				if r == ' ' && strings.TrimLeft(line[:i], " ") != "" {
					blank = i
				}
				if count++; count > letters {
					end = i
					break
				}
			}
			if end == len(line) {
				break
			}
			if blank > 0 {
				lines, line = append(lines, line[:blank]), line[blank+1:]
			} else { // a long path, or a script that has no blanks
				lines, line = append(lines, line[:end]), line[end:]
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func (b *linesBody) CreateRenderer() fyne.WidgetRenderer { return &linesBodyRenderer{body: b} }

type linesBodyRenderer struct {
	body    *linesBody
	texts   []*canvas.Text
	objects []fyne.CanvasObject
}

// Refresh gives the texts the lines that can be seen.
func (r *linesBodyRenderer) Refresh() {
	b := r.body
	_, step := b.cell()
	first := min(max(0, int((b.around.Offset.Y-linesPadding)/step)), len(b.lines))
	seen := b.lines[first:min(first+int(b.around.Size().Height/step)+2, len(b.lines))]
	for len(r.texts) < len(seen) {
		text := canvas.NewText("", color.Transparent)
		text.TextStyle.Monospace = true
		r.texts, r.objects = append(r.texts, text), append(r.objects, text)
	}
	r.texts, r.objects = r.texts[:len(seen)], r.objects[:len(seen)]
	for i, text := range r.texts {
		text.Text, text.TextSize, text.Color = seen[i], theme.SizeForWidget(SizeCaption, b), named(theme.ColorNameForeground, b)
		text.Move(fyne.NewPos(linesPadding, linesPadding+float32(first+i)*step))
		text.Resize(fyne.NewSize(b.width, step))
	}
	canvas.Refresh(b)
}

func (r *linesBodyRenderer) Layout(fyne.Size) { r.Refresh() }

func (r *linesBodyRenderer) MinSize() fyne.Size {
	_, step := r.body.cell()
	return fyne.NewSize(0, float32(len(r.body.lines))*step+2*linesPadding)
}

func (r *linesBodyRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *linesBodyRenderer) Destroy() {}
