package video

import "strconv"

// elementary reads an esds box of a video track.
func (t *track) elementary(content []byte) {
	object, specific := descriptor(content)
	kind, known := objects[object]
	if !known {
		return
	}
	p := t.picture
	p.Codec, p.Chroma, p.BitDepth = kind.codec, kind.chroma, kind.depth
	switch p.Codec {
	case "mpeg4":
		p.mpeg4Config(specific)
	case "mpeg1video", "mpeg2video":
		p.mpegHeaders(specific)
	}
}

// mpeg4Profiles are the names that ffprobe has for the upper half of profile_and_level_indication.
var mpeg4Profiles = [...]string{
	0: "Simple Profile", 1: "Simple Scalable Profile", 2: "Core Profile", 3: "Main Profile", 4: "N-bit Profile",
	9: "Advanced Real Time Simple Profile", 10: "Core Scalable Profile", 11: "Advanced Coding Profile",
	12: "Advanced Core Profile", 14: "Simple Studio Profile", 15: "Advanced Simple Profile",
}

// mpeg4Config takes profile and level of MPEG-4 part 2, which stand at the beginning of a sequence.
func (p *Picture) mpeg4Config(specific []byte) {
	c := cursor{rest: specific}
	if c.u32() != 0x1b0 {
		return
	}
	indication := c.u8()
	p.Profile, p.Level = mpeg4Profiles[indication>>4], strconv.Itoa(int(indication&0xf))
}

// The tags of the descriptors of MPEG-4 systems (ISO/IEC 14496-1).
const (
	tagElementary = 3
	tagDecoder    = 4
	tagSpecific   = 5
)

// descriptor reads an esds box: the kind of object, and the codec's own description.
func descriptor(content []byte) (object uint8, specific []byte) {
	c := cursor{rest: content}
	c.skip(4)
	es, ok := c.descriptor(tagElementary)
	if !ok {
		es = c // writers of QuickTime leave it out
	} else {
		es.skip(2)
		flags := es.u8()
		if flags&0x80 != 0 { // it depends on another stream
			es.skip(2)
		}
		if flags&0x40 != 0 { // an address
			es.skip(int(es.u8()))
		}
		if flags&0x20 != 0 { // its clock is another stream's
			es.skip(2)
		}
	}
	decoder, ok := es.descriptor(tagDecoder)
	if !ok {
		return 0, nil
	}
	object = decoder.u8()
	decoder.skip(12) // kind of stream, size of the buffer, bit rates
	own, _ := decoder.descriptor(tagSpecific)
	return object, own.rest
}

// descriptor returns the content of the descriptor that comes next, if it has that tag: a tag, a length of 7 bits a byte,
// and the content.
func (c *cursor) descriptor(tag uint8) (cursor, bool) {
	from := *c
	if c.u8() != tag {
		*c = from
		return cursor{}, false
	}
	length := 0
	for range 4 {
		b := c.u8()
		length = length<<7 | int(b&0x7f)
		if b&0x80 == 0 {
			break
		}
	}
	return cursor{rest: c.take(length)}, true
}
