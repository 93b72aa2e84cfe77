package xapi

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// maxSkew is how far X lets the time in a signature be off.
const maxSkew = 5 * time.Minute

// kindOf says what a refusal means: by its status first, then by the type of the problem, then by X's code, and by its
// words where there is nothing else. skew is how far this computer's clock is ahead of X's.
func kindOf(op Op, status int, p problem, skew time.Duration) Kind {
	switch {
	case status == http.StatusUnauthorized:
		return unauthorized(p, skew)
	case status == http.StatusPaymentRequired:
		return NoCredits
	case status == http.StatusForbidden:
		return forbidden(p)
	case status == http.StatusNotFound || status == http.StatusGone:
		if op == OpInit {
			return EndpointClosed
		}
		return NotFound
	case status == http.StatusRequestTimeout || status == http.StatusTooEarly || status >= 500 && status <= 599:
		return Server
	case status == http.StatusTooManyRequests:
		if p.spent() {
			return NoCredits
		}
		return RateLimited
	case status >= 400 && status <= 499:
		return refused(op, status, p)
	}
	return BadReply
}

// codes are the meanings of X's codes that hold whatever the call was (x.com's list of error codes for v1.1, and
// plhery/node-twitter-api-v2, errors.types.ts).
var codes = map[int]Kind{
	32:  NotSignedIn, // could not authenticate
	64:  AccountLocked,
	88:  RateLimited,
	89:  TokenRevoked,
	135: Clock,
	215: NotSignedIn, // bad authentication data
	261: ReadOnly,
	326: AccountLocked,
	453: EndpointClosed,
}

// unknownMedia are X's codes for a media ID that it does not know, or not any more.
var unknownMedia = []int{34, 324, 325}

// jsonBody are X's words about the body of a request that should have none (seen in June 2025 and July 2026).
var jsonBody = []string{
	"request body is not valid json",
	"request body must be a json object",
	"requests with bodies must have content-type of application/json",
}

func unauthorized(p problem, skew time.Duration) Kind {
	switch {
	case p.code == 89:
		return TokenRevoked
	case p.code == 135, skew.Abs() > maxSkew:
		return Clock // X answers 32 as well when the time in the signature is off
	}
	return NotSignedIn
}

func forbidden(p problem) Kind {
	switch {
	case p.kind == "oauth1-permissions":
		return ReadOnly
	case p.kind == "client-forbidden":
		return NotEnrolled
	case p.spent():
		return NoCredits
	}
	if k, ok := codes[p.code]; ok {
		return k
	}
	return Forbidden
}

func refused(op Op, status int, p problem) Kind {
	if (status == http.StatusRequestEntityTooLarge || status == http.StatusRequestHeaderFieldsTooLarge) && op == OpAppend {
		return SegmentTooLarge
	}
	if k, ok := codes[p.code]; ok {
		return k
	}
	words := strings.ToLower(strings.TrimRight(p.message, "."))
	switch {
	case op != OpInit && (p.kind == "resource-not-found" || slices.Contains(unknownMedia, p.code) || strings.HasSuffix(words, "not found")):
		return NotFound
	case strings.HasPrefix(words, "segments do not add up"):
		return SegmentsMissing
	case slices.Contains(jsonBody, words):
		return JSONBody
	}
	return Refused
}

// spent reports whether the refusal is about money.
func (p problem) spent() bool {
	return p.kind == "credits" || p.kind == "usage-capped" || p.title == "CreditsDepleted" || p.title == "UsageCapExceeded"
}
