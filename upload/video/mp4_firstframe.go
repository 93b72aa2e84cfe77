package video

// firstSample looks into the first sample of a track for what its description leaves open.
func (f *film) firstSample(t *track) {
	name, width := t.chunks(), 4
	if name == "co64" {
		width = 8
	}
	c := f.head(t.tables[name], 16)
	c.skip(8)
	f.look(t, int64(min(c.number(width), maxFileBytes)), f.sizes(t).sum(0, 1))
}

// sampleHead is how much of a sample is read: parameter sets and what else tells come first, of a few hundred bytes.
const sampleHead = 4 << 10

// look reads what the first sample of a track begins with, once.
func (f *film) look(t *track, at, size int64) {
	if t.entry.look == nil {
		return
	}
	if head := f.content(box{start: at, end: min(at+size, f.size)}, sampleHead); len(head) > 0 {
		t.entry.look(head)
		t.entry.look = nil
	}
}

// firstFrame returns what takes the beginning of the first frame of a codec that says there what it is; nil: it does
// not.
func (p *Picture) firstFrame() func([]byte) {
	var take func([]byte) bool
	switch p.Codec {
	case "av1":
		take = p.av1OBUs
	case "vp8":
		take = p.vp8Frame
	case "vp9":
		take = p.vp9Frame
	case "mpeg1video", "mpeg2video":
		take = p.mpegHeaders
	case "prores":
		take = p.proResFrame
	default:
		return nil
	}
	return func(sample []byte) { take(sample) }
}

// mpegHeaders takes the headers of MPEG-1 and MPEG-2, which a frame or the codec's description begins with.
func (p *Picture) mpegHeaders(stream []byte) bool {
	headers := &mpegCoded{}
	units(stream, func(unit []byte) { headers.unit(p, unit) })
	return headers.known
}

// proResFrame takes what the header of a frame of ProRes says (SMPTE RDD 36, 5.1): chroma, and whether there are fields.
func (p *Picture) proResFrame(frame []byte) bool {
	c := cursor{rest: frame}
	c.skip(4) // size of the frame
	if string(c.take(4)) != "icpf" {
		return false
	}
	c.skip(2 + 2 + 4) // size of the header, version, encoder
	if !p.size(int64(c.u16()), int64(c.u16())) {
		return false
	}
	flags := c.u8()
	switch flags >> 6 {
	case 2:
		p.Chroma = Chroma422
	case 3:
		p.Chroma = Chroma444
	}
	p.Scan = Progressive
	if flags>>2&3 != 0 {
		p.Scan = Interlaced
	}
	return true
}
