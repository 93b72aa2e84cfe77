package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
	media "hoist/upload/video"
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
	f := lookOf(v, words, ahead, now)
	f.action = primaryOf(v, now)
	return f
}

// lookOf is faceOf without the button.
func lookOf(v *video, words *messages.Catalog, ahead int, now time.Time) face {
	switch v.state {
	case checking:
		return faceOfChecking(v, words)
	case refused:
		return face{
			line: words.Text("ui.card.refused", "Cause", words.Problem(v.problem, v.facts(now)).Title),
			tone: widgets.ToneError, icon: theme.ErrorIcon(),
		}
	case converting:
		return faceOfConverting(v, words, now)
	case ready:
		return faceOfReady(v, words)
	case waiting:
		return faceOfWaiting(v, words, ahead)
	case uploading:
		switch {
		case v.dropping():
			return troubled(words, words.Dropping(v.progress.CutOff()).Title, v.progress.Confirmed, v.file.Bytes)
		case v.standing():
			return faceOfStanding(v, words, now)
		}
		return faceOfUploading(v, words)
	case paused:
		return faceOfPaused(v, words, now)
	case processing:
		return faceOfProcessing(v, words, now)
	case done:
		return faceOfDone(v, words, now)
	default:
		return face{line: words.Problem(v.problem, v.facts(now)).Title, tone: widgets.ToneError, icon: theme.ErrorIcon()}
	}
}

func faceOfChecking(v *video, words *messages.Catalog) face {
	if v.growing {
		return face{line: words.Text("ui.card.growing"), icon: widgets.IconHourglass}
	}
	return face{line: words.Text("ui.card.checking"), icon: theme.SearchIcon()}
}

// faceOfReady says how large a video is, and instead why X may refuse it where that is so.
func faceOfReady(v *video, words *messages.Catalog) face {
	if v.verdict.Class() >= media.Warn {
		line := words.Text("ui.card.ready.warned", "Cause", v.verdict.cause(words))
		return face{line: line, tone: widgets.ToneWarning, icon: theme.WarningIcon()}
	}
	line := words.Text("ui.card.ready", "Size", words.Bytes(v.file.Bytes), "Segments", segments(words, v.file.Plan.Segments))
	return face{line: line, icon: theme.RadioButtonIcon()}
}

func faceOfWaiting(v *video, words *messages.Catalog, ahead int) face {
	f := face{icon: theme.MoreVerticalIcon()}
	if ahead <= 0 {
		f.line = words.Text("ui.card.next", "Size", words.Bytes(v.file.Bytes))
	} else {
		f.line = words.Text("ui.card.waiting", "Size", words.Bytes(v.file.Bytes), "Place", words.Ordinal(ahead+1))
	}
	return f
}

// troubled is the face of what goes on, but not well.
func troubled(words *messages.Catalog, title string, part, whole int64) face {
	line := words.Text("ui.card.trouble", "Cause", title, "Percent", words.Percent(part, whole))
	return face{line: line, tone: widgets.ToneWarning, icon: theme.WarningIcon()}
}

// faceOfStanding says why an upload does not move. What a person can do about it is in the details.
func faceOfStanding(v *video, words *messages.Catalog, now time.Time) face {
	p := &v.progress
	facts := v.facts(now)
	facts.Until = p.Until
	title := words.Problem(p.Trouble, facts).Title
	f := face{tone: widgets.ToneWarning, icon: theme.WarningIcon()}
	left := p.Until.Sub(now)
	switch kind := p.Trouble.Kind; {
	case kind == upload.NoConnection:
		f.line, f.icon = words.Text("ui.card.standing.itself", "Cause", title), theme.ViewRefreshIcon()
	case kind == upload.RateLimited:
		f.line, f.icon = words.Text("ui.card.standing.slowed", "Cause", title, "Time", words.Clock(p.Until, now)), widgets.IconSlowed
	case left <= 0:
		f.line = words.Text("ui.card.standing.now", "Cause", title)
	case left < messages.TimerMost:
		f.line = words.Text("ui.card.standing", "Cause", title, "Time", messages.Timer(left))
	default:
		f.line = words.Text("ui.card.standing.at", "Cause", title, "Time", words.Clock(p.Until, now))
	}
	return f
}

func faceOfUploading(v *video, words *messages.Catalog) face {
	p := &v.progress
	f := face{tone: widgets.ToneActive, icon: theme.UploadIcon()}
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
	switch {
	case v.keyless():
		return face{line: words.Text("ui.card.paused.sign_in"), tone: widgets.ToneWarning, icon: theme.LoginIcon()}
	case v.unpaid():
		return face{line: words.Text("ui.card.paused.credits"), tone: widgets.ToneWarning, icon: theme.WarningIcon()}
	}
	f := face{icon: theme.MediaPlayIcon()}
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

func faceOfProcessing(v *video, words *messages.Catalog, now time.Time) face {
	percent := int64(v.progress.Percent)
	f := face{tone: widgets.ToneActive, icon: widgets.IconProcessing}
	switch {
	case v.standing():
		return faceOfStanding(v, words, now)
	case v.dwelling(now) && percent >= 0:
		return troubled(words, words.Text("ui.details.dwells.title"), percent, 100)
	case v.dwelling(now):
		return face{line: words.Text("ui.details.dwells.title"), tone: widgets.ToneWarning, icon: theme.WarningIcon()}
	case v.account.Practice && percent >= 0:
		f.line = words.Text("ui.card.processing.practice.percent", "Percent", words.Percent(percent, 100))
	case v.account.Practice:
		f.line = words.Text("ui.card.processing.practice")
	case percent >= 0:
		f.line = words.Text("ui.card.processing.percent", "Percent", words.Percent(percent, 100))
	default:
		f.line = words.Text("ui.card.processing")
	}
	return f
}

// lastHours is how long before its end a media ID looks like one that has to be used now.
const lastHours = 2 * time.Hour

func faceOfDone(v *video, words *messages.Catalog, now time.Time) face {
	f := face{line: words.Text("ui.card.done"), tone: widgets.ToneGood, icon: theme.ConfirmIcon()}
	switch expires := v.progress.Result.Expires; {
	case v.account.Practice:
		f.line = words.Text("ui.card.done.practice")
	case v.expired(now):
		f.line, f.tone, f.icon = words.Text("ui.card.expired"), widgets.ToneWarning, widgets.IconHourglass
	case !expires.IsZero():
		f.line = words.Text("ui.card.done.within", "Left", words.Countdown(expires.Sub(now)))
		if v.endsWithin(lastHours, now) {
			f.tone, f.icon = widgets.ToneWarning, widgets.IconHourglass
		}
	}
	return f
}

func segments(words *messages.Catalog, n int) string { return words.Count("ui.segments", n) }
