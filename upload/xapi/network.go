package xapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"syscall"
)

// noAnswer turns an error of net/http into one of this package; ctx's own where ctx is done.
func noAnswer(ctx context.Context, op Op, err error) error {
	if done := ctx.Err(); done != nil {
		return done
	}
	var u *url.Error
	for errors.As(err, &u) { // its text has the whole address, query included
		err = u.Err
	}
	if refusal := proxyRefusal(err); refusal != nil {
		err = refusal // in one form, whatever the proxy speaks
	}
	return &Error{Op: op, Kind: networkKind(err), Err: &cause{err}}
}

// networkKind says what kept a request from being answered.
func networkKind(err error) Kind {
	switch {
	case proxyRefusal(err) != nil:
		return ProxyRefused
	case isOfStranger(err):
		return Untrusted
	case isUntrusted(err):
		return Certificate
	case isNotTLS(err):
		return BadReply
	case isUnconnected(err):
		return NoConnection
	case isTimeout(err):
		return Stalled
	}
	return ConnectionLost
}

// isOfStranger reports whether the certificate would do, but for who has made it: that is what a proxy shows that looks
// into secure traffic.
func isOfStranger(err error) bool {
	var authority x509.UnknownAuthorityError
	return errors.As(err, &authority)
}

func isUntrusted(err error) bool {
	var (
		verification *tls.CertificateVerificationError
		host         x509.HostnameError
		invalid      x509.CertificateInvalidError
		roots        x509.SystemRootsError
	)
	return errors.As(err, &verification) || errors.As(err, &host) ||
		errors.As(err, &invalid) || errors.As(err, &roots)
}

// isNotTLS reports whether something answered in X's place that does not even speak TLS, as hotels' networks do.
func isNotTLS(err error) bool {
	var header tls.RecordHeaderError
	return errors.Is(err, http.ErrSchemeMismatch) || errors.As(err, &header)
}

// isUnconnected reports whether no connection came about. That a dial took too long is the same to a person: nothing
// answers at the address.
func isUnconnected(err error) bool {
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &dns):
		return true
	case errors.As(err, &op) && slices.Contains([]string{"dial", "proxyconnect", "proxyanswer", socksOp}, op.Op):
		return true
	}
	for _, number := range []syscall.Errno{syscall.ECONNREFUSED, syscall.EHOSTUNREACH, syscall.ENETUNREACH, syscall.ENETDOWN} {
		if errors.Is(err, number) {
			return true
		}
	}
	return false
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) ||
		errors.As(err, &timeout) && timeout.Timeout()
}

// cause keeps an error of the network, with a text that fits into a log: net/http quotes what a server sent in place
// of an answer, at any length.
type cause struct{ err error }

// Error implements error.
func (c *cause) Error() string { return oneLine(c.err.Error(), maxText) }

// Unwrap returns the error itself.
func (c *cause) Unwrap() error { return c.err }
