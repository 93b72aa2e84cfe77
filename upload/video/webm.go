package video

import (
	"io"
	"time"
)

// The elements of WebM that the segment has (RFC 9559, 5.1).
const (
	webmSegment  = 0x18538067
	webmSeekHead = 0x114d9b74
	webmInfo     = 0x1549a966
	webmTracks   = 0x1654ae6b
	webmCluster  = 0x1f43b675
	webmCues     = 0x1c53bb6b
	webmTags     = 0x1254c367
	webmChapters = 0x1043a770
	webmFiles    = 0x1941a469
)

// What is read of a file at most.
const (
	webmWindow   = 8 << 20 // bytes from the beginning in which frames are looked at
	webmTail     = 2 << 20 // bytes from the end in which the last cluster is looked for
	maxElements  = 1 << 18 // elements whose heads are read
	maxWebMIndex = 1 << 20 // bytes of the information and the tracks
)

// webm reads a WebM file.
type webm struct {
	r    *boxReader // for its pages
	size int64
	info *Info

	left    int     // how many more elements may be read
	scale   float64 // nanoseconds a tick
	tracks  bool    // they have come
	picture *webmTrack
	sound   *webmTrack
	last    ebmlElement // the last cluster that was passed over
	partly  bool        // there are frames that were not looked at
	stopped bool        // the end was not reached
}

// readWebM reads WebM, and Matroska as far as WebM has it (RFC 9559). What its tracks are stands at the beginning; where
// frames and keyframes are, only at the frames themselves, which are looked at near the beginning.
func readWebM(r io.ReaderAt, size int64, info *Info) error {
	w := &webm{r: newBoxReader(r, size), size: size, info: info, left: maxElements, scale: 1e6}
	info.Index = IndexNone
	head, ok := readElement(w.r, 0, size)
	segment := head
	for ok && segment.id != webmSegment && w.more() {
		segment, ok = readElement(w.r, segment.end, size)
	}
	if !ok || segment.id != webmSegment || segment.end > size {
		return w.failed(ErrTruncated)
	}
	if err := w.segment(segment); err != nil {
		return w.failed(err)
	}
	if w.partly {
		if err := w.tail(); err != nil {
			return w.failed(err)
		}
	}
	if !w.tracks {
		return w.failed(ErrTruncated)
	}
	w.tell()
	return w.failed(nil)
}

// failed returns the failure of the file where there was one, else err.
func (w *webm) failed(err error) error {
	if w.r.err != nil {
		return w.r.err
	}
	return err
}

// more counts an element.
func (w *webm) more() bool {
	w.left--
	return w.left >= 0
}

// segment goes over what the segment has, from cluster to cluster.
func (w *webm) segment(segment ebmlElement) error {
	for at := segment.start; at < segment.end; {
		if !w.more() {
			w.partly, w.stopped = true, true
			return nil
		}
		e, ok := readElement(w.r, at, w.size)
		if !ok || w.r.err != nil {
			return nil
		}
		if e.end > segment.end {
			if inSegment(e.id) {
				return ErrTruncated
			}
			return nil // it is something else that was put behind
		}
		at = e.end
		switch e.id {
		case webmCues:
			w.cues()
		case webmInfo:
			w.information(w.content(e))
		case webmTracks:
			if !w.tracks {
				w.tracks = true
				w.readTracks(w.content(e))
			}
		case webmCluster:
			end, err := w.cluster(e)
			if err != nil {
				return err
			}
			if w.stopped {
				return nil
			}
			at = end
		}
	}
	return nil
}

// inSegment reports whether an element can stand in a segment, so that it cannot stand in a cluster.
func inSegment(id uint32) bool {
	switch id {
	case webmSeekHead, webmInfo, webmTracks, webmCluster, webmCues, webmTags, webmChapters, webmFiles:
		return true
	}
	return false
}

// cues takes that the index is here.
func (w *webm) cues() {
	if w.last.id != 0 {
		w.info.Index = IndexBehind
	} else {
		w.info.Index = IndexFront
	}
}

// content reads an element that is small; nil: it is not.
func (w *webm) content(e ebmlElement) []byte {
	if e.open || e.end-e.start > maxWebMIndex || e.end <= e.start {
		return nil
	}
	content := make([]byte, e.end-e.start)
	n, _ := w.r.ReadAt(content, e.start)
	return content[:min(max(n, 0), len(content))]
}

// information takes what the file says of itself as a whole.
func (w *webm) information(content []byte) {
	const scale, duration, date = 0x2ad7b1, 0x4489, 0x4461
	var length float64
	for id, b := range elements(content) {
		switch id {
		case scale:
			if n := ebmlInt(b); n > 0 {
				w.scale = float64(n)
			}
		case duration:
			length = ebmlFloat(b)
		case date: // nanoseconds since 2001
			if len(b) == 8 {
				since := time.Duration(ebmlUint(b)) //nolint:gosec // it has a sign
				w.info.Created = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).Add(since)
			}
		}
	}
	w.info.Duration = seconds(length * w.scale / 1e9)
}

// tell says what has been found.
func (w *webm) tell() {
	clock := 1e9 / w.scale
	said, longest := w.info.Duration, time.Duration(0)
	if t := w.picture; t != nil {
		p := t.picture
		w.info.Picture = p
		t.tape.cut(!w.partly)
		t.tape.picture(p, clock, !w.partly)
		t.defaultRate()
		longest = p.Duration
		if p.Duration == 0 || t.tape.frames < 2 {
			p.Duration = said
		}
	}
	if t := w.sound; t != nil {
		w.info.Sound = t.sound
		t.tape.sound(t.sound, clock, !w.partly)
		longest = max(longest, t.sound.Duration)
		if t.sound.Duration == 0 {
			t.sound.Duration = said
		}
	}
	if said == 0 {
		w.info.Duration = longest
	}
}
