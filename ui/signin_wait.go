package ui

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// begin asks X for a page on which the person lets the app in, and opens it. back is the step from which it came.
func (p *signInPage) begin(byPIN bool, back func(), ask func(ctx context.Context, byPIN bool) (SignIn, error)) {
	if p.waiting {
		return
	}
	ctx := p.beginStep()
	p.again = func() { p.begin(byPIN, back, ask) }
	p.byPIN = nil
	if !byPIN {
		p.byPIN = func() { p.begin(true, back, ask) }
	}
	p.wait(true)
	p.ui.work.Go(func() {
		signIn, err := ask(ctx, byPIN)
		if err == nil {
			context.AfterFunc(ctx, signIn.Close)
		}
		p.do(func() {
			if ctx.Err() != nil {
				return // the person has gone back
			}
			p.wait(false)
			if err != nil {
				if p.opened { // of the page that it waits for nothing comes any more
					back()
				}
				p.fail(err)
				return
			}
			p.signIn = signIn
			if byPIN {
				p.showPIN(back)
			} else {
				p.showBrowser(back)
				p.listen(ctx)
			}
			p.opened = true
			p.open(signIn)
		})
	})
}

// open opens X's page in the browser.
func (p *signInPage) open(signIn SignIn) {
	p.ui.openURL(signIn.URL(), func() {
		if p.ui.signing == p && p.signIn == signIn {
			p.tell(messages.Problem{
				Title: p.text("ui.sign_in.no_browser.title"), Why: p.text("ui.sign_in.no_browser.why"), Do: p.text("ui.sign_in.no_browser.do"),
			}, []widgets.Action{{Label: p.text("ui.sign_in.copy"), Icon: theme.ContentCopyIcon(), Primary: true, OnTapped: func() { p.copyLink(signIn) }}})
		}
	})
}

func (p *signInPage) copyLink(signIn SignIn) {
	p.ui.deps.App.Clipboard().SetContent(signIn.URL())
	p.copied()
}

// host is whose page was opened.
func (p *signInPage) host() string {
	if parsed, err := url.Parse(p.signIn.URL()); err == nil && parsed.Host != "" {
		return parsed.Host
	}
	return "x.com"
}

// link are the buttons for those whose browser did not open the page, or not the right one.
func (p *signInPage) link() fyne.CanvasObject {
	signIn := p.signIn
	return widgets.NewFlow(
		widgets.NewButton(p.text("ui.sign_in.open"), theme.ComputerIcon(), widgets.ButtonSecondary, func() { p.open(signIn) }),
		widgets.NewButton(p.text("ui.sign_in.copy"), theme.ContentCopyIcon(), widgets.ButtonQuiet, func() { p.copyLink(signIn) }))
}

func (p *signInPage) cancelButton() *widgets.Button {
	return widgets.NewButton(p.text("ui.cancel"), nil, widgets.ButtonQuiet, p.goBack)
}

// showBrowser waits for the browser to come back, and takes the address for which it could not.
func (p *signInPage) showBrowser(back func()) {
	p.notice.Hide()
	p.address = widgets.NewEntry("")
	p.address.SetName(p.text("ui.sign_in.paste.how"))
	p.address.OnSubmitted = func(string) { p.complete(p.address.Text) }
	next := widgets.NewButton(p.text("ui.sign_in.continue"), nil, widgets.ButtonSecondary, func() { p.complete(p.address.Text) })
	byHand := container.New(layout.NewCustomPaddedVBoxLayout(8),
		widgets.NewHint(p.text("ui.sign_in.paste.how")),
		container.NewBorder(nil, nil, nil, next, p.address))
	byHand.Hide()
	var more *widgets.Button
	more = widgets.NewButton(p.text("ui.sign_in.elsewhere"), theme.MenuExpandIcon(), widgets.ButtonQuiet, func() {
		visible(byHand, !byHand.Visible())
		more.SetIcon(theme.MenuExpandIcon())
		if byHand.Visible() {
			more.SetIcon(theme.MenuDropDownIcon())
			p.focus(p.address)
		}
		p.column.Refresh()
	})
	cancel := p.cancelButton()
	p.show(back,
		widgets.NewHeading(p.text("ui.sign_in.browser.title")),
		widgets.NewBody(p.text("ui.sign_in.browser.how", "Host", p.host())),
		p.link(),
		widgets.NewFlow(more),
		byHand,
		ways(widgets.NewButton(p.text("ui.sign_in.by_pin"), nil, widgets.ButtonQuiet, p.byPIN), middle(p.busy), cancel))
	p.next, p.awaited = next, true
	p.spin(true)
	p.focus(cancel)
}

// listen completes the sign-in when the browser comes back.
func (p *signInPage) listen(ctx context.Context) {
	signIn := p.signIn
	p.ui.work.Go(func() {
		answer, err := signIn.Wait(ctx)
		p.do(func() {
			if ctx.Err() != nil {
				return
			}
			p.awaited = false
			if err != nil {
				p.fail(err)
				return
			}
			p.ui.window.RequestFocus() // the person has done their part in the browser
			p.complete(answer)
		})
	})
}

// showPIN asks for the PIN.
func (p *signInPage) showPIN(back func()) {
	p.notice.Hide()
	pin := widgets.NewPinEntry()
	pin.SetName(p.text("ui.sign_in.pin.title"))
	finish := func() { p.complete(pin.Text()) }
	pin.OnSubmitted = func(string) { finish() }
	pin.OnChanged = func(digits string) {
		if len(digits) == 7 { // X's PINs have seven
			finish()
		}
	}
	next := widgets.NewButton(p.text("ui.sign_in.finish"), theme.ConfirmIcon(), widgets.ButtonPrimary, finish)
	p.show(back,
		widgets.NewHeading(p.text("ui.sign_in.pin.title")),
		widgets.NewBody(p.text("ui.sign_in.pin.how", "Host", p.host())),
		p.link(),
		container.NewHBox(pin),
		widgets.NewHint(p.text("ui.sign_in.pin.safe")),
		ways(widgets.NewButton(p.text("ui.sign_in.pin.new"), nil, widgets.ButtonQuiet, func() { p.again() }),
			middle(p.busy), p.cancelButton(), next))
	p.next, p.pin = next, pin
	p.focus(pin.Field().(fyne.CanvasObject))
}

// complete brings to X what the person, or the browser, has brought.
func (p *signInPage) complete(answer string) {
	if p.waiting || p.signIn == nil {
		return
	}
	p.wait(true)
	signIn, ctx := p.signIn, p.step
	p.ui.work.Go(func() {
		account, access, err := signIn.Complete(ctx, answer)
		p.ui.do(func() {
			switch {
			case err == nil: // also where the person has gone back too late: X has let the app in
				p.granted(account, access)
			case p.ui.signing == p && p.signIn == signIn:
				p.awaited = p.awaited && !signIn.Spent()
				p.wait(false)
				if p.pin != nil && signIn.Spent() {
					p.pin.SetText("")
				}
				p.fail(err)
			}
		})
	})
}
