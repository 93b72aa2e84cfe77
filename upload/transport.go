package upload

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
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

// wire is what an engine owns of the network: its connections. HTTP/1.1 alone, a connection for each segment in flight:
// over the one connection of HTTP/2 the same upload took two to four times as long.
type wire struct {
	limit   *Limit
	connect func(ctx context.Context, network, addr string) (net.Conn, error)
	secure  *tls.Config
	pooled  *http.Transport
	fresh   *http.Transport // its connections are used once

	mu   sync.Mutex
	live map[*watched]struct{}
	warm []*warmConn // not used yet
}

func newWire(limit *Limit) *wire {
	dialer := &net.Dialer{Timeout: dialLimit, KeepAlive: 15 * time.Second, Control: tuneSocket}
	w := &wire{
		limit: limit, connect: dialer.DialContext, live: map[*watched]struct{}{},
		secure: &tls.Config{
			MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}, ClientSessionCache: tls.NewLRUClientSessionCache(0),
		},
	}
	w.pooled = w.transport()
	w.fresh = w.transport()
	w.fresh.DisableKeepAlives = true
	return w
}

func (w *wire) transport() *http.Transport {
	var http1 http.Protocols
	http1.SetHTTP1(true)
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           w.dial,
		DialTLSContext:        w.dialTLS, // not behind a proxy
		Protocols:             &http1,
		TLSClientConfig:       w.secure,
		TLSHandshakeTimeout:   tlsLimit,
		ResponseHeaderTimeout: answerLimit,
		MaxIdleConnsPerHost:   mostAtOnce + 1, // one more, for STATUS
		IdleConnTimeout:       60 * time.Second,
		DisableCompression:    true,
	}
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Context().Value(freshKey{}) != nil {
		return w.fresh.RoundTrip(r)
	}
	return w.pooled.RoundTrip(r)
}

type freshKey struct{}

// onFreshConn lets a request go over a connection of its own, which nobody has used before.
func onFreshConn(ctx context.Context) context.Context {
	return context.WithValue(ctx, freshKey{}, true)
}

// dial opens a connection, or takes one that is warm.
func (w *wire) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if c := w.takeWarm(ctx, addr, false); c != nil {
		return c, nil
	}
	return w.open(ctx, network, addr)
}

// dialTLS is dial, for https.
func (w *wire) dialTLS(ctx context.Context, network, addr string) (net.Conn, error) {
	if c := w.takeWarm(ctx, addr, true); c != nil {
		return c, nil
	}
	return w.openTLS(ctx, network, addr)
}

func (w *wire) open(ctx context.Context, network, addr string) (net.Conn, error) {
	c, err := w.connect(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	conn := &watched{Conn: c, wire: w, closed: make(chan struct{})}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.live[conn] = struct{}{}
	return conn, nil
}

func (w *wire) openTLS(ctx context.Context, network, addr string) (net.Conn, error) {
	c, err := w.open(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	config := w.secure.Clone()
	if config.ServerName == "" {
		config.ServerName, _, err = net.SplitHostPort(addr)
	}
	secured := tls.Client(c, config)
	if err == nil {
		inTime, cancel := context.WithTimeout(ctx, tlsLimit)
		defer cancel()
		err = secured.HandshakeContext(inTime)
	}
	if err != nil {
		_ = c.Close() // it says why it is of no use
		return nil, err
	}
	return secured, nil
}

// drop closes all connections at once, whether they are in use or not: after sleep they are dead, and nothing says so
// for minutes.
func (w *wire) drop() {
	w.closeIdle()
	w.mu.Lock()
	live := w.live
	w.live = map[*watched]struct{}{}
	w.mu.Unlock()
	for c := range live {
		_ = c.Close() // it is dead
	}
}

// closeIdle closes the connections that are not in use.
func (w *wire) closeIdle() {
	w.cool()
	w.pooled.CloseIdleConnections()
	w.fresh.CloseIdleConnections()
}
