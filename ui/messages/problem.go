package messages

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"hoist/upload"
	"hoist/upload/video"
)

// Limits in characters for what comes from outside, so that no reply and no file name fills a card.
const (
	nameLimit  = 60
	wordsLimit = 300
)

// Action is what a person can most likely do about a problem: what the first button beside it is for.
type Action int

// The actions.
const (
	ActionNone          Action = iota // nothing to press: it goes on by itself, or is to be mended elsewhere
	ActionRetry                       // send the video again
	ActionSignIn                      // sign in, again or for the first time
	ActionChooseAnother               // choose another file
	ActionOpenConsole                 // change the app in X's developer console
	ActionNetwork                     // change the proxy or the certificates in the settings
)

// Facts is what a problem's words need to know and the error does not hold.
type Facts struct {
	Account string    // as X knows it, with or without @; empty: not known
	Until   time.Time // set while the upload waits and goes on by itself: when the next try begins
	Now     time.Time // in the time zone of the person
	Earlier bool      // the upload was begun before this start of the program
}

// Problem is an error in the words that a person reads.
type Problem struct {
	Kind    string // the error's kind, such as no_connection; "internal" for an error that has none
	Title   string // what happened, in at most six words without a full stop
	Why     string // one or two sentences
	Do      string // what to do about it, or that nothing is needed
	Safe    string // what is not lost, such as "941 MB is safely on X."; may be empty
	Details string // for whoever wants to know exactly: lines of HTTP status, X's own words, request ID, time
	Action  Action
	Waiting bool // the upload goes on by itself
}

// Message returns what happened and why, on one line.
func (p Problem) Message() string {
	return p.Title + ". " + p.Why
}

// Problem says an error in words. Its kind is found wherever in the chain of causes it is; an error without one, or
// with a kind that there are no words for, is said to be unexpected and has its text in the details.
func (c *Catalog) Problem(err error, f Facts) Problem {
	kind := KindOf(err)
	known := kind
	if !c.has("problem." + kind + ".title") {
		known = string(upload.Internal)
	}
	about := look(err)
	say := func(part string, args []any) string {
		id := "problem." + known + "." + part
		if special := id + "." + variant(known, err, about, f); c.has(special) {
			id = special
		}
		return c.Text(id, args...)
	}
	args := c.args(err, about, f)
	p := Problem{
		Kind: kind, Title: say("title", args), Why: say("why", args), Do: say("do", args),
		Details: c.details(kind, err, about, f), Action: actions[known],
	}
	if !f.Until.IsZero() {
		p.Waiting, p.Action = true, ActionNone
		p.Do = c.waiting(known, f)
		if about.upload != nil && about.upload.Sent > 0 {
			p.Safe = c.Text("problem.safe", "Size", c.Bytes(about.upload.Sent))
		}
	}
	return p
}

// waiting says that an upload goes on by itself.
func (c *Catalog) waiting(kind string, f Facts) string {
	id := "problem.waiting"
	if special := id + "." + kind; c.has(special) {
		id = special
	}
	return c.Text(id, "Time", c.Clock(f.Until, f.Now))
}

// KindOf returns the kind of an error: what its method ErrorKind says, canceled for a context that has ended, and
// internal for any other.
func KindOf(err error) string {
	var kinded interface{ ErrorKind() string }
	switch {
	case errors.As(err, &kinded):
		return kinded.ErrorKind()
	case errors.Is(err, context.Canceled):
		return string(upload.Canceled)
	}
	return string(upload.Internal)
}

