package upload

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// sleeper waits, and is woken: by a person who does not want to wait, and when the computer wakes from sleep.
type sleeper struct {
	kick  <-chan struct{} // a token: do not wait any longer
	woken atomic.Int64    // when the computer woke last, in Unix nanoseconds
	woke  chan struct{}   // a token when it does
}

func newSleeper(kick <-chan struct{}) *sleeper {
	return &sleeper{kick: kick, woke: make(chan struct{}, 1)}
}

// sleep waits until t, until it is woken, or until ctx is done, whose error it returns.
func (s *sleeper) sleep(ctx context.Context, t time.Time) error {
	return sleep(ctx, t, s.kick, s.woke)
}

// How sleep is noticed.
const (
	glance = time.Second      // between two looks at the clock
	nap    = 10 * time.Second // so much more than that, and nobody looked because the computer slept
	waking = 5 * time.Second  // so long what fails does so because of the sleep
)

// watch calls drop when the computer wakes from sleep: the connections are dead then, though nothing says so for
// minutes. It does so until ctx is done or the function that it returns is called.
func (s *sleeper) watch(ctx context.Context, drop func()) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() {
		ticker := time.NewTicker(glance)
		defer ticker.Stop()
		last := time.Now()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				now := time.Now()
				if slept(now.Sub(last), now.Round(0).Sub(last.Round(0))) {
					s.wake(now, drop)
				}
				last = now
			}
		}
	})
	return func() {
		cancel()
		watching.Wait()
	}
}

// slept reports whether the computer slept between two looks, by the monotonic clock, which stands still meanwhile on
// some systems, or by the wall clock, which somebody may have set.
func slept(monotonic, wall time.Duration) bool { return monotonic > nap || wall > nap }

// wake drops what is dead, and ends all waits.
func (s *sleeper) wake(now time.Time, drop func()) {
	s.woken.Store(now.UnixNano())
	drop()
	select {
	case s.woke <- struct{}{}:
	default:
	}
}

// justWoke reports whether the computer has woken so recently that what fails now does so because of it.
func (s *sleeper) justWoke() bool {
	return time.Since(time.Unix(0, s.woken.Load())) < waking
}
