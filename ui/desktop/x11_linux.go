package desktop

import (
	"errors"
	"image"
	"io"
	"slices"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"
)

var (
	errNotOnX11 = errors.New("not a window of X11")
	errNoAnswer = errors.New("the X server does not answer")
	errHidden   = errors.New("the window is not shown")
)

// Numbers of the conventions between windows and window managers, ICCCM and EWMH.
const (
	iconicState      = 3       // of WM_STATE: minimised
	asPager          = 2       // who asks; what an application asks for itself may be refused as stealing the focus
	northWestGravity = 1       // the place is that of the frame's corner
	moveBoth         = 3 << 8  // the flags that both coordinates are given
	moveAs           = 1 << 12 // where the flags say who asks
)

// x11Window is a window of X11 and a connection to ask about it.
type x11Window struct {
	conn     *xgb.Conn
	root, id xproto.Window
}

// x11Frame is where a window stands with what the window manager put around it.
type x11Frame struct {
	outer image.Rectangle
	inner image.Point // the window's own corner
}

// openX11 connects to the X server that DISPLAY names, as Fyne does.
func openX11(id xproto.Window) (*x11Window, error) {
	xgb.Logger.SetOutput(io.Discard) // it complains about what is fine, such as a missing .Xauthority
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, err
	}
	return &x11Window{conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root, id: id}, nil
}

// shown returns an error for a window that has no place: the program hides it, or it is minimised. Window managers may
// move it about on the way there.
func (w *x11Window) shown() error {
	if minimised, err := w.minimised(); err != nil {
		return err
	} else if minimised {
		return errHidden
	}
	attributes, err := xproto.GetWindowAttributes(w.conn, w.id).Reply()
	if err != nil {
		return err
	}
	if attributes.MapState == xproto.MapStateUnmapped {
		return errHidden
	}
	return nil
}

func (w *x11Window) minimised() (bool, error) {
	state, err := w.numbers(w.id, "WM_STATE")
	return len(state) > 0 && state[0] == iconicState, err
}

func (w *x11Window) frame() (x11Frame, error) {
	size, err := xproto.GetGeometry(w.conn, xproto.Drawable(w.id)).Reply()
	if err != nil {
		return x11Frame{}, err
	}
	at, err := xproto.TranslateCoordinates(w.conn, w.id, w.root, 0, 0).Reply()
	if err != nil {
		return x11Frame{}, err
	}
	inner := image.Pt(int(at.DstX), int(at.DstY))
	frame := x11Frame{inner: inner, outer: image.Rectangle{inner, inner.Add(image.Pt(int(size.Width), int(size.Height)))}}
	around, err := w.numbers(w.id, "_NET_FRAME_EXTENTS")
	if err == nil && len(around) == 4 { // left, right, top, bottom; absent without a window manager
		frame.outer.Min = frame.outer.Min.Sub(image.Pt(int(around[0]), int(around[2])))
		frame.outer.Max = frame.outer.Max.Add(image.Pt(int(around[1]), int(around[3])))
	}
	return frame, err
}

// screens returns the monitors; one as large as the desktop where the X server does not tell.
func (w *x11Window) screens() ([]image.Rectangle, error) {
	if monitors := w.monitors(); len(monitors) > 0 {
		return monitors, nil
	}
	desktop, err := xproto.GetGeometry(w.conn, xproto.Drawable(w.root)).Reply()
	if err != nil {
		return nil, err
	}
	return []image.Rectangle{image.Rect(0, 0, int(desktop.Width), int(desktop.Height))}, nil
}

func (w *x11Window) monitors() []image.Rectangle {
	const extension = "RANDR"
	found, err := xproto.QueryExtension(w.conn, uint16(len(extension)), extension).Reply()
	if err != nil || !found.Present {
		return nil
	}
	// Not randr.Init, which also writes to maps that the readers of all connections read without a lock.
	w.conn.ExtLock.Lock()
	w.conn.Extensions[extension] = found.MajorOpcode
	w.conn.ExtLock.Unlock()
	version, err := randr.QueryVersion(w.conn, 1, 5).Reply()
	if err != nil || version.MajorVersion == 1 && version.MinorVersion < 5 {
		return nil
	}
	reply, err := randr.GetMonitors(w.conn, w.root, true).Reply()
	if err != nil {
		return nil
	}
	monitors := make([]image.Rectangle, 0, len(reply.Monitors))
	for _, m := range reply.Monitors {
		corner := image.Pt(int(m.X), int(m.Y))
		monitors = append(monitors, image.Rectangle{corner, corner.Add(image.Pt(int(m.Width), int(m.Height)))})
	}
	return monitors
}

