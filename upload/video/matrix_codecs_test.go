package video_test

// Why Hoist and ffprobe do not say the same of codecs that X does not take.
const (
	noHeaders = "the container does not say it: ffprobe decodes a frame"
	notSaid   = "ffprobe does not say it, and the container does"
)

// noHeader returns the facts that ffprobe decodes a frame for.
func noHeader(facts ...string) map[string]string {
	differs := map[string]string{}
	for _, fact := range facts {
		differs[fact] = noHeaders
	}
	return differs
}

// codecClips are about what the picture is stored as: codec, profile, level, chroma, bit depth.
func codecClips() []clip {
	return []clip{
		// H.264: whatever has 4:2:0 and 8 bits passes.
		{name: "baseline.mp4", args: "+-profile:v baseline -level:v 3.0"},
		{name: "full baseline.mp4", args: "+-profile:v baseline -level:v 3.1", edit: replaced("\x67\x42\xc0", "\x67\x42\x80")},
		{name: "main.mp4", args: "+-profile:v main -coder ac -bf 2 -level:v 4.0"},
		{name: "high.mp4", args: "-c:v libx264 -preset veryfast -pix_fmt yuv420p -profile:v high -level:v 4.1"},
		{name: "level 1b.mp4", picture: "128x96 10 1", args: "-c:v libx264 -preset veryfast -pix_fmt yuv420p -profile:v high -level:v 1b"},
		{name: "level 5.2.mp4", args: "+-level:v 5.2"},
		{name: "lossless.mp4", args: "+-qp 0"},
		{name: "high10.mp4", args: "-c:v libx264 -preset ultrafast -pix_fmt yuv420p10le", verdict: "failure bit_depth"},
		{name: "high10 intra.mp4", args: "-c:v libx264 -preset ultrafast -pix_fmt yuv420p10le -profile:v high10 -g 1", verdict: "failure bit_depth"},
		{name: "high422.mp4", args: "-c:v libx264 -preset ultrafast -pix_fmt yuv422p", verdict: "failure chroma"},
		{name: "high422 intra.mp4", args: "-c:v libx264 -preset ultrafast -pix_fmt yuv422p10le -profile:v high422 -g 1", verdict: "failure chroma, failure bit_depth"},
		{name: "high444.mp4", args: "-c:v libx264 -preset ultrafast -pix_fmt yuv444p", verdict: "failure chroma"},
		{name: "high444 10 bit.mp4", args: "-c:v libx264 -preset ultrafast -pix_fmt yuv444p10le", verdict: "failure chroma, failure bit_depth"},
		{name: "rgb.mp4", args: "-c:v libx264rgb -preset ultrafast", verdict: "failure chroma"},
		{
			name: "monochrome.mp4", args: "-c:v libx264 -preset ultrafast -pix_fmt gray", verdict: "failure chroma",
			differs: map[string]string{"Chroma": "ffprobe says in what it decodes, which has grey colour added; the file has none"},
		},
		{name: "avc3.mp4", args: "+-tag:v avc3"},

		// Other codecs.
		{name: "hevc.mp4", args: "-c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv420p", verdict: "failure video_codec"},
		{name: "hevc apple.mov", args: "-c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv420p -tag:v hvc1", verdict: "failure video_codec"},
		{name: "hevc 10 bit.mp4", args: "-c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv420p10le", verdict: "failure video_codec, failure bit_depth"},
		{name: "hevc 4:2:2.mp4", args: "-c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv422p10le", verdict: "failure video_codec, failure chroma, failure bit_depth"},
		{name: "av1.mp4", picture: "320x180 10 1", args: "-c:v libaom-av1 -cpu-used 8 -usage realtime -pix_fmt yuv420p", verdict: "failure video_codec"},
		{name: "av1 10 bit.mp4", picture: "320x180 10 1", args: "-c:v libsvtav1 -preset 12 -pix_fmt yuv420p10le", verdict: "failure video_codec, failure bit_depth"},
		{name: "vp9.mp4", args: "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv420p", verdict: "failure video_codec", differs: map[string]string{"Level": notSaid}},
		{name: "vp9 profile 1.mp4", args: "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv444p", verdict: "failure video_codec, failure chroma", differs: map[string]string{"Level": notSaid}},
		{name: "vp9 profile 2.mp4", args: "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv420p10le", verdict: "failure video_codec, failure bit_depth", differs: map[string]string{"Level": notSaid}},
		{name: "prores.mov", args: "-c:v prores_ks -profile:v 3", verdict: "failure video_codec, failure chroma, failure bit_depth"},
		{name: "prores 4444.mov", args: "-c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le", verdict: "failure video_codec, failure chroma, failure bit_depth"},
		{name: "mpeg4.mp4", args: "-c:v mpeg4", verdict: "failure video_codec", unknown: "scan"},
		{name: "mpeg2.mp4", args: "-c:v mpeg2video", verdict: "failure video_codec"},
		{name: "mjpeg.mov", args: "-c:v mjpeg", verdict: "failure video_codec", unknown: "chroma, bit_depth", differs: noHeader("Profile", "Chroma", "BitDepth")},
		{name: "dv.mov", picture: "720x576 25 0.6", args: "-c:v dvvideo -pix_fmt yuv420p", verdict: "failure video_codec", unknown: "chroma, bit_depth", differs: noHeader("Chroma", "BitDepth")},
		{name: "dnxhd.mov", picture: "1280x720 25 0.6", args: "-c:v dnxhd -b:v 120M -pix_fmt yuv422p", verdict: "failure video_codec", unknown: "chroma, bit_depth, scan", differs: noHeader("Profile", "Chroma", "BitDepth")},
		{name: "h263.3gp", picture: "176x144 15 1", args: "-c:v h263", verdict: "failure video_codec"},
		{name: "animation.mov", args: "-c:v qtrle", verdict: "failure video_codec", unknown: "chroma, bit_depth", differs: noHeader("Chroma", "BitDepth")},
	}
}

