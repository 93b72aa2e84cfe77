package upload

import (
	"net"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// Limit is a limit of the speed at which bytes go out, shared by all engines that are given it. It can be changed at any
// time, also for what is under way. It counts what is handed to the sockets, TLS and headers included. nil does not limit.
type Limit struct {
	perSecond atomic.Int64 // 0: no limit
	piece     atomic.Int64 // most bytes that pass at once; 0: no limit
	bucket    *rate.Limiter
}

// NewLimit returns a limit of so many bytes per second; 0: none for now.
func NewLimit(bytesPerSecond int64) *Limit {
	l := &Limit{bucket: rate.NewLimiter(rate.Inf, 0)}
	l.Set(bytesPerSecond)
	return l
}

// Sizes of the pieces in which bytes pass.
const (
	smallestPiece = 512
	largestPiece  = 64 << 10
)

// Set changes the limit; 0: none. It is felt within half a second.
func (l *Limit) Set(bytesPerSecond int64) {
	if bytesPerSecond <= 0 {
		l.perSecond.Store(0)
		l.piece.Store(0)
		l.bucket.SetLimit(rate.Inf)
		return
	}
	// Pieces are a 50th of a second, so that connections share fairly and a change is felt at once.
	piece := min(max(bytesPerSecond/50, smallestPiece), largestPiece)
	// On a fast line a timer is too coarse for one piece at a time.
	l.bucket.SetBurst(int(max(piece, min(bytesPerSecond/100, 1<<30))))
	l.bucket.SetLimit(rate.Limit(bytesPerSecond))
	l.piece.Store(piece)
	l.perSecond.Store(bytesPerSecond)
}

// BytesPerSecond returns the limit; 0: none.
func (l *Limit) BytesPerSecond() int64 {
	if l == nil {
		return 0
	}
	return l.perSecond.Load()
}

// cut returns as much of p as may pass at once.
func (l *Limit) cut(p []byte) []byte {
	if l == nil {
		return p
	}
	if piece := l.piece.Load(); piece > 0 && int64(len(p)) > piece {
		return p[:piece]
	}
	return p
}

// wait holds until n bytes may pass. It fails when the connection is closed meanwhile.
func (l *Limit) wait(n int, closed <-chan struct{}) error {
	for l != nil && n > 0 && l.piece.Load() > 0 {
		now := time.Now()
		part := min(n, max(l.bucket.Burst(), 1))
		r := l.bucket.ReserveN(now, part)
		if !r.OK() {
			continue // the limit has just changed, and with it the burst
		}
		n -= part
		if d := r.DelayFrom(now); d > 0 {
			timer := time.NewTimer(d)
			select {
			case <-timer.C:
			case <-closed:
				timer.Stop()
				return net.ErrClosed
			}
		}
	}
	return nil
}
