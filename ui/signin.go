package ui

import (
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// signInPage leads through signing in: the keys of the person's app, then the PIN that X shows.
type signInPage struct {
	ui      *UI
	heading *widgets.Text
	column  *fyne.Container
	notice  *widgets.Notice
	next    *widgets.Button
	busy    *widget.Activity

	key, secret *widgets.SecretEntry
	pin         *widgets.PinEntry
	signIn      SignIn
}

// showSignIn shows the sign-in page from its beginning, unless it is there.
func (u *UI) showSignIn() {
	if u.signing != nil {
		return
	}
	p := &signInPage{
		ui: u, notice: widgets.NewNotice(), busy: widget.NewActivity(),
		heading: widgets.NewTitle(u.words.Text("ui.sign_in.title")),
		column:  container.New(layout.NewCustomPaddedVBoxLayout(12)),
	}
	p.notice.Hide()
	p.busy.Hide()
	back := widgets.NewButton(u.words.Text("ui.back"), theme.NavigateBackIcon(), widgets.ButtonQuiet, func() { u.showPage(nil) })
	page := container.New(layout.NewCustomPaddedLayout(16, 16, 16, 16), container.NewBorder(container.NewHBox(back), nil, nil, nil,
		container.NewVScroll(container.NewHBox(layout.NewSpacer(), atWidth(600, container.New(layout.NewCustomPaddedVBoxLayout(14),
			p.heading, widgets.NewPanel(p.column), p.notice)), layout.NewSpacer()))))
	p.showKeys()
	u.signing = p
	u.showPage(page)
	u.window.Canvas().Focus(p.key)
}

func (p *signInPage) text(id string, args ...any) string { return p.ui.words.Text(id, args...) }

// showKeys asks for the keys of the person's app.
func (p *signInPage) showKeys() {
	paste, reveal, hide := p.text("ui.paste"), p.text("ui.reveal"), p.text("ui.hide")
	p.key = widgets.NewSecretEntry("", paste, reveal, hide)
	p.secret = widgets.NewSecretEntry("", paste, reveal, hide)
	p.secret.OnSubmitted = func(string) { p.begin() }
	p.next = widgets.NewButton(p.text("ui.sign_in.next"), theme.LoginIcon(), widgets.ButtonPrimary, p.begin)
	p.column.Objects = []fyne.CanvasObject{
		widgets.NewHeading(p.text("ui.sign_in.keys.title")),
		widgets.NewBody(p.text("ui.sign_in.keys.why")),
		widgets.NewHint(p.text("ui.sign_in.keys.how")),
		container.NewHBox(widgets.NewButton(p.text("ui.console"), theme.ComputerIcon(), widgets.ButtonSecondary, p.ui.openConsole)),
		labelled(p.text("ui.sign_in.api_key"), p.key),
		labelled(p.text("ui.sign_in.api_secret"), p.secret),
		widgets.NewHint(p.text("ui.sign_in.stored")),
		container.NewHBox(layout.NewSpacer(), middle(p.busy), p.next),
	}
	p.column.Refresh()
}

func labelled(label string, field fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedVBoxLayout(4), widgets.NewStrong(label), field)
}

// begin asks X for the page that shows the PIN.
func (p *signInPage) begin() {
	key, secret := p.key.Text, p.secret.Text
	if p.waits() {
		return
	}
	p.wait(true)
	u := p.ui
	u.work.Go(func() {
		signIn, err := u.deps.Accounts.Begin(u.ctx, key, secret)
		u.do(func() {
			if u.signing != p {
				return // the person has left the page
			}
			p.wait(false)
			if err != nil {
				p.fail(err)
				return
			}
			p.signIn = signIn
			p.showPIN()
			u.openURL(signIn.URL())
		})
	})
}

