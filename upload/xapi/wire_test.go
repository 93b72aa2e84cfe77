package xapi_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"hoist/upload/xapi"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const mediaID = "1880028106020515840"

// generations are both, for tests that hold for either.
var generations = []xapi.Generation{xapi.V2, xapi.V1}

// wire is a server that keeps every byte that it was sent and answers with replies written beforehand, in turn.
type wire struct {
	t        *testing.T
	listener net.Listener
	replies  []string
	serving  sync.WaitGroup

	mu       sync.Mutex
	requests []request
}

// request is what arrived: the head to the letter, and the body behind it.
type request struct {
	line   string
	header http.Header // as sent, nothing taken out
	body   []byte
}

func newWire(t *testing.T, replies ...string) *wire {
	t.Helper()
	w := &wire{t: t, listener: listen(t), replies: replies}
	w.serving.Go(func() {
		for {
			c, err := w.listener.Accept()
			if err != nil {
				return
			}
			w.serving.Go(func() { w.serve(c) })
		}
	})
	t.Cleanup(func() {
		_ = w.listener.Close()
		w.serving.Wait()
	})
	return w
}

// serve answers the requests of a connection. It parses them with its own few lines, not with the package that wrote
// them.
func (w *wire) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	in := bufio.NewReader(c)
	for {
		head, err := readHead(in)
		if err != nil {
			return // the client has closed the connection
		}
		line, rest, _ := strings.Cut(head, "\r\n")
		r := request{line: line, header: http.Header{}}
		for h := range strings.SplitSeq(strings.TrimSuffix(rest, "\r\n\r\n"), "\r\n") {
			name, value, _ := strings.Cut(h, ": ")
			r.header[name] = append(r.header[name], value)
		}
		if n := number(r.header.Get("Content-Length")); n > 0 {
			r.body = make([]byte, n)
			if _, err := io.ReadFull(in, r.body); err != nil {
				w.t.Errorf("the body ends early: %v", err)
				return
			}
		}
		w.mu.Lock()
		w.requests = append(w.requests, r)
		n := len(w.requests)
		w.mu.Unlock()
		if n > len(w.replies) {
			w.t.Errorf("request %d was not expected: %s", n, line)
			return
		}
		if _, err := io.WriteString(c, w.replies[n-1]); err != nil {
			w.t.Errorf("reply: %v", err)
		}
	}
}

func readHead(in *bufio.Reader) (string, error) {
	var head strings.Builder
	for !strings.HasSuffix(head.String(), "\r\n\r\n") {
		line, err := in.ReadString('\n')
		if err != nil {
			return "", err
		}
		head.WriteString(line)
	}
	return head.String(), nil
}

func number(s string) int {
	n := 0
	for _, d := range s {
		n = n*10 + int(d-'0')
	}
	return n
}

// request returns the n-th request.
func (w *wire) request(n int) request {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if n >= len(w.requests) {
		w.t.Fatalf("%d requests arrived, not %d", len(w.requests), n+1)
	}
	return w.requests[n]
}

// client returns a client that sends to w, under a path.
func (w *wire) client(g xapi.Generation, path string) xapi.Client {
	return dialTo(w.t, g, "http://"+w.listener.Addr().String()+path)
}

// dialTo returns a client over real sockets that are closed at the end of the test.
func dialTo(t *testing.T, g xapi.Generation, base string) xapi.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return newClient(t, g, base, transport)
}

func newClient(t testing.TB, g xapi.Generation, base string, transport http.RoundTripper) xapi.Client {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return xapi.New(g, u, &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil)
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// canned is a transport that takes the whole request and gives one answer, without a network.
type canned struct {
	status int
	header http.Header
	body   string
}

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
		if err := r.Body.Close(); err != nil {
			return nil, err
		}
	}
	header := c.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		StatusCode: c.status, Header: header, Body: io.NopCloser(strings.NewReader(c.body)),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
	}, nil
}

// answer calls a step of a generation, to which X answers with a status and a body.
func answer(t testing.TB, g xapi.Generation, op xapi.Op, c canned) (xapi.Media, error) {
	t.Helper()
	return step(t.Context(), newClient(t, g, g.DefaultBase(), c), op)
}

// step calls one of the client's methods. The media of an APPEND is empty.
func step(ctx context.Context, c xapi.Client, op xapi.Op) (xapi.Media, error) {
	switch op {
	case xapi.OpInit:
		return c.Init(ctx, xapi.InitRequest{TotalBytes: 1577963, MediaType: "video/mp4", Category: xapi.TweetVideo})
	case xapi.OpAppend:
		data := bytes.NewReader([]byte("some bytes"))
		_, err := c.Append(ctx, mediaID, xapi.Segment{Data: data, Size: data.Size()})
		return xapi.Media{}, err
	case xapi.OpFinalize:
		return c.Finalize(ctx, mediaID)
	default:
		return c.Status(ctx, mediaID)
	}
}

// failed returns the error as one of X's.
func failed(t testing.TB, err error) *xapi.Error {
	t.Helper()
	var e *xapi.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *xapi.Error", err)
	}
	return e
}

// ok returns a reply of HTTP with a body.
func ok(body string) string { return httpReply("200 OK", body) }

func httpReply(status, body string, headers ...string) string {
	var b strings.Builder
	b.WriteString("HTTP/1.1 " + status + "\r\n")
	for _, h := range headers {
		b.WriteString(h + "\r\n")
	}
	if !strings.HasPrefix(status, "204") {
		b.WriteString("Content-Length: " + itoa(len(body)) + "\r\n")
	}
	b.WriteString("\r\n" + body)
	return b.String()
}

// quiet returns a log that keeps nothing.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
