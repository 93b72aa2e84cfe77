package upload_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"hoist/upload"
	"hoist/upload/practice"
)

// blocks takes a trace, a block at a time.
type blocks struct {
	mu  sync.Mutex
	all []string
}

// Write implements io.Writer.
func (b *blocks) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = append(b.all, string(p))
	return len(p), nil
}

func (b *blocks) take() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.all...)
}

// with returns the blocks in which all of it stands.
func (b *blocks) with(parts ...string) (found []string) {
each:
	for _, block := range b.take() {
		for _, part := range parts {
			if !strings.Contains(block, part) {
				continue each
			}
		}
		found = append(found, block)
	}
	return found
}

// secretless fails when a key is in a text, in any way in which it could have come there.
func secretless(t *testing.T, k practice.Keys, text string) {
	t.Helper()
	for name, key := range map[string]string{
		"consumer key": k.ConsumerKey, "consumer secret": k.ConsumerSecret, "access token": k.AccessToken, "access secret": k.AccessSecret,
	} {
		for _, form := range []string{
			key, url.QueryEscape(key), url.QueryEscape(url.QueryEscape(key)), strconv.Quote(key), html.EscapeString(key), hex.EncodeToString([]byte(key)),
		} {
			if len(key) < 6 || strings.Contains(text, form) {
				t.Errorf("the %s is in the trace", name)
			}
		}
	}
	if found := signature.FindString(text); found != "" {
		t.Errorf("a signature is in the trace: %s", found)
	}
}

var signature = regexp.MustCompile(`oauth_(signature|nonce)(\W|%[0-9A-F]{2})+[A-Za-z0-9]{10}`)

var firstLine = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d{4} (GET|POST) http://127\.0\.0\.1:\d+/`)

// TestTrace writes down each request of an upload whose line fails in several ways, and the upload arrives as it would
// without.
func TestTrace(t *testing.T) {
	t.Parallel()
	for _, api := range generations {
		t.Run(string(api), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, api, practice.Options{Faults: []practice.Fault{
				{Op: "append", Segment: segment(1), What: "status", Preset: "server"},
				{Op: "append", Segment: segment(2), What: "drop", When: "mid"},
				{Op: "append", Segment: segment(3), What: "drop", When: "before"},
				{Op: "finalize", What: "garbage", Preset: "html"},
			}})
			taken := &blocks{}
			r.options.Trace, r.options.UserAgent = &upload.Trace{}, "Hoist/9.8.7"
			r.options.Trace.To(taken)
			file := clip(t, 3_000_000)
			r.arrived(t, r.upload(t, file), file)

			all, requests := taken.take(), 0
			for _, n := range r.x.Counts() {
				requests += n
			}
			if len(all) < requests || requests < 10 {
				t.Errorf("%d blocks of %d requests", len(all), requests)
			}
			for _, block := range all {
				if !firstLine.MatchString(block) || !strings.HasSuffix(block, "\n\n") || strings.Count(block, " HTTP/1.1\n") != 1 ||
					!strings.Contains(block, "<- User-Agent: Hoist/9.8.7\n") || !strings.Contains(block, "<- Authorization: OAuth (left out)\n") {
					t.Errorf("a block is\n%s", block)
				}
				if len(block) > 8<<10 {
					t.Errorf("a block has %d bytes", len(block))
				}
			}
			secretless(t, r.x.Keys(), strings.Join(all, ""))
			for what, parts := range map[string][]string{
				"INIT":                 {"<- Host: 127.0.0.1:", "tweet_video", "-> HTTP/1.1 20", "media_id"},
				"a confirmed segment":  {`name="segment_index"`, "<- 4\n", "bytes of the file and of the form's end are left out\n", "-> HTTP/1.1 20"},
				"a refused segment":    {`name="segment_index"`, "<- 1\n", "-> HTTP/1.1 500 "},
				"a cut connection":     {`name="segment_index"`, "<- 2\n", "-- failed after "},
				"another one":          {`name="segment_index"`, "<- 3\n", "-- failed after "},
				"a page instead of X":  {"-> Content-Type: text/html", "<html"},
				"how long it took":     {"-> HTTP/1.1 20", "ms)\n"},
				"the length of a form": {"<- Content-Length: 131", "<- Content-Type: multipart/form-data; boundary="},
			} {
				if what == "INIT" && api == upload.V2 {
					parts[3] = `"id":"`
				}
				if len(taken.with(parts...)) == 0 {
					t.Errorf("%s is not in the trace:\n%s", what, strings.Join(all, ""))
				}
			}
		})
	}
}

