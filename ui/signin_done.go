package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// readOnly is X's word for keys with which it refuses uploads.
const readOnly = "read"

// resultStep tells what was granted, each line a check that was made.
type resultStep struct {
	*signInPage
	account upload.Account
	access  string
	kept    *widgets.Finding
	buttons *fyne.Container
}

// granted takes an account that X has let the app into, and has the password store keep it. What waited for the sign-in
// goes on, unless X would refuse it.
func (p *signInPage) granted(account upload.Account, access string) {
	u := p.ui
	waited := u.pending
	u.signedIn(account)
	u.status(p.text("ui.status.signed_in", "Account", account.Name))
	if u.signing == p {
		p.endStep()
		p.wait(false)
		p.showResult(account, access)
	}
	if access != readOnly {
		u.pending = waited
		u.goOn()
	}
	p.keep(account, len(waited) > 0)
}

func (p *signInPage) showResult(account upload.Account, access string) {
	p.notice.Hide()
	p.key, p.secret, p.token = nil, nil, [2]*widgets.SecretEntry{} // they have done their work
	r := &resultStep{signInPage: p, account: account, access: access}
	r.kept = widgets.NewFinding(widgets.ToneNeutral, p.text("ui.sign_in.keeping"), p.text("ui.sign_in.keeping.how"))
	r.buttons = container.New(&sides{least: 280}, widgets.NewFlow(), container.NewHBox())
	p.show(nil,
		widgets.NewHeading(p.text("ui.sign_in.done.title", "Account", account.Name)),
		widgets.NewFinding(widgets.ToneGood, p.text("ui.sign_in.done.name", "Account", account.Name), ""),
		r.accessFinding(),
		r.kept,
		r.buttons)
	p.result = r
	p.spin(true)
	r.showButtons(false)
}

func (r *resultStep) accessFinding() fyne.CanvasObject {
	switch r.access {
	case readOnly:
		problem := r.ui.words.Problem(&upload.Error{Kind: upload.ReadOnly, Segment: -1}, messages.Facts{Account: r.account.Name})
		return widgets.NewFinding(widgets.ToneWarning, problem.Title, joined(problem.Why, problem.Do))
	case "":
		return widgets.NewFinding(widgets.ToneNeutral, r.text("ui.sign_in.done.unknown"), r.text("ui.sign_in.done.unknown.how"))
	}
	return widgets.NewFinding(widgets.ToneGood, r.text("ui.sign_in.done.may_upload"), "")
}

// showButtons shows the ways on. failed: the password store has not taken the keys.
func (r *resultStep) showButtons(failed bool) {
	done := widgets.NewButton(r.text("ui.sign_in.done"), theme.ConfirmIcon(), widgets.ButtonPrimary, func() { r.ui.showPage(nil) })
	if failed {
		done.SetText(r.text("ui.sign_in.until_quit"))
		done.SetIcon(nil)
	}
	row := []fyne.CanvasObject{}
	if r.access == readOnly {
		row = append(row, widgets.NewButton(r.text("ui.console"), theme.ComputerIcon(), widgets.ButtonSecondary, r.ui.openConsole),
			widgets.NewButton(r.text("ui.sign_in.again"), theme.ViewRefreshIcon(), widgets.ButtonSecondary, r.showWays))
	}
	if failed {
		row = append(row, widgets.NewButton(r.text("ui.try_again"), theme.ViewRefreshIcon(), widgets.ButtonSecondary, func() { r.keep(r.account, false) }))
	}
	r.buttons.Objects = []fyne.CanvasObject{widgets.NewFlow(row...), container.NewHBox(middle(r.busy), done)}
	r.buttons.Refresh()
	r.focus(done)
}

// keep has the password store keep an account's keys, and says so. Where a person waits for an upload and all is well, the
// page makes room for it.
func (p *signInPage) keep(account upload.Account, leave bool) {
	u := p.ui
	if r := p.result; r != nil {
		r.kept.Set(widgets.ToneNeutral, p.text("ui.sign_in.keeping"), p.text("ui.sign_in.keeping.how"))
		p.spin(true)
	}
	u.work.Go(func() { // not the page's context: the keys are to be kept also when the person goes on
		err := u.deps.Accounts.Keep(u.ctx, account.Name)
		if err != nil {
			u.deps.Log.Warn("account not kept", "err", err)
		}
		u.do(func() {
			if u.signing != p || p.result == nil || p.result.account.Name != account.Name {
				if err != nil {
					u.status(joined(u.words.Problem(err, messages.Facts{Account: account.Name}).Title+".", p.text("ui.sign_in.not_kept")))
				}
				return
			}
			p.spin(false)
			p.result.told(err)
			if err == nil && leave && p.result.access != readOnly && p.shown() {
				u.showPage(nil)
			}
		})
	})
}

// told shows whether the password store has the keys.
func (r *resultStep) told(err error) {
	if err == nil {
		r.kept.Set(widgets.ToneGood, r.text("ui.sign_in.kept"), r.text("ui.sign_in.kept.how"))
	} else {
		problem := r.ui.words.Problem(err, messages.Facts{Account: r.account.Name})
		r.kept.Set(widgets.ToneWarning, problem.Title, joined(problem.Why, problem.Do, r.text("ui.sign_in.not_kept")))
	}
	r.showButtons(err != nil)
	r.column.Refresh()
}
