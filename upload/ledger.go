package upload

import (
	"log/slog"
	"sync"
	"time"
)

// ledger is what X has confirmed of an upload: in the journal first, then here, where it is counted. It is safe for
// several goroutines.
type ledger struct {
	log     *slog.Logger
	journal *journal // of the media ID that is open

	mu        sync.Mutex
	bytes     int64        // confirmed
	taken     map[int]bool // segments confirmed
	resent    int          // tries beyond the first, of this media ID and those before it
	expires   time.Time    // until when X keeps the upload; zero: X did not say
	unwritten bool         // the journal could not be written, which has been said
}

// begin counts what the journal of a media ID holds.
func (l *ledger) begin(j *journal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.journal, l.bytes, l.taken, l.expires = j, j.sent(), map[int]bool{}, j.expires()
	for i := range j.taken() {
		l.taken[i] = true
	}
}

// confirm counts a segment once it is on the disk. sum is the CRC-32C of its bytes, expires what X said with it, or
// zero. A disk that takes no more does not stop an upload: it only cannot be continued then.
func (l *ledger) confirm(index int, size int64, sum uint32, expires time.Time) {
	err := l.journal.confirm(index, sum, expires)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil && !l.unwritten {
		l.unwritten = true
		l.log.Warn("the journal cannot be written: a stop of the program will lose what is sent from now on", "err", err)
	}
	if !l.taken[index] {
		l.taken[index] = true
		l.bytes += size
	}
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

// has reports whether X has confirmed segment i.
func (l *ledger) has(i int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.taken[i]
}

// progress returns how many segments are confirmed, and how many tries were made again.
func (l *ledger) progress() (confirmed, resent int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.taken), l.resent
}
