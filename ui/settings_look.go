package ui

import (
	"fyne.io/fyne/v2"

	"hoist/ui/home"
	"hoist/ui/widgets"
)

// lookRows are the settings of how the window looks.
type lookRows struct {
	theme *choices[home.Theme]
	size  *choices[int]
	still *widgets.Check
}

func (p *settingsPage) buildLook() []fyne.CanvasObject {
	u := p.ui
	p.theme = newChoices(p.text("ui.settings.theme"), func(t home.Theme) string { return p.text("ui.settings.theme." + string(t)) },
		func(t home.Theme) {
			u.settings.Theme = t
			p.relooked()
		}, home.System, home.Light, home.Dark)
	p.size = newChoices(p.text("ui.settings.size"), func(percent int) string { return p.text("format.percent", "Number", percent) },
		func(percent int) {
			u.settings.Size = percent
			p.relooked()
		}, 80, 90, 100, 110, 120, 130, 150, 180, 200)
	p.still = p.check("ui.settings.reduce_movement", func(on bool) {
		u.settings.ReduceMovement = on
		u.applyLook()
	})
	return []fyne.CanvasObject{beside(widgets.NewBody(p.text("ui.settings.theme")), p.theme.Select), p.row("ui.settings.size", p.size.Select), p.still}
}

// relooked shows the window in the look that was chosen.
func (p *settingsPage) relooked() {
	p.ui.applyLook()
	p.changed()
	p.relaid()
}

func (p *settingsPage) applyLook() {
	p.theme.set(p.ui.settings.Theme)
	p.size.set(p.ui.settings.Size)
	p.still.Set(p.ui.settings.ReduceMovement)
}
