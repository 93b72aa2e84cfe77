package xapi_test

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"hoist/upload/xapi"
)

func itoa(n int) string { return strconv.Itoa(n) }

const (
	initReplyV2   = `{"data":{"id":"1880028106020515840","media_key":"13_1880028106020515840","expires_after_secs":86400}}`
	mediaReplyV1  = `{"media_id":1880028106020515840,"media_id_string":"1880028106020515840","expires_after_secs":86400}`
	appendReplyV2 = `{"data":{"expires_at":1789999999}}`
	jsonBody400   = `{"errors":[{"message":"Request body is not valid JSON."}],"title":"Invalid Request",` +
		`"detail":"One or more parameters to your request was invalid.","type":"https://api.twitter.com/2/problems/invalid-request"}`
)

// check compares a request's first line and the headers that say what the body is. No other headers may be there than
// those that net/http always sends.
func (r request) check(t *testing.T, line, contentType string, length int) {
	t.Helper()
	if r.line != line+" HTTP/1.1" {
		t.Errorf("got %q, want %q", r.line, line)
	}
	if got := r.header.Get("Content-Type"); got != contentType {
		t.Errorf("%s: Content-Type is %q, want %q", line, got, contentType)
	}
	want := []string{strconv.Itoa(length)}
	if length < 0 {
		want = nil
	}
	if got := r.header["Content-Length"]; !reflect.DeepEqual(got, want) {
		t.Errorf("%s: Content-Length is %q, want %q", line, got, want)
	}
	for name := range r.header {
		switch name {
		case "Host", "User-Agent", "Accept-Encoding", "Content-Type", "Content-Length":
		default:
			t.Errorf("%s: header %s: %q", line, name, r.header[name])
		}
	}
}

func TestRequestsV2(t *testing.T) {
	w := newWire(t, ok(initReplyV2), ok(initReplyV2), ok(initReplyV2))
	c := w.client(xapi.V2, "")
	for _, op := range []xapi.Op{xapi.OpInit, xapi.OpFinalize, xapi.OpStatus} {
		if m, err := step(t.Context(), c, op); err != nil || m.ID != mediaID {
			t.Errorf("%s: %+v, %v", op, m, err)
		}
	}
	body := `{"media_type":"video/mp4","total_bytes":1577963,"media_category":"tweet_video"}`
	w.request(0).check(t, "POST /2/media/upload/initialize", "application/json", len(body))
	if got := string(w.request(0).body); got != body {
		t.Errorf("INIT: got %s, want %s", got, body)
	}
	w.request(1).check(t, "POST /2/media/upload/1880028106020515840/finalize", "", 0)
	if _, there := w.request(1).header["Content-Type"]; there {
		t.Error("FINALIZE has a Content-Type")
	}
	w.request(2).check(t, "GET /2/media/upload?command=STATUS&media_id=1880028106020515840", "", -1)
}

func TestRequestsV1(t *testing.T) {
	w := newWire(t, ok(mediaReplyV1), ok(mediaReplyV1), ok(mediaReplyV1))
	c := w.client(xapi.V1, "")
	for _, op := range []xapi.Op{xapi.OpInit, xapi.OpFinalize, xapi.OpStatus} {
		if m, err := step(t.Context(), c, op); err != nil || m.ID != mediaID {
			t.Errorf("%s: %+v, %v", op, m, err)
		}
	}
	for i, body := range []string{
		"command=INIT&total_bytes=1577963&media_type=video%2Fmp4&media_category=tweet_video",
		"command=FINALIZE&media_id=1880028106020515840",
	} {
		w.request(i).check(t, "POST /1.1/media/upload.json", "application/x-www-form-urlencoded", len(body))
		if got := string(w.request(i).body); got != body {
			t.Errorf("got %s, want %s", got, body)
		}
	}
	w.request(2).check(t, "GET /1.1/media/upload.json?command=STATUS&media_id=1880028106020515840", "", -1)
}

// part is a part of a form.
type part struct {
	header textproto.MIMEHeader
	body   string
}

// parts reads the form of a request.
func (r request) parts(t *testing.T) []part {
	t.Helper()
	kind, params, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		t.Fatalf("Content-Type %q: %v", r.header.Get("Content-Type"), err)
	}
	form := multipart.NewReader(bytes.NewReader(r.body), params["boundary"])
	var parts []part
	for {
		p, err := form.NextRawPart()
		if err == io.EOF { //nolint:errorlint // the reader's own
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part{p.Header, string(body)})
	}
}

func formField(name, value string) part {
	return part{textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + name + `"`}}, value}
}

