package video

// tsClock is how many ticks a second MPEG-TS has for when things are shown.
const tsClock = 90_000

// tsTrack is a stream of video or audio in a transport stream.
type tsTrack struct {
	picture          *Picture // one of the two
	sound            *Sound
	coded            coded // of a picture: nil where each packet of the stream is taken for a frame
	heard            bool  // the header of a frame of sound has been read
	clear, scrambled bool  // packets of which kinds there are

	pes    []byte // the packet of the stream that has come so far
	on     bool   // its beginning was there
	entry  bool   // decoding can begin at it
	tape   tape
	origin int64 // the first time
	begun  bool  // there is an origin
}

// newTSTrack returns a track; nil: it is neither video nor audio.
func newTSTrack(kind byte, descriptors []byte, disc bool) *tsTrack {
	codec := tsCodec(kind, descriptors, disc)
	picture := &tsTrack{picture: &Picture{Codec: codec}}
	switch codec {
	case "":
		return nil
	case "h264":
		picture.coded = &avcCoded{}
	case "hevc":
		picture.coded = &hevcCoded{}
	case "mpeg1video", "mpeg2video":
		picture.coded = &mpegCoded{}
	case "mpeg4":
		picture.coded = mpeg4Coded{}
	case "vvc", "cavs", "dirac", "vc1", "av1":
	default:
		sound := &Sound{Codec: codec}
		sound.opusDescriptor(descriptors)
		return &tsTrack{sound: sound}
	}
	return picture
}

// packet takes what a transport packet has of the stream. start: a packet of the stream begins with it; entry: decoding
// can begin there.
func (t *tsTrack) packet(payload []byte, start, entry bool) {
	t.clear = true
	if start {
		t.flush()
		t.on, t.entry = true, entry
	}
	if t.on {
		t.pes = append(t.pes, payload...)
	}
}

// flush takes the packet of the stream that has come.
func (t *tsTrack) flush() {
	at, timed, content := readPES(t.pes)
	t.pes = t.pes[:0]
	if content == nil {
		return
	}
	if timed {
		at = t.unwrap(at)
	}
	if t.picture == nil {
		if !t.heard {
			t.heard = t.sound.frame(content)
		}
		if timed {
			t.tape.reach(at)
		}
		t.tape.hold(len(content), timed)
		return
	}
	t.tape.bytes += int64(len(content))
	t.see(content, at, timed)
}

// see takes the frames of a packet of the stream: mostly one. The time is that of the first.
func (t *tsTrack) see(content []byte, at int64, timed bool) {
	took := func(key bool) {
		t.tape.frame(key)
		if timed {
			t.tape.shown(at)
			timed = false
		} else {
			t.tape.untimed = true
		}
	}
	if t.coded == nil {
		took(t.entry)
		return
	}
	units(content, func(unit []byte) {
		if frame, key := t.coded.unit(t.picture, unit); frame {
			took(key)
		}
	})
}

// unwrap turns a time of 33 bits, which begins anew after a day and two hours, into ticks from the first one. What seems
// to be in the last hour before it is.
func (t *tsTrack) unwrap(at int64) int64 {
	const round, hour = 1 << 33, 3600 * tsClock
	if !t.begun {
		t.origin, t.begun = at, true
	}
	d := (at - t.origin) & (round - 1)
	if d >= round-hour {
		d -= round
	}
	return d
}

// readPES reads the header of a packet of an elementary stream. content is nil where there is none.
func readPES(p []byte) (at int64, timed bool, content []byte) {
	const head, timeBytes = 9, 5
	if len(p) < head || p[0] != 0 || p[1] != 0 || p[2] != 1 || p[6]&0xc0 != 0x80 {
		return 0, false, nil
	}
	length := head + int(p[8])
	if length > len(p) {
		return 0, false, nil
	}
	if p[7]&0x80 != 0 && p[8] >= timeBytes {
		at = int64(p[9]>>1&7)<<30 | int64(p[10])<<22 | int64(p[11]>>1)<<15 | int64(p[12])<<7 | int64(p[13]>>1)
		timed = true
	}
	return at, timed, p[length:]
}
