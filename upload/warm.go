package upload

import (
	"context"
	"errors"
	"net"
	"net/url"
	"os"
	"slices"
	"time"
)

const (
	warmFor  = 30 * time.Second // how long a connection that was opened ahead of need waits for one
	freshFor = time.Second      // how long it is taken for alive without a look
)

// warming is a connection that was opened, or is being opened, ahead of need.
type warming struct {
	to     place
	cancel context.CancelFunc // ends the dial; harmless after it
	unbind func() bool        // lets go of the context of who asked for it
	expiry *time.Timer        // nil until the connection stands
	done   chan struct{}      // closed when conn or err is there
	conn   net.Conn
	err    error
	since  time.Time // when the connection stood
	gone   bool      // nobody wants it any more
}

// warm begins to open connections, secure ones where the address is, so that n are ready for the segments when INIT is
// answered; those that are idle count. It does nothing behind a proxy, where net/http alone knows the way. Those that
// no request has used are closed after half a minute, and when ctx is done.
func (w *wire) warm(ctx context.Context, base *url.URL, n int) {
	addr, known := w.addressOf(ctx, base)
	if !known {
		return
	}
	to := place{base.Scheme, addr}
	w.mu.Lock()
	defer w.mu.Unlock()
	idle := len(w.ahead[to]) - int(w.busy.Load())
	for c := range w.open {
		if c.pooled && c.addr == to.addr {
			idle++
		}
	}
	for range min(n, mostAtOnce) - max(idle, 0) {
		// What a request waits for does not end with the upload that asked for it.
		dialCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
		p := &warming{to: to, cancel: cancel, done: make(chan struct{})}
		w.ahead[to] = append(w.ahead[to], p)
		p.unbind = context.AfterFunc(ctx, func() { w.discard(p) })
		go w.heat(dialCtx, p)
	}
}

// heat opens one connection ahead of need.
func (w *wire) heat(ctx context.Context, p *warming) {
	conn, err := w.dialer(p.to.scheme)(ctx, "tcp", p.to.addr)
	p.cancel()
	w.mu.Lock()
	p.conn, p.err, p.since = conn, err, time.Now()
	gone := p.gone
	switch {
	case err != nil:
		w.forget(p)
	case slices.Contains(w.ahead[p.to], p):
		p.expiry = time.AfterFunc(warmFor, func() { w.discard(p) })
	}
	close(p.done)
	w.mu.Unlock()
	if gone && err == nil {
		_ = conn.Close()
	}
}

// forget takes p off the list, and reports whether it was there. The caller holds w.mu.
func (w *wire) forget(p *warming) bool {
	i := slices.Index(w.ahead[p.to], p)
	if i < 0 {
		return false
	}
	w.ahead[p.to] = slices.Delete(w.ahead[p.to], i, i+1)
	p.unbind()
	if p.expiry != nil {
		p.expiry.Stop()
	}
	return true
}

// discard closes p, unless a request has it.
func (w *wire) discard(p *warming) {
	w.mu.Lock()
	mine := w.forget(p)
	w.mu.Unlock()
	if mine {
		w.abandon(p)
	}
}

// abandon closes p, now or when it stands.
func (w *wire) abandon(p *warming) {
	w.mu.Lock()
	p.gone = true
	conn := p.conn
	w.mu.Unlock()
	p.cancel()
	if conn != nil {
		_ = conn.Close()
	}
}

// cool closes all connections that were opened ahead of need and not used.
func (w *wire) cool() {
	w.mu.Lock()
	var all []*warming
	for _, list := range w.ahead {
		all = append(all, list...)
	}
	w.mu.Unlock()
	for _, p := range all {
		w.discard(p)
	}
}

// pooledDial returns the function by which the transport that keeps its connections opens one: it takes one that was
// opened ahead of need, or waits for one that is being opened; where there is none, or that fails, it dials.
func (w *wire) pooledDial(scheme string) func(ctx context.Context, network, addr string) (net.Conn, error) {
	dial := w.dialer(scheme)
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := w.claim(ctx, place{scheme, addr})
		if c == nil && err == nil {
			c, err = dial(ctx, network, addr)
		}
		if err != nil {
			return nil, err
		}
		w.mu.Lock()
		socketOf(c).pooled = true
		w.mu.Unlock()
		return c, nil
	}
}

// claim returns a connection that was opened ahead of need; nil where there is none.
func (w *wire) claim(ctx context.Context, to place) (net.Conn, error) {
	for {
		w.mu.Lock()
		if len(w.ahead[to]) == 0 {
			w.mu.Unlock()
			return nil, nil //nolint:nilnil // there is none, which is no error
		}
		p := w.ahead[to][0] // the oldest: what stands comes before what is being opened
		w.forget(p)
		w.mu.Unlock()
		select {
		case <-p.done:
		case <-ctx.Done():
			w.abandon(p)
			return nil, ctx.Err()
		}
		switch {
		case p.err != nil:
			return nil, nil //nolint:nilnil // as if there had been none
		case time.Since(p.since) < freshFor || alive(p.conn):
			return p.conn, nil
		}
		_ = p.conn.Close()
	}
}

// alive reports whether the peer has not closed a connection meanwhile: net/http does not send a request again that
// failed on a connection which it takes for new. Nothing comes over one on which nothing was asked, so that a read
// finds nothing, or the end.
func alive(c net.Conn) bool {
	if c.SetReadDeadline(time.Now().Add(time.Millisecond)) != nil {
		return false
	}
	_, err := c.Read(make([]byte, 1))
	return errors.Is(err, os.ErrDeadlineExceeded) && c.SetReadDeadline(time.Time{}) == nil
}
