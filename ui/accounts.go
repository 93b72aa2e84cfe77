package ui

import (
	"slices"
	"strings"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// storePause is between two questions to a password store that does not answer. It may be asking for its password.
const storePause = time.Second

// findAccounts asks who is signed in, and goes on asking while the password store does not answer: a person may be
// typing its password.
func (u *UI) findAccounts() {
	if u.finding {
		return
	}
	u.finding = true
	u.work.Go(func() {
		for {
			accounts, err := u.deps.Accounts.List(u.ctx)
			again := messages.KindOf(err) == keyringSlow
			u.do(func() {
				u.finding = again
				u.found(accounts, err)
			})
			if !again {
				return
			}
			select {
			case <-time.After(storePause):
			case <-u.ctx.Done():
				return
			}
		}
	})
}

// Kinds of package credentials that mean something to the window beyond their words.
const (
	keyringSlow    = "keyring_slow"
	keyringMissing = "keyring_missing"
)

// found takes the answer to who is signed in. Somebody may have signed in since it was asked for.
func (u *UI) found(accounts []upload.Account, err error) {
	for _, a := range accounts {
		if !slices.ContainsFunc(u.accounts, func(b upload.Account) bool { return a.Name == b.Name }) {
			u.accounts = append(u.accounts, a)
		}
	}
	if err != nil && messages.KindOf(err) != messages.KindOf(u.storeErr) {
		u.deps.Log.Warn("the accounts are not known", "err", err)
	}
	u.storeErr = err
	u.known = u.known || messages.KindOf(err) != keyringSlow // what waits for an account goes on waiting
	u.chooseAccount()
	u.refreshAll()
	u.goOn()
	u.settle()
	u.resumeByItself()
}

// chooseAccount decides in whose name videos go, unless that is known: the account of the command line, else that whose
// keys stand in the environment, else the one of the last time, else the first.
func (u *UI) chooseAccount() {
	if u.account != nil || len(u.accounts) == 0 {
		return
	}
	at := 0
	for _, name := range []string{u.settings.Account, u.deps.Environment, u.deps.Account} {
		if i := slices.IndexFunc(u.accounts, func(a upload.Account) bool { return strings.EqualFold(a.Name, name) }); i >= 0 {
			at = i
		}
	}
	account := u.accounts[at]
	u.account = &account
}

// accountOf returns the account that is signed in, with its keys, to which an upload belongs; nil: none. Of one that failed
// before the window was last closed no more than the name is known.
func (u *UI) accountOf(v *video) *upload.Account {
	for _, a := range u.accounts {
		if sameAccount(a, v.account) || v.account.BaseURL == "" && a.Name == v.account.Name {
			return &a
		}
	}
	return nil
}

// signedIn takes an account that somebody has just signed in to: videos go there now.
func (u *UI) signedIn(account upload.Account) {
	u.known = true
	if i := slices.IndexFunc(u.accounts, func(a upload.Account) bool { return a.Name == account.Name }); i >= 0 {
		u.accounts[i] = account
	} else {
		u.accounts = append(u.accounts, account)
	}
	u.use(account)
	u.renew(account)
	u.settle()
}

// renew lets the uploads of an account go on that stand because X did not take its keys any more. Those of other
// accounts stay as they are.
func (u *UI) renew(account upload.Account) {
	for _, e := range u.engines {
		if sameAccount(e.Account(), account) {
			e.Renew(account.Sign)
		}
	}
	for _, v := range u.videos {
		if v.keyless() && u.practice == nil && sameAccount(v.account, account) {
			u.resume(v)
		}
	}
}

// goOn starts what waited for an account, or asks for one.
func (u *UI) goOn() {
	if len(u.pending) > 0 && u.account == nil && u.practice == nil {
		if u.known {
			u.showSignIn("")
		}
		return
	}
	waited := u.pending
	u.pending = nil
	defer u.gather()()
	for _, v := range waited {
		switch {
		case !u.has(v):
		case v.state == ready:
			u.start(v)
		case v.keyless(): // else it would go on: its account has not been signed in to
			u.status(u.words.Text("ui.status.whose", "Account", v.account.Name))
		case v.state == paused:
			u.resume(v)
		case v.state == failed:
			u.perform(v, actionRetry)
		}
	}
}
