package upload

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Bounds of what a stranger can make a block hold.
const (
	tracedHeaders = 64   // fields of a reply
	tracedValue   = 1000 // bytes of each, and of a reason why a request failed
)

// leftOut stands where something is not written.
const leftOut = "(left out)"

// block returns the exchange as it is written: a line that says when and what, then, much as twurl -t has it, what was
// sent behind "<-", what came back behind "->", and behind "--" what neither of them is.
func (e *exchange) block() []byte {
	b := &block{}
	r := e.request
	fmt.Fprintf(&b.text, "%s %s %s\n", e.began.Format("2006-01-02 15:04:05.000 -0700"), r.Method, clean(r.URL.Redacted()))
	e.writeRequest(b)
	e.writeAnswer(b)
	b.text.WriteByte('\n')
	return []byte(b.text.String())
}

func (e *exchange) writeRequest(b *block) {
	r := e.request
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	b.line("<-", r.Method+" "+r.URL.RequestURI()+" "+r.Proto)
	b.line("<-", "Host: "+host)
	if r.ContentLength > 0 {
		b.line("<-", "Content-Length: "+strconv.FormatInt(r.ContentLength, 10))
	}
	b.headers("<-", r.Header)
	b.line("<-", "Authorization: OAuth "+leftOut)
	b.line("<-", "")
	if !isForm(r) {
		b.lines("<-", e.body)
		if left := r.ContentLength - int64(len(e.body)); left > 0 && len(e.body) > 0 {
			b.line("<-", "… "+thousands(left)+" bytes are left out")
		}
		return
	}
	head := e.head()
	b.lines("<-", head)
	if len(head) == 0 {
		b.line("--", "nothing of it was sent")
		return
	}
	// The end of a form takes a few dozen bytes, which are counted here, too: what was sent is not read again to know.
	b.line("<-", "… "+thousands(r.ContentLength-int64(len(head)))+" bytes of the file and of the form's end are left out")
}

func (e *exchange) writeAnswer(b *block) {
	if resp := e.response; resp != nil {
		b.line("->", fmt.Sprintf("%s %s (%s)", resp.Proto, resp.Status, e.took.Round(time.Millisecond)))
		b.headers("->", resp.Header)
		b.line("->", "")
		b.lines("->", e.reply)
		switch {
		case e.more > 0:
			b.line("--", "more than "+thousands(tracedReply)+" bytes came")
		case !e.whole && e.failed == nil && resp.ContentLength != int64(len(e.reply)):
			b.line("--", "the rest was not read")
		}
	}
	if e.failed != nil {
		b.line("--", "failed after "+time.Since(e.began).Round(time.Millisecond).String()+": "+cutTo(e.failed.Error(), tracedValue))
	}
}

// block is the text of an exchange.
type block struct{ text strings.Builder }

// line writes a line. What came from outside cannot begin another one in it, nor tell a terminal anything.
func (b *block) line(mark, text string) {
	b.text.WriteString(strings.TrimRight(mark+" "+clean(text), " ") + "\n")
}

// lines writes each line of a text.
func (b *block) lines(mark string, text []byte) {
	for line := range strings.Lines(veil(string(text))) {
		b.line(mark, strings.TrimRight(line, "\r\n"))
	}
}

// headers writes header fields in their order by name.
func (b *block) headers(mark string, h http.Header) {
	count := 0
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			if count++; count > tracedHeaders {
				b.line("--", "there are more fields")
				return
			}
			b.line(mark, cutTo(name, tracedValue)+": "+cutTo(shown(name, value), tracedValue))
		}
	}
}

// shown returns what is written of a header field. Cookies are for whoever has them, and an address can have keys in it.
func shown(name, value string) string {
	switch http.CanonicalHeaderKey(name) {
	case "Set-Cookie", "Authorization", "Proxy-Authorization":
		return leftOut
	case "Location":
		u, err := url.Parse(value)
		if err != nil {
			return leftOut
		}
		u.User, u.RawQuery, u.Fragment = nil, "", ""
		return u.String()
	}
	return value
}

// These are what the signature could come back in: from a proxy, say, that shows what it was sent. Names and values may be
// quoted, as in JSON, HTML and addresses.
var (
	oauthValue   = regexp.MustCompile(`(?i)(oauth_[a-z_]+)((?:[\s=:"'\\]|&quot;|&#3[49];|%(?:25)*(?:20|22|27|3A|3D|5C))+)[^\s"',&;<>\\()]+`)
	bearer       = regexp.MustCompile(`(?i)(bearer|basic)((?:\s|%20|\+)+)[^\s"',&;<>\\()]{8,}`)
	passwordInIt = regexp.MustCompile(`(://)[^\s/@"']*@`)
)

// veil takes out of a text what looks like a key.
func veil(text string) string {
	text = oauthValue.ReplaceAllString(text, "$1$2"+leftOut)
	text = bearer.ReplaceAllString(text, "$1$2"+leftOut)
	return passwordInIt.ReplaceAllString(text, "$1"+leftOut+"@")
}

// clean escapes what cannot be printed.
func clean(text string) string {
	text = veil(text)
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case r == '\t' || strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
		i += size
	}
	return b.String()
}

// cutTo returns a text, or its beginning.
func cutTo(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return text[:most] + "…"
}

// thousands writes a number with a comma after each three digits.
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
