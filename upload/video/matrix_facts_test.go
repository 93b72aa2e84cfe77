package video_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hoist/upload/video"
)

// How ffprobe's words are read.

func (p report) mime() string {
	switch brands := p.brands(); {
	case strings.HasPrefix(p.Format.Name, "matroska"):
		return video.WebM.MIME
	case p.Format.Name == "mpegts":
		return video.MPEGTS.MIME
	case len(brands) == 0 || brands[0] == "qt":
		return video.QuickTime.MIME
	}
	return video.MP4.MIME
}

// brands returns the brand of the file and those that it is compatible with, without spaces.
func (p report) brands() []string {
	major, others := p.Format.Tags["major_brand"], p.Format.Tags["compatible_brands"]
	if major == "" {
		return nil
	}
	all := []string{strings.TrimSpace(major)}
	for ; len(others) >= 4; others = others[4:] {
		all = append(all, strings.TrimSpace(others[:4]))
	}
	return all
}

// without returns the brands without what is there already.
func without(brands []string) []string {
	var all []string
	for _, b := range brands {
		if !slices.Contains(all, b) {
			all = append(all, b)
		}
	}
	return all
}

func (p report) created() time.Time {
	at, _ := time.Parse(time.RFC3339, p.Format.Tags["creation_time"])
	return at
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateTime)
}

func known(s string) string {
	if s == "unknown" {
		return ""
	}
	return s
}

// level returns ffprobe's number of a level as a person writes it. Each codec has a number of its own: tenths (1b is 9, or 11
// with a bit that ffprobe does not say), thirtieths, and quarters from 2.0 on; the older ones are not numbers to a person.
func (s *stream) level() string {
	switch {
	case s.Level < 0:
		return ""
	case s.Codec == "h264" && s.Level == 9:
		return "1b"
	case s.Codec == "h264":
		return fmt.Sprintf("%d.%d", s.Level/10, s.Level%10)
	case s.Codec == "hevc":
		return fmt.Sprintf("%d.%d", s.Level/30, s.Level%30/3)
	case s.Codec == "mpeg2video":
		return map[int]string{4: "High", 6: "High 1440", 8: "Main", 10: "Low"}[s.Level]
	case s.Codec == "mpeg4":
		return strconv.Itoa(s.Level)
	case s.Codec == "av1":
		return fmt.Sprintf("%d.%d", 2+s.Level/4, s.Level%4)
	}
	return ""
}

// samples reads the name of a pixel format, such as yuv420p10le.
func (s *stream) samples() (video.Chroma, int) {
	name := strings.TrimSuffix(strings.TrimSuffix(s.PixelFormat, "le"), "be")
	chroma := video.Chroma("")
	for part, is := range map[string]video.Chroma{
		"420": video.Chroma420, "422": video.Chroma422, "444": video.Chroma444, "411": video.Chroma411, "410": video.Chroma410,
		"gray": video.Monochrome, "gbr": video.Chroma444, "rgb": video.Chroma444,
	} {
		if strings.Contains(name, part) {
			chroma = is
		}
	}
	if chroma == "" {
		return "", 0
	}
	if _, bits, deep := strings.Cut(name, "p1"); deep {
		n, _ := strconv.Atoi("1" + bits)
		return chroma, n
	}
	return chroma, 8
}

func (s *stream) scan() video.Scan {
	switch s.FieldOrder {
	case "progressive":
		return video.Progressive
	case "tt", "bb", "tb", "bt":
		return video.Interlaced
	}
	return ""
}

// rotation returns by how much the picture is turned clockwise; ffprobe says it the other way round.
func (s *stream) rotation() int {
	for _, side := range s.SideDataLists {
		if side.Rotation != 0 {
			return (360 - side.Rotation) % 360
		}
	}
	return 0
}

func float(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}

func fraction(s string) float64 {
	over, under, _ := strings.Cut(s, "/")
	if float(under) == 0 {
		return 0
	}
	return float(over) / float(under)
}

// tag returns a length of Matroska's tags, such as 00:00:01.020000000, in seconds.
func tag(tags map[string]string, name string) string {
	parts := strings.Split(tags[name], ":")
	if len(parts) != 3 {
		return ""
	}
	return fmt.Sprint(float(parts[0])*3600 + float(parts[1])*60 + float(parts[2]))
}

// length returns how long a track is, in seconds.
func (s *stream) length(packets []packet) string {
	return cmp.Or(s.Duration, tag(s.Tags, "DURATION"), span(packets))
}

// What follows from the packets, which ffprobe only lists.

func times(packets []packet) []float64 {
	var all []float64
	for _, p := range packets {
		if p.PTS != "" {
			all = append(all, float(p.PTS))
		}
	}
	slices.Sort(all)
	return all
}

// span returns how long packets last, in seconds.
func span(packets []packet) string {
	all := times(packets)
	if len(all) < 2 {
		return ""
	}
	length := all[len(all)-1] - all[0]
	return fmt.Sprint(length * float64(len(all)) / float64(len(all)-1))
}

func weight(packets []packet) float64 {
	sum := 0.0
	for _, p := range packets {
		sum += float(p.Size)
	}
	return sum
}

// pace reports whether the distances of frames differ by more than what rounding to milliseconds does, but for one of them
// (a fragment that ends with the sound has such a frame), and how many frames there would be in a second at the distance that a
// twentieth of them does not reach.
func pace(packets []packet) (varies bool, fastest float64) {
	all := times(packets)
	var gaps []float64
	for i := 1; i < len(all); i++ {
		gaps = append(gaps, all[i]-all[i-1])
	}
	if len(gaps) == 0 {
		return false, 0
	}
	slices.Sort(gaps)
	usual, odd := gaps[len(gaps)/2], 0
	for _, gap := range gaps {
		if math.Abs(gap-usual) > 0.0011 {
			odd++
		}
	}
	return odd > 1, 1 / gaps[len(gaps)/20]
}

// groups returns the longest distance from a keyframe to the next or to the end, in frames as they are stored, and whether
// frames that are stored behind a keyframe are shown before it.
func groups(packets []packet) (longest int, open bool) {
	since, key := 0, math.Inf(-1)
	for _, p := range packets {
		if p.key() {
			since, key = 0, float(p.PTS)
		}
		since++
		longest = max(longest, since)
		open = open || float(p.PTS) < key
	}
	return longest, open
}

func (p packet) key() bool { return strings.HasPrefix(p.Flags, "K") }
