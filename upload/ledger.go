package upload

import (
	"sync"
	"time"
)

// ledger is what X has confirmed of an upload. It is safe for several goroutines.
type ledger struct {
	mu        sync.Mutex
	bytes     int64     // confirmed
	largest   int64     // size of the largest segment confirmed
	confirmed int       // segments confirmed
	resent    int       // tries beyond the first, of this media ID and those before it
	expires   time.Time // until when X keeps the upload; zero: X did not say
}

// reset begins a new media ID.
func (l *ledger) reset(expires time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bytes, l.largest, l.confirmed, l.expires = 0, 0, 0, expires
}

// confirm counts a segment; expires is what X said with it, or zero.
func (l *ledger) confirm(size int64, expires time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bytes += size
	l.largest = max(l.largest, size)
	l.confirmed++
	if !expires.IsZero() {
		l.expires = expires
	}
}

func (l *ledger) resend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.resent++
}

func (l *ledger) state() (bytes int64, expires time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.bytes, l.expires
}

// progress returns how many segments are confirmed, and how many tries were made again.
func (l *ledger) progress() (confirmed, resent int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.confirmed, l.resent
}

// hasTaken reports whether X has confirmed a segment of at least that size.
func (l *ledger) hasTaken(size int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.largest >= size
}
