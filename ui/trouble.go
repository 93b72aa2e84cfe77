package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2/theme"

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
	facts := v.facts(now)
	switch {
	case v.state == refused || v.state == failed:
		p := words.Problem(v.problem, facts)
		view := d.viewOf(p, widgets.ToneError, joined(p.Why, p.Safe, p.Do))
		if v.awaitsFile() {
			view.Body = joined(p.Why, d.safe(v), words.Text("ui.details.awaits_file"))
		}
		view.Actions = d.remediesOf(v, p)
		return view, true
	case d.ui.strangerTo(v):
		return d.strangerView(v), true
	case v.keyless():
		p := words.Problem(v.progress.Trouble, facts)
		view := d.viewOf(p, widgets.ToneWarning, joined(p.Why, d.safe(v)))
		view.Actions = d.buttons(v, actionSignIn)
		return view, true
	case v.dwells(now) >= longProcessing && !v.standing():
		return d.dwellingView(v, now), true
	case (v.state == uploading || v.state == processing) && v.standing():
		facts.Until = v.progress.Until
		p := words.Problem(v.progress.Trouble, facts)
		body := joined(p.Why, p.Safe, p.Do)
		if v.progress.Trouble.Kind == upload.NoConnection { // the title says it all
			body = joined(p.Safe, p.Do)
			if d.ui.settings.KeepAwake && v.offlineFor(now) >= awakeLimit {
				body = joined(body, words.Text("ui.awake.over"))
			}
		}
		view := d.viewOf(p, widgets.ToneWarning, body)
		view.Actions = d.buttons(v, actionsOf(v, now)...)
		return view, true
	}
	return widgets.NoticeView{}, false
}

func (d *details) viewOf(p messages.Problem, tone widgets.Tone, body string) widgets.NoticeView {
	return widgets.NoticeView{
		Tone: tone, Title: p.Title, Body: body, Details: p.Details, DetailsLabel: d.ui.words.Text("ui.notice.details"),
	}
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

// longProcessing is how long X may process without coming further before a person is told that this is long.
const longProcessing = 10 * time.Minute

// dwellingView says that X's processing takes long. Nothing is wrong, as far as anybody knows.
func (d *details) dwellingView(v *video, now time.Time) widgets.NoticeView {
	words := d.ui.words
	body := words.Text("ui.details.dwells", "Elapsed", words.Elapsed(v.dwells(now).Truncate(time.Minute)))
	if v.progress.Percent >= 0 {
		body = words.Text("ui.details.dwells.percent", "Elapsed", words.Elapsed(v.dwells(now).Truncate(time.Minute)),
			"Percent", words.Percent(int64(v.progress.Percent), 100))
	}
	return widgets.NoticeView{
		Tone: widgets.ToneWarning, Title: words.Text("ui.details.dwells.title"), Body: body, Actions: []widgets.Action{
			{Label: words.Text("ui.check_now"), OnTapped: func() {
				if v.job != nil {
					v.job.TryNow()
				}
			}},
			{Label: words.Text("ui.copy_id"), OnTapped: func() { d.ui.copyID(v.progress.MediaID) }},
		},
	}
}

// strangerView says whose the upload is.
func (d *details) strangerView(v *video) widgets.NoticeView {
	words := d.ui.words
	view := widgets.NoticeView{Tone: widgets.ToneWarning, Actions: d.buttons(v, actionSignIn)}
	if slices.ContainsFunc(d.ui.accounts, func(a upload.Account) bool { return a.Name == v.account.Name }) {
		view.Title, view.Body, view.Actions = words.Text("ui.details.elsewhere"), words.Text("ui.details.elsewhere.body"), nil
	} else {
		view.Title = words.Text("ui.details.whose", "Account", v.account.Name)
		view.Body = words.Text("ui.details.whose.body", "Account", v.account.Name)
	}
	view.Body = joined(d.safe(v), view.Body)
	return view
}

// buttons returns buttons for what can be done; signing in is what helps most.
func (d *details) buttons(v *video, actions ...action) []widgets.Action {
	var all []widgets.Action
	for _, a := range actions {
		label, icon := d.ui.buttonOf(v, a)
		all = append(all, widgets.Action{Label: label, Icon: icon, Primary: a == actionSignIn, OnTapped: func() { d.ui.perform(v, a) }})
	}
	return all
}

// remediesOf returns the buttons of a problem: the one that helps most first, and one that puts the video away.
func (d *details) remediesOf(v *video, p messages.Problem) []widgets.Action {
	var all []widgets.Action
	switch p.Action {
	case messages.ActionSignIn:
		all = d.buttons(v, actionSignIn)
	case messages.ActionNetwork:
		all = []widgets.Action{{Label: d.ui.words.Text("ui.network_settings"), Icon: theme.SettingsIcon(), OnTapped: d.ui.showNetworkSettings}}
	case messages.ActionOpenConsole:
		all = []widgets.Action{{Label: d.ui.words.Text("ui.console"), Icon: theme.ComputerIcon(), OnTapped: d.ui.openConsole}}
	}
	again := actionChooseAnother
	if v.state == failed {
		again = actionRetry
	}
	all = append(all, d.buttons(v, again)...)
	all[0].Primary = true
	return append(all, widgets.Action{Label: d.ui.words.Text("ui.remove"), OnTapped: func() { d.ui.perform(v, actionRemove) }})
}
