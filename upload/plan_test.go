package upload_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"hoist/upload"
	"hoist/upload/video"
)

// TestNewPlan holds the sizes: 1 to 4 MiB by the file as long as 1,000 suffice, then just as large as it takes.
func TestNewPlan(t *testing.T) {
	const mib, kib = 1 << 20, 1 << 10
	for _, c := range []struct {
		name             string
		bytes, preferred int64
		segmentBytes     int64
		segments         int
	}{
		{"one byte", 1, 0, 1 * mib, 1},
		{"exactly one", 1 * mib, 0, 1 * mib, 1},
		{"one and a byte", 1*mib + 1, 0, 1 * mib, 2},
		{"64 of the smallest", 64 * mib, 0, 1 * mib, 64},
		{"128 MiB", 128 * mib, 0, 2 * mib, 64},
		{"a little more", 130 * mib, 0, 2*mib + 256*kib, 58},
		{"512 MiB", 512 * mib, 0, 4 * mib, 128},
		{"practice", 3_000_000, 128 << 10, 128 << 10, 23},
		{"the most at 4 MiB", 4000 * mib, 0, 4 * mib, 1000},
		{"one byte more", 4000*mib + 1, 0, 4*mib + 1, 1000},
		{"too small a wish", 4000 * mib, 1 * mib, 4 * mib, 1000},
		{"the most", 8_000_000_000, 0, 8_000_000, 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := upload.NewPlan(c.bytes, c.preferred)
			if err != nil {
				t.Fatal(err)
			}
			if p.SegmentBytes != c.segmentBytes || p.Segments != c.segments {
				t.Errorf("got %d segments of %d bytes, want %d of %d", p.Segments, p.SegmentBytes, c.segments, c.segmentBytes)
			}
		})
	}
}

func TestNewPlanRefuses(t *testing.T) {
	for bytes, want := range map[int64]upload.Kind{
		0:             upload.FileEmpty,
		8_000_000_001: upload.FileTooLarge,
		9_000_000_000: upload.FileTooLarge,
	} {
		_, err := upload.NewPlan(bytes, 0)
		var e *upload.Error
		if !errors.As(err, &e) || e.Kind != want {
			t.Errorf("%d bytes: got %v, want kind %s", bytes, err, want)
		}
	}
}

// TestPlanCoversTheFile checks that whatever the size, the segments are as many as it takes and X allows.
func TestPlanCoversTheFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bytes := rapid.Int64Range(1, video.MaxBytes).Draw(t, "bytes")
		preferred := rapid.Int64Range(0, video.MaxSegmentBytes).Draw(t, "preferred")
		p, err := upload.NewPlan(bytes, preferred)
		if err != nil {
			t.Fatal(err)
		}
		last := p.Bytes - int64(p.Segments-1)*p.SegmentBytes
		if p.Segments < 1 || p.Segments > video.MaxSegments || p.SegmentBytes > video.MaxSegmentBytes || last < 1 || last > p.SegmentBytes {
			t.Fatalf("%d bytes in %+v: the last has %d", bytes, p, last)
		}
	})
}
