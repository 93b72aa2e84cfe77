package ui

import (
	"slices"
	"time"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// action is what can be done with a video.
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
	actionUploadAgain  // what X is still processing
	actionKeepWaiting  // for X's processing
	actionLocate       // say where the file is
	actionFindOriginal // say where the file is that was begun
	actionConsole      // open X's console
	actionCopySteps    // to take there
	actionXStatus      // look whether X has trouble
	actionLimit        // the speed
	actionCertificate  // trust that of a proxy
	actionProxy        // change it
	actionAnyway       // upload what X is likely to refuse
	actionConvert      // make a copy that X takes
	actionCopyCommand  // of ffmpeg, which does that
	actionShowChecks   // what the file was found to be
)

// primaryOf returns what a video's state asks for most: what the button of its card does, and Return. What else helps
// stands in the details.
func primaryOf(v *video, now time.Time) action {
	switch v.state {
	case ready:
		if v.warned() {
			return actionAnyway
		}
		return actionUpload
	case waiting:
		return actionStartNow
	case uploading:
		switch {
		case v.hastens():
			return actionTryNow
		case v.standing():
			return noAction // X has said when
		}
		return actionPause
	case paused:
		if v.keyless() {
			return actionSignIn
		}
		return actionResume
	case processing:
		if v.hastens() {
			return actionTryNow
		}
		return noAction
	case done:
		if v.expired(now) {
			return actionRetry
		}
		return actionCopyID
	case refused, failed:
		return remediesOf(v)[0]
	default:
		return noAction
	}
}

// remedies are what helps where the cause asks for more than one thing, what helps most first.
var remedies = map[upload.Kind][]action{
	upload.ReadOnly:        {actionConsole, actionSignIn, actionRemove},
	upload.NotEnrolled:     {actionConsole, actionCopySteps, actionRetry},
	upload.FileChanged:     {actionRetry, actionFindOriginal, actionRemove},
	upload.SegmentTooLarge: {actionRetry, actionChooseAnother, actionRemove},
	upload.Untrusted:       {actionCertificate, actionProxy, actionRetry},
}

// remediesOf returns what can be done about a video that was not sent, what helps most first.
func remediesOf(v *video) []action {
	remedy := messages.Remedy(v.problem)
	switch {
	case v.wouldFail():
		return remediesBefore(v)
	case v.unprocessed() && v.showsChecks():
		return remediesAfter(v)
	case v.state == refused:
		if remedy == messages.ActionRetry {
			return []action{actionRetry, actionChooseAnother, actionRemove}
		}
		return []action{actionChooseAnother, actionRemove}
	}
	if special := remedies[upload.Kind(messages.KindOf(v.problem))]; special != nil {
		return special
	}
	first := map[messages.Action]action{
		messages.ActionSignIn: actionSignIn, messages.ActionOpenConsole: actionConsole, messages.ActionNetwork: actionProxy,
		messages.ActionChooseAnother: actionChooseAnother, messages.ActionLocate: actionLocate,
	}[remedy]
	switch {
	case v.awaitsFile() && !v.forbidden():
		first = actionLocate
	case first == noAction:
		return []action{actionRetry, actionRemove}
	}
	return []action{first, actionRetry, actionRemove}
}

// remediesBefore returns what can be done about a video that X would refuse, or may: it can be sent all the same. Another
// file is offered where there is no nearer way.
func remediesBefore(v *video) []action {
	all := v.verdict.mends()
	if len(all) == 0 || len(all) == 1 && v.wouldFail() {
		all = append(all, actionChooseAnother)
	}
	return append(all, actionAnyway)
}

// remediesAfter returns what can be done about a video that X could not process. Another file is offered where there is no
// nearer way.
func remediesAfter(v *video) []action {
	switch mends := v.verdict.mends(); len(mends) {
	case 0:
		return []action{actionChooseAnother, actionShowChecks, actionRetry}
	case 1:
		return append(mends, actionShowChecks, actionChooseAnother)
	default:
		return append(mends, actionShowChecks)
	}
}

// standingActions returns what can be done while an upload waits for trouble to pass.
func standingActions(v *video) []action {
	var all []action
	switch kind := v.progress.Trouble.Kind; {
	case kind == upload.Untrusted:
		return []action{actionTryNow, actionCertificate, actionProxy}
	case kind != upload.RateLimited:
		all = append(all, actionTryNow)
	}
	if v.state == uploading {
		all = append(all, actionPause)
	}
	if v.progress.Trouble.Kind == upload.Server {
		all = append(all, actionXStatus)
	}
	return all
}

// menuActionsOf returns what can be done with a video in its state, beside moving and removing it.
func menuActionsOf(v *video, now time.Time) []action {
	switch {
	case v.hastens() && v.state == processing:
		return []action{actionTryNow}
	case v.hastens():
		return []action{actionTryNow, actionPause}
	case v.state == waiting:
		return []action{actionStartNow, actionPause}
	case v.state == uploading:
		return []action{actionPause}
	case v.state == processing, v.state == checking:
		return nil
	case v.state == converting: // which Return does not end: it may be meant for the dialog before
		return []action{actionCancel}
	case v.state == failed && !v.unprocessed():
		if a := primaryOf(v, now); a != actionRetry && a != actionRemove {
			return []action{a, actionRetry}
		}
		return []action{actionRetry}
	default:
		return menuAfterChecks(v, now)
	}
}

// menuAfterChecks is menuActionsOf for what is known of a video's file, where that matters in its state.
func menuAfterChecks(v *video, now time.Time) []action {
	switch {
	case v.wouldFail():
		return withoutTwice(append(remediesBefore(v), actionChooseAnother, actionShowChecks))
	case v.warned():
		return append(append([]action{actionAnyway}, v.verdict.mends()...), actionShowChecks)
	case v.unprocessed() && v.showsChecks():
		return withoutTwice(append(remediesAfter(v), actionChooseAnother, actionRetry))
	case v.unprocessed():
		return []action{primaryOf(v, now), actionRetry}
	case v.showsChecks():
		return []action{primaryOf(v, now), actionShowChecks}
	default:
		return []action{primaryOf(v, now)}
	}
}

// withoutTwice returns actions in their order, each once.
func withoutTwice(all []action) []action {
	var once []action
	for _, a := range all {
		if !slices.Contains(once, a) {
			once = append(once, a)
		}
	}
	return once
}

// buttons returns buttons for what can be done; the first helps most where primary says so.
func (d *details) buttons(v *video, primary bool, actions ...action) []widgets.Action {
	var all []widgets.Action
	for i, a := range actions {
		label, icon := d.ui.buttonOf(v, a)
		if a == actionRemove {
			icon = nil // it is the quiet one
		}
		all = append(all, widgets.Action{Label: label, Icon: icon, Primary: primary && i == 0, Quiet: a == actionAnyway, OnTapped: func() { d.ui.perform(v, a) }})
	}
	return all
}
