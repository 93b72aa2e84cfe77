package upload

import (
	"slices"
	"time"
)

// buffered is about how much of what a connection was handed first lies in this computer, and says nothing of the line.
const buffered = 160 << 10

// lateAfter is how long a segment flies at least before it is late.
const lateAfter = 2 * time.Second

// straggler returns the segment that holds up the end the most: one that is alone on its way, while there is room, and
// would be there sooner if it were sent again over a fresh connection. -1: none.
func (s *sender) straggler(now time.Time) int {
	usual := s.typical.duration()
	if s.serial || usual == 0 {
		return -1
	}
	latest, most := -1, time.Duration(0)
	for f := range s.flying {
		if s.segments[f.index].flights > 1 || f.again {
			continue
		}
		if left, late := f.late(now, usual); late && left > most {
			latest, most = f.index, left
		}
	}
	return latest
}

// late estimates how long the flight still takes at its own speed, and reports whether that is longer than a new one
// would need by far.
func (f *flight) late(now time.Time, usual time.Duration) (left time.Duration, late bool) {
	age := now.Sub(f.began)
	if age < lateAfter {
		return 0, false
	}
	sent := f.sent.Load()
	if sent >= f.size { // X, or what lies between, does not answer
		return age, age > 4*usual
	}
	left = time.Hour
	if counted := max(0, sent-buffered); counted > 0 { // the first bytes only fill buffers
		left = time.Duration(float64(age) * float64(f.size-sent) / float64(counted))
	}
	return left, left > 2*usual && age+left > 3*usual
}

// typical is how long segments take: the median of the last ones.
type typical struct{ last []time.Duration }

// add counts a segment that X has confirmed.
func (t *typical) add(d time.Duration) {
	const kept = 32
	if t.last = append(t.last, d); len(t.last) > kept {
		t.last = t.last[1:]
	}
}

// duration returns the median; 0 while too few are known to speak of one.
func (t *typical) duration() time.Duration {
	if len(t.last) < 3 {
		return 0
	}
	sorted := slices.Clone(t.last)
	slices.Sort(sorted)
	return max(sorted[len(sorted)/2], time.Millisecond)
}
