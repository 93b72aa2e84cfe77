package practice_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/dghubble/oauth1"
	"go.uber.org/goleak"

	"hoist/upload/practice"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is a stand-in and a client that signs with another library.
type rig struct {
	t    *testing.T
	s    *practice.Server
	base string
	wire *http.Transport
	http *http.Client // signs
}

// start serves on loopback.
func start(t *testing.T, o practice.Options) *rig {
	t.Helper()
	s, err := practice.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, s: s, base: s.URL(), wire: newWire()}
	r.as(s.Keys())
	t.Cleanup(r.close)
	return r
}

// startPipe serves over pipes, for bubbles of testing/synctest. The caller closes it within the bubble.
func startPipe(t *testing.T, o practice.Options) *rig {
	t.Helper()
	s, err := practice.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
	served := make(chan error, 1)
	go func() { served <- s.Serve(l) }()
	r := &rig{t: t, s: s, base: "http://practice.test", wire: &http.Transport{DialContext: l.dial}}
	r.as(s.Keys())
	t.Cleanup(func() {
		r.close()
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return r
}

func (r *rig) close() {
	if err := r.s.Close(); err != nil {
		r.t.Errorf("Close: %v", err)
	}
	r.wire.CloseIdleConnections()
}

// as signs with other keys from now on.
func (r *rig) as(k practice.Keys) {
	r.http = signing(oauth1.NewConfig(k.ConsumerKey, k.ConsumerSecret), k, r.wire)
}

func signing(c *oauth1.Config, k practice.Keys, wire http.RoundTripper) *http.Client {
	ctx := context.WithValue(context.Background(), oauth1.HTTPClient, &http.Client{Transport: wire})
	hc := c.Client(ctx, oauth1.NewToken(k.AccessToken, k.AccessSecret))
	hc.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return hc
}

// answer is a reply that was read to its end.
type answer struct {
	status int
	header http.Header
	body   string
}

// json returns a field by its path, such as "data.id", as text; empty where it is missing.
func (a answer) json(path string) string {
	var v any
	dec := json.NewDecoder(strings.NewReader(a.body))
	dec.UseNumber()
	if dec.Decode(&v) != nil {
		return ""
	}
	for name := range strings.SplitSeq(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[name]
		case []any:
			v = in[0].(map[string]any)[name]
		}
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// try sends a request; body may be nil.
func (r *rig) try(ctx context.Context, hc *http.Client, method, path, contentType string, body io.Reader) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, r.base+path, body)
	if err != nil {
		r.t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := hc.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end or broken
	b, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, string(b)}, err
}

func (r *rig) do(method, path, contentType string, body io.Reader) answer {
	r.t.Helper()
	a, err := r.try(r.t.Context(), r.http, method, path, contentType, body)
	if err != nil {
		r.t.Fatalf("%s %s: %v", method, path, err)
	}
	return a
}

const (
	asForm = "application/x-www-form-urlencoded"
	asJSON = "application/json"
	v1Path = "/1.1/media/upload.json"
)

// field is a part of a multipart body; a file where it has a file name.
type field struct{ name, file, value string }

func parts(fields ...field) (contentType string, body io.Reader) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range fields {
		var p io.Writer
		var err error
		if f.file != "" {
			p, err = w.CreateFormFile(f.name, f.file)
		} else {
			p, err = w.CreateFormField(f.name)
		}
		if err == nil {
			_, err = io.WriteString(p, f.value)
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return w.FormDataContentType(), &b
}

// wire is one generation's requests.
type wire struct {
	name     string
	init     func(r *rig, total int) answer
	append   func(ctx context.Context, r *rig, id string, index int, segment string) (answer, error)
	finalize func(r *rig, id string) answer
	status   func(r *rig, id string) answer
	id, info string // where replies have them
	sum      string // where the sentence of a 400 is
}

var generations = []wire{
	{
		name: "v2", id: "data.id", info: "data.processing_info.", sum: "errors.message",
		init: func(r *rig, total int) answer {
			return r.do("POST", "/2/media/upload/initialize", asJSON, strings.NewReader(
				fmt.Sprintf(`{"media_type":"video/mp4","total_bytes":%d,"media_category":"tweet_video"}`, total)))
		},
		append: func(ctx context.Context, r *rig, id string, index int, segment string) (answer, error) {
			t, b := parts(field{"segment_index", "", fmt.Sprint(index)}, field{"media", "blob", segment})
			return r.try(ctx, r.http, "POST", "/2/media/upload/"+id+"/append", t, b)
		},
		finalize: func(r *rig, id string) answer { return r.do("POST", "/2/media/upload/"+id+"/finalize", "", nil) },
		status: func(r *rig, id string) answer {
			return r.do("GET", "/2/media/upload?command=STATUS&media_id="+id, "", nil)
		},
	},
	{
		name: "v1.1", id: "media_id_string", info: "processing_info.", sum: "error",
		init: func(r *rig, total int) answer {
			return r.do("POST", v1Path, asForm, strings.NewReader(url.Values{
				"command": {"INIT"}, "media_type": {"video/mp4"}, "total_bytes": {fmt.Sprint(total)}, "media_category": {"tweet_video"},
			}.Encode()))
		},
		append: func(ctx context.Context, r *rig, id string, index int, segment string) (answer, error) {
			t, b := parts(field{"command", "", "APPEND"}, field{"media_id", "", id},
				field{"segment_index", "", fmt.Sprint(index)}, field{"media", "blob", segment})
			return r.try(ctx, r.http, "POST", v1Path, t, b)
		},
		finalize: func(r *rig, id string) answer {
			return r.do("POST", v1Path, asForm, strings.NewReader("command=FINALIZE&media_id="+id))
		},
		status: func(r *rig, id string) answer { return r.do("GET", v1Path+"?command=STATUS&media_id="+id, "", nil) },
	},
}

// each runs a test for both generations.
func each(t *testing.T, f func(t *testing.T, g wire)) {
	for _, g := range generations {
		t.Run(g.name, func(t *testing.T) { f(t, g) })
	}
}

// open does INIT and returns the media ID.
func (r *rig) open(g wire, total int) string {
	r.t.Helper()
	a := g.init(r, total)
	id := a.json(g.id)
	if len(id) != 19 {
		r.t.Fatalf("INIT: %d %s", a.status, a.body)
	}
	return id
}

// put sends a segment that must be taken.
func (r *rig) put(g wire, id string, index int, segment string) {
	r.t.Helper()
	a, err := g.append(r.t.Context(), r, id, index, segment)
	if err != nil || a.status/100 != 2 {
		r.t.Fatalf("APPEND %d: %d %s %v", index, a.status, a.body, err)
	}
}

func sha(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// pipeListener joins dial and Accept by pipes in memory.
type pipeListener struct {
	conns  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.closed:
		return nil, errors.New("refused")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "practice.test", Net: "unix"} }

// newWire is a transport of its own, so that no connection of another test is used.
func newWire() *http.Transport { return &http.Transport{} }
