package credentials

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/dghubble/oauth1"
)

// DefaultBaseURL is where X serves the OAuth 1.0a paths.
const DefaultBaseURL = "https://api.x.com"

// Endpoint says where to sign in.
type Endpoint struct {
	BaseURL string // as [CheckBaseURL] takes it; empty: [DefaultBaseURL]

	// Proxy returns by which proxy a request goes; a nil address: by none. What goes to this computer itself it is not asked
	// about. nil: HTTPS_PROXY and NO_PROXY say it.
	Proxy   func(*http.Request) (*url.URL, error)
	RootCAs *x509.CertPool // who may vouch for servers and proxies; nil: those that the system trusts

	Pages func(Landing) Page // what a [Callback] shows in the browser
}

// The steps of signing in, as errors name them.
const (
	opBegin    = "ask X for a sign-in page"
	opComplete = "exchange the verifier"
)

// Pending is a sign-in that waits for a person: they open the page at [Pending.URL], let the app in, and bring back
// what X answers: a PIN, or the address to which X has sent the browser. A [Callback] fetches the address by itself.
// Nothing runs meanwhile; a Pending that is not needed any more can be dropped.
//
// Nothing in its methods is of OAuth 1.0a alone: another way of signing in would make a Pending of its own funcs.
type Pending struct {
	// Funcs, so that printing a Pending shows no keys and no tokens.
	page     func() string
	read     func(answer string) (verifier string, err error)
	complete func(ctx context.Context, verifier string) (Account, error)

	refused Kind // of another answer when it is spent

	turn  chan struct{} // full while an answer is being exchanged
	spent atomic.Bool
}

// flow is what the steps of OAuth 1.0a share.
type flow struct {
	base          *url.URL
	transport     http.RoundTripper
	app           App
	callback      string // oob, or where X sends the browser
	requestToken  string
	requestSecret string
	page          string // where the person lets the app in
}

// oob is what X takes for a callback where it is to show a PIN.
const oob = "oob"

// Begin asks X for a sign-in with the keys of an app. callback is where X is to send the browser afterwards, an address
// that stands in the app's settings letter by letter ([CallbackRefused] otherwise), such as [Callback.URL]; empty: X
// shows a PIN. base (nil: what at says) carries the requests; redirects are not followed, and 30 seconds
// without an answer end the wait.
//
// X wants that the app has some callback URL in its settings even for a PIN ([CallbackOOB]).
func Begin(ctx context.Context, at Endpoint, app App, callback string, base http.RoundTripper) (*Pending, error) {
	host, err := at.host()
	if err != nil {
		return nil, err
	}
	if app.Key, err = cleanKey(app.Key); err != nil {
		return nil, &Error{Op: opBegin, Kind: BadKeys, Err: fmt.Errorf("the API key %w", err)}
	}
	if app.Secret, err = cleanKey(app.Secret); err != nil {
		return nil, &Error{Op: opBegin, Kind: BadKeys, Err: fmt.Errorf("the API key secret %w", err)}
	}
	if base == nil {
		base = at.transport()
	}
	f := &flow{base: host, transport: base, app: app, callback: cmp.Or(callback, oob)}
	if err := f.begin(ctx); err != nil {
		return nil, err
	}
	return &Pending{
		page:     func() string { return f.page },
		read:     f.verifier,
		complete: f.complete,
		refused:  f.refused(),
		turn:     make(chan struct{}, 1),
	}, nil
}

// host returns where to sign in.
func (e Endpoint) host() (*url.URL, error) { return CheckBaseURL(cmp.Or(e.BaseURL, DefaultBaseURL)) }

// begin gets the request token, and with it the page to open. The page lies at the host that was asked, over https or
// on this computer, as CheckBaseURL has seen to: an address that X sends is never opened.
func (f *flow) begin(ctx context.Context) error {
	x := f.exchange(ctx, opBegin, NotSignedIn)
	token, secret, err := f.config(x).RequestToken()
	if err != nil {
		return x.failure()
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

// exchange returns what carries a request of this sign-in.
func (f *flow) exchange(ctx context.Context, op string, refused Kind) *exchange {
	return &exchange{
		ctx: ctx, base: f.transport, op: op, host: f.base, refused: refused,
		secrets: []string{f.app.Key.Reveal(), f.app.Secret.Reveal(), f.requestToken, f.requestSecret},
	}
}

// refused is what it means when X does not take an answer.
func (f *flow) refused() Kind {
	if f.callback == oob {
		return PINRefused
	}
	return VerifierRefused
}

// config returns what the library needs for one request, which goes through x. It writes into its configuration, so
// that none is used twice.
func (f *flow) config(x http.RoundTripper) *oauth1.Config {
	return &oauth1.Config{
		ConsumerKey: f.app.Key.Reveal(), ConsumerSecret: f.app.Secret.Reveal(), CallbackURL: f.callback,
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

// Spent reports whether the sign-in is over: it succeeded, X has judged an answer, or the person said no. Another try
// needs another page, and so another [Begin].
func (p *Pending) Spent() bool { return p.spent.Load() }

// Complete exchanges what the person has brought for an account: the PIN as it was typed, or the address on which the
// browser ended, whole or from its "?" on. The account is not in any [Store] yet.
//
// A text that is no PIN of 5 to 10 digits is an error of kind [BadPIN], one that is no such address of kind
// [BadCallback], and the address of another sign-in of kind [OtherSignIn]; nothing is sent then. Where the person said
// no at X it is [Denied]. X takes an answer once: after any word of X the Pending is spent, and a further Complete is
// an error of kind [PINRefused] or [VerifierRefused]. It is not spent when the answer was not judged: no connection, a
// network's own page, trouble at X, or the end of ctx.
func (p *Pending) Complete(ctx context.Context, answer string) (Account, error) {
	verifier, err := p.read(answer)
	if err != nil {
		if e, ok := errors.AsType[*Error](err); ok && e.Kind == Denied {
			p.spent.Store(true)
		}
		return Account{}, err
	}
	if err := ctx.Err(); err != nil {
		return Account{}, err
	}
	select { // a second click must not send the answer a second time
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return Account{}, ctx.Err()
	}
	if p.Spent() {
		return Account{}, &Error{Op: opComplete, Kind: p.refused, Err: errors.New("this sign-in is over; begin a new one")}
	}
	a, err := p.complete(ctx, verifier)
	if err == nil || judged(err) {
		p.spent.Store(true)
	}
	return a, err
}

// complete gets the access token. The library passes on two of the reply's fields; the others are read from the copy.
func (f *flow) complete(ctx context.Context, verifier string) (Account, error) {
	x := f.exchange(ctx, opComplete, f.refused()) // the app's keys were good a moment ago
	x.secrets = append(x.secrets, verifier)
	token, secret, err := f.config(x).AccessToken(f.requestToken, f.requestSecret, verifier)
	if err != nil {
		return Account{}, x.failure()
	}
	fields, err := url.ParseQuery(string(x.reply.body))
	if err != nil {
		fields = url.Values{}
	}
	a := Account{
		Name: fields.Get("screen_name"), UserID: fields.Get("user_id"), Access: accessLevel(x.reply.header),
		Auth: Keys{
			ConsumerKey: f.app.Key, ConsumerSecret: f.app.Secret,
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

// judged reports whether an error means that X has looked at the answer, or may have used it up.
func judged(err error) bool {
	known, ok := errors.AsType[*Error](err)
	if !ok {
		return false // the context's own
	}
	switch known.Kind {
	case NoConnection, ConnectionLost, Stalled, Certificate, Untrusted, ProxyRefused, BadReply, RateLimited, Server:
		return false
	}
	return true
}
