package credentials

import (
	"context"
	"fmt"
	"net/http"

	"github.com/dghubble/oauth1"
)

// Keys are the four parts of OAuth 1.0a, an [Auth]. The first two belong to an app of X's developer console, the other two to
// a person's permission for that app.
type Keys struct {
	ConsumerKey    Secret // the console calls it API Key
	ConsumerSecret Secret // API Key Secret
	AccessToken    Secret
	AccessSecret   Secret // Access Token Secret
}

var _ Auth = Keys{}

// App are the keys of an app of X's developer console, with which somebody signs in.
type App struct {
	Key    Secret // the console calls it API Key
	Secret Secret // API Key Secret
}

// App returns the app that the keys belong to.
func (k Keys) App() App { return App{Key: k.ConsumerKey, Secret: k.ConsumerSecret} }

// Clean returns the keys with the white space around them stripped. A missing key, or one that cannot be one, is an
// error of kind [BadKeys] that says which.
func (k Keys) Clean() (Keys, error) {
	for _, field := range []struct {
		label string
		key   *Secret
	}{
		{"consumer key", &k.ConsumerKey},
		{"consumer secret", &k.ConsumerSecret},
		{"access token", &k.AccessToken},
		{"access token secret", &k.AccessSecret},
	} {
		clean, err := cleanKey(*field.key)
		if err != nil {
			return Keys{}, &Error{Op: "check keys", Kind: BadKeys, Err: fmt.Errorf("the %s %w", field.label, err)}
		}
		*field.key = clean
	}
	return k, nil
}

func (k Keys) clean() (Auth, error) { return k.Clean() }

// formType is the one spelling with which the library signs a body.
const formType = "application/x-www-form-urlencoded"

// Sign implements [Auth]. Each signature has a nonce and a time of its own. The query and a body of type
// application/x-www-form-urlencoded are part of it; X wants no other bodies in it, and they are streamed through
// untouched.
func (k Keys) Sign(base http.RoundTripper) http.RoundTripper {
	config := oauth1.NewConfig(k.ConsumerKey.Reveal(), k.ConsumerSecret.Reveal())
	config.Noncer = oauth1.Base64Noncer{} // the library would set it with the first request, a data race with others
	token := oauth1.NewToken(k.AccessToken.Reveal(), k.AccessSecret.Reveal())
	return signing{func(ctx context.Context) http.RoundTripper {
		// This is the one way in which the library hands out its transport.
		ctx = context.WithValue(ctx, oauth1.HTTPClient, &http.Client{Transport: base})
		return config.Client(ctx, token).Transport
	}}
}

// signing signs requests by OAuth 1.0a.
type signing struct {
	// transport returns the library's transport. It is a func, so that printing a signing shows no keys.
	transport func(ctx context.Context) http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (s signing) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := s.transport(req.Context()).RoundTrip(req)
	if req.Header.Get("Content-Type") == formType {
		// The library reads a form into memory, and then sends the copy or fails to sign it: this one is left to us.
		// Nothing else can make it fail before it has handed the body down.
		closeBody(req)
	}
	return resp, err
}
