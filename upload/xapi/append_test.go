package xapi_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"hoist/upload/xapi"
)

// A yes to a segment that was not sent yet comes from a stranger.
func TestAppendAnsweredEarly(t *testing.T) {
	for _, status := range []string{"200 OK", "204 No Content"} {
		l := listen(t)
		var serving sync.WaitGroup
		over := make(chan struct{})
		serving.Go(func() {
			c, err := l.Accept()
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = c.Close() }()
			_, _ = io.ReadFull(c, make([]byte, 1000))
			_, _ = io.WriteString(c, httpReply(status, ""))
			<-over
		})
		_, err := dialTo(t, xapi.V2, "http://"+l.Addr().String()).Append(t.Context(), mediaID, xapi.Segment{Data: zeros{}, Size: 64 << 20})
		close(over)
		if e := failed(t, err); e.Kind != xapi.BadReply {
			t.Errorf("%s: got %v", status, e)
		}
		serving.Wait()
		_ = l.Close()
	}
}

// A no before the segment was sent is X's answer, not trouble with the connection.
func TestAppendRefusedEarly(t *testing.T) {
	l := listen(t)
	defer func() { _ = l.Close() }()
	var serving sync.WaitGroup
	over := make(chan struct{})
	serving.Go(func() {
		c, err := l.Accept()
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = c.Close() }()
		_, _ = io.ReadFull(c, make([]byte, 1000))
		_, _ = io.WriteString(c, httpReply("413 Payload Too Large", "", "Connection: close"))
		<-over
	})
	var mu sync.Mutex
	returned, late := false, false
	_, err := dialTo(t, xapi.V2, "http://"+l.Addr().String()).Append(t.Context(), mediaID, xapi.Segment{
		Data: zeros{}, Size: 64 << 20, Sent: func(int64) {
			mu.Lock()
			defer mu.Unlock()
			late = late || returned
		},
	})
	mu.Lock()
	returned = true
	mu.Unlock()
	close(over)
	serving.Wait()
	if e := failed(t, err); e.Kind != xapi.SegmentTooLarge || e.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("got %v", e)
	}
	mu.Lock()
	defer mu.Unlock()
	if late {
		t.Error("Sent was called after Append had returned")
	}
}

func TestAppendOfBrokenFile(t *testing.T) {
	w := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusNoContent)
	}))
	defer w.Close()
	for name, c := range map[string]struct {
		data io.ReaderAt
		want error
	}{
		"unreadable": {readerAt(func([]byte, int64) (int, error) { return 0, fs.ErrPermission }), fs.ErrPermission},
		"shorter":    {strings.NewReader("abc"), io.ErrUnexpectedEOF},
		"gone":       {strings.NewReader(""), io.ErrUnexpectedEOF},
	} {
		_, err := dialTo(t, xapi.V2, w.URL).Append(t.Context(), mediaID, xapi.Segment{Index: 7, Data: c.data, Size: 100_000})
		e := failed(t, err)
		if e.Kind != xapi.ConnectionLost || !errors.Is(e, c.want) || !strings.Contains(e.Error(), "segment 7") {
			t.Errorf("%s: got %v", name, e)
		}
	}
}

func TestAppendCanceled(t *testing.T) {
	arrived := make(chan struct{})
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadFull(r.Body, make([]byte, 1000))
		close(arrived)
		<-over // more bytes come than fit into the sockets
	}))
	defer server.Close()
	defer close(over)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := dialTo(t, xapi.V1, server.URL).Append(ctx, mediaID, xapi.Segment{Data: zeros{}, Size: 64 << 20})
	if err != context.Canceled { //nolint:errorlint // the context's own error is promised, unwrapped
		t.Errorf("got %v", err)
	}
}

// Any 2xx without a body, or with JSON, confirms a segment.
func TestAppendConfirmed(t *testing.T) {
	for _, g := range generations {
		for _, c := range []canned{
			{status: 200, body: appendReplyV2},
			{status: 200, body: ""},
			{status: 201, body: "{}"},
			{status: 202, body: " \r\n"},
			{status: 200, body: "null"},
			{status: 204, header: http.Header{"Content-Type": {"text/html;charset=utf-8"}, "X-Mediaid": {mediaID}, "X-Segmentcount": {"0"}}},
		} {
			if _, err := answer(t, g, xapi.OpAppend, c); err != nil {
				t.Errorf("%s, %d %q: %v", g, c.status, c.body, err)
			}
		}
		for _, body := range []string{
			"<!DOCTYPE html><title>Welcome to the hotel</title>", "OK", `{"data":{"expires_at":17`,
			`{"data":{}} and more`, "\x00\x01", `{"a":"` + strings.Repeat("x", 70_000) + `"}`,
		} {
			_, err := answer(t, g, xapi.OpAppend, canned{status: 200, body: body})
			if e := failed(t, err); e.Kind != xapi.BadReply || e.Status != 200 {
				t.Errorf("%s, %.30q: got %v", g, body, e)
			}
		}
	}
}
