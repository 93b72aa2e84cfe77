package xapi_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	"hoist/upload/xapi"
)

const (
	subset453 = "You currently have access to a subset of Twitter API v2 endpoints and limited v1.1 endpoints (e.g. media post, oauth) only. " +
		"If you need access to this endpoint, you may need a different access level. You can learn more here: https://developer.twitter.com/en/portal/product"
	invalidRequest = `"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.twitter.com/2/problems/invalid-request"}`
)

// refusals are X's, from its documentation, recorded exchanges and the trackers of its clients (x-api.md 1.8 and 2.8).
var refusals = []struct {
	op      xapi.Op
	status  int
	body    string
	kind    xapi.Kind
	code    int
	message string
}{
	// v1.1
	{xapi.OpFinalize, 400, `{"request":"\/1.1\/media\/upload.json","error":"Segments do not add up to provided total file size."}`, xapi.SegmentsMissing, 0, "Segments do not add up to provided total file size."},
	{xapi.OpAppend, 400, `{"request":"\/1.1\/media\/upload.json","error":"SegmentIndex must be between 0 and 999."}`, xapi.Refused, 0, "SegmentIndex must be between 0 and 999."},
	{xapi.OpInit, 400, `{"request":"\/1.1\/media\/upload.json","error":"media type unrecognized."}`, xapi.Refused, 0, "media type unrecognized."},
	{xapi.OpFinalize, 400, `{"request":"\/1.1\/media\/upload.json","error":"Invalid or unsupported media, Reason: UnsupportedMedia."}`, xapi.Refused, 0, "Invalid or unsupported media, Reason: UnsupportedMedia."},
	{xapi.OpAppend, 400, `{"errors":[{"code":38,"message":"media parameter is missing."}]}`, xapi.Refused, 38, "media parameter is missing."},
	{xapi.OpInit, 400, `{"errors":[{"code":215,"message":"Bad Authentication data."}]}`, xapi.NotSignedIn, 215, "Bad Authentication data."},
	{xapi.OpFinalize, 400, `{"errors":[{"code":324,"message":"The validation of media ids failed."}]}`, xapi.NotFound, 324, "The validation of media ids failed."},
	{xapi.OpStatus, 400, `{"errors":[{"code":325,"message":"A media id was not found."}]}`, xapi.NotFound, 325, "A media id was not found."},
	{xapi.OpInit, 401, `{"errors":[{"code":32,"message":"Could not authenticate you."}]}`, xapi.NotSignedIn, 32, "Could not authenticate you."},
	{xapi.OpInit, 401, `{"errors":[{"code":89,"message":"Invalid or expired token."}]}`, xapi.TokenRevoked, 89, "Invalid or expired token."},
	{xapi.OpInit, 401, `{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}`, xapi.Clock, 135, "Timestamp out of bounds."},
	{xapi.OpInit, 403, `{"errors":[{"code":64,"message":"Your account is suspended and is not permitted to access this feature."}]}`, xapi.AccountLocked, 64, "Your account is suspended and is not permitted to access this feature."},
	{xapi.OpInit, 403, `{"errors":[{"code":261,"message":"Application cannot perform write actions."}]}`, xapi.ReadOnly, 261, "Application cannot perform write actions."},
	{xapi.OpInit, 403, `{"errors":[{"code":326,"message":"To protect our users, this account is temporarily locked."}]}`, xapi.AccountLocked, 326, "To protect our users, this account is temporarily locked."},
	{xapi.OpInit, 403, `{"errors":[{"code":453,"message":"` + subset453 + `"}]}`, xapi.EndpointClosed, 453, subset453},
	{xapi.OpInit, 403, `{"errors":[{"code":416,"message":"Invalid / suspended application"}]}`, xapi.Forbidden, 416, "Invalid / suspended application"},
	{xapi.OpInit, 403, `Forbidden`, xapi.Forbidden, 0, "Forbidden"},
	{xapi.OpStatus, 404, `{"errors":[{"code":34,"message":"Sorry, that page does not exist."}]}`, xapi.NotFound, 34, "Sorry, that page does not exist."},
	{xapi.OpStatus, 400, `{"errors":[{"code":34,"message":"Sorry, that page does not exist."}]}`, xapi.NotFound, 34, "Sorry, that page does not exist."},
	{xapi.OpStatus, 404, ``, xapi.NotFound, 0, ""},
	{xapi.OpAppend, 410, ``, xapi.NotFound, 0, ""},
	{xapi.OpInit, 410, ``, xapi.EndpointClosed, 0, ""},
	{xapi.OpInit, 404, `{"errors":[{"code":34,"message":"Sorry, that page does not exist."}]}`, xapi.EndpointClosed, 34, "Sorry, that page does not exist."},
	{xapi.OpAppend, 413, ``, xapi.SegmentTooLarge, 0, ""},
	{xapi.OpAppend, 431, ``, xapi.SegmentTooLarge, 0, ""},
	{xapi.OpInit, 413, ``, xapi.Refused, 0, ""},
	{xapi.OpAppend, 429, `{"errors":[{"code":88,"message":"Rate limit exceeded"}]}`, xapi.RateLimited, 88, "Rate limit exceeded"},
	{xapi.OpAppend, 420, `{"errors":[{"code":88,"message":"Rate limit exceeded"}]}`, xapi.RateLimited, 88, "Rate limit exceeded"},
	{xapi.OpAppend, 500, `{"errors":[{"code":131,"message":"Internal error"}]}`, xapi.Server, 131, "Internal error"},
	{xapi.OpAppend, 503, `{"errors":[{"code":130,"message":"Over capacity"}]}`, xapi.Server, 130, "Over capacity"},
	// v2
	{xapi.OpFinalize, 400, jsonBody400, xapi.JSONBody, 0, "Request body is not valid JSON."},
	{xapi.OpFinalize, 400, `{"errors":[{"message":"Request body must be a JSON object."}],` + invalidRequest, xapi.JSONBody, 0, "Request body must be a JSON object."},
	{xapi.OpFinalize, 400, `{"errors":[{"message":"Requests with bodies must have content-type of application/json."}],` + invalidRequest, xapi.JSONBody, 0, "Requests with bodies must have content-type of application/json."},
	{xapi.OpStatus, 400, `{"errors":[{"message":"BadRequest: Not found"}],` + invalidRequest, xapi.NotFound, 0, "BadRequest: Not found"},
	{xapi.OpInit, 400, `{"errors":[{"message":"BadRequest: Not found"}],` + invalidRequest, xapi.Refused, 0, "BadRequest: Not found"},
	{xapi.OpInit, 400, `{"errors":[{"message":"Missing media field in JSON"}],` + invalidRequest, xapi.Refused, 0, "Missing media field in JSON"},
	{xapi.OpFinalize, 400, `{"errors":[{"message":"Segments do not add up to provided total file size."}],` + invalidRequest, xapi.SegmentsMissing, 0, "Segments do not add up to provided total file size."},
	{xapi.OpStatus, 400, `{"errors":[{"parameters":{"media.media_ids":["1757063824702574592"]},"message":"Your media IDs are invalid."}],` + invalidRequest, xapi.Refused, 0, "Your media IDs are invalid."},
	{xapi.OpInit, 401, `{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}`, xapi.NotSignedIn, 0, "Unauthorized"},
	{xapi.OpInit, 402, `{"account_id":1234567890,"title":"CreditsDepleted","detail":"Your enrolled account [1234567890] does not have any credits to fulfill this request.","type":"https://api.twitter.com/2/problems/credits"}`, xapi.NoCredits, 0, "Your enrolled account [1234567890] does not have any credits to fulfill this request."},
	{xapi.OpInit, 403, `{"title":"Forbidden","type":"about:blank","status":403,"detail":"Forbidden"}`, xapi.Forbidden, 0, "Forbidden"},
	{xapi.OpInit, 403, `{"title":"Forbidden","status":403,"detail":"Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.","type":"https://api.twitter.com/2/problems/oauth1-permissions"}`, xapi.ReadOnly, 0, "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint."},
	{xapi.OpInit, 403, `{"detail":"No permission.","type":"https://api.x.com/2/problems/oauth1-permissions"}`, xapi.ReadOnly, 0, "No permission."},
	{xapi.OpInit, 403, `{"title":"Unsupported Authentication","detail":"Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].","type":"https://api.twitter.com/2/problems/unsupported-authentication","status":403}`, xapi.Forbidden, 0, "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint. Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context]."},
	{xapi.OpInit, 403, `{"client_id":"123","detail":"When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Project.","registration_url":"https://developer.twitter.com/en/docs/projects/overview","title":"Client Forbidden","required_enrollment":"Appropriate Level of API Access","reason":"client-not-enrolled","type":"https://api.twitter.com/2/problems/client-forbidden"}`, xapi.NotEnrolled, 0, "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Project."},
	{xapi.OpInit, 403, `{"title":"UsageCapExceeded","detail":"Usage cap exceeded: Monthly product cap","type":"https://api.twitter.com/2/problems/usage-capped"}`, xapi.NoCredits, 0, "Usage cap exceeded: Monthly product cap"},
	{xapi.OpAppend, 404, `{"title":"Not Found Error","detail":"Could not find media.","resource_type":"media","resource_id":"1","parameter":"id","type":"https://api.twitter.com/2/problems/resource-not-found"}`, xapi.NotFound, 0, "Could not find media."},
	{xapi.OpAppend, 400, `{"title":"Not Found Error","detail":"Could not find media.","type":"https://api.x.com/2/problems/resource-not-found"}`, xapi.NotFound, 0, "Could not find media."},
	{xapi.OpAppend, 429, `{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}`, xapi.RateLimited, 0, "Too Many Requests"},
	{xapi.OpAppend, 429, `{"title":"UsageCapExceeded","detail":"Usage cap exceeded: Monthly","type":"https://api.twitter.com/2/problems/usage-capped"}`, xapi.NoCredits, 0, "Usage cap exceeded: Monthly"},
	{xapi.OpAppend, 503, `{"title":"Service Unavailable","detail":"Service Unavailable","type":"about:blank","status":503}`, xapi.Server, 0, "Service Unavailable"},
	{xapi.OpInit, 400, `{"code":123,"message":"text"}`, xapi.Refused, 123, "text"},
	// OAuth's XML
	{xapi.OpInit, 403, `<?xml version='1.0' encoding='UTF-8'?><errors><error code="415">Callback URL not approved for this client application.</error></errors>`, xapi.Forbidden, 415, "Callback URL not approved for this client application."},
	{xapi.OpInit, 401, `<?xml version="1.0" encoding="UTF-8"?><hash><error>Invalid / expired Token</error><request>/1.1/media/upload.json</request></hash>`, xapi.NotSignedIn, 0, "Invalid / expired Token"},
	{xapi.OpInit, 401, `<errors><error code="89">Invalid or expired token.</error></errors>`, xapi.TokenRevoked, 89, "Invalid or expired token."},
	// neither
	{xapi.OpAppend, 408, ``, xapi.Server, 0, ""},
	{xapi.OpAppend, 425, `Too Early`, xapi.Server, 0, "Too Early"},
	{xapi.OpAppend, 502, "<html>\r\n<head><title>502 Bad Gateway</title></head><body><errors><error>x</error></errors></body></html>", xapi.Server, 0, ""},
	{xapi.OpAppend, 504, "upstream request timeout\n", xapi.Server, 0, "upstream request timeout"},
	{xapi.OpAppend, 524, `<!DOCTYPE html>`, xapi.Server, 0, ""},
	{xapi.OpInit, 401, `{"errors":[{"code":32,"mess`, xapi.NotSignedIn, 0, ""},
	{xapi.OpInit, 403, `<errors><error code="453">You curr`, xapi.Forbidden, 0, ""},
	{xapi.OpInit, 400, `[1,2]`, xapi.Refused, 0, ""},
	{xapi.OpInit, 400, "\xff\xfe", xapi.Refused, 0, ""},
	{xapi.OpInit, 400, `{"errors":"some text"}`, xapi.Refused, 0, "some text"},
	{xapi.OpInit, 400, `{"errors":["some text"]}`, xapi.Refused, 0, "some text"},
	{xapi.OpInit, 400, `{"errors":[],"title":"Only a title"}`, xapi.Refused, 0, "Only a title"},
	{xapi.OpInit, 400, `{"error":{"code":7,"message":"nested"}}`, xapi.Refused, 7, "nested"},
	{xapi.OpInit, 401, `{"errors":[{"code":"89","message":5}]}`, xapi.TokenRevoked, 89, ""},
	{xapi.OpInit, 400, `{"errors":[{"code":1e300,"message":null}],"detail":["no"]}`, xapi.Refused, 1<<31 - 1, ""},
	{xapi.OpInit, 405, ``, xapi.Refused, 0, ""},
	{xapi.OpInit, 600, `{}`, xapi.BadReply, 0, ""},
}

