// Package terminal does the work of the window without one: for scripts, and for those without a screen.
//
// main hands the command line to [Parse] and starts what it asks for: [Upload] sends videos one after the other, or
// continues what is unfinished, [Uploads] lists that, [Check] says what X is likely to make of videos, [Accounts] lists, adds and removes the accounts whose keys Hoist
// has, [Delete] deletes all that is stored, [Practice] runs the stand-in for X alone, [Help] says how it all is used. None of them opens a connection or a
// password store by itself: they get what they need from main through the fields of their types.
//
// What happens during an upload reaches the person through one of three views, which all hear the same events:
// bar.go draws a progress bar on a terminal, lines.go writes a line for each noteworthy thing where there is none,
// json.go writes an object for each event for programs. What is in a video, examine.go finds out for [Check] and before
// anything is sent. Standard output has results alone (the media IDs, or the
// objects), so that a script can say ID=$(hoist upload video.mp4); all the rest goes to standard error.
package terminal

import "slices"

// Exit codes of the program. Scripts depend on them.
const (
	ExitDone        = 0   // all done
	ExitFailed      = 1   // an upload failed, or X would refuse a video that was checked
	ExitWrongUse    = 2   // the command line makes no sense
	ExitSignIn      = 3   // keys are missing, or X does not accept them
	ExitWarnings    = 4   // X may refuse a video that was checked
	ExitInterrupted = 130 // stopped by Ctrl+C or a signal
)

// gravity are the exit codes, the least grave first. They are numbered in the order in which they were thought of.
var gravity = []int{ExitDone, ExitWarnings, ExitFailed, ExitWrongUse, ExitSignIn, ExitInterrupted}

// worse returns the exit code that says more when several things went wrong.
func worse(a, b int) int {
	if slices.Index(gravity, a) < slices.Index(gravity, b) {
		return b
	}
	return a
}

// exitFor returns the exit code for an upload or a sign-in that failed with this kind.
func exitFor(kind string) int {
	switch kind {
	case "not_signed_in", "token_revoked", // X does not accept the keys
		"bad_pin", "pin_refused", "callback_refused", "callback_oob", "app_suspended", // or the sign-in
		"bad_callback", "verifier_refused", "other_sign_in", "denied", "port_taken",
		"no_account", "bad_keys", // there are none, or they are not complete
		"keyring_missing", "keyring_locked", "keyring_denied", "keyring_slow", "keyring_full", "keyring_failed":
		return ExitSignIn
	}
	return ExitFailed
}
