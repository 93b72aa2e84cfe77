package video_test

import (
	"errors"
	"runtime"
	"slices"
	"testing"

	"hoist/upload/video"
)

// What reading may cost at most, whatever the file says: the limits of mp4_boxes.go, and what else is read beside tables.
const (
	mostRead      = 80 << 20
	mostAllocated = 32 << 20
)

func FuzzReadMP4(f *testing.F) {
	for _, name := range []string{"plain.mp4", "faststart.mp4", "fragmented.mp4", "apple.mov"} {
		data := file(f, name)
		f.Add(data, int64(len(data)))
	}
	for _, data := range oddities() {
		f.Add(data, int64(len(data)))
		f.Add(data, int64(1)<<33)
	}
	f.Fuzz(func(t *testing.T, data []byte, size int64) {
		r := &counting{head: data}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		info, err := video.Read(r, size)
		runtime.ReadMemStats(&after)
		if r.bytes > mostRead {
			t.Errorf("%d bytes were read", r.bytes)
		}
		if got := after.TotalAlloc - before.TotalAlloc; got > mostAllocated {
			t.Errorf("%d bytes were allocated", got)
		}
		switch {
		case err == nil:
			sensible(t, info)
		case !errors.Is(err, video.ErrTruncated) && !errors.Is(err, video.ErrNotVideo):
			t.Errorf("got %v", err)
		}
	})
}

// oddities are files with one of each box that is read.
func oddities() [][]byte {
	many := pictures(func(tr *trak) {
		tr.entries = [][]byte{
			visual("avc1", 64, 64, box("pasp", 4, 3), box("fiel", int16(0x0201)), box("avcC", avcConfig)),
			visual("encv", 64, 64, box("sinf", box("frma", "hvc1"))),
		}
		tr.boxes = [][]byte{box("edts", box("elst", 0, 2, 500, -1, 1<<16, 1500, 40, 1<<16)), box("tref", box("chap", 3))}
		tr.tables = map[string][]byte{
			"stts": be(0, 3, 20, 40, 20, 20, 10, 41), "ctts": be(0, 2, 30, 80, 20, -40), "stss": be(0, 3, 1, 20, 40),
			"stps": be(0, 1, 30), "sbgp": be(0, "rap ", 2, 30, 0, 5, 1), "stsz": nil, "stz2": be(0, 4, 50, make([]byte, 25)),
			"stsc": be(0, 2, 1, 10, 1, 2, 20, 1), "stco": nil, "co64": be(0, 3, int64(900), int64(1000), int64(1500)),
		}
	})
	sound := trak{
		handler: "soun", timescale: 48000, flags: 1, matrix: upright, id: 2,
		entries: [][]byte{box("lpcm", make([]byte, 6), int16(1), int16(2), make([]byte, 6), make([]byte, 12), 72, 48000.0, 2, 0x7f000000, 24, 4, 6, 1,
			box("wave", box("frma", "lpcm"), box("enda", int16(1)), box("esds", 0, elementaryStream(0x40, "\x11\x90"))))},
	}
	fragments := slices.Concat(ftyp, box("moov", mvhd(upright), unsampled(pictures(nil)).box(), box("mvex", box("mehd", 0, 2000), box("trex", 0, 1, 1, 40, 100, 0))),
		box("moof", box("mfhd", 0, 1), box("traf", box("tfhd", 0x020038, 1, 40, 100, 0x10000), box("tfdt", 1<<24, int64(400)),
			box("trun", 1<<24|0xf05, 2, 100, 0, 40, 100, 0, 40, 40, 100, 0x10000, -40), box("trun", 0, 9))),
		box("mdat", make([]byte, 2000)))
	return [][]byte{whole(many, sound), fragments}
}

// unsampled is a track of a film in fragments, whose index names no samples.
func unsampled(t trak) trak {
	t.tables = map[string][]byte{"stts": be(0, 0), "stss": nil, "stsz": be(0, 0, 0), "stsc": be(0, 0), "stco": be(0, 0)}
	return t
}

// elementaryStream returns the descriptor of an esds box, behind its version and flags.
func elementaryStream(object byte, specific string) []byte {
	descriptor := func(tag byte, content ...any) []byte {
		c := be(content...)
		return be([]byte{tag, 0x80, byte(len(c))}, c)
	}
	return descriptor(3, int16(1), []byte{0},
		descriptor(4, []byte{object, 0x15}, make([]byte, 11), descriptor(5, specific)))
}
