package credentials_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hoist/credentials"
	"hoist/upload"
	"hoist/upload/practice"
)

// These tests meet the strict stand-in for X, whose signature check is not made with the oauth1 library.

// person is somebody with a browser.
type person struct {
	t       *testing.T
	server  *practice.Server
	browser *http.Client
}

func startPractice(t *testing.T, o practice.Options) person {
	t.Helper()
	server, err := practice.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return person{t, server, &http.Client{Transport: transport}}
}

func (p person) begin(ctx context.Context, key, secret string) (*credentials.Pending, error) {
	at := credentials.Endpoint{BaseURL: p.server.URL()}
	return credentials.Begin(ctx, at, credentials.App{Key: credentials.Secret(key), Secret: credentials.Secret(secret)}, "", p.browser.Transport)
}

func (p person) mustBegin() *credentials.Pending {
	p.t.Helper()
	keys := p.server.Keys()
	pending, err := p.begin(p.t.Context(), keys.ConsumerKey, keys.ConsumerSecret)
	if err != nil {
		p.t.Fatal(err)
	}
	return pending
}

var (
	hidden = regexp.MustCompile(`name="(oauth_token|proof)" value="([^"]*)"`)
	digits = regexp.MustCompile(`<code>(\d+)</code>`)
)

// decide opens the page and presses a button on it. It returns the PIN that the page shows then, if any.
func (p person) decide(page, button string) (pin string) {
	p.t.Helper()
	form := url.Values{"answer": {button}}
	for _, field := range hidden.FindAllStringSubmatch(p.fetch(http.MethodGet, page, nil), -1) {
		form.Set(field[1], field[2])
	}
	address, _, _ := strings.Cut(page, "?")
	if found := digits.FindStringSubmatch(p.fetch(http.MethodPost, address, form)); found != nil {
		return found[1]
	}
	return ""
}

func (p person) fetch(method, address string, form url.Values) string {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := p.browser.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		p.t.Fatalf("%s %s: %s, %v", method, address, resp.Status, err)
	}
	return string(body)
}

func TestPracticeSignIn(t *testing.T) {
	p := startPractice(t, practice.Options{ScreenName: "Kestrel", UserID: "42"})
	pending := p.mustBegin()
	if !strings.HasPrefix(pending.URL(), p.server.URL()+"/oauth/authorize?oauth_token=") {
		t.Errorf("the page is at %s", pending.URL())
	}
	a, err := pending.Complete(t.Context(), p.decide(pending.URL(), "allow"))
	if err != nil {
		t.Fatal(err)
	}
	k := p.server.Keys()
	want := credentials.Account{Name: "Kestrel", UserID: "42", Auth: credentials.Keys{
		ConsumerKey: credentials.Secret(k.ConsumerKey), ConsumerSecret: credentials.Secret(k.ConsumerSecret),
		AccessToken: credentials.Secret(k.AccessToken), AccessSecret: credentials.Secret(k.AccessSecret),
	}}
	if a != want {
		t.Errorf("got %+v, want %+v", a, want)
	}
	if status := p.call(a, http.MethodGet, "/2/users/me", ""); status != http.StatusOK {
		t.Errorf("the account cannot be used: HTTP %d", status)
	}
}