// showPIN asks for the PIN.
func (p *signInPage) showPIN() {
	u := p.ui
	p.notice.Hide()
	address := p.signIn.URL()
	p.pin = widgets.NewPinEntry()
	p.pin.OnSubmitted = func(string) { p.complete() }
	p.pin.OnChanged = func(digits string) {
		if len(digits) == 7 { // X's PINs have seven
			p.complete()
		}
	}
	p.next = widgets.NewButton(p.text("ui.sign_in.finish"), theme.ConfirmIcon(), widgets.ButtonPrimary, p.complete)
	host := address
	if parsed, err := url.Parse(address); err == nil {
		host = parsed.Host
	}
	p.column.Objects = []fyne.CanvasObject{
		widgets.NewHeading(p.text("ui.sign_in.pin.title")),
		widgets.NewBody(p.text("ui.sign_in.pin.how", "Host", host)),
		widgets.NewFlow(
			widgets.NewButton(p.text("ui.sign_in.pin.open"), theme.ComputerIcon(), widgets.ButtonSecondary, func() { u.openURL(address) }),
			widgets.NewButton(p.text("ui.sign_in.pin.copy"), theme.ContentCopyIcon(), widgets.ButtonQuiet, func() {
				u.deps.App.Clipboard().SetContent(address)
				u.status(p.text("ui.status.link_copied"))
			})),
		container.NewHBox(p.pin),
		widgets.NewHint(p.text("ui.sign_in.pin.safe")),
		container.NewHBox(widgets.NewButton(p.text("ui.sign_in.pin.new"), nil, widgets.ButtonQuiet, p.begin), layout.NewSpacer(), middle(p.busy), p.next),
	}
	p.column.Refresh()
	u.window.Canvas().Focus(p.pin.Field())
}

// complete brings the PIN to X.
func (p *signInPage) complete() {
	if p.waits() {
		return
	}
	p.wait(true)
	u, pin, signIn := p.ui, p.pin.Text(), p.signIn
	u.work.Go(func() {
		account, kept, err := signIn.Complete(u.ctx, pin)
		u.do(func() {
			p.wait(false)
			switch {
			case err == nil:
				p.done(account, kept)
			case u.signing == p:
				p.fail(err)
			}
		})
	})
}

// done goes back to the queue, and on with what waited for the sign-in.
func (p *signInPage) done(account upload.Account, kept error) {
	u := p.ui
	u.signedIn(account, nil)
	if u.signing == p {
		waited := u.pending
		u.showPage(nil)
		u.pending = waited
	}
	u.status(p.text("ui.status.signed_in", "Account", account.Name))
	if kept != nil {
		problem := u.words.Problem(kept, messages.Facts{Account: account.Name})
		u.ask(problem.Title, joined(problem.Why, p.text("ui.sign_in.not_kept")), choice{p.text("ui.sign_in.until_quit"), widgets.ButtonPrimary, nil})
		u.deps.Log.Warn("account not kept", "err", kept)
	}
	u.goOn()
}

// fail says why a step did not work, and what to do about it.
func (p *signInPage) fail(err error) {
	problem := p.ui.words.Problem(err, messages.Facts{})
	view := widgets.NoticeView{
		Tone: widgets.ToneError, Title: problem.Title, Body: joined(problem.Why, problem.Do), Details: problem.Details,
		DetailsLabel: p.text("ui.notice.details"),
	}
	if p.signIn != nil && p.signIn.Spent() {
		p.pin.SetText("")
		view.Actions = []widgets.Action{{Label: p.text("ui.sign_in.pin.new"), Icon: theme.ViewRefreshIcon(), Primary: true, OnTapped: p.begin}}
	}
	p.notice.Set(view)
	p.notice.Show()
}

// wait shows that X is being asked, and keeps a second click from asking again.
func (p *signInPage) wait(on bool) {
	if on {
		p.notice.Hide()
		p.busy.Show()
		p.busy.Start()
		p.next.Disable()
		return
	}
	p.busy.Stop()
	p.busy.Hide()
	p.next.Enable()
}

func (p *signInPage) waits() bool { return p.next.Disabled() }
