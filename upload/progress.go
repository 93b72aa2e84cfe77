package upload

import (
	"math"
	"slices"
	"time"
)

// Stage is what an upload is at.
type Stage int

// The stages, in their order; an upload may go back to StageOpening, and in and out of StageWaiting and StagePaused.
const (
	StageOpening    Stage = iota // X has not given a media ID yet
	StageSending                 // segments are on their way
	StageWaiting                 // nothing goes on until Progress.Until
	StagePaused                  // nothing goes on until somebody resumes it; Progress.Trouble: why, or nil: a person's wish
	StageProcessing              // everything is sent, and X prepares the video
	StageFinished                // Progress.Result or Progress.Err says how
)

// SegmentState is what a segment is at.
type SegmentState uint8

// The states of a segment.
const (
	SegmentUnsent   SegmentState = iota // no try has begun
	SegmentSending                      // a try is under way
	SegmentTroubled                     // a try has failed, another follows
	SegmentTaken                        // X has confirmed it
)

// SegmentProgress is how far one segment is.
type SegmentProgress struct {
	State   SegmentState
	Bytes   int64 // handed to the network in the current try, or all when it is confirmed
	Attempt int   // the current or last try; 0: none

	Cause *Error    // of SegmentTroubled: why the try failed
	Until time.Time // of SegmentTroubled: when the next one begins
}

// Progress is how far one upload is, put together from its events: hand each to [Progress.Take]. It belongs to one
// goroutine. The zero value is an upload of which nothing is known yet.
type Progress struct {
	Stage        Stage
	MediaID      string
	Bytes        int64 // size of the file
	SegmentBytes int64
	Expires      time.Time         // until when X keeps what it was sent; zero: not known
	Segments     []SegmentProgress // by index
	Confirmed    int64             // bytes that X has taken: the truth of the bar
	Percent      int               // of X's processing; -1: X has not said
	Speed        float64           // bytes per second; 0: not known yet
	Trouble      *Error            // why it waits, or why a segment is sent again; nil: all is well
	Until        time.Time         // when the next try begins, where there is trouble
	Anew         *Error            // why what was sent before could not be used; nil: nothing was, or it is
	Result       *Result
	Err          *Error

	meter meter
	last  outcomes
}

// Take brings the progress up to date with an event that came at now.
func (p *Progress) Take(e Event, now time.Time) {
	switch e := e.(type) {
	case Opened:
		*p = Progress{
			Stage: StageOpening, MediaID: e.MediaID, Bytes: e.Bytes, SegmentBytes: e.SegmentBytes, Expires: e.Expires,
			Segments: make([]SegmentProgress, e.Segments), Percent: -1, Anew: e.Anew,
		}
		for _, i := range e.Taken {
			p.Segments[i] = SegmentProgress{State: SegmentTaken, Bytes: p.size(i)}
			p.Confirmed += p.size(i)
		}
		p.goOn(now)
	case SegmentStarted:
		p.goOn(now)
		p.Segments[e.Index] = SegmentProgress{State: SegmentSending, Attempt: e.Attempt}
	case SegmentProgressed:
		if e.Bytes > p.Segments[e.Index].Bytes && p.Stage == StageWaiting { // what hung moves again
			p.goOn(now)
		}
		p.onWire(e.Index, e.Bytes)
	case SegmentConfirmed:
		p.onWire(e.Index, p.size(e.Index))
		if s := &p.Segments[e.Index]; s.State != SegmentTaken {
			s.State = SegmentTaken
			p.Confirmed += p.size(e.Index)
			p.last.add(false)
		}
	case SegmentRetrying:
		p.Segments[e.Index] = SegmentProgress{State: SegmentTroubled, Attempt: e.Attempt, Cause: e.Cause, Until: e.At}
		p.Trouble, p.Until = e.Cause, e.At
		p.last.add(e.Cause.Kind == ConnectionLost || e.Cause.Kind == Stalled)
	case Waiting:
		p.Stage, p.Trouble, p.Until = StageWaiting, e.Cause, e.Until
	case Paused:
		p.Stage, p.Trouble, p.Until = StagePaused, e.Cause, time.Time{}
		p.rest()
	case Processing:
		p.Stage, p.Trouble, p.Percent = StageProcessing, nil, e.Percent
	case Finished:
		p.Stage, p.Trouble, p.Result, p.Err = StageFinished, nil, e.Result, e.Err
	}
	p.Tick(now)
}

// rest takes back what was on its way: nothing is, at no speed.
func (p *Progress) rest() {
	p.meter = meter{}
	for i := range p.Segments {
		if s := &p.Segments[i]; s.State != SegmentTaken {
			*s = SegmentProgress{Attempt: s.Attempt}
		}
	}
}

