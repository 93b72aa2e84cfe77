package desktop

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// Version is the version of a program: three numbers, of which the first counts most.
type Version [3]int

// aVersion is how a version is written: 0.2.0 or, as in the names of tags, v0.2.0. Six digits are more than any program
// has needed.
var aVersion = regexp.MustCompile(`^v?(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$`)

// ParseVersion reads a version; ok is false for what is none.
func ParseVersion(text string) (v Version, ok bool) {
	found := aVersion.FindStringSubmatch(text)
	if found == nil {
		return Version{}, false
	}
	for i := range v {
		v[i], _ = strconv.Atoi(found[i+1]) // it is a number
	}
	return v, true
}

// String writes the version without a v.
func (v Version) String() string { return fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2]) }

// After reports whether the version came out after the other one.
func (v Version) After(other Version) bool { return slices.Compare(v[:], other[:]) > 0 }
