package video_test

import (
	"path/filepath"
	"strings"
	"testing"

	"hoist/upload/video"
)

func TestCopyPath(t *testing.T) {
	long := strings.Repeat("日", 85) // 255 bytes
	folder := filepath.FromSlash("/a.b/c d/")
	for name, want := range map[string]string{
		"clip.mov": "clip for X.mp4", "clip.mp4": "clip for X.mp4", "clip": "clip for X.mp4", "a.b.c.webm": "a.b.c for X.mp4", ".mov": ".mov for X.mp4",
		"clip for X.mp4": "clip for X for X.mp4", long[:251] + ".mov": strings.Repeat("日", 81) + " for X.mp4",
		strings.Repeat("a", 251) + ".mov": strings.Repeat("a", 245) + " for X.mp4",
	} {
		if got := video.CopyPath(folder + name); got != folder+want {
			t.Errorf("%s: got %s, want %s", name, got, folder+want)
		}
	}
}

func TestFreeCopyPath(t *testing.T) {
	folder := t.TempDir()
	for _, want := range []string{"clip for X.mp4", "clip for X 2.mp4", "clip for X 3.mp4"} {
		got := video.FreeCopyPath(filepath.Join(folder, "clip.mov"))
		if got != filepath.Join(folder, want) {
			t.Errorf("got %s, want %s", got, want)
		}
		write(t, got, "")
	}
}
