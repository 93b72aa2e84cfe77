package upload_test

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"hoist/upload"
	"hoist/upload/video"
)

// TestInspectSizes looks at videos up to the largest that can be sent, and beyond. Behind a short one they have free room, which
// takes none on the disk.
func TestInspectSizes(t *testing.T) {
	t.Parallel()
	short, err := os.ReadFile(filepath.Join("video", "testdata", "faststart.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	ordinary, _ := video.LimitFor("tweet_video", false)
	messages, _ := video.LimitFor("dm_video", false)
	for _, c := range []struct {
		name  string
		bytes int64
		limit video.Limit
		class video.Class
		cause video.Cause
		kind  upload.Kind
	}{
		{"5.0 GB", 5_000_000_000, ordinary, video.Pass, "", ""},
		{"a byte more than 5.0 GB", 5_000_000_001, ordinary, video.Warn, video.BigPieces, ""},
		{"a byte less than 8.0 GB", 7_999_999_999, ordinary, video.Warn, video.BigPieces, ""},
		{"8.0 GB", 8_000_000_000, ordinary, video.Warn, video.BigPieces, ""},
		{"a byte more than 8.0 GB", 8_000_000_001, ordinary, video.Pass, "", upload.FileTooLarge},
		{"512 MB in a message", 512_000_000, messages, video.Pass, "", ""},
		{"a byte more in a message", 512_000_001, messages, video.Warn, video.OverLimit, ""},
		{"6 GB in a message", 6_000_000_000, messages, video.Warn, video.OverLimit, ""},
	} {
		path := filepath.Join(t.TempDir(), "video.mp4")
		head := append([]byte{}, short...)
		head = append(head, 0, 0, 0, 1, 'f', 'r', 'e', 'e')
		head = binary.BigEndian.AppendUint64(head, uint64(c.bytes-int64(len(short))))
		if err := os.WriteFile(path, head, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, c.bytes); err != nil {
			t.Fatal(err)
		}
		file, err := upload.Inspect(path, 0)
		if c.kind != "" {
			var failed *upload.Error
			if !errors.As(err, &failed) || failed.Kind != c.kind || failed.Bytes != c.bytes {
				t.Errorf("%s: got %v, want kind %s", c.name, err, c.kind)
			}
			continue
		}
		if err != nil || file.Info.Bytes != c.bytes || file.Info.Picture == nil {
			t.Errorf("%s: got %+v, %v", c.name, file.Info, err)
			continue
		}
		found := false
		for _, f := range video.Judge(file.Info, c.limit).Findings {
			if f.Check != video.CheckSize {
				continue
			}
			found = true
			if f.Class != c.class || f.Cause != c.cause {
				t.Errorf("%s: %s %q", c.name, f.Class, f.Cause)
			}
		}
		if !found {
			t.Errorf("%s: nothing is said of the size", c.name)
		}
	}
}

// TestInspectTruncated looks at a video of which the end has not arrived yet, and again when it has.
func TestInspectTruncated(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"faststart.mp4", "plain.mp4", "apple.mov"} {
		whole, err := os.ReadFile(filepath.Join("video", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, whole[:len(whole)-1], 0o600); err != nil {
			t.Fatal(err)
		}
		var failed *upload.Error
		if _, err := upload.Inspect(path, 0); !errors.As(err, &failed) || failed.Kind != upload.FileTruncated || failed.File != path {
			t.Errorf("%s without its last byte: got %v", name, err)
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if file, err := upload.Inspect(path, 0); err != nil || file.Info.Picture == nil {
			t.Errorf("%s: got %+v, %v", name, file.Info, err)
		}
	}
}
