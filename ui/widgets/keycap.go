package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// NewKeyCap returns the name of a key, or of keys that are pressed together, on a cap of 24 dp. It is a plain container,
// so that assistive tools find the text.
func NewKeyCap(keys string) *fyne.Container {
	text := newText(keys, SizeCaption, theme.ColorNameForeground, true, fitNot)
	return container.NewStack(newSurface(ColorWell, ColorHairline, SizeRadius),
		container.New(layout.NewCustomPaddedLayout(4, 4, 8, 8), text))
}
