package practice

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// line is the wire that all connections share: a token bucket for each direction.
type line struct {
	up, down *rate.Limiter
	piece    atomic.Int64 // most bytes that pass at once; 0: no limit
}

func newLine(mbit float64) *line {
	l := &line{up: rate.NewLimiter(rate.Inf, 0), down: rate.NewLimiter(rate.Inf, 0)}
	l.set(mbit)
	return l
}

const (
	smallestPiece = 512
	largestPiece  = 32 << 10
)

// set changes the speed, also for what is under way. The pieces are about a twentieth of a second of the line, so that
// a new speed is felt at once and several connections share fairly.
func (l *line) set(mbit float64) {
	if mbit <= 0 {
		l.piece.Store(0)
		l.up.SetLimit(rate.Inf)
		l.down.SetLimit(rate.Inf)
		return
	}
	perSecond := mbit * 1e6 / 8
	piece := int64(min(max(perSecond/20, smallestPiece), largestPiece))
	// On a fast line the timer is too coarse for a burst of one piece.
	burst := max(int(piece), int(min(perSecond/100, 1<<30)))
	for _, lim := range []*rate.Limiter{l.up, l.down} {
		lim.SetBurst(burst)
		lim.SetLimit(rate.Limit(perSecond))
	}
	l.piece.Store(piece)
}

// cut returns as much of p as may pass at once.
func (l *line) cut(p []byte) []byte {
	if piece := l.piece.Load(); piece > 0 && int64(len(p)) > piece {
		return p[:piece]
	}
	return p
}

// wait holds until n bytes may pass, or the connection is closed.
func (l *line) wait(lim *rate.Limiter, n int, closed <-chan struct{}) {
	for n > 0 {
		now, part := time.Now(), n
		if lim.Limit() != rate.Inf {
			part = min(n, max(lim.Burst(), 1))
		}
		r := lim.ReserveN(now, part)
		if !r.OK() {
			continue // the speed has just changed, and with it the burst
		}
		n -= part
		d := r.DelayFrom(now)
		if d <= 0 {
			continue
		}
		t := time.NewTimer(d)
		select {
		case <-t.C:
		case <-closed:
			t.Stop()
			return
		}
	}
}

// lineListener puts every connection on the line.
type lineListener struct {
	net.Listener
	line *line
}

func (l *lineListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if t, ok := c.(*net.TCPConn); ok && l.line.piece.Load() > 0 {
		// Else the kernel swallows a whole segment at once, and a client on a slow line believes that it has sent it.
		// Where that is refused the line is no slower, only less smooth.
		_ = t.SetReadBuffer(2 * largestPiece)
	}
	return &lineConn{Conn: c, line: l.line, closed: make(chan struct{})}, nil
}

// lineConn is a connection on the line.
type lineConn struct {
	net.Conn
	line   *line
	once   sync.Once
	closed chan struct{}
}

func (c *lineConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(c.line.cut(p))
	c.line.wait(c.line.up, n, c.closed)
	return n, err
}

func (c *lineConn) Write(p []byte) (int, error) {
	sent := 0
	for {
		piece := c.line.cut(p[sent:])
		c.line.wait(c.line.down, len(piece), c.closed)
		n, err := c.Conn.Write(piece)
		sent += n
		if err != nil || sent == len(p) {
			return sent, err
		}
	}
}

// Close also releases a Read or Write that waits for its turn.
func (c *lineConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}
