//go:build program

package ui_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"io"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// screen looks at a window and works the keyboard and the mouse over one connection to the display: what is measured in
// milliseconds cannot wait for a program to start, as the rest of the desk does.
type screen struct {
	t      *testing.T
	conn   *xgb.Conn
	root   xproto.Window
	window xproto.Window
	keys   map[uint32]xproto.Keycode // by keysym
}

// What can be pressed, by the numbers that X has for them.
const (
	keyUp     = 0xFF52
	keyDown   = 0xFF54
	keyHome   = 0xFF50
	keyEnd    = 0xFF57
	wheelDown = 5
)

// newScreen connects to a desk. It goes when the test ends.
func newScreen(d *desk) *screen {
	d.t.Helper()
	xgb.Logger.SetOutput(io.Discard) // as in dropFiles
	conn, err := xgb.NewConnDisplay(d.display)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(conn.Close)
	if err := xtest.Init(conn); err != nil {
		d.t.Fatal(err)
	}
	setup := xproto.Setup(conn)
	s := &screen{t: d.t, conn: conn, root: setup.DefaultScreen(conn).Root, keys: map[uint32]xproto.Keycode{}}
	first := setup.MinKeycode
	known, err := xproto.GetKeyboardMapping(conn, first, byte(setup.MaxKeycode-first+1)).Reply()
	if err != nil {
		d.t.Fatal(err)
	}
	for i := 0; i < len(known.Keysyms); i += int(known.KeysymsPerKeycode) {
		s.keys[uint32(known.Keysyms[i])] = first + xproto.Keycode(i/int(known.KeysymsPerKeycode))
	}
	return s
}

// of returns the screen looking at the window of a program that is running.
func (s *screen) of(p *program) *screen {
	s.t.Helper()
	number, err := windowNumber(p.window)
	if err == nil {
		s.window = xproto.Window(number)
		err = xproto.SetInputFocusChecked(s.conn, xproto.InputFocusPointerRoot, s.window, xproto.TimeCurrentTime).Check()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return s
}

// find looks at the one window that the window manager has; it reports whether there is one.
func (s *screen) find() bool {
	s.t.Helper()
	name := "_NET_CLIENT_LIST"
	atom, err := xproto.InternAtom(s.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		s.t.Fatal(err)
	}
	list, err := xproto.GetProperty(s.conn, false, s.root, atom.Atom, xproto.AtomWindow, 0, 2).Reply()
	if err != nil {
		s.t.Fatal(err)
	}
	if len(list.Value) == 4 {
		s.window = xproto.Window(binary.LittleEndian.Uint32(list.Value))
	}
	return len(list.Value) == 4
}

// pixels returns a part of the window as X has it, four bytes a pixel: blue, green, red and one of no use. There is
// nothing before the window is on the screen.
func (s *screen) pixels(part image.Rectangle) []byte {
	picture, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.window),
		int16(part.Min.X), int16(part.Min.Y), uint16(part.Dx()), uint16(part.Dy()), 1<<32-1).Reply()
	if err != nil {
		return nil
	}
	return picture.Data
}

// count returns how many pixels of a part of the window have a colour, or nearly so: an outline is mixed with its ground.
func (s *screen) count(part image.Rectangle, c color.NRGBA) (n int) {
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) <= 30 }
	for p := s.pixels(part); len(p) >= 4; p = p[4:] {
		if near(p[0], c.B) && near(p[1], c.G) && near(p[2], c.R) {
			n++
		}
	}
	return n
}

// await waits until something is true, asking all the time, and returns how long that took since start.
func (s *screen) await(what string, start time.Time, ok func() bool) time.Duration {
	s.t.Helper()
	for !ok() {
		if time.Since(start) > limit {
			s.t.Fatalf("not within %v: %s", limit, what)
		}
		time.Sleep(time.Millisecond)
	}
	return time.Since(start)
}

// reaction does something and returns how long it takes until a part of the window looks another way.
func (s *screen) reaction(part image.Rectangle, act func()) time.Duration {
	s.t.Helper()
	before := s.pixels(part)
	start := time.Now()
	act()
	return s.await("an answer on the screen", start, func() bool { return !bytes.Equal(before, s.pixels(part)) })
}

// press presses a key and lets it go, as a hand does.
func (s *screen) press(keysym uint32) {
	s.t.Helper()
	s.input(xproto.KeyPress, byte(s.keys[keysym]), image.Point{})
	s.input(xproto.KeyRelease, byte(s.keys[keysym]), image.Point{})
}

// wheel turns the wheel by one notch.
func (s *screen) wheel(button byte) {
	s.t.Helper()
	s.input(xproto.ButtonPress, button, image.Point{})
	s.input(xproto.ButtonRelease, button, image.Point{})
}

// point moves the pointer to a place in the window.
func (s *screen) point(at image.Point) {
	s.t.Helper()
	there, err := xproto.TranslateCoordinates(s.conn, s.window, s.root, int16(at.X), int16(at.Y)).Reply()
	if err != nil {
		s.t.Fatal(err)
	}
	s.input(xproto.MotionNotify, 0, image.Pt(int(there.DstX), int(there.DstY)))
}

func (s *screen) input(kind, detail byte, at image.Point) {
	s.t.Helper()
	err := xtest.FakeInputChecked(s.conn, kind, detail, 0, s.root, int16(at.X), int16(at.Y), 0).Check()
	if err != nil {
		s.t.Fatal(err)
	}
}
