package widgets

import (
	"image"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// LegendEntry is a kind of segment and what it means.
type LegendEntry struct {
	State SegmentState
	Label string
}

var (
	_ fyne.Accessible = (*Legend)(nil)
	_ fyne.Accessible = (*legendItem)(nil)
)

// Legend says what the cells of a [SegmentGrid] mean: each kind before its words, in a second row where they do not fit
// into one.
type Legend struct {
	widget.BaseWidget
	entries []LegendEntry
	row     *fyne.Container
}

// NewLegend returns an empty legend.
func NewLegend() *Legend {
	l := &Legend{row: container.New(&flow{gap: 16, below: 4})}
	l.ExtendBaseWidget(l)
	return l
}

// Set shows these kinds.
func (l *Legend) Set(entries []LegendEntry) {
	if slices.Equal(l.entries, entries) {
		return
	}
	l.entries = slices.Clone(entries)
	for len(l.row.Objects) < len(entries) {
		l.row.Add(newLegendItem())
	}
	for i, o := range l.row.Objects {
		setVisible(o, i < len(entries))
		if i < len(entries) {
			o.(*legendItem).set(entries[i])
		}
	}
	l.row.Refresh()
}

// AccessibilityLabel is what the kinds mean.
func (l *Legend) AccessibilityLabel() string {
	words := make([]string, len(l.entries))
	for i, e := range l.entries {
		words[i] = e.Label
	}
	return strings.Join(words, ", ")
}

// AccessibilityRole is text.
func (l *Legend) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by Fyne.
func (l *Legend) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.row) }

// legendCell is the side of what stands for a cell, in dp, and what lies between that and the words.
const (
	legendCell = gridCell
	legendGap  = 6
)

// legendItem is one kind of segment.
type legendItem struct {
	widget.BaseWidget
	state SegmentState
	text  *Text
}

func newLegendItem() *legendItem {
	i := &legendItem{text: NewCaption("")}
	i.ExtendBaseWidget(i)
	return i
}

func (i *legendItem) set(e LegendEntry) {
	i.text.SetText(e.Label)
	if i.state != e.State {
		i.state = e.State
		i.Refresh()
	}
}

// AccessibilityLabel is what the kind means.
func (i *legendItem) AccessibilityLabel() string { return i.text.Text() }

// AccessibilityRole is text.
func (i *legendItem) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (i *legendItem) CreateRenderer() fyne.WidgetRenderer {
	r := &legendRenderer{item: i}
	r.cell = canvas.NewRaster(func(w, h int) image.Image {
		picture := image.NewRGBA(image.Rect(0, 0, w, h))
		paintCell(picture, image.Point{}, Segment{State: i.state, Part: 0.5}, r.color, float64(w)/legendCell)
		return picture
	})
	r.cell.ScaleMode = canvas.ImageScalePixels
	r.color = opaque(theme.ColorForWidget(segmentColors[i.state], i))
	return r
}

type legendRenderer struct {
	item  *legendItem
	cell  *canvas.Raster
	color color.RGBA
}

func (r *legendRenderer) Layout(size fyne.Size) {
	text := r.item.text.MinSize()
	r.cell.Move(fyne.NewPos(0, (size.Height-legendCell)/2))
	r.cell.Resize(fyne.NewSquareSize(legendCell))
	r.item.text.Move(fyne.NewPos(legendCell+legendGap, (size.Height-text.Height)/2))
	r.item.text.Resize(text)
}

func (r *legendRenderer) MinSize() fyne.Size {
	return r.item.text.MinSize().AddWidthHeight(legendCell+legendGap, 0)
}

func (r *legendRenderer) Refresh() {
	r.color = opaque(theme.ColorForWidget(segmentColors[r.item.state], r.item))
	r.Layout(r.item.Size())
	canvas.Refresh(r.item)
}

func (r *legendRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.cell, r.item.text}
}

func (r *legendRenderer) Destroy() {}
