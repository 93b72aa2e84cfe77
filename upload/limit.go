package upload

import (
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// Limit is a limit of the bytes per second that go out, shared by all engines that are given it. It can be changed at
// any time, also for what is under way. It counts at the socket, TLS and headers included. nil and the zero value do
// not limit.
type Limit struct{ now atomic.Pointer[allowance] }

// allowance is a limit as it was set once. A change makes a new one: whoever waits under the old one leaves it, with
// its reservations, and none of them has to be given back.
type allowance struct {
	bytesPerSecond int64
	piece          int // most bytes that go out at once
	tokens         *rate.Limiter
	over           chan struct{} // closed when it holds no longer
}

// Bounds of a piece, in bytes. Small ones let several connections share fairly, since each waits for its turn anew
// after each piece; a packet holds about 1,400.
const (
	smallestPiece = 512
	largestPiece  = 32 << 10
)

// NewLimit returns a limit of that many bytes per second; 0: none.
func NewLimit(bytesPerSecond int64) *Limit {
	l := &Limit{}
	l.Set(bytesPerSecond)
	return l
}

// Set changes the limit; 0 takes it away. l is not nil.
func (l *Limit) Set(bytesPerSecond int64) {
	if max(bytesPerSecond, 0) == l.BytesPerSecond() {
		return
	}
	var next *allowance
	if bytesPerSecond > 0 {
		next = newAllowance(bytesPerSecond)
	}
	if old := l.now.Swap(next); old != nil {
		close(old.over)
	}
}

// BytesPerSecond returns the limit; 0: none.
func (l *Limit) BytesPerSecond() int64 {
	if l == nil {
		return 0
	}
	if a := l.now.Load(); a != nil {
		return a.bytesPerSecond
	}
	return 0
}

func newAllowance(bytesPerSecond int64) *allowance {
	// A twentieth of a second: what a timer that comes late has missed is made up for, and after a rest no more than
	// that goes out at once.
	share := min(bytesPerSecond/20, 1<<30)
	a := &allowance{
		bytesPerSecond: bytesPerSecond,
		piece:          int(min(max(share, smallestPiece), largestPiece)),
		over:           make(chan struct{}),
	}
	burst := max(a.piece, int(share))
	a.tokens = rate.NewLimiter(rate.Limit(bytesPerSecond), burst)
	// It begins without tokens, or else each of many changes would be worth a burst.
	a.tokens.ReserveN(time.Now(), burst)
	return a
}

// take waits until some of n bytes may go out, and returns how many: 0 when closed is closed first. waits is called
// with each time that it is about to wait.
func (l *Limit) take(n int, closed <-chan struct{}, waits func(time.Duration)) int {
	for l != nil {
		a := l.now.Load()
		if a == nil {
			break
		}
		now, part := time.Now(), min(n, a.piece)
		r := a.tokens.ReserveN(now, part)
		d := r.DelayFrom(now)
		if d <= 0 {
			return part
		}
		waits(d)
		timer := time.NewTimer(d)
		select {
		case <-timer.C:
			return part
		case <-a.over:
			timer.Stop()
		case <-closed:
			timer.Stop()
			r.Cancel()
			return 0
		}
	}
	return n
}
