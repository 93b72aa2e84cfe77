package video

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// probeBytes is more than ffprobe says of a file whose tracks are a handful.
const probeBytes = 1 << 20

// Complete reports whether all is known that [Judge] asks for and that [Info.Probe] could add. What is left of a codec that
// X refuses anyway does not count, but what a copy of it has to be made with does.
func (i *Info) Complete() bool {
	return i.Duration > 0 && i.Picture != nil && i.Picture.complete() && (i.Sound == nil || i.Sound.complete())
}

func (p *Picture) complete() bool {
	if p.Codec == "" || p.Width == 0 || p.Height == 0 || p.FrameRate == 0 {
		return false
	}
	switch p.Codec {
	case wanted.codec:
		return p.Chroma != "" && p.BitDepth > 0 && p.Scan != ""
	case "hevc", "av1", "vp8", "vp9": // whose frames are whole, and about whose pixels the container tells
		return true
	}
	return p.Scan != "" && p.PixelWidth > 0
}

func (s *Sound) complete() bool {
	return s.Codec != "" && s.Channels > 0 && (s.Codec != wanted.audioCodec || s.Profile != "")
}

// Probe fills in what is not known with what the ffprobe at that path says, and changes nothing that is. It ends with ctx,
// and fails with its error or a [*ConvertError].
func (i *Info) Probe(ctx context.Context, ffprobe, path string) error {
	args := append([]string{"-hide_banner", "-v", "error", "-print_format", "json", "-show_streams", "-show_format"}, input(i.Type, path)...)
	cmd := program(ctx, ffprobe, args...)
	var stderr tail
	stdout := bounded{most: probeBytes}
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := failure(ctx, execute(cmd), &stderr); err != nil {
		return err
	}
	var found probed
	if err := json.Unmarshal(stdout.data, &found); err != nil {
		return &ConvertError{stderr.said(), fmt.Errorf("not what ffprobe says: %w", err)}
	}
	i.fill(found)
	return nil
}

// probed is what ffprobe says, as far as it is of use. Numbers that it writes as words are read later, since it writes N/A
// for some.
type probed struct {
	Streams []probedStream `json:"streams"`
	Format  struct {
		Duration string `json:"duration"`
	} `json:"format"`
}

type probedStream struct {
	Type        string `json:"codec_type"`
	Codec       string `json:"codec_name"`
	Profile     string `json:"profile"`
	Level       int    `json:"level"`
	Width       int64  `json:"width"`
	Height      int64  `json:"height"`
	PixelShape  string `json:"sample_aspect_ratio"`
	Format      string `json:"pix_fmt"`
	FieldOrder  string `json:"field_order"`
	FrameRate   string `json:"avg_frame_rate"`
	Frames      string `json:"nb_frames"`
	Duration    string `json:"duration"`
	BitRate     string `json:"bit_rate"`
	Channels    int    `json:"channels"`
	Rate        string `json:"sample_rate"`
	Disposition struct {
		Cover int `json:"attached_pic"`
	} `json:"disposition"`
	Tags struct {
		Rotate string `json:"rotate"` // before ffmpeg 5, clockwise
	} `json:"tags"`
	SideData []struct {
		Rotation float64 `json:"rotation"` // anticlockwise
	} `json:"side_data_list"`
}

// fill takes in the first video and the first audio track.
func (i *Info) fill(found probed) {
	set(&i.Duration, lasting(found.Format.Duration))
	video, audio := false, false
	for _, s := range found.Streams {
		switch {
		case s.Type == "video" && s.Disposition.Cover == 0 && !video:
			video = true
			if i.Picture == nil {
				i.Picture = &Picture{Rotation: s.rotation()}
			}
			i.Picture.fill(s)
		case s.Type == "audio" && !audio:
			audio = true
			if i.Sound == nil {
				i.Sound = &Sound{}
			}
			i.Sound.fill(s)
		}
	}
}

