package messages

import (
	"strconv"

	"hoist/upload/video"
)

// CheckWords is a finding of [video.Judge] in the words that a person reads.
type CheckWords struct {
	Title string // what the file has: "Video codec: HEVC (H.265)"
	Hint  string // what X wants: "X takes H.264", or "this account: 20 min (Sep 2026)"; may be empty

	// Of a pass these are empty.
	Cause string // in at most six words without a full stop, for a card: "HEVC (H.265) video"
	Why   string // one or two sentences
	Do    string // what helps: "Export it again as H.264."
}

// Finding says what a check has found. The verdict is the one that the finding is of.
func (c *Catalog) Finding(f video.Finding, v video.Verdict) CheckWords {
	if v.Info == nil {
		v.Info = &video.Info{}
	}
	special := special(f, v)
	args := append(c.measured(f, v), c.allowed(f.Check, v)...)
	say := func(part string) string {
		id := "check." + string(f.Check) + "." + part
		for _, variant := range special {
			if c.has(id + "." + variant) {
				return c.Text(id+"."+variant, args...)
			}
		}
		return c.Text(id, args...)
	}
	words := CheckWords{Title: say("title")}
	if v.Limit.AsOf != "" || f.Check != video.CheckDuration && f.Check != video.CheckSize {
		words.Hint = say("hint")
	}
	if f.Class > video.Pass {
		words.Cause, words.Why, words.Do = say("cause"), say("why"), say("do")
	}
	return words
}

// special names the special words that a finding has, the most special first; where there are none the plain ones hold.
func special(f video.Finding, v video.Verdict) []string {
	cause := string(f.Cause)
	switch f.Check {
	case video.CheckCodec, video.CheckSound:
		return []string{cause, when(codecOf(f.Check, v.Info) == "", "unknown")}
	case video.CheckKeyframes:
		return []string{when(v.Info.Picture != nil && v.Info.Picture.Partly, "partly")}
	case video.CheckPixelShape:
		return []string{when(f.Class == video.Pass, "square")}
	case video.CheckScan:
		return []string{when(f.Class == video.Pass, "progressive")}
	case video.CheckIndex:
		return []string{when(v.Info.Index == video.IndexFragments, "fragments"), when(f.Class == video.Pass, "front")}
	case video.CheckDuration, video.CheckSize:
		return ofLimit(f, v)
	}
	return []string{cause}
}

// ofLimit is special for what accounts and categories differ in.
func ofLimit(f video.Finding, v video.Verdict) []string {
	cause := string(f.Cause)
	special := []string{cause}
	if v.Limit.Category == "dm_video" {
		special = []string{cause + ".dm", cause, "dm"}
	}
	premium, ok := video.LimitFor(v.Limit.Category, true)
	fits := ok && !v.Limit.Premium && v.Info.Bytes <= premium.MaxBytes && v.Info.Duration <= premium.MaxDuration
	return append([]string{when(!fits, cause+".nowhere")}, special...)
}

func codecOf(check video.Check, i *video.Info) string {
	switch {
	case check == video.CheckCodec && i.Picture != nil:
		return i.Picture.Codec
	case check == video.CheckSound && i.Sound != nil:
		return i.Sound.Codec
	}
	return ""
}

// measured returns what the words of a check can fill in about the file.
func (c *Catalog) measured(f video.Finding, v video.Verdict) []any {
	if p := v.Info.Picture; p != nil {
		switch f.Check {
		case video.CheckCodec:
			return []any{"Has", c.CodecName(p.Codec)}
		case video.CheckChroma:
			return []any{"Has", string(p.Chroma)}
		case video.CheckBitDepth:
			return []any{"Has", p.BitDepth}
		case video.CheckKeyframes:
			return []any{"Has", p.KeyframeGap}
		case video.CheckFrameRate:
			return []any{"Has", c.rate(p.FrameRate), "Fastest", c.rate(max(p.FrameRate, p.Fastest))}
		case video.CheckPixelShape:
			return []any{"Has", strconv.Itoa(p.PixelWidth) + ":" + strconv.Itoa(p.PixelHeight)}
		case video.CheckDimensions:
			return []any{"Has", dimensions(p.Shown())}
		case video.CheckAspect:
			return []any{"Has", c.shape(p.Shown()), "Size", dimensions(p.Shown())}
		}
	}
	if s := v.Info.Sound; s != nil {
		switch f.Check {
		case video.CheckSound:
			return []any{"Has", c.soundName(s.Codec, s.Profile)}
		case video.CheckChannels:
			return []any{"Has", c.channels(s.Channels)}
		}
	}
	if f.Check == video.CheckSize {
		pieces := (v.Info.Bytes + video.MaxSegments - 1) / video.MaxSegments
		return []any{"Has", c.Bytes(v.Info.Bytes), "Segment", c.Bytes(pieces)}
	}
	return []any{"Has", c.length(v)}
}

