package video_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
)

// What ffmpeg does not write is made of what it writes, box by box.

// leaf is a box of a file, at any depth, with its content.
type leaf struct {
	name    string
	content []byte
}

// folders are the boxes that hold nothing but boxes.
var folders = []string{"moov", "trak", "mdia", "minf", "stbl", "edts"}

// rebuilt returns the boxes, each as change says, and those around them as long as they have become.
func rebuilt(t *testing.T, boxes []byte, change func(leaf) leaf) []byte {
	t.Helper()
	var all []byte
	for len(boxes) > 0 {
		n := int(binary.BigEndian.Uint32(boxes))
		if n < 8 || n > len(boxes) {
			t.Fatalf("a box of %d bytes in %d", n, len(boxes))
		}
		l := leaf{string(boxes[4:8]), boxes[8:n]}
		if slices.Contains(folders, l.name) {
			l.content = rebuilt(t, l.content, change)
		} else {
			l = change(l)
		}
		all = append(all, atom(l.name, l.content)...)
		boxes = boxes[n:]
	}
	return all
}

// wide returns the file with every number as 64 bits that can be. Its index is behind the media, which stays where it is.
func wide(t *testing.T, data []byte) []byte {
	t.Helper()
	changed := 0
	data = rebuilt(t, data, func(l leaf) leaf {
		now := widened(l)
		if !bytes.Equal(now.content, l.content) {
			changed++
		}
		return now
	})
	if changed != 1+2+2+2+2 {
		t.Fatalf("%d boxes were widened", changed)
	}
	// ffmpeg leaves eight bytes in front of the media for this.
	old := []byte("\x00\x00\x00\x08free")
	at := bytes.Index(data, old)
	if at < 0 || string(data[at+12:at+16]) != "mdat" {
		t.Fatal("there is no room for a length of 64 bits")
	}
	length := uint64(binary.BigEndian.Uint32(data[at+8:]))
	copy(data[at:], "\x00\x00\x00\x01mdat")
	binary.BigEndian.PutUint64(data[at+8:], length+8)
	return data
}

// widened returns a box with numbers of 64 bits, where it can have them.
func widened(l leaf) leaf {
	b := l.content
	long := func(at int) []byte { return append(make([]byte, 4), b[at:at+4]...) }
	switch l.name {
	case "mvhd", "mdhd": // created, modified, time scale, duration
		return leaf{l.name, slices.Concat([]byte{1, 0, 0, 0}, long(4), long(8), b[12:16], long(16), b[20:])}
	case "tkhd": // created, modified, number, reserved, duration
		return leaf{l.name, slices.Concat([]byte{1}, b[1:4], long(4), long(8), b[12:20], long(20), b[24:])}
	case "elst": // duration and time of each, rate
		now := slices.Concat([]byte{1, 0, 0, 0}, b[4:8])
		for at := 8; at < len(b); at += 12 {
			now = slices.Concat(now, long(at), long(at+4), b[at+8:at+12])
		}
		return leaf{l.name, now}
	case "stco":
		now := slices.Clone(b[:8])
		for at := 8; at < len(b); at += 4 {
			now = append(now, long(at)...)
		}
		return leaf{"co64", now}
	}
	return l
}

// compact returns the file with the sizes of samples in 16 bits each. Its index is behind the media.
func compact(t *testing.T, data []byte) []byte {
	t.Helper()
	return rebuilt(t, data, func(l leaf) leaf {
		if l.name != "stsz" {
			return l
		}
		now := slices.Concat([]byte{0, 0, 0, 0, 0, 0, 0, 16}, l.content[8:12])
		for at := 12; at < len(l.content); at += 4 {
			size := binary.BigEndian.Uint32(l.content[at:])
			if size > 0xffff {
				t.Fatalf("a sample of %d bytes", size)
			}
			now = binary.BigEndian.AppendUint16(now, uint16(size))
		}
		return leaf{"stz2", now}
	})
}

// unbranded returns a file of QuickTime as it was before 2002, without ftyp. Offsets would be wrong: it must be put in front
// of what is left as free room.
func unbranded(t *testing.T, data []byte) []byte {
	t.Helper()
	return rebuilt(t, data, func(l leaf) leaf {
		if l.name == "ftyp" {
			return leaf{"skip", make([]byte, len(l.content))}
		}
		return l
	})
}

// withConfig returns the file of AAC alone with another AudioSpecificConfig, and all around it as long as it has become. Its
// index is behind the media.
func withConfig(config []byte) func(*testing.T, []byte) []byte {
	return func(t *testing.T, data []byte) []byte {
		t.Helper()
		return rebuilt(t, data, func(l leaf) leaf {
			if l.name != "stsd" {
				return l
			}
			b := slices.Clone(l.content)
			tag := bytes.Index(b, []byte("\x05\x80\x80\x80"))
			if tag < 0 {
				t.Fatal("there is no AudioSpecificConfig")
			}
			begin, end := tag+5, tag+5+int(b[tag+4])
			more := len(config) - (end - begin)
			for _, box := range []string{"mp4a", "esds"} {
				at := bytes.Index(b, []byte(box)) - 4
				binary.BigEndian.PutUint32(b[at:], uint32(int(binary.BigEndian.Uint32(b[at:]))+more))
			}
			for _, descriptor := range []string{"\x03\x80\x80\x80", "\x04\x80\x80\x80", "\x05\x80\x80\x80"} {
				b[bytes.Index(b, []byte(descriptor))+4] += byte(more)
			}
			return leaf{"stsd", slices.Concat(b[:begin], config, b[end:])}
		})
	}
}

// withSBR returns frames of AAC in ADTS with an empty extension of HE-AAC at the end of each: enough for a decoder to see
// that there is one.
func withSBR(t *testing.T, frames []byte) []byte {
	t.Helper()
	var all []byte
	for len(frames) > 7 {
		n := int(frames[3]&3)<<11 | int(frames[4])<<3 | int(frames[5])>>5
		if frames[0] != 0xff || n < 8 || n > len(frames) {
			t.Fatal("no ADTS")
		}
		head, body := slices.Clone(frames[:7]), frames[7:n]
		bits := ""
		for _, b := range body {
			bits += fmt.Sprintf("%08b", b)
		}
		end := bytes.LastIndexByte([]byte(bits), '1') - 2 // ID_END is 111, and zeros fill the last byte
		if end < 0 || bits[end:end+3] != "111" {
			t.Fatal("no end of a frame")
		}
		bits = bits[:end] + "110" + "0001" + "1101" + "0000" + "111" // ID_FIL, one byte, EXT_SBR_DATA, nothing in it, ID_END
		for len(bits)%8 != 0 {
			bits += "0"
		}
		length := 7 + len(bits)/8
		head[3] = head[3]&^3 | byte(length>>11)
		head[4] = byte(length >> 3)
		head[5] = head[5]&0x1f | byte(length<<5)
		all = append(all, head...)
		for at := 0; at < len(bits); at += 8 {
			var b byte
			for _, bit := range bits[at : at+8] {
				b = b<<1 | byte(bit-'0')
			}
			all = append(all, b)
		}
		frames = frames[n:]
	}
	return all
}
