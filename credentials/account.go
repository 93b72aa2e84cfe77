package credentials

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"
)

// Bounds of what a person may type or X may send. X's own names have at most 15 characters and its keys at most 50.
const (
	maxNameBytes = 50
	maxKeyBytes  = 512
)

// Auth is how an account proves to X in whose name a request comes. [Keys] does it by OAuth 1.0a; another way is another
// type here, with a case in [encodeAccount]. Nothing outside this package knows which one it is.
type Auth interface {
	// Sign returns a transport that makes each request the account's own and hands it on to base. It may be used by
	// several goroutines at once. [Signer] sees to it that only requests to X reach it.
	Sign(base http.RoundTripper) http.RoundTripper
	// App returns the keys of the app with which the person signed in.
	App() App
	// clean returns it as it can be used, or an error of kind [BadKeys] that says what is wrong with it.
	clean() (Auth, error)
}

// Account is a person on X, and what it takes to upload in their name.
type Account struct {
	Name   string // X's screen name without @; upper and lower case are the same account
	UserID string // X's number for the account; empty where X has not said
	Auth   Auth

	// Access is X's x-access-level as it came with the sign-in: "read", "read-write" or
	// "read-write-directmessages". With "read" X refuses uploads. Empty where X has not said.
	Access string
}

// Clean returns the account as it can be used: white space around each field and the @ of the name stripped. An
// account that lacks a key, or has one that cannot be one, is an error of kind [BadKeys] that says which.
func (a Account) Clean() (Account, error) {
	const op = "check account"
	var err error
	if a.Name, err = cleanName(a.Name); err != nil {
		return Account{}, &Error{Op: op, Kind: BadKeys, Err: err}
	}
	a.UserID = trim(a.UserID)
	if len(a.UserID) > 20 || strings.Trim(a.UserID, "0123456789") != "" {
		return Account{}, &Error{Op: op, Kind: BadKeys, Err: errors.New("the user ID is not a number of at most 20 digits")}
	}
	a.Access = trim(a.Access)
	if len(a.Access) > maxNameBytes || strings.Trim(a.Access, "abcdefghijklmnopqrstuvwxyz-") != "" {
		return Account{}, &Error{Op: op, Kind: BadKeys, Err: errors.New("the access level is not one of X's")}
	}
	if a.Auth == nil {
		return Account{}, &Error{Op: op, Kind: BadKeys, Err: errors.New("the keys are missing")}
	}
	if a.Auth, err = a.Auth.clean(); err != nil {
		return Account{}, err
	}
	return a, nil
}

// cleanKey strips the white space that copying from a page brings along. Its errors go on from "the consumer key …".
func cleanKey(s Secret) (Secret, error) {
	key := trim(s.Reveal())
	switch {
	case key == "":
		return "", errors.New("is missing")
	case key == redacted: // a printed account was taken for a real one
		return "", errors.New("was redacted; it has to be copied from X's console again")
	case len(key) > maxKeyBytes:
		return "", fmt.Errorf("is longer than %d bytes", maxKeyBytes)
	case strings.ContainsFunc(key, invisible):
		return "", errors.New("has white space or invisible characters inside")
	}
	return Secret(key), nil
}

// cleanName lets through what can be X's name for an account, and what is safe as the name of an item in every
// keyring: it begins with no dash, which the tool of macOS would take for an option.
func cleanName(s string) (string, error) {
	name := strings.TrimPrefix(trim(s), "@")
	switch {
	case name == "":
		return "", errors.New("the account's name is missing")
	case len(name) > maxNameBytes:
		return "", fmt.Errorf("the account's name is longer than %d characters", maxNameBytes)
	case name[0] == '-' || strings.ContainsFunc(name, func(r rune) bool { return !inName(r) }):
		return "", errors.New("the account's name has characters other than letters, digits and _")
	}
	return name, nil
}

func inName(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' || r == '.'
}

// trim strips what surrounds a copied text: white space, and the marks without width that some pages hide in it.
func trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
}

// invisible reports whether a character cannot be meant: white space, control and format characters, broken UTF-8.
func invisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar
}

// item is an account as the keyring keeps it. It is the one place where keys are written out.
type item struct {
	Version        int    `json:"version"`
	Name           string `json:"name"`
	UserID         string `json:"user_id,omitempty"`
	ConsumerKey    string `json:"consumer_key"`
	ConsumerSecret string `json:"consumer_secret"`
	AccessToken    string `json:"access_token"`
	AccessSecret   string `json:"access_secret"`
	Access         string `json:"access,omitempty"`
}

// itemVersion is the version of item and index that this program writes and reads.
const itemVersion = 1

// maxItemBytes is what every keyring takes: Windows has a limit of 2,560 bytes for the value, macOS one of 4,096 for
// the value in base64 with the names.
const maxItemBytes = 2500

var (
	errTooBig     = fmt.Errorf("more than %d bytes", maxItemBytes)
	errUnreadable = errors.New("an item in the keyring cannot be read")
	errNewer      = errors.New("an item in the keyring was written by a newer version of this program")
)

func encodeAccount(a Account) (string, error) {
	switch auth := a.Auth.(type) {
	case Keys:
		return encodeItem(item{
			Version: itemVersion, Name: a.Name, UserID: a.UserID, Access: a.Access,
			ConsumerKey: auth.ConsumerKey.Reveal(), ConsumerSecret: auth.ConsumerSecret.Reveal(),
			AccessToken: auth.AccessToken.Reveal(), AccessSecret: auth.AccessSecret.Reveal(),
		})
	default:
		return "", errUnreadable // a way of signing that nobody can read back
	}
}

func decodeAccount(text string) (Account, error) {
	var it item
	if err := decodeItem(text, &it); err != nil {
		return Account{}, err
	}
	a, err := Account{
		Name: it.Name, UserID: it.UserID, Access: it.Access,
		Auth: Keys{
			ConsumerKey: Secret(it.ConsumerKey), ConsumerSecret: Secret(it.ConsumerSecret),
			AccessToken: Secret(it.AccessToken), AccessSecret: Secret(it.AccessSecret),
		},
	}.Clean()
	if err != nil {
		return Account{}, fmt.Errorf("%w: %w", errUnreadable, errors.Unwrap(err))
	}
	return a, nil
}

func encodeItem(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", errUnreadable
	}
	if len(text) > maxItemBytes {
		return "", errTooBig
	}
	return string(text), nil
}

// decodeItem reads an item of this version. The errors of encoding/json stay here: they quote what they stumble over.
func decodeItem(text string, into any) error {
	var head struct {
		Version int `json:"version"`
	}
	if len(text) > 1<<16 || json.Unmarshal([]byte(text), &head) != nil || head.Version < 1 {
		return errUnreadable
	}
	if head.Version > itemVersion {
		return errNewer
	}
	if json.Unmarshal([]byte(text), into) != nil {
		return errUnreadable
	}
	return nil
}
