package video

import "math"

// bits reads a header bit by bit. Behind the end all bits are zero, and over says so: a reader looks at it once, where it
// has all that it wants.
type bits struct {
	data []byte
	at   int  // the next bit
	over bool // something was read that is not there
}

// left returns how many bits are left.
func (b *bits) left() int { return len(b.data)*8 - b.at }

// read returns the next n bits as a number; n is at most 32.
func (b *bits) read(n int) uint32 {
	if n > b.left() {
		b.at, b.over = len(b.data)*8, true
		return 0
	}
	var v uint32
	for range n {
		v = v<<1 | uint32(b.data[b.at>>3]>>(7-b.at&7)&1)
		b.at++
	}
	return v
}

// flag returns whether the next bit is one.
func (b *bits) flag() bool { return b.read(1) == 1 }

// skip passes over n bits.
func (b *bits) skip(n int) {
	if n > b.left() {
		b.at, b.over = len(b.data)*8, true
		return
	}
	b.at += n
}

// ue reads an Exp-Golomb number of H.264 and H.265: as many zeros as there are bits behind the first one. What does not
// fit into 32 bits is none.
func (b *bits) ue() uint32 {
	zeros := 0
	for !b.over && !b.flag() {
		zeros++
	}
	if zeros > 31 {
		b.over = true
	}
	if b.over {
		return 0
	}
	return 1<<zeros - 1 + b.read(zeros)
}

// se reads an Exp-Golomb number that may be negative: 1, -1, 2, -2, …
func (b *bits) se() int32 {
	n := b.ue()
	half := int32(min(n/2+n%2, math.MaxInt32))
	if n%2 == 0 {
		return -half
	}
	return half
}

// ues passes over n Exp-Golomb numbers.
func (b *bits) ues(n int) {
	for range n {
		if b.ue(); b.over {
			return
		}
	}
}

// unescape removes the bytes of a NAL unit that keep it from looking like a start code: the 3 of each 0 0 3.
func unescape(nal []byte) []byte {
	plain := make([]byte, 0, len(nal))
	zeros := 0
	for _, c := range nal {
		if zeros >= 2 && c == 3 {
			zeros = 0
			continue
		}
		if c == 0 {
			zeros++
		} else {
			zeros = 0
		}
		plain = append(plain, c)
	}
	return plain
}

// maxHeader is how much is looked at of a NAL unit that holds parameters, in bytes. Parameter sets have a few hundred at
// most.
const maxHeader = 4 << 10

// nalsOfSample returns the beginnings of the NAL units of a frame as MP4 and Matroska keep it: each behind its length, a
// number of lengthBytes bytes. The last one may be cut off. There are at most maxNALs.
func nalsOfSample(sample []byte, lengthBytes int) [][]byte {
	var nals [][]byte
	for len(sample) > lengthBytes && len(nals) < maxNALs {
		length := 0
		for _, c := range sample[:lengthBytes] {
			length = length<<8 | int(c)
		}
		sample = sample[lengthBytes:]
		length = min(max(length, 0), len(sample))
		nals = append(nals, sample[:length])
		sample = sample[length:]
	}
	return nals
}

// maxNALs is how many NAL units are looked at in search of the first slice of a frame.
const maxNALs = 64
