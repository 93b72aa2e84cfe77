package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Action is one button of a [Notice].
type Action struct {
	Label    string
	Icon     fyne.Resource // nil: none
	Primary  bool          // at most one of a notice
	Quiet    bool          // for few; the third and those after it always are
	OnTapped func()
}

// NoticeView is all that a [Notice] shows.
type NoticeView struct {
	Tone         Tone
	Title        string
	Body         string // wrapped; "": none
	Details      string // in fixed-width letters, opened by a button; "": none
	DetailsLabel string // of that button
	Actions      []Action
}

// Notice tells what is the matter and what can be done: an edge and an icon in its tone, a title, a wrapped text, buttons
// that hug their words, and details for those who want them.
type Notice struct {
	widget.BaseWidget
	view NoticeView
	open bool // the details

	root    fyne.CanvasObject
	edge    *surface
	icon    *noticeIcon
	title   *Text
	body    *Text
	buttons *fyne.Container
	toggle  *Button
	opener  *fyne.Container // around toggle, so that it hugs its word
	details *reader
}

var _ fyne.Accessible = (*Notice)(nil)

// NewNotice returns an empty notice on a panel.
func NewNotice() *Notice {
	n := &Notice{
		edge:    newSurface(ColorTextDim, "", SizeEdgeRadius),
		icon:    newNoticeIcon(),
		title:   NewHeading(""),
		body:    NewBody(""),
		buttons: NewFlow(),
		details: newReader(true),
	}
	n.toggle = NewButton("", nil, ButtonLink, n.toggleDetails)
	n.opener = NewFlow(n.toggle)
	n.root = NewPanel(container.New(&besideEdge{},
		n.edge,
		container.New(layout.NewCustomPaddedVBoxLayout(10),
			container.New(layout.NewCustomPaddedVBoxLayout(5),
				container.NewBorder(nil, nil, n.icon, nil, n.title),
				n.body,
			),
			n.opener,
			n.details.object,
			n.buttons,
		),
	))
	n.ExtendBaseWidget(n)
	n.apply()
	return n
}

// Set shows the view. Buttons stay the same objects while their number does not grow, so that the focus stays where it is.
func (n *Notice) Set(view NoticeView) {
	if n.view.Title != view.Title {
		n.open = false
	}
	n.view = view
	n.view.Actions = slices.Clone(view.Actions)
	n.apply()
}

func (n *Notice) apply() {
	n.icon.set(n.view.Tone)
	if color := n.view.Tone.color(); n.edge.fill != color {
		n.edge.fill = color
		n.edge.Refresh()
	}
	n.title.SetText(n.view.Title)
	n.body.SetText(n.view.Body)
	setVisible(n.body, n.view.Body != "")
	n.applyActions()
	n.applyDetails()
}

func (n *Notice) applyActions() {
	actions := n.view.Actions
	for i := len(n.buttons.Objects); i < len(actions); i++ {
		n.buttons.Add(NewButton("", nil, ButtonSecondary, func() {
			if do := n.view.Actions[i].OnTapped; do != nil {
				do()
			}
		}))
	}
	for i, o := range n.buttons.Objects {
		b := o.(*Button)
		setVisible(b, i < len(actions))
		if i >= len(actions) {
			continue
		}
		b.SetText(actions[i].Label)
		b.SetIcon(actions[i].Icon)
		b.SetKind(actions[i].kind(i))
	}
	setVisible(n.buttons, len(actions) > 0)
}

// kind makes the third button a quiet one, and those after it: what is left after the two that help most.
func (a Action) kind(i int) ButtonKind {
	switch {
	case a.Primary:
		return ButtonPrimary
	case a.Quiet, i >= 2:
		return ButtonQuiet
	default:
		return ButtonSecondary
	}
}

func (n *Notice) applyDetails() {
	has := n.view.Details != ""
	n.toggle.SetText(n.view.DetailsLabel)
	arrow := theme.IconNameMenuExpand
	if n.open {
		arrow = theme.IconNameArrowDropDown
	}
	if n.toggle.icon == nil || n.toggle.icon.Name() != n.Theme().Icon(arrow).Name() {
		n.toggle.SetIcon(n.Theme().Icon(arrow))
	}
	setVisible(n.opener, has)
	n.details.setText(n.view.Details)
	setVisible(n.details.object, has && n.open)
}

func (n *Notice) toggleDetails() {
	n.open = !n.open
	n.applyDetails()
	n.Refresh()
}

// First returns the button that helps most; nil: there is none.
func (n *Notice) First() *Button {
	if len(n.view.Actions) == 0 {
		return nil
	}
	return n.buttons.Objects[0].(*Button)
}

// AccessibilityLabel is title, text and the names of the buttons.
func (n *Notice) AccessibilityLabel() string {
	parts := []string{n.view.Title, n.view.Body}
	for _, a := range n.view.Actions {
		parts = append(parts, a.Label)
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// AccessibilityRole is text: as a container Fyne would pass it by, and find nothing inside.
func (n *Notice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (n *Notice) held() fyne.CanvasObject { return n.root }

// CreateRenderer is called by Fyne.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(n.root) }

// besideEdge lays out an edge of 4 dp and, 12 dp from it, the rest.
type besideEdge struct{}

const (
	edgeWidth = 4
	edgeGap   = 12
)

func (besideEdge) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(edgeWidth, size.Height))
	objects[1].Move(fyne.NewPos(edgeWidth+edgeGap, 0))
	objects[1].Resize(size.SubtractWidthHeight(edgeWidth+edgeGap, 0))
}

func (besideEdge) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[1].MinSize().AddWidthHeight(edgeWidth+edgeGap, 0)
}

// noticeIcon is the sign of a tone, level with the first line of a heading.
type noticeIcon struct {
	widget.BaseWidget
	icon *icon
}

func newNoticeIcon() *noticeIcon {
	i := &noticeIcon{icon: newIcon()}
	i.ExtendBaseWidget(i)
	return i
}

func (i *noticeIcon) set(tone Tone) {
	name := theme.IconNameInfo
	switch tone {
	case ToneGood:
		name = theme.IconNameConfirm
	case ToneWarning:
		name = theme.IconNameWarning
	case ToneError:
		name = theme.IconNameError
	}
	i.icon.set(i.Theme().Icon(name), tone.color())
}

func (i *noticeIcon) CreateRenderer() fyne.WidgetRenderer { return noticeIconRenderer{i} }

type noticeIconRenderer struct{ *noticeIcon }

func (r noticeIconRenderer) Layout(fyne.Size)             { r.icon.place(0, 1, 20) }
func (r noticeIconRenderer) MinSize() fyne.Size           { return fyne.NewSize(22, 20) }
func (r noticeIconRenderer) Refresh()                     { canvas.Refresh(r.noticeIcon) }
func (r noticeIconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.icon.Image} }
func (r noticeIconRenderer) Destroy()                     {}
