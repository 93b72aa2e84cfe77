package credentials_test

import (
	"errors"
	"strings"
	"testing"

	"hoist/credentials"
)

func lookup(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok
	}
}

func TestFromEnvironment(t *testing.T) {
	all := map[string]string{
		"HOIST_CONSUMER_KEY": " ck ", "HOIST_CONSUMER_SECRET": "cs\n", "HOIST_ACCESS_TOKEN": "at", "HOIST_ACCESS_SECRET": "as",
	}
	a, ok, err := credentials.FromEnvironment(lookup(all))
	want := credentials.Account{Name: "environment", Auth: credentials.Keys{
		ConsumerKey: "ck", ConsumerSecret: "cs", AccessToken: "at", AccessSecret: "as",
	}}
	if !ok || err != nil || a != want {
		t.Fatalf("all four: %+v %v %v", a, ok, err)
	}
	if clean, err := a.Clean(); err != nil || clean != a {
		t.Errorf("the account cannot be used: %v", err)
	}
	for _, none := range []map[string]string{{}, {"HOIST_CONSUMER_KEY": "", "HOIST_ACCESS_TOKEN": " "}} {
		if a, ok, err := credentials.FromEnvironment(lookup(none)); ok || err != nil || a != (credentials.Account{}) {
			t.Errorf("none: %+v %v %v", a, ok, err)
		}
	}
}

func TestFromEnvironmentRefuses(t *testing.T) {
	for words, env := range map[string]map[string]string{
		"not set: HOIST_CONSUMER_SECRET, HOIST_ACCESS_SECRET": {"HOIST_CONSUMER_KEY": "zYxWv", "HOIST_ACCESS_TOKEN": "zYxWv"},
		"not set: HOIST_ACCESS_TOKEN": {
			"HOIST_CONSUMER_KEY": "zYxWv", "HOIST_CONSUMER_SECRET": "zYxWv", "HOIST_ACCESS_SECRET": "zYxWv", "HOIST_ACCESS_TOKEN": " ",
		},
		"HOIST_ACCESS_SECRET has white space": {
			"HOIST_CONSUMER_KEY": "zYxWv", "HOIST_CONSUMER_SECRET": "zYxWv", "HOIST_ACCESS_SECRET": "zYxWv zYxWv", "HOIST_ACCESS_TOKEN": "zYxWv",
		},
	} {
		a, ok, err := credentials.FromEnvironment(lookup(env))
		var known *credentials.Error
		if ok || !errors.As(err, &known) || known.Kind != credentials.BadKeys || a != (credentials.Account{}) {
			t.Errorf("%s: %+v %v %v", words, a, ok, err)
			continue
		}
		if !strings.Contains(err.Error(), words) || showsSecret(err.Error()) {
			t.Errorf("want %q, without values, in: %v", words, err)
		}
	}
}

// TestFingerprint is the same for the same keys, another for others, and none of them.
func TestFingerprint(t *testing.T) {
	keys := func(token string) string {
		return credentials.Fingerprint(lookup(map[string]string{
			"HOIST_CONSUMER_KEY": "zYxWv-key", "HOIST_CONSUMER_SECRET": "zYxWv", "HOIST_ACCESS_TOKEN": token, "HOIST_ACCESS_SECRET": "zYxWv",
		}))
	}
	one := keys("1-zYxWv")
	if one == "" || one != keys("1-zYxWv") || one == keys("2-zYxWv") || strings.Contains(one, "zYxWv") {
		t.Errorf("it is %q", one)
	}
	for _, none := range []map[string]string{{}, {"HOIST_CONSUMER_KEY": "zYxWv"}} {
		if got := credentials.Fingerprint(lookup(none)); got != "" {
			t.Errorf("of no keys it is %q", got)
		}
	}
}
