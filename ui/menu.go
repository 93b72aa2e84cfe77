package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"hoist/upload"
)

// showCardMenu shows all that can be done with a video, at a place of the window.
func (u *UI) showCardMenu(v *video, at fyne.Position) {
	u.choose(v)
	widget.NewPopUpMenu(fyne.NewMenu("", u.menuOf(v)...), u.window.Canvas()).ShowAtPosition(at)
}

// showSelectedMenu shows the menu of the selected video beside its card, for those who have no mouse.
func (u *UI) showSelectedMenu() {
	v := u.selected
	if v == nil {
		return
	}
	u.frame.list.Reveal(v)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(u.cards[v])
	u.showCardMenu(v, at.AddXY(100, u.cards[v].Size().Height/2))
}

// menuOf returns what fits a video's state, what helps most first.
func (u *UI) menuOf(v *video) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	do := func(a action) {
		label, _ := u.buttonOf(v, a)
		items = append(items, fyne.NewMenuItem(label, func() {
			if u.has(v) { // it may have gone while the menu stood
				u.perform(v, a)
			}
		}))
	}
	for _, a := range menuActionsOf(v, u.now()) {
		do(a)
	}
	for _, a := range u.othersFor(v) {
		items = append(items, fyne.NewMenuItem(u.words.Text("ui.menu.upload_as", "Account", a.Name), func() { u.uploadAs(v, a) }))
	}
	items = append(items, fyne.NewMenuItemSeparator())
	at, last := slices.Index(u.videos, v), len(u.videos)-1
	move := func(id string, possible bool, to func()) {
		item := fyne.NewMenuItem(u.words.Text(id), to)
		item.Disabled = !possible
		items = append(items, item)
	}
	move("ui.move.up", at > 0, func() { u.moveBy(v, -1) })
	move("ui.move.down", at < last, func() { u.moveBy(v, 1) })
	move("ui.move.top", at > 0, func() { u.move(v, 0) })
	items = append(items, fyne.NewMenuItemSeparator())
	if v.progress.MediaID != "" && v.state == processing {
		items = append(items, fyne.NewMenuItem(u.words.Text("ui.copy_id"), func() { u.copyID(v.progress.MediaID) }))
	}
	if v.progress.MediaID != "" || v.state == done {
		items = append(items, fyne.NewMenuItem(u.words.Text("ui.copy_curl"), func() { u.copyRequest(upload.Curl) }),
			fyne.NewMenuItem(u.words.Text("ui.copy_twurl"), func() { u.copyRequest(upload.Twurl) }))
	}
	do(actionRemove)
	return items
}

// showQueueMenu shows what can be done with all videos.
func (u *UI) showQueueMenu() {
	button := u.frame.more
	popup := widget.NewPopUpMenu(fyne.NewMenu("", u.queueMenu()...), u.window.Canvas())
	popup.ShowAtRelativePosition(fyne.NewPos(button.Size().Width-popup.MinSize().Width, button.Size().Height+2), button)
}

func (u *UI) queueMenu() []*fyne.MenuItem {
	count, fallen := map[state]int{}, false
	for _, v := range u.videos {
		count[v.state]++
		fallen = fallen || v.retriable()
	}
	item := func(id string, possible bool, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItem(u.words.Text(id), do)
		i.Disabled = !possible
		return i
	}
	moving := count[uploading] + count[waiting]
	items := []*fyne.MenuItem{item("ui.upload_all", count[ready] > 0, u.uploadAll)}
	if moving > 0 || count[paused] == 0 {
		items = append(items, item("ui.pause_all", moving > 0, func() { u.pauseAll() }))
	}
	if count[paused] > 0 {
		items = append(items, item("ui.resume_all", true, u.resumeAll))
	}
	return append(items,
		item("ui.retry_all", fallen, u.retryAll), fyne.NewMenuItemSeparator(),
		item("ui.clear", count[done] > 0, u.clearFinished),
		item("ui.menu.remove_all", len(u.videos) > 0, u.askRemoveAll))
}

// limits are what the speed of all uploads together can be limited to, in bytes per second; 0: not at all.
var limits = []int64{0, 250_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000}

// showLimitMenu lets a person choose a limit of the speed. It opens above the footer's button.
func (u *UI) showLimitMenu() {
	var items []*fyne.MenuItem
	for _, limit := range limits {
		label := u.words.Text("ui.limit.none")
		if limit > 0 {
			label = u.words.Speed(float64(limit))
		}
		item := fyne.NewMenuItem(label, func() { u.setLimit(limit) })
		item.Checked = limit == u.settings.SpeedLimit
		items = append(items, item)
	}
	button := u.frame.limit
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), u.window.Canvas())
	size := menu.MinSize()
	menu.ShowAtRelativePosition(fyne.NewPos(button.Size().Width-size.Width, -size.Height-6), button)
}

// setLimit limits the speed of all uploads together from now on, also of those that are under way.
func (u *UI) setLimit(bytesPerSecond int64) {
	u.settings.SpeedLimit = bytesPerSecond
	u.deps.Limit.Set(bytesPerSecond)
	u.saveSettings()
	if bytesPerSecond > 0 {
		u.status(u.words.Text("ui.status.limit", "Speed", u.words.Speed(float64(bytesPerSecond))))
	} else {
		u.status(u.words.Text("ui.status.limit_off"))
	}
	u.refreshFrame()
	u.refreshSettings()
}
