//go:build !windows && !darwin

package desktop

import (
	"context"
	"fmt"
	"net/url"

	"github.com/godbus/dbus/v5"
)

// desktopProxy asks the desktop's portal, which knows the settings of GNOME, KDE and others. No bus is started for that
// where none is.
func desktopProxy(ctx context.Context, to *url.URL) (*url.URL, error) {
	bus, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("session bus: %w", err)
	}
	defer bus.Close() //nolint:errcheck // its answer is there
	if err := bus.Auth(nil); err != nil {
		return nil, fmt.Errorf("session bus: %w", err)
	}
	if err := bus.Hello(); err != nil {
		return nil, fmt.Errorf("session bus: %w", err)
	}
	portal := bus.Object("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")
	place := url.URL{Scheme: to.Scheme, Host: to.Host, Path: "/"} // nothing else is the desktop's business
	var proxies []string
	err = portal.CallWithContext(ctx, "org.freedesktop.portal.ProxyResolver.Lookup", 0, place.String()).Store(&proxies)
	if err != nil {
		return nil, fmt.Errorf("portal: %w", err)
	}
	return portalProxy(proxies)
}
