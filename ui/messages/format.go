package messages

import (
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Sizes as people and file managers say them: in thousands.
const (
	kilobyte = 1e3
	megabyte = 1e6
	gigabyte = 1e9
	terabyte = 1e12
)

// Bytes returns a size such as "812 bytes", "64 kB", "4.2 MB", "941 MB" or "1.61 GB".
func (c *Catalog) Bytes(n int64) string {
	size := float64(max(n, 0))
	// The bounds lie where rounding would make "1000" of the smaller unit.
	switch {
	case size < kilobyte:
		return c.Count("format.bytes", int(size))
	case size < 999.5*kilobyte:
		return c.Text("format.kilobytes", "Number", c.number(size/kilobyte, 0))
	case size < 9.95*megabyte:
		return c.Text("format.megabytes", "Number", c.number(size/megabyte, 1))
	case size < 999.5*megabyte:
		return c.Text("format.megabytes", "Number", c.number(size/megabyte, 0))
	case size < 9.995*gigabyte:
		return c.Text("format.gigabytes", "Number", c.number(size/gigabyte, 2))
	case size < 999.5*gigabyte:
		return c.Text("format.gigabytes", "Number", c.number(size/gigabyte, 1))
	}
	return c.Text("format.terabytes", "Number", c.number(size/terabyte, 1))
}

// number returns a number with the language's own decimal sign.
func (c *Catalog) number(value float64, decimals int) string {
	text := strconv.FormatFloat(value, 'f', decimals, 64)
	if decimals == 0 {
		return text
	}
	return strings.Replace(text, ".", c.Text("format.decimal"), 1)
}

// Speed returns a speed such as "1.9 MB/s".
func (c *Catalog) Speed(bytesPerSecond float64) string {
	if math.IsNaN(bytesPerSecond) || bytesPerSecond < 0 {
		bytesPerSecond = 0
	}
	return c.Text("format.speed", "Bytes", c.Bytes(int64(min(bytesPerSecond, 1e15))))
}

// Percent returns part of whole such as "57 %", rounded down so that "100 %" says that all is there.
func (c *Catalog) Percent(part, whole int64) string {
	percent := 0.0
	if whole > 0 {
		percent = math.Floor(100 * float64(min(part, whole)) / float64(whole))
	}
	return c.Text("format.percent", "Number", c.number(percent, 0))
}

// Left returns how long something will still take, as roughly as it is known: "about 6 min", "under a minute", and
// "estimating…" for a negative time, which stands for not known yet.
func (c *Catalog) Left(d time.Duration) string {
	switch minutes := int(math.Round(d.Minutes())); {
	case d < 0:
		return c.Text("format.left.unknown")
	case d < time.Minute:
		return c.Text("format.left.under_minute")
	case minutes < 60:
		return c.Text("format.left.minutes", "Minutes", minutes)
	case d < 10*time.Hour && fives(minutes)%60 != 0:
		return c.Text("format.left.hours_minutes", "Hours", fives(minutes)/60, "Minutes", fives(minutes)%60)
	case d < 48*time.Hour:
		return c.Text("format.left.hours", "Hours", int(math.Round(d.Hours())))
	}
	return c.Text("format.left.days", "Days", int(math.Round(d.Hours()/24)))
}

// fives rounds to five minutes: nobody knows more about what takes over an hour.
func fives(minutes int) int { return (minutes + 2) / 5 * 5 }

// Elapsed returns how long something took, to the second: "8 s", "14 min 08 s", "1 h 04 min".
func (c *Catalog) Elapsed(d time.Duration) string {
	seconds := int(max(d, 0).Round(time.Second).Seconds())
	switch {
	case seconds < 60:
		return c.Text("format.seconds", "Seconds", seconds)
	case seconds < 3600:
		return c.Text("format.minutes_seconds", "Minutes", seconds/60, "Seconds", twoDigits(seconds%60))
	}
	return c.Text("format.hours_minutes", "Hours", seconds/3600, "Minutes", twoDigits(seconds/60%60))
}

// Countdown returns how much of a long time is left, to the minute and never more than it is: "23 h 41 min",
// "41 min", "under a minute".
func (c *Catalog) Countdown(d time.Duration) string {
	switch minutes := int(d / time.Minute); {
	case minutes < 1:
		return c.Text("format.left.under_minute")
	case minutes < 60:
		return c.Text("format.minutes", "Minutes", minutes)
	default:
		return c.Text("format.hours_minutes", "Hours", minutes/60, "Minutes", twoDigits(minutes%60))
	}
}

// Length returns how long a video is, or may be, to the second: "2 min 20 s", "20 min", "1 h 04 min".
func (c *Catalog) Length(d time.Duration) string {
	if seconds := int(d.Round(time.Second).Seconds()); seconds >= 60 && seconds < 3600 && seconds%60 == 0 {
		return c.Text("format.minutes", "Minutes", seconds/60)
	}
	return c.Elapsed(d)
}

// Timer returns what a countdown shows: "0:12", "14:05". It reaches 0:00 when nothing is left, and not before.
func Timer(d time.Duration) string {
	seconds := int(math.Ceil(max(d, 0).Seconds()))
	return strconv.Itoa(seconds/60) + ":" + twoDigits(seconds%60)
}

// TimerMost is up to when a countdown says more than a time of day.
const TimerMost = time.Hour

// NextTry returns the sentence about a try that begins at until: "Next try in 0:12."
func (c *Catalog) NextTry(until, now time.Time) string {
	switch left := until.Sub(now); {
	case left <= 0:
		return c.Text("format.try.now")
	case left < TimerMost:
		return c.Text("format.try.in", "Time", Timer(left))
	}
	return c.Text("format.try.at", "Time", c.Clock(until, now))
}

// ordinals are the forms that languages have for places in a row, as CLDR names them: 1st, 2nd, 3rd, 4th.
var ordinals = map[plural.Form]string{
	plural.One: "format.ordinal.one", plural.Two: "format.ordinal.two", plural.Few: "format.ordinal.few",
}

// Ordinal returns a place in a row: "2nd", "3rd", "11th".
func (c *Catalog) Ordinal(n int) string {
	id, special := ordinals[plural.Ordinal.MatchPlural(language.Make(c.tag), n, 0, 0, 0, 0)]
	if !special {
		id = "format.ordinal.other"
	}
	return c.Text(id, "Number", n)
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// Clock returns a time of day as seen from now, in now's time zone: "14:05" today, "Tue 14:05" within six days, and
// "2026-03-09 14:05" farther away. A zero time is nothing.
func (c *Catalog) Clock(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(now.Location())
	day := time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	today := time.Date(now.Year(), now.Month(), now.Day(), 12, 0, 0, 0, time.UTC)
	clock := t.Format("15:04")
	switch days := int(day.Sub(today).Hours() / 24); {
	case days == 0:
		return clock
	case -6 <= days && days <= 6:
		weekdays := strings.Fields(c.Text("format.weekdays"))
		if len(weekdays) != 7 {
			break
		}
		return c.Text("format.weekday_clock", "Day", weekdays[t.Weekday()], "Clock", clock)
	}
	return t.Format("2006-01-02 ") + clock
}

// Day returns a day as seen from now, in now's time zone: "Today", "Yesterday", and "Tue 2026-03-09" farther away.
func (c *Catalog) Day(t, now time.Time) string {
	t = t.In(now.Location())
	date := t.Format(time.DateOnly)
	switch date {
	case now.Format(time.DateOnly):
		return c.Text("format.today")
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return c.Text("format.yesterday")
	}
	weekdays := strings.Fields(c.Text("format.weekdays"))
	if len(weekdays) != 7 {
		return date
	}
	return c.Text("format.day", "Weekday", weekdays[t.Weekday()], "Date", date)
}
