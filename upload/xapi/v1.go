package xapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// v1 is the generation with one path and a command in each request. The bodies are those of a recorded upload
// (tweepy's cassette testmediauploadmp4.yaml, 2021-01-14), order of the fields included.
type v1 struct{ caller }

var _ Client = (*v1)(nil)

const pathV1 = "1.1/media/upload.json"

// Init implements [Client].
func (c *v1) Init(ctx context.Context, r InitRequest) (Media, error) {
	return c.command(ctx, OpInit, "", []field{
		{"command", string(OpInit)},
		{"total_bytes", strconv.FormatInt(r.TotalBytes, 10)},
		{"media_type", r.MediaType},
		{"media_category", string(r.Category)},
	})
}

// Append implements [Client]. OAuth 1.0a signs nothing of a multipart form.
func (c *v1) Append(ctx context.Context, mediaID string, s Segment) (time.Time, error) {
	if err := checkID(OpAppend, mediaID); err != nil {
		return time.Time{}, err
	}
	r, err := c.sendSegment(ctx, c.address(nil, pathV1), s, []field{
		{"command", string(OpAppend)},
		{"media_id", mediaID},
		{"segment_index", strconv.Itoa(s.Index)},
	}, "")
	if err != nil {
		return time.Time{}, err
	}
	return confirmed(r)
}

// Finalize implements [Client].
func (c *v1) Finalize(ctx context.Context, mediaID string) (Media, error) {
	if err := checkID(OpFinalize, mediaID); err != nil {
		return Media{}, err
	}
	return c.command(ctx, OpFinalize, mediaID, []field{
		{"command", string(OpFinalize)},
		{"media_id", mediaID},
	})
}

// Status implements [Client].
func (c *v1) Status(ctx context.Context, mediaID string) (Media, error) {
	if err := checkID(OpStatus, mediaID); err != nil {
		return Media{}, err
	}
	query := url.Values{"command": {string(OpStatus)}, "media_id": {mediaID}}
	r, err := c.call(ctx, OpStatus, http.MethodGet, c.address(query, pathV1), "", nil)
	if err != nil {
		return Media{}, err
	}
	return c.media(OpStatus, r, mediaID)
}

// command posts a form and reads what X says of the medium.
func (c *v1) command(ctx context.Context, op Op, wantID string, fields []field) (Media, error) {
	var form strings.Builder
	for i, f := range fields {
		if i > 0 {
			form.WriteByte('&')
		}
		form.WriteString(url.QueryEscape(f.name) + "=" + url.QueryEscape(f.value))
	}
	r, err := c.call(ctx, op, http.MethodPost, c.address(nil, pathV1), typeForm, strings.NewReader(form.String()))
	if err != nil {
		return Media{}, err
	}
	return c.media(op, r, wantID)
}

// media reads a reply: {"media_id":…,"media_id_string":"…", …}. The number is read where the string is missing; its
// digits are kept as they are, since a floating-point number does not hold them all.
func (c *v1) media(op Op, r reply, wantID string) (Media, error) {
	o, err := parseReply(r.body)
	if err != nil {
		return Media{}, badReply(op, r, err)
	}
	id := o.id("media_id_string")
	if id == "" {
		id = o.id("media_id")
	}
	m, err := o.media(id, wantID)
	if err != nil {
		return Media{}, badReply(op, r, err)
	}
	return m, nil
}
