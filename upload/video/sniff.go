package video

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// Type is a container that X takes.
type Type struct {
	MIME string // as INIT wants it, such as video/mp4
	Name string // as a person says it, such as MP4
}

// The containers that X takes (the video types of media_type in X's OpenAPI file 2.168, September 2026).
var (
	MP4       = Type{"video/mp4", "MP4"}
	QuickTime = Type{"video/quicktime", "QuickTime"}
	WebM      = Type{"video/webm", "WebM"}
	MPEGTS    = Type{"video/mp2t", "MPEG-TS"}
)

// headBytes is how much is read of the beginning of a file.
const headBytes = 4 << 10

// Sniff says what kind of video a file of that size is, by its first bytes. It returns false for everything that X
// does not take, for audio and pictures in a video's container, and for a file that cannot be read. It does not say
// that the file is whole, or that its codecs are X's.
func Sniff(r io.ReaderAt, size int64) (Type, bool) {
	head := make([]byte, min(max(size, 0), headBytes))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return Type{}, false
	}
	head = head[:min(max(n, 0), len(head))]
	switch {
	case isWebM(head):
		return WebM, true
	case isMPEGTS(head):
		return MPEGTS, true
	}
	return sniffBoxes(r, size)
}

// maxBoxes is how many boxes are skipped in search of the one that tells: writers put a free one or two in front.
const maxBoxes = 8

// sniffBoxes tells MP4 and QuickTime, which are both a row of boxes: a length, a name, and what is in it. An ftyp box
// names the brand. QuickTime did without it until 2002, and its files begin with the film (moov), the media (mdat) or
// with room that was left free.
func sniffBoxes(r io.ReaderAt, size int64) (Type, bool) {
	offset := int64(0)
	for range maxBoxes {
		b, ok := readBox(r, offset, size)
		if !ok {
			return Type{}, false
		}
		switch b.name {
		case "ftyp":
			return sniffBrands(r, b)
		case "moov", "mdat":
			return QuickTime, true
		case "free", "skip", "wide", "pnot":
			offset = b.end
		default:
			return Type{}, false
		}
	}
	return Type{}, false
}

// box is where the content of a box lies in the file.
type box struct {
	name       string
	start, end int64
}

// readBox reads the box at offset. It must lie within the file: text has bytes at its beginning that read as a length
// of half a gigabyte or more.
func readBox(r io.ReaderAt, offset, size int64) (box, bool) {
	b, ok := readBoxHeader(r, offset, size)
	return b, ok && b.end <= size
}

// readBoxHeader reads the box at offset, which may go on beyond the end of the file.
func readBoxHeader(r io.ReaderAt, offset, size int64) (box, bool) {
	var head [16]byte
	n, _ := r.ReadAt(head[:min(max(size-offset, 0), 16)], offset)
	if n < 8 {
		return box{}, false
	}
	b := box{name: string(head[4:8]), start: offset + 8}
	length := int64(binary.BigEndian.Uint32(head[:4]))
	switch length {
	case 0: // to the end of the file
		length = size - offset
	case 1: // the length is in the next eight bytes
		if n < 16 {
			return box{}, false
		}
		b.start += 8
		length = int64(binary.BigEndian.Uint64(head[8:])) //nolint:gosec // what does not fit is negative, and refused below
	}
	if length < b.start-offset || length > maxFileBytes {
		return box{}, false
	}
	b.end = offset + length
	return b, true
}

// maxFileBytes is more than any file has, and little enough that sums of two do not overflow.
const maxFileBytes = 1 << 60

// notVideo are the brands of audio and of pictures that come in the same boxes as MP4.
var notVideo = []string{
	"M4A ", "M4B ", "M4P ", // Apple's audio, audio books, protected audio
	"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "mif2", "msf1", "avif", "avis", "jpeg", "jpgs", // HEIF
	"jp2 ", "jpx ", "jpm ", "crx ", // JPEG 2000, Canon's raw pictures
}

