package practice

import (
	"strconv"
	"strings"
	"sync"
	"time"
)

// refusal is why a request was not taken as somebody's.
type refusal int

const (
	accepted   refusal = iota
	noHeader           // no Authorization header
	malformed          // one that cannot be read or lacks a parameter
	bearer             // OAuth 2.0, which the stand-in does not speak
	badKeys            // unknown consumer key, wrong signature, used nonce
	badToken           // unknown or revoked access token
	badClock           // timestamp too far off
	badRequest         // unknown, used or expired request token
)

// user is somebody with an access token.
type user struct {
	id, screenName string
	token, secret  string
}

// guard knows the keys and decides whose a request is.
type guard struct {
	consumerKey, consumerSecret string

	mu     sync.Mutex
	users  map[string]*user     // by access token
	nonces map[string]time.Time // used ones, until when they are remembered
	swept  time.Time
}

func newGuard(k Keys) *guard {
	return &guard{
		consumerKey: k.ConsumerKey, consumerSecret: k.ConsumerSecret,
		users: make(map[string]*user), nonces: make(map[string]time.Time),
	}
}

func (g *guard) add(u *user) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.users[u.token] = u
}

// parse reads the Authorization header into r.
func (g *guard) parse(header string, r *oauthRequest) refusal {
	if header == "" {
		return noHeader
	}
	if scheme, _, _ := strings.Cut(header, " "); strings.EqualFold(scheme, "Bearer") {
		return bearer
	}
	params, err := parseAuthorization(header)
	if err != nil {
		return malformed
	}
	r.header = params
	for _, name := range []string{
		"oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method", "oauth_timestamp",
	} {
		if r.value(name) == "" {
			return malformed
		}
	}
	if v := r.value("oauth_version"); v != "" && v != "1.0" {
		return malformed
	}
	return accepted
}

// user decides whose access token signed r.
func (g *guard) user(r *oauthRequest, now time.Time) (*user, refusal) {
	g.mu.Lock()
	u := g.users[r.value("oauth_token")]
	g.mu.Unlock()
	if r.value("oauth_consumer_key") != g.consumerKey {
		return nil, badKeys
	}
	if u == nil {
		return nil, badToken
	}
	return u, g.check(r, u.secret, now)
}

// check verifies time, signature and nonce, in this order, so that a wrong clock is told as such.
func (g *guard) check(r *oauthRequest, tokenSecret string, now time.Time) refusal {
	if r.value("oauth_consumer_key") != g.consumerKey {
		return badKeys
	}
	stamp, err := strconv.ParseInt(r.value("oauth_timestamp"), 10, 64)
	if err != nil {
		return malformed
	}
	signed := time.Unix(stamp, 0)
	if signed.Before(now.Add(-clockTolerance)) || signed.After(now.Add(clockTolerance)) {
		return badClock
	}
	if !r.signedBy(g.consumerSecret, tokenSecret) {
		return badKeys
	}
	if !g.fresh(r.value("oauth_token")+" "+r.value("oauth_nonce"), now) {
		return badKeys
	}
	return accepted
}

// fresh remembers a nonce as long as its timestamp could pass, and reports whether it is new. The RFC lets a nonce
// come again under another timestamp; a client that draws them at random never does that.
func (g *guard) fresh(nonce string, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now.Sub(g.swept) > clockTolerance {
		for n, until := range g.nonces {
			if now.After(until) {
				delete(g.nonces, n)
			}
		}
		g.swept = now
	}
	if _, used := g.nonces[nonce]; used {
		return false
	}
	g.nonces[nonce] = now.Add(2*clockTolerance + time.Minute)
	return true
}

// quota is a user's calls of one kind in the current window.
type quota struct {
	used int
	ends time.Time
}

// meter counts calls against X's rate limits.
type meter struct {
	mu     sync.Mutex
	quotas map[string]*quota
}

// windowLength is X's; a window begins with the first call.
const windowLength = 15 * time.Minute

// take counts a call. ok is false when the limit was reached before it.
func (m *meter) take(userID, op string, limit int, now time.Time) (remaining int, reset time.Time, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	q := m.quotas[userID+" "+op]
	if q == nil || !now.Before(q.ends) {
		// X tells whole seconds: round up, or a client that waits until then comes too early.
		q = &quota{ends: now.Add(windowLength + time.Second - 1).Truncate(time.Second)}
		m.quotas[userID+" "+op] = q
	}
	if q.used >= limit {
		return 0, q.ends, false
	}
	q.used++
	return limit - q.used, q.ends, true
}
