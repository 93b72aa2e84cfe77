package video_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"hoist/upload/video"
)

// be is a row of numbers as the boxes have them: the most significant byte first, of 16, 32 or 64 bits by their type.
// What is an int has 32, and strings and bytes are as they are.
func be(values ...any) []byte {
	var b []byte
	for _, v := range values {
		switch v := v.(type) {
		case int:
			b = binary.BigEndian.AppendUint32(b, uint32(v))
		case string:
			b = append(b, v...)
		case []byte:
			b = append(b, v...)
		default:
			var err error
			if b, err = binary.Append(b, binary.BigEndian, v); err != nil {
				panic(err)
			}
		}
	}
	return b
}

// box returns a box with those contents.
func box(name string, contents ...any) []byte { return atom(name, be(contents...)) }

// avcConfig is what ffmpeg has put into testdata/plain.mp4: H.264, High at level 1.0, 64 × 64.
var avcConfig = []byte("\x01\x64\x00\x0a\xff\xe1\x00\x1a\x67\x64\x00\x0a\xac\x72\x04\x44\x26\xc0\x44\x00\x00\x03\x00\x04\x00\x00" +
	"\x03\x00\x50\x3c\x48\x96\x11\x80\x01\x00\x07\x68\xe8\x43\x81\x94\xb2\x2c\xfd\xf8\xf8\x00")

// visual returns a sample entry of a video track with those boxes in it.
func visual(format string, width, height int, boxes ...[]byte) []byte {
	return box(format, make([]byte, 6), int16(1), make([]byte, 16), int16(width), int16(height), 0x480000, 0x480000, 0, int16(1),
		make([]byte, 32), int16(24), int16(-1), bytes.Join(boxes, nil))
}

// audible is visual for an audio track: an entry of version 0.
func audible(format string, channels, depth, rate int, boxes ...[]byte) []byte {
	return box(format, make([]byte, 6), int16(1), make([]byte, 8), int16(channels), int16(depth), 0, uint32(rate)<<16,
		bytes.Join(boxes, nil))
}

// matrix is how most tracks are shown: as they are.
var upright = be(1<<16, 0, 0, 0, 1<<16, 0, 0, 0, 1<<30)

// trak is what a trak box is made of. A zero value is a video track of H.264, with 50 frames of a second's 25th each.
type trak struct {
	handler       string
	entries       [][]byte // of stsd
	timescale     int
	flags         int // of tkhd
	matrix        []byte
	width, height int               // of tkhd; as in the entry
	boxes         [][]byte          // in trak, such as edts
	tables        map[string][]byte // contents of boxes in stbl; nil instead of what is there else
	id            int
	offset        int  // where the samples are
	long          bool // boxes of version 1, and places of 64 bits
}

func (t trak) box() []byte {
	id := max(t.id, 1)
	tables := map[string][]byte{
		"stts": be(0, 1, 50, 40), "stss": be(0, 1, 1), "stsz": be(0, 100, 50), "stsc": be(0, 1, 1, 50, 1), "stco": be(0, 1, t.offset),
	}
	if t.long {
		tables["stco"], tables["co64"] = nil, be(0, 1, int64(t.offset))
	}
	for name, content := range t.tables {
		tables[name] = content
	}
	stbl := box("stsd", 0, len(t.entries), bytes.Join(t.entries, nil))
	for _, name := range []string{"stts", "ctts", "stss", "stps", "sbgp", "stsc", "stsz", "stz2", "stco", "co64"} {
		if tables[name] != nil {
			stbl = append(stbl, box(name, tables[name])...)
		}
	}
	times := be(0, 0)
	if t.long {
		times = be(int64(0), int64(0))
	}
	tkhd := be(t.flags, times, id, 0, 0)
	mdhd := be(0, times, t.timescale, 2000)
	if t.long {
		tkhd = be(1<<24|t.flags, times, id, 0, int64(0))
		mdhd = be(1<<24, times, t.timescale, int64(2000))
	}
	return box("trak",
		box("tkhd", tkhd, 0, 0, int16(0), int16(0), int16(0), int16(0), t.matrix, t.width<<16, t.height<<16),
		bytes.Join(t.boxes, nil),
		box("mdia", box("mdhd", mdhd, 0), box("hdlr", 0, "mhlr", t.handler, make([]byte, 13)),
			box("minf", box("vmhd", 1, 0, 0), box("stbl", stbl))))
}

// pictures is a video track of H.264.
func pictures(change func(*trak)) trak {
	t := trak{
		handler: "vide", entries: [][]byte{visual("avc1", 64, 64, box("avcC", avcConfig))}, timescale: 1000, flags: 3,
		matrix: upright, width: 64, height: 64, tables: map[string][]byte{},
	}
	if change != nil {
		change(&t)
	}
	return t
}

// mvhd returns the header of a film of two seconds, whose clock has a thousand ticks in each.
func mvhd(matrix []byte) []byte {
	return box("mvhd", 0, 0, 0, 1000, 2000, 1<<16, int16(256), int16(0), 0, 0, matrix, make([]byte, 24), 2)
}

var ftyp = box("ftyp", "isom", 512, "isomavc1")

// whole returns a file with the index in front and 5,000 bytes of media, in which the samples of the tracks lie.
func whole(tracks ...trak) []byte {
	build := func(offset int) []byte {
		moov := mvhd(upright)
		for _, t := range tracks {
			t.offset = offset
			moov = append(moov, t.box()...)
		}
		return slices.Concat(ftyp, box("moov", moov))
	}
	return append(build(len(build(0))+8), box("mdat", make([]byte, 5000))...)
}

func read(data []byte) (*video.Info, error) {
	return video.Read(bytes.NewReader(data), int64(len(data)))
}

// mustRead reads a file that has a video track.
func mustRead(t *testing.T, data []byte) *video.Info {
	t.Helper()
	info, err := read(data)
	if err != nil {
		t.Fatal(err)
	}
	if info.Picture == nil {
		t.Fatal("no video track was found")
	}
	return info
}

// with returns a file with a video track that is changed.
func with(change func(*trak)) []byte { return whole(pictures(change)) }
