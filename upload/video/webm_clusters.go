package video

import (
	"bytes"
	"encoding/binary"
)

// The elements of a cluster that matter here.
const (
	webmTimestamp   = 0xe7
	webmSimpleBlock = 0xa3
	webmBlockGroup  = 0xa0
	webmBlock       = 0xa1
	webmReference   = 0xfb
	webmChecksum    = 0xbf
)

// cluster takes the frames of a cluster where it lies in the window. It returns where the cluster ends.
func (w *webm) cluster(cluster ebmlElement) (end int64, err error) {
	w.last = cluster
	return w.blocks(cluster, webmWindow, func(b webmFrame) {
		if b.track.picture != nil {
			w.see(b)
			return
		}
		b.track.tape.frames++
		b.track.tape.reach(b.at)
		b.track.tape.hold(int(b.end-b.start), true)
	})
}

// webmFrame is a frame of one of the tracks.
type webmFrame struct {
	track      *webmTrack
	at         int64 // in ticks
	start, end int64 // where it lies in the file
	key        bool
}

// see takes a frame of the picture.
func (w *webm) see(b webmFrame) {
	t := b.track
	const shown, lookBytes = 0x10, 4 << 10
	if t.picture.Codec == "vp8" && !t.packed {
		var first [1]byte
		if n, _ := w.r.ReadAt(first[:], b.start); n == 1 && first[0]&shown == 0 {
			t.tape.bytes += b.end - b.start
			return // a frame that is there for others to refer to
		}
	}
	if t.looks > 0 && !t.packed {
		frame := make([]byte, min(b.end-b.start, lookBytes))
		n, _ := w.r.ReadAt(frame, b.start)
		t.look(frame[:min(max(n, 0), len(frame))])
	}
	t.tape.bytes += b.end - b.start
	t.tape.frame(b.key)
	t.tape.shown(b.at)
}

// blocks calls each for the frames of a cluster that begin before until. It returns where the cluster ends.
func (w *webm) blocks(cluster ebmlElement, until int64, each func(webmFrame)) (end int64, err error) {
	base := int64(0)
	for at := cluster.start; at < cluster.end; {
		if at >= until || !w.more() {
			w.partly, w.stopped = true, w.stopped || cluster.open || w.left < 0
			return cluster.end, nil
		}
		e, err := w.inCluster(cluster, at)
		if err != nil || e.id == 0 {
			return cluster.end, err
		}
		if cluster.open && inSegment(e.id) {
			return at, nil
		}
		at = e.end
		switch e.id {
		case webmTimestamp:
			base = int64(min(ebmlUint(w.content(e)), maxFileBytes))
		case webmSimpleBlock:
			w.block(e, base, true, false, each)
		case webmBlockGroup:
			w.group(e, base, each)
		}
	}
	return cluster.end, nil
}

// inCluster reads the element of a cluster that stands at a place; its id is 0 where there is none that makes sense.
func (w *webm) inCluster(cluster ebmlElement, at int64) (ebmlElement, error) {
	e, ok := readElement(w.r, at, w.size)
	switch {
	case !ok || w.r.err != nil || e.open && e.id != webmCluster:
		w.stopped = w.stopped || cluster.open
		return ebmlElement{}, nil
	case e.end <= cluster.end:
		return e, nil
	case cluster.open:
		return e, ErrTruncated
	}
	return ebmlElement{}, nil
}

// block takes a block: the number of its track, its time from that of the cluster, flags, and a frame. Frames of video
// are never laced. simple: the flags say whether it is a keyframe; else key does.
func (w *webm) block(e ebmlElement, base int64, simple, key bool, each func(webmFrame)) {
	const keyframe = 0x80
	var head [11]byte
	n, _ := w.r.ReadAt(head[:min(e.end-e.start, int64(len(head)))], e.start)
	number, m := vint(head[:min(max(n, 0), len(head))])
	if m == 0 || n < m+3 {
		return
	}
	var b webmFrame
	switch {
	case w.picture != nil && number == w.picture.number:
		b.track = w.picture
	case w.sound != nil && number == w.sound.number:
		b.track = w.sound
	default:
		return
	}
	b.at = base + int64(int16(binary.BigEndian.Uint16(head[m:]))) //nolint:gosec // it has a sign
	if b.key = key; simple {
		b.key = head[m+2]&keyframe != 0
	}
	b.start, b.end = e.start+int64(m)+3, e.end
	each(b)
}

// group takes a block that has more to say: what it refers to.
func (w *webm) group(group ebmlElement, base int64, each func(webmFrame)) {
	var block ebmlElement
	key := true
	for at := group.start; at < group.end && w.more(); {
		e, ok := readElement(w.r, at, w.size)
		if !ok || e.open || e.end > group.end {
			break
		}
		switch e.id {
		case webmBlock:
			block = e
		case webmReference:
			key = false
		}
		at = e.end
	}
	if block.id != 0 {
		w.block(block, base, false, key, each)
	}
}

// tail looks for when the last frames are shown, where they were not looked at.
func (w *webm) tail() error {
	last := w.last
	if w.stopped {
		last = w.lastCluster()
	}
	if last.id == 0 {
		return nil
	}
	w.left = maxElements
	_, err := w.blocks(last, w.size, func(b webmFrame) { b.track.tape.reach(b.at) })
	return err
}

// lastCluster looks for the last cluster near the end of the file; its id is 0 where there is none.
func (w *webm) lastCluster() ebmlElement {
	from := max(w.size-webmTail, 0)
	tail := make([]byte, w.size-from)
	n, _ := w.r.ReadAt(tail, from)
	tail = tail[:min(max(n, 0), len(tail))]
	id := binary.BigEndian.AppendUint32(nil, webmCluster)
	for at := bytes.LastIndex(tail, id); at >= 0; at = bytes.LastIndex(tail[:at], id) {
		cluster, ok := readElement(w.r, from+int64(at), w.size)
		if !ok {
			continue
		}
		first, ok := readElement(w.r, cluster.start, w.size) // that it is one, the element says with which it begins
		if ok && (first.id == webmTimestamp || first.id == webmChecksum) {
			return cluster
		}
	}
	return ebmlElement{}
}
