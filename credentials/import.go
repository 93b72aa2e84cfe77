package credentials

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Bounds of another tool's file. Those that the tools write have a few hundred bytes an account.
const (
	maxFileBytes = 1 << 20
	maxFound     = 50
)

// Found is an account in a file of another tool, as it stands there.
type Found struct {
	Name string // X's screen name without @; empty where the file does not say
	Keys Keys   // cleaned
}

// Why a file holds no keys. None of them quotes the file: what is in there is secret, even where it is not understood.
var (
	errFolder     = errors.New("it is a folder")
	errNoFile     = errors.New("it is no regular file")
	errFileTooBig = errors.New("it is longer than 1 MiB")
	errNotYAML    = errors.New("it is neither YAML nor JSON")
	errNoEntry    = errors.New("no account of twurl or xurl is in it")
)

// KeyFiles returns which of the files of other tools are there: twurl's ~/.twurlrc, xurl's ~/.xurl, and ~/.xurl/auth.yml
// where newer versions of xurl have moved it. home is the person's home folder.
func KeyFiles(home string) []string {
	if home == "" { // without it the names would be those of the folder that the program runs in
		return nil
	}
	var there []string
	for _, name := range []string{".twurlrc", ".xurl", filepath.Join(".xurl", "auth.yml")} {
		path := filepath.Join(home, name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			there = append(there, path)
		}
	}
	return there
}

const opReadFile = "read key file"

// ReadFile reads the OAuth 1.0a keys in a file of twurl (~/.twurlrc) or of xurl (~/.xurl: its YAML of today and its
// JSON of before), and never changes it. What the tool uses by default comes first. Accounts without all four keys are
// left out; a file with none that is complete, or that cannot be read, is an error of kind [BadKeyFile] that says why
// and nothing of what is in the file.
func ReadFile(path string) ([]Found, error) {
	data, err := readRegular(path)
	if err != nil {
		return nil, &Error{Op: opReadFile, Kind: BadKeyFile, Err: err}
	}
	found, err := parseKeyFile(data)
	if err != nil {
		return nil, &Error{Op: opReadFile, Kind: BadKeyFile, Err: err}
	}
	return found, nil
}

// readRegular asks what a path is before it opens it: to open a pipe would wait for whoever writes to it.
func readRegular(path string) ([]byte, error) {
	switch info, err := os.Stat(path); {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errFolder
	case !info.Mode().IsRegular():
		return nil, errNoFile
	}
	file, err := os.Open(path) //nolint:gosec // the person chose this file
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, maxFileBytes+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > maxFileBytes:
		return nil, errFileTooBig
	}
	return data, nil
}

// entry is an account of a file, and what decides on its place among the others.
type entry struct {
	Found
	standard bool   // what the tool uses when it is told nothing else
	app      string // xurl's name for it
	err      error  // what is wrong with its keys; nil: nothing
}

// parseKeyFile reads a file of any of the tools: JSON is YAML, and none has a name at the top that another one has.
func parseKeyFile(data []byte) ([]Found, error) {
	root, err := parseYAML(data)
	if err != nil {
		return nil, err
	}
	entries := slices.Concat(twurlEntries(root), xurlEntries(root))
	slices.SortStableFunc(entries, func(a, b entry) int {
		switch {
		case a.standard != b.standard && a.standard:
			return -1
		case a.standard != b.standard:
			return 1
		}
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.app, b.app),
			strings.Compare(a.Keys.ConsumerKey.Reveal(), b.Keys.ConsumerKey.Reveal()))
	})
	var found []Found
	why, seen := errNoEntry, map[Found]bool{}
	for _, e := range entries {
		switch {
		case e.err != nil && errors.Is(why, errNoEntry):
			why = e.err
		case e.err == nil && !seen[e.Found] && len(found) < maxFound:
			seen[e.Found] = true
			found = append(found, e.Found)
		}
	}
	if len(found) == 0 {
		return nil, why
	}
	return found, nil
}

