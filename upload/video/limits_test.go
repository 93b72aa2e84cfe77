package video_test

import (
	"testing"
	"time"

	"hoist/upload/video"
)

// The numbers are spelled out once more: a slip of the finger in the table must not pass.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		category string
		premium  bool
		bytes    int64
		least    time.Duration
		most     time.Duration
	}{
		{"tweet_video", false, 8e9, time.Second / 2, 20 * time.Minute},
		{"tweet_video", true, 16e9, time.Second / 2, 2*time.Hour + 5*time.Minute},
		{"amplify_video", false, 8e9, time.Second / 2, 20 * time.Minute},
		{"amplify_video", true, 16e9, time.Second / 2, 2*time.Hour + 5*time.Minute},
		{"dm_video", false, 512e6, 0, 2*time.Minute + 20*time.Second},
		{"dm_video", true, 1e9, 0, 10 * time.Minute},
	} {
		l, ok := video.LimitFor(c.category, c.premium)
		if !ok || l.Category != c.category || l.Premium != c.premium {
			t.Errorf("%s, premium %t: got %+v, %t", c.category, c.premium, l, ok)
		}
		if l.MaxBytes != c.bytes || l.MinDuration != c.least || l.MaxDuration != c.most {
			t.Errorf("%s, premium %t: got %+v", c.category, c.premium, l)
		}
		if _, err := time.Parse(time.DateOnly, l.AsOf); err != nil || l.Source == "" {
			t.Errorf("%s, premium %t: no source or date: %+v", c.category, c.premium, l)
		}
	}
	if l, ok := video.LimitFor("tweet_image", false); ok {
		t.Errorf("a picture has a video's limit: %+v", l)
	}
}

func TestSegmentsHoldTheLargestFile(t *testing.T) {
	if video.MaxSegments != 1000 || video.MaxSegmentBytes != 8_000_000 || video.MaxBytes != int64(8_000_000_000) {
		t.Errorf("got %d segments of %d bytes, %d in all", video.MaxSegments, video.MaxSegmentBytes, int64(video.MaxBytes))
	}
	if video.RecommendedSegmentBytes > video.MaxSegmentBytes || video.MaxBytes > int64(video.MaxInitBytes) {
		t.Error("the limits contradict each other")
	}
}
