package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Fact is one thing that is known, and what it is called.
type Fact struct {
	Label string // "Length"
	Value string // "4 min 12 s"
	Said  string // both, for those who hear them: "Length: 4 min 12 s"
}

// Measures of facts in dp.
const (
	factsGap   = 12  // between the labels and the values
	factsSpace = 4   // between two facts
	factsLeast = 120 // of a value: what is longer has more lines
)

// Facts is a short table: labels, and at their right what they stand for, which is wrapped where it is long. It takes the
// width that it is given.
type Facts struct {
	widget.BaseWidget
	facts          []Fact
	labels, values []*Text
}

var _ fyne.Accessible = (*Facts)(nil)

// NewFacts returns an empty table.
func NewFacts() *Facts {
	f := &Facts{}
	f.ExtendBaseWidget(f)
	return f
}

// Set shows these facts. It does not keep the slice.
func (f *Facts) Set(facts []Fact) {
	if slices.Equal(f.facts, facts) {
		return
	}
	f.facts = slices.Clone(facts)
	for len(f.labels) < len(facts) {
		f.labels = append(f.labels, NewCaption(""))
		f.values = append(f.values, newText("", SizeCaption, theme.ColorNameForeground, false, fitWrap))
	}
	for i := range f.labels {
		setVisible(f.labels[i], i < len(facts))
		setVisible(f.values[i], i < len(facts))
		if i < len(facts) {
			f.labels[i].SetText(facts[i].Label)
			f.values[i].SetText(facts[i].Value)
		}
	}
	f.Refresh()
}

// AccessibilityLabel is all that is known, one after the other.
func (f *Facts) AccessibilityLabel() string {
	said := make([]string, len(f.facts))
	for i, fact := range f.facts {
		said[i] = fact.Said
	}
	return strings.Join(said, "; ")
}

// AccessibilityRole is text.
func (f *Facts) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by Fyne.
func (f *Facts) CreateRenderer() fyne.WidgetRenderer { return &factsRenderer{f} }

type factsRenderer struct{ facts *Facts }

// labelWidth is the width of the longest label.
func (r *factsRenderer) labelWidth() float32 {
	width := float32(0)
	for i := range r.facts.facts {
		width = max(width, r.facts.labels[i].MinSize().Width)
	}
	return width
}

// Layout gives each fact the height that its value needs in the width that is left for it.
func (r *factsRenderer) Layout(size fyne.Size) {
	y, left := float32(0), r.labelWidth()+factsGap
	for i := range r.facts.facts {
		label, value := r.facts.labels[i], r.facts.values[i]
		value.Resize(fyne.NewSize(size.Width-left, value.Size().Height)) // it says its height for the width that it has
		height := value.MinSize().Height
		value.Resize(fyne.NewSize(size.Width-left, height))
		value.Move(fyne.NewPos(left, y))
		label.Resize(label.MinSize()) // level with the first line of the value
		label.Move(fyne.NewPos(0, y))
		y += height + factsSpace
	}
}

func (r *factsRenderer) MinSize() fyne.Size {
	if len(r.facts.facts) == 0 {
		return fyne.Size{}
	}
	height := float32(-factsSpace)
	for i := range r.facts.facts {
		height += r.facts.values[i].MinSize().Height + factsSpace
	}
	return fyne.NewSize(r.labelWidth()+factsGap+factsLeast, height)
}

func (r *factsRenderer) Refresh() {
	r.Layout(r.facts.Size())
	canvas.Refresh(r.facts)
}

func (r *factsRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, 0, 2*len(r.facts.facts))
	for i := range r.facts.facts {
		objects = append(objects, r.facts.labels[i], r.facts.values[i])
	}
	return objects
}

func (r *factsRenderer) Destroy() {}
