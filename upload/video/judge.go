package video

import (
	"cmp"
	"slices"
)

// Class is how grave a finding is. What cannot be sent at all is no finding: [Read] fails, or the plan of the upload does.
type Class int

// The classes, the least grave first.
const (
	Pass   Class = iota // as X wants it
	Note                // X takes it, and there is something to know
	Warn                // X may refuse it
	Refuse              // X refuses it, as far as is known
)

// String returns the class as `hoist check --json` has it.
func (c Class) String() string {
	return [...]string{"pass", "note", "warning", "failure"}[c]
}

// Check is one thing that X wants of a video. Its text is part of `hoist check --json`.
type Check string

// The checks, in the order in which they are shown.
const (
	CheckCodec      Check = "video_codec"
	CheckChroma     Check = "chroma"
	CheckBitDepth   Check = "bit_depth"
	CheckSound      Check = "audio_codec"
	CheckChannels   Check = "channels"
	CheckKeyframes  Check = "keyframe_gap"
	CheckOpenGOP    Check = "open_gop"
	CheckFrameRate  Check = "frame_rate"
	CheckDuration   Check = "duration"
	CheckSize       Check = "size"
	CheckAspect     Check = "aspect_ratio"
	CheckPixelShape Check = "pixel_shape"
	CheckScan       Check = "scan"
	CheckDimensions Check = "dimensions"
	CheckIndex      Check = "index"
)

// Checks are all checks, in the order in which they are shown.
var Checks = []Check{
	CheckCodec, CheckChroma, CheckBitDepth, CheckSound, CheckChannels, CheckKeyframes, CheckOpenGOP, CheckFrameRate,
	CheckDuration, CheckSize, CheckAspect, CheckPixelShape, CheckScan, CheckDimensions, CheckIndex,
}

// Finding is what one check has found.
type Finding struct {
	Check Check
	Class Class
	Cause Cause // which of the things that the check looks for; empty: there is only one
}

// Cause tells apart what a check can find. Its text is part of `hoist check --json`.
type Cause string

// The causes, by their checks.
const (
	NoPicture  Cause = "no_picture"  // CheckCodec: there is no video track
	Encrypted  Cause = "encrypted"   // CheckCodec, CheckSound: copy protection
	NoSound    Cause = "no_sound"    // CheckSound: a pass
	HighAAC    Cause = "aac_profile" // CheckSound: AAC, but not Low Complexity
	TooShort   Cause = "too_short"   // CheckDuration
	TooSmall   Cause = "too_small"   // CheckDimensions
	TooLong    Cause = "too_long"    // CheckDuration
	OverLimit  Cause = "over_limit"  // CheckSize: more than the account may send
	BigPieces  Cause = "big_pieces"  // CheckSize: segments have to be larger than X recommends
	TooTall    Cause = "too_tall"    // CheckAspect
	TooWide    Cause = "too_wide"    // CheckAspect
	Varying    Cause = "varying"     // CheckFrameRate: a pass or a warning
	AboveTable Cause = "above_table" // CheckDimensions: larger than X's page says, which it takes all the same
)

// Verdict is what X is likely to say of a video.
type Verdict struct {
	Info     *Info
	Limit    Limit
	Findings []Finding // the gravest first; what could not be looked at is left out
}

// Class is that of the gravest finding.
func (v Verdict) Class() Class {
	if len(v.Findings) == 0 {
		return Pass
	}
	return v.Findings[0].Class
}

// Of returns the findings of one class.
func (v Verdict) Of(c Class) []Finding {
	var of []Finding
	for _, f := range v.Findings {
		if f.Class == c {
			of = append(of, f)
		}
	}
	return of
}

// Judge compares what is in a file with what X wants. limit is for the account and the media category: see [LimitFor].
func Judge(info *Info, limit Limit) Verdict {
	j := judge{info: info, limit: limit}
	if p := info.Picture; p != nil {
		j.picture(p)
	} else {
		j.add(CheckCodec, Refuse, NoPicture)
	}
	j.sound(info.Sound)
	j.file()
	slices.SortStableFunc(j.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Class, a.Class), cmp.Compare(slices.Index(Checks, a.Check), slices.Index(Checks, b.Check)))
	})
	return Verdict{Info: info, Limit: limit, Findings: j.findings}
}

type judge struct {
	info     *Info
	limit    Limit
	findings []Finding
}

