package upload_test

import (
	"fmt"
	"testing"

	"hoist/upload"
	"hoist/upload/practice"
)

func segment(i int) *int { return &i }

// TestFaultsOvercome makes X and the line fail in every way that trying again can help with: each upload ends with the
// very bytes of the file at X.
func TestFaultsOvercome(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		fault  practice.Fault
		others []practice.Fault
	}{
		{name: "INIT dropped before", fault: practice.Fault{Op: "init", What: "drop", When: "before"}},
		{name: "INIT's answer lost", fault: practice.Fault{Op: "init", What: "drop", When: "after"}},
		{name: "INIT 503", fault: practice.Fault{Op: "init", What: "status", Preset: "unavailable"}},
		{name: "INIT 503 page", fault: practice.Fault{Op: "init", What: "status", Preset: "html-503"}},
		{name: "INIT 429", fault: practice.Fault{Op: "init", What: "status", Preset: "rate-limit", Seconds: 1}},
		{name: "INIT captive portal", fault: practice.Fault{Op: "init", What: "status", Preset: "captive-portal"}},
		{name: "INIT redirected", fault: practice.Fault{Op: "init", What: "status", Preset: "redirect"}},
		{name: "INIT garbage", fault: practice.Fault{Op: "init", What: "garbage", Preset: "text"}},
		{name: "INIT cut off", fault: practice.Fault{Op: "init", What: "garbage", Preset: "truncated"}},
		{name: "INIT empty", fault: practice.Fault{Op: "init", What: "garbage", Preset: "empty"}},

		{name: "APPEND dropped before", fault: practice.Fault{Op: "append", Segment: segment(1), What: "drop", When: "before"}},
		{name: "APPEND dropped mid", fault: practice.Fault{Op: "append", Segment: segment(1), What: "drop", When: "mid"}},
		{name: "APPEND's answer lost", fault: practice.Fault{Op: "append", Segment: segment(1), What: "drop", When: "after"}},
		{name: "APPEND of the last lost", fault: practice.Fault{Op: "append", Segment: segment(23), What: "drop", When: "after"}},
		{name: "APPEND dropped twice", fault: practice.Fault{Op: "append", Segment: segment(0), Times: 2, What: "drop", When: "mid"}},
		{name: "APPEND all dropped once", fault: practice.Fault{Op: "append", Times: 4, What: "drop", When: "mid"}},
		{name: "APPEND 408", fault: practice.Fault{Op: "append", What: "status", Status: 408}},
		{name: "APPEND 500", fault: practice.Fault{Op: "append", What: "status", Preset: "server"}},
		{name: "APPEND 502 page", fault: practice.Fault{Op: "append", What: "status", Preset: "html-502"}},
		{name: "APPEND 503 Retry-After", fault: practice.Fault{Op: "append", What: "status", Status: 503, Headers: map[string]string{"Retry-After": "1"}}},
		{name: "APPEND 504", fault: practice.Fault{Op: "append", What: "status", Status: 504}},
		{name: "APPEND 524", fault: practice.Fault{Op: "append", What: "status", Status: 524}},
		{name: "APPEND 429", fault: practice.Fault{Op: "append", After: 5, Times: 2, What: "status", Preset: "rate-limit", Seconds: 1}},
		{name: "APPEND captive portal", fault: practice.Fault{Op: "append", Segment: segment(2), What: "status", Preset: "captive-portal"}},
		{name: "APPEND redirected", fault: practice.Fault{Op: "append", Segment: segment(2), What: "status", Preset: "redirect"}},
		{name: "APPEND answered by a page", fault: practice.Fault{Op: "append", Segment: segment(2), What: "garbage", Preset: "html"}},
		{name: "APPEND answered by nothing", fault: practice.Fault{Op: "append", Segment: segment(2), What: "garbage", Preset: "empty"}},
		{name: "APPEND slow", fault: practice.Fault{Op: "append", Segment: segment(2), What: "slow", BytesPerSecond: 200_000}},
		{name: "APPEND late", fault: practice.Fault{Op: "append", Segment: segment(0), What: "delay", Seconds: 1}},

		{name: "FINALIZE dropped before", fault: practice.Fault{Op: "finalize", What: "drop", When: "before"}},
		{name: "FINALIZE's answer lost", fault: practice.Fault{Op: "finalize", What: "drop", When: "after"}},
		{name: "FINALIZE's answer lost, nothing to process", fault: practice.Fault{Op: "finalize", What: "drop", When: "after"}, others: []practice.Fault{{Op: "finalize", What: "processing", Preset: "none"}}},
		{name: "FINALIZE 503", fault: practice.Fault{Op: "finalize", What: "status", Preset: "unavailable"}},
		{name: "FINALIZE 429", fault: practice.Fault{Op: "finalize", What: "status", Preset: "rate-limit", Seconds: 1}},
		{name: "FINALIZE garbage", fault: practice.Fault{Op: "finalize", What: "garbage", Preset: "text"}},
		{name: "FINALIZE wants a body", fault: practice.Fault{Op: "finalize", What: "status", Preset: "json-body"}},

		{name: "STATUS dropped", fault: practice.Fault{Op: "status", What: "drop", When: "before"}},
		{name: "STATUS 500", fault: practice.Fault{Op: "status", What: "status", Preset: "server"}},
		{name: "STATUS 429", fault: practice.Fault{Op: "status", What: "status", Preset: "rate-limit", Seconds: 1}},
		{name: "STATUS not found once", fault: practice.Fault{Op: "status", What: "status", Preset: "not-found"}},
		{name: "STATUS garbage", fault: practice.Fault{Op: "status", What: "garbage", Preset: "truncated"}},
		{name: "processing says not when", fault: practice.Fault{Op: "finalize", What: "processing", Preset: "no-check-after"}},
	} {
		for _, api := range generations {
			if c.name == "FINALIZE wants a body" && api == upload.V1 {
				continue // its FINALIZE always has one
			}
			t.Run(fmt.Sprintf("%s %s", c.name, api), func(t *testing.T) {
				t.Parallel()
				file := clip(t, 3_100_000)
				r := newRig(t, api, practice.Options{Faults: append([]practice.Fault{c.fault}, c.others...)})
				r.arrived(t, r.upload(t, file), file)
				if n := r.x.Counts(); n["append"] > 24+6 {
					t.Errorf("more was sent again than failed: %v", n)
				}
			})
		}
	}
}