// TestTraceOfEchoes lets what stands in X's place send the signature back, in every form that one would.
func TestTraceOfEchoes(t *testing.T) {
	t.Parallel()
	keys := practice.Keys{ConsumerKey: "cK3yAbCdEfGh", ConsumerSecret: "c/S+3cret==", AccessToken: "12345-tOkEnTokEn", AccessSecret: "a&S3cretSecret"}
	for name, echo := range map[string]func(string) string{
		"plain":       func(s string) string { return s },
		"JSON":        strconv.Quote,
		"HTML":        html.EscapeString,
		"query":       url.QueryEscape,
		"query twice": func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
		"a line each": func(s string) string { return strings.ReplaceAll(s, ", ", "\r\n") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				sent := echo(r.Header.Get("Authorization"))
				w.Header().Set("X-Echo", strings.ReplaceAll(sent, "\r\n", " "))
				w.Header().Set("Set-Cookie", "session=c00kie")
				w.Header().Set("Location", "https://user:passw0rd@elsewhere.example/page?oauth_token="+url.QueryEscape(sent))
				w.WriteHeader(http.StatusBadRequest)
				_, _ = io.WriteString(w, "you sent "+sent+" \x1b[31m\u202eand \xff that\nwas it")
			}))
			defer x.Close()
			taken, trace := &blocks{}, &upload.Trace{}
			trace.To(taken)
			r := &rig{account: upload.Account{Name: "kay", BaseURL: x.URL, Sign: signer(keys)}, options: upload.Options{Trace: trace}}
			if end := finished(t, r.upload(t, clip(t, 3_000_000))); end.Err == nil {
				t.Fatal("it was not refused")
			}
			all := strings.Join(taken.take(), "")
			secretless(t, keys, all)
			for _, left := range []string{"c00kie", "passw0rd", "\x1b", "\u202e", "\xff"} {
				if strings.Contains(all, left) {
					t.Errorf("%q is in the trace", left)
				}
			}
			for _, want := range []string{"you sent ", `\x1b[31m\u202eand \xff that` + "\n-> was it\n", "-> Set-Cookie: (left out)\n", "elsewhere.example/page"} {
				if !strings.Contains(all, want) {
					t.Errorf("%q is not in the trace:\n%s", want, all)
				}
			}
		})
	}
}

// tripper is a function that sends requests.
type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestTraceIsSwitched while uploads run: it holds for the requests that begin then, of several engines, and a block is
// never torn.
func TestTraceIsSwitched(t *testing.T) {
	t.Parallel()
	trace, first, second := &upload.Trace{}, &blocks{}, &blocks{}
	r := newRig(t, upload.V2, practice.Options{Processing: []practice.ProcessingStep{}})
	r.options.Trace, r.options.AtOnce = trace, 1
	sign, requests := r.account.Sign, 0
	r.account.Sign = func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(q *http.Request) (*http.Response, error) {
			switch requests++; requests {
			case 5:
				trace.To(first)
			case 10:
				trace.To(nil)
			}
			return sign(next).RoundTrip(q)
		})
	}
	file := clip(t, 3_000_000)
	r.arrived(t, r.upload(t, file), file)
	if n := len(first.with("/append")); n != 4 || len(first.take()) != 4 {
		t.Errorf("%d requests were traced, %d of them APPEND, instead of the 6th to the 9th", len(first.take()), n)
	}

	trace.To(second)
	var uploads sync.WaitGroup
	for range 3 {
		one := newRig(t, upload.V2, practice.Options{Processing: []practice.ProcessingStep{}})
		one.options.Trace = trace
		uploads.Go(func() { one.arrived(t, one.upload(t, file), file) })
	}
	uploads.Wait()
	if len(first.take()) != 4 {
		t.Error("it was written where it was written before")
	}
	if n := len(second.with("/initialize")); n != 3 {
		t.Errorf("INIT of %d uploads was traced", n)
	}
	for _, block := range second.take() {
		if !firstLine.MatchString(block) || strings.Count(block, "<- Host: ") != 1 {
			t.Errorf("a block is\n%s", block)
		}
	}
}

// TestTraceOfLongReplies is bounded, whatever comes, and says so.
func TestTraceOfLongReplies(t *testing.T) {
	t.Parallel()
	x := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for n := range 200 {
			w.Header().Set(fmt.Sprintf("X-Many-%03d", n), strings.Repeat("h", 3000))
		}
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write(bytes.Repeat([]byte{0}, 1<<20))
	}))
	defer x.Close()
	taken, trace := &blocks{}, &upload.Trace{}
	trace.To(taken)
	r := &rig{
		account: upload.Account{Name: "kay", BaseURL: x.URL, Sign: signer(practice.Keys{ConsumerKey: "k", ConsumerSecret: "s"})},
		options: upload.Options{Trace: trace},
	}
	r.upload(t, clip(t, 3_000_000))
	all := taken.take()
	if len(all) == 0 || len(all[0]) > 512<<10 || !strings.Contains(all[0], "-- there are more fields\n") || !strings.Contains(all[0], "-- the rest was not read\n") {
		t.Errorf("%d blocks, the first of %d bytes", len(all), len(strings.Join(all[:min(len(all), 1)], "")))
	}
}
