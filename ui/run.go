package ui

import (
	"net/url"
	"time"

	"hoist/upload"
)

// consoleURL is where X lets people make and change their apps.
const consoleURL = "https://console.x.com"

// perform does an action of one video.
func (u *UI) perform(v *video, a action) {
	switch a {
	case actionUpload:
		u.start(v)
	case actionPause:
		u.pause(v)
	case actionResume:
		u.resume(v)
	case actionStartNow:
		u.startNow(v)
	case actionTryNow:
		u.tryNow(v)
	case actionRetry:
		u.tryAgain(v)
	case actionCancel:
		u.cancelVideo(v)
	case actionRemove:
		u.askRemove(v)
	case actionChooseAnother:
		u.onChoose()
	case actionSignIn:
		u.pending = []*video{v}
		u.showSignIn(v.account.Name)
	case actionCopyID:
		u.copyID(v.progress.Result.MediaID)
	case actionLocate, actionFindOriginal:
		u.locate(v)
	case actionKeepWaiting:
		v.waited = u.now()
		u.changed(v)
	case actionUploadAgain:
		u.askUploadAgain(v)
	default:
		u.performByChecks(v, a)
	}
}

// performByChecks does what is offered because of what X is likely to say of a video.
func (u *UI) performByChecks(v *video, a action) {
	switch a {
	case actionAnyway:
		u.uploadAnyway(v)
	case actionConvert:
		u.convert(v)
	case actionCopyCommand:
		u.copyCommand(v)
	case actionShowChecks:
		u.showChecks(v)
	default:
		u.performElsewhere(v, a)
	}
}

// statusURL is where X says how its servers are.
const statusURL = "https://docs.x.com/status"

// performElsewhere does what a video asks for outside of the queue.
func (u *UI) performElsewhere(v *video, a action) {
	switch a {
	case actionConsole:
		u.openConsole()
	case actionCopySteps:
		u.deps.App.Clipboard().SetContent(u.words.Problem(v.problem, v.facts(u.now())).Do)
		u.status(u.words.Text("ui.status.steps_copied"))
	case actionXStatus:
		u.openURL(statusURL, nil)
	case actionLimit:
		u.showLimitMenu()
	case actionCertificate:
		u.showNetworkSettings()
		u.settingsPage.chooseCertificates()
	case actionProxy:
		u.showNetworkSettings()
	}
}

func (u *UI) copyID(mediaID string) {
	u.deps.App.Clipboard().SetContent(mediaID)
	u.status(u.words.Text("ui.copied"))
}

// target returns the account that uploads go to now; nil: nobody is signed in.
func (u *UI) target() *upload.Account {
	if u.practice != nil {
		return u.practice
	}
	return u.account
}

// goesTo returns in whose name a video would go that is ready: one that is tried again in the name that it had.
func (u *UI) goesTo(v *video) *upload.Account {
	if v.owned() {
		return &v.account
	}
	return u.target()
}

// nameOf names an account; nil is nobody.
func (u *UI) nameOf(a *upload.Account) string {
	switch {
	case a == nil:
		return u.words.Text("ui.account.none")
	case a.Practice:
		return u.words.Text("ui.account.practice")
	}
	return "@" + a.Name
}

// start puts a video in line, one that is tried again in the name that it had. Without an account it asks for a sign-in
// first, and goes on after it; while it is not known whether there is one, the video waits for that.
func (u *UI) start(v *video) {
	account := u.target()
	if v.owned() {
		if !u.mayResume(v) {
			return
		}
		account = u.accountOf(v)
	}
	if account == nil {
		u.askAccount(v, "")
		return
	}
	u.startAs(v, *account)
}

// startAs puts a video in line from its beginning, in the name of an account.
func (u *UI) startAs(v *video, account upload.Account) {
	v.progress, v.earlier = upload.Progress{Percent: -1}, nil
	u.upload(v, account, upload.Request{File: v.path, Category: u.deps.Category})
}

// upload puts what is asked for in line, in the name of an account.
func (u *UI) upload(v *video, account upload.Account, r upload.Request) {
	engine, err := u.engine(account)
	if err != nil {
		u.fail(v, err)
		return
	}
	v.account = engine.Account()
	v.job = engine.NewJob(r)
	v.state, v.problem, v.held, v.answered, v.lined = waiting, nil, false, nil, ""
	u.queue.Add(v.job)
	u.ordered()
	job := v.job
	u.work.Go(func() { pump(job, u.do, func(p upload.Progress) { u.progressed(v, job, p) }) })
	u.changed(v)
}

// engine returns the engine of an account.
func (u *UI) engine(a upload.Account) (*upload.Engine, error) {
	for _, e := range u.engines[u.outdated:] {
		if sameAccount(e.Account(), a) {
			return e, nil
		}
	}
	e, err := u.deps.Engine(a, u.settings)
	if err == nil {
		u.engines = append(u.engines, e)
	}
	return e, err
}

// sameAccount reports whether uploads of one account can be continued in the name of the other.
func sameAccount(a, b upload.Account) bool {
	a, b = spelledOut(a), spelledOut(b)
	return a.Name == b.Name && a.API == b.API && a.BaseURL == b.BaseURL && a.Practice == b.Practice
}

// spelledOut returns an account with what holds where it says nothing.
func spelledOut(a upload.Account) upload.Account {
	if a.API == "" {
		a.API = upload.V2
	}
	if a.BaseURL == "" {
		a.BaseURL = a.API.DefaultBase()
	}
	return a
}

