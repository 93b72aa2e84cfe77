package terminal

import (
	"encoding/json"
	"io"
	"math"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// objects writes an object on a line for each event to out, for programs. Its fields are part of the command line:
// they may be added to, but never renamed.
type objects struct {
	out io.Writer
}

// What each line has. The order of the fields is the one that the README shows.
type (
	openedObject struct {
		Event        string `json:"event"`
		File         string `json:"file"`
		MediaID      string `json:"media_id"`
		Bytes        int64  `json:"bytes"`
		Segments     int    `json:"segments"`
		SegmentBytes int64  `json:"segment_bytes"`
	}
	segmentObject struct {
		Event   string `json:"event"`
		File    string `json:"file"`
		Index   int    `json:"index"`
		State   string `json:"state"` // started, confirmed, retrying
		Attempt int    `json:"attempt"`
	}
	processingObject struct {
		Event   string `json:"event"`
		File    string `json:"file"`
		Percent *int   `json:"percent"` // null: X has not said
	}
	waitingObject struct {
		Event  string `json:"event"`
		File   string `json:"file"`
		Reason string `json:"reason"` // a kind, as in failed
		Until  string `json:"until"`
	}
	doneObject struct {
		Event     string  `json:"event"`
		File      string  `json:"file"`
		MediaID   string  `json:"media_id"`
		ExpiresAt *string `json:"expires_at"` // null: X has not said
		Bytes     int64   `json:"bytes"`
		Seconds   float64 `json:"seconds"`
	}
	failedObject struct {
		Event   string `json:"event"`
		File    string `json:"file"`
		Kind    string `json:"kind"`
		Message string `json:"message"`
	}
)

func (o *objects) write(object any) {
	encoder := json.NewEncoder(o.out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(object) // what goes wrong, Run learns from the writer
}

func (o *objects) begin(*track) {}

func (o *objects) tick(*track) {}

func (o *objects) end() {}

func (o *objects) event(t *track, e upload.Event) {
	switch e := e.(type) {
	case upload.Opened:
		o.write(openedObject{"opened", t.file, e.MediaID, e.Bytes, e.Segments, e.SegmentBytes})
	case upload.SegmentStarted:
		o.write(segmentObject{"segment", t.file, e.Index, "started", e.Attempt})
	case upload.SegmentConfirmed:
		o.write(segmentObject{"segment", t.file, e.Index, "confirmed", e.Attempt})
	case upload.SegmentRetrying:
		o.write(segmentObject{"segment", t.file, e.Index, "retrying", e.Attempt})
	case upload.Waiting:
		o.write(waitingObject{"waiting", t.file, messages.KindOf(e.Cause), instant(e.Until)})
	case upload.Processing:
		line := processingObject{"processing", t.file, nil}
		if e.Percent >= 0 {
			line.Percent = &e.Percent
		}
		o.write(line)
	}
}

func (o *objects) done(t *track, r *upload.Result) {
	line := doneObject{"done", t.file, r.MediaID, nil, r.Bytes, math.Round(r.Elapsed.Seconds()*1000) / 1000}
	if !r.Expires.IsZero() {
		expires := instant(r.Expires)
		line.ExpiresAt = &expires
	}
	o.write(line)
}

func (o *objects) failed(file string, p messages.Problem, _ error) {
	o.write(failedObject{"failed", file, p.Kind, p.Message()})
}

// instant returns a time as RFC 3339 in UTC, to the second.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }
