package widgets

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// SegmentState says how far one segment of a video is.
type SegmentState uint8

// The states, from the one that asks for least attention where several share a pixel to the one that asks for most.
const (
	SegmentWaiting SegmentState = iota
	SegmentSent
	SegmentSending
	SegmentRetrying
	SegmentFailed

	segmentStates = iota
)

// segmentColors names the colour of each state.
var segmentColors = [segmentStates]fyne.ThemeColorName{
	SegmentWaiting:  ColorSegmentWaiting,
	SegmentSent:     ColorSegmentSent,
	SegmentSending:  ColorSegmentSending,
	SegmentRetrying: ColorSegmentRetrying,
	SegmentFailed:   ColorSegmentFailed,
}

// Segment is one segment as the bar shows it.
type Segment struct {
	State SegmentState
	Part  float32 // of its bytes on the wire, 0 to 1; of use while sending
}

// markerLane is the height of the lane above the bar that marks segments in trouble.
const markerLane = 6

// SegmentBar is a progress bar that shows every segment: full height is sent, half is on the wire, a low line is waiting,
// a frame is to be tried again and hatching has failed. With less than 4 pixels for a segment several share a column.
// Shapes and heights say all that the colours say.
//
// It is one raster in pixels of the screen, painted anew only when something in it has changed.
type SegmentBar struct {
	widget.BaseWidget
	height   float32 // of the bar alone
	lane     float32 // above it
	segments []Segment
	label    string

	picture *image.RGBA
	stale   bool
	colors  [segmentStates]color.RGBA
	track   color.RGBA
}

var _ fyne.Accessible = (*SegmentBar)(nil)

// NewSegmentBar returns a bar of the given height in dp. With markers there is a lane of 6 dp above it, in which a ▼ points
// at each segment in trouble: one among a thousand would be too thin to see.
func NewSegmentBar(height float32, markers bool) *SegmentBar {
	b := &SegmentBar{height: height}
	if markers {
		b.lane = markerLane
	}
	b.ExtendBaseWidget(b)
	return b
}

// SetSegments shows the segments, first to last. The slice is copied.
func (b *SegmentBar) SetSegments(segments []Segment) {
	if !slices.Equal(b.segments, segments) {
		b.segments = append(b.segments[:0], segments...)
		b.Refresh()
	}
}

// SetLabel says in words what the bar shows: "57 per cent sent, 1 segment retrying".
func (b *SegmentBar) SetLabel(label string) { b.label = label }

// AccessibilityLabel is what SetLabel was told.
func (b *SegmentBar) AccessibilityLabel() string { return b.label }

// AccessibilityRole is text.
func (b *SegmentBar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by Fyne.
func (b *SegmentBar) CreateRenderer() fyne.WidgetRenderer {
	r := &segmentBarRenderer{bar: b, raster: canvas.NewRaster(b.paint)}
	r.raster.ScaleMode = canvas.ImageScalePixels
	r.lookUp()
	return r
}

type segmentBarRenderer struct {
	bar    *SegmentBar
	raster *canvas.Raster
}

func (r *segmentBarRenderer) lookUp() {
	b := r.bar
	for state, name := range segmentColors {
		b.colors[state] = opaque(theme.ColorForWidget(name, b))
	}
	b.track = opaque(theme.ColorForWidget(ColorWell, b))
	b.stale = true
}

func (r *segmentBarRenderer) Refresh() {
	r.lookUp()
	r.raster.Refresh()
}

func (r *segmentBarRenderer) MinSize() fyne.Size {
	return fyne.NewSize(4*r.bar.height, r.bar.height+r.bar.lane)
}

func (r *segmentBarRenderer) Layout(size fyne.Size) { r.raster.Resize(size) }

func (r *segmentBarRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.raster} }

func (r *segmentBarRenderer) Destroy() {}

// opaque returns c as the bytes that go into an image.
func opaque(c color.Color) color.RGBA {
	o := color.RGBAModel.Convert(c).(color.RGBA)
	o.A = 0xFF
	return o
}
