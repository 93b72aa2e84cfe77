package ui

import (
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/widgets"
)

// choice is one answer to a question.
type choice struct {
	label  string
	kind   widgets.ButtonKind // the one that loses nothing is the primary one
	chosen func()             // nil: nothing happens
}

// ask asks a question over the window. The primary answer has the focus: it is the one that loses nothing. Escape means
// it, too.
func (u *UI) ask(title, body string, choices ...choice) {
	var popup *widget.PopUp
	row := container.New(layout.NewCustomPaddedHBoxLayout(8))
	var safe *widgets.Button
	for _, c := range choices {
		button := widgets.NewButton(c.label, nil, c.kind, func() {
			popup.Hide()
			u.asking = nil
			if c.chosen != nil {
				c.chosen()
			}
		})
		if c.kind == widgets.ButtonPrimary {
			safe = button
		}
		row.Add(button)
	}
	content := container.New(layout.NewCustomPaddedLayout(14, 14, 16, 16), container.New(layout.NewCustomPaddedVBoxLayout(12),
		widgets.NewHeading(title), atWidth(420, widgets.NewBody(body)), row))
	u.dismiss()
	popup = widget.NewModalPopUp(content, u.window.Canvas())
	u.asking = popup
	popup.Show()
	u.window.Canvas().Focus(safe)
}

// dismiss takes the question away that stands, as its primary answer would.
func (u *UI) dismiss() {
	if u.asking != nil {
		u.asking.Hide()
		u.asking = nil
	}
}

// askRemove takes a video out; it asks first when that loses what was sent.
func (u *UI) askRemove(v *video) {
	going := v.state == uploading || v.state == waiting
	if v.state != processing && !v.losable() && (!going && v.state != paused || !v.begun()) {
		u.remove(v)
		return
	}
	title, keep := "ui.ask.stop.title", "ui.ask.stop.keep"
	if v.state == paused || v.state == failed {
		title, keep = "ui.ask.stop.title.paused", "ui.ask.stop.keep_paused"
	}
	stop := "ui.ask.stop.stop"
	var choices []choice
	if going {
		choices = append(choices, choice{u.words.Text("ui.ask.stop.pause"), widgets.ButtonSecondary, func() { u.pause(v) }})
	} else if v.state != processing {
		stop = "ui.remove"
	}
	choices = append(choices,
		choice{u.words.Text(stop), widgets.ButtonSecondary, func() {
			if v.state != done { // while the question stood it may have got its media ID, which is not to be lost
				u.remove(v)
			}
		}},
		choice{u.words.Text(keep), widgets.ButtonPrimary, nil})
	u.ask(u.words.Text(title, "Name", v.name), u.words.Text("ui.ask.stop.body", "Size", u.words.Bytes(v.progress.Confirmed)), choices...)
}

// askLeavePractice leaves practice mode; it asks first when something is on its way.
func (u *UI) askLeavePractice() {
	for _, v := range u.videos {
		if (v.live() || v.state == paused) && v.account.Practice {
			u.ask(u.words.Text("ui.ask.leave.title"), u.words.Text("ui.ask.leave.body"),
				choice{u.words.Text("ui.ask.leave.stay"), widgets.ButtonPrimary, nil},
				choice{u.words.Text("ui.practice.leave"), widgets.ButtonSecondary, u.leavePractice})
			return
		}
	}
	u.leavePractice()
}

// onClose closes the window; it asks first when something is on its way. Whatever way the person takes to close or to
// quit comes here. What goes to the stand-in of practice mode cannot be continued, what goes to X can.
func (u *UI) onClose() {
	live, continues := 0, false
	for _, v := range u.videos {
		if v.live() {
			live++
			continues = continues || !v.account.Practice
		}
	}
	if live == 0 {
		u.quit()
		return
	}
	body, leave := u.words.Count("ui.ask.close.practice.body", live), u.words.Text("ui.ask.close.practice.close")
	if continues {
		body, leave = u.words.Text("ui.ask.close.body"), u.words.Text("ui.ask.close.close")
	}
	u.ask(u.words.Text("ui.ask.close.title"), body,
		choice{u.words.Text("ui.ask.close.stay"), widgets.ButtonPrimary, nil},
		choice{leave, widgets.ButtonSecondary, u.quit})
}

// quit remembers the window's size and ends the program.
func (u *UI) quit() {
	size := u.window.Canvas().Size()
	u.settings.WindowWidth, u.settings.WindowHeight = int(size.Width), int(size.Height)
	u.saveSettings()
	u.window.SetCloseIntercept(nil)
	u.cancel()
	u.window.Close()
}
