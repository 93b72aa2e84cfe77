package practice_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"hoist/upload/practice"
)

// TestStrictV2 sends requests that differ from the right one in a single point.
func TestStrictV2(t *testing.T) {
	r := start(t, practice.Options{RequestLimit: 1 << 20})
	g := generations[0]
	id := r.open(g, 3)
	const good = `"media_type":"video/mp4","total_bytes":3`
	object := func(s string) func() (string, io.Reader) {
		return func() (string, io.Reader) { return asJSON, strings.NewReader(s) }
	}
	raw := func(contentType, s string) func() (string, io.Reader) {
		return func() (string, io.Reader) { return contentType, strings.NewReader(s) }
	}
	multi := func(f ...field) func() (string, io.Reader) {
		return func() (string, io.Reader) { return parts(f...) }
	}
	index, media := field{"segment_index", "", "0"}, field{"media", "blob", "abc"}
	const (
		initPath = "/2/media/upload/initialize"
		mustJSON = "Requests with bodies must have content-type of application/json."
		notJSON  = "Request body is not valid JSON."
		object1  = "Request body must be a JSON object."
		unknown  = "is not defined in the schema"
		enum     = "does not have a value in the enumeration"
		bounds   = "SegmentIndex must be between 0 and 999."
		missing  = "is missing but it is required"
	)
	appendPath, finalizePath := "/2/media/upload/"+id+"/append", "/2/media/upload/"+id+"/finalize"
	for _, tt := range []struct {
		name, method, path string
		body               func() (string, io.Reader)
		want               string
	}{
		{"INIT form", "POST", initPath, raw(asForm, "media_type=video%2Fmp4&total_bytes=3"), mustJSON},
		{"INIT no type", "POST", initPath, raw("", "{"+good+"}"), mustJSON},
		{"INIT empty", "POST", initPath, object(""), notJSON},
		{"INIT trailing", "POST", initPath, object("{" + good + "}{}"), notJSON},
		{"INIT array", "POST", initPath, object("[]"), object1},
		{"INIT null", "POST", initPath, object("null"), object1},
		{"INIT unknown field", "POST", initPath, object(`{` + good + `,"command":"INIT"}`), "$.command: " + unknown},
		{"INIT size as text", "POST", initPath, object(`{"media_type":"video/mp4","total_bytes":"3"}`), "string found, integer expected"},
		{"INIT size with point", "POST", initPath, object(`{"media_type":"video/mp4","total_bytes":3.5}`), "number found, integer expected"},
		{"INIT size negative", "POST", initPath, object(`{"media_type":"video/mp4","total_bytes":-3}`), "minimum value of 0"},
		{"INIT size too large", "POST", initPath, object(`{"media_type":"video/mp4","total_bytes":17179869185}`), "maximum value of 17179869184"},
		{"INIT size huge", "POST", initPath, object(`{"media_type":"video/mp4","total_bytes":99999999999999999999}`), "maximum value of 17179869184"},
		{"INIT no size", "POST", initPath, object(`{"media_type":"video/mp4"}`), "$.total_bytes: " + missing},
		{"INIT octet-stream", "POST", initPath, object(`{"media_type":"application/octet-stream","total_bytes":3}`), enum},
		{"INIT category", "POST", initPath, object(`{` + good + `,"media_category":"TweetVideo"}`), enum},
		{"INIT category number", "POST", initPath, object(`{` + good + `,"media_category":7}`), "integer found, string expected"},
		{"INIT shared", "POST", initPath, object(`{` + good + `,"shared":"true"}`), "string found, boolean expected"},
		{"INIT owners text", "POST", initPath, object(`{` + good + `,"additional_owners":"1,2"}`), "string found, array expected"},
		{"INIT owners number", "POST", initPath, object(`{` + good + `,"additional_owners":[1]}`), "integer found, string expected"},
		{"INIT owners name", "POST", initPath, object(`{` + good + `,"additional_owners":["bob"]}`), "does not match the regex"},
		{"INIT query", "POST", initPath + "?command=INIT", object("{" + good + "}"), "The query parameter [command] is not one of []"},

		{"APPEND unknown field", "POST", appendPath, multi(field{"command", "", "APPEND"}, index, media), "$.command: " + unknown},
		{"APPEND field behind", "POST", appendPath, multi(index, media, field{"media_id", "", id}), "$.media_id: " + unknown},
		{"APPEND media_data", "POST", appendPath, multi(index, field{"media_data", "", "YWJj"}), "$.media_data: " + unknown},
		{"APPEND two media", "POST", appendPath, multi(index, media, media), `"media" comes twice`},
		{"APPEND two indexes", "POST", appendPath, multi(index, index, media), `"segment_index" comes twice`},
		{"APPEND no media", "POST", appendPath, multi(index), "$.media: " + missing},
		{"APPEND no index", "POST", appendPath, multi(media), "$.segment_index: " + missing},
		{"APPEND no file name", "POST", appendPath, multi(index, field{"media", "", "abc"}), "media has no file name"},
		{"APPEND index word", "POST", appendPath, multi(field{"segment_index", "", "one"}, media), "string found, integer expected"},
		{"APPEND index 1000", "POST", appendPath, multi(field{"segment_index", "", "1000"}, media), bounds},
		{"APPEND index -1", "POST", appendPath, multi(field{"segment_index", "", "-1"}, media), bounds},
		{"APPEND cut", "POST", appendPath, raw("multipart/form-data; boundary=b",
			"--b\r\nContent-Disposition: form-data; name=\"segment_index\"\r\n\r\n0\r\n--b\r\n"+
				"Content-Disposition: form-data; name=\"media\"; filename=\"x\"\r\n\r\nabc"), "$.media: " + missing},
		{"APPEND raw", "POST", appendPath, raw("application/octet-stream", "abc"), mustJSON},
		{"APPEND form", "POST", appendPath, raw(asForm, "segment_index=0&media=abc"), mustJSON},
		{"APPEND JSON index text", "POST", appendPath, object(`{"segment_index":"0","media":"YWJj"}`), "string found, integer expected"},
		{"APPEND JSON index", "POST", appendPath, object(`{"segment_index":1000,"media":"YWJj"}`), bounds},
		{"APPEND JSON base64", "POST", appendPath, object(`{"segment_index":0,"media":"?"}`), "is not base64"},
		{"APPEND JSON field", "POST", appendPath, object(`{"segment_index":0,"media":"YWJj","x":1}`), unknown},
		{"APPEND bad ID", "POST", "/2/media/upload/7_1/append", multi(index, media), "$.id: does not match"},
		{"APPEND query", "POST", appendPath + "?segment_index=0", multi(index, media), "The query parameter [segment_index]"},

		{"FINALIZE typed empty", "POST", finalizePath, object(""), notJSON},
		{"FINALIZE array", "POST", finalizePath, object("[]"), object1},
		{"FINALIZE field", "POST", finalizePath, object(`{"media_id":"1"}`), unknown},
		{"FINALIZE form", "POST", finalizePath, raw(asForm, "command=FINALIZE"), mustJSON},
		{"FINALIZE long ID", "POST", "/2/media/upload/12345678901234567890/finalize", nil, "$.id: does not match"},

		{"STATUS no ID", "GET", "/2/media/upload?command=STATUS", nil, "$.media_id: " + missing},
		{"STATUS bad ID", "GET", "/2/media/upload?media_id=abc", nil, "$.media_id: does not match"},
		{"STATUS command", "GET", "/2/media/upload?command=FINALIZE&media_id=" + id, nil, enum},
		{"STATUS parameter", "GET", "/2/media/upload?id=" + id, nil, "The query parameter [id] is not one of [media_id,command]"},

		{"command style", "POST", "/2/media/upload", multi(field{"command", "", "INIT"}), "Missing media field in JSON"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var contentType string
			var body io.Reader
			if tt.body != nil {
				contentType, body = tt.body()
			}
			a := r.do(tt.method, tt.path, contentType, body)
			equal(t, "status", a.status, 400)
			contains(t, "message", a.json("errors.message"), tt.want)
			equal(t, "title", a.json("title"), "Invalid Request")
			equal(t, "type", a.header.Get("Content-Type"), "application/problem+json")
		})
	}
	equal(t, "segments after all that", r.s.Uploads()[0].Segments, 0)
	r.put(g, id, 0, "abc")
	equal(t, "FINALIZE with {}", r.do("POST", finalizePath, asJSON, strings.NewReader("{}")).status, 200)
}

