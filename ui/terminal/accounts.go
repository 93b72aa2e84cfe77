package terminal

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// SignIn is a sign-in that waits for a person in a browser.
type SignIn interface {
	URL() string // the page to open in a browser
	// Callback returns the address on this computer to which the browser comes back by itself; empty: X shows a PIN
	// instead.
	Callback() string
	// Wait waits until the browser has come back, and returns what to complete with. Where X shows a PIN it waits for
	// ctx alone.
	Wait(ctx context.Context) (answer string, err error)
	// Complete takes what Wait returned, the PIN, or the address that the browser ended on as a person pastes it.
	// access is X's word for what the keys may do: "read" (X refuses uploads), "read-write",
	// "read-write-directmessages", or empty: X has not said.
	Complete(ctx context.Context, answer string) (account upload.Account, access string, err error)
	Spent() bool // another answer needs another sign-in
	Close()      // stops waiting for the browser
}

// Listed is an account as `hoist accounts` lists it.
type Listed struct {
	Name   string // without @
	UserID string // empty: X has not said
	Access string // as [SignIn.Complete] returns it

	Environment bool // its keys stand in the HOIST_ variables
}

// Keys are the four keys of OAuth 1.0a as a person types them. They show nothing of themselves.
type Keys struct {
	APIKey, APISecret, AccessToken, AccessSecret string
}

// redacted is what keys show of themselves.
const redacted = "[redacted]"

// String implements fmt.Stringer.
func (Keys) String() string { return redacted }

// GoString implements fmt.GoStringer.
func (Keys) GoString() string { return redacted }

// Format implements fmt.Formatter, without which %x, %d and the like would show the bytes.
func (Keys) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, redacted) }

// MarshalText implements encoding.TextMarshaler, for log/slog and encoding/json.
func (Keys) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Accounts is the command `hoist accounts`, with add and remove.
type Accounts struct {
	In       io.Reader // what is typed; where ctx ends, a last read of it outlives Run
	Out, Err io.Writer // results alone, and everything else
	Words    *messages.Catalog

	// Hidden reads a line from the terminal without showing it; nil: In is no terminal. Nothing can end it but the
	// person, so that it outlives Run where ctx ends: whoever hides what is typed has to show it again then.
	Hidden func() (string, error)

	// List returns the accounts whose keys there are. What it returns beside an error is listed all the same.
	List func(ctx context.Context) ([]Listed, error)
	// Remove deletes the keys of an account from the password store.
	Remove func(ctx context.Context, name string) error

	// Begin asks X for a sign-in with the keys of an app.
	Begin func(ctx context.Context, o Options, apiKey, apiSecret string) (SignIn, error)
	// Check asks X whose keys these are.
	Check func(ctx context.Context, o Options, k Keys) (account upload.Account, access string, err error)
	// Found returns whose accounts are in a file of twurl or xurl; "" where the file does not say.
	Found func(file string) (names []string, err error)
	// Import takes the n-th of Found, from 0 on, and asks X whose keys these are.
	Import func(ctx context.Context, o Options, file string, n int) (account upload.Account, access string, err error)
	// Keep writes an account that Complete, Check or Import returned to the password store, and reads it back.
	Keep func(ctx context.Context, name string) error
}

// Run does what the options say and returns the exit code. When ctx ends it stops.
func (a *Accounts) Run(ctx context.Context, o Options) int {
	out := &recorder{to: a.Out}
	var exit int
	switch o.Command {
	case CommandAccountsAdd:
		exit = a.add(ctx, o, out)
	case CommandAccountsRemove:
		exit = a.remove(ctx, o.Account)
	default:
		exit = a.list(ctx, o, out)
	}
	if out.err != nil && exit == ExitDone {
		out.complain(a.Err, a.Words)
		return ExitFailed
	}
	return exit
}

// say writes words to err.
func (a *Accounts) say(id string, args ...any) { say(a.Err, a.Words.Text(id, args...)) }

// failed says what went wrong with an account, and returns the exit code. The name may be empty.
func (a *Accounts) failed(ctx context.Context, err error, name string) int {
	text, exit := a.problem(ctx, err, name)
	say(a.Err, text)
	return exit
}

// problem returns what [Accounts.failed] says and returns.
func (a *Accounts) problem(ctx context.Context, err error, name string) (text string, exit int) {
	p := a.Words.Problem(err, messages.Facts{Account: name, Now: time.Now()})
	text, exit = sentences(a.Words, failure{Problem: p, cause: err}), exitFor(p.Kind)
	if p.Kind == string(upload.Canceled) {
		text = a.Words.Text("terminal.accounts.stopped") // its own words are about an upload
	}
	if ctx.Err() != nil {
		exit = ExitInterrupted
	}
	return text, exit
}

// at returns an account's name as people write it, fit to be shown.
func at(name string) string { return "@" + messages.Clean(name, 60) }

// list writes a line for each account.
func (a *Accounts) list(ctx context.Context, o Options, out io.Writer) int {
	all, err := a.List(ctx)
	switch {
	case o.JSON:
		objects := objects{out: out, words: a.Words}
		for _, one := range all {
			objects.account(one)
		}
	case len(all) == 0 && err == nil:
		a.say("terminal.accounts.none")
	default:
		a.columns(out, all)
	}
	if err != nil {
		return a.failed(ctx, err, "")
	}
	return ExitDone
}

// columns writes who it is and what is known of the keys.
func (a *Accounts) columns(out io.Writer, all []Listed) {
	width := 0
	for _, one := range all {
		width = max(width, columnsOf(at(one.Name)))
	}
	for _, one := range all {
		name, known := at(one.Name), a.Words.Text("terminal.accounts.may."+may(one.Access))
		if one.Environment {
			known += " · " + a.Words.Text("terminal.accounts.environment")
		}
		fmt.Fprintln(out, name+strings.Repeat(" ", width-columnsOf(name))+"  "+known) //nolint:errcheck // Run learns it from the writer
	}
}

// may returns what the keys of an account may do, as ids of words end.
func may(access string) string {
	switch access {
	case "read":
		return "read"
	case "read-write", "read-write-directmessages":
		return "upload"
	}
	return "unknown"
}

// unknownAccount is an account that there are no keys of.
type unknownAccount struct{}

func (unknownAccount) Error() string { return "there is no such account" }

// ErrorKind returns the kind, for package ui/messages.
func (unknownAccount) ErrorKind() string { return "no_account" }

// remove deletes the keys of an account. Those in the HOIST_ variables are not Hoist's to delete.
func (a *Accounts) remove(ctx context.Context, name string) int {
	all, err := a.List(ctx)
	kept, elsewhere := "", strings.EqualFold(name, environment)
	for _, one := range all {
		switch {
		case !strings.EqualFold(one.Name, name):
		case one.Environment:
			elsewhere = true
		default:
			kept = one.Name
		}
	}
	switch {
	case kept != "":
	case elsewhere:
		a.say("terminal.accounts.remove.environment")
		return ExitWrongUse
	case err != nil:
		return a.failed(ctx, err, name)
	default:
		return a.failed(ctx, unknownAccount{}, name)
	}
	if err := a.Remove(ctx, kept); err != nil {
		return a.failed(ctx, err, kept)
	}
	a.say("terminal.accounts.removed", "Account", at(kept))
	return ExitDone
}

// environment is what the account is called whose keys stand in the HOIST_ variables.
const environment = "environment"
