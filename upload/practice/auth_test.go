package practice_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dghubble/oauth1"

	"hoist/upload/practice"
)

// TestOddKeys has another library sign with keys and parameters that need every kind of escaping.
func TestOddKeys(t *testing.T) {
	r := start(t, practice.Options{Keys: practice.Keys{
		ConsumerKey: "a b%2F+&=/é", ConsumerSecret: "%&+ ü~", AccessToken: `1-"x",=%25 ☃`, AccessSecret: "s&e=c r+et%",
	}})
	query := url.Values{
		"user.fields": {"a b+c", "a%20b"}, "ü=&": {"~-._!*'()"}, "": {"empty name"}, "plus+": {""}, "emoji": {"🎬"},
	}
	// dghubble/oauth1 signs only the first of several values under one name.
	query.Del("user.fields")
	a := r.do("GET", "/2/users/me?"+query.Encode(), "", nil)
	equal(t, "odd query", a.status, 200)
	form := url.Values{
		"command": {"INIT"}, "total_bytes": {"3"}, "media_type": {"video/mp4"}, "additional_owners": {"1,2"},
		"x y": {"a+b & c=d%"}, "é": {"ü ☃"},
	}
	a = r.do("POST", v1Path+"?note=a+b%2Bc", asForm, strings.NewReader(form.Encode()))
	equal(t, "odd form", a.status, 202)
}

// TestSHA256 signs with the longer digest.
func TestSHA256(t *testing.T) {
	r := start(t, practice.Options{})
	k := r.s.Keys()
	c := oauth1.NewConfig(k.ConsumerKey, k.ConsumerSecret)
	c.Signer = &oauth1.HMAC256Signer{ConsumerSecret: k.ConsumerSecret}
	r.http = signing(c, k, r.wire)
	equal(t, "status", r.do("GET", "/2/users/me", "", nil).status, 200)
}

// TestKeys looks at the random keys: X's lengths, and others each time.
func TestKeys(t *testing.T) {
	a, b := start(t, practice.Options{}).s.Keys(), start(t, practice.Options{}).s.Keys()
	if len(a.ConsumerKey) != 25 || len(a.ConsumerSecret) != 50 || len(a.AccessToken) != 51 || len(a.AccessSecret) != 45 {
		t.Errorf("lengths of %+v", a)
	}
	if a.ConsumerKey == b.ConsumerKey || a.ConsumerSecret == b.ConsumerSecret || a.AccessToken == b.AccessToken || a.AccessSecret == b.AccessSecret {
		t.Error("the same keys twice")
	}
}

// TestRefusedSignatures are the ways not to be let in, in both generations.
func TestRefusedSignatures(t *testing.T) {
	each(t, func(t *testing.T, g wire) {
		r := start(t, practice.Options{})
		good := r.s.Keys()
		none := &http.Client{Transport: r.wire}
		send := func(hc *http.Client) answer {
			t.Helper()
			a, err := r.try(t.Context(), hc, "GET", map[string]string{"v2": "/2/media/upload?media_id=1", "v1.1": v1Path + "?command=STATUS&media_id=1"}[g.name], "", nil)
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		with := func(change func(k *practice.Keys)) *http.Client {
			k := good
			change(&k)
			return signing(oauth1.NewConfig(k.ConsumerKey, k.ConsumerSecret), k, r.wire)
		}
		header := func(value string) *http.Client {
			return &http.Client{Transport: headerSetter{r.wire, value}}
		}
		isV2 := g.name == "v2"
		pick := func(v2, v1 string) string {
			if isV2 {
				return v2
			}
			return v1
		}
		for _, tt := range []struct {
			name       string
			hc         *http.Client
			status, v1 int
			want       string
		}{
			{"nothing", none, 401, 400, pick(`{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}`, `{"errors":[{"code":215,"message":"Bad Authentication data."}]}`)},
			{"garbled", header("OAuth oauth_nonce"), 400, 400, `"code":215`},
			{"half", header(`OAuth oauth_nonce="a", oauth_version="1.0"`), 400, 400, `"code":215`},
			{"bearer", header("Bearer abc"), 403, 403, pick("Unsupported Authentication", `"title":"Forbidden"`)},
			{"consumer key", with(func(k *practice.Keys) { k.ConsumerKey += "x" }), 401, 401, `{"errors":[{"code":32,"message":"Could not authenticate you."}]}`},
			{"consumer secret", with(func(k *practice.Keys) { k.ConsumerSecret += "x" }), 401, 401, `"code":32`},
			{"access secret", with(func(k *practice.Keys) { k.AccessSecret += "x" }), 401, 401, `"code":32`},
			{"access token", with(func(k *practice.Keys) { k.AccessToken += "x" }), 401, 401, `{"errors":[{"code":89,"message":"Invalid or expired token."}]}`},
		} {
			a := send(tt.hc)
			want := tt.v1
			if isV2 {
				want = tt.status
			}
			equal(t, tt.name, a.status, want)
			contains(t, tt.name, a.body, tt.want)
		}
		if a := send(with(func(*practice.Keys) {})); a.status == 401 {
			t.Errorf("right keys refused: %s", a.body)
		}
	})
}

// headerSetter sends a fixed Authorization header.
type headerSetter struct {
	next  http.RoundTripper
	value string
}

func (h headerSetter) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", h.value)
	return h.next.RoundTrip(r)
}

