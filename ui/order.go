package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"hoist/upload"
)

// move puts a video at another place among the cards, and with it in line: the order of the cards is the order in which
// videos go.
func (u *UI) move(v *video, to int) {
	at := slices.Index(u.videos, v)
	to = min(max(to, 0), len(u.videos)-1)
	if at < 0 || at == to {
		return
	}
	u.videos = slices.Insert(slices.Delete(u.videos, at, at+1), to, v)
	u.ordered()
	u.refreshAll()
	u.settleList()
	u.reveal(v)
}

// moveBy moves a video up or down.
func (u *UI) moveBy(v *video, step int) {
	if v != nil {
		u.move(v, slices.Index(u.videos, v)+step)
	}
}

// ordered brings cards and line into the order of the videos.
func (u *UI) ordered() {
	cards := make([]fyne.CanvasObject, 0, len(u.videos))
	jobs, place := u.queue.Jobs(), 0
	for _, v := range u.videos {
		cards = append(cards, u.cards[v])
		if v.job != nil && slices.Contains(jobs, v.job) {
			u.queue.Move(v.job, place)
			place++
		}
	}
	if !slices.Equal(u.frame.cards.Objects, cards) {
		u.frame.cards.Objects = cards
		u.frame.cards.Refresh()
	}
}

// settleList lays the cards out now, so that a card's place is known that has just moved.
func (u *UI) settleList() { u.frame.cards.Layout.Layout(u.frame.cards.Objects, u.frame.cards.Size()) }

// refreshWaiting shows anew who is how far in line, on the cards that say something else. It follows each progress of
// an upload.
func (u *UI) refreshWaiting() {
	ahead := map[*upload.Job]int{}
	for i, job := range u.queue.Waiting() {
		ahead[job] = i
	}
	for _, v := range u.videos {
		if v.state != waiting {
			continue
		}
		if n, inLine := ahead[v.job]; !inLine || n != v.ahead {
			u.refreshCard(v)
		}
	}
}