func TestAppendForms(t *testing.T) {
	media := "\r\n--looks like a boundary\r\n" + strings.Repeat("\x00\xff", 5000)
	file := strings.NewReader("before" + media + "after")
	disposition := []string{`form-data; name="media"; filename="segment"`}
	for _, c := range []struct {
		generation xapi.Generation
		line       string
		want       []part
	}{
		{xapi.V2, "POST /2/media/upload/1880028106020515840/append", []part{
			formField("segment_index", "999"),
			{textproto.MIMEHeader{"Content-Disposition": disposition, "Content-Type": {"application/octet-stream"}}, media},
		}},
		{xapi.V1, "POST /1.1/media/upload.json", []part{
			formField("command", "APPEND"),
			formField("media_id", mediaID),
			formField("segment_index", "999"),
			{textproto.MIMEHeader{"Content-Disposition": disposition}, media},
		}},
	} {
		w := newWire(t, httpReply("204 No Content", ""))
		_, err := w.client(c.generation, "").Append(t.Context(), mediaID, xapi.Segment{
			Index: 999, Data: file, Offset: 6, Size: int64(len(media)),
		})
		if err != nil {
			t.Fatal(err)
		}
		r := w.request(0)
		r.check(t, c.line, r.header.Get("Content-Type"), len(r.body))
		if got := r.parts(t); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.generation, got, c.want)
		}
	}
}

// X's edge has asked for a JSON object with FINALIZE at times. It gets one, once.
func TestFinalizeWithObject(t *testing.T) {
	refusal := httpReply("400 Bad Request", jsonBody400, "Content-Type: application/json")
	w := newWire(t, refusal, ok(initReplyV2))
	if m, err := w.client(xapi.V2, "").Finalize(t.Context(), mediaID); err != nil || m.ID != mediaID {
		t.Errorf("got %+v, %v", m, err)
	}
	line := "POST /2/media/upload/1880028106020515840/finalize"
	w.request(0).check(t, line, "", 0)
	w.request(1).check(t, line, "application/json", 2)
	if got := string(w.request(1).body); got != "{}" {
		t.Errorf("got %q, want {}", got)
	}

	w = newWire(t, refusal, refusal)
	_, err := w.client(xapi.V2, "").Finalize(t.Context(), mediaID)
	if e := failed(t, err); e.Kind != xapi.JSONBody || e.Op != xapi.OpFinalize {
		t.Errorf("got %v", e)
	}
	w.request(1)

	other := strings.Replace(refusal, "Request body is not valid JSON.", "Request body is not valid XML!!", 1)
	w = newWire(t, other) // a second request would be reported
	_, err = w.client(xapi.V2, "").Finalize(t.Context(), mediaID)
	if e := failed(t, err); e.Kind != xapi.Refused {
		t.Errorf("got %v", e)
	}
}

func TestBaseWithPath(t *testing.T) {
	for _, path := range []string{"/proxy/x", "/proxy/x/", "/proxy/x/?secret=1#top"} {
		w := newWire(t, ok(initReplyV2), ok(initReplyV2))
		c := w.client(xapi.V2, path)
		for _, op := range []xapi.Op{xapi.OpInit, xapi.OpStatus} {
			if _, err := step(t.Context(), c, op); err != nil {
				t.Errorf("%s: %v", op, err)
			}
		}
		if got := w.request(0).line; got != "POST /proxy/x/2/media/upload/initialize HTTP/1.1" {
			t.Errorf("%s: got %s", path, got)
		}
		if got := w.request(1).line; got != "GET /proxy/x/2/media/upload?command=STATUS&media_id="+mediaID+" HTTP/1.1" {
			t.Errorf("%s: got %s", path, got)
		}
	}
}

func TestBaseWithPassword(t *testing.T) {
	w := newWire(t, ok(mediaReplyV1))
	c := dialTo(t, xapi.V1, "http://user:password@"+w.listener.Addr().String())
	if _, err := c.Status(t.Context(), mediaID); err != nil {
		t.Fatal(err)
	}
	if got := w.request(0).header["Authorization"]; got != nil {
		t.Errorf("the base's password was sent: %q", got)
	}
}

// A media ID comes from X or from a journal on the disk: nothing else gets into an address.
func TestNoMediaID(t *testing.T) {
	w := newWire(t)
	for _, g := range generations {
		c := w.client(g, "")
		for _, id := range []string{"", "abc", "1/../../tweets", "12345678901234567890", "-1", "1 ", "1\n", "１"} {
			_, appendErr := c.Append(t.Context(), id, xapi.Segment{Data: strings.NewReader("x"), Size: 1})
			_, finalizeErr := c.Finalize(t.Context(), id)
			_, statusErr := c.Status(t.Context(), id)
			for _, err := range []error{appendErr, finalizeErr, statusErr} {
				if e := failed(t, err); e.Kind != xapi.NotFound || e.Status != 0 {
					t.Errorf("%q: got %v", id, e)
				}
			}
		}
	}
}

func TestDefaultBase(t *testing.T) {
	var seen []string
	spy := roundTripper(func(r *http.Request) (*http.Response, error) {
		seen = append(seen, r.URL.String())
		return canned{status: 204}.RoundTrip(r)
	})
	for _, g := range generations {
		_, err := newClient(t, g, g.DefaultBase(), spy).Append(t.Context(), "1", xapi.Segment{Data: strings.NewReader("x"), Size: 1})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"https://api.x.com/2/media/upload/1/append", "https://upload.twitter.com/1.1/media/upload.json"}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("got %q, want %q", seen, want)
	}
}

// roundTripper makes a transport of a function.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
