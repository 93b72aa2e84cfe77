package messages_test

import (
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"hoist/ui/messages"
)

// english returns the words that ship.
func english(t *testing.T) *messages.Catalog {
	t.Helper()
	c, err := messages.New(os.DirFS("../../assets"), "en")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBytes(t *testing.T) {
	c := english(t)
	for n, want := range map[int64]string{
		-1: "0 bytes", 0: "0 bytes", 1: "1 byte", 999: "999 bytes",
		1_000: "1 kB", 64_400: "64 kB", 999_499: "999 kB", 999_500: "1.0 MB",
		4 << 20: "4.2 MB", 9_949_999: "9.9 MB", 9_950_000: "10 MB", 941_000_000: "941 MB", 999_499_999: "999 MB",
		999_500_000: "1.00 GB", 1_610_000_000: "1.61 GB", 9_994_999_999: "9.99 GB", 9_995_000_000: "10.0 GB",
		16_400_000_000: "16.4 GB", 999_500_000_000: "1.0 TB", math.MaxInt64: "9223372.0 TB",
	} {
		if got := c.Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSpeed(t *testing.T) {
	c := english(t)
	for speed, want := range map[float64]string{
		0: "0 bytes/s", 1.9e6: "1.9 MB/s", math.Inf(1): "1000.0 TB/s", math.NaN(): "0 bytes/s", -3: "0 bytes/s",
	} {
		if got := c.Speed(speed); got != want {
			t.Errorf("Speed(%g) = %q, want %q", speed, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	c := english(t)
	for _, test := range []struct {
		part, whole int64
		want        string
	}{{0, 100, "0 %"}, {999, 1000, "99 %"}, {1000, 1000, "100 %"}, {7, 0, "0 %"}, {1 << 60, 1 << 61, "50 %"}} {
		if got := c.Percent(test.part, test.whole); got != test.want {
			t.Errorf("Percent(%d, %d) = %q, want %q", test.part, test.whole, got, test.want)
		}
	}
}

func TestTimes(t *testing.T) {
	c := english(t)
	type says func(time.Duration) string
	for _, test := range []struct {
		say  says
		d    time.Duration
		want string
	}{
		{c.Left, -1, "estimating…"},
		{c.Left, 0, "under a minute"},
		{c.Left, 59 * time.Second, "under a minute"},
		{c.Left, time.Minute, "about 1 min"},
		{c.Left, 6*time.Minute + 10*time.Second, "about 6 min"},
		{c.Left, 59*time.Minute + 40*time.Second, "about 1 h"},
		{c.Left, 83 * time.Minute, "about 1 h 25 min"},
		{c.Left, 11*time.Hour + 40*time.Minute, "about 12 h"},
		{c.Left, 71 * time.Hour, "about 3 days"},
		{c.Elapsed, -time.Second, "0 s"},
		{c.Elapsed, 8400 * time.Millisecond, "8 s"},
		{c.Elapsed, 14*time.Minute + 8*time.Second, "14 min 08 s"},
		{c.Elapsed, 59*time.Minute + 59*time.Second + 600*time.Millisecond, "1 h 00 min"},
		{c.Elapsed, 26*time.Hour + 4*time.Minute, "26 h 04 min"},
		{c.Countdown, -time.Hour, "under a minute"},
		{c.Countdown, 41*time.Minute + 59*time.Second, "41 min"},
		{c.Countdown, 23*time.Hour + 41*time.Minute, "23 h 41 min"},
		{c.Countdown, 2*time.Hour + 3*time.Minute, "2 h 03 min"},
	} {
		if got := test.say(test.d); got != test.want {
			t.Errorf("%v: %q, want %q", test.d, got, test.want)
		}
	}
}

func TestClock(t *testing.T) {
	c := english(t)
	zone := time.FixedZone("CET", 3600)
	now := time.Date(2026, 9, 21, 14, 5, 0, 0, zone) // a Monday
	for _, test := range []struct {
		at   time.Time
		want string
	}{
		{time.Time{}, ""},
		{now.UTC(), "14:05"},
		{now.Add(9 * time.Hour), "23:05"},
		{now.Add(10 * time.Hour), "Tue 00:05"},
		{now.Add(-15 * time.Hour), "Sun 23:05"},
		{now.AddDate(0, 0, 6), "Sun 14:05"},
		{now.AddDate(0, 0, 7), "2026-09-28 14:05"},
	} {
		if got := c.Clock(test.at, now); got != test.want {
			t.Errorf("Clock(%v) = %q, want %q", test.at, got, test.want)
		}
	}
}

// TestTimer counts down: it is at 0:00 when nothing is left, and not before.
func TestTimer(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0:00", 0: "0:00", time.Millisecond: "0:01", time.Second: "0:01", 11*time.Second + 1: "0:12",
		time.Minute: "1:00", 14*time.Minute + 5*time.Second: "14:05",
	} {
		if got := messages.Timer(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

// TestOrdinals says places as each language does.
func TestOrdinals(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 101st 112th", "de": "2. 3. 4. 11. 12. 13. 21. 22. 23. 101. 112.",
		"fr": "2e 3e 4e 11e 12e 13e 21e 22e 23e 101e 112e", "es": "2.º 3.º 4.º 11.º 12.º 13.º 21.º 22.º 23.º 101.º 112.º",
		"pt-BR": "2º 3º 4º 11º 12º 13º 21º 22º 23º 101º 112º", "ja": "2 3 4 11 12 13 21 22 23 101 112",
	} {
		words, err := messages.New(os.DirFS("../../assets/translations"), tag)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range []int{2, 3, 4, 11, 12, 13, 21, 22, 23, 101, 112} {
			got = append(got, words.Ordinal(n))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}
