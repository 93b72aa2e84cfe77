//go:build program

package ui_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// complaints takes what a hunt reports, instead of the test.
type complaints struct {
	mu  sync.Mutex
	all []string
}

func (c *complaints) Helper() {}

func (c *complaints) Errorf(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, fmt.Sprintf(format, args...))
}

// take returns what was reported, and forgets it.
func (c *complaints) take() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer func() { c.all = nil }()
	return strings.Join(c.all, "\n")
}

// A secret as X makes them, and one with everything that some form escapes; in base64 its question marks give what the
// two alphabets write differently.
var hunted = []secret{
	{"the access token", "1234567890-aBcDeFgHiJkLmNoPqRsTuVwXyZ"},
	{"the consumer secret", "k3Yq?????+/=\"<&>'~!*() %\\\tä日😀end"},
}

// TestProgramHuntFinds plants each secret in each form in a file, and the hunt finds each of them.
func TestProgramHuntFinds(t *testing.T) {
	for _, s := range hunted {
		for how, planted := range plants(s.value) {
			c, folder := &complaints{}, t.TempDir()
			file := filepath.Join(folder, "deep", "file")
			if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte("before "+planted+" after"), 0o600); err != nil {
				t.Fatal(err)
			}
			newHunt(c, hunted...).inFiles(folder)
			found := c.take()
			if !strings.Contains(found, s.name+" is in "+file) {
				t.Errorf("%s as %s is not found, but %q", s.name, how, found)
			}
			for _, f := range newHunt(c, s).forms {
				if strings.Contains(found, string(f.text)) {
					t.Errorf("%s as %s is printed", s.name, f.how)
				}
			}
		}
	}
}

var escapes = regexp.MustCompile("%..")

// plants writes a secret as programs do; apart from UTF-16, not with what the hunt itself is made of.
func plants(s string) map[string]string {
	object, _ := json.Marshal(map[string]string{"key": s})
	var bytewise, octal, unitwise, percent, PERCENT, le, be strings.Builder
	for _, b := range []byte(s) {
		fmt.Fprintf(&bytewise, `\x%02x`, b)
		fmt.Fprintf(&octal, `\%03o`, b)
		fmt.Fprintf(&percent, "%%%02x", b)
		fmt.Fprintf(&PERCENT, "%%%02X", b)
	}
	for _, r := range s {
		if r <= 0xFFFF {
			fmt.Fprintf(&unitwise, `\u%04X`, r)
			le.Write([]byte{byte(r), byte(r >> 8)})
			be.Write([]byte{byte(r >> 8), byte(r)})
			continue
		}
		high, low := 0xD800+(r-0x10000)>>10, 0xDC00+(r-0x10000)&0x3FF
		fmt.Fprintf(&unitwise, `\u%04X\u%04X`, high, low)
		le.Write([]byte{byte(high), byte(high >> 8), byte(low), byte(low >> 8)})
		be.Write([]byte{byte(high >> 8), byte(high), byte(low >> 8), byte(low)})
	}
	all := map[string]string{
		"plain": s, "JSON": string(object), "JSON, slash": strings.ReplaceAll(string(object), "/", `\/`),
		"JSON, as PHP":        strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", "/", `\/`).Replace(string(object)),
		"JSON, as JavaScript": strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(object)),
		"Go":                  fmt.Sprintf("%q", s), "Go, ASCII": fmt.Sprintf("%+q", s),
		"hex": fmt.Sprintf("%x", s), "HEX": fmt.Sprintf("%X", s),
		"bytes": bytewise.String(), "BYTES": strings.ReplaceAll(strings.ToUpper(bytewise.String()), "X", "x"),
		"units": unitwise.String(), "lower units": strings.ToLower(unitwise.String()),
		"percent": percent.String(), "PERCENT": PERCENT.String(),
		"query": url.Values{"key": {s}}.Encode(), "path": (&url.URL{Path: "/x/"}).JoinPath(url.PathEscape(s)).String(),
		"octal": octal.String(), "twice": url.PathEscape(strings.ReplaceAll(url.QueryEscape(s), "+", "%20")),
		"OAuth":    strings.ReplaceAll(url.QueryEscape(s), "+", "%20"),
		"UTF-16LE": le.String(), "UTF-16BE": be.String(),
	}
	for _, how := range []string{"query", "path", "OAuth"} {
		all[how+", lower"] = escapes.ReplaceAllStringFunc(all[how], strings.ToLower)
	}
	for _, before := range []string{"", "a", "ab", "abc", "\xff\xff"} {
		for _, after := range []string{"", "z", "\xff\xff"} {
			text := []byte(before + s + after)
			all[fmt.Sprintf("base64 in %q %q", before, after)] = base64.StdEncoding.EncodeToString(text)
			all[fmt.Sprintf("base64url in %q %q", before, after)] = base64.URLEncoding.EncodeToString(text)
		}
	}
	return all
}

