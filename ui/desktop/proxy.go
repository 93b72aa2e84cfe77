package desktop

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// Kind says what is the matter with what a person chose, or with what the window needs, for package ui/messages.
type Kind string

// The kinds. Those of a [Feed] stand beside it.
const (
	BadProxy               Kind = "bad_proxy"               // not the address of a proxy
	ProxyPassword          Kind = "proxy_password"          // it has a name or a password in it
	CertificatesUnreadable Kind = "certificates_unreadable" // the file cannot be read
	NoCertificates         Kind = "no_certificates"         // it has none, or is too long to have only these
	NoDisplay              Kind = "no_display"              // there is nothing to show a window on
	NoOpenGL               Kind = "no_opengl"               // there is, but without the graphics that the window needs
)

// Error is why a choice about the network cannot be used, or a [Feed]. It never holds the text of a proxy's address, which may
// have a password in it.
type Error struct {
	Kind Kind
	Err  error // of a file: an [fs.PathError]; of a feed: a [url.Error]
}

// ErrorKind returns the kind, for package ui/messages.
func (e *Error) ErrorKind() string { return string(e.Kind) }

// Error returns one line for logs.
func (e *Error) Error() string { return fmt.Sprintf("network: %s: %v", e.Kind, e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// longestProxy is in bytes, more than any name of a host with its port.
const longestProxy = 512

// ParseProxy reads the address of a proxy as a person writes it: host:port, or a URL of http, https or socks5 that has
// no more than host and port. Without a port it is that of the scheme: 80, 443 or 1080. A name or a password in it is an
// error of kind [ProxyPassword]: no secrets are kept in settings. All else is one of kind [BadProxy].
func ParseProxy(text string) (*url.URL, error) {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "@") { // first of all: what follows a password may look like anything
		return nil, &Error{Kind: ProxyPassword, Err: errors.New("there is an @ in it")}
	}
	scheme, place, found := strings.Cut(text, "://")
	if !found {
		scheme, place = "http", text
	}
	scheme, place = strings.ToLower(scheme), strings.TrimSuffix(place, "/")
	u, err := url.Parse("http://" + place)
	why := ""
	switch {
	case text == "":
		why = "it is empty"
	case len(text) > longestProxy:
		why = "it is too long"
	case scheme != "http" && scheme != "https" && scheme != "socks5":
		why = "it begins with none of http, https and socks5"
	case err != nil: // it quotes the address
		why = "it cannot be read"
	case u.Host != place:
		why = "it has more than a host and a port"
	case !isHost(u.Hostname()):
		why = "it names no host"
	case !found && u.Port() == "":
		why = "it has no port"
	case !isPort(u):
		why = "its port is none"
	default:
		return &url.URL{Scheme: scheme, Host: place}, nil
	}
	return nil, &Error{Kind: BadProxy, Err: errors.New(why)}
}

// isHost reports whether s can be an IP address or the name of a host, in any script.
func isHost(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	return s != "" && !strings.HasPrefix(s, ".") && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r)
	})
}

// isPort reports whether an address has a port from 1 to 65535, or none.
func isPort(u *url.URL) bool {
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil && n > 0 || u.Port() == "" && !strings.HasSuffix(u.Host, ":")
}
