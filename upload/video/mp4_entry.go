package video

import (
	"math"
	"strings"
)

// entry is what is kept of a sample entry, for the look into the first sample.
type entry struct {
	look func([]byte) // takes what the first sample begins with; nil: nothing is left open, or it has been looked at
}

// maxDescription is how much of a description of samples is read. Those of codecs have a few hundred bytes.
const maxDescription = 64 << 10

// sampleDescription reads a stsd box: how the samples of a track are coded. Where there are several ways, the first one
// counts, as for ffprobe; a track that is encrypted in parts cannot be played in whole.
func (f *film) sampleDescription(stsd box, t *track) {
	content := f.content(stsd, maxDescription)
	head := cursor{rest: content}
	version := head.u8()
	head.skip(7) // flags, number of entries
	first := true
	for format, content := range boxesIn(head.rest) {
		switch {
		case first && t.handler == "vide":
			t.picture, t.samples.pace = &Picture{}, &cadence{}
			t.visual(format, content)
		case first && t.handler == "soun":
			t.sound = &Sound{}
			t.audio(format, content, f.quickTime || version == 0)
		}
		first = false
		if protected(format) {
			t.protect()
		}
	}
}

// protect takes that a track is encrypted. Its samples say nothing then.
func (t *track) protect() {
	t.entry.look = nil
	if t.picture != nil {
		t.picture.Protected = true
	}
	if t.sound != nil {
		t.sound.Protected = true
	}
}

// protected reports whether a sample entry is of something that is encrypted.
func protected(format string) bool {
	switch format {
	case "encv", "enca", "drmi", "drms":
		return true
	}
	return false
}

// original returns the format that something had before it was encrypted.
func original(format string, boxes []byte) string {
	if !protected(format) {
		return format
	}
	if sinf, has := boxIn(boxes, "sinf"); has {
		if frma, has := boxIn(sinf, "frma"); has && len(frma) >= 4 {
			return string(frma[:4])
		}
	}
	return format
}

// Where the boxes begin in a sample entry, behind what each kind has in fixed places.
const (
	visualBoxes = 78
	audioBoxes  = 28
)

// visual reads the sample entry of a video track.
func (t *track) visual(format string, content []byte) {
	p := t.picture
	c := cursor{rest: content}
	c.skip(24)
	p.size(int64(c.u16()), int64(c.u16()))
	c.skip(visualBoxes - 28)
	format = original(format, c.rest)
	kind := formats[format]
	if p.Codec = kind.codec; p.Codec == "" {
		p.Codec = fourCC(format)
	}
	p.Profile, p.Chroma, p.BitDepth = kind.profile, kind.chroma, kind.depth
	if pasp, has := boxIn(c.rest, "pasp"); has {
		shape := cursor{rest: pasp}
		p.pixelShape(int64(shape.u32()), int64(shape.u32()))
	}
	t.stretched()
	t.record(c.rest)
	t.fields(c.rest)
}

// stretched takes the shape of a pixel from the size in which the track is shown and from its matrix, where nothing
// else says it. What is off by less than a hundredth comes of rounding.
func (t *track) stretched() {
	p := t.picture
	if p.PixelWidth > 0 || p.Width == 0 || p.Height == 0 || t.width == 0 || t.height == 0 {
		return
	}
	width, height := int64(t.width)*int64(p.Height), int64(t.height)*int64(p.Width)
	stretch := t.matrix.stretch()
	ratio := float64(width) / float64(height) * stretch
	switch {
	case math.Abs(ratio-1) <= 0.01:
	case stretch == 1:
		p.pixelShape(width, height)
	case ratio < maxSide:
		p.pixelShape(int64(math.Round(ratio*1000)), 1000)
	}
}

// record reads the codec's own description among the boxes of a sample entry. What it leaves open is looked for in the
// first sample.
func (t *track) record(boxes []byte) {
	p := t.picture
	t.entry.look = p.firstFrame()
	for name, content := range boxesIn(boxes) {
		switch name {
		case "avcC":
			t.entry.look = nil
			if !p.avcC(content) || p.Scan == "" {
				t.entry.look = func(sample []byte) { p.h264Frame(content, sample) }
			}
		case "hvcC":
			t.entry.look = nil
			if !p.hvcC(content) {
				t.entry.look = func(sample []byte) { p.hevcFrame(content, sample) }
			}
		case "av1C":
			if p.av1C(content) {
				t.entry.look = nil
			}
		case "vpcC":
			if len(content) > 4 && p.vpcC(content[4:]) {
				t.entry.look = nil
			}
		case "esds":
			t.elementary(content)
			t.entry.look = p.firstFrame() // of what it turned out to be
		}
	}
}

// fields reads whether there are two fields in a frame, which QuickTime says beside the codec. The codec is right where
// it says so too.
func (t *track) fields(boxes []byte) {
	fiel, has := boxIn(boxes, "fiel")
	if !has || len(fiel) == 0 || t.picture.Scan != "" {
		return
	}
	switch fiel[0] {
	case 1:
		t.picture.Scan = Progressive
	case 2:
		t.picture.Scan = Interlaced
	}
}

// fourCC is the name of a format, as a person can read it.
func fourCC(format string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, format))
}
