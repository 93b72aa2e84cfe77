package video

// The types of NAL units of H.264 that matter here.
const (
	avcNALSlice = 1
	avcNALIDR   = 5
	avcNALSEI   = 6
	avcNALSet   = 7
)

// h264Frame settles what the record leaves open by a look at the first frame: whether the picture is interlaced where
// fields are possible, and all that a parameter set says where the record has none (avc3). sample is the beginning of
// the first sample as MP4 and Matroska keep it; a few kilobytes do. It is to be called after avcC, with the same record.
func (p *Picture) h264Frame(record, sample []byte) {
	if len(record) < 6 {
		return
	}
	var a avcCoded
	a.set, a.known = avcRecordSet(record)
	for _, nal := range nalsOfSample(sample, int(record[4]&3)+1) {
		if frame, _ := a.unit(p, nal); frame {
			return
		}
	}
}

// avcScan is what picture timing says of the frame that it is in front of.
type avcScan struct {
	told       bool
	interlaced bool
}

// of says how a picture is scanned. Picture timing is asked first: broadcasters code frames whose lines belong together
// in the way of interlaced ones ("fake interlaced"), and say so there. Where there is none, the way of coding has to do.
// That is how ffmpeg decides it.
func (t avcScan) of(set avcSet, field bool) Scan {
	interlaced := t.interlaced
	if !t.told {
		interlaced = set.adaptive || field
	}
	if interlaced {
		return Interlaced
	}
	return Progressive
}

// avcField reports whether a slice is one of a field.
func avcField(set avcSet, slice []byte) bool {
	b := &bits{data: unescape(slice[1:min(len(slice), 64)])}
	b.ues(3) // where it begins, its type, its picture parameter set
	if set.separatePlanes {
		b.skip(2)
	}
	b.skip(set.numberBits)
	return b.flag() && !b.over
}

// The types of messages of supplemental enhancement information that matter here.
const (
	avcPictureTiming = 1 // says which fields there are
	avcRecoveryPoint = 6 // says that decoding can begin
)

// messages looks at the messages of a NAL unit. It reports whether there is a recovery point among them.
func (t *avcScan) messages(set avcSet, nal []byte) (recovery bool) {
	content := unescape(nal[1:min(len(nal), maxHeader)])
	for len(content) > 2 {
		kind, rest := seiNumber(content)
		length, rest := seiNumber(rest)
		if length > len(rest) {
			break
		}
		switch kind {
		case avcPictureTiming:
			t.pictureTiming(set, rest[:length])
		case avcRecoveryPoint:
			recovery = true
		}
		content = rest[length:]
	}
	return recovery
}

// seiNumber reads the type or the length of a message: bytes of 255 and the one that ends them, in all.
func seiNumber(b []byte) (n int, rest []byte) {
	for i, c := range b {
		n += int(c)
		if c != 0xff {
			return n, b[i+1:]
		}
	}
	return n, nil
}

// pictureTiming reads which fields the frame has, and the clock's time stamps as far as they say how it was scanned
// (ITU-T H.264, D.1.3 and table D-1).
func (t *avcScan) pictureTiming(set avcSet, message []byte) {
	if !set.structures {
		return
	}
	b := &bits{data: message}
	if set.delays {
		b.skip(set.delayBits)
	}
	structure := b.read(4)
	if b.over || structure > 8 {
		return
	}
	// 1 to 4 are fields, alone or in pairs; from 5 on a frame is shown for longer, as films on television are.
	t.told, t.interlaced = true, structure >= 1 && structure <= 4
	if structure <= 4 && b.flag() {
		if scan := b.read(2); !b.over && scan < 2 {
			t.interlaced = scan == 1
		}
	}
}
