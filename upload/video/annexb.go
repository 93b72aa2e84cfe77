package video

import "bytes"

// startCode is what stands in front of each unit of a stream of MPEG-2, H.264 and H.265 that is not in MP4 or Matroska.
var startCode = []byte{0, 0, 1}

// units calls each with the units of a stream, without their start codes. The last one may be cut off.
func units(stream []byte, each func(unit []byte)) {
	at := bytes.Index(stream, startCode)
	for at >= 0 {
		stream = stream[at+len(startCode):]
		at = bytes.Index(stream, startCode)
		if at < 0 {
			each(stream)
			return
		}
		each(stream[:at])
	}
}

// coded looks at the units of a stream and says where pictures begin.
type coded interface {
	// unit takes the next unit. It returns true where the first unit of a frame is, and whether that is a keyframe. The
	// second of a pair of fields is no new frame.
	unit(p *Picture, unit []byte) (frame, key bool)
}

// avcCoded is coded for H.264.
type avcCoded struct {
	set      avcSet
	known    bool
	scan     avcScan
	recovery bool // decoding can begin at the next picture
	field    bool // the last picture was the first of a pair of fields
	scanned  bool // there was a picture
}

var _ coded = (*avcCoded)(nil)

func (a *avcCoded) unit(p *Picture, nal []byte) (frame, key bool) {
	if len(nal) < 2 {
		return false, false
	}
	kind := nal[0] & 31
	switch kind {
	case avcNALSet:
		if set, ok := readAVCSet(nal); ok {
			if !a.known {
				p.avc(set)
			}
			a.set, a.known = set, true
		}
	case avcNALSEI:
		a.recovery = a.scan.messages(a.set, nal) || a.recovery
	case avcNALSlice, avcNALIDR:
		if nal[1]&0x80 == 0 { // it does not begin with the first macroblock
			return false, false
		}
		return a.picture(p, nal, kind == avcNALIDR)
	}
	return false, false
}

// picture takes the first slice of a picture.
func (a *avcCoded) picture(p *Picture, slice []byte, idr bool) (frame, key bool) {
	key = idr || a.recovery
	field := false
	if a.known && !a.set.framesOnly {
		field = avcField(a.set, slice)
		if scan := a.scan.of(a.set, field); !a.scanned || field && scan == Interlaced {
			p.Scan = scan
		}
		a.scanned = true
	}
	second := field && a.field
	a.field = field && !second
	a.scan, a.recovery = avcScan{}, false
	return !second, key
}

// hevcCoded is coded for H.265.
type hevcCoded struct{ known bool }

var _ coded = (*hevcCoded)(nil)

func (h *hevcCoded) unit(p *Picture, nal []byte) (frame, key bool) {
	switch kind := hevcNAL(nal); {
	case kind == hevcNALSet:
		h.known = h.known || p.hevcSPS(nal)
	case kind >= 0 && kind < hevcNALSlices && nal[2]&0x80 != 0:
		if kind == hevcNALSkippedN || kind == hevcNALSkippedR {
			p.OpenGOP = true
		}
		return true, kind >= hevcNALFirstKey && kind <= hevcNALLastKey
	}
	return false, false
}
