package video

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Cure is how ffmpeg makes a copy of a video that X takes: what is wrong is mended, and the rest copied as it is.
//
// The copy is an MP4 with its index at the front, with the tracks that [Info] describes and no others. A picture that has to be
// encoded anew becomes H.264 High with 4:2:0 and 8 bits, in the quality that is taken for one that cannot be told from the
// original, as long as the file stays within the limit. It is shown as it was: turned, in its proportions and at its speed; a
// frame rate that varies may go on varying. Colours are converted and not mapped: HDR (PQ or HLG) stays what it is with 8
// bits, and is marked so.
//
// The options are those that ffmpeg 4 to 7 have all of.
type Cure struct {
	kind     Type          // of the original
	duration time.Duration // of the original; 0: not known
	args     []string      // from the tracks to the name of the copy
}

// What the copies are made with.
const (
	encoderGOP   = 120 // frames: 2 to 5 seconds, well within wanted.keyframeGap
	encoderCRF   = 18  // x264's scale: lower is better
	soundBitRate = 128_000
	soundRate    = 48_000 // samples per second, at most
)

// CureFor returns what mends the failures and warnings of a verdict; false: there are none that ffmpeg could mend. It mends
// what it can: a video that is too long stays so. Where there is copy protection there is no cure at all, since ffmpeg would
// copy what it cannot read, and without a picture there is nothing to mend.
func CureFor(v Verdict) (Cure, bool) {
	m := mend{info: v.Info, limit: v.Limit}
	for _, f := range v.Findings {
		if f.Class < Warn {
			break // they are sorted
		}
		if f.Cause == Encrypted || f.Cause == NoPicture {
			return Cure{}, false
		}
		m.add(f.Check)
	}
	if !m.picture && !m.sound {
		return Cure{}, false
	}
	args := []string{"-map", "0:V:0", "-map", "0:a:0?"} // V: video, but not the cover that is a video track for ffmpeg
	args = append(args, m.pictureArgs()...)
	args = append(args, m.soundArgs()...)
	args = append(args, "-movflags", "+faststart", "-f", "mp4")
	return Cure{kind: v.Info.Type, duration: v.Info.Duration, args: args}, true
}

// mend gathers what has to be made anew.
type mend struct {
	info           *Info
	limit          Limit
	picture, sound bool
	large          bool // the file is; else there is a bound only where the copy might come near it
}

// add takes in what a check has found.
func (m *mend) add(c Check) {
	switch c {
	case CheckCodec, CheckChroma, CheckBitDepth, CheckKeyframes, CheckOpenGOP, CheckFrameRate, CheckAspect, CheckPixelShape,
		CheckScan, CheckDimensions:
		m.picture = true
	case CheckSize:
		m.large = true
		m.picture = m.picture || m.room() > 0
	case CheckSound, CheckChannels:
		m.sound = true
	}
}

// pictureArgs are for the video track.
func (m *mend) pictureArgs() []string {
	if !m.picture {
		return []string{"-c:v", "copy"}
	}
	var args []string
	if filters := m.filters(); len(filters) > 0 {
		args = append(args, "-vf", strings.Join(filters, ","))
	}
	args = append(args, "-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p", "-preset", "medium",
		"-crf", strconv.Itoa(encoderCRF))
	if room, plenty := m.room(), m.plenty(); room > 0 && (room < plenty || m.large) {
		rate := strconv.FormatInt(min(room, plenty)/1000, 10) + "k"
		args = append(args, "-maxrate", rate, "-bufsize", rate)
	}
	return append(args, "-g", strconv.Itoa(encoderGOP), "-flags", "+cgop")
}

// filters are what is done to the picture between decoding and encoding, after ffmpeg has turned it. Each is there only
// where it is needed.
func (m *mend) filters() []string {
	var filters []string
	p := m.info.Picture
	if p.Scan == Interlaced {
		filters = append(filters, "bwdif=mode=send_frame") // a frame from both of its fields: the rate stays
	}
	if max(p.FrameRate, p.Fastest) > wanted.frameRate+wanted.rounding {
		filters = append(filters, fmt.Sprintf("fps=%g", wanted.frameRate))
	}
	return append(filters, shape(p)...)
}

// soundArgs are for the audio track. Where Info has none, the copy takes one that ffmpeg may find all the same.
func (m *mend) soundArgs() []string {
	if !m.sound {
		return []string{"-c:a", "copy"}
	}
	args := []string{"-c:a", "aac", "-b:a", strconv.Itoa(soundBitRate/1000) + "k"}
	s := m.info.Sound
	if s.Channels == 0 || s.Channels > wanted.channels {
		args = append(args, "-ac", strconv.Itoa(wanted.channels))
	}
	if s.Rate > soundRate {
		args = append(args, "-ar", strconv.Itoa(soundRate))
	}
	return args
}
