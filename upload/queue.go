package upload

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// Queue gives jobs their turns, one after the other, in an order that a person decides. A job that fails or is paused
// does not hold up the rest, but for one: where an account's credits are used up, all that wait in its name are paused.
type Queue struct {
	mu      sync.Mutex
	order   []*Job // those that have not ended
	changed chan struct{}
}

// NewQueue returns an empty queue; [Queue.Run] works through it.
func NewQueue() *Queue { return &Queue{changed: make(chan struct{}, 1)} }

// Add puts a job at the end.
func (q *Queue) Add(j *Job) {
	j.mu.Lock()
	j.notify, j.launched = q.look, true
	j.mu.Unlock()
	q.mu.Lock()
	q.order = append(q.order, j)
	q.mu.Unlock()
	q.look()
}

// Remove takes a job out and cancels it, whether it waits, runs or is paused. What was sent is kept for another job.
func (q *Queue) Remove(j *Job) {
	q.drop(j)
	j.Cancel()
}

// Arrange puts the jobs that have not ended into the order in which they stand in jobs; those that do not come after
// them. The one that runs goes on.
func (q *Queue) Arrange(jobs []*Job) {
	place := make(map[*Job]int, len(jobs))
	for i, j := range jobs {
		place[j] = i - len(jobs) // before the zero of those that are not there
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	slices.SortStableFunc(q.order, func(a, b *Job) int { return cmp.Compare(place[a], place[b]) })
}

// Jobs returns the jobs that have not ended, in their order.
func (q *Queue) Jobs() []*Job {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(q.order), (*Job).ended)
}

// Waiting returns the jobs that wait for their turn, the next one first.
func (q *Queue) Waiting() []*Job {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(q.order), func(j *Job) bool { return !j.ready() })
}

// Position returns how many jobs get their turn before this one: 0 for the next. It is -1 for a job that does not wait
// for its turn.
func (q *Queue) Position(j *Job) int { return slices.Index(q.Waiting(), j) }

// Run gives each job its turn when the one before it has ended or stands. When ctx is done it cancels all jobs, waits
// for the one that runs and returns.
func (q *Queue) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if j := q.next(); j != nil {
			if j.turn(ctx) {
				q.drop(j)
				q.holdBack(j)
			}
			continue
		}
		select {
		case <-q.changed:
		case <-ctx.Done():
		}
	}
	for _, j := range q.Jobs() {
		j.Cancel()
	}
}

// next returns the first job that is ready; nil: none.
func (q *Queue) next() *Job {
	if waiting := q.Waiting(); len(waiting) > 0 {
		return waiting[0]
	}
	return nil
}

// holdBack pauses the jobs that wait in the name of an account whose credits are used up.
func (q *Queue) holdBack(ended *Job) {
	why := ended.spentCredits()
	if why == nil {
		return
	}
	whose := ended.Account()
	for _, j := range q.Waiting() {
		if a := j.Account(); a.Name == whose.Name && a.API == whose.API && a.BaseURL == whose.BaseURL {
			j.hold(why)
		}
	}
}

func (q *Queue) drop(j *Job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.order = slices.DeleteFunc(q.order, func(other *Job) bool { return other == j })
}

// look lets Run see what has changed.
func (q *Queue) look() {
	select {
	case q.changed <- struct{}{}:
	default:
	}
}
