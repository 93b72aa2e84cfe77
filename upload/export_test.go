package upload

import (
	"context"
	"net"
	"time"
)

// DialWith makes the engine connect by way of dial, so that tests can run in virtual time over pipes.
func (e *Engine) DialWith(dial func(context.Context) (net.Conn, error)) { e.wire.dialWith(dial) }

func (w *wire) dialWith(dial func(context.Context) (net.Conn, error)) {
	w.pooled.Proxy, w.single.Proxy = nil, nil
	w.dial = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
}

// Wake does what waking from sleep does to a job that runs.
func (j *Job) Wake() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sleeper.wake(time.Now(), j.engine.wire.drop)
}

// Slept reports whether the computer slept between two looks at the clock.
var Slept = slept
