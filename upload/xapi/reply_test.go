package xapi_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload/xapi"
)

// The replies of X's documentation and of recorded exchanges.
func TestReplies(t *testing.T) {
	const v1, day = "1349803915521482754", 24 * time.Hour
	for name, c := range map[string]struct {
		generation xapi.Generation
		op         xapi.Op
		body       string
		want       xapi.Media
	}{
		"v2 INIT": {xapi.V2, xapi.OpInit, initReplyV2, xapi.Media{ID: mediaID, Key: "13_" + mediaID, ExpiresIn: day}},
		"v2 INIT, the oldest documentation": {
			xapi.V2, xapi.OpInit, `{"data":{"id":"1880028106020515840","media_key":"13_1880028106020515840","expires_after_secs":1295999}}`,
			xapi.Media{ID: mediaID, Key: "13_" + mediaID, ExpiresIn: 1295999 * time.Second},
		},
		"v2 FINALIZE": {
			xapi.V2, xapi.OpFinalize, `{"data":{"id":"1880028106020515840","media_key":"13_1880028106020515840","size":1048576,"expires_after_secs":86400,` +
				`"processing_info":{"state":"pending","check_after_secs":1}}}`,
			xapi.Media{
				ID: mediaID, Key: "13_" + mediaID, Size: 1048576, ExpiresIn: day,
				Processing: &xapi.Processing{State: xapi.Pending, CheckAfter: time.Second, Percent: -1},
			},
		},
		"v2 STATUS in progress": {
			xapi.V2, xapi.OpStatus, `{"data":{"id":"1880028106020515840","media_key":"7_1880028106020515840","processing_info":{"state":"in_progress","check_after_secs":10,"progress_percent":8}}}`,
			xapi.Media{
				ID: mediaID, Key: "7_" + mediaID,
				Processing: &xapi.Processing{State: xapi.InProgress, CheckAfter: 10 * time.Second, Percent: 8},
			},
		},
		"v2 STATUS failed, with the error that the specification does not have": {
			xapi.V2, xapi.OpStatus, `{"data":{"id":"1880028106020515840","processing_info":{"state":"failed","progress_percent":0,"error":{"code":3,"name":"UnsupportedMedia","message":"file is currently unsupported"}}}}`,
			xapi.Media{ID: mediaID, Processing: &xapi.Processing{
				State: xapi.Failed, Error: &xapi.ProcessingError{Code: 3, Name: "UnsupportedMedia", Message: "file is currently unsupported"},
			}},
		},
		"v1.1 INIT": {
			xapi.V1, xapi.OpInit, `{"media_id":1349803915521482754,"media_id_string":"1349803915521482754","expires_after_secs":86400}`,
			xapi.Media{ID: v1, ExpiresIn: day},
		},
		"v1.1 INIT with a category": {
			xapi.V1, xapi.OpInit, `{"media_id":1349803915521482754,"media_id_string":"1349803915521482754","media_key":"7_1349803915521482754","expires_after_secs":86400}`,
			xapi.Media{ID: v1, Key: "7_" + v1, ExpiresIn: day},
		},
		"v1.1 INIT with the number alone": {
			xapi.V1, xapi.OpInit, `{"media_id":9007199254740993}`, xapi.Media{ID: "9007199254740993"}, // 2^53+1: no float64
		},
		"v1.1 FINALIZE at once": {
			xapi.V1, xapi.OpFinalize, `{"media_id":1880028106020515840,"media_id_string":"1880028106020515840","size":1577963,"expires_after_secs":86400,"video":{"video_type":"video\/mp4"}}`,
			xapi.Media{ID: mediaID, Size: 1577963, ExpiresIn: day},
		},
		"v1.1 FINALIZE with processing": {
			xapi.V1, xapi.OpFinalize, `{"media_id":1880028106020515840,"media_id_string":"1880028106020515840","media_key":"7_1880028106020515840","size":986718,"expires_after_secs":86400,` +
				`"processing_info":{"state":"pending","check_after_secs":5}}`,
			xapi.Media{
				ID: mediaID, Key: "7_" + mediaID, Size: 986718, ExpiresIn: day,
				Processing: &xapi.Processing{State: xapi.Pending, CheckAfter: 5 * time.Second, Percent: -1},
			},
		},
		"v1.1 STATUS succeeded": {
			xapi.V1, xapi.OpStatus, `{"media_id":1880028106020515840,"media_id_string":"1880028106020515840","expires_after_secs":3593,"size":123,"video":{"video_type":"video/mp4"},` +
				`"processing_info":{"state":"succeeded","progress_percent":100}}`,
			xapi.Media{
				ID: mediaID, Size: 123, ExpiresIn: 3593 * time.Second,
				Processing: &xapi.Processing{State: xapi.Succeeded, Percent: 100},
			},
		},
		"v1.1 STATUS stuck at 99 with an error": {
			xapi.V1, xapi.OpStatus, `{"media_id_string":"1880028106020515840","processing_info":{"state":"in_progress","progress_percent":99,"error":{"code":1,"name":"InvalidMedia","message":"file is invalid"}}}`,
			xapi.Media{ID: mediaID, Processing: &xapi.Processing{
				State: xapi.InProgress, Percent: 99, Error: &xapi.ProcessingError{Code: 1, Name: "InvalidMedia", Message: "file is invalid"},
			}},
		},
	} {
		got, err := answer(t, c.generation, c.op, canned{status: 200, body: c.body})
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

// What X says beyond reason is brought back into it.
func TestReplyBounds(t *testing.T) {
	for info, want := range map[string]*xapi.Processing{
		`null`: nil,
		`{}`:   {State: xapi.InProgress, Percent: -1},
		`{"state":"processing","progress_percent":25}`:                           {State: xapi.InProgress, Percent: 25}, // X's simulator
		`{"state":"SUCCEEDED"}`:                                                  {State: xapi.Succeeded, Percent: -1},
		`{"state":7,"check_after_secs":"soon","progress_percent":"all"}`:         {State: xapi.InProgress, Percent: -1},
		`{"state":"pending","check_after_secs":1e999,"progress_percent":-1e999}`: {State: xapi.Pending, CheckAfter: 10 * time.Minute},
		`{"state":"pending","check_after_secs":601,"progress_percent":101}`:      {State: xapi.Pending, CheckAfter: 10 * time.Minute, Percent: 100},
		`{"state":"pending","check_after_secs":-5,"progress_percent":-5}`:        {State: xapi.Pending},
		`{"state":"pending","check_after_secs":1.5,"progress_percent":1.5}`:      {State: xapi.Pending, CheckAfter: 1500 * time.Millisecond, Percent: 1},
		`{"state":"failed","error":null}`:                                        {State: xapi.Failed, Percent: -1},
		`{"state":"failed","error":{}}`:                                          {State: xapi.Failed, Percent: -1, Error: &xapi.ProcessingError{}},
		`{"state":"failed","error":"too\nlong"}`:                                 {State: xapi.Failed, Percent: -1, Error: &xapi.ProcessingError{Message: "too long"}},
	} {
		for g, body := range map[xapi.Generation]string{
			xapi.V2: `{"data":{"id":"` + mediaID + `","processing_info":` + info + `}}`,
			xapi.V1: `{"media_id_string":"` + mediaID + `","processing_info":` + info + `}`,
		} {
			got, err := answer(t, g, xapi.OpStatus, canned{status: 200, body: body})
			if err != nil || !reflect.DeepEqual(got.Processing, want) {
				t.Errorf("%s, %s: got %+v, %v", g, info, got.Processing, err)
			}
		}
	}
	m, err := answer(t, xapi.V2, xapi.OpFinalize, canned{status: 200, body: `{"data":{"id":"` + mediaID + `","media_key":"../7_1","size":-1,"expires_after_secs":1e12}}`})
	if want := (xapi.Media{ID: mediaID, ExpiresIn: 30 * 24 * time.Hour}); err != nil || m != want {
		t.Errorf("got %+v, %v", m, err)
	}
}

func TestReady(t *testing.T) {
	broken := &xapi.ProcessingError{Code: 1}
	for _, c := range []struct {
		processing *xapi.Processing
		want       bool
	}{
		{nil, true},
		{&xapi.Processing{State: xapi.Succeeded}, true},
		{&xapi.Processing{State: xapi.Succeeded, Error: broken}, false},
		{&xapi.Processing{State: xapi.Pending}, false},
		{&xapi.Processing{State: xapi.InProgress}, false},
		{&xapi.Processing{State: xapi.Failed}, false},
	} {
		if got := (xapi.Media{Processing: c.processing}).Ready(); got != c.want {
			t.Errorf("%+v: got %t", c.processing, got)
		}
	}
}

// A 2xx that is not X's answer is one of nobody.
func TestBadReplies(t *testing.T) {
	other := "1880028106020515841"
	for g, bodies := range map[xapi.Generation][]string{
		xapi.V2: {
			`{"data":null}`, `{"data":{}}`, `{"data":[]}`, `{"data":{"id":""}}`, `{"data":{"id":"abc"}}`, `{"data":{"id":"12345678901234567890"}}`,
			`{"data":{"id":"1/../2"}}`, `{"data":{"id":1.5}}`, `{"data":{"id":-5}}`, `{"id":"` + mediaID + `"}`,
			`{"data":{"id":"` + mediaID + `","processing_info":"pending"}}`, mediaReplyV1,
		},
		xapi.V1: {
			`{"media_id":null}`, `{"media_id_string":""}`, `{"media_id":1.8e18}`, `{"media_id_string":"abc"}`,
			`{"media_id_string":"` + mediaID + `","processing_info":[]}`, initReplyV2,
		},
	} {
		bodies = append(bodies, "", " ", "null", "[]", `"text"`, "OK", "{", "<html><body>Welcome</body></html>",
			initReplyV2[:50], mediaReplyV1[:50], initReplyV2+mediaReplyV1, strings.Repeat(" ", 70_000)+initReplyV2)
		for _, op := range []xapi.Op{xapi.OpInit, xapi.OpFinalize, xapi.OpStatus} {
			for _, body := range bodies {
				_, err := answer(t, g, op, canned{status: 200, body: body})
				if e := failed(t, err); e.Kind != xapi.BadReply || e.Op != op || e.Status != 200 || e.Err == nil {
					t.Errorf("%s %s, %.60q: got %v", g, op, body, e)
				}
			}
		}
	}
	for g, body := range map[xapi.Generation]string{
		xapi.V2: `{"data":{"id":"` + other + `"}}`, xapi.V1: `{"media_id_string":"` + other + `"}`,
	} {
		for _, op := range []xapi.Op{xapi.OpFinalize, xapi.OpStatus} {
			_, err := answer(t, g, op, canned{status: 200, body: body})
			if e := failed(t, err); e.Kind != xapi.BadReply || !strings.Contains(e.Error(), other) {
				t.Errorf("%s %s about another medium: got %v", g, op, e)
			}
		}
	}
}

// A 200 with errors and no data is bad, but says why.
func TestBadReplyKeepsWords(t *testing.T) {
	body := `{"errors":[{"title":"Internal Error","detail":"Something broke.","type":"https://api.x.com/2/problems/internal-error"}]}`
	_, err := answer(t, xapi.V2, xapi.OpInit, canned{status: 200, body: body})
	if e := failed(t, err); e.Kind != xapi.BadReply || e.Message != "Something broke." {
		t.Errorf("got %v", e)
	}
}

// A page of a hotel in X's place, as text and as a redirect.
func TestCaptivePortal(t *testing.T) {
	page := httpReply("200 OK", "<!DOCTYPE html><html><title>Sign in to Wi-Fi</title></html>", "Content-Type: text/html")
	redirect := httpReply("302 Found", "", "Location: https://user:secret@wifi.example/login?token=secret")
	for _, g := range generations {
		for _, op := range []xapi.Op{xapi.OpInit, xapi.OpAppend, xapi.OpFinalize, xapi.OpStatus} {
			w := newWire(t, page, redirect, httpReply("304 Not Modified", ""), httpReply("307 Temporary Redirect", "", "Location: /2/there"),
				httpReply("301 Moved Permanently", "", "Location: %secret")) // which is no address
			c := w.client(g, "")
			for i, status := range []int{200, 302, 304, 307, 301} {
				_, err := step(t.Context(), c, op)
				e := failed(t, err)
				if e.Kind != xapi.BadReply || e.Status != status {
					t.Errorf("%s %s, reply %d: got %v", g, op, i, e)
				}
				if strings.Contains(e.Error(), "secret") {
					t.Errorf("the error gives the address away: %v", e)
				}
				if status == 302 && !strings.Contains(e.Error(), "wifi.example") {
					t.Errorf("the error does not say who answered: %v", e)
				}
			}
		}
	}
}

func TestAppendExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now() // 2000-01-01, in a synctest bubble
		date := func(d time.Duration) http.Header {
			return http.Header{"Date": {now.Add(d).UTC().Format(http.TimeFormat)}}
		}
		at := func(d time.Duration) string {
			return `{"data":{"expires_at":` + itoa(int(now.Add(d).Unix())) + `}}`
		}
		for name, c := range map[string]struct {
			body   string
			header http.Header
			want   time.Time
		}{
			"a day":                    {at(24 * time.Hour), nil, now.Add(24 * time.Hour)},
			"a day, by the same clock": {at(24 * time.Hour), date(-time.Second), now.Add(24 * time.Hour)},
			// This computer is two minutes behind X.
			"a day, by X's clock": {at(24*time.Hour + 2*time.Minute), date(2 * time.Minute), now.Add(24 * time.Hour)},
			"too long":            {at(24 * 365 * time.Hour), nil, now.Add(30 * 24 * time.Hour)},
			"past":                {at(-time.Hour), nil, time.Time{}},
			"beyond all bounds":   {`{"data":{"expires_at":1e300}}`, nil, now.Add(30 * 24 * time.Hour)},
			"a text":              {`{"data":{"expires_at":"tomorrow"}}`, nil, time.Time{}},
			"missing":             {`{"data":{}}`, nil, time.Time{}},
			"no body":             {"", nil, time.Time{}},
		} {
			client := newClient(t, xapi.V2, xapi.V2.DefaultBase(), canned{status: 200, header: c.header, body: c.body})
			got, err := client.Append(t.Context(), mediaID, xapi.Segment{Data: strings.NewReader("x"), Size: 1})
			if err != nil || !got.Equal(c.want) {
				t.Errorf("%s: got %v, %v, want %v", name, got, err, c.want)
			}
		}
	})
}
