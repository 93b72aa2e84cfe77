package terminal

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// view shows uploads to whoever started them. Its methods are called by one goroutine.
type view interface {
	begin(t *track)                                      // the upload of a video begins
	event(t *track, e upload.Event)                      // t has taken e; the last event is not shown but told by the next two
	tick(t *track)                                       // ten times a second
	done(t *track, r *upload.Result)                     // a video is ready
	failed(file string, p messages.Problem, cause error) // a video is not
	end()                                                // nothing follows
}

var (
	_ view = (*lines)(nil)
	_ view = (*bar)(nil)
	_ view = (*objects)(nil)
)

// Between two lines about segments that are sent again for the same reason.
const retryPause = time.Minute

// lines writes a line for each noteworthy thing to err, and the media IDs to out.
type lines struct {
	out   io.Writer
	err   io.Writer
	words *messages.Catalog

	tenth   int         // tenths of the video that were told
	percent int         // of X's processing that was told
	retry   upload.Kind // why segments were sent again when it was told last
	retryAt time.Time
}

func (l *lines) say(text string) { fmt.Fprintln(l.err, text) } //nolint:errcheck // nobody to tell

// tell says something about a video.
func (l *lines) tell(t *track, text string) {
	l.say(l.words.Text("terminal.line", "File", t.name, "Text", text))
}

func (l *lines) begin(t *track) {
	l.tenth, l.percent, l.retry = 0, -10, ""
	if t.practice {
		l.tell(t, l.words.Text("terminal.practice"))
	}
}

func (l *lines) tick(*track) {}

func (l *lines) end() {}

func (l *lines) event(t *track, e upload.Event) {
	switch e := e.(type) {
	case upload.Opened:
		l.tenth = 0
		l.tell(t, l.words.Count("terminal.opened", e.Segments, "Size", l.words.Bytes(e.Bytes), "ID", e.MediaID))
	case upload.SegmentConfirmed:
		l.progress(t)
	case upload.SegmentRetrying:
		l.retrying(t, e)
	case upload.Waiting:
		p := problem(l.words, e.Cause, e.Until)
		l.tell(t, l.words.Text("terminal.waiting", "Why", p.Message(), "When", when(l.words, e.Until)))
	case upload.Processing:
		if e.Percent < 0 && l.percent < 0 {
			l.percent = 0
			l.tell(t, l.words.Text("terminal.processing"))
		} else if e.Percent >= l.percent+10 {
			l.percent = e.Percent
			l.tell(t, l.words.Text("terminal.processing.percent", "Percent", l.words.Percent(int64(e.Percent), 100)))
		}
	}
}

// progress tells each tenth once, and no more than one at a time.
func (l *lines) progress(t *track) {
	tenth := int(10 * float64(t.Confirmed) / float64(t.Bytes))
	if tenth <= l.tenth {
		return
	}
	l.tenth = tenth
	parts := []string{l.words.Percent(t.Confirmed, t.Bytes), amount(l.words, t)}
	if t.Speed > 0 && t.Confirmed < t.Bytes {
		parts = append(parts, l.words.Speed(t.Speed), l.words.Left(t.Left()))
	}
	l.tell(t, strings.Join(parts, " · "))
}

// retrying tells why a segment is sent again, but not that all others are for the same reason.
func (l *lines) retrying(t *track, e upload.SegmentRetrying) {
	now := time.Now()
	if e.Cause.Kind == l.retry && now.Sub(l.retryAt) < retryPause {
		return
	}
	l.retry, l.retryAt = e.Cause.Kind, now
	p := problem(l.words, e.Cause, e.At)
	l.tell(t, l.words.Text("terminal.retrying", "Segment", e.Index+1, "Why", p.Message(), "When", when(l.words, e.At)))
}

func (l *lines) done(t *track, r *upload.Result) {
	id := "terminal.done"
	if t.practice {
		id = "terminal.done.practice"
	}
	l.tell(t, l.words.Text(id, "ID", r.MediaID, "Size", l.words.Bytes(r.Bytes), "Time", l.words.Elapsed(r.Elapsed)))
	if !r.Expires.IsZero() {
		now := time.Now()
		l.tell(t, l.words.Text("terminal.use_until",
			"Time", l.words.Clock(r.Expires, now), "Left", l.words.Countdown(r.Expires.Sub(now))))
	}
	fmt.Fprintln(l.out, r.MediaID) //nolint:errcheck // Run learns it from the writer
}

func (l *lines) failed(file string, p messages.Problem, cause error) {
	l.say(sentences(l.words, file, p, cause))
}

// sentences says a problem in full: what happened, why, what to do, and what X said to the letter.
func sentences(words *messages.Catalog, file string, p messages.Problem, cause error) string {
	text := p.Message() + " " + p.Do
	if p.Kind == string(upload.Canceled) {
		text = p.Title + "." // the person knows
	}
	if file != "" {
		text = words.Text("terminal.line", "File", newTrack(file, false).name, "Text", text)
	}
	var failed *upload.Error
	answered := false
	if errors.As(cause, &failed) {
		_, answered = failed.Detail()
	}
	if !answered && p.Title != words.Text("problem.internal.title") {
		return text // that says it all
	}
	return text + "\n  " + strings.ReplaceAll(p.Details, "\n", "\n  ")
}

// problem says why an upload waits.
func problem(words *messages.Catalog, cause *upload.Error, until time.Time) messages.Problem {
	return words.Problem(cause, messages.Facts{Until: until, Now: time.Now()})
}

// when says when the next try begins: "in 4 s", "at 14:32".
func when(words *messages.Catalog, at time.Time) string {
	now := time.Now()
	if d := at.Sub(now); d < time.Minute {
		return words.Text("terminal.in", "Time", words.Elapsed(max(d, time.Second)))
	}
	return words.Text("terminal.at", "Time", words.Clock(at, now))
}

// amount says how much X has taken: "941 MB of 1.61 GB".
func amount(words *messages.Catalog, t *track) string {
	return words.Text("terminal.amount", "Done", words.Bytes(t.Confirmed), "All", words.Bytes(t.Bytes))
}
