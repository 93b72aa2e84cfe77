package practice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

// v2 does an operation of X's v2 API (docs.x.com; schemas of OpenAPI 2.167).
func (c *call) v2(now time.Time) (reply, error) {
	allowed := []string{}
	if c.op == opStatus {
		allowed = []string{"media_id", "command"}
	}
	if c.op != opUsersMe {
		for _, p := range c.form.query {
			if !slices.Contains(allowed, p.name) {
				return invalid(fmt.Sprintf("The query parameter [%s] is not one of [%s]", p.name, strings.Join(allowed, ",")),
					p.name, p.value), nil
			}
		}
	}
	if (c.op == opAppend || c.op == opFinalize) && !isMediaID(c.mediaID) {
		return c.badID("id", c.mediaID), nil
	}
	switch c.op {
	case opInit:
		return c.v2Init(now)
	case opAppend:
		return c.v2Append(now)
	case opFinalize:
		return c.v2Finalize(now)
	case opStatus:
		return c.v2Status(now)
	case opUsersMe:
		return v2JSON(http.StatusOK, data{map[string]string{
			"id": c.user.id, "name": c.user.screenName, "username": c.user.screenName,
		}}), nil
	}
	return invalid(sayMissingOne, "", ""), nil
}

// data is the envelope of v2's replies.
type data struct {
	Data any `json:"data"`
}

// v2Media is an upload as v2 spells it.
type v2Media struct {
	ID         string          `json:"id"`
	Key        string          `json:"media_key,omitempty"`
	Size       int64           `json:"size,omitempty"`
	ExpiresIn  int64           `json:"expires_after_secs,omitempty"`
	Processing *processingInfo `json:"processing_info,omitempty"`
	Video      *v2Video        `json:"video,omitempty"`
}

type v2Video struct {
	Type string `json:"video_type"`
}

func (m media) v2() reply {
	out := v2Media{
		ID: m.upload.id, Key: m.upload.key, Size: m.size, ExpiresIn: m.expiresIn, Processing: m.processing,
	}
	if m.done() && strings.HasPrefix(m.upload.mediaType, "video/") {
		out.Video = &v2Video{m.upload.mediaType}
	}
	return v2JSON(http.StatusOK, data{out})
}

// done reports whether X tells what the medium is, beside its state.
func (m media) done() bool { return m.processing == nil || m.processing.State == stateSucceeded }

func (c *call) badID(name, value string) reply {
	return invalid("$."+name+": does not match the regex pattern ^[0-9]{1,19}$", name, value)
}

// v2Object reads a JSON body that must be an object.
func (c *call) v2Object(limit int64) (map[string]json.RawMessage, *reply) {
	refuse := func(message string) (map[string]json.RawMessage, *reply) {
		r := invalid(message, "", "")
		return nil, &r
	}
	if t, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type")); err != nil || t != "application/json" {
		return refuse(sayNotType)
	}
	raw, err := io.ReadAll(io.LimitReader(c.body, limit+1))
	switch {
	case err != nil:
		return refuse(sayNotJSON) // and never sent: the connection is broken
	case int64(len(raw)) > limit:
		r := tooLarge()
		return nil, &r
	case !json.Valid(raw):
		return refuse(sayNotJSON)
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil || object == nil {
		return refuse(sayNotObject)
	}
	return object, nil
}

func (c *call) v2Init(now time.Time) (reply, error) {
	object, no := c.v2Object(maxJSON)
	if no != nil {
		return *no, nil
	}
	in, no := initSchema(object)
	if no != nil {
		return *no, nil
	}
	u := c.s.open(c.user, in, now)
	return v2JSON(http.StatusOK, data{v2Media{ID: u.id, Key: u.key, ExpiresIn: secondsUntil(u.expires, now)}}), nil
}

// v2Append takes a segment as a multipart part, streamed, or in base64 within JSON, which is held in memory.
func (c *call) v2Append(now time.Time) (reply, error) {
	u, err := c.s.store.find(c.mediaID, c.user.id, now)
	if err != nil {
		return notFound(v2, c.op), nil
	}
	var seg stored
	var no *reply
	if c.form.parts != nil {
		seg, no, err = c.v2Parts(u)
	} else {
		seg, no, err = c.v2Base64(u)
	}
	if no != nil || err != nil {
		u.drop(seg)
		return deref(no), err
	}
	if err := u.put(c.segment, seg); err != nil {
		return says(v2, sayFinalized), nil
	}
	return v2JSON(http.StatusOK, data{map[string]int64{"expires_at": u.expires.Unix()}}), nil
}

