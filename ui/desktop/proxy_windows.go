package desktop

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"golang.org/x/sys/windows/registry"
)

// desktopProxy reads what the page "Proxy" of the system's settings writes.
func desktopProxy(_ context.Context, to *url.URL) (*url.URL, error) {
	key, err := registry.OpenKey(
		registry.CURRENT_USER, `Software\Microsoft\Windows\CurrentVersion\Internet Settings`, registry.QUERY_VALUE,
	)
	if err != nil {
		return nil, fmt.Errorf("registry: %w", err)
	}
	defer key.Close() //nolint:errcheck // it was only read
	var s windowsSettings
	enabled, _, err := key.GetIntegerValue("ProxyEnable")
	if err != nil && !errors.Is(err, registry.ErrNotExist) {
		return nil, fmt.Errorf("registry: %w", err)
	}
	s.enabled = enabled != 0
	for name, value := range map[string]*string{
		"ProxyServer": &s.server, "ProxyOverride": &s.except, "AutoConfigURL": &s.script,
	} {
		if *value, _, err = key.GetStringValue(name); err != nil && !errors.Is(err, registry.ErrNotExist) {
			return nil, fmt.Errorf("registry: %w", err)
		}
	}
	return s.proxy(to)
}
