package practice

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// v1 does a command of /1.1/media/upload.json, whose parameters may be in the query, in an urlencoded or in a multipart
// body. X ignores parameters that it does not know, and so does this.
func (c *call) v1(now time.Time) (reply, error) {
	switch c.op {
	case opInit:
		return c.v1Init(now)
	case opAppend:
		return c.v1Append(now)
	}
	if c.op == opUnknown {
		return c.missing("media"), nil // as to a simple upload, which is not for videos
	}
	if no := c.v1Rest(); no != nil {
		return *no, nil
	}
	id := c.form.value("media_id")
	if !isMediaID(id) {
		return coded(http.StatusBadRequest, 38, "media_id or media_key parameter is missing."), nil
	}
	if c.op == opFinalize {
		return c.v1Finalize(id, now)
	}
	return c.status(id, now, func(m media) reply { return m.v1(http.StatusOK) })
}

// v1Rest checks that a body without a segment could be read, and has none.
func (c *call) v1Rest() *reply {
	if c.form.err == nil && c.form.media == nil {
		return nil
	}
	no := told(http.StatusBadRequest, "Bad request.")
	return &no
}

// v1Media is an upload as v1.1 spells it, fields in X's order.
type v1Media struct {
	ID         json.Number     `json:"media_id"`
	IDString   string          `json:"media_id_string"`
	Key        string          `json:"media_key,omitempty"`
	Size       int64           `json:"size,omitempty"`
	ExpiresIn  int64           `json:"expires_after_secs,omitempty"`
	Video      *v2Video        `json:"video,omitempty"`
	Processing *processingInfo `json:"processing_info,omitempty"`
}

func (m media) v1(status int) reply {
	u := m.upload
	out := v1Media{
		ID: json.Number(u.id), IDString: u.id, Key: u.key, Size: m.size, ExpiresIn: m.expiresIn, Processing: m.processing,
	}
	if u.category == "" {
		out.Key = ""
	}
	if m.done() && strings.HasPrefix(u.mediaType, "video/") {
		out.Video = &v2Video{u.mediaType}
	}
	return v1JSON(status, out).with("X-Mediaid", u.id)
}

// maxSyncBytes is how large a video without a category may be: X processes it within FINALIZE.
const maxSyncBytes = 15 << 20

func (c *call) v1Init(now time.Time) (reply, error) {
	if no := c.v1Rest(); no != nil {
		return *no, nil
	}
	for _, name := range []string{"total_bytes", "media_type"} {
		if c.form.value(name) == "" {
			return c.missing(name), nil
		}
	}
	in := opening{mediaType: c.form.value("media_type"), category: v1Category(c.form.value("media_category"))}
	total := c.form.value("total_bytes")
	n, err := strconv.ParseInt(total, 10, 64)
	switch {
	case !isInteger(total) || n < 0:
		return told(http.StatusBadRequest, "total_bytes is invalid."), nil
	case err != nil || n > maxTotalBytes:
		return told(http.StatusBadRequest, fmt.Sprintf("File size exceeds %d bytes.", int64(maxTotalBytes))), nil
	case !slices.Contains(mediaTypes, in.mediaType):
		return told(http.StatusBadRequest, sayMediaType), nil
	case in.category != "" && !slices.Contains(mediaCategories, in.category):
		return told(http.StatusBadRequest, "media_category is invalid."), nil
	}
	in.total = n
	in.sync = in.category == "" || !isTranscoded(in.mediaType)
	u := c.s.open(c.user, in, now)
	out := v1Media{ID: json.Number(u.id), IDString: u.id, ExpiresIn: secondsUntil(u.expires, now)}
	if in.category != "" {
		out.Key = u.key
	}
	return v1JSON(http.StatusAccepted, out).with("X-Mediaid", u.id), nil
}

// v1Category takes X's older spelling of categories too, such as TweetVideo.
func v1Category(s string) string {
	for _, c := range mediaCategories {
		if strings.EqualFold(s, strings.ReplaceAll(c, "_", "")) && s != strings.ToLower(s) {
			return c
		}
	}
	return s
}

func (c *call) v1Append(now time.Time) (reply, error) {
	if c.form.parts == nil {
		return c.missing("media"), nil
	}
	// Fields may follow the segment, the media ID among them: without it there is nowhere to put the bytes.
	id := c.form.value("media_id")
	if id == "" {
		return coded(http.StatusBadRequest, 38, "media_id or media_key parameter is missing."), nil
	}
	u, err := c.s.store.find(id, c.user.id, now)
	if err != nil {
		return notFound(v1, c.op), nil
	}
	if c.form.media == nil {
		return c.missing("media"), nil
	}
	seg, no, err := c.receive(u, c.form.media)
	if no != nil || err != nil {
		return deref(no), err
	}
	if c.form.err = c.form.rest(); c.form.err != nil {
		u.drop(seg)
		return told(http.StatusBadRequest, "Bad request."), nil
	}
	i, ok := segmentIndex(c.form.value("segment_index"))
	if !ok {
		u.drop(seg)
		if c.form.value("segment_index") == "" {
			return c.missing("segment_index"), nil
		}
		return told(http.StatusBadRequest, sayIndex), nil
	}
	c.segment = i
	if u.put(i, seg) != nil {
		return told(http.StatusBadRequest, sayFinalized), nil
	}
	// Both counts have been recorded to be 0 always.
	return reply{status: http.StatusNoContent}.with("Content-Type", typeV1Empty).with("X-Mediaid", u.id).
		with("X-Segmentcount", "0").with("X-Totalbytes", "0"), nil
}

func (c *call) v1Finalize(id string, now time.Time) (reply, error) {
	u, err := c.s.store.find(id, c.user.id, now)
	if err == nil && u.category == "" && isTranscoded(u.mediaType) && u.total > maxSyncBytes {
		return told(http.StatusBadRequest, "Large file can not be finalized synchronously."), nil
	}
	return c.finalize(id, now, func(m media) reply { return m.v1(http.StatusCreated) })
}