// TestStrictV1 is the same for v1.1, whose refusals are fewer and shorter.
func TestStrictV1(t *testing.T) {
	r := start(t, practice.Options{})
	id := r.open(generations[1], 3)
	form := func(s string) func() (string, io.Reader) {
		return func() (string, io.Reader) { return asForm, strings.NewReader(s) }
	}
	multi := func(f ...field) func() (string, io.Reader) {
		return func() (string, io.Reader) { return parts(f...) }
	}
	command, media := field{"command", "", "APPEND"}, field{"media", "blob", "abc"}
	owner, index := field{"media_id", "", id}, field{"segment_index", "", "0"}
	const request = `{"request":"\/1.1\/media\/upload.json","error":`
	for _, tt := range []struct {
		name string
		body func() (string, io.Reader)
		want string
	}{
		{"no command", form("total_bytes=3"), `"code":38,"message":"media parameter is missing."`},
		{"lower case", form("command=init&total_bytes=3&media_type=video%2Fmp4"), `"code":38`},
		{"INIT no size", form("command=INIT&media_type=video%2Fmp4"), `"message":"total_bytes parameter is missing."`},
		{"INIT size", form("command=INIT&total_bytes=3x&media_type=video%2Fmp4"), "total_bytes is invalid."},
		{"INIT large", form("command=INIT&total_bytes=17179869185&media_type=video%2Fmp4"), "File size exceeds 17179869184 bytes."},
		{"INIT type", form("command=INIT&total_bytes=3&media_type=application%2Foctet-stream"), request + `"media type unrecognized."}`},
		{"INIT category", form("command=INIT&total_bytes=3&media_type=video%2Fmp4&media_category=film"), request},
		{"APPEND 1000", multi(command, owner, field{"segment_index", "", "1000"}, media), request + `"SegmentIndex must be between 0 and 999."}`},
		{"APPEND no index", multi(command, owner, media), `"code":38,"message":"segment_index parameter is missing."`},
		{"APPEND no media", multi(command, owner, index), `"code":38,"message":"media parameter is missing."`},
		{"APPEND no ID", multi(command, index, media), `"message":"media_id or media_key parameter is missing."`},
		{"APPEND no file name", multi(command, owner, index, field{"media", "", "abc"}), `"message":"media parameter is missing."`},
		{"APPEND base64", multi(command, owner, index, field{"media_data", "", "?!"}), `"message":"media parameter is missing."`},
		{"APPEND urlencoded", form("command=APPEND&segment_index=0&media=abc&media_id=" + id), `"message":"media parameter is missing."`},
		{"FINALIZE no ID", form("command=FINALIZE"), `"message":"media_id or media_key parameter is missing."`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			contentType, body := tt.body()
			a := r.do("POST", v1Path, contentType, body)
			equal(t, "status", a.status, 400)
			contains(t, "body", a.body, tt.want)
		})
	}
	equal(t, "segments after all that", r.s.Uploads()[0].Segments, 0)
	id = r.do("POST", v1Path, asForm, strings.NewReader("command=INIT&total_bytes=15728641&media_type=video%2Fmp4")).json("media_id_string")
	contains(t, "large without category", generations[1].finalize(r, id).body, "Large file can not be finalized synchronously.")
}

