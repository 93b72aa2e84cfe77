package desktop

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// feedServer is a server with TLS whose certificate is in a file of the settings' own.
type feedServer struct {
	*httptest.Server
	network *Network
	root    string // the file
}

func newFeedServer(t *testing.T, answer http.HandlerFunc) *feedServer {
	t.Helper()
	s := &feedServer{Server: httptest.NewUnstartedServer(answer), network: NewNetwork(slog.New(slog.DiscardHandler))}
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo) // handshakes that fail are meant to
	s.StartTLS()
	t.Cleanup(s.Close)
	s.root = filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(s.root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	s.goBy(t, Choice{Way: Direct, Certificates: s.root})
	return s
}

// goBy lets requests go by a choice.
func (s *feedServer) goBy(t *testing.T, c Choice) {
	t.Helper()
	if err := s.network.Set(c); err != nil {
		t.Fatal(err)
	}
}

func newFeed(t *testing.T, address string, n *Network) *Feed {
	t.Helper()
	f, err := NewFeed(address, n)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// wantFeed checks that a feed fails with a kind.
func wantFeed(t *testing.T, f *Feed, want Kind) {
	t.Helper()
	_ = failure(t, f, want)
}

// failure is wantFeed, and returns what else the error says.
func failure(t *testing.T, f *Feed, want Kind) error {
	t.Helper()
	r, err := f.Latest(t.Context())
	failed, ok := errors.AsType[*Error](err)
	if !ok || failed.Kind != want || r != (Release{}) {
		t.Fatalf("got %+v, %v, want %s", r, err, want)
	}
	return failed
}

// TestFeedTells reads answers that a feed may give. AT stands for the address of the server.
func TestFeedTells(t *testing.T) {
	text := ""
	s := newFeedServer(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
	for answer, want := range map[string]Release{
		`{"version":"0.2.0","page":"AT/0.2.0"}`:                       {Version{0, 2, 0}, "AT/0.2.0"},
		`{"version":"v12.0.999999","page":"AT/a%20b?c=d#e"}`:          {Version{12, 0, 999999}, "AT/a%20b?c=d#e"},
		`{"version":"0.0.0","page":"AT"}`:                             {Version{}, "AT"},
		" {\n\"page\":\"AT/\", \"more\":[{}], \"version\":\"1.2.3\"}": {Version{1, 2, 3}, "AT/"},
		`{"version":"1.0.0","page":"AT/` + "\u202e" + `exe"}`:         {Version{1, 0, 0}, "AT/%E2%80%AEexe"},
	} {
		text = strings.ReplaceAll(answer, "AT", s.URL)
		got, err := newFeed(t, s.URL+"/latest.json", s.network).Latest(t.Context())
		want.Page = strings.ReplaceAll(want.Page, "AT", s.URL)
		if err != nil || got != want {
			t.Errorf("%s: got %+v, %v", answer, got, err)
		}
	}
}

// TestFeedIsNotTrusted has answers that are of no use, or lead elsewhere.
func TestFeedIsNotTrusted(t *testing.T) {
	text := ""
	s := newFeedServer(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
	for _, answer := range []string{
		``, `null`, `[]`, `{}`, `"0.2.0"`, `<html>Sign in to the network</html>`, `{"version":"0.2.0","page":"AT/"`, `{"version":"0.2.0","page":"AT/"} more`,
		`{"version":0.2,"page":"AT/"}`, `{"version":"0.2","page":"AT/"}`, `{"version":"0.2.0.1","page":"AT/"}`, `{"version":"0.02.0","page":"AT/"}`,
		`{"version":"0.2.0-beta","page":"AT/"}`, `{"version":"0.2.-1","page":"AT/"}`, `{"version":"0.2.0\n","page":"AT/"}`,
		`{"version":"0.2.1234567","page":"AT/"}`, `{"version":"V0.2.0","page":"AT/"}`, `{"version":"0.2.٣","page":"AT/"}`, `{"page":"AT/"}`,
		`{"version":"0.2.0"}`, `{"version":"0.2.0","page":"/0.2.0"}`, `{"version":"0.2.0","page":"https://other.example/"}`,
		`{"version":"0.2.0","page":"https://127.0.0.1/"}`, `{"version":"0.2.0","page":"AT.other.example/"}`, `{"version":"0.2.0","page":"AT@other.example/"}`,
		`{"version":"0.2.0","page":"javascript:alert(1)"}`, `{"version":"0.2.0","page":"file:///etc/passwd"}`, `{"version":"0.2.0","page":"--help"}`,
		`{"version":"0.2.0","page":"` + strings.Replace(s.URL, "https:", "http:", 1) + `/"}`,
		`{"version":"0.2.0","page":"` + strings.Replace(s.URL, "https://", "https://kay@", 1) + `/"}`,
		`{"version":"0.2.0","page":"AT/` + strings.Repeat("x", 2048) + `"}`, `{"version":"0.2.0","page":"AT/\u0000"}`,
		`{"version":"0.2.0","page":"AT/","more":"` + strings.Repeat("x", 16<<10) + `"}`,
	} {
		text = strings.ReplaceAll(answer, "AT", s.URL)
		r, err := newFeed(t, s.URL+"/latest.json", s.network).Latest(t.Context())
		if failed, ok := errors.AsType[*Error](err); !ok || failed.Kind != BadFeed || r != (Release{}) {
			t.Errorf("%.80s: got %+v, %v", answer, r, err)
		}
	}
}

// TestFeedAsksOnce looks at all that a feed is sent: nothing that tells who asks, and nothing that it gave before.
func TestFeedAsksOnce(t *testing.T) {
	var asked []*http.Request
	var s *feedServer
	s = newFeedServer(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r)
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "kay"})
		if r.URL.Path == "/latest.json" {
			http.Redirect(w, r, "/there.json", http.StatusFound)
			return
		}
		_, _ = fmt.Fprintf(w, `{"version":"0.2.0","page":"%s/"}`, s.URL)
	})
	f := newFeed(t, s.URL+"/latest.json", s.network)
	if f.Host() != strings.TrimPrefix(s.URL, "https://") {
		t.Errorf("the host is %q", f.Host())
	}
	for range 2 {
		if _, err := f.Latest(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(asked) != 4 {
		t.Errorf("%d requests", len(asked))
	}
	for _, r := range asked {
		var names []string
		for name := range r.Header {
			names = append(names, name)
		}
		slices.Sort(names)
		if r.Method != http.MethodGet || r.ContentLength != 0 || r.URL.RawQuery != "" || !slices.Equal(names, []string{"Accept", "Connection", "User-Agent"}) {
			t.Errorf("%s %s with %v", r.Method, r.URL, r.Header)
		}
		if agent := r.Header.Get("User-Agent"); agent != "Hoist" {
			t.Errorf("it calls itself %q", agent)
		}
	}
}

// TestFeedRedirects follows five redirects, and none to where the answer would not be secure. What stands behind the
// question mark of one is not told.
func TestFeedRedirects(t *testing.T) {
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("asked in the clear") }))
	defer plain.Close()
	var s *feedServer
	s = newFeedServer(t, func(w http.ResponseWriter, r *http.Request) {
		switch left := strings.TrimPrefix(r.URL.Path, "/"); left {
		case "0":
			_, _ = fmt.Fprintf(w, `{"version":"0.2.0","page":"%s/"}`, s.URL)
		case "http":
			http.Redirect(w, r, plain.URL, http.StatusFound)
		case "file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "signed":
			http.Redirect(w, r, "/none?key=secret", http.StatusFound)
		case "none":
			http.NotFound(w, r)
		default:
			http.Redirect(w, r, "/"+string(left[0]-1), http.StatusFound)
		}
	})
	if _, err := newFeed(t, s.URL+"/5", s.network).Latest(t.Context()); err != nil {
		t.Error(err)
	}
	for _, path := range []string{"/6", "/http", "/file"} {
		wantFeed(t, newFeed(t, s.URL+path, s.network), BadFeed)
	}
	if err := failure(t, newFeed(t, s.URL+"/signed", s.network), BadFeed); strings.Contains(err.Error(), "secret") {
		t.Errorf("it tells of a key: %v", err)
	}
}

