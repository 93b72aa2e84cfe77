package desktop

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
)

// What a [Feed] can answer with. Where package upload has a kind for the same thing, the text is the same.
const (
	NoConnection   Kind = "no_connection"   // no route, name not found, connection refused
	ConnectionLost Kind = "connection_lost" // the connection ended before the answer was there
	Stalled        Kind = "stalled"         // no answer for 30 seconds
	Certificate    Kind = "certificate"     // the secure connection could not be verified
	Untrusted      Kind = "untrusted"       // it is verified by an authority that this computer does not trust
	ProxyRefused   Kind = "proxy_refused"   // a proxy wants a password or says no, or none can be found out
	BadFeed        Kind = "bad_feed"        // an answer that tells of no version, such as a page, or a redirect to http
)

var errSilent = fmt.Errorf("no answer within %s", feedLimit)

// failed gives the reason why there is no release its kind. Of an address it keeps where that leads: in redirects what
// follows is often a key.
func (f *Feed) failed(err error) error {
	at := *f.at
	kind := feedKind(err)
	if of, ok := errors.AsType[*url.Error](err); ok {
		if last, errParse := url.Parse(of.URL); errParse == nil {
			at = *last
		}
		err = of.Err
	}
	at.User, at.RawQuery, at.Fragment = nil, "", ""
	return &Error{Kind: kind, Err: &url.Error{Op: http.MethodGet, URL: at.String(), Err: err}}
}

// feedKind says what kept a feed from telling of a version.
func feedKind(err error) Kind {
	if errors.Is(err, errSilent) {
		return Stalled
	}
	if _, ok := errors.AsType[*proxyError](err); ok {
		return ProxyRefused
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return Untrusted
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return Certificate
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return NoConnection
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		switch op.Op {
		case "dial", "proxyconnect", "proxyanswer", "socks connect": // as net/http calls its steps, and proxySaid
			return NoConnection
		case "local error", "remote error": // how crypto/tls tells that a side refused the other's
			return Certificate
		}
		return ConnectionLost
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ConnectionLost
	}
	return BadFeed
}

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

// proxySaid keeps a proxy's answer, of which net/http hands on only the words. A proxy that says that it cannot get through
// itself is as if there were no connection.
func proxySaid(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	switch status := answer.StatusCode; {
	case status == http.StatusOK:
		return nil
	case status >= http.StatusInternalServerError:
		return &net.OpError{Op: "proxyanswer", Net: "tcp", Err: fmt.Errorf("proxy %s: HTTP %d", proxy.Host, status)}
	default:
		return &proxyError{proxy: proxy.Host, status: status}
	}
}
