package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// details is the pane that tells all about the selected video.
type details struct {
	ui   *UI
	root *fyne.Container

	panel   fyne.CanvasObject
	steps   *widgets.StepLine
	title   *widgets.Text
	button  *widgets.Button // the primary action, or Cancel
	body    *widgets.Text
	bar     *widgets.SegmentBar
	stats   *fyne.Container
	sent    *widgets.Stat
	speed   *widgets.Stat
	left    *widgets.Stat
	count   *widgets.Stat // of segments
	mediaID *widgets.MonoField
	hint    *widgets.Text

	notice *widgets.Notice
}

func newDetails(u *UI) *details {
	d := &details{
		ui: u, steps: widgets.NewStepLine(), title: widgets.NewHeading("").Ellipsize(),
		body: widgets.NewBody(""), bar: widgets.NewSegmentBar(16, true),
		sent: widgets.NewStat(), speed: widgets.NewStat(), left: widgets.NewStat(), count: widgets.NewStat(),
		hint: widgets.NewHint(""), notice: widgets.NewNotice(),
	}
	d.button = widgets.NewButton("", nil, widgets.ButtonPrimary, func() {
		if v := u.selected; v != nil {
			u.perform(v, primaryOf(v, time.Now()))
		}
	})
	d.mediaID = widgets.NewMonoField(u.words.Text("ui.copy_id"), func() { u.status(u.words.Text("ui.copied")) })
	d.stats = container.New(&columns{}, d.sent, d.speed, d.left, d.count)
	head := container.NewBorder(nil, nil, nil, middle(d.button), middle(d.title))
	d.panel = widgets.NewPanel(container.New(layout.NewCustomPaddedVBoxLayout(12),
		d.steps, head, d.body, d.bar, d.stats, d.mediaID, d.hint))
	d.root = container.New(layout.NewCustomPaddedVBoxLayout(12), d.panel, d.notice)
	return d
}

// primaryOf returns what a video's state asks for most.
func primaryOf(v *video, now time.Time) action {
	switch v.state {
	case ready:
		return actionUpload
	case waiting, uploading, processing:
		return actionCancel
	case done:
		if v.expired(now) {
			return actionRetry
		}
		return actionCopyID
	case refused:
		return actionChooseAnother
	case failed:
		return actionRetry
	default:
		return noAction
	}
}

// apply shows a video; nil shows nothing.
func (d *details) apply(v *video) {
	visible(d.root, v != nil)
	if v == nil {
		return
	}
	now := time.Now()
	words := d.ui.words
	d.steps.Set(stepsOf(v, words))
	d.title.SetText(d.titleOf(v, now))
	d.applyButton(v, now)

	body := d.bodyOf(v, now)
	d.body.SetText(body)
	visible(d.body, body != "")

	sending := v.state == uploading && v.progress.Stage != upload.StageOpening && len(v.progress.Segments) > 0
	visible(d.bar, sending)
	visible(d.stats, sending)
	if sending {
		d.applyNumbers(v)
	}
	visible(d.mediaID, v.state == done && !v.expired(now))
	if v.state == done {
		d.mediaID.SetText(v.progress.Result.MediaID)
	}
	hint := d.hintOf(v)
	d.hint.SetText(hint)
	visible(d.hint, hint != "")
	d.applyNotice(v, now)
	d.root.Refresh()
}

func (d *details) titleOf(v *video, now time.Time) string {
	words := d.ui.words
	switch {
	case v.state == uploading && v.account.Practice:
		return words.Text("ui.details.uploading.practice")
	case v.state == uploading:
		return words.Text("ui.details.uploading")
	case v.state == processing:
		return words.Text("ui.details.processing")
	case v.state == done && v.account.Practice:
		return words.Text("ui.details.done.practice")
	case v.state == done && !v.expired(now):
		return words.Text("ui.details.done")
	default:
		return v.name
	}
}

func (d *details) applyButton(v *video, now time.Time) {
	a := primaryOf(v, now)
	kind := widgets.ButtonPrimary
	if a == actionCancel {
		kind = widgets.ButtonQuiet
	}
	show := a == actionUpload || a == actionCancel || a == actionRetry && v.state == done // the others stand where they belong: beside the ID, in the notice
	visible(d.button, show)
	if show {
		if v.state == done { // expired: nothing went wrong that could be tried again
			a = actionUpload
		}
		label, icon := d.ui.buttonOf(a)
		d.button.SetKind(kind)
		d.button.SetText(label)
		d.button.SetIcon(icon)
	}
}

