package messages

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// What X's processing says of a video is read by the words that it has been seen to use. Whatever it says else is shown as
// it is.
var (
	tooLong  = regexp.MustCompile(`(?i)duration (\S+) exceeds max duration of (\S+)`)
	stretch  = regexp.MustCompile(`^(\d{1,6})\.(day|hour|minute|second|millisecond)s?$`)
	number   = regexp.MustCompile(`\d+`)
	nameOfIt = regexp.MustCompile(`^[A-Z][A-Za-z]+: `)
)

// rejection tells apart why X gave up on a video.
func rejection(words string) []string {
	switch said := strings.ToLower(words); {
	case strings.Contains(said, "max duration"):
		length, _ := lengths(words)
		return []string{when(length > 0, "duration.known"), "duration"}
	case strings.Contains(said, "gop"):
		most, _ := frames(words)
		return []string{when(most > 0, "keyframes.known"), "keyframes"}
	}
	return []string{when(words != "", "words")}
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
	if length.Round(time.Second) == most.Round(time.Second) { // else it would be as long as it may be
		length = most + time.Second
	}
	return length, most
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
