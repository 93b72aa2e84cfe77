package ui

import (
	"context"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"hoist/ui/desktop"
	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// networkRows are the settings of the way to X.
type networkRows struct {
	proxy       *choices[home.ProxyMode]
	addressRow  *fyne.Container
	address     *widgets.Entry
	use         *widgets.Button
	addressSays *widgets.Text
	typing      bool // an address is asked for, and the way of before holds until it is there

	file             *widgets.Text // with the certificates
	pick, forget     *widgets.Button
	certificatesSays *widgets.Text
	holding          bool // the network is being told
}

func (p *settingsPage) buildNetwork() []fyne.CanvasObject {
	p.proxy = newChoices(p.text("ui.settings.proxy"), func(m home.ProxyMode) string { return p.text("ui.settings.proxy." + string(m)) },
		p.chooseProxy, home.ProxySystem, home.ProxyManual, home.ProxyNone)
	p.address = widgets.NewEntry("")
	p.address.SetName(p.text("ui.settings.proxy.entry"))
	p.address.OnSubmitted = func(string) { p.useAddress() }
	p.use = widgets.NewButton(p.text("ui.settings.proxy.use"), nil, widgets.ButtonSecondary, p.useAddress)
	p.addressRow = container.New(layout.NewCustomPaddedVBoxLayout(4), widgets.NewStrong(p.text("ui.settings.proxy.entry")),
		container.NewBorder(nil, nil, nil, p.use, p.address))
	p.addressSays = widgets.NewHint("")
	p.address.SetText(p.ui.settings.ProxyURL)
	p.say(p.addressSays, widgets.ToneNeutral, p.usedAddress())

	p.file = widgets.NewHint("")
	p.pick = widgets.NewButton(p.text("ui.settings.certificates.choose"), nil, widgets.ButtonSecondary, p.chooseCertificates)
	p.forget = widgets.NewButton(p.text("ui.remove"), nil, widgets.ButtonQuiet, func() {
		p.hold(func(s *home.Settings) { s.Certificates = "" }, p.certificatesSays, func() { p.ui.window.Canvas().Focus(p.pick) })
	})
	p.certificatesSays = widgets.NewHint("")
	p.certificatesSays.Hide()
	words := container.New(layout.NewCustomPaddedVBoxLayout(1),
		widgets.NewBody(p.text("ui.settings.certificates")), widgets.NewHint(p.text("ui.settings.certificates.hint")), p.file)
	return []fyne.CanvasObject{
		container.New(layout.NewCustomPaddedVBoxLayout(8), p.row("ui.settings.proxy", p.proxy.Select), p.addressRow, p.addressSays),
		container.New(layout.NewCustomPaddedVBoxLayout(8),
			beside(words, container.New(layout.NewCustomPaddedHBoxLayout(8), p.forget, p.pick)), p.certificatesSays),
	}
}

func (p *settingsPage) applyNetwork() {
	set := p.ui.settings
	mode := set.Proxy
	if p.typing {
		mode = home.ProxyManual
	}
	p.proxy.set(mode)
	visible(p.addressRow, mode == home.ProxyManual)
	p.file.SetText(messages.Clean(set.Certificates, 400))
	visible(p.file, set.Certificates != "")
	visible(p.forget, set.Certificates != "")
	for _, o := range []fyne.Disableable{p.proxy.Select, p.use, p.pick, p.forget} {
		if p.holding {
			o.Disable()
		} else {
			o.Enable()
		}
	}
}

// say says something about a field, where it can be seen; nothing takes no room.
func (p *settingsPage) say(to *widgets.Text, tone widgets.Tone, words string) {
	to.SetTone(tone)
	to.SetText(words)
	visible(to, words != "")
	if p.frame == nil { // it is being built
		return
	}
	p.relaid()
	if words != "" {
		widgets.Reveal(to)
	}
}

// usedAddress says by which proxy requests go that a person named.
func (p *settingsPage) usedAddress() string {
	if set := p.ui.settings; set.Proxy == home.ProxyManual {
		return p.text("ui.settings.proxy.used", "Address", messages.Clean(set.ProxyURL, 200))
	}
	return ""
}

// chooseProxy takes a way. That by an address holds once there is one.
func (p *settingsPage) chooseProxy(mode home.ProxyMode) {
	p.typing = mode == home.ProxyManual
	if p.typing && p.ui.settings.ProxyURL == "" {
		p.apply()
		p.ui.window.Canvas().Focus(p.address)
		p.say(p.addressSays, widgets.ToneNeutral, p.text("ui.settings.proxy.how"))
		return
	}
	p.hold(func(s *home.Settings) { s.Proxy = mode }, p.addressSays, nil)
}

// useAddress takes the address that was typed.
func (p *settingsPage) useAddress() {
	address, refusal := proxyAddress(p.address.Text)
	if refusal != "" {
		p.ui.window.Canvas().Focus(p.address)
		p.say(p.addressSays, widgets.ToneError, p.text(refusal))
		return
	}
	p.hold(func(s *home.Settings) { s.Proxy, s.ProxyURL = home.ProxyManual, address }, p.addressSays, func() { p.address.SetText(address) })
}

// longestAddress is the longest address of a proxy that the settings keep, in bytes.
const longestAddress = 2048

// proxyAddress returns what a person typed as the address of a proxy, or the words why it is none.
func proxyAddress(text string) (address, refusal string) {
	const refused = "ui.settings.proxy.refused"
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	parsed, err := url.Parse(text)
	if err != nil || parsed.Hostname() == "" || len(text) > longestAddress || strings.ContainsAny(parsed.Host, " %") {
		return "", refused
	}
	if port := parsed.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return "", refused
		}
	}
	if !slices.Contains([]string{"http", "https", "socks5"}, parsed.Scheme) || strings.Trim(parsed.Path, "/") != "" || parsed.RawQuery != "" || parsed.Fragment != "" {
		return "", refused
	}
	if _, has := parsed.User.Password(); has {
		return "", "ui.settings.proxy.password"
	}
	return (&url.URL{Scheme: parsed.Scheme, User: parsed.User, Host: parsed.Host}).String(), ""
}