// parseYAML returns the outermost mapping. It stops at the tree of nodes, because decoding the tree into types compares
// each key with each, follows every alias, and guesses what a word such as "0x1f" means.
func parseYAML(data []byte) (root *yaml.Node, err error) {
	defer func() {
		// The library's own limits are good, but it reads what anybody may have written.
		if recover() != nil {
			root, err = nil, errNotYAML
		}
	}()
	var document yaml.Node
	// Neither tool writes directives, of which the library compares each with each. Its errors quote the file.
	if bytes.Contains(data, []byte("%TAG")) || yaml.Unmarshal(data, &document) != nil {
		return nil, errNotYAML
	}
	if len(document.Content) == 0 {
		return nil, errNoEntry
	}
	return document.Content[0], nil
}

// twurlEntries reads profiles: {NAME: {CONSUMER KEY: {username, consumer_key, consumer_secret, token, secret}}}.
func twurlEntries(root *yaml.Node) []entry {
	var standard [2]string
	if pair := at(root, "configuration", "default_profile"); pair != nil && pair.Kind == yaml.SequenceNode && len(pair.Content) == 2 {
		standard = [2]string{text(pair.Content[0]), text(pair.Content[1])}
	}
	var entries []entry
	for profile, apps := range pairs(at(root, "profiles")) {
		for app, account := range pairs(apps) {
			e := newEntry(cmp.Or(text(at(account, "username")), profile), Keys{
				ConsumerKey:    Secret(cmp.Or(text(at(account, "consumer_key")), app)),
				ConsumerSecret: Secret(text(at(account, "consumer_secret"))),
				AccessToken:    Secret(text(at(account, "token"))),
				AccessSecret:   Secret(text(at(account, "secret"))),
			})
			e.standard = standard == [2]string{profile, app}
			entries = append(entries, e)
		}
	}
	return entries
}

// xurlEntries reads apps: {APP: {oauth1_token: {oauth1: …}}}, and oauth1_tokens: {oauth1: …} of the versions before.
func xurlEntries(root *yaml.Node) []entry {
	var entries []entry
	add := func(app string, token *yaml.Node, standard bool) {
		if token == nil {
			return // signed in with OAuth 2.0 alone
		}
		e := newEntry("", Keys{
			ConsumerKey:    Secret(text(at(token, "consumer_key"))),
			ConsumerSecret: Secret(text(at(token, "consumer_secret"))),
			AccessToken:    Secret(text(at(token, "access_token"))),
			AccessSecret:   Secret(text(at(token, "token_secret"))),
		})
		e.app, e.standard = app, standard
		entries = append(entries, e)
	}
	standard := text(at(root, "default_app"))
	for app, tokens := range pairs(at(root, "apps")) {
		add(app, at(tokens, "oauth1_token", "oauth1"), app == standard)
	}
	add("", at(root, "oauth1_tokens", "oauth1"), false)
	return entries
}

func newEntry(name string, keys Keys) entry {
	var e entry
	e.Name, _ = cleanName(name) // what cannot be X's name is as good as none
	if e.Keys, e.err = keys.Clean(); e.err != nil {
		e.err = errors.Unwrap(e.err) // the file's kind is the one that counts
	}
	return e
}

// at follows the names down from mapping to mapping, and returns nil where one is not there. Of a name that stands
// there twice the last one counts, as in Ruby.
func at(n *yaml.Node, names ...string) *yaml.Node {
	for _, name := range names {
		var next *yaml.Node
		for key, value := range pairs(n) {
			if key == name {
				next = value
			}
		}
		n = next
	}
	return n
}

// pairs goes through a mapping, and through nothing where there is none. It follows no alias, with which a short file
// can be endless: the tools write none in place of a mapping.
func pairs(n *yaml.Node) func(yield func(key string, value *yaml.Node) bool) {
	return func(yield func(string, *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(text(n.Content[i]), n.Content[i+1]) {
				return
			}
		}
	}
}

// text returns a scalar as it stands in the file, be it 0x1f or yes. What is no scalar, or is longer than any key with
// the white space around it, counts as empty.
func text(n *yaml.Node) string {
	if n != nil && n.Kind == yaml.AliasNode {
		n = n.Alias // Ruby writes a text that it has twice in memory as an alias the second time
	}
	switch {
	case n == nil || n.Kind != yaml.ScalarNode || len(n.Value) > 2*maxKeyBytes:
		return ""
	case n.Tag == "!!null":
		return ""
	case n.Tag == "!binary" || n.Tag == "!!binary": // as Ruby writes texts that it does not know the encoding of
		value, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.Value), ""))
		if err != nil {
			return ""
		}
		return string(value)
	}
	return n.Value
}
