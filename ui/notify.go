package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/home"
)

// notifyBatch is how long news are gathered before they are told, so that a person is not called for each video.
const notifyBatch = 20 * time.Second

// offlineNews is how long there is no connection before a person is told, once.
const offlineNews = 10 * time.Minute

// news are what somebody who looks elsewhere wants to be told.
type news int

const (
	newsReady   news = iota // on X
	newsNeeds               // a person
	newsExpires             // within the hour
	newsOffline
	newsPractised // and on X is nothing
	newsKinds
)

// teller tells news by the desktop's notifications, with fixed words: a file's name never gets there, because on some
// systems notifications go through a shell. While the window has the focus nothing is told that can be seen in it.
type teller struct {
	away   bool // the window does not have the focus
	counts [newsKinds]int
	ending map[string]bool // the media IDs of which it has been told that they end
	timer  *time.Timer     // until they are told; nil: there are none
	send   func(title, body string)
}

// watchFocus keeps it known whether a person looks at the window.
func (u *UI) watchFocus() {
	u.teller.ending = map[string]bool{}
	u.teller.send = func(title, body string) {
		u.deps.App.SendNotification(fyne.NewNotification(title, body))
	}
	life := u.deps.App.Lifecycle()
	life.SetOnEnteredForeground(func() { u.teller.away = false })
	life.SetOnExitedForeground(func() {
		u.teller.away = true
		if !u.kept { // else the window has gone
			u.keepPlace() // it may be going: Fyne calls this, and nothing after it, when a signal ends it
		}
	})
}

// newsOfDone says whether a video that is done is on X, or was a practice.
func newsOfDone(v *video) news {
	if v.account.Practice {
		return newsPractised
	}
	return newsReady
}

// tell tells one piece of news, together with others that come soon.
func (u *UI) tell(n news) {
	t := &u.teller
	if !t.away {
		return
	}
	t.counts[n]++
	if t.timer == nil {
		t.timer = time.AfterFunc(notifyBatch, func() { u.do(u.tellAll) })
	}
}

// tellAll tells what has been gathered, one notification for each kind.
func (u *UI) tellAll() {
	t := &u.teller
	counts := t.counts
	t.counts, t.timer = [newsKinds]int{}, nil
	if !t.away {
		return
	}
	ids := [newsKinds]string{newsReady: "notify.ready", newsNeeds: "notify.needs", newsExpires: "notify.expires", newsOffline: "notify.offline", newsPractised: "notify.practice"}
	if counts[newsReady] > 1 && u.allDone() {
		ids[newsReady] = "notify.all_ready"
	}
	for kind, count := range counts {
		if count == 0 {
			continue
		}
		title, body := u.words.Text("app.name"), u.words.Count(ids[kind], count)
		u.work.Go(func() { t.send(title, body) }) // D-Bus, or another program
	}
}

// allDone reports whether nothing is left to be sent.
func (u *UI) allDone() bool {
	for _, v := range u.videos {
		if v.state != done {
			return false
		}
	}
	return true
}

// watchTime tells what comes with time alone: a media ID that ends within the hour, and a connection that stays away.
func (u *UI) watchTime(now time.Time) {
	for _, v := range u.videos {
		if v.endsWithin(time.Hour, now) && !v.expired(now) && !u.teller.ending[v.progress.Result.MediaID] {
			u.teller.ending[v.progress.Result.MediaID] = true
			u.tell(newsExpires)
		}
		if v.offlineFor(now) >= offlineNews && !u.toldOffline {
			u.toldOffline = true
			u.tell(newsOffline)
		}
	}
}

// historyWatch is how often the history is looked into for what ends.
const historyWatch = 5 * 60 // seconds

// watchHistory tells of the media IDs that end within the hour and have no card any more: of an earlier run, or cleared.
// They cannot be seen in the window, so that they are told when a person next looks elsewhere.
func (u *UI) watchHistory() {
	u.work.Go(func() {
		entries, err := u.deps.Home.History()
		if err != nil {
			u.deps.Log.Info("the history is not watched", "err", err)
			return
		}
		u.do(func() { u.tellEnding(entries, u.now()) })
	})
}

// tellEnding tells of those of the history that end within the hour.
func (u *UI) tellEnding(entries []home.Entry, now time.Time) {
	shown := map[string]bool{}
	for _, v := range u.videos {
		if v.state == done {
			shown[v.progress.Result.MediaID] = true // watchTime has them
		}
	}
	for _, e := range entries {
		ends := !e.Practice && !e.Expires.IsZero() && !past(e.Expires, now) && e.Expires.Sub(now) < time.Hour
		if ends && u.teller.away && !shown[e.MediaID] && !u.teller.ending[e.MediaID] {
			u.teller.ending[e.MediaID] = true
			u.tell(newsExpires)
		}
	}
}
