package video_test

import "hoist/upload/video"

// fileClips are about containers, the place of the index, edit lists, and what else is in a file.
func fileClips() []clip {
	const fragments = "+-movflags "
	const key = "76a6c65c5ea762046bd749a2e632ccbb"
	vp9 := "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv420p"
	return []clip{
		{name: "behind.mp4", args: "+-movflags 0", index: video.IndexBehind, verdict: "note index"},
		{name: "behind.mov", args: "+-movflags 0", index: video.IndexBehind, verdict: "note index"},
		{name: "phone.m4v"},
		{name: "phone.3gp", sound: "aac -ac 1"},
		{name: "ipod.m4v", args: "+-f ipod"},
		{name: "psp.mp4", args: "+-f psp"},

		{name: "fragments.mp4", args: fragments + "frag_keyframe+empty_moov -g 10", index: video.IndexFragments},
		{name: "fragments default base.mp4", args: fragments + "frag_keyframe+empty_moov+default_base_moof -g 10", index: video.IndexFragments},
		{name: "fragments with a first.mp4", args: fragments + "frag_keyframe -g 10", index: video.IndexFragments},
		{name: "fragments of a frame.mp4", sound: "-", verdict: "pass audio_codec:no_sound", args: fragments + "frag_every_frame+empty_moov", index: video.IndexFragments},
		{name: "fragments by track.mp4", args: fragments + "frag_keyframe+empty_moov+separate_moof -g 10", index: video.IndexFragments},
		{name: "fragments cmaf.mp4", args: fragments + "cmaf+frag_keyframe -g 10", index: video.IndexFragments},
		{name: "fragments dash.mp4", args: fragments + "dash+frag_keyframe+empty_moov -g 10", index: video.IndexFragments},
		{name: "fragments sidx.mp4", args: fragments + "dash+global_sidx+frag_keyframe+empty_moov -g 10", index: video.IndexFragments},
		{name: "fragments delayed.mp4", args: "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 10 -movflags frag_keyframe+delay_moov", index: video.IndexFragments},
		{name: "fragments.mov", args: fragments + "frag_keyframe+empty_moov -g 10", index: video.IndexFragments},

		{name: "web.webm", sound: "libopus", args: vp9, verdict: "failure video_codec, warning audio_codec, note index", index: video.IndexBehind},
		{name: "vp8.webm", sound: "libvorbis", args: "-c:v libvpx -deadline realtime -cpu-used 8", verdict: "failure video_codec, warning audio_codec, note index", index: video.IndexBehind},
		{name: "deep.webm", sound: "libopus", args: "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv422p10le", verdict: "failure video_codec, failure chroma, failure bit_depth, warning audio_codec, note index", index: video.IndexBehind},
		{name: "av1.webm", picture: "320x180 10 1", sound: "-", args: "-c:v libaom-av1 -cpu-used 8 -usage realtime -pix_fmt yuv420p", verdict: "failure video_codec, note index, pass audio_codec:no_sound", index: video.IndexBehind},
		{name: "live.webm", sound: "libopus", args: vp9 + " -live 1", verdict: "failure video_codec, warning audio_codec", index: video.IndexNone, unknown: "index", differs: map[string]string{"Duration": "nobody has written it down; Hoist looks at the end of the file"}},
		{name: "cues first.webm", sound: "libopus", args: vp9 + " -cues_to_front 1", verdict: "failure video_codec, warning audio_codec"},

		{name: "stream.ts", index: video.IndexNone, unknown: "index"},
		{name: "camera.m2ts", sound: "ac3", verdict: "warning audio_codec", index: video.IndexNone, unknown: "index"},
		{name: "hevc.ts", args: "-c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv420p10le", verdict: "failure video_codec, failure bit_depth", index: video.IndexNone, unknown: "index", differs: map[string]string{"Scan": notSaid}},
		{name: "mpeg2.ts", sound: "mp2", args: "-c:v mpeg2video", verdict: "failure video_codec, warning audio_codec", index: video.IndexNone, unknown: "index"},

		{name: "trimmed.mp4", picture: "320x180 30 2", args: "+-g 15", again: "-ss 0.7 -i {}"},
		{name: "trimmed.mov", picture: "320x180 30 2", args: "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 15", again: "-ss 0.7 -i {}"},
		{name: "sound later.mp4", again: "-i {} -itsoffset 0.4 -i {} -map 0:v -map 1:a"},
		{name: "picture later.mp4", again: "-i {} -itsoffset 0.4 -i {} -map 1:v -map 0:a"},
		{name: "negative offsets.mp4", args: "-c:v libx264 -preset veryfast -pix_fmt yuv420p -movflags +faststart+negative_cts_offsets"},
		{name: "no edit list.mp4", args: "-c:v libx264 -preset veryfast -pix_fmt yuv420p -use_editlist 0"},

		{name: "two sounds.mp4", again: "-i {} -i {} -map 0:v -map 0:a -map 1:a"},
		{name: "sound first.mp4", again: "-i {} -map 0:a -map 0:v"},
		{name: "audio alone.mp4", picture: "-", args: "-movflags +faststart", verdict: "failure video_codec:no_picture", unknown: "chroma, bit_depth, keyframe_gap, frame_rate, aspect_ratio, pixel_shape, scan, dimensions", incurable: "there is no picture"},
		{name: "subtitles.mp4", again: "-i {} -i words.srt -map 0 -map 1 -c:s mov_text"},
		{name: "cover.mp4", again: "-i {} -i cover.jpg -map 0 -map 1 -disposition:v:1 attached_pic"},
		{name: "huge metadata.mp4", again: "-i {} -i huge.txt -map 0 -map_metadata 1"},
		{name: "64 bits.mp4", args: "+-movflags 0", edit: wide, index: video.IndexBehind, verdict: "note index"},
		{name: "compact sizes.mp4", args: "+-movflags 0", edit: compact, index: video.IndexBehind, verdict: "note index"},
		{name: "before 2002.mov", args: "+-movflags 0", edit: unbranded, index: video.IndexBehind, verdict: "note index"},
		{name: "timecode.mov", args: "+-timecode 01:00:00:00"},
		{name: "dated.mp4", args: "+-metadata creation_time=2024-02-29T12:34:56Z"},
		{name: "dated.mov", args: "+-metadata creation_time=2040-02-29T12:34:56Z"},
		{
			name: "encrypted.mp4", verdict: "failure video_codec:encrypted, warning audio_codec:encrypted", incurable: "ffmpeg is not given the key",
			args: "+-encryption_scheme cenc-aes-ctr -encryption_kid a7e61c373e219033c21091fa607bf3b8 -encryption_key " + key,
			key:  key, differs: map[string]string{"Protected": "ffprobe has the key", "SoundProtected": "ffprobe has the key"},
		},
	}
}
