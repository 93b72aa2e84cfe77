package terminal

import (
	"path/filepath"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// track is one upload as the views see it.
type track struct {
	upload.Progress
	file     string // as it was written on the command line, or stands in the journal
	name     string // fit to be shown
	asked    string // the media ID that is to be continued; empty: none was named
	category upload.Category
	practice bool
	givesUp  time.Time // until when it may stand still; zero: for ever
}

func newTrack(r upload.Request, practice bool) *track {
	return &track{
		Progress: upload.Progress{MediaID: r.MediaID}, file: r.File, name: nameOf(r.File), asked: r.MediaID,
		category: r.Category, practice: practice,
	}
}

// resumed reports whether what was opened is an upload that was begun before.
func (t *track) resumed(e upload.Opened) bool { return e.Taken != nil || e.MediaID == t.asked }

// nameOf returns what a file is called, fit to be shown.
func nameOf(file string) string { return messages.Clean(filepath.Base(file), 100) }

// failure is a video that was not sent.
type failure struct {
	messages.Problem
	file     string // empty: the problem is not one of a video
	mediaID  string // empty: it is not open
	category upload.Category
	cause    error
	cure     string             // a line for the shell that makes a mended copy; empty: there is none
	waited   time.Duration      // for how long it stood still until it was given up; 0: it was not
	kept     *upload.Unfinished // what can be continued; nil: nothing
}
