package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// icon is an image of a themed resource that changes its colour by name.
type icon struct {
	*canvas.Image
	source fyne.Resource
	color  fyne.ThemeColorName
}

func newIcon() *icon {
	i := &icon{Image: canvas.NewImageFromResource(nil)}
	i.FillMode = canvas.ImageFillContain
	i.Hide()
	return i
}

// set shows source in the named colour; nil shows nothing. A resource that does not follow the theme keeps its colours.
func (i *icon) set(source fyne.Resource, color fyne.ThemeColorName) {
	if source == i.source && color == i.color {
		return
	}
	i.source, i.color = source, color
	i.Hidden = source == nil
	i.Resource = source
	if _, themed := source.(fyne.ThemedResource); themed {
		i.Resource = theme.NewColoredResource(source, color)
	}
	i.Refresh()
}

// place puts the icon at x, y as a square of the given size.
func (i *icon) place(x, y, size float32) {
	i.Move(fyne.NewPos(x, y))
	i.Resize(fyne.NewSquareSize(size))
}
