package upload

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload/xapi"
)

// counted counts the connections that are made to a server.
type counted struct {
	net.Listener
	made atomic.Int64
}

func (c *counted) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.made.Add(1)
	}
	return conn, err
}

// far is a server that takes what it is sent, and a wire to it.
type far struct {
	*wire
	base  *url.URL
	line  *counted
	stand atomic.Int64  // connections
	delay chan struct{} // requests to /wait are answered when it is closed
}

func newFar(t *testing.T, secure bool) *far {
	t.Helper()
	f := &far{wire: newWire(Options{}), delay: make(chan struct{})}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if strings.HasPrefix(r.URL.Path, "/wait") {
			select {
			case <-f.delay:
			case <-r.Context().Done():
			}
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	f.line = &counted{Listener: server.Listener}
	server.Listener = f.line
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		switch s {
		case http.StateNew:
			f.stand.Add(1)
		case http.StateClosed:
			f.stand.Add(-1)
		}
	}
	if secure {
		server.StartTLS()
		f.secure.RootCAs = x509.NewCertPool()
		f.secure.RootCAs.AddCert(server.Certificate())
	} else {
		server.Start()
	}
	var err error
	if f.base, err = url.Parse(server.URL); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		f.closeIdle()
		server.Close()
	})
	return f
}

// post sends n bytes.
func (f *far) post(ctx context.Context, path string, n int) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, f.base.JoinPath(path).String(), bytes.NewReader(make([]byte, n)))
	if err != nil {
		return err
	}
	resp, err := f.RoundTrip(r)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// together sends n requests that are all under way at once.
func (f *far) together(t *testing.T, n int) {
	t.Helper()
	var posting sync.WaitGroup
	for range n {
		posting.Go(func() {
			if err := f.post(t.Context(), "wait", 1000); err != nil {
				t.Error(err)
			}
		})
	}
	time.Sleep(200 * time.Millisecond)
	close(f.delay)
	posting.Wait()
}

// settles waits until the server has n connections.
func (f *far) settles(t *testing.T, n int64) {
	t.Helper()
	for range 400 {
		if f.stand.Load() == n {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%d connections stand, want %d", f.stand.Load(), n)
}

func bothSchemes(t *testing.T, check func(*testing.T, *far)) {
	for name, secure := range map[string]bool{"http": false, "https": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, newFar(t, secure))
		})
	}
}

// TestWarm checks that what was opened ahead of need is used, and that no more is dialled, nor opened twice.
func TestWarm(t *testing.T) {
	bothSchemes(t, func(t *testing.T, f *far) {
		f.warm(t.Context(), f.base, 4)
		f.warm(t.Context(), f.base, 4)
		if err := f.post(t.Context(), "", 10); err != nil { // as INIT does
			t.Fatal(err)
		}
		f.settles(t, 4)
		f.warm(t.Context(), f.base, 4)
		f.together(t, 4)
		if made := f.line.made.Load(); made != 4 {
			t.Errorf("%d connections were made, want 4", made)
		}
	})
}

// TestWarmUnderWay checks that requests wait for connections that are being opened.
func TestWarmUnderWay(t *testing.T) {
	bothSchemes(t, func(t *testing.T, f *far) {
		f.warm(t.Context(), f.base, 4)
		f.together(t, 6)
		if made := f.line.made.Load(); made != 6 {
			t.Errorf("%d connections were made, want 6", made)
		}
	})
}

// TestWarmFallsBack checks that a request dials itself when what was to be opened for it failed.
func TestWarmFallsBack(t *testing.T) {
	bothSchemes(t, func(t *testing.T, f *far) {
		dial := f.dial
		var dials atomic.Int64
		f.dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
			if dials.Add(1) <= 3 {
				time.Sleep(50 * time.Millisecond)
				return nil, errors.New("no way")
			}
			return dial(ctx, network, addr)
		}
		f.warm(t.Context(), f.base, 3)
		f.together(t, 3)
		if made := f.line.made.Load(); made != 3 {
			t.Errorf("%d connections were made, want 3", made)
		}
	})
}

// TestWarmButClosed checks that a connection that the server has closed meanwhile is not used.
func TestWarmButClosed(t *testing.T) {
	bothSchemes(t, func(t *testing.T, f *far) {
		f.warm(t.Context(), f.base, 2)
		f.mu.Lock()
		warming := slices.Concat(slices.Collect(maps.Values(f.ahead))...)
		f.mu.Unlock()
		for _, w := range warming {
			<-w.done
		}
		f.mu.Lock()
		for c := range f.open {
			_ = c.Conn.Close() // beneath us
		}
		f.mu.Unlock()
		f.settles(t, 0)
		time.Sleep(freshFor)
		if err := f.post(t.Context(), "", 10); err != nil {
			t.Error(err)
		}
	})
}

// TestWarmAndAlive checks that a look at a connection that has waited for a while does it no harm.
func TestWarmAndAlive(t *testing.T) {
	bothSchemes(t, func(t *testing.T, f *far) {
		f.warm(t.Context(), f.base, 2)
		time.Sleep(freshFor + 200*time.Millisecond)
		f.together(t, 2)
		if made := f.line.made.Load(); made != 2 {
			t.Errorf("%d connections were made, want 2", made)
		}
	})
}

