//go:build program

package ui_test

import (
	"archive/zip"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"hoist/credentials"
	"hoist/ui/home"
)

// typeUnseen types what must not be among a program's arguments.
func (p *program) typeUnseen(text string) {
	p.t.Helper()
	c := p.command("xdotool", "type", "--delay", "4", "--file", "-")
	c.Stdin = strings.NewReader(text)
	if out, err := c.CombinedOutput(); err != nil {
		p.t.Fatalf("xdotool type: %v: %s", err, out)
	}
}

// typeKeys goes from a ready video to the sign-in page, and begins a sign-in with the keys of the stand-in's app.
func (p *program) typeKeys(x *standIn) {
	p.t.Helper()
	p.awaitButton(details)
	p.key("Return")
	p.until("the ways to sign in", limit, func() bool { return p.button(details).Empty() })
	p.key("Return") // the first way has the focus
	p.awaitButton(middle)
	p.typeUnseen(x.ConsumerKey)
	p.key("Tab", "Tab", "Tab") // over the buttons of the field
	p.typeUnseen(x.ConsumerSecret)
	p.key("Return")
}

// told waits until the window tells that something is the matter, in the colour for that.
func (p *program) told(what string) {
	p.t.Helper()
	p.until(what, limit, func() bool {
		_, pixels := largest(p.picture(""), middle, p.look.error)
		return pixels > 100
	})
}

// free reports whether the first port is free on which the browser comes back.
func free() bool {
	l, err := net.Listen("tcp4", strings.TrimSuffix(strings.TrimPrefix(credentials.CallbackURLs()[0], "http://"), "/callback"))
	return err == nil && l.Close() == nil
}

// TestProgramSignIn goes the whole way through the browser: closed without an answer, denied, and granted; the upload
// that waited for it arrives, and the next start needs no sign-in.
func TestProgramSignIn(t *testing.T) {
	d := newDesk(t, dark)
	v, b, x := d.vault("password"), d.browser(), newStandIn(t)
	first, firstSum := clip(t, "first.mp4", 60)
	p := d.hoist(nil, "--base-url", x.BaseURL, first)
	p.typeKeys(x)
	closed := b.next(limit)
	p.picture("sign-in-browser")
	p.key("Return") // Cancel has the focus
	p.awaitButton(middle)
	p.until("the port is free", limit, free)
	if landing := b.allow(closed); landing.Err == nil {
		t.Errorf("the browser ended on %s after Cancel", landing.URL)
	}

	p.click(center(p.awaitButton(middle)))
	if landing := b.deny(b.next(limit)); landing.Status != http.StatusOK || !strings.Contains(landing.Body, "Not connected") {
		t.Errorf("the browser ended on %d %s: %v", landing.Status, landing.URL, landing.Err)
	}
	p.told("that it was denied")
	p.picture("sign-in-denied")

	p.click(center(p.awaitButton(middle))) // Start again
	page := b.next(limit)
	landing := b.allow(page)
	if landing.Status != http.StatusOK || !strings.Contains(landing.Body, "answer has arrived") {
		t.Errorf("the browser ended on %d %s: %v", landing.Status, landing.URL, landing.Err)
	}
	p.until("the upload has arrived", limit, func() bool { return x.has(firstSum) })
	p.until("the keys are kept", limit, func() bool { return slices.Contains(v.items(), "practice") })
	p.until("the media ID is there", limit, func() bool { // the page has made room for the queue, and the keys work
		p.key("ctrl+c")
		return len(p.clipboard()) == 19
	})
	p.close()
	p.end(10*time.Second, 0)

	second, secondSum := clip(t, "second.mp4", 30)
	p = d.hoist(nil, "--base-url", x.BaseURL, second)
	p.awaitButton(details)
	p.key("Return")
	p.until("the second upload", limit, func() bool { return x.has(secondSum) })
}

