package desktop

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"
)

// Limits of what a feed may take and bring.
const (
	feedLimit     = 30 * time.Second // for all of it, redirects included
	feedDialLimit = 10 * time.Second // until a connection stands
	feedMost      = 16 << 10         // bytes of an answer
	feedHeaders   = 64 << 10         // bytes of its headers, of which sites that keep releases send some thousands
	feedRedirects = 5
	pageMost      = 2048 // bytes of the address of a page
)

// Feed is the address that tells which version of this program is the newest. Its methods may be called by several
// goroutines at once.
//
// It answers with a JSON object such as
//
//	{"version": "0.2.0", "page": "https://example.org/hoist/0.2.0"}
//
// in which page is for people, on the feed's own host. Other fields are passed over. Nothing of an answer is trusted beyond
// that: it can neither lead to another host nor have anything downloaded.
type Feed struct {
	at      *url.URL
	network *Network
	limit   time.Duration // feedLimit; a test's own
}

// Release is a version that a feed tells of.
type Release struct {
	Version Version
	Page    string // an address on the feed's host, where people find it
}

// NewFeed returns the feed at an address, which is https, or http on this computer alone. It is asked by the way of n.
func NewFeed(address string, n *Network) (*Feed, error) {
	at, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("feed: %w", err)
	}
	if at.Host == "" || at.User != nil || at.Scheme != "https" && (at.Scheme != "http" || !onLoopback(at.Hostname())) {
		return nil, fmt.Errorf("feed: %s is neither https nor http on this computer, or has a name in it", at.Redacted())
	}
	return &Feed{at: at, network: n, limit: feedLimit}, nil
}

// Host returns who is asked: a name, or an IP address, with its port where that is an unusual one.
func (f *Feed) Host() string { return f.at.Host }

// Latest asks for the newest version, which may be this one or an older one. What it sends says that Hoist asks, and neither
// which version of it nor who; it takes 30 seconds at most, and goes where the feed redirects it to. Errors are of type [*Error], whose kinds are those
// of feedKind, or that of ctx where it was canceled.
func (f *Feed) Latest(ctx context.Context) (Release, error) {
	limited, cancel := context.WithTimeoutCause(ctx, f.limit, errSilent)
	defer cancel()
	text, err := f.read(limited)
	if err == nil {
		var told struct{ Version, Page string }
		if err = json.Unmarshal(text, &told); err == nil {
			return f.Release(told.Version, told.Page)
		}
		err = errors.New("no JSON object with version and page") // what came would be quoted
	}
	if ctx.Err() != nil {
		return Release{}, ctx.Err()
	}
	if limited.Err() != nil {
		err = context.Cause(limited)
	}
	return Release{}, f.failed(err)
}

// Release returns what somebody says to be a version and its page, where they can be; an error of kind [BadFeed] else.
func (f *Feed) Release(version, page string) (Release, error) {
	v, ok := ParseVersion(version)
	if !ok {
		return Release{}, f.failed(errors.New("no version of the form 0.2.0"))
	}
	at, err := url.Parse(page)
	if err != nil || len(page) > pageMost || at.Scheme != f.at.Scheme || !strings.EqualFold(at.Host, f.at.Host) || at.User != nil {
		return Release{}, f.failed(errors.New("no page on its own host"))
	}
	return Release{Version: v, Page: at.String()}, nil
}

// read returns what the feed answers.
func (f *Feed) read(ctx context.Context) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.at.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "Hoist")
	request.Header.Set("Accept", "application/json")
	client := &http.Client{CheckRedirect: f.follow, Transport: &http.Transport{ // without a jar: no cookies
		Proxy:                  f.proxy,
		OnProxyConnectResponse: proxySaid,
		DialContext:            (&net.Dialer{Timeout: feedDialLimit}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: f.network.Roots()},
		MaxResponseHeaderBytes: feedHeaders,
		DisableKeepAlives:      true,
		DisableCompression:     true, // so that the limit is one of what is read
	}}
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close() //nolint:errcheck // it was only read
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("HTTP %d", answer.StatusCode)
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, feedMost+1))
	if err == nil && len(text) > feedMost {
		err = fmt.Errorf("more than %d bytes", feedMost)
	}
	return text, err
}

// errElsewhere is why a redirect is not followed.
var errElsewhere = errors.New("redirected too often, or to where the answer would not be secure")

// follow lets a redirect be followed that is as secure as the feed itself. Where it leads is not told who sent it there.
func (f *Feed) follow(next *http.Request, before []*http.Request) error {
	secure := next.URL.Scheme == "https" || f.at.Scheme == "http" && onLoopback(next.URL.Hostname())
	if len(before) > feedRedirects || !secure {
		return errElsewhere
	}
	next.Header.Del("Referer")
	return nil
}

// proxy returns by which proxy a request goes. None learns what goes to this computer itself.
func (f *Feed) proxy(r *http.Request) (*url.URL, error) {
	if onLoopback(r.URL.Hostname()) {
		return nil, nil //nolint:nilnil // by none
	}
	via, err := f.network.Proxy(r)
	if err != nil {
		return nil, &proxyError{err: err}
	}
	return via, nil
}

// onLoopback reports whether a host is this computer, without asking anybody.
func onLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback() || strings.EqualFold(host, "localhost")
}

// KeptBySystem reports whether the program lives in a sandbox whose system keeps it up to date: Flatpak or Snap. Then it is
// not for the program to look for newer versions. lookup reads a variable of the environment, as [os.LookupEnv] does.
func KeptBySystem(lookup func(string) (string, bool)) bool {
	for _, name := range []string{"FLATPAK_ID", "SNAP"} {
		if value, _ := lookup(name); value != "" {
			return true
		}
	}
	_, err := os.Stat("/.flatpak-info")
	return err == nil
}