// TestWarmEnds checks that what is not used is closed.
func TestWarmEnds(t *testing.T) {
	for name, end := range map[string]func(*far, context.CancelFunc){
		"context done": func(_ *far, cancel context.CancelFunc) { cancel() },
		"close":        func(f *far, _ context.CancelFunc) { f.closeIdle() },
		"drop":         func(f *far, _ context.CancelFunc) { f.drop() },
	} {
		t.Run(name, func(t *testing.T) {
			bothSchemes(t, func(t *testing.T, f *far) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				f.warm(ctx, f.base, 3)
				f.settles(t, 3)
				end(f, cancel)
				f.settles(t, 0)
				f.warm(ctx, f.base, 3)
				end(f, cancel) // while they are being opened
				f.settles(t, 0)
				if err := f.post(t.Context(), "", 10); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestWarmExpires checks that what is not used within half a minute is closed, in virtual time.
func TestWarmExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(Options{})
		var near, far net.Conn
		w.dialWith(func(context.Context) (net.Conn, error) {
			near, far = net.Pipe()
			return near, nil
		})
		w.warm(t.Context(), &url.URL{Scheme: "http", Host: "127.0.0.1"}, 1)
		began := time.Now()
		synctest.Wait()
		_, err := far.Read(make([]byte, 1))
		if took := time.Since(began); !errors.Is(err, io.EOF) || took != warmFor {
			t.Errorf("after %s: %v", took, err)
		}
		if len(w.open) != 0 {
			t.Errorf("%d are still known", len(w.open))
		}
	})
}

// TestWarmBehindProxy checks that nothing is opened where a proxy stands between.
func TestWarmBehindProxy(t *testing.T) {
	f := newFar(t, false)
	f.pooled.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "127.0.0.1:1"})
	f.warm(t.Context(), f.base, 4)
	if n := len(f.ahead); n != 0 {
		t.Errorf("%d are being opened", n)
	}
}

// TestWireProxied checks that https goes through a proxy, TLS within.
func TestWireProxied(t *testing.T) {
	f := newFar(t, true)
	var tunnels atomic.Int64
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != f.base.Host {
			t.Errorf("the proxy was asked for %s %s", r.Method, r.Host)
			return
		}
		tunnels.Add(1)
		var d net.Dialer
		up, err := d.DialContext(r.Context(), "tcp", r.Host)
		if err != nil {
			t.Error(err)
			return
		}
		down, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(down, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(up, down); _ = up.Close() }()
		_, _ = io.Copy(down, up)
		_ = down.Close()
	}))
	defer proxy.Close()
	via, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, transport := range []*http.Transport{f.pooled, f.single} {
		transport.Proxy = http.ProxyURL(via)
		transport.TLSClientConfig.RootCAs = f.secure.RootCAs
	}
	for _, ctx := range []context.Context{t.Context(), onFreshConn(t.Context())} {
		if err := f.post(ctx, "", 1000); err != nil {
			t.Error(err)
		}
	}
	if n := tunnels.Load(); n != 2 {
		t.Errorf("%d tunnels, want 2", n)
	}
	f.closeIdle()
}

// TestWireFreshConn checks that a request goes over a connection made for it, which is closed after it, and leaves the
// others alone.
func TestWireFreshConn(t *testing.T) {
	bothSchemes(t, func(t *testing.T, f *far) {
		for range 2 {
			if err := f.post(t.Context(), "", 1000); err != nil {
				t.Fatal(err)
			}
		}
		f.warm(t.Context(), f.base, 2)
		f.settles(t, 2)
		for i := range int64(3) {
			if err := f.post(onFreshConn(t.Context()), "", 1000); err != nil {
				t.Fatal(err)
			}
			if made := f.line.made.Load(); made != 3+i {
				t.Errorf("%d connections were made, want %d", made, 3+i)
			}
		}
		f.settles(t, 2)
	})
}

// TestWireTraffic checks that all that goes out is counted: body, headers and TLS.
func TestWireTraffic(t *testing.T) {
	bothSchemes(t, func(t *testing.T, f *far) {
		if err := f.post(t.Context(), "", 1_000_000); err != nil {
			t.Fatal(err)
		}
		if err := f.post(onFreshConn(t.Context()), "", 1_000_000); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond) // an answer may be here before the last write has returned
		if n := f.traffic(); n < 2_000_200 || n > 2_020_000 {
			t.Errorf("%d bytes", n)
		}
	})
}

// TestDrop checks that what is under way fails at once, and that the next request goes through.
func TestDrop(t *testing.T) {
	bothSchemes(t, func(t *testing.T, f *far) {
		defer close(f.delay)
		if err := f.post(t.Context(), "", 10); err != nil {
			t.Fatal(err)
		}
		x := xapi.New(xapi.V2, f.base.JoinPath("wait"), &http.Client{Transport: f}, nil)
		for _, ctx := range []context.Context{t.Context(), onFreshConn(t.Context())} {
			failed := make(chan error, 1)
			go func() {
				_, err := x.Append(ctx, "1", xapi.Segment{Data: strings.NewReader("bytes"), Size: 5})
				failed <- err
			}()
			time.Sleep(100 * time.Millisecond)
			began := time.Now()
			f.drop()
			err := <-failed
			var e *xapi.Error
			if !errors.As(err, &e) || !again(e.Kind, true) || time.Since(began) > time.Second {
				t.Errorf("after %s: %v", time.Since(began), err)
			}
			f.settles(t, 0)
			for range 3 {
				if err := f.post(t.Context(), "", 10); err != nil {
					t.Error(err)
				}
			}
		}
	})
}

// TestDropDial checks that a connection that is being opened ends as well.
func TestDropDial(t *testing.T) {
	f := newFar(t, false)
	dialling := make(chan struct{})
	dial := f.dial
	f.dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
		close(dialling)
		<-ctx.Done()
		return nil, ctx.Err()
	}
	failed := make(chan error, 1)
	go func() { failed <- f.post(t.Context(), "", 1000) }()
	<-dialling
	f.drop()
	if err := <-failed; !errors.Is(err, errDropped) {
		t.Errorf("got %v", err)
	}
	f.dial = dial
	if err := f.post(t.Context(), "", 1000); err != nil {
		t.Error(err)
	}
}
