package upload

import (
	"context"
	"slices"
	"sync"
)

// Queue starts jobs one after the other, in the order in which they were added. One that fails does not hold up the
// rest.
type Queue struct {
	mu      sync.Mutex
	waiting []*Job
	changed chan struct{} // holds a token when a job was added
}

// NewQueue returns an empty queue; [Queue.Run] works through it.
func NewQueue() *Queue { return &Queue{changed: make(chan struct{}, 1)} }

// Add puts a job at the end.
func (q *Queue) Add(j *Job) {
	q.mu.Lock()
	q.waiting = append(q.waiting, j)
	q.mu.Unlock()
	select {
	case q.changed <- struct{}{}:
	default:
	}
}

// Remove takes a job out and cancels it, whether it waits or runs.
func (q *Queue) Remove(j *Job) {
	q.mu.Lock()
	q.waiting = slices.DeleteFunc(q.waiting, func(w *Job) bool { return w == j })
	q.mu.Unlock()
	j.Cancel()
}

// Position returns how many jobs are started before this one: 0 for the next. It is -1 for a job that does not wait.
func (q *Queue) Position(j *Job) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Index(q.waiting, j)
}

// Run starts each job when the one before it has ended. When ctx is done it cancels all jobs, waits for the one that
// runs and returns.
func (q *Queue) Run(ctx context.Context) {
	for {
		j := q.next()
		if j == nil {
			select {
			case <-q.changed:
			case <-ctx.Done():
				return
			}
			continue
		}
		if ctx.Err() != nil {
			j.Cancel()
			continue
		}
		j.Start(ctx)
		<-j.Done()
	}
}

func (q *Queue) next() *Job {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return nil
	}
	j := q.waiting[0]
	q.waiting = q.waiting[1:]
	return j
}
