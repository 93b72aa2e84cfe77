package video

// format is what the name of a format says of a picture.
type format struct {
	codec   string
	profile string
	chroma  Chroma
	depth   int
}

// formats are the formats of video tracks: those that MP4's registration authority lists (mp4ra.org) and QuickTime's.
var formats = map[string]format{
	"avc1": {codec: "h264"}, "avc2": {codec: "h264"}, "avc3": {codec: "h264"}, "avc4": {codec: "h264"},
	"dva1": {codec: "h264"}, "dvav": {codec: "h264"}, // Dolby Vision
	"hvc1": {codec: "hevc"}, "hev1": {codec: "hevc"}, "dvh1": {codec: "hevc"}, "dvhe": {codec: "hevc"},
	"vvc1": {codec: "vvc"}, "vvi1": {codec: "vvc"},
	"av01": {codec: "av1"}, "dav1": {codec: "av1"},
	"vp08": {codec: "vp8", chroma: Chroma420, depth: 8}, "vp09": {codec: "vp9"},
	"mp4v": {codec: "mpeg4", chroma: Chroma420, depth: 8}, "s263": {codec: "h263", chroma: Chroma420, depth: 8},
	"h263": {codec: "h263", chroma: Chroma420, depth: 8},
	"m1v ": {codec: "mpeg1video", chroma: Chroma420, depth: 8}, "m1v1": {codec: "mpeg1video", chroma: Chroma420, depth: 8},
	"mp1v": {codec: "mpeg1video", chroma: Chroma420, depth: 8},
	"m2v1": {codec: "mpeg2video"}, "mp2v": {codec: "mpeg2video"}, "hdv1": {codec: "mpeg2video", chroma: Chroma420, depth: 8},
	"hdv2": {codec: "mpeg2video", chroma: Chroma420, depth: 8}, "hdv3": {codec: "mpeg2video", chroma: Chroma420, depth: 8},
	"mx5n": {codec: "mpeg2video", chroma: Chroma422, depth: 8}, "mx5p": {codec: "mpeg2video", chroma: Chroma422, depth: 8},
	"xdvc": {codec: "mpeg2video"}, "xd5b": {codec: "mpeg2video", chroma: Chroma422, depth: 8},

	"apco": {"prores", "Proxy", Chroma422, 10}, "apcs": {"prores", "LT", Chroma422, 10},
	"apcn": {"prores", "Standard", Chroma422, 10}, "apch": {"prores", "HQ", Chroma422, 10},
	"ap4h": {"prores", "4444", Chroma444, 12}, "ap4x": {"prores", "XQ", Chroma444, 12},
	"aprn": {codec: "prores_raw"}, "aprh": {codec: "prores_raw"},

	"jpeg": {codec: "mjpeg"}, "mjpa": {codec: "mjpeg"}, "mjpb": {codec: "mjpegb"}, "AVDJ": {codec: "mjpeg"},
	"mjp2": {codec: "jpeg2000"}, "png ": {codec: "png"}, "tiff": {codec: "tiff"}, "gif ": {codec: "gif"},
	"AVdn": {codec: "dnxhd"}, "AVdh": {codec: "dnxhd"}, "CFHD": {codec: "cfhd"}, "icod": {codec: "aic"},
	"dvc ": {codec: "dvvideo"}, "dvcp": {codec: "dvvideo"}, "dvpp": {codec: "dvvideo"}, "dv5n": {codec: "dvvideo"},
	"dv5p": {codec: "dvvideo"}, "dvh5": {codec: "dvvideo"}, "dvh6": {codec: "dvvideo"}, "dvhp": {codec: "dvvideo"},
	"dvhq": {codec: "dvvideo"},
	"v210": {codec: "v210", chroma: Chroma422, depth: 10}, "2vuy": {codec: "rawvideo", chroma: Chroma422, depth: 8},
	"yuv2": {codec: "rawvideo", chroma: Chroma422, depth: 8}, "yuvs": {codec: "rawvideo", chroma: Chroma422, depth: 8},
	"raw ": {codec: "rawvideo"}, "rle ": {codec: "qtrle"}, "cvid": {codec: "cinepak"}, "rpza": {codec: "rpza"},
	"smc ": {codec: "smc"}, "SVQ1": {codec: "svq1"}, "SVQ3": {codec: "svq3"}, "vc-1": {codec: "vc1"},
	"Hap1": {codec: "hap"}, "Hap5": {codec: "hap"}, "HapY": {codec: "hap"}, "FFV1": {codec: "ffv1"},
}

// sounds are the formats of audio tracks that are compressed.
var sounds = map[string]string{
	"mp4a": "aac", // an esds can say otherwise
	".mp3": "mp3", "mp3 ": "mp3", "ms\x00\x55": "mp3",
	"ac-3": "ac3", "sac3": "ac3", "ec-3": "eac3", "ac-4": "ac4", "mlpa": "truehd",
	"dtsc": "dts", "dtsh": "dts", "dtsl": "dts", "dtse": "dts",
	"Opus": "opus", "fLaC": "flac", "alac": "alac", "samr": "amr_nb", "sawb": "amr_wb", "mha1": "mpegh_3d_audio",
	"mhm1": "mpegh_3d_audio",
	"ima4": "adpcm_ima_qt", "MAC3": "mace3", "MAC6": "mace6", "QDM2": "qdm2", "QDMC": "qdmc", "Qclp": "qcelp",
	"agsm": "gsm", "spex": "speex",
}

// objects are the kinds of objects that an esds box names (the object type indications of MPEG-4 systems).
var objects = map[uint8]format{
	0x20: {codec: "mpeg4", chroma: Chroma420, depth: 8}, 0x21: {codec: "h264"}, 0x23: {codec: "hevc"},
	0x40: {codec: "aac"}, 0x66: {codec: "aac"}, 0x67: {codec: "aac"}, 0x68: {codec: "aac"},
	0x60: {codec: "mpeg2video", chroma: Chroma420, depth: 8}, 0x61: {codec: "mpeg2video", chroma: Chroma420, depth: 8},
	0x62: {codec: "mpeg2video"}, 0x63: {codec: "mpeg2video"}, 0x64: {codec: "mpeg2video"},
	0x65: {codec: "mpeg2video", chroma: Chroma422, depth: 8},
	0x69: {codec: "mp3"}, 0x6b: {codec: "mp3"}, 0x6a: {codec: "mpeg1video", chroma: Chroma420, depth: 8},
	0x6c: {codec: "mjpeg"}, 0x6d: {codec: "png"}, 0x6e: {codec: "jpeg2000"}, 0xa3: {codec: "vc1"}, 0xa4: {codec: "dirac"},
	0xa5: {codec: "ac3"}, 0xa6: {codec: "eac3"}, 0xa9: {codec: "dts"}, 0xad: {codec: "opus"}, 0xb1: {codec: "vp9"},
	0xdd: {codec: "vorbis"}, 0xe1: {codec: "qcelp"},
}