func TestRefusals(t *testing.T) {
	for _, g := range generations {
		for _, c := range refusals {
			_, err := answer(t, g, c.op, canned{status: c.status, body: c.body})
			e := failed(t, err)
			if e.Op != c.op || e.Kind != c.kind || e.Status != c.status || e.Code != c.code || e.Message != c.message {
				t.Errorf("%s %s, %d %s\n got %s code %d %q\nwant %s code %d %q", g, c.op, c.status, c.body, e.Kind, e.Code, e.Message, c.kind, c.code, c.message)
			}
			if !e.RetryAt.IsZero() || !e.Date.IsZero() || e.RequestID != "" {
				t.Errorf("%s: %+v out of nothing", c.op, e)
			}
		}
	}
}

// A clock that is off by more than X lets pass is named, although X speaks of keys.
func TestClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct {
			status int
			code   string
			off    time.Duration
			want   xapi.Kind
		}{
			{401, "32", 0, xapi.NotSignedIn},
			{401, "32", 4 * time.Minute, xapi.NotSignedIn},
			{401, "32", 6 * time.Minute, xapi.Clock},
			{401, "32", -6 * time.Minute, xapi.Clock},
			{401, "89", -6 * time.Minute, xapi.TokenRevoked},
			{401, "135", 0, xapi.Clock},
			{403, "87", time.Hour, xapi.Forbidden},
		} {
			date := time.Now().Add(c.off).UTC()
			_, err := answer(t, xapi.V2, xapi.OpInit, canned{
				status: c.status, header: http.Header{"Date": {date.Format(http.TimeFormat)}},
				body: `{"errors":[{"code":` + c.code + `,"message":"Could not authenticate you."}]}`,
			})
			if e := failed(t, err); e.Kind != c.want || !e.Date.Equal(date) {
				t.Errorf("%s, %v off: got %v, %v", c.code, c.off, e.Kind, e.Date)
			}
		}
	})
}

