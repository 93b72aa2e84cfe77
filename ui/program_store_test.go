//go:build program

package ui_test

import (
	"image"
	"testing"
	"time"
)

// strip is where news stand that wait for an answer.
var strip = image.Rect(0, 60, 1080, 130)

// TestProgramStoreSleeps lets the password store sleep for ten seconds: the window opens, takes a drop and paints, says
// after five seconds that the store does not answer, and goes on by itself when it does.
func TestProgramStoreSleeps(t *testing.T) {
	d := newDesk(t, light)
	v, x := d.vault("password"), newStandIn(t)
	d.signInTo(x)
	v.stop()
	began := time.Now()
	p := d.hoist(nil, "--base-url", x.BaseURL)
	file, sum := clip(t, "clip.mp4", 30)
	p.drop(file)
	p.awaitButton(details)
	p.key("Return") // the upload waits for the account
	shown := time.Since(began)
	empty := p.picture("store-silent")
	p.until("it says that the store does not answer", limit, func() bool { return differ(empty, p.picture(""), strip) })
	t.Logf("window, drop and button within %v, the store's silence told after %v", shown, time.Since(began))
	p.picture("store-sleeps")
	if x.segments() > 0 {
		t.Fatal("it uploads without keys")
	}
	time.Sleep(time.Until(began.Add(10 * time.Second)))
	v.goOn()
	p.until("the upload", limit, func() bool { return x.has(sum) })
}

// TestProgramStoreLocked meets the password store's own prompt: while it stands the window says so, dismissed it does
// not come again by itself, and answered the upload goes on.
func TestProgramStoreLocked(t *testing.T) {
	d := newDesk(t, light)
	v, x := d.vault("password"), newStandIn(t)
	d.signInTo(x)
	v.lock()
	file, sum := clip(t, "clip.mp4", 30)
	p := d.hoist(nil, "--base-url", x.BaseURL, file)
	v.prompt()
	p.awaitButton(details) // the window is not held up
	before := p.picture("")
	p.until("it says that the store may be asking", limit, func() bool { return differ(before, p.picture(""), strip) })
	before = p.picture("store-asks")
	v.dismiss()
	p.until("it says that the store is locked", limit, func() bool { return differ(before, p.picture(""), strip) })
	p.picture("store-dismissed")
	time.Sleep(3 * time.Second)
	if n := len(v.prompts()); n > 0 {
		t.Error("it asks again, although the person said no")
	}
	p.click(image.Pt(1010, 101)) // Try again
	v.unlock("password")
	p.awaitButton(details)
	p.key("Return")
	p.until("the upload", limit, func() bool { return x.has(sum) })
}
