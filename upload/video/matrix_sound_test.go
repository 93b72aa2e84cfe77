package video_test

// soundClips are about the sound.
func soundClips() []clip {
	const foreign = "warning audio_codec"
	return []clip{
		{name: "no sound.mp4", sound: "-", verdict: "pass audio_codec:no_sound"},
		{name: "mono.mp4", sound: "aac -ac 1"},
		{name: "44.1 kHz.mp4", sound: "aac -ar 44100 -b:a 96k"},
		{name: "5.1.mp4", sound: "aac -ac 6", verdict: "warning channels"},
		{name: "7.1.mp4", sound: "aac -ac 8", verdict: "warning channels"},
		{name: "he-aac.mp4", sound: "-", again: "-i {} -i he.m4a", verdict: "warning audio_codec:aac_profile"},
		{name: "he-aac v2.mov", sound: "-", again: "-i {} -i hev2.m4a", verdict: "warning audio_codec:aac_profile", differs: map[string]string{
			"SoundProfile": "the file says HE-AACv2; ffprobe decodes frames in which there is nothing to make stereo of, since no encoder is at hand",
		}},
		{name: "mp3.mp4", sound: "libmp3lame", verdict: foreign},
		{name: "ac3.mp4", sound: "ac3 -ac 6", verdict: "warning audio_codec, warning channels"},
		{name: "eac3.mp4", sound: "eac3", verdict: foreign},
		{name: "alac.mov", sound: "alac", verdict: foreign},
		{name: "alac.mp4", sound: "alac", verdict: foreign},
		{name: "flac.mp4", sound: "flac -strict -2", verdict: foreign},
		{name: "opus.mp4", sound: "libopus", verdict: foreign},
		{name: "pcm 16.mov", sound: "pcm_s16le", verdict: foreign},
		{name: "pcm 16 big endian.mov", sound: "pcm_s16be", verdict: foreign},
		{name: "pcm 24.mov", sound: "pcm_s24le", verdict: foreign},
		{name: "pcm 5.1.mov", sound: "pcm_s16le -ac 6", verdict: "warning audio_codec, warning channels"},
		{name: "pcm float.mov", sound: "pcm_f32le", verdict: foreign},
		{name: "pcm 8.mov", sound: "pcm_u8", verdict: foreign},
		{name: "mu-law.mov", sound: "pcm_mulaw -ar 8000", verdict: foreign},
		{name: "22.05 kHz.3gp", sound: "aac -ar 22050 -ac 1"},
	}
}
