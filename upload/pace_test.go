package upload

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"hoist/upload/xapi"
)

// clerk counts calls as X does: in windows that begin with the first call.
type clerk struct {
	limit, used int
	length      time.Duration
	reset       time.Time
}

func (c *clerk) call() (q xapi.Quota, taken bool) {
	if now := time.Now(); !now.Before(c.reset) {
		c.used, c.reset = 0, now.Add(c.length)
	}
	if taken = c.used < c.limit; taken {
		c.used++
	}
	return xapi.Quota{Remaining: c.limit - c.used, Reset: c.reset}, taken
}

// TestPaceKeepsToQuota checks that no more calls are let through than X takes in a window, whatever the order in which
// they reach X, in which the replies come back, how long that takes, and how many are lost, once one of the window has
// come.
func TestPaceKeepsToQuota(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		atOnce := rapid.IntRange(1, mostAtOnce).Draw(r, "at once")
		limit := rapid.IntRange(atOnce, 40).Draw(r, "limit")
		script := rapid.SliceOfN(rapid.IntRange(0, 999), 1, 400).Draw(r, "script")
		synctest.Test(t, func(*testing.T) {
			x := &clerk{limit: limit, length: 15 * time.Minute}
			var p pacer
			sent := 0                // calls on the way to X
			var replies []xapi.Quota // on the way back
			var known time.Time      // the window that was last heard of
			for _, n := range script {
				what, n := n%10, n/10
				switch {
				case what < 4 && sent+len(replies) < atOnce:
					until, ok := p.take(xapi.OpAppend)
					if ok {
						sent++
					} else if !until.After(time.Now()) {
						r.Errorf("held until %s, which has passed", until)
					}
				case what < 6 && sent > 0:
					sent--
					q, taken := x.call()
					if !taken {
						r.Errorf("X refused a call")
					}
					replies = append(replies, q)
				case what < 8 && len(replies) > 0:
					i := n % len(replies)
					if n%3 == 0 && replies[i].Reset.Equal(known) {
						p.lost(xapi.OpAppend)
					} else {
						p.observe(xapi.OpAppend, replies[i])
						known = replies[i].Reset
					}
					replies = slices.Delete(replies, i, i+1)
				case what == 9:
					time.Sleep(time.Duration(n) * 2 * time.Second)
				}
			}
		})
	})
}

// TestPaceOfDay checks that the window of a day, once it is the tighter one, holds through those of a quarter of an
// hour.
func TestPaceOfDay(t *testing.T) {
	synctest.Test(t, func(*testing.T) {
		var p pacer
		day := time.Now().Add(20 * time.Hour)
		p.observe(xapi.OpAppend, xapi.Quota{Remaining: 3, Reset: day})
		p.observe(xapi.OpAppend, xapi.Quota{Remaining: 2, Reset: time.Now().Add(15 * time.Minute)})
		for through := 0; ; through++ {
			until, ok := p.take(xapi.OpAppend)
			if ok {
				continue
			}
			if until.After(day) {
				if through != 3 {
					t.Errorf("%d calls were let through in a day, X takes 3", through)
				}
				return
			}
			if through != 2 {
				t.Errorf("%d calls were let through in a quarter of an hour, X takes 2", through)
			}
			through--
			time.Sleep(time.Until(until))
		}
	})
}

// TestPace checks that all of a quota can be used, call by call, that kinds are counted apart, and that everything is
// open again afterwards.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pacer
		x := &clerk{limit: 5, length: 15 * time.Minute}
		for range 3 {
			for i := range x.limit {
				if _, ok := p.take(xapi.OpAppend); !ok {
					t.Fatalf("call %d of %d was held", i+1, x.limit)
				}
				q, taken := x.call()
				if !taken {
					t.Fatal("X refused a call")
				}
				p.observe(xapi.OpAppend, q)
			}
			until, ok := p.take(xapi.OpAppend)
			if ok || until.Sub(x.reset).Abs() > 3*time.Second {
				t.Fatalf("%v until %s, want %s", ok, until, x.reset)
			}
			if _, ok := p.take(xapi.OpStatus); !ok {
				t.Error("STATUS was held")
			}
			time.Sleep(time.Until(until))
		}
	})
}

// TestPaceOfOutage checks that calls that got no answer do not hold back an upload whose quota is far from spent.
func TestPaceOfOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pacer
		for range 10_000 {
			if _, ok := p.take(xapi.OpAppend); !ok {
				t.Fatal("a call was held although X has said nothing")
			}
		}
		p.observe(xapi.OpAppend, xapi.Quota{Remaining: 100, Reset: time.Now().Add(time.Minute)})
		for i := range 80 {
			if _, ok := p.take(xapi.OpAppend); !ok {
				t.Fatalf("call %d of 100 was held", i+1)
			}
		}
	})
}

// TestPaceStays checks that no flood of different times makes the pacer grow.
func TestPaceStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pacer
		for i := range 600 {
			p.observe(xapi.OpAppend, xapi.Quota{Remaining: i, Reset: time.Now().Add(time.Duration(i) * 2 * time.Minute)})
		}
		if n := len(p.kinds[xapi.OpAppend].windows); n != mostWindows {
			t.Errorf("%d windows", n)
		}
	})
}
