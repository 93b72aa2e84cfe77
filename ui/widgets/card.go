package widgets

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

// CardView is all that a [VideoCard] shows.
type CardView struct {
	Title     string        // the video's name; cut with "…" where it does not fit
	Line      string        // its state in one line
	Tone      Tone          // of the line
	Icon      fyne.Resource // before the line, in its tone; nil: none
	Thumbnail Thumbnail
	Segments  []Segment // nil: no bar
	Selected  bool

	ActionLabel string        // what the button at the right is called by those who do not see its icon
	ActionIcon  fyne.Resource // nil: no button
}

func (v CardView) equal(o CardView) bool {
	return v.Title == o.Title && v.Line == o.Line && v.Tone == o.Tone && v.Icon == o.Icon &&
		v.Thumbnail == o.Thumbnail && v.Selected == o.Selected && v.ActionLabel == o.ActionLabel &&
		v.ActionIcon == o.ActionIcon && slices.Equal(v.Segments, o.Segments)
}

// Measures of a card, in dp.
const (
	cardHeight    = 76
	cardBarHeight = 92 // with a bar
	cardPadding   = 14
	cardGap       = 12 // between thumbnail and words
	cardBar       = 10
	cardLineIcon  = 15
	cardButton    = 32
	cardMinWidth  = 260
)

// VideoCard is one video in the queue. The whole card can be tapped, and reached with Tab; one button stands at its
// right. The selected card has an outline at its edge, the focused one a second outline inside it.
type VideoCard struct {
	control
	OnSelect func() // the card was tapped, or activated by Space or Return
	OnAction func() // the button was

	// OnMenu asks for a menu of all that can be done, at a place of the window.
	OnMenu func(at fyne.Position)

	view      CardView
	thumbnail *Poster
	title     *Text
	icon      *icon
	line      *Text
	bar       *SegmentBar
	action    *Button
}

var (
	_ fyne.Focusable    = (*VideoCard)(nil)
	_ fyne.Tappable     = (*VideoCard)(nil)
	_ fyne.Accessible   = (*VideoCard)(nil)
	_ desktop.Hoverable = (*VideoCard)(nil)

	_ fyne.SecondaryTappable = (*VideoCard)(nil)
)

// NewVideoCard returns an empty card, 76 dp high, or 92 while it shows a bar.
func NewVideoCard() *VideoCard {
	c := &VideoCard{
		thumbnail: newThumbnail(),
		title:     NewStrong("").Ellipsize(),
		icon:      newIcon(),
		line:      NewCaption("").Ellipsize(),
		bar:       NewSegmentBar(cardBar, false),
	}
	c.action = NewIconButton("", nil, func() {
		if c.OnAction != nil {
			c.OnAction()
		}
	})
	c.action.color, c.action.side = ColorTextDim, cardButton
	c.action.Hide()
	c.bar.Hide()
	c.extend(c, func() {
		if c.OnSelect != nil {
			c.OnSelect()
		}
	})
	return c
}

// TappedSecondary asks for the menu.
func (c *VideoCard) TappedSecondary(e *fyne.PointEvent) {
	if c.OnMenu != nil {
		c.OnMenu(e.AbsolutePosition)
	}
}

// TypedKey selects the card on Space and Return. On one that is selected they mean what they mean to the window: its
// pause and its action.
func (c *VideoCard) TypedKey(key *fyne.KeyEvent) {
	if c.view.Selected {
		passKey(c, key)
		return
	}
	c.control.TypedKey(key)
}

// Set shows the view. Segments is not kept.
func (c *VideoCard) Set(view CardView) {
	if c.view.equal(view) {
		return
	}
	c.bar.SetSegments(view.Segments)
	c.bar.SetLabel(view.Line)
	hadBar := c.bar.Visible()
	c.view = view
	c.view.Segments = c.bar.segments // the card compares with the bar's copy
	if view.Segments == nil {
		c.view.Segments = nil
	}
	c.thumbnail.Set(view.Thumbnail)
	c.title.SetText(view.Title)
	c.icon.set(view.Icon, view.Tone.color())
	c.line.SetText(view.Line)
	c.line.SetTone(view.Tone)
	setVisible(c.bar, view.Segments != nil)
	c.action.name = view.ActionLabel
	c.action.SetIcon(view.ActionIcon)
	setVisible(c.action, view.ActionIcon != nil)
	if hadBar != c.bar.Visible() {
		c.bar.Refresh()
	}
	c.Refresh()
}

