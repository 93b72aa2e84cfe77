package video

// Of the room that the limit leaves, some is for the container's tables and for what a rate control is off by.
const roomUsed = 0.95

// What a picture needs to be worth looking at, and what it never needs at the quality of a cure.
const (
	leastPerPixel  = 0.02 // bits: 1.2 Mbit/s for 1080p at 30 frames per second
	plentyPerPixel = 1    // bits
	leastRate      = 200_000
	plentyRate     = 100_000_000 // where the size of the picture or its rate is not known
	loudest        = 320_000     // bits per second of a sound that is copied and whose rate is not known
)

// room returns how many bits per second the picture may have so that the copy is no larger than X takes and no larger than
// segments of the recommended size carry; 0: that cannot be said, or is too little for a picture.
func (m *mend) room() int64 {
	if m.info.Duration <= 0 {
		return 0
	}
	bytes := int64(MaxSegments * RecommendedSegmentBytes)
	if m.limit.MaxBytes > 0 {
		bytes = min(bytes, m.limit.MaxBytes)
	}
	seconds := m.info.Duration.Seconds() + 1 // the encoder's buffer holds a second more
	room := int64(float64(bytes)*8*roomUsed/seconds) - m.soundRoom()
	least := int64(leastRate)
	if pixels := m.pixels(); pixels > 0 {
		least = max(least, int64(pixels*leastPerPixel))
	}
	if room < least {
		return 0
	}
	return room
}

// soundRoom returns how many bits per second the sound of the copy has, or may have.
func (m *mend) soundRoom() int64 {
	switch s := m.info.Sound; {
	case s == nil:
		return 0
	case m.sound:
		return soundBitRate
	case s.BitRate > 0:
		return s.BitRate
	}
	return loudest
}

// plenty returns more bits per second than a picture takes that is made for its quality.
func (m *mend) plenty() int64 {
	if pixels := m.pixels(); pixels > 0 {
		return int64(pixels * plentyPerPixel)
	}
	return plentyRate
}

// pixels returns how many pixels a second has; 0: not known.
func (m *mend) pixels() float64 {
	p := m.info.Picture
	return float64(p.Width) * float64(p.Height) * min(p.FrameRate, wanted.frameRate)
}
