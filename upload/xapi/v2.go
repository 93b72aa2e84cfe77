package xapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// v2 is the generation with a path for each step (X's docs since 2025-04-30).
type v2 struct{ caller }

var _ Client = (*v2)(nil)

// initV2 is the body of INIT (InitializeMediaUploadRequest of X's OpenAPI file, which forbids other fields).
type initV2 struct {
	MediaType  string   `json:"media_type"`
	TotalBytes int64    `json:"total_bytes"`
	Category   Category `json:"media_category"`
}

// Init implements [Client].
func (c *v2) Init(ctx context.Context, r InitRequest) (Media, error) {
	body, err := json.Marshal(initV2{MediaType: r.MediaType, TotalBytes: r.TotalBytes, Category: r.Category})
	if err != nil {
		return Media{}, &Error{Op: OpInit, Kind: Refused, Err: fmt.Errorf("write the request: %w", err)}
	}
	answer, err := c.call(ctx, OpInit, http.MethodPost, c.address(nil, "2/media/upload/initialize"), typeJSON, bytes.NewReader(body))
	if err != nil {
		return Media{}, err
	}
	return c.media(OpInit, answer, "")
}

// Append implements [Client]. The form has the two fields of AppendMediaUploadRequest alone; X refuses others.
func (c *v2) Append(ctx context.Context, mediaID string, s Segment) (time.Time, error) {
	if err := checkID(OpAppend, mediaID); err != nil {
		return time.Time{}, err
	}
	fields := []field{{"segment_index", strconv.Itoa(s.Index)}}
	r, err := c.sendSegment(ctx, c.address(nil, "2/media/upload", mediaID, "append"), s, fields, "application/octet-stream")
	if err != nil {
		return time.Time{}, err
	}
	return confirmed(r)
}

// Finalize implements [Client]. X's specification has no body, but its edge has asked for a JSON object at times
// (sferik/x-ruby#71 of June 2025, trypostit/trypost#202 of July 2026). It then says so, and gets one.
func (c *v2) Finalize(ctx context.Context, mediaID string) (Media, error) {
	if err := checkID(OpFinalize, mediaID); err != nil {
		return Media{}, err
	}
	address := c.address(nil, "2/media/upload", mediaID, "finalize")
	r, err := c.call(ctx, OpFinalize, http.MethodPost, address, "", nil)
	var refused *Error
	if errors.As(err, &refused) && refused.Kind == JSONBody {
		r, err = c.call(ctx, OpFinalize, http.MethodPost, address, typeJSON, strings.NewReader("{}"))
	}
	if err != nil {
		return Media{}, err
	}
	return c.media(OpFinalize, r, mediaID)
}

// Status implements [Client].
func (c *v2) Status(ctx context.Context, mediaID string) (Media, error) {
	if err := checkID(OpStatus, mediaID); err != nil {
		return Media{}, err
	}
	query := url.Values{"command": {"STATUS"}, "media_id": {mediaID}}
	r, err := c.call(ctx, OpStatus, http.MethodGet, c.address(query, "2/media/upload"), "", nil)
	if err != nil {
		return Media{}, err
	}
	return c.media(OpStatus, r, mediaID)
}

// media reads a reply: {"data":{"id":"…", …}}.
func (c *v2) media(op Op, r reply, wantID string) (Media, error) {
	o, err := parseReply(r.body)
	if err != nil {
		return Media{}, badReply(op, r, err)
	}
	data := o.object("data")
	m, err := data.media(data.id("id"), wantID)
	if err != nil {
		return Media{}, badReply(op, r, err)
	}
	return m, nil
}
