package desktop_test

import (
	"image"
	"io"
	"math"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/test"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"

	"hoist/ui/desktop"
)

// TestPlace moves a window on a real screen and asks where it stands, with a window manager and without.
func TestPlace(t *testing.T) {
	for name, managed := range map[string]bool{"openbox": true, "no window manager": false} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t, managed)
			w := s.newWindow()
			if x, y, known := desktop.PlaceOf(w); known {
				t.Errorf("a window that was never shown is at %d %d", x, y)
			}
			if desktop.MoveTo(w, 50, 60) {
				t.Error("a window that was never shown is moved")
			}
			s.show(w)
			for _, at := range []image.Point{{300, 200}, {0, 0}, {-200, 100}, {1180, 760}, {57, 91}} {
				if !desktop.MoveTo(w, at.X, at.Y) {
					t.Fatalf("it cannot be moved to %v", at)
				}
				s.until("it stands there", func() bool { return s.corner(w) == at })
				s.stands(w, at)
				if x, y, _ := desktop.PlaceOf(w); !desktop.MoveTo(w, x, y) {
					t.Error("it cannot stay where it is")
				}
				s.settle()
				s.stands(w, at)
			}
			for _, at := range []image.Point{
				{1181, 200}, {-310, 200}, {300, 761}, {300, -1}, {9999, 9999}, {-40000, 0}, {math.MaxInt, math.MaxInt},
			} {
				if desktop.MoveTo(w, at.X, at.Y) {
					t.Errorf("it says that it moved the window to %v, out of reach", at)
				}
			}
			s.settle()
			s.stands(w, image.Pt(57, 91))
		})
	}
}

// TestPlaceOnTwoScreens has one screen lower than the other: above it nothing can be seen.
func TestPlaceOnTwoScreens(t *testing.T) {
	s := newScreen(t, true)
	w := s.newWindow()
	s.show(w)
	s.monitors(image.Rect(0, 0, 640, 800), image.Rect(640, 200, 1280, 800))
	for at, reached := range map[image.Point]bool{
		{100, 0}: true, {700, 100}: false, {700, 200}: true, {560, 100}: false, {540, 100}: true, {560, 300}: true,
	} {
		if desktop.MoveTo(w, at.X, at.Y) != reached {
			t.Errorf("within reach at %v: %v, want %v", at, !reached, reached)
		}
	}
}

// TestPlaceWhenMinimised knows no place of a minimised window, which openbox moves about on its way there, and the old
// place when it is back.
func TestPlaceWhenMinimised(t *testing.T) {
	s := newScreen(t, true)
	w := s.newWindow()
	s.show(w)
	desktop.MoveTo(w, 300, 200)
	s.until("it stands there", func() bool { return s.corner(w) == image.Pt(300, 200) })
	s.minimise(w)
	if x, y, known := desktop.PlaceOf(w); known {
		t.Errorf("a minimised window is at %d %d", x, y)
	}
	if desktop.MoveTo(w, 50, 60) {
		t.Error("a minimised window is moved")
	}
	desktop.Raise(w)
	s.until("it is back", func() bool {
		x, y, known := desktop.PlaceOf(w)
		return known && image.Pt(x, y) == image.Pt(300, 200)
	})
}

// TestRaise brings a window to the front that another one covers, and one that is minimised.
func TestRaise(t *testing.T) {
	s := newScreen(t, true)
	w, other := s.newWindow(), s.newWindow()
	s.show(w)
	s.show(other)
	for name, hide := range map[string]func(){"covered": func() {}, "minimised": func() { s.minimise(w) }} {
		t.Run(name, func(t *testing.T) {
			desktop.Raise(other)
			s.until("the other is in front", func() bool { return s.inFront(other) })
			hide()
			desktop.Raise(w)
			s.until("it is in front", func() bool { return s.inFront(w) })
		})
	}
	if w.focused+other.focused > 0 {
		t.Error("Fyne was asked as well")
	}
}

// TestRaiseWithoutManager puts the window over the other by itself.
func TestRaiseWithoutManager(t *testing.T) {
	s := newScreen(t, false)
	w, other := s.newWindow(), s.newWindow()
	s.show(w)
	s.show(other)
	desktop.Raise(w)
	s.until("it is over the other and has the keyboard", func() bool {
		tree, err := xproto.QueryTree(s.conn, s.root).Reply()
		s.must(err)
		focus, err := xproto.GetInputFocus(s.conn).Reply()
		s.must(err)
		over := slices.Index(tree.Children, w.id) > slices.Index(tree.Children, other.id)
		return over && focus.Focus == w.id
	})
}

