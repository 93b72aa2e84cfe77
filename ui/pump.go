package ui

import (
	"sync/atomic"
	"time"

	"hoist/upload"
)

// frame is the least time between two changes of the window by one upload.
const frame = 250 * time.Millisecond

// pump drains a job's events and hands the latest progress to show by way of do, which runs it on the window's
// goroutine: at most four times a second, never more than one at a time (fyne.Do queues without bound), and the
// last one for sure. It sleeps while the job says nothing: a thousand may wait in line. pump returns when the job has
// ended. The reader of the events is never held up by the window, and the upload never by the reader.
func pump(job *upload.Job, do func(func()), show func(upload.Progress)) {
	var p upload.Progress
	var shown atomic.Bool // the window has taken what it was handed last
	shown.Store(true)
	p.Percent = -1
	dirty := true
	timer, armed := time.NewTimer(frame), true
	defer timer.Stop()
	hand := func() {
		shown.Store(false)
		dirty = false
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
		case now := <-timer.C:
			armed = false
			before := p.Speed
			p.Tick(now)
			moves := p.Speed != before && p.Stage == upload.StageSending
			if dirty = dirty || moves; dirty && shown.Load() {
				hand()
			}
		}
		if !armed && (dirty || p.Stage == upload.StageSending) { // the speed changes also while nothing is said
			timer.Reset(frame)
			armed = true
		}
	}
}
