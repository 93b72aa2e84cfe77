package credentials_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"hoist/credentials"
)

func TestCheckBaseURL(t *testing.T) {
	for address, want := range map[string]string{
		"https://api.x.com":             "https://api.x.com",
		" HTTPS://API.X.com:8443/ \n":   "https://api.x.com:8443",
		"http://127.0.0.1:8080":         "http://127.0.0.1:8080",
		"http://127.9.9.9":              "http://127.9.9.9",
		"http://[::1]:80":               "http://[::1]:80",
		"http://[::ffff:127.0.0.1]:80/": "http://[::ffff:127.0.0.1]:80",
		"http://LocalHost:1":            "http://localhost:1",
	} {
		if got, err := credentials.CheckBaseURL(address); err != nil || got.String() != want {
			t.Errorf("%q: got %v, %v", address, got, err)
		}
	}
	for _, address := range []string{
		"", "api.x.com", "//api.x.com", "https://", "https://:443", "ftp://api.x.com", "file:///etc/passwd", "javascript:alert(1)",
		"http://api.x.com", "http://192.168.0.1", "http://0.0.0.0", "http://localhost.example.com", "http://127.0.0.1.example.com",
		"http://[::]", "https://api.x.com/2", "https://api.x.com?a=b", "https://api.x.com#a", "https://u:zYxWv@api.x.com",
		"https://u:zYxWv@api.x.com:port", "https://a b", "https:api.x.com", "http://user@localhost",
	} {
		got, err := credentials.CheckBaseURL(address)
		var known *credentials.Error
		if got != nil || !errors.As(err, &known) || known.Kind != credentials.BadAddress {
			t.Errorf("%q: got %v, %v", address, got, err)
		} else if showsSecret(err.Error()) {
			t.Errorf("%q: the error quotes it: %v", address, err)
		}
	}
}

// recorder answers every request and keeps its headers.
type recorder struct {
	mu      sync.Mutex
	headers []string
	hosts   []string
	bodies  []string
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
		_ = req.Body.Close()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.headers = append(r.headers, req.Header.Get("Authorization"))
	r.hosts = append(r.hosts, req.URL.Host)
	r.bodies = append(r.bodies, string(body))
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: req, Header: http.Header{}}, nil
}

// closing is a body that counts how often it is closed.
type closing struct {
	io.Reader
	closed *atomic.Int32
}

func (c closing) Close() error {
	c.closed.Add(1)
	return nil
}

func send(ctx context.Context, rt http.RoundTripper, url, contentType string, body io.Reader) (closed int32, err error) {
	count := new(atomic.Int32)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, closing{body, count})
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", contentType)
	resp, err := rt.RoundTrip(req)
	if err == nil {
		err = resp.Body.Close()
	}
	if req.Header.Get("Authorization") != "" {
		err = errors.Join(err, errors.New("the caller's request was changed"))
	}
	return count.Load(), err
}

func TestSignerSignsItsOwnHostOnly(t *testing.T) {
	base := new(recorder)
	rt := credentials.Signer(account, "https://API.x.com")(base)
	for _, url := range []string{"https://api.x.com/2/media", "https://api.x.com:443/", "https://API.X.COM/?a=b"} {
		if closed, err := send(t.Context(), rt, url, "application/json", strings.NewReader("{}")); err != nil || closed != 1 {
			t.Errorf("%s: closed %d times, %v", url, closed, err)
		}
	}
	if len(base.headers) != 3 || base.bodies[0] != "{}" {
		t.Fatalf("sent %d requests, bodies %q", len(base.headers), base.bodies)
	}
	seen := map[string]bool{}
	for _, h := range base.headers {
		if !strings.HasPrefix(h, "OAuth ") || seen[h] {
			t.Errorf("not signed anew: %s", h)
		}
		seen[h] = true
	}
	for _, url := range []string{
		"http://api.x.com/", "https://api.x.com:8443/", "https://upload.twitter.com/", "https://api.x.com.evil.example/", "https://x.com/",
	} {
		closed, err := send(t.Context(), rt, url, "application/json", strings.NewReader("{}"))
		var known *credentials.Error
		if !errors.As(err, &known) || known.Kind != credentials.BadAddress || closed != 1 {
			t.Errorf("%s: closed %d times, %v", url, closed, err)
		} else if showsSecret(err.Error()) {
			t.Errorf("the error has a key in it: %v", err)
		}
	}
	if len(base.headers) != 3 {
		t.Errorf("requests to other hosts were sent: %q", base.hosts)
	}
}

func TestSignerUsedByMany(t *testing.T) {
	base := new(recorder)
	rt := credentials.Signer(account, "https://api.x.com")(base)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := send(t.Context(), rt, "https://api.x.com/", "application/json", strings.NewReader("{}")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, h := range base.headers {
		seen[h] = true
	}
	if len(seen) != 8 {
		t.Errorf("%d different signatures, want 8", len(seen))
	}
}

func TestSignerWithABadAddressSendsNothing(t *testing.T) {
	base := new(recorder)
	for _, address := range []string{"", "http://api.x.com", "https://api.x.com/2"} {
		rt := credentials.Signer(account, address)(base)
		closed, err := send(t.Context(), rt, "http://api.x.com/", "application/json", strings.NewReader("{}"))
		if err == nil || closed != 1 || len(base.hosts) != 0 {
			t.Errorf("%q: closed %d times, %v", address, closed, err)
		}
	}
}

func TestSignerClosesForms(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	base := new(recorder)
	rt := credentials.Signer(account, "https://api.x.com")(base)
	closed, err := send(t.Context(), rt, "https://api.x.com/", form, strings.NewReader("command=INIT"))
	if err != nil || closed != 1 || len(base.bodies) != 1 || base.bodies[0] != "command=INIT" {
		t.Errorf("a form: closed %d times, %v, sent %q", closed, err, base.bodies)
	}
	closed, err = send(t.Context(), rt, "https://api.x.com/", form, strings.NewReader("a=%zz"))
	if err == nil || closed != 1 || len(base.bodies) != 1 {
		t.Errorf("a form that cannot be signed: closed %d times, %v, sent %q", closed, err, base.bodies)
	}
}

// TestSignerAndRedirects has a host that sends requests on to another one.
func TestSignerAndRedirects(t *testing.T) {
	var stolen atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stolen.Add(1) }))
	defer other.Close()
	first := httptest.NewServer(http.RedirectHandler(other.URL+"/elsewhere", http.StatusTemporaryRedirect))
	defer first.Close()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	rt := credentials.Signer(account, first.URL)(transport)

	get := func(client *http.Client) (*http.Response, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, first.URL, nil)
		if err != nil {
			return nil, err
		}
		return client.Do(req)
	}
	resp, err := get(&http.Client{
		Transport:     rt,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusTemporaryRedirect {
		t.Errorf("got %s", resp.Status)
	}
	// A client that forgot to switch redirects off does not get far.
	if resp, err := get(&http.Client{Transport: rt}); err == nil {
		_ = resp.Body.Close()
		t.Error("the redirect was followed")
	}
	if stolen.Load() != 0 {
		t.Error("the other host was called")
	}
}
