package terminal

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/video"
)

// view shows uploads to whoever started them. Its methods are called by one goroutine.
type view interface {
	awaits(file string, givesUp time.Time) // a file is still being written; it is waited for until then, or zero: for ever
	examined(e examined)                   // a video is going to be sent

	begin(t *track)                  // the upload of a video begins
	event(t *track, e upload.Event)  // t has taken e; the last event is not shown but told by the next two
	tick(t *track)                   // ten times a second
	done(t *track, r *upload.Result) // a video is ready
	failed(f failure)                // a video is not
	end()                            // nothing follows
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
	givesUp time.Time // what was told last of until when it may stand still
}

// say writes a line.
func say(to io.Writer, text string) { fmt.Fprintln(to, text) } //nolint:errcheck // nobody to tell

func (l *lines) say(text string) { say(l.err, text) }

// tell says something about a video.
func (l *lines) tell(t *track, text string) {
	l.say(l.words.Text("terminal.line", "File", t.name, "Text", text))
}

func (l *lines) awaits(file string, _ time.Time) {
	l.say(l.words.Text("terminal.line", "File", nameOf(file), "Text", l.words.Text("terminal.awaits")))
}

// examined tells what X may refuse of a video, a line for each.
func (l *lines) examined(e examined) {
	for _, f := range e.verdict.Findings {
		if f.Class < video.Warn {
			return
		}
		text := l.words.Text("terminal.check."+f.Class.String(), "Text", fault(l.words, f, e.verdict))
		l.say(l.words.Text("terminal.line", "File", nameOf(e.file), "Text", text))
	}
}

func (l *lines) begin(t *track) {
	l.tenth, l.percent, l.retry, l.givesUp = 0, -10, "", time.Time{}
	if t.practice {
		l.tell(t, l.words.Text("terminal.practice"))
	}
}

func (l *lines) tick(*track) {}

func (l *lines) end() {}

func (l *lines) event(t *track, e upload.Event) {
	switch e := e.(type) {
	case upload.Opened:
		l.opened(t, e)
	case upload.SegmentConfirmed:
		l.progress(t)
	case upload.SegmentRetrying:
		l.retrying(t, e)
	case upload.Waiting:
		l.waiting(t, e)
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

// opened tells what begins, or goes on.
func (l *lines) opened(t *track, e upload.Opened) {
	if e.Anew != nil {
		l.tell(t, anew(l.words, e.Anew))
	}
	l.tenth = tenthOf(t)
	if t.resumed(e) {
		l.tell(t, l.words.Text("terminal.continues", "Amount", amount(l.words, t), "ID", e.MediaID))
		return
	}
	l.tell(t, l.words.Count("terminal.opened", e.Segments, "Size", l.words.Bytes(e.Bytes), "ID", e.MediaID))
}

// anew says why an upload starts again.
func anew(words *messages.Catalog, why *upload.Error) string {
	switch why.Kind {
	case upload.FileChanged:
		return words.Text("terminal.anew.file_changed")
	case upload.Expired:
		return words.Text("terminal.anew.expired")
	case upload.NotFound:
		return words.Text("terminal.anew.not_found")
	case upload.SegmentsMissing:
		return words.Text("terminal.anew.segments_missing")
	case upload.SegmentTooLarge:
		return words.Text("terminal.anew.segment_too_large")
	}
	return words.Text("terminal.anew", "Why", words.Problem(why, messages.Facts{Now: time.Now()}).Title)
}

// waiting tells that it waits, and once in a row of waits how long at most.
func (l *lines) waiting(t *track, e upload.Waiting) {
	p := problem(l.words, e.Cause, e.Until)
	l.tell(t, l.words.Text("terminal.waiting", "Why", p.Message(), "When", when(l.words, e.Until)))
	if l.unsaid(t) {
		l.givesUp = t.givesUp
		l.tell(t, l.words.Text("terminal.gives_up", "When", when(l.words, t.givesUp)))
	}
}

// unsaid reports whether it was not told yet until when the upload may stand still.
func (l *lines) unsaid(t *track) bool { return !t.givesUp.IsZero() && !t.givesUp.Equal(l.givesUp) }

// tenthOf returns how many tenths of a video X has.
func tenthOf(t *track) int { return int(10 * float64(t.Confirmed) / float64(t.Bytes)) }

// progress tells each tenth once, and no more than one at a time.
func (l *lines) progress(t *track) {
	tenth := tenthOf(t)
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
	if t.Drops() {
		p = l.words.Dropping(t.CutOff())
	}
	l.tell(t, l.words.Text("terminal.retrying", "Segment", e.Index+1, "Why", p.Message(), "When", when(l.words, e.At)))
}

func (l *lines) done(t *track, r *upload.Result) {
	id := "terminal.done"
	if t.practice {
		id = "terminal.done.practice"
	}
	text := l.words.Text(id, "ID", r.MediaID, "Size", l.words.Bytes(r.Bytes-r.Earlier), "Time", l.words.Elapsed(r.Elapsed))
	if r.Earlier > 0 {
		text += " · " + l.words.Text("terminal.done.earlier", "Size", l.words.Bytes(r.Earlier))
	}
	l.tell(t, text)
	if !r.Expires.IsZero() {
		now := time.Now()
		l.tell(t, l.words.Text("terminal.use_until",
			"Time", l.words.Clock(r.Expires, now), "Left", l.words.Countdown(r.Expires.Sub(now))))
	}
	fmt.Fprintln(l.out, r.MediaID) //nolint:errcheck // Run learns it from the writer
}

func (l *lines) failed(f failure) {
	about := func(text string) {
		if f.file != "" {
			text = l.words.Text("terminal.line", "File", nameOf(f.file), "Text", text)
		}
		l.say(text)
	}
	if f.waited > 0 {
		about(l.words.Text("terminal.gave_up", "Time", l.words.Elapsed(f.waited)))
	}
	l.say(sentences(l.words, f))
	if f.Kind == string(upload.WouldFail) {
		about(l.words.Text("terminal.not_sent"))
	}
	if f.cure != "" {
		l.say("  " + l.words.Text("terminal.check.cure"))
		l.say("    " + f.cure)
	}
	if f.kept != nil {
		about(l.words.Text("terminal.kept", "Amount", amountOf(l.words, f.kept.Sent, f.kept.Bytes), "ID", f.kept.MediaID))
	}
}

// sentences says a problem in full: what happened, why, what to do, and what X said to the letter.
func sentences(words *messages.Catalog, f failure) string {
	text := f.Message() + " " + f.Do
	if f.Kind == string(upload.Canceled) {
		text = f.Title + "." // the person knows
	}
	switch {
	case f.file != "":
		text = words.Text("terminal.line", "File", nameOf(f.file), "Text", text)
	case f.mediaID != "":
		text = words.Text("terminal.line", "File", f.mediaID, "Text", text)
	}
	var failed *upload.Error
	answered := false
	if errors.As(f.cause, &failed) {
		_, answered = failed.Detail()
	}
	if !answered && f.Title != words.Text("problem.internal.title") {
		return text // that says it all
	}
	return text + "\n  " + strings.ReplaceAll(f.Details, "\n", "\n  ")
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
func amount(words *messages.Catalog, t *track) string { return amountOf(words, t.Confirmed, t.Bytes) }

func amountOf(words *messages.Catalog, done, all int64) string {
	return words.Text("terminal.amount", "Done", words.Bytes(done), "All", words.Bytes(all))
}
