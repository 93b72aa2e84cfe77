package ui

import (
	"errors"
	"io/fs"
	"syscall"
	"time"

	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
	media "hoist/upload/video"
)

// share returns how much of a video its copy has, of how much: of what is not known, none.
func (c *conversion) share() (done, whole time.Duration) {
	if info := c.video.file.Info; info != nil {
		whole = info.Duration
	}
	return min(c.done, whole), whole
}

// measured reports whether a copy is being made of which it is known how far it is.
func (c *conversion) measured() bool {
	if c == nil || c.stop == nil {
		return false
	}
	_, whole := c.share()
	return whole > 0
}

// left returns about how long a copy will still take, by how fast it has been so far; negative: that is not known yet.
func (c *conversion) left(now time.Time) time.Duration {
	const settles = 3 * time.Second // until then the speed says little
	done, whole := c.share()
	spent := now.Sub(c.begun)
	if done <= 0 || spent < settles {
		return -1
	}
	return time.Duration(float64(spent) * float64(whole-done) / float64(done))
}

// said says at what a copy is, in one line.
func (c *conversion) said(words *messages.Catalog) string {
	switch done, whole := c.share(); {
	case c.stop == nil:
		return words.Text("ui.convert.waiting")
	case whole == 0:
		return words.Text("ui.convert.making")
	case done == whole: // it is written in order once more, so that it can be played while it arrives
		return words.Text("ui.convert.finishing")
	default:
		return words.Text("ui.convert.making.percent", "Percent", words.Percent(int64(done), int64(whole)))
	}
}

// faceOfConverting is the face of a video of which a copy is made: like that of one that is uploaded.
func faceOfConverting(v *video, words *messages.Catalog, now time.Time) face {
	c := v.conversion
	f := face{line: c.said(words), tone: widgets.ToneActive, icon: theme.MediaVideoIcon()}
	done, whole := c.share()
	percent := words.Percent(int64(done), int64(whole))
	switch left := c.left(now); {
	case c.stop == nil:
		f.tone, f.icon = widgets.ToneNeutral, theme.MoreVerticalIcon()
	case whole == 0 || done == whole:
	case left >= 0:
		f.line = words.Text("ui.convert.card.left", "Percent", percent, "Left", words.Left(left))
	default:
		f.line = words.Text("ui.convert.card", "Percent", percent)
	}
	return f
}

// bodyOfConverting says what becomes of the video.
func (d *details) bodyOfConverting(v *video) string {
	if v.conversion.stop == nil {
		return d.ui.words.Text("ui.convert.waiting.body")
	}
	return d.ui.words.Text("ui.convert.making.body")
}

// hintOfConverting says where the video lies and where its copy will.
func (d *details) hintOfConverting(v *video) string {
	return d.ui.words.Text("ui.convert.hint", "Copy", messages.Clean(v.conversion.out.path, longestPath), "Path", messages.Clean(v.path, longestPath))
}

// conversionSteps are of how many parts the bar of a copy is made: so many that it looks like one that has none.
const conversionSteps = 1000

// applyConversion shows the bar of a copy that is being made, how much of the video it has and how long it takes still.
func (d *details) applyConversion(v *video, now time.Time) {
	words, c := d.ui.words, v.conversion
	done, whole := c.share()
	bar := make([]widgets.Segment, conversionSteps)
	for i := range int(conversionSteps * done / whole) {
		bar[i].State = widgets.SegmentSent
	}
	d.bar.SetSegments(bar)
	d.bar.SetLabel(c.said(words))
	d.sent.Set(words.Length(done), words.Text("ui.convert.stat.made", "Length", words.Length(whole)))
	d.left.Set(words.Left(c.left(now)), words.Text("ui.stat.left"))
	if done == whole {
		d.left.Set(words.Text("ui.stat.nothing_left"), words.Text("ui.stat.left"))
	}
	visible(d.left, true)
	visible(d.speed, false)
	visible(d.end, false)
}

// applyUncopied shows why there is no copy of a video, above what is the matter with the video itself.
func (d *details) applyUncopied(v *video) {
	show := v.uncopied != nil && (v.state == refused || v.state == ready || v.state == failed)
	if show {
		d.uncopied.Set(d.uncopiedView(v))
	}
	visible(d.uncopied, show)
}

func (d *details) uncopiedView(v *video) widgets.NoticeView {
	u := d.ui
	why := u.unmade(v.uncopied)
	view := d.viewOf(why, widgets.ToneError, joined(why.Why, why.Do))
	view.Actions = []widgets.Action{{Label: u.words.Text("ui.hide"), OnTapped: func() { // another try is offered below, where the verdict is
		v.uncopied = nil
		u.changed(v)
	}}}
	return view
}

// unmade says why there is no copy, in words.
func (u *UI) unmade(err error) messages.Problem {
	words := u.words
	id, args, details := "ui.convert.forbidden", []any(nil), err.Error()
	var unfit *unfitError
	var ours *upload.Error
	var stopped *media.ConvertError
	switch {
	case errors.As(err, &unfit):
		id, args = "ui.convert.unfit", []any{"Why", words.Verdict(unfit.verdict).Why}
	case errors.As(err, &ours): // of the copy
		id, args = "ui.convert.unusable", []any{"Cause", words.Problem(err, messages.Facts{Now: u.now()}).Title}
	case errors.Is(err, fs.ErrExist), errors.Is(err, errOriginal):
		id = "ui.convert.taken"
	case errors.Is(err, syscall.ENOSPC):
		id = "ui.convert.full"
	case errors.As(err, &stopped):
		id = "ui.convert.failed"
		if stopped.Said != "" {
			details = stopped.Said
		}
	}
	return messages.Problem{
		Title: words.Text(id + ".title"), Why: words.Text(id+".why", args...), Do: words.Text(id + ".do"),
		Details: messages.Clean(details, longestComplaint),
	}
}

// longestComplaint is how much is shown of what ffmpeg says, in characters.
const longestComplaint = 2000
