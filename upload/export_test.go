package upload

import (
	"context"
	"net"
)

// DialWith makes the engine connect by way of dial, so that tests can run in virtual time over pipes.
func (e *Engine) DialWith(dial func(context.Context) (net.Conn, error)) {
	e.wire.pooled.Proxy, e.wire.fresh.Proxy = nil, nil
	e.wire.connect = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
}
