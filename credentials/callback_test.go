package credentials_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hoist/credentials"
	"hoist/upload/practice"
)

// listen takes a port, which is free again when the test ends.
func listen(t *testing.T) *credentials.Callback {
	t.Helper()
	c, err := credentials.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// awaitPorts waits until nobody has any of the ports of callbacks. They are among those that a system gives to connections
// for a while, such as to those of the tests that run beside this one.
func awaitPorts(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		err := error(nil)
		for _, callback := range credentials.CallbackURLs() {
			address := strings.TrimSuffix(strings.TrimPrefix(callback, "http://"), "/callback")
			l, errListen := net.Listen("tcp4", address)
			if errListen == nil {
				errListen = l.Close()
			}
			err = errors.Join(err, errListen)
		}
		switch {
		case err == nil:
			return
		case time.Now().After(end):
			t.Fatal(err)
		}
	}
}

func landing(l credentials.Landing) credentials.Page {
	return credentials.Page{Language: "pt-BR", Title: "title " + string(l), Words: "words <" + string(l) + ">"}
}

// waiting begins a sign-in with a callback, and waits for the browser in a goroutine.
type waiting struct {
	person
	*credentials.Pending
	callback *credentials.Callback
	answer   chan string
}

func (p person) wait() *waiting {
	p.t.Helper()
	c := listen(p.t)
	keys := p.server.Keys()
	pending, err := credentials.Begin(p.t.Context(), credentials.Endpoint{BaseURL: p.server.URL()},
		credentials.App{Key: credentials.Secret(keys.ConsumerKey), Secret: credentials.Secret(keys.ConsumerSecret)}, c.URL(), p.browser.Transport)
	if err != nil {
		p.t.Fatal(err)
	}
	w := &waiting{p, pending, c, make(chan string, 1)}
	go func() {
		answer, err := c.Wait(p.t.Context(), pending, landing)
		if err != nil {
			answer = err.Error()
		}
		w.answer <- answer
	}()
	return w
}

// press presses a button on X's page and follows the browser to where it ends.
func (w *waiting) press(button string) (address, page string) {
	w.t.Helper()
	form := url.Values{"answer": {button}}
	for _, field := range hidden.FindAllStringSubmatch(w.fetch(http.MethodGet, w.URL(), nil), -1) {
		form.Set(field[1], field[2])
	}
	authorize, _, _ := strings.Cut(w.URL(), "?")
	w.browser.CheckRedirect = func(req *http.Request, _ []*http.Request) error { address = req.URL.String(); return nil }
	page = w.fetch(http.MethodPost, authorize, form)
	return address, page
}

func TestBrowserComesBack(t *testing.T) {
	w := startPractice(t, practice.Options{ScreenName: "Kestrel"}).wait()
	address, page := w.press("allow")
	if !strings.HasPrefix(address, w.callback.URL()+"?") || !strings.Contains(page, `<html lang="pt-BR">`) || !strings.Contains(page, "title granted") || !strings.Contains(page, "words &lt;granted&gt;") {
		t.Errorf("the browser ended on %s:\n%s", address, page)
	}
	answer := <-w.answer
	if again := w.fetch(http.MethodGet, address, nil); !strings.Contains(again, "title twice") {
		t.Errorf("the page, loaded again: %s", again)
	}
	a, err := w.Complete(t.Context(), answer)
	if err != nil || a.Name != "Kestrel" {
		t.Fatalf("got %v, %v", a, err)
	}
	_, err = w.Complete(t.Context(), answer)
	check(t, err, credentials.VerifierRefused)
	if n := w.server.Counts()["access_token"]; n != 1 {
		t.Errorf("X was asked %d times", n)
	}
}

func TestBrowserBringsANo(t *testing.T) {
	w := startPractice(t, practice.Options{}).wait()
	if _, page := w.press("cancel"); !strings.Contains(page, "title denied") {
		t.Errorf("the page: %s", page)
	}
	_, err := w.Complete(t.Context(), <-w.answer)
	check(t, err, credentials.Denied)
	if !w.Spent() || w.server.Counts()["access_token"] != 0 {
		t.Error("a no can still become a yes")
	}
}

// TestAddressIsPasted is for those whose browser is on another computer, or could not come back.
func TestAddressIsPasted(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"as it is":       func(s string) string { return s },
		"without scheme": func(s string) string { return strings.TrimPrefix(s, "http://") },
		"query alone":    func(s string) string { _, q, _ := strings.Cut(s, "?"); return q },
		"with fragment":  func(s string) string { return " " + s + "#x\n" },
	} {
		w := startPractice(t, practice.Options{}).wait()
		address, _ := w.press("allow")
		if a, err := w.Complete(t.Context(), change(address)); err != nil || a.Name != "practice" {
			t.Errorf("%s: %v, %v", name, a, err)
		}
		w.callback.Close()
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	w := startPractice(t, practice.Options{}).wait()
	other := startPractice(t, practice.Options{}).mustBegin()
	for answer, kind := range map[string]credentials.Kind{
		"":        credentials.BadCallback,
		"1234567": credentials.BadCallback,
		w.URL():   credentials.BadCallback, // X's page, where nobody has pressed a button yet
		strings.Replace(w.URL(), "oauth_token", "denied", 1) + "x":                           credentials.OtherSignIn,
		strings.Replace(other.URL(), "oauth_token", "denied", 1):                             credentials.OtherSignIn,
		other.URL() + "&oauth_verifier=zYxWv":                                                credentials.OtherSignIn,
		w.URL() + "&oauth_token=zYxWv&oauth_verifier=zYxWv":                                  credentials.BadCallback,
		w.URL() + "&oauth_verifier=zYxWv&oauth_verifier=zYxWv":                               credentials.BadCallback,
		w.URL() + "&oauth_verifier=":                                                         credentials.BadCallback,
		w.URL() + "&oauth_verifier=" + strings.Repeat("zYxWv", 2000):                         credentials.BadCallback,
		strings.Replace(w.URL(), "oauth_token=", "oauth_token=%zz", 1) + "&oauth_verifier=z": credentials.BadCallback,
	} {
		_, err := w.Complete(t.Context(), answer)
		check(t, err, kind)
	}
	if w.Spent() || w.server.Counts()["access_token"] != 0 {
		t.Error("something was sent")
	}
	if _, page := w.press("allow"); !strings.Contains(page, "title granted") {
		t.Error("the sign-in is lost")
	}
}

