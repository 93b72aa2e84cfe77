package practice

import (
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// oob is the callback of programs that have none: the person types a PIN.
const oob = "oob"

const (
	// requestTokenLife is how long a person has to decide. X does not publish its own.
	requestTokenLife = 15 * time.Minute
	maxRequestTokens = 1000
)

// requestToken is a sign-in under way.
type requestToken struct {
	token, secret string
	callback      string // oob or an URL
	proof         string // ties the page's form to the page
	verifier      string // PIN or verifier; empty: not granted yet
	decided       bool
	expires       time.Time
}

// signin knows the sign-ins under way.
type signin struct {
	registered []string

	mu     sync.Mutex
	tokens map[string]*requestToken
}

func newSignin(registered []string) *signin {
	return &signin{registered: registered, tokens: make(map[string]*requestToken)}
}

func (si *signin) begin(callback string, now time.Time) *requestToken {
	t := &requestToken{
		token: randomText(27), secret: randomText(32), callback: callback, proof: randomText(40),
		expires: now.Add(requestTokenLife),
	}
	si.mu.Lock()
	defer si.mu.Unlock()
	for name, old := range si.tokens {
		if !now.Before(old.expires) || len(si.tokens) >= maxRequestTokens {
			delete(si.tokens, name)
		}
	}
	si.tokens[t.token] = t
	return t
}

// find returns a copy of a sign-in that is not over.
func (si *signin) find(token string, now time.Time) (requestToken, bool) {
	si.mu.Lock()
	defer si.mu.Unlock()
	t := si.tokens[token]
	if t == nil || !now.Before(t.expires) {
		return requestToken{}, false
	}
	return *t, true
}

// decide grants or denies, once. It returns the sign-in with the verifier that it now has.
func (si *signin) decide(token, proof string, allow bool, now time.Time) (requestToken, bool) {
	si.mu.Lock()
	defer si.mu.Unlock()
	t := si.tokens[token]
	if t == nil || !now.Before(t.expires) || t.decided || !same(t.proof, proof) {
		return requestToken{}, false
	}
	t.decided = true
	if !allow {
		delete(si.tokens, token)
		return *t, true
	}
	t.verifier = randomText(32)
	if t.callback == oob {
		t.verifier = fmt.Sprintf("%07d", randomBelow(10_000_000))
	}
	return *t, true
}

// redeem ends a sign-in whose verifier is right. A wrong one leaves it as it is, so that a mistyped PIN can be mended.
func (si *signin) redeem(token, verifier string) bool {
	si.mu.Lock()
	defer si.mu.Unlock()
	t := si.tokens[token]
	if t == nil || t.verifier == "" || !same(t.verifier, verifier) {
		return false
	}
	delete(si.tokens, token)
	return true
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// allowed checks a callback as X does: character by character against the app's settings.
func (si *signin) allowed(callback string) *reply {
	if callback == oob || slices.Contains(si.registered, callback) {
		return nil
	}
	u, err := url.Parse(callback)
	isLocal := err == nil && u.Scheme == "http" && isLoopback(u.Hostname()) && u.User == nil
	var no reply
	switch {
	case len(si.registered) == 0 && isLocal:
		return nil
	case len(si.registered) == 0:
		no = oauthXML(http.StatusUnauthorized, 417, "Desktop applications only support the oauth_callback value 'oob'")
	default:
		no = oauthXML(http.StatusForbidden, 415, "Callback URL not approved for this client application. "+
			"Approved callback URLs can be adjusted in your application settings")
	}
	return &no
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// oauthXML is how X's OAuth endpoints tell of a callback that they do not take.
func oauthXML(status, code int, message string) reply {
	return text(status, typeXML, fmt.Sprintf(
		`<?xml version='1.0' encoding='UTF-8'?><errors><error code="%d">%s</error></errors>`, code, message))
}

// oauthValue returns a protocol parameter, which may be in the header, the body or the query.
func (c *call) oauthValue(o *oauthRequest, name string) string {
	if v := o.value(name); v != "" {
		return v
	}
	return c.form.value(name)
}

// requestToken answers POST /oauth/request_token, which the consumer key alone signs.
func (c *call) requestToken(now time.Time) reply {
	o, why := c.signed()
	if why == accepted {
		why = c.s.guard.check(o, "", now)
	}
	if why != accepted {
		return refused(signing, why)
	}
	callback := c.oauthValue(o, "oauth_callback")
	if callback == "" || o.value("oauth_token") != "" {
		return refused(signing, malformed)
	}
	if no := c.s.signin.allowed(callback); no != nil {
		return *no
	}
	t := c.s.signin.begin(callback, now)
	return tokenReply("oauth_token", t.token, "oauth_token_secret", t.secret, "oauth_callback_confirmed", "true")
}

// accessToken answers POST /oauth/access_token, which the request token signs. As X does, it gives the same access
// token each time that the same user lets the same app in.
func (c *call) accessToken(now time.Time) reply {
	o, why := c.signed()
	if why != accepted {
		return refused(signing, why)
	}
	t, ok := c.s.signin.find(o.value("oauth_token"), now)
	if !ok {
		return refused(signing, badRequest)
	}
	if why := c.s.guard.check(o, t.secret, now); why != accepted {
		return refused(signing, why)
	}
	if !c.s.signin.redeem(t.token, c.oauthValue(o, "oauth_verifier")) {
		return text(http.StatusUnauthorized, typeHTML, "Error processing your OAuth request: Invalid oauth_verifier parameter")
	}
	return tokenReply(
		"oauth_token", c.s.o.Keys.AccessToken, "oauth_token_secret", c.s.o.Keys.AccessSecret,
		"user_id", c.s.o.UserID, "screen_name", c.s.o.ScreenName,
	)
}

// tokenReply is urlencoded text under the type that X gives it, text/html.
func tokenReply(pairs ...string) reply {
	body := ""
	for i := 0; i+1 < len(pairs); i += 2 {
		if i > 0 {
			body += "&"
		}
		body += encode(pairs[i]) + "=" + encode(pairs[i+1])
	}
	return text(http.StatusOK, typeHTML, body)
}
