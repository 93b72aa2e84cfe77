package ui

import (
	"slices"

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
	u.frame.list.Reveal(v)
}

// moveBy moves a video up or down.
func (u *UI) moveBy(v *video, step int) {
	if v != nil {
		u.move(v, slices.Index(u.videos, v)+step)
	}
}

// ordered brings the line into the order of the videos.
func (u *UI) ordered() {
	if u.gathering {
		return
	}
	jobs := make([]*upload.Job, 0, len(u.videos))
	for _, v := range u.videos {
		if v.job != nil {
			jobs = append(jobs, v.job)
		}
	}
	u.queue.Arrange(jobs)
}

// refreshWaiting shows anew who is how far in line, on the cards that say something else. It follows each progress of
// an upload.
func (u *UI) refreshWaiting() {
	if u.gathering {
		return
	}
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

// refreshTurns shows which videos have got their turn and not said anything yet. It is called each second.
func (u *UI) refreshTurns() {
	inLine := map[*upload.Job]bool{}
	for _, job := range u.queue.Waiting() {
		inLine[job] = true
	}
	for _, v := range u.videos {
		if v.state == waiting && v.job != nil && !inLine[v.job] {
			p := v.progress
			p.Stage, p.Trouble = upload.StageOpening, nil
			u.progressed(v, v.job, p)
			return // they get it one after the other
		}
	}
}

// startNow gives a video its turn now. The one that is on its way goes back into line behind it, with what X has of it.
func (u *UI) startNow(v *video) {
	if v.state != waiting || v.job == nil {
		return
	}
	u.move(v, 0) // before the other ends its turn
	for _, other := range u.videos {
		if other.state == uploading && other.job != nil {
			other.job.Pause()
			other.job.Resume()
		}
	}
}
