package ui

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"hoist/ui/widgets"
)

// settingsPage shows what a person can choose. What is changed holds at once and is written to the settings; the page
// shows what holds, from wherever it was changed. Its sections are in the files settings_*.go.
type settingsPage struct {
	ui    *UI
	frame *pageFrame

	uploadingRows
	lookRows
	networkRows
	privacyRows
	accounts *fyne.Container // one row an account
	listed   []string        // the names in it, that which videos go to first
}

// Places of sections of the settings.
const (
	lookSection    = 2
	networkSection = 3
)

// showSettings shows the settings, unless they are there.
func (u *UI) showSettings() {
	if u.shows(u.words.Text("ui.settings.title")) {
		return
	}
	p := &settingsPage{ui: u}
	sections := []section{
		{title: p.text("ui.settings.uploading"), rows: p.buildUploading()},
		{title: p.text("ui.settings.accounts"), rows: p.buildAccounts()},
		{title: p.text("ui.settings.look"), rows: p.buildLook()},
		{title: p.text("ui.settings.network"), rows: p.buildNetwork()},
		{title: p.text("ui.settings.privacy"), rows: p.buildPrivacy()},
	}
	p.frame = u.newPage(p.text("ui.settings.title"), sections...)
	if p.version != nil {
		p.version.frame = p.frame
	}
	p.apply()
	u.settingsPage = p
	u.showFrame(p.frame)
}

// showNetworkSettings shows the settings, those of the network at the top.
func (u *UI) showNetworkSettings() {
	u.showSettings()
	u.settingsPage.frame.jump(networkSection)
}

func (p *settingsPage) text(id string, args ...any) string { return p.ui.words.Text(id, args...) }

// refreshSettings shows the settings anew, where they are shown.
func (u *UI) refreshSettings() {
	if p := u.settingsPage; p != nil && u.page == p.frame.root {
		p.apply()
	}
}

// apply shows what holds.
func (p *settingsPage) apply() {
	p.applyUploading()
	p.applyAccounts()
	p.applyLook()
	p.applyNetwork()
	p.applyPrivacy()
}

// changed keeps what was changed.
func (p *settingsPage) changed() {
	p.ui.saveSettings()
	p.apply()
}

// relaid lays the page out again, after something has come or gone.
func (p *settingsPage) relaid() { p.frame.scroll.Refresh() }

// row is a setting.
func (p *settingsPage) row(id string, control fyne.CanvasObject) fyne.CanvasObject {
	return p.ui.row(id, control)
}

// row is what something is, a line that explains it, and what changes or does it at the right.
func (u *UI) row(id string, control fyne.CanvasObject) fyne.CanvasObject {
	words := container.New(layout.NewCustomPaddedVBoxLayout(1), widgets.NewBody(u.words.Text(id)), widgets.NewHint(u.words.Text(id+".hint")))
	return beside(words, control)
}

// besideWords is the least room for words with a control at their right, in dp.
const besideWords = 150

// beside puts a control at the right of words, both in the middle; below them where a window is too narrow.
func beside(words, control fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&sides{least: besideWords}, middle(words), control)
}

// check is a setting that is on or off.
func (p *settingsPage) check(id string, set func(bool)) *widgets.Check {
	return widgets.NewCheck(p.text(id), p.text(id+".hint"), p.text("ui.settings.on"), p.text("ui.settings.off"), func(on bool) {
		set(on)
		p.changed()
	})
}

// choices is a select with a value behind each option.
type choices[T cmp.Ordered] struct {
	*widgets.Select
	offered []T // in their order
	label   func(T) string
	values  []T // offered, and the one that holds
}

// newChoices returns a select of the values. Those that are numbers come in their order.
func newChoices[T cmp.Ordered](name string, label func(T) string, chosen func(T), offered ...T) *choices[T] {
	c := &choices[T]{offered: offered, label: label}
	c.Select = widgets.NewSelect(name, func(i int) { chosen(c.values[i]) })
	return c
}

// set shows which value holds; one that is not offered, as an option of its own.
func (c *choices[T]) set(value T) {
	c.values = c.offered
	at := slices.Index(c.values, value)
	if at < 0 {
		at, _ = slices.BinarySearch(c.offered, value)
		c.values = slices.Insert(slices.Clone(c.offered), at, value)
	}
	labels := make([]string, len(c.values))
	for i, v := range c.values {
		labels[i] = c.label(v)
	}
	c.Set(labels, at)
}
