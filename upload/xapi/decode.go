package xapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Bounds of what X may say.
const (
	maxText       = 500                 // bytes of X's own words
	maxExpires    = 30 * 24 * time.Hour // X keeps an upload for one day; older docs had 15
	maxCheckAfter = 10 * time.Minute    // X has said 1 to 10 seconds
)

var (
	errEmpty    = errors.New("the reply is empty")
	errPage     = errors.New("the reply is a page, not JSON")
	errNotJSON  = errors.New("the reply is not JSON, or only a part of it")
	errNoObject = errors.New("the reply is not a JSON object")
	errNoID     = errors.New("the reply has no media ID")
	errOddInfo  = errors.New("the reply's processing_info is not an object")
)

// mediaKeys is the form of a media key by X's OpenAPI file.
var mediaKeys = regexp.MustCompile(`^[0-9]{1,9}_[0-9]{1,19}$`)

// object is a JSON object whose fields are read one by one, so that one of an unexpected type does not spoil the
// rest. The nil object has no fields.
type object map[string]json.RawMessage

// parseReply reads a body that must be JSON. JSON of another type than an object (null, a number) gives the nil
// object: an APPEND is confirmed by any.
func parseReply(body []byte) (object, error) {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return nil, errEmpty
	case body[0] == '<':
		return nil, errPage
	case !json.Valid(body):
		return nil, errNotJSON
	}
	return parseObject(body), nil
}

// parseObject returns the nil object for anything that is not one.
func parseObject(raw []byte) object {
	var o object
	if json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o
}

// has reports whether the field is there and not null.
func (o object) has(name string) bool {
	raw, ok := o[name]
	return ok && string(raw) != "null"
}

func (o object) object(name string) object { return parseObject(o[name]) }

// text returns a field's text, made harmless; "" where it is not a text.
func (o object) text(name string) string {
	var s string
	if json.Unmarshal(o[name], &s) != nil {
		return ""
	}
	return oneLine(s, maxText)
}

// number returns a field's number, and false where it is not one. A number beyond float64 is infinite.
func (o object) number(name string) (float64, bool) {
	var n json.Number
	raw := o[name]
	if len(raw) == 0 || raw[0] == '"' || json.Unmarshal(raw, &n) != nil || n == "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(n.String(), 64)
	return f, err == nil || errors.Is(err, strconv.ErrRange)
}

// whole returns a field's number without its fraction, within bounds; 0 where it is not a number.
func (o object) whole(name string, least, most int64) int64 {
	f, ok := o.number(name)
	if !ok {
		return 0
	}
	return int64(math.Max(float64(least), math.Min(f, float64(most))))
}

// duration returns a field's seconds within 0 and most; 0 where it is not a number.
func (o object) duration(name string, most time.Duration) time.Duration {
	f, ok := o.number(name)
	if !ok || f <= 0 {
		return 0
	}
	if f >= most.Seconds() {
		return most
	}
	return time.Duration(f * float64(time.Second))
}

// id returns a media ID, be it a string or a number, and "" for anything else.
func (o object) id(name string) string {
	id := strings.Trim(string(o[name]), `"`)
	if !IsMediaID(id) {
		return ""
	}
	return id
}

// media reads what X says of a medium. wantID is the ID that was asked for; empty: any.
func (o object) media(id, wantID string) (Media, error) {
	switch {
	case o == nil:
		return Media{}, errNoObject
	case id == "":
		return Media{}, errNoID
	case wantID != "" && id != wantID:
		return Media{}, fmt.Errorf("the reply is about the media ID %s, not %s", id, wantID)
	}
	m := Media{ID: id, Size: o.whole("size", 0, math.MaxInt64/2), ExpiresIn: o.duration("expires_after_secs", maxExpires)}
	if key := o.text("media_key"); mediaKeys.MatchString(key) {
		m.Key = key
	}
	if o.has("processing_info") {
		info := o.object("processing_info")
		if info == nil {
			return Media{}, errOddInfo
		}
		m.Processing = info.processing()
	}
	return m, nil
}

// processing reads a processing_info. X's specification of v2 has no error in it; X has sent one all the same.
func (o object) processing() *Processing {
	p := &Processing{CheckAfter: o.duration("check_after_secs", maxCheckAfter), Percent: -1}
	switch s := State(strings.ToLower(o.text("state"))); s {
	case Pending, InProgress, Succeeded, Failed:
		p.State = s
	default: // X's simulator has others; none of them is an end
		p.State = InProgress
	}
	if _, ok := o.number("progress_percent"); ok {
		p.Percent = int(o.whole("progress_percent", 0, 100))
	}
	if o.has("error") {
		e := o.object("error")
		p.Error = &ProcessingError{Code: e.code(), Name: e.text("name"), Message: e.text("message")}
		if p.Error.Message == "" {
			p.Error.Message = o.text("error") // a bare text
		}
	}
	return p
}

// code returns X's own code; 0 where there is none.
func (o object) code() int {
	if n := o.whole("code", 0, math.MaxInt32); n != 0 {
		return int(n)
	}
	n, err := strconv.ParseInt(o.text("code"), 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return int(n)
}

// oneLine makes a text from outside fit for a log and a label: one line of valid UTF-8, at most most bytes, without
// control characters and without the marks that turn the direction of writing around.
func oneLine(s string, most int) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			continue
		}
		need := utf8.RuneLen(r)
		if space {
			need++
		}
		if b.Len()+need > most {
			break
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
