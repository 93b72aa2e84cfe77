package credentials_test

import (
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"hoist/credentials"
)

// gateway is a proxy that knows CONNECT and leads to one address, whatever name it is asked for; or answers with another
// status than 200.
func gateway(t *testing.T, to string, status int) (proxy *url.URL, tunnels *atomic.Int64) {
	t.Helper()
	tunnels = &atomic.Int64{}
	var busy sync.WaitGroup
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status != http.StatusOK || r.Method != http.MethodConnect {
			w.WriteHeader(status)
			return
		}
		near, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		far, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", to)
		if err != nil {
			t.Error(err)
			_ = near.Close()
			return
		}
		tunnels.Add(1)
		_, _ = io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
		for _, pair := range [][2]net.Conn{{near, far}, {far, near}} {
			busy.Go(func() {
				_, _ = io.Copy(pair[0], pair[1])
				_ = pair[0].Close()
			})
		}
	}))
	t.Cleanup(func() {
		server.Close()
		busy.Wait()
	})
	proxy, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return proxy, tunnels
}

// through returns an endpoint that is reached by a proxy.
func through(base string, proxy *url.URL, roots *x509.CertPool) credentials.Endpoint {
	return credentials.Endpoint{
		BaseURL: base, RootCAs: roots, Proxy: func(*http.Request) (*url.URL, error) { return proxy, nil },
	}
}

func TestSignInThroughProxy(t *testing.T) {
	x := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != "example.com" {
			t.Errorf("asked for %s", r.Host)
		}
		_, _ = io.WriteString(w, goodToken)
	}))
	defer x.Close()
	roots := x509.NewCertPool()
	roots.AddCert(x.Certificate()) // which holds for example.com
	addr := strings.TrimPrefix(x.URL, "https://")
	app := credentials.App{Key: "zYxWv-ck", Secret: "zYxWv-cs"}
	begin := func(at credentials.Endpoint) error {
		_, err := credentials.Begin(t.Context(), at, app, "", nil)
		return err
	}

	open, tunnels := gateway(t, addr, http.StatusOK)
	if err := begin(through("https://example.com", open, roots)); err != nil {
		t.Fatal(err)
	}
	if tunnels.Load() != 1 {
		t.Errorf("%d tunnels", tunnels.Load())
	}
	check(t, begin(through("https://example.com", open, nil)), credentials.Untrusted)

	for status, kind := range map[int]credentials.Kind{
		http.StatusProxyAuthRequired: credentials.ProxyRefused,
		http.StatusForbidden:         credentials.ProxyRefused,
		http.StatusBadGateway:        credentials.NoConnection,
	} {
		proxy, _ := gateway(t, addr, status)
		err := begin(through("https://example.com", proxy, roots))
		check(t, err, kind)
		var said interface {
			ProxyAnswer() (proxy string, status int)
		}
		if kind != credentials.ProxyRefused {
			continue
		}
		if !errors.As(err, &said) {
			t.Errorf("it is not known which proxy refused: %v", err)
		} else if by, answer := said.ProxyAnswer(); by != proxy.Host || answer != status {
			t.Errorf("got %s, %d", by, answer)
		}
	}

	unknown := credentials.Endpoint{
		BaseURL: "https://example.com", Proxy: func(*http.Request) (*url.URL, error) { return nil, errors.New("which one?") },
	}
	check(t, begin(unknown), credentials.ProxyRefused)
}

// TestSocksProxyRefuses has a SOCKS proxy that wants a password.
func TestSocksProxyRefuses(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		_, _ = c.Read(make([]byte, 10))
		_, _ = c.Write([]byte{5, 0xff})
		_ = c.Close()
	})
	defer serving.Wait()
	defer func() { _ = l.Close() }()
	proxy := &url.URL{Scheme: "socks5", Host: l.Addr().String()}
	app := credentials.App{Key: "zYxWv-ck", Secret: "zYxWv-cs"}
	_, err = credentials.Begin(t.Context(), through("https://example.com", proxy, nil), app, "", nil)
	check(t, err, credentials.ProxyRefused)
}

// TestNoProxyForThisComputer checks that no proxy learns what goes to the stand-in.
func TestNoProxyForThisComputer(t *testing.T) {
	x := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, goodToken)
	}))
	defer x.Close()
	at := credentials.Endpoint{BaseURL: x.URL, Proxy: func(r *http.Request) (*url.URL, error) {
		t.Errorf("asked for the proxy to %s", r.URL.Host)
		return nil, errors.New("none")
	}}
	app := credentials.App{Key: "zYxWv-ck", Secret: "zYxWv-cs"}
	if _, err := credentials.Begin(t.Context(), at, app, "", nil); err != nil {
		t.Error(err)
	}
}
