package video_test

import (
	"bytes"
	"math"
	"testing"

	"hoist/upload/video"
)

func TestMP4VideoFormats(t *testing.T) {
	esds := func(object byte, specific string) []byte { return box("esds", 0, elementaryStream(object, specific)) }
	for name, c := range map[string]struct {
		entry []byte
		want  video.Picture
	}{
		"H.264":            {visual("avc1", 64, 64, box("avcC", avcConfig)), video.Picture{Codec: "h264", Profile: "High", Level: "1.0", Chroma: "4:2:0", BitDepth: 8, Scan: "progressive"}},
		"H.264, no record": {visual("avc1", 64, 64), video.Picture{Codec: "h264"}},
		"ProRes 422 HQ":    {visual("apch", 64, 64, box("fiel", int16(0x0100))), video.Picture{Codec: "prores", Profile: "HQ", Chroma: "4:2:2", BitDepth: 10, Scan: "progressive"}},
		"ProRes 4444, interlaced": {visual("ap4h", 64, 64, box("fiel", int16(0x0209))), video.Picture{
			Codec: "prores", Profile: "4444", Chroma: "4:4:4", BitDepth: 12, Scan: "interlaced",
		}},
		"MPEG-4":              {visual("mp4v", 64, 64, esds(0x20, "\x00\x00\x01\xb0\xf3")), video.Picture{Codec: "mpeg4", Profile: "Advanced Simple Profile", Level: "3", Chroma: "4:2:0", BitDepth: 8}},
		"MPEG-1 as MPEG-4":    {visual("mp4v", 64, 64, esds(0x6a, "")), video.Picture{Codec: "mpeg1video", Chroma: "4:2:0", BitDepth: 8}},
		"JPEG as MPEG-4":      {visual("mp4v", 64, 64, esds(0x6c, "")), video.Picture{Codec: "mjpeg"}},
		"MPEG-4, no esds":     {visual("mp4v", 64, 64), video.Picture{Codec: "mpeg4", Chroma: "4:2:0", BitDepth: 8}},
		"MPEG-4, broken esds": {visual("mp4v", 64, 64, box("esds", 0, "\x03\x80\x80\x80\x80\x80\x04\xff")), video.Picture{Codec: "mpeg4", Chroma: "4:2:0", BitDepth: 8}},
		"QuickTime's own":     {visual("rle ", 64, 64), video.Picture{Codec: "qtrle"}},
		"nobody's":            {visual("x\x00Yz", 64, 64), video.Picture{Codec: "xYz"}},
		"encrypted H.264":     {visual("encv", 64, 64, box("sinf", box("frma", "avc1"), box("schm", make([]byte, 12))), box("avcC", avcConfig)), video.Picture{Codec: "h264", Profile: "High", Level: "1.0", Chroma: "4:2:0", BitDepth: 8, Scan: "progressive", Protected: true}},
		"encrypted, of what?": {visual("encv", 64, 64), video.Picture{Codec: "encv", Protected: true}},
		"FairPlay":            {visual("drmi", 64, 64, box("sinf", box("frma", "avc1"))), video.Picture{Codec: "h264", Protected: true}},
	} {
		got := *mustRead(t, with(func(tr *trak) { tr.entries = [][]byte{c.entry} })).Picture
		got = video.Picture{Codec: got.Codec, Profile: got.Profile, Level: got.Level, Chroma: got.Chroma, BitDepth: got.BitDepth, Scan: got.Scan, Protected: got.Protected}
		if got != c.want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	both := mustRead(t, with(func(tr *trak) {
		tr.entries = append(tr.entries, visual("encv", 64, 64, box("sinf", box("frma", "avc1"))))
	})).Picture
	if both.Codec != "h264" || !both.Protected {
		t.Errorf("a track that is encrypted from a place on: got %+v", *both)
	}
}

// Parameter sets are looked for in the first sample where the description has none, and nowhere else in the media.
func TestMP4FirstSample(t *testing.T) {
	set := avcConfig[8:34] // of the record, the sequence parameter set
	bare := be(avcConfig[:5], []byte{0xe0, 0})
	sample := be(int32(2), "\x09\xf0", int32(len(set)), set)
	data := with(func(tr *trak) { tr.entries = [][]byte{visual("avc3", 32, 32, box("avcC", bare))} })
	media := bytes.Index(data, []byte("mdat")) + 4
	copy(data[media:], sample)
	p := mustRead(t, data).Picture
	if p.Codec != "h264" || p.Width != 64 || p.Level != "1.0" || p.Scan != video.Progressive {
		t.Errorf("avc3: got %+v", *p)
	}
	if p := mustRead(t, with(func(tr *trak) { tr.entries = [][]byte{visual("avc3", 32, 32, box("avcC", bare))} })).Picture; p.Width != 32 || p.Scan != "" {
		t.Errorf("avc3 without sets: got %+v", *p)
	}
	prores := with(func(tr *trak) { tr.entries = [][]byte{visual("apcn", 64, 64)} })
	copy(prores[bytes.Index(prores, []byte("mdat"))+4:], be(500, "icpf", int16(148), int16(1), "test", int16(64), int16(64), []byte{0x84}))
	if p := mustRead(t, prores).Picture; p.Scan != video.Interlaced || p.Chroma != video.Chroma422 {
		t.Errorf("ProRes: got %+v", *p)
	}
	// With all in the index, not a byte of 8 GB of media is read, nor of what surrounds it.
	head := with(nil)
	media = bytes.Index(head, []byte("mdat")) + 4
	r := &forbidden{head: head[:media], from: int64(len(head))}
	copy(head[media-8:], be(1<<30))
	if _, err := video.Read(r, int64(media)-8+1<<30); err != nil || r.read > 0 {
		t.Errorf("%d bytes of the media were read: %v", r.read, err)
	}
}

// forbidden is a file that counts the bytes that are read from a place on.
type forbidden struct {
	head []byte
	from int64
	read int
}

func (f *forbidden) ReadAt(p []byte, offset int64) (int, error) {
	clear(p)
	if offset < int64(len(f.head)) {
		copy(p, f.head[offset:])
	}
	if offset >= f.from {
		f.read += len(p)
	}
	return len(p), nil
}

// version1 returns a sample entry of QuickTime's version 1, and version2 of version 2.
func version1(format string, channels, depth int, boxes ...[]byte) []byte {
	return box(format, make([]byte, 6), int16(1), int16(1), make([]byte, 6), int16(channels), int16(depth), 0, uint32(44100)<<16,
		64, 34, 34*channels, 2, bytes.Join(boxes, nil))
}

func version2(format string, channels, depth, flags int, boxes ...[]byte) []byte {
	return box(format, make([]byte, 6), int16(1), int16(2), make([]byte, 6), int16(3), int16(16), int16(-2), int16(0), 0x10000, 72,
		math.Float64bits(96000), channels, 0x7f000000, depth, flags, 0, 0, bytes.Join(boxes, nil))
}

func TestMP4SoundFormats(t *testing.T) {
	esds := func(object byte, specific string) []byte { return box("esds", 0, elementaryStream(object, specific)) }
	wave := func(little int, boxes ...[]byte) []byte {
		return box("wave", box("frma", "fl32"), box("enda", int16(little)), bytes.Join(boxes, nil), be(8, 0))
	}
	for name, c := range map[string]struct {
		entry []byte
		want  video.Sound
	}{
		"AAC":                       {audible("mp4a", 2, 16, 48000, esds(0x40, "\x11\x90")), video.Sound{Codec: "aac", Profile: "LC", Channels: 2, Rate: 48000}},
		"AAC, whose entry is wrong": {audible("mp4a", 2, 16, 0, esds(0x40, "\x12\x08")), video.Sound{Codec: "aac", Profile: "LC", Channels: 1, Rate: 44100}},
		"AAC, no esds":              {audible("mp4a", 2, 16, 48000), video.Sound{Codec: "aac", Channels: 2, Rate: 48000}},
		"AAC of QuickTime":          {version1("mp4a", 2, 16, wave(0, esds(0x40, "\x12\x10"))), video.Sound{Codec: "aac", Profile: "LC", Channels: 2, Rate: 44100}},
		"MP3 as MPEG-4":             {audible("mp4a", 2, 16, 44100, esds(0x6b, "")), video.Sound{Codec: "mp3", Channels: 2, Rate: 44100}},
		"MP3":                       {audible(".mp3", 2, 16, 44100), video.Sound{Codec: "mp3", Channels: 2, Rate: 44100}},
		"AC-3 of 5.1":               {audible("ac-3", 2, 16, 48000, box("dac3", []byte{0x10, 0x3d, 0xe0})), video.Sound{Codec: "ac3", Channels: 6, Rate: 48000}},
		"E-AC-3, mono":              {audible("ec-3", 2, 16, 48000, box("dec3", int16(0), []byte{0x20, 0x02, 0x00})), video.Sound{Codec: "eac3", Channels: 1, Rate: 48000}},
		"Opus":                      {audible("Opus", 2, 16, 44100, box("dOps", []byte{0, 6, 0, 0})), video.Sound{Codec: "opus", Channels: 6, Rate: 48000}},
		"FLAC":                      {audible("fLaC", 2, 16, 0, box("dfLa", 0, uint32(0x80000022), make([]byte, 10), uint32(96000<<12|1<<9))), video.Sound{Codec: "flac", Channels: 2, Rate: 96000}},
		"Apple Lossless":            {audible("alac", 2, 16, 44100, box("alac", 0, 4096, []byte{0, 24, 40, 10, 14, 6}, int16(255), 0, 0, 96000)), video.Sound{Codec: "alac", Channels: 6, Rate: 96000}},
		"sowt":                      {audible("sowt", 2, 16, 48000), video.Sound{Codec: "pcm_s16le", Channels: 2, Rate: 48000, BitRate: 1536000}},
		"sowt of 8 bits":            {audible("sowt", 1, 8, 8000), video.Sound{Codec: "pcm_s8", Channels: 1, Rate: 8000, BitRate: 64000}},
		"twos":                      {audible("twos", 2, 16, 48000), video.Sound{Codec: "pcm_s16be", Channels: 2, Rate: 48000, BitRate: 1536000}},
		"in24":                      {version1("in24", 2, 16), video.Sound{Codec: "pcm_s24be", Channels: 2, Rate: 44100, BitRate: 2116800}},
		"in24, the other way":       {version1("in24", 2, 16, wave(1)), video.Sound{Codec: "pcm_s24le", Channels: 2, Rate: 44100, BitRate: 2116800}},
		"fl32, the other way":       {version1("fl32", 1, 16, wave(1)), video.Sound{Codec: "pcm_f32le", Channels: 1, Rate: 44100, BitRate: 1411200}},
		"raw":                       {audible("raw ", 1, 8, 8000), video.Sound{Codec: "pcm_u8", Channels: 1, Rate: 8000, BitRate: 64000}},
		"ulaw":                      {audible("ulaw", 1, 16, 8000), video.Sound{Codec: "pcm_mulaw", Channels: 1, Rate: 8000, BitRate: 64000}},
		"lpcm":                      {version2("lpcm", 6, 24, 12), video.Sound{Codec: "pcm_s24le", Channels: 6, Rate: 96000, BitRate: 13824000}},
		"lpcm, big end first":       {version2("lpcm", 1, 32, 6), video.Sound{Codec: "pcm_s32be", Channels: 1, Rate: 96000, BitRate: 3072000}},
		"lpcm, floating":            {version2("lpcm", 1, 64, 1), video.Sound{Codec: "pcm_f64le", Channels: 1, Rate: 96000, BitRate: 6144000}},
		"ISO's PCM":                 {audible("ipcm", 2, 16, 48000, box("pcmC", 0, []byte{1, 24})), video.Sound{Codec: "pcm_s24le", Channels: 2, Rate: 48000, BitRate: 2304000}},
		"ISO's floating PCM":        {audible("fpcm", 2, 16, 48000, box("pcmC", 0, []byte{0, 32})), video.Sound{Codec: "pcm_f32be", Channels: 2, Rate: 48000, BitRate: 3072000}},
		"a rate beyond 16 bits":     {audible("ipcm", 1, 16, 0, box("srat", 0, 96000), box("pcmC", 0, []byte{0, 16})), video.Sound{Codec: "pcm_s16be", Channels: 1, Rate: 96000, BitRate: 1536000}},
		"nobody's":                  {audible("wxyz", 2, 16, 48000), video.Sound{Codec: "wxyz", Channels: 2, Rate: 48000}},
		"encrypted AAC":             {audible("enca", 2, 16, 48000, box("sinf", box("frma", "mp4a")), esds(0x40, "\x11\x90")), video.Sound{Codec: "aac", Profile: "LC", Channels: 2, Rate: 48000, Protected: true}},
		"broken":                    {box("mp4a", make([]byte, 9)), video.Sound{Codec: "aac"}},
	} {
		info := mustRead(t, whole(pictures(nil), trak{
			handler: "soun", id: 2, timescale: 1000, flags: 1, matrix: upright, entries: [][]byte{c.entry}, tables: map[string][]byte{"stss": nil},
		}))
		got := *info.Sound
		if got.Duration != info.Picture.Duration {
			t.Errorf("%s: it lasts %v", name, got.Duration)
		}
		if got.Duration = 0; c.want.BitRate == 0 {
			c.want.BitRate = 20000 // 5,000 bytes in two seconds
		}
		if got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

// QuickTime counts what comes out of compressed sound, each of a byte, and says beside it how much is in the file.
func TestMP4SoundInPackets(t *testing.T) {
	sound := trak{
		handler: "soun", id: 2, timescale: 44100, flags: 1, matrix: upright, entries: [][]byte{version1("ima4", 1, 16)},
		tables: map[string][]byte{"stss": nil, "stts": stts(6400, 1), "stsz": be(0, 1, 6400), "stsc": be(0, 1, 1, 6400, 1)},
	}
	data := whole(pictures(nil), sound) // 3,400 bytes of 5,000
	info, err := read(data)
	if err != nil || info.Sound.Codec != "adpcm_ima_qt" || info.Sound.BitRate != 187425 {
		t.Errorf("got %+v, %v", info, err)
	}
}
