package widgets

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

// Measures of the map of segments, in dp.
const (
	gridCell = 8
	gridGap  = 2
	gridStep = gridCell + gridGap
	gridPage = 5 // rows that PageUp and PageDown go
	gridEdge = 4 // around the cells, for the outlines of cursor and focus
)

// SegmentGrid is a map of all segments, a cell for each: hollow is waiting, filled from below is on the wire, solid is
// sent, a frame around a hole is to be tried again, and a cross has failed. Shapes say all that the colours say.
//
// It has a cursor of its own, which the arrows, Home, End, PageUp and PageDown move and a tap puts; N and Shift+N lead
// to the next and the previous segment in trouble. What is under the pointer, else under the cursor, is read out.
type SegmentGrid struct {
	control
	OnRead func(index int)                   // another segment is read out; -1: none
	OnAct  func(index int)                   // Return on a segment
	OnMenu func(index int, at fyne.Position) // a menu is wanted, at a place of the window

	segments []Segment
	label    string
	cursor   int // -1: nowhere yet
	under    int // the pointer; -1: none
	read     int // what was read out last
	columns  int // at the last layout

	picture *image.RGBA
	stale   bool
	colors  [segmentStates]color.RGBA
}

var (
	_ fyne.Focusable         = (*SegmentGrid)(nil)
	_ fyne.Tappable          = (*SegmentGrid)(nil)
	_ fyne.SecondaryTappable = (*SegmentGrid)(nil)
	_ fyne.Accessible        = (*SegmentGrid)(nil)
	_ desktop.Hoverable      = (*SegmentGrid)(nil)
)

// NewSegmentGrid returns an empty map.
func NewSegmentGrid() *SegmentGrid {
	g := &SegmentGrid{cursor: -1, under: -1, read: -1, columns: 1}
	g.extend(g, func() {})
	return g
}

// Set shows the segments, first to last. The slice is copied.
func (g *SegmentGrid) Set(segments []Segment) {
	if slices.Equal(g.segments, segments) {
		return
	}
	g.segments = append(g.segments[:0], segments...)
	g.cursor, g.under = min(g.cursor, len(segments)-1), min(g.under, len(segments)-1)
	g.Refresh()
	g.tell()
}

// SetLabel says in words what the map shows.
func (g *SegmentGrid) SetLabel(label string) { g.label = label }

// AccessibilityLabel is what SetLabel was told.
func (g *SegmentGrid) AccessibilityLabel() string { return g.label }

// Cursor returns the segment under the cursor; -1: it has not been put anywhere.
func (g *SegmentGrid) Cursor() int { return g.cursor }

// tell reads out another segment where there is another.
func (g *SegmentGrid) tell() {
	now := g.under
	if now < 0 {
		now = g.cursor
	}
	if now != g.read {
		g.read = now
		if g.OnRead != nil {
			g.OnRead(now)
		}
	}
}

// put moves the cursor.
func (g *SegmentGrid) put(index int) {
	if len(g.segments) == 0 {
		return
	}
	g.cursor = min(max(index, 0), len(g.segments)-1)
	g.under = -1 // keys have the last word
	g.Refresh()
	g.tell()
}

// index returns the segment at a place of the map; -1: there is none.
func (g *SegmentGrid) index(at fyne.Position) int {
	x, y := int(at.X-gridEdge), int(at.Y-gridEdge)
	if x < 0 || y < 0 || x/gridStep >= g.columns {
		return -1
	}
	if i := y/gridStep*g.columns + x/gridStep; i < len(g.segments) {
		return i
	}
	return -1
}

// place returns where a segment's cell is.
func (g *SegmentGrid) place(index int) fyne.Position {
	return fyne.NewPos(gridEdge+float32(index%g.columns)*gridStep, gridEdge+float32(index/g.columns)*gridStep)
}

// FocusGained shows the outline, and a cursor to begin with: at the first segment in trouble, where there is one.
func (g *SegmentGrid) FocusGained() {
	g.control.FocusGained()
	if g.cursor < 0 {
		g.put(max(0, g.troubled(-1, 1)))
	}
}

// Tapped puts the cursor.
func (g *SegmentGrid) Tapped(e *fyne.PointEvent) {
	if i := g.index(e.Position); i >= 0 {
		g.put(i)
	}
}

// TappedSecondary puts the cursor and asks for a menu.
func (g *SegmentGrid) TappedSecondary(e *fyne.PointEvent) {
	if i := g.index(e.Position); i >= 0 {
		g.put(i)
		g.menu(e.AbsolutePosition)
	}
}

func (g *SegmentGrid) menu(at fyne.Position) {
	if g.OnMenu != nil && g.cursor >= 0 {
		g.OnMenu(g.cursor, at)
	}
}

// MouseIn reads out what is under the pointer.
func (g *SegmentGrid) MouseIn(e *desktop.MouseEvent) { g.MouseMoved(e) }

// MouseMoved reads out what is under the pointer.
func (g *SegmentGrid) MouseMoved(e *desktop.MouseEvent) {
	g.under = g.index(e.Position)
	g.tell()
}

// MouseOut reads out what is under the cursor again.
func (g *SegmentGrid) MouseOut() {
	g.under = -1
	g.tell()
}

// MouseDown and MouseUp do nothing: the map as a whole cannot be pressed.
func (g *SegmentGrid) MouseDown(*desktop.MouseEvent) {}

