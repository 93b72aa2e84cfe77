package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

func (p *settingsPage) buildAccounts() []fyne.CanvasObject {
	p.accounts = container.New(layout.NewCustomPaddedVBoxLayout(10))
	add := widgets.NewButton(p.text("ui.menu.add_account"), theme.ContentAddIcon(), widgets.ButtonSecondary, p.ui.onSignIn)
	return []fyne.CanvasObject{p.accounts, widgets.NewFlow(add)}
}

// applyAccounts lists who is signed in. Rows are made anew only where there is another list, so that the focus stays.
func (p *settingsPage) applyAccounts() {
	u := p.ui
	current := ""
	if u.account != nil {
		current = u.account.Name
	}
	listed := []string{current}
	for _, a := range u.accounts {
		listed = append(listed, a.Name)
	}
	if slices.Equal(listed, p.listed) {
		return
	}
	p.listed = listed
	p.accounts.RemoveAll()
	for _, name := range listed[1:] {
		p.accounts.Add(p.accountRow(name, name == current))
	}
	if len(u.accounts) == 0 {
		p.accounts.Add(widgets.NewHint(p.text("ui.settings.accounts.none")))
	}
	if p.frame != nil {
		p.relaid()
	}
}

// accountRow is an account: that it is the one that videos go to, and what removes it.
func (p *settingsPage) accountRow(name string, current bool) fyne.CanvasObject {
	hint := ""
	switch {
	case name == p.ui.deps.Environment:
		hint = p.text("ui.settings.accounts.environment")
	case current:
		hint = p.text("ui.settings.accounts.current")
	}
	words := container.New(layout.NewCustomPaddedVBoxLayout(1), widgets.NewStrong("@"+name).Ellipsize())
	if hint != "" {
		words.Add(widgets.NewHint(hint))
	}
	face := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 4), middle(widgets.NewAvatar(name)))
	row := container.NewBorder(nil, nil, face, nil, middle(words))
	if name == p.ui.deps.Environment { // which Hoist cannot change
		return row
	}
	return beside(row, widgets.NewButton(p.text("ui.settings.accounts.remove", "Account", name), nil, widgets.ButtonSecondary, func() { p.ui.askSignOut(name) }))
}
