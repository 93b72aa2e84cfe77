package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// showAccountMenu shows what can be done about whose name videos go in.
func (u *UI) showAccountMenu() {
	first := u.words.Text("ui.menu.sign_in")
	switch {
	case u.practice != nil:
		first = u.words.Text("ui.practice.leave")
	case u.account != nil:
		first = u.words.Text("ui.menu.sign_out", "Account", u.account.Name)
	}
	items := []*fyne.MenuItem{fyne.NewMenuItem(first, u.onAccount)}
	if u.practice == nil {
		items = append(items, fyne.NewMenuItem(u.words.Text("ui.menu.practice"), func() { u.enterPractice(nil) }))
	}
	button := u.frame.account
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), u.window.Canvas())
	menu.ShowAtRelativePosition(fyne.NewPos(0, button.Size().Height+4), button)
}

// onAccount does what the account asks for: it signs in, or asks about signing out or leaving practice mode.
func (u *UI) onAccount() {
	switch {
	case u.practice != nil:
		u.askLeavePractice()
	case u.account == nil:
		u.pending = nil
		u.showSignIn()
	default:
		u.askSignOut()
	}
}

// askSignOut asks before an account's keys are deleted.
func (u *UI) askSignOut() {
	name := u.account.Name
	for _, v := range u.videos {
		if v.live() {
			u.status(u.words.Text("ui.status.busy_account", "Account", name))
			return
		}
	}
	u.ask(u.words.Text("ui.ask.sign_out.title", "Account", name), u.words.Text("ui.ask.sign_out.body"),
		choice{u.words.Text("ui.ask.sign_out.keep"), widgets.ButtonPrimary, nil},
		choice{u.words.Text("ui.ask.sign_out.remove"), widgets.ButtonSecondary, func() {
			u.work.Go(func() {
				err := u.deps.Accounts.SignOut(u.ctx, name)
				u.do(func() {
					if err != nil {
						u.status(u.words.Problem(err, messages.Facts{Account: name}).Message())
						return
					}
					u.account = nil
					u.status(u.words.Text("ui.status.signed_out", "Account", name))
					u.refreshAll()
				})
			})
		}})
}

// signedIn takes the answer to who is signed in.
func (u *UI) signedIn(account upload.Account, err error) {
	u.known = true
	switch {
	case err == nil:
		u.account = &account
		u.renew(account)
	case messages.KindOf(err) != "no_account":
		u.status(u.words.Problem(err, messages.Facts{}).Message())
		u.deps.Log.Warn("no account", "err", err)
	}
	u.refreshAll()
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
