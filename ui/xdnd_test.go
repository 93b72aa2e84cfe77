//go:build program

package ui_test

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// dropFiles drops files on a window as a file manager does: it is the source side of XDND, version 5. The pointer is
// not moved, so that no grab and no window manager is in the way.
func dropFiles(display string, window uint32, files ...string) error {
	xgb.Logger.SetOutput(io.Discard) // it complains where there is no .Xauthority, as under a plain Xvfb
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		return err
	}
	defer conn.Close()
	s := dragSource{conn: conn, target: xproto.Window(window), atoms: map[string]xproto.Atom{}}
	for _, f := range files {
		s.uris += (&url.URL{Scheme: "file", Path: f}).String() + "\r\n"
	}
	if err := s.grab(); err != nil {
		return err
	}
	return s.drop(10 * time.Second)
}

// dragSource is a window that nobody sees and that owns what is dragged.
type dragSource struct {
	conn   *xgb.Conn
	own    xproto.Window
	target xproto.Window
	uris   string // as text/uri-list
	atoms  map[string]xproto.Atom
}

func (s *dragSource) grab() error {
	for _, name := range []string{
		"XdndEnter", "XdndPosition", "XdndStatus", "XdndDrop", "XdndFinished", "XdndSelection", "XdndActionCopy",
		"text/uri-list",
	} {
		r, err := xproto.InternAtom(s.conn, false, uint16(len(name)), name).Reply()
		if err != nil {
			return err
		}
		s.atoms[name] = r.Atom
	}
	root := xproto.Setup(s.conn).DefaultScreen(s.conn).Root
	var err error
	if s.own, err = xproto.NewWindowId(s.conn); err != nil {
		return err
	}
	return errors.Join(
		xproto.CreateWindowChecked(s.conn, 0, s.own, root, -1, -1, 1, 1, 0, xproto.WindowClassInputOnly, 0, 0, nil).Check(),
		xproto.SetSelectionOwnerChecked(s.conn, s.own, s.atoms["XdndSelection"], xproto.TimeCurrentTime).Check(),
	)
}

// drop goes through the protocol: enter, position, the target's yes, drop, the target fetches the list, finished.
func (s *dragSource) drop(limit time.Duration) error {
	root := xproto.Setup(s.conn).DefaultScreen(s.conn).Root
	at, err := xproto.TranslateCoordinates(s.conn, s.target, root, 200, 200).Reply()
	if err != nil {
		return err
	}
	where := uint32(uint16(at.DstX))<<16 | uint32(uint16(at.DstY))
	if err := errors.Join(
		s.send("XdndEnter", 5<<24, uint32(s.atoms["text/uri-list"])),
		s.send("XdndPosition", 0, where, xproto.TimeCurrentTime, uint32(s.atoms["XdndActionCopy"])),
	); err != nil {
		return err
	}
	events := make(chan xgb.Event, 100) // more than come, so that nobody has to take the last
	go func() {
		defer close(events)
		for {
			e, err := s.conn.WaitForEvent()
			if e == nil && err == nil {
				return // the connection is closed
			}
			if e != nil {
				events <- e
			}
		}
	}()
	timeout := time.After(limit)
	for {
		select {
		case <-timeout:
			return errors.New("the window did not answer the drop")
		case e, open := <-events:
			if !open {
				return errors.New("the display went away")
			}
			finished, err := s.answer(e)
			if finished || err != nil {
				return err
			}
		}
	}
}

func (s *dragSource) answer(e xgb.Event) (finished bool, err error) {
	switch e := e.(type) {
	case xproto.SelectionRequestEvent:
		return false, s.hand(e)
	case xproto.ClientMessageEvent:
		// One bit says yes; GLFW puts a byte count where the protocol has a flag when it has finished.
		yes := e.Data.Data32[1] != 0
		switch {
		case e.Type == s.atoms["XdndStatus"] && !yes, e.Type == s.atoms["XdndFinished"] && !yes:
			return true, errors.New("the window refused the drop")
		case e.Type == s.atoms["XdndStatus"]:
			return false, s.send("XdndDrop", 0, xproto.TimeCurrentTime)
		case e.Type == s.atoms["XdndFinished"]:
			return true, nil
		}
	}
	return false, nil
}

// send sends a message of the protocol to the target; the first of its five numbers is always our window.
func (s *dragSource) send(name string, data ...uint32) error {
	five := make([]uint32, 5)
	five[0] = uint32(s.own)
	copy(five[1:], data)
	e := xproto.ClientMessageEvent{
		Format: 32, Window: s.target, Type: s.atoms[name], Data: xproto.ClientMessageDataUnionData32New(five),
	}
	return xproto.SendEventChecked(s.conn, false, s.target, xproto.EventMaskNoEvent, string(e.Bytes())).Check()
}

// hand gives the list of files to the window that asks for it.
func (s *dragSource) hand(r xproto.SelectionRequestEvent) error {
	if r.Target != s.atoms["text/uri-list"] {
		return fmt.Errorf("the window asked for something else than files: atom %d", r.Target)
	}
	reply := xproto.SelectionNotifyEvent{
		Time: r.Time, Requestor: r.Requestor, Selection: r.Selection, Target: r.Target, Property: r.Property,
	}
	return errors.Join(
		xproto.ChangePropertyChecked(s.conn, xproto.PropModeReplace, r.Requestor, r.Property, r.Target, 8,
			uint32(len(s.uris)), []byte(s.uris)).Check(),
		xproto.SendEventChecked(s.conn, false, r.Requestor, xproto.EventMaskNoEvent, string(reply.Bytes())).Check(),
	)
}

// windowNumber reads a window's number as xdotool prints it.
func windowNumber(s string) (uint32, error) {
	var n uint32
	_, err := fmt.Sscan(strings.TrimSpace(s), &n)
	return n, err
}