// chooseCertificates asks for a file with certificates.
func (p *settingsPage) chooseCertificates() {
	u := p.ui
	folder := ""
	if u.settings.Certificates != "" {
		folder = filepath.Dir(u.settings.Certificates)
	}
	u.pick(func(ctx context.Context, dialog desktop.Picker) {
		desktop.PickFile(ctx, dialog, ".pem", ".crt", ".cer")
	}, desktop.Picker{
		Title: p.text("ui.settings.certificates.title"), Kind: p.text("ui.settings.certificates.kind"), Folder: folder,
		Picked: func(paths []string) { p.useCertificates(paths[0]) },
		Failed: func(err error) { p.say(p.certificatesSays, widgets.ToneError, messages.Clean(err.Error(), 200)) },
	})
}

func (p *settingsPage) useCertificates(path string) {
	p.hold(func(s *home.Settings) { s.Certificates = path }, p.certificatesSays, nil)
}

// hold lets the network go by other settings, and keeps them if it can. If not, it says why, and those of before stay.
// held, which may be nil, is called when they hold.
func (p *settingsPage) hold(change func(*home.Settings), says *widgets.Text, held func()) {
	u := p.ui
	if p.holding {
		return
	}
	p.holding = true
	p.apply()
	settings := u.settings
	change(&settings)
	u.work.Go(func() {
		var err error
		if u.deps.Network != nil {
			err = u.deps.Network(settings)
		}
		u.do(func() {
			p.holding = false
			if err != nil {
				u.deps.Log.Warn("the network's settings do not hold", "err", err)
				p.apply()
				p.say(says, widgets.ToneError, u.words.Problem(err, messages.Facts{Now: u.now()}).Message())
				return
			}
			p.typing = false
			change(&u.settings)
			u.outdated = len(u.engines) // certificates hold for those that are made after it
			p.changed()
			p.say(p.certificatesSays, widgets.ToneNeutral, "")
			if used := p.usedAddress(); used != p.addressSays.Text() {
				p.say(p.addressSays, widgets.ToneNeutral, used)
			}
			if held != nil {
				held()
			}
		})
	})
}
