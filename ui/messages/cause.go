package messages

import (
	"crypto/x509"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"hoist/upload"
)

// wsaConnectionRefused is what Windows answers where others say ECONNREFUSED.
const wsaConnectionRefused = syscall.Errno(10061)

// findings is what an error's chain of causes tells beyond the kind.
type findings struct {
	upload *upload.Error  // nil: the error is not one of an upload
	x      upload.XDetail // zero: X has not answered
	host   string         // who was asked; "X" where it is not known
	proxy  string         // that refused; empty: none did, or it is not known which one to take
	status int            // what it answered
}

func look(err error) findings {
	about := findings{host: host(err)}
	// What the errors of package credentials tell of X's reply while somebody signs in.
	var signIn interface {
		Answer() (status, code int, words string, clockSkew time.Duration)
	}
	switch {
	case errors.As(err, &about.upload):
		about.x, _ = about.upload.Detail()
	case errors.As(err, &signIn):
		about.x.Status, about.x.Code, about.x.Message, about.x.ClockSkew = signIn.Answer()
	}
	var refused interface {
		ProxyAnswer() (proxy string, status int)
	}
	if errors.As(err, &refused) {
		about.proxy, about.status = refused.ProxyAnswer()
		about.proxy = Clean(about.proxy, nameLimit)
	}
	return about
}

// host returns whom a request was for.
func host(err error) string {
	var (
		request *url.Error
		name    *net.DNSError
		dial    *net.OpError
	)
	if errors.As(err, &request) {
		if u, parseErr := url.Parse(request.URL); parseErr == nil && u.Host != "" {
			return Clean(u.Host, nameLimit)
		}
	}
	if errors.As(err, &name) && name.Name != "" {
		return Clean(name.Name, nameLimit)
	}
	if errors.As(err, &dial) && dial.Addr != nil {
		return Clean(dial.Addr.String(), nameLimit)
	}
	return "X"
}

// issuer returns who has made a certificate that is not trusted, as it calls itself: the proxy or virus scanner that looks
// into secure traffic.
func issuer(err error) string {
	var stranger x509.UnknownAuthorityError
	if !errors.As(err, &stranger) || stranger.Cert == nil {
		return ""
	}
	by := stranger.Cert.Issuer
	for _, name := range append([]string{by.CommonName}, by.Organization...) {
		if name = Clean(name, nameLimit); name != "" {
			return name
		}
	}
	return ""
}

// folder returns the folder or file that the operating system refused.
func folder(err error) string {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return Clean(failed.Path, wordsLimit)
	}
	return ""
}

// variant names the special words that a kind has for this cause, and "" where the plain ones hold.
func variant(kind string, err error, about findings, f Facts) string {
	switch upload.Kind(kind) {
	case upload.FileChanged:
		return when(f.Earlier, "earlier")
	case upload.NoConnection:
		return wayLost(err)
	case upload.Certificate:
		var outdated x509.CertificateInvalidError
		return when(errors.As(err, &outdated) && outdated.Reason == x509.Expired, "expired")
	case upload.Untrusted:
		return when(issuer(err) != "", "issuer")
	case upload.ProxyRefused:
		return proxySaid(about)
	case upload.Clock:
		return when(about.x.ClockSkew != 0, "skew")
	case upload.ProcessingFailed:
		return rejection(about.x.Message)
	case upload.FileUnreadable:
		return when(errors.Is(err, fs.ErrPermission), "permission")
	case upload.FileTooLarge:
		return when(about.upload != nil && about.upload.Bytes > 0, "size")
	case "bad_keys", "bad_key_file", "bad_proxy":
		return when(cause(err) != "", "cause")
	case "no_account":
		return when(f.Account != "", "name")
	case "home_unwritable", "home_not_removed", "certificates_unreadable", "no_certificates":
		return when(folder(err) != "", "folder")
	}
	return when(about.x.Message != "", "words")
}

func when(holds bool, variant string) string {
	if holds {
		return variant
	}
	return ""
}

// wayLost tells the ways apart in which X cannot be reached.
func wayLost(err error) string {
	var (
		dial *net.OpError
		name *net.DNSError
	)
	switch {
	case errors.As(err, &dial) && dial.Op == "proxyconnect": // so net/http says that a proxy was asked
		return "proxy"
	case errors.As(err, &name):
		// A name server that cannot be asked is no news about the name.
		return when(name.IsNotFound, "name")
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, wsaConnectionRefused):
		return "refused"
	}
	return ""
}

// proxySaid tells apart why a proxy lets nothing through.
func proxySaid(about findings) string {
	switch {
	case about.proxy == "":
		return "unknown"
	case about.status == http.StatusProxyAuthRequired:
		return "password"
	}
	return ""
}

// rejection tells apart why X gave up on a video, by words that X has been seen to use.
func rejection(words string) string {
	switch said := strings.ToLower(words); {
	case strings.Contains(said, "max duration"):
		return "duration"
	case strings.Contains(said, "gop"):
		return "keyframes"
	}
	return when(words != "", "words")
}

// details returns what happened to the letter, a fact a line.
func (c *Catalog) details(kind string, err error, about findings, f Facts) string {
	var lines []string
	add := func(id, value string) {
		if value = Clean(value, wordsLimit); value != "" {
			lines = append(lines, c.Text(id, "Value", value))
		}
	}
	x := about.x
	add("problem.details.kind", kind)
	add("problem.details.step", x.Op)
	if u := about.upload; u != nil && u.Segment >= 0 && x.Op == "APPEND" {
		add("problem.details.segment", strconv.Itoa(u.Segment+1))
	}
	add("problem.details.status", numberOrNothing(x.Status))
	add("problem.details.code", numberOrNothing(x.Code))
	add("problem.details.words", x.Message)
	add("problem.details.request", x.RequestID)
	if x.Message == "" {
		add("problem.details.cause", cause(err))
	}
	if !f.Now.IsZero() {
		add("problem.details.time", f.Now.Format(time.DateTime+" -07:00"))
	}
	return strings.Join(lines, "\n")
}

func numberOrNothing(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// cause returns the text of what led to the error, without what the other details say already.
func cause(err error) string {
	var kinded interface {
		error
		ErrorKind() string
	}
	if errors.As(err, &kinded) {
		err = errors.Unwrap(kinded)
	}
	var ours *upload.Error
	if errors.As(kinded, &ours) {
		if x, _ := ours.Detail(); x.Op != "" {
			err = errors.Unwrap(err) // the xapi.Error, whose text is that of the details
		}
	}
	if err == nil {
		return ""
	}
	return err.Error()
}
