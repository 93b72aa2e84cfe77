package upload

import (
	"context"
	"net"
)

// DialWith makes the engine connect by way of dial, so that tests can run in virtual time over pipes.
func (e *Engine) DialWith(dial func(context.Context) (net.Conn, error)) { e.wire.dialWith(dial) }

func (w *wire) dialWith(dial func(context.Context) (net.Conn, error)) {
	w.pooled.Proxy, w.single.Proxy = nil, nil
	w.dial = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
}
