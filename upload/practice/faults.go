package practice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault is something that goes wrong. The package's comment shows the JSON and what each field means where.
type Fault struct {
	Op      string `json:"op"`                // init, append, finalize, status, request_token, access_token, users_me or * for all
	Segment *int   `json:"segment,omitempty"` // of an append; nil: any
	After   int    `json:"after,omitempty"`   // how many matching requests pass before
	Times   int    `json:"times,omitempty"`   // how many are hit then; 0: one; -1: all

	What    string            `json:"what"`              // status, drop, stall, slow, garbage, delay or processing
	When    string            `json:"when,omitempty"`    // drop: before, mid or after; stall: mid (default) or reply
	Preset  string            `json:"preset,omitempty"`  // status, garbage, processing: a name from the package's comment
	Status  int               `json:"status,omitempty"`  // status without preset: 200 to 599
	Headers map[string]string `json:"headers,omitempty"` // status: set in the reply
	Body    string            `json:"body,omitempty"`    // status without preset

	// Seconds is the length of a stall (0: until the client goes or the server closes) or of a delay, and in the
	// presets rate-limit and usage-capped the time until the window ends (0: 5).
	Seconds        float64 `json:"seconds,omitempty"`
	BytesPerSecond int64   `json:"bytes_per_second,omitempty"` // slow
}

// What a fault does, and when.
const (
	whatStatus     = "status"
	whatDrop       = "drop"
	whatStall      = "stall"
	whatSlow       = "slow"
	whatGarbage    = "garbage"
	whatDelay      = "delay"
	whatProcessing = "processing"

	whenBefore = "before"
	whenMid    = "mid"
	whenAfter  = "after"
	whenReply  = "reply"

	anyOp = "*"
)

var faultOps = []string{
	opInit, opAppend, opFinalize, opStatus, opRequestToken, opAccessToken, opUsersMe, anyOp,
}

// faultFields says which fields go with which kind, beside those that say what is hit.
var faultFields = map[string][]string{
	whatStatus:     {"preset", "status", "headers", "body", "seconds"},
	whatDrop:       {"when"},
	whatStall:      {"when", "seconds"},
	whatSlow:       {"bytes_per_second"},
	whatGarbage:    {"preset"},
	whatDelay:      {"seconds"},
	whatProcessing: {"preset"},
}

// maxFaults is how much of a faults file is read, in bytes.
const maxFaults = 1 << 20

// ParseFaults reads a JSON array of faults, as `hoist practice --faults FILE` does. Unknown fields, fields that do not go
// together and values out of range are errors that tell the line or the number of the fault, counted from 1.
func ParseFaults(r io.Reader) ([]Fault, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxFaults+1))
	if err != nil {
		return nil, fmt.Errorf("practice: faults: %w", err)
	}
	if len(raw) > maxFaults {
		return nil, fmt.Errorf("practice: faults: more than %d bytes", maxFaults)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	var faults []Fault
	if err := dec.Decode(&faults); err != nil {
		return nil, fmt.Errorf("practice: faults: line %d: %w", errorLine(raw, dec, err), err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("practice: faults: line %d: more after the list", lineAt(raw, dec.InputOffset()))
	}
	if faults == nil {
		return nil, errors.New("practice: faults: null is not a list")
	}
	if err := checkFaults(faults); err != nil {
		return nil, fmt.Errorf("practice: %w", err)
	}
	return faults, nil
}

// errorLine returns where in the text the decoder failed.
func errorLine(raw []byte, dec *json.Decoder, err error) int {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return lineAt(raw, syntax.Offset)
	case errors.As(err, &wrong):
		return lineAt(raw, wrong.Offset)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return lineAt(raw, int64(len(raw)))
	}
	// An unknown field: the decoder names it and not its place.
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return lineAt(raw, int64(max(0, bytes.Index(raw, []byte(name)))))
	}
	return lineAt(raw, dec.InputOffset())
}

func lineAt(raw []byte, offset int64) int {
	return 1 + bytes.Count(raw[:min(max(offset, 0), int64(len(raw)))], []byte("\n"))
}

