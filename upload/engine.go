package upload

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"

	"hoist/upload/xapi"
)

// Options are the settings of an [Engine]; the zero value has sensible ones.
type Options struct {
	AtOnce    int          // segments in flight, 1 to 8; 0: as many as the line needs
	Journals  string       // folder for the journals of unfinished uploads; empty: they go with the engine
	Limit     *Limit       // of the speed, shared by all engines that have it; nil: none
	Trace     *Trace       // of the requests, shared by all engines that have it; nil: none
	UserAgent string       // what X and its support see; empty: "Hoist"
	Log       *slog.Logger // nil: no log

	// Proxy returns by which proxy a request goes; a nil address: by none. It is asked again for each request, from several
	// goroutines, and may take its time, but not beyond the request's context. What goes to this computer itself it is not
	// asked about. nil: HTTPS_PROXY and NO_PROXY say it.
	Proxy   func(*http.Request) (*url.URL, error)
	RootCAs *x509.CertPool // who may vouch for servers and proxies; nil: those that the system trusts
}

// mostAtOnce is the bound of Options.AtOnce: beyond 8 connections the same link was not faster, and a stop costs more.
const mostAtOnce = 8

// Engine uploads for one account. It may run several jobs at once.
type Engine struct {
	account Account
	base    *url.URL
	pinned  int // segments in flight; 0: not pinned
	log     *slog.Logger
	client  xapi.Client
	signing signing
	wire    *wire
	gate    gate
	pacer   pacer
	shelf   *shelf

	mu      sync.Mutex
	largest int64   // segments above this X has found too large; 0: none yet
	speed   float64 // of the last upload in bytes per second; 0: not known
}

// New returns an engine for the account. It fails when the account's address is not https and not http on this
// computer's loopback, or has no signature.
func New(a Account, o Options) (*Engine, error) {
	if a.API == "" {
		a.API = V2
	}
	if !a.API.Known() {
		return nil, fmt.Errorf("upload: X has no API %q", a.API)
	}
	if a.Sign == nil {
		return nil, errors.New("upload: the account does not sign")
	}
	if a.BaseURL == "" {
		a.BaseURL = a.API.DefaultBase()
	}
	base, err := CheckBaseURL(a.BaseURL)
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	e := &Engine{
		account: a, base: base, pinned: min(max(o.AtOnce, 0), mostAtOnce), log: o.Log, wire: newWire(o),
		shelf: newShelf(o.Journals, o.Log),
	}
	agent := o.UserAgent
	if agent == "" {
		agent = "Hoist"
	}
	e.signing.wire = e.wire
	e.signing.renew(a.Sign)
	e.client = &answered{pacer: &e.pacer, next: xapi.New(a.API, base, &http.Client{
		Transport: &named{agent: agent, next: &traced{trace: o.Trace, next: &e.signing}},
		// A redirect is never X's answer to these calls, and following one would sign for another address.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, e.pacer.observe)}
	return e, nil
}

// Account returns the account that the engine uploads for.
func (e *Engine) Account() Account { return e.account }

// Renew lets all requests that follow be signed by sign, after somebody has signed in to the same account again. It also
// holds for jobs that are paused or under way.
func (e *Engine) Renew(sign func(base http.RoundTripper) http.RoundTripper) { e.signing.renew(sign) }

// Close closes the connections that are not in use. The engine can be used afterwards.
func (e *Engine) Close() { e.wire.closeIdle() }

// plan cuts a file into segments: of the account's size, or of a size for the file, and for the line where that is
// known, and never of one that X has found too large.
func (e *Engine) plan(bytes int64) (Plan, error) {
	e.mu.Lock()
	largest, speed := e.largest, e.speed
	e.mu.Unlock()
	size := e.account.SegmentBytes
	if size == 0 {
		size = automatic(bytes)
		if speed > 0 { // a stop costs what is in flight
			size = min(size, max(smallestAsked, int64(speed*segmentTime.Seconds())))
		}
	}
	if largest > 0 {
		size = min(size, largest)
	}
	return NewPlan(bytes, size)
}

// known returns the speed of the last upload in bytes per second; 0: there was none.
func (e *Engine) known() float64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.speed
}

// learn remembers the speed of the line.
func (e *Engine) learn(speed float64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.speed = speed
}

// learnLargest remembers that X has found larger segments too large.
func (e *Engine) learnLargest(bytes int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.largest = bytes
}

// CheckBaseURL reads the address of X or of a stand-in. It accepts https, and http on loopback alone: keys and videos do
// not travel in the clear.
func CheckBaseURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return nil, fmt.Errorf("upload: the address %q cannot be read", s)
	case u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("upload: %q is not the address of a server", s)
	case u.Scheme == "https", u.Scheme == "http" && onLoopback(u.Hostname()):
		return u, nil
	}
	return nil, fmt.Errorf("upload: %q is not secure: https is needed, or http on this computer", s)
}

func onLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// signing signs each request with what holds at the time.
type signing struct {
	wire http.RoundTripper
	now  atomic.Pointer[http.RoundTripper]
}

func (s *signing) renew(sign func(http.RoundTripper) http.RoundTripper) {
	signed := sign(s.wire)
	s.now.Store(&signed)
}

// RoundTrip implements http.RoundTripper.
func (s *signing) RoundTrip(r *http.Request) (*http.Response, error) {
	return (*s.now.Load()).RoundTrip(r)
}

// named adds the program's name to each request.
type named struct {
	agent string
	next  http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (n *named) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", n.agent)
	return n.next.RoundTrip(r)
}
