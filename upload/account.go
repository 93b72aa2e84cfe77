package upload

import (
	"net/http"

	"hoist/upload/xapi"
)

// Generation names one of X's two upload APIs: [V2] or [V1].
type Generation = xapi.Generation

// The generations, as they are written on the command line.
const (
	V2 = xapi.V2
	V1 = xapi.V1
)

// Category is what the video may be used for: [TweetVideo], [AmplifyVideo] or [DMVideo].
type Category = xapi.Category

// The categories, as they are written on the command line.
const (
	TweetVideo   = xapi.TweetVideo
	AmplifyVideo = xapi.AmplifyVideo
	DMVideo      = xapi.DMVideo
)

// Account is where a video goes, and in whose name. It holds no keys: Sign closes over them.
type Account struct {
	Name     string     // as X knows it, without @; "practice" in practice mode
	API      Generation // empty: V2
	BaseURL  string     // https, or http on loopback; empty: X's own address for the generation
	Practice bool       // a stand-in on this computer, not X

	// SegmentBytes is the size of segments to plan with; 0: one that suits the file, see [NewPlan].
	SegmentBytes int64

	// Sign returns a transport that signs what it sends through base.
	Sign func(base http.RoundTripper) http.RoundTripper
}
