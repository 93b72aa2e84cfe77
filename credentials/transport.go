package credentials

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// proxyError is a proxy that did not let a request through, or could not be asked. Of the proxy's address it has host and
// port alone.
type proxyError struct {
	proxy  string // empty: it is not known which proxy to take
	status int    // what it answered in terms of HTTP; 407: it wants a password
	err    error  // why it is not known; nil otherwise
}

// Error implements error.
func (e *proxyError) Error() string {
	if e.err != nil {
		return fmt.Sprintf("proxy: %v", e.err)
	}
	return fmt.Sprintf("proxy %s: HTTP %d", e.proxy, e.status)
}

// Unwrap returns the cause.
func (e *proxyError) Unwrap() error { return e.err }

// ProxyAnswer returns the proxy and what it answered, for package ui/messages.
func (e *proxyError) ProxyAnswer() (proxy string, status int) { return e.proxy, e.status }

// transport returns what carries the requests of signing in. They are few and far between: no connection is kept.
func (e Endpoint) transport() http.RoundTripper {
	ask := e.Proxy
	if ask == nil {
		ask = http.ProxyFromEnvironment
	}
	return &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) {
			if loopback(r.URL.Hostname()) {
				return nil, nil //nolint:nilnil // by none
			}
			via, err := ask(r)
			if err != nil {
				return nil, &proxyError{err: err}
			}
			return via, nil
		},
		OnProxyConnectResponse: checkProxy,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: e.RootCAs},
		DisableKeepAlives:      true,
	}
}

// checkProxy keeps a proxy's answer, of which net/http hands on only the words. A proxy that says that it cannot get
// through itself is as if there were no connection.
func checkProxy(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	switch status := answer.StatusCode; {
	case status == http.StatusOK:
		return nil
	case status >= 500, status == http.StatusRequestTimeout, status == http.StatusTooManyRequests:
		return &net.OpError{Op: "proxyanswer", Net: "tcp", Err: fmt.Errorf("proxy %s: HTTP %d", proxy.Host, status)}
	default:
		return &proxyError{proxy: proxy.Host, status: status}
	}
}

// socksOp is how net/http names its talk with a SOCKS proxy in errors.
const socksOp = "socks connect"

// proxyRefusal returns that a proxy has refused; nil: none has. A SOCKS proxy's answer net/http gives in words alone.
func proxyRefusal(err error) *proxyError {
	if known, ok := errors.AsType[*proxyError](err); ok {
		return known
	}
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != socksOp || op.Source == nil || op.Err == nil {
		return nil
	}
	switch said := op.Err.Error(); {
	case strings.Contains(said, "authentication"):
		return &proxyError{proxy: op.Source.String(), status: http.StatusProxyAuthRequired}
	case strings.Contains(said, "not allowed by ruleset"):
		return &proxyError{proxy: op.Source.String(), status: http.StatusForbidden}
	}
	return nil
}
