package credentials_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"hoist/credentials"
)

// The files of the tools, with keys that somebody made up.
const (
	// As Ruby writes it: what was the same text in memory is written once, and again as an alias.
	twurlFile = `---
profiles:
  zebra:
    CKzYxWv1:
      username: zebra
      consumer_key: CKzYxWv1
      consumer_secret: CSzYxWv1
      token: 11-ATzYxWv1
      secret: ASzYxWv1
  kestrel:
    CKzYxWv2:
      username: &1 kestrel
      consumer_key: &2 CKzYxWv2
      consumer_secret: CSzYxWv2
      token: 22-ATzYxWv2
      secret: ASzYxWv2
    CKzYxWv1:
      username: kestrel
      consumer_key: CKzYxWv1
      consumer_secret: CSzYxWv1
      token: 22-ATzYxWv3
      secret: ASzYxWv3
  adder:
    CKzYxWv1:
      username: adder
      consumer_key: CKzYxWv1
      consumer_secret: CSzYxWv1
      token: 33-ATzYxWv4
      secret: ASzYxWv4
configuration:
  default_profile:
  - *1
  - *2
aliases:
  t: "/1.1/statuses/update.json"
bearer_tokens:
  CKzYxWv1: AAAAzYxWv%2F
`
	xurlFile = `apps:
    default:
        client_id: ""
        client_secret: ""
    other:
        client_id: IDzYxWv
        client_secret: SEzYxWv
        default_user: kestrel
        oauth2_tokens:
            kestrel:
                type: oauth2
                oauth2:
                    access_token: O2zYxWv
                    refresh_token: O2zYxWv
                    expiration_time: 1789000000
        oauth1_token:
            type: oauth1
            oauth1: &keys
                access_token: 22-ATzYxWv2
                token_secret: ASzYxWv2
                consumer_key: CKzYxWv2
                consumer_secret: CSzYxWv2
        bearer_token:
            type: bearer
            bearer: AAAAzYxWv
    an app:
        oauth1_token:
            type: oauth1
            oauth1:
                access_token: 22-ATzYxWv3
                token_secret: ASzYxWv3
                consumer_key: CKzYxWv3
                consumer_secret: CSzYxWv3
    work:
        oauth1_token:
            type: oauth1
            oauth1:
                access_token: 11-ATzYxWv1
                token_secret: ASzYxWv1
                consumer_key: CKzYxWv1
                consumer_secret: CSzYxWv1
default_app: work
`
	xurlJSON = `{
  "oauth2_tokens": {"kestrel": {"type": "oauth2", "oauth2": {"access_token": "O2zYxWv\u0026", "expiration_time": 1789000000}}},
  "oauth1_tokens": {
    "type": "oauth1",
    "oauth1": {
      "access_token": "11-ATzYxWv1",
      "token_secret": "ASzYxWv1",
      "consumer_key": "CKzYxWv1",
      "consumer_secret": "CSzYxWv1"
    }
  },
  "bearer_token": {"type": "bearer", "bearer": "AAAAzYxWv"},
  "file_path": "/home/kestrel/.xurl"
}`
	oauth2Alone = `{"oauth2_tokens":{"kestrel":{"type":"oauth2","oauth2":{"access_token":"zYxWv"}}},"file_path":""}`

	// An older Ruby, with tags, and with base64 for what it does not know the encoding of.
	rubyFile = `--- !ruby/hash:Twurl::Data
profiles: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  kestrel:
    !binary "Q0t6WXhXdjE=": !map:Hash
      username: !str kestrel
      consumer_secret: !binary |-
        Q1N6WX
        hXdjE=
      token: !!binary MTEtQVR6WXhXdjE=
      secret: "ASzYxWv1"
`
	bomb = "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\n" +
		"d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e]\n" +
		"g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]\nprofiles: {a: &p {<<: *g, b: *g, token: *g, p: *p}, c: *p}\n"
)

// keys returns the made-up keys of one number.
func keys(consumer, access int, user string) credentials.Keys {
	return credentials.Keys{
		ConsumerKey: credentials.Secret(fmt.Sprintf("CKzYxWv%d", consumer)), ConsumerSecret: credentials.Secret(fmt.Sprintf("CSzYxWv%d", consumer)),
		AccessToken: credentials.Secret(fmt.Sprintf("%s-ATzYxWv%d", user, access)), AccessSecret: credentials.Secret(fmt.Sprintf("ASzYxWv%d", access)),
	}
}

func writeFile(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), ".twurlrc")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func profile(name, app, fields string) string {
	return fmt.Sprintf("profiles: {%s: {%s: {%s}}}\n", name, app, fields)
}
