package terminal

import (
	"path/filepath"

	"hoist/ui/messages"
	"hoist/upload"
)

// track is one upload as the views see it.
type track struct {
	upload.Progress
	file     string // as it was written on the command line
	name     string // fit to be shown
	practice bool
}

func newTrack(file string, practice bool) *track {
	return &track{file: file, name: messages.Clean(filepath.Base(file), 100), practice: practice}
}
