package ui

import (
	"math"

	"fyne.io/fyne/v2"

	"hoist/assets"
	"hoist/ui/home"
)

// looks is Fyne's app with two things that it takes from its own settings file alone: how large everything is, and
// whether things move by themselves.
type looks struct {
	fyne.App
	settings *lookSettings
}

func newLooks(app fyne.App) *looks {
	l := &looks{App: app, settings: &lookSettings{Settings: app.Settings(), size: 1}}
	fyne.SetCurrentApp(l)
	return l
}

// Settings implements fyne.App.
func (l *looks) Settings() fyne.Settings { return l.settings }

type lookSettings struct {
	fyne.Settings
	size  float32
	still bool
}

// Scale implements fyne.Settings: what Fyne's own settings say, times ours. FYNE_SCALE takes the place of both.
func (s *lookSettings) Scale() float32 {
	own := s.Settings.Scale()
	if own <= 0 {
		own = 1
	}
	return own * s.size
}

// ShowAnimations implements fyne.Settings.
func (s *lookSettings) ShowAnimations() bool { return !s.still && s.Settings.ShowAnimations() }

// windowSize is how large the window is to be. The settings have what it would be at 100 %.
func (u *UI) windowSize() fyne.Size {
	size := u.look.settings.size
	return fyne.NewSize(float32(u.settings.WindowWidth)/size, float32(u.settings.WindowHeight)/size)
}

// keepWindowSize notes how large the window is.
func (u *UI) keepWindowSize() {
	now, size := u.window.Canvas().Size(), u.look.settings.size
	whole := func(length float32) int { return int(math.Round(float64(length * size))) } // cut off, it would shrink at each start
	u.settings.WindowWidth, u.settings.WindowHeight = whole(now.Width), whole(now.Height)
}

// applyLook shows the window as the settings have it. When everything becomes larger the window keeps its place on the
// screen, and there is less in it.
func (u *UI) applyLook() {
	look := u.look.settings
	was := look.size
	look.size, look.still = float32(u.settings.Size)/100, u.settings.ReduceMovement
	choice := map[home.Theme]VariantChoice{home.Light: VariantLight, home.Dark: VariantDark}[u.settings.Theme]
	look.SetTheme(NewTheme(assets.FontRegular(), assets.FontSemiBold(), assets.FontMono(), choice))
	if was != look.size && u.window != nil {
		size := u.window.Canvas().Size()
		u.window.Resize(fyne.NewSize(size.Width*was/look.size, size.Height*was/look.size))
	}
}