// MouseUp does nothing.
func (g *SegmentGrid) MouseUp(*desktop.MouseEvent) {}

// TypedKey moves the cursor, and passes every other key on to the window.
func (g *SegmentGrid) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft:
		g.put(g.cursor - 1)
	case fyne.KeyRight:
		g.put(g.cursor + 1)
	case fyne.KeyUp:
		g.putRows(-1)
	case fyne.KeyDown:
		g.putRows(1)
	case fyne.KeyPageUp:
		g.putRows(-gridPage)
	case fyne.KeyPageDown:
		g.putRows(gridPage)
	case fyne.KeyHome:
		g.put(0)
	case fyne.KeyEnd:
		g.put(len(g.segments) - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if g.OnAct != nil && g.cursor >= 0 {
			g.OnAct(g.cursor)
		}
	case desktop.KeyMenu, fyne.KeyF10:
		if g.cursor >= 0 {
			g.menu(fyne.CurrentApp().Driver().AbsolutePositionForObject(g).Add(g.place(g.cursor)).AddXY(gridCell, gridCell))
		}
	case fyne.KeyN: // comes as a character, too, which knows of Shift
	default:
		passKey(g, key)
	}
}

// putRows moves the cursor up or down within its column.
func (g *SegmentGrid) putRows(rows int) {
	for ; rows < 0 && g.cursor >= g.columns; rows++ {
		g.put(g.cursor - g.columns)
	}
	for ; rows > 0 && g.cursor+g.columns < len(g.segments); rows-- {
		g.put(g.cursor + g.columns)
	}
}

// TypedRune leads to the next segment in trouble, or the previous one.
func (g *SegmentGrid) TypedRune(r rune) {
	switch r {
	case 'n':
		g.goToTrouble(1)
	case 'N':
		g.goToTrouble(-1)
	default:
		passRune(g, r)
	}
}

func (g *SegmentGrid) goToTrouble(step int) {
	if i := g.troubled(g.cursor, step); i >= 0 {
		g.put(i)
	}
}

// troubled returns the next segment in trouble from there on, around the end if need be; -1: there is none.
func (g *SegmentGrid) troubled(from, step int) int {
	n := len(g.segments)
	for k := 1; k <= n; k++ {
		i := ((from+k*step)%n + n) % n
		if s := g.segments[i].State; s == SegmentRetrying || s == SegmentFailed {
			return i
		}
	}
	return -1
}

// CreateRenderer is called by Fyne.
func (g *SegmentGrid) CreateRenderer() fyne.WidgetRenderer {
	r := &segmentGridRenderer{grid: g, raster: canvas.NewRaster(g.paint), halo: newRing(), cursor: newRing(), ring: newRing()}
	r.raster.ScaleMode = canvas.ImageScalePixels
	r.lookUp()
	return r
}

type segmentGridRenderer struct {
	grid         *SegmentGrid
	raster       *canvas.Raster
	halo         *canvas.Rectangle // keeps the cursor apart from neighbours of its colour
	cursor, ring *canvas.Rectangle
}

func (r *segmentGridRenderer) lookUp() {
	g := r.grid
	for state, name := range segmentColors {
		g.colors[state] = opaque(theme.ColorForWidget(name, g))
	}
	g.stale = true
	showRing(r.ring, g.focused, theme.SizeForWidget(SizeRadius, g), g)
	showRing(r.cursor, g.cursor >= 0, 1, g)
	r.halo.StrokeColor, r.halo.Hidden = theme.ColorForWidget(ColorCard, g), r.cursor.Hidden
	r.placeCursor()
}

func (r *segmentGridRenderer) placeCursor() {
	if g := r.grid; g.cursor >= 0 {
		at := g.place(g.cursor)
		r.cursor.Move(at.SubtractXY(gridGap+1, gridGap+1))
		r.cursor.Resize(fyne.NewSquareSize(gridCell + 2*(gridGap+1)))
		r.halo.Move(r.cursor.Position().SubtractXY(focusStroke, focusStroke))
		r.halo.Resize(r.cursor.Size().AddWidthHeight(2*focusStroke, 2*focusStroke))
	}
}

func (r *segmentGridRenderer) Refresh() {
	r.lookUp()
	r.raster.Refresh()
	canvas.Refresh(r.grid)
}

func (r *segmentGridRenderer) rows() int {
	g := r.grid
	return (len(g.segments) + g.columns - 1) / g.columns
}

// MinSize is as high as the rows are at the width that the map has.
func (r *segmentGridRenderer) MinSize() fyne.Size {
	return fyne.NewSize(10*gridStep, float32(max(1, r.rows())*gridStep-gridGap+2*gridEdge))
}

func (r *segmentGridRenderer) Layout(size fyne.Size) {
	g := r.grid
	if columns := max(1, int(size.Width-2*gridEdge+gridGap)/gridStep); columns != g.columns {
		g.columns, g.stale = columns, true
	}
	r.raster.Move(fyne.NewSquareOffsetPos(gridEdge))
	r.raster.Resize(size.SubtractWidthHeight(2*gridEdge, 2*gridEdge))
	layoutRing(r.ring, size, 0)
	r.placeCursor()
}

func (r *segmentGridRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.raster, r.halo, r.cursor, r.ring}
}

func (r *segmentGridRenderer) Destroy() {}
