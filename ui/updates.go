package ui

import (
	"time"

	"hoist/ui/desktop"
	"hoist/ui/widgets"
)

// How often it is looked for a newer version, and how long after a try of which nothing came.
const (
	lookEvery = 24 * time.Hour
	lookAgain = time.Hour
)

// updates is what the window knows of newer versions beside the settings.
type updates struct {
	looking bool            // for one, by itself
	opened  desktop.Version // whose page was opened: until the program ends that one is no news any more
}

// watchUpdates looks for a newer version where a person wants that, once a day, at a moment at which nothing is on its way.
// Practice mode promises that nothing leaves this computer.
func (u *UI) watchUpdates(now time.Time) {
	wanted := u.deps.Feed != nil && u.loaded && u.settings.Updates && !u.updates.looking
	if !wanted || !due(u.settings.UpdatesAfter, now) || u.practice != nil || u.entering || u.onItsWay() {
		return
	}
	u.updates.looking = true
	u.settings.UpdatesAfter = onTheWall(now.Add(lookAgain)) // also where the program ends before the answer is there
	u.saveSettings()
	u.askFeed(func(desktop.Release, error) { u.updates.looking = false }) // nobody waits for it: a failure is no news
}

// due reports whether the time has come. One that lies further ahead than any was ever set is of a clock that was wrong.
func due(after, now time.Time) bool {
	wait := after.Sub(now)
	return wait <= 0 || wait > 2*lookEvery
}

// onTheWall returns a time of the clock on the wall, which goes on while the computer sleeps, as the settings keep it.
func onTheWall(t time.Time) time.Time { return t.UTC().Round(0) }

// askFeed asks which version is the newest, and keeps the answer. then is called on the window's goroutine.
func (u *UI) askFeed(then func(desktop.Release, error)) {
	began := u.now()
	u.work.Go(func() {
		release, err := u.deps.Feed.Latest(u.ctx)
		u.do(func() {
			if err != nil {
				u.deps.Log.Info("it is not known which version is the newest", "err", err)
			} else {
				u.settings.NewVersion, u.settings.NewPage = release.Version.String(), release.Page
				u.settings.UpdatesAfter = onTheWall(began.Add(lookEvery))
				u.saveSettings()
			}
			then(release, err)
			u.refreshNews()
		})
	})
}

// isNewer reports whether a version came out after this one.
func (u *UI) isNewer(v desktop.Version) bool {
	own, _ := desktop.ParseVersion(u.deps.Version) // what is none is older than any
	return v.After(own)
}

// update returns the newer version that the window tells of; ok: there is one. What was found is that of the last answer,
// on whatever day, and as little trusted.
func (u *UI) update() (r desktop.Release, ok bool) {
	set := &u.settings
	if u.deps.Feed == nil || !set.Updates || set.NewVersion == "" {
		return desktop.Release{}, false
	}
	r, err := u.deps.Feed.Release(set.NewVersion, set.NewPage)
	passed, _ := desktop.ParseVersion(set.PassedVersion)
	return r, err == nil && u.isNewer(r.Version) && r.Version.After(passed) && r.Version != u.updates.opened
}

// tellUpdate tells of a newer version in the strip.
func (u *UI) tellUpdate(r desktop.Release) {
	u.frame.strip.Set(u.words.Text("ui.updates.newer", "Version", r.Version.String()),
		widgets.Action{Label: u.words.Text("ui.welcome.later"), OnTapped: u.hideStrip},
		widgets.Action{Label: u.words.Text("ui.updates.open"), Primary: true, OnTapped: func() { u.openUpdate(r) }})
}

// openUpdate opens the page of a newer version. Where there is no browser, it goes on being told of.
func (u *UI) openUpdate(r desktop.Release) {
	u.updates.opened = r.Version
	u.openURL(r.Page, func() {
		u.updates.opened = desktop.Version{}
		u.refreshNews()
	})
	u.refreshNews()
}

// passUpdate does not tell any more of the newer version that there is, nor of those before it.
func (u *UI) passUpdate() {
	if r, ok := u.update(); ok {
		u.settings.PassedVersion = r.Version.String()
		u.saveSettings()
	}
}
