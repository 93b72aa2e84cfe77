package upload_test

import (
	"testing"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// BenchmarkUpload measures the engine over loopback: how fast it is at best, and how much it allocates for a video of
// 64 MiB, whose size must not matter.
func BenchmarkUpload(b *testing.B) {
	file := clip(b, 64<<20)
	r := newRig(b, upload.V2, practice.Options{Processing: none, RequestLimit: 1_000_000})
	r.account.SegmentBytes = 0
	b.SetBytes(64 << 20)
	b.ReportAllocs()
	for b.Loop() {
		r.arrived(b, r.upload(b, file), file)
	}
}

// BenchmarkAtOnce compares several segments at once with one after the other where each request takes X 100 ms, in one
// run: the figure is how many times as fast the engine is as a serial client.
func BenchmarkAtOnce(b *testing.B) {
	file := clip(b, 16<<20)
	r := newRig(b, upload.V2, practice.Options{Processing: none, RequestLimit: 1_000_000, Latency: 100 * time.Millisecond})
	r.account.SegmentBytes = 1 << 20
	took := func(atOnce int) time.Duration {
		r.options.AtOnce = atOnce
		began := time.Now()
		r.arrived(b, r.upload(b, file), file)
		return time.Since(began)
	}
	var serial, several time.Duration
	for b.Loop() {
		serial += took(1)
		several += took(0)
	}
	b.ReportMetric(serial.Seconds()/several.Seconds(), "times-serial")
}
