package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/desktop"
	"hoist/ui/home"
	"hoist/ui/widgets"
)

// choice is one answer to a question.
type choice struct {
	label  string
	kind   widgets.ButtonKind // the one that loses nothing is the primary one
	chosen func()             // nil: nothing happens
}

// ask asks a question over the window. The primary answer has the focus: it is one that loses nothing. Escape leaves
// everything as it is.
func (u *UI) ask(title, body string, choices ...choice) {
	var popup *widget.PopUp
	row := widgets.NewFlow()
	var safe *widgets.Button
	for _, c := range choices {
		button := widgets.NewButton(c.label, nil, c.kind, func() {
			popup.Hide()
			u.asking = nil
			if c.chosen != nil {
				c.chosen()
			}
			u.askNext()
		})
		if c.kind == widgets.ButtonPrimary {
			safe = button
		}
		row.Add(button)
	}
	words := scrolling(container.NewVScroll(container.New(layout.NewCustomPaddedVBoxLayout(12), widgets.NewHeading(title), widgets.NewBody(body))))
	content := container.New(&questionLayout{canvas: u.window.Canvas()}, words, row)
	if u.asking != nil {
		u.asking.Hide()
	}
	popup = widget.NewModalPopUp(content, u.window.Canvas())
	u.asking = popup
	popup.Show()
	u.window.Canvas().Focus(safe)
}

// askUploadAgain asks before what X is processing is given up for another try.
func (u *UI) askUploadAgain(v *video) {
	u.ask(u.words.Text("ui.ask.again.title", "Name", v.name), u.words.Text("ui.ask.again.body"),
		choice{u.words.Text("ui.keep_waiting"), widgets.ButtonPrimary, nil},
		choice{u.words.Text("ui.upload_again"), widgets.ButtonSecondary, func() {
			if u.has(v) && v.state == processing { // it may have ended while the question stood
				u.uploadAgain(v)
			}
		}})
}

// questionLayout is the layout of a question: words, which scroll where a window is too low for them, above the buttons.
type questionLayout struct{ canvas fyne.Canvas }

// Measures of a question, in dp.
const (
	questionWidth  = 452 // at most
	questionMargin = 16  // around it, at least
	questionSide   = 16  // beside its words
	questionEdge   = 14  // above and below them
	questionGap    = 12  // between words and buttons
)

// room is how large a question may be at most.
func (l *questionLayout) room() fyne.Size {
	size := l.canvas.Size().SubtractWidthHeight(2*questionMargin, 2*questionMargin)
	return fyne.NewSize(min(questionWidth, size.Width), size.Height)
}

// heights are those of words and buttons, where nothing has to give way.
func (l *questionLayout) heights(objects []fyne.CanvasObject, width float32) (words, buttons float32) {
	scroll := objects[0].(*fyne.Container).Objects[0].(*container.Scroll)
	for range 2 { // what wraps says its height for the width that it has
		scroll.Content.Resize(fyne.NewSize(width, scroll.Content.MinSize().Height))
		objects[1].Resize(fyne.NewSize(width, objects[1].MinSize().Height))
	}
	return scroll.Content.MinSize().Height, objects[1].MinSize().Height
}

func (l *questionLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := size.Width - 2*questionSide
	_, buttons := l.heights(objects, width)
	objects[0].Move(fyne.NewPos(questionSide, questionEdge))
	objects[0].Resize(fyne.NewSize(width, max(0, size.Height-2*questionEdge-questionGap-buttons)))
	objects[1].Move(fyne.NewPos(questionSide, size.Height-questionEdge-buttons))
}

func (l *questionLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	room := l.room()
	words, buttons := l.heights(objects, room.Width-2*questionSide)
	return fyne.NewSize(room.Width, min(room.Height, words+buttons+2*questionEdge+questionGap))
}

// dismiss takes the question away that stands, and leaves everything as it is.
func (u *UI) dismiss() {
	if u.asking != nil {
		u.asking.Hide()
		u.asking = nil
		u.askNext()
	}
}

// askNext asks what had to wait for another question.
func (u *UI) askNext() {
	if len(u.next) > 0 && u.asking == nil {
		next := u.next[0]
		u.next = u.next[1:]
		next()
	}
}