func (j *judge) add(check Check, class Class, cause Cause) {
	j.findings = append(j.findings, Finding{check, class, cause})
}

// ask adds a pass where a thing is as X wants it, and else a finding of the class; nothing where it is not known.
func (j *judge) ask(check Check, known, good bool, class Class) {
	switch {
	case !known:
	case good:
		j.add(check, Pass, "")
	default:
		j.add(check, class, "")
	}
}

// picture looks at the video track.
func (j *judge) picture(p *Picture) {
	if p.Protected {
		j.add(CheckCodec, Refuse, Encrypted)
	} else {
		j.ask(CheckCodec, true, p.Codec == wanted.codec, Refuse)
	}
	j.ask(CheckChroma, p.Chroma != "", p.Chroma == wanted.chroma, Refuse)
	j.ask(CheckBitDepth, p.BitDepth > 0, p.BitDepth == wanted.bitDepth, Refuse)
	j.ask(CheckKeyframes, p.KeyframeGap > wanted.keyframeGap || p.KeyframeGap > 0 && !p.Partly, p.KeyframeGap <= wanted.keyframeGap, Warn)
	if p.OpenGOP {
		j.add(CheckOpenGOP, Warn, "")
	}
	j.frameRate(p)
	j.ask(CheckScan, p.Scan != "", p.Scan == Progressive, Warn)
	j.ask(CheckPixelShape, p.PixelWidth > 0, p.PixelWidth == p.PixelHeight, Warn)
	j.shape(p)
}

func (j *judge) frameRate(p *Picture) {
	if p.FrameRate == 0 {
		return
	}
	class, cause := Pass, Cause("")
	if p.Variable {
		cause = Varying
	}
	if max(p.FrameRate, p.Fastest) > wanted.frameRate+wanted.rounding {
		class = Warn
	}
	j.add(CheckFrameRate, class, cause)
}

// shape looks at the size of the picture and its proportions, as it is shown.
func (j *judge) shape(p *Picture) {
	width, height := p.Shown()
	if width <= 0 || height <= 0 {
		return
	}
	switch {
	case width > wanted.aspect*height:
		j.add(CheckAspect, Warn, TooWide)
	case height > wanted.aspect*width:
		j.add(CheckAspect, Warn, TooTall)
	default:
		j.add(CheckAspect, Pass, "")
	}
	switch {
	case min(width, height) < wanted.least:
		j.add(CheckDimensions, Warn, TooSmall)
	case max(width, height) > wanted.longSide || min(width, height) > wanted.shortSide:
		j.add(CheckDimensions, Note, AboveTable)
	default:
		j.add(CheckDimensions, Pass, "")
	}
}

// sound looks at the audio track. A video without one is fine.
func (j *judge) sound(s *Sound) {
	switch {
	case s == nil:
		if j.info.Picture != nil {
			j.add(CheckSound, Pass, NoSound)
		}
		return
	case s.Protected:
		j.add(CheckSound, Warn, Encrypted)
	case s.Codec != wanted.audioCodec:
		j.add(CheckSound, Warn, "")
	case s.Profile != "" && s.Profile != wanted.audioProfile:
		j.add(CheckSound, Warn, HighAAC)
	default:
		j.add(CheckSound, Pass, "")
	}
	j.ask(CheckChannels, s.Channels > 0, s.Channels <= wanted.channels, Warn)
}

// file looks at what concerns the file as a whole.
func (j *judge) file() {
	l, d := j.limit, j.info.Duration
	switch {
	case d == 0:
	case l.MinDuration > 0 && d < l.MinDuration-wanted.grain:
		j.add(CheckDuration, Warn, TooShort)
	case l.MaxDuration > 0 && d > l.MaxDuration+wanted.frame:
		j.add(CheckDuration, Warn, TooLong)
	default:
		j.add(CheckDuration, Pass, "")
	}
	switch {
	case l.MaxBytes > 0 && j.info.Bytes > l.MaxBytes:
		j.add(CheckSize, Warn, OverLimit)
	case j.info.Bytes > MaxSegments*RecommendedSegmentBytes:
		j.add(CheckSize, Warn, BigPieces)
	default:
		j.add(CheckSize, Pass, "")
	}
	switch j.info.Index {
	case IndexFront, IndexFragments:
		j.add(CheckIndex, Pass, "")
	case IndexBehind:
		j.add(CheckIndex, Note, "")
	}
}