// pictureClips are about how the picture moves and what shape it has.
func pictureClips() []clip {
	return []clip{
		// Scan.
		{name: "interlaced top first.mp4", args: "+-flags +ildct+ilme -x264opts tff=1", verdict: "warning scan"},
		{name: "interlaced bottom first.mov", args: "+-flags +ildct+ilme -x264opts bff=1", verdict: "warning scan"},
		{name: "fake interlaced.mp4", args: "+-x264opts fake-interlaced=1"},

		// Rotation and shape.
		{name: "turned 90.mp4", again: "-metadata:s:v rotate=90"},
		{name: "turned 180.mp4", again: "-metadata:s:v rotate=180"},
		{name: "turned 270.mov", again: "-metadata:s:v rotate=270"},
		{name: "wide pixels.mp4", args: "+-vf setsar=4/3", verdict: "warning pixel_shape"},
		{name: "wide pixels make it wide.mp4", args: "+-vf setsar=2/1", verdict: "warning aspect_ratio:too_wide, warning pixel_shape"},
		{name: "narrow pixels.mov", args: "+-vf setsar=8/9", verdict: "warning pixel_shape"},
		{name: "3 to 1.mp4", picture: "480x160 30 1"},
		{name: "3.2 to 1.mp4", picture: "512x160 30 1", verdict: "warning aspect_ratio:too_wide"},
		{name: "1 to 3.mp4", picture: "160x480 30 1"},
		{name: "1 to 3.2.mp4", picture: "160x512 30 1", verdict: "warning aspect_ratio:too_tall"},
		{name: "tall when turned.mp4", picture: "512x160 30 1", again: "-metadata:s:v rotate=90", verdict: "warning aspect_ratio:too_tall"},
		{name: "16 pixels.mp4", picture: "16x16 30 1", verdict: "warning dimensions:too_small"},
		{name: "30 pixels high.mp4", picture: "64x30 30 1", verdict: "warning dimensions:too_small"},
		{name: "32 pixels.mp4", picture: "32x32 30 1"},
		{name: "1280x1024.mp4", picture: "1280x1024 5 0.6"},
		{name: "1282x720.mp4", picture: "1282x720 5 0.6", verdict: "note dimensions:above_table"},
		{name: "1080p.mp4", picture: "1920x1080 5 0.6", verdict: "note dimensions:above_table"},
		{name: "1080p turned.mp4", picture: "1920x1080 5 0.6", again: "-metadata:s:v rotate=90", verdict: "note dimensions:above_table"},
		{name: "4k.mp4", picture: "3840x2160 2 1", verdict: "note dimensions:above_table"},
		{name: "cropped.mp4", picture: "1918x1078 5 0.6", verdict: "note dimensions:above_table"},
		{name: "cropped interlaced.mp4", picture: "322x180 25 1", args: "+-flags +ildct+ilme -x264opts tff=1", verdict: "warning scan"},

		// Frame rate.
		{name: "23.976 fps.mp4", picture: "160x90 24000/1001 1"},
		{name: "29.97 fps.mov", picture: "160x90 30000/1001 1"},
		{name: "50 fps.mp4", picture: "160x90 50 1"},
		{name: "59.94 fps.mp4", picture: "160x90 60000/1001 1"},
		{name: "60 fps.mp4", picture: "160x90 60 1"},
		{name: "61 fps.mp4", picture: "160x90 61 1", verdict: "warning frame_rate"},
		{name: "120 fps.mp4", picture: "160x90 120 1", verdict: "warning frame_rate"},
		{name: "varying.mp4", picture: "160x90 30 2", args: "+-vf select='lt(n,30)+not(mod(n,3))' -fps_mode vfr", verdict: "pass frame_rate:varying"},
		{name: "varying and fast.mp4", picture: "160x90 120 1", args: "+-vf select='lt(n,60)+not(mod(n,4))' -fps_mode vfr", verdict: "warning frame_rate:varying"},

		// Keyframes.
		{name: "gap 512.mp4", picture: "64x64 60 8.6", args: "+-g 512"},
		{name: "gap 513.mp4", picture: "64x64 60 8.6", args: "+-g 513", verdict: "warning keyframe_gap"},
		{name: "gap 600.mp4", picture: "64x64 60 10.2", args: "+-g 600", verdict: "warning keyframe_gap"},
		{name: "open gop.mp4", args: "-c:v libx264 -preset veryfast -pix_fmt yuv420p -x264opts open-gop=1:keyint=10:bframes=3", verdict: "warning open_gop"},
		{name: "open gop.mov", args: "-c:v libx264 -preset veryfast -pix_fmt yuv420p -x264opts open-gop=1:keyint=10:bframes=3", verdict: "warning open_gop"},
		{name: "open gop hevc.mp4", args: "-c:v libx265 -preset veryfast -pix_fmt yuv420p -x265-params log-level=none:open-gop=1:keyint=10", verdict: "failure video_codec, warning open_gop"},
		{name: "intra.mp4", args: "+-g 1"},

		// Length.
		{name: "0.3 seconds.mp4", picture: "320x180 30 0.3", sound: "-", verdict: "warning duration:too_short, pass audio_codec:no_sound", incurable: "nothing makes it longer"},
		{name: "0.5 seconds.mp4", picture: "320x180 30 0.5", sound: "-", verdict: "pass audio_codec:no_sound"},
	}
}
