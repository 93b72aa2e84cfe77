package upload

import (
	"fmt"

	"hoist/upload/video"
)

// Sizes of segments in bytes.
const (
	// largestAsked is what X's own command-line client and samples use; 5 MiB has been answered with 413.
	largestAsked = 4 << 20
	// smallestAsked is the smallest segment that an upload plans with, or steps down to on 413 or 431: X takes a
	// limited number of requests.
	smallestAsked = 1 << 20
	// shares is how many segments a small file is cut into: enough for several connections, of which none is left alone
	// with a large last one.
	shares = 64
)

// automatic returns the size of segments for a file where nobody asks for another.
func automatic(bytes int64) int64 {
	const step = 256 << 10
	size := (bytes/shares + step - 1) / step * step
	return min(max(size, smallestAsked), largestAsked)
}

// Plan says how a file is cut into segments: all have the same size but the last, which has what is left.
type Plan struct {
	Bytes        int64 // size of the file, at least 1
	SegmentBytes int64 // at most [video.MaxSegmentBytes]
	Segments     int   // at most [video.MaxSegments]
}

// NewPlan cuts a file of the given size into segments of the preferred size, larger only when X's 1,000 segments do not
// suffice. 0 prefers a 64th of the file, within 1 and 4 MiB. A file that does not fit into 1,000 of the largest segments
// that X takes is an error of kind [FileTooLarge].
func NewPlan(bytes, preferred int64) (Plan, error) {
	if bytes <= 0 {
		return Plan{}, &Error{Kind: FileEmpty, Segment: -1}
	}
	if preferred <= 0 {
		preferred = automatic(bytes)
	}
	size := max(preferred, leastSegmentBytes(bytes))
	if size > video.MaxSegmentBytes {
		return Plan{}, &Error{
			Kind: FileTooLarge, Segment: -1, Bytes: bytes,
			Err: fmt.Errorf("%d bytes do not fit into %d segments of %d bytes", bytes, video.MaxSegments, video.MaxSegmentBytes),
		}
	}
	return Plan{Bytes: bytes, SegmentBytes: size, Segments: int((bytes + size - 1) / size)}, nil
}

// leastSegmentBytes returns the smallest segment with which a file of that size has no more than 1,000.
func leastSegmentBytes(bytes int64) int64 {
	return (bytes + video.MaxSegments - 1) / video.MaxSegments
}

// segment returns where segment i begins and how long it is.
func (p Plan) segment(i int) (offset, size int64) {
	offset = int64(i) * p.SegmentBytes
	return offset, min(p.SegmentBytes, p.Bytes-offset)
}

// smaller returns the plan to start anew with when X finds the segments too large, and false when there is none: at
// 1 MiB, or where smaller segments would be more than 1,000.
func (p Plan) smaller() (Plan, bool) {
	next := max(p.SegmentBytes/2, smallestAsked, leastSegmentBytes(p.Bytes))
	if next >= p.SegmentBytes {
		return Plan{}, false
	}
	smaller, err := NewPlan(p.Bytes, next)
	return smaller, err == nil
}
