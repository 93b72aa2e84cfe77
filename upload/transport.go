package upload

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"os"
	"time"
)

// Limits on lack of progress. None measures the total time of a request: a segment on a slow line takes as long as
// it takes.
const (
	dialLimit   = 10 * time.Second  // until a connection stands
	tlsLimit    = 15 * time.Second  // until it is secure
	writeLimit  = 30 * time.Second  // until the network takes the next bytes
	answerLimit = 90 * time.Second  // until X answers, once it has everything; its edge gives up at 100 s
	silentLimit = 100 * time.Second // without a byte either way
)

// newTransport returns a transport that keeps a connection of its own for each segment in flight. HTTP/1.1 alone:
// over the one connection of HTTP/2 the same upload took two to four times as long.
func newTransport(atOnce int) *http.Transport {
	dialer := &net.Dialer{Timeout: dialLimit, KeepAlive: 15 * time.Second}
	var http1 http.Protocols
	http1.SetHTTP1(true)
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			c, err := dialer.DialContext(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			return &watched{Conn: c}, nil
		},
		Protocols:             &http1,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(0)},
		TLSHandshakeTimeout:   tlsLimit,
		ResponseHeaderTimeout: answerLimit,
		MaxIdleConnsPerHost:   atOnce + 1, // one more, for STATUS
		IdleConnTimeout:       60 * time.Second,
		DisableCompression:    true,
	}
}

// watched is a connection that breaks off when nothing moves: when the network does not take the next bytes, or when
// nothing has gone either way for a while.
type watched struct{ net.Conn }

// Write implements net.Conn. A part of p that went out in time is progress, however little: on a slow line the rest gets
// its own time.
func (w *watched) Write(p []byte) (int, error) {
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
