package credentials

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/dghubble/oauth1"
)

// maxMessageBytes bounds what is shown of X's words.
const maxMessageBytes = 500

// clockTolerance is how far off X lets a request's time be.
const clockTolerance = 5 * time.Minute

// failure makes the error of a request that did not bring what was asked for. The error of whoever sent it is not used:
// the oauth1 library quotes the reply.
func (x *exchange) failure() error {
	if err := x.ctx.Err(); err != nil {
		return err
	}
	hide := x.hider()
	if x.reply == nil {
		return x.unanswered(cmp.Or(x.err, errors.New("the request could not be made")), hide)
	}
	said := x.reply.read()
	e := &Error{
		Op: x.op, Kind: x.kind(said), Status: x.reply.status, Code: said.code,
		Message: oneLine(hide(said.words)), ClockSkew: x.reply.clockSkew(),
	}
	if e.Kind == BadReply {
		e.Message = "" // not X's words
		e.Err = errors.New("that is no answer of X")
	}
	return e
}

// unanswered makes the error of a request without a reply. Its cause is kept where it tells why nobody was reached: no
// key has been sent then, and none can be in it. What comes later may quote the other side, and through it the request.
func (x *exchange) unanswered(err error, hide func(string) string) error {
	kind := unansweredKind(err)
	switch kind {
	case NoConnection, Certificate, Untrusted:
	case ProxyRefused:
		err = proxyRefusal(err) // in one form, whatever the proxy speaks
	default:
		err = errors.New(oneLine(hide(err.Error())))
	}
	return &Error{Op: x.op, Kind: kind, Err: &url.Error{Op: "Request", URL: x.host.String(), Err: err}}
}

// saying is what the body of an error reply holds.
type saying struct {
	code   int    // 0: none
	reason string // of a problem of v2, such as "client-not-enrolled"; empty: none
	words  string // as X sent them
	page   bool   // an HTML page: not from X's API
}

// read understands the error bodies that X's OAuth paths and users/me have been seen to send: JSON as in the rest of
// the API, XML of two kinds, plain text, and none (reference: x-api.md 1.8).
func (r *reply) read() saying {
	body := bytes.TrimSpace(bytes.TrimPrefix(r.body, []byte("\ufeff")))
	switch { // not by Content-Type: X's token replies have come as text/html
	case bytes.HasPrefix(body, []byte("{")):
		return readJSON(body)
	case bytes.HasPrefix(body, []byte("<")):
		return readXML(body)
	}
	return saying{words: string(body)}
}

// readJSON reads {"errors":[{"code":32,"message":"…"}]}, {"error":"…"} and {"title":"…","detail":"…"}. What of it
// cannot be read is left out.
func readJSON(body []byte) saying {
	var v struct {
		Errors []struct {
			Code    int    `json:"code"`
			Message string `json:"message"`
		} `json:"errors"`
		Error  string `json:"error"`
		Title  string `json:"title"`
		Detail string `json:"detail"`
		Reason string `json:"reason"`
	}
	_ = json.Unmarshal(body, &v)
	if len(v.Errors) > 0 {
		return saying{code: v.Errors[0].Code, words: v.Errors[0].Message}
	}
	return saying{reason: v.Reason, words: cmp.Or(v.Error, v.Detail, v.Title)}
}

// readXML reads <errors><error code="415">…</error></errors> and <hash><error>…</error></hash>, and takes anything
// else for a page.
func readXML(body []byte) saying {
	var v struct {
		XMLName xml.Name
		Errors  []struct {
			Code string `xml:"code,attr"`
			Text string `xml:",chardata"`
		} `xml:"error"`
	}
	if err := xml.Unmarshal(body, &v); err != nil || len(v.Errors) == 0 {
		return saying{page: true}
	}
	code, _ := strconv.Atoi(v.Errors[0].Code) // there may be none
	return saying{code: code, words: v.Errors[0].Text}
}

// kind says what an error reply means.
func (x *exchange) kind(said saying) Kind {
	r := x.reply
	switch {
	case r.status == http.StatusTooManyRequests || said.code == 88:
		return RateLimited
	case r.status >= 500 && r.status != http.StatusNetworkAuthenticationRequired,
		r.status == http.StatusRequestTimeout, r.status == http.StatusTooEarly:
		return Server
	case r.status < 400, r.status >= 500, said.page:
		return BadReply
	}
	if k, ok := x.codeKind(said); ok {
		return k
	}
	if r.status == http.StatusUnauthorized || said.code == 32 || said.code == 89 {
		if skew := r.clockSkew(); skew.Abs() > clockTolerance {
			return Clock // X has been seen to name only the signature then
		}
		return x.refused
	}
	return Refused
}

// codeKind knows the codes of X, and the words of those that it also sends without a code.
func (x *exchange) codeKind(said saying) (Kind, bool) {
	words := strings.ToLower(said.words)
	switch {
	case said.code == 135, strings.Contains(words, "timestamp out of bounds"):
		return Clock, true
	case said.code == 415, strings.Contains(words, "callback url not approved"):
		return CallbackRefused, true
	case said.code == 416:
		return AppSuspended, true
	case said.code == 417, strings.Contains(words, "only support the oauth_callback value 'oob'"):
		return CallbackOOB, true
	case said.code == 215:
		return NotSignedIn, true
	case said.code == 64, said.code == 326:
		return AccountLocked, true
	case said.reason == "client-not-enrolled":
		return NotEnrolled, true
	case x.op == opComplete && (strings.Contains(words, "oauth_verifier") || strings.Contains(words, "request token")):
		return x.refused, true
	}
	return "", false
}

// clockSkew is how far this computer's clock is ahead of X's Date header, whose seconds are whole; 0 without one.
func (r *reply) clockSkew() time.Duration {
	date, err := http.ParseTime(r.header.Get("Date"))
	if err != nil {
		return 0
	}
	return r.at.Sub(date).Truncate(time.Second)
}

// parameter finds the parts of an Authorization header, or of a token reply, wherever they are quoted.
var parameter = regexp.MustCompile(`(?i)(oauth_\w+)\s*[=:]\s*("[^"]*"|[^\s&,"]+)`)

// hider returns a function that takes everything out of a text which must not be in an error.
func (x *exchange) hider() func(string) string {
	secrets := append([]string{x.authorization}, x.secrets...)
	for _, part := range strings.FieldsFunc(x.authorization, func(r rune) bool { return strings.ContainsRune(` ,="`, r) }) {
		if value, err := url.PathUnescape(part); err == nil && len(value) >= 8 && !strings.HasPrefix(value, "oauth_") {
			secrets = append(secrets, value)
		}
	}
	var pairs []string
	for _, s := range secrets {
		for _, form := range []string{s, oauth1.PercentEncode(s), url.QueryEscape(s)} {
			if form != "" {
				pairs = append(pairs, form)
			}
		}
	}
	slices.SortFunc(pairs, func(a, b string) int { return len(b) - len(a) }) // one may be a part of another
	table := make([]string, 0, 2*len(pairs))
	for _, s := range pairs {
		table = append(table, s, redacted)
	}
	known := strings.NewReplacer(table...)
	return func(text string) string {
		return parameter.ReplaceAllString(known.Replace(text), "$1="+redacted)
	}
}

// oneLine makes foreign words fit for a log and a message: valid UTF-8, one line, bounded.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	}), " ")
	if len(text) > maxMessageBytes {
		text = strings.ToValidUTF8(text[:maxMessageBytes], "")
	}
	return text
}
