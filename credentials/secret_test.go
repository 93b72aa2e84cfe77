package credentials_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"hoist/credentials"
)

// The values that must show up nowhere. Their hex forms are looked for, too.
var account = credentials.Account{
	Name: "Kestrel_Films", UserID: "6253282", Access: "read-write",
	Auth: credentials.Keys{
		ConsumerKey: "zYxWv-consumer-key", ConsumerSecret: "zYxWv-consumer-secret",
		AccessToken: "6253282-zYxWv-token", AccessSecret: "zYxWv-token-secret",
	},
}

func showsSecret(text string) bool {
	lower := strings.ToLower(text)
	for _, form := range []string{
		"zYxWv", fmt.Sprintf("%x", "zYxWv"), fmt.Sprintf("% x", "zYxWv"), fmt.Sprintf("%# x", "zYxWv"),
		"122 89 120 87 118", // the bytes, as %v and %d show them
	} {
		if strings.Contains(lower, strings.ToLower(form)) {
			return true
		}
	}
	return false
}

func TestSecretsAreNotPrinted(t *testing.T) {
	memory := credentials.NewMemory()
	if err := memory.Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	signer := credentials.Signer(account, "https://api.x.com")(http.DefaultTransport)
	holders := map[string]any{
		"secret":   account.Auth.(credentials.Keys).ConsumerKey,
		"pointer":  new(account.Auth.(credentials.Keys).ConsumerKey),
		"list":     []credentials.Secret{account.Auth.(credentials.Keys).ConsumerKey},
		"map":      map[string]credentials.Secret{"key": account.Auth.(credentials.Keys).AccessToken},
		"keys":     account.Auth,
		"account":  account,
		"*account": &account,
		"nested":   struct{ A credentials.Account }{account},
		"memory":   memory,
		"signer":   signer,
	}
	for name, v := range holders {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%#x", "%d", "%t", "%c", "%U", "%e", "%T"} {
			if got := fmt.Sprintf(verb, v); showsSecret(got) {
				t.Errorf("%s with %s: %s", name, verb, got)
			}
		}
		if got := fmt.Errorf("wrapped: %v", v).Error(); showsSecret(got) {
			t.Errorf("%s in an error: %s", name, got)
		}
		for kind, handler := range map[string]func(io.Writer) slog.Handler{
			"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
			"json": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
		} {
			var b bytes.Buffer
			slog.New(handler(&b)).With("with", v).Info("m", "v", v, slog.Group("g", "v", v))
			if showsSecret(b.String()) {
				t.Errorf("%s in a %s log: %s", name, kind, b.String())
			}
		}
		if got, err := json.Marshal(v); err == nil && showsSecret(string(got)) {
			t.Errorf("%s as JSON: %s", name, got)
		}
		if got, err := xml.Marshal(v); err == nil && showsSecret(string(got)) {
			t.Errorf("%s as XML: %s", name, got)
		}
	}
}

func TestSecretShowsThatItIsOne(t *testing.T) {
	const want = "[redacted]"
	s := credentials.Secret("abc")
	encoded, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []string{
		s.String(), s.GoString(), fmt.Sprintf("%x", s), strings.Trim(string(encoded), `"`), s.LogValue().String(),
		credentials.Secret("").String(),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if s.Reveal() != "abc" {
		t.Error("Reveal does not give the text")
	}
}

func TestErrorLine(t *testing.T) {
	cause := errors.New("the cause")
	err := &credentials.Error{
		Op: "ask", Kind: credentials.Clock, Status: 401, Code: 135, Message: "Timestamp out of bounds.",
		ClockSkew: 840e9, Err: cause,
	}
	const want = "ask: clock: HTTP 401: code 135: Timestamp out of bounds.: clock off by 14m0s: the cause"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	if err.ErrorKind() != "clock" || !errors.Is(err, cause) {
		t.Error("kind or cause is lost")
	}
	if status, code, words, skew := err.Answer(); status != 401 || code != 135 || words != err.Message || skew != 840e9 {
		t.Errorf("answer is %d %d %q %s", status, code, words, skew)
	}
}
