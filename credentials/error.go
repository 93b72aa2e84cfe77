package credentials

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says what went wrong in a way that a program can act on. Where package upload has a kind for the same thing,
// the text is the same.
type Kind string

// What a [Store] can answer.
const (
	KeyringMissing Kind = "keyring_missing" // no password store runs here
	KeyringLocked  Kind = "keyring_locked"  // it is locked, and nobody could or would unlock it
	KeyringDenied  Kind = "keyring_denied"  // a person or a rule of the system said no; a change was not kept
	KeyringSlow    Kind = "keyring_slow"    // no answer in time; a prompt may be waiting for a person
	KeyringFull    Kind = "keyring_full"    // more than the keyring takes in one item
	KeyringFailed  Kind = "keyring_failed"  // anything else, such as an item of a newer version
	NoAccount      Kind = "no_account"      // the store knows no account of that name; see [ErrNotFound]
)

// What signing in can answer.
const (
	NotSignedIn     Kind = "not_signed_in"    // X does not accept the app's keys: codes 32 and 215
	Clock           Kind = "clock"            // this computer's clock is off: code 135; see Error.ClockSkew
	CallbackRefused Kind = "callback_refused" // the app does not allow this callback: code 415
	CallbackOOB     Kind = "callback_oob"     // the app has no callback URL in its settings, which X wants even for a PIN: code 417
	AppSuspended    Kind = "app_suspended"    // X has suspended the app: code 416
	PINRefused      Kind = "pin_refused"      // wrong, used or expired PIN, or access denied: begin anew
	VerifierRefused Kind = "verifier_refused" // the same of an address: used or expired
	Denied          Kind = "denied"           // the person said no on X's page
	BadPIN          Kind = "bad_pin"          // what was typed cannot be a PIN; nothing was sent
	BadCallback     Kind = "bad_callback"     // what was pasted is not the address on which X ends a sign-in; nothing was sent
	OtherSignIn     Kind = "other_sign_in"    // the address belongs to another sign-in; nothing was sent
	PortTaken       Kind = "port_taken"       // other programs have all ports on which the browser could come back
	NotEnrolled     Kind = "not_enrolled"     // the app is in no package: reason client-not-enrolled
	AccountLocked   Kind = "account_locked"   // X has suspended or locked the account: codes 64 and 326
	RateLimited     Kind = "rate_limited"     // HTTP 429, code 88
	Refused         Kind = "refused"          // X said no for a reason of its own: see Error.Message
	Server          Kind = "server"           // HTTP 408, 425, 5xx: X has trouble
	BadReply        Kind = "bad_reply"        // not an answer of X: a redirect, a page, something unreadable
	NoConnection    Kind = "no_connection"    // no route, name not found, connection refused
	ConnectionLost  Kind = "connection_lost"  // the connection ended before the answer was there
	Stalled         Kind = "stalled"          // no answer for 30 seconds
	Certificate     Kind = "certificate"      // the secure connection could not be verified
	Untrusted       Kind = "untrusted"        // it is verified by an authority that this computer does not trust
	ProxyRefused    Kind = "proxy_refused"    // a proxy wants a password or says no, or none can be found out
)

// What the input of a person or a script can be wrong in.
const (
	BadKeys    Kind = "bad_keys"     // a name or key is missing, too long, or has characters that cannot be in it
	BadAddress Kind = "bad_address"  // not an https address, nor an http one on this computer
	BadKeyFile Kind = "bad_key_file" // a file of another tool that holds no keys for OAuth 1.0a
)

// ErrNotFound is wrapped by errors of kind [NoAccount].
var ErrNotFound = errors.New("no such account")

// Error is what every failure of this package is. No part of it holds a key, a token or a PIN.
type Error struct {
	Op   string // what was tried, such as "load account"
	Kind Kind

	// What X said, where it said something.
	Status    int           // HTTP status; 0: no answer
	Code      int           // X's own code, such as 415; 0: none
	Message   string        // X's own words, one line of at most 500 bytes; may be empty
	ClockSkew time.Duration // how far this computer's clock is ahead of X's; 0: not known

	Err error // the cause; may be nil
}

// ErrorKind returns the kind, for package ui/messages.
func (e *Error) ErrorKind() string { return string(e.Kind) }

// Answer returns what X said, for package ui/messages: the fields from Status to ClockSkew.
func (e *Error) Answer() (status, code int, words string, clockSkew time.Duration) {
	return e.Status, e.Code, e.Message, e.ClockSkew
}

// Error returns one line for logs.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Op, e.Kind)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": HTTP %d", e.Status)
	}
	if e.Code != 0 {
		fmt.Fprintf(&b, ": code %d", e.Code)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	if e.Kind == Clock && e.ClockSkew != 0 {
		fmt.Fprintf(&b, ": clock off by %s", e.ClockSkew)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
