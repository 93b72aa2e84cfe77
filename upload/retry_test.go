package upload

import (
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"hoist/upload/xapi"
)

// TestWaitIsBounded checks the span of the jitter: it doubles from a second and never passes half a minute.
func TestWaitIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 1000).Draw(t, "n")
		kind := rapid.SampledFrom([]Kind{Server, NoConnection}).Draw(t, "kind")
		got := wait(n, &Error{Kind: kind, Err: &xapi.Error{Kind: kind}})
		most := mostWait
		if kind == NoConnection {
			most = offlineWait
		}
		if n <= 5 {
			most = min(most, time.Second<<(n-1))
		}
		if got <= 0 || got > most+50*time.Millisecond {
			t.Fatalf("wait %d: %s, want at most %s", n, got, most)
		}
	})
}

// TestWaitFollowsX checks that X's own time wins over ours, however often it failed before.
func TestWaitFollowsX(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failed := &Error{Err: &xapi.Error{Kind: RateLimited, RetryAt: time.Now().Add(14 * time.Minute)}}
		for _, n := range []int{1, 9} {
			if got := wait(n, failed); got < 14*time.Minute || got > 14*time.Minute+time.Second {
				t.Errorf("try %d: %s, want 14 minutes", n, got)
			}
		}
	})
}

// TestGate checks that the gate stays shut until the latest time that was asked for, and says why.
func TestGate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var g gate
		now := time.Now()
		if _, _, shut := g.held(); shut {
			t.Fatal("a new gate is shut")
		}
		var last time.Time
		var why *Error
		for _, seconds := range rapid.SliceOfN(rapid.IntRange(-100, 100), 1, 20).Draw(t, "seconds") {
			until, cause := now.Add(time.Duration(seconds)*time.Second), &Error{Segment: seconds}
			g.shut(until, cause)
			if until.After(last) {
				last, why = until, cause
			}
		}
		until, cause, shut := g.held()
		if shut != time.Now().Before(last) || !until.Equal(last) || cause != why {
			t.Fatalf("held until %s (%v), want %s", until, shut, last)
		}
	})
}

// TestPlanSmaller holds the steps on 413 and 431: 4, 2, 1 MiB, and never beyond 1,000 segments.
func TestPlanSmaller(t *testing.T) {
	const mib = 1 << 20
	for _, c := range []struct {
		bytes, from, want int64 // want 0: no smaller plan
	}{
		{100 * mib, 4 * mib, 2 * mib},
		{100 * mib, 2 * mib, 1 * mib},
		{100 * mib, 1 * mib, 0},
		{100 * mib, 128 << 10, 0},
		{3000 * mib, 4 * mib, 3 * mib},
		{3000 * mib, 3 * mib, 0},
		{4000 * mib, 4 * mib, 0},
		{7000 * mib, 7 * mib, 0},
	} {
		p, err := NewPlan(c.bytes, c.from)
		if err != nil {
			t.Fatal(err)
		}
		smaller, ok := p.smaller()
		if ok != (c.want != 0) || ok && smaller.SegmentBytes != c.want {
			t.Errorf("%d bytes in %d: got %d, %v; want %d", c.bytes, p.SegmentBytes, smaller.SegmentBytes, ok, c.want)
		}
	}
}
