package upload

import (
	"context"
	"crypto/tls"
	"errors"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"hoist/upload/xapi"
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

// errDropped is why a connection did not come about that was being opened when all were dropped.
var errDropped = errors.New("all connections were dropped")

// wire is what an engine owns of the network: its connections, those that are opened ahead of need, and the count of
// what went out.
type wire struct {
	limit  *Limit
	dial   func(ctx context.Context, network, addr string) (net.Conn, error)
	secure *tls.Config
	pooled *http.Transport // keeps a connection for each segment in flight
	single *http.Transport // makes one for each request

	written atomic.Int64 // bytes, to all sockets since the start
	busy    atomic.Int64 // requests under way over pooled connections

	mu    sync.Mutex
	life  context.Context // until all connections are dropped
	end   context.CancelFunc
	open  map[*watched]struct{} // all sockets
	ahead map[place][]*warming  // opened ahead of need, and not used yet
}

// place is where a connection leads: http or https, and host:port.
type place struct{ scheme, addr string }

// newWire returns a wire that goes by the options. HTTP/1.1 alone: over the one connection of HTTP/2
// the same upload took two to four times as long.
func newWire(o Options) *wire {
	dialer := &net.Dialer{Timeout: dialLimit, KeepAlive: 15 * time.Second, Control: tuneSocket}
	w := &wire{
		limit: o.Limit,
		dial:  dialer.DialContext,
		secure: &tls.Config{
			MinVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(0), RootCAs: o.RootCAs,
		},
		open:  map[*watched]struct{}{},
		ahead: map[place][]*warming{},
	}
	w.life, w.end = context.WithCancel(context.Background())
	var http1 http.Protocols
	http1.SetHTTP1(true)
	w.pooled = &http.Transport{
		Proxy:                  proxyBy(o.Proxy),
		OnProxyConnectResponse: xapi.CheckProxy,
		DialContext:            w.pooledDial("http"),
		DialTLSContext:         w.pooledDial("https"), // behind a proxy net/http adds TLS to DialContext itself
		Protocols:              &http1,
		TLSClientConfig:        w.secure.Clone(),
		TLSHandshakeTimeout:    tlsLimit,
		ResponseHeaderTimeout:  answerLimit,
		MaxIdleConnsPerHost:    mostAtOnce + 1, // one more, for STATUS
		IdleConnTimeout:        60 * time.Second,
		DisableCompression:     true,
	}
	w.single = w.pooled.Clone()
	w.single.DisableKeepAlives = true
	w.single.DialContext = w.dialer("http")
	w.single.DialTLSContext = w.dialer("https")
	return w
}

// proxyBy makes sure of ask, as in [Options], that no proxy learns what goes to this computer itself.
func proxyBy(ask func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	if ask == nil {
		ask = http.ProxyFromEnvironment
	}
	return func(r *http.Request) (*url.URL, error) {
		if onLoopback(r.URL.Hostname()) {
			return nil, nil //nolint:nilnil // by none
		}
		via, err := ask(r)
		if err != nil {
			return nil, &xapi.ProxyError{Err: err}
		}
		return via, nil
	}
}

type freshConn struct{}

// onFreshConn makes a request go over a new connection, which is closed after it: what is sent again because it is
// slow must not come upon the connection that is.
func onFreshConn(ctx context.Context) context.Context {
	return context.WithValue(ctx, freshConn{}, true)
}

// RoundTrip implements http.RoundTripper.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Context().Value(freshConn{}) != nil {
		return w.single.RoundTrip(r)
	}
	w.busy.Add(1)
	defer w.busy.Add(-1)
	return w.pooled.RoundTrip(r)
}

// traffic returns how many bytes were written to all sockets since the start: headers and TLS are in it, and what was
// sent in vain.
func (w *wire) traffic() int64 { return w.written.Load() }

// drop closes every connection at once, idle or in use, and those that are being opened: after the computer has slept
// they are dead, though nobody says so.
func (w *wire) drop() {
	w.mu.Lock()
	w.end()
	w.life, w.end = context.WithCancel(context.Background())
	open := slices.Collect(maps.Keys(w.open))
	w.mu.Unlock()
	for _, c := range open {
		_ = c.Close() // the socket itself: TLS would say goodbye first
	}
	w.closeIdle() // else the next request might be given one of them
}

// closeIdle closes the connections that are not in use, and those that were opened ahead of need.
func (w *wire) closeIdle() {
	w.cool()
	w.pooled.CloseIdleConnections()
}

// dialer returns the function that opens connections of a scheme.
func (w *wire) dialer(scheme string) func(ctx context.Context, network, addr string) (net.Conn, error) {
	if scheme == "https" {
		return w.connectTLS
	}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := w.connect(ctx, network, addr)
		if err != nil {
			return nil, err // not c, which would be an interface that holds nil
		}
		return c, nil
	}
}

// connect opens a connection.
func (w *wire) connect(ctx context.Context, network, addr string) (*watched, error) {
	w.mu.Lock()
	life := w.life
	w.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(life, cancel)()
	socket, err := w.dial(ctx, network, addr)
	if err != nil {
		if life.Err() != nil {
			return nil, errDropped
		}
		return nil, err
	}
	c := &watched{Conn: socket, wire: w, addr: addr, closed: make(chan struct{})}
	w.mu.Lock()
	defer w.mu.Unlock()
	if life.Err() != nil {
		_ = socket.Close()
		return nil, errDropped
	}
	w.open[c] = struct{}{}
	return c, nil
}

// connectTLS opens a connection and makes it secure.
func (w *wire) connectTLS(ctx context.Context, network, addr string) (net.Conn, error) {
	c, err := w.connect(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	config := w.secure.Clone()
	config.ServerName = host(addr)
	ctx, cancel := context.WithTimeout(ctx, tlsLimit)
	defer cancel()
	t := tls.Client(c, config)
	if err := t.HandshakeContext(ctx); err != nil {
		_ = c.Close()
		return nil, err
	}
	return t, nil
}

// addressOf returns where a connection to base leads; known is false behind a proxy, to which net/http alone knows the
// way.
func (w *wire) addressOf(ctx context.Context, base *url.URL) (addr string, known bool) {
	if proxy := w.pooled.Proxy; proxy != nil {
		if via, err := proxy((&http.Request{URL: base}).WithContext(ctx)); err != nil || via != nil {
			return "", false
		}
	}
	port := base.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[base.Scheme]
	}
	return net.JoinHostPort(base.Hostname(), port), true
}

// host returns the host of an address that net/http has put together.
func host(addr string) string {
	h, _, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	return h
}
