package upload_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
	"hoist/upload/xapi"
)

// office is a network in which X has the name x.test, which no name server knows: only a proxy leads there. X's
// certificate is vouched for by an authority that this computer does not trust.
type office struct {
	*rig
	roots *x509.CertPool
	addr  string // of the stand-in
}

func newOffice(t *testing.T) *office {
	t.Helper()
	certFile, keyFile, roots := certificateFor(t, "x.test")
	r := newRig(t, upload.V2, practice.Options{CertFile: certFile, KeyFile: keyFile, Processing: []practice.ProcessingStep{}})
	addr := strings.TrimPrefix(r.x.URL(), "https://")
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	r.account.BaseURL = "https://x.test:" + port
	r.options.RootCAs = roots
	return &office{r, roots, addr}
}

// certificateFor returns files with a certificate for a name and its key, and the authority "corp-fw" that vouches for it.
func certificateFor(t *testing.T, name string) (certFile, keyFile string, roots *x509.CertPool) {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "corp-fw"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, key.Public(), key)
	must(err)
	authority, err = x509.ParseCertificate(der)
	must(err)
	roots = x509.NewCertPool()
	roots.AddCert(authority)
	der, err = x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(2), DNSNames: []string{name}, NotBefore: authority.NotBefore, NotAfter: authority.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, authority, key.Public(), key)
	must(err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	must(err)
	folder := t.TempDir()
	write := func(name, kind string, der []byte) string {
		path := filepath.Join(folder, name)
		must(os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
		return path
	}
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", secret), roots
}

// gateway is a proxy on this computer that leads to one address, whatever name it is asked for.
type gateway struct {
	url     *url.URL
	tunnels atomic.Int64 // that it has opened
	asked   atomic.Int64 // connections to it
	status  atomic.Int64 // 200: it lets everybody through
}

// connectProxy starts a proxy that knows CONNECT. It goes when the test ends.
func connectProxy(t *testing.T, to string) *gateway {
	t.Helper()
	g := &gateway{}
	g.status.Store(http.StatusOK)
	g.serve(t, "http", func(c net.Conn) {
		in := bufio.NewReader(c)
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		if r.Method != http.MethodConnect || !strings.HasPrefix(r.Host, "x.test:") {
			t.Errorf("the proxy was asked for %s %s", r.Method, r.Host)
			return
		}
		if status := int(g.status.Load()); status != http.StatusOK {
			_, _ = fmt.Fprintf(c, "HTTP/1.1 %d %s\r\nContent-Length: 0\r\n\r\n", status, http.StatusText(status))
			return
		}
		far, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", to)
		if err != nil {
			t.Error(err)
			return
		}
		g.tunnels.Add(1)
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
		var back sync.WaitGroup
		back.Go(func() {
			_, _ = io.Copy(c, far)
			_ = c.Close()
		})
		_, _ = io.Copy(far, in)
		_ = far.Close()
		back.Wait()
	})
	return g
}

// socksProxy starts a proxy that takes method, and where that is 0, answers what it is asked for with reply.
func socksProxy(t *testing.T, method, reply byte) *gateway {
	t.Helper()
	g := &gateway{}
	g.serve(t, "socks5", func(c net.Conn) {
		greeting := make([]byte, 2)
		if _, err := io.ReadFull(c, greeting); err != nil {
			return
		}
		_, _ = io.CopyN(io.Discard, c, int64(greeting[1]))
		_, _ = c.Write([]byte{5, method})
		if method != 0 {
			return
		}
		head := make([]byte, 5)
		if _, err := io.ReadFull(c, head); err != nil {
			return
		}
		_, _ = io.CopyN(io.Discard, c, int64(head[4])+2)
		_, _ = c.Write([]byte{5, reply, 0, 1, 0, 0, 0, 0, 0, 0})
	})
	return g
}

// serve gives each connection to f until the test ends.
func (g *gateway) serve(t *testing.T, scheme string, f func(net.Conn)) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g.url = &url.URL{Scheme: scheme, Host: l.Addr().String()}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			g.asked.Add(1)
			serving.Go(func() {
				f(c)
				_ = c.Close()
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		serving.Wait()
	})
}

// refused returns why an upload failed, which has to be of a kind.
func refused(t *testing.T, events []upload.Event, kind upload.Kind) *upload.Error {
	t.Helper()
	end := finished(t, events)
	if end.Err == nil || end.Err.Kind != kind {
		t.Fatalf("got %v, want %s", end.Err, kind)
	}
	return end.Err
}

func (g *gateway) proxy(*http.Request) (*url.URL, error) { return g.url, nil }

func TestProxyAndCertificate(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	proxy := connectProxy(t, o.addr)
	o.options.Proxy = proxy.proxy
	file := clip(t, 3_000_000)
	o.arrived(t, o.upload(t, file), file)
	if proxy.tunnels.Load() == 0 {
		t.Error("it did not go by the proxy")
	}
}

