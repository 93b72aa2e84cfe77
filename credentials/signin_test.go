package credentials_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	neturl "net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/credentials"
)

const (
	goodToken  = "oauth_token=zYxWv-request&oauth_token_secret=zYxWv-rs&oauth_callback_confirmed=true"
	goodAccess = "oauth_token=42-zYxWv-token&oauth_token_secret=zYxWv-as&user_id=42&screen_name=Kestrel"
	pin        = "7654321"
)

// answer is one reply of X.
type answer struct {
	status int
	body   string
	header http.Header
}

// script stands for X: it answers each path with a fixed reply, and keeps what it was asked.
type script struct {
	replies map[string]answer
	asked   []*http.Request
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	s.asked = append(s.asked, req)
	a, ok := s.replies[req.URL.Path]
	if !ok {
		return nil, fmt.Errorf("no reply for %s", req.URL.Path)
	}
	header := a.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	echo := req.Header.Get("Authorization")
	if strings.HasPrefix(a.body, "{") {
		echo = strings.ReplaceAll(echo, `"`, `\"`)
	}
	body := strings.ReplaceAll(a.body, "ECHO", echo)
	return &http.Response{
		StatusCode: a.status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req,
	}, nil
}

func beginWith(t *testing.T, rt http.RoundTripper) (*credentials.Pending, error) {
	t.Helper()
	return credentials.Begin(t.Context(), credentials.Endpoint{}, credentials.App{Key: "zYxWv-ck", Secret: "zYxWv-cs"}, "", rt)
}

// check returns the error as this package's, after making sure that nothing secret is in it.
func check(t *testing.T, err error, want credentials.Kind) credentials.Error {
	t.Helper()
	known, ok := errors.AsType[*credentials.Error](err)
	if !ok || known.Kind != want {
		t.Errorf("got %v, want kind %s", err, want)
		return credentials.Error{}
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		text := fmt.Sprintf("%v %+v %#v %s", e, e, e, known.Message)
		if showsSecret(text) || strings.Contains(text, pin) || strings.Contains(text, "HMAC-SHA1") {
			t.Errorf("the error tells a secret: %s", text)
		}
	}
	return *known
}

func TestSignIn(t *testing.T) {
	x := &script{replies: map[string]answer{
		"/oauth/request_token": {status: 200, body: goodToken, header: http.Header{"Content-Type": {"text/html;charset=utf-8"}}},
		"/oauth/access_token":  {status: 200, body: goodAccess, header: http.Header{"X-Access-Level": {"read-write"}}},
	}}
	p, err := beginWith(t, x)
	if err != nil {
		t.Fatal(err)
	}
	if want := "https://api.x.com/oauth/authorize?oauth_token=zYxWv-request"; p.URL() != want {
		t.Errorf("page is %s, want %s", p.URL(), want)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		if text := fmt.Sprintf(verb, p); showsSecret(text) {
			t.Errorf("%s prints %s", verb, text)
		}
	}
	a, err := p.Complete(t.Context(), " 765 4321\n")
	want := credentials.Account{Name: "Kestrel", UserID: "42", Access: "read-write", Auth: credentials.Keys{
		ConsumerKey: "zYxWv-ck", ConsumerSecret: "zYxWv-cs", AccessToken: "42-zYxWv-token", AccessSecret: "zYxWv-as",
	}}
	if err != nil || a != want {
		t.Errorf("got %+v, %v", a, err)
	}
	header := x.asked[1].Header.Get("Authorization")
	if !strings.Contains(header, `oauth_verifier="7654321"`) || !strings.Contains(header, `oauth_token="zYxWv-request"`) {
		t.Errorf("the PIN was sent as %s", header)
	}
	if !strings.Contains(x.asked[0].Header.Get("Authorization"), `oauth_callback="oob"`) {
		t.Error("X was not asked for a PIN")
	}
	if !p.Spent() {
		t.Error("not spent after success")
	}
	_, err = p.Complete(t.Context(), pin)
	check(t, err, credentials.PINRefused)
	if len(x.asked) != 2 {
		t.Errorf("%d requests were sent, want 2", len(x.asked))
	}
}

