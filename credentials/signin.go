package credentials

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"unicode"

	"github.com/dghubble/oauth1"
)

// DefaultBaseURL is where X serves the OAuth 1.0a paths.
const DefaultBaseURL = "https://api.x.com"

// Endpoint says where to sign in.
type Endpoint struct {
	BaseURL string // as [CheckBaseURL] takes it; empty: [DefaultBaseURL]
}

// The steps of signing in, as errors name them.
const (
	opBegin    = "ask X for a sign-in page"
	opComplete = "exchange the PIN"
)

// Pending is a sign-in that waits for a person: they open the page at [Pending.URL], let the app in, and bring back
// the PIN that X shows. Nothing runs meanwhile; a Pending that is not needed any more can be dropped.
type Pending struct {
	// Funcs, so that printing a Pending shows no keys and no tokens.
	page     func() string
	complete func(ctx context.Context, pin string) (Account, error)

	turn  chan struct{} // full while a PIN is being exchanged
	spent atomic.Bool
}

// flow is what both steps share.
type flow struct {
	base           *url.URL
	transport      http.RoundTripper
	consumerKey    string
	consumerSecret string
	requestToken   string
	requestSecret  string
	page           string // where the person lets the app in
}

// Begin asks X for a sign-in by PIN with the keys of an app. base (nil: [http.DefaultTransport]) carries the
// requests; redirects are not followed, and 30 seconds without an answer end the wait.
//
// X wants that the app has some callback URL in its settings even for a PIN ([CallbackOOB]).
func Begin(ctx context.Context, at Endpoint, consumerKey, consumerSecret Secret, base http.RoundTripper) (*Pending, error) {
	if at.BaseURL == "" {
		at.BaseURL = DefaultBaseURL
	}
	host, err := CheckBaseURL(at.BaseURL)
	if err != nil {
		return nil, err
	}
	if consumerKey, err = cleanKey(consumerKey); err != nil {
		return nil, &Error{Op: opBegin, Kind: BadKeys, Err: fmt.Errorf("the consumer key %w", err)}
	}
	if consumerSecret, err = cleanKey(consumerSecret); err != nil {
		return nil, &Error{Op: opBegin, Kind: BadKeys, Err: fmt.Errorf("the consumer secret %w", err)}
	}
	if base == nil {
		base = http.DefaultTransport
	}
	f := &flow{
		base: host, transport: base,
		consumerKey: consumerKey.Reveal(), consumerSecret: consumerSecret.Reveal(),
	}
	if err := f.begin(ctx); err != nil {
		return nil, err
	}
	return &Pending{
		page:     func() string { return f.page },
		complete: f.complete,
		turn:     make(chan struct{}, 1),
	}, nil
}

// begin gets the request token, and with it the page to open. The page lies at the host that was asked, over https or
// on this computer, as CheckBaseURL has seen to: an address that X sends is never opened.
func (f *flow) begin(ctx context.Context) error {
	x := &exchange{ctx: ctx, base: f.transport}
	token, secret, err := f.config(x).RequestToken()
	if err != nil {
		return f.failure(opBegin, x, "")
	}
	if !plausible(token) || !plausible(secret) {
		return &Error{Op: opBegin, Kind: BadReply, Status: x.reply.status, Err: errors.New("that is no request token")}
	}
	page, err := f.config(nil).AuthorizationURL(token)
	if err != nil {
		return &Error{Op: opBegin, Kind: BadReply, Err: errors.New("no page can be made of the request token")}
	}
	f.requestToken, f.requestSecret, f.page = token, secret, page.String()
	return nil
}