func TestUnknownPaths(t *testing.T) {
	r := start(t, practice.Options{})
	for _, tt := range []struct{ method, path, want string }{
		{"GET", "/2/media/upload/initialize", `"title":"Not Found"`},
		{"POST", "/2/tweets", `"title":"Not Found"`},
		{"PUT", "/2/media/upload", `"title":"Not Found"`},
		{"GET", "/oauth/request_token", `"code":34`},
		{"GET", "/", `"code":34`},
	} {
		a := r.do(tt.method, tt.path, "", nil)
		equal(t, tt.path, a.status, http.StatusNotFound)
		contains(t, tt.path, a.body, tt.want)
	}
}

func TestOptionsRefused(t *testing.T) {
	for want, o := range map[string]practice.Options{
		"certificate and key":        {CertFile: "cert.pem"},
		"practice: certificate: ":    {CertFile: "no-such.pem", KeyFile: "no-such.pem"},
		"negative":                   {RateMbit: -1},
		`app access "write"`:         {AppAccess: "write"},
		`user ID "bob"`:              {UserID: "bob"},
		`unknown state "working"`:    {Processing: []practice.ProcessingStep{{State: "working"}}},
		`fault 1: unknown op "post"`: {Faults: []practice.Fault{{Op: "post", What: "drop", When: "mid"}}},
		"listen":                     {Listen: "nowhere:x"},
	} {
		s, err := practice.Start(o)
		if err == nil {
			t.Errorf("%+v taken", o)
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			continue
		}
		contains(t, "error", err.Error(), want)
	}
}
