package desktop

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
)

// Way is by which way requests go to X.
type Way string

// The ways. Their texts are those of the settings.
const (
	BySystem Way = "system" // by the proxy that the environment or the desktop names, where one does
	ByProxy  Way = "manual" // by the proxy that a person named
	Direct   Way = "none"   // by none
)

// Choice is what a person chose about the network.
type Choice struct {
	Way          Way
	Proxy        string // where the way is ByProxy, as [ParseProxy] takes it
	Certificates string // a file as [LoadCertificates] takes it; empty: the system's certificates alone
}

// Network is the way to X that holds now. Its methods may be called by several goroutines at once.
type Network struct {
	system *systemProxy

	mu    sync.Mutex
	set   bool // proxy is what was chosen once
	proxy func(ctx context.Context, to *url.URL) (*url.URL, error)
	roots *x509.CertPool // nil: the system's
}

// NewNetwork returns a network that goes by the system until [Network.Set]. What keeps it from asking the system goes
// into the log.
func NewNetwork(log *slog.Logger) *Network {
	n := &Network{system: newSystemProxy(log, askSystem)}
	n.proxy = n.system.proxy
	return n
}

// Set makes a choice hold, for all requests that begin after it. It reads the file of certificates: not for the window's
// goroutine. Where the proxy or the file cannot be used, the error, of kind [BadProxy], [ProxyPassword],
// [CertificatesUnreadable] or [NoCertificates], says why. Then what held before goes on holding, and where nothing was
// chosen before, no request leaves this computer in a way that nobody chose: each fails with that error.
func (n *Network) Set(c Choice) error {
	proxy, errProxy := n.wayOf(c)
	roots, errRoots := rootsOf(c)
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case errProxy == nil:
		n.proxy, n.set = proxy, true
	case !n.set:
		n.proxy = func(context.Context, *url.URL) (*url.URL, error) { return nil, errProxy }
	}
	if errRoots == nil {
		n.roots = roots
	}
	return errors.Join(errProxy, errRoots)
}

// wayOf returns what knows the proxy of a choice.
func (n *Network) wayOf(c Choice) (func(context.Context, *url.URL) (*url.URL, error), error) {
	switch c.Way {
	case ByProxy:
		via, err := ParseProxy(c.Proxy)
		return func(context.Context, *url.URL) (*url.URL, error) { return via, nil }, err
	case Direct:
		return func(context.Context, *url.URL) (*url.URL, error) { return nil, nil }, nil //nolint:nilnil // by none
	default:
		return n.system.proxy, nil
	}
}

func rootsOf(c Choice) (*x509.CertPool, error) {
	if c.Certificates == "" {
		return nil, nil //nolint:nilnil // the system's
	}
	return LoadCertificates(c.Certificates)
}

// Proxy returns by which proxy a request goes, nil: by none. It is for [http.Transport], which asks it for each request,
// so that a choice holds from the next request on. To ask the desktop may take two seconds, once in half a minute.
func (n *Network) Proxy(r *http.Request) (*url.URL, error) {
	n.mu.Lock()
	proxy := n.proxy
	n.mu.Unlock()
	return proxy(r.Context(), r.URL)
}

// Roots returns who may vouch for X and for proxies; nil: those that the system trusts.
func (n *Network) Roots() *x509.CertPool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.roots
}
