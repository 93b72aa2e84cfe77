package upload

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"hoist/upload/xapi"
)

// Waits between tries: full jitter over a doubling span.
const (
	firstWait   = time.Second
	mostWait    = 30 * time.Second
	offlineWait = 4 * time.Second // at most, where there is no connection: looking whether it is back costs X nothing
)

// again reports whether a request that failed this way can succeed when it is sent anew. Once the upload is open a
// certificate that does not fit is waited for as well: it is what a hotel's network shows when its time is up.
func again(k Kind, open bool) bool {
	switch k {
	case NoConnection, ConnectionLost, Stalled, BadReply, Server, RateLimited:
		return true
	case Certificate, Untrusted:
		return open
	default:
		return false
	}
}

// wait returns how long to wait before try n+1 (n from 1): until X's own time where it gave one, else a random part
// of a span that doubles, so that workers that failed together do not come back together.
func wait(n int, failed *Error) time.Duration {
	var x *xapi.Error
	if errors.As(failed.Err, &x) && !x.RetryAt.IsZero() {
		if d := time.Until(x.RetryAt); d > 0 {
			return d + rand.N(time.Second) //nolint:gosec // jitter, no secret
		}
	}
	longest := mostWait
	if failed.Kind == NoConnection {
		longest = offlineWait
	}
	span := longest
	if n < 6 {
		span = min(firstWait<<(n-1), longest)
	}
	return rand.N(span) + 50*time.Millisecond //nolint:gosec // jitter, no secret
}

// errPaced is why a call is held back that X would refuse.
var errPaced = errors.New("no more calls of this kind are taken until the window ends")

// admit counts a call that is about to be sent. Where X does not take it yet, it returns when X does, and why.
func (e *Engine) admit(op xapi.Op) (until time.Time, why *Error) {
	if until, why, shut := e.gate.held(); shut {
		return until, why
	}
	if until, ok := e.pacer.take(op); !ok {
		return until, &Error{Kind: RateLimited, Segment: -1, Err: errPaced}
	}
	return time.Time{}, nil
}

// nextTry returns when the next try of a call begins, and shuts the gate until then where X has asked to slow down.
func (e *Engine) nextTry(n int, failed *Error) time.Time {
	next := time.Now().Add(wait(n, failed))
	if failed.Kind == RateLimited {
		e.gate.shut(next, failed)
	}
	return next
}

// sleep waits until t, for a token of kick or woke, which may be nil, or until ctx is done, whose error it returns.
func sleep(ctx context.Context, t time.Time, kick, woke <-chan struct{}) error {
	timer := time.NewTimer(time.Until(t))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
	case <-kick:
	case <-woke:
	}
	return nil
}

// gate holds back all requests of an account while X has asked it to slow down.
type gate struct {
	mu    sync.Mutex
	until time.Time
	why   *Error // what shut it
}

// shut closes the gate until t, if it is not closed for longer.
func (g *gate) shut(t time.Time, why *Error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if t.After(g.until) {
		g.until, g.why = t, why
	}
}

// held returns until when the gate is closed, and why; shut is false when it is open.
func (g *gate) held() (until time.Time, why *Error, shut bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until, g.why, time.Now().Before(g.until)
}
