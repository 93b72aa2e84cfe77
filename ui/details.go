package ui

import (
	"path/filepath"
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

// detailsTitle is the least room for the title with the buttons at its right, in dp.
const detailsTitle = 140

// details is the pane that tells all about the selected video.
type details struct {
	ui   *UI
	root *fyne.Container

	back     *fyne.Container // the way to the queue, where there is no room for both
	panel    fyne.CanvasObject
	steps    *widgets.StepLine
	title    *widgets.Text
	button   *widgets.Button // the primary action
	cancel   *widgets.Button // beside it, where the video is in line, on its way or paused
	body     *widgets.Text
	urgent   *widgets.Text // in its place, where there is not much time
	bar      *widgets.SegmentBar
	stats    *fyne.Container
	segments *segmentMap
	sent     *widgets.Stat
	speed    *widgets.Stat
	left     *widgets.Stat
	end      *widgets.Stat // until when it can be resumed
	mediaID  *widgets.MonoField
	links    *fyne.Container // what else can be done with a video that is ready
	hint     *widgets.Text
	meta     *metadata

	notice   *widgets.Notice
	uncopied *widgets.Notice // why there is no copy, above it
	checks   *checkList

	panelColumn *fyne.Container
	shape       detailsShape // as it was laid out last
}

func newDetails(u *UI) *details {
	d := &details{
		ui: u, steps: widgets.NewStepLine(), title: widgets.NewHeading("").Ellipsize(),
		body: widgets.NewBody(""), urgent: widgets.NewBody(""), bar: widgets.NewSegmentBar(16, true),
		sent: widgets.NewStat(), speed: widgets.NewStat(), left: widgets.NewStat(), end: widgets.NewStat(),
		hint: widgets.NewHint(""), notice: widgets.NewNotice(), uncopied: widgets.NewNotice(),
	}
	d.button = widgets.NewButton("", nil, widgets.ButtonPrimary, func() {
		if v := u.selected; v != nil {
			u.perform(v, primaryOf(v, u.now()))
		}
	})
	d.cancel = widgets.NewButton("", nil, widgets.ButtonQuiet, func() {
		if v := u.selected; v != nil {
			u.perform(v, actionCancel)
		}
	})
	d.mediaID = widgets.NewMonoField(u.words.Text("ui.copy_id"), func() { u.status(u.words.Text("ui.copied")) })
	d.urgent.SetTone(widgets.ToneWarning)
	d.links = widgets.NewFlow(
		widgets.NewButton(u.words.Text("ui.show_file"), theme.FolderOpenIcon(), widgets.ButtonQuiet, func() {
			if v := u.selected; v != nil {
				u.openFolder(filepath.Dir(v.path))
			}
		}),
		widgets.NewButton(u.words.Text("ui.copy_curl"), theme.ContentCopyIcon(), widgets.ButtonQuiet, func() { u.copyRequest(upload.Curl) }))
	d.stats = container.New(&columns{}, d.sent, d.speed, d.left, d.end)
	head := container.New(&sides{least: detailsTitle}, middle(d.title),
		container.New(layout.NewCustomPaddedHBoxLayout(4), middle(d.button), middle(d.cancel)))
	d.segments = newSegmentMap(u)
	d.checks, d.meta = newCheckList(u), newMetadata(u)
	d.panelColumn = container.New(layout.NewCustomPaddedVBoxLayout(12),
		d.steps, head, d.body, d.urgent, d.bar, d.stats, d.segments.root, d.mediaID, d.links, d.hint)
	d.panel = widgets.NewPanel(d.panelColumn)
	d.back = container.NewHBox(widgets.NewButton(u.words.Text("ui.queue"), theme.NavigateBackIcon(), widgets.ButtonQuiet, func() { u.goDeep(false) }))
	d.back.Hide()
	d.root = container.New(layout.NewCustomPaddedVBoxLayout(12), d.back, d.panel, d.uncopied, d.notice, d.meta.root, d.checks.root)
	return d
}

// first returns what gets the focus when a person goes to the details; nil: nothing there can be used.
func (d *details) first() fyne.Focusable {
	candidates := []*widgets.Button{d.button, d.cancel, d.notice.First()}
	if d.mediaID.Visible() {
		candidates = []*widgets.Button{d.mediaID.Button()}
	}
	for _, b := range candidates {
		if b != nil && b.Visible() {
			return b
		}
	}
	return nil
}

// apply shows a video; nil shows nothing.
func (d *details) apply(v *video) {
	visible(d.root, v != nil)
	if v == nil {
		return
	}
	now := d.ui.now()
	words := d.ui.words
	steps := stepsOf(v, words)
	d.steps.Set(steps)
	d.steps.SetLabel(stepOf(steps, words))
	d.title.SetText(d.titleOf(v, now))
	d.applyButton(v, now)

	body, urgent := d.bodyOf(v, now), v.endsWithin(lastHours, now) && !v.expired(now)
	d.body.SetText(body)
	d.urgent.SetText(body)
	visible(d.body, body != "" && !urgent)
	visible(d.urgent, urgent)

	sending := (v.state == uploading || v.state == paused || v.state == waiting) && len(v.progress.Segments) > 0
	making := v.conversion.measured()
	visible(d.bar, sending || making)
	visible(d.stats, sending || making)
	visible(d.segments.root, sending)
	switch {
	case sending:
		d.applyNumbers(v, now)
		d.segments.apply(v)
	case making:
		d.applyConversion(v, now)
	}
	visible(d.mediaID, v.state == done && !v.expired(now))
	visible(d.links, v.state == done && !v.expired(now))
	if v.state == done {
		d.mediaID.SetText(v.progress.Result.MediaID)
	}
	hint := d.hintOf(v, now)
	d.hint.SetText(hint)
	visible(d.hint, hint != "")
	d.applyUncopied(v)
	d.applyNotice(v, now)
	d.checks.apply(v)
	d.meta.apply(v)
	d.fit(v)
}

// count lets what counts seconds go on.
func (d *details) count(v *video) {
	d.applyNotice(v, d.ui.now())
	if d.segments.open {
		d.segments.readOut()
	}
	d.fit(v)
}

// fit lays the pane out anew where something in it has come, gone, or changed its height. What only says something else
// has been drawn by itself: four times a second all of it would be too much.
func (d *details) fit(v *video) {
	now := detailsShape{video: v, size: d.root.MinSize()}
	for i, o := range d.panelColumn.Objects {
		if o.Visible() {
			now.seen |= 1 << i
		}
	}
	for i, o := range d.stats.Objects {
		if o.Visible() {
			now.seen |= 1 << (16 + i)
		}
	}
	for _, b := range []*widgets.Button{d.button, d.cancel} {
		if b.Visible() {
			now.buttons += b.AccessibilityLabel() + "\n"
		}
	}
	if d.shape != now {
		d.shape = now
		d.root.Refresh()
	}
}

// detailsShape is what the layout of the pane depends on.
type detailsShape struct {
	video *video
	size  fyne.Size
	seen  uint // a bit for each part

	buttons string // their words
}

func (d *details) titleOf(v *video, now time.Time) string {
	words := d.ui.words
	switch {
	case v.state == converting:
		return v.conversion.said(words)
	case v.state == uploading && v.account.Practice:
		return words.Text("ui.details.uploading.practice")
	case v.state == uploading:
		return words.Text("ui.details.uploading")
	case v.state == paused && v.account.Practice:
		return words.Text("ui.details.paused.practice")
	case v.state == paused:
		return words.Text("ui.details.paused")
	case v.state == processing:
		return d.titleOfProcessing(v)
	case v.state == done && v.account.Practice:
		return words.Text("ui.details.done.practice")
	case v.state == done && v.expired(now):
		return words.Text("ui.details.expired.title")
	case v.state == done:
		return words.Text("ui.details.done")
	default:
		return v.name
	}
}

func (d *details) titleOfProcessing(v *video) string {
	id := "ui.details.processing"
	if v.account.Practice {
		id += ".practice"
	}
	if v.progress.Percent >= 0 {
		return d.ui.words.Text(id+".percent", "Percent", d.ui.words.Percent(int64(v.progress.Percent), 100))
	}
	return d.ui.words.Text(id)
}

// applyButton shows the two buttons at the title. What else helps stands where it belongs: beside the ID, in the notice.
func (d *details) applyButton(v *video, now time.Time) {
	a := primaryOf(v, now)
	kinds := map[action]widgets.ButtonKind{
		actionUpload: widgets.ButtonPrimary, actionResume: widgets.ButtonPrimary, actionPause: widgets.ButtonSecondary,
		actionStartNow: widgets.ButtonSecondary,
	}
	if v.state == done && v.expired(now) {
		kinds[actionRetry] = widgets.ButtonPrimary
	}
	kind, show := kinds[a]
	if a == actionPause && v.standing() || a == actionResume && d.ui.strangerTo(v) {
		show = false // the notice has what helps
	}
	visible(d.button, show)
	if show {
		d.button.SetKind(kind)
		label, icon := d.ui.buttonOf(v, a)
		d.button.SetText(label)
		d.button.SetIcon(icon)
	}
	visible(d.cancel, v.live() || v.state == paused || v.state == converting)
	ends := actionCancel
	if v.state == paused {
		ends = actionRemove
	}
	label, icon := d.ui.buttonOf(v, ends)
	d.cancel.SetText(label)
	d.cancel.SetIcon(icon)
}

func (d *details) bodyOf(v *video, now time.Time) string {
	words := d.ui.words
	switch v.state {
	case checking:
		return d.bodyOfChecking(v)
	case converting:
		return d.bodyOfConverting(v)
	case ready:
		return words.Text("ui.details.ready", "Size", words.Bytes(v.file.Bytes), "Segments", segments(words, v.file.Plan.Segments),
			"Account", d.ui.nameOf(d.ui.goesTo(v)))
	case waiting:
		return d.bodyOfWaiting(v)
	case paused:
		return d.bodyOfPaused(v)
	case uploading:
		if len(v.progress.Segments) == 0 {
			return words.Text("ui.card.opening")
		}
	case processing:
		if v.account.Practice {
			return words.Text("ui.details.processing.practice.body")
		}
		return words.Text("ui.details.processing.body")
	case done:
		r := v.progress.Result
		switch {
		case v.account.Practice:
			return words.Text("ui.details.done.practice.body")
		case r.Expires.IsZero():
			return words.Text("ui.details.done.body")
		case v.expired(now):
			return words.Text("ui.details.expired", "Time", words.Clock(r.Expires, now))
		}
		return words.Text("ui.details.done.until", "Left", words.Countdown(r.Expires.Sub(now)), "Time", words.Clock(r.Expires, now))
	}
	return ""
}

func (d *details) bodyOfChecking(v *video) string {
	switch {
	case v.growing && v.wanted:
		return d.ui.words.Text("ui.details.growing")
	case v.growing:
		return d.ui.words.Text("ui.details.growing.unstarted")
	}
	return d.ui.words.Text("ui.card.checking")
}

// bodyOfWaiting says what comes before it, and what of it is safe.
func (d *details) bodyOfWaiting(v *video) string {
	words := d.ui.words
	if v.progress.Confirmed > 0 && !v.account.Practice {
		return words.Text("ui.details.waiting.begun", "Size", words.Bytes(v.progress.Confirmed))
	}
	return words.Text("ui.details.waiting", "Account", d.ui.nameOf(&v.account))
}

// bodyOfPaused says what is safe; until when stands below the bar. Where a sign-in is needed the notice says so.
func (d *details) bodyOfPaused(v *video) string {
	words, p := d.ui.words, &v.progress
	sent := words.Bytes(p.Confirmed)
	switch {
	case v.keyless(), v.unpaid(), d.ui.strangerTo(v):
		return ""
	case p.MediaID == "":
		return words.Text("ui.details.paused.unsent")
	case v.account.Practice:
		return words.Text("ui.details.paused.practice.body", "Size", sent)
	}
	return words.Text("ui.details.paused.body", "Size", sent)
}

// applyNumbers shows the bar and what stands below it.
func (d *details) applyNumbers(v *video, now time.Time) {
	words, p := d.ui.words, &v.progress
	d.bar.SetSegments(barOf(p))
	percent := words.Percent(p.Confirmed, p.Bytes)
	d.bar.SetLabel(words.Text("ui.details.bar", "Percent", percent))
	d.sent.Set(words.Bytes(p.Confirmed), words.Text("ui.stat.sent", "Size", words.Bytes(p.Bytes)))
	moves := v.state == uploading && p.Stage != upload.StageWaiting
	visible(d.speed, moves)
	visible(d.left, moves && p.Trouble == nil) // while a segment is sent again nobody knows
	visible(d.end, !p.Expires.IsZero() && !v.account.Practice)
	d.end.Set(words.Clock(p.Expires, now), words.Text("ui.stat.until"))
	speed, left := "–", words.Left(-1)
	if p.Speed > 0 {
		speed, left = words.Speed(p.Speed), words.Left(p.Left())
	}
	if p.Confirmed == p.Bytes {
		left = words.Text("ui.stat.nothing_left")
	}
	d.speed.Set(speed, words.Text("ui.stat.speed"))
	d.left.Set(left, words.Text("ui.stat.left"))
}

func (d *details) hintOf(v *video, now time.Time) string {
	words := d.ui.words
	switch v.state {
	case uploading, processing, paused, waiting:
		if v.progress.MediaID == "" {
			return messages.Clean(v.path, longestPath)
		}
		hint := words.Text("ui.details.hint", "Name", v.name, "Account", d.ui.nameOf(&v.account), "ID", v.progress.MediaID)
		if v.tooSlow(now) {
			hint = words.Text("ui.details.too_slow", "Time", words.Clock(v.progress.Expires, now)) + "\n" + hint
		}
		if anew := v.progress.Anew; anew != nil && v.state == uploading {
			hint = d.anew(v, anew, now) + "\n" + hint
		}
		return hint
	case done:
		r := v.progress.Result
		average := float64(r.Bytes) / max(r.Elapsed.Seconds(), 0.001)
		return words.Text("ui.details.summary", "Name", v.name, "Account", d.ui.nameOf(&v.account), "Size", words.Bytes(r.Bytes), "Elapsed", words.Elapsed(r.Elapsed),
			"Segments", segments(words, r.Segments), "Resent", words.Count("ui.resent", r.Resent), "Speed", words.Speed(average))
	case ready:
		return messages.Clean(v.path, longestPath)
	case converting:
		return d.hintOfConverting(v)
	}
	return ""
}

// longestPath is how much of a path is shown, in characters.
const longestPath = 400

// anew says why an upload has started again by itself.
func (d *details) anew(v *video, why *upload.Error, now time.Time) string {
	words := d.ui.words
	if why.Kind == upload.SegmentTooLarge && why.SegmentBytes > 0 {
		return words.Text("ui.details.anew.smaller", "Old", words.Bytes(why.SegmentBytes), "New", words.Bytes(v.progress.SegmentBytes))
	}
	return words.Text("ui.details.anew", "Cause", words.Problem(why, v.facts(now)).Title)
}

// joined returns the sentences that there are, one after the other.
func joined(sentences ...string) string {
	return strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), " ")
}