// TestProgramHuntPlaces looks where no file's text is, and where there is nothing to find.
func TestProgramHuntPlaces(t *testing.T) {
	c, folder := &complaints{}, t.TempDir()
	h := newHunt(c, hunted...)
	token := hunted[0].value
	harmless := strings.Repeat("The consumer secret is kept. "+token[:len(token)-1]+" "+token[1:]+"\n", 1000)
	fifo, outside := filepath.Join(folder, "fifo"), filepath.Join(t.TempDir(), "file")
	for _, err := range []error{
		os.WriteFile(filepath.Join(folder, "harmless"), []byte(harmless), 0o600), syscall.Mkfifo(fifo, 0o600),
		os.WriteFile(outside, []byte(token), 0o600), os.Symlink(outside, filepath.Join(folder, "link")),
		os.Symlink(folder, filepath.Join(folder, "round")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	h.inFiles(folder)
	h.inText("a text", harmless)
	if found := c.take(); found != "" {
		t.Errorf("nothing is there, but found: %s", found)
	}
	h.inText("the clipboard", "x"+token)
	if found := c.take(); found != "the access token is in the clipboard (plain)" {
		t.Errorf("in a text: %q", found)
	}
	if err := os.Mkdir(filepath.Join(folder, "of "+token), 0o700); err != nil {
		t.Fatal(err)
	}
	h.inFiles(folder)
	if found := c.take(); !strings.HasSuffix(found, "/of [the access token] (plain)") {
		t.Errorf("in a name: %q", found)
	}
	h.inFiles(filepath.Join(folder, "missing"))
	newHunt(c, secret{"the PIN", "12345"})
	if found := c.take(); strings.Count(found, "\n") != 1 {
		t.Errorf("a hunt that cannot be: %q", found)
	}
}

// TestProgramHuntWatches plants a secret in arguments and in a notification.
func TestProgramHuntWatches(t *testing.T) {
	c, d := &complaints{}, newDesk(t, dark)
	h := newHunt(c, hunted...)
	h.watchProcesses(d)
	h.watchNotifications(d)
	notify := func(text string) {
		// Nobody shows notifications here, so that it fails; it was sent all the same.
		_ = d.command("gdbus", "call", "--session", "--dest", "org.freedesktop.Notifications", "--object-path",
			"/org/freedesktop/Notifications", "--method", "org.freedesktop.Notifications.Notify", "Hoist", "0", "",
			"Uploaded", text, "[]", "{}", "0").Run()
	}
	notify("It is there.")
	d.run("sh", "-c", "sleep 0.1; : harmless")
	elsewhere := d.command("sh", "-c", "sleep 0.2; : "+hunted[0].value)
	elsewhere.Env = append(elsewhere.Env, "DISPLAY="+d.display+"1")
	if err := elsewhere.Run(); err != nil {
		t.Fatal(err)
	}
	if found := c.take(); found != "" {
		t.Fatalf("found too much: %s", found)
	}
	d.run("sh", "-c", "sleep 0.2; : "+hunted[0].value)
	if found := c.take(); found != "the access token is in the arguments of sh (plain)" {
		t.Errorf("in arguments: %q", found)
	}
	bus := d.connect()
	_ = bus.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications").
		Call("org.freedesktop.Notifications.Notify", 0, "Hoist", uint32(0), "", "Uploaded", hunted[0].value)
	d.await("the notification is seen", limit, func() bool {
		return strings.Contains(c.take(), "the access token is in a notification (plain)")
	})
}
