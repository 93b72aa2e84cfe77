package widgets

import (
	"fmt"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// StepState says how far a step is.
type StepState int

// The states.
const (
	StepPending StepState = iota
	StepActive
	StepDone
	StepFailed
)

// Step is one step of a [StepLine].
type Step struct {
	Label string
	State StepState
}

// Measures of a step line, in dp.
const (
	stepIcon     = 18
	stepIconGap  = 6
	stepGap      = 12 // between two steps without a connecting line
	stepLine     = 22 // length of a connecting line
	stepLineSide = 8  // on either side of it
)

// StepLine shows a few steps side by side, each an icon with a word: ✓ Checked — ◔ Sending — ○ Posted. Where there is room,
// lines connect them; where there is little, only the step that is under way has its word.
type StepLine struct {
	widget.BaseWidget
	steps []Step
	label string
}

var _ fyne.Accessible = (*StepLine)(nil)

// NewStepLine returns a line without steps.
func NewStepLine() *StepLine {
	l := &StepLine{}
	l.ExtendBaseWidget(l)
	return l
}

// Set shows the steps. The slice is copied.
func (l *StepLine) Set(steps []Step) {
	if !slices.Equal(l.steps, steps) {
		l.steps = slices.Clone(steps)
		l.Refresh()
	}
}

// SetLabel says in words, in the person's language, what the line shows. Without it the line says "Step 2 of 3: Sent".
func (l *StepLine) SetLabel(label string) { l.label = label }

// AccessibilityLabel is what SetLabel was told, or else the first step that is not done: "Step 2 of 3: Sent".
func (l *StepLine) AccessibilityLabel() string {
	if l.label != "" || len(l.steps) == 0 {
		return l.label
	}
	at := CurrentStep(l.steps)
	return fmt.Sprintf("Step %d of %d: %s", at+1, len(l.steps), l.steps[at].Label)
}

// CurrentStep returns the index of the first step that is not done, else of the last; -1: there are none.
func CurrentStep(steps []Step) int {
	current := slices.IndexFunc(steps, func(s Step) bool { return s.State != StepDone })
	if current < 0 {
		current = len(steps) - 1
	}
	return current
}

// AccessibilityRole is text.
func (l *StepLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by Fyne.
func (l *StepLine) CreateRenderer() fyne.WidgetRenderer {
	r := &stepLineRenderer{line: l}
	r.apply()
	return r
}

// shownStep is what one step is drawn with; link is the line that leads to it.
type shownStep struct {
	link  *canvas.Rectangle
	icon  *icon
	label *canvas.Text
}

type stepLineRenderer struct {
	line    *StepLine
	shown   []shownStep
	objects []fyne.CanvasObject
}

func (r *stepLineRenderer) apply() {
	for len(r.shown) < len(r.line.steps) {
		s := shownStep{link: canvas.NewRectangle(color.Transparent), icon: newIcon(), label: canvas.NewText("", color.Transparent)}
		r.shown = append(r.shown, s)
	}
	r.shown = r.shown[:len(r.line.steps)]
	r.objects = r.objects[:0]
	for i, step := range r.line.steps {
		s := r.shown[i]
		source, ink := step.look(r.line.Theme())
		s.icon.set(source, ink)
		s.label.Text = step.Label
		s.label.TextSize = theme.SizeForWidget(SizeText, r.line)
		s.label.TextStyle = fyne.TextStyle{Bold: step.State == StepActive || step.State == StepFailed}
		s.label.Color = named(ColorTextDim, r.line)
		if s.label.TextStyle.Bold {
			s.label.Color = named(theme.ColorNameForeground, r.line)
		}
		s.link.FillColor = named(theme.ColorNameInputBorder, r.line)
		r.objects = append(r.objects, s.link, s.icon.Image, s.label)
	}
}

func (s Step) look(th fyne.Theme) (fyne.Resource, fyne.ThemeColorName) {
	switch s.State {
	case StepDone:
		return th.Icon(theme.IconNameConfirm), theme.ColorNameSuccess
	case StepActive:
		return IconProcessing, theme.ColorNamePrimary
	case StepFailed:
		return th.Icon(theme.IconNameError), theme.ColorNameError
	default:
		return th.Icon(theme.IconNameRadioButton), theme.ColorNameInputBorder
	}
}

func (r *stepLineRenderer) Refresh() {
	r.apply()
	r.Layout(r.line.Size())
	canvas.Refresh(r.line)
}

// width returns the sum of the steps, and what joins them at least and at best.
func (r *stepLineRenderer) width() (steps, least, best float32) {
	for _, s := range r.shown {
		steps += stepIcon + stepIconGap + s.label.MinSize().Width
	}
	joints := float32(max(0, len(r.shown)-1))
	return steps, joints * stepGap, joints * (stepLine + 2*stepLineSide)
}

// brief returns how wide the steps are when only one has its word, whichever that is.
func (r *stepLineRenderer) brief() (width float32) {
	for _, s := range r.shown {
		width = max(width, stepIconGap+s.label.MinSize().Width)
	}
	return width + float32(len(r.shown))*stepIcon + float32(max(0, len(r.shown)-1))*stepGap
}

func (r *stepLineRenderer) MinSize() fyne.Size {
	steps, least, _ := r.width()
	return fyne.NewSize(min(steps+least, r.brief()), 22)
}

func (r *stepLineRenderer) Layout(size fyne.Size) {
	steps, least, best := r.width()
	linked, whole := steps+best <= size.Width, steps+least <= size.Width+0.5
	var x float32
	for i, s := range r.shown {
		s.link.Hidden = !linked || i == 0
		switch {
		case i == 0:
		case linked:
			s.link.Move(fyne.NewPos(x+stepLineSide, size.Height/2))
			s.link.Resize(fyne.NewSize(stepLine, 1))
			x += stepLine + 2*stepLineSide
		default:
			x += stepGap
		}
		s.icon.place(x, (size.Height-stepIcon)/2, stepIcon)
		x += stepIcon
		s.label.Hidden = !whole && i != CurrentStep(r.line.steps)
		if s.label.Hidden {
			continue
		}
		x += stepIconGap
		text := s.label.MinSize()
		s.label.Move(fyne.NewPos(x, (size.Height-text.Height)/2))
		s.label.Resize(text)
		x += text.Width
	}
}

func (r *stepLineRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *stepLineRenderer) Destroy() {}
