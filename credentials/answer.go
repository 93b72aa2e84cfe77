package credentials

import (
	"crypto/subtle"
	"errors"
	"net/url"
	"strings"
	"unicode"
)

// maxAnswerBytes is more than any address has on which X ends a sign-in.
const maxAnswerBytes = 4 << 10

// verifier reads what a person has brought back from X's page.
func (f *flow) verifier(answer string) (string, error) {
	if f.callback != oob {
		return f.ofAddress(answer)
	}
	pin, err := cleanPIN(answer)
	if err != nil {
		return "", &Error{Op: opComplete, Kind: BadPIN, Err: err}
	}
	return pin, nil
}

// cleanPIN strips the spaces that come with typing and copying.
func cleanPIN(typed string) (string, error) {
	pin := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, typed)
	switch {
	case pin == "":
		return "", errors.New("no PIN was typed")
	case strings.Trim(pin, "0123456789") != "":
		return "", errors.New("a PIN has digits only")
	case len(pin) < 5 || len(pin) > 10:
		return "", errors.New("a PIN has 5 to 10 digits")
	}
	return pin, nil
}

// ofAddress reads the address on which the browser ended. Browsers show it with and without its scheme. What matters
// is the query alone: X sends there the request token with a verifier, or under the name of denied where the person
// said no (reference: x-api.md 4.1).
func (f *flow) ofAddress(address string) (string, error) {
	bad := func(kind Kind, why string) (string, error) {
		return "", &Error{Op: opComplete, Kind: kind, Err: errors.New(why)}
	}
	address = trim(address)
	if address == "" {
		return bad(BadCallback, "no address was given")
	}
	if len(address) > maxAnswerBytes {
		return bad(BadCallback, "the address is too long")
	}
	address, _, _ = strings.Cut(address, "#")
	if _, query, ok := strings.Cut(address, "?"); ok {
		address = query
	}
	query, err := url.ParseQuery(address)
	if err != nil {
		return bad(BadCallback, "the address cannot be read")
	}
	token, denied, verifier := query["oauth_token"], query["denied"], query["oauth_verifier"]
	switch {
	case len(token) > 1, len(denied) > 1, len(verifier) > 1:
		return bad(BadCallback, "the address says the same thing twice")
	case len(denied) == 1 && same(denied[0], f.requestToken):
		return bad(Denied, "the person said no on X's page")
	case len(denied) == 1, len(token) == 1 && !same(token[0], f.requestToken):
		return bad(OtherSignIn, "the address belongs to another sign-in")
	case len(token) == 0 || len(verifier) == 0 || !plausible(verifier[0]):
		return bad(BadCallback, "the address has no answer of X in it")
	}
	return verifier[0], nil
}

// same compares without telling by its time where two texts differ.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
