//go:build program

package ui_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// accounts runs `hoist accounts` on the desk, with what it is to read, and returns what it writes.
func (d *desk) accounts(stdin string, args ...string) string {
	d.t.Helper()
	c := d.command(hoistBinary(d.t), append([]string{"accounts"}, args...)...)
	c.Stdin = strings.NewReader(stdin)
	late := time.AfterFunc(limit, func() { _ = c.Process.Kill() })
	defer late.Stop()
	var complaints strings.Builder
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil {
		d.t.Fatalf("hoist accounts %v: %v: %s", args, err, complaints.String())
	}
	return string(out)
}

// signInTo signs in to the stand-in's account.
func (d *desk) signInTo(x *standIn) {
	d.t.Helper()
	keys := strings.Join([]string{x.ConsumerKey, x.ConsumerSecret, x.AccessToken, x.AccessSecret}, "\n") + "\n"
	if out := d.accounts(keys, "add", "--base-url", x.BaseURL); out != "@practice\n" {
		d.t.Fatalf("hoist accounts add wrote %q", out)
	}
}

// conversation is `hoist accounts add` as it talks with somebody.
type conversation struct {
	desk *desk
	in   io.WriteCloser
	err  *bufio.Scanner
	out  bytes.Buffer
	wait func() error
}

// converse starts `hoist accounts add` with the two keys of the stand-in's app, and goes on to X's page.
func (d *desk) converse(x *standIn, args ...string) (c *conversation, page string) {
	d.t.Helper()
	cmd := d.command(hoistBinary(d.t), append([]string{"accounts", "add", "--base-url", x.BaseURL}, args...)...)
	c = &conversation{desk: d, wait: cmd.Wait}
	cmd.Stdout = &c.out
	in, err := cmd.StdinPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	said, err := cmd.StderrPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	c.in, c.err = in, bufio.NewScanner(said)
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	late := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
	d.t.Cleanup(func() { late.Stop(); _ = cmd.Process.Kill() })
	c.say(x.ConsumerKey + "\n" + x.ConsumerSecret + "\n\n")
	return c, c.hears("/oauth/authorize?")
}

func (c *conversation) say(text string) {
	c.desk.t.Helper()
	if _, err := io.WriteString(c.in, text); err != nil {
		c.desk.t.Fatal(err)
	}
}

// hears waits for a line that has a text in it.
func (c *conversation) hears(text string) string {
	c.desk.t.Helper()
	for c.err.Scan() {
		if strings.Contains(c.err.Text(), text) {
			return c.err.Text()
		}
	}
	c.desk.t.Fatalf("it never said %q", text)
	return ""
}

// ends waits for the end, which has to be a good one.
func (c *conversation) ends() {
	c.desk.t.Helper()
	for c.err.Scan() {
		c.desk.t.Log(c.err.Text())
	}
	if err := c.wait(); err != nil || c.out.String() != "@practice\n" {
		c.desk.t.Errorf("it ended with %v and wrote %q", err, c.out.String())
	}
}

// TestProgramAccounts adds an account in each way that the terminal has, lists it, and removes it.
func TestProgramAccounts(t *testing.T) {
	d := newDesk(t, light)
	v, b, x := d.vault("password"), d.browser(), newStandIn(t)
	gone := func() {
		t.Helper()
		d.accounts("", "remove", "@Practice")
		if items := v.items(); len(items) > 0 || d.accounts("") != "" {
			t.Errorf("the password store still has %q", items)
		}
	}
	d.signInTo(x)
	if got := d.accounts(""); got != "@practice  may upload\n" {
		t.Errorf("it lists %q", got)
	}
	if got := d.accounts("", "--json"); got != `{"account":"practice","user_id":"2244994945","access":"read-write","source":"keyring"}`+"\n" {
		t.Errorf("it lists %s", got)
	}
	gone()

	file := filepath.Join(t.TempDir(), ".twurlrc")
	text := fmt.Sprintf("---\nprofiles:\n  me:\n    %[1]s:\n      username: me\n      consumer_key: %[1]s\n      consumer_secret: %[2]s\n"+
		"      token: %[3]s\n      secret: %[4]s\nconfiguration:\n  default_profile:\n  - me\n  - %[1]s\n",
		x.ConsumerKey, x.ConsumerSecret, x.AccessToken, x.AccessSecret)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := d.accounts("", "add", "--from", file, "--base-url", x.BaseURL); got != "@practice\n" {
		t.Errorf("it added %q", got)
	}
	if now, err := os.ReadFile(file); err != nil || string(now) != text {
		t.Errorf("the file was changed: %v", err)
	}
	gone()

	c, page := d.converse(x, "--pin")
	c.say("12345678901\n") // no PIN: nothing is sent
	c.hears("This can't be a PIN")
	c.say(b.pin(page) + "\n")
	c.ends()
	gone()

	c, page = d.converse(x)
	if l := b.allow(page); l.Err != nil || !strings.Contains(l.Body, "answer has arrived") {
		t.Errorf("the browser ended on %s: %v", l.URL, l.Err)
	}
	c.ends()
	gone()

	c, page = d.converse(x) // the browser of another computer, which cannot come back
	c.say(strings.Replace(page, "oauth_token=", "oauth_token=x", 1) + "&oauth_verifier=x\n")
	c.hears("The address belongs to another sign-in")
	c.say(b.refusedAnswer(page) + "\n")
	c.ends()
	gone()
}

// TestProgramReadOnlyAccount is told at once that X will refuse uploads.
func TestProgramReadOnlyAccount(t *testing.T) {
	d := newDesk(t, light)
	d.vault("password")
	faults := filepath.Join(t.TempDir(), "faults.json")
	if err := os.WriteFile(faults, []byte(`[{"op":"users_me","what":"status","status":200,"times":-1,"headers":{"X-Access-Level":"read"},`+
		`"body":"{\"data\":{\"id\":\"42\",\"username\":\"practice\"}}"}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	b, x := d.browser(), newStandIn(t, "--faults", faults)
	c, page := d.converse(x)
	b.allow(page)
	c.hears("may only read")
	c.ends()
	if got := d.accounts(""); got != "@practice  may only read\n" {
		t.Errorf("it lists %q", got)
	}
}
