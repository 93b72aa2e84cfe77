package ui

import (
	"sync/atomic"
	"time"

	"hoist/upload"
)

// frame is the least time between two changes of the window by one upload.
const frame = 80 * time.Millisecond

// openingFrame is how often the window hears of an upload that has not said anything yet.
const openingFrame = time.Second

// pump drains a job's events and hands the latest progress to show by way of do, which runs it on the window's
// goroutine: at most about twelve times a second, never more than one at a time (fyne.Do queues without bound), and the
// last one for sure. A job says nothing between its start and X's first answer: until then it is handed over once a
// second, so that the window can see whether it is in line still. pump returns when the job has ended. The reader of
// the events is never held up by the window, and the upload never by the reader.
func pump(job *upload.Job, do func(func()), show func(upload.Progress)) {
	var p upload.Progress
	var shown atomic.Bool // the window has taken what it was handed last
	shown.Store(true)
	p.Percent = -1
	dirty := true
	handed := time.Now()
	ticker := time.NewTicker(frame)
	defer ticker.Stop()
	hand := func() {
		shown.Store(false)
		dirty, handed = false, time.Now()
		latest := p.Clone()
		do(func() {
			show(latest)
			shown.Store(true)
		})
	}
	events := job.Events()
	for {
		select {
		case e, open := <-events:
			if !open {
				hand()
				return
			}
			p.Take(e, time.Now())
			dirty = true
		case now := <-ticker.C:
			before := p.Speed
			p.Tick(now)
			silent := p.MediaID == "" && now.Sub(handed) >= openingFrame
			moves := p.Speed != before && p.Stage == upload.StageSending
			if (dirty || silent || moves) && shown.Load() {
				hand()
			}
		}
	}
}
