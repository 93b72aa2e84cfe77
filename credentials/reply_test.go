package credentials_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/credentials"
)

func coded(code int, message string) string {
	quoted, err := json.Marshal(message)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"errors":[{"code":%d,"message":%s}]}`, code, quoted)
}

// refusals are X's answers (x-api.md 1.8) and what is made of them at the first step; atPIN, where that differs.
var refusals = []struct {
	name        string
	answer      answer
	kind, atPIN credentials.Kind
	code        int
	message     string
}{
	{"wrong keys", answer{401, coded(32, "Could not authenticate you."), nil}, credentials.NotSignedIn, credentials.PINRefused, 32, "Could not authenticate you."},
	{"garbled header", answer{400, coded(215, "Bad Authentication data."), nil}, credentials.NotSignedIn, "", 215, "Bad Authentication data."},
	{"old text", answer{401, "Failed to validate oauth signature and token", nil}, credentials.NotSignedIn, credentials.PINRefused, 0, "Failed to validate oauth signature and token"},
	{"token revoked", answer{401, coded(89, "Invalid or expired token."), nil}, credentials.NotSignedIn, credentials.PINRefused, 89, "Invalid or expired token."},
	{"clock", answer{401, coded(135, "Timestamp out of bounds."), nil}, credentials.Clock, "", 135, "Timestamp out of bounds."},
	{"callback, XML", answer{403, `<?xml version='1.0' encoding='UTF-8'?><errors><error code="415">Callback URL not approved</error></errors>`, nil}, credentials.CallbackRefused, "", 415, "Callback URL not approved"},
	{"callback, JSON", answer{403, coded(415, "Callback URL not approved"), nil}, credentials.CallbackRefused, "", 415, "Callback URL not approved"},
	{"suspended", answer{403, coded(416, "Invalid / suspended application"), nil}, credentials.AppSuspended, "", 416, "Invalid / suspended application"},
	{"no callback, XML", answer{401, `<?xml version="1.0"?><errors><error code="417">Desktop applications only support the oauth_callback value 'oob'</error></errors>`, nil}, credentials.CallbackOOB, "", 417, "Desktop applications only support the oauth_callback value 'oob'"},
	{"no callback, hash", answer{401, "<?xml version=\"1.0\"?>\n<hash>\n<error>Desktop applications only support the oauth_callback value 'oob'</error>\n<request>/oauth/request_token</request></hash>", nil}, credentials.CallbackOOB, "", 0, "Desktop applications only support the oauth_callback value 'oob'"},
	{"wrong PIN", answer{401, "Error processing your OAuth request: Invalid oauth_verifier parameter", http.Header{"Content-Type": {"text/html"}}}, credentials.NotSignedIn, credentials.PINRefused, 0, "Error processing your OAuth request: Invalid oauth_verifier parameter"},
	{"used request token", answer{403, "Invalid request token.", nil}, credentials.Refused, credentials.PINRefused, 0, "Invalid request token."},
	{"rate limit", answer{429, coded(88, "Rate limit exceeded"), nil}, credentials.RateLimited, "", 88, "Rate limit exceeded"},
	{"rate limit at the edge", answer{429, "<html>slow down</html>", nil}, credentials.RateLimited, "", 0, ""},
	{"trouble", answer{503, coded(130, "Over capacity"), nil}, credentials.Server, "", 130, "Over capacity"},
	{"trouble at the edge", answer{502, "<html><h1>Bad gateway</h1>", nil}, credentials.Server, "", 0, ""},
	{"locked account", answer{403, coded(326, "To protect our users, this account is temporarily locked."), nil}, credentials.AccountLocked, "", 326, "To protect our users, this account is temporarily locked."},
	{"the other shape", answer{403, `{"request":"\/oauth\/request_token","error":"No."}`, nil}, credentials.Refused, "", 0, "No."},
	{"control characters", answer{403, coded(1, "a\n\x1b[31mb\u202ec"), nil}, credentials.Refused, "", 1, "a [31mb c"},
	{"problem", answer{401, `{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized for it"}`, nil}, credentials.NotSignedIn, credentials.PINRefused, 0, "Unauthorized for it"},
	{"empty", answer{403, "", nil}, credentials.Refused, "", 0, ""},
	{"broken JSON", answer{400, `{"errors":[{"co`, nil}, credentials.Refused, "", 0, ""},
	{"captive portal", answer{200, "<!DOCTYPE html><html><title>Hotel</title>", nil}, credentials.BadReply, "", 0, ""},
	{"captive portal, 403", answer{403, "<html><body>Please log in", nil}, credentials.BadReply, "", 0, ""},
	{"captive portal, 511", answer{511, "<html>", nil}, credentials.BadReply, "", 0, ""},
	{"redirect", answer{302, "", http.Header{"Location": {"https://evil.example/?oauth_token=1"}}}, credentials.BadReply, "", 0, ""},
	{"empty success", answer{200, "", nil}, credentials.BadReply, "", 0, ""},
	{"half a success", answer{200, "oauth_token=zYxWv", nil}, credentials.BadReply, "", 0, ""},
	{"not decodable", answer{200, "oauth_token=zYxWv%zz&oauth_token_secret=zYxWv", nil}, credentials.BadReply, "", 0, ""},
	{"too long", answer{200, goodToken + "&x=" + strings.Repeat("x", 64<<10), nil}, credentials.BadReply, "", 0, ""},
	{"echo", answer{403, coded(1, "you sent ECHO and zYxWv-cs, oauth_token_secret=abcdef, oauth_token: abcdef"), nil}, credentials.Refused, credentials.PINRefused, 1, "you sent [redacted] and [redacted], oauth_token_secret=[redacted], oauth_token=[redacted]"},
	{"echo as text", answer{403, "you sent ECHO", nil}, credentials.Refused, credentials.PINRefused, 0, "you sent [redacted]"},
}