// TestFeedFails meets each way in which there may be no answer.
func TestFeedFails(t *testing.T) {
	stop := make(chan struct{})
	s := newFeedServer(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/404":
			http.NotFound(w, r)
		case "/500":
			http.Error(w, `{"version":"0.2.0"}`, http.StatusInternalServerError)
		case "/headers":
			w.Header().Set("X-Long", strings.Repeat("x", 128<<10))
		case "/slow": // a byte now and then
			for {
				_, _ = io.WriteString(w, " ")
				_ = http.NewResponseController(w).Flush()
				select {
				case <-stop:
					return
				case <-time.After(10 * time.Millisecond):
				}
			}
		case "/silent":
			<-stop
		case "/cut":
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, "{")
		case "/closed":
			c, _, _ := http.NewResponseController(w).Hijack()
			_ = c.Close()
		}
	})
	defer close(stop)
	for path, want := range map[string]Kind{
		"/404": BadFeed, "/500": BadFeed, "/headers": BadFeed, "/slow": Stalled, "/silent": Stalled, "/cut": ConnectionLost, "/closed": ConnectionLost,
	} {
		f := newFeed(t, s.URL+path, s.network)
		if want == Stalled {
			f.limit = 200 * time.Millisecond
		}
		if err := failure(t, f, want); !strings.Contains(err.Error(), s.URL+path) {
			t.Errorf("%s: %v does not name it", path, err)
		}
	}
	port := s.Listener.Addr().(*net.TCPAddr).Port
	wantFeed(t, newFeed(t, fmt.Sprintf("https://localhost:%d/", port), s.network), Certificate)
	wantFeed(t, newFeed(t, s.URL, NewNetwork(slog.New(slog.DiscardHandler))), Untrusted)
	wantFeed(t, newFeed(t, "https://nobody.invalid/", s.network), NoConnection)
	plain := httptest.NewServer(http.NotFoundHandler())
	wantFeed(t, newFeed(t, strings.Replace(plain.URL, "http:", "https:", 1), s.network), BadFeed)
	plain.Close()
	wantFeed(t, newFeed(t, plain.URL, s.network), NoConnection)
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newFeed(t, s.URL+"/silent", s.network).Latest(canceled); !errors.Is(err, context.Canceled) {
		t.Errorf("of somebody who has gone: %v", err)
	}
}

