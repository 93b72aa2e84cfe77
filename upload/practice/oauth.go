package practice

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 5849 and X sign with HMAC-SHA1
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"net/url"
	"slices"
	"strings"
)

// This file is RFC 5849's signature, written from the RFC: section numbers are its. It knows no keys and no time.

// param is a decoded name and value.
type param struct{ name, value string }

// oauthRequest is what a signature covers.
type oauthRequest struct {
	method string
	scheme string  // http or https
	host   string  // as in the Host header
	path   string  // as sent, still escaped
	query  []param // of the URL
	form   []param // of the body, where it is application/x-www-form-urlencoded
	header []param // of the Authorization header, realm and signature among them
}

// value returns a parameter of the Authorization header.
func (r *oauthRequest) value(name string) string {
	for _, p := range r.header {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

var errHeader = errors.New("authorization header is malformed")

// parseAuthorization reads an Authorization header of scheme OAuth (3.5.1). A name that comes twice is an error.
func parseAuthorization(header string) ([]param, error) {
	scheme, rest, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "OAuth") {
		return nil, errHeader
	}
	var params []param
	seen := map[string]bool{}
	for field := range strings.SplitSeq(rest, ",") {
		name, quoted, ok := strings.Cut(strings.TrimSpace(field), "=")
		if !ok || len(quoted) < 2 || quoted[0] != '"' || quoted[len(quoted)-1] != '"' {
			return nil, errHeader
		}
		name, err := url.PathUnescape(name)
		if err != nil {
			return nil, errHeader
		}
		value, err := url.PathUnescape(quoted[1 : len(quoted)-1])
		if err != nil || seen[name] {
			return nil, errHeader
		}
		seen[name] = true
		params = append(params, param{name, value})
	}
	return params, nil
}

// parseForm decodes a query or an urlencoded body (3.4.1.3.1), keeping the order.
func parseForm(raw string) ([]param, error) {
	var params []param
	for field := range strings.SplitSeq(raw, "&") {
		if field == "" {
			continue
		}
		name, value, _ := strings.Cut(field, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return nil, fmt.Errorf("practice: form: %w", err)
		}
		value, err = url.QueryUnescape(value)
		if err != nil {
			return nil, fmt.Errorf("practice: form: %w", err)
		}
		params = append(params, param{name, value})
	}
	return params, nil
}

// encode escapes everything but RFC 3986's unreserved characters (3.6).
func encode(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			c == '-', c == '.', c == '_', c == '~':
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// baseURI returns the address that is signed (3.4.1.2): lower case, without the scheme's own port.
func (r *oauthRequest) baseURI() string {
	host := strings.ToLower(r.host)
	switch r.scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	return r.scheme + "://" + host + r.path
}

// normalized returns all parameters in one string (3.4.1.3.2): encoded, sorted by name, then by value.
func (r *oauthRequest) normalized() string {
	var all []param
	for _, p := range slices.Concat(r.header, r.query, r.form) {
		if p.name != "oauth_signature" && p.name != "realm" {
			all = append(all, param{encode(p.name), encode(p.value)})
		}
	}
	slices.SortFunc(all, func(a, b param) int {
		if c := strings.Compare(a.name, b.name); c != 0 {
			return c
		}
		return strings.Compare(a.value, b.value)
	})
	var b strings.Builder
	for i, p := range all {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(p.name + "=" + p.value)
	}
	return b.String()
}

// base returns the signature base string (3.4.1.1).
func (r *oauthRequest) base() string {
	return encode(strings.ToUpper(r.method)) + "&" + encode(r.baseURI()) + "&" + encode(r.normalized())
}

// signature returns what the client should have sent (3.4.2), and false for a method that X does not take.
func (r *oauthRequest) signature(consumerSecret, tokenSecret string) (string, bool) {
	var digest func() hash.Hash
	switch r.value("oauth_signature_method") {
	case "HMAC-SHA1":
		digest = sha1.New
	case "HMAC-SHA256":
		digest = sha256.New
	default:
		return "", false
	}
	mac := hmac.New(digest, []byte(encode(consumerSecret)+"&"+encode(tokenSecret)))
	mac.Write([]byte(r.base()))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil)), true
}

// signedBy reports whether the request carries the signature of these secrets.
func (r *oauthRequest) signedBy(consumerSecret, tokenSecret string) bool {
	want, ok := r.signature(consumerSecret, tokenSecret)
	return ok && hmac.Equal([]byte(want), []byte(r.value("oauth_signature")))
}
