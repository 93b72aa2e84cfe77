package ui

import (
	"maps"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/widgets"
)

// Heights of what stands above and below the queue, in dp.
const (
	headerHeight = 54
	footerHeight = 30
)

// frameParts are the parts of the window that change.
type frameParts struct {
	account *widgets.AccountButton
	banner  *widgets.Banner
	strip   *widgets.Strip
	news    *fyne.Container // around the strip
	status  *widgets.Text   // what just happened, or how the queue is
	speed   *widgets.Text
	limit   *widgets.MenuButton
	awake   *widgets.Text // that the computer is kept awake
	said    time.Time     // when the status was set to something that just happened

	header *fyne.Container
	rows   []*fyne.Container // what has to be laid out again when the shape changes
	shape  frameShape        // as it was laid out last

	body  *fyne.Container // the empty page, the panes, or a page
	empty fyne.CanvasObject
	panes fyne.CanvasObject

	queueHead *widgets.Text
	columns   *fyne.Container // the queue beside the details
	list      *widgets.CardList
	startAll  *widgets.Button
	retryAll  *widgets.Button
	more      *widgets.Button // the menu of all videos
	choose    *widgets.Button // of the empty page
	trial     *widgets.Button // the sample clip, in practice mode
	invite    *widgets.Button // practice mode, outside of it
}

// build makes the window and everything in it.
func (u *UI) build() {
	u.window = u.deps.App.NewWindow(u.words.Text("app.name"))
	u.window.SetMaster()
	u.window.SetPadded(false)
	u.compose()
	u.window.Resize(u.windowSize())
	u.window.CenterOnScreen()
	u.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { u.onDropped(uris) })
	u.window.SetCloseIntercept(u.onClose)
	u.shortcuts()
}

// compose makes what is in the window, in the language of its words.
func (u *UI) compose() {
	u.details = newDetails(u)
	f := &u.frame
	f.status, f.speed = widgets.NewCaption("").Ellipsize(), widgets.NewCaption("")
	f.banner = widgets.NewBanner(u.words.Text("ui.practice.banner"))
	f.banner.SetAction(u.words.Text("ui.practice.leave"), u.askLeavePractice)
	f.banner.Hide()
	f.strip = widgets.NewStrip()
	f.limit = widgets.NewMenuButton(u.showLimitMenu)
	f.awake = widgets.NewCaption(u.words.Text("ui.awake"))
	f.awake.Hide()
	f.empty = u.buildEmpty()
	f.panes = u.buildPanes()
	f.body = container.NewStack(f.empty)

	bottom := container.NewStack(widgets.NewGround(widgets.ColorHeader), atHeight(footerHeight, container.New(
		layout.NewCustomPaddedLayout(0, 0, 16, 10),
		container.New(footerRow{}, middle(f.status), middle(f.speed), middle(f.limit), container.NewStack(middle(f.awake))))))
	top := container.New(layout.NewCustomPaddedVBoxLayout(0), u.buildHeader(), f.banner)
	f.news = container.New(layout.NewCustomPaddedLayout(12, 0, 16, 16), f.strip)
	f.news.Hide()
	middle := below(f.body, f.news, f.body)
	between := scrollingWhenLow(middle)
	page := below(between, top, between, bottom)
	f.rows, f.shape = []*fyne.Container{f.header, page, middle, between}, frameShape{}
	u.window.SetContent(container.NewStack(page, widgets.NewTips()))

	u.systemMenu()
	u.refreshAll()
}

func (u *UI) buildHeader() fyne.CanvasObject {
	u.frame.account = widgets.NewAccountButton(u.showAccountMenu)
	u.frame.header = container.New(headerRow{}, u.frame.account,
		widgets.NewButton(u.words.Text("ui.add"), theme.ContentAddIcon(), widgets.ButtonPrimary, u.onChoose),
		widgets.NewIconButton(u.words.Text("ui.history"), theme.HistoryIcon(), u.showHistory),
		widgets.NewIconButton(u.words.Text("ui.settings"), theme.SettingsIcon(), u.showSettings))
	return container.NewStack(widgets.NewGround(widgets.ColorHeader), atHeight(headerHeight, container.New(
		layout.NewCustomPaddedLayout(0, 0, 10, 12), u.frame.header)))
}

