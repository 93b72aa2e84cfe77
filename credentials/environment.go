package credentials

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// EnvironmentName is the name of the account that [FromEnvironment] makes: the variables hold keys and no name.
const EnvironmentName = "environment"

// The variables that [FromEnvironment] reads.
const (
	envConsumerKey    = "HOIST_CONSUMER_KEY"
	envConsumerSecret = "HOIST_CONSUMER_SECRET"
	envAccessToken    = "HOIST_ACCESS_TOKEN"
	envAccessSecret   = "HOIST_ACCESS_SECRET"
)

// FromEnvironment makes an account from HOIST_CONSUMER_KEY, HOIST_CONSUMER_SECRET, HOIST_ACCESS_TOKEN and
// HOIST_ACCESS_SECRET, for scripts and for computers without a keyring. ok is false when none of them is set; an
// empty one counts as not set. Some but not all, or one that cannot be a key, is an error of kind [BadKeys] that
// names the variables, never what is in them. lookup is os.LookupEnv.
func FromEnvironment(lookup func(name string) (string, bool)) (a Account, ok bool, err error) {
	var keys Keys
	var missing, garbled []string
	fields := []struct {
		name string
		key  *Secret
	}{
		{envConsumerKey, &keys.ConsumerKey},
		{envConsumerSecret, &keys.ConsumerSecret},
		{envAccessToken, &keys.AccessToken},
		{envAccessSecret, &keys.AccessSecret},
	}
	for _, f := range fields {
		value, _ := lookup(f.name)
		if trim(value) == "" {
			missing = append(missing, f.name)
			continue
		}
		clean, err := cleanKey(Secret(value))
		if err != nil {
			garbled = append(garbled, fmt.Sprintf("%s %v", f.name, err))
		}
		*f.key = clean
	}
	switch {
	case len(missing) == len(fields):
		return Account{}, false, nil
	case len(missing) > 0:
		err = fmt.Errorf("not set: %s", strings.Join(missing, ", "))
	case len(garbled) > 0:
		err = fmt.Errorf("%s", strings.Join(garbled, "; "))
	default:
		return Account{Name: EnvironmentName, Auth: keys}, true, nil
	}
	return Account{}, false, &Error{Op: "read keys from the environment", Kind: BadKeys, Err: err}
}

// Fingerprint tells the keys that [FromEnvironment] reads from others, for whoever must know whether two programs have the
// same; nobody can make a key of it. Empty: it makes no account.
func Fingerprint(lookup func(name string) (string, bool)) string {
	a, ok, err := FromEnvironment(lookup)
	keys, isKeys := a.Auth.(Keys)
	if !ok || err != nil || !isKeys {
		return ""
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(keys.ConsumerKey.Reveal()+"\n"+keys.AccessToken.Reveal())))
}
