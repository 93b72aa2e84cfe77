package messages

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hoist/upload/video"
)

// What X's processing says of a video is read by the words that it has been seen to use. Whatever it says else is shown as
// it is.
var (
	tooLong  = regexp.MustCompile(`(?i)duration (\S+) exceeds max duration of (\S+)`)
	stretch  = regexp.MustCompile(`^(\d{1,6})\.(day|hour|minute|second|millisecond)s?$`)
	number   = regexp.MustCompile(`\d+`)
	nameOfIt = regexp.MustCompile(`^[A-Z][A-Za-z]+: `)
)

// rejection tells apart why X gave up on a video. v is the verdict on it; nil: not known.
func rejection(words string, v *video.Verdict) []string {
	switch said := strings.ToLower(words); {
	case strings.Contains(said, "max duration"):
		length, _ := tooLongBy(words, v)
		return []string{when(length > 0, "duration.known"), "duration"}
	case strings.Contains(said, "gop"):
		most, _ := tooFarApart(words, v)
		return []string{when(most > 0, "keyframes.known"), "keyframes"}
	}
	return []string{when(words != "" && fault(v) != nil, "words.checked"), when(fault(v) != nil, "checked"), when(words != "", "words")}
}

// fault returns the gravest fault of a video; nil: there is none, or it is not known.
func fault(v *video.Verdict) *video.Finding {
	if v == nil || v.Class() < video.Warn {
		return nil
	}
	return &v.Findings[0]
}

// tooLongBy returns how long a video is and may be, as X says, or else as was found. 0: neither says that it is too long.
func tooLongBy(words string, v *video.Verdict) (length, most time.Duration) {
	if length, most = lengths(words); length > 0 || v == nil {
		return length, most
	}
	if length, most = v.Info.Duration, v.Limit.MaxDuration; most == 0 || length <= most {
		return 0, 0
	}
	return apart(length, most), most
}

// tooFarApart returns how many frames lie between two keyframes of a video, and how many may, as X says, or else as was
// found. 0: neither says that these are too many.
func tooFarApart(words string, v *video.Verdict) (has, most int) {
	if has, most = frames(words); has > 0 || v == nil || v.Info.Picture == nil {
		return has, most
	}
	if has, most = v.Info.Picture.KeyframeGap, video.Wanted().KeyframeGap; has <= most {
		return 0, 0
	}
	return has, most
}

// unnamed returns what X says without the name that it has for it: "InvalidMedia: file is invalid".
func unnamed(words string) string { return words[len(nameOfIt.FindString(words)):] }

// lengths returns how long a video is and may be, where X says that it is too long: "Duration 2.minutes+29.seconds exceeds
// max duration of 2.minutes+20.seconds". 0: it does not say, or in other words.
func lengths(words string) (length, most time.Duration) {
	said := tooLong.FindStringSubmatch(words)
	if said == nil {
		return 0, 0
	}
	length, most = lengthOf(said[1]), lengthOf(said[2])
	if length <= most || most == 0 {
		return 0, 0
	}
	return apart(length, most), most
}

// apart returns a length that is above most, and is so when both are said to the second, too.
func apart(length, most time.Duration) time.Duration {
	if length.Round(time.Second) == most.Round(time.Second) {
		return most + time.Second
	}
	return length
}

// lengthOf reads "2.minutes+29.seconds"; 0: it is nothing like that.
func lengthOf(said string) time.Duration {
	units := map[string]time.Duration{
		"day": 24 * time.Hour, "hour": time.Hour, "minute": time.Minute, "second": time.Second, "millisecond": time.Millisecond,
	}
	sum := time.Duration(0)
	for part := range strings.SplitSeq(strings.TrimRight(said, "."), "+") {
		found := stretch.FindStringSubmatch(strings.ToLower(part))
		if found == nil {
			return 0
		}
		n, err := strconv.Atoi(found[1])
		if err != nil {
			return 0
		}
		sum += time.Duration(n) * units[found[2]]
	}
	return sum
}

// frames returns how many frames lie between two keyframes of a video, and how many may, where X says that these are too
// many: the larger and the smaller of the two numbers in its sentence. 0: it does not say both.
func frames(words string) (has, most int) {
	found := number.FindAllString(words, -1)
	if len(found) != 2 {
		return 0, 0
	}
	a, errA := strconv.Atoi(found[0])
	b, errB := strconv.Atoi(found[1])
	if errA != nil || errB != nil || a == b || min(a, b) == 0 {
		return 0, 0
	}
	return max(a, b), min(a, b)
}

// answer returns what a status of HTTP means that says that a server is in trouble, as it stands in quotes: "unavailable".
func answer(status int) string {
	return strings.TrimPrefix(strings.ToLower(http.StatusText(status)), "service ")
}
