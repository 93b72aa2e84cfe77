package terminal_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/ui/messages"
	"hoist/ui/terminal"
	"hoist/upload"
)

const (
	page     = "https://api.x.com/oauth/authorize?oauth_token=NPcudxy0yU5T3tBz"
	callback = "http://127.0.0.1:4711/callback"
	ended    = callback + "?oauth_token=NPcudxy0yU5T3tBz&oauth_verifier=" + pin // what the browser ends on
	answered = "what the browser came back with " + pin
)

// browsing is a sign-in whose browser comes back after some time.
type browsing struct {
	callback string
	back     time.Duration // 0: never
	broken   error         // how the wait for it ends instead
	answers  map[string]error
	access   string

	heard  []string
	spent  bool
	closed int
}

func (b *browsing) URL() string      { return page }
func (b *browsing) Callback() string { return b.callback }
func (b *browsing) Spent() bool      { return b.spent }
func (b *browsing) Close()           { b.closed++ }

func (b *browsing) Wait(ctx context.Context) (string, error) {
	var back <-chan time.Time
	if b.back > 0 {
		back = time.After(b.back)
	}
	select {
	case <-back:
		return answered, b.broken
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Complete knows the answers that it was told of. X judges a PIN once.
func (b *browsing) Complete(ctx context.Context, answer string) (upload.Account, string, error) {
	b.heard = append(b.heard, answer)
	err, known := b.answers[answer]
	switch {
	case ctx.Err() != nil:
		return upload.Account{}, "", ctx.Err()
	case !known:
		err = keyless("bad_pin")
	case messages.KindOf(err) == "pin_refused", err == nil:
		b.spent = true
	}
	return upload.Account{Name: "kay"}, b.access, err
}

// signsIn lets the person sign in through b.
func (p *person) signsIn(b *browsing) {
	p.Begin = func(_ context.Context, _ terminal.Options, key, secret string) (terminal.SignIn, error) {
		p.did = append(p.did, "begin "+key+" "+secret)
		return b, nil
	}
}

// What is said on the way, by the ids of the words.
var (
	asked = []string{"ask.api_key", "ask.api_secret", "ask.access_token"}
	toPIN = []string{"open", page, "pin", "pin.safe"}
	toURL = []string{"open", page, "callback"}
	added = []string{"signed_in", "added.upload", "kept"}
)

// said returns those words: a line for each id, an address, or a kind of problem.
func (p *person) said(ids ...[]string) []string {
	var lines []string
	for _, group := range ids {
		for _, id := range group {
			line := id
			if kind, is := strings.CutPrefix(id, "problem "); is {
				line = p.problem(keyless(kind), "")
			} else if id != page {
				line = p.Words.Text("terminal.accounts."+id, "Account", "@kay", "URL", callback, "File", "keys.yml")
			}
			if strings.HasPrefix(id, "ask.") {
				line += " "
			}
			lines = append(lines, line)
		}
	}
	return lines
}

const (
	began   = "begin " + apiKey + " " + apiSecret
	checked = "check " + apiKey + " " + apiSecret + " " + accessToken + " " + accessSecret
	kept    = "keep kay"
)

// TestAddAccountWithoutAKey: it says which one is missing, and asks nobody.
func TestAddAccountWithoutAKey(t *testing.T) {
	all := []string{apiKey, apiSecret, accessToken, accessSecret}
	for n, key := range map[int]string{0: "api_key", 1: "api_secret", 3: "access_secret"} {
		for _, p := range []person{
			{typed: all[:n], leaves: true},
			{typed: append(all[:n:n], " "), leaves: true},
			{hidden: append([]string{}, all[:n]...)},
			{hidden: append(all[:n:n], "")},
		} {
			q := newPerson(t)
			q.hidden, q.typed, q.leaves = p.hidden, p.typed, p.leaves
			exit := q.run(t, ofAccounts(terminal.CommandAccountsAdd))
			want := q.Words.Text("terminal.accounts.missing", "Key", q.Words.Text("terminal.accounts.key."+key)) + "\n"
			if exit != terminal.ExitWrongUse || !strings.HasSuffix(q.err.String(), want) || q.out.Len() > 0 || q.did != nil {
				t.Errorf("%s: exit %d, said %q, did %q", key, exit, q.err.String(), q.did)
			}
		}
	}
}

// TestAddAccountThatFails: what X or the password store refuses is told, and no account is claimed.
func TestAddAccountThatFails(t *testing.T) {
	all := []string{apiKey, apiSecret, accessToken, accessSecret}
	for _, kind := range []string{"not_signed_in", "keyring_missing", "app_suspended", "callback_oob"} {
		err := keyless(kind)
		p := newPerson(t)
		p.typed, p.leaves = all, true
		account := ""
		switch kind {
		case "not_signed_in":
			p.Check = func(context.Context, terminal.Options, terminal.Keys) (upload.Account, string, error) {
				return upload.Account{}, "", err
			}
		case "keyring_missing":
			p.Keep = func(context.Context, string) error { return err }
			account = "kay"
		default:
			p.typed = all[:2]
			p.Begin = func(context.Context, terminal.Options, string, string) (terminal.SignIn, error) { return nil, err }
		}
		exit := p.run(t, ofAccounts(terminal.CommandAccountsAdd))
		if exit != terminal.ExitSignIn || !strings.HasSuffix(p.err.String(), p.problem(err, account)+"\n") || p.out.Len() > 0 {
			t.Errorf("%s: exit %d, %q, said %q", kind, exit, p.out.String(), p.err.String())
		}
	}
	p := newPerson(t)
	p.typed, p.leaves, p.Out = all, true, full{}
	exit := p.run(t, ofAccounts(terminal.CommandAccountsAdd))
	if want := p.Words.Text("terminal.out.broken", "Cause", "no space left on device") + "\n"; exit != terminal.ExitFailed || !strings.HasSuffix(p.err.String(), want) {
		t.Errorf("exit %d, said %q", exit, p.err.String())
	}
	p = newPerson(t)
	p.Hidden = func() (string, error) { return "", errors.New("the terminal is gone") }
	if exit := p.run(t, ofAccounts(terminal.CommandAccountsAdd)); exit != terminal.ExitFailed || !strings.Contains(p.err.String(), "the terminal is gone") {
		t.Errorf("exit %d, said %q", exit, p.err.String())
	}
}

// TestAddAccountReadsNoFurther: what follows the keys is left alone, and nothing goes on reading it.
func TestAddAccountReadsNoFurther(t *testing.T) {
	p := newPerson(t)
	p.In = strings.NewReader(strings.Join([]string{apiKey, apiSecret, accessToken, accessSecret, "more", "and more"}, "\r\n"))
	synctest.Test(t, func(*testing.T) { // which finds what does not end
		if exit := p.Run(context.Background(), ofAccounts(terminal.CommandAccountsAdd)); exit != terminal.ExitDone {
			t.Errorf("exit %d", exit)
		}
	})
	p.saw(t, "@kay\n", p.said(added), checked, kept)
}
