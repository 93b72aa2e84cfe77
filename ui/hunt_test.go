//go:build program

package ui_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
)

// secret is what must not be found where Hoist leaves traces.
type secret struct{ name, value string }

// reporter is the part of a test that a hunt needs.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// hunt looks for secrets in every form in which one may get into a file, a log or an argument. It never prints them.
type hunt struct {
	t     reporter
	forms []form

	mu   sync.Mutex
	told map[string]bool // so that what stays is reported once
}

// form is one way to write a secret.
type form struct {
	secret, how string
	text        []byte
}

const (
	// A shorter secret would be found by chance.
	shortestSecret = 6
	// Hoist writes no file that is larger; videos that a test lays there are read so far.
	huntedBytes = 64 << 20
)

// newHunt returns a hunt for these secrets.
func newHunt(t reporter, secrets ...secret) *hunt {
	t.Helper()
	h := &hunt{t: t, told: make(map[string]bool)}
	for _, s := range secrets {
		if len(s.value) < shortestSecret {
			t.Errorf("%s is too short to be hunted", s.name)
			continue
		}
		all, known := forms(s.value), map[string]bool{s.value: true}
		h.forms = append(h.forms, form{s.name, "plain", []byte(s.value)})
		for _, how := range slices.Sorted(maps.Keys(all)) {
			if text := all[how]; !known[text] { // many leave letters and digits as they are
				known[text] = true
				h.forms = append(h.forms, form{s.name, how, []byte(text)})
			}
		}
	}
	return h
}

// forms returns a text in all the forms that are hunted beside the plain one, by their names.
func forms(text string) map[string]string {
	all := map[string]string{
		"hex":       hex.EncodeToString([]byte(text)),
		"HEX":       strings.ToUpper(hex.EncodeToString([]byte(text))),
		"UTF-16LE":  inUTF16(text, binary.LittleEndian),
		"UTF-16BE":  inUTF16(text, binary.BigEndian),
		"Go-quoted": unquoted(strconv.Quote(text)),
		"Go-ASCII":  unquoted(strconv.QuoteToASCII(text)),
		`\u00xx`:    eachUnit(text, `\u%04x`),
		`\u00XX`:    eachUnit(text, `\u%04X`),
		`\xnn`:      eachByte(text, `\x%02x`),
		`\xNN`:      eachByte(text, `\x%02X`),
		"octal":     eachByte(text, `\%03o`),
	}
	for how, encoded := range map[string]string{"JSON": inJSON(text, false), "JSON for HTML": inJSON(text, true)} {
		all[how], all[how+`, \/`] = encoded, strings.ReplaceAll(encoded, "/", `\/`) // as some write a slash
	}
	for how, encoded := range map[string]string{
		"percent, all":   eachByte(text, "%%%02X"),
		"percent, OAuth": oauthEscape(text),
		"percent, twice": oauthEscape(oauthEscape(text)),
		"percent, path":  url.PathEscape(text),
		"percent, query": url.QueryEscape(text),
	} {
		all[how], all[how+", lower"] = encoded, lowerPercent(encoded)
	}
	for at := range 3 {
		all[fmt.Sprintf("base64 at %d", at)] = inBase64(text, at, base64.RawStdEncoding)
		all[fmt.Sprintf("base64url at %d", at)] = inBase64(text, at, base64.RawURLEncoding)
	}
	return all
}

// inBase64 returns the characters that a text gives after so many bytes of something else, whatever surrounds it:
// those at its edges that have bits of its neighbours are left out.
func inBase64(text string, after int, encoding *base64.Encoding) string {
	encoded := encoding.EncodeToString(append(make([]byte, after), text...))
	return encoded[(8*after+5)/6 : 8*(after+len(text))/6]
}

func inUTF16(text string, order binary.AppendByteOrder) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

func inJSON(text string, html bool) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(html)
	_ = e.Encode(text) // a text can always be encoded
	return unquoted(strings.TrimSuffix(b.String(), "\n"))
}

func unquoted(quoted string) string { return quoted[1 : len(quoted)-1] }

func eachUnit(text, format string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, format, unit)
	}
	return b.String()
}

func eachByte(text, format string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

// oauthEscape escapes all but what RFC 3986 leaves as it is.
func oauthEscape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// lowerPercent writes the digits of escapes in lower case, and nothing else.
func lowerPercent(escaped string) string {
	b := []byte(escaped)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], bytes.ToLower(b[i+1:i+3]))
		}
	}
	return string(b)
}

