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
	ActionLocate                      // say where the file is now
	ActionOpenConsole                 // change the app in X's developer console
	ActionNetwork                     // change the proxy or the certificates in the settings
)

// Facts is what a problem's words need to know and the error does not hold.
type Facts struct {
	Account string    // as X knows it, with or without @; empty: not known
	Until   time.Time // set while the upload waits and goes on by itself: when the next try begins
	Now     time.Time // in the time zone of the person
	Earlier bool      // the upload was begun before this start of the program
	At      time.Time // when it happened; zero: now
	Speed   float64   // at which the video went, in bytes per second; 0: not known
	Sent    int64     // bytes of the video that X has, where the error does not know
	Watched bool      // the upload goes on by itself when its file is back
	Open    bool      // X had taken the account's keys for this upload before

	Verdict *video.Verdict // on what is in the file, for what X says of it after the upload; nil: not known
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
	about.sent = max(about.sent, f.Sent)
	about.open = f.Open || about.sent > 0
	if known == string(upload.NotSignedIn) && about.open {
		known = string(upload.TokenRevoked)
	}
	special := variants(known, err, about, f)
	args := c.args(err, about, f)
	say := func(part string) string {
		id := "problem." + known + "." + part
		for _, v := range special {
			if c.has(id + "." + v) {
				return c.Text(id+"."+v, args...)
			}
		}
		return c.Text(id, args...)
	}
	p := Problem{
		Kind: kind, Title: say("title"), Why: say("why"), Do: say("do"),
		Details: c.details(kind, err, about, f), Action: Remedy(err),
	}
	var refusal *video.Refusal
	if errors.As(err, &refusal) {
		p.Title, p.Why, p.Do = c.refused(refusal.Verdict)
	}
	if !f.Until.IsZero() {
		p.Waiting, p.Action = true, ActionNone
		p.Do = c.waiting(known, f)
		if about.sent > 0 {
			p.Safe = c.Text("problem.safe", "Size", c.Bytes(about.sent))
		}
	}
	return p
}

// refused says of a video that was not sent what X would refuse, the gravest first, with all that is wrong beside it.
func (c *Catalog) refused(v video.Verdict) (title, why, do string) {
	words := c.Verdict(v)
	return c.Finding(v.Findings[0], v).Cause, words.Why, words.Do
}

// Dropping says that cut of the last tries of segments were cut off on the way. The upload goes on by itself.
func (c *Catalog) Dropping(cut, of int) Problem {
	return Problem{
		Kind: string(upload.ConnectionLost), Title: c.Text("problem.dropping.title"),
		Why: c.Text("problem.dropping.why", "Cut", cut, "Of", of), Do: c.Text("problem.dropping.do"), Waiting: true,
	}
}

// waiting says that an upload goes on by itself.
func (c *Catalog) waiting(kind string, f Facts) string {
	id := "problem.waiting"
	if special := id + "." + kind; c.has(special) {
		id = special
	}
	return c.Text(id, "Time", c.Clock(f.Until, f.Now), "Next", c.NextTry(f.Until, f.Now))
}

// Remedy returns what a person can most likely do about an error.
func Remedy(err error) Action {
	if action, known := actions[KindOf(err)]; known {
		return action
	}
	return actions[string(upload.Internal)]
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
	string(upload.FileMissing):      ActionLocate,
	string(upload.FileIsFolder):     ActionChooseAnother,
	string(upload.FileEmpty):        ActionChooseAnother,
	string(upload.FileUnreadable):   ActionRetry,
	string(upload.FileNotVideo):     ActionChooseAnother,
	string(upload.FileTruncated):    ActionChooseAnother,
	string(upload.FileTooLarge):     ActionChooseAnother,
	string(upload.FileGrowing):      ActionRetry,
	string(upload.WouldFail):        ActionChooseAnother,
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
	file, size, segments := c.Text("problem.this_file"), "", ""
	if u := about.upload; u != nil {
		if u.File != "" {
			file = Clean(filepath.Base(u.File), nameLimit)
		}
		size, segments = c.Bytes(u.Bytes), c.Bytes(u.SegmentBytes)
	}
	length, most := tooLongBy(about.x.Message, f.Verdict)
	between, mostBetween := tooFarApart(about.x.Message, f.Verdict)
	gravest := ""
	if found := fault(f.Verdict); found != nil {
		gravest = c.Finding(*found, *f.Verdict).Cause
	}
	words := about.x.Message
	if KindOf(err) == string(upload.ProcessingFailed) {
		words = unnamed(words)
	}
	return append(c.times(about, f),
		"Account", account,
		"File", file,
		"Size", size,
		"Largest", c.Bytes(video.MaxSegments*video.MaxSegmentBytes),
		"Host", about.host,
		"Issuer", issuer(err),
		"Proxy", about.proxy,
		"Folder", folder(err),
		"Cause", Clean(cause(err), wordsLimit),
		"Words", Clean(words, wordsLimit),
		"Skew", c.skew(about.x.ClockSkew),
		"SegmentSize", segments,
		"Under", c.Text("format.gigabytes", "Number", c.number(4.1, 1)),
		"Answer", answer(about.x.Status),
		"Gone", Clean(driveOrFolder(about.gone()), nameLimit),
		"Length", c.Length(length), "MostLength", c.Length(most),
		"Frames", between, "MostFrames", mostBetween,
		"Fault", gravest)
}

// times returns what words can fill in about when and how long.
func (c *Catalog) times(about findings, f Facts) []any {
	at, tries, needs := "", 0, ""
	if u := about.upload; u != nil {
		at, tries = c.Clock(u.At, f.Now), u.Tries
		if f.Speed > 0 {
			needs = c.Left(time.Duration(float64(u.Bytes) / f.Speed * float64(time.Second)))
		}
	}
	return []any{"At", at, "Tries", tries, "Speed", c.Speed(f.Speed), "Needs", needs}
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
