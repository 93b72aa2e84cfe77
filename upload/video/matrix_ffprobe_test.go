package video_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hoist/upload/video"
)

// report is what ffprobe says of a file, as its -of json has it.
type report struct {
	Format struct {
		Name     string            `json:"format_name"`
		Duration string            `json:"duration"`
		Tags     map[string]string `json:"tags"`
	} `json:"format"`
	Streams []stream `json:"streams"`
	Packets []packet `json:"packets"`
}

type stream struct {
	Index         int    `json:"index"`
	Kind          string `json:"codec_type"`
	Codec         string `json:"codec_name"`
	Tag           string `json:"codec_tag_string"`
	Profile       string `json:"profile"`
	Level         int    `json:"level"`
	Width         int    `json:"width"`
	Height        int    `json:"height"`
	PixelShape    string `json:"sample_aspect_ratio"`
	PixelFormat   string `json:"pix_fmt"`
	FieldOrder    string `json:"field_order"`
	RealRate      string `json:"r_frame_rate"`
	FrameRate     string `json:"avg_frame_rate"`
	Frames        string `json:"nb_frames"`
	Duration      string `json:"duration"`
	BitRate       string `json:"bit_rate"`
	Channels      int    `json:"channels"`
	SampleRate    string `json:"sample_rate"`
	Disposition   map[string]int
	Tags          map[string]string `json:"tags"`
	SideDataLists []struct {
		Rotation int `json:"rotation"`
	} `json:"side_data_list"`
}

type packet struct {
	Stream int    `json:"stream_index"`
	PTS    string `json:"pts_time"`
	Size   string `json:"size"`
	Flags  string `json:"flags"`
}

// askFFprobe asks ffprobe. key is that of what is encrypted; empty: nothing is.
func askFFprobe(t testing.TB, path, key string) report {
	t.Helper()
	args := []string{
		"-v", "error", "-of", "json", "-show_entries",
		"format:format_tags:stream:stream_tags:stream_disposition:stream_side_data:packet=stream_index,pts_time,size,flags",
	}
	if key != "" {
		args = append(args, "-decryption_key", key)
	}
	out, err := exec.CommandContext(t.Context(), "ffprobe", append(args, path)...).Output()
	if err != nil {
		t.Fatalf("ffprobe: %v", err)
	}
	var p report
	if err := json.Unmarshal(out, &p); err != nil {
		t.Fatalf("ffprobe: %v", err)
	}
	return p
}

// first returns the first track of a kind, that is no cover picture, and its packets as they are stored.
func (p report) first(kind string) (*stream, []packet) {
	for _, s := range p.Streams {
		if s.Kind == kind && s.Disposition["attached_pic"] == 0 {
			return &s, slices.DeleteFunc(slices.Clone(p.Packets), func(k packet) bool { return k.Stream != s.Index })
		}
	}
	return nil, nil
}

// fact is one thing that both say of a file; empty: nothing.
type fact struct {
	name         string
	ours, theirs string
	same         bool
}

// facts are gathered by these four, which say when two values are the same.
type facts []fact

func (all *facts) text(name, ours, theirs string) {
	*all = append(*all, fact{name, ours, theirs, ours == theirs})
}

// number compares two numbers; 0: nothing.
func (all *facts) number(name string, ours, theirs, tolerance float64) {
	same := (ours == 0) == (theirs == 0) && math.Abs(ours-theirs) <= tolerance
	*all = append(*all, fact{name, numeral(ours), numeral(theirs), same})
}

// length compares the length of a track with that which ffprobe says, and with that of its packets: of MPEG-TS ffprobe says when
// the last of the packets that hold several frames begins.
func (all *facts) length(name string, ours time.Duration, theirs *stream, packets []packet, tolerance float64) {
	all.number(name, ours.Seconds(), float(theirs.length(packets)), tolerance)
	if last := &(*all)[len(*all)-1]; !last.same {
		last.same = math.Abs(ours.Seconds()-float(span(packets))) <= tolerance
		last.theirs += " and " + span(packets) + " by its packets"
	}
}

// bits compares bits per second with those that ffprobe says, and with those that its packets add up to: of fragments it says
// those of which it had read the heads by then, and where it says nothing else, it repeats what the file claims.
func (all *facts) bits(name string, ours int64, theirs *stream, packets []packet) {
	all.number(name, float64(ours), float(theirs.BitRate), float(theirs.BitRate)/50)
	if last := &(*all)[len(*all)-1]; !last.same {
		sum := weight(packets) * 8 / float(theirs.length(packets))
		last.same = math.Abs(float64(ours)-sum) <= sum/20
		last.theirs += " and " + numeral(math.Round(sum)) + " by its packets"
	}
}