func TestSignInWithoutAScreenName(t *testing.T) {
	for body, name := range map[string]string{
		"oauth_token=t&oauth_token_secret=s&user_id=42":                       "42",
		"oauth_token=t&oauth_token_secret=s&user_id=42&screen_name=":          "42",
		"oauth_token=t&oauth_token_secret=s&screen_name=Anna":                 "Anna",
		"oauth_token=t&oauth_token_secret=s":                                  "",
		"oauth_token=t&oauth_token_secret=s&screen_name=a%20b":                "",
		"oauth_token=t&oauth_token_secret=s&screen_name=a&user_id=4x":         "",
		"oauth_token=t%0A1&oauth_token_secret=s&screen_name=a":                "",
		"oauth_token=t&oauth_token_secret=" + strings.Repeat("s", 600):        "",
		"oauth_token=t&oauth_token_secret=s&screen_name=<script>&user_id=999": "",
	} {
		p, err := beginWith(t, &script{replies: map[string]answer{
			"/oauth/request_token": {status: 200, body: goodToken},
			"/oauth/access_token":  {status: 200, body: body, header: http.Header{"X-Access-Level": {"<all>"}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		a, err := p.Complete(t.Context(), pin)
		if name == "" {
			check(t, err, credentials.BadReply)
		} else if err != nil || a.Name != name || a.Access != "" {
			t.Errorf("%s: got %+v, %v", body, a, err)
		}
	}
}

func TestBadPINsAreNotSent(t *testing.T) {
	x := &script{replies: map[string]answer{"/oauth/request_token": {status: 200, body: goodToken}}}
	p, err := beginWith(t, x)
	if err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"", "  ", "1234", "12345678901", "12345a", "１２３４５６７", "https://x.com/", "-1234567"} {
		_, err := p.Complete(t.Context(), typed)
		if check(t, err, credentials.BadPIN); strings.TrimSpace(typed) != "" && strings.Contains(err.Error(), typed) {
			t.Errorf("the error quotes the PIN: %v", err)
		}
	}
	if len(x.asked) != 1 || p.Spent() {
		t.Errorf("%d requests, spent %t", len(x.asked), p.Spent())
	}
}

func TestBeginRefuses(t *testing.T) {
	x := &script{}
	for _, c := range []struct {
		base        string
		key, secret credentials.Secret
		kind        credentials.Kind
	}{
		{"http://api.x.com", "a", "b", credentials.BadAddress},
		{"https://u:zYxWv@api.x.com", "a", "b", credentials.BadAddress},
		{"", " ", "zYxWv", credentials.BadKeys},
		{"", "zYxWv", "", credentials.BadKeys},
		{"", "zYxWv", "zYx\nWv", credentials.BadKeys},
	} {
		p, err := credentials.Begin(t.Context(), credentials.Endpoint{BaseURL: c.base}, credentials.App{Key: c.key, Secret: c.secret}, "", x)
		check(t, err, c.kind)
		if p != nil || len(x.asked) != 0 {
			t.Error("something was sent")
		}
	}
}

// silent never answers.
type silent struct{}

func (silent) RoundTrip(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// dripping answers with a body that never ends.
type dripping struct{}

func (dripping) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: drip{req.Context()}}, nil
}

type drip struct{ ctx context.Context }

func (d drip) Read(p []byte) (int, error) {
	select {
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	case <-time.After(time.Second):
		p[0] = 'x'
		return 1, nil
	}
}

func (drip) Close() error { return nil }

func TestNoAnswer(t *testing.T) {
	for name, rt := range map[string]http.RoundTripper{"silent": silent{}, "dripping": dripping{}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				_, err := beginWith(t, rt)
				check(t, err, credentials.Stalled)
				if waited := time.Since(start); waited != 30*time.Second {
					t.Errorf("waited %s", waited)
				}
			})
		})
	}
}

func TestCancelMidCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			synctest.Wait()
			cancel()
		}()
		_, err := credentials.Begin(ctx, credentials.Endpoint{}, credentials.App{Key: "a", Secret: "b"}, "", silent{})
		if err != context.Canceled { //nolint:errorlint // promised as it is
			t.Errorf("begin: %v", err)
		}

		x := &switching{now: &script{replies: map[string]answer{
			"/oauth/request_token": {status: 200, body: goodToken}, "/oauth/access_token": {status: 200, body: goodAccess},
		}}}
		p, err := beginWith(t, x)
		if err != nil {
			t.Fatal(err)
		}
		good := x.now
		x.now = silent{}
		ctx, cancel = context.WithCancel(t.Context())
		done := make(chan error)
		for range 2 { // one asks X, one waits for its turn
			go func() {
				_, err := p.Complete(ctx, pin)
				done <- err
			}()
		}
		synctest.Wait()
		cancel()
		for range 2 {
			if err := <-done; err != context.Canceled { //nolint:errorlint // promised as it is
				t.Errorf("complete: %v", err)
			}
		}
		x.now = good
		if _, err := p.Complete(t.Context(), pin); err != nil {
			t.Errorf("after the cancelled one: %v", err)
		}
	})
}

type switching struct{ now http.RoundTripper }

func (s *switching) RoundTrip(req *http.Request) (*http.Response, error) { return s.now.RoundTrip(req) }

// TestNetworkFailures has no script: the errors are net/http's own.
func TestNetworkFailures(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains about the client
	secure.StartTLS()
	defer secure.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	hangUp := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer hangUp.Close()
	cut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, goodToken)
	}))
	defer cut.Close()
	free, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closedPort := "http://" + free.Addr().String()
	_ = free.Close()

	for url, kind := range map[string]credentials.Kind{
		secure.URL: credentials.Untrusted,
		strings.Replace(plain.URL, "http:", "https:", 1): credentials.BadReply,
		hangUp.URL:                     credentials.ConnectionLost,
		cut.URL:                        credentials.ConnectionLost,
		closedPort:                     credentials.NoConnection,
		"https://no.such.host.invalid": credentials.NoConnection,
	} {
		transport := &http.Transport{}
		_, err := credentials.Begin(t.Context(), credentials.Endpoint{BaseURL: url}, credentials.App{Key: "zYxWv-ck", Secret: "zYxWv-cs"}, "", transport)
		transport.CloseIdleConnections()
		check(t, err, kind)
		// Package messages tells causes and hosts apart by the types of the chain.
		asked, ok := errors.AsType[*neturl.Error](err)
		if !ok || asked.URL != url {
			t.Errorf("%s: the error does not say who was asked: %v", url, err)
		}
		if _, ok := errors.AsType[*net.OpError](err); ok != (kind == credentials.NoConnection) {
			t.Errorf("%s: the cause is %v", url, err)
		}
	}
}
