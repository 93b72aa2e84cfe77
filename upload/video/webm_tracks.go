package video

import (
	"math"
	"strings"
)

// webmTrack is a track of video or audio.
type webmTrack struct {
	number  uint64
	picture *Picture // one of the two
	sound   *Sound
	config  []byte  // what the codec has beside the frames
	usual   float64 // how long a frame is shown, in nanoseconds; 0: not said
	packed  bool    // frames are compressed or encrypted, so that they cannot be looked at
	looks   int     // how many more frames may be looked at for the headers of the codec
	tape    tape
}

// maxLooks is in how many frames the header of a codec is looked for: it is in the first that is whole.
const maxLooks = 16

// readTracks takes the first track of video and the first of audio.
func (w *webm) readTracks(content []byte) {
	const entry, video, audio = 0xae, 1, 2
	for id, b := range elements(content) {
		if id != entry {
			continue
		}
		e := readEntry(b)
		t := &webmTrack{number: e.number, config: e.private, usual: float64(e.usual), looks: maxLooks}
		protected := t.encodings(e.encodings)
		switch {
		case e.kind == video && w.picture == nil:
			t.video(e.codec, e.video)
			t.picture.Protected = protected
			w.picture = t
		case e.kind == audio && w.sound == nil:
			t.audio(e.codec, e.audio)
			t.sound.Protected = protected
			w.sound = t
		}
	}
}

// webmEntry is what a track has, as it stands in the file.
type webmEntry struct {
	number, kind, usual              uint64
	codec                            string
	private, video, audio, encodings []byte
}

func readEntry(content []byte) (e webmEntry) {
	const number, kind, usual, codec, private, video, audio, encodings = 0xd7, 0x83, 0x23e383, 0x86, 0x63a2, 0xe0, 0xe1, 0x6d80
	for id, b := range elements(content) {
		switch id {
		case number:
			e.number = ebmlUint(b)
		case kind:
			e.kind = ebmlUint(b)
		case usual:
			e.usual = ebmlUint(b)
		case codec:
			e.codec = strings.TrimRight(string(b), "\x00")
		case private:
			e.private = b
		case video:
			e.video = b
		case audio:
			e.audio = b
		case encodings:
			e.encodings = b
		}
	}
	return e
}

// encodings takes how frames are packed. It reports whether they are encrypted.
func (t *webmTrack) encodings(content []byte) (encrypted bool) {
	const encoding, kind = 0x6240, 0x5033
	for id, b := range elements(content) {
		if id != encoding {
			continue
		}
		t.packed = true
		for id, b := range elements(b) {
			if id == kind && ebmlUint(b) == 1 {
				encrypted = true
			}
		}
	}
	return encrypted
}

// webmCodecs are ffprobe's names of codecs.
var webmCodecs = map[string]string{
	"V_VP8": "vp8", "V_VP9": "vp9", "V_AV1": "av1", "V_MPEG4/ISO/AVC": "h264", "V_MPEGH/ISO/HEVC": "hevc", "V_MPEG4/ISO/SP": "mpeg4",
	"V_MPEG4/ISO/ASP": "mpeg4", "V_MPEG4/ISO/AP": "mpeg4", "V_MPEG1": "mpeg1video", "V_MPEG2": "mpeg2video", "V_THEORA": "theora",
	"V_PRORES": "prores", "V_MJPEG": "mjpeg", "V_FFV1": "ffv1", "V_UNCOMPRESSED": "rawvideo",
	"A_OPUS": "opus", "A_VORBIS": "vorbis", "A_AC3": "ac3", "A_EAC3": "eac3", "A_MPEG/L3": "mp3", "A_MPEG/L2": "mp2", "A_MPEG/L1": "mp1",
	"A_FLAC": "flac", "A_ALAC": "alac", "A_DTS": "dts", "A_TRUEHD": "truehd",
}

// webmCodec returns the name of a codec.
func webmCodec(id string) string {
	if name := webmCodecs[id]; name != "" {
		return name
	}
	if strings.HasPrefix(id, "A_AAC") {
		return "aac"
	}
	return id[:min(len(id), 64)]
}

// video takes what a track says of its picture.
func (t *webmTrack) video(codec string, content []byte) {
	const width, height, interlaced, projection = 0xb0, 0xba, 0x9a, 0x7670
	const shownWidth, shownHeight, unit = 0x54b0, 0x54ba, 0x54b2
	p := &Picture{Codec: webmCodec(codec)}
	t.picture = p
	var w, h, shownW, shownH int64
	known := true // what the shown size is in
	for id, b := range elements(content) {
		switch n := ebmlInt(b); id {
		case width:
			w = int64(n)
		case height:
			h = int64(n)
		case shownWidth:
			shownW = int64(n)
		case shownHeight:
			shownH = int64(n)
		case unit:
			known = n < 4
		case interlaced:
			p.Scan = map[int]Scan{1: Interlaced, 2: Progressive}[n]
		case projection:
			p.Rotation = webmRotation(b)
		}
	}
	if p.size(w, h) && known {
		if shownW == 0 || shownH == 0 {
			shownW, shownH = w, h
		}
		p.pixelShape(shownW*h, shownH*w)
	}
	t.private()
}

