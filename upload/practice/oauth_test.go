package practice

import (
	"strings"
	"testing"
)

// header builds an Authorization header from names and values that are encoded already.
func header(pairs ...string) string {
	var fields []string
	for i := 0; i+1 < len(pairs); i += 2 {
		fields = append(fields, pairs[i]+`="`+pairs[i+1]+`"`)
	}
	return "OAuth " + strings.Join(fields, ", ")
}

// TestBaseString is the example of RFC 5849, section 3.4.1.1, with its repeated, empty and escaped parameters.
func TestBaseString(t *testing.T) {
	query, err := parseForm("b5=%3D%253D&a3=a&c%40=&a2=r%20b")
	if err != nil {
		t.Fatal(err)
	}
	form, err := parseForm("c2&a3=2+q")
	if err != nil {
		t.Fatal(err)
	}
	params, err := parseAuthorization(header(
		"realm", "Example", "oauth_consumer_key", "9djdj82h48djs9d2", "oauth_token", "kkk9d7dh3k39sjv7",
		"oauth_signature_method", "HMAC-SHA1", "oauth_timestamp", "137131201", "oauth_nonce", "7d8f3e4a",
		"oauth_signature", "bYT5CMsGcbgUdFHObYMEfcx6bsw%3D",
	))
	if err != nil {
		t.Fatal(err)
	}
	r := oauthRequest{
		method: "POST", scheme: "http", host: "EXAMPLE.COM:80", path: "/request", query: query, form: form, header: params,
	}
	const want = "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26" +
		"c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3D" +
		"HMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
	if got := r.base(); got != want {
		t.Errorf("base string\n got %s\nwant %s", got, want)
	}
}

// TestDocumentedSignatures are the exchanges of RFC 5849, section 1.2, and the example of X's page "Creating a
// signature".
func TestDocumentedSignatures(t *testing.T) {
	const photos = "kd94hf93k423kf44"
	for _, tt := range []struct {
		name                        string
		method, scheme, host, path  string
		query, form, authorization  string
		consumerSecret, tokenSecret string
	}{
		{
			"RFC 5849 initiate", "POST", "https", "photos.example.net", "/initiate", "", "",
			header("realm", "Photos", "oauth_consumer_key", "dpf43f3p2l4k3l03", "oauth_signature_method", "HMAC-SHA1",
				"oauth_timestamp", "137131200", "oauth_nonce", "wIjqoS", "oauth_callback",
				"http%3A%2F%2Fprinter.example.com%2Fready", "oauth_signature", "74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D"),
			photos, "",
		},
		{
			"RFC 5849 token", "POST", "https", "photos.example.net", "/token", "", "",
			header("realm", "Photos", "oauth_consumer_key", "dpf43f3p2l4k3l03", "oauth_token", "hh5s93j4hdidpola",
				"oauth_signature_method", "HMAC-SHA1", "oauth_timestamp", "137131201", "oauth_nonce", "walatlh",
				"oauth_verifier", "hfdp7dh39dks9884", "oauth_signature", "gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D"),
			photos, "hdhd0244k9j7ao03",
		},
		{
			"RFC 5849 photos", "GET", "http", "photos.example.net", "/photos", "file=vacation.jpg&size=original", "",
			header("realm", "Photos", "oauth_consumer_key", "dpf43f3p2l4k3l03", "oauth_token", "nnch734d00sl2jdk",
				"oauth_signature_method", "HMAC-SHA1", "oauth_timestamp", "137131202", "oauth_nonce", "chapoH",
				"oauth_signature", "MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"),
			photos, "pfkkdhi9sl3r4s00",
		},
		{
			"X", "POST", "https", "api.twitter.com", "/1.1/statuses/update.json", "include_entities=true",
			"status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21",
			header("oauth_consumer_key", "xvz1evFS4wEEPTGEFPHBog", "oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
				"oauth_signature", "hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D", "oauth_signature_method", "HMAC-SHA1",
				"oauth_timestamp", "1318622958", "oauth_token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
				"oauth_version", "1.0"),
			"kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := oauthRequest{method: tt.method, scheme: tt.scheme, host: tt.host, path: tt.path}
			var err error
			if r.header, err = parseAuthorization(tt.authorization); err != nil {
				t.Fatal(err)
			}
			if r.query, err = parseForm(tt.query); err != nil {
				t.Fatal(err)
			}
			if r.form, err = parseForm(tt.form); err != nil {
				t.Fatal(err)
			}
			if !r.signedBy(tt.consumerSecret, tt.tokenSecret) {
				got, _ := r.signature(tt.consumerSecret, tt.tokenSecret)
				t.Errorf("computed %s, documented %s\nbase string %s", got, r.value("oauth_signature"), r.base())
			}
			if r.signedBy(tt.consumerSecret+"x", tt.tokenSecret) || r.signedBy(tt.consumerSecret, tt.tokenSecret+"x") {
				t.Error("taken with another secret")
			}
			r.path += "/"
			if r.signedBy(tt.consumerSecret, tt.tokenSecret) {
				t.Error("taken for another path")
			}
		})
	}
}

func TestAuthorizationHeaderStrict(t *testing.T) {
	for _, h := range []string{
		"", "OAuth", "Basic Zm9vOmJhcg==", `OAuth oauth_nonce`, `OAuth oauth_nonce=abc`, `OAuth oauth_nonce="abc`,
		`OAuth oauth_nonce="a", oauth_nonce="a"`, `OAuth oauth_nonce="%zz"`, `OAuth a="b",,c="d"`,
	} {
		if p, err := parseAuthorization(h); err == nil {
			t.Errorf("%q taken as %v", h, p)
		}
	}
}

func TestBaseURIPorts(t *testing.T) {
	for want, r := range map[string]oauthRequest{
		"http://x.test/a":        {scheme: "http", host: "X.test:80", path: "/a"},
		"https://x.test/a":       {scheme: "https", host: "x.test:443", path: "/a"},
		"http://x.test:443/a":    {scheme: "http", host: "x.test:443", path: "/a"},
		"http://127.0.0.1:8080/": {scheme: "http", host: "127.0.0.1:8080", path: "/"},
	} {
		if got := r.baseURI(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
