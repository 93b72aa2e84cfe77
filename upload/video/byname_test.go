package video_test

import (
	"testing"

	"hoist/upload/video"
)

func TestByName(t *testing.T) {
	for name, want := range map[string]video.Type{
		"a.mp4": video.MP4, "a.MOV": video.QuickTime, "a.b.webm": video.WebM, "a.m2ts": video.MPEGTS, "a": video.MP4, "": video.MP4,
	} {
		if got := video.ByName(name); got != want {
			t.Errorf("%q: got %s, want %s", name, got.Name, want.Name)
		}
	}
}
