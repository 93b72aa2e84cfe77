package upload

import (
	"context"
	"net"
)

// DialWith makes the engine connect by way of dial, so that tests can run in virtual time over pipes.
func (e *Engine) DialWith(dial func(context.Context) (net.Conn, error)) {
	e.transport.Proxy = nil
	e.transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		c, err := dial(ctx)
		if err != nil {
			return nil, err
		}
		return &watched{Conn: c}, nil
	}
}