func checkFaults(faults []Fault) error {
	for i := range faults {
		if err := faults[i].check(); err != nil {
			return fmt.Errorf("fault %d: %w", i+1, err)
		}
	}
	return nil
}

func (f *Fault) check() error {
	fields, ok := faultFields[f.What]
	switch {
	case !slices.Contains(faultOps, f.Op):
		return fmt.Errorf("unknown op %q: want one of %s", f.Op, strings.Join(faultOps, ", "))
	case f.Segment != nil && (*f.Segment < 0 || *f.Segment >= maxSegments):
		return fmt.Errorf("segment %d is not from 0 to %d", *f.Segment, maxSegments-1)
	case f.Segment != nil && f.Op != opAppend && f.Op != anyOp:
		return fmt.Errorf("segment goes with op append, not %s", f.Op)
	case f.After < 0:
		return fmt.Errorf("after is negative: %d", f.After)
	case f.Times < -1:
		return fmt.Errorf("times %d: want a count, or -1 for always", f.Times)
	case !ok:
		return fmt.Errorf("unknown what %q: want status, drop, stall, slow, garbage, delay or processing", f.What)
	case f.Seconds < 0 || f.Seconds > 1e6:
		return fmt.Errorf("seconds %g out of range", f.Seconds)
	}
	for _, name := range f.given() {
		if !slices.Contains(fields, name) {
			return fmt.Errorf("%s does not go with what %s", name, f.What)
		}
	}
	return f.checkKind()
}

// given names the fields that only some kinds have and that are set.
func (f *Fault) given() []string {
	var names []string
	for _, g := range []struct {
		name string
		set  bool
	}{
		{"when", f.When != ""},
		{"preset", f.Preset != ""},
		{"status", f.Status != 0},
		{"headers", len(f.Headers) > 0},
		{"body", f.Body != ""},
		{"seconds", f.Seconds != 0},
		{"bytes_per_second", f.BytesPerSecond != 0},
	} {
		if g.set {
			names = append(names, g.name)
		}
	}
	return names
}

func (f *Fault) checkKind() error {
	switch f.What {
	case whatStatus:
		return f.checkStatus()
	case whatDrop:
		return oneOf("when", f.When, whenBefore, whenMid, whenAfter)
	case whatStall:
		return oneOf("when", f.When, "", whenMid, whenReply)
	case whatSlow:
		if f.BytesPerSecond < 1 {
			return errors.New("slow wants bytes_per_second of at least 1")
		}
	case whatGarbage:
		return oneOf("preset", f.Preset, garbageTruncated, garbageText, garbageHTML, garbageEmpty)
	case whatDelay:
		if f.Seconds == 0 {
			return errors.New("delay wants seconds")
		}
	case whatProcessing:
		if f.Op != opFinalize {
			return errors.New("processing goes with op finalize")
		}
		return oneOf("preset", f.Preset, sortedKeys(processingPresets())...)
	}
	return nil
}

func oneOf(field, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	allowed = slices.DeleteFunc(allowed, func(s string) bool { return s == "" })
	return fmt.Errorf("unknown %s %q: want one of %s", field, value, strings.Join(allowed, ", "))
}

// duration is how long a stall or delay lasts; negative: for ever.
func (f *Fault) duration() time.Duration {
	if f.Seconds == 0 {
		return -1
	}
	return time.Duration(f.Seconds * float64(time.Second))
}

// name says in the log what was done to a request.
func (f *Fault) name() string {
	if f == nil {
		return ""
	}
	return strings.TrimSpace(f.What + " " + f.Preset + f.When)
}

// script hands out faults. Which request gets which depends only on the order in which requests come.
type script struct {
	mu     sync.Mutex
	faults []Fault
	seen   []int // matching requests that no earlier fault took
}

// take returns the first fault of the list that hits a request; segment is -1 where it has none.
func (s *script) take(op string, segment int) *Fault {
	if op == opUnknown || op == opObsolete {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.faults {
		f := &s.faults[i]
		if f.Op != anyOp && f.Op != op || f.Segment != nil && *f.Segment != segment {
			continue
		}
		s.seen[i]++
		if s.seen[i] > f.After && (f.Times == -1 || s.seen[i] <= f.After+max(f.Times, 1)) {
			return f
		}
	}
	return nil
}
