package ui

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
	"hoist/upload"
)

// showKeys asks for the keys of the person's app.
func (p *signInPage) showKeys() {
	p.key, p.secret = p.secretEntry(p.key), p.secretEntry(p.secret)
	browser := func() { p.beginWith(false) }
	p.secret.OnSubmitted = func(string) { browser() }
	next := widgets.NewButton(p.text("ui.sign_in.next"), theme.LoginIcon(), widgets.ButtonPrimary, browser)
	callback := widgets.NewMonoField(p.text("ui.copy"), p.copied)
	callbacks := p.ui.deps.Accounts.Callbacks()
	callback.SetText(callbacks[0])
	p.show(p.showWays,
		widgets.NewHeading(p.text("ui.sign_in.keys.title")),
		labelled(p.text("ui.sign_in.api_key"), p.key),
		labelled(p.text("ui.sign_in.api_secret"), p.secret),
		labelled(p.text("ui.sign_in.callback"), callback),
		widgets.NewHint(p.text("ui.sign_in.callback.how", "Ports", p.portsOf(callbacks[1:]))),
		widgets.NewHint(p.text("ui.sign_in.stored")),
		ways(widgets.NewButton(p.text("ui.sign_in.by_pin"), nil, widgets.ButtonQuiet, func() { p.beginWith(true) }), middle(p.busy), next))
	p.next = next
	p.focus(p.key)
}

// showTokens asks for all four keys.
func (p *signInPage) showTokens() {
	p.key, p.secret = p.secretEntry(p.key), p.secretEntry(p.secret)
	p.token[0], p.token[1] = p.secretEntry(p.token[0]), p.secretEntry(p.token[1])
	p.token[1].OnSubmitted = func(string) { p.checkTokens() }
	next := widgets.NewButton(p.text("ui.sign_in.tokens.next"), theme.ConfirmIcon(), widgets.ButtonPrimary, p.checkTokens)
	p.show(p.showWays,
		widgets.NewHeading(p.text("ui.sign_in.tokens.title")),
		labelled(p.text("ui.sign_in.api_key"), p.key),
		labelled(p.text("ui.sign_in.api_secret"), p.secret),
		labelled(p.text("ui.sign_in.token"), p.token[0]),
		labelled(p.text("ui.sign_in.token_secret"), p.token[1]),
		widgets.NewHint(p.text("ui.sign_in.tokens.how")),
		widgets.NewHint(p.text("ui.sign_in.stored")),
		container.NewHBox(layout.NewSpacer(), middle(p.busy), next))
	p.next = next
	p.focus(p.key)
}

// portsOf names the ports of two addresses.
func (p *signInPage) portsOf(callbacks []string) string {
	var ports [2]string
	for i, callback := range callbacks[:len(ports)] {
		if address, err := url.Parse(callback); err == nil {
			ports[i] = address.Port()
		}
	}
	return p.text("ui.sign_in.callback.ports", "One", ports[0], "Other", ports[1])
}

// secretEntry returns an entry for a key, with what was typed into the one that it takes the place of; nil: there was none.
func (p *signInPage) secretEntry(before *widgets.SecretEntry) *widgets.SecretEntry {
	e := widgets.NewSecretEntry("", p.text("ui.paste"), p.text("ui.reveal"), p.text("ui.hide"))
	if before != nil {
		e.SetText(before.Text)
	}
	return e
}

// labelled puts a label above a field, which is called so by those who do not see that.
func labelled(label string, field fyne.CanvasObject) fyne.CanvasObject {
	if entry, ok := field.(interface{ SetName(string) }); ok {
		entry.SetName(label)
	}
	return container.New(layout.NewCustomPaddedVBoxLayout(4), widgets.NewStrong(label), field)
}

// copied says that something is on the clipboard.
func (p *signInPage) copied() { p.ui.status(p.text("ui.status.link_copied")) }

func (p *signInPage) copyCallback() {
	p.ui.deps.App.Clipboard().SetContent(p.ui.deps.Accounts.Callbacks()[0])
	p.copied()
}

func (p *signInPage) checkTokens() {
	key, secret, token, tokenSecret := p.key.Text, p.secret.Text, p.token[0].Text, p.token[1].Text
	p.check(func(ctx context.Context) (upload.Account, string, error) {
		return p.ui.deps.Accounts.Check(ctx, key, secret, token, tokenSecret)
	})
}

// beginWith begins a sign-in with the keys that were typed.
func (p *signInPage) beginWith(byPIN bool) {
	key, secret := p.key.Text, p.secret.Text
	p.begin(byPIN, p.showKeys, func(ctx context.Context, byPIN bool) (SignIn, error) {
		return p.ui.deps.Accounts.Begin(ctx, key, secret, byPIN)
	})
}

// beginLike begins a sign-in with the app of an account.
func (p *signInPage) beginLike(name string) {
	p.begin(false, p.showWays, func(ctx context.Context, byPIN bool) (SignIn, error) {
		return p.ui.deps.Accounts.BeginLike(ctx, name, byPIN)
	})
}
