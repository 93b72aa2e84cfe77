package ui

import (
	"cmp"
	"slices"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// pause lets an upload stand, on its way or in line. The window shows it at once; its job says so a moment later.
func (u *UI) pause(v *video) {
	if u.hold(v) {
		u.refreshWaiting()
	}
}

// hold is pause, but for those behind it in line, which move up. It reports whether there was something to pause.
func (u *UI) hold(v *video) bool {
	if v.state != uploading && v.state != waiting {
		return false
	}
	v.held, v.state = true, paused
	v.job.Pause()
	u.changed(v)
	return true
}

// resume lets an upload go on that stands, when its turn comes, in the name of the account that it belongs to. Where that
// is not signed in it says so, and where nobody is it asks for a sign-in first.
func (u *UI) resume(v *video) {
	if v.state != paused || !v.account.Practice && !u.mayResume(v) {
		return
	}
	if v.job == nil {
		u.upload(v, *u.accountOf(v), upload.Request{
			File: v.path, MediaID: v.earlier.MediaID, Category: v.earlier.Category,
		})
		return
	}
	v.held, v.answered, v.state = false, v.progress.Trouble, waiting
	v.job.Resume()
	u.changed(v)
}

// mayResume reports whether somebody is signed in to the account that an upload to X belongs to.
func (u *UI) mayResume(v *video) bool {
	switch {
	case u.practice != nil: // nothing is sent to X
		u.status(u.words.Text("ui.status.leave_practice"))
	case len(u.accounts) == 0:
		u.askAccount(v, v.account.Name)
	case u.accountOf(v) == nil:
		u.status(u.words.Text("ui.status.whose", "Account", v.account.Name))
		u.choose(v) // the details say more
	default:
		return true
	}
	return false
}

// askAccount lets a video wait for somebody to sign in; name is whose sign-in it needs, empty: anybody's.
func (u *UI) askAccount(v *video, name string) {
	if !slices.Contains(u.pending, v) {
		u.pending = append(u.pending, v)
	}
	switch {
	case !u.known:
		u.status(u.words.Text("ui.status.awaits_store"))
	case u.signing == nil || len(u.pending) == 1: // else it is asked already, for one before it
		u.showSignIn(name)
	}
}

// pauseOrResume does what Space does.
func (u *UI) pauseOrResume(v *video) {
	switch {
	case v.keyless():
		u.perform(v, actionSignIn)
	case v.state == paused:
		u.resume(v)
	default:
		u.pause(v)
	}
}

// pauseOrResumeAll pauses all that moves or is in line, and where nothing is, resumes all that stands.
func (u *UI) pauseOrResumeAll() {
	if u.pauseAll() == 0 {
		u.resumeAll()
	}
}

// pauseAll pauses all that moves or is in line, and returns how many those are.
func (u *UI) pauseAll() (stopped int) {
	defer u.gather()()
	for _, v := range u.videos {
		if u.hold(v) {
			stopped++
		}
	}
	if stopped > 0 {
		u.status(u.words.Count("ui.status.paused", stopped))
	}
	return stopped
}

// resumeAll resumes all that stands. Where that is nothing but what X does not take the keys of any more, it says so.
func (u *UI) resumeAll() {
	defer u.gather()()
	going := 0
	var keyless *video
	for _, v := range u.videos {
		switch {
		case v.keyless():
			keyless = cmp.Or(keyless, v)
		case v.state == paused:
			if u.resume(v); v.state != paused {
				going++
			}
		}
	}
	switch {
	case going > 0:
		u.status(u.words.Count("ui.status.resumed", going))
	case keyless != nil:
		p := u.words.Problem(keyless.progress.Trouble, keyless.facts(u.now()))
		u.status(joined(p.Title+".", p.Do))
		u.choose(keyless) // the details have the button
	}
}

// tryNow cuts the wait before the next try short.
func (u *UI) tryNow(v *video) {
	if v.job != nil && v.hastens() {
		v.job.TryNow()
	}
}

// retry sends a video again that did not get through, in the name that it had. What X has of it is used, where that is
// possible.
func (u *UI) retry(v *video) {
	if u.again(v) {
		u.inspect(v, true)
	}
}

// again makes a video one that is tried again, and reports whether it is to begin with its file.
func (u *UI) again(v *video) bool {
	if v.owned() && !u.mayResume(v) {
		return false
	}
	if messages.KindOf(v.problem) == string(upload.NoCredits) {
		u.resumeUnpaid(v.account)
	}
	if v.earlier != nil && v.state == failed && !spent(messages.KindOf(v.problem)) {
		v.job, v.problem, v.state = nil, nil, paused
		v.progress.Stage, v.progress.Trouble, v.progress.Err = upload.StagePaused, nil, nil
		u.changed(v)
		u.resume(v)
		return false
	}
	v.forgotten = v.earlier
	v.problem, v.progress, v.earlier, v.held = nil, upload.Progress{}, nil, false
	v.state = checking
	u.changed(v)
	return true
}

// resumeUnpaid lets the videos of an account go on that were held back because its credits were used up: a person says
// that there are more.
func (u *UI) resumeUnpaid(account upload.Account) {
	for _, v := range u.videos {
		if v.unpaid() && sameAccount(v.account, account) {
			u.resume(v)
		}
	}
}

// tryAgain looks once more at a file that could not be sent, and sends another one again.
func (u *UI) tryAgain(v *video) {
	if v.state == refused {
		u.lookAgain(v)
	} else {
		u.retry(v)
	}
}

// lookAgain looks once more at a file that could not be sent.
func (u *UI) lookAgain(v *video) {
	v.state, v.problem = checking, nil
	u.changed(v)
	u.inspect(v, u.starts())
}

// retryAll sends all again that failed, but for those in which X has found something wrong.
func (u *UI) retryAll() {
	defer u.gather()()
	var anew []*video
	for _, v := range u.videos {
		if v.retriable() && u.again(v) {
			anew = append(anew, v)
		}
	}
	u.inspectAll(anew, true)
}

// inspectAll looks again at the files of videos, one after the other and without the window waiting. start begins to
// upload those that can be.
func (u *UI) inspectAll(videos []*video, start bool) {
	was, forgotten := make([]state, len(videos)), make([]*upload.Unfinished, len(videos))
	for i, v := range videos {
		was[i], forgotten[i], v.forgotten = v.state, v.forgotten, nil
	}
	first := func(i int) {
		if forgotten[i] != nil { // else the new upload would find the journal in use
			u.discard(forgotten[i].MediaID)
		}
	}
	u.examineAll(videos, first, func(all []looked) {
		defer u.gather()()
		now := u.now()
		for i, v := range videos {
			if u.has(v) && v.state == was[i] {
				u.inspected(v, all[i], now, start)
			}
		}
	})
}

// examineAll finds out beside the window what the files of videos are, one after the other, and hands that over in their
// order. first, which may be nil, is called before each, beside the window as well.
func (u *UI) examineAll(videos []*video, first func(i int), then func([]looked)) {
	segmentBytes := u.segmentBytes()
	all := make([]looked, len(videos))
	for i, v := range videos {
		all[i].path = v.path // which a person may change meanwhile
	}
	u.work.Go(func() {
		for i := range all {
			if u.ctx.Err() != nil {
				return
			}
			if first != nil {
				first(i)
			}
			all[i] = u.examine.look(all[i].path, segmentBytes)
		}
		u.do(func() { then(all) })
	})
}

// inspected takes what was found of a video's file.
func (u *UI) inspected(v *video, l looked, now time.Time, start bool) {
	if l.growing {
		u.awaitAlone(v, start)
		return
	}
	v.take(l, now)
	if u.judge(v, now); start && v.state == ready {
		u.start(v)
	}
}

// uploadAgain gives up what X is processing, and sends the video once more.
func (u *UI) uploadAgain(v *video) {
	job := v.job
	u.abandon(v)
	v.job, v.earlier, v.held, v.state, v.progress = nil, nil, false, checking, upload.Progress{}
	u.changed(v)
	u.work.Go(func() {
		if job != nil {
			<-job.Done() // else the new upload would find the journal in use
		}
		u.do(func() { u.inspect(v, true) })
	})
}

// clearFinished takes those out that are done. Their media IDs are in the history.
func (u *UI) clearFinished() {
	defer u.gather()()
	cleared := 0
	for _, v := range slices.Clone(u.videos) {
		if v.state == done {
			v.job = nil
			u.dropCard(v)
			cleared++
		}
	}
	u.status(u.words.Count("ui.status.cleared", cleared))
}

// removeAll takes all videos out, and stops what is on its way.
func (u *UI) removeAll() {
	defer u.gather()()
	for _, v := range slices.Clone(u.videos) {
		u.remove(v)
	}
}

// discard deletes a journal. It is not for the window's goroutine.
func (u *UI) discard(mediaID string) {
	if err := u.deps.Discard(mediaID); err != nil {
		u.deps.Log.Info("an unfinished upload was not discarded", "media_id", mediaID, "err", err)
	}
}

// expire shows which of those that stand X no longer keeps.
func (u *UI) expire(now time.Time) {
	for _, v := range u.videos {
		if v.state != paused || v.account.Practice || !past(v.progress.Expires, now) {
			continue
		}
		u.abandon(v)
		v.job = nil
		v.held = false
		v.runOut()
	}
}

// runOut says that X no longer keeps what it has of a video.
func (v *video) runOut() {
	v.happened = v.progress.Expires
	v.state, v.problem = failed, &upload.Error{
		Kind: upload.Expired, File: v.path, Segment: -1, Sent: v.progress.Confirmed, Bytes: v.file.Bytes, At: v.progress.Expires,
	}
}
