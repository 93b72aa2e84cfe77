package terminal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/ui/messages"
	"hoist/ui/terminal"
	"hoist/upload"
)

// What is typed in these tests, and may be seen nowhere.
const (
	apiKey       = "apikey-CGwhzJpEzT"
	apiSecret    = "apisecret-8Yk3mXvQ"
	accessToken  = "42-accesstoken-0aTq"
	accessSecret = "accesssecret-LfJd9w"
	pin          = "8231447"
)

// person is somebody at `hoist accounts`, and what they see. Everything happens in a bubble of package synctest: a
// second passes before each thing that is typed.
type person struct {
	terminal.Accounts
	hidden []string      // what is typed without being shown; nil: no terminal
	typed  []string      // the lines of In
	leaves bool          // In ends after them
	stops  time.Duration // after which Ctrl+C is pressed; 0: never

	out, err bytes.Buffer
	did      []string // what main was asked for
}

func newPerson(t *testing.T) *person {
	t.Helper()
	p := &person{}
	note := func(format string, args ...any) { p.did = append(p.did, fmt.Sprintf(format, args...)) }
	p.Accounts = terminal.Accounts{
		Out: &p.out, Err: &p.err, Words: english(t),
		Keep:   func(_ context.Context, name string) error { note("keep %s", name); return nil },
		Remove: func(_ context.Context, name string) error { note("remove %s", name); return nil },
		Check: func(_ context.Context, _ terminal.Options, k terminal.Keys) (upload.Account, string, error) {
			note("check %s %s %s %s", k.APIKey, k.APISecret, k.AccessToken, k.AccessSecret)
			return upload.Account{Name: "kay"}, "read-write", nil
		},
	}
	return p
}

// run runs the command in a bubble, and checks that nothing that was typed is shown.
func (p *person) run(t *testing.T, o terminal.Options) (exit int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		in, keyboard := io.Pipe()
		p.In = in
		if p.hidden != nil {
			hidden := p.hidden
			p.Hidden = func() (string, error) {
				time.Sleep(time.Second)
				if len(hidden) == 0 {
					return "", io.EOF
				}
				text := hidden[0]
				hidden = hidden[1:]
				return text, nil
			}
		}
		go func() {
			for _, line := range p.typed {
				time.Sleep(time.Second)
				if _, err := io.WriteString(keyboard, line+"\n"); err != nil {
					return
				}
			}
			if p.leaves {
				time.Sleep(time.Second)
				_ = keyboard.Close()
			}
		}()
		ctx, interrupt := context.WithCancel(t.Context())
		defer interrupt()
		if p.stops > 0 {
			defer time.AfterFunc(p.stops, interrupt).Stop()
		}
		exit = p.Run(ctx, o)
		_, _ = in.Close(), keyboard.Close() // what still reads or types ends
		time.Sleep(time.Hour)
	})
	for _, secret := range []string{apiKey, apiSecret, accessToken, accessSecret, pin} {
		if strings.Contains(p.out.String()+p.err.String(), secret) {
			t.Errorf("%s is shown:\n%s%s", secret, p.out.String(), p.err.String())
		}
	}
	return exit
}

// problem returns what is said of an error.
func (p *person) problem(err error, account string) string {
	said := p.Words.Problem(err, messages.Facts{Account: account})
	return said.Message() + " " + said.Do
}

// saw checks what was written, and what main was asked for.
func (p *person) saw(t *testing.T, out string, said []string, did ...string) {
	t.Helper()
	same(t, p.out.String(), out)
	same(t, p.err.String(), strings.Join(append(said, ""), "\n"))
	same(t, strings.Join(p.did, "\n"), strings.Join(did, "\n"))
	if strings.Contains(p.err.String(), "[terminal.") {
		t.Errorf("words are missing: %s", p.err.String())
	}
}

func ofAccounts(command terminal.Command) terminal.Options { return with(command, nil) }

// TestKeysAreNotShown: a key in a log is a key for everybody.
func TestKeysAreNotShown(t *testing.T) {
	k := terminal.Keys{APIKey: apiKey, APISecret: apiSecret, AccessToken: accessToken, AccessSecret: accessSecret}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if got := fmt.Sprintf(verb, k); got != "[redacted]" {
			t.Errorf("%s: %s", verb, got)
		}
		if got := fmt.Sprintf(verb, struct{ K *terminal.Keys }{&k}); strings.Contains(got, "api") {
			t.Errorf("%s: %s", verb, got)
		}
	}
	if got, err := json.Marshal(k); string(got) != `"[redacted]"` || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	if k.String()+k.GoString() != "[redacted][redacted]" {
		t.Error("shown")
	}
}

// everySort are accounts of every sort.
func everySort(context.Context) ([]terminal.Listed, error) {
	return []terminal.Listed{
		{Name: "environment", Environment: true},
		{Name: "Kay", UserID: "42", Access: "read-write"},
		{Name: "ada", UserID: "43", Access: "read"},
		{Name: "heron_<&>", Access: "read-write-directmessages"},
	}, nil
}

func TestListOfAccounts(t *testing.T) {
	p := newPerson(t)
	p.List = everySort
	if exit := p.run(t, ofAccounts(terminal.CommandAccounts)); exit != terminal.ExitDone {
		t.Errorf("exit %d", exit)
	}
	p.saw(t, `
@environment  X hasn't said what it may do · keys in the HOIST_ variables
@Kay          may upload
@ada          may only read
@heron_<&>    may upload
`, nil)

	p = newPerson(t)
	p.List = everySort
	o := ofAccounts(terminal.CommandAccounts)
	o.JSON = true
	if exit := p.run(t, o); exit != terminal.ExitDone {
		t.Errorf("exit %d", exit)
	}
	p.saw(t, `
{"account":"environment","source":"environment"}
{"account":"Kay","user_id":"42","access":"read-write","source":"keyring"}
{"account":"ada","user_id":"43","access":"read","source":"keyring"}
{"account":"heron_<&>","access":"read-write-directmessages","source":"keyring"}
`, nil)
}

