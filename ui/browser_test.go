//go:build program

package ui_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dghubble/oauth1"
)

// browser stands in for the person's browser, and for the person at it.
type browser struct {
	*desk
	opened string // a file with a line for each address that was opened
	seen   int    // how many of them next has returned
	client *http.Client
}

// landing is where the browser ended after an answer.
type landing struct {
	URL    string
	Status int
	Header http.Header
	Body   string
	Err    error // why that address could not be reached
}

// browser makes programs that are started on the desk from now on open their addresses here.
func (d *desk) browser() *browser {
	d.t.Helper()
	b := &browser{desk: d, opened: filepath.Join(d.t.TempDir(), "opened")}
	// One write of a line at the end of a file is whole, whoever else writes.
	d.xdgOpen("printf '%s\\n' \"$1\" >>'" + b.opened + "'")
	transport := &http.Transport{}
	d.t.Cleanup(transport.CloseIdleConnections)
	b.client = &http.Client{Transport: transport, Timeout: 30 * time.Second, CheckRedirect: asBrowser}
	return b
}

// asBrowser sends no Referer along, which the page's policy forbids and Go's client does not know of.
func asBrowser(next *http.Request, via []*http.Request) error {
	next.Header.Del("Referer")
	if len(via) > 20 {
		return errors.New("there is no end to the redirects")
	}
	return nil
}

// noBrowser makes it impossible to open an address on the desk: xdg-open ends with 3, as it does when it finds no
// program for it.
func (d *desk) noBrowser() {
	d.t.Helper()
	d.xdgOpen("exit 3")
}

// xdgOpen puts a script first in the desk's PATH that is run in place of xdg-open.
func (d *desk) xdgOpen(script string) {
	d.t.Helper()
	folder := d.t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "xdg-open"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		d.t.Fatal(err)
	}
	for i, variable := range d.env {
		if path, ok := strings.CutPrefix(variable, "PATH="); ok {
			d.env[i] = "PATH=" + folder + ":" + path
		}
	}
}

// next waits for the next address to be opened.
func (b *browser) next(limit time.Duration) (address string) {
	b.t.Helper()
	b.await("an address is opened in the browser", limit, func() bool {
		all := b.all()
		if len(all) > b.seen {
			address = all[b.seen]
		}
		return address != ""
	})
	b.seen++
	return address
}

// all returns every address that was opened so far.
func (b *browser) all() []string {
	b.t.Helper()
	text, err := os.ReadFile(b.opened)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		b.t.Fatal(err)
	}
	return strings.FieldsFunc(string(text), func(r rune) bool { return r == '\n' })
}

// allow opens the page that asks, lets the app in, and goes where the answer leads.
func (b *browser) allow(page string) landing { b.t.Helper(); return b.answer(page, "allow") }

// deny opens the page that asks, cancels, and goes where the answer leads.
func (b *browser) deny(page string) landing { b.t.Helper(); return b.answer(page, "cancel") }

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
	shownPIN    = regexp.MustCompile(`<code>(\d+)</code>`)
)

// pin lets the app in and returns the PIN that is shown then.
func (b *browser) pin(page string) string {
	b.t.Helper()
	l := b.allow(page)
	found := shownPIN.FindStringSubmatch(l.Body)
	if l.Err != nil || found == nil {
		b.t.Fatalf("no PIN is shown: HTTP %d, %v", l.Status, l.Err)
	}
	return found[1]
}

// refusedAnswer lets the app in on a browser that cannot come back, and returns the address on which it ended.
func (b *browser) refusedAnswer(page string) (address string) {
	b.t.Helper()
	follow := b.client.CheckRedirect
	defer func() { b.client.CheckRedirect = follow }()
	b.client.CheckRedirect = func(next *http.Request, _ []*http.Request) error {
		address = next.URL.String()
		return http.ErrUseLastResponse
	}
	b.allow(page)
	return address
}

