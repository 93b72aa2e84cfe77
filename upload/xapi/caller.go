package xapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// maxReply is how much of a reply is read. X's own are below 2 KiB.
const maxReply = 64 << 10

const (
	typeForm = "application/x-www-form-urlencoded" // to the letter: with a charset behind it OAuth 1.0a leaves the form unsigned
	typeJSON = "application/json"
)

// caller sends requests and reads replies, for both generations.
type caller struct {
	base    *url.URL
	http    *http.Client
	observe func(Op, Quota)
}

// reply is an answer as it arrived.
type reply struct {
	status int
	header http.Header
	body   []byte    // at most maxReply
	at     time.Time // when it was there
}

// address returns the URL of a path under the base. What else the base has (a query, a password) stays behind.
func (c caller) address(query url.Values, path ...string) string {
	u := c.base.JoinPath(path...)
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	u.RawQuery = query.Encode()
	return u.String()
}

// request returns a request. contentType may be empty and body nil.
func (c caller) request(ctx context.Context, op Op, method, address, contentType string, body io.Reader) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, noAnswer(ctx, op, err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if method == http.MethodGet {
		// Of a GET without a body net/http makes another try by itself when a connection breaks off, with the same
		// signature: X, which has seen its nonce, answers 401. An empty body that cannot be had twice prevents that;
		// nothing of it is sent.
		req.Body = io.NopCloser(strings.NewReader(""))
	}
	return req, nil
}

// do sends a request and returns a reply with a status of 2xx. Every other outcome is an error: ctx's own when it is
// done, else an [*Error].
func (c caller) do(ctx context.Context, op Op, req *http.Request) (reply, error) {
	resp, err := c.http.Do(req) //nolint:gosec // the base is the person's choice, the path ours
	if err != nil {
		return reply{}, noAnswer(ctx, op, err)
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	r := reply{status: resp.StatusCode, header: resp.Header, at: time.Now()}
	if q, ok := r.quota(); ok {
		c.observe(op, q)
	}
	r.body, err = io.ReadAll(io.LimitReader(resp.Body, maxReply))
	ok := r.status >= 200 && r.status < 300
	if err != nil && (ok || ctx.Err() != nil) {
		return reply{}, noAnswer(ctx, op, err)
	}
	if !ok {
		// A refusal stands even when its text was cut off: X closes the connection on a body that it does not want.
		return reply{}, refusal(op, r)
	}
	return r, nil
}

// call is request and do.
func (c caller) call(ctx context.Context, op Op, method, address, contentType string, body io.Reader) (reply, error) {
	req, err := c.request(ctx, op, method, address, contentType, body)
	if err != nil {
		return reply{}, err
	}
	return c.do(ctx, op, req)
}

// refusal turns a reply that is not 2xx into an error.
func refusal(op Op, r reply) *Error {
	p := readProblem(r.body)
	e := r.error(op, p)
	e.Kind = kindOf(op, r.status, p, r.skew())
	e.RetryAt = r.retryAt(e.Kind)
	if r.status >= 300 && r.status < 400 {
		e.Err = redirected(r.header.Get("Location"))
	}
	return e
}

// badReply turns a reply that should have been an answer of X, but is not, into an error.
func badReply(op Op, r reply, cause error) *Error {
	e := r.error(op, readProblem(r.body))
	e.Kind = BadReply
	e.Err = cause
	return e
}

// error returns an error with everything but its kind.
func (r reply) error(op Op, p problem) *Error {
	return &Error{
		Op: op, Status: r.status, Code: p.code, Message: p.message, RequestID: r.requestID(), Date: r.date(),
	}
}

// requestID returns by what name X knows the request.
func (r reply) requestID() string {
	for _, name := range []string{"X-Transaction-Id", "Cf-Ray", "X-Request-Id"} {
		if id := oneLine(r.header.Get(name), 100); id != "" {
			return id
		}
	}
	return ""
}

// redirected says where a reply wanted to send the request. The address may hold a secret of whoever made it, so that
// its host has to do.
func redirected(location string) error {
	u, err := url.Parse(location)
	if err != nil {
		return errors.New("a redirect")
	}
	host := oneLine(u.Host, 100)
	if host == "" { // none, or nothing that can be read
		return errors.New("a redirect")
	}
	return fmt.Errorf("a redirect to %s", host)
}

// unfollowed takes the Location from a redirect where it is no address: net/http would fail over it, with its text in
// the error, though nobody is to follow it.
type unfollowed struct {
	next http.RoundTripper // nil: net/http's own
}

// RoundTrip implements http.RoundTripper.
func (u *unfollowed) RoundTrip(req *http.Request) (*http.Response, error) {
	next := u.next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if _, err := req.URL.Parse(resp.Header.Get("Location")); err != nil {
		resp.Header.Del("Location")
	}
	return resp, nil
}

// mediaIDs is the form of a media ID by X's OpenAPI file: 64 bits, in decimal.
var mediaIDs = regexp.MustCompile(`^[0-9]{1,19}$`)

// IsMediaID reports whether s has the form of a media ID: 1 to 19 digits, by X's OpenAPI file.
func IsMediaID(s string) bool { return mediaIDs.MatchString(s) }

// checkID refuses what cannot be a media ID before it becomes part of an address.
func checkID(op Op, mediaID string) error {
	if IsMediaID(mediaID) {
		return nil
	}
	return &Error{Op: op, Kind: NotFound, Err: fmt.Errorf("%q is not a media ID", oneLine(mediaID, 40))}
}
