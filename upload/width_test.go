package upload

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// onLine sends segments over a line of so many bytes per second, of which one connection takes no more than its share,
// for a while, as wide as the width says. It returns how many bytes per second went, and the width in the end.
func onLine(w *width, line, connection float64, segmentBytes int64, last time.Duration) (perSecond float64, end int) {
	const step = 50 * time.Millisecond
	now := time.Now()
	var flights []float64 // what each has left
	total := 0.0
	for t := time.Duration(0); t < last; t += step {
		for len(flights) < w.now {
			flights = append(flights, float64(segmentBytes))
		}
		share := min(line/float64(len(flights)), connection) * step.Seconds()
		left := flights[:0]
		for _, f := range flights {
			total += min(f, share)
			if f > share {
				left = append(left, f-share)
			}
		}
		flights = left
		if w.measure(now.Add(t), int64(total), max(len(flights), min(w.now, 1))) {
			flights = flights[:min(len(flights), w.now)]
		}
	}
	return total / last.Seconds(), w.now
}

// TestWidth checks that the line is full whatever it is like, and that a slow one is not shared by many.
func TestWidth(t *testing.T) {
	const mib, kb = 1 << 20, 1000.0
	for _, c := range []struct {
		line, connection float64
		segment          int64
		widest           int
	}{
		{line: 60 * kb, connection: 60 * kb, segment: mib, widest: 1},
		{line: 125 * kb, connection: 125 * kb, segment: mib, widest: 1},
		{line: 600 * kb, connection: 600 * kb, segment: mib, widest: 4},
		{line: 6000 * kb, connection: 6000 * kb, segment: mib, widest: 8},
		{line: 6000 * kb, connection: 500 * kb, segment: 4 * mib, widest: 8}, // loss: only many fill it
		{line: 9000 * kb, connection: 250 * kb, segment: 4 * mib, widest: 8},
		{line: 2500 * kb, connection: 2500 * kb, segment: 4 * mib, widest: 4},
	} {
		t.Run(fmt.Sprintf("%.0f of %.0f kB per second", c.connection/kb, c.line/kb), func(t *testing.T) {
			w := newWidth(0, c.segment, 0)
			got, end := onLine(&w, c.line, c.connection, c.segment, 5*time.Minute)
			if best := min(c.line, c.connection*mostAtOnce); got < 0.85*best {
				t.Errorf("%.0f kB per second, and %.0f were possible", got/kb, best/kb)
			}
			if end > c.widest {
				t.Errorf("%d at once in the end, want no more than %d", end, c.widest)
			}
		})
	}
}

// TestWidthBounds checks that whatever the line does there is always one, and never more than eight.
func TestWidthBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWidth(0, rapid.Int64Range(1<<16, 8_000_000).Draw(t, "segment"), rapid.Float64Range(0, 1e9).Draw(t, "speed"))
		now, moved := time.Now(), int64(0)
		for range rapid.IntRange(1, 200).Draw(t, "looks") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(3*time.Second)).Draw(t, "later")))
			moved += rapid.Int64Range(0, 100<<20).Draw(t, "bytes")
			w.measure(now, moved, rapid.IntRange(0, mostAtOnce).Draw(t, "sending"))
			if w.now < 1 || w.now > mostAtOnce {
				t.Fatalf("%d at once", w.now)
			}
		}
	})
}

// TestWidthPinned checks that a width that somebody has set stays.
func TestWidthPinned(t *testing.T) {
	w := newWidth(3, 1<<20, 0)
	if _, end := onLine(&w, 50_000, 50_000, 1<<20, time.Minute); end != 3 {
		t.Errorf("%d at once, want 3", end)
	}
}