// actions names the kinds that a person can do something about at once.
var actions = map[string]Action{
	string(upload.NoConnection):     ActionRetry,
	string(upload.ConnectionLost):   ActionRetry,
	string(upload.Stalled):          ActionRetry,
	string(upload.Certificate):      ActionRetry,
	string(upload.Untrusted):        ActionNetwork,
	string(upload.ProxyRefused):     ActionNetwork,
	string(upload.BadReply):         ActionRetry,
	string(upload.Server):           ActionRetry,
	string(upload.RateLimited):      ActionRetry,
	string(upload.SegmentTooLarge):  ActionRetry,
	string(upload.NotSignedIn):      ActionSignIn,
	string(upload.TokenRevoked):     ActionSignIn,
	string(upload.Clock):            ActionRetry,
	string(upload.ReadOnly):         ActionOpenConsole,
	string(upload.NotEnrolled):      ActionOpenConsole,
	string(upload.AccountLocked):    ActionRetry,
	string(upload.NoCredits):        ActionOpenConsole,
	string(upload.EndpointClosed):   ActionOpenConsole,
	string(upload.Forbidden):        ActionOpenConsole,
	string(upload.NotFound):         ActionRetry,
	string(upload.SegmentsMissing):  ActionRetry,
	string(upload.JSONBody):         ActionRetry,
	string(upload.Refused):          ActionRetry,
	string(upload.ProcessingFailed): ActionChooseAnother,
	string(upload.FileMissing):      ActionChooseAnother,
	string(upload.FileIsFolder):     ActionChooseAnother,
	string(upload.FileEmpty):        ActionChooseAnother,
	string(upload.FileUnreadable):   ActionRetry,
	string(upload.FileNotVideo):     ActionChooseAnother,
	string(upload.FileTooLarge):     ActionChooseAnother,
	string(upload.FileChanged):      ActionRetry,
	string(upload.Expired):          ActionRetry,
	string(upload.InUse):            ActionRetry,
	string(upload.NotUnfinished):    ActionRetry,
	string(upload.Canceled):         ActionRetry,
	string(upload.Internal):         ActionRetry,

	// Kinds of package credentials, which this room does not know.
	"keyring_locked":   ActionRetry,
	"keyring_denied":   ActionRetry,
	"keyring_slow":     ActionRetry,
	"keyring_failed":   ActionRetry,
	"no_account":       ActionSignIn,
	"callback_refused": ActionOpenConsole,
	"callback_oob":     ActionOpenConsole,
	"app_suspended":    ActionOpenConsole,
	"pin_refused":      ActionSignIn,
	"verifier_refused": ActionSignIn,
	"denied":           ActionSignIn,
	"port_taken":       ActionSignIn,
	"bad_keys":         ActionSignIn,
	"bad_key_file":     ActionSignIn,
}

// args returns what every word of a problem can fill in.
func (c *Catalog) args(err error, about findings, f Facts) []any {
	account := c.Text("problem.this_account")
	if name := strings.TrimPrefix(Clean(f.Account, nameLimit), "@"); name != "" {
		account = "@" + name
	}
	file, size := c.Text("problem.this_file"), ""
	if u := about.upload; u != nil {
		if u.File != "" {
			file = Clean(filepath.Base(u.File), nameLimit)
		}
		size = c.Bytes(u.Bytes)
	}
	return []any{
		"Account", account,
		"File", file,
		"Size", size,
		"Largest", c.Bytes(video.MaxSegments * video.MaxSegmentBytes),
		"Host", about.host,
		"Issuer", issuer(err),
		"Proxy", about.proxy,
		"Folder", folder(err),
		"Cause", Clean(cause(err), wordsLimit),
		"Words", Clean(about.x.Message, wordsLimit),
		"Skew", c.skew(about.x.ClockSkew),
	}
}

// skew says how far the clock is off: "14 minutes ahead", "2 hours behind".
func (c *Catalog) skew(ahead time.Duration) string {
	id, off := "problem.clock.ahead", ahead
	if ahead < 0 {
		id, off = "problem.clock.behind", -ahead
	}
	return c.Text(id, "Time", c.span(off))
}

// span says a length of time in its largest unit: "14 minutes", "2 hours", "3 days".
func (c *Catalog) span(d time.Duration) string {
	switch {
	case d < 2*time.Hour:
		return c.Count("format.span.minutes", max(1, int(d.Round(time.Minute)/time.Minute)))
	case d < 48*time.Hour:
		return c.Count("format.span.hours", int(d.Round(time.Hour)/time.Hour))
	}
	return c.Count("format.span.days", int(d.Round(24*time.Hour)/(24*time.Hour)))
}
