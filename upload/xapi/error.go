package xapi

import (
	"fmt"
	"strings"
	"time"
)

// Kind says what went wrong in a way that a program can act on. Its text is part of `hoist upload --json`.
type Kind string

// The kinds of errors that a call to X ends with.
const (
	NoConnection     Kind = "no_connection"     // no route, name not found, connection refused
	ConnectionLost   Kind = "connection_lost"   // reset or closed before the answer was there
	Stalled          Kind = "stalled"           // no progress for too long
	Certificate      Kind = "certificate"       // the secure connection could not be verified
	Untrusted        Kind = "untrusted"         // it is verified by an authority that this computer does not trust
	ProxyRefused     Kind = "proxy_refused"     // a proxy wants a password or says no, or none can be found out
	BadReply         Kind = "bad_reply"         // not an answer of X: a redirect, a page, an empty or broken body
	Server           Kind = "server"            // 408, 425, 5xx: X has trouble
	RateLimited      Kind = "rate_limited"      // 429, code 88
	SegmentTooLarge  Kind = "segment_too_large" // 413 or 431 from APPEND
	NotSignedIn      Kind = "not_signed_in"     // 401, code 32 or 215: keys or signature refused
	TokenRevoked     Kind = "token_revoked"     // 401, code 89: the access was taken back
	Clock            Kind = "clock"             // 401, code 135: the computer's clock is off
	ReadOnly         Kind = "read_only"         // 403 oauth1-permissions, code 261: the app may not write
	NotEnrolled      Kind = "not_enrolled"      // 403 client-forbidden: the app is in no package
	AccountLocked    Kind = "account_locked"    // 403, code 64 or 326: the account is suspended or locked
	NoCredits        Kind = "no_credits"        // 402 CreditsDepleted or 429/403 usage-capped
	EndpointClosed   Kind = "endpoint_closed"   // 403 code 453, or 404 or 410 from INIT: X has closed this API to the app
	Forbidden        Kind = "forbidden"         // any other 403
	NotFound         Kind = "not_found"         // 404, 410, "Not found": unknown or expired media ID
	SegmentsMissing  Kind = "segments_missing"  // FINALIZE: segments do not add up to the declared size
	JSONBody         Kind = "json_body"         // 400 about the request's JSON body: the {} variant of FINALIZE may do
	Refused          Kind = "refused"           // any other 4xx, in X's own words
	ProcessingFailed Kind = "processing_failed" // X gave up on the video after the upload
)

// Op is the step of an upload.
type Op string

// The steps, by X's names.
const (
	OpInit     Op = "INIT"
	OpAppend   Op = "APPEND"
	OpFinalize Op = "FINALIZE"
	OpStatus   Op = "STATUS"
)

// Error is a call to X that failed: what X answered, or why there is no answer. Everything in it that came from
// outside is bounded, on one line and without control characters.
type Error struct {
	Op        Op
	Kind      Kind
	Status    int       // HTTP status; 0: no answer
	Code      int       // X's own code, such as 32; 0: none
	Message   string    // X's own words, at most 500 bytes, one line; may be empty
	RequestID string    // x-transaction-id, else what X's edge calls the request; for X's support; may be empty
	RetryAt   time.Time // when X says that it takes the next request, by this computer's clock, at most a day ahead; zero: it does not say
	Date      time.Time // the reply's Date header, to compare the computer's clock with; zero: none
	Err       error     // the cause; may be nil
}

// ErrorKind returns the kind, for package ui/messages.
func (e *Error) ErrorKind() string { return string(e.Kind) }

// Error returns one line for logs. The words that a person reads are in package messages.
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
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