func numeral(n float64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// compare sets what Hoist says of each thing beside what ffprobe says.
func compare(info *video.Info, p report) []fact {
	var all facts
	all.text("Type", info.Type.MIME, p.mime())
	all.text("Brands", strings.Join(without(info.Brands), " "), strings.Join(without(p.brands()), " "))
	all.text("Created", moment(info.Created), moment(p.created()))
	picture, pictures := p.first("video")
	sound, sounds := p.first("audio")
	frame := 0.0011 // Matroska and MPEG-TS round to a millisecond
	if picture != nil {
		frame += 1 / fraction(picture.FrameRate)
	}
	all.number("Duration", info.Duration.Seconds(), float(p.Format.Duration), frame)
	if all.text("Picture", fmt.Sprint(info.Picture != nil), fmt.Sprint(picture != nil)); info.Picture != nil && picture != nil {
		all.codec(info.Picture, picture)
		all.shape(info.Picture, picture)
		all.time(info.Picture, picture, pictures, frame)
		all.keyframes(info.Picture, pictures)
	}
	if all.text("Sound", fmt.Sprint(info.Sound != nil), fmt.Sprint(sound != nil)); info.Sound != nil && sound != nil {
		all.sound(info.Sound, sound, sounds)
	}
	return all
}

// codec compares what concerns the codec.
func (all *facts) codec(ours *video.Picture, theirs *stream) {
	all.text("Codec", ours.Codec, theirs.Codec)
	all.text("Profile", ours.Profile, known(theirs.Profile))
	all.text("Level", ours.Level, theirs.level())
	chroma, bits := theirs.samples()
	all.text("Chroma", string(ours.Chroma), string(chroma))
	all.number("BitDepth", float64(ours.BitDepth), float64(bits), 0)
	all.text("Scan", string(ours.Scan), string(theirs.scan()))
	all.text("Protected", fmt.Sprint(ours.Protected), fmt.Sprint(theirs.Tag == "encv"))
}

// shape compares the size of the picture and how it is shown.
func (all *facts) shape(ours *video.Picture, theirs *stream) {
	all.text("Size", fmt.Sprintf("%dx%d", ours.Width, ours.Height), fmt.Sprintf("%dx%d", theirs.Width, theirs.Height))
	shape := fmt.Sprintf("%d:%d", ours.PixelWidth, ours.PixelHeight)
	all.text("PixelShape", strings.TrimPrefix(shape, "0:0"), strings.TrimPrefix(theirs.PixelShape, "0:1"))
	all.number("Rotation", float64(ours.Rotation), float64(theirs.rotation()), 0)
}

// time compares what concerns the frames and their rate.
func (all *facts) time(ours *video.Picture, theirs *stream, packets []packet, frame float64) {
	all.length("PictureDuration", ours.Duration, theirs, packets, frame)
	all.number("Frames", float64(ours.Frames), float64(len(packets)), 0)
	rate := fraction(theirs.FrameRate)
	if sum := float64(len(packets)) / float(theirs.length(packets)); math.Abs(ours.FrameRate-sum) < sum/500 {
		rate = sum // of fragments ffprobe says that of those whose heads it had read by then
	}
	all.number("FrameRate", ours.FrameRate, rate, rate/500)
	varies, fastest := pace(packets)
	all.text("Variable", fmt.Sprint(ours.Variable), fmt.Sprint(varies))
	all.number("Fastest", ours.Fastest, fastest, fastest/25)
	all.bits("BitRate", ours.BitRate, theirs, packets)
}

// keyframes compares what concerns the groups of pictures.
func (all *facts) keyframes(ours *video.Picture, packets []packet) {
	gap, open := groups(packets)
	all.number("KeyframeGap", float64(ours.KeyframeGap), float64(gap), 0)
	all.text("OpenGOP", fmt.Sprint(ours.OpenGOP), fmt.Sprint(open))
	all.text("Partly", fmt.Sprint(ours.Partly), "false")
}

func (all *facts) sound(ours *video.Sound, theirs *stream, packets []packet) {
	all.text("SoundCodec", ours.Codec, theirs.Codec)
	profile := known(theirs.Profile)
	all.text("SoundProfile", ours.Profile, profile)
	all.number("Channels", float64(ours.Channels), float64(theirs.Channels), 0)
	all.number("Rate", float64(ours.Rate), float(theirs.SampleRate), 0)
	all.length("SoundDuration", ours.Duration, theirs, packets, 0.05)
	all.bits("SoundBitRate", ours.BitRate, theirs, packets)
	all.text("SoundProtected", fmt.Sprint(ours.Protected), fmt.Sprint(theirs.Tag == "enca"))
}
