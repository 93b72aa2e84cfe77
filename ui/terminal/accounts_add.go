package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"hoist/ui/messages"
	"hoist/upload"
)

// addition is one run of `hoist accounts add`.
type addition struct {
	*Accounts
	options Options
	out     io.Writer
	lines   <-chan string // what is typed; nil: In is not read yet
}

// add finds out whose the keys are that a person types or that stand in a file, and keeps them.
func (a *Accounts) add(ctx context.Context, o Options, out io.Writer) int {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // the reading of In
	r := addition{Accounts: a, options: o, out: out}
	if o.From != "" {
		return r.fromFile(ctx)
	}
	keys, exit := r.keys(ctx)
	switch {
	case exit != ExitDone:
		return exit
	case keys.AccessToken == "":
		return r.signIn(ctx, keys)
	}
	account, access, err := r.Check(ctx, o, keys)
	if err != nil {
		return r.failed(ctx, err, "")
	}
	return r.keep(ctx, account, access)
}

// typed returns the lines of in, and closes when none follow. A read cannot be cancelled: it is left to itself when ctx
// ends.
func typed(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(in) // ends at a line of 64 KiB: that is no key
		for scanner.Scan() {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// read begins to read In, once. A terminal is not read while Hidden is.
func (r *addition) read(ctx context.Context) {
	if r.lines == nil {
		r.lines = typed(ctx, r.In)
	}
}

// keys asks for the keys. With another exit code than ExitDone it has said why there are none.
func (r *addition) keys(ctx context.Context) (k Keys, exit int) {
	for _, key := range []struct {
		name string
		to   *string
	}{{"api_key", &k.APIKey}, {"api_secret", &k.APISecret}, {"access_token", &k.AccessToken}, {"access_secret", &k.AccessSecret}} {
		text, err := r.ask(ctx, key.name)
		if err != nil && !errors.Is(err, io.EOF) {
			return k, r.failed(ctx, err, "")
		}
		*key.to = strings.TrimSpace(text)
		switch {
		case *key.to != "":
		case key.to == &k.AccessToken:
			return k, ExitDone // the browser gets one
		default:
			r.say("terminal.accounts.missing", "Key", r.Words.Text("terminal.accounts.key."+key.name))
			return k, ExitWrongUse
		}
	}
	return k, ExitDone
}

// ask reads one key: hidden, with a prompt, or from the next line of a script. Its error is io.EOF where none follows.
func (r *addition) ask(ctx context.Context, name string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if r.Hidden == nil {
		r.read(ctx)
		select {
		case line, more := <-r.lines:
			if !more {
				return "", io.EOF
			}
			return line, nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	type result struct {
		text string
		err  error
	}
	fmt.Fprint(r.Err, r.Words.Text("terminal.accounts.ask."+name), " ") //nolint:errcheck // nobody to tell
	defer say(r.Err, "")                                                // the line end was typed hidden, too
	read := make(chan result, 1)
	go func() {
		text, err := r.Hidden()
		read <- result{text, err}
	}()
	select {
	case got := <-read:
		return got.text, got.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// keep says what X has answered, keeps the account and writes its name. It returns the exit code.
func (r *addition) keep(ctx context.Context, account upload.Account, access string) int {
	r.say("terminal.accounts.signed_in", "Account", at(account.Name))
	r.say("terminal.accounts.added." + may(access))
	if err := r.Keep(ctx, account.Name); err != nil {
		return r.failed(ctx, err, account.Name)
	}
	r.say("terminal.accounts.kept")
	fmt.Fprintln(r.out, at(account.Name)) //nolint:errcheck // Run learns it from the writer
	return ExitDone
}

// fromFile adds the accounts of a file, or the one of them that the options name. One that fails does not hold up the
// rest.
func (r *addition) fromFile(ctx context.Context) int {
	shown := messages.Clean(r.options.From, 300)
	names, err := r.Found(r.options.From)
	switch {
	case err != nil:
		return r.failed(ctx, err, "")
	case len(names) == 0:
		r.say("terminal.accounts.from.none", "File", shown)
		return ExitFailed
	}
	wanted := r.wanted(names)
	if len(wanted) == 0 {
		r.say("terminal.accounts.from.unknown", "Account", at(r.options.Account), "File", shown, "Accounts", r.all(names))
		return ExitWrongUse
	}
	exit := ExitDone
	for _, n := range wanted {
		if exit != ExitInterrupted {
			exit = worse(exit, r.take(ctx, n, names[n]))
		}
	}
	r.say("terminal.accounts.from.unchanged", "File", shown)
	return exit
}

// wanted returns which of the accounts in a file are to be added.
func (r *addition) wanted(names []string) (wanted []int) {
	for n, name := range names {
		if r.options.Account == "" || strings.EqualFold(strings.TrimPrefix(name, "@"), r.options.Account) {
			wanted = append(wanted, n)
		}
	}
	return wanted
}

// all says which accounts are in a file.
func (r *addition) all(names []string) string {
	var all []string
	for _, name := range names {
		if name == "" {
			name = r.Words.Text("terminal.accounts.from.unnamed")
		} else {
			name = at(name)
		}
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return strings.Join(all, ", ")
}

// take adds the n-th account of the file.
func (r *addition) take(ctx context.Context, n int, name string) int {
	account, access, err := r.Import(ctx, r.options, r.options.From, n)
	if err == nil {
		return r.keep(ctx, account, access)
	}
	who := at(name)
	if name == "" {
		who = r.Words.Text("terminal.accounts.from.number", "Number", n+1)
	}
	text, exit := r.problem(ctx, err, name)
	r.say("terminal.line", "File", who, "Text", text)
	return exit
}
