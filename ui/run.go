package ui

import (
	"net/url"
	"slices"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// consoleURL is where X lets people make and change their apps.
const consoleURL = "https://console.x.com"

// perform does an action of one video.
func (u *UI) perform(v *video, a action) {
	switch a {
	case actionUpload:
		u.start(v)
	case actionRetry:
		v.problem, v.progress = nil, upload.Progress{}
		v.state = checking
		u.changed(v)
		u.inspect(v, true)
	case actionCancel:
		u.askRemove(v)
	case actionRemove:
		u.remove(v)
	case actionChooseAnother:
		u.onChoose()
	case actionSignIn:
		u.pending = []*video{v}
		u.showSignIn()
	case actionCopyID:
		u.deps.App.Clipboard().SetContent(v.progress.Result.MediaID)
		u.status(u.words.Text("ui.copied"))
	}
}

// target names the account that uploads go to now.
func (u *UI) target() string {
	switch {
	case u.practice != nil:
		return u.words.Text("ui.account.practice")
	case u.account != nil:
		return "@" + u.account.Name
	default:
		return u.words.Text("ui.account.none")
	}
}

// start puts a video in line. Without an account it asks for a sign-in first, and goes on after it; while it is not known
// whether there is one, the video waits for that.
func (u *UI) start(v *video) {
	account := u.practice
	if account == nil {
		account = u.account
	}
	if account == nil {
		if !slices.Contains(u.pending, v) {
			u.pending = append(u.pending, v)
		}
		if u.known {
			u.showSignIn()
		}
		return
	}
	engine, err := u.engine(*account)
	if err != nil {
		u.fail(v, err)
		return
	}
	v.account = engine.Account()
	v.job = engine.NewJob(upload.Request{File: v.path, Category: u.deps.Category, Anyway: u.deps.Anyway})
	v.state, v.progress, v.problem = waiting, upload.Progress{Percent: -1}, nil
	u.queue.Add(v.job)
	job := v.job
	u.work.Go(func() { pump(job, u.do, func(p upload.Progress) { u.progressed(v, job, p) }) })
	u.changed(v)
}

// engine returns the engine of an account.
func (u *UI) engine(a upload.Account) (*upload.Engine, error) {
	key := a.Name + " " + string(a.API) + " " + a.BaseURL
	if e := u.engines[key]; e != nil && e.Account().Practice == a.Practice {
		return e, nil
	}
	e, err := u.deps.Engine(a)
	if err == nil {
		u.engines[key] = e
	}
	return e, err
}

// progressed shows how far an upload is.
func (u *UI) progressed(v *video, job *upload.Job, p upload.Progress) {
	if v.job != job || !u.has(v) {
		return // of a try that is over, or a video that was removed
	}
	v.progress = p
	switch p.Stage {
	case upload.StageFinished:
		if p.Err != nil {
			u.fail(v, p.Err)
			return
		}
		v.state = done
		u.status(u.words.Text("ui.status.done", "Name", v.name))
	case upload.StageProcessing:
		v.state = processing
	case upload.StageOpening:
		if u.queue.Position(job) >= 0 {
			return // in line still
		}
		v.state = uploading
	default:
		if v.state != processing || p.Stage == upload.StageSending { // a STATUS that is asked again later sends nothing back
			v.state = uploading
		}
	}
	u.changed(v)
	for _, other := range u.videos { // those in line have moved up
		if other.state == waiting {
			u.refreshCard(other)
		}
	}
}

// fail shows that a video was not uploaded.
func (u *UI) fail(v *video, err error) {
	v.state, v.problem = failed, err
	u.status(u.words.Text("ui.status.failed", "Name", v.name, "Cause", u.words.Problem(err, messages.Facts{Now: time.Now()}).Title))
	u.changed(v)
}

// uploadAll puts every video in line that is ready.
func (u *UI) uploadAll() {
	for _, v := range u.videos {
		if v.state == ready {
			u.start(v)
		}
	}
}

// remove takes a video out, and stops it where it runs.
func (u *UI) remove(v *video) {
	if v.job != nil {
		u.queue.Remove(v.job)
		v.job = nil
	}
	u.dropCard(v)
}

func (u *UI) openConsole() { u.openURL(consoleURL) }

// openURL opens an address in the browser, without the window waiting for it.
func (u *UI) openURL(address string) {
	parsed, err := url.Parse(address)
	if err != nil {
		return
	}
	u.work.Go(func() {
		if err := u.deps.App.OpenURL(parsed); err != nil {
			u.do(func() { u.status(u.words.Text("ui.status.no_browser")) })
		}
	})
}
