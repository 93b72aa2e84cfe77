package xapi

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// maxRetry bounds how far ahead X may put the next request: its longest window has 24 hours.
	maxRetry = 24 * time.Hour
	// finest is what a difference between the clocks must exceed to be one: a Date header has whole seconds, and the
	// reply was on its way for a while.
	finest = 2 * time.Second
)

// date returns the reply's Date header; zero where there is none.
func (r reply) date() time.Time {
	t, err := http.ParseTime(r.header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t
}

// skew returns how far this computer's clock is ahead of X's; 0 where it is not known, or right.
func (r reply) skew() time.Duration {
	date := r.date()
	if date.IsZero() {
		return 0
	}
	if d := r.at.Sub(date); d.Abs() > finest {
		return d
	}
	return 0
}

// here turns a time by X's clock into one by this computer's.
func (r reply) here(t time.Time) time.Time { return t.Add(r.skew()) }

// future returns a field that holds a time in epoch seconds by X's clock; zero where it is none, or not ahead.
func (r reply) future(o object, name string) time.Time {
	n := o.whole(name, 0, math.MaxInt32*4)
	if n == 0 {
		return time.Time{}
	}
	t := r.here(time.Unix(n, 0))
	if !t.After(r.at) {
		return time.Time{}
	}
	return earlier(t, r.at.Add(maxExpires))
}

// retryAt returns when X takes the next request, by this computer's clock; zero where it does not say. X documents no
// Retry-After but may send one. The end of a rate limit's window stands in every reply: it matters in a refusal for
// that reason alone.
func (r reply) retryAt(k Kind) time.Time {
	t := r.retryAfter()
	if t.IsZero() && k == RateLimited {
		t = r.windowEnd()
	}
	if t.IsZero() {
		return t
	}
	return earlier(t, r.at.Add(maxRetry))
}

// retryAfter reads the header of RFC 9110: seconds, or a date.
func (r reply) retryAfter() time.Time {
	value := strings.TrimSpace(r.header.Get("Retry-After"))
	if n, err := strconv.ParseUint(value, 10, 31); err == nil {
		return r.at.Add(time.Duration(n) * time.Second)
	}
	if t, err := http.ParseTime(value); err == nil {
		return r.here(t)
	}
	return time.Time{}
}

// windows are how the headers of X's windows begin: 15 minutes and, in replies from 2023 to 2025, 24 hours.
var windows = []string{"X-Rate-Limit-", "X-User-Limit-24hour-", "X-App-Limit-24hour-"}

// windowEnd returns when the last of X's windows ends in which no request is left.
func (r reply) windowEnd() time.Time {
	var end time.Time
	for _, window := range windows {
		if left := r.header.Get(window + "Remaining"); left != "" && left != "0" {
			continue
		}
		n, err := strconv.ParseInt(r.header.Get(window+"Reset"), 10, 64)
		if err != nil || n <= 0 || n > math.MaxInt32*4 {
			continue
		}
		if t := r.here(time.Unix(n, 0)); t.After(end) {
			end = t
		}
	}
	return end
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
