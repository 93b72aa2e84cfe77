package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"hoist/upload"
)

// shortcuts lets the window know the keys that mean something to it.
func (u *UI) shortcuts() {
	canvas := u.window.Canvas()
	for keys, do := range u.bindings() {
		canvas.AddShortcut(&keys, func(fyne.Shortcut) { do() })
	}
	for shortcut, do := range u.standards() {
		canvas.AddShortcut(shortcut, func(fyne.Shortcut) { u.free(do) })
	}
	canvas.SetOnTypedKey(u.onKey)
}

// standards are what those keys do that Fyne has a meaning of its own for.
func (u *UI) standards() map[fyne.Shortcut]func() {
	return map[fyne.Shortcut]func(){
		&fyne.ShortcutPaste{}: u.onPaste,
		&fyne.ShortcutCopy{}:  u.copySelected,
		&fyne.ShortcutRedo{}:  u.showHistory, // what it takes Ctrl+Y for
	}
}

// bindings are what keys do together with Ctrl, Alt or ⌘, also while text is being written. Closing is always possible;
// the rest has to wait while a menu or a question is open, and what means the queue while a page covers it.
func (u *UI) bindings() map[desktop.CustomShortcut]func() {
	mod, alt := fyne.KeyModifierShortcutDefault, fyne.KeyModifierAlt
	free := func(do func()) func() { return func() { u.free(do) } }
	queue := func(do func()) func() {
		return free(func() {
			if u.page == nil {
				do()
			}
		})
	}
	return map[desktop.CustomShortcut]func(){
		{KeyName: fyne.KeyW, Modifier: mod}:                         u.onClose,
		{KeyName: fyne.KeyQ, Modifier: mod}:                         u.onClose,
		{KeyName: fyne.KeyO, Modifier: mod}:                         free(u.onChoose),
		{KeyName: fyne.KeyO, Modifier: mod | fyne.KeyModifierShift}: free(u.onChooseFolder),
		{KeyName: fyne.KeyComma, Modifier: mod}:                     free(u.showSettings),
		{KeyName: fyne.KeyY, Modifier: mod}:                         free(u.showHistory),
		{KeyName: fyne.KeySlash, Modifier: mod}:                     free(u.showKeys),
		{KeyName: fyne.KeyL, Modifier: mod}:                         free(u.showLimitMenu),
		{KeyName: fyne.Key1, Modifier: mod}:                         free(func() { u.uncover(areaQueue) }),
		{KeyName: fyne.Key2, Modifier: mod}:                         free(func() { u.uncover(areaDetails) }),
		{KeyName: fyne.KeyP, Modifier: mod}:                         free(u.pauseOrResumeAll),
		{KeyName: fyne.KeyR, Modifier: mod}:                         queue(u.retryAll),
		{KeyName: fyne.KeyC, Modifier: mod | fyne.KeyModifierShift}: queue(func() { u.copyRequest(upload.Curl) }),
		{KeyName: fyne.KeyUp, Modifier: alt}:                        queue(func() { u.moveBy(u.selected, -1) }),
		{KeyName: fyne.KeyDown, Modifier: alt}:                      queue(func() { u.moveBy(u.selected, 1) }),
	}
}

// free does something unless a menu or a question is open.
func (u *UI) free(do func()) {
	if u.window.Canvas().Overlays().Top() == nil {
		do()
	}
}

// uncover leaves the page for a part of the queue. A sign-in stays as it is, for whoever comes back to it.
func (u *UI) uncover(area int) {
	if u.page != nil {
		u.cover(nil)
	}
	u.goTo(area)
}

// copySelected copies the media ID of the selected video.
func (u *UI) copySelected() {
	if v := u.selected; v != nil && v.state == done && u.page == nil {
		u.perform(v, actionCopyID)
	}
}

// onKey does what a key means that no object of the window has a use for.
func (u *UI) onKey(key *fyne.KeyEvent) {
	if u.asking != nil { // what lies under a question is out of reach
		if key.Name == fyne.KeyEscape {
			u.dismiss()
		}
		return
	}
	switch key.Name {
	case fyne.KeyEscape:
		u.goBackOne()
	case fyne.KeyF1:
		u.showKeys()
	case fyne.KeyF6:
		u.nextArea()
	default:
		if u.page == nil {
			u.onQueueKey(key.Name)
		}
	}
}

// goBackOne leaves the page, or the details where they cover the queue, or puts the strip away. It never touches an
// upload.
func (u *UI) goBackOne() {
	switch {
	case u.page != nil:
		u.leavePage()
	case u.narrow && u.deep:
		u.goDeep(false)
	default:
		u.hideStrip()
	}
}

// onQueueKey does what a key means to the queue.
func (u *UI) onQueueKey(key fyne.KeyName) {
	switch key {
	case fyne.KeyUp:
		u.selectBy(-1)
	case fyne.KeyDown:
		u.selectBy(1)
	case fyne.KeyHome:
		u.selectBy(-len(u.videos))
	case fyne.KeyEnd:
		u.selectBy(len(u.videos))
	case desktop.KeyMenu, fyne.KeyF10: // with Shift, which Fyne does not tell; alone it has no other meaning here
		u.showSelectedMenu()
	default:
		if u.selected != nil {
			u.onSelectedKey(u.selected, key)
		}
	}
}

// onSelectedKey does what a key means for the selected video.
func (u *UI) onSelectedKey(v *video, key fyne.KeyName) {
	switch key {
	case fyne.KeySpace:
		u.pauseOrResume(v)
	case fyne.KeyReturn, fyne.KeyEnter:
		u.perform(v, primaryOf(v, u.now()))
	case fyne.KeyDelete, fyne.KeyBackspace:
		u.askRemove(v)
	case fyne.KeyR:
		if v.state == failed {
			u.retry(v)
		}
	}
}
