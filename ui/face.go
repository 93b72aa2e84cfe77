package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// action is what a video's button does.
type action int

const (
	noAction action = iota
	actionUpload
	actionCancel
	actionRemove
	actionRetry
	actionChooseAnother
	actionSignIn
	actionCopyID
	actionPause
	actionResume
	actionTryNow
	actionStartNow
)

// face is how a video looks on its card.
type face struct {
	line   string
	tone   widgets.Tone
	icon   fyne.Resource
	action action // of the button on the card
}

// faceOf says how a video looks now. ahead is how many are in line before it.
func faceOf(v *video, words *messages.Catalog, ahead int, now time.Time) face {
	switch v.state {
	case checking:
		return face{line: words.Text("ui.card.checking"), action: actionRemove}
	case refused:
		return face{
			line: words.Text("ui.card.refused", "Cause", words.Problem(v.problem, messages.Facts{Now: now}).Title),
			tone: widgets.ToneError, icon: theme.ErrorIcon(), action: actionRemove,
		}
	case ready:
		return face{
			line:   words.Text("ui.card.ready", "Size", words.Bytes(v.file.Bytes), "Segments", segments(words, v.file.Plan.Segments)),
			action: actionUpload,
		}
	case waiting:
		if ahead <= 0 {
			return face{line: words.Text("ui.card.next", "Size", words.Bytes(v.file.Bytes)), action: actionStartNow}
		}
		return face{line: words.Count("ui.card.waiting", ahead, "Size", words.Bytes(v.file.Bytes)), action: actionStartNow}
	case uploading:
		if v.standing() {
			return faceOfStanding(v, words, now, actionPause)
		}
		return faceOfUploading(v, words)
	case paused:
		return faceOfPaused(v, words, now)
	case processing:
		if v.standing() {
			return faceOfStanding(v, words, now, actionCancel)
		}
		if v.progress.Percent < 0 {
			return face{line: words.Text("ui.card.processing"), tone: widgets.ToneActive, icon: theme.HistoryIcon(), action: actionCancel}
		}
		return face{
			line: words.Text("ui.card.processing.percent", "Percent", words.Percent(int64(v.progress.Percent), 100)),
			tone: widgets.ToneActive, icon: theme.HistoryIcon(), action: actionCancel,
		}
	case done:
		return faceOfDone(v, words, now)
	default:
		return face{
			line: words.Problem(v.problem, v.facts(now)).Title,
			tone: widgets.ToneError, icon: theme.ErrorIcon(), action: actionRetry,
		}
	}
}

// faceOfStanding says why an upload does not move. What a person can do about it is in the details.
func faceOfStanding(v *video, words *messages.Catalog, now time.Time, a action) face {
	p := &v.progress
	facts := v.facts(now)
	facts.Until = p.Until
	title := words.Problem(p.Trouble, facts).Title
	f := face{tone: widgets.ToneWarning, icon: theme.WarningIcon(), action: a}
	switch p.Trouble.Kind {
	case upload.NoConnection:
		f.line = words.Text("ui.card.standing.itself", "Cause", title)
	case upload.RateLimited:
		f.line = words.Text("ui.card.standing.slowed", "Cause", title, "Time", words.Clock(p.Until, now))
		f.icon = nil // the line needs the room: it ends with the time
	default:
		f.line = words.Text("ui.card.standing", "Cause", title, "Time", words.Clock(p.Until, now))
	}
	return f
}

func faceOfUploading(v *video, words *messages.Catalog) face {
	p := &v.progress
	f := face{tone: widgets.ToneActive, icon: theme.UploadIcon(), action: actionPause}
	percent := words.Percent(p.Confirmed, v.file.Bytes)
	switch {
	case p.Stage == upload.StageOpening && p.MediaID != "":
		f.line = words.Text("ui.card.continuing")
	case p.Stage == upload.StageOpening:
		f.line = words.Text("ui.card.opening")
	case p.Speed > 0 && p.Trouble == nil && p.Confirmed < p.Bytes:
		f.line = words.Text("ui.card.uploading.left", "Percent", percent, "Left", words.Left(p.Left()))
	default:
		f.line = words.Text("ui.card.uploading", "Percent", percent)
	}
	return f
}

// faceOfPaused says until when the upload can be resumed, or what is needed for it.
func faceOfPaused(v *video, words *messages.Catalog, now time.Time) face {
	p := &v.progress
	if v.keyless() {
		return face{
			line: words.Text("ui.card.paused.sign_in"), tone: widgets.ToneWarning, icon: theme.LoginIcon(), action: actionSignIn,
		}
	}
	f := face{action: actionResume} // no icon: the line needs the room, and ends with the time
	percent := words.Percent(p.Confirmed, v.file.Bytes)
	switch {
	case p.MediaID == "":
		f.line = words.Text("ui.card.paused.unsent")
	case p.Expires.IsZero() || v.account.Practice:
		f.line = words.Text("ui.card.paused", "Percent", percent)
	default:
		f.line = words.Text("ui.card.paused.until", "Percent", percent, "Time", words.Clock(p.Expires, now))
	}
	return f
}

// lastHours is how long before its end a media ID looks like one that has to be used now.
const lastHours = 2 * time.Hour

func faceOfDone(v *video, words *messages.Catalog, now time.Time) face {
	f := face{line: words.Text("ui.card.done"), tone: widgets.ToneGood, icon: theme.ConfirmIcon(), action: actionCopyID}
	switch expires := v.progress.Result.Expires; {
	case v.account.Practice:
		f.line = words.Text("ui.card.done.practice")
	case v.expired(now):
		f.line, f.tone, f.icon, f.action = words.Text("ui.card.expired"), widgets.ToneWarning, theme.WarningIcon(), actionRetry
	case !expires.IsZero():
		f.line = words.Text("ui.card.done.within", "Left", words.Countdown(expires.Sub(now)))
		if v.endsWithin(lastHours, now) {
			f.tone, f.icon = widgets.ToneWarning, theme.WarningIcon()
		}
	}
	return f
}

func segments(words *messages.Catalog, n int) string { return words.Count("ui.segments", n) }