// length says how long a video is.
func (c *Catalog) length(v video.Verdict) string {
	length, most := v.Info.Duration, v.Limit.MaxDuration
	if length > most {
		length = apart(length, most)
	}
	return c.Lasts(length)
}

// allowed returns what the words of a check can fill in about what X wants.
func (c *Catalog) allowed(check video.Check, v video.Verdict) []any {
	rules := video.Wanted()
	args := []any{"AsOf", c.asOf(v.Limit.AsOf)}
	switch check {
	case video.CheckCodec:
		return append(args, "Wanted", c.CodecName(rules.Codec))
	case video.CheckSound:
		return append(args, "Wanted", c.soundName(rules.AudioCodec, rules.AudioProfile))
	case video.CheckChroma:
		return append(args, "Wanted", string(rules.Chroma))
	case video.CheckBitDepth:
		return append(args, "Wanted", rules.BitDepth)
	case video.CheckKeyframes:
		return append(args, "Most", rules.KeyframeGap)
	case video.CheckFrameRate:
		return append(args, "Most", c.rate(rules.FrameRate))
	case video.CheckAspect:
		return append(args, "Wide", strconv.Itoa(rules.Aspect)+":1", "Tall", "1:"+strconv.Itoa(rules.Aspect))
	case video.CheckDimensions:
		return append(args, "Least", dimensions(rules.Least, rules.Least), "Most", dimensions(rules.LongSide, rules.ShortSide))
	case video.CheckDuration:
		return append(args, "Least", c.Lasts(v.Limit.MinDuration), "Most", c.Length(v.Limit.MaxDuration))
	case video.CheckSize:
		return append(args,
			"Most", c.Bytes(min(v.Limit.MaxBytes, video.MaxBytes)),
			"Recommended", c.Bytes(video.RecommendedSegmentBytes), "Largest", c.Bytes(video.MaxSegmentBytes),
			"Under", c.Bytes(video.MaxSegments*video.RecommendedSegmentBytes))
	}
	return args
}

// VerdictWords is what X is likely to say of a video, in the words that a person reads.
type VerdictWords struct {
	Title string // "X won't accept this video as it is"
	Why   string // the gravest fault, and which there are beside it; what there is to know where there is none; may be empty
	Do    string // what helps; empty: nothing has to be done
}

// Verdict says what X is likely to say of a video.
func (c *Catalog) Verdict(v video.Verdict) VerdictWords {
	faults := append(v.Of(video.Refuse), v.Of(video.Warn)...)
	if len(faults) == 0 {
		var notes []string
		for _, f := range v.Of(video.Note) {
			notes = append(notes, c.Finding(f, v).Why)
		}
		return VerdictWords{Title: c.Text("check.verdict.fine"), Why: c.sentences(notes...)}
	}
	gravest := c.Finding(faults[0], v)
	words := VerdictWords{Title: c.Text("check.verdict.warnings"), Why: gravest.Why, Do: c.help(faults, v)}
	if v.Class() == video.Refuse {
		words.Title = c.Text("check.verdict.would_fail")
	}
	var others []string
	for _, f := range faults[1:] {
		others = append(others, c.Finding(f, v).Cause)
	}
	if len(others) > 0 {
		words.Why = c.sentences(words.Why, c.Text("check.also", "Causes", c.list(others...)))
	}
	return words
}

// help says what helps against several faults. What X refuses comes first: one export can mend all of that, and where
// it cannot, all else is of no use.
func (c *Catalog) help(faults []video.Finding, v video.Verdict) string {
	first := faults[0]
	if first.Class == video.Refuse {
		if len(faults) > 1 && first.Cause == "" {
			return c.Text("check.do.export")
		}
		return c.Finding(first, v).Do
	}
	var all []string
	for _, f := range faults {
		if do := c.Finding(f, v).Do; len(all) == 0 || all[len(all)-1] != do {
			all = append(all, do)
		}
	}
	const few = 2
	return c.sentences(all[:min(few, len(all))]...)
}

// sentences puts sentences one behind the other.
func (c *Catalog) sentences(all ...string) string {
	return c.joined("check.sentences", all)
}
