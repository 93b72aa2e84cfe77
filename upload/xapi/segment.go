package xapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"sync"
	"time"
)

// sentStep is how many bytes of a segment go by between two calls of Segment.Sent: what net/http copies at once.
const sentStep = 32 << 10

// Segment is a section of the file, to be sent by an APPEND.
type Segment struct {
	Index  int         // 0 to 999: the segment's place in the file
	Data   io.ReaderAt // the file; it is read by the transport's goroutine, and not after Append has returned
	Offset int64       // where the segment begins in Data, in bytes
	Size   int64       // how long it is, in bytes, at least 1; X takes at most 8,000,000

	// Sent, if not nil, is called with the number of the segment's bytes that have been handed to the network in the
	// current try: about every 32 KiB, and for the last byte. When net/http starts the request again (on a
	// connection that X had closed meanwhile) it is called with 0 and counts anew. It is called from a goroutine of
	// the transport, never twice at once and never after Append has returned, and must not block.
	Sent func(total int64)
}

var (
	errBodyClosed = errors.New("the body of the request is closed")
	errEarly      = errors.New("it came before the whole segment was sent")
)

// field is a form field that stands before the media part.
type field struct{ name, value string }

// sendSegment makes one APPEND request and sends it. The body is the form up to the media's bytes, the section of the
// file, and the form's end; its length is known beforehand, and nothing of the section is kept in memory.
func (c caller) sendSegment(ctx context.Context, address string, s Segment, fields []field, mediaType string) (reply, error) {
	head, tail, contentType, err := envelope(fields, mediaType)
	if err != nil {
		return reply{}, &Error{Op: OpAppend, Kind: Refused, Err: fmt.Errorf("write the form: %w", err)}
	}
	m := &meter{segment: s}
	defer m.stop()
	open := func() (io.ReadCloser, error) { return m.open(head, tail), nil }
	body, _ := open()
	req, err := c.request(ctx, OpAppend, http.MethodPost, address, contentType, body)
	if err != nil {
		return reply{}, err
	}
	req.ContentLength = int64(len(head)) + s.Size + int64(len(tail))
	req.GetBody = open

	r, err := c.do(ctx, OpAppend, req)
	if err != nil {
		return reply{}, m.explain(err)
	}
	if !m.whole() {
		// Only a stranger between here and X says yes to what it has not seen.
		return reply{}, badReply(OpAppend, r, errEarly)
	}
	return r, nil
}

// envelope returns what stands before and after the media's bytes in the form, and the form's content type. The
// media part has a file name, without which X does not take it for a file; it is not the name of the person's file.
// mediaType is the part's own Content-Type; empty: none.
func envelope(fields []field, mediaType string) (head, tail []byte, contentType string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range fields {
		if err := w.WriteField(f.name, f.value); err != nil {
			return nil, nil, "", err
		}
	}
	part := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="media"; filename="segment"`}}
	if mediaType != "" {
		part.Set("Content-Type", mediaType)
	}
	if _, err := w.CreatePart(part); err != nil {
		return nil, nil, "", err
	}
	n := b.Len()
	if err := w.Close(); err != nil {
		return nil, nil, "", err
	}
	return b.Bytes()[:n], b.Bytes()[n:], w.FormDataContentType(), nil
}

// meter counts what has been read of a segment over the tries that net/http makes of one request.
type meter struct {
	segment Segment

	mu   sync.Mutex
	try  int   // the try that counts; bodies of earlier ones are dead
	sent int64 // bytes of the segment, in this try
	told int64 // what Sent was last called with
	over bool  // Append has returned
	err  error // why the segment could not be read
}

// open starts a try and returns its body.
func (m *meter) open(head, tail []byte) *segmentBody {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.try++
	m.sent, m.told = 0, 0
	if m.try > 1 && !m.over && m.segment.Sent != nil {
		m.segment.Sent(0)
	}
	s := m.segment
	b := &segmentBody{meter: m, try: m.try}
	b.parts = io.MultiReader(
		bytes.NewReader(head),
		&countedSection{meter: m, try: m.try, from: io.NewSectionReader(s.Data, s.Offset, s.Size), left: s.Size},
		bytes.NewReader(tail),
	)
	return b
}

func (m *meter) add(try int, n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.over || try != m.try {
		return
	}
	m.sent += n
	if m.segment.Sent != nil && m.sent > m.told && (m.sent-m.told >= sentStep || m.sent == m.segment.Size) {
		m.told = m.sent
		m.segment.Sent(m.sent)
	}
}

// stop ends all tries.
func (m *meter) stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.over = true
}

func (m *meter) live(try int) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !m.over && try == m.try
}

func (m *meter) whole() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sent == m.segment.Size
}

func (m *meter) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		m.err = err
	}
}

// explain puts the file's own error in the place of what the network made of it.
func (m *meter) explain(err error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var e *Error
	if m.err != nil && errors.As(err, &e) && e.Status == 0 {
		e.Kind = ConnectionLost
		e.Err = fmt.Errorf("read segment %d: %w", m.segment.Index, m.err)
	}
	return err
}

// segmentBody is the body of one try.
type segmentBody struct {
	meter *meter
	try   int
	parts io.Reader
}

// Read implements io.Reader.
func (b *segmentBody) Read(p []byte) (int, error) {
	if !b.meter.live(b.try) {
		return 0, errBodyClosed
	}
	return b.parts.Read(p)
}

// Close implements io.Closer. There is nothing to let go of: the file belongs to the caller.
func (b *segmentBody) Close() error { return nil }

// countedSection is the section of the file within a body.
type countedSection struct {
	meter *meter
	try   int
	from  *io.SectionReader
	left  int64
}

// Read implements io.Reader.
func (c *countedSection) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.left -= int64(n)
	if errors.Is(err, io.EOF) && c.left > 0 {
		err = io.ErrUnexpectedEOF // the file has become shorter
	}
	if err != nil && !errors.Is(err, io.EOF) {
		c.meter.fail(err)
	}
	c.meter.add(c.try, int64(n))
	return n, err
}

// confirmed reads X's reply to an APPEND. Any 2xx counts whose body is empty or JSON: X's documentation has a JSON
// reply, its simulator and v1.1 none. Anything else is a page that somebody put in X's place.
func confirmed(r reply) (expires time.Time, err error) {
	body := bytes.TrimSpace(r.body)
	if len(body) == 0 {
		return time.Time{}, nil
	}
	o, err := parseReply(body)
	if err != nil {
		return time.Time{}, badReply(OpAppend, r, err)
	}
	return r.future(o.object("data"), "expires_at"), nil
}
