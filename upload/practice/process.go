package practice

import (
	"fmt"
	"time"
)

// ProcessingStep is one state of X's processing. Steps begin at FINALIZE and follow each other by the clock; the last
// one stays.
type ProcessingStep struct {
	State      string           // "pending", "in_progress", "succeeded" or "failed"
	For        time.Duration    // how long it lasts; of no meaning in the last step
	CheckAfter int              // check_after_secs; 0: left out
	Percent    int              // progress_percent, 1 to 100; 0: left out
	Error      *ProcessingError // sent beside the state, as X has been seen to do even beside in_progress
}

// ProcessingError is X's reason for giving up on a video.
type ProcessingError struct {
	Code    int    `json:"code"`
	Name    string `json:"name"`
	Message string `json:"message"`
}

// The states, as X writes them.
const (
	statePending    = "pending"
	stateInProgress = "in_progress"
	stateSucceeded  = "succeeded"
	stateFailed     = "failed"
)

// defaultSteps are the states of a short video, quicker than X is.
func defaultSteps() []ProcessingStep {
	return []ProcessingStep{
		{State: statePending, For: time.Second, CheckAfter: 1},
		{State: stateInProgress, For: 300 * time.Millisecond, CheckAfter: 1, Percent: 25},
		{State: stateInProgress, For: 300 * time.Millisecond, CheckAfter: 1, Percent: 60},
		{State: stateInProgress, For: 300 * time.Millisecond, CheckAfter: 1, Percent: 99},
		{State: stateSucceeded, Percent: 100},
	}
}

// failing is a processing that gives up after a second.
func failing(code int, name, message string) []ProcessingStep {
	return []ProcessingStep{
		{State: statePending, For: 500 * time.Millisecond, CheckAfter: 1},
		{State: stateInProgress, For: 500 * time.Millisecond, CheckAfter: 1, Percent: 12},
		{State: stateFailed, Percent: 12, Error: &ProcessingError{Code: code, Name: name, Message: message}},
	}
}

// processingPresets are what the fault "processing" can ask for: what users of X's API have reported.
func processingPresets() map[string][]ProcessingStep {
	return map[string][]ProcessingStep{
		"invalid-media": failing(1, "InvalidMedia", "file is invalid"),
		"unsupported":   failing(3, "UnsupportedMedia", "file is currently unsupported"),
		"too-long": failing(3, "UnsupportedMedia",
			"Duration 2.minutes+29.seconds+350.milliseconds exceeds max duration of 2.minutes+20.seconds"),
		// A dead job that says neither failed nor when to ask again (twitteroauth #1185).
		"stuck": {
			{State: statePending, For: time.Second, CheckAfter: 1},
			{
				State: stateInProgress, Percent: 99,
				Error: &ProcessingError{Code: 1, Name: "InvalidMedia", Message: "file is invalid"},
			},
		},
		"no-check-after": {
			{State: statePending, For: time.Second},
			{State: stateInProgress, For: time.Second, Percent: 60},
			{State: stateSucceeded, Percent: 100},
		},
		"endless": {{State: stateInProgress, CheckAfter: 1, Percent: 99}},
		"none":    {},
	}
}

func checkSteps(steps []ProcessingStep) error {
	for i, s := range steps {
		switch s.State {
		case statePending, stateInProgress, stateSucceeded, stateFailed:
		default:
			return fmt.Errorf("processing step %d: unknown state %q", i, s.State)
		}
		if s.For < 0 || s.CheckAfter < 0 || s.Percent < 0 || s.Percent > 100 {
			return fmt.Errorf("processing step %d: number out of range", i)
		}
	}
	return nil
}

// stepAt returns the state so long after FINALIZE, and false where there is no processing.
func stepAt(steps []ProcessingStep, since time.Duration) (ProcessingStep, bool) {
	if len(steps) == 0 {
		return ProcessingStep{}, false
	}
	for _, s := range steps[:len(steps)-1] {
		if since < s.For {
			return s, true
		}
		since -= s.For
	}
	return steps[len(steps)-1], true
}

// processingInfo is processing_info on the wire.
type processingInfo struct {
	State      string           `json:"state"`
	CheckAfter int              `json:"check_after_secs,omitempty"`
	Percent    int              `json:"progress_percent,omitempty"`
	Error      *ProcessingError `json:"error,omitempty"`
}

func (s ProcessingStep) info() *processingInfo {
	return &processingInfo{State: s.State, CheckAfter: s.CheckAfter, Percent: s.Percent, Error: s.Error}
}
