package upload

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"hoist/upload/xapi"
)

// Options are the settings of an [Engine]; the zero value has sensible ones.
type Options struct {
	AtOnce    int           // segments in flight, 1 to 8; 0: 4
	OpenFor   time.Duration // how long INIT is tried without an answer of X; 0: 30 s
	UserAgent string        // what X and its support see; empty: "Hoist"
	Limit     *Limit        // of what goes out, shared by all engines that have it; nil: none
	Log       *slog.Logger  // nil: no log
}

// Bounds of Options.AtOnce: beyond 8 connections the same link was not faster, and a stop costs more.
const (
	defaultAtOnce = 4
	mostAtOnce    = 8
)

// Engine uploads for one account. It may run several jobs at once.
type Engine struct {
	account Account
	atOnce  int
	openFor time.Duration
	log     *slog.Logger
	client  xapi.Client
	gate    gate
	wire    *wire
}

// New returns an engine for the account. It fails when the account's address is not https and not http on this
// computer's loopback, or has no signature.
func New(a Account, o Options) (*Engine, error) {
	if a.API == "" {
		a.API = V2
	}
	if a.API != V2 && a.API != V1 {
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
	e := &Engine{account: a, atOnce: o.AtOnce, openFor: o.OpenFor, log: o.Log}
	if e.atOnce <= 0 {
		e.atOnce = defaultAtOnce
	}
	e.atOnce = min(e.atOnce, mostAtOnce)
	if e.openFor <= 0 {
		e.openFor = 30 * time.Second
	}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	agent := o.UserAgent
	if agent == "" {
		agent = "Hoist"
	}
	e.wire = newWire(o.Limit)
	e.client = xapi.New(a.API, base, &http.Client{
		Transport: a.Sign(&named{agent: agent, next: e.wire}),
		// A redirect is never X's answer to these calls, and following one would sign for another address.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil)
	return e, nil
}

// Account returns the account that the engine uploads for.
func (e *Engine) Account() Account { return e.account }

// Close closes the connections that are not in use. The engine can be used afterwards.
func (e *Engine) Close() { e.wire.closeIdle() }

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
