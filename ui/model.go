package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// state is what a video in the queue is at.
type state int

// The states of a video, in the order in which it goes through them.
const (
	checking   state = iota // the file is being looked at
	refused                 // the file cannot be sent
	ready                   // waits for a person's click
	waiting                 // in line
	uploading               // on its way, or waiting to go on
	processing              // at X, which prepares it
	done                    // has a media ID that can be used
	failed                  // ended, and can be tried again
)

// video is one video of the queue.
type video struct {
	path     string
	name     string // fit to be shown
	file     upload.File
	account  upload.Account // in whose name it goes; set when it is started
	state    state
	progress upload.Progress
	problem  error // of refused and failed
	job      *upload.Job
}

// live reports whether the video is in line, on its way, or processed: whether stopping would lose something.
func (v *video) live() bool {
	return v.state == waiting || v.state == uploading || v.state == processing
}

// expired reports whether X has dropped the video because nobody used its media ID in time.
func (v *video) expired(now time.Time) bool {
	if v.state != done || v.account.Practice {
		return false
	}
	end := v.progress.Result.Expires
	return !end.IsZero() && !end.After(now)
}

// standing reports whether the upload waits for trouble to pass.
func (v *video) standing() bool {
	return v.progress.Stage == upload.StageWaiting && v.progress.Trouble != nil
}

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
			return face{line: words.Text("ui.card.next", "Size", words.Bytes(v.file.Bytes)), action: actionRemove}
		}
		return face{line: words.Count("ui.card.waiting", ahead, "Size", words.Bytes(v.file.Bytes)), action: actionRemove}
	case uploading:
		return faceOfUploading(v, words, now)
	case processing:
		if v.standing() {
			return faceOfUploading(v, words, now)
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
			line: words.Problem(v.problem, messages.Facts{Account: v.account.Name, Now: now}).Title,
			tone: widgets.ToneError, icon: theme.ErrorIcon(), action: actionRetry,
		}
	}
}

func faceOfUploading(v *video, words *messages.Catalog, now time.Time) face {
	p := &v.progress
	percent := words.Percent(p.Confirmed, v.file.Bytes)
	switch {
	case v.standing():
		problem := words.Problem(p.Trouble, messages.Facts{Account: v.account.Name, Until: p.Until, Now: now})
		return face{
			line: words.Text("ui.card.standing", "Cause", problem.Title, "Time", words.Clock(p.Until, now)),
			tone: widgets.ToneWarning, icon: theme.WarningIcon(), action: actionCancel,
		}
	case p.Stage == upload.StageOpening:
		return face{line: words.Text("ui.card.opening"), tone: widgets.ToneActive, icon: theme.UploadIcon(), action: actionCancel}
	case p.Speed > 0 && p.Trouble == nil && p.Confirmed < p.Bytes:
		return face{
			line: words.Text("ui.card.uploading.left", "Percent", percent, "Left", words.Left(p.Left())),
			tone: widgets.ToneActive, icon: theme.UploadIcon(), action: actionCancel,
		}
	default:
		return face{
			line: words.Text("ui.card.uploading", "Percent", percent), tone: widgets.ToneActive, icon: theme.UploadIcon(),
			action: actionCancel,
		}
	}
}

func faceOfDone(v *video, words *messages.Catalog, now time.Time) face {
	f := face{line: words.Text("ui.card.done"), tone: widgets.ToneGood, icon: theme.ConfirmIcon(), action: actionCopyID}
	switch expires := v.progress.Result.Expires; {
	case v.account.Practice:
		f.line = words.Text("ui.card.done.practice")
	case v.expired(now):
		f.line, f.tone, f.icon, f.action = words.Text("ui.card.expired"), widgets.ToneWarning, theme.WarningIcon(), actionRetry
	case !expires.IsZero():
		f.line = words.Text("ui.card.done.within", "Left", words.Countdown(expires.Sub(now)))
	}
	return f
}

func segments(words *messages.Catalog, n int) string { return words.Count("ui.segments", n) }

// stepsOf returns the three steps of a video: checked, sent, processed.
func stepsOf(v *video, words *messages.Catalog) []widgets.Step {
	at := map[state]int{checking: 0, refused: 0, ready: 1, waiting: 1, uploading: 1, processing: 2, done: 3}
	reached, known := at[v.state]
	if !known { // failed: at the step where it was
		reached = 1
		if v.progress.Percent >= 0 && v.progress.Confirmed == v.progress.Bytes && v.progress.Bytes > 0 || messages.KindOf(v.problem) == string(upload.ProcessingFailed) {
			reached = 2
		}
	}
	steps := []widgets.Step{
		{Label: words.Text("ui.step.checked")}, {Label: words.Text("ui.step.sent")}, {Label: words.Text("ui.step.processed")},
	}
	for i := range steps {
		switch {
		case i < reached:
			steps[i].State = widgets.StepDone
		case i == reached && (v.state == refused || v.state == failed):
			steps[i].State = widgets.StepFailed
		case i == reached && v.state != ready && v.state != waiting:
			steps[i].State = widgets.StepActive
		}
	}
	return steps
}

// barOf returns the segments as the bar shows them.
func barOf(p *upload.Progress) []widgets.Segment {
	bar := make([]widgets.Segment, len(p.Segments))
	for i, s := range p.Segments {
		switch s.State {
		case upload.SegmentTaken:
			bar[i].State = widgets.SegmentSent
		case upload.SegmentTroubled:
			bar[i].State = widgets.SegmentRetrying
		case upload.SegmentSending:
			bar[i] = widgets.Segment{State: widgets.SegmentSending, Part: float32(s.Bytes) / float32(max(1, p.SegmentBytes))}
		}
	}
	return bar
}
