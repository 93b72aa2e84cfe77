package terminal

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// Delete is the command `hoist --delete-data`.
type Delete struct {
	In       io.Reader // what is typed; where ctx ends, a last read of it outlives Run
	Terminal bool      // In is one: there is somebody to ask
	Out, Err io.Writer // what is stored, and everything else
	Words    *messages.Catalog

	// Unfinished returns what was begun and not ended: [upload.ListUnfinished].
	Unfinished func() ([]upload.Unfinished, error)
	// Stored returns the files and folders that there are, and RemoveStored deletes them.
	Stored       func() []string
	RemoveStored func() error

	// List returns the accounts whose keys are in the password store. What it returns beside an error is deleted all the
	// same.
	List func(ctx context.Context) ([]string, error)
	// Remove deletes the keys of an account from the password store.
	Remove func(ctx context.Context, name string) error
	// Environment: there are keys in the HOIST_ variables.
	Environment bool
}

// Run lists what is stored, asks, deletes it, and returns the exit code. When ctx ends it stops. What cannot be deleted
// does not keep the rest.
func (d *Delete) Run(ctx context.Context, o Options) int {
	if d.busy() {
		d.say("terminal.delete.busy")
		return ExitFailed
	}
	accounts, storeErr := d.List(ctx)
	if ctx.Err() != nil {
		return d.stopped()
	}
	if exit, none := d.list(accounts, storeErr); none || exit != ExitDone {
		return exit
	}
	if !o.Yes {
		if exit := d.ask(ctx); exit != ExitDone {
			return exit
		}
		if d.busy() { // it can have been a long time
			d.say("terminal.delete.busy")
			return ExitFailed
		}
	}
	return d.remove(ctx, accounts, storeErr)
}

func (d *Delete) say(id string, args ...any) { say(d.Err, d.Words.Text(id, args...)) }

// busy reports whether a program is uploading. Journals that cannot be read cannot be worked with, either.
func (d *Delete) busy() bool {
	all, _ := d.Unfinished()
	return slices.ContainsFunc(all, func(u upload.Unfinished) bool { return u.InUse })
}

func (d *Delete) stopped() int {
	d.say("terminal.accounts.stopped")
	return ExitInterrupted
}

// list writes what is stored, a line each. none: that is nothing, and there is nothing to ask.
func (d *Delete) list(accounts []string, storeErr error) (exit int, none bool) {
	paths := d.Stored()
	if d.Environment {
		d.say("terminal.delete.environment")
	}
	if storeErr != nil {
		d.complain(storeErr, "")
	}
	if len(paths) == 0 && len(accounts) == 0 {
		if storeErr != nil {
			d.say("terminal.delete.left.keys")
			return ExitFailed, true
		}
		d.say("terminal.delete.none")
		return ExitDone, true
	}
	d.say("terminal.delete.list")
	out := &recorder{to: d.Out}
	for _, path := range paths {
		say(out, messages.Clean(path, pathMost))
	}
	for _, name := range accounts {
		say(out, d.Words.Text("terminal.delete.account", "Account", at(name)))
	}
	if out.err != nil { // nobody has seen what would go
		out.complain(d.Err, d.Words)
		return ExitFailed, false
	}
	return ExitDone, false
}

// pathMost is how many characters of a path are shown: no system has longer ones.
const pathMost = 32 << 10

// ask asks whether all of it is to go, and returns ExitDone when it is.
func (d *Delete) ask(ctx context.Context) (exit int) {
	if !d.Terminal {
		d.say("terminal.delete.no_terminal")
		return ExitWrongUse
	}
	_, _ = io.WriteString(d.Err, d.Words.Text("terminal.delete.ask")+" ") // nobody to tell
	ctx, stop := context.WithCancel(ctx)
	defer stop() // the reading of In
	select {
	case line := <-typed(ctx, d.In):
		if slices.Contains(strings.Fields(d.Words.Text("terminal.delete.yes")), strings.ToLower(strings.TrimSpace(line))) {
			return ExitDone
		}
	case <-ctx.Done():
		say(d.Err, "")
		return d.stopped()
	}
	d.say("terminal.delete.not")
	return ExitFailed
}

// remove deletes all of it: the keys first, for which a person may have to unlock the store.
func (d *Delete) remove(ctx context.Context, accounts []string, storeErr error) int {
	exit := ExitDone
	for _, name := range accounts {
		err := d.Remove(ctx, name)
		if ctx.Err() != nil {
			return d.stopped()
		}
		if err != nil {
			d.complain(err, name)
			d.say("terminal.delete.left", "What", d.Words.Text("terminal.delete.account", "Account", at(name)))
			exit = ExitFailed
		}
	}
	if storeErr != nil {
		d.say("terminal.delete.left.keys")
		exit = ExitFailed
	}
	if err := d.RemoveStored(); err != nil {
		d.complain(err, "")
		exit = ExitFailed
	}
	for _, path := range d.Stored() {
		d.say("terminal.delete.left", "What", messages.Clean(path, pathMost))
		exit = ExitFailed
	}
	if exit == ExitDone {
		d.say("terminal.delete.done")
	}
	return exit
}

// complain says what did not work.
func (d *Delete) complain(err error, account string) {
	p := d.Words.Problem(err, messages.Facts{Account: account, Now: time.Now()})
	say(d.Err, sentences(d.Words, failure{Problem: p, cause: err}))
}
