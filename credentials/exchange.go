package credentials

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

const (
	// answerWithin is how long a step of signing in may take in all: it moves a few hundred bytes.
	answerWithin = 30 * time.Second
	// maxReplyBytes is more than X ever sends here, and what is read of a reply at most.
	maxReplyBytes = 64 << 10
)

var (
	errNoAnswer = fmt.Errorf("no answer within %s", answerWithin)
	errTooLong  = fmt.Errorf("more than %d bytes", maxReplyBytes)
)

// exchange carries one request of signing in. It sets the limits, and keeps the reply, or why there is none: the oauth1
// library takes no context, has no limits, and drops all of the reply but two fields.
type exchange struct {
	ctx     context.Context // a field, because the library hands on none
	base    http.RoundTripper
	op      string   // what is tried, for errors
	host    *url.URL // who is asked, for errors
	refused Kind     // what it means when X does not take the request as anybody's
	secrets []string // what must not come back in an error

	authorization string // the header that went out, which must not come back either
	reply         *reply // nil: there is none
	err           error  // why reply is nil
}

// reply is what X answered.
type reply struct {
	status int
	header http.Header
	body   []byte
	at     time.Time // this computer's clock
}

// RoundTrip implements [http.RoundTripper].
func (x *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	x.authorization = req.Header.Get("Authorization")
	ctx, cancel := context.WithTimeoutCause(x.ctx, answerWithin, errNoAnswer)
	defer cancel()
	resp, err := x.base.RoundTrip(req.WithContext(ctx))
	if err == nil {
		err = x.keep(resp)
	}
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		x.err = err
		return nil, err
	}
	return resp, nil
}

// keep reads the whole body, so that nothing of it is left to do when the limits have been taken away.
func (x *exchange) keep(resp *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxReplyBytes+1))
	if closed := resp.Body.Close(); err == nil {
		err = closed
	}
	if err == nil && len(body) > maxReplyBytes {
		err = errTooLong
	}
	if err != nil {
		return err
	}
	x.reply = &reply{status: resp.StatusCode, header: resp.Header, body: body, at: time.Now()}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// unansweredKind gives the reason why there is no reply its kind.
func unansweredKind(err error) Kind {
	if errors.Is(err, errNoAnswer) {
		return Stalled
	}
	if errors.Is(err, errTooLong) {
		return BadReply
	}
	if proxyRefusal(err) != nil {
		return ProxyRefused
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return Untrusted
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return Certificate
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return BadReply // something answers that does not speak TLS, such as a network's own page
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		switch op.Op {
		case "dial", "proxyconnect", "proxyanswer", socksOp:
			return NoConnection
		case "local error", "remote error": // how crypto/tls tells that a side refused the other's
			return Certificate
		}
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return NoConnection
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return Stalled
	}
	return ConnectionLost
}
