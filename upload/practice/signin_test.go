package practice_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/dghubble/oauth1"

	"hoist/upload/practice"
)

// dance is a sign-in by the other library.
type dance struct {
	*rig
	config *oauth1.Config
}

func (r *rig) dance(callback string) dance {
	k := r.s.Keys()
	return dance{r, &oauth1.Config{
		ConsumerKey: k.ConsumerKey, ConsumerSecret: k.ConsumerSecret, CallbackURL: callback,
		Endpoint: oauth1.Endpoint{
			RequestTokenURL: r.base + "/oauth/request_token", AuthorizeURL: r.base + "/oauth/authorize",
			AccessTokenURL: r.base + "/oauth/access_token",
		},
		HTTPClient: &http.Client{Transport: r.wire},
	}}
}

var proofField = regexp.MustCompile(`name="proof" value="([0-9A-Za-z]+)"`)

// browse opens the page as a browser does, without a signature.
func (d dance) browse(method, path string, form url.Values) answer {
	d.t.Helper()
	hc := &http.Client{
		Transport:     d.wire,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	contentType := ""
	if form != nil {
		contentType = asForm
	}
	a, err := d.try(d.t.Context(), hc, method, path, contentType, strings.NewReader(form.Encode()))
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

// decide opens the page and presses a button.
func (d dance) decide(token, button string) answer {
	d.t.Helper()
	ask := d.browse("GET", "/oauth/authorize?oauth_token="+url.QueryEscape(token), nil)
	proof := proofField.FindStringSubmatch(ask.body)
	if ask.status != 200 || proof == nil {
		d.t.Fatalf("page: %d %s", ask.status, ask.body)
	}
	return d.browse("POST", "/oauth/authorize", url.Values{"oauth_token": {token}, "proof": {proof[1]}, "answer": {button}})
}

func (d dance) request() (token, secret string) {
	d.t.Helper()
	token, secret, err := d.config.RequestToken()
	if err != nil {
		d.t.Fatal(err)
	}
	return token, secret
}

// refused checks that a verifier is worth nothing.
func (d dance) refused(why, token, secret, verifier, words string) {
	d.t.Helper()
	if _, _, err := d.config.AccessToken(token, secret, verifier); err == nil {
		d.t.Errorf("%s: got an access token", why)
	} else {
		contains(d.t, why, err.Error(), "401: "+words)
	}
}

var pinCode = regexp.MustCompile(`<code>([0-9]{7})</code>`)

func TestSignInByPIN(t *testing.T) {
	d := start(t, practice.Options{ScreenName: "ann", UserID: "42"}).dance("oob")
	token, secret := d.request()
	d.refused("before the answer", token, secret, "0000000", "Error processing your OAuth request")
	page := d.decide(token, "allow")
	pin := pinCode.FindStringSubmatch(page.body)
	if pin == nil {
		t.Fatalf("no PIN: %s", page.body)
	}
	contains(t, "page", page.body, "@ann")
	d.refused("wrong PIN", token, secret, "x"+pin[1], "Error processing your OAuth request: Invalid oauth_verifier parameter")

	// Not with the library, which throws user_id and screen_name away.
	k := d.s.Keys()
	hc := signing(d.config, practice.Keys{AccessToken: token, AccessSecret: secret}, d.wire)
	a, err := d.try(t.Context(), hc, "POST", "/oauth/access_token", asForm, strings.NewReader("oauth_verifier="+pin[1]))
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"oauth_token": {k.AccessToken}, "oauth_token_secret": {k.AccessSecret}, "user_id": {"42"}, "screen_name": {"ann"},
	}
	got, err := url.ParseQuery(a.body)
	if err != nil || a.status != 200 || got.Encode() != want.Encode() {
		t.Errorf("access token: %d %s", a.status, a.body)
	}
	contains(t, "type", a.header.Get("Content-Type"), "text/html")
	equal(t, "users/me", d.do("GET", "/2/users/me", "", nil).json("data.username"), "ann")

	d.refused("second use", token, secret, pin[1], "Invalid request token.")
	equal(t, "page afterwards", d.browse("GET", "/oauth/authorize?oauth_token="+token, nil).status, 403)
	for op, n := range map[string]int{"request_token": 1, "access_token": 4} {
		equal(t, op, d.s.Counts()[op], n)
	}
}

func TestSignInByCallback(t *testing.T) {
	const callback = "http://127.0.0.1:8765/callback?state=1"
	d := start(t, practice.Options{}).dance(callback)
	token, secret := d.request()
	a := d.decide(token, "allow")
	equal(t, "status", a.status, http.StatusSeeOther)
	to, err := url.Parse(a.header.Get("Location"))
	if err != nil || to.Host != "127.0.0.1:8765" || to.Path != "/callback" || to.Query().Get("state") != "1" ||
		to.Query().Get("oauth_token") != token || to.Query().Has("denied") {
		t.Fatalf("redirected to %v", to)
	}
	access, accessSecret, err := d.config.AccessToken(token, secret, to.Query().Get("oauth_verifier"))
	if err != nil || access != d.s.Keys().AccessToken || accessSecret != d.s.Keys().AccessSecret {
		t.Errorf("access token %q: %v", access, err)
	}

	token, secret = d.request()
	equal(t, "denied", d.decide(token, "cancel").header.Get("Location"), "http://127.0.0.1:8765/callback?denied="+token+"&state=1")
	d.refused("after Cancel", token, secret, "0000000", "Invalid request token.")
	d = d.dance("oob")
	token, _ = d.request()
	contains(t, "page after Cancel", d.decide(token, "cancel").body, "nothing was granted")
}

// TestCallbacks has X's rules for callback URLs.
func TestCallbacks(t *testing.T) {
	const own = "http://127.0.0.1:8765/callback"
	bare, app := start(t, practice.Options{}), start(t, practice.Options{RegisteredCallbacks: []string{own, "hoist://done"}})
	for _, tt := range []struct {
		r              *rig
		callback, want string
	}{
		{bare, "oob", ""},
		{bare, "http://localhost:1/x", ""},
		{bare, "http://[::1]:9/", ""},
		{bare, "http://example.com/", `401: <?xml version='1.0' encoding='UTF-8'?><errors><error code="417">Desktop applications only support`},
		{bare, "javascript:alert(1)", `code="417"`},
		{bare, "", `400: {"errors":[{"code":215`},
		{app, "oob", ""},
		{app, own, ""},
		{app, "hoist://done", ""},
		{app, own + "/", `403: <?xml version='1.0' encoding='UTF-8'?><errors><error code="415">Callback URL not approved for this client application.`},
		{app, "http://127.0.0.1:8766/callback", `code="415"`},
	} {
		_, _, err := tt.r.dance(tt.callback).config.RequestToken()
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%q: %v", tt.callback, err)
		case tt.want != "" && err == nil:
			t.Errorf("%q: taken", tt.callback)
		case tt.want != "":
			contains(t, tt.callback, err.Error(), tt.want)
		}
	}
	wrong := bare.dance("oob")
	wrong.config.ConsumerSecret += "x"
	if _, _, err := wrong.config.RequestToken(); err == nil || !strings.Contains(err.Error(), `"code":32`) {
		t.Errorf("wrong consumer secret: %v", err)
	}
}