// X's words end up in logs and on the window: one line, no more than 500 bytes, nothing that moves a cursor.
func TestMessagesAreHarmless(t *testing.T) {
	for text, want := range map[string]string{
		`two\nlines\r\n\tand  more `:      "two lines and more",
		`\u0000\u001b[31mred\u0007\u009b`: "[31mred",
		`safe\u202etxt.exe\u2066`:         "safetxt.exe",
		`a\u2028b\u2029c`:                 "a b c",
		"bad \xff utf-8":                  "bad utf-8",
		`ünï 日本 👩‍💻`:                      "ünï 日本 👩‍💻",
		strings.Repeat("é", 400):          strings.Repeat("é", 250),
		strings.Repeat("日", 200):          strings.Repeat("日", 166),
		strings.Repeat("a ", 400):         strings.TrimSpace(strings.Repeat("a ", 250)),
	} {
		for _, body := range []string{`{"errors":[{"message":"` + text + `"}]}`, `{"detail":"` + text + `"}`} {
			_, err := answer(t, xapi.V2, xapi.OpInit, canned{status: 400, body: body})
			if e := failed(t, err); e.Message != want {
				t.Errorf("%.80q: got %q", text, e.Message)
			}
		}
	}
}

func checkHarmless(t *testing.T, what, s string, most int) {
	t.Helper()
	if len(s) > most || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) || strings.TrimSpace(s) != s {
		t.Errorf("%s is not harmless: %q", what, s)
	}
}

func TestErrorText(t *testing.T) {
	_, err := answer(t, xapi.V2, xapi.OpInit, canned{status: 401, body: `{"errors":[{"code":32,"message":"Could not authenticate you."}]}`})
	if want := "INIT: not_signed_in: HTTP 401: code 32: Could not authenticate you."; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	if got := failed(t, err).ErrorKind(); got != "not_signed_in" {
		t.Errorf("got %q", got)
	}
}
