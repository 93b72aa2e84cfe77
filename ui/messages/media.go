package messages

import (
	"math"
	"strconv"
	"time"

	"hoist/upload/video"
)

// Picture says what the video track is like, as far as it is known: "1920 × 1080, 29.97 fps, 4:2:0". Empty: nothing is
// known, or there is none.
func (c *Catalog) Picture(i *video.Info) string {
	if i == nil || i.Picture == nil {
		return ""
	}
	p := i.Picture
	return c.list(dimensions(p.Shown()), c.rate(p.FrameRate), string(p.Chroma))
}

// Sound says what the audio track is like, as far as it is known: "AAC-LC, stereo, 48 kHz". Empty: there is none, or
// nothing is known.
func (c *Catalog) Sound(i *video.Info) string {
	if i == nil || i.Sound == nil {
		return ""
	}
	s := i.Sound
	frequency := ""
	if s.Rate > 0 {
		frequency = c.Text("check.kilohertz", "Number", c.short(float64(s.Rate)/1000, 1))
	}
	return c.list(c.soundName(s.Codec, s.Profile), c.channels(s.Channels), frequency)
}

// list puts commas between what is not empty.
func (c *Catalog) list(parts ...string) string { return c.joined("check.list", parts) }

// joined joins what is not empty as the words of id say.
func (c *Catalog) joined(id string, parts []string) string {
	all := ""
	for _, part := range parts {
		switch {
		case part == "":
		case all == "":
			all = part
		default:
			all = c.Text(id, "First", all, "Next", part)
		}
	}
	return all
}

// dimensions writes a width and a height; empty: they are not known.
func dimensions(width, height int) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	return strconv.Itoa(width) + " × " + strconv.Itoa(height)
}

// rate says a frame rate: "29.97 fps"; empty: it is not known.
func (c *Catalog) rate(perSecond float64) string {
	if perSecond <= 0 {
		return ""
	}
	return c.Text("check.fps", "Number", c.short(perSecond, 2))
}

// channels says how many channels of sound there are; empty: it is not known.
func (c *Catalog) channels(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return c.Text("check.mono")
	case 2:
		return c.Text("check.stereo")
	}
	return c.Count("check.channels", n)
}

// short returns a number with as few decimals as it needs, and so many at most.
func (c *Catalog) short(value float64, decimals int) string {
	for few := range decimals {
		scale := math.Pow10(few)
		if math.Abs(value*scale-math.Round(value*scale)) < 0.5*math.Pow10(few-decimals) {
			return c.number(value, few)
		}
	}
	return c.number(value, decimals)
}

// Lasts is [Catalog.Length], with the fractions of a second that matter for a short video: "0.49 s".
func (c *Catalog) Lasts(d time.Duration) string {
	if d >= 10*time.Second {
		return c.Length(d)
	}
	// Rounded down, so that what is too short does not look long enough.
	return c.Text("format.seconds", "Seconds", c.short(math.Floor(d.Seconds()*100)/100, 2))
}

// shape writes proportions in small numbers where they fit, and else as one to so many: "16:9", "2.39:1", "1:3.2".
func (c *Catalog) shape(width, height int) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	a, b := width, height
	for b > 0 {
		a, b = b, a%b
	}
	switch w, h := width/a, height/a; {
	case max(w, h) <= 21:
		return strconv.Itoa(w) + ":" + strconv.Itoa(h)
	case w > h:
		return c.short(float64(w)/float64(h), 2) + ":1"
	default:
		return "1:" + c.short(float64(h)/float64(w), 2)
	}
}

// asOf says the month of a date such as 2026-09-11: "Sep 2026".
func (c *Catalog) asOf(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return Clean(date, nameLimit)
	}
	month := c.Text("check.month." + strconv.Itoa(int(day.Month())))
	return c.Text("check.as_of", "Month", month, "Year", day.Year())
}