// inText looks into a text. where is told when something is found.
func (h *hunt) inText(where, text string) {
	h.t.Helper()
	h.in(where, []byte(text))
}

func (h *hunt) in(where string, text []byte) {
	h.t.Helper()
	for _, f := range h.forms {
		if !bytes.Contains(text, f.text) {
			continue
		}
		found := fmt.Sprintf("%s is in %s (%s)", f.secret, h.veil(where), f.how)
		h.mu.Lock()
		isNew := !h.told[found]
		h.told[found] = true
		h.mu.Unlock()
		if isNew {
			h.t.Errorf("%s", found)
		}
	}
}

// veil takes the secrets out of the name of a place.
func (h *hunt) veil(where string) string {
	for _, f := range h.forms {
		where = strings.ReplaceAll(where, string(f.text), "["+f.secret+"]")
	}
	return where
}

// inFiles looks into all files below these folders, and at the names of all that is there. It follows no symbolic
// link, though it looks at where one leads, and opens neither sockets nor pipes, which may never end.
func (h *hunt) inFiles(folders ...string) {
	h.t.Helper()
	for _, folder := range folders {
		if _, err := os.Stat(folder); err != nil {
			h.t.Errorf("there is nothing to hunt in: %s", h.veil(err.Error()))
			continue
		}
		_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err == nil {
				err = h.inEntry(folder, path, entry)
			}
			if err != nil && !errors.Is(err, fs.ErrNotExist) { // a program that runs takes files away
				h.t.Errorf("not hunted: %s", h.veil(err.Error()))
			}
			return nil
		})
	}
}

func (h *hunt) inEntry(folder, path string, entry fs.DirEntry) error {
	h.t.Helper()
	if path != folder {
		h.inText("the name of "+path, entry.Name())
	}
	switch {
	case entry.Type()&fs.ModeSymlink != 0:
		to, err := os.Readlink(path)
		h.inText("where the link "+path+" leads", to)
		return err
	case !entry.Type().IsRegular():
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(io.LimitReader(f, huntedBytes))
	h.in(path, text)
	return err
}

// watchProcesses looks at the arguments of every program that runs on a desk until the test ends, 50 times a second.
// xdotool is left out: it types what the test gives it, for the person.
func (h *hunt) watchProcesses(d *desk) {
	d.t.Helper()
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
				h.inProcesses(d)
			}
		}
	}()
	d.t.Cleanup(func() {
		close(done)
		<-ended
	})
}

func (h *hunt) inProcesses(d *desk) {
	all, _ := filepath.Glob("/proc/[1-9]*/cmdline")
	here := []byte("\x00DISPLAY=" + d.display + "\x00") // which no other desk on this computer has
	for _, path := range all {
		arguments, err := os.ReadFile(path)
		if err != nil || len(arguments) == 0 {
			continue // it has ended, or is the system's own
		}
		program, _, _ := strings.Cut(string(arguments), "\x00")
		environment, err := os.ReadFile(filepath.Join(filepath.Dir(path), "environ"))
		if filepath.Base(program) == "xdotool" || err != nil || !bytes.Contains(append([]byte{0}, environment...), here) {
			continue
		}
		h.in("the arguments of "+program, bytes.ReplaceAll(arguments, []byte{0}, []byte{' '}))
	}
}

// watchNotifications looks into every notification that is sent on a desk until the test ends.
func (h *hunt) watchNotifications(d *desk) {
	d.t.Helper()
	w := &notifications{h: h}
	c := d.command("dbus-monitor", "--session", "interface='org.freedesktop.Notifications'")
	c.Stdout, c.Stderr = w, testWriter{d.t}
	d.start(c)
	// What it says first, when it is listening, is of its own connection.
	d.await("dbus-monitor listens", 10*time.Second, func() bool { return w.seen("NameLost") })
}

// notifications takes what dbus-monitor prints.
type notifications struct {
	h    *hunt
	mu   sync.Mutex
	text []byte
}

// Write implements io.Writer. It looks at everything anew, since what is printed comes in pieces.
func (w *notifications) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text = append(w.text, b...)
	w.h.in("a notification", w.text)
	return len(b), nil
}

func (w *notifications) seen(what string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bytes.Contains(w.text, []byte(what))
}
