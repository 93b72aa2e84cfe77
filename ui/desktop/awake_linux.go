package desktop

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

// patience is how long each service may take to answer.
const patience = 5 * time.Second

// suspend asks a session's manager and the portal, which took the number over, for no sleep by itself. The portal and
// the manager have others for the screen.
const suspend = uint32(4)

// keeper is a service on a bus that can keep the computer awake.
type keeper struct {
	bus                func(...dbus.ConnOption) (*dbus.Conn, error) // a connection of its own that is not greeted yet
	name, path, method string
	flags              dbus.Flags
	arguments          []any
}

// stayAwake asks one service after the other, until one agrees.
//
// The portal comes last although it is everywhere: it says yes before it has asked the desktop behind it, and some of
// those do nothing. In a sandbox it is the only one to be reached.
func stayAwake(program, reason string) (*hold, error) {
	session := dbus.SessionBusPrivateNoAutoStartup
	refused := make([]error, 0, 4)
	for _, k := range []keeper{
		{
			session, "org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager.Inhibit",
			dbus.FlagNoAutoStart,
			[]any{program, uint32(0), reason, suspend}, // 0: for no window in particular
		},
		{
			session, "org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit",
			"org.freedesktop.PowerManagement.Inhibit.Inhibit", dbus.FlagNoAutoStart,
			[]any{program, reason},
		},
		{
			dbus.SystemBusPrivate, "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager.Inhibit",
			0,
			[]any{"sleep", program, reason, "block"},
		},
		{
			session, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Inhibit.Inhibit",
			0,
			[]any{"", suspend, map[string]dbus.Variant{"reason": dbus.MakeVariant(reason)}},
		},
	} {
		h, err := k.ask()
		if err == nil {
			return h, nil
		}
		refused = append(refused, fmt.Errorf("%s: %w", k.name, err))
	}
	return nil, fmt.Errorf("keep the computer awake: %w", errors.Join(refused...))
}

// ask asks one service, over a connection that is kept: the desktop lets the computer go when that is closed, as it is
// when the program ends in whatever way. logind lets it go when the file is closed that it answers with.
func (k keeper) ask() (*hold, error) {
	ctx, cancel := context.WithCancel(context.Background())
	late := time.AfterFunc(patience, cancel) // closes the connection, whatever it waits for
	answer, conn, err := k.call(ctx)
	if inTime := late.Stop(); err == nil && inTime {
		return &hold{lost: conn.Context().Done(), release: func() {
			closeAll(conn, answer)
			cancel()
		}}, nil
	} else if !inTime {
		err = fmt.Errorf("no answer within %v", patience)
	}
	closeAll(conn, answer)
	cancel()
	return nil, err
}

// call returns the answer of the service and the connection, which may be there also with an error. ctx ends both.
func (k keeper) call(ctx context.Context) (answer []any, conn *dbus.Conn, err error) {
	if conn, err = k.bus(dbus.WithContext(ctx)); err != nil {
		return nil, nil, err
	}
	if err := conn.Auth(nil); err != nil {
		return nil, conn, err
	}
	if err := conn.Hello(); err != nil {
		return nil, conn, err
	}
	// Without a context: the answer may hold a file, and must not be lost to a deadline that passes just then.
	call := conn.Object(k.name, dbus.ObjectPath(k.path)).Call(k.method, k.flags, k.arguments...)
	return call.Body, conn, call.Err
}

// closeAll closes a connection, if there is one, and the files among what came over it.
func closeAll(conn *dbus.Conn, answer []any) {
	for _, part := range answer {
		if file, ok := part.(dbus.UnixFD); ok {
			_ = syscall.Close(int(file))
		}
	}
	if conn != nil {
		_ = conn.Close() // nothing was to be written any more
	}
}
