package ui

import (
	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// refreshNews shows in the strip below the header what waits for an answer: that the password store is shut, that uploads
// were interrupted, or that there is a newer version of the program.
func (u *UI) refreshNews() {
	defer u.frame.fit()
	interrupted, shut := u.toGreet(), u.storeShut()
	update, newer := u.update()
	switch {
	case u.page != nil, !shut && interrupted == 0 && !newer:
		visible(u.frame.news, false)
		return
	case shut && u.finding: // it is asked again and again while it does not answer
		u.frame.strip.Set(u.words.Text("ui.store.slow"), widgets.Action{Label: u.words.Text("ui.welcome.later"), OnTapped: u.hideStrip})
	case shut:
		p := u.words.Problem(u.storeErr, messages.Facts{Now: u.now()})
		u.frame.strip.Set(joined(p.Title+".", p.Do),
			widgets.Action{Label: u.words.Text("ui.welcome.later"), OnTapped: u.hideStrip},
			widgets.Action{Label: u.words.Text("ui.try_again"), Primary: true, OnTapped: u.findAccounts})
	case interrupted == 0:
		u.tellUpdate(update)
	default:
		label := u.words.Text("ui.resume")
		if interrupted > 1 {
			label = u.words.Text("ui.welcome.resume_all")
		}
		u.frame.strip.Set(u.words.Count("ui.welcome", interrupted),
			widgets.Action{Label: u.words.Text("ui.welcome.later"), OnTapped: u.hideStrip},
			widgets.Action{Label: u.words.Text("ui.welcome.always"), OnTapped: u.alwaysResume},
			widgets.Action{Label: label, Primary: true, OnTapped: u.resumeInterrupted})
	}
	visible(u.frame.news, true)
}

// storeShut reports whether a person has to know that the password store has not told who is signed in. That there is
// none at all is said when somebody signs in.
func (u *UI) storeShut() bool {
	return u.storeErr != nil && !u.waved && u.practice == nil && messages.KindOf(u.storeErr) != keyringMissing
}

// hideStrip puts the news away that stand there.
func (u *UI) hideStrip() {
	switch {
	case !u.frame.news.Visible():
		return
	case u.storeShut():
		u.waved = true
	case u.toGreet() > 0:
		u.greeting = false
	default:
		u.passUpdate()
	}
	u.refreshNews()
}

// toGreet returns how many interrupted uploads a person is to be told of.
func (u *UI) toGreet() int {
	if !u.greeting {
		return 0
	}
	return len(u.interrupted())
}
