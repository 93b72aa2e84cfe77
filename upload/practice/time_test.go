package practice_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload/practice"
)

// bubble runs a test for both generations under a clock of its own.
func bubble(t *testing.T, o practice.Options, f func(t *testing.T, g wire, r *rig)) {
	each(t, func(t *testing.T, g wire) {
		synctest.Test(t, func(t *testing.T) { f(t, g, startPipe(t, o)) })
	})
}

// TestExpiry ends an upload so long after INIT, whatever was sent meanwhile.
func TestExpiry(t *testing.T) {
	bubble(t, practice.Options{Expiry: time.Hour}, func(t *testing.T, g wire, r *rig) {
		id := r.open(g, 6)
		r.put(g, id, 0, "abc")
		time.Sleep(59 * time.Minute)
		r.put(g, id, 1, "def")
		equal(t, "state", r.s.Uploads()[0].State, "open")
		time.Sleep(time.Minute)
		a, err := g.append(t.Context(), r, id, 1, "def")
		if err != nil || a.status != 400 {
			t.Errorf("APPEND: %d %v", a.status, err)
		}
		equal(t, "FINALIZE", g.finalize(r, id).status, 400)
		equal(t, "state", r.s.Uploads()[0].State, "expired")
		r.open(g, 6)
		equal(t, "uploads", len(r.s.Uploads()), 2)
	})
}

// TestDefaultProcessing watches a video become ready.
func TestDefaultProcessing(t *testing.T) {
	bubble(t, practice.Options{}, func(t *testing.T, g wire, r *rig) {
		id := r.open(g, 3)
		before := g.status(r, id)
		if before.status != 400 && before.status != 404 {
			t.Errorf("STATUS before FINALIZE: %d", before.status)
		}
		r.put(g, id, 0, "abc")
		first := g.finalize(r, id)
		equal(t, "at once", first.json(g.info+"state"), "pending")
		for _, tt := range []struct {
			at                     time.Duration
			state, percent, checks string
		}{
			{999 * time.Millisecond, "pending", "", "1"},
			{time.Second, "in_progress", "25", "1"},
			{1300 * time.Millisecond, "in_progress", "60", "1"},
			{1600 * time.Millisecond, "in_progress", "99", "1"},
			{1900 * time.Millisecond, "succeeded", "100", ""},
			{time.Hour, "succeeded", "100", ""},
		} {
			begun := first.header.Get("Date")
			date, err := time.Parse(time.RFC1123, begun)
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Until(date.Add(tt.at)))
			a := g.status(r, id)
			equal(t, "state", a.json(g.info+"state"), tt.state)
			equal(t, "percent", a.json(g.info+"progress_percent"), tt.percent)
			equal(t, "check_after_secs", a.json(g.info+"check_after_secs"), tt.checks)
		}
		equal(t, "second FINALIZE", g.finalize(r, id).body, first.body)
	})
}

// TestProcessingFailures are X's ways to give up on a video, as faults of FINALIZE.
func TestProcessingFailures(t *testing.T) {
	for _, tt := range []struct{ preset, state, percent, code, name, message string }{
		{"invalid-media", "failed", "12", "1", "InvalidMedia", "file is invalid"},
		{"unsupported", "failed", "12", "3", "UnsupportedMedia", "file is currently unsupported"},
		{"too-long", "failed", "12", "3", "UnsupportedMedia", "Duration 2.minutes+29.seconds+350.milliseconds exceeds max duration of 2.minutes+20.seconds"},
		{"stuck", "in_progress", "99", "1", "InvalidMedia", "file is invalid"},
		{"no-check-after", "succeeded", "100", "", "", ""},
		{"endless", "in_progress", "99", "", "", ""},
	} {
		t.Run(tt.preset, func(t *testing.T) {
			o := practice.Options{Faults: []practice.Fault{{Op: "finalize", What: "processing", Preset: tt.preset}}}
			bubble(t, o, func(t *testing.T, g wire, r *rig) {
				id := r.open(g, 3)
				r.put(g, id, 0, "abc")
				first := g.finalize(r, id)
				if tt.preset == "no-check-after" {
					equal(t, "check_after_secs", first.json(g.info+"check_after_secs"), "")
				}
				time.Sleep(10 * time.Second)
				a := g.status(r, id)
				equal(t, "state", a.json(g.info+"state"), tt.state)
				equal(t, "percent", a.json(g.info+"progress_percent"), tt.percent)
				equal(t, "code", a.json(g.info+"error.code"), tt.code)
				equal(t, "name", a.json(g.info+"error.name"), tt.name)
				equal(t, "message", a.json(g.info+"error.message"), tt.message)
				equal(t, "state told", r.s.Uploads()[0].State, tt.state)
				id = r.open(g, 3)
				r.put(g, id, 0, "abc")
				g.finalize(r, id)
				time.Sleep(10 * time.Second)
				equal(t, "next upload", g.status(r, id).json(g.info+"state"), "succeeded")
			})
		})
	}
}

