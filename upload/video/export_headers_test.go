package video

import "io"

// Headers are the readers of the headers of codecs, which take whatever bytes they are given.
var Headers = []func(*Picture, *Sound, []byte){
	func(p *Picture, _ *Sound, b []byte) { p.avcC(b) },
	func(p *Picture, _ *Sound, b []byte) { p.hvcC(b) },
	func(p *Picture, _ *Sound, b []byte) { p.av1C(b) },
	func(p *Picture, _ *Sound, b []byte) { p.vpcC(b) },
	func(p *Picture, _ *Sound, b []byte) { p.hevcSPS(b) },
	func(p *Picture, _ *Sound, b []byte) { p.av1OBUs(b) },
	func(p *Picture, _ *Sound, b []byte) { p.vp8Frame(b) },
	func(p *Picture, _ *Sound, b []byte) { p.vp9Frame(b) },
	func(p *Picture, _ *Sound, b []byte) {
		record, sample := halves(b)
		p.avcC(record)
		p.h264Frame(record, sample)
	},
	func(p *Picture, _ *Sound, b []byte) { record, sample := halves(b); p.hevcFrame(record, sample) },
	func(p *Picture, _ *Sound, b []byte) { stream(p, &avcCoded{}, b) },
	func(p *Picture, _ *Sound, b []byte) { stream(p, &hevcCoded{}, b) },
	func(p *Picture, _ *Sound, b []byte) { stream(p, &mpegCoded{}, b) },
	func(p *Picture, _ *Sound, b []byte) { stream(p, mpeg4Coded{}, b) },
	func(_ *Picture, s *Sound, b []byte) { s.aacConfig(b) },
	func(_ *Picture, s *Sound, b []byte) { frames(s, "aac", b) },
	func(_ *Picture, s *Sound, b []byte) { frames(s, "aac_latm", b) },
	func(_ *Picture, s *Sound, b []byte) { frames(s, "mp3", b) },
	func(_ *Picture, s *Sound, b []byte) { frames(s, "ac3", b) },
	func(_ *Picture, s *Sound, b []byte) { frames(s, "eac3", b) },
	func(_ *Picture, s *Sound, b []byte) { frames(s, "pcm_bluray", b) },
}

// halves takes a record and a frame from bytes whose first one says where the frame begins.
func halves(b []byte) (record, sample []byte) {
	if len(b) == 0 {
		return nil, nil
	}
	n := min(int(b[0]), len(b)-1)
	return b[1:][:n], b[1+n:]
}

func stream(p *Picture, c coded, b []byte) {
	units(b, func(unit []byte) { c.unit(p, unit) })
}

func frames(s *Sound, codec string, b []byte) {
	s.Codec = codec
	s.frame(b)
}

// ReadMPEGTS is what Read does with what Sniff takes for MPEG-TS.
func ReadMPEGTS(r io.ReaderAt, size int64) (*Info, error) {
	info := &Info{Type: MPEGTS, Bytes: size}
	return info, readMPEGTS(r, size, info)
}

// ReadWebM is what Read does with what Sniff takes for WebM.
func ReadWebM(r io.ReaderAt, size int64) (*Info, error) {
	info := &Info{Type: WebM, Bytes: size}
	return info, readWebM(r, size, info)
}
