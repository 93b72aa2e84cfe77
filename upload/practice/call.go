package practice

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// generation is one of X's two upload APIs, or its OAuth endpoints.
type generation int

const (
	v2 generation = iota
	v1
	signing
)

// The operations, as faults and counts name them.
const (
	opInit         = "init"
	opAppend       = "append"
	opFinalize     = "finalize"
	opStatus       = "status"
	opRequestToken = "request_token"
	opAccessToken  = "access_token"
	opUsersMe      = "users_me"
	opObsolete     = "obsolete" // v2's command style; nothing but a refusal
	opUnknown      = ""
)

// call is a request on its way through the stand-in.
type call struct {
	s       *Server
	r       *http.Request
	gen     generation
	op      string
	mediaID string // of v2's path
	body    *body
	form    *form
	segment int // index of an APPEND; -1: none, or not known before its bytes
	began   time.Time
	pause   func(time.Duration) error
	user    *user
	fault   *Fault
	limits  http.Header // x-rate-limit-*, x-access-level: once it is known whose the call is
}

// target is an operation and the generation that it belongs to.
type target struct {
	gen generation
	op  string
}

// targets are the operations whose path holds no ID. v1.1 has one path: there the command decides, which may be in the
// body.
var targets = map[string]target{
	"POST /2/media/upload/initialize": {v2, opInit},
	"GET /2/media/upload":             {v2, opStatus},
	"POST /2/media/upload":            {v2, opObsolete},
	"GET /2/users/me":                 {v2, opUsersMe},
	"POST /1.1/media/upload.json":     {v1, opUnknown},
	"GET /1.1/media/upload.json":      {v1, opUnknown},
	"POST /oauth/request_token":       {signing, opRequestToken},
	"POST /oauth/access_token":        {signing, opAccessToken},
}

// route finds the operation of a request, and v2's media ID.
func route(r *http.Request) (to target, mediaID string, ok bool) {
	if to, ok = targets[r.Method+" "+r.URL.Path]; ok {
		return to, "", true
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/2/media/upload/")
	if !ok || r.Method != http.MethodPost {
		return target{}, "", false
	}
	id, verb, _ := strings.Cut(rest, "/")
	switch verb {
	case "append":
		return target{v2, opAppend}, id, true
	case "finalize":
		return target{v2, opFinalize}, id, true
	}
	return target{}, "", false
}

// newCall reads a request as far as its operation and segment must be known: never into a segment's bytes, save
// where a client sends them before the index.
func (s *Server) newCall(r *http.Request, began time.Time) (*call, bool) {
	to, id, ok := route(r)
	if !ok {
		return nil, false
	}
	pause := s.pauser(r.Context())
	c := &call{
		s: s, r: r, gen: to.gen, op: to.op, mediaID: id, segment: -1, began: began, pause: pause, limits: http.Header{},
		body: &body{src: r.Body, pause: pause, length: r.ContentLength},
	}
	c.form = readForm(r, c.body)
	if c.gen == v1 {
		c.op = v1Operation(r.Method, c.form.value("command"))
	}
	if c.op == opAppend {
		if i, ok := segmentIndex(c.form.value("segment_index")); ok {
			c.segment = i
		}
	}
	return c, true
}

func v1Operation(method, command string) string {
	switch {
	case method == http.MethodGet && command == "STATUS":
		return opStatus
	case method == http.MethodGet:
		return opUnknown
	case command == "INIT":
		return opInit
	case command == "APPEND":
		return opAppend
	case command == "FINALIZE":
		return opFinalize
	}
	return opUnknown
}

// segmentIndex reads an index from 0 to 999, written as decimal digits.
func segmentIndex(s string) (int, bool) {
	if len(s) < 1 || len(s) > 3 {
		return 0, false
	}
	i, err := strconv.ParseUint(s, 10, 16)
	return int(i), err == nil && i < maxSegments
}

// serve answers the call. An error means that there is no answer: the connection is to be cut.
func (c *call) serve(w http.ResponseWriter) error {
	if c.body.err != nil {
		return c.body.err
	}
	c.s.count(c.op)
	c.fault = c.s.faults.take(c.op, c.segment)
	rep, done, err := c.faultBefore()
	if err != nil {
		return err
	}
	if !done {
		rep, err = c.answer()
		if c.body.err != nil {
			return c.body.err
		}
		if err != nil {
			c.s.log.Error("practice", "op", c.op, "err", err)
			rep = c.internal()
		}
	}
	return c.deliver(w, rep)
}

// internal is X's answer to trouble of its own.
func (c *call) internal() reply {
	if c.gen == v2 {
		return aboutBlank(http.StatusInternalServerError, "Internal Server Error")
	}
	return coded(http.StatusInternalServerError, 131, "Internal error")
}

// answer checks whose the call is, then the rate, then does the operation.
func (c *call) answer() (reply, error) {
	now := c.s.now()
	switch c.op {
	case opRequestToken:
		return c.requestToken(now), nil
	case opAccessToken:
		return c.accessToken(now), nil
	}
	o, why := c.signed()
	if why == accepted {
		c.user, why = c.s.guard.user(o, now)
	}
	if why != accepted {
		return refused(c.gen, why), nil
	}
	c.limits.Set("X-Access-Level", c.s.o.AppAccess)
	if c.s.o.AppAccess == accessRead && c.r.Method == http.MethodPost {
		return readOnly(c.gen), nil
	}
	limit := c.s.limit(c.op)
	left, reset, ok := c.s.meter.take(c.user.id, c.op, limit, now)
	c.limits.Set("X-Rate-Limit-Limit", strconv.Itoa(limit))
	c.limits.Set("X-Rate-Limit-Remaining", strconv.Itoa(left))
	c.limits.Set("X-Rate-Limit-Reset", strconv.FormatInt(reset.Unix(), 10))
	if !ok {
		return rateLimited(c.gen), nil
	}
	if c.gen == v1 {
		return c.v1(now)
	}
	return c.v2(now)
}

// signed collects what the signature of the request covers.
func (c *call) signed() (*oauthRequest, refusal) {
	o := &oauthRequest{method: c.r.Method, scheme: "http", host: c.r.Host, query: c.form.query}
	if c.r.TLS != nil {
		o.scheme = "https"
	}
	o.path, _, _ = strings.Cut(c.r.RequestURI, "?")
	if c.form.signed {
		o.form = c.form.fields
	}
	return o, c.s.guard.parse(c.r.Header.Get("Authorization"), o)
}

// receive stores the segment of an APPEND and returns the answer where it is refused.
func (c *call) receive(u *upload, src io.Reader) (stored, *reply, error) {
	seg, err := u.receive(src, c.s.o.MaxSegmentBytes)
	var no reply
	switch {
	case err == nil:
		return seg, nil, nil
	case errors.Is(err, errTooLarge):
		no = tooLarge()
	case errors.Is(err, errFinalized):
		no = says(c.gen, sayFinalized)
	case errors.Is(err, errBadMedia):
		no = c.missing("media")
	default:
		return stored{}, nil, err
	}
	return stored{}, &no, nil
}

// missing is what X says when a field was lost on the way.
func (c *call) missing(field string) reply {
	if c.gen == v2 {
		return invalid("$."+field+": is missing but it is required", field, "")
	}
	return coded(http.StatusBadRequest, 38, field+" parameter is missing.")
}