// fill takes in what is said of a track, unless it is another one: neither its codec nor its size are the same. A codec alone
// may have another name.
func (p *Picture) fill(s probedStream) {
	if p.Codec != "" && p.Codec != s.Codec && (int64(p.Width) != s.Width || int64(p.Height) != s.Height) {
		return
	}
	set(&p.Codec, s.Codec)
	set(&p.Profile, known(s.Profile))
	set(&p.Level, s.level())
	if p.Width == 0 {
		p.size(s.Width, s.Height)
	}
	if width, height, ok := ratio(s.PixelShape, ":"); ok {
		p.pixelShape(width, height)
	}
	chroma, depth := pixelFormat(s.Format)
	set(&p.Chroma, chroma)
	set(&p.BitDepth, depth)
	set(&p.Scan, scans[s.FieldOrder])
	set(&p.Duration, lasting(s.Duration))
	set(&p.Frames, number(s.Frames))
	set(&p.BitRate, number(s.BitRate))
	if frames, clock, ok := ratio(s.FrameRate, "/"); ok {
		p.timing(float64(frames), float64(clock))
	}
}

// fill does the same for sound.
func (s *Sound) fill(found probedStream) {
	rate := int(min(number(found.Rate), maxRate))
	if s.Codec != "" && s.Codec != found.Codec && s.Rate != rate {
		return
	}
	set(&s.Codec, found.Codec)
	set(&s.Profile, known(found.Profile))
	if found.Channels > 0 && found.Channels <= maxChannels {
		set(&s.Channels, found.Channels)
	}
	set(&s.Rate, rate)
	set(&s.BitRate, number(found.BitRate))
	set(&s.Duration, lasting(found.Duration))
}

// What cannot be more in a video that is one.
const (
	maxChannels = 64
	maxRate     = 1 << 20 // samples per second
)

// set fills in what is not known.
func set[T comparable](field *T, found T) {
	var unknown T
	if *field == unknown {
		*field = found
	}
}

// known returns a word of ffprobe; empty where it says that it does not know.
func known(word string) string {
	if word == "unknown" || word == "N/A" || word == "-99" {
		return ""
	}
	return word
}

// level returns the level as a person writes it, of the codecs that write it as a multiple.
func (s probedStream) level() string {
	base := map[string]int{"h264": 10, "hevc": 30}[s.Codec]
	if base == 0 || s.Level <= 0 || s.Level > 255 {
		return ""
	}
	return strconv.FormatFloat(float64(s.Level)/float64(base), 'f', 1, 64)
}

// rotation returns by how many degrees the picture is turned clockwise.
func (s probedStream) rotation() int {
	turn := 0.0
	for _, d := range s.SideData {
		if d.Rotation != 0 {
			turn = -d.Rotation
		}
	}
	if degrees, err := strconv.Atoi(s.Tags.Rotate); err == nil && turn == 0 {
		turn = float64(degrees)
	}
	quarters := math.Round(math.Mod(turn, 360) / 90)
	return (int(quarters)*90 + 360) % 360
}

var scans = map[string]Scan{
	"progressive": Progressive, "tt": Interlaced, "bb": Interlaced, "tb": Interlaced, "bt": Interlaced,
}

// pixelFormat reads ffmpeg's name of a pixel format, such as yuv420p10le, as far as the rules need it.
func pixelFormat(name string) (Chroma, int) {
	rest, yuv := strings.CutPrefix(strings.Replace(strings.Replace(name, "yuva", "yuv", 1), "yuvj", "yuv", 1), "yuv")
	if !yuv {
		switch {
		case name == "nv12":
			return Chroma420, 8
		case strings.HasPrefix(name, "p010"):
			return Chroma420, 10
		}
		return "", 0
	}
	digits, depth, planar := strings.Cut(rest, "p")
	chroma := map[string]Chroma{"420": Chroma420, "422": Chroma422, "444": Chroma444, "411": Chroma411, "410": Chroma410}[digits]
	if !planar || chroma == "" {
		return "", 0
	}
	depth = strings.TrimSuffix(strings.TrimSuffix(depth, "le"), "be")
	if depth == "" {
		return chroma, 8
	}
	bits, err := strconv.Atoi(depth)
	if err != nil || bits < 8 || bits > 16 {
		return chroma, 0
	}
	return chroma, bits
}

// lasting reads a duration in seconds; 0 where there is none that makes sense.
func lasting(word string) time.Duration {
	s, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return 0
	}
	return seconds(s)
}

// number reads a count; 0 where there is none that makes sense.
func number(word string) int64 {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// ratio reads two positive numbers.
func ratio(words, between string) (a, b int64, ok bool) {
	first, second, _ := strings.Cut(words, between)
	a, b = number(first), number(second)
	return a, b, a > 0 && b > 0
}
