package ui

import (
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// signInPage leads through connecting an account: first which keys there are (here), then the keys themselves
// (signin_keys.go), then the browser or the PIN (signin_wait.go), and in the end what was granted (signin_done.go).
type signInPage struct {
	ui     *UI
	ctx    context.Context // the page's life: what it asks for ends with it
	cancel context.CancelFunc
	whose  string // the account that has to be signed in to; empty: any

	root   *fyne.Container
	scroll *container.Scroll
	column *fyne.Container
	notice *widgets.Notice // above the column
	next   *widgets.Button // the step's way on; nil: it has none
	busy   *widget.Activity
	back   func() // to the step before; nil: there is none

	waiting bool // X is being asked
	awaited bool // the browser may come back
	opened  bool // the step is one that waits for what the person does on X's page

	options     *fyne.Container // of the first step
	key, secret *widgets.SecretEntry
	token       [2]*widgets.SecretEntry // access token and its secret
	pin         *widgets.PinEntry
	address     *widgets.Entry

	again  func()             // begins the sign-in anew
	byPIN  func()             // begins it anew with a PIN; nil: it is one
	signIn SignIn             // waits for the person; nil: none does
	step   context.Context    // the life of what the step has asked for
	stop   context.CancelFunc // ends it
	result *resultStep
}

// showSignIn shows the sign-in page: from its beginning, or where it was left for another page. whose is the account that
// is needed; empty: any.
func (u *UI) showSignIn(whose string) {
	if u.signing.shown() {
		return
	}
	if u.signing != nil && u.signing.whose == whose {
		u.cover(u.signing.root)
		return
	}
	p := &signInPage{
		ui: u, whose: whose, notice: widgets.NewNotice(), busy: widget.NewActivity(),
		column: container.New(layout.NewCustomPaddedVBoxLayout(12)),
	}
	p.ctx, p.cancel = context.WithCancel(u.ctx)
	p.notice.Hide()
	p.busy.Hide()
	title := p.text("ui.sign_in.title")
	if whose != "" {
		title = p.text("ui.sign_in.title.whose", "Account", whose)
	}
	back := widgets.NewButton(p.text("ui.back"), theme.NavigateBackIcon(), widgets.ButtonQuiet, p.goBack)
	p.scroll = container.NewVScroll(upTo(600, container.New(layout.NewCustomPaddedVBoxLayout(14),
		widgets.NewTitle(title), p.notice, widgets.NewPanel(p.column))))
	p.scroll.SetMinSize(fyne.NewSize(0, leastScrolled))
	page := scrolling(p.scroll)
	p.root = container.New(&margins{most: 16}, below(page, container.NewHBox(back), page))
	u.showPage(p.root)
	u.signing = p
	p.showWays()
}

// shown reports whether the page is what is seen; it may go on while it is not. A nil page is not.
func (p *signInPage) shown() bool { return p != nil && p.ui.page == p.root }

func (p *signInPage) text(id string, args ...any) string { return p.ui.words.Text(id, args...) }

// goBack goes to the step before, and from the first one back to the queue.
func (p *signInPage) goBack() {
	p.endStep()
	p.notice.Hide()
	p.wait(false)
	if p.back == nil {
		p.ui.showPage(nil)
		return
	}
	p.back()
}

// show shows a step. back goes to the one before.
func (p *signInPage) show(back func(), parts ...fyne.CanvasObject) {
	p.back, p.next, p.opened, p.result = back, nil, false, nil
	p.column.Objects = parts
	p.column.Refresh()
	p.scroll.ScrollToTop()
}

// ways are the buttons of a step: another way at the left, those that lead on at the right, or below it.
func ways(other fyne.CanvasObject, on ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&sides{}, widgets.NewFlow(other), container.NewHBox(on...))
}

// showWays asks which keys there are.
func (p *signInPage) showWays() {
	p.options = container.New(layout.NewCustomPaddedVBoxLayout(8))
	if name := p.like(); name != "" {
		p.addWay(theme.AccountIcon(), p.text("ui.sign_in.way.like", "Account", name), p.text("ui.sign_in.way.like.hint"), func() { p.beginLike(name) })
	}
	p.addWay(theme.LoginIcon(), p.text("ui.sign_in.way.keys"), p.text("ui.sign_in.way.keys.hint"), p.showKeys)
	p.addWay(theme.ContentPasteIcon(), p.text("ui.sign_in.way.tokens"), p.text("ui.sign_in.way.tokens.hint"), p.showTokens)
	p.show(nil,
		widgets.NewHeading(p.text("ui.sign_in.way.title")),
		widgets.NewBody(p.text("ui.sign_in.why")),
		p.options,
		container.NewHBox(layout.NewSpacer(), p.busy),
		widgets.NewStrong(p.text("ui.sign_in.none.title")),
		widgets.NewHint(p.text("ui.sign_in.none.how")),
		widgets.NewFlow(
			widgets.NewButton(p.text("ui.console"), theme.ComputerIcon(), widgets.ButtonSecondary, p.ui.openConsole),
			widgets.NewButton(p.text("ui.empty.practice"), nil, widgets.ButtonLink, func() { p.ui.enterPractice(nil) })))
	p.focus(p.options.Objects[0])
	p.findKeyFiles()
}