// TestStepsDown checks that segments that X finds too large are sent again as smaller ones, from INIT on, while it has
// taken none, and that it is said when there are no smaller ones.
func TestStepsDown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		most   int64 // what X takes
		preset string
		sizes  []int64
		failed upload.Kind
	}{
		{name: "one step", most: 2 << 20, sizes: []int64{4 << 20, 2 << 20}},
		{name: "two steps", most: 1 << 20, sizes: []int64{4 << 20, 2 << 20, 1 << 20}},
		{name: "none left", most: 1<<20 - 1, sizes: []int64{4 << 20, 2 << 20, 1 << 20}, failed: upload.SegmentTooLarge},
		{name: "431", preset: "headers-too-large", sizes: []int64{4 << 20, 2 << 20}},
	} {
		for _, api := range generations {
			t.Run(fmt.Sprintf("%s %s", c.name, api), func(t *testing.T) {
				t.Parallel()
				o := practice.Options{Processing: none, MaxSegmentBytes: c.most}
				if c.preset != "" {
					o.Faults = []practice.Fault{{Op: "append", Segment: segment(0), What: "status", Preset: c.preset}}
				}
				r := newRig(t, api, o)
				r.account.SegmentBytes = 4 << 20
				r.options.AtOnce = 1 // one after the other, so that a larger plan cannot have been taken in part
				file := clip(t, 9<<20)
				events := r.upload(t, file)
				var sizes []int64
				for _, e := range events {
					if o, ok := e.(upload.Opened); ok {
						sizes = append(sizes, o.SegmentBytes)
					}
				}
				if fmt.Sprint(sizes) != fmt.Sprint(c.sizes) {
					t.Errorf("segments of %v, want %v", sizes, c.sizes)
				}
				if c.failed == "" {
					r.arrived(t, events, file)
				} else if end := finished(t, events); end.Err == nil || end.Err.Kind != c.failed {
					t.Errorf("it ended with %+v", end)
				}
			})
		}
	}
}

// TestTooLargeLater checks that an upload starts anew with smaller segments also when X refuses a size that it has
// taken before.
func TestTooLargeLater(t *testing.T) {
	t.Parallel()
	r := newRig(t, upload.V2, practice.Options{
		Processing: none,
		Faults:     []practice.Fault{{Op: "append", Segment: segment(1), What: "status", Preset: "too-large"}},
	})
	r.account.SegmentBytes = 4 << 20
	r.options.AtOnce = 1
	file := clip(t, 9<<20)
	events := r.upload(t, file)
	r.arrived(t, events, file)
	anew := 0
	for _, e := range events {
		if o, ok := e.(upload.Opened); ok && o.Anew != nil {
			anew++
			if o.Anew.Kind != upload.SegmentTooLarge || o.Anew.Sent != 4<<20 || o.Anew.Segment != 1 || o.SegmentBytes != 2<<20 {
				t.Errorf("it started anew with %+v because of %+v", o, o.Anew)
			}
		}
	}
	if anew != 1 {
		t.Errorf("it started anew %d times", anew)
	}
}

// TestWaitsAreTold checks that while nothing moves the events say why and until when.
func TestWaitsAreTold(t *testing.T) {
	t.Parallel()
	for _, op := range []string{"init", "append", "finalize", "status"} {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			file := clip(t, 3_000_000)
			r := newRig(t, upload.V2, practice.Options{
				Faults: []practice.Fault{{Op: op, Times: 4, What: "status", Preset: "rate-limit", Seconds: 1}},
			})
			events := r.upload(t, file)
			r.arrived(t, events, file)
			for _, e := range events {
				if w, ok := e.(upload.Waiting); ok && w.Cause.Kind == upload.RateLimited && !w.Until.IsZero() {
					return
				}
			}
			t.Error("no event said so")
		})
	}
}