func TestProxyThatLooksIntoSecureTraffic(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	proxy := connectProxy(t, o.addr)
	o.options.Proxy, o.options.RootCAs = proxy.proxy, nil
	e := refused(t, o.upload(t, clip(t, 3_000_000)), upload.Untrusted)
	var stranger x509.UnknownAuthorityError
	if !errors.As(e, &stranger) || stranger.Cert.Issuer.CommonName != "corp-fw" {
		t.Errorf("it is not known who looks: %v", e)
	}
	if !upload.Continuable(e.Kind) {
		t.Error("what was sent would be lost")
	}
}

func TestProxyThatRefuses(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	password := connectProxy(t, o.addr)
	password.status.Store(http.StatusProxyAuthRequired)
	forbidden := connectProxy(t, o.addr)
	forbidden.status.Store(http.StatusForbidden)
	for name, test := range map[string]struct {
		proxy  *gateway
		status int
	}{
		"HTTP, password":   {password, http.StatusProxyAuthRequired},
		"HTTP, forbidden":  {forbidden, http.StatusForbidden},
		"SOCKS, password":  {socksProxy(t, 0xff, 0), http.StatusProxyAuthRequired},
		"SOCKS, forbidden": {socksProxy(t, 0, 2), http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			r := *o.rig
			r.options.Proxy = test.proxy.proxy
			e := refused(t, r.upload(t, clip(t, 3_000_000)), upload.ProxyRefused)
			var said *xapi.ProxyError
			if !errors.As(e, &said) || said.Proxy != test.proxy.url.Host || said.Status != test.status {
				t.Errorf("got %+v of %v", said, e)
			}
			if asked := test.proxy.asked.Load(); asked != 1 {
				t.Errorf("it was asked %d times", asked)
			}
			if !upload.Continuable(e.Kind) {
				t.Error("what was sent would be lost")
			}
		})
	}
}

// TestProxyIsWaitedFor has proxies that are out of reach, or cannot reach X themselves: it goes on by itself, by what a
// person chooses meanwhile.
func TestProxyIsWaitedFor(t *testing.T) {
	t.Parallel()
	gone := &gateway{url: &url.URL{Scheme: "http", Host: "127.0.0.1:1"}} // a port that nobody is given
	o := newOffice(t)
	helpless := connectProxy(t, o.addr)
	helpless.status.Store(http.StatusBadGateway)
	for name, first := range map[string]*gateway{
		"out of reach": gone, "cannot reach X": helpless, "SOCKS cannot reach X": socksProxy(t, 0, 4),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			second := connectProxy(t, o.addr)
			var now atomic.Pointer[gateway]
			now.Store(first)
			r := *o.rig
			r.options.Proxy = func(r *http.Request) (*url.URL, error) { return now.Load().proxy(r) }
			file := clip(t, 3_000_000)
			waited := false
			events := r.upload(t, file, func(_ *upload.Job, e upload.Event) {
				if w, ok := e.(upload.Waiting); ok && !waited {
					waited = true
					if w.Cause.Kind != upload.NoConnection {
						t.Errorf("it waits for %v", w.Cause)
					}
					now.Store(second)
				}
			})
			o.arrived(t, events, file)
			if !waited || second.tunnels.Load() == 0 {
				t.Errorf("waited: %v, tunnels: %d", waited, second.tunnels.Load())
			}
		})
	}
}

func TestProxyChangesBetweenUploads(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first, second := connectProxy(t, o.addr), connectProxy(t, o.addr)
	var now atomic.Pointer[gateway]
	o.options.Proxy = func(r *http.Request) (*url.URL, error) { return now.Load().proxy(r) }
	engine, err := upload.New(o.account, o.options)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	for _, g := range []*gateway{first, second} {
		now.Store(g)
		before := first.asked.Load()
		file := clip(t, 3_000_000)
		job := engine.NewJob(upload.Request{File: file})
		job.Start(t.Context())
		var events []upload.Event
		for e := range job.Events() {
			events = append(events, e)
		}
		o.arrived(t, events, file)
		if g.tunnels.Load() == 0 {
			t.Error("it did not go by the proxy that holds")
		}
		if g == second && first.asked.Load() != before {
			t.Error("the proxy of before was asked")
		}
	}
}

// TestProxyNeverForThisComputer checks that no proxy learns what goes to practice mode.
func TestProxyNeverForThisComputer(t *testing.T) {
	t.Parallel()
	r := newRig(t, upload.V2, practice.Options{Processing: []practice.ProcessingStep{}})
	r.options.Proxy = func(r *http.Request) (*url.URL, error) {
		t.Errorf("asked for the proxy to %s", r.URL.Host)
		return nil, errors.New("none")
	}
	for _, host := range []string{"127.0.0.1", "localhost"} {
		r.account.BaseURL = strings.Replace(r.x.URL(), "127.0.0.1", host, 1)
		file := clip(t, 3_000_000)
		r.arrived(t, r.upload(t, file), file)
	}
}

// TestProxyUnknown checks that nothing is sent by a way that nobody chose.
func TestProxyUnknown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.account.BaseURL = "https://x.test"
	o.options.Proxy = func(*http.Request) (*url.URL, error) { return nil, errors.New("which one?") }
	e := refused(t, o.upload(t, clip(t, 3_000_000)), upload.ProxyRefused)
	var unknown *xapi.ProxyError
	if !errors.As(e, &unknown) || unknown.Proxy != "" {
		t.Errorf("got %v", e)
	}
}