func deref(r *reply) reply {
	if r == nil {
		return reply{}
	}
	return *r
}

func (c *call) v2Parts(u *upload) (stored, *reply, error) {
	var seg stored
	if c.form.err == nil && c.form.media != nil && !c.form.has("media_data") {
		var no *reply
		var err error
		if seg, no, err = c.receive(u, c.form.media); no != nil || err != nil {
			return seg, no, err
		}
		c.form.err = c.form.rest()
	}
	no := c.v2Fields()
	return seg, no, nil
}

// v2Fields checks a multipart body, which has exactly two fields, once all of it is read.
func (c *call) v2Fields() *reply {
	var no reply
	for _, p := range c.form.fields {
		if p.name != "media" && p.name != "segment_index" {
			no = unknownProperty(p.name, p.value)
			return &no
		}
	}
	index := c.form.value("segment_index")
	i, ok := segmentIndex(index)
	switch {
	case c.form.err != nil && !errors.Is(c.form.err, errForm):
		no = invalid("Request body is not valid.", "", "")
	case c.form.err != nil:
		no = invalid(strings.TrimPrefix(c.form.err.Error(), errForm.Error()+": "), "", "")
	case !c.form.has("media"):
		no = c.missing("media")
	case !c.form.has("segment_index"):
		no = c.missing("segment_index")
	case !ok && !isInteger(index):
		no = invalid("$.segment_index: string found, integer expected", "segment_index", index)
	case !ok:
		no = invalid(sayIndex, "segment_index", index)
	default:
		c.segment = i
		return nil
	}
	return &no
}

func (c *call) v2Base64(u *upload) (stored, *reply, error) {
	object, no := c.v2Object(c.s.o.MaxSegmentBytes/3*4 + maxForm)
	if no != nil {
		return stored{}, no, nil
	}
	index, segment, no := appendSchema(object)
	if no != nil {
		return stored{}, no, nil
	}
	c.segment = index
	return c.receive(u, bytes.NewReader(segment))
}

// v2Finalize takes no body, or an empty JSON object.
func (c *call) v2Finalize(now time.Time) (reply, error) {
	if c.r.Header.Get("Content-Type") != "" || c.r.ContentLength != 0 {
		object, no := c.v2Object(maxJSON)
		if no != nil {
			return *no, nil
		}
		for name, value := range object {
			return unknownProperty(name, string(value)), nil
		}
	}
	return c.finalize(c.mediaID, now, media.v2)
}

func (c *call) v2Status(now time.Time) (reply, error) {
	id, command := "", "STATUS"
	seen := map[string]bool{}
	for _, p := range c.form.query {
		if seen[p.name] {
			return invalid("$."+p.name+": is given more than once", p.name, p.value), nil
		}
		seen[p.name] = true
		if p.name == "media_id" {
			id = p.value
		} else {
			command = p.value
		}
	}
	switch {
	case !seen["media_id"]:
		return c.missing("media_id"), nil
	case !isMediaID(id):
		return c.badID("media_id", id), nil
	case command != "STATUS":
		return invalid("$.command: does not have a value in the enumeration [STATUS]", "command", command), nil
	}
	return c.status(id, now, media.v2)
}

// finalize and status are the same for both generations but for the spelling of the answer.
func (c *call) finalize(id string, now time.Time, spell func(media) reply) (reply, error) {
	u, err := c.s.store.find(id, c.user.id, now)
	if err != nil {
		return notFound(c.gen, c.op), nil
	}
	m, err := u.finalize(now, c.processing())
	switch {
	case errors.Is(err, errSum):
		return says(c.gen, saySum), nil
	case errors.Is(err, errUnknown):
		return notFound(c.gen, c.op), nil
	case err != nil:
		return reply{}, err
	}
	return spell(m), nil
}

func (c *call) status(id string, now time.Time, spell func(media) reply) (reply, error) {
	u, err := c.s.store.find(id, c.user.id, now)
	if err != nil {
		return notFound(c.gen, c.op), nil
	}
	m, err := u.status(now)
	if err != nil {
		return notFound(c.gen, c.op), nil
	}
	return spell(m), nil
}

// processing returns what the upload that is finalized now will go through.
func (c *call) processing() []ProcessingStep {
	if c.fault != nil && c.fault.What == whatProcessing {
		return processingPresets()[c.fault.Preset]
	}
	return c.s.o.Processing
}
