package upload

import (
	"errors"
	"fmt"
	"time"

	"hoist/upload/xapi"
)

// Kind says what went wrong in a way that a program can act on. Its text is part of `hoist upload --json`, and
// package ui/messages has the words that a person reads for each.
type Kind = xapi.Kind

// Kinds that come from X or the way to it; see package xapi for their causes.
const (
	NoConnection     = xapi.NoConnection
	ConnectionLost   = xapi.ConnectionLost
	Stalled          = xapi.Stalled
	Certificate      = xapi.Certificate
	Untrusted        = xapi.Untrusted
	ProxyRefused     = xapi.ProxyRefused
	BadReply         = xapi.BadReply
	Server           = xapi.Server
	RateLimited      = xapi.RateLimited
	SegmentTooLarge  = xapi.SegmentTooLarge
	NotSignedIn      = xapi.NotSignedIn
	TokenRevoked     = xapi.TokenRevoked
	Clock            = xapi.Clock
	ReadOnly         = xapi.ReadOnly
	NotEnrolled      = xapi.NotEnrolled
	AccountLocked    = xapi.AccountLocked
	NoCredits        = xapi.NoCredits
	EndpointClosed   = xapi.EndpointClosed
	Forbidden        = xapi.Forbidden
	NotFound         = xapi.NotFound
	SegmentsMissing  = xapi.SegmentsMissing
	JSONBody         = xapi.JSONBody
	Refused          = xapi.Refused
	ProcessingFailed = xapi.ProcessingFailed
)

// Kinds that come from the file or from this side of the line.
const (
	FileMissing    Kind = "file_missing"    // no file of that name
	FileIsFolder   Kind = "file_is_folder"  // a folder, not a file
	FileEmpty      Kind = "file_empty"      // 0 bytes
	FileUnreadable Kind = "file_unreadable" // no permission, or reading failed
	FileNotVideo   Kind = "file_not_video"  // not one of the containers that X takes
	FileTruncated  Kind = "file_truncated"  // it stops before its end, or before its index
	FileTooLarge   Kind = "file_too_large"  // more than 1,000 segments of 8,000,000 bytes
	FileChanged    Kind = "file_changed"    // size or time moved, or another file took the name, during the upload
	FileGrowing    Kind = "file_growing"    // it is still being written
	WouldFail      Kind = "would_fail"      // X would refuse it, as far as is known, and nobody has said to send it anyway
	Expired        Kind = "expired"         // X's time for this upload ran out before the end
	InUse          Kind = "in_use"          // another program, or another job of this one, is uploading it
	NotUnfinished  Kind = "not_unfinished"  // there is no unfinished upload of that media ID
	Canceled       Kind = "canceled"        // a person's wish, or the program ends
	Internal       Kind = "internal"        // a defect of this program
)

// Error is why an upload failed, or why it waits.
type Error struct {
	Kind    Kind
	File    string // path of the video
	Segment int    // index of the segment concerned; -1: none
	Sent    int64  // bytes that X had confirmed
	Bytes   int64  // size of the file, where known

	SegmentBytes int64     // size of the segments that were sent; 0: none were
	Tries        int       // how often in a row it has failed so; 0: not counted
	At           time.Time // of FileChanged: when the file was written; of Expired: until when X kept it; zero: not known
	Gone         string    // of FileMissing: the folder or drive that is not there; empty: the file alone

	Err error // the cause: an *xapi.Error for what X answered, an error of the OS for the file; may be nil

	clockSkew time.Duration
}

// ErrorKind returns the kind, for package ui/messages.
func (e *Error) ErrorKind() string { return string(e.Kind) }

// Error returns one line for logs.
func (e *Error) Error() string {
	at := ""
	if e.Segment >= 0 {
		at = fmt.Sprintf(" segment %d:", e.Segment)
	}
	if e.Err == nil {
		return fmt.Sprintf("upload:%s %s", at, e.Kind)
	}
	return fmt.Sprintf("upload:%s %s: %v", at, e.Kind, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// XDetail is what X said, for the details of a message.
type XDetail struct {
	Op        string        // INIT, APPEND, FINALIZE, STATUS
	Status    int           // HTTP status; 0: no answer
	Code      int           // X's own code; 0: none
	Message   string        // X's own words; may be empty
	RequestID string        // for X's support; may be empty
	ClockSkew time.Duration // how far this computer's clock is ahead of X's; 0: not known
}

// Detail returns what X said, and false where the error did not come from a call to X.
func (e *Error) Detail() (XDetail, bool) {
	var x *xapi.Error
	if !errors.As(e.Err, &x) {
		return XDetail{}, false
	}
	return XDetail{
		Op: string(x.Op), Status: x.Status, Code: x.Code, Message: x.Message, RequestID: x.RequestID,
		ClockSkew: e.clockSkew,
	}, true
}
