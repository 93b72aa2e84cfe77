package credentials

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/dghubble/oauth1"
)

// formType is the one spelling with which the library signs a body.
const formType = "application/x-www-form-urlencoded"

// CheckBaseURL reads the address of X or of a stand-in: a scheme, a host and at most a port. It takes https, and http
// only on this computer (localhost and loopback addresses), since signing in over http would show the keys to
// everybody on the way. The URL that it returns has scheme and host in lower case and no path. Errors have the kind
// [BadAddress].
func CheckBaseURL(address string) (*url.URL, error) {
	bad := func(why string) (*url.URL, error) {
		return nil, &Error{Op: "check address", Kind: BadAddress, Err: errors.New(why)}
	}
	u, err := url.Parse(trim(address))
	if err != nil { // it quotes the address, which may hold a password
		return bad("it cannot be read")
	}
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch {
	case scheme != "https" && scheme != "http":
		return bad("it does not begin with https://")
	case u.Hostname() == "":
		return bad("it names no host")
	case u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return bad("it has more than a scheme, a host and a port")
	case scheme == "http" && !loopback(u.Hostname()):
		return bad("http is for this computer alone: use https")
	}
	return &url.URL{Scheme: scheme, Host: host}, nil
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// Signer returns what package upload calls an account's Sign: a function that puts a signing transport on top of
// another (nil: [http.DefaultTransport]). Every request is signed anew, with a nonce and a time of its own, so that a
// retry has to come from above.
//
// Only requests to the scheme and host of baseURL, a URL as [CheckBaseURL] takes it, are signed and sent. All others
// fail, so that a redirect that was followed by mistake carries no signature to another host. When baseURL is not
// such a URL, all requests fail with the error of kind [BadAddress].
//
// The query and a body of type application/x-www-form-urlencoded are part of the signature; X wants no other bodies
// in it, and they are streamed through untouched.
func Signer(a Account, baseURL string) func(base http.RoundTripper) http.RoundTripper {
	host, err := CheckBaseURL(baseURL)
	config := oauth1.NewConfig(a.Keys.ConsumerKey.Reveal(), a.Keys.ConsumerSecret.Reveal())
	config.Noncer = oauth1.Base64Noncer{} // the library would set it with the first request, a data race with others
	token := oauth1.NewToken(a.Keys.AccessToken.Reveal(), a.Keys.AccessSecret.Reveal())
	transport := func(ctx context.Context, base http.RoundTripper) http.RoundTripper {
		// This is the one way in which the library hands out its transport.
		ctx = context.WithValue(ctx, oauth1.HTTPClient, &http.Client{Transport: base})
		return config.Client(ctx, token).Transport
	}
	return func(base http.RoundTripper) http.RoundTripper {
		if base == nil {
			base = http.DefaultTransport
		}
		return &signing{base: base, host: host, badHost: err, transport: transport}
	}
}

// signing signs requests.
type signing struct {
	base    http.RoundTripper
	host    *url.URL
	badHost error // why host is nil

	// transport returns the library's transport on top of another. It is a func, so that printing a signing shows no
	// keys.
	transport func(ctx context.Context, base http.RoundTripper) http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (s *signing) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := s.mayGoTo(req.URL); err != nil {
		closeBody(req)
		return nil, err
	}
	resp, err := s.transport(req.Context(), s.base).RoundTrip(req)
	if req.Header.Get("Content-Type") == formType {
		// The library reads a form into memory, and then sends the copy or fails to sign it: this one is left to us.
		// Nothing else can make it fail before it has handed the body down.
		closeBody(req)
	}
	return resp, err
}

func (s *signing) mayGoTo(u *url.URL) error {
	if s.badHost != nil {
		return s.badHost
	}
	if origin(u) != origin(s.host) {
		return &Error{
			Op: "sign request", Kind: BadAddress,
			Err: fmt.Errorf("not sent: these keys are for %s, not for %s", origin(s.host), origin(u)),
		}
	}
	return nil
}

// origin returns scheme, host and port in one spelling.
func origin(u *url.URL) string {
	scheme, port := strings.ToLower(u.Scheme), u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[scheme]
	}
	return scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
