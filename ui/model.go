package ui

import (
	"time"

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
	converting              // a copy that X takes is being made of it, or is in line for that
	ready                   // waits for a person's click
	waiting                 // in line
	uploading               // on its way, or waiting to go on
	paused                  // stands until somebody resumes it
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
	verdict  verdict // on its file, as far as that is known
	anyway   bool    // a person has said to upload it whatever X will say
	uncopied error   // why the last copy was not made; nil: none was begun, or a person knows

	conversion *conversion // of converting
	progress   upload.Progress
	problem    error // of refused and failed
	job        *upload.Job
	ahead      int // how many are in line before it, by its card

	held     bool               // a person has paused it, and not resumed
	answered *upload.Error      // why it was paused when it was last resumed: its job may say so once more
	lined    string             // in whose name it was in line when the window closed; empty: it was not
	offline  time.Time          // since when there has been no connection; zero: there is one
	looking  bool               // at its file beside the window
	sought   *sought            // a person has said where its file is, and it is not known yet whether that is right
	moved    time.Time          // when X's processing last came further; zero: it has not begun
	growing  bool               // its file is still being written, and is waited for
	wanted   bool               // it was to be uploaded as soon as that is possible
	check    *candidate         // of an intake, which is being looked at; nil: it is known what the file is
	waited   time.Time          // when a person last chose to go on waiting for it
	happened time.Time          // when what is the matter with it came up
	pace     float64            // its last speed that was known, in bytes per second; 0: none was
	earlier  *upload.Unfinished // the upload was begun in an earlier run of the program; nil: in this one

	forgotten *upload.Unfinished // that upload, where it is to begin anew and its journal is to go first
}

// owned reports whether the video belongs to somebody's account at X, in whose name it goes on or is tried again.
func (v *video) owned() bool { return v.account.Name != "" && !v.account.Practice }

// settles reports whether an earlier run left the upload with nothing to do but to ask X whether it is ready.
func (v *video) settles() bool {
	return v.job == nil && v.state == paused && v.earlier != nil && v.earlier.Finalizing
}

// live reports whether the video is in line, on its way, or processed: whether stopping would lose something.
func (v *video) live() bool {
	return v.state == waiting || v.state == uploading || v.state == processing
}

// barred reports whether its card shows how far it is.
func (v *video) barred() bool {
	return v.state == uploading || (v.state == paused || v.state == waiting) && v.progress.MediaID != ""
}

// begun reports whether X has something of it that is worth a question before it is thrown away: more than a hundredth.
func (v *video) begun() bool { return v.progress.Confirmed*100 > v.file.Bytes }

// keyless reports whether the upload is paused because X does not take the account's keys any more.
func (v *video) keyless() bool { return v.state == paused && v.progress.Trouble != nil && !v.unpaid() }

// unpaid reports whether the video is paused because another one has found the account's credits used up.
func (v *video) unpaid() bool {
	return v.state == paused && v.progress.Trouble != nil && v.progress.Trouble.Kind == upload.NoCredits
}

// rejected reports whether X has found something wrong with the video itself, so that it would do so again.
func (v *video) rejected() bool {
	return v.state == failed && messages.Remedy(v.problem) == messages.ActionChooseAnother
}

// retriable reports whether the video is one of those that failed and are sent again with all others.
func (v *video) retriable() bool { return v.state == failed && !v.rejected() }

// losable reports whether X keeps something of a video that did not get through, with which another try can go on.
func (v *video) losable() bool {
	return v.state == failed && !v.account.Practice && !spent(messages.KindOf(v.problem)) && v.begun()
}

// losesBy reports whether something is lost when the video is removed.
func (v *video) losesBy() bool {
	switch v.state {
	case processing:
		return !v.account.Practice
	case uploading, waiting, paused:
		return v.begun()
	default:
		return v.losable()
	}
}

// spent reports whether an upload that ended this way cannot be continued, or not with this file.
func spent(kind string) bool {
	k := upload.Kind(kind)
	return !upload.Continuable(k) || k == upload.FileChanged || k == upload.NotUnfinished
}

