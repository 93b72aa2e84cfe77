package ui

import (
	"slices"
	"time"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// applyNotice shows what is the matter, where something is, and what helps.
func (d *details) applyNotice(v *video, now time.Time) {
	view, show := d.noticeOf(v, now)
	if show {
		d.notice.Set(view)
	}
	visible(d.notice, show)
}

func (d *details) noticeOf(v *video, now time.Time) (widgets.NoticeView, bool) {
	words := d.ui.words
	switch {
	case v.wouldFail(), v.warned():
		return d.verdictView(v), true
	case v.state == refused || v.state == failed:
		return d.failedView(v, now), true
	case d.ui.strangerTo(v):
		return d.strangerView(v), true
	case v.keyless(), v.unpaid():
		p := words.Problem(v.progress.Trouble, v.facts(now))
		view := d.viewOf(p, widgets.ToneWarning, joined(d.safe(v), p.Why, p.Do))
		view.Actions = d.buttons(v, true, actionSignIn)
		if v.unpaid() {
			view.Actions = d.buttons(v, false, actionConsole, actionResume)
		}
		return view, true
	case v.dwelling(now):
		return d.dwellingView(v, now), true
	case v.dropping():
		return d.droppingView(v), true
	case (v.state == uploading || v.state == processing) && v.standing():
		return d.standingView(v, now), true
	}
	return widgets.NoticeView{}, false
}

// viewOf shows a problem, with what else there is to say.
func (d *details) viewOf(p messages.Problem, tone widgets.Tone, body string) widgets.NoticeView {
	return widgets.NoticeView{
		Tone: tone, Title: p.Title, Body: body, Details: p.Details, DetailsLabel: d.ui.words.Text("ui.notice.details"),
	}
}

// failedView says why a video was not sent.
func (d *details) failedView(v *video, now time.Time) widgets.NoticeView {
	p := d.ui.words.Problem(v.problem, v.facts(now))
	safe := ""
	if v.state == failed && !spent(messages.KindOf(v.problem)) {
		safe = d.safe(v)
	}
	view := d.viewOf(p, widgets.ToneError, joined(safe, p.Why, p.Do))
	view.Actions = d.buttons(v, true, remediesOf(v)...)
	return view
}

// verdictView says what X would refuse a video for, or may, before anything is sent.
func (d *details) verdictView(v *video) widgets.NoticeView {
	words := d.ui.words.Verdict(v.verdict.Verdict)
	view := widgets.NoticeView{Tone: widgets.ToneWarning, Title: words.Title, Body: joined(words.Why, d.mending(v, words.Do))}
	if v.wouldFail() {
		view.Tone, view.Body = widgets.ToneError, joined(words.Why, d.ui.words.Text("ui.details.unsent"), d.mending(v, words.Do))
	}
	view.Actions = d.buttons(v, v.wouldFail(), remediesBefore(v)...) // what may be taken is uploaded by its card's button
	return view
}

// mending says what helps, and that there is something that does it.
func (d *details) mending(v *video, do string) string {
	switch {
	case v.verdict.converts:
		return joined(do, d.ui.words.Text("ui.details.mend.convert"))
	case v.verdict.curable:
		return joined(do, d.ui.words.Text("ui.details.mend.command"))
	}
	return do
}

// standingView says what an upload waits for.
func (d *details) standingView(v *video, now time.Time) widgets.NoticeView {
	facts := v.facts(now)
	facts.Until = v.progress.Until
	p := d.ui.words.Problem(v.progress.Trouble, facts)
	body := joined(d.safe(v), p.Why, p.Do)
	if v.progress.Trouble.Kind == upload.NoConnection { // the title says it all
		body = joined(d.safe(v), p.Do)
		if d.ui.settings.KeepAwake && v.offlineFor(now) >= awakeLimit {
			body = joined(body, d.ui.words.Text("ui.awake.over"))
		}
	}
	view := d.viewOf(p, widgets.ToneWarning, body)
	view.Actions = d.buttons(v, false, standingActions(v)...)
	return view
}

// droppingView says that the connection breaks off again and again. The upload goes on all the same.
func (d *details) droppingView(v *video) widgets.NoticeView {
	p := d.ui.words.Dropping(v.progress.CutOff())
	view := d.viewOf(p, widgets.ToneWarning, joined(d.safe(v), p.Why, p.Do))
	actions := []action{actionLimit}
	if v.standing() {
		actions = []action{actionLimit, actionTryNow, actionPause}
	}
	view.Actions = d.buttons(v, false, actions...)
	return view
}

// safe says how much of a video is not lost.
func (d *details) safe(v *video) string {
	if v.progress.Confirmed == 0 || v.account.Practice {
		return ""
	}
	return d.ui.words.Text("problem.safe", "Size", d.ui.words.Bytes(v.progress.Confirmed))
}

// strangerTo reports whether somebody is signed in, but not to the account that a paused upload to X belongs to.
func (u *UI) strangerTo(v *video) bool {
	return v.state == paused && !v.account.Practice && len(u.accounts) > 0 && u.accountOf(v) == nil
}

// dwellingView says that X's processing takes long. Nothing is wrong, as far as anybody knows.
func (d *details) dwellingView(v *video, now time.Time) widgets.NoticeView {
	words := d.ui.words
	elapsed := words.Countdown(v.dwells(now)) // to the minute
	body := words.Text("ui.details.dwells", "Elapsed", elapsed)
	if v.progress.Percent >= 0 {
		body = words.Text("ui.details.dwells.percent", "Elapsed", elapsed, "Percent", words.Percent(int64(v.progress.Percent), 100))
	}
	return widgets.NoticeView{
		Tone: widgets.ToneWarning, Title: words.Text("ui.details.dwells.title"), Body: body,
		Actions: slices.Concat(d.buttons(v, false, actionKeepWaiting), []widgets.Action{{
			Label: words.Text("ui.check_now"), OnTapped: func() {
				if v.job != nil {
					v.job.TryNow()
				}
			},
		}}, d.buttons(v, false, actionUploadAgain)),
	}
}

// strangerView says whose the upload is.
func (d *details) strangerView(v *video) widgets.NoticeView {
	words := d.ui.words
	view := widgets.NoticeView{Tone: widgets.ToneWarning, Actions: d.buttons(v, true, actionSignIn)}
	if slices.ContainsFunc(d.ui.accounts, func(a upload.Account) bool { return a.Name == v.account.Name }) {
		view.Title, view.Body, view.Actions = words.Text("ui.details.elsewhere"), words.Text("ui.details.elsewhere.body"), nil
	} else {
		view.Title = words.Text("ui.details.whose", "Account", v.account.Name)
		view.Body = words.Text("ui.details.whose.body", "Account", v.account.Name)
	}
	view.Body = joined(d.safe(v), view.Body)
	return view
}
