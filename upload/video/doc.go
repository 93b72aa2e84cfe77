// Package video knows what is in a video file, and what X takes.
//
// [Sniff] names the container by the file's content, since INIT has to tell X the right media type and names lie.
// [Read] says what is in it: the codecs, their profiles, frame rate, keyframes, duration, and where the index is. Both
// trust nothing: sizes and offsets that come from the file are checked against the file's length, and how much is read
// has a limit. Of the media itself nothing is read but the beginning of the first frame, where the index leaves open
// what the codec says there, so that a file of 8 GB takes as long as its index: some hundredths of a second.
//
//   - mp4.go begins MP4 and QuickTime, which are boxes; mp4_*.go read the boxes of each kind
//   - webm.go begins WebM, mpegts.go MPEG-TS
//   - codecs.go begins the headers of the codecs, which all containers carry
//
// [Judge] compares that with what X wants. limits.go holds X's limits as data: sizes of segments and uploads, and what
// each kind of account may send, with the place and the date that each was read. When X changes a limit, that table
// changes and nothing else.
//
// ffmpeg and ffprobe are used where they are installed, and only for what this package does not do itself: a copy that
// mends what X would refuse ([CureFor]), a picture of the video ([Poster]), and what the index of a file leaves open
// ([Info.Probe]). They are run without a shell, on one file, and read no other; what they say is bounded like the rest.
//
// The package imports no other room. What it reads is an io.ReaderAt, so that a test needs no disk; ffmpeg alone is given paths.
package video