func TestRefusals(t *testing.T) {
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			x := &script{replies: map[string]answer{"/oauth/request_token": c.answer}}
			p, err := beginWith(t, x)
			e := check(t, err, c.kind)
			if p != nil || e.Code != c.code || c.message != "" && e.Message != c.message {
				t.Errorf("code %d, message %q", e.Code, e.Message)
			}
			if len(x.asked) != 1 {
				t.Errorf("%d requests, want 1", len(x.asked))
			}

			x = &script{replies: map[string]answer{"/oauth/request_token": {status: 200, body: goodToken}, "/oauth/access_token": c.answer}}
			if p, err = beginWith(t, x); err != nil {
				t.Fatal(err)
			}
			kind := c.kind
			if c.atPIN != "" {
				kind = c.atPIN
			}
			_, err = p.Complete(t.Context(), pin)
			check(t, err, kind)
			notJudged := kind == credentials.BadReply || kind == credentials.Server || kind == credentials.RateLimited
			if p.Spent() == notJudged {
				t.Errorf("spent is %t", p.Spent())
			}
			x.replies["/oauth/access_token"] = answer{status: 200, body: goodAccess}
			_, err = p.Complete(t.Context(), pin)
			if notJudged && err != nil {
				t.Errorf("second try: %v", err)
			}
			if !notJudged {
				check(t, err, credentials.PINRefused)
			}
		})
	}
}

func TestPINIsHidden(t *testing.T) {
	p, err := beginWith(t, &script{replies: map[string]answer{
		"/oauth/request_token": {status: 200, body: goodToken}, "/oauth/access_token": {status: 401, body: "no such PIN: " + pin},
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Complete(t.Context(), pin)
	if e := check(t, err, credentials.PINRefused); e.Message != "no such PIN: [redacted]" {
		t.Errorf("message %q", e.Message)
	}
}

func TestClockSkew(t *testing.T) {
	for name, c := range map[string]struct {
		ahead time.Duration
		body  string
		kind  credentials.Kind
	}{
		"14 minutes ahead":       {14 * time.Minute, coded(135, "Timestamp out of bounds."), credentials.Clock},
		"a day behind":           {-24 * time.Hour, coded(135, "Timestamp out of bounds."), credentials.Clock},
		"told as the signature":  {time.Hour, coded(32, "Could not authenticate you."), credentials.Clock},
		"a little off, bad keys": {time.Minute, coded(32, "Could not authenticate you."), credentials.NotSignedIn},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				date := time.Now().Add(-c.ahead).UTC().Format(http.TimeFormat)
				_, err := beginWith(t, &script{replies: map[string]answer{
					"/oauth/request_token": {401, c.body, http.Header{"Date": {date}}},
				}})
				if e := check(t, err, c.kind); e.ClockSkew != c.ahead {
					t.Errorf("skew %s, want %s", e.ClockSkew, c.ahead)
				}
			})
		})
	}
}
