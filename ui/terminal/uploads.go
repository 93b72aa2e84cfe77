package terminal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// Uploads is the command `hoist uploads`.
type Uploads struct {
	Out   io.Writer // gets what is unfinished
	Err   io.Writer // everything else
	Words *messages.Catalog

	// Unfinished returns what was begun and not ended, oldest first: [upload.ListUnfinished].
	Unfinished func() ([]upload.Unfinished, error)
}

// What an unfinished upload is at, as --json tells it.
const (
	stateUnfinished  = "unfinished"   // it can be continued
	stateInUse       = "in_use"       // a program is at it
	stateExpired     = "expired"      // X does not keep it any more
	stateFileMissing = "file_missing" // there is no file of that name
	stateFileChanged = "file_changed" // there is, and it has another size
)

// stateOf returns what an unfinished upload is at.
func stateOf(u upload.Unfinished) string {
	info, err := os.Stat(u.File)
	switch {
	case u.InUse:
		return stateInUse
	case u.Expired():
		return stateExpired
	case errors.Is(err, fs.ErrNotExist):
		return stateFileMissing
	case err == nil && info.Size() != u.Bytes:
		return stateFileChanged
	}
	return stateUnfinished
}

// Run lists what is unfinished and returns the exit code.
func (u *Uploads) Run(o Options) int {
	all, err := u.Unfinished()
	if err != nil {
		p := u.Words.Problem(err, messages.Facts{Now: time.Now()})
		say(u.Err, sentences(u.Words, failure{Problem: p, cause: err}))
		return ExitFailed
	}
	out := &recorder{to: u.Out}
	if o.JSON {
		objects := objects{out: out, words: u.Words}
		for _, one := range all {
			objects.unfinished(one)
		}
	} else {
		u.list(out, all)
	}
	if out.err != nil {
		out.complain(u.Err, u.Words)
		return ExitFailed
	}
	return ExitDone
}

// list writes two lines for each: how far it is, in columns, and what it is.
func (u *Uploads) list(out io.Writer, all []upload.Unfinished) {
	if len(all) == 0 {
		say(u.Err, u.Words.Text("terminal.uploads.none"))
		return
	}
	rows, widths := make([][]string, len(all)), make([]int, 3)
	hint := false
	for i, one := range all {
		state := stateOf(one)
		hint = hint || state == stateUnfinished
		percent := u.Words.Percent(one.Sent, one.Bytes)
		rows[i] = []string{
			one.MediaID, strings.Repeat(" ", max(0, 5-columnsOf(percent))) + percent, amountOf(u.Words, one.Sent, one.Bytes), u.say(one, state),
		}
		for column := range widths {
			widths[column] = max(widths[column], columnsOf(rows[i][column]))
		}
	}
	for i, row := range rows {
		for column, width := range widths {
			row[column] += strings.Repeat(" ", width-columnsOf(row[column]))
		}
		what := u.Words.Text("terminal.uploads.what", "File", messages.Clean(all[i].File, 300), "Account", messages.Clean(all[i].Account, 60))
		fmt.Fprintf(out, "%s\n    %s\n", strings.Join(row, "  "), what) //nolint:errcheck // Run learns it from the writer
	}
	if hint {
		say(u.Err, u.Words.Text("terminal.uploads.hint"))
	}
}

// say says until when X keeps an upload, and what is in its way.
func (u *Uploads) say(one upload.Unfinished, state string) string {
	until, now := u.Words.Text("terminal.uploads.unknown"), time.Now()
	if !one.Expires.IsZero() {
		until = u.Words.Text("terminal.uploads.until", "Time", u.Words.Clock(one.Expires, now))
	}
	switch state {
	case stateInUse:
		return until + " · " + u.Words.Text("terminal.uploads.in_use")
	case stateExpired:
		return u.Words.Text("terminal.uploads.expired")
	case stateFileMissing:
		return until + " · " + u.Words.Text("terminal.uploads.file_missing")
	case stateFileChanged:
		return until + " · " + u.Words.Text("terminal.uploads.file_changed")
	}
	return until
}
