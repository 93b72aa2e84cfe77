package video

import "fmt"

// Rules are the numbers that [Judge] goes by, for words about them. X's best practices have them (read 2026-09-11).
type Rules struct {
	Codec, AudioCodec, AudioProfile string // as in [Picture] and [Sound]
	Chroma                          Chroma
	BitDepth                        int // bits a sample
	Channels                        int
	KeyframeGap                     int     // frames, at most
	FrameRate                       float64 // frames per second, at most
	Aspect                          int     // from 1:Aspect to Aspect:1
	Least, LongSide, ShortSide      int     // pixels: of either side at least, and of each at most in X's table
}

// Wanted returns the numbers.
func Wanted() Rules {
	return Rules{
		Codec: wanted.codec, AudioCodec: wanted.audioCodec, AudioProfile: wanted.audioProfile,
		Chroma: wanted.chroma, BitDepth: wanted.bitDepth, Channels: wanted.channels,
		KeyframeGap: wanted.keyframeGap, FrameRate: wanted.frameRate,
		Aspect: wanted.aspect, Least: wanted.least, LongSide: wanted.longSide, ShortSide: wanted.shortSide,
	}
}

// Refusal is why a video is not sent that could be: X would refuse it, as far as is known.
type Refusal struct{ Verdict Verdict }

// Error returns one line for logs.
func (r *Refusal) Error() string {
	var checks []Check
	for _, f := range r.Verdict.Of(Refuse) {
		checks = append(checks, f.Check)
	}
	return fmt.Sprintf("video: X would refuse it: %v", checks)
}

// Err returns a [*Refusal] where X would refuse the video, and nil where it may take it.
func (v Verdict) Err() error {
	if v.Class() != Refuse {
		return nil
	}
	return &Refusal{v}
}