func (b *browser) answer(page, button string) landing {
	b.t.Helper()
	asked := b.visit(http.MethodGet, page, nil)
	form := url.Values{"answer": {button}}
	for _, field := range hiddenField.FindAllStringSubmatch(asked.Body, -1) {
		form.Set(field[1], field[2])
	}
	if asked.Err != nil || asked.Status != http.StatusOK || len(form) == 1 {
		b.t.Fatalf("the page does not ask: HTTP %d, %v", asked.Status, asked.Err)
	}
	address, _, _ := strings.Cut(page, "?")
	return b.visit(http.MethodPost, address, form)
}

// visit goes to an address and wherever it leads.
func (b *browser) visit(method, address string, form url.Values) landing {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", request.URL.Scheme+"://"+request.URL.Host)
	}
	reply, err := b.client.Do(request)
	if err != nil {
		l := landing{URL: address, Err: err}
		if failed, ok := errors.AsType[*url.Error](err); ok {
			l.URL, l.Err = failed.URL, failed.Err // Err alone, since the address may hold what no log should
		}
		return l
	}
	defer reply.Body.Close() //nolint:errcheck // it was only read
	l := landing{URL: reply.Request.URL.String(), Status: reply.StatusCode, Header: reply.Header}
	body, err := io.ReadAll(io.LimitReader(reply.Body, 1<<20))
	l.Body, l.Err = string(body), err
	return l
}

// TestProgramBrowser: the rig sees what is opened, and plays the person on the stand-in's page.
func TestProgramBrowser(t *testing.T) {
	x, d := newStandIn(t), newDesk(t, light)
	b := d.browser()
	called := make(chan url.Values, 1)
	home := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		called <- r.URL.Query()
		_, _ = io.WriteString(w, "back in Hoist")
	}))
	defer home.Close()

	page := x.signInPage(home.URL + "/callback")
	d.run("env", "xdg-open", page) // env looks for it on the desk's PATH
	if got := b.next(limit); got != page {
		t.Fatalf("opened %s, want %s", got, page)
	}
	landed := b.allow(page)
	q := <-called
	if landed.Status != http.StatusOK || landed.Body != "back in Hoist" || landed.Header.Get("Content-Type") == "" ||
		!strings.HasPrefix(landed.URL, home.URL+"/callback?") || q.Get("oauth_verifier") == "" || landed.Err != nil {
		t.Errorf("allowed: landed on %+v", landed)
	}
	if landed, q = b.deny(x.signInPage(home.URL+"/callback")), <-called; q.Get("denied") == "" || landed.Status != http.StatusOK {
		t.Errorf("denied: landed on %+v", landed)
	}
	page = x.signInPage(home.URL + "/callback")
	home.Close()
	if landed = b.allow(page); landed.Err == nil || !strings.HasPrefix(landed.URL, home.URL+"/callback?") {
		t.Errorf("nobody is there: landed on %+v", landed)
	}
	if pin := b.pin(x.signInPage("oob")); len(pin) != 7 {
		t.Errorf("the PIN is %q", pin)
	}
	d.noBrowser()
	if c := d.command("sh", "-c", "xdg-open "+x.BaseURL); fmt.Sprint(c.Run()) != "exit status 3" || len(b.all()) != 1 {
		t.Errorf("without a browser: %v, %q", c.ProcessState, b.all())
	}
}

// signInPage asks the stand-in for the page of a sign-in with that callback.
func (s *standIn) signInPage(callback string) string {
	s.t.Helper()
	config := oauth1.Config{
		ConsumerKey: s.ConsumerKey, ConsumerSecret: s.ConsumerSecret, CallbackURL: callback,
		Endpoint: oauth1.Endpoint{RequestTokenURL: s.BaseURL + "/oauth/request_token", AuthorizeURL: s.BaseURL + "/oauth/authorize"},
	}
	token, _, err := config.RequestToken()
	if err != nil {
		s.t.Fatal(err)
	}
	page, err := config.AuthorizationURL(token)
	if err != nil {
		s.t.Fatal(err)
	}
	return page.String()
}
