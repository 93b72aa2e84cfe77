package terminal

import (
	"encoding/json"
	"io"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// objects writes an object on a line for each event to out, for programs. Its fields are part of the command line:
// they may be added to, but never renamed.
type objects struct {
	out   io.Writer
	words *messages.Catalog
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

		Resumed bool    `json:"resumed"` // it was begun before
		Sent    int64   `json:"sent"`    // bytes that X has of it
		Anew    *string `json:"anew"`    // a kind: why what was sent before is of no use; null: nothing was, or it is
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
		Event  string  `json:"event"`
		File   string  `json:"file"`
		Reason string  `json:"reason"` // a kind, as in failed
		Until  *string `json:"until"`

		GivesUpAt *string `json:"gives_up_at"` // null: never
	}
	doneObject struct {
		Event     string  `json:"event"`
		File      string  `json:"file"`
		MediaID   string  `json:"media_id"`
		ExpiresAt *string `json:"expires_at"` // null: X has not said
		Bytes     int64   `json:"bytes"`
		Seconds   float64 `json:"seconds"`

		Earlier int64 `json:"earlier"` // of the bytes, what X had before
	}
	failedObject struct {
		Event   string `json:"event"`
		File    string `json:"file"`
		Kind    string `json:"kind"`
		Message string `json:"message"`

		MediaID   *string `json:"media_id"` // null: it was not open
		Resumable bool    `json:"resumable"`
	}
	unfinishedObject struct {
		MediaID      string            `json:"media_id"`
		File         string            `json:"file"`
		Account      string            `json:"account"`
		API          upload.Generation `json:"api"`
		BaseURL      string            `json:"base_url"`
		Category     upload.Category   `json:"category"`
		Bytes        int64             `json:"bytes"`
		Sent         int64             `json:"sent"`
		Segments     int64             `json:"segments"`
		SegmentsSent int               `json:"segments_sent"`
		Began        *string           `json:"began"`
		ExpiresAt    *string           `json:"expires_at"` // null: X has not said
		State        string            `json:"state"`      // unfinished, in_use, expired, file_missing, file_changed
	}
	accountObject struct {
		Account string `json:"account"`
		UserID  string `json:"user_id,omitempty"` // left out: X has not said
		Access  string `json:"access,omitempty"`  // the same; read, read-write, read-write-directmessages
		Source  string `json:"source"`            // keyring, environment
	}
)

func (o *objects) write(object any) {
	encoder := json.NewEncoder(o.out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(object) // what goes wrong, Run learns from the writer
}

func (o *objects) awaits(file string, givesUp time.Time) {
	o.write(waitingObject{"waiting", file, string(upload.FileGrowing), nil, instant(givesUp)})
}

func (o *objects) examined(e examined) {
	o.write(eventCheckedObject{"checked", e.file, e.outcome(), o.findings(e.verdict)})
}

func (o *objects) begin(*track) {}

func (o *objects) tick(*track) {}

func (o *objects) end() {}

func (o *objects) event(t *track, e upload.Event) {
	switch e := e.(type) {
	case upload.Opened:
		line := openedObject{"opened", t.file, e.MediaID, e.Bytes, e.Segments, e.SegmentBytes, t.resumed(e), t.Confirmed, nil}
		if e.Anew != nil {
			line.Anew = known(string(e.Anew.Kind))
		}
		o.write(line)
	case upload.SegmentStarted:
		o.write(segmentObject{"segment", t.file, e.Index, "started", e.Attempt})
	case upload.SegmentConfirmed:
		o.write(segmentObject{"segment", t.file, e.Index, "confirmed", e.Attempt})
	case upload.SegmentRetrying:
		o.write(segmentObject{"segment", t.file, e.Index, "retrying", e.Attempt})
	case upload.Waiting:
		o.write(waitingObject{"waiting", t.file, messages.KindOf(e.Cause), instant(e.Until), instant(t.givesUp)})
	case upload.Processing:
		line := processingObject{"processing", t.file, nil}
		if e.Percent >= 0 {
			line.Percent = &e.Percent
		}
		o.write(line)
	}
}

func (o *objects) done(t *track, r *upload.Result) {
	seconds := rounded(r.Elapsed.Seconds())
	o.write(doneObject{"done", t.file, r.MediaID, instant(r.Expires), r.Bytes, seconds, r.Earlier})
}

func (o *objects) failed(f failure) {
	o.write(failedObject{"failed", f.file, f.Kind, f.Message(), known(f.mediaID), f.kept != nil})
}

// unfinished is a line of `hoist uploads`.
func (o *objects) unfinished(u upload.Unfinished) {
	segments := int64(0)
	if u.SegmentBytes > 0 {
		segments = (u.Bytes + u.SegmentBytes - 1) / u.SegmentBytes
	}
	o.write(unfinishedObject{
		u.MediaID, u.File, u.Account, u.API, u.BaseURL, u.Category, u.Bytes, u.Sent, segments, len(u.Taken),
		instant(u.Began), instant(u.Expires), stateOf(u),
	})
}

// account is a line of `hoist accounts`.
func (o *objects) account(a Listed) {
	source := "keyring"
	if a.Environment {
		source = "environment"
	}
	o.write(accountObject{a.Name, a.UserID, a.Access, source})
}

// instant returns a time as RFC 3339 in UTC, to the second, and nil for the zero time, which is not known.
func instant(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return known(t.UTC().Format(time.RFC3339))
}

// known returns nil for what is not known.
func known(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
