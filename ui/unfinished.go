package ui

import (
	"path/filepath"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// findUnfinished looks for uploads that an earlier run of the program began, and shows those that nobody is working on.
// then is called after it, on the window's goroutine.
func (u *UI) findUnfinished(then func()) {
	u.looked = true
	u.work.Go(func() {
		all, err := u.deps.Unfinished()
		u.do(func() {
			if err != nil {
				u.status(u.words.Problem(err, messages.Facts{Now: u.now()}).Message())
				u.deps.Log.Warn("no unfinished uploads", "err", err)
			}
			u.takeUnfinished(all)
			then()
		})
	})
}

// takeUnfinished puts uploads of an earlier run at the top of the queue, the oldest first.
func (u *UI) takeUnfinished(all []upload.Unfinished) {
	defer u.gather()()
	at := 0
	for i := range all {
		v := videoOf(&all[i], u.now())
		if v == nil || all[i].InUse {
			continue
		}
		if other := u.find(v.path); other != nil {
			if other.state != ready && other.state != checking {
				continue // its job goes on from there by itself
			}
			u.dropCard(other)
		}
		u.addCard(v)
		u.move(v, at)
		at++
		if at == 1 {
			u.selected = v
		}
	}
	u.greeting = u.greeting || at > 0
	u.settle()
}

// settle asks after what X was processing when the window closed, in whose name somebody is signed in: nothing is sent for
// that, and nobody has to be asked.
func (u *UI) settle() {
	if u.practice != nil {
		return
	}
	for _, v := range u.videos {
		if v.settles() && u.accountOf(v) != nil {
			u.resume(v)
		}
	}
}

// videoOf returns a video that stands where an earlier run of the program left it; nil where the journal makes no sense.
func videoOf(f *upload.Unfinished, now time.Time) *video {
	plan, err := upload.NewPlan(f.Bytes, f.SegmentBytes)
	if err != nil || f.SegmentBytes != plan.SegmentBytes || f.MediaID == "" {
		return nil
	}
	for _, i := range f.Taken {
		if i < 0 || i >= plan.Segments {
			return nil
		}
	}
	v := &video{
		path: f.File, name: messages.Clean(filepath.Base(f.File), longestName), state: paused, earlier: f,
		file:    upload.File{Path: f.File, Bytes: f.Bytes, ModTime: f.ModTime, Plan: plan},
		account: upload.Account{Name: f.Account, API: f.API, BaseURL: f.BaseURL},
	}
	v.progress.Take(upload.Opened{
		MediaID: f.MediaID, Bytes: f.Bytes, Segments: plan.Segments, SegmentBytes: plan.SegmentBytes, Expires: f.Expires, Taken: f.Taken,
	}, now)
	v.progress.Take(upload.Paused{}, now)
	if past(f.Expires, now) {
		v.runOut()
	}
	return v
}

// interrupted returns the videos that an earlier run left on their way or in line, and nobody has resumed yet. What goes on
// by itself once it is known who is signed in was not interrupted.
func (u *UI) interrupted() []*video {
	var all []*video
	for _, v := range u.videos {
		if v.settles() && !u.known {
			continue
		}
		if v.job == nil && (v.earlier != nil && v.state == paused || v.lined != "" && v.state == ready) {
			all = append(all, v)
		}
	}
	return all
}

// resumeInterrupted resumes what an earlier run left.
func (u *UI) resumeInterrupted() {
	u.hideStrip()
	defer u.gather()()
	for _, v := range u.interrupted() {
		u.carryOn(v)
	}
}
