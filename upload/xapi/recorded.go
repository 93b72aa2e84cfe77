package xapi

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
)

// Recorded is a request as a [Client] would send it, without a signature: for a person who wants to send it by hand.
type Recorded struct {
	Method string
	URL    *url.URL
	Fields []RecordedField // of a form, before the file
	File   string          // the name of the field with the segment; empty: there is none
	Type   string          // Content-Type of the segment; empty: none
}

// RecordedField is a field of a form.
type RecordedField struct{ Name, Value string }

// errRecorded stands where X's answer would.
var errRecorded = errors.New("recorded, not sent")

// recorder takes a request down instead of sending it.
type recorder struct{ request *Recorded }

// RoundTrip implements http.RoundTripper.
func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.request = &Recorded{Method: req.Method, URL: req.URL}
	if req.Body == nil {
		return nil, errRecorded
	}
	defer func() { _ = req.Body.Close() }() // it is about to be forgotten
	_, params, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil || params["boundary"] == "" {
		return nil, errRecorded
	}
	for form := multipart.NewReader(req.Body, params["boundary"]); ; {
		part, err := form.NextPart()
		if err != nil {
			return nil, errRecorded
		}
		if part.FileName() != "" {
			r.request.File, r.request.Type = part.FormName(), part.Header.Get("Content-Type")
			return nil, errRecorded
		}
		value, err := io.ReadAll(io.LimitReader(part, maxReply))
		if err != nil {
			return nil, errRecorded
		}
		r.request.Fields = append(r.request.Fields, RecordedField{part.FormName(), string(value)})
	}
}

// RecordAppend returns the APPEND of a segment.
func RecordAppend(g Generation, base *url.URL, mediaID string, index int) (*Recorded, error) {
	return record(g, base, func(c Client) error {
		_, err := c.Append(context.Background(), mediaID, Segment{Index: index, Data: strings.NewReader("x"), Size: 1})
		return err
	})
}

// RecordStatus returns the STATUS of a video.
func RecordStatus(g Generation, base *url.URL, mediaID string) (*Recorded, error) {
	return record(g, base, func(c Client) error {
		_, err := c.Status(context.Background(), mediaID)
		return err
	})
}

// record lets a client send something to the recorder.
func record(g Generation, base *url.URL, send func(Client) error) (*Recorded, error) {
	r := &recorder{}
	if err := send(New(g, base, &http.Client{Transport: r}, nil)); r.request == nil {
		return nil, err
	}
	return r.request, nil
}
