package credentials

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hoist/upload"
)

// bearer is a way of signing that there is not yet, as OAuth 2.0 would be one. It is all that such a way needs: neither
// the book, nor the gate in front of the signature, nor the engine know which one it is.
type bearer struct{ token Secret }

func (b bearer) Sign(base http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		signed := req.Clone(req.Context())
		signed.Header.Set("Authorization", "Bearer "+b.token.Reveal())
		return base.RoundTrip(signed)
	})
}

func (b bearer) App() App { return App{} }

func (b bearer) clean() (Auth, error) {
	if b.token == "" {
		return nil, &Error{Op: "check keys", Kind: BadKeys, Err: errors.New("the token is missing")}
	}
	return b, nil
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// TestAnotherWayOfSigning uploads a video with it, from the book through the gate to the engine's every request.
func TestAnotherWayOfSigning(t *testing.T) {
	var asked []string
	x := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer zYxWv" {
			t.Errorf("%s came with %q", r.URL.Path, r.Header.Get("Authorization"))
		}
		_, _ = io.Copy(io.Discard, r.Body)
		asked = append(asked, r.Method+" "+r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.URL.Path == "/2/users/me":
			w.Header().Set("X-Access-Level", "read-write")
			_, _ = io.WriteString(w, `{"data":{"id":"42","username":"Kestrel"}}`)
		case strings.HasSuffix(r.URL.Path, "/append"):
			_, _ = io.WriteString(w, `{"data":{"expires_at":9999999999}}`)
		default:
			_, _ = io.WriteString(w, `{"data":{"id":"1234567890123456789","media_key":"7_1","size":64,"expires_after_secs":86400}}`)
		}
	}))
	defer x.Close()

	b := newBook(t, newFakeKeyring(), nil)
	account, err := Check(t.Context(), Endpoint{BaseURL: x.URL}, bearer{"zYxWv"}, nil)
	if err == nil {
		err = b.Remember(t.Context(), account)
	}
	if err == nil {
		account, err = b.Load(t.Context(), "kestrel")
	}
	if err != nil || account.UserID != "42" || account.Access != "read-write" {
		t.Fatalf("got %+v, %v", account, err)
	}
	if err := b.Keep(t.Context(), "kestrel"); kindOf(err) != KeyringFailed {
		t.Errorf("the keyring took what it could not give back: %v", err)
	}

	const video = "../upload/video/testdata/faststart.mp4"
	engine, err := upload.New(upload.Account{Name: account.Name, BaseURL: x.URL, Sign: Signer(account, x.URL)}, upload.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	job := engine.NewJob(upload.Request{File: video, Category: upload.TweetVideo})
	job.Start(t.Context())
	var last upload.Finished
	for e := range job.Events() {
		if finished, ok := e.(upload.Finished); ok {
			last = finished
		}
	}
	if last.Result == nil || last.Result.MediaID != "1234567890123456789" {
		t.Errorf("it ended as %+v after %q", last, asked)
	}

	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("another host got %q", r.Header.Get("Authorization"))
	}))
	defer other.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, other.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Signer(account, x.URL)(nil).RoundTrip(req); kindOf(err) != BadAddress { //nolint:bodyclose // there is none
		t.Errorf("got %v", err)
	}
}
