package terminal

import (
	"math"
	"time"

	"hoist/ui/messages"
	"hoist/upload/video"
)

// What `hoist check --json` has on a line, and `hoist upload --json` for what it is about to send. null says that a thing is
// not known, or that there is none.
type (
	checkedObject struct {
		File      string          `json:"file"`
		Verdict   string          `json:"verdict"` // fine, warnings, would_fail, cannot_be_sent
		Kind      *string         `json:"kind"`    // of what cannot be sent or would fail
		Message   string          `json:"message"`
		Bytes     *int64          `json:"bytes"`
		MediaType *string         `json:"media_type"`
		Duration  *float64        `json:"duration"` // seconds
		Video     *pictureObject  `json:"video"`
		Audio     *soundObject    `json:"audio"`
		Index     *string         `json:"index"` // front, behind, fragments, none
		Findings  []findingObject `json:"findings"`
		FFmpeg    *string         `json:"ffmpeg"` // a line for the shell that makes a mended copy
	}
	eventCheckedObject struct {
		Event    string          `json:"event"`
		File     string          `json:"file"`
		Verdict  string          `json:"verdict"`
		Findings []findingObject `json:"findings"`
	}
	findingObject struct {
		Check   video.Check `json:"check"`
		Class   string      `json:"class"` // failure, warning, note, pass
		Cause   *string     `json:"cause"` // null: the check looks for one thing
		Message string      `json:"message"`
	}
	pictureObject struct {
		Codec       *string  `json:"codec"`
		Profile     *string  `json:"profile"`
		Level       *string  `json:"level"`
		Width       *int     `json:"width"` // as it is stored
		Height      *int     `json:"height"`
		Rotation    int      `json:"rotation"` // degrees clockwise
		PixelWidth  *int     `json:"pixel_width"`
		PixelHeight *int     `json:"pixel_height"`
		Chroma      *string  `json:"chroma"`
		BitDepth    *int     `json:"bit_depth"`
		Scan        *string  `json:"scan"`
		FrameRate   *float64 `json:"frame_rate"` // frames per second, on average
		Variable    bool     `json:"variable"`
		BitRate     *int64   `json:"bit_rate"`     // bits per second
		KeyframeGap *int     `json:"keyframe_gap"` // frames; the longest
		OpenGOP     bool     `json:"open_gop"`
		Frames      *int64   `json:"frames"`
	}
	soundObject struct {
		Codec      *string `json:"codec"`
		Profile    *string `json:"profile"`
		Channels   *int    `json:"channels"`
		SampleRate *int    `json:"sample_rate"`
		BitRate    *int64  `json:"bit_rate"`
	}
)

// checked is a line of `hoist check`.
func (o *objects) checked(e examined) {
	line := checkedObject{File: e.file, Verdict: e.outcome(), Findings: []findingObject{}}
	if e.err != nil {
		line.Kind, line.Message = known(messages.KindOf(e.err)), o.words.Problem(e.err, messages.Facts{Now: time.Now()}).Message()
		o.write(line)
		return
	}
	i := e.found.Info
	words := o.words.Verdict(e.verdict)
	if line.Message = words.Title + "."; words.Why != "" {
		line.Message += " " + words.Why
	}
	if line.Verdict == verdictWouldFail {
		line.Kind = known(messages.KindOf(e.refused()))
	}
	line.Bytes, line.MediaType, line.Duration = measured(e.found.Bytes), known(e.found.MediaType), measured(rounded(i.Duration.Seconds()))
	line.Video, line.Audio, line.Index = pictureOf(i.Picture), soundOf(i.Sound), known(string(i.Index))
	line.Findings, line.FFmpeg = o.findings(e.verdict), known(e.cure())
	o.write(line)
}

// findings are all findings of a verdict, the gravest first.
func (o *objects) findings(v video.Verdict) []findingObject {
	all := make([]findingObject, len(v.Findings))
	for i, f := range v.Findings {
		all[i] = findingObject{f.Check, f.Class.String(), known(string(f.Cause)), fault(o.words, f, v)}
	}
	return all
}

func pictureOf(p *video.Picture) *pictureObject {
	if p == nil {
		return nil
	}
	return &pictureObject{
		known(p.Codec), known(p.Profile), known(p.Level), measured(p.Width), measured(p.Height), p.Rotation,
		measured(p.PixelWidth), measured(p.PixelHeight), known(string(p.Chroma)), measured(p.BitDepth), known(string(p.Scan)),
		measured(rounded(p.FrameRate)), p.Variable, measured(p.BitRate), measured(p.KeyframeGap), p.OpenGOP, measured(p.Frames),
	}
}

func soundOf(s *video.Sound) *soundObject {
	if s == nil {
		return nil
	}
	return &soundObject{known(s.Codec), known(s.Profile), measured(s.Channels), measured(s.Rate), measured(s.BitRate)}
}

// measured returns nil for a number that is not known.
func measured[N int | int64 | float64](n N) *N {
	if n == 0 {
		return nil
	}
	return &n
}

// rounded returns a number to a thousandth.
func rounded(n float64) float64 { return math.Round(n*1000) / 1000 }