// like returns the account whose app is offered: that which is needed, else the one that videos go to; empty: none.
func (p *signInPage) like() string {
	name := p.whose
	if name == "" && p.ui.account != nil {
		name = p.ui.account.Name
	}
	if name == p.ui.deps.Environment || !slices.ContainsFunc(p.ui.accounts, func(a upload.Account) bool { return a.Name == name }) {
		return ""
	}
	return name
}

func (p *signInPage) addWay(icon fyne.Resource, title, hint string, chosen func()) {
	p.options.Add(widgets.NewOption(icon, title, hint, func() {
		if !p.waiting {
			p.notice.Hide()
			chosen()
		}
	}))
}

// findKeyFiles offers the accounts in the files of twurl and xurl.
func (p *signInPage) findKeyFiles() {
	options := p.options
	p.ui.work.Go(func() {
		found := p.ui.deps.Accounts.KeyFiles(p.ctx)
		p.do(func() {
			for _, f := range found {
				file, name := messages.Clean("~/"+filepath.Base(f.File), 60), p.text("ui.sign_in.way.file.unnamed")
				if f.Name != "" {
					name = "@" + messages.Clean(f.Name, 60)
				}
				if p.options == options { // still this step
					p.addWay(theme.DocumentIcon(), p.text("ui.sign_in.way.file", "Account", name, "File", file),
						p.text("ui.sign_in.way.file.hint"), func() { p.importFile(f) })
				}
			}
			p.column.Refresh()
		})
	})
}

// importFile takes the keys of a file.
func (p *signInPage) importFile(f FiledAccount) {
	p.check(func(ctx context.Context) (upload.Account, string, error) { return p.ui.deps.Accounts.Import(ctx, f) })
}

// check lets X say whose keys somebody has.
func (p *signInPage) check(ask func(context.Context) (upload.Account, string, error)) {
	if p.waiting {
		return
	}
	ctx := p.beginStep()
	p.wait(true)
	p.ui.work.Go(func() {
		account, access, err := ask(ctx)
		p.do(func() {
			if ctx.Err() != nil {
				return // the person has gone back
			}
			p.wait(false)
			if err != nil {
				p.fail(err)
				return
			}
			p.granted(account, access)
		})
	})
}

// do runs f on the window's goroutine, unless the person has left the page.
func (p *signInPage) do(f func()) {
	p.ui.do(func() {
		if p.ui.signing == p {
			f()
		}
	})
}

// focus gives a field or a button the focus, unless another page is seen.
func (p *signInPage) focus(o fyne.CanvasObject) {
	if field, ok := o.(fyne.Focusable); ok && p.shown() {
		p.ui.window.Canvas().Focus(field)
	}
}

// beginStep ends what was asked for before, and returns the life of what is asked for now.
func (p *signInPage) beginStep() context.Context {
	p.endStep()
	p.step, p.stop = context.WithCancel(p.ctx)
	return p.step
}

// endStep ends what was asked for, and with it the wait for the browser.
func (p *signInPage) endStep() {
	if p.stop != nil {
		p.stop()
	}
	p.signIn, p.stop, p.pin, p.awaited = nil, nil, nil, false
}

// wait shows that X is being asked, and keeps a second click from asking again.
func (p *signInPage) wait(on bool) {
	p.waiting = on
	if on {
		p.notice.Hide()
	}
	if p.next != nil {
		if on {
			p.next.Disable()
		} else {
			p.next.Enable()
		}
	}
	p.spin(on || p.awaited)
}

// spin shows that something is waited for.
func (p *signInPage) spin(on bool) {
	if on {
		p.busy.Start()
	} else {
		p.busy.Stop()
	}
	visible(p.busy, on)
}

// fail says why a step did not work, and what to do about it.
func (p *signInPage) fail(err error) {
	problem := p.ui.words.Problem(err, messages.Facts{Account: p.whose})
	p.tell(problem, p.remediesOf(messages.KindOf(err)))
}

func (p *signInPage) tell(problem messages.Problem, actions []widgets.Action) {
	p.notice.Set(widgets.NoticeView{
		Tone: widgets.ToneError, Title: problem.Title, Body: joined(problem.Why, problem.Do), Details: problem.Details,
		DetailsLabel: p.text("ui.notice.details"), Actions: actions,
	})
	p.notice.Show()
	p.scroll.ScrollToTop()
}

// remediesOf returns the buttons of a problem, the one that helps most first.
func (p *signInPage) remediesOf(kind string) []widgets.Action {
	action := func(id string, icon fyne.Resource, do func()) widgets.Action {
		return widgets.Action{Label: p.text(id), Icon: icon, OnTapped: do}
	}
	console := action("ui.console", theme.ComputerIcon(), p.ui.openConsole)
	var all []widgets.Action
	switch {
	case p.signIn != nil && p.signIn.Spent():
		all = append(all, action("ui.sign_in.again", theme.ViewRefreshIcon(), p.again))
	case kind == "callback_refused", kind == "callback_oob" && p.byPIN != nil:
		all = append(all, action("ui.sign_in.by_pin", nil, p.byPIN), action("ui.sign_in.callback.copy", theme.ContentCopyIcon(), p.copyCallback), console)
	case kind == "port_taken":
		all = append(all, action("ui.sign_in.by_pin", nil, p.byPIN), action("ui.try_again", theme.ViewRefreshIcon(), p.again))
	case kind == "callback_oob", kind == "app_suspended", kind == "not_enrolled", kind == "not_signed_in":
		all = append(all, console)
	}
	if len(all) > 0 {
		all[0].Primary = true
	}
	return all
}