// TestCallbackRefuses sends what no browser that comes back from X would: none of it ends the wait.
func TestCallbackRefuses(t *testing.T) {
	w := startPractice(t, practice.Options{}).wait()
	good := w.callback.URL()
	_, token, _ := strings.Cut(w.URL(), "?")
	send := func(method, address, host string) (status int, header http.Header, body string) {
		req, err := http.NewRequestWithContext(t.Context(), method, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		resp, err := w.browser.Transport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		text, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, resp.Header, string(text)
	}
	for name, c := range map[string]struct {
		method, address, host string
		status                int
	}{
		"another host":   {"GET", good + "?" + token + "&oauth_verifier=zYxWv", "attacker.example", 421},
		"localhost":      {"GET", good + "?" + token + "&oauth_verifier=zYxWv", "localhost:47821", 421},
		"another path":   {"GET", strings.TrimSuffix(good, "callback") + "favicon.ico", "", 404},
		"POST":           {"POST", good + "?" + token + "&oauth_verifier=zYxWv", "", 405},
		"another token":  {"GET", good + "?oauth_token=zYxWv&oauth_verifier=zYxWv", "", 400},
		"a foreign no":   {"GET", good + "?denied=zYxWv", "", 400},
		"nothing at all": {"GET", good, "", 400},
	} {
		status, header, body := send(c.method, c.address, c.host)
		if status != c.status || strings.Contains(body, "zYxWv") || header.Get("Cache-Control") != "no-store" || header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: HTTP %d, %v, %s", name, status, header, body)
		}
	}
	status, header, body := send("GET", good+"?"+token+"&oauth_verifier=zYxWv", "")
	style, _, _ := strings.Cut(strings.SplitN(body, "<style>", 2)[1], "</style>")
	sum := sha256.Sum256([]byte(style))
	if status != 200 || !strings.Contains(header.Get("Content-Security-Policy"), "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
		t.Errorf("HTTP %d, %v", status, header)
	}
	if answer := <-w.answer; !strings.HasSuffix(answer, "oauth_verifier=zYxWv") {
		t.Errorf("the answer is %q", answer)
	}
}

// TestPorts takes all ports, one after the other: two programs that sign in at once do not disturb each other.
func TestPorts(t *testing.T) {
	awaitPorts(t)
	var all []*credentials.Callback
	for _, want := range credentials.CallbackURLs() {
		c := listen(t)
		if c.URL() != want {
			t.Errorf("%s came, want %s", c.URL(), want)
		}
		all = append(all, c)
	}
	_, err := credentials.Listen(t.Context())
	check(t, err, credentials.PortTaken)
	all[1].Close()
	all[1].Close() // twice is fine
	if c := listen(t); c.URL() != credentials.CallbackURLs()[1] {
		t.Errorf("%s came, want the one that was given back", c.URL())
	}
	if host, _, _ := net.SplitHostPort(strings.TrimPrefix(all[0].URL(), "http://")); host != "127.0.0.1" {
		t.Errorf("it listens on %s", host)
	}
}

func TestWaitEnds(t *testing.T) {
	p := startPractice(t, practice.Options{})
	c := listen(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := c.Wait(ctx, p.mustBegin(), landing)
		ended <- err
	}()
	cancel()
	if err := <-ended; err != context.Canceled { //nolint:errorlint // promised as it is
		t.Errorf("got %v", err)
	}
	if _, err := credentials.Listen(ctx); err == nil {
		t.Error("it listens although nobody waits")
	}
}

// TestCallbackThatTheAppDoesNotHave is what a person meets who has not entered the address in X's console.
func TestCallbackThatTheAppDoesNotHave(t *testing.T) {
	p := startPractice(t, practice.Options{RegisteredCallbacks: []string{"https://example.com/back"}})
	keys := p.server.Keys()
	_, err := credentials.Begin(t.Context(), credentials.Endpoint{BaseURL: p.server.URL()},
		credentials.App{Key: credentials.Secret(keys.ConsumerKey), Secret: credentials.Secret(keys.ConsumerSecret)},
		credentials.CallbackURLs()[0], p.browser.Transport)
	check(t, err, credentials.CallbackRefused)
}
