package video

import "time"

// X's limits for any upload, in bytes and counts. X's best practices (docs.x.com, read 2026-09-11) and its OpenAPI file
// 2.168 (2026-09-21) have them.
const (
	// MaxSegments is how many segments X takes: segment_index is 0 to 999.
	MaxSegments = 1000
	// RecommendedSegmentBytes is the largest segment that X recommends ("5 MB"). Segments of 5 MiB have been refused
	// with 413 (trypostit/trypost#31, 2026-05-12).
	RecommendedSegmentBytes = 5_000_000
	// MaxSegmentBytes is the largest segment that X says it takes ("8 MB"), read as decimal to be on the safe side.
	MaxSegmentBytes = 8_000_000
	// MaxBytes is the largest file that MaxSegments of MaxSegmentBytes hold, whatever X allows the account.
	MaxBytes = MaxSegments * MaxSegmentBytes
	// MaxInitBytes is the largest total_bytes of INIT in X's OpenAPI file: 16 GiB. No segments can carry that much.
	MaxInitBytes = 17_179_869_184
)

// Limit is what X takes from a kind of account for a media category.
type Limit struct {
	Category    string        // as X spells it: tweet_video, amplify_video, dm_video
	Premium     bool          // the account has X Premium, or is verified
	MaxBytes    int64         // largest file
	MinDuration time.Duration // shortest video; 0: X does not say
	MaxDuration time.Duration // longest video
	Source      string        // where X says so
	AsOf        string        // when that was read, YYYY-MM-DD
}

const (
	bestPractices = "https://docs.x.com/x-api/media/quickstart/best-practices"
	september2026 = "2026-09-11" // in force since 2026-09-01; before, 140 s and 512 MB
)

// X writes MB and GB; they are read as decimal, the smaller reading, since X does not say.
const (
	megabyte = 1_000_000
	gigabyte = 1_000 * megabyte
)

// limits is the table. X checks it when the video is uploaded and again when it is posted; what counts is the
// subscription of the account that posts.
var limits = []Limit{
	{"tweet_video", false, 8 * gigabyte, 500 * time.Millisecond, 20 * time.Minute, bestPractices, september2026},
	{"tweet_video", true, 16 * gigabyte, 500 * time.Millisecond, 125 * time.Minute, bestPractices, september2026},
	{"amplify_video", false, 8 * gigabyte, 500 * time.Millisecond, 20 * time.Minute, bestPractices, september2026},
	{"amplify_video", true, 16 * gigabyte, 500 * time.Millisecond, 125 * time.Minute, bestPractices, september2026},
	{"dm_video", false, 512 * megabyte, 0, 140 * time.Second, bestPractices, september2026},
	{"dm_video", true, 1 * gigabyte, 0, 10 * time.Minute, bestPractices, september2026},
}

// wanted is what X wants of any video (best practices, read 2026-09-11), and how this package reads it.
var wanted = struct {
	codec                      string
	chroma                     Chroma
	bitDepth                   int
	frameRate, rounding        float64 // frames per second; by how much rounding may go beyond
	keyframeGap                int     // frames
	aspect                     int     // from 1:aspect to aspect:1
	least, longSide, shortSide int     // pixels; beyond the last two X plays more than its page says
	audioCodec, audioProfile   string
	channels                   int
	grain, frame               time.Duration // by how much rounding makes a video shorter, and its last frame longer
}{
	codec: "h264", chroma: Chroma420, bitDepth: 8, frameRate: 60, rounding: 0.5, keyframeGap: 512,
	aspect: 3, least: 32, longSide: 1280, shortSide: 1024,
	audioCodec: "aac", audioProfile: "LC", channels: 2,
	grain: 10 * time.Millisecond, frame: 50 * time.Millisecond, // of 20 pictures a second, or two of AAC
}

// LimitFor returns what X takes for a media category, from an ordinary account or one with X Premium. It returns
// false for a category that is not one of videos.
func LimitFor(category string, premium bool) (Limit, bool) {
	for _, l := range limits {
		if l.Category == category && l.Premium == premium {
			return l, true
		}
	}
	return Limit{}, false
}