// TestFeedGoesByTheSettings goes through the proxy that a person named, which may say no, and past it to this computer itself.
func TestFeedGoesByTheSettings(t *testing.T) {
	s := newFeedServer(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"version":"0.2.0","page":"https://example.com/0.2.0"}`) // for which its certificate holds as well
	})
	var status atomic.Int64
	var connected atomic.Int64
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if code := int(status.Load()); code != http.StatusOK || r.Method != http.MethodConnect || r.Host != "example.com:443" {
			http.Error(w, "no", code)
			return
		}
		connected.Add(1)
		tunnel(t, w, s.Listener.Addr().String())
	}))
	defer proxy.Close()
	s.goBy(t, Choice{Way: ByProxy, Proxy: proxy.URL, Certificates: s.root})
	f := newFeed(t, "https://example.com/latest.json", s.network)
	for code, want := range map[int]Kind{407: ProxyRefused, 403: ProxyRefused, 502: NoConnection} {
		status.Store(int64(code))
		err := failure(t, f, want)
		if refused, ok := errors.AsType[*proxyError](err); ok != (want == ProxyRefused) || ok && refused.status != code {
			t.Errorf("the proxy says %d: %v", code, err)
		}
	}
	status.Store(http.StatusOK)
	if r, err := f.Latest(t.Context()); err != nil || r.Page != "https://example.com/0.2.0" || connected.Load() != 1 {
		t.Errorf("through the proxy: %+v, %v", r, err)
	}
	wantFeed(t, newFeed(t, s.URL, s.network), BadFeed) // the page is on another host; the proxy was not asked
	if connected.Load() != 1 {
		t.Error("the proxy learns what goes to this computer")
	}
}

// tunnel lets a client of a proxy talk with an address.
func tunnel(t *testing.T, w http.ResponseWriter, to string) {
	w.WriteHeader(http.StatusOK)
	client, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	server, err := net.Dial("tcp", to)
	if err != nil {
		t.Error(err)
		return
	}
	go func() {
		_, _ = io.Copy(server, buffered)
		_ = server.Close()
	}()
	_, _ = io.Copy(client, server)
	_ = client.Close()
}

// TestFeedThatNobodyChose asks nobody while the proxy of the settings cannot be used.
func TestFeedThatNobodyChose(t *testing.T) {
	n := NewNetwork(slog.New(slog.DiscardHandler))
	if err := n.Set(Choice{Way: ByProxy, Proxy: "nothing"}); err == nil {
		t.Fatal("that is no proxy")
	}
	wantFeed(t, newFeed(t, "https://example.com/", n), ProxyRefused)
}

// TestNewFeed takes an address that is secure, or on this computer.
func TestNewFeed(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://hoist.example/latest.json": true, "http://127.0.0.1:8080/latest.json": true, "http://[::1]/": true, "http://localhost/": true,
		"": false, "latest.json": false, "http://hoist.example/": false, "http://localhost.example/": false, "https://": false, "https:///latest.json": false,
		"ftp://127.0.0.1/": false, "https://kay:secret@hoist.example/": false, "https://a b/": false, "http://127.0.0.1.example/": false,
	} {
		f, err := NewFeed(address, NewNetwork(slog.New(slog.DiscardHandler)))
		if (err == nil) != ok || (f != nil) != ok {
			t.Errorf("%q: got %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: it tells the password", address)
		}
	}
}

// TestFeedOfThisComputer reads a feed without TLS, whose page may be on it, and nowhere else.
func TestFeedOfThisComputer(t *testing.T) {
	page := ""
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"version":"0.2.0","page":"%s"}`, page)
	}))
	defer s.Close()
	f := newFeed(t, s.URL, NewNetwork(slog.New(slog.DiscardHandler)))
	page = s.URL + "/0.2.0"
	if r, err := f.Latest(t.Context()); err != nil || r.Page != page {
		t.Errorf("got %+v, %v", r, err)
	}
	page = "http://other.example/"
	wantFeed(t, f, BadFeed)
}