// call sends a signed request; a form, when there is one, is v1.1's.
func (p person) call(a credentials.Account, method, path, form string) (status int) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.server.URL()+path, strings.NewReader(form))
	if err != nil {
		p.t.Fatal(err)
	}
	if form != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := credentials.Signer(a, p.server.URL())(p.browser.Transport).RoundTrip(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

func TestPracticeVerifiesOddKeys(t *testing.T) {
	for _, odd := range []string{"plain", "a+b/c==", "50%25&x=y", "ä日本語", `"q",'`, "~-._!*()"} {
		p := startPractice(t, practice.Options{Keys: practice.Keys{
			ConsumerKey: odd + "1", ConsumerSecret: odd + "2", AccessToken: odd + "3", AccessSecret: odd + "4",
		}})
		pending := p.mustBegin()
		a, err := pending.Complete(t.Context(), p.decide(pending.URL(), "allow"))
		if err != nil {
			t.Fatalf("%s: %v", odd, err)
		}
		const init = "command=INIT&total_bytes=10&media_type=video%2Fmp4&media_category=tweet_video"
		for range 2 { // a nonce that comes again is refused
			if status := p.call(a, http.MethodPost, "/1.1/media/upload.json", init); status/100 != 2 {
				t.Errorf("%s: INIT got HTTP %d", odd, status)
			}
		}
		if status := p.call(a, http.MethodGet, "/2/users/me?user.fields=a%20b%2Bc,%C3%A4", ""); status != http.StatusOK {
			t.Errorf("%s: users/me got HTTP %d", odd, status)
		}
		wrong := a.Auth.(credentials.Keys)
		wrong.AccessSecret += "x"
		a.Auth = wrong
		if status := p.call(a, http.MethodGet, "/2/users/me", ""); status != http.StatusUnauthorized {
			t.Errorf("%s: a wrong secret got HTTP %d", odd, status)
		}
	}
}

// TestPracticeUploadsWithOddKeys sends a whole video to each generation of X's API, signed with keys that have to be escaped.
func TestPracticeUploadsWithOddKeys(t *testing.T) {
	const video = "../upload/video/testdata/faststart.mp4"
	for _, odd := range []string{"a+b/c==", "50%25&x=y", "ä日本語", `"q",'`} {
		for _, api := range []upload.Generation{upload.V2, upload.V1} {
			p := startPractice(t, practice.Options{Processing: []practice.ProcessingStep{}, Keys: practice.Keys{
				ConsumerKey: odd + "1", ConsumerSecret: odd + "2", AccessToken: odd + "3", AccessSecret: odd + "4",
			}})
			a := credentials.Account{Name: "practice", Auth: p.keys()}
			engine, err := upload.New(upload.Account{
				Name: a.Name, API: api, BaseURL: p.server.URL(), Sign: credentials.Signer(a, p.server.URL()),
			}, upload.Options{})
			if err != nil {
				t.Fatal(err)
			}
			job := engine.NewJob(upload.Request{File: video, Category: upload.TweetVideo})
			job.Start(t.Context())
			for e := range job.Events() {
				if last, ok := e.(upload.Finished); ok && last.Result == nil {
					t.Errorf("%s, %s: %v", odd, api, last.Err)
				}
			}
			engine.Close()
			if got := p.server.Uploads(); len(got) != 1 || got[0].State != "succeeded" {
				t.Errorf("%s, %s: arrived %+v", odd, api, got)
			}
		}
	}
}

func TestPracticeDenial(t *testing.T) {
	p := startPractice(t, practice.Options{})
	pending := p.mustBegin()
	if pin := p.decide(pending.URL(), "cancel"); pin != "" {
		t.Errorf("a PIN after all: %s", pin)
	}
	_, err := pending.Complete(t.Context(), pin)
	check(t, err, credentials.PINRefused)
}

func TestPracticeWrongAndReusedPIN(t *testing.T) {
	p := startPractice(t, practice.Options{})
	pending := p.mustBegin()
	good := p.decide(pending.URL(), "allow")
	wrong := "0000000"
	if good == wrong {
		wrong = "1111111"
	}
	_, err := pending.Complete(t.Context(), wrong)
	if e := check(t, err, credentials.PINRefused); e.Status != http.StatusUnauthorized || e.Message == "" {
		t.Errorf("HTTP %d, message %q", e.Status, e.Message)
	}
	_, err = pending.Complete(t.Context(), good)
	check(t, err, credentials.PINRefused)
	if got := p.server.Counts()["access_token"]; got != 1 {
		t.Errorf("X was asked %d times, want once", got)
	}

	pending = p.mustBegin()
	good = p.decide(pending.URL(), "allow")
	if _, err := pending.Complete(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	pending = p.mustBegin()
	p.decide(pending.URL(), "allow")
	_, err = pending.Complete(t.Context(), good+"1") // that of another sign-in, or nearly
	check(t, err, credentials.PINRefused)
}

func TestPracticeWrongKeysAndClock(t *testing.T) {
	p := startPractice(t, practice.Options{})
	_, err := p.begin(t.Context(), p.server.Keys().ConsumerKey, "zYxWv")
	check(t, err, credentials.NotSignedIn)
	_, err = p.begin(t.Context(), "zYxWv", p.server.Keys().ConsumerSecret)
	check(t, err, credentials.NotSignedIn)

	for _, serverAhead := range []time.Duration{14 * time.Minute, -14 * time.Minute} {
		p := startPractice(t, practice.Options{ClockSkew: serverAhead})
		_, err := p.begin(t.Context(), p.server.Keys().ConsumerKey, p.server.Keys().ConsumerSecret)
		e := check(t, err, credentials.Clock)
		if off := e.ClockSkew + serverAhead; off.Abs() > time.Minute { // the Date header has whole seconds, and calls take time
			t.Errorf("skew %s, want %s", e.ClockSkew, -serverAhead)
		}
	}
}

func TestPracticeFaults(t *testing.T) {
	for _, op := range []string{"request_token", "access_token"} {
		for name, c := range map[string]struct {
			fault practice.Fault
			kind  credentials.Kind
		}{
			"captive portal": {practice.Fault{What: "garbage", Preset: "html"}, credentials.BadReply},
			"empty":          {practice.Fault{What: "garbage", Preset: "empty"}, credentials.BadReply},
			"text":           {practice.Fault{What: "garbage", Preset: "text"}, credentials.BadReply},
			"truncated":      {practice.Fault{What: "garbage", Preset: "truncated"}, credentials.ConnectionLost},
			"dropped":        {practice.Fault{What: "drop", When: "before"}, credentials.ConnectionLost},
			"overloaded":     {practice.Fault{What: "status", Status: 503}, credentials.Server},
			"redirect": {practice.Fault{What: "status", Status: 302, Headers: map[string]string{
				"Location": "http://127.0.0.1:1/",
			}}, credentials.BadReply},
		} {
			t.Run(op+" "+name, func(t *testing.T) {
				c.fault.Op, c.fault.Times = op, -1
				p := startPractice(t, practice.Options{Faults: []practice.Fault{c.fault}})
				pending, err := p.begin(t.Context(), p.server.Keys().ConsumerKey, p.server.Keys().ConsumerSecret)
				if op == "access_token" {
					if err != nil {
						t.Fatal(err)
					}
					_, err = pending.Complete(t.Context(), p.decide(pending.URL(), "allow"))
					if pending.Spent() {
						t.Error("spent, though X has not judged the PIN")
					}
				}
				check(t, err, c.kind)
			})
		}
	}
}

func TestPracticeCancelWhileXIsSilent(t *testing.T) {
	p := startPractice(t, practice.Options{Faults: []practice.Fault{{Op: "access_token", What: "stall", When: "reply"}}})
	pending := p.mustBegin()
	good := p.decide(pending.URL(), "allow")
	ctx, cancel := context.WithCancel(t.Context())
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(httptrace.WroteRequestInfo) { cancel() },
	})
	_, err := pending.Complete(ctx, good)
	if err != context.Canceled { //nolint:errorlint // promised as it is
		t.Errorf("got %v", err)
	}
}
