package video

import (
	"errors"
	"io"
	"time"
)

// Info is what is in a video file, as far as it could be read. A zero value says that a thing is not known.
type Info struct {
	Type     Type
	Brands   []string      // of MP4 and QuickTime, without spaces at their ends: the file's own, then those that it is compatible with
	Bytes    int64         // size of the file
	Duration time.Duration // as it is played, after edit lists: that of the longest track
	Created  time.Time     // as the file says
	Index    Index
	Picture  *Picture // the first video track; nil: there is none
	Sound    *Sound   // the first audio track; nil: there is none
}

// Index is where a file says what is where in it.
type Index string

// Where an index can be.
const (
	IndexFront     Index = "front"     // before the media: it can be played while it arrives ("fast start")
	IndexBehind    Index = "behind"    // the media
	IndexFragments Index = "fragments" // in pieces, before each fragment of the media
	IndexNone      Index = "none"      // the container has none, as MPEG-TS
)

// Picture is a video track.
type Picture struct {
	Codec   string // as ffprobe calls it, such as h264, hevc, av1, vp9, prores, mpeg2video; else the container's own short name for it
	Profile string // as ffprobe calls it, such as High, Main 10, High 4:4:4 Predictive
	Level   string // as a person writes it, such as 4.1

	Width, Height           int // in pixels, as they are stored, without what is cropped
	PixelWidth, PixelHeight int // the shape of a pixel, in lowest terms: 1:1 is square
	Rotation                int // by how many degrees it is turned clockwise to be shown: 0, 90, 180, 270

	Chroma    Chroma
	BitDepth  int // bits a sample
	Scan      Scan
	Protected bool // encrypted, so that X cannot read it

	Duration  time.Duration
	Frames    int64
	FrameRate float64 // frames per second, on average
	Fastest   float64 // the same where frames follow each other fastest, but for single ones; FrameRate where it does not vary
	Variable  bool    // the frame rate varies by more than what rounding does
	BitRate   int64   // bits per second, on average

	KeyframeGap int  // longest distance from a keyframe to the next or to the end, in frames
	Partly      bool // only a part of the file was looked at for KeyframeGap and OpenGOP
	OpenGOP     bool // there are frames that need a keyframe later than theirs
}

// Chroma is how much colour there is beside the brightness.
type Chroma string

// The kinds of chroma subsampling, and pictures without colour.
const (
	Chroma420  Chroma = "4:2:0"
	Chroma422  Chroma = "4:2:2"
	Chroma444  Chroma = "4:4:4"
	Chroma411  Chroma = "4:1:1"
	Chroma410  Chroma = "4:1:0"
	Monochrome Chroma = "4:0:0"
)

// Scan is whether the lines of a picture come all at once.
type Scan string

// The kinds of scan.
const (
	Progressive Scan = "progressive"
	Interlaced  Scan = "interlaced"
)

// Sound is an audio track.
type Sound struct {
	Codec     string // as ffprobe calls it, such as aac, opus, ac3, mp3, pcm_s16le; else the container's own short name for it
	Profile   string // of AAC, as ffprobe calls it: LC, HE-AAC, HE-AACv2, Main, SSR, LTP, LD, ELD, xHE-AAC
	Channels  int
	Rate      int // samples per second
	BitRate   int64
	Duration  time.Duration
	Protected bool // encrypted, so that X cannot read it
}

// Errors of [Read] for files that cannot be sent. What it returns else is that the file could not be read.
var (
	ErrNotVideo  = errors.New("video: not a container that X takes")
	ErrTruncated = errors.New("video: the file stops before its end")
)

// Read says what is in a file of that size. It reads the index of the file and not the media, but for a few kilobytes
// where the codec's own headers stand there, so that it takes no longer for a large file than for a small one. It trusts
// nothing: what contradicts itself or the size of the file is left out of Info. It fails with [ErrNotVideo] where [Sniff]
// does, and with [ErrTruncated] where the index is missing or the media goes on beyond the end of the file.
func Read(r io.ReaderAt, size int64) (*Info, error) {
	kind, ok := Sniff(r, size)
	if !ok {
		return nil, ErrNotVideo
	}
	info := &Info{Type: kind, Bytes: size}
	var err error
	switch kind {
	case WebM:
		err = readWebM(r, size, info)
	case MPEGTS:
		err = readMPEGTS(r, size, info)
	default:
		err = readMP4(r, size, info)
	}
	if err != nil {
		return nil, err
	}
	return info, nil
}

// Shown returns the width and height in which the picture is shown, in square pixels, turned and stretched as the file
// says; 0: not known.
func (p *Picture) Shown() (width, height int) {
	width, height = p.Width, p.Height
	if p.PixelWidth > 0 && p.PixelHeight > 0 && p.PixelWidth != p.PixelHeight {
		width = int((int64(width)*int64(p.PixelWidth) + int64(p.PixelHeight)/2) / int64(p.PixelHeight))
	}
	if p.Rotation == 90 || p.Rotation == 270 {
		return height, width
	}
	return width, height
}
