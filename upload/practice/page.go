package practice

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed page.html
var pageSource string

//go:embed page.css
var pageStyle []byte

var page = template.Must(template.New("page").Parse(pageSource))

const stylePath = "/practice/page.css"

// pageData is what the page of /oauth/authorize shows: one of a question, a PIN, or a few words.
type pageData struct {
	Style      string
	Account    string
	Token      string // not empty: a question
	Proof      string
	PIN        string
	Title      string
	Words      string
	formAction string // where the browser may go from the page, for its Content-Security-Policy
}

func (s *Server) style(w http.ResponseWriter) {
	s.plain(w, text(http.StatusOK, "text/css; charset=utf-8", string(pageStyle)))
}

// authorize serves GET /oauth/authorize, where a person is asked, and POST, where the answer comes.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	now := s.now()
	if r.Method != http.MethodPost {
		t, ok := s.signin.find(r.URL.Query().Get("oauth_token"), now)
		if !ok || t.decided {
			s.showGone(w)
			return
		}
		s.show(w, http.StatusOK, pageData{
			Title: "Let Hoist use this account?", Account: s.o.ScreenName, Token: t.token, Proof: t.proof,
			formAction: formAction(t.callback),
		})
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	allow := r.PostFormValue("answer") == "allow"
	t, ok := s.signin.decide(r.PostFormValue("oauth_token"), r.PostFormValue("proof"), allow, now)
	switch {
	case !ok:
		s.showGone(w)
	case t.callback != oob:
		s.plain(w, reply{status: http.StatusSeeOther}.with("Location", callbackURL(t)).with("Referrer-Policy", "no-referrer"))
	case allow:
		s.show(w, http.StatusOK, pageData{Title: "Your PIN", PIN: t.verifier, Account: s.o.ScreenName})
	default:
		s.show(w, http.StatusOK, pageData{
			Title: "Not signed in", Words: "You pressed Cancel, and nothing was granted. You can close this page and go back to Hoist.",
		})
	}
}

func (s *Server) showGone(w http.ResponseWriter) {
	s.show(w, http.StatusForbidden, pageData{
		Title: "This page is no longer valid",
		Words: "It was used already, or it is too old. Go back to Hoist and start signing in again.",
	})
}

// show sends a page that loads nothing but its own style and sends its form nowhere but here and on to the callback.
func (s *Server) show(w http.ResponseWriter, status int, d pageData) {
	d.Style = stylePath
	var b bytes.Buffer
	if err := page.Execute(&b, d); err != nil {
		s.log.Error("practice: page", "err", err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	s.plain(w, text(status, typeHTML, b.String()).
		with("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"+d.formAction).
		with("X-Frame-Options", "DENY").
		with("Referrer-Policy", "no-referrer"))
}

// formAction returns the callback's origin as a further source for the policy: browsers apply it to the redirect that
// follows the form too.
func formAction(callback string) string {
	u, err := url.Parse(callback)
	if err != nil || callback == oob {
		return ""
	}
	source := u.Scheme + ":"
	if u.Host != "" {
		source += "//" + u.Host
	}
	if strings.ContainsAny(source, " ;,'\"\r\n\t") {
		return ""
	}
	return " " + source
}

// callbackURL returns where the browser goes after the answer. Cancel tells the token under the name of denied alone.
func callbackURL(t requestToken) string {
	u, err := url.Parse(t.callback)
	if err != nil {
		return "/" // was parsed before
	}
	q := u.Query()
	if t.verifier == "" {
		q.Set("denied", t.token)
	} else {
		q.Set("oauth_token", t.token)
		q.Set("oauth_verifier", t.verifier)
	}
	u.RawQuery = q.Encode()
	return u.String()
}
