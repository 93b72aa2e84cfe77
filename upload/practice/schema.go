package practice

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// This file is X's JSON schemas of INIT and APPEND (OpenAPI 2.167), with the sentences of the validator that X's
// replies have been seen to come from.

// The values that X's schema allows.
var (
	mediaTypes = []string{
		"video/mp4", "video/webm", "video/mp2t", "video/quicktime", "text/srt", "text/vtt", "image/jpeg", "image/gif",
		"image/bmp", "image/png", "image/webp", "image/pjpeg", "image/tiff", "model/gltf-binary", "model/vnd.usdz+zip",
	}
	mediaCategories = []string{
		"amplify_video", "tweet_gif", "tweet_image", "tweet_video", "dm_gif", "dm_image", "dm_video", "subtitles",
	}
	integer = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)
)

// maxTotalBytes is the largest total_bytes of X's schema.
const maxTotalBytes = 17_179_869_184

func isInteger(s string) bool { return integer.MatchString(s) }

// opening is what INIT says about a file, in either generation.
type opening struct {
	total               int64
	mediaType, category string
	sync                bool // X processes within FINALIZE
}

func unknownProperty(name, value string) reply {
	if len(value) > 100 {
		value = value[:100]
	}
	return invalid("$."+name+": is not defined in the schema and the schema does not allow additional properties", name, value)
}

// initSchema checks the body of v2's INIT. X's schema requires nothing; what X does without a size or a type is not
// known, and a client that leaves them out is wrong, so that they are required here.
func initSchema(object map[string]json.RawMessage) (opening, *reply) {
	var in opening
	refuse := func(name, rule string) (opening, *reply) {
		r := invalid("$."+name+": "+rule, name, strings.Trim(string(object[name]), `"`))
		return opening{}, &r
	}
	for name := range object {
		switch name {
		case "media_type", "total_bytes", "media_category", "shared", "additional_owners":
		default:
			r := unknownProperty(name, string(object[name]))
			return opening{}, &r
		}
	}
	for _, name := range []string{"media_type", "total_bytes"} {
		if object[name] == nil {
			return refuse(name, "is missing but it is required")
		}
	}
	if rule := enumRule(object["media_type"], mediaTypes, &in.mediaType); rule != "" {
		return refuse("media_type", rule)
	}
	if rule := integerRule(object["total_bytes"], 0, maxTotalBytes, &in.total); rule != "" {
		return refuse("total_bytes", rule)
	}
	if raw := object["media_category"]; raw != nil {
		if rule := enumRule(raw, mediaCategories, &in.category); rule != "" {
			return refuse("media_category", rule)
		}
	}
	if raw := object["shared"]; raw != nil && string(raw) != "true" && string(raw) != "false" {
		return refuse("shared", jsonType(raw)+" found, boolean expected")
	}
	if raw := object["additional_owners"]; raw != nil {
		if rule := ownersRule(raw); rule != "" {
			return refuse("additional_owners", rule)
		}
	}
	in.sync = !isTranscoded(in.mediaType)
	return in, nil
}

// isTranscoded reports whether X processes such a medium after FINALIZE.
func isTranscoded(mediaType string) bool {
	return strings.HasPrefix(mediaType, "video/") || mediaType == "image/gif"
}

// appendSchema checks the JSON variant of v2's APPEND.
func appendSchema(object map[string]json.RawMessage) (index int, segment []byte, no *reply) {
	refuse := func(name, rule string) (int, []byte, *reply) {
		r := invalid("$."+name+": "+rule, "", "")
		return 0, nil, &r
	}
	for name := range object {
		if name != "media" && name != "segment_index" {
			r := unknownProperty(name, string(object[name]))
			return 0, nil, &r
		}
	}
	for _, name := range []string{"media", "segment_index"} {
		if object[name] == nil {
			return refuse(name, "is missing but it is required")
		}
	}
	var i int64
	raw := object["segment_index"]
	switch rule := integerRule(raw, 0, maxSegments-1, &i); {
	case rule != "" && isInteger(string(raw)):
		r := invalid(sayIndex, "segment_index", string(raw))
		return 0, nil, &r
	case rule != "":
		return refuse("segment_index", rule)
	}
	var encoded string
	if json.Unmarshal(object["media"], &encoded) != nil {
		return refuse("media", jsonType(object["media"])+" found, string expected")
	}
	segment, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return refuse("media", "is not base64")
	}
	return int(i), segment, nil
}

func enumRule(raw json.RawMessage, values []string, to *string) string {
	if jsonType(raw) != "string" || json.Unmarshal(raw, to) != nil {
		return jsonType(raw) + " found, string expected"
	}
	if !slices.Contains(values, *to) {
		return "does not have a value in the enumeration [" + strings.Join(values, ", ") + "]"
	}
	return ""
}

func integerRule(raw json.RawMessage, least, most int64, to *int64) string {
	if !isInteger(string(raw)) {
		return jsonType(raw) + " found, integer expected"
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	switch {
	case err != nil || n > most:
		return fmt.Sprintf("must have a maximum value of %d", most)
	case n < least:
		return fmt.Sprintf("must have a minimum value of %d", least)
	}
	*to = n
	return ""
}

func ownersRule(raw json.RawMessage) string {
	var owners []json.RawMessage
	if jsonType(raw) != "array" || json.Unmarshal(raw, &owners) != nil {
		return jsonType(raw) + " found, array expected"
	}
	for _, o := range owners {
		var id string
		if jsonType(o) != "string" || json.Unmarshal(o, &id) != nil {
			return jsonType(o) + " found, string expected"
		}
		if !isMediaID(id) {
			return "does not match the regex pattern ^[0-9]{1,19}$"
		}
	}
	return ""
}

// jsonType names the type of a JSON value as X's validator does.
func jsonType(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "null"
	}
	switch raw[0] {
	case '"':
		return "string"
	case '{':
		return "object"
	case '[':
		return "array"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	if isInteger(string(raw)) {
		return "integer"
	}
	return "number"
}
