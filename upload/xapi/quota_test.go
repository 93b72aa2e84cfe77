package xapi_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"hoist/upload/xapi"
)

// TestQuota checks what is read of X's windows, out of a refusal and out of a yes.
func TestQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		epoch := func(d time.Duration) string { return strconv.FormatInt(now.Add(d).Unix(), 10) }
		date := func(d time.Duration) string { return now.Add(d).UTC().Format(http.TimeFormat) }
		window := func(limit, remaining, reset string) map[string]string {
			return map[string]string{"x-rate-limit-limit": limit, "x-rate-limit-remaining": remaining, "x-rate-limit-reset": reset}
		}
		with := func(m map[string]string, whose, limit, remaining, reset string) map[string]string {
			name := "x-" + whose + "-limit-24hour-"
			m[name+"limit"], m[name+"remaining"], m[name+"reset"] = limit, remaining, reset
			return m
		}
		for name, c := range map[string]struct {
			header map[string]string
			left   int
			reset  time.Duration // from now; 0: nothing is observed
		}{
			"nothing":          {nil, 0, 0},
			"a window":         {window("1875", "1874", epoch(10*time.Minute)), 1874, 10 * time.Minute},
			"spent":            {window("1875", "0", epoch(time.Second)), 0, time.Second},
			"no limit":         {window("", "3", epoch(time.Minute)), 0, 0},
			"no count":         {window("1875", "", epoch(time.Minute)), 0, 0},
			"no end":           {window("1875", "3", ""), 0, 0},
			"over":             {window("1875", "3", epoch(-time.Second)), 0, 0},
			"over just now":    {window("1875", "3", epoch(0)), 0, 0},
			"far away":         {window("1875", "3", epoch(25*time.Hour)), 0, 0},
			"not of this age":  {window("1875", "3", "9223372036854775807"), 0, 0},
			"beyond numbers":   {window("1875", "3", "99999999999999999999"), 0, 0},
			"negative":         {window("1875", "-3", epoch(time.Minute)), 0, 0},
			"more than all":    {window("1875", "1876", epoch(time.Minute)), 0, 0},
			"words":            {window("many", "some", "soon"), 0, 0},
			"by X's clock":     {at(window("1875", "3", epoch(time.Minute)), date(-3*time.Minute)), 3, 4 * time.Minute},
			"a day, spent":     {with(window("1875", "1800", epoch(time.Minute)), "app", "50000", "0", epoch(5*time.Hour)), 0, 5 * time.Hour},
			"a day, fewer":     {with(window("1875", "1800", epoch(time.Minute)), "user", "50000", "17", epoch(24*time.Hour)), 17, 24 * time.Hour},
			"a day, more":      {with(window("1875", "1800", epoch(time.Minute)), "user", "50000", "2000", epoch(5*time.Hour)), 1800, time.Minute},
			"both spent":       {with(window("1875", "0", epoch(time.Minute)), "user", "50000", "0", epoch(5*time.Hour)), 0, 5 * time.Hour},
			"a day, odd":       {with(window("1875", "1800", epoch(time.Minute)), "user", "50000", "0", "0"), 1800, time.Minute},
			"a day and no sum": {with(map[string]string{}, "app", "50000", "12", epoch(5*time.Hour)), 12, 5 * time.Hour},
		} {
			header := http.Header{}
			for name, value := range c.header {
				header.Set(name, value)
			}
			for _, status := range []int{204, 429, 503, 302} {
				count := 0
				var op xapi.Op
				var got xapi.Quota
				base, _ := url.Parse("https://api.x.com")
				client := xapi.New(xapi.V2, base, &http.Client{
					Transport:     canned{status: status, header: header},
					CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
				}, func(o xapi.Op, q xapi.Quota) { count, op, got = count+1, o, q })
				_, _ = step(t.Context(), client, xapi.OpAppend) // its outcome is not what this is about
				switch {
				case c.reset == 0 && count != 0:
					t.Errorf("%s, %d: %+v out of nothing", name, status, got)
				case c.reset != 0 && (count != 1 || op != xapi.OpAppend || got.Remaining != c.left || !got.Reset.Equal(now.Add(c.reset))):
					t.Errorf("%s, %d: %d times, %s %+v, want %d until %s", name, status, count, op, got, c.left, now.Add(c.reset))
				}
			}
		}
	})
}

// at adds X's clock.
func at(m map[string]string, date string) map[string]string {
	m["Date"] = date
	return m
}
