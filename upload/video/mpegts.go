package video

import (
	"bytes"
	"errors"
	"io"
)

// What is read of a large file: the beginning, and the end for where it ends.
const (
	tsHead = 8 << 20
	tsTail = 2 << 20
)

// readMPEGTS reads MPEG-TS (ISO/IEC 13818-1). It has no index, so that the media itself is looked at: all of it in a file
// that is small, else its beginning and its end. It has no end either, so that nothing tells whether it is whole.
func readMPEGTS(r io.ReaderAt, size int64, info *Info) error {
	t := transport{stride: tsPacket, sections: make(map[int][]byte), tracks: make(map[int]*tsTrack)}
	whole := size <= tsHead+tsTail
	length := size
	if !whole {
		length = tsHead
	}
	head, err := readPart(r, 0, length)
	if err != nil {
		return err
	}
	if !hasPackets(head[:min(len(head), headBytes)], 0, tsPacket) {
		t.stride, t.lead = tsStamp+tsPacket, tsStamp
	}
	t.read(head)
	t.cut(whole)
	if !whole {
		tail, err := readPart(r, size-tsTail, tsTail)
		if err != nil {
			return err
		}
		t.read(tail)
		t.cut(true)
	}
	t.tell(info, whole)
	return nil
}

// readPart reads a part of a file. It may be shorter where the file has become so.
func readPart(r io.ReaderAt, from, length int64) ([]byte, error) {
	part := make([]byte, length)
	n, err := r.ReadAt(part, from)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return part[:min(max(n, 0), len(part))], nil
}

// transport is a transport stream.
type transport struct {
	stride, lead int            // from packet to packet; what is in front of each
	sections     map[int][]byte // of tables, by packet identifier, as far as they have come
	tracks       map[int]*tsTrack
	order        []*tsTrack // the tracks as the tables name them
}

// read takes the packets of a part of the file. What is no packet is passed over.
func (t *transport) read(part []byte) {
	for len(part) >= t.lead+tsPacket {
		if part[t.lead] != tsSync {
			part = part[t.resync(part):]
			continue
		}
		t.packet(part[t.lead:][:tsPacket])
		part = part[min(t.stride, len(part)):]
	}
}

// resync returns where packets begin again: two that follow each other, or the last one. It is more than 0.
func (t *transport) resync(part []byte) int {
	for at := 1; at < len(part); at++ {
		next := bytes.IndexByte(part[min(at+t.lead, len(part)):], tsSync)
		if next < 0 {
			break
		}
		at += next
		second := at + t.lead + t.stride
		if second >= len(part) || part[second] == tsSync {
			return at
		}
	}
	return len(part)
}

// packet takes a packet of tsPacket bytes.
func (t *transport) packet(p []byte) {
	const programs, null = 0, 0x1fff
	start, pid := p[1]&0x40 != 0, int(p[1]&0x1f)<<8|int(p[2])
	scrambled, field, content := p[3]&0xc0 != 0, p[3]&0x20 != 0, p[3]&0x10 != 0
	if p[1]&0x80 != 0 || !content || pid == null {
		return // broken, or with nothing in it
	}
	payload, entry := p[4:], false
	if field {
		length := int(payload[0])
		if length >= len(payload) {
			return
		}
		entry = length > 0 && payload[1]&0x40 != 0
		payload = payload[1+length:]
	}
	track := t.tracks[pid]
	_, table := t.sections[pid]
	switch {
	case scrambled:
		if track != nil {
			track.scrambled = true
		}
	case track != nil:
		track.packet(payload, start, entry)
	case table, pid == programs:
		t.section(pid, payload, start)
	}
}

// cut ends a part of the file.
func (t *transport) cut(end bool) {
	for pid := range t.sections {
		t.sections[pid] = nil
	}
	for _, track := range t.order {
		track.flush()
		track.on = false
		track.tape.cut(end)
	}
}

// tell says what has been found: of the first video track, and of the first audio track.
func (t *transport) tell(info *Info, whole bool) {
	info.Index = IndexNone
	for _, track := range t.order {
		switch {
		case track.picture != nil && info.Picture == nil:
			info.Picture = track.picture
			track.tape.picture(track.picture, tsClock, whole)
			track.picture.Protected = track.scrambled && !track.clear
		case track.sound != nil && info.Sound == nil:
			info.Sound = track.sound
			track.tape.sound(track.sound, tsClock, whole)
			track.sound.Protected = track.scrambled && !track.clear
		}
	}
	if info.Picture != nil {
		info.Duration = info.Picture.Duration
	}
	if info.Sound != nil {
		info.Duration = max(info.Duration, info.Sound.Duration)
	}
}
