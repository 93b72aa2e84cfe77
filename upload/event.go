package upload

import "time"

// Event is what a [Job] tells of its upload. It is one of the types of this file; [Finished] is the last.
type Event interface{ event() }

// Opened says that the upload has a media ID: INIT has succeeded, or an upload that was interrupted goes on. It comes
// again after a pause, and with another media ID when the upload had to start anew: what was said about segments before
// it is void.
type Opened struct {
	MediaID      string
	Bytes        int64     // size of the file
	Segments     int       // 1 to 1,000
	SegmentBytes int64     // size of every segment but the last
	Expires      time.Time // until when X keeps what it was sent; zero: X did not say
	Taken        []int     // segments that X has confirmed before, ascending; nil for a new media ID
	Anew         *Error    // why what was sent before could not be used; nil: nothing was, or it is
}

// SegmentStarted says that a try of a segment begins.
type SegmentStarted struct {
	Index   int // 0 to Segments-1
	Attempt int // 1 for the first try
}

// SegmentProgressed says how much of a segment has been handed to the network in the current try. It goes back to 0
// when a try starts again. Of several that were not yet read, only the latest is delivered.
type SegmentProgressed struct {
	Index int
	Bytes int64
}

// SegmentConfirmed says that X has taken a segment.
type SegmentConfirmed struct {
	Index   int
	Attempt int
}

// SegmentRetrying says that a try of a segment has failed and another follows.
type SegmentRetrying struct {
	Index   int
	Attempt int // the try that failed
	Cause   *Error
	At      time.Time // when the next try begins
}

// Paused says that the upload stands until somebody calls [Job.Resume] or, where that was done before it stood, until its
// turn comes again. What was sent is kept.
type Paused struct {
	// Cause is nil where it was a person's wish. Of kind NotSignedIn or TokenRevoked it says that a sign-in is needed, and
	// of kind NoCredits that another job of the queue has found the account's credits used up.
	Cause *Error
}

// Waiting says that the whole upload stands still and goes on by itself.
type Waiting struct {
	Cause *Error
	Until time.Time // when the next try begins
}

// Processing says that everything is sent and X prepares the video.
type Processing struct {
	Percent int // 0 to 100; -1: X has not said
}

// Finished is the last event: exactly one of its fields is not nil.
type Finished struct {
	Result *Result
	Err    *Error
}

// Result is an upload that ended well.
type Result struct {
	MediaID  string
	MediaKey string    // such as 7_1880028106020515840; may be empty
	Expires  time.Time // until when the media ID can be used; zero where X did not say
	Bytes    int64
	Earlier  int64         // of these, what X had before the job was started
	Elapsed  time.Duration // how long the job has worked on it, pauses left out
	Segments int
	Resent   int // tries of segments beyond the first
}

func (Opened) event()            {}
func (SegmentProgressed) event() {}
func (SegmentStarted) event()    {}

func (SegmentConfirmed) event() {}
func (SegmentRetrying) event()  {}
func (Paused) event()           {}
func (Waiting) event()          {}
func (Processing) event()       {}
func (Finished) event()         {}