func TestListThatLacksSomething(t *testing.T) {
	missing := keyless("keyring_missing")
	for name, test := range map[string]struct {
		list func(context.Context) ([]terminal.Listed, error)
		out  string
		said func(p *person) string
		exit int
	}{
		"none": {
			func(context.Context) ([]terminal.Listed, error) { return nil, nil },
			"", func(p *person) string { return p.Words.Text("terminal.accounts.none") }, terminal.ExitDone,
		},
		"no store": {
			func(context.Context) ([]terminal.Listed, error) { return nil, missing },
			"", func(p *person) string { return p.problem(missing, "") }, terminal.ExitSignIn,
		},
		"no store, but the variables": {
			func(context.Context) ([]terminal.Listed, error) {
				return []terminal.Listed{{Name: "environment", Environment: true}}, missing
			},
			"@environment  X hasn't said what it may do · keys in the HOIST_ variables\n",
			func(p *person) string { return p.problem(missing, "") }, terminal.ExitSignIn,
		},
		"a name that drives the terminal": {
			func(context.Context) ([]terminal.Listed, error) {
				return []terminal.Listed{{Name: "\x1b[2J"}}, missing
			},
			"@\uFFFD[2J  X hasn't said what it may do\n",
			func(p *person) string { return p.problem(missing, "") }, terminal.ExitSignIn,
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPerson(t)
			p.List = test.list
			if exit := p.run(t, ofAccounts(terminal.CommandAccounts)); exit != test.exit {
				t.Errorf("exit %d", exit)
			}
			p.saw(t, test.out, []string{test.said(p)})
		})
	}
	p := newPerson(t)
	p.List = func(context.Context) ([]terminal.Listed, error) { return nil, nil }
	o := ofAccounts(terminal.CommandAccounts)
	o.JSON = true
	if exit := p.run(t, o); exit != terminal.ExitDone || p.out.Len()+p.err.Len() > 0 {
		t.Errorf("exit %d, %q, %q", exit, p.out.String(), p.err.String())
	}
	for _, o.JSON = range []bool{false, true} {
		p = newPerson(t)
		p.List, p.Out = everySort, full{}
		exit := p.run(t, o)
		if want := p.Words.Text("terminal.out.broken", "Cause", "no space left on device") + "\n"; exit != terminal.ExitFailed || p.err.String() != want {
			t.Errorf("exit %d, said %q", exit, p.err.String())
		}
	}
}

func TestRemoveAccount(t *testing.T) {
	denied := keyless("keyring_denied")
	broken := func(context.Context) ([]terminal.Listed, error) { return nil, denied }
	nothing := func(context.Context) ([]terminal.Listed, error) { return nil, nil }
	namesake := func(context.Context) ([]terminal.Listed, error) {
		return []terminal.Listed{{Name: "environment"}, {Name: "environment", Environment: true}}, nil
	}
	for _, test := range []struct {
		name string
		list func(context.Context) ([]terminal.Listed, error)
		said func(p *person) string
		exit int
		did  []string
	}{
		{"kAY", everySort, func(p *person) string { return p.Words.Text("terminal.accounts.removed", "Account", "@Kay") }, 0, []string{"remove Kay"}},
		{"Environment", everySort, func(p *person) string { return p.Words.Text("terminal.accounts.remove.environment") }, terminal.ExitWrongUse, nil},
		{"environment", nothing, func(p *person) string { return p.Words.Text("terminal.accounts.remove.environment") }, terminal.ExitWrongUse, nil},
		// X may have an account of that name.
		{"environment", namesake, func(p *person) string { return p.Words.Text("terminal.accounts.removed", "Account", "@environment") }, 0, []string{"remove environment"}},
		{"nobody", everySort, func(p *person) string { return p.problem(keyless("no_account"), "nobody") }, terminal.ExitSignIn, nil},
		{"ka", everySort, func(p *person) string { return p.problem(keyless("no_account"), "ka") }, terminal.ExitSignIn, nil},
		{"kay", broken, func(p *person) string { return p.problem(denied, "kay") }, terminal.ExitSignIn, nil},
	} {
		p := newPerson(t)
		p.List = test.list
		o := ofAccounts(terminal.CommandAccountsRemove)
		o.Account = test.name
		if exit := p.run(t, o); exit != test.exit {
			t.Errorf("%s: exit %d", test.name, exit)
		}
		p.saw(t, "", []string{test.said(p)}, test.did...)
	}
}

func TestRemoveThatFails(t *testing.T) {
	for _, err := range []error{keyless("keyring_locked"), errors.New("strange")} {
		p := newPerson(t)
		p.List = everySort
		p.Remove = func(context.Context, string) error { return err }
		o := ofAccounts(terminal.CommandAccountsRemove)
		o.Account = "kay"
		exit, want := p.run(t, o), terminal.ExitSignIn
		if messages.KindOf(err) == string(upload.Internal) {
			want = terminal.ExitFailed
		}
		if exit != want || !strings.HasPrefix(p.err.String(), p.problem(err, "Kay")) || p.out.Len() > 0 {
			t.Errorf("exit %d, said %q", exit, p.err.String())
		}
	}
}
