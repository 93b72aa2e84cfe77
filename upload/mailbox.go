package upload

import "sync"

// mailbox hands events to one reader in the order in which they were posted, without ever holding up whoever posts.
// Byte progress of a segment that was not yet read is replaced by newer; nothing else is dropped. What waits unread
// is therefore bounded by the segments and their tries.
type mailbox struct {
	out chan Event

	mu     sync.Mutex
	wake   *sync.Cond
	queue  []Event
	latest map[int]*SegmentProgressed // the unread progress of a segment, as it stands in queue
	closed bool
}

func newMailbox() *mailbox {
	b := &mailbox{out: make(chan Event), latest: map[int]*SegmentProgressed{}}
	b.wake = sync.NewCond(&b.mu)
	go b.deliver()
	return b
}

// post adds an event. After close it does nothing.
func (b *mailbox) post(e Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	switch e := e.(type) {
	case SegmentProgressed:
		if unread := b.latest[e.Index]; unread != nil {
			unread.Bytes = e.Bytes
			return
		}
		b.latest[e.Index] = &e
		b.queue = append(b.queue, &e)
	case SegmentStarted:
		b.change(e.Index, e)
	case SegmentConfirmed:
		b.change(e.Index, e)
	case SegmentRetrying:
		b.change(e.Index, e)
	default:
		clear(b.latest)
		b.queue = append(b.queue, e)
	}
	b.wake.Signal()
}

// change adds a change of a segment; progress that is posted later comes after it.
func (b *mailbox) change(index int, e Event) {
	delete(b.latest, index)
	b.queue = append(b.queue, e)
}

// close posts the last event; the channel is closed when it was read.
func (b *mailbox) close(last Event) {
	b.post(last)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.wake.Signal()
}

func (b *mailbox) deliver() {
	defer close(b.out)
	for {
		e, ok := b.next()
		if !ok {
			return
		}
		b.out <- e
	}
}

func (b *mailbox) next() (Event, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.queue) == 0 {
		if b.closed {
			return nil, false
		}
		b.wake.Wait()
	}
	e := b.queue[0]
	b.queue = b.queue[1:]
	if p, ok := e.(*SegmentProgressed); ok {
		if b.latest[p.Index] == p {
			delete(b.latest, p.Index)
		}
		return *p, true
	}
	return e, true
}