func (d *details) bodyOf(v *video, now time.Time) string {
	words := d.ui.words
	switch v.state {
	case checking:
		return words.Text("ui.card.checking")
	case ready:
		return words.Text("ui.details.ready", "Size", words.Bytes(v.file.Bytes), "Segments", segments(words, v.file.Plan.Segments),
			"Account", d.ui.target())
	case waiting:
		return words.Text("ui.details.waiting")
	case uploading:
		if v.progress.Stage == upload.StageOpening || len(v.progress.Segments) == 0 {
			return words.Text("ui.card.opening")
		}
	case processing:
		if v.progress.Percent >= 0 {
			return words.Text("ui.details.processing.percent", "Percent", words.Percent(int64(v.progress.Percent), 100))
		}
		return words.Text("ui.details.processing.body")
	case done:
		r := v.progress.Result
		switch {
		case v.account.Practice:
			return words.Text("ui.details.done.practice.body")
		case r.Expires.IsZero():
			return words.Text("ui.details.done.body")
		case !r.Expires.After(now):
			return words.Text("ui.details.expired")
		}
		return words.Text("ui.details.done.until", "Left", words.Countdown(r.Expires.Sub(now)), "Time", words.Clock(r.Expires, now))
	}
	return ""
}

// applyNumbers shows the bar and what stands below it.
func (d *details) applyNumbers(v *video) {
	words, p := d.ui.words, &v.progress
	d.bar.SetSegments(barOf(p))
	percent := words.Percent(p.Confirmed, p.Bytes)
	d.bar.SetLabel(words.Text("ui.details.bar", "Percent", percent))
	d.sent.Set(words.Bytes(p.Confirmed), words.Text("ui.stat.sent", "Size", words.Bytes(p.Bytes)))
	speed, left := "–", words.Left(-1)
	switch {
	case p.Stage == upload.StageWaiting:
		left = "–"
	case p.Speed > 0:
		speed, left = words.Speed(p.Speed), words.Left(p.Left())
	}
	if p.Confirmed == p.Bytes {
		left = words.Text("ui.stat.nothing_left")
	}
	d.speed.Set(speed, words.Text("ui.stat.speed"))
	d.left.Set(left, words.Text("ui.stat.left"))
	taken := 0
	for _, s := range p.Segments {
		if s.State == upload.SegmentTaken {
			taken++
		}
	}
	d.count.Set(fmt.Sprintf("%d / %d", taken, len(p.Segments)), words.Text("ui.stat.segments"))
}

func (d *details) hintOf(v *video) string {
	words := d.ui.words
	switch v.state {
	case uploading, processing:
		if v.progress.MediaID == "" {
			return ""
		}
		return words.Text("ui.details.hint", "Name", v.name, "ID", v.progress.MediaID)
	case done:
		r := v.progress.Result
		average := float64(r.Bytes) / max(r.Elapsed.Seconds(), 0.001)
		return words.Text("ui.details.summary", "Name", v.name, "Size", words.Bytes(r.Bytes), "Elapsed", words.Elapsed(r.Elapsed),
			"Segments", segments(words, r.Segments), "Resent", words.Count("ui.resent", r.Resent), "Speed", words.Speed(average))
	case ready:
		return v.path
	}
	return ""
}

// applyNotice shows what is the matter, where something is.
func (d *details) applyNotice(v *video, now time.Time) {
	words := d.ui.words
	facts := messages.Facts{Account: v.account.Name, Now: now}
	var p messages.Problem
	tone := widgets.ToneError
	switch {
	case v.state == refused || v.state == failed:
		p = words.Problem(v.problem, facts)
	case (v.state == uploading || v.state == processing) && v.standing():
		facts.Until = v.progress.Until
		p = words.Problem(v.progress.Trouble, facts)
		tone = widgets.ToneWarning
	default:
		visible(d.notice, false)
		return
	}
	view := widgets.NoticeView{Tone: tone, Title: p.Title, Body: joined(p.Why, p.Safe, p.Do), Details: p.Details, DetailsLabel: words.Text("ui.notice.details")}
	if v.state == refused || v.state == failed {
		view.Actions = d.actionsOf(v, p)
	}
	d.notice.Set(view)
	visible(d.notice, true)
}

// actionsOf returns the buttons of a problem: the one that helps most first, and one that puts the video away.
func (d *details) actionsOf(v *video, p messages.Problem) []widgets.Action {
	u := d.ui
	words := u.words
	var all []widgets.Action
	switch p.Action {
	case messages.ActionSignIn:
		all = append(all, widgets.Action{Label: words.Text("ui.sign_in"), Icon: theme.LoginIcon(), Primary: true, OnTapped: func() { u.perform(v, actionSignIn) }})
	case messages.ActionOpenConsole:
		all = append(all, widgets.Action{Label: words.Text("ui.console"), Icon: theme.ComputerIcon(), Primary: true, OnTapped: u.openConsole})
	}
	if v.state == failed {
		all = append(all, widgets.Action{Label: words.Text("ui.again"), Icon: theme.ViewRefreshIcon(), Primary: len(all) == 0, OnTapped: func() { u.perform(v, actionRetry) }})
	} else {
		all = append(all, widgets.Action{Label: words.Text("ui.choose_another"), Icon: theme.FolderOpenIcon(), Primary: len(all) == 0, OnTapped: func() { u.perform(v, actionChooseAnother) }})
	}
	return append(all, widgets.Action{Label: words.Text("ui.remove"), OnTapped: func() { u.perform(v, actionRemove) }})
}

// joined returns the sentences that there are, one after the other.
func joined(sentences ...string) string {
	return strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), " ")
}