// buildEmpty makes what is shown before there are videos.
func (u *UI) buildEmpty() fyne.CanvasObject {
	title, hint := widgets.NewTitle(u.words.Text("ui.empty.title")), widgets.NewBody(u.words.Text("ui.empty.hint"))
	title.SetAlign(fyne.TextAlignCenter)
	hint.SetAlign(fyne.TextAlignCenter)
	hint.SetTone(widgets.ToneNeutral)
	icon := widget.NewIcon(theme.NewPrimaryThemedResource(theme.UploadIcon()))
	u.frame.trial = widgets.NewButton(u.words.Text("ui.practice.sample"), theme.MediaVideoIcon(), widgets.ButtonSecondary, u.addSample)
	u.frame.invite = widgets.NewButton(u.words.Text("ui.empty.practice"), nil, widgets.ButtonLink, func() { u.enterPractice(nil) })
	u.frame.trial.Hide()
	u.frame.choose = widgets.NewButton(u.words.Text("ui.empty.choose"), theme.FolderOpenIcon(), widgets.ButtonPrimary, u.onChoose)
	column := container.New(layout.NewCustomPaddedVBoxLayout(14),
		container.NewCenter(container.NewGridWrap(fyne.NewSize(44, 44), icon)),
		upTo(620, title), upTo(620, hint),
		widgets.NewCentredFlow(u.frame.choose,
			widgets.NewButton(u.words.Text("ui.empty.folder"), theme.FolderIcon(), widgets.ButtonSecondary, u.onChooseFolder),
			widgets.NewButton(u.words.Text("ui.empty.paste"), theme.ContentPasteIcon(), widgets.ButtonSecondary, u.onPaste)),
		widgets.NewCentredFlow(u.frame.trial),
		widgets.NewCentredFlow(u.frame.invite),
	)
	scroll := container.NewVScroll(middle(container.New(layout.NewCustomPaddedLayout(pageRing, pageRing, pageRing, pageRing), column)))
	scroll.SetMinSize(fyne.NewSize(0, leastScrolled))
	return container.New(&margins{most: 24}, widgets.NewDropZone(scrolling(scroll)))
}

// showPage covers the queue with a page; nil uncovers it. Either way a sign-in ends.
func (u *UI) showPage(page fyne.CanvasObject) {
	if u.signing != nil {
		u.signing.cancel() // what it began
	}
	if page == nil {
		u.signing, u.pending = nil, nil
	}
	u.cover(page)
}

// cover shows a page, or the queue, in the place of another. What had the focus there has it again when that comes back.
func (u *UI) cover(page fyne.CanvasObject) {
	canvas := u.window.Canvas()
	if focused := canvas.Focused(); focused != nil {
		u.foci[u.page] = focused
	}
	u.page = page
	canvas.Unfocus() // what had the focus is about to go, and would keep the keys to itself
	u.refreshFrame()
	focused := u.foci[page]
	if page == nil { // the pages are gone, but for a sign-in that is under way
		maps.DeleteFunc(u.foci, func(p fyne.CanvasObject, _ fyne.Focusable) bool { return u.signing == nil || p != u.signing.root })
	}
	u.refocus(focused)
}

// refocus gives the focus back to what had it, where that is still there; in the place of a card that went, to the
// selected one.
func (u *UI) refocus(focused fyne.Focusable) {
	o, ok := focused.(fyne.CanvasObject)
	if !ok {
		return
	}
	if _, card := focused.(*widgets.VideoCard); card && !widgets.Shown(u.window.Content(), o) && u.cards[u.selected] != nil {
		focused, o = u.cards[u.selected], u.cards[u.selected]
	}
	if widgets.Shown(u.window.Content(), o) {
		u.window.Canvas().Focus(focused)
	}
}

// refreshFrame shows what is true of the whole window: the page, the account, the footer.
func (u *UI) refreshFrame() {
	f := &u.frame
	show := f.panes
	switch {
	case u.page != nil:
		show = u.page
	case len(u.videos) == 0:
		show = f.empty
	}
	if f.body.Objects[0] != show {
		f.body.Objects[0] = show
		f.body.Refresh()
	}
	visible(f.banner, u.practice != nil)
	visible(f.trial, u.practice != nil)
	visible(f.invite, u.practice == nil && u.known && len(u.accounts) == 0)
	switch {
	case u.practice != nil:
		f.account.Set(u.words.Text("ui.account.practice"), u.words.Text("ui.account.practice.handle"))
	case u.account != nil:
		f.account.Set("@"+u.account.Name, "") // X has told no other name
	default:
		f.account.Set(u.words.Text("ui.account.none"), "")
	}
	u.refreshNews()
	u.refreshQueueHead()
	u.refreshFooter()
}

// frameShape is what the layout of the window's frame depends on.
type frameShape struct {
	account      float32 // the width that it wants
	banner, news bool
	strip        string // its words and buttons
}

// fit lays the frame out again where its shape has changed. Fyne does that by itself only when what a part needs at least
// has changed, and forgets it when something changes in a part further down.
func (f *frameParts) fit() {
	now := frameShape{f.account.Wants(), f.banner.Visible(), f.news.Visible(), f.strip.AccessibilityLabel()}
	if f.shape == now {
		return
	}
	f.shape = now
	f.strip.Relay()
	for _, row := range f.rows {
		row.Layout.Layout(row.Objects, row.Size())
	}
}

func visible(o fyne.CanvasObject, show bool) {
	switch {
	case show && !o.Visible():
		o.Show()
	case !show && o.Visible():
		o.Hide()
	}
}
