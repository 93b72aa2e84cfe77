package video_test

import (
	"cmp"
	"io"
	"slices"
	"testing"

	"hoist/upload/video"
)

// sparse is a file of any size with pieces in it and zeros between them, as a disk has it.
type sparse struct {
	size   int64
	pieces []piece // by where they are
}

type piece struct {
	at   int64
	data []byte
}

func (s *sparse) add(at int64, data []byte) int64 {
	s.pieces = append(s.pieces, piece{at, data})
	s.size = max(s.size, at+int64(len(data)))
	return at + int64(len(data))
}

func (s *sparse) ReadAt(p []byte, offset int64) (int, error) {
	n := int(max(min(int64(len(p)), s.size-offset), 0))
	clear(p[:n])
	i, found := slices.BinarySearchFunc(s.pieces, offset, func(p piece, at int64) int { return cmp.Compare(p.at, at) })
	if !found && i > 0 {
		i--
	}
	for ; i < len(s.pieces) && s.pieces[i].at < offset+int64(n); i++ {
		piece := s.pieces[i]
		if piece.at < offset {
			if skip := offset - piece.at; skip < int64(len(piece.data)) {
				copy(p[:n], piece.data[skip:])
			}
			continue
		}
		copy(p[piece.at-offset:n], piece.data)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

const gigabytes = 1_000_000_000

// large is a file of 8 GB with its index behind the media: two hours of 60 frames a second with B-frames, and their sound.
func large() *sparse {
	const frames, frameBytes, sounds, soundBytes = 432_000, 18_000, 337_500, 380
	s := &sparse{}
	media := s.add(0, be(ftyp, 1, "mdat", int64(16+7_950_000_000)))
	var offsets, sizes, soundSizes, places []byte
	for i := range frames {
		offsets = append(offsets, be(1, 100+100*(i%3))...)
		sizes = append(sizes, be(frameBytes+i%100)...)
	}
	var keys []byte
	for i := 0; i < frames; i += 120 {
		keys = append(keys, be(1+i)...)
		places = append(places, be(media+int64(i)*frameBytes)...)
	}
	for i := range sounds {
		soundSizes = append(soundSizes, be(soundBytes+i%10)...)
	}
	picture := pictures(func(tr *trak) {
		tr.timescale = 6000
		tr.tables = map[string][]byte{
			"stts": be(0, 1, frames, 100), "ctts": be(0, frames, offsets), "stss": be(0, len(keys)/4, keys),
			"stsz": be(0, 0, frames, sizes), "stsc": be(0, 1, 1, 120, 1), "stco": nil, "co64": be(0, len(places)/8, places),
		}
	})
	sound := trak{
		handler: "soun", timescale: 48000, flags: 1, matrix: upright, id: 2,
		entries: [][]byte{audible("mp4a", 2, 16, 48000, box("esds", 0, elementaryStream(0x40, "\x11\x90")))},
		tables: map[string][]byte{
			"stts": be(0, 1, sounds, 1024), "stss": nil, "stsz": be(0, 0, sounds, soundSizes), "stsc": be(0, 1, 1, 94, 1),
			"stco": nil, "co64": be(0, len(places)/8, places),
		},
	}
	s.add(media+7_950_000_000, box("moov", mvhd(upright), picture.box(), sound.box()))
	return s
}

// fragmented is a file of 8 GB in fragments: each has half a second of pictures and of sound.
func fragmented(count int) *sparse {
	s := &sparse{}
	sound := unsampled(trak{
		handler: "soun", timescale: 48000, flags: 1, matrix: upright, id: 2,
		entries: [][]byte{audible("mp4a", 2, 16, 48000, box("esds", 0, elementaryStream(0x40, "\x11\x90")))},
	})
	at := s.add(0, be(ftyp, box("moov", mvhd(upright), unsampled(pictures(nil)).box(), sound.box(),
		box("mvex", box("trex", 0, 1, 1, 0, 0, 0), box("trex", 0, 2, 1, 0, 0, 0)))))
	each := 8 * gigabytes / int64(count)
	for i := range count {
		var frames, sounds []byte
		for j := range 30 {
			frames = append(frames, be(int(each-100_000)/30, 40*(j%3))...)
			sounds = append(sounds, be(380)...)
		}
		at = s.add(at, be(
			box("moof", box("mfhd", 0, i+1),
				box("traf", box("tfhd", 0x020028, 1, 17, 0x1010000), box("tfdt", 1<<24, int64(i)*510), box("trun", 0xa05, 30, 2000, 0x2000000, frames)),
				box("traf", box("tfhd", 0x020028, 2, 1024, 0), box("tfdt", 1<<24, int64(i)*30*1024), box("trun", 0x201, 30, 1000, sounds))),
			int(each), "mdat"))
		at += each - 8
	}
	s.size = at
	return s
}

// BenchmarkRead reads files of 8 GB, which takes as long as their indexes do.
func BenchmarkRead(b *testing.B) {
	for name, file := range map[string]*sparse{"whole": large(), "fragments": fragmented(5000)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				info, err := video.Read(file, file.size)
				if err != nil || info.Picture == nil || info.Sound == nil {
					b.Fatal(info, err)
				}
			}
		})
	}
}
