package xapi

import (
	"math"
	"strconv"
	"time"
)

// Quota is how many calls of one kind X still takes in the window that is under way.
type Quota struct {
	Remaining int
	Reset     time.Time // when the window ends, by this computer's clock; ahead, and at most a day
}

// quota returns the quota of the window that has the fewest calls left and, of those that have as few, ends last; false
// where no window has all its headers in a sane form.
func (r reply) quota() (Quota, bool) {
	var tightest Quota
	found := false
	for _, window := range windows {
		q, ok := r.quotaOf(window)
		if !ok {
			continue
		}
		if !found || q.Remaining < tightest.Remaining || q.Remaining == tightest.Remaining && q.Reset.After(tightest.Reset) {
			tightest, found = q, true
		}
	}
	return tightest, found
}

// quotaOf reads one window. What is out of bounds is not cut to fit but passed over: a wrong count would hold an upload
// back for nothing.
func (r reply) quotaOf(window string) (Quota, bool) {
	limit, err1 := strconv.ParseUint(r.header.Get(window+"Limit"), 10, 31)
	left, err2 := strconv.ParseUint(r.header.Get(window+"Remaining"), 10, 31)
	reset, err3 := strconv.ParseInt(r.header.Get(window+"Reset"), 10, 64)
	if err1 != nil || err2 != nil || err3 != nil || left > limit || reset <= 0 || reset > math.MaxInt32*4 {
		return Quota{}, false
	}
	end := r.here(time.Unix(reset, 0))
	// The clocks are compared by whole seconds: a window of a day may seem to be a little longer.
	if !end.After(r.at) || end.After(r.at.Add(maxRetry+finest)) {
		return Quota{}, false
	}
	return Quota{Remaining: int(left), Reset: end}, true
}
