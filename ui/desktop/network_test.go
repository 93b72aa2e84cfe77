package desktop

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// way asks a network by which proxy X is reached.
func way(t *testing.T, n *Network) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.x.com/2/media", nil)
	if err != nil {
		t.Fatal(err)
	}
	via, err := n.Proxy(r)
	return reading{via, err}.String()
}

// TestChoice makes one choice after the other; each has to hold at once, also those that cannot be used.
func TestChoice(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://of.the.environment:3128")
	t.Setenv("NO_PROXY", "")
	n := NewNetwork(slog.New(slog.DiscardHandler))
	if got := way(t, n); got != "http://of.the.environment:3128" {
		t.Errorf("by itself: %s", got)
	}
	if err := n.Set(Choice{Way: ByProxy, Proxy: "me:secret@p.example:1"}); err == nil {
		t.Error("a password was taken")
	}
	if got := way(t, n); got != "failed" {
		t.Errorf("it goes by %s, which nobody chose", got)
	}
	for _, step := range []struct {
		choice Choice
		want   string
		kind   Kind
	}{
		{Choice{Way: ByProxy, Proxy: "p.example:1"}, "http://p.example:1", ""},
		{Choice{Way: ByProxy, Proxy: "nothing"}, "http://p.example:1", BadProxy},
		{Choice{Way: Direct, Proxy: "p.example:1"}, "direct", ""},
		{Choice{Way: BySystem}, "http://of.the.environment:3128", ""},
		{Choice{Way: Direct, Certificates: filepath.Join(t.TempDir(), "none.pem")}, "direct", CertificatesUnreadable},
	} {
		err := n.Set(step.choice)
		failed, ok := errors.AsType[*Error](err)
		if ok != (step.kind != "") || ok && failed.Kind != step.kind {
			t.Errorf("%+v: got %v, want %s", step.choice, err, step.kind)
		}
		if got := way(t, n); got != step.want {
			t.Errorf("%+v: it goes by %s, not %s", step.choice, got, step.want)
		}
	}
}

// TestSystemIsAskedNowAndThen counts how often the system is asked, which may take its time.
func TestSystemIsAskedNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		answer := func(context.Context) (*url.URL, error) { return &url.URL{Scheme: "http", Host: "p.example:1"}, nil }
		var log bytes.Buffer
		s := newSystemProxy(slog.New(slog.NewTextHandler(&log, nil)), func(ctx context.Context, _ *url.URL) (*url.URL, error) {
			asked++
			return answer(ctx)
		})
		x := &url.URL{Scheme: "https", Host: "api.x.com"}
		expect := func(what string, ctx context.Context, want string, times int) {
			t.Helper()
			via, err := s.proxy(ctx, x)
			if got := (reading{via, err}).String(); got != want || asked != times {
				t.Errorf("%s: got %s after asking %d times", what, got, asked)
			}
		}
		expect("at first", t.Context(), "http://p.example:1", 1)
		time.Sleep(answerFor - time.Second)
		expect("soon after", t.Context(), "http://p.example:1", 1)
		time.Sleep(time.Second)
		answer = func(ctx context.Context) (*url.URL, error) { // a desktop that hangs
			<-ctx.Done()
			return nil, ctx.Err()
		}
		began := time.Now()
		expect("of one that hangs", t.Context(), "direct", 2)
		if waited := time.Since(began); waited != askLimit {
			t.Errorf("waited %s", waited)
		}
		expect("again", t.Context(), "direct", 2)
		time.Sleep(answerFor)
		brief, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		expect("of somebody who does not wait", brief, "failed", 3)
		expect("of somebody else", t.Context(), "direct", 4)
		if told := strings.Count(log.String(), "level=INFO"); told != 1 {
			t.Errorf("told %d times:\n%s", told, log.String())
		}
	})
}

// TestNoSessionBus checks that a computer without a desktop costs no time, and that nothing is started there.
func TestNoSessionBus(t *testing.T) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		t.Setenv(name, "")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "nobody"))
	if got := way(t, NewNetwork(slog.New(slog.DiscardHandler))); got != "direct" {
		t.Errorf("it goes by %s", got)
	}
}

func TestLoadCertificates(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	one := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	broken := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("nothing")})
	key := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("secret")})
	folder := t.TempDir()
	file := func(name string, parts ...[]byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, bytes.Join(parts, []byte("# a comment\r\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}

	n := NewNetwork(slog.New(slog.DiscardHandler))
	if n.Roots() != nil {
		t.Error("the system's certificates are not enough by themselves")
	}
	if err := n.Set(Choice{Way: Direct, Certificates: file("good.pem", key, broken, one)}); err != nil {
		t.Fatal(err)
	}
	get := func() error {
		transport := server.Client().Transport.(*http.Transport).Clone()
		transport.TLSClientConfig.RootCAs = n.Roots()
		defer transport.CloseIdleConnections()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := transport.RoundTrip(r)
		if err == nil {
			_ = answer.Body.Close()
		}
		return err
	}
	if err := get(); err != nil {
		t.Errorf("the certificate of the file is not trusted: %v", err)
	}
	for path, kind := range map[string]Kind{
		file("empty.pem"):                                NoCertificates,
		file("broken.pem", broken, key):                  NoCertificates,
		file("der.pem", server.Certificate().Raw):        NoCertificates,
		file("long.pem", one, make([]byte, 1<<20)):       NoCertificates,
		filepath.Join(folder, "there is none of it.pem"): CertificatesUnreadable,
		folder: CertificatesUnreadable,
	} {
		err := n.Set(Choice{Way: Direct, Certificates: path})
		failed, ok := errors.AsType[*Error](err)
		if !ok || failed.Kind != kind || !strings.Contains(err.Error(), filepath.Base(path)) {
			t.Errorf("%s: got %v, want %s", path, err, kind)
		}
	}
	if err := get(); err != nil {
		t.Errorf("what held before does not hold any more: %v", err)
	}
	if err := n.Set(Choice{Way: Direct}); err != nil || n.Roots() != nil || get() == nil {
		t.Errorf("the file is trusted although nobody chose it: %v", err)
	}
}
