package upload

import (
	"crypto/tls"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// watched is a connection that keeps to the limit, and that breaks off when nothing moves: when the network does not
// take the next bytes, or when nothing has gone either way for a while.
type watched struct {
	net.Conn
	wire    *wire
	addr    string
	pooled  bool // it was handed to the transport that keeps it; under wire.mu
	leaving atomic.Bool
	once    sync.Once
	closed  chan struct{}
}

// Write implements net.Conn. A part of p that went out in time is progress, however little: on a slow line the rest gets
// its own time.
func (c *watched) Write(p []byte) (int, error) {
	written := 0
	for {
		n, err := c.writeSome(p[written:])
		written += n
		if err != nil || written == len(p) {
			return written, err
		}
	}
}

// writeSome writes as much of p as the limit lets through at once. The time for it begins when that is.
func (c *watched) writeSome(p []byte) (int, error) {
	if c.leaving.Load() {
		n, err := c.Conn.Write(p)
		c.wire.written.Add(int64(n))
		return n, err
	}
	allowed := c.wire.limit.take(len(p), c.closed, c.excuse)
	if allowed == 0 && len(p) > 0 {
		return 0, &net.OpError{Op: "write", Net: "tcp", Err: net.ErrClosed}
	}
	if err := c.Conn.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
		return 0, err
	}
	n, err := c.Conn.Write(p[:allowed])
	c.wire.written.Add(int64(n))
	if n > 0 {
		_ = c.SetReadDeadline(time.Now().Add(silentLimit)) // an error of it would be the next Read's
		if errors.Is(err, os.ErrDeadlineExceeded) {
			err = nil
		}
	}
	return n, err
}

// excuse keeps a wait for the limit from looking like silence. Short ones do not matter: a write follows, which counts.
func (c *watched) excuse(d time.Duration) {
	if d > time.Second {
		_ = c.SetReadDeadline(time.Now().Add(d + silentLimit))
	}
}

// Read implements net.Conn.
func (c *watched) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		_ = c.SetReadDeadline(time.Now().Add(silentLimit))
	}
	return n, err
}

// SetWriteDeadline implements net.Conn. Only crypto/tls calls it, for its goodbye when the connection is closed, which
// is then not worth more time or a turn at the limit.
func (c *watched) SetWriteDeadline(t time.Time) error {
	c.leaving.Store(true)
	return c.Conn.SetWriteDeadline(t)
}

// Close implements net.Conn. It also ends a Write that waits for the limit.
func (c *watched) Close() error {
	c.once.Do(func() {
		close(c.closed)
		c.wire.mu.Lock()
		delete(c.wire.open, c)
		c.wire.mu.Unlock()
	})
	return c.Conn.Close()
}

// socketOf returns what lies under a connection of a wire.
func socketOf(c net.Conn) *watched {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	w, _ := c.(*watched)
	return w
}
