package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// showAccountMenu shows in whose name videos can go in, and what can be done about it.
func (u *UI) showAccountMenu() {
	button := u.frame.account
	menu := widget.NewPopUpMenu(fyne.NewMenu("", u.accountMenu()...), u.window.Canvas())
	menu.ShowAtRelativePosition(fyne.NewPos(0, button.Size().Height+4), button)
}

func (u *UI) accountMenu() []*fyne.MenuItem {
	item := func(label string, chosen func()) *fyne.MenuItem { return fyne.NewMenuItem(label, chosen) }
	if u.practice != nil {
		return []*fyne.MenuItem{item(u.words.Text("ui.practice.leave"), u.askLeavePractice)}
	}
	var items []*fyne.MenuItem
	for _, a := range u.accounts {
		one := item("@"+a.Name, func() { u.use(a) })
		one.Checked = u.account != nil && u.account.Name == a.Name
		items = append(items, one)
	}
	add := u.words.Text("ui.menu.sign_in")
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
		add = u.words.Text("ui.menu.add_account")
	}
	items = append(items, item(add, u.onSignIn))
	if u.account != nil && u.account.Name != u.deps.Environment {
		items = append(items, item(u.words.Text("ui.menu.sign_out", "Account", u.account.Name), func() { u.askSignOut(u.account.Name) }))
	}
	return append(items, fyne.NewMenuItemSeparator(), item(u.words.Text("ui.menu.practice"), func() { u.enterPractice(nil) }))
}

// onSignIn connects an account, for its own sake.
func (u *UI) onSignIn() {
	u.pending = nil
	u.showSignIn("")
}

// use lets the videos that are started from now on go in the name of an account. Those in line keep theirs.
func (u *UI) use(a upload.Account) {
	u.account = &a
	if u.settings.Account != a.Name {
		u.settings.Account = a.Name
		u.saveSettings()
	}
	u.status(u.words.Text("ui.status.account", "Account", a.Name))
	u.refreshAll()
}

// othersFor returns the accounts in whose name a video could go instead: until X has heard of it, that can be changed.
func (u *UI) othersFor(v *video) []upload.Account {
	now := u.account
	switch {
	case u.practice != nil, v.account.Practice, v.progress.MediaID != "":
		return nil
	case v.state == waiting, v.state == paused, v.state == failed, v.state == ready && v.owned():
		now = &v.account
	case v.state != ready:
		return nil
	}
	return slices.DeleteFunc(slices.Clone(u.accounts), func(a upload.Account) bool { return now != nil && sameAccount(a, *now) })
}

// uploadAs puts a video in line in the name of an account, for which it may have been in line in that of another.
func (u *UI) uploadAs(v *video, a upload.Account) {
	if !u.has(v) || len(u.othersFor(v)) == 0 {
		return // it has begun while the menu stood
	}
	u.abandon(v)
	u.startAs(v, a)
}

// askSignOut asks before the keys of an account are deleted.
func (u *UI) askSignOut(name string) {
	for _, v := range u.videos {
		if v.live() && !v.account.Practice && v.account.Name == name {
			u.status(u.words.Text("ui.status.busy_account", "Account", name))
			return
		}
	}
	u.ask(u.words.Text("ui.ask.sign_out.title", "Account", name), u.words.Text("ui.ask.sign_out.body"),
		choice{u.words.Text("ui.ask.sign_out.keep"), widgets.ButtonPrimary, nil},
		choice{u.words.Text("ui.ask.sign_out.remove"), widgets.ButtonSecondary, func() { u.signOut(name) }})
}

func (u *UI) signOut(name string) {
	u.status(u.words.Text("ui.status.signing_out", "Account", name)) // a password store may take its time
	u.work.Go(func() {
		err := u.deps.Accounts.SignOut(u.ctx, name)
		u.do(func() {
			if err != nil {
				u.status(u.words.Problem(err, messages.Facts{Account: name}).Message())
				u.deps.Log.Warn("not signed out", "err", err)
				return
			}
			u.accounts = slices.DeleteFunc(u.accounts, func(a upload.Account) bool { return a.Name == name })
			if u.account != nil && u.account.Name == name {
				u.account = nil
				u.chooseAccount()
			}
			u.status(u.words.Text("ui.status.signed_out", "Account", name))
			u.refreshAll()
		})
	})
}