// TestClock tells a wrong clock from wrong keys, and the right time.
func TestClock(t *testing.T) {
	for skew, want := range map[time.Duration]int{
		4 * time.Minute: 200, -4 * time.Minute: 200, 6 * time.Minute: 401, -6 * time.Minute: 401,
	} {
		r := start(t, practice.Options{ClockSkew: skew})
		a := r.do("GET", "/2/users/me", "", nil)
		equal(t, skew.String(), a.status, want)
		if want == 401 {
			equal(t, "body", a.body, `{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}`)
		}
		date, err := http.ParseTime(a.header.Get("Date"))
		if off := time.Until(date) - skew; err != nil || off.Abs() > time.Minute {
			t.Errorf("Date is off by %v: %v", off, err)
		}
	}
}

// TestNonce takes a signed header once.
func TestNonce(t *testing.T) {
	r := start(t, practice.Options{})
	spy := &headerKeeper{next: r.wire}
	k := r.s.Keys()
	hc := signing(oauth1.NewConfig(k.ConsumerKey, k.ConsumerSecret), k, spy)
	if a, err := r.try(t.Context(), hc, "GET", "/2/users/me", "", nil); err != nil || a.status != 200 {
		t.Fatal(a.status, err)
	}
	again := &http.Client{Transport: headerSetter{r.wire, spy.value}}
	a, err := r.try(t.Context(), again, "GET", "/2/users/me", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "again", a.status, 401)
	contains(t, "again", a.body, `"code":32`)
}

type headerKeeper struct {
	next  http.RoundTripper
	value string
}

func (h *headerKeeper) RoundTrip(r *http.Request) (*http.Response, error) {
	h.value = r.Header.Get("Authorization")
	return h.next.RoundTrip(r)
}

// TestReadOnly lets an app that may not write only look.
func TestReadOnly(t *testing.T) {
	each(t, func(t *testing.T, g wire) {
		r := start(t, practice.Options{AppAccess: "read"})
		a := g.init(r, 3)
		equal(t, "INIT", a.status, 403)
		equal(t, "x-access-level", a.header.Get("X-Access-Level"), "read")
		contains(t, "INIT", a.body, map[string]string{"v2": "2/problems/oauth1-permissions", "v1.1": `"code":261`}[g.name])
		equal(t, "users/me", r.do("GET", "/2/users/me", "", nil).status, 200)
	})
}

// TestTLS serves from files and has https in what is signed.
func TestTLS(t *testing.T) {
	cert, key, pool := certificate(t)
	r := start(t, practice.Options{CertFile: cert, KeyFile: key})
	contains(t, "URL", r.base, "https://127.0.0.1:")
	r.wire.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	each(t, func(t *testing.T, g wire) {
		id := r.open(g, 300_000)
		r.put(g, id, 0, strings.Repeat("x", 300_000))
		equal(t, "FINALIZE", g.finalize(r, id).status/100, 2)
	})
}

func certificate(t *testing.T) (certFile, keyFile string, pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour),
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, b []byte) (string, []byte) {
		text := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b})
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path, text
	}
	certFile, certText := write("cert.pem", "CERTIFICATE", cert)
	keyFile, _ = write("key.pem", "PRIVATE KEY", private)
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(certText)
	return certFile, keyFile, pool
}
