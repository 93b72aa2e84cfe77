package practice

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"
)

// body is a request's body on its way in, where faults slow it down, hold it or cut it.
type body struct {
	src   io.Reader
	pause func(time.Duration) error
	n     int64 // bytes read
	err   error // why the connection is of no further use; nil: it is fine

	length    int64        // -1: unknown
	at        int64        // where then is called
	then      func() error // once; nil: nothing to do
	perSecond int64        // 0: as fast as it comes
}

func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	if b.then != nil {
		if b.n >= b.at {
			if err := b.fire(); err != nil {
				return 0, err
			}
		} else {
			p = p[:min(int64(len(p)), b.at-b.n)]
		}
	}
	if b.perSecond > 0 {
		p = p[:min(int64(len(p)), max(1, b.perSecond/10))]
	}
	n, err := b.src.Read(p)
	b.n += int64(n)
	if b.perSecond > 0 {
		if perr := b.pause(perSecond(int64(n), b.perSecond)); perr != nil {
			b.err = perr
			return n, perr
		}
	}
	if err == io.EOF && b.then != nil {
		if ferr := b.fire(); ferr != nil {
			return n, ferr
		}
	}
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}

// halfway calls then once half of the body was read: at once, where that has happened already.
func (b *body) halfway(then func() error) error {
	b.then, b.at = then, b.length/2
	if b.length < 0 {
		b.at = blockBytes / 2
	}
	if b.length >= 0 && b.n >= b.at {
		return b.fire()
	}
	return nil
}

func (b *body) fire() error {
	then := b.then
	b.then = nil
	if err := then(); err != nil {
		b.err = err
		return err
	}
	return nil
}

// most that is read of what is not a segment's bytes.
const (
	maxForm   = 64 << 10 // urlencoded, and all text fields of a multipart body
	maxJSON   = 1 << 20
	maxFields = 32
	// maxDrain is how much of a refused request is still read. X's edge takes a request whole before it answers; a
	// server that answers earlier and closes makes clients see a reset instead of the answer.
	maxDrain = 64 << 20
)

// form is what a request carries in fields: of the query, and of an urlencoded or multipart body.
type form struct {
	query  []param
	fields []param   // of the body, so far
	signed bool      // the body is urlencoded, so that its fields are part of the signature
	media  io.Reader // the multipart part with the segment, once the fields before it are read
	parts  *multipart.Reader
	size   int   // bytes of the fields of a multipart body
	err    error // what is wrong with the body
}

// value returns the first field of that name, from the body or the query.
func (f *form) value(name string) string {
	for _, list := range [][]param{f.fields, f.query} {
		for _, p := range list {
			if p.name == name {
				return p.value
			}
		}
	}
	return ""
}

func (f *form) has(name string) bool {
	for _, p := range f.fields {
		if p.name == name {
			return true
		}
	}
	return false
}

var errForm = errors.New("body cannot be read as a form")

// readForm reads what a body has in fields, up to the segment's bytes. JSON and bodies of other types are left alone.
func readForm(r *http.Request, b *body) *form {
	f := &form{}
	if f.query, f.err = parseForm(r.URL.RawQuery); f.err != nil {
		return f
	}
	mediaType, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return f
	}
	switch mediaType {
	case "application/x-www-form-urlencoded":
		f.signed = true
		raw, err := io.ReadAll(io.LimitReader(b, maxForm+1))
		switch {
		case err != nil:
			f.err = err
		case len(raw) > maxForm:
			f.err = fmt.Errorf("%w: more than %d bytes", errForm, maxForm)
		default:
			f.fields, f.err = parseForm(string(raw))
		}
	case "multipart/form-data":
		f.parts = multipart.NewReader(bufio.NewReaderSize(b, blockBytes/2), params["boundary"])
		f.err = f.next()
	}
	return f
}

// next reads fields up to the next part that is a segment, or to the end.
func (f *form) next() error {
	for {
		part, err := f.parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", errForm, err)
		}
		name := part.FormName()
		if f.has(name) {
			return fmt.Errorf("%w: %q comes twice", errForm, name)
		}
		switch {
		case name == "media" && part.FileName() == "":
			return fmt.Errorf("%w: media has no file name", errForm)
		case name == "media", name == "media_data":
			f.fields = append(f.fields, param{name: name})
			f.media = part
			if name == "media_data" {
				f.media = base64.NewDecoder(base64.StdEncoding, part)
			}
			return nil
		}
		value, err := io.ReadAll(io.LimitReader(part, maxForm+1))
		if err != nil {
			return fmt.Errorf("%w: %w", errForm, err)
		}
		f.fields = append(f.fields, param{name, string(value)})
		if f.size += len(name) + len(value); f.size > maxForm || len(f.fields) > maxFields {
			return fmt.Errorf("%w: too many fields", errForm)
		}
	}
}

// rest reads what follows the segment's bytes. A second segment is an error.
func (f *form) rest() error {
	first := f.media
	if err := f.next(); err != nil {
		return err
	}
	if f.media != first {
		return fmt.Errorf("%w: more than one media", errForm)
	}
	return nil
}

// drain reads what a client still sends, and reports whether that was all.
func (b *body) drain() bool {
	n, err := io.Copy(io.Discard, io.LimitReader(b, maxDrain))
	return err == nil && n < maxDrain
}

// pauser returns a pause that ends early when the client goes or the server closes; negative means for ever.
func (s *Server) pauser(ctx context.Context) func(time.Duration) error {
	return func(d time.Duration) error {
		if d == 0 {
			return nil
		}
		var end <-chan time.Time
		if d > 0 {
			t := time.NewTimer(d)
			defer t.Stop()
			end = t.C
		}
		select {
		case <-end:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("practice: %w", ctx.Err())
		case <-s.done:
			return errClosed
		}
	}
}
