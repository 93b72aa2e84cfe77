package video

import (
	"path/filepath"
	"strings"
)

// ByName guesses what kind of video a file is by the end of its name, for when its content does not tell and it is
// sent all the same. A name that says nothing stands for MP4, which is what X takes from most.
func ByName(name string) Type {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".mov", ".qt":
		return QuickTime
	case ".webm":
		return WebM
	case ".ts", ".m2ts", ".mts":
		return MPEGTS
	default:
		return MP4
	}
}
