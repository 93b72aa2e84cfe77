package upload

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// warmFor is how long a connection that nobody uses is kept.
const warmFor = 30 * time.Second

// warmConn is a connection that is opened before it is needed.
type warmConn struct {
	addr   string
	secure bool
	ready  chan struct{} // closed when conn or err is there
	conn   net.Conn
	err    error
	cancel context.CancelFunc
	expire *time.Timer
}

// warmUp begins to open connections until there are n in all, so that they stand when segments are to be sent. Those that
// are not open when ctx ends are given up. Behind a proxy it does nothing.
func (w *wire) warmUp(ctx context.Context, base *url.URL, n int) {
	if w.pooled.Proxy != nil {
		if proxy, err := w.pooled.Proxy(&http.Request{URL: base}); err != nil || proxy != nil {
			return
		}
	}
	secure := base.Scheme == "https"
	port := base.Port()
	switch {
	case port != "":
	case secure:
		port = "443"
	default:
		port = "80"
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	opening := 0
	for _, c := range w.warm {
		select {
		case <-c.ready: // counted among the live
		default:
			opening++
		}
	}
	for range n - len(w.live) - opening {
		w.warm = append(w.warm, w.warmOne(ctx, net.JoinHostPort(base.Hostname(), port), secure))
	}
}

func (w *wire) warmOne(ctx context.Context, addr string, secure bool) *warmConn {
	ctx, cancel := context.WithCancel(ctx)
	c := &warmConn{addr: addr, secure: secure, ready: make(chan struct{}), cancel: cancel}
	c.expire = time.AfterFunc(warmFor, func() {
		if w.forget(c) {
			c.close()
		}
	})
	go func() {
		defer close(c.ready)
		if secure {
			c.conn, c.err = w.openTLS(ctx, "tcp", addr)
		} else {
			c.conn, c.err = w.open(ctx, "tcp", addr)
		}
	}()
	return c
}

// takeWarm returns a warm connection to an address, as soon as it stands; nil where there is none.
func (w *wire) takeWarm(ctx context.Context, addr string, secure bool) net.Conn {
	for {
		w.mu.Lock()
		at := slices.IndexFunc(w.warm, func(c *warmConn) bool { return c.addr == addr && c.secure == secure })
		if at < 0 {
			w.mu.Unlock()
			return nil
		}
		c := w.warm[at]
		w.warm = slices.Delete(w.warm, at, at+1)
		w.mu.Unlock()
		c.expire.Stop()
		select {
		case <-c.ready:
		case <-ctx.Done():
			c.close()
			return nil
		}
		if c.err == nil {
			return c.conn
		}
	}
}

// forget takes a connection out of those that are warm, and reports whether it was one.
func (w *wire) forget(c *warmConn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := slices.Index(w.warm, c)
	if at < 0 {
		return false
	}
	w.warm = slices.Delete(w.warm, at, at+1)
	return true
}

// cool closes the connections that are warm and not used.
func (w *wire) cool() {
	w.mu.Lock()
	warm := w.warm
	w.warm = nil
	w.mu.Unlock()
	for _, c := range warm {
		c.expire.Stop()
		c.close()
	}
}

// close gives a connection up that nobody has taken, also one that is still being opened. It does not wait.
func (c *warmConn) close() {
	c.cancel()
	go func() {
		<-c.ready
		if c.err == nil {
			_ = c.conn.Close() // nobody has used it
		}
	}()
}
