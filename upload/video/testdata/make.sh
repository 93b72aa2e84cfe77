#!/bin/sh
# Makes the files of this folder anew: real ones, by ffmpeg and ImageMagick, as small as they get. They are kept with
# the code so that the tests run where neither is installed.
set -eu
cd "$(dirname "$0")"
quiet="-nostdin -loglevel error -y -fflags +bitexact -flags +bitexact"
picture="-f lavfi -i testsrc=size=64x64:rate=10:duration=0.5"
tone="-f lavfi -i sine=duration=0.2"
h264="-c:v libx264 -preset veryslow -crf 51 -pix_fmt yuv420p"

# shellcheck disable=SC2086 # the options are lists of words
{
	ffmpeg $quiet $picture $h264 -movflags +faststart faststart.mp4
	ffmpeg $quiet $picture $h264 plain.mp4
	ffmpeg $quiet $picture $h264 -movflags +frag_keyframe+empty_moov+default_base_moof fragmented.mp4
	ffmpeg $quiet $picture $h264 -f ipod video.m4v
	ffmpeg $quiet $picture $h264 -f 3gp phone.3gp
	ffmpeg $quiet $picture $h264 apple.mov
	ffmpeg $quiet $picture -c:v libvpx -b:v 20k web.webm
	ffmpeg $quiet $picture $h264 stream.ts
	ffmpeg $quiet $picture $h264 -mpegts_m2ts_mode 1 camera.m2ts
	ffmpeg $quiet $picture $h264 matroska.mkv
	ffmpeg $quiet $picture $h264 flash.flv
	ffmpeg $quiet $picture -c:v mpeg4 -q:v 31 windows.avi
	ffmpeg $quiet $picture -frames:v 1 picture.gif
	ffmpeg $quiet $picture -frames:v 1 -update 1 picture.jpg
	ffmpeg $quiet $picture -frames:v 1 -update 1 picture.png
	ffmpeg $quiet $tone -c:a aac -b:a 16k audio.m4a
	ffmpeg $quiet $tone -c:a libmp3lame -b:a 16k audio.mp3
	ffmpeg $quiet $tone -c:a pcm_s16le -ar 8000 audio.wav
}
convert picture.png picture.heic
convert picture.png picture.avif
