package video

import (
	"encoding/binary"
	"strconv"
)

// vpcC is avcC for VP8 and VP9: the content of a box vpcC, behind its version and flags. It has no size, so that it
// reports whether the rest could be read.
func (p *Picture) vpcC(record []byte) bool {
	b := &bits{data: record}
	profile, level, depth, chroma := b.read(8), b.read(8), b.read(4), b.read(3)
	if b.over || profile > 3 || depth < 8 || depth > 12 {
		return false
	}
	p.Profile, p.Level = profileNumber(profile), levelTenths(level)
	p.BitDepth = int(depth)
	switch chroma {
	case 0, 1: // which differ in where the samples lie
		p.Chroma = Chroma420
	case 2:
		p.Chroma = Chroma422
	case 3:
		p.Chroma = Chroma444
	}
	p.progressive()
	return true
}

// vp8Frame takes what the first frame of VP8 says (RFC 6386, 9.1), which has to be a keyframe.
func (p *Picture) vp8Frame(frame []byte) bool {
	if len(frame) < 10 || frame[0]&1 != 0 || frame[3] != 0x9d || frame[4] != 0x01 || frame[5] != 0x2a {
		return false
	}
	p.Profile = strconv.Itoa(int(frame[0] >> 1 & 7)) // ffprobe has names for those of VP9 alone
	p.Chroma, p.BitDepth = Chroma420, 8
	p.progressive()
	const sideBits = 1<<14 - 1 // above it, by how much to enlarge it
	return p.size(int64(binary.LittleEndian.Uint16(frame[6:])&sideBits), int64(binary.LittleEndian.Uint16(frame[8:])&sideBits))
}

// vp9Frame takes what the first frame of VP9 says (VP9 Bitstream & Decoding Process Specification, 7.2), which has to be a
// keyframe.
func (p *Picture) vp9Frame(frame []byte) bool {
	const marker, sync = 2, 0x498342
	b := &bits{data: frame[:min(len(frame), 64)]}
	if b.read(2) != marker {
		return false
	}
	profile := b.read(1) | b.read(1)<<1
	if profile == 3 {
		b.flag()
	}
	again, predicted := b.flag(), b.flag()
	b.skip(2)
	if again || predicted || b.read(24) != sync {
		return false
	}
	depth, chroma := vp9Colours(b, profile)
	width, height := int64(b.read(16))+1, int64(b.read(16))+1
	if b.over || !p.size(width, height) {
		return false
	}
	p.Profile, p.BitDepth, p.Chroma = profileNumber(profile), depth, chroma
	p.progressive()
	return true
}

// vp9Colours reads bit depth and chroma. chroma is empty for 4:4:0, which nobody has a name for here.
func vp9Colours(b *bits, profile uint32) (depth int, chroma Chroma) {
	const rgb = 7
	depth = 8
	if profile >= 2 {
		depth = 10
		if b.flag() {
			depth = 12
		}
	}
	if b.read(3) == rgb {
		if profile&1 == 1 {
			b.flag()
		}
		return depth, Chroma444
	}
	b.flag() // range
	if profile&1 == 0 {
		return depth, Chroma420
	}
	halfWidth, halfHeight := b.flag(), b.flag()
	b.flag()
	switch {
	case halfWidth && halfHeight:
		return depth, Chroma420
	case halfWidth:
		return depth, Chroma422
	case halfHeight:
		return depth, ""
	}
	return depth, Chroma444
}
