package practice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
)

// reply is an answer before it is on its way, so that a fault can still spoil it.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) with(name, value string) reply {
	if r.header == nil {
		r.header = http.Header{}
	}
	r.header.Set(name, value)
	return r
}

// The content types that X has been recorded to send.
const (
	typeJSON    = "application/json; charset=utf-8"
	typeProblem = "application/problem+json"
	typeV1JSON  = "application/json;charset=utf-8"
	typeV1Empty = "text/html;charset=utf-8"
	typeHTML    = "text/html; charset=utf-8"
	typeXML     = "application/xml; charset=utf-8"
)

func text(status int, contentType, body string) reply {
	return reply{status: status, body: []byte(body)}.with("Content-Type", contentType)
}

// problem is a v2 error in X's own spelling, fields in its order.
func problem(status int, body string) reply { return text(status, typeProblem, body) }

// aboutBlank is the v2 error that says no more than its status.
func aboutBlank(status int, title string) reply {
	return problem(status, fmt.Sprintf(`{"title":"%s","type":"about:blank","status":%d,"detail":"%s"}`, title, status, title))
}

// coded is an error of v1.1 and of OAuth with X's number.
func coded(status, code int, message string) reply {
	return v1JSON(status, map[string][]codedError{"errors": {{code, message}}})
}

type codedError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// told is v1.1's other shape of an error, which the media endpoint has.
func told(status int, message string) reply {
	return v1JSON(status, struct {
		Request string `json:"request"`
		Error   string `json:"error"`
	}{"/1.1/media/upload.json", message})
}

// invalid is v2's 400. parameter names what is wrong, with its value; it may be empty.
func invalid(message, parameter, value string) reply {
	type item struct {
		Parameters map[string][]string `json:"parameters,omitempty"`
		Message    string              `json:"message"`
	}
	it := item{Message: message}
	if parameter != "" {
		it.Parameters = map[string][]string{parameter: {value}}
	}
	r := v2JSON(http.StatusBadRequest, struct {
		Errors []item `json:"errors"`
		Title  string `json:"title"`
		Detail string `json:"detail"`
		Type   string `json:"type"`
	}{
		[]item{it},
		"Invalid Request", "One or more parameters to your request was invalid.",
		"https://api.twitter.com/2/problems/invalid-request",
	})
	return r.with("Content-Type", typeProblem)
}

// v2JSON is an answer of v2.
func v2JSON(status int, v any) reply {
	return text(status, typeJSON, string(marshal(v)))
}

// v1JSON is an answer of v1.1, whose JSON escapes slashes: video\/mp4. In JSON they stand in strings alone.
func v1JSON(status int, v any) reply {
	return text(status, typeV1JSON, string(bytes.ReplaceAll(marshal(v), []byte("/"), []byte(`\/`))))
}

func marshal(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("practice: reply: %v", err)) // only types of this package come here
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// X's sentences that are needed in more than one place.
const (
	sayNotJSON    = "Request body is not valid JSON."
	sayNotObject  = "Request body must be a JSON object."
	sayNotType    = "Requests with bodies must have content-type of application/json."
	sayNotFound   = "BadRequest: Not found"
	saySum        = "Segments do not add up to provided total file size."
	sayIndex      = "SegmentIndex must be between 0 and 999."
	sayMediaType  = "media type unrecognized."
	sayMissingOne = "Missing media field in JSON" // to the command style that v2 has given up
	// Nobody has recorded what X says to an APPEND after FINALIZE.
	sayFinalized = "Media has already been finalized."
)

// refused is what X says to a request that it takes as nobody's. v2 has a body of its own for no signature at all;
// where x-api.md records none for v2 the older one holds for both.
func refused(g generation, why refusal) reply {
	switch why {
	case noHeader:
		if g == v2 {
			return aboutBlank(http.StatusUnauthorized, "Unauthorized")
		}
		return coded(http.StatusBadRequest, 215, "Bad Authentication data.")
	case malformed:
		return coded(http.StatusBadRequest, 215, "Bad Authentication data.")
	case bearer:
		if g == v2 {
			return problem(http.StatusForbidden, bodyAppOnly)
		}
		return aboutBlank(http.StatusForbidden, "Forbidden")
	case badToken:
		return coded(http.StatusUnauthorized, 89, "Invalid or expired token.")
	case badClock:
		return coded(http.StatusUnauthorized, 135, "Timestamp out of bounds.")
	case badRequest:
		return text(http.StatusUnauthorized, typeHTML, "Invalid request token.")
	default:
		return coded(http.StatusUnauthorized, 32, "Could not authenticate you.")
	}
}

func readOnly(g generation) reply {
	if g == v2 {
		return problem(http.StatusForbidden, bodyReadOnly)
	}
	return coded(http.StatusForbidden, 261, "Application cannot perform write actions.")
}

func rateLimited(g generation) reply {
	if g == v2 {
		return aboutBlank(http.StatusTooManyRequests, "Too Many Requests")
	}
	return coded(http.StatusTooManyRequests, 88, "Rate limit exceeded")
}

// tooLarge comes from the edge of X's network: no body, no type.
func tooLarge() reply { return reply{status: http.StatusRequestEntityTooLarge, header: http.Header{}} }

// notFound is what X says to an unknown, expired or foreign media ID. For v2 it is recorded for STATUS alone.
func notFound(g generation, op string) reply {
	switch {
	case g == v2:
		return invalid(sayNotFound, "", "")
	case op == opStatus:
		return coded(http.StatusNotFound, 34, "Sorry, that page does not exist.")
	default:
		return coded(http.StatusBadRequest, 325, "Media ID not found.")
	}
}

// says is a 400 in X's words, in the envelope of the generation.
func says(g generation, sentence string) reply {
	if g == v2 {
		return invalid(sentence, "", "")
	}
	return told(http.StatusBadRequest, sentence)
}

const (
	bodyAppOnly = `{"title":"Unsupported Authentication","detail":"Authenticating with OAuth 2.0 Application-Only is forbidden for ` +
		`this endpoint.  Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].",` +
		`"type":"https://api.twitter.com/2/problems/unsupported-authentication","status":403}`
	bodyReadOnly = `{"title":"Forbidden","status":403,"detail":"Your client app is not configured with the appropriate oauth1 app ` +
		`permissions for this endpoint.","type":"https://api.twitter.com/2/problems/oauth1-permissions"}`
	bodyCredits = `{"account_id":1234567890,"title":"CreditsDepleted","detail":"Your enrolled account [1234567890] does not have ` +
		`any credits to fulfill this request.","type":"https://api.twitter.com/2/problems/credits"}`
	bodyNotEnrolled = `{"client_id":"123","detail":"When authenticating requests to the Twitter API v2 endpoints, you must use keys and ` +
		`tokens from a Twitter developer App that is attached to a Project. You can create a project via the developer portal.",` +
		`"registration_url":"https://developer.twitter.com/en/docs/projects/overview","title":"Client Forbidden",` +
		`"required_enrollment":"Appropriate Level of API Access","reason":"client-not-enrolled",` +
		`"type":"https://api.twitter.com/2/problems/client-forbidden"}`
	bodyUsageCap = `{"title":"UsageCapExceeded","detail":"Usage cap exceeded: Monthly product cap","type":"https://api.twitter.com/2/problems/usage-capped"}`
	bodyClosed   = `You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints (e.g. media post, oauth) ` +
		`only. If you need access to this endpoint, you may need a different access level. You can learn more here: ` +
		`https://developer.x.com/en/portal/product`
)
