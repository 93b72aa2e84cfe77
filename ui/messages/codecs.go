package messages

import (
	"strings"

	"hoist/upload/video"
)

// codecs are the names that people know, by those of ffprobe. A name is the same in every language.
var codecs = map[string]string{
	"h264": "H.264", "hevc": "HEVC (H.265)", "vvc": "VVC (H.266)", "av1": "AV1", "vp8": "VP8", "vp9": "VP9",
	"prores": "ProRes", "prores_raw": "ProRes RAW", "dnxhd": "DNxHD", "cfhd": "CineForm", "mjpeg": "Motion JPEG",
	"mpeg1video": "MPEG-1", "mpeg2video": "MPEG-2", "mpeg4": "MPEG-4 Part 2", "h263": "H.263", "dvvideo": "DV", "theora": "Theora",
	"qtrle": "QuickTime Animation", "png": "PNG", "rawvideo": "RGB/YUV", "v210": "v210", "hap": "Hap", "jpeg2000": "JPEG 2000",

	"aac": "AAC", "opus": "Opus", "vorbis": "Vorbis", "mp1": "MP1", "mp2": "MP2", "mp3": "MP3", "flac": "FLAC", "alac": "Apple Lossless",
	"ac3": "Dolby Digital", "eac3": "Dolby Digital Plus", "ac4": "Dolby AC-4", "truehd": "Dolby TrueHD", "dts": "DTS",
	"amr_nb": "AMR", "amr_wb": "AMR-WB", "qdm2": "QDesign Music 2",
}

// profilesOfAAC are AAC's names with the profile where they are not "AAC-" and the profile.
var profilesOfAAC = map[string]string{
	"HE-AAC": "HE-AAC", "HE-AACv2": "HE-AAC v2", "xHE-AAC": "xHE-AAC", "Main": "AAC Main",
}

// CodecName returns what people call a codec of video or audio: "HEVC (H.265)" for hevc. One that it does not know keeps
// the name that it has; empty stays empty.
func (c *Catalog) CodecName(codec string) string {
	if name, known := codecs[codec]; known {
		return name
	}
	if strings.HasPrefix(codec, "pcm_") || codec == "adpcm_ima_qt" {
		return strings.ToUpper(codec[:strings.IndexByte(codec, '_')])
	}
	return Clean(codec, nameLimit)
}

// soundName is CodecName with the profile of AAC: "AAC-LC".
func (c *Catalog) soundName(codec, profile string) string {
	if codec != video.Wanted().AudioCodec || profile == "" {
		return c.CodecName(codec)
	}
	if name, special := profilesOfAAC[profile]; special {
		return name
	}
	return c.CodecName(codec) + "-" + Clean(profile, nameLimit)
}
