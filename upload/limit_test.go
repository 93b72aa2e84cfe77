package upload

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// drained returns a connection of w whose far end takes everything at once.
func drained(t testing.TB, w *wire) net.Conn {
	t.Helper()
	w.dialWith(func(context.Context) (net.Conn, error) {
		near, far := net.Pipe()
		go func() { _, _ = io.Copy(io.Discard, far) }()
		return near, nil
	})
	c, err := w.connect(t.Context(), "tcp", "127.0.0.1:80")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// flood writes to n connections of each wire, in writes of size bytes, until the end of the returned function.
func flood(t testing.TB, n, size int, wires ...*wire) (stop func()) {
	t.Helper()
	var writing sync.WaitGroup
	var conns []net.Conn
	for _, w := range wires {
		for range n {
			c := drained(t, w)
			conns = append(conns, c)
			writing.Go(func() {
				p := make([]byte, size)
				for {
					if _, err := c.Write(p); err != nil {
						return
					}
				}
			})
		}
	}
	return func() {
		for _, c := range conns {
			_ = c.Close()
		}
		writing.Wait()
	}
}

// about reports whether got is within 5 % of want.
func about(got, want int64) bool { return math.Abs(float64(got-want)) <= 0.05*float64(want) }

// speed returns how many bytes a second go out in d.
func speed(w *wire, d time.Duration) int64 {
	before := w.traffic()
	time.Sleep(d)
	return int64(float64(w.traffic()-before) / d.Seconds())
}

func TestLimitHolds(t *testing.T) {
	for _, want := range []int64{10_000, 64_000, 1_000_000, 12_345_678, 100_000_000} {
		for _, conns := range []int{1, 4, 8} {
			for _, size := range []int{16 << 10, 100, 1 << 20} {
				if size == 100 && want > 1_000_000 {
					continue // it takes the test too long
				}
				t.Run(fmt.Sprint(want, conns, size), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						w := newWire(Options{Limit: NewLimit(want)})
						defer flood(t, conns, size, w)()
						if got := speed(w, 3*time.Second); !about(got, want) {
							t.Errorf("%d B/s", got)
						}
					})
				})
			}
		}
	}
}

// TestLimitOfAll checks that several engines together keep to the limit that they share.
func TestLimitOfAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := NewLimit(500_000)
		a, b := newWire(Options{Limit: limit}), newWire(Options{Limit: limit})
		defer flood(t, 4, 16<<10, a, b)()
		time.Sleep(3 * time.Second)
		if got := (a.traffic() + b.traffic()) / 3; !about(got, 500_000) {
			t.Errorf("%d B/s", got)
		}
		if a.traffic() > b.traffic()*11/10 || b.traffic() > a.traffic()*11/10 {
			t.Errorf("one had %d bytes, the other %d", a.traffic(), b.traffic())
		}
	})
}

// TestLimitChanges checks that a change is felt at once, also by those that wait under a limit that is far lower.
func TestLimitChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := NewLimit(100) // a piece takes five seconds
		w := newWire(Options{Limit: limit})
		defer flood(t, 8, 16<<10, w)()
		for _, now := range []int64{1_000_000, 20_000, 5_000_000, 100, 300_000} {
			time.Sleep(time.Second)
			limit.Set(now)
			if got := limit.BytesPerSecond(); got != now {
				t.Errorf("it says %d B/s, want %d", got, now)
			}
			if now == 100 {
				continue
			}
			time.Sleep(100 * time.Millisecond)
			if got := speed(w, 2*time.Second); !about(got, now) {
				t.Errorf("%d B/s, want %d", got, now)
			}
		}
	})
}

func TestLimitTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limit := NewLimit(100)
		c := drained(t, newWire(Options{Limit: limit}))
		defer func() { _ = c.Close() }()
		began := time.Now()
		time.AfterFunc(time.Second, func() { limit.Set(0) })
		if _, err := c.Write(make([]byte, 1<<20)); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took != time.Second {
			t.Errorf("it took %s", took)
		}
		for _, none := range []*Limit{nil, {}, NewLimit(0), NewLimit(-5), limit} {
			if n := none.take(1<<20, nil, nil); n != 1<<20 || none.BytesPerSecond() != 0 {
				t.Errorf("no limit let %d bytes through", n)
			}
		}
	})
}

// TestLimitEnds checks that closing a connection ends its wait for the limit.
func TestLimitEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := drained(t, newWire(Options{Limit: NewLimit(1)}))
		began := time.Now()
		time.AfterFunc(time.Second, func() { _ = c.Close() })
		if _, err := c.Write(make([]byte, 1000)); !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took != time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// TestLimitIsNoStall checks that waiting for the limit is not taken for a peer that does not take or say anything.
func TestLimitIsNoStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := drained(t, newWire(Options{Limit: NewLimit(1)})) // a piece takes eight minutes
		read := make(chan error)
		go func() {
			_, err := c.Read(make([]byte, 1))
			read <- err
		}()
		if n, err := c.Write(make([]byte, 2000)); n != 2000 || err != nil {
			t.Errorf("%d bytes went out: %v", n, err)
		}
		began := time.Now()
		if err := <-read; !isTimeout(err) || time.Since(began) != silentLimit {
			t.Errorf("%s after the last byte reading ended with %v", time.Since(began), err)
		}
		_ = c.Close()
	})
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// TestLimitProperty checks that, over any changes, no more goes out than the limits allow and a burst.
func TestLimitProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rates := rapid.SliceOfN(rapid.Int64Range(2_000, 2_000_000), 1, 6).Draw(r, "rates")
		conns := rapid.IntRange(1, 8).Draw(r, "connections")
		synctest.Test(t, func(t *testing.T) {
			limit := NewLimit(rates[0])
			w := newWire(Options{Limit: limit})
			defer flood(t, conns, 16<<10, w)()
			var most float64
			for _, perSecond := range rates {
				limit.Set(perSecond)
				d := 700 * time.Millisecond
				time.Sleep(d)
				most += float64(perSecond) * d.Seconds()
			}
			if got := float64(w.traffic()); got > most+1 {
				r.Errorf("%.0f bytes went out, %.0f were allowed", got, most)
			}
		})
	})
}