// TestVersionsAreNumbers compares versions as people do.
func TestVersionsAreNumbers(t *testing.T) {
	ordered := []string{"0.0.0", "0.0.9", "0.0.10", "0.1.0", "v0.2.0", "0.10.0", "1.0.0", "10.0.0"}
	for i, a := range ordered {
		for j, b := range ordered {
			x, okX := ParseVersion(a)
			y, okY := ParseVersion(b)
			if !okX || !okY || x.After(y) != (i > j) {
				t.Errorf("%s after %s: %v", a, b, x.After(y))
			}
		}
	}
	if v, _ := ParseVersion("v1.20.3"); v.String() != "1.20.3" {
		t.Errorf("it is written as %s", v)
	}
}

// TestKeptBySystem knows the sandboxes whose systems keep programs up to date.
func TestKeptBySystem(t *testing.T) {
	for want, variables := range map[bool][]url.Values{
		true:  {{"FLATPAK_ID": {"app.hoist.Hoist"}}, {"SNAP": {"/snap/hoist/1"}}},
		false: {{}, {"SNAP": {""}}, {"APPIMAGE": {"/tmp/Hoist.AppImage"}}},
	} {
		for _, set := range variables {
			got := KeptBySystem(func(name string) (string, bool) { return set.Get(name), set.Has(name) })
			if got != want {
				t.Errorf("with %v: %v", set, got)
			}
		}
	}
}