// progressed shows how far an upload is.
func (u *UI) progressed(v *video, job *upload.Job, p upload.Progress) {
	if v.job != job || !u.has(v) {
		return // of a try that is over, or a video that was removed
	}
	if p.MediaID == "" { // it has not been open in this try: what is known from before holds
		known := v.progress
		known.Stage, known.Trouble, known.Until, known.Result, known.Err, known.Speed = p.Stage, p.Trouble, p.Until, p.Result, p.Err, 0
		p = known
	}
	was, now := v.state, u.now()
	v.notePercent(&p, now)
	before := v.progress.Trouble
	v.state = u.stateOf(v, job, &p)
	v.progress = p
	u.noteConnection(v, now)
	u.noteTrouble(v, before, now)
	v.held = v.held && p.Stage != upload.StageFinished
	switch {
	case p.Stage == upload.StageFinished && p.Err != nil:
		if !u.mistaken(v, p.Err) {
			u.fail(v, p.Err)
		}
		return
	case v.state == done && was != done:
		u.status(u.words.Text("ui.status.done", "Name", v.name))
		u.tell(newsOfDone(v))
		u.remember(v)
	case v.state == waiting && was == waiting && p.Stage == upload.StageOpening:
		return // in line still
	case v.keyless() && was != paused:
		u.tell(newsNeeds)
		u.status(u.words.Text("ui.status.failed", "Name", v.name, "Cause", u.words.Problem(p.Trouble, v.facts(now)).Title))
	}
	u.changed(v)
	u.refreshWaiting() // those in line have moved up
}

// stateOf returns what a video is at whose job is so far. A job says when it stands, and nothing of being resumed until
// it has its turn: until then the progress is that of before.
func (u *UI) stateOf(v *video, job *upload.Job, p *upload.Progress) state {
	inLine := u.queue.Position(job) >= 0
	switch p.Stage {
	case upload.StageFinished:
		return done
	case upload.StageProcessing:
		if v.held {
			return paused
		}
		return processing
	case upload.StagePaused:
		switch {
		case v.held, p.Trouble != nil && p.Trouble != v.answered:
			return paused
		case inLine:
			return waiting
		}
		p.Stage, p.Trouble = upload.StageOpening, nil // it has its turn, and has not said anything yet
		return uploading
	}
	switch {
	case v.held:
		return paused
	case inLine:
		return waiting
	case v.state == processing && p.Stage != upload.StageSending: // a STATUS that is asked again later sends nothing back
		return processing
	}
	return uploading
}

// notePercent keeps it known when X's processing came further.
func (v *video) notePercent(p *upload.Progress, now time.Time) {
	if p.Stage == upload.StageProcessing && (v.state != processing || p.Percent != v.progress.Percent) {
		v.moved = now
	}
}

// noteTrouble keeps it known when what is the matter came up, and the speed that the upload has had.
func (u *UI) noteTrouble(v *video, before *upload.Error, now time.Time) {
	if v.progress.Trouble != nil && v.progress.Trouble != before {
		v.happened = now
	}
	if v.progress.Speed > 0 {
		v.pace = v.progress.Speed
	}
	if v.progress.Stage == upload.StageSending { // the file that a person has named is the one that was begun
		v.sought = nil
	}
}

// noteConnection keeps it known since when an upload has been without a connection.
func (u *UI) noteConnection(v *video, now time.Time) {
	switch {
	case !v.standing() || v.progress.Trouble.Kind != upload.NoConnection:
		v.offline = time.Time{}
		if v.progress.Stage == upload.StageSending && v.progress.Speed > 0 {
			u.toldOffline = false
		}
	case v.offline.IsZero():
		v.offline = now
	}
}

// fail shows that a video was not uploaded.
func (u *UI) fail(v *video, err error) {
	v.state, v.problem, v.held, v.happened = failed, err, false, u.now()
	u.tell(newsNeeds)
	u.status(u.words.Text("ui.status.failed", "Name", v.name, "Cause", u.words.Problem(err, v.facts(u.now())).Title))
	u.changed(v)
	u.refreshWaiting()
	u.recheck(v)
}

// uploadAll puts every video in line that is ready.
func (u *UI) uploadAll() {
	defer u.gather()()
	for _, v := range u.videos {
		if v.state == ready {
			u.start(v)
		}
	}
}

// abandon stops a video's job, where it has one, and takes it out of the line.
func (u *UI) abandon(v *video) {
	if v.job != nil {
		v.job.Discard()
		u.queue.Remove(v.job)
	}
}

// remove takes a video out, stops it where it runs, and deletes what would let it continue.
func (u *UI) remove(v *video) {
	u.abandon(v)
	u.stopConversion(v)
	id := v.progress.MediaID
	if id != "" && !v.account.Practice && (v.job == nil || v.state == failed) { // no job is left that would do it
		u.work.Go(func() { u.discard(id) })
	}
	v.job = nil
	u.dropCard(v)
}

func (u *UI) openConsole() { u.openURL(consoleURL, nil) }

// openURL opens an address in the browser, without the window waiting for it. failed, which may be nil, is called where
// there is none.
func (u *UI) openURL(address string, failed func()) {
	parsed, err := url.Parse(address)
	if err != nil {
		return
	}
	u.work.Go(func() {
		if err := u.browse(parsed); err != nil {
			u.do(func() {
				u.status(u.words.Text("ui.status.no_browser"))
				if failed != nil {
					failed()
				}
			})
		}
	})
}
