package ui

import (
	"time"

	"hoist/ui/widgets"
)

// longWork is how long a copy has been worked at when giving it up loses something that is worth a question.
const longWork = time.Minute

// costly reports whether a copy of a video is being made that nobody wants to begin anew without need.
func (v *video) costly(now time.Time) bool {
	return v.conversion != nil && v.conversion.stop != nil && now.Sub(v.conversion.begun) >= longWork
}

// cancelVideo does what the button says that ends what is done with a video: of a copy that is made nothing is left, and the
// video stays; an upload is removed.
func (u *UI) cancelVideo(v *video) {
	switch {
	case v.state != converting:
		u.askRemove(v)
	case v.costly(u.now()):
		u.askStopCopy(v, u.words.Text("ui.convert.ask.stop.title", "Name", v.name), u.words.Text("ui.convert.ask.stop.stop"),
			func() { u.stopConversion(v) })
	default:
		u.stopConversion(v)
	}
}

// askStopCopy asks before a copy is given up that took long so far.
func (u *UI) askStopCopy(v *video, title, stop string, stopped func()) {
	u.ask(title, u.words.Text("ui.convert.ask.stop.body"),
		choice{u.words.Text("ui.convert.ask.keep"), widgets.ButtonPrimary, nil},
		choice{stop, widgets.ButtonSecondary, func() {
			if u.has(v) && v.state == converting { // it may be done by now
				stopped()
			}
		}})
}

// askRemoveCopying asks before a video is removed of which a copy is made.
func (u *UI) askRemoveCopying(v *video) {
	u.askStopCopy(v, u.words.Text("ui.ask.stop.title.paused", "Name", v.name), u.words.Text("ui.remove"), func() { u.remove(v) })
}

// costs returns how many copies are being made that are worth a question.
func (u *UI) costs() (copies int) {
	now := u.now()
	for _, v := range u.videos {
		if v.costly(now) {
			copies++
		}
	}
	return copies
}

// askCloseCopying asks before the window closes while nothing but copies would be lost.
func (u *UI) askCloseCopying() {
	u.ask(u.words.Text("ui.convert.ask.close.title"), u.words.Count("ui.convert.ask.body", len(u.conversions)),
		choice{u.words.Text("ui.convert.ask.keep"), widgets.ButtonPrimary, nil},
		choice{u.words.Text("ui.ask.close.practice.close"), widgets.ButtonSecondary, u.quit})
}
