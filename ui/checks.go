package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
	media "hoist/upload/video"
)

// checkList shows what the file of the selected video was found to be: what X would refuse, may refuse and takes with a
// remark, and, on demand, what is as X wants it.
type checkList struct {
	ui   *UI
	root fyne.CanvasObject

	faults *fyne.Container // rows
	above  *fyne.Container // around them
	toggle *widgets.Button
	folder *fyne.Container // around it, so that it hugs its word
	passes *fyne.Container // rows
	inside *fyne.Container // around them
	open   bool
}

func newCheckList(u *UI) *checkList {
	c := &checkList{ui: u, faults: newCheckRows(), passes: newCheckRows()}
	c.toggle = widgets.NewButton("", nil, widgets.ButtonLink, func() {
		c.open = !c.open
		u.details.apply(u.selected)
	})
	c.folder = widgets.NewFlow(c.toggle)
	c.above = widgets.NewPassage(u.words.Text("ui.checks"), c.faults)
	c.inside = widgets.NewPassage(u.words.Text("ui.checks.passed.name"), c.passes)
	c.root = widgets.NewPanel(container.New(layout.NewCustomPaddedVBoxLayout(10),
		widgets.NewHeading(u.words.Text("ui.checks")), c.above, c.folder, c.inside))
	return c
}

func newCheckRows() *fyne.Container { return container.New(layout.NewCustomPaddedVBoxLayout(9)) }

// apply shows the checks of a video, where they help.
func (c *checkList) apply(v *video) {
	show := v.showsChecks()
	visible(c.root, show)
	if !show {
		return
	}
	var faults, passes []media.Finding
	for _, f := range v.verdict.Findings {
		if f.Class == media.Pass {
			passes = append(passes, f)
		} else {
			faults = append(faults, f)
		}
	}
	c.fill(c.faults, faults, &v.verdict)
	visible(c.above, len(faults) > 0)
	c.toggle.SetText(c.ui.words.Count("ui.checks.passed", len(passes)))
	arrow := theme.MenuExpandIcon()
	if c.open {
		arrow = theme.MenuDropDownIcon()
	}
	c.toggle.SetIcon(arrow)
	visible(c.folder, len(passes) > 0)
	if c.open {
		c.fill(c.passes, passes, &v.verdict)
	}
	visible(c.inside, c.open && len(passes) > 0)
}

// fill shows findings in rows. Rows stay the same objects, so that they have their width already.
func (c *checkList) fill(rows *fyne.Container, findings []media.Finding, of *verdict) {
	for len(rows.Objects) < len(findings) {
		rows.Add(widgets.NewCheckRow())
	}
	for i, o := range rows.Objects {
		visible(o, i < len(findings))
		if i < len(findings) {
			words := c.ui.words.Finding(findings[i], of.Verdict)
			look := classes[findings[i].Class]
			o.(*widgets.CheckRow).Set(widgets.CheckView{
				Tone: look.tone, Kind: c.ui.words.Text(look.kind), Title: words.Title, Hint: words.Hint,
			})
		}
	}
}

// classes say how findings of a class are shown, and what that is called.
var classes = map[media.Class]struct {
	tone widgets.Tone
	kind string
}{
	media.Refuse: {widgets.ToneError, "ui.checks.refuse"},
	media.Warn:   {widgets.ToneWarning, "ui.checks.warn"},
	media.Note:   {widgets.ToneNeutral, "ui.checks.note"},
	media.Pass:   {widgets.ToneGood, "ui.checks.pass"},
}

// showsChecks reports whether it helps to see what the file of a video was found to be: before it is sent, and when X could
// not process it.
func (v *video) showsChecks() bool {
	return len(v.verdict.Findings) > 0 && (v.state == ready || v.state == refused || v.unprocessed())
}

// unprocessed reports whether X has taken all of a video and then given it up.
func (v *video) unprocessed() bool {
	return v.state == failed && messages.KindOf(v.problem) == string(upload.ProcessingFailed)
}

// showChecks brings into sight what the file of a video was found to be, all of it.
func (u *UI) showChecks(v *video) {
	c := u.details.checks
	c.open = true
	u.choose(v)
	u.goDeep(true)
	if c.folder.Visible() {
		u.window.Canvas().Focus(c.toggle)
	}
}
