package xapi_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"hoist/upload/xapi"
)

// Each body that net/http may ask for holds the same bytes, from the beginning, and as many as the request announces.
func TestAppendReplays(t *testing.T) {
	const size = 100_000
	file := bytes.NewReader(bytes.Repeat([]byte("0123456789"), size/10))
	for _, g := range generations {
		var sent []int64
		transport := roundTripper(func(r *http.Request) (*http.Response, error) {
			if _, err := io.CopyN(io.Discard, r.Body, 70_000); err != nil { // the first try breaks off
				t.Error(err)
			}
			var bodies [][]byte
			for range 2 {
				body, err := r.GetBody()
				if err != nil {
					t.Fatal(err)
				}
				whole, err := io.ReadAll(body)
				if err != nil {
					t.Fatal(err)
				}
				bodies = append(bodies, whole)
			}
			if int64(len(bodies[0])) != r.ContentLength {
				t.Errorf("%s: the body has %d bytes, Content-Length is %d", g, len(bodies[0]), r.ContentLength)
			}
			if !bytes.Equal(bodies[0], bodies[1]) {
				t.Errorf("%s: the second body is another", g)
			}
			if n, err := r.Body.Read(make([]byte, 1)); n != 0 || err == nil {
				t.Errorf("%s: the body of an earlier try goes on: %d, %v", g, n, err)
			}
			return canned{status: 204}.RoundTrip(&http.Request{})
		})
		_, err := newClient(t, g, g.DefaultBase(), transport).Append(t.Context(), mediaID, xapi.Segment{
			Data: file, Size: size, Sent: func(n int64) { sent = append(sent, n) },
		})
		if err != nil {
			t.Fatal(err)
		}
		checkSent(t, sent, size, 3)
	}
}

// checkSent checks what a segment's Sent was called with.
func checkSent(t *testing.T, sent []int64, size int64, tries int) {
	t.Helper()
	if len(sent) == 0 || sent[len(sent)-1] != size {
		t.Fatalf("the last byte was not reported: %d", sent)
	}
	last, starts := int64(0), 1
	for i, n := range sent {
		switch {
		case n == 0 && i > 0:
			starts++
		case n <= last:
			t.Errorf("report %d goes from %d back to %d", i, last, n)
		case n-last < 32<<10 && n != size:
			t.Errorf("report %d comes after %d bytes already", i, n-last)
		}
		last = n
	}
	if starts != tries {
		t.Errorf("%d tries were reported, not %d: %d", starts, tries, sent)
	}
}

func TestAppendReportsProgress(t *testing.T) {
	const size = 1<<20 + 5
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.TransferEncoding != nil {
			t.Errorf("Transfer-Encoding: %q", r.TransferEncoding)
		}
		if n, err := io.Copy(io.Discard, r.Body); err != nil || n != r.ContentLength {
			t.Errorf("%d of %d bytes came: %v", n, r.ContentLength, err)
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	for _, segment := range []int64{1, 32 << 10, size} {
		var sent []int64
		_, err := dialTo(t, xapi.V2, server.URL).Append(t.Context(), mediaID, xapi.Segment{
			Data: zeros{}, Offset: 1 << 40, Size: segment, Sent: func(n int64) { sent = append(sent, n) },
		})
		if err != nil {
			t.Fatal(err)
		}
		checkSent(t, sent, segment, 1)
	}
}

// The segment goes from the file to the socket; what is allocated on the way does not depend on its size.
func TestAppendAllocatesLittle(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	for _, g := range generations {
		c := dialTo(t, g, server.URL)
		send := func() {
			if _, err := c.Append(t.Context(), mediaID, xapi.Segment{Data: zeros{}, Size: 8_000_000}); err != nil {
				t.Fatal(err)
			}
		}
		send() // makes the connection
		const times = 4
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range times {
			send()
		}
		runtime.ReadMemStats(&after)
		if each := (after.TotalAlloc - before.TotalAlloc) / times; each > 400_000 {
			t.Errorf("%s: %d bytes are allocated for a segment of 8,000,000", g, each)
		}
	}
}

// Whatever the transport still does with the body after the answer, the file is not touched and nobody is told.
func TestAppendOverMeansOver(t *testing.T) {
	var body io.ReadCloser
	var again func() (io.ReadCloser, error)
	refuse := roundTripper(func(r *http.Request) (*http.Response, error) {
		body, again = r.Body, r.GetBody
		return canned{status: 413}.RoundTrip(&http.Request{})
	})
	_, err := newClient(t, xapi.V2, xapi.V2.DefaultBase(), refuse).Append(t.Context(), mediaID, xapi.Segment{
		Data: readerAt(func(p []byte, _ int64) (int, error) { t.Error("the file was read"); return len(p), nil }),
		Size: 1000, Sent: func(n int64) { t.Errorf("Sent(%d) was called", n) },
	})
	if e := failed(t, err); e.Kind != xapi.SegmentTooLarge {
		t.Errorf("got %v", e)
	}
	second, err := again()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range []io.ReadCloser{body, second} {
		if n, err := io.Copy(io.Discard, b); n != 0 || err == nil {
			t.Errorf("%d bytes could be read, %v", n, err)
		}
	}
}

// A read that belongs to an earlier try and comes back late does not count for the one that has begun.
func TestAppendLateRead(t *testing.T) {
	var sent []int64
	var startAnew func()
	file := readerAt(func(p []byte, _ int64) (int, error) {
		if startAnew != nil {
			f := startAnew
			startAnew = nil
			f()
		}
		return len(p), nil
	})
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		var next io.ReadCloser
		startAnew = func() { next, _ = r.GetBody() }
		if _, err := io.Copy(io.Discard, r.Body); err == nil {
			t.Error("the body of the first try could be read to its end")
		}
		return canned{status: 204}.RoundTrip(&http.Request{Body: next})
	})
	_, err := newClient(t, xapi.V1, xapi.V1.DefaultBase(), transport).Append(t.Context(), mediaID, xapi.Segment{
		Data: file, Size: 40_000, Sent: func(n int64) { sent = append(sent, n) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(sent) == 0 || sent[0] != 0 {
		t.Fatalf("the first try's bytes were counted: %d", sent)
	}
	checkSent(t, sent[1:], 40_000, 1)
}

// readerAt makes a file of a function.
type readerAt func([]byte, int64) (int, error)

func (f readerAt) ReadAt(p []byte, off int64) (int, error) { return f(p, off) }

// zeros is a file without end.
type zeros struct{}

func (zeros) ReadAt(p []byte, _ int64) (int, error) {
	clear(p)
	return len(p), nil
}

// Segments go out at once from several goroutines; each reads its own section.
func TestAppendAtOnce(t *testing.T) {
	var mu sync.Mutex
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, _, err := r.FormFile("media")
		if err != nil {
			t.Error(err)
			return
		}
		media, _ := io.ReadAll(f)
		mu.Lock()
		defer mu.Unlock()
		got = append(got, r.FormValue("segment_index")+string(media[:1]))
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	file := strings.NewReader("abcdefgh")
	c := dialTo(t, xapi.V2, server.URL)
	var sending sync.WaitGroup
	for i := range 8 {
		sending.Go(func() {
			if _, err := c.Append(t.Context(), mediaID, xapi.Segment{Index: i, Data: file, Offset: int64(i), Size: 1}); err != nil {
				t.Error(err)
			}
		})
	}
	sending.Wait()
	slices.Sort(got)
	if want := "0a 1b 2c 3d 4e 5f 6g 7h"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