// Tick brings the speed up to date while no events come.
func (p *Progress) Tick(now time.Time) { p.Speed = p.meter.read(now) }

// Clone returns a copy that later events do not change.
func (p *Progress) Clone() Progress {
	c := *p
	c.Segments = slices.Clone(p.Segments)
	return c
}

// InFlight returns the bytes that are with the network and not confirmed.
func (p *Progress) InFlight() int64 {
	sum := int64(0)
	for _, s := range p.Segments {
		if s.State == SegmentSending {
			sum += s.Bytes
		}
	}
	return sum
}

// Left returns how long the rest will take at this speed, and a negative time when that is not known.
func (p *Progress) Left() time.Duration {
	if p.Speed <= 0 {
		return -1
	}
	seconds := float64(p.Bytes-p.Confirmed-p.InFlight()) / p.Speed
	return time.Duration(min(seconds, math.MaxInt32) * float64(time.Second))
}

// outcomesKept is how many tries of segments are looked back on.
const outcomesKept = 8

// outcomes are how the last tries of segments ended.
type outcomes struct {
	cut [outcomesKept]bool
	n   int // of all tries
}

func (o *outcomes) add(cut bool) {
	o.cut[o.n%outcomesKept] = cut
	o.n++
}

// CutOff returns how many of the last tries of segments were cut off on the way, and of how many that is: 8, or 0 while
// fewer have ended.
func (p *Progress) CutOff() (cut, of int) {
	if p.last.n < outcomesKept {
		return 0, 0
	}
	for _, c := range p.last.cut {
		if c {
			cut++
		}
	}
	return cut, outcomesKept
}

// Drops reports whether the connection breaks off so often that a person should know: half of the last tries.
func (p *Progress) Drops() bool {
	cut, of := p.CutOff()
	return of > 0 && 2*cut >= of
}

// goOn says that segments are sent, again or still.
func (p *Progress) goOn(now time.Time) {
	if p.Stage != StageSending {
		p.Stage = StageSending
		p.meter = meter{}
	}
	if !now.Before(p.Until) {
		p.Trouble = nil
	}
}

// onWire notes how much of a segment is with the network.
func (p *Progress) onWire(i int, bytes int64) {
	s := &p.Segments[i]
	bytes = min(bytes, p.size(i))
	if more := bytes - s.Bytes; more > 0 {
		p.meter.moved += more
	}
	s.Bytes = bytes
}

// size returns the bytes of segment i.
func (p *Progress) size(i int) int64 {
	return max(0, min(p.SegmentBytes, p.Bytes-int64(i)*p.SegmentBytes))
}

// How the speed is measured, so that people can read it and it does not swing.
const (
	meterStep     = time.Second     // it changes no more often
	meterHalfLife = 2 * time.Second // after this an old speed counts half
	meterWarmUp   = 5 * time.Second // before this nothing is said
	meterStill    = 5 * time.Second // when nothing has moved for so long there is no speed
	meterFloor    = 500             // bytes per second: what is slower is no speed that the time left could go by
)

// meter measures a speed.
type meter struct {
	moved int64 // bytes, added up by whoever has the meter

	rate        float64 // what is told
	began, last time.Time
	change      time.Time // when something was last seen to have moved
	counted     int64     // moved at last
	smooth      float64   // the rate, also while it is not told
}

// read returns the speed in bytes per second; 0 while it is not known.
func (m *meter) read(now time.Time) float64 {
	if m.began.IsZero() {
		m.began, m.last, m.change, m.counted = now, now, now, m.moved
		return 0
	}
	since := now.Sub(m.last)
	if since < meterStep {
		return m.rate
	}
	switch {
	case m.moved != m.counted:
		m.change = now
	case m.change.Equal(m.began), now.Sub(m.change) >= meterStill: // what comes after it is measured anew
		*m = meter{moved: m.moved, began: now, last: now, change: now, counted: m.moved}
		return 0
	}
	current := float64(m.moved-m.counted) / since.Seconds()
	if m.last.Equal(m.began) {
		m.smooth = current
	} else {
		old := math.Pow(0.5, since.Seconds()/meterHalfLife.Seconds())
		m.smooth = old*m.smooth + (1-old)*current
	}
	m.last, m.counted = now, m.moved
	if now.Sub(m.began) >= meterWarmUp {
		m.rate = m.smooth
	}
	if m.rate < meterFloor {
		m.rate = 0
	}
	return m.rate
}