// move puts the corner of the frame there. A window manager without the message for it is asked as any program asks,
// which for a window of GLFW means the corner of the window itself.
func (w *x11Window) move(x, y int, frame x11Frame) error {
	if does, err := w.managerDoes("_NET_MOVERESIZE_WINDOW"); err != nil {
		return err
	} else if does {
		return w.tell("_NET_MOVERESIZE_WINDOW", northWestGravity|moveBoth|asPager*moveAs, x, y)
	}
	inner := image.Pt(x, y).Add(frame.inner.Sub(frame.outer.Min))
	return xproto.ConfigureWindowChecked(w.conn, w.id, xproto.ConfigWindowX|xproto.ConfigWindowY,
		[]uint32{card32(inner.X), card32(inner.Y)}).Check()
}

// raise leaves a window alone that the program itself hides.
func (w *x11Window) raise() error {
	if minimised, err := w.minimised(); err != nil {
		return err
	} else if minimised {
		if err := xproto.MapWindowChecked(w.conn, w.id).Check(); err != nil {
			return err
		}
	} else if err := w.shown(); err != nil {
		return err
	}
	if does, err := w.managerDoes("_NET_ACTIVE_WINDOW"); err != nil {
		return err
	} else if does {
		return w.tell("_NET_ACTIVE_WINDOW", asPager, xproto.TimeCurrentTime, 0)
	}
	return errors.Join(
		xproto.ConfigureWindowChecked(w.conn, w.id, xproto.ConfigWindowStackMode, []uint32{xproto.StackModeAbove}).Check(),
		xproto.SetInputFocusChecked(w.conn, xproto.InputFocusParent, w.id, xproto.TimeCurrentTime).Check(),
	)
}

// managerDoes answers whether there is a window manager that acts on a message.
func (w *x11Window) managerDoes(message string) (bool, error) {
	name, err := w.atom(message)
	if err != nil {
		return false, err
	}
	all, err := w.numbers(w.root, "_NET_SUPPORTED")
	return slices.Contains(all, uint32(name)), err
}

// tell sends a message about the window to the window manager.
func (w *x11Window) tell(message string, numbers ...int) error {
	name, err := w.atom(message)
	if err != nil {
		return err
	}
	five := make([]uint32, 5)
	for i, n := range numbers {
		five[i] = card32(n)
	}
	event := xproto.ClientMessageEvent{
		Format: 32, Window: w.id, Type: name, Data: xproto.ClientMessageDataUnionData32New(five),
	}
	const toManager = xproto.EventMaskSubstructureRedirect | xproto.EventMaskSubstructureNotify
	return xproto.SendEventChecked(w.conn, false, w.root, toManager, string(event.Bytes())).Check()
}

// numbers returns a property of 32-bit numbers; none when it is not set.
func (w *x11Window) numbers(of xproto.Window, property string) ([]uint32, error) {
	name, err := w.atom(property)
	if err != nil {
		return nil, err
	}
	const most = 1024 // more than any window manager lists
	reply, err := xproto.GetProperty(w.conn, false, of, name, xproto.GetPropertyTypeAny, 0, most).Reply()
	if err != nil || reply.Format != 32 {
		return nil, err
	}
	numbers := make([]uint32, 0, len(reply.Value)/4)
	for value := reply.Value; len(value) >= 4; value = value[4:] {
		numbers = append(numbers, xgb.Get32(value))
	}
	return numbers, nil
}

// atom returns the number of a name.
func (w *x11Window) atom(name string) (xproto.Atom, error) {
	reply, err := xproto.InternAtom(w.conn, false, uint16(len(name)), name).Reply() //nolint:gosec // a short name of ours
	if err != nil {
		return 0, err
	}
	return reply.Atom, nil
}

// card32 writes a number, which may be negative, as X does.
func card32(n int) uint32 { return uint32(int32(n)) } //nolint:gosec // MoveTo has checked the bounds
