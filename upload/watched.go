package upload

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

// watched is a connection that keeps to the limit of the speed, and breaks off when nothing moves: when the network does
// not take the next bytes, or when nothing has gone either way for a while.
type watched struct {
	net.Conn
	wire   *wire
	once   sync.Once
	closed chan struct{}
}

// Write implements net.Conn.
func (w *watched) Write(p []byte) (int, error) {
	written := 0
	for {
		piece := w.wire.limit.cut(p[written:])
		if err := w.wire.limit.wait(len(piece), w.closed); err != nil {
			return written, err
		}
		n, err := w.push(piece)
		written += n
		if err != nil || written == len(p) {
			return written, err
		}
	}
}

// push writes p. A part of it that went out in time is progress, however little: on a slow line the rest gets its own
// time.
func (w *watched) push(p []byte) (int, error) {
	written := 0
	for {
		if err := w.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
			return written, err
		}
		n, err := w.Conn.Write(p[written:])
		written += n
		if n > 0 {
			_ = w.SetReadDeadline(time.Now().Add(silentLimit)) // an error of it would be the next Read's
		}
		if n == 0 || written == len(p) || !errors.Is(err, os.ErrDeadlineExceeded) {
			return written, err
		}
	}
}

// Read implements net.Conn.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	if n > 0 {
		_ = w.SetReadDeadline(time.Now().Add(silentLimit))
	}
	return n, err
}

// Close implements net.Conn. It also releases whoever waits for the limit.
func (w *watched) Close() error {
	w.once.Do(func() {
		close(w.closed)
		w.wire.mu.Lock()
		delete(w.wire.live, w)
		w.wire.mu.Unlock()
	})
	return w.Conn.Close()
}
