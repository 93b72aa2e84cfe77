package practice

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// How a fault spoils a reply.
const (
	garbageTruncated = "truncated" // the length is told, half of it is sent, the connection closes
	garbageText      = "text"      // bytes that are no JSON
	garbageHTML      = "html"      // a page, with status 200
	garbageEmpty     = "empty"     // nothing, with status 200
)

const (
	portalPage = "<!DOCTYPE html>\n<html><head><title>Welcome to Free WiFi</title></head>\n" +
		"<body><h1>Sign in to use the network</h1><form action=\"/login\"><input name=\"room\"></form></body></html>\n"
	overloadPage = "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n" +
		"<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n</body>\r\n</html>\r\n"
	notJSON = "\x00\xff\xfe{\"data\":}\x80"
)

// preset is a reply that a name stands for. Where v2 and v1.1 differ, the generation decides.
type preset func(g generation, op string) reply

func always(r reply) preset { return func(generation, string) reply { return r } }

// statusPresets are X's recorded refusals, and what other machines on the way answer.
func statusPresets() map[string]preset {
	byGeneration := func(newer, older reply) preset {
		return func(g generation, _ string) reply {
			if g == v2 {
				return newer
			}
			return older
		}
	}
	forbidden := aboutBlank(http.StatusForbidden, "Forbidden")
	return map[string]preset{
		"unauthorized":      always(coded(http.StatusUnauthorized, 32, "Could not authenticate you.")),
		"unauthorized-bare": always(aboutBlank(http.StatusUnauthorized, "Unauthorized")),
		"revoked":           always(coded(http.StatusUnauthorized, 89, "Invalid or expired token.")),
		"clock":             always(coded(http.StatusUnauthorized, 135, "Timestamp out of bounds.")),
		"credits":           always(problem(http.StatusPaymentRequired, bodyCredits)),
		"read-only":         func(g generation, _ string) reply { return readOnly(g) },
		"not-enrolled":      always(problem(http.StatusForbidden, bodyNotEnrolled)),
		"forbidden":         always(forbidden),
		"suspended":         always(coded(http.StatusForbidden, 64, "Your account is suspended and is not permitted to access this feature.")),
		"locked": always(coded(http.StatusForbidden, 326,
			"To protect our users from spam and other malicious activity, this account is temporarily locked.")),
		"closed": byGeneration(forbidden, coded(http.StatusForbidden, 453, bodyClosed)),
		"gone":   byGeneration(aboutBlank(http.StatusGone, "Gone"), reply{status: http.StatusGone}.with("Content-Type", typeHTML)),
		"not-found": func(g generation, op string) reply {
			return notFound(g, op)
		},
		"segments":          func(g generation, _ string) reply { return says(g, saySum) },
		"json-body":         always(invalid(sayNotJSON, "", "")),
		"too-large":         always(tooLarge()),
		"headers-too-large": always(reply{status: http.StatusRequestHeaderFieldsTooLarge}),
		"rate-limit":        func(g generation, _ string) reply { return rateLimited(g) },
		"usage-capped":      always(problem(http.StatusTooManyRequests, bodyUsageCap)),
		"server":            byGeneration(aboutBlank(500, "Internal Server Error"), coded(500, 131, "Internal error")),
		"unavailable":       byGeneration(aboutBlank(503, "Service Unavailable"), coded(503, 130, "Over capacity")),
		"html-502":          always(text(http.StatusBadGateway, typeHTML, strings.NewReplacer("503 Service Temporarily Unavailable", "502 Bad Gateway").Replace(overloadPage))),
		"html-503":          always(text(http.StatusServiceUnavailable, typeHTML, overloadPage)),
		"captive-portal":    always(text(http.StatusOK, typeHTML, portalPage)),
		"redirect":          always(text(http.StatusFound, typeHTML, portalPage).with("Location", "https://portal.invalid/login")),
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func (f *Fault) checkStatus() error {
	if f.Preset != "" {
		if f.Status != 0 || f.Body != "" {
			return errors.New("a preset has its own status and body")
		}
		if f.Seconds != 0 && f.Preset != "rate-limit" && f.Preset != "usage-capped" {
			return fmt.Errorf("seconds does not go with preset %s", f.Preset)
		}
		return oneOf("preset", f.Preset, sortedKeys(statusPresets())...)
	}
	if f.Seconds != 0 {
		return errors.New("seconds does not go with what status without a preset")
	}
	if f.Status < 200 || f.Status > 599 {
		return fmt.Errorf("status %d is not from 200 to 599, and there is no preset", f.Status)
	}
	if f.Body != "" && (f.Status == http.StatusNoContent || f.Status == http.StatusNotModified) {
		return fmt.Errorf("status %d has no body", f.Status)
	}
	return nil
}

// reply returns the answer that a fault of kind status gives instead of the operation.
func (f *Fault) reply(g generation, op string, now time.Time) reply {
	var rep reply
	switch {
	case f.Preset != "":
		rep = statusPresets()[f.Preset](g, op)
	case strings.HasPrefix(strings.TrimSpace(f.Body), "{"):
		rep = text(f.Status, typeJSON, f.Body)
	case f.Body != "":
		rep = text(f.Status, typeHTML, f.Body)
	default:
		rep = reply{status: f.Status}
	}
	switch f.Preset {
	case "rate-limit", "usage-capped":
		reset := now.Unix() + int64(math.Ceil(or(f.Seconds, 5)))
		rep = rep.with("X-Rate-Limit-Limit", "1875").with("X-Rate-Limit-Remaining", "0").
			with("X-Rate-Limit-Reset", strconv.FormatInt(reset, 10))
	case "clock":
		// A client is to find out from the reply how far off it is.
		rep = rep.with("Date", now.Add(2*clockTolerance).UTC().Format(http.TimeFormat))
	}
	for name, value := range f.Headers {
		rep = rep.with(name, value)
	}
	return rep
}

// spoil returns what a fault of kind garbage makes of a reply, after the operation was done.
func (f *Fault) spoil(rep reply) reply {
	switch f.Preset {
	case garbageText:
		return text(http.StatusOK, typeJSON, notJSON)
	case garbageHTML:
		return text(http.StatusOK, typeHTML, portalPage)
	case garbageEmpty:
		return text(http.StatusOK, typeJSON, "")
	}
	if len(rep.body) < 2 { // v1.1's APPEND has no body that could be cut
		return text(http.StatusOK, typeJSON, `{"data":{}}`)
	}
	return rep
}
