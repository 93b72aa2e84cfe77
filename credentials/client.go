package credentials

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

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
// another (nil: [http.DefaultTransport]). Every request is signed anew, so that a retry has to come from above.
//
// Only requests to the scheme and host of baseURL, a URL as [CheckBaseURL] takes it, are signed and sent. All others
// fail, so that a redirect that was followed by mistake carries no signature to another host. When baseURL is not
// such a URL, all requests fail with the error of kind [BadAddress].
func Signer(a Account, baseURL string) func(base http.RoundTripper) http.RoundTripper {
	host, err := CheckBaseURL(baseURL)
	if err == nil && a.Auth == nil {
		err = &Error{Op: opSign, Kind: BadKeys, Err: errors.New("the account has no keys")}
	}
	return func(base http.RoundTripper) http.RoundTripper {
		if base == nil {
			base = http.DefaultTransport
		}
		if err != nil {
			return &gate{refusal: err}
		}
		return &gate{next: a.Auth.Sign(base), host: host}
	}
}

const opSign = "sign request"

// gate lets requests to X through to what signs them.
type gate struct {
	next    http.RoundTripper
	host    *url.URL
	refusal error // not nil: nothing is let through
}

// RoundTrip implements [http.RoundTripper].
func (g *gate) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := g.mayGoTo(req.URL); err != nil {
		closeBody(req)
		return nil, err
	}
	return g.next.RoundTrip(req)
}

func (g *gate) mayGoTo(u *url.URL) error {
	if g.refusal != nil {
		return g.refusal
	}
	if origin(u) != origin(g.host) {
		return &Error{
			Op: opSign, Kind: BadAddress,
			Err: fmt.Errorf("not sent: these keys are for %s, not for %s", origin(g.host), origin(u)),
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
