package video

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	copyTail  = " for X"
	copyExt   = ".mp4"
	nameBytes = 255 // what a name may have on Linux; other systems count less strictly
	manyTries = 1000
)

// CopyPath returns where a copy of a video would lie: beside it, under a name of its own, which is shorter than that of the
// video where it would be too long for a disk. It does not look whether there is such a file.
func CopyPath(path string) string { return copyPath(path, "") }

// FreeCopyPath returns [CopyPath], or the same with a number, whichever is the first that no file has. It uses the disk.
// Another program may take the name meanwhile: [Cure.Convert] replaces nothing.
func FreeCopyPath(path string) string {
	free := CopyPath(path)
	for n := 2; n < manyTries; n++ {
		if _, err := os.Lstat(free); errors.Is(err, fs.ErrNotExist) {
			return free
		}
		free = copyPath(path, " "+strconv.Itoa(n))
	}
	return free
}

func copyPath(path, number string) string {
	folder, name := filepath.Split(path)
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	if stem == "" { // nothing but what looks like an extension
		stem = name
	}
	end := copyTail + number + copyExt
	if over := len(stem) + len(end) - nameBytes; over > 0 {
		stem = stem[:len(stem)-min(over, len(stem))]
		for stem != "" && !utf8.ValidString(stem) { // not in the middle of a character
			stem = stem[:len(stem)-1]
		}
	}
	return folder + stem + end
}
