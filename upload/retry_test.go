package upload

import (
	"context"
	"errors"
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
		got := wait(n, &Error{Err: &xapi.Error{Kind: Server}})
		most := mostWait
		if n <= 5 {
			most = time.Second << (n - 1)
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

// TestGate checks that all who pass wait for the latest time that was asked for, and that a wait can be left.
func TestGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g gate
		start := time.Now()
		if err := g.pass(t.Context()); err != nil || time.Since(start) != 0 {
			t.Fatalf("an open gate held for %s: %v", time.Since(start), err)
		}
		g.shut(start.Add(time.Minute), nil)
		g.shut(start.Add(time.Second), nil) // earlier: must not open it
		done := make(chan time.Duration)
		for range 3 {
			go func() {
				_ = g.pass(t.Context())
				done <- time.Since(start)
			}()
		}
		time.Sleep(30 * time.Second)
		g.shut(start.Add(2*time.Minute), nil) // later, while they wait
		for range 3 {
			if d := <-done; d != 2*time.Minute {
				t.Errorf("passed after %s, want 2m0s", d)
			}
		}
		g.shut(time.Now().Add(time.Hour), nil)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := g.pass(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("left with %v", err)
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
		{7000 * mib, 0, 0},
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