// askRemove takes a video out; it asks first when that loses what was sent.
func (u *UI) askRemove(v *video) {
	going := v.state == uploading || v.state == waiting
	if v.costly(u.now()) {
		u.askRemoveCopying(v)
		return
	}
	if !v.losesBy() {
		u.remove(v)
		return
	}
	title, keep := "ui.ask.stop.title", "ui.ask.stop.keep"
	body := u.words.Text("ui.ask.stop.body", "Size", u.words.Bytes(v.progress.Confirmed))
	if !going {
		title, keep = "ui.ask.stop.title.paused", "ui.ask.stop.keep_paused"
	}
	if v.state == processing {
		body = u.words.Text("ui.ask.stop.processing")
	}
	stop := "ui.ask.stop.stop"
	var choices []choice
	if going {
		choices = append(choices, choice{u.words.Text("ui.ask.stop.pause"), widgets.ButtonSecondary, func() { u.pause(v) }})
	} else {
		stop = "ui.remove"
	}
	choices = append(choices,
		choice{u.words.Text(stop), widgets.ButtonSecondary, func() {
			if v.state != done { // while the question stood it may have got its media ID, which is not to be lost
				u.remove(v)
			}
		}},
		choice{u.words.Text(keep), widgets.ButtonPrimary, nil})
	u.ask(u.words.Text(title, "Name", v.name), body, choices...)
}

// askRemoveAll takes all videos out; it asks first when that loses what was sent.
func (u *UI) askRemoveAll() {
	lost, begun, prepared := int64(0), 0, 0
	for _, v := range u.videos {
		switch {
		case !v.losesBy():
		case v.state == processing:
			prepared++
		default:
			lost += v.progress.Confirmed
			begun++
		}
	}
	var body []string
	if begun > 0 {
		body = append(body, u.words.Count("ui.ask.remove_all.body", begun, "Size", u.words.Bytes(lost)))
	}
	if prepared > 0 {
		body = append(body, u.words.Count("ui.ask.remove_all.processing", prepared))
	}
	if copies := u.costs(); copies > 0 {
		body = append(body, u.words.Count("ui.convert.ask.body", copies))
	}
	if len(body) == 0 {
		u.removeAll()
		return
	}
	u.ask(u.words.Count("ui.ask.remove_all.title", len(u.videos)), joined(body...),
		choice{u.words.Text("ui.ask.remove_all.keep"), widgets.ButtonPrimary, nil},
		choice{u.words.Text("ui.remove_all"), widgets.ButtonSecondary, u.removeAll})
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
		if v.live() && v.state != processing { // which goes on at X, and is asked after at the next start
			live++
			continues = continues || !v.account.Practice
		}
	}
	copies := len(u.conversions)
	switch {
	case live == 0 && copies == 0:
		u.quit()
		return
	case live == 0:
		u.askCloseCopying()
		return
	}
	body, leave := u.words.Count("ui.ask.close.practice.body", live), u.words.Text("ui.ask.close.practice.close")
	if continues {
		body, leave = u.words.Text("ui.ask.close.body"), u.words.Text("ui.ask.close.close")
	}
	if copies > 0 {
		body = joined(body, u.words.Count("ui.convert.ask.body", copies))
	}
	u.ask(u.words.Text("ui.ask.close.title"), body,
		choice{u.words.Text("ui.ask.close.stay"), widgets.ButtonPrimary, nil},
		choice{leave, widgets.ButtonSecondary, u.quit})
}

// Quit ends the program at once, as something outside of it wants: nothing is lost by it. It is for the window's
// goroutine.
func (u *UI) Quit() { u.quit() }

// quit remembers how the window stands and ends the program.
func (u *UI) quit() {
	u.keepPlace()
	u.keepForNext()
	u.window.SetCloseIntercept(nil)
	u.cancel()
	u.window.Close()
}

// keepPlace notes where the window stands, where that can be known.
func (u *UI) keepPlace() {
	if x, y, known := desktop.PlaceOf(u.window); known {
		u.settings.WindowPlace = &home.Point{X: x, Y: y}
	}
}

// keepForNext writes, once, what the next start wants to know: how the window stands, and what waits in it.
func (u *UI) keepForNext() {
	if u.kept {
		return
	}
	u.kept = true
	u.keepWindowSize()
	u.saveSettings()
	u.saveQueue()
}
