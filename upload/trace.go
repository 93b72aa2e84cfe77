package upload

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Trace is where all engines that have it write what they send to X and what it answers, a block for each request. It can
// be changed at any time, also for what is under way. It never sees a signature. nil and the zero value write nothing.
type Trace struct{ to atomic.Pointer[sink] }

// sink is a place to write to, one block at a time.
type sink struct {
	mu sync.Mutex
	w  io.Writer
}

// To lets the trace of all requests that begin from now on be written to w, each at one blow when its answer has been
// read; nil: nowhere. t is not nil.
func (t *Trace) To(w io.Writer) {
	if w == nil {
		t.to.Store(nil)
		return
	}
	t.to.Store(&sink{w: w})
}

// on reports whether a request that begins now is traced.
func (t *Trace) on() bool { return t != nil && t.to.Load() != nil }

// write writes a block, unless the trace was switched off meanwhile.
func (t *Trace) write(block []byte) {
	if s := t.to.Load(); s != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		_, _ = s.w.Write(block) // an upload does not fail because nobody can watch it
	}
}

// How much of a request and of a reply is written.
const (
	tracedBody  = 4 << 10
	tracedReply = 64 << 10
)

// traced lets requests through to what signs them, and writes down how that went. It stands outside of the signature: what
// it writes cannot hold keys.
type traced struct {
	trace *Trace
	next  http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t *traced) RoundTrip(r *http.Request) (*http.Response, error) {
	if !t.trace.on() {
		return t.next.RoundTrip(r)
	}
	e := &exchange{trace: t.trace, began: time.Now(), request: r}
	resp, err := t.next.RoundTrip(e.watch())
	e.took = time.Since(e.began)
	if err != nil {
		e.failed = err
		e.write()
		return nil, err
	}
	e.response = resp
	resp.Body = &tracedAnswer{ReadCloser: resp.Body, exchange: e}
	return resp, nil
}

// exchange is a request and what came of it.
type exchange struct {
	trace    *Trace
	began    time.Time
	request  *http.Request
	took     time.Duration // until X answered, or the request failed
	response *http.Response
	failed   error

	mu   sync.Mutex
	form []byte // the beginning of what was sent of a form with a file
	body []byte // of a small request

	// Of the reply, which one goroutine reads.
	reply []byte
	more  int  // bytes of it that are not in reply
	whole bool // it was read to its end
}

// watch returns the request to send. The body of a small one can be had a second time, and is left as it is. Of a form
// with a file the beginning is taken down while it goes out: nothing of it is read ahead or held back.
func (e *exchange) watch() *http.Request {
	r := e.request
	switch {
	case r.Body == nil || r.GetBody == nil:
		return r
	case !isForm(r):
		if body, err := r.GetBody(); err == nil {
			e.body, _ = io.ReadAll(io.LimitReader(body, tracedBody)) // it lies in memory
			_ = body.Close()
		}
		return r
	}
	watched := r.WithContext(r.Context())
	watched.Body = &tracedForm{ReadCloser: r.Body, exchange: e}
	watched.GetBody = func() (io.ReadCloser, error) { // net/http starts the request again
		body, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		return &tracedForm{ReadCloser: body, exchange: e}, nil
	}
	return watched
}

func isForm(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && strings.HasPrefix(kind, "multipart/")
}

// sent takes down what goes out of a form, if it is its beginning.
func (e *exchange) sent(at int64, b []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if room := tracedBody - len(e.form); at == int64(len(e.form)) && room > 0 {
		e.form = append(e.form, b[:min(len(b), room)]...)
	}
}

// head returns what a form has before the bytes of its file, as far as it went out.
func (e *exchange) head() []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	file := bytes.Index(e.form, []byte("; filename="))
	if file < 0 {
		return bytes.Clone(e.form[:bytes.LastIndexByte(e.form, '\n')+1])
	}
	end := bytes.Index(e.form[file:], []byte("\r\n\r\n"))
	if end < 0 {
		return bytes.Clone(e.form[:file])
	}
	return bytes.Clone(e.form[:file+end+4])
}

// write writes the exchange.
func (e *exchange) write() { e.trace.write(e.block()) }

// tracedForm is the body of a form with a file, whose beginning is taken down.
type tracedForm struct {
	io.ReadCloser
	exchange *exchange
	at       int64
}

// Read implements io.Reader.
func (b *tracedForm) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.at < tracedBody {
		b.exchange.sent(b.at, p[:n])
	}
	b.at += int64(n)
	return n, err
}

// tracedAnswer is the body of a reply, which is written down as far as somebody has read it.
type tracedAnswer struct {
	io.ReadCloser
	exchange *exchange
	closed   bool
}

// Read implements io.Reader.
func (b *tracedAnswer) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	e := b.exchange
	room := min(n, tracedReply-len(e.reply))
	e.reply = append(e.reply, p[:room]...)
	e.more += n - room
	switch {
	case errors.Is(err, io.EOF):
		e.whole = true
	case err != nil:
		e.failed = err
	}
	return n, err
}

// Close implements io.Closer. Nothing more comes: it is time to write.
func (b *tracedAnswer) Close() error {
	err := b.ReadCloser.Close()
	if !b.closed {
		b.closed = true
		b.exchange.write()
	}
	return err
}