// TestNoProcessing tells of nothing to wait for, by option and by fault.
func TestNoProcessing(t *testing.T) {
	for name, o := range map[string]practice.Options{
		"option": {Processing: []practice.ProcessingStep{}},
		"fault":  {Faults: []practice.Fault{{Op: "finalize", What: "processing", Preset: "none"}}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, o, func(t *testing.T, g wire, r *rig) {
				id := r.open(g, 3)
				r.put(g, id, 0, "abc")
				a := g.finalize(r, id)
				if a.status/100 != 2 || strings.Contains(a.body, "processing_info") || !strings.Contains(a.body, "video_type") {
					t.Errorf("FINALIZE: %d %s", a.status, a.body)
				}
				a = g.status(r, id)
				if g.name == "v2" {
					equal(t, "STATUS", a.status, 400)
					equal(t, "STATUS", a.json("errors.message"), "BadRequest: Not found")
				} else {
					equal(t, "STATUS", a.status, 404)
				}
				equal(t, "state told", r.s.Uploads()[0].State, "succeeded")
			})
		})
	}
}

// TestRateLimit counts each operation on its own and tells the truth in the three headers.
func TestRateLimit(t *testing.T) {
	bubble(t, practice.Options{RequestLimit: 3}, func(t *testing.T, g wire, r *rig) {
		var reset int64
		for left := 2; left >= 0; left-- {
			a := g.init(r, 3)
			equal(t, "limit", a.header.Get("X-Rate-Limit-Limit"), "3")
			equal(t, "remaining", a.header.Get("X-Rate-Limit-Remaining"), strconv.Itoa(left))
			var err error
			if reset, err = strconv.ParseInt(a.header.Get("X-Rate-Limit-Reset"), 10, 64); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Minute)
		}
		a := g.init(r, 3)
		equal(t, "status", a.status, 429)
		equal(t, "body", a.body, map[string]string{
			"v2":   `{"title":"Too Many Requests","type":"about:blank","status":429,"detail":"Too Many Requests"}`,
			"v1.1": `{"errors":[{"code":88,"message":"Rate limit exceeded"}]}`,
		}[g.name])
		equal(t, "remaining", a.header.Get("X-Rate-Limit-Remaining"), "0")
		equal(t, "reset", a.header.Get("X-Rate-Limit-Reset"), strconv.FormatInt(reset, 10))
		equal(t, "other operation", g.status(r, "1").header.Get("X-Rate-Limit-Remaining"), "2")
		mine := r.s.Keys()
		r.as(r.s.AddUser("other"))
		equal(t, "other user", g.init(r, 3).status/100, 2)
		r.as(mine)

		time.Sleep(time.Until(time.Unix(reset-1, 0)))
		equal(t, "a second before", g.init(r, 3).status, 429)
		time.Sleep(time.Until(time.Unix(reset, 0)))
		equal(t, "at reset", g.init(r, 3).status/100, 2)
	})
}

// TestLatency adds to every request.
func TestLatency(t *testing.T) {
	bubble(t, practice.Options{Latency: 3 * time.Second}, func(t *testing.T, g wire, r *rig) {
		began := time.Now()
		id := r.open(g, 3)
		r.put(g, id, 0, "abc")
		equal(t, "took", time.Since(began), 6*time.Second)
	})
}

// TestRate sends over a line that all connections share, and changes its speed under way.
func TestRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, g := startPipe(t, practice.Options{RateMbit: 8}), generations[0]
		id := r.open(g, 20_000_000)
		// 4 segments at once, 10 MB at 1 MB/s.
		began := time.Now()
		done := make(chan struct{})
		for i := range 4 {
			go func() {
				defer func() { done <- struct{}{} }()
				if a, err := g.append(context.WithoutCancel(t.Context()), r, id, i, strings.Repeat("x", 2_500_000)); err != nil || a.status != 200 {
					t.Errorf("APPEND %d: %d %v", i, a.status, err)
				}
			}()
		}
		for range 4 {
			<-done
		}
		if took := time.Since(began); took < 9800*time.Millisecond || took > 10300*time.Millisecond {
			t.Errorf("10 MB at 8 Mbit/s took %v", took)
		}
		// The first 2 MB at 1 MB/s, the rest at 10 MB/s.
		began = time.Now()
		time.AfterFunc(2*time.Second, func() { r.s.SetRate(80) })
		r.put(g, id, 0, strings.Repeat("x", 7_000_000))
		if took := time.Since(began); took < 2400*time.Millisecond || took > 2700*time.Millisecond {
			t.Errorf("after the change: %v", took)
		}
		r.s.SetRate(0)
		began = time.Now()
		r.put(g, id, 0, strings.Repeat("x", 7_000_000))
		equal(t, "without limit", time.Since(began), 0)
	})
}
