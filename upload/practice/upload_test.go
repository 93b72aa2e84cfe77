package practice_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hoist/upload/practice"
)

func contains(t *testing.T, what, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) {
		t.Errorf("%s: %q does not contain %q", what, got, want)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// TestUpload goes from INIT to succeeded, with segments of several sizes in an odd order, one of them twice.
func TestUpload(t *testing.T) {
	each(t, func(t *testing.T, g wire) {
		r := start(t, practice.Options{Processing: []practice.ProcessingStep{{State: "succeeded", Percent: 100}}})
		segments := []string{strings.Repeat("a", 200_000), "b", strings.Repeat("c\r\n--", 30_000), strings.Repeat("\x00", 65536)}
		file := strings.Join(segments, "")
		id := r.open(g, len(file))
		r.put(g, id, 2, "something else that is replaced")
		for _, i := range []int{3, 1, 2, 0} {
			r.put(g, id, i, segments[i])
		}
		first := g.finalize(r, id)
		equal(t, "second FINALIZE", g.finalize(r, id).body, first.body)
		equal(t, "state", g.status(r, id).json(g.info+"state"), "succeeded")

		want := practice.Upload{
			MediaID: id, SHA256: sha(file), Bytes: int64(len(file)), Segments: 4, State: "succeeded", Resent: 1,
		}
		equal(t, "uploads", r.s.Uploads()[0], want)
		var told []practice.Upload
		a, err := r.try(t.Context(), &http.Client{Transport: r.wire}, "GET", "/practice/uploads", "", nil)
		if err != nil || json.Unmarshal([]byte(a.body), &told) != nil {
			t.Fatalf("/practice/uploads: %v %s", err, a.body)
		}
		equal(t, "/practice/uploads", told[0], want)
		for op, n := range map[string]int{"init": 1, "append": 5, "finalize": 2, "status": 1} {
			equal(t, "count of "+op, r.s.Counts()[op], n)
		}
	})
}

// TestReplies compares statuses, headers and bodies with what X was recorded to send.
func TestReplies(t *testing.T) {
	t.Run("v2", func(t *testing.T) {
		g, r := generations[0], start(t, practice.Options{})
		a := g.init(r, 3)
		id := a.json(g.id)
		equal(t, "INIT", a.body, `{"data":{"id":"`+id+`","media_key":"7_`+id+`","expires_after_secs":86400}}`)
		equal(t, "INIT status", a.status, 200)
		for name, want := range map[string]string{
			"Content-Type": "application/json; charset=utf-8", "X-Rate-Limit-Limit": "1875", "X-Rate-Limit-Remaining": "1874",
			"X-Access-Level": "read-write",
		} {
			equal(t, name, a.header.Get(name), want)
		}
		for _, name := range []string{"Date", "X-Transaction-Id", "X-Rate-Limit-Reset", "X-Response-Time"} {
			if a.header.Get(name) == "" {
				t.Errorf("no %s", name)
			}
		}
		a, err := g.append(t.Context(), r, id, 0, "abc")
		if err != nil {
			t.Fatal(err)
		}
		expires, err := strconv.ParseInt(a.json("data.expires_at"), 10, 64)
		if err != nil || a.status != 200 || time.Until(time.Unix(expires, 0)) > 24*time.Hour {
			t.Errorf("APPEND: %d %s", a.status, a.body)
		}
		a = g.finalize(r, id)
		equal(t, "FINALIZE status", a.status, 200)
		for path, want := range map[string]string{
			"data.id": id, "data.size": "3", "data.processing_info.state": "pending", "data.processing_info.check_after_secs": "1",
			"data.media_key": "7_" + id,
		} {
			equal(t, path, a.json(path), want)
		}
		equal(t, "STATUS without command", r.do("GET", "/2/media/upload?media_id="+id, "", nil).status, 200)
		a = r.do("GET", "/2/users/me?user.fields=verified", "", nil)
		equal(t, "users/me", a.body, `{"data":{"id":"2244994945","name":"practice","username":"practice"}}`)
	})
	t.Run("v1.1", func(t *testing.T) {
		g, r := generations[1], start(t, practice.Options{})
		a := r.do("POST", v1Path, asForm, strings.NewReader("command=INIT&total_bytes=3&media_type=video%2Fmp4"))
		id := a.json(g.id)
		equal(t, "INIT", a.body, `{"media_id":`+id+`,"media_id_string":"`+id+`","expires_after_secs":86400}`)
		equal(t, "INIT status", a.status, 202)
		equal(t, "INIT x-mediaid", a.header.Get("X-Mediaid"), id)
		equal(t, "INIT type", a.header.Get("Content-Type"), "application/json;charset=utf-8")
		a, err := g.append(t.Context(), r, id, 0, "abc")
		if err != nil || a.status != 204 || a.body != "" {
			t.Errorf("APPEND: %d %q %v", a.status, a.body, err)
		}
		for name, want := range map[string]string{
			"Content-Type": "text/html;charset=utf-8", "X-Mediaid": id, "X-Segmentcount": "0", "X-Totalbytes": "0",
		} {
			equal(t, name, a.header.Get(name), want)
		}
		a = g.finalize(r, id)
		equal(t, "FINALIZE status", a.status, 201)
		contains(t, "FINALIZE", a.body, `"size":3,`)
		contains(t, "FINALIZE", a.body, `"video":{"video_type":"video\/mp4"}}`)
		equal(t, "STATUS without processing", g.status(r, id).status, 404)

		ct, b := parts(field{"command", "", "INIT"}, field{"total_bytes", "", "3"}, field{"media_type", "", "video/mp4"},
			field{"media_category", "", "TweetVideo"})
		a = r.do("POST", v1Path, ct, b)
		id = a.json(g.id)
		equal(t, "multipart INIT", a.json("media_key"), "7_"+id)
		ct, b = parts(field{"media", "x", "abc"})
		a = r.do("POST", v1Path+"?command=APPEND&segment_index=0&media_id="+id, ct, b)
		equal(t, "APPEND with a query", a.status, 204)
		a = g.finalize(r, id)
		contains(t, "FINALIZE", a.body, `"processing_info":{"state":"pending","check_after_secs":1}`)
		equal(t, "STATUS", g.status(r, id).status, 200)
	})
}

// TestAppendVariants are the ways besides the usual one in which X takes a segment.
func TestAppendVariants(t *testing.T) {
	r := start(t, practice.Options{})
	g := generations[0]
	id := r.open(g, 6)
	a := r.do("POST", "/2/media/upload/"+id+"/append", asJSON, strings.NewReader(
		`{"segment_index":0,"media":"`+base64.StdEncoding.EncodeToString([]byte("abc"))+`"}`))
	equal(t, "JSON", a.status, 200)
	ct, b := parts(field{"media", "x", "def"}, field{"segment_index", "", "1"})
	equal(t, "index after the bytes", r.do("POST", "/2/media/upload/"+id+"/append", ct, b).status, 200)
	g.finalize(r, id)
	equal(t, "SHA-256", r.s.Uploads()[0].SHA256, sha("abcdef"))

	g = generations[1]
	id = r.open(g, 3)
	ct, b = parts(field{"command", "", "APPEND"}, field{"media_id", "", id}, field{"segment_index", "", "0"},
		field{"media_data", "", base64.StdEncoding.EncodeToString([]byte("xyz"))})
	equal(t, "media_data", r.do("POST", v1Path, ct, b).status, 204)
	g.finalize(r, id)
	equal(t, "SHA-256", r.s.Uploads()[1].SHA256, sha("xyz"))
}

// TestParallel sends many segments at once.
func TestParallel(t *testing.T) {
	each(t, func(t *testing.T, g wire) {
		r := start(t, practice.Options{})
		var file strings.Builder
		segments := make([]string, 40)
		for i := range segments {
			segments[i] = strings.Repeat(fmt.Sprintf("%03d,", i), 10_000+i)
			file.WriteString(segments[i])
		}
		id := r.open(g, file.Len())
		var all sync.WaitGroup
		for i, s := range segments {
			all.Go(func() {
				if a, err := g.append(context.WithoutCancel(t.Context()), r, id, i, s); err != nil || a.status/100 != 2 {
					t.Errorf("APPEND %d: %d %v", i, a.status, err)
				}
			})
		}
		all.Wait()
		g.finalize(r, id)
		equal(t, "SHA-256", r.s.Uploads()[0].SHA256, sha(file.String()))
	})
}

// TestSums refuses a FINALIZE with a gap, with too little, with too much, and takes it once that is mended.
func TestSums(t *testing.T) {
	each(t, func(t *testing.T, g wire) {
		r := start(t, practice.Options{})
		const sentence = "Segments do not add up to provided total file size."
		id := r.open(g, 6)
		refused := func(why string) {
			t.Helper()
			a := g.finalize(r, id)
			equal(t, why, a.status, 400)
			equal(t, why, a.json(g.sum), sentence)
		}
		refused("nothing")
		r.put(g, id, 0, "abc")
		refused("too little")
		r.put(g, id, 2, "def")
		refused("gap")
		r.put(g, id, 1, "x")
		refused("too much")
		r.put(g, id, 2, "ef")
		equal(t, "mended", g.finalize(r, id).status/100, 2)
		equal(t, "SHA-256", r.s.Uploads()[0].SHA256, sha("abcxef"))
		a, err := g.append(t.Context(), r, id, 0, "abc")
		if err != nil || a.status != 400 {
			t.Errorf("APPEND after FINALIZE: %d %v", a.status, err)
		}
	})
}

// TestTooLarge answers 413 without a body, on a connection that can be used again, and keeps nothing.
func TestTooLarge(t *testing.T) {
	each(t, func(t *testing.T, g wire) {
		r := start(t, practice.Options{MaxSegmentBytes: 100_000})
		id := r.open(g, 100_000)
		for _, n := range []int{100_001, 3_000_000} {
			a, err := g.append(t.Context(), r, id, 0, strings.Repeat("x", n))
			if err != nil || a.status != 413 || a.body != "" {
				t.Errorf("%d bytes: %d %q %v", n, a.status, a.body, err)
			}
		}
		equal(t, "segments", r.s.Uploads()[0].Segments, 0)
		r.put(g, id, 0, strings.Repeat("x", 100_000))
		equal(t, "FINALIZE", g.finalize(r, id).status/100, 2)
	})
}

// TestOwners refuses the IDs of others and those that nobody has.
func TestOwners(t *testing.T) {
	each(t, func(t *testing.T, g wire) {
		r := start(t, practice.Options{})
		id := r.open(g, 3)
		r.put(g, id, 0, "abc")
		refused := func(id string) {
			t.Helper()
			a, err := g.append(t.Context(), r, id, 0, "abc")
			if err != nil || a.status != 400 {
				t.Errorf("APPEND: %d %v", a.status, err)
			}
			contains(t, "APPEND", strings.ToLower(a.body), "not found")
			equal(t, "FINALIZE", g.finalize(r, id).status, 400)
			a = g.status(r, id)
			if g.name == "v2" {
				contains(t, "STATUS", a.body, `{"errors":[{"message":"BadRequest: Not found"}],"title":"Invalid Request"`)
			} else {
				equal(t, "STATUS", a.status, 404)
			}
		}
		refused("1234567890123456789")
		r.as(r.s.AddUser("somebody"))
		refused(id)
		r.as(r.s.Keys())
		equal(t, "FINALIZE by the owner", g.finalize(r, id).status/100, 2)
	})
}

// TestMemory sends a segment of 8 MB: what both sides allocate for it is a fraction.
func TestMemory(t *testing.T) {
	r := start(t, practice.Options{})
	const size = 8_000_000
	id := r.open(generations[0], size)
	head := "--b\r\nContent-Disposition: form-data; name=\"segment_index\"\r\n\r\n0\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"blob\"\r\n\r\n"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	body := io.MultiReader(strings.NewReader(head), io.LimitReader(endless{}, size), strings.NewReader("\r\n--b--\r\n"))
	a := r.do("POST", "/2/media/upload/"+id+"/append", "multipart/form-data; boundary=b", body)
	runtime.ReadMemStats(&after)
	equal(t, "APPEND", a.status, 200)
	if n := after.TotalAlloc - before.TotalAlloc; n > size/8 {
		t.Errorf("%d bytes allocated for a segment of %d", n, size)
	}
	equal(t, "FINALIZE", generations[0].finalize(r, id).status, 200)
}

// endless is a file of x.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
