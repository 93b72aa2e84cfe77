package credentials

import (
	"strings"
	"testing"
)

func keys(a, b, c, d Secret) Keys {
	return Keys{ConsumerKey: a, ConsumerSecret: b, AccessToken: c, AccessSecret: d}
}

func kindOf(err error) Kind {
	if e, ok := err.(*Error); ok { //nolint:errorlint // the package promises the type itself
		return e.Kind
	}
	return ""
}

func TestClean(t *testing.T) {
	got, err := Account{
		Name: " @Kestrel_1\n", UserID: " 42 ", Access: " read-write ",
		Auth: keys(" ck\r\n", "\ufeffcs\u200b", "\u00a0at\u00a0", "\tas"),
	}.Clean()
	want := Account{Name: "Kestrel_1", UserID: "42", Access: "read-write", Auth: keys("ck", "cs", "at", "as")}
	if err != nil || got != want {
		t.Fatalf("got %+v, %v", got, err)
	}
	for _, odd := range []Secret{"a+b/c=", "ä&%20", "日本語", "\"quoted\\"} {
		if got, err := keys(odd, odd, odd, odd).Clean(); err != nil || got.AccessSecret != odd {
			t.Errorf("%s is not taken: %v", odd.Reveal(), err)
		}
	}
}

func TestCleanRefuses(t *testing.T) {
	good := keys("ck", "cs", "at", "as")
	for words, a := range map[string]Account{
		"the consumer key is missing":                {Name: "a", Auth: keys(" ", "cs", "at", "as")},
		"the consumer secret is missing":             {Name: "a", Auth: keys("ck", "", "at", "as")},
		"the access token is missing":                {Name: "a", Auth: keys("ck", "cs", "\n", "as")},
		"the access token secret is missing":         {Name: "a", Auth: keys("ck", "cs", "at", "")},
		"the consumer key has white space":           {Name: "a", Auth: keys("c\nk", "cs", "at", "as")},
		"the consumer secret has white space":        {Name: "a", Auth: keys("ck", "c\x00s", "at", "as")},
		"the access token has white space":           {Name: "a", Auth: keys("ck", "cs", "a\u200bt", "as")},
		"the access token secret has white space":    {Name: "a", Auth: keys("ck", "cs", "at", "a\xffs")},
		"the access token secret is longer than 512": {Name: "a", Auth: keys("ck", "cs", "at", Secret(strings.Repeat("s", 513)))},
		"the consumer secret was redacted":           {Name: "a", Auth: keys("ck", Secret(Secret("x").String()), "at", "as")},
		"name is missing":                            {Name: " @ ", Auth: good},
		"name is longer":                             {Name: strings.Repeat("n", 51), Auth: good},
		"name has characters":                        {Name: "index of accounts", Auth: good},
		"other than letters":                         {Name: "-a", Auth: good},
		"the user ID":                                {Name: "a", UserID: "4x", Auth: good},
		"the access level":                           {Name: "a", Access: "READ\n", Auth: good},
	} {
		got, err := a.Clean()
		if kindOf(err) != BadKeys || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: got %v", words, err)
		}
		if got != (Account{}) {
			t.Errorf("%s: an account came back with the error", words)
		}
	}
}

func TestItemOfTheKeyring(t *testing.T) {
	want := Account{Name: "Kestrel", UserID: "42", Access: "read", Auth: keys("a+b", "ä\"<>&", "at", "as")}
	text, err := encodeAccount(want)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := decodeAccount(text); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	// Another minor version may add a field.
	if got, err := decodeAccount(strings.Replace(text, "{", `{"later":{"x":[1]},`, 1)); err != nil || got != want {
		t.Errorf("with an unknown field: %+v, %v", got, err)
	}
	large, long := want, Secret(strings.Repeat("<", maxKeyBytes)) // six bytes each in JSON
	large.Auth = Keys{long, long, long, long}
	if _, err := encodeAccount(large); err != errTooBig { //nolint:errorlint // this very one
		t.Errorf("too large: %v", err)
	}
}

func TestItemOfTheKeyringThatIsNone(t *testing.T) {
	for text, want := range map[string]error{
		"":                           errUnreadable,
		"zYxWv":                      errUnreadable,
		"null":                       errUnreadable,
		"[1]":                        errUnreadable,
		`{"name":"a"}`:               errUnreadable,
		`{"version":0}`:              errUnreadable,
		`{"version":"zYxWv"}`:        errUnreadable,
		`{"version":1}`:              errUnreadable,
		`{"version":1,"name":12345}`: errUnreadable,
		`{"version":1,"name":"a","consumer_key":"zYxWv","consumer_secret":"s","access_token":"t"}`: errUnreadable,
		`{"version":2,"name":{"zYxWv":1}}`:                       errNewer,
		`{"version":1,"x":"` + strings.Repeat("x", 1<<16) + `"}`: errUnreadable,
	} {
		a, err := decodeAccount(text)
		if err == nil || !strings.HasPrefix(err.Error(), want.Error()) || a != (Account{}) {
			t.Errorf("%.60s: got %v", text, err)
		}
		if err != nil && (strings.Contains(err.Error(), "zYxWv") || strings.Contains(err.Error(), "12345")) {
			t.Errorf("the error quotes the item: %v", err)
		}
	}
}

func FuzzDecodeAccount(f *testing.F) {
	good, err := encodeAccount(Account{Name: "a", Auth: keys("ck", "cs", "at", "as")})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(`{"version":1e99}`)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := decodeAccount(text)
		if err != nil {
			return
		}
		if clean, err := a.Clean(); err != nil || clean != a {
			t.Errorf("an account that is not clean came out: %v", err)
		}
	})
}