// private takes what the codec has beside the frames.
func (t *webmTrack) private() {
	switch p := t.picture; p.Codec {
	case "h264":
		p.avcC(t.config)
	case "hevc":
		p.hvcC(t.config)
	case "av1":
		if p.av1C(t.config) {
			t.looks = 0
		}
	case "vp8", "vp9":
	default:
		t.looks = 0
	}
}

// look takes what the header of a frame says. It is to be called until it has said it.
func (t *webmTrack) look(frame []byte) {
	t.looks--
	p, done := t.picture, true
	switch p.Codec {
	case "h264":
		p.h264Frame(t.config, frame)
	case "hevc":
		p.hevcFrame(t.config, frame)
	case "av1":
		done = p.av1OBUs(frame)
	case "vp8":
		done = p.vp8Frame(frame)
	case "vp9":
		done = p.vp9Frame(frame)
	}
	if done {
		t.looks = 0
	}
}

// webmRotation returns by how many degrees a projection turns the picture clockwise (RFC 9559, 5.1.4.1.28.41 and 13).
func webmRotation(content []byte) int {
	const kind, yaw, pitch, roll = 0x7671, 0x7673, 0x7674, 0x7675
	angle := 0.
	for id, b := range elements(content) {
		switch id {
		case kind:
			if ebmlUint(b) != 0 {
				return 0 // a sphere
			}
		case yaw, pitch:
			if ebmlFloat(b) != 0 {
				return 0
			}
		case roll: // counter-clockwise
			angle = ebmlFloat(b)
		}
	}
	quarters := math.Round(angle / 90)
	if math.Abs(angle) > 360 || math.Abs(angle-90*quarters) > 1 {
		return 0
	}
	return (360 - 90*int(quarters)%360) % 360
}

// audio takes what a track says of its sound.
func (t *webmTrack) audio(codec string, content []byte) {
	const rate, heardRate, channels, depth = 0xb5, 0x78b5, 0x9f, 0x6264
	s := &Sound{Codec: webmCodec(codec), Channels: 1, Rate: 8000} // what is not said is so
	t.sound, t.looks = s, 0
	bits, heard := 0, 0
	for id, b := range elements(content) {
		switch id {
		case rate:
			s.Rate = sampleRate(b)
		case heardRate:
			heard = sampleRate(b)
		case channels:
			s.Channels = min(ebmlInt(b), math.MaxUint16)
		case depth:
			bits = ebmlInt(b)
		}
	}
	if heard > 0 {
		s.Rate = heard
	}
	switch {
	case s.Codec == "aac":
		s.aacConfig(t.config)
	case strings.HasPrefix(codec, "A_PCM/"):
		s.Codec = webmPCM(codec, bits)
	}
}

// sampleRate is a rate in samples per second; 0: it is none.
func sampleRate(content []byte) int {
	rate := ebmlFloat(content)
	if rate < 1 || rate > 1e7 {
		return 0
	}
	return int(math.Round(rate))
}

// webmPCM returns ffprobe's name of uncompressed sound.
func webmPCM(codec string, bits int) string {
	switch {
	case codec == "A_PCM/FLOAT/IEEE" && (bits == 32 || bits == 64):
		return map[int]string{32: "pcm_f32le", 64: "pcm_f64le"}[bits]
	case codec == "A_PCM/INT/LIT" && bits == 8:
		return "pcm_u8"
	case codec == "A_PCM/INT/LIT" && (bits == 16 || bits == 24 || bits == 32):
		return map[int]string{16: "pcm_s16le", 24: "pcm_s24le", 32: "pcm_s32le"}[bits]
	case codec == "A_PCM/INT/BIG" && (bits == 16 || bits == 24 || bits == 32):
		return map[int]string{16: "pcm_s16be", 24: "pcm_s24be", 32: "pcm_s32be"}[bits]
	}
	return codec
}

// defaultRate takes the frame rate that the track says, which is exact, where it is that of the frames, whose times are
// rounded.
func (t *webmTrack) defaultRate() {
	p := t.picture
	if t.usual < 1 || p.Variable {
		return
	}
	rate := 1e9 / t.usual
	if rate > maxFrameRate || t.tape.steps > 0 && math.Abs(rate-p.FrameRate) > rate/20 {
		return
	}
	p.FrameRate, p.Fastest = rate, rate
}
