package xapi_test

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"hoist/upload/xapi"
)

var decimalID = regexp.MustCompile(`^[0-9]{1,19}$`)

// checkMedia checks what must hold of any Media, whatever X sent.
func checkMedia(t *testing.T, m xapi.Media) {
	t.Helper()
	if !decimalID.MatchString(m.ID) || m.Size < 0 || m.ExpiresIn < 0 || m.ExpiresIn > 30*24*time.Hour {
		t.Errorf("got %+v", m)
	}
	checkHarmless(t, "the media key", m.Key, 30)
	p := m.Processing
	if p == nil {
		return
	}
	switch p.State {
	case xapi.Pending, xapi.InProgress, xapi.Succeeded, xapi.Failed:
	default:
		t.Errorf("state %q", p.State)
	}
	if p.CheckAfter < 0 || p.CheckAfter > 10*time.Minute || p.Percent < -1 || p.Percent > 100 {
		t.Errorf("got %+v", p)
	}
	if p.Error != nil {
		checkHarmless(t, "the error's name", p.Error.Name, 500)
		checkHarmless(t, "the error's message", p.Error.Message, 500)
	}
}

// checkError checks what must hold of any error.
func checkError(t *testing.T, err error, status int) {
	t.Helper()
	var e *xapi.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	if e.Kind == "" || e.Status != status || e.Code < 0 {
		t.Errorf("got %+v", e)
	}
	checkHarmless(t, "the message", e.Message, 500)
	checkHarmless(t, "the request ID", e.RequestID, 100)
	checkHarmless(t, "the error", e.Error(), 2000)
	if e.RetryAt.After(time.Now().Add(25 * time.Hour)) {
		t.Errorf("the next try is at %v", e.RetryAt)
	}
}

// fuzzMedia feeds replies of one step to both generations.
func fuzzMedia(f *testing.F, op xapi.Op) {
	for _, body := range []string{
		"", initReplyV2, mediaReplyV1,
		`{"data":{"id":"1","processing_info":{"state":"failed","check_after_secs":1,"progress_percent":99,"error":{"code":1,"name":"a","message":"b"}}}}`,
		`{"media_id":1,"processing_info":{"state":"in_progress","error":"c"}}`,
		"<html>",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, g := range generations {
			m, err := answer(t, g, op, canned{status: 200, body: body})
			if err != nil {
				checkError(t, err, 200)
				continue
			}
			checkMedia(t, m)
			if op != xapi.OpInit && m.ID != mediaID {
				t.Errorf("asked for %s, got %s", mediaID, m.ID)
			}
		}
	})
}

func FuzzInit(f *testing.F)     { fuzzMedia(f, xapi.OpInit) }
func FuzzFinalize(f *testing.F) { fuzzMedia(f, xapi.OpFinalize) }
func FuzzStatus(f *testing.F)   { fuzzMedia(f, xapi.OpStatus) }

func FuzzAppend(f *testing.F) {
	for _, body := range []string{"", " ", "{}", appendReplyV2, `{"data":{"expires_at":-1}}`, "<html>", "OK"} {
		f.Add(body, "Sat, 01 Jan 2000 00:00:00 GMT")
	}
	f.Fuzz(func(t *testing.T, body, date string) {
		for _, g := range generations {
			c := newClient(t, g, g.DefaultBase(), canned{status: 200, header: http.Header{"Date": {date}}, body: body})
			expires, err := c.Append(t.Context(), "1", xapi.Segment{Data: strings.NewReader("x"), Size: 1})
			if err != nil {
				checkError(t, err, 200)
				continue
			}
			if expires.After(time.Now().Add(31 * 24 * time.Hour)) {
				t.Errorf("expires at %v", expires)
			}
		}
	})
}

func FuzzRefusal(f *testing.F) {
	for _, r := range refusals {
		f.Add(r.status, r.body, "30", "1789999999")
	}
	f.Add(301, "%", "0", "0")      // a redirect to what is no address
	f.Add(321, "//\xff", "0", "0") // nor can this be read
	f.Fuzz(func(t *testing.T, status int, body, retryAfter, reset string) {
		if status >= 200 && status < 300 || status < 100 {
			return
		}
		header := http.Header{
			"Retry-After": {retryAfter}, "X-Rate-Limit-Reset": {reset}, "X-Transaction-Id": {reset},
			"Date": {retryAfter}, "Location": {body},
		}
		for _, g := range generations {
			for _, op := range ops {
				_, err := answer(t, g, op, canned{status: status, header: header, body: body})
				checkError(t, err, status)
			}
		}
	})
}