// TestPage looks at what protects the page, and that it says what it is.
func TestPage(t *testing.T) {
	d := start(t, practice.Options{ScreenName: `<b>"ann'`}).dance("http://127.0.0.1:8765/callback")
	token, _ := d.request()
	a := d.browse("GET", "/oauth/authorize?oauth_token="+token, nil)
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; " +
			"form-action 'self' http://127.0.0.1:8765",
		"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
		"Cache-Control": "no-store", "Content-Type": "text/html; charset=utf-8",
	} {
		equal(t, name, a.header.Get(name), want)
	}
	for _, want := range []string{"Practice mode.", "It is not X", ">Allow<", ">Cancel<", "@&lt;b&gt;&#34;ann&#39;"} {
		contains(t, "page", a.body, want)
	}
	if i := strings.Index(a.body, "://"); i >= 0 || strings.Contains(a.body, "<b>") || strings.Contains(a.body, "<script") {
		t.Errorf("page loads or runs something: %s", a.body)
	}
	css := d.browse("GET", "/practice/page.css", nil)
	contains(t, "style", css.header.Get("Content-Type"), "text/css")
	if css.status != 200 || strings.Contains(css.body, "url(") || strings.Contains(css.body, "@import") {
		t.Errorf("style: %d", css.status)
	}

	forged := d.browse("POST", "/oauth/authorize", url.Values{"oauth_token": {token}, "proof": {"x"}, "answer": {"allow"}})
	equal(t, "forged answer", forged.status, 403)
	equal(t, "unknown token", d.browse("GET", "/oauth/authorize?oauth_token=%3Cscript%3E", nil).status, 403)
	equal(t, "no token", d.browse("GET", "/oauth/authorize", nil).status, 403)
	equal(t, "still open", d.decide(token, "allow").status, http.StatusSeeOther)
	equal(t, "second answer", d.browse("GET", "/oauth/authorize?oauth_token="+token, nil).status, 403)
}

// TestRequestTokenExpires waits for a person a quarter of an hour.
func TestRequestTokenExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := startPipe(t, practice.Options{}).dance("oob")
		token, secret := d.request()
		pin := pinCode.FindStringSubmatch(d.decide(token, "allow").body)[1]
		time.Sleep(16 * time.Minute)
		d.refused("too late", token, secret, pin, "Invalid request token.")
		token, secret = d.request()
		pin = pinCode.FindStringSubmatch(d.decide(token, "allow").body)[1]
		time.Sleep(14 * time.Minute)
		if _, _, err := d.config.AccessToken(token, secret, pin); err != nil {
			t.Errorf("in time: %v", err)
		}
	})
}