// config returns what the library needs for one request, which goes through x. It writes into its configuration, so
// that none is used twice.
func (f *flow) config(x http.RoundTripper) *oauth1.Config {
	return &oauth1.Config{
		ConsumerKey: f.consumerKey, ConsumerSecret: f.consumerSecret,
		CallbackURL: "oob", // X shows a PIN instead of calling back
		Endpoint: oauth1.Endpoint{
			RequestTokenURL: f.base.JoinPath("oauth", "request_token").String(),
			AuthorizeURL:    f.base.JoinPath("oauth", "authorize").String(),
			AccessTokenURL:  f.base.JoinPath("oauth", "access_token").String(),
		},
		HTTPClient: &http.Client{
			Transport:     x,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// URL returns the page to open in a browser. It holds a token that is of no use without the app's keys.
func (p *Pending) URL() string { return p.page() }

// Spent reports whether the sign-in is over: it succeeded, or X has judged a PIN. Another PIN needs another page, and
// so another [Begin].
func (p *Pending) Spent() bool { return p.spent.Load() }

// Complete exchanges the PIN, as it was typed, for an account. The account is not in any [Store] yet.
//
// A text that is no PIN of 5 to 10 digits is an error of kind [BadPIN], and nothing is sent. X takes a PIN once: after
// any answer of X the Pending is spent, and a further Complete is an error of kind [PINRefused]. It is not spent when
// the PIN was not judged: no connection, a network's own page, trouble at X, or the end of ctx.
func (p *Pending) Complete(ctx context.Context, pin string) (Account, error) {
	pin, err := cleanPIN(pin)
	if err != nil {
		return Account{}, &Error{Op: opComplete, Kind: BadPIN, Err: err}
	}
	if err := ctx.Err(); err != nil {
		return Account{}, err
	}
	select { // a second click must not send the PIN a second time
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return Account{}, ctx.Err()
	}
	if p.Spent() {
		return Account{}, &Error{Op: opComplete, Kind: PINRefused, Err: errors.New("this sign-in is over; begin a new one")}
	}
	a, err := p.complete(ctx, pin)
	if err == nil || judged(err) {
		p.spent.Store(true)
	}
	return a, err
}

// cleanPIN strips the spaces that come with typing and copying.
func cleanPIN(typed string) (string, error) {
	pin := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, typed)
	switch {
	case pin == "":
		return "", errors.New("no PIN was typed")
	case strings.Trim(pin, "0123456789") != "":
		return "", errors.New("a PIN has digits only")
	case len(pin) < 5 || len(pin) > 10:
		return "", errors.New("a PIN has 5 to 10 digits")
	}
	return pin, nil
}

// complete gets the access token. The library passes on two of the reply's fields; the others are read from the copy.
func (f *flow) complete(ctx context.Context, pin string) (Account, error) {
	x := &exchange{ctx: ctx, base: f.transport}
	token, secret, err := f.config(x).AccessToken(f.requestToken, f.requestSecret, pin)
	if err != nil {
		return Account{}, f.failure(opComplete, x, pin)
	}
	fields, err := url.ParseQuery(string(x.reply.body))
	if err != nil {
		fields = url.Values{}
	}
	a := Account{
		Name: fields.Get("screen_name"), UserID: fields.Get("user_id"), Access: accessLevel(x.reply.header),
		Keys: Keys{
			ConsumerKey: Secret(f.consumerKey), ConsumerSecret: Secret(f.consumerSecret),
			AccessToken: Secret(token), AccessSecret: Secret(secret),
		},
	}
	if a.Name == "" {
		a.Name = a.UserID // better than to lose the sign-in: its PIN is used up
	}
	if a, err = a.Clean(); err != nil {
		return Account{}, &Error{Op: opComplete, Kind: BadReply, Status: x.reply.status, Err: errors.Unwrap(err)}
	}
	return a, nil
}

// accessLevel reads x-access-level, and takes for nothing what is not one of X's words.
func accessLevel(h http.Header) string {
	switch level := h.Get("X-Access-Level"); level {
	case "read", "read-write", "read-write-directmessages":
		return level
	}
	return ""
}

// plausible reports whether what X sent can be a token.
func plausible(token string) bool {
	clean, err := cleanKey(Secret(token))
	return err == nil && clean.Reveal() == token
}

// judged reports whether an error means that X has looked at the PIN, or may have used it up.
func judged(err error) bool {
	known, ok := errors.AsType[*Error](err)
	if !ok {
		return false // the context's own
	}
	switch known.Kind {
	case NoConnection, ConnectionLost, Stalled, Certificate, BadReply, RateLimited, Server:
		return false
	}
	return true
}