// facts are what the words about a video's problem need to know.
func (v *video) facts(now time.Time) messages.Facts {
	return messages.Facts{
		Account: v.account.Name, Now: now, Earlier: v.earlier != nil, At: v.happened, Speed: v.pace, Sent: v.progress.Confirmed,
		Watched: v.awaitsFile(), Open: v.progress.MediaID != "", Verdict: v.verdict.known(),
	}
}

// hastens reports whether trying now instead of later is of use: not where X has said when it takes more.
func (v *video) hastens() bool {
	return v.standing() && (v.state == uploading || v.state == processing) && v.progress.Trouble.Kind != upload.RateLimited
}

// dwells returns for how long X's processing has not come further.
func (v *video) dwells(now time.Time) time.Duration {
	if v.state != processing || v.moved.IsZero() {
		return 0
	}
	return now.Sub(v.moved)
}

// longProcessing is how long X may process without coming further before a person is told that this is long.
const longProcessing = 10 * time.Minute

// dwelling reports whether X's processing takes unusually long, and nobody has chosen just now to go on waiting.
func (v *video) dwelling(now time.Time) bool {
	return v.dwells(now) >= longProcessing && now.Sub(v.waited) >= longProcessing && !v.standing()
}

// dropping reports whether the connection breaks off again and again, and nothing worse is the matter.
func (v *video) dropping() bool {
	if v.state != uploading || !v.progress.Drops() {
		return false
	}
	return !v.standing() || v.progress.Trouble.Kind == upload.ConnectionLost || v.progress.Trouble.Kind == upload.Stalled
}

// offlineFor returns how long the upload has been without a connection.
func (v *video) offlineFor(now time.Time) time.Duration {
	if v.offline.IsZero() || v.state != uploading {
		return 0
	}
	return now.Sub(v.offline)
}

// endsWithin reports whether the media ID can be used for less than d.
func (v *video) endsWithin(d time.Duration, now time.Time) bool {
	if v.state != done || v.account.Practice || v.progress.Result.Expires.IsZero() {
		return false
	}
	return v.progress.Result.Expires.Sub(now) < d
}

// tooSlow reports whether X will have dropped the upload before the rest of it is there, at the speed of now.
func (v *video) tooSlow(now time.Time) bool {
	p := &v.progress
	left := p.Left()
	return v.state == uploading && left > 0 && !p.Expires.IsZero() && now.Add(left).After(p.Expires)
}

// expired reports whether X has dropped the video because nobody used its media ID in time.
func (v *video) expired(now time.Time) bool {
	if v.state != done || v.account.Practice {
		return false
	}
	return past(v.progress.Result.Expires, now)
}

// past reports whether X no longer keeps what it has said to keep until end; zero: it did not say.
func past(end, now time.Time) bool { return !end.IsZero() && !end.After(now) }

// standing reports whether the upload waits for trouble to pass.
func (v *video) standing() bool {
	return v.progress.Stage == upload.StageWaiting && v.progress.Trouble != nil
}

// stepsOf returns the three steps of a video: checked, sent, processed.
func stepsOf(v *video, words *messages.Catalog) []widgets.Step {
	at := map[state]int{checking: 0, refused: 0, converting: 0, ready: 1, waiting: 1, uploading: 1, paused: 1, processing: 2, done: 3}
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
	going := []string{words.Text(firstStep(v)), words.Text("ui.step.sending"), words.Text("ui.step.processing")}
	for i := range steps {
		switch {
		case i < reached:
			steps[i].State = widgets.StepDone
		case i == reached && (v.state == refused || v.state == failed):
			steps[i].State = widgets.StepFailed
		case i == reached && v.state != ready && v.state != waiting && v.state != paused:
			steps[i].State, steps[i].Label = widgets.StepActive, going[i]
		}
	}
	return steps
}

// firstStep is the id of the words for what happens to a video before it can be sent.
func firstStep(v *video) string {
	if v.state == converting {
		return "ui.convert.step"
	}
	return "ui.step.checking"
}

// stepOf says in words at which of its steps a video is: "Step 2 of 3: Sending".
func stepOf(steps []widgets.Step, words *messages.Catalog) string {
	at := widgets.CurrentStep(steps)
	return words.Text("ui.step.at", "Number", at+1, "Total", len(steps), "Step", steps[at].Label)
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
