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

	language *choices[string]
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
	p.language = newChoices(p.text("ui.settings.language"), p.languageName, u.chooseLanguage, "")
	u.work.Go(func() {
		tags := u.speakable()
		u.do(func() {
			p.language.offered = append([]string{""}, tags...)
			p.applyLook()
		})
	})
	return []fyne.CanvasObject{p.row("ui.settings.language", p.language.Select), beside(widgets.NewBody(p.text("ui.settings.theme")), p.theme.Select), p.row("ui.settings.size", p.size.Select), p.still}
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
	p.language.set(p.ui.settings.Language)
}

// languageName names a language as those do who speak it.
func (p *settingsPage) languageName(tag string) string {
	for _, one := range tongues {
		if one.tag == tag {
			return one.name
		}
	}
	return p.text("ui.settings.language.system")
}
