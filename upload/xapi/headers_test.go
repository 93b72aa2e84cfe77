package xapi_test

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload/xapi"
)

func TestRetryAt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		epoch := func(d time.Duration) string { return strconv.FormatInt(now.Add(d).Unix(), 10) }
		date := func(d time.Duration) string { return now.Add(d).UTC().Format(http.TimeFormat) }
		for name, c := range map[string]struct {
			status int
			header map[string]string
			want   time.Duration // from now; 0: not said
		}{
			"nothing":                   {429, nil, 0},
			"seconds":                   {429, map[string]string{"Retry-After": "30"}, 30 * time.Second},
			"a date":                    {503, map[string]string{"Retry-After": date(time.Minute)}, time.Minute},
			"nonsense":                  {503, map[string]string{"Retry-After": "soon"}, 0},
			"negative":                  {503, map[string]string{"Retry-After": "-30"}, 0},
			"for ever":                  {503, map[string]string{"Retry-After": "2000000000"}, 24 * time.Hour},
			"beyond all bounds":         {503, map[string]string{"Retry-After": "99999999999999999999"}, 0},
			"window":                    {429, map[string]string{"x-rate-limit-remaining": "0", "x-rate-limit-reset": epoch(10 * time.Minute)}, 10 * time.Minute},
			"window, no count":          {429, map[string]string{"x-rate-limit-reset": epoch(10 * time.Minute)}, 10 * time.Minute},
			"window of no matter":       {503, map[string]string{"x-rate-limit-remaining": "0", "x-rate-limit-reset": epoch(10 * time.Minute)}, 0},
			"window with requests left": {429, map[string]string{"x-rate-limit-remaining": "7", "x-rate-limit-reset": epoch(10 * time.Minute)}, 0},
			"the day's window": {429, map[string]string{
				"x-rate-limit-remaining": "1800", "x-rate-limit-reset": epoch(10 * time.Minute),
				"x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": epoch(5 * time.Hour),
			}, 5 * time.Hour},
			"both windows": {429, map[string]string{
				"x-rate-limit-remaining": "0", "x-rate-limit-reset": epoch(10 * time.Minute),
				"x-user-limit-24hour-remaining": "0", "x-user-limit-24hour-reset": epoch(6 * time.Hour),
			}, 6 * time.Hour},
			"Retry-After before the window": {429, map[string]string{"Retry-After": "5", "x-rate-limit-reset": epoch(time.Minute)}, 5 * time.Second},
			"window far away":               {429, map[string]string{"x-rate-limit-reset": epoch(1000 * time.Hour)}, 24 * time.Hour},
			"window out of this world":      {429, map[string]string{"x-rate-limit-reset": "9223372036854775807"}, 0},
			// This computer is three minutes ahead of X: the window ends three minutes later than it seems.
			"window by X's clock":       {429, map[string]string{"Date": date(-3 * time.Minute), "x-rate-limit-reset": epoch(time.Minute)}, 4 * time.Minute},
			"a date by X's clock":       {503, map[string]string{"Date": date(-3 * time.Minute), "Retry-After": date(time.Minute)}, 4 * time.Minute},
			"the same clock, a bit off": {429, map[string]string{"Date": date(-2 * time.Second), "x-rate-limit-reset": epoch(time.Minute)}, time.Minute},
		} {
			header := http.Header{}
			for name, value := range c.header {
				header.Set(name, value)
			}
			_, err := answer(t, xapi.V2, xapi.OpAppend, canned{status: c.status, header: header})
			want := now.Add(c.want)
			if c.want == 0 {
				want = time.Time{}
			}
			if got := failed(t, err).RetryAt; !got.Equal(want) {
				t.Errorf("%s: got %v, want %v", name, got, want)
			}
		}
	})
}

func TestRequestID(t *testing.T) {
	all := map[string]string{"x-transaction-id": "8fe2b4d5b1a0c1f2", "cf-ray": "94f1-FRA", "x-request-id": "req-1"}
	without := func(names ...string) map[string]string {
		m := maps.Clone(all)
		for _, n := range names {
			delete(m, n)
		}
		return m
	}
	for want, header := range map[string]map[string]string{
		"8fe2b4d5b1a0c1f2":       all,
		"94f1-FRA":               without("x-transaction-id"),
		"req-1":                  without("x-transaction-id", "cf-ray"),
		"":                       {"x-connection-hash": "abc"},
		strings.Repeat("x", 100): {"x-transaction-id": strings.Repeat("x", 5000)},
	} {
		h := http.Header{}
		for name, value := range header {
			h.Set(name, value)
		}
		for _, c := range []canned{{status: 500, header: h}, {status: 200, header: h, body: "<html>"}} {
			_, err := answer(t, xapi.V1, xapi.OpFinalize, c)
			if got := failed(t, err).RequestID; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
}