func setVisible(o fyne.CanvasObject, visible bool) {
	switch {
	case visible == o.Visible():
	case visible:
		o.Show()
	default:
		o.Hide()
	}
}

// AccessibilityLabel is title, line and the button's name: "Launch film.mp4, Uploading · 57 %, Pause".
func (c *VideoCard) AccessibilityLabel() string {
	parts := []string{c.view.Title, c.view.Line, c.view.ActionLabel}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

func (c *VideoCard) held() fyne.CanvasObject { return c.action }

// CreateRenderer is called by Fyne.
func (c *VideoCard) CreateRenderer() fyne.WidgetRenderer {
	r := &videoCardRenderer{
		card:   c,
		ground: newSlab(),
		shade:  canvas.NewRectangle(color.Transparent),
		ring:   newRing(),
	}
	r.apply()
	return r
}

type videoCardRenderer struct {
	card        *VideoCard
	ground      *slab
	shade, ring *canvas.Rectangle
}

func (r *videoCardRenderer) apply() {
	c := r.card
	radius := theme.SizeForWidget(SizeCardRadius, c)
	outline, stroke := ColorHairline, float32(1)
	if c.view.Selected {
		outline, stroke = theme.ColorNamePrimary, 2
	}
	r.ground.set(named(ColorCard, c), named(outline, c), radius, stroke)
	r.shade.CornerRadius, r.shade.FillColor = radius, color.Transparent
	if c.hovered {
		r.shade.FillColor = named(theme.ColorNameHover, c)
	}
	r.shade.Hidden = !c.hovered
	showRing(r.ring, c.focused, radius-2*focusStroke, c)
}

func (r *videoCardRenderer) Refresh() {
	r.apply()
	r.Layout(r.card.Size())
	canvas.Refresh(r.card)
}

func (r *videoCardRenderer) MinSize() fyne.Size {
	if r.card.bar.Visible() {
		return fyne.NewSize(cardMinWidth, cardBarHeight)
	}
	return fyne.NewSize(cardMinWidth, cardHeight)
}

func (r *videoCardRenderer) Layout(size fyne.Size) {
	c := r.card
	r.ground.layout(size)
	r.shade.Resize(size)
	layoutRing(r.ring, size, -2*focusStroke)

	top := float32(cardPadding)
	if !c.bar.Visible() {
		top = (size.Height - thumbnailHeight) / 2
	}
	c.thumbnail.Move(fyne.NewPos(cardPadding, top))
	c.thumbnail.Resize(fyne.NewSize(thumbnailWidth, thumbnailHeight))

	r.layoutWords(size.Width, top)

	c.bar.Move(fyne.NewPos(cardPadding, size.Height-cardPadding-cardBar))
	c.bar.Resize(fyne.NewSize(size.Width-2*cardPadding, cardBar))
}

// layoutWords puts title and line in the middle of the thumbnail's height. The button is level with the title, so that
// the line has the whole width.
func (r *videoCardRenderer) layoutWords(width, top float32) {
	c := r.card
	left, right := float32(cardPadding+thumbnailWidth+cardGap), width-cardPadding
	title, line := c.title.MinSize().Height, c.line.MinSize().Height
	y := top + (thumbnailHeight-title-line-5)/2
	titleRight := right
	if c.action.Visible() {
		x := width - cardPadding/2 - cardButton
		c.action.Move(fyne.NewPos(x, y+(title-cardButton)/2))
		c.action.Resize(fyne.NewSquareSize(cardButton))
		titleRight = x - 2
	}
	c.title.Move(fyne.NewPos(left, y))
	c.title.Resize(fyne.NewSize(titleRight-left, title))
	y += title + 5
	if !c.icon.Hidden {
		c.icon.place(left-1, y+(line-cardLineIcon)/2, cardLineIcon)
		left += cardLineIcon + 4
	}
	c.line.Move(fyne.NewPos(left, y))
	c.line.Resize(fyne.NewSize(right-left, line))
}

func (r *videoCardRenderer) Objects() []fyne.CanvasObject {
	c := r.card
	return []fyne.CanvasObject{
		r.ground.outline, r.ground.face, r.shade, c.thumbnail, c.title, c.icon.Image, c.line, c.bar,
		c.action, r.ring,
	}
}

func (r *videoCardRenderer) Destroy() {}