// TestRaiseLeavesHidden does not show what the program itself hides.
func TestRaiseLeavesHidden(t *testing.T) {
	s := newScreen(t, true)
	w := s.newWindow()
	desktop.Raise(w)
	s.settle()
	attributes, err := xproto.GetWindowAttributes(s.conn, w.id).Reply()
	s.must(err)
	if attributes.MapState != xproto.MapStateUnmapped || w.focused != 1 {
		t.Errorf("map state %d; Fyne was asked %d times, want once", attributes.MapState, w.focused)
	}
}

// TestPlaceElsewhere leaves to Fyne what is not X11, or an X11 that is gone or does not answer.
func TestPlaceElsewhere(t *testing.T) {
	test.NewTempApp(t)
	hanging := func(t *testing.T) string {
		listener, err := net.Listen("unix", filepath.Join(t.TempDir(), "X:7")) // nobody fetches the connections
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		return listener.Addr().String()
	}
	for name, w := range map[string]*window{
		"Wayland":               {context: driver.WaylandWindowContext{WaylandSurface: 7}},
		"not made yet":          {context: driver.X11WindowContext{}},
		"no X server":           {context: driver.X11WindowContext{WindowHandle: 7}},
		"X server that hangs":   {context: driver.X11WindowContext{WindowHandle: 7}},
		"nothing that is known": {context: driver.UnknownContext{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DISPLAY", "/nowhere/X:7")
			if name == "X server that hangs" {
				t.Setenv("DISPLAY", hanging(t))
			}
			began := time.Now()
			if x, y, known := desktop.PlaceOf(w); known {
				t.Errorf("it is at %d %d", x, y)
			}
			if desktop.MoveTo(w, 100, 100) {
				t.Error("it says that it moved the window")
			}
			if desktop.Raise(w); w.focused != 1 {
				t.Errorf("Fyne was asked %d times, want once", w.focused)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
	w := test.NewTempWindow(t, nil)
	if _, _, known := desktop.PlaceOf(w); known || desktop.MoveTo(w, 100, 100) {
		t.Error("a window that is nowhere has a place")
	}
	desktop.Raise(w)
}

// window is a window of X11, in Fyne's clothes.
type window struct {
	fyne.Window
	id      xproto.Window
	context any
	focused int // how often Fyne was asked to bring it to the front
}

func (w *window) RunNative(f func(context any)) { f(w.context) }

func (w *window) RequestFocus() { w.focused++ }

// screen is a screen of 1280 by 800 pixels and what a test does there.
type screen struct {
	t    *testing.T
	conn *xgb.Conn
	root xproto.Window

	managed bool // there is a window manager
}

// newScreen sets up a screen, with openbox on it or without. It goes when the test ends.
func newScreen(t *testing.T, managed bool) *screen {
	t.Helper()
	x := exec.Command("Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
	t.Setenv("DISPLAY", ":"+startAndRead(t, x))
	t.Setenv("HOME", t.TempDir()) // openbox as it comes, and no .Xauthority
	xgb.Logger.SetOutput(io.Discard)
	conn, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	s := &screen{t: t, conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root, managed: managed}
	if managed {
		manager := exec.Command("openbox", "--sm-disable")
		if err := manager.Start(); err != nil {
			t.Fatalf("openbox: %v; .ci/setup test installs it", err)
		}
		t.Cleanup(func() { kill(manager) })
		probe := s.newWindow() // asked for anew, because what openbox is asked while it starts is lost
		s.until("openbox is there", func() bool { return s.answered(probe) || s.ask(probe) })
	}
	return s
}

// newWindow makes a window that is not shown yet, with the hint that GLFW gives: who moves it means its own corner.
func (s *screen) newWindow() *window {
	s.t.Helper()
	id, err := xproto.NewWindowId(s.conn)
	s.must(err)
	s.must(xproto.CreateWindowChecked(s.conn, 0, id, s.root, 10, 20, 400, 300, 0,
		xproto.WindowClassInputOutput, 0, 0, nil).Check())
	hints := make([]byte, 18*4)
	xgb.Put32(hints, 1<<9) // there is a gravity
	xgb.Put32(hints[17*4:], xproto.GravityStatic)
	s.must(xproto.ChangePropertyChecked(s.conn, xproto.PropModeReplace, id, xproto.AtomWmNormalHints, xproto.AtomWmSizeHints,
		32, 18, hints).Check())
	return &window{id: id, context: driver.X11WindowContext{WindowHandle: uintptr(id)}}
}

// show shows a window and waits until it is there.
func (s *screen) show(w *window) {
	s.t.Helper()
	s.must(xproto.MapWindowChecked(s.conn, w.id).Check())
	s.until("the window is shown", func() bool {
		attributes, err := xproto.GetWindowAttributes(s.conn, w.id).Reply()
		s.must(err)
		return (!s.managed || s.answered(w)) && attributes.MapState == xproto.MapStateViewable
	})
	s.settle()
}

// minimise does what the button in the frame does.
func (s *screen) minimise(w *window) {
	s.t.Helper()
	s.tell(w.id, "WM_CHANGE_STATE", 3)
	s.until("the window is minimised", func() bool {
		state := s.property(w.id, "WM_STATE")
		return len(state) > 0 && state[0] == 3
	})
	s.settle()
}

// corner returns where the frame of a window stands, which is the window whose parent is the root.
func (s *screen) corner(w *window) image.Point {
	s.t.Helper()
	for frame := w.id; ; {
		tree, err := xproto.QueryTree(s.conn, frame).Reply()
		s.must(err)
		if tree.Parent == s.root {
			at, err := xproto.GetGeometry(s.conn, xproto.Drawable(frame)).Reply()
			s.must(err)
			return image.Pt(int(at.X), int(at.Y))
		}
		frame = tree.Parent
	}
}

// stands checks that a window stands there, and that it is said to.
func (s *screen) stands(w *window, want image.Point) {
	s.t.Helper()
	x, y, known := desktop.PlaceOf(w)
	if said, is := image.Pt(x, y), s.corner(w); is != want || said != want || !known {
		s.t.Errorf("it stands at %v and is said to stand at %v (known: %v), want %v", is, said, known, want)
	}
}

// inFront answers whether a window is shown over all others and has the keyboard.
func (s *screen) inFront(w *window) bool {
	s.t.Helper()
	attributes, err := xproto.GetWindowAttributes(s.conn, w.id).Reply()
	s.must(err)
	focus, err := xproto.GetInputFocus(s.conn).Reply()
	s.must(err)
	order := s.property(s.root, "_NET_CLIENT_LIST_STACKING")
	return attributes.MapState == xproto.MapStateViewable && focus.Focus == w.id &&
		len(order) == 2 && order[1] == uint32(w.id)
}

// monitors makes the screen look like two.
func (s *screen) monitors(first, second image.Rectangle) {
	s.t.Helper()
	s.must(randr.Init(s.conn))
	outputs, err := randr.GetScreenResources(s.conn, s.root).Reply()
	s.must(err)
	for i, m := range []image.Rectangle{first, second} {
		info := randr.MonitorInfo{
			Name: s.atom([]string{"first", "second"}[i]), X: int16(m.Min.X), Y: int16(m.Min.Y),
			Width: uint16(m.Dx()), Height: uint16(m.Dy()),
		}
		if i == 0 { // or the one that there is stays as well
			info.Outputs, info.NOutput = outputs.Outputs, uint16(len(outputs.Outputs))
		}
		s.must(randr.SetMonitorChecked(s.conn, s.root, info).Check())
	}
}

// settle waits until the window manager has done all that it was told before: it is asked for something, and answers
// in turn.
func (s *screen) settle() {
	s.t.Helper()
	if !s.managed {
		return
	}
	probe := s.newWindow()
	s.ask(probe)
	s.until("the window manager answers", func() bool { return s.answered(probe) })
}

// ask asks the window manager how large the frame of a window is going to be; there is no answer yet.
func (s *screen) ask(w *window) (answered bool) {
	s.t.Helper()
	s.tell(w.id, "_NET_REQUEST_FRAME_EXTENTS")
	return false
}

// answered answers whether the window manager has told how large the frame of a window is.
func (s *screen) answered(w *window) bool {
	s.t.Helper()
	return len(s.property(w.id, "_NET_FRAME_EXTENTS")) == 4
}

// tell sends a message about a window to the window manager.
func (s *screen) tell(about xproto.Window, message string, numbers ...uint32) {
	s.t.Helper()
	five := make([]uint32, 5)
	copy(five, numbers)
	event := xproto.ClientMessageEvent{
		Format: 32, Window: about, Type: s.atom(message), Data: xproto.ClientMessageDataUnionData32New(five),
	}
	const mask = xproto.EventMaskSubstructureRedirect | xproto.EventMaskSubstructureNotify
	s.must(xproto.SendEventChecked(s.conn, false, s.root, mask, string(event.Bytes())).Check())
}

// property returns the numbers of a property.
func (s *screen) property(of xproto.Window, name string) []uint32 {
	s.t.Helper()
	reply, err := xproto.GetProperty(s.conn, false, of, s.atom(name), xproto.GetPropertyTypeAny, 0, 1024).Reply()
	s.must(err)
	var numbers []uint32
	for value := reply.Value; len(value) >= 4; value = value[4:] {
		numbers = append(numbers, xgb.Get32(value))
	}
	return numbers
}

func (s *screen) atom(name string) xproto.Atom {
	s.t.Helper()
	reply, err := xproto.InternAtom(s.conn, false, uint16(len(name)), name).Reply()
	s.must(err)
	return reply.Atom
}

func (s *screen) until(what string, ok func() bool) {
	s.t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("not within ten seconds: %s", what)
		}
	}
}

func (s *screen) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}
