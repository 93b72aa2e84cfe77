package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// CreateRenderer is called by Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		button: b,
		ground: canvas.NewRectangle(color.Transparent),
		shade:  canvas.NewRectangle(color.Transparent),
		icon:   newIcon(),
		ring:   newRing(),
	}
	r.apply()
	return r
}

// look is what a button of some kind and state is painted with.
func (b *Button) look() (ground, shade, ink fyne.ThemeColorName) {
	switch b.kind {
	case ButtonPrimary:
		ground, ink = theme.ColorNamePrimary, theme.ColorNameForegroundOnPrimary
	case ButtonSecondary:
		ground, ink = theme.ColorNameButton, theme.ColorNameForeground
	case ButtonLink:
		ink = ColorLink
	default:
		ink = theme.ColorNameForeground
	}
	if b.color != "" {
		ink = b.color
	}
	switch {
	case b.Disabled():
		ink = theme.ColorNameDisabled
		if ground != "" {
			ground = theme.ColorNameDisabledButton
		}
	case b.kind != ButtonLink:
		shade = b.shade()
	}
	return ground, shade, ink
}

type buttonRenderer struct {
	button        *Button
	ground, shade *canvas.Rectangle
	icon          *icon
	lines         []*canvas.Text
	ring          *canvas.Rectangle
}

func (r *buttonRenderer) apply() {
	b := r.button
	ground, shade, ink := b.look()
	radius := theme.SizeForWidget(SizeRadius, b)
	r.ground.FillColor, r.ground.CornerRadius = named(ground, b), radius
	r.shade.FillColor, r.shade.CornerRadius = named(shade, b), radius
	r.icon.set(b.icon, ink)
	r.applyLines(ink)
	showRing(r.ring, b.focused, radius+2*focusStroke, b)
}

func (r *buttonRenderer) applyLines(ink fyne.ThemeColorName) {
	b := r.button
	lines := b.lines()
	for len(r.lines) < len(lines) {
		r.lines = append(r.lines, canvas.NewText("", color.Transparent))
	}
	r.lines = r.lines[:len(lines)]
	for i, line := range r.lines {
		line.Text = lines[i]
		line.Color = named(ink, b)
		line.TextSize = theme.SizeForWidget(SizeText, b)
		line.TextStyle = fyne.TextStyle{Bold: b.kind != ButtonLink, Underline: b.kind == ButtonLink}
	}
}

func (r *buttonRenderer) Refresh() {
	r.apply()
	r.Layout(r.button.Size())
	canvas.Refresh(r.button)
}

// words returns the size of all lines.
func (r *buttonRenderer) words() (size fyne.Size) {
	for _, line := range r.lines {
		least := line.MinSize()
		size = fyne.NewSize(max(size.Width, least.Width), size.Height+least.Height)
	}
	return size
}

func (r *buttonRenderer) MinSize() fyne.Size {
	b := r.button
	label := b.words()
	if label == "" {
		return fyne.NewSquareSize(b.side)
	}
	height, more := float32(buttonHeight), b.measure(label).Height*float32(len(b.lines())-1)
	if b.kind == ButtonLink {
		height = linkHeight
	}
	return fyne.NewSize(min(b.Wants(), buttonMost), height+more)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	b := r.button
	_, _, ink := b.look()
	r.applyLines(ink)
	r.ground.Resize(size)
	r.shade.Resize(size)
	layoutRing(r.ring, size, 2*focusStroke)
	words := r.words()
	width := words.Width
	if b.icon != nil {
		width += buttonIcon
		if len(r.lines) > 0 {
			width += b.gap()
		}
	}
	x := (size.Width - width) / 2
	if b.icon != nil {
		if len(r.lines) > 0 && b.kind != ButtonLink {
			x--
		}
		r.icon.place(x, (size.Height-buttonIcon)/2, buttonIcon)
		x += buttonIcon + b.gap()
	}
	y := (size.Height - words.Height) / 2
	for _, line := range r.lines {
		least := line.MinSize()
		line.Move(fyne.NewPos(x, y))
		line.Resize(least)
		y += least.Height
	}
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.ground, r.shade, r.icon.Image}
	for _, line := range r.lines {
		all = append(all, line)
	}
	return append(all, r.ring)
}

func (r *buttonRenderer) Destroy() {}
