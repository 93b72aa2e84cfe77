package widgets

import (
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// avatarSize is both sides of an avatar, in dp.
const avatarSize = 28

// Avatar is a disc with the first letter of a name, or with the outline of a person while there is no name.
type Avatar struct {
	widget.BaseWidget
	name string
}

var _ fyne.Accessible = (*Avatar)(nil)

// NewAvatar returns the avatar of name, 28 by 28 dp.
func NewAvatar(name string) *Avatar {
	a := &Avatar{name: name}
	a.ExtendBaseWidget(a)
	return a
}

// SetName changes the name.
func (a *Avatar) SetName(name string) {
	if a.name != name {
		a.name = name
		a.Refresh()
	}
}

// initial returns the first letter or digit of the name, as a capital.
func (a *Avatar) initial() string {
	for _, r := range a.name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return ""
}

// AccessibilityLabel is the name.
func (a *Avatar) AccessibilityLabel() string { return a.name }

// AccessibilityRole is text.
func (a *Avatar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is called by Fyne.
func (a *Avatar) CreateRenderer() fyne.WidgetRenderer {
	r := &avatarRenderer{avatar: a, disc: canvas.NewCircle(color.Transparent), letter: canvas.NewText("", nil), icon: newIcon()}
	r.apply()
	return r
}

type avatarRenderer struct {
	avatar *Avatar
	disc   *canvas.Circle
	letter *canvas.Text
	icon   *icon
}

func (r *avatarRenderer) apply() {
	initial := r.avatar.initial()
	ground := theme.ColorNamePrimary
	if initial == "" {
		ground = ColorWell
		r.icon.set(r.avatar.Theme().Icon(theme.IconNameAccount), ColorTextDim)
	}
	r.icon.Hidden = initial != ""
	r.disc.FillColor = named(ground, r.avatar)
	r.letter.Text = initial
	r.letter.Color = named(theme.ColorNameForegroundOnPrimary, r.avatar)
	r.letter.TextSize = theme.SizeForWidget(SizeCaption, r.avatar)
	r.letter.TextStyle = fyne.TextStyle{Bold: true}
}

func (r *avatarRenderer) Refresh() {
	r.apply()
	r.Layout(r.avatar.Size())
	canvas.Refresh(r.avatar)
}

func (r *avatarRenderer) Layout(size fyne.Size) {
	side := min(size.Width, size.Height)
	x, y := (size.Width-side)/2, (size.Height-side)/2
	r.disc.Move(fyne.NewPos(x, y))
	r.disc.Resize(fyne.NewSquareSize(side))
	text := r.letter.MinSize()
	r.letter.Move(fyne.NewPos((size.Width-text.Width)/2, (size.Height-text.Height)/2))
	r.letter.Resize(text)
	r.icon.place(x+side/5, y+side/5, side*3/5)
}

func (r *avatarRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(avatarSize) }

func (r *avatarRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.disc, r.letter, r.icon.Image}
}

func (r *avatarRenderer) Destroy() {}

// Measures of an account button, in dp.
const (
	accountHeight = 42
	accountSide   = 7
	accountGap    = 9
	accountArrow  = 18
	accountWords  = 220                                                        // the most that name and handle get
	accountLeast  = 2*accountSide + avatarSize + accountGap + 4 + accountArrow // without words
)

// AccountButton shows an account, its avatar, name and handle, and an arrow that promises a menu.
type AccountButton struct {
	control
	OnTapped func()

	avatar       *Avatar
	name, handle *Text
}

var (
	_ fyne.Focusable  = (*AccountButton)(nil)
	_ fyne.Accessible = (*AccountButton)(nil)
)

// NewAccountButton returns a button without an account.
func NewAccountButton(onTapped func()) *AccountButton {
	a := &AccountButton{
		OnTapped: onTapped,
		avatar:   NewAvatar(""),
		name:     NewStrong("").Ellipsize(),
		handle:   NewCaption("").Ellipsize(),
	}
	a.extend(a, func() {
		if a.OnTapped != nil {
			a.OnTapped()
		}
	})
	return a
}

// Set shows the account. With an empty handle the name stands alone, and unless it is a handle itself the avatar shows no
// letter then: that is "Not signed in".
func (a *AccountButton) Set(name, handle string) {
	initial := name
	if handle == "" && !strings.HasPrefix(name, "@") {
		initial = ""
	}
	a.avatar.SetName(initial)
	a.name.SetText(name)
	a.handle.SetText(handle)
	setVisible(a.handle, handle != "")
	a.Refresh()
}

// Wants is how wide it has to be for name and handle to be seen whole; in less they are cut.
func (a *AccountButton) Wants() float32 { return accountLeast + a.words() }

// AccessibilityLabel is name and handle.
func (a *AccountButton) AccessibilityLabel() string {
	return strings.TrimSpace(a.name.Text() + " " + a.handle.Text())
}

// CreateRenderer is called by Fyne.
func (a *AccountButton) CreateRenderer() fyne.WidgetRenderer {
	r := &accountRenderer{button: a, shade: canvas.NewRectangle(color.Transparent), arrow: newIcon(), ring: newRing()}
	r.apply()
	return r
}

type accountRenderer struct {
	button      *AccountButton
	shade, ring *canvas.Rectangle
	arrow       *icon
}

func (r *accountRenderer) apply() {
	a := r.button
	radius := theme.SizeForWidget(SizeRadius, a)
	r.shade.FillColor, r.shade.CornerRadius = named(a.shade(), a), radius
	r.arrow.set(a.Theme().Icon(theme.IconNameArrowDropDown), ColorTextDim)
	showRing(r.ring, a.focused, radius, a)
}

func (r *accountRenderer) Refresh() {
	r.apply()
	r.Layout(r.button.Size())
	canvas.Refresh(r.button)
}

// words returns the width that name and handle want. Text that can be cut asks for nothing itself.
func (a *AccountButton) words() float32 {
	name := fyne.MeasureText(a.name.Text(), theme.SizeForWidget(SizeText, a), fyne.TextStyle{Bold: true}).Width
	handle := fyne.MeasureText(a.handle.Text(), theme.SizeForWidget(SizeCaption, a), fyne.TextStyle{}).Width
	return min(max(name, handle)+1, accountWords)
}

func (r *accountRenderer) MinSize() fyne.Size {
	return fyne.NewSize(accountLeast, accountHeight)
}

func (r *accountRenderer) Layout(size fyne.Size) {
	a := r.button
	r.shade.Resize(size)
	layoutRing(r.ring, size, 0)
	a.avatar.Move(fyne.NewPos(accountSide, (size.Height-avatarSize)/2))
	a.avatar.Resize(fyne.NewSquareSize(avatarSize))
	left := float32(accountSide + avatarSize + accountGap)
	words := min(a.words(), size.Width-left-accountArrow-4-accountSide)
	name, handle := a.name.MinSize().Height, float32(0)
	if a.handle.Visible() {
		handle = a.handle.MinSize().Height + 1
	}
	y := (size.Height - name - handle) / 2
	a.name.Move(fyne.NewPos(left, y))
	a.name.Resize(fyne.NewSize(words, name))
	a.handle.Move(fyne.NewPos(left, y+name+1))
	a.handle.Resize(fyne.NewSize(words, a.handle.MinSize().Height))
	r.arrow.place(left+words+4, (size.Height-accountArrow)/2, accountArrow)
}

func (r *accountRenderer) Objects() []fyne.CanvasObject {
	a := r.button
	return []fyne.CanvasObject{r.shade, a.avatar, a.name, a.handle, r.arrow.Image, r.ring}
}

func (r *accountRenderer) Destroy() {}