// mp4Brands are the brands that say MP4: the generations of ISO's base format, and what cameras, phones and
// streaming servers make of it. A file of another brand counts when it names one of these as compatible.
var mp4Brands = []string{
	"isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "mp71", "avc1",
	"M4V ", "M4VH", "M4VP", "f4v ", "F4V ", "MSNV", "XAVC", "dash", "msdh", "cmfc", "cmf2", "NDSC", "NDSH", "NDSM", "NDSP",
}

// sniffBrands reads an ftyp box: the brand, its version, and the brands that the file is compatible with.
func sniffBrands(r io.ReaderAt, b box) (Type, bool) {
	content := make([]byte, min(b.end-b.start, headBytes))
	n, _ := r.ReadAt(content, b.start)
	if n < 8 {
		return Type{}, false
	}
	brand, others := string(content[:4]), content[8:n]
	switch {
	case brand == "qt  ":
		return QuickTime, true
	case slices.Contains(notVideo, brand):
		return Type{}, false
	case slices.Contains(mp4Brands, brand):
		return MP4, true
	}
	for ; len(others) >= 4; others = others[4:] {
		if slices.Contains(mp4Brands, string(others[:4])) {
			return MP4, true
		}
	}
	return Type{}, false
}

// MPEG-TS is a row of packets of 188 bytes; cameras put four bytes of time in front of each.
const (
	tsPacket  = 188
	tsSync    = 0x47
	tsStamp   = 4
	tsPackets = 5 // how many have to be there: fewer could be chance
)

func isMPEGTS(head []byte) bool {
	return hasPackets(head, 0, tsPacket) || hasPackets(head, tsStamp, tsStamp+tsPacket)
}

// hasPackets reports whether there are packets at first and at every stride behind it, as far as head goes.
func hasPackets(head []byte, first, stride int) bool {
	n := 0
	for at := first; at+tsPacket <= len(head); at += stride {
		if !isPacket(head[at:]) {
			return false
		}
		n++
	}
	return n >= tsPackets
}

// isPacket reports whether a packet begins here: the sync byte, no error in transport, not scrambled, and an adaptation
// field that fits. Text with a G at every 188th place does not pass.
func isPacket(p []byte) bool {
	if p[0] != tsSync || p[1]&0x80 != 0 || p[3]&0xc0 != 0 {
		return false
	}
	field := int(p[4]) // length of the adaptation field, where there is one
	switch p[3] & 0x30 {
	case 0x10: // content alone
		return true
	case 0x20: // adaptation field alone
		return field == tsPacket-5
	case 0x30: // both
		return field <= tsPacket-6
	}
	return false
}

// EBML, the form of Matroska and WebM: each element has an ID, a length and a content.
var (
	ebmlHeader = []byte{0x1a, 0x45, 0xdf, 0xa3}
	docType    = []byte{0x42, 0x82}
)

// isWebM reports whether an EBML header says webm. Matroska has the same header and says matroska.
func isWebM(head []byte) bool {
	if !bytes.HasPrefix(head, ebmlHeader) {
		return false
	}
	rest, _, ok := element(head[len(ebmlHeader):])
	for ok && len(rest) > 0 {
		_, n := vint(rest)
		if n == 0 {
			return false
		}
		id := rest[:n]
		var content []byte
		if content, rest, ok = element(rest[n:]); ok && bytes.Equal(id, docType) {
			return string(bytes.TrimRight(content, "\x00")) == "webm"
		}
	}
	return false
}

// element returns the content of an element whose ID has been read, and what stands behind it.
func element(b []byte) (content, rest []byte, ok bool) {
	length, n := vint(b)
	b = b[n:]
	if n == 0 || length > uint64(len(b)) {
		return nil, nil, false
	}
	return b[:length], b[length:], true
}

// vint reads EBML's number of one to eight bytes: the zeros in front of the first one say how many follow. It returns
// the value and how many bytes it has; 0 where there is none.
func vint(b []byte) (value uint64, n int) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0
	}
	n = 1
	for mask := byte(0x80); b[0]&mask == 0; mask >>= 1 {
		n++
	}
	if len(b) < n {
		return 0, 0
	}
	value = uint64(b[0] & (0xff >> n))
	for _, next := range b[1:n] {
		value = value<<8 | uint64(next)
	}
	return value, n
}