// TestProgramSignInTwice signs in in two windows at once: each browser page comes back to the window that opened it.
func TestProgramSignInTwice(t *testing.T) {
	var (
		programs [2]*program
		shops    [2]*standIn
		browsers [2]*browser
		pages    [2]string
		sums     [2]string
	)
	for i := range programs {
		d := newDesk(t, light)
		d.vault("password")
		browsers[i], shops[i] = d.browser(), newStandIn(t)
		var file string
		file, sums[i] = clip(t, "clip.mp4", 30+i)
		programs[i] = d.hoist(nil, "--base-url", shops[i].BaseURL, file)
		programs[i].typeKeys(shops[i])
		pages[i] = browsers[i].next(limit)
	}
	for _, i := range []int{1, 0} {
		landing := browsers[i].allow(pages[i])
		if want := credentials.CallbackURLs()[i]; !strings.HasPrefix(landing.URL, want) {
			t.Errorf("window %d: the browser ended on %s, want %s", i, landing.URL, want)
		}
	}
	for i, p := range programs {
		p.until("its upload", limit, func() bool { return shops[i].has(sums[i]) })
	}
}

// TestProgramSignInAgain loses the keys in the middle of an upload: it stands, a sign-in with the app that is known
// already is three keys and a click in the browser, and the upload goes on where it was.
func TestProgramSignInAgain(t *testing.T) {
	d := newDesk(t, light)
	faults := filepath.Join(t.TempDir(), "faults.json")
	if err := os.WriteFile(faults, []byte(`[{"op":"append","after":12,"what":"status","preset":"unauthorized"}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	d.vault("password")
	b, x := d.browser(), newStandIn(t, "--rate", "80", "--faults", faults)
	d.signInTo(x)
	file, sum := film(t, 12)
	p := d.hoist(nil, "--base-url", x.BaseURL, file)
	p.awaitButton(details)
	p.key("Return")
	p.until("it uploads", limit, func() bool { return p.button(details).Empty() })
	p.awaitButton(details) // Sign in, once X has refused
	before := x.segments()
	p.picture("sign-in-again")
	p.key("Return")
	p.until("the ways to sign in", limit, func() bool { return p.button(details).Empty() })
	p.key("Return") // the app of the account has the focus
	b.allow(b.next(limit))
	p.until("the upload has arrived", limit, func() bool { return x.has(sum) })
	if all := x.uploads(); len(all) != 1 || before == 0 {
		t.Errorf("%d segments had arrived, and there are %d uploads", before, len(all))
	}
}

// TestProgramNoBrowser has nothing that could open a page: the window says so, and the link works all the same.
func TestProgramNoBrowser(t *testing.T) {
	d := newDesk(t, light)
	d.vault("password")
	b, x := d.browser(), newStandIn(t)
	d.noBrowser()
	file, sum := clip(t, "clip.mp4", 30)
	p := d.hoist(nil, "--base-url", x.BaseURL, file)
	p.typeKeys(x)
	p.told("that there is no browser")
	p.picture("sign-in-no-browser")
	p.click(center(p.awaitButton(middle))) // Copy the link
	var page string
	p.until("the link is copied", limit, func() bool { page = p.clipboard(); return strings.Contains(page, "/oauth/authorize?") })
	b.allow(page)
	p.until("the upload", limit, func() bool { return x.has(sum) })
}

// TestProgramHunt looks for keys in everything that Hoist leaves and says while somebody signs in, uploads, fails,
// crashes, and signs out.
func TestProgramHunt(t *testing.T) {
	d := newDesk(t, dark)
	home, temporary := t.TempDir(), t.TempDir()
	d.env = append(d.env, "HOME="+home, "TMPDIR="+temporary) // the last one holds
	faults := filepath.Join(t.TempDir(), "faults.json")
	if err := os.WriteFile(faults, []byte(`[{"op":"init","what":"status","preset":"unauthorized"}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	v, b, x := d.vault("password"), d.browser(), newStandIn(t, "--faults", faults)
	h := newHunt(t,
		secret{"API key", x.ConsumerKey}, secret{"API key secret", x.ConsumerSecret},
		secret{"access token", x.AccessToken}, secret{"access token secret", x.AccessSecret})
	h.watchProcesses(d)
	h.watchNotifications(d)

	first, firstSum := clip(t, "first.mp4", 60)
	folder := t.TempDir()
	keepTrace(t, folder)
	p := d.launchAt(folder, nil, "--base-url", x.BaseURL, first).shown()
	p.typeKeys(x)
	back, err := url.Parse(b.allow(b.next(limit)).URL)
	if err != nil {
		t.Fatal(err)
	}
	p.until("the keys are kept", limit, func() bool { return slices.Contains(v.items(), "practice") })
	p.told("that X has refused the first upload") // as the faults say
	p.key("r")
	p.until("the upload has arrived", limit, func() bool { return x.has(firstSum) })

	if err := p.cmd.Process.Signal(syscall.SIGABRT); err != nil {
		t.Fatal(err)
	}
	<-p.exited
	crash, err := os.ReadFile(filepath.Join(p.home, "logs", "crash.log"))
	if err != nil || !strings.Contains(string(crash), "goroutine") {
		t.Errorf("nothing is in the crash file: %d bytes, %v", len(crash), err)
	}

	second, _ := clip(t, "second.mp4", 30)
	traces, _ := filepath.Glob(filepath.Join(p.home, "logs", "trace-*.log"))
	if len(traces) == 0 {
		t.Error("the window has kept no trace")
	}
	upload := d.command(hoistBinary(t), "upload", "--json", "--trace", "--base-url", x.BaseURL, second)
	upload.Env = append(upload.Env, "HOIST_HOME="+p.home)
	out, err := upload.CombinedOutput()
	if err != nil {
		t.Errorf("hoist upload: %v: %s", err, out)
	}
	h.inText("hoist upload --json --trace", string(out))
	if strings.Count(string(out), "<- Authorization: OAuth (left out)\n") < 4 {
		t.Errorf("hoist upload --trace shows:\n%s", out)
	}
	exportDiagnostics(t, h, p.home, first, second)
	h.inText("hoist accounts --json", d.accounts("", "--json"))
	if out := d.accounts("", "remove", "practice"); out != "" {
		t.Errorf("hoist accounts remove wrote %q", out)
	}
	if items := v.items(); len(items) != 0 {
		t.Errorf("the password store still has %q", items)
	}
	h.inText("standard error", p.said.String())
	h.inFiles(p.home, home, temporary)
	answer := newHunt(t, secret{"verifier", back.Query().Get("oauth_verifier")})
	answer.inText("standard error", p.said.String())
	answer.inFiles(p.home, home, temporary)
}

// keepTrace switches the trace of requests on.
func keepTrace(t *testing.T, folder string) {
	t.Helper()
	places := homeAt(t, folder)
	settings, err := places.Settings()
	if err == nil {
		settings.Trace = true
		err = places.SaveSettings(settings)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func homeAt(t *testing.T, folder string) *home.Home {
	t.Helper()
	places, err := home.Open(func(name string) (string, bool) { return folder, name == "HOIST_HOME" })
	if err != nil {
		t.Fatal(err)
	}
	return places
}

// exportDiagnostics saves the diagnostics of a home as the window would, and hunts in them for secrets, and for the videos.
func exportDiagnostics(t *testing.T, h *hunt, folder string, videos ...string) {
	t.Helper()
	places := homeAt(t, folder)
	file := filepath.Join(t.TempDir(), "diagnostics.zip")
	if err := home.ExportDiagnostics(file, places.Diagnostics("about\n", videos)); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close() //nolint:errcheck // it was only read
	var all []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f.Name)
		h.in(f.Name+" of the diagnostics", text)
		for _, video := range videos {
			if strings.Contains(string(text), video) || strings.Contains(string(text), filepath.Base(video)) {
				t.Errorf("%s is in %s of the diagnostics", video, f.Name)
			}
		}
	}
	if found := strings.Join(all, " "); !strings.Contains(found, "trace-") || !strings.Contains(found, "crash.log") || !strings.Contains(found, "hoist.log") {
		t.Errorf("the diagnostics have %q", all)
	}
}
