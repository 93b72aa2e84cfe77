package xapi

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// ProxyError is a proxy that did not let a request through, or could not be asked. It holds no password: of the
// proxy's address it has host and port alone.
type ProxyError struct {
	Proxy  string // host:port; empty: it is not known which proxy to take
	Status int    // what it answered in terms of HTTP; 407: it wants a password
	Err    error  // why it is not known; nil otherwise
}

// Error returns one line for logs.
func (e *ProxyError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("proxy: %v", e.Err)
	}
	return fmt.Sprintf("proxy %s: HTTP %d", e.Proxy, e.Status)
}

// Unwrap returns the cause.
func (e *ProxyError) Unwrap() error { return e.Err }

// ProxyAnswer returns the proxy and what it answered, for package ui/messages.
func (e *ProxyError) ProxyAnswer() (proxy string, status int) { return e.Proxy, e.Status }

// CheckProxy is for http.Transport.OnProxyConnectResponse: net/http itself keeps only the words of a proxy's answer. A
// proxy that says that it cannot get through itself is as if there were no connection.
func CheckProxy(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	switch status := answer.StatusCode; {
	case status == http.StatusOK:
		return nil
	case status >= 500, status == http.StatusRequestTimeout, status == http.StatusTooManyRequests:
		return &net.OpError{Op: "proxyanswer", Net: "tcp", Err: fmt.Errorf("proxy %s: HTTP %d", proxy.Host, status)}
	default:
		return &ProxyError{Proxy: proxy.Host, Status: status}
	}
}

// socksOp is how net/http names its talk with a SOCKS proxy in errors.
const socksOp = "socks connect"

// proxyRefusal returns that a proxy has refused; nil: none has. A SOCKS proxy's answer net/http gives in words alone.
func proxyRefusal(err error) *ProxyError {
	var known *ProxyError
	if errors.As(err, &known) {
		return known
	}
	var op *net.OpError
	if !errors.As(err, &op) || op.Op != socksOp || op.Source == nil || op.Err == nil {
		return nil
	}
	switch said := op.Err.Error(); {
	case strings.Contains(said, "authentication"):
		return &ProxyError{Proxy: op.Source.String(), Status: http.StatusProxyAuthRequired}
	case strings.Contains(said, "not allowed by ruleset"):
		return &ProxyError{Proxy: op.Source.String(), Status: http.StatusForbidden}
	}
	return nil
}
