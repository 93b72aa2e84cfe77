package upload_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"hoist/upload"
)

// TestProgress follows the events of an upload that stumbles: the bar counts what X has confirmed, bytes on the wire
// go back when a try begins again, trouble shows until its time is over, and a new INIT begins anew.
func TestProgress(t *testing.T) {
	t.Parallel()
	now := time.Now()
	trouble := &upload.Error{Kind: upload.ConnectionLost}
	var p upload.Progress
	for i, step := range []struct {
		event     upload.Event
		stage     upload.Stage
		confirmed int64
		wire      int64
		trouble   bool
	}{
		{upload.Opened{MediaID: "1", Bytes: 250, Segments: 3, SegmentBytes: 100}, upload.StageSending, 0, 0, false},
		{upload.SegmentStarted{Index: 0, Attempt: 1}, upload.StageSending, 0, 0, false},
		{upload.SegmentStarted{Index: 2, Attempt: 1}, upload.StageSending, 0, 0, false},
		{upload.SegmentProgressed{Index: 0, Bytes: 60}, upload.StageSending, 0, 60, false},
		{upload.SegmentProgressed{Index: 2, Bytes: 99}, upload.StageSending, 0, 110, false}, // the last has 50
		{upload.SegmentConfirmed{Index: 2, Attempt: 1}, upload.StageSending, 50, 60, false},
		{upload.SegmentConfirmed{Index: 2, Attempt: 1}, upload.StageSending, 50, 60, false},
		{upload.SegmentRetrying{Index: 0, Attempt: 1, Cause: trouble, At: now.Add(time.Minute)}, upload.StageSending, 50, 0, true},
		{upload.Waiting{Cause: trouble, Until: now.Add(time.Minute)}, upload.StageWaiting, 50, 0, true},
		{upload.SegmentStarted{Index: 1, Attempt: 1}, upload.StageSending, 50, 0, true}, // another one's turn is not over
		{upload.SegmentConfirmed{Index: 1, Attempt: 1}, upload.StageSending, 150, 0, true},
		{upload.Opened{MediaID: "2", Bytes: 250, Segments: 5, SegmentBytes: 50}, upload.StageSending, 0, 0, false},
		{upload.SegmentConfirmed{Index: 4, Attempt: 1}, upload.StageSending, 50, 0, false},
		{upload.Processing{Percent: 40}, upload.StageProcessing, 50, 0, false},
		{upload.Finished{Result: &upload.Result{MediaID: "2"}}, upload.StageFinished, 50, 0, false},
	} {
		p.Take(step.event, now)
		if p.Stage != step.stage || p.Confirmed != step.confirmed || p.InFlight() != step.wire || (p.Trouble != nil) != step.trouble {
			t.Errorf("after event %d, %T: stage %d, confirmed %d, in flight %d, trouble %v; want %+v",
				i, step.event, p.Stage, p.Confirmed, p.InFlight(), p.Trouble, step)
		}
	}
	if p.Result == nil || p.MediaID != "2" || p.Percent != 40 {
		t.Errorf("in the end %+v", p)
	}
}

// TestSpeed checks that the speed is told when it is known and not before, changes once a second, follows the line
// within seconds, and gives the time left.
func TestSpeed(t *testing.T) {
	t.Parallel()
	start := time.Now()
	var p upload.Progress
	p.Take(upload.Opened{Bytes: 100_000_000, Segments: 1, SegmentBytes: 100_000_000}, start)
	p.Take(upload.SegmentStarted{Index: 0, Attempt: 1}, start)
	sent := int64(0)
	run := func(from, to int, perSecond int64) {
		for tenth := from * 10; tenth < to*10; tenth++ {
			sent += perSecond / 10
			p.Take(upload.SegmentProgressed{Index: 0, Bytes: sent}, start.Add(time.Duration(tenth+1)*100*time.Millisecond))
			if tenth < 48 && p.Speed != 0 {
				t.Fatalf("a speed of %.0f was told after %d tenths of a second", p.Speed, tenth+1)
			}
		}
	}
	run(0, 8, 2_000_000)
	if p.Speed < 1_900_000 || p.Speed > 2_100_000 {
		t.Errorf("speed %.0f, want 2 MB/s", p.Speed)
	}
	if left := p.Left(); left < 40*time.Second || left > 45*time.Second {
		t.Errorf("%s left, want 42 s", left)
	}
	run(8, 18, 500_000)
	if p.Speed < 500_000 || p.Speed > 600_000 {
		t.Errorf("ten seconds after the line slowed down the speed is %.0f", p.Speed)
	}
	p.Tick(start.Add(60 * time.Second))
	if p.Speed != 0 || p.Left() >= 0 {
		t.Errorf("after 40 s of silence the speed is %.0f, the time left %v", p.Speed, p.Left())
	}
}

// TestProgressAddsUp takes any events in any order, and checks that what is confirmed is what was said to be, once, and
// that nothing is more than there is.
func TestProgressAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const segments, size = 7, int64(100)
		bytes := rapid.Int64Range((segments-1)*size+1, segments*size).Draw(t, "bytes")
		var p upload.Progress
		taken := map[int]bool{}
		now := time.Now()
		open := func() {
			taken = map[int]bool{}
			var before []int
			for i := range segments {
				if rapid.Bool().Draw(t, "taken") {
					before, taken[i] = append(before, i), true
				}
			}
			p.Take(upload.Opened{MediaID: "1", Bytes: bytes, Segments: segments, SegmentBytes: size, Taken: before}, now)
		}
		open()
		for range rapid.IntRange(0, 60).Draw(t, "events") {
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "ms")) * time.Millisecond)
			i := rapid.IntRange(0, segments-1).Draw(t, "segment")
			switch rapid.SampledFrom([]string{"start", "progress", "confirm", "retry", "pause", "wait", "open"}).Draw(t, "event") {
			case "start":
				if !taken[i] {
					p.Take(upload.SegmentStarted{Index: i, Attempt: 1}, now)
				}
			case "progress":
				if !taken[i] {
					p.Take(upload.SegmentProgressed{Index: i, Bytes: rapid.Int64Range(0, 2*size).Draw(t, "sent")}, now)
				}
			case "confirm":
				taken[i] = true
				p.Take(upload.SegmentConfirmed{Index: i, Attempt: 1}, now)
			case "retry":
				if !taken[i] {
					p.Take(upload.SegmentRetrying{Index: i, Attempt: 1, Cause: &upload.Error{}, At: now}, now)
				}
			case "pause":
				p.Take(upload.Paused{}, now)
				if p.InFlight() != 0 || p.Speed != 0 || p.Stage != upload.StagePaused {
					t.Fatalf("paused, and %d in flight at %f", p.InFlight(), p.Speed)
				}
			case "wait":
				p.Take(upload.Waiting{Cause: &upload.Error{}, Until: now.Add(time.Second)}, now)
			case "open":
				open()
			}
			want := int64(0)
			for i := range taken {
				want += min(size, bytes-int64(i)*size)
			}
			if p.Confirmed != want || p.InFlight() < 0 || p.Confirmed+p.InFlight() > bytes || p.Speed < 0 {
				t.Fatalf("confirmed %d, want %d; in flight %d of %d, speed %f", p.Confirmed, want, p.InFlight(), bytes, p.Speed)
			}
		}
	})
}

// TestSpeedOfStillness lets a line stop: for a moment the speed falls, after five seconds there is none, nor a time left
// that would grow to days, and what comes after it is measured anew. So is what moves too slowly to go by.
func TestSpeedOfStillness(t *testing.T) {
	t.Parallel()
	now := time.Now()
	var p upload.Progress
	p.Take(upload.Opened{Bytes: 1 << 30, Segments: 1, SegmentBytes: 1 << 30}, now)
	p.Take(upload.SegmentStarted{Index: 0, Attempt: 1}, now)
	sent := int64(0)
	run := func(seconds int, perSecond int64) {
		for range seconds {
			now = now.Add(time.Second)
			sent += perSecond
			p.Take(upload.SegmentProgressed{Index: 0, Bytes: sent}, now)
		}
	}
	run(8, 1_000_000)
	for range 16 { // four seconds
		now = now.Add(250 * time.Millisecond)
		p.Tick(now)
	}
	if p.Speed <= 0 || p.Speed >= 1_000_000 {
		t.Errorf("after four seconds of stillness the speed is %.0f", p.Speed)
	}
	for second := 5; second < 600; second++ {
		now = now.Add(time.Second)
		p.Tick(now)
		if second > 5 && (p.Speed != 0 || p.Left() >= 0) {
			t.Fatalf("after %d seconds of stillness the speed is %.0f and the time left %v", second, p.Speed, p.Left())
		}
	}
	run(4, 2_000_000)
	if p.Speed != 0 {
		t.Errorf("four seconds after it the speed is %.0f already", p.Speed)
	}
	run(4, 2_000_000)
	if p.Speed < 1_900_000 || p.Speed > 2_100_000 {
		t.Errorf("eight seconds after it the speed is %.0f, want 2 MB/s", p.Speed)
	}
	run(60, 100)
	if p.Speed != 0 || p.Left() >= 0 {
		t.Errorf("at 100 bytes a second the speed is %f and the time left %v", p.Speed, p.Left())
	}
}

// TestCutOff counts how many of the last eight tries were cut off: not before there are eight, nothing but what breaks
// off on the way, and no longer than the last eight.
func TestCutOff(t *testing.T) {
	t.Parallel()
	now := time.Now()
	var p upload.Progress
	p.Take(upload.Opened{Bytes: 100, Segments: 100, SegmentBytes: 1}, now)
	next := 0
	try := func(kind upload.Kind) {
		if kind == "" {
			p.Take(upload.SegmentConfirmed{Index: next, Attempt: 1}, now)
		} else {
			p.Take(upload.SegmentRetrying{Index: next, Attempt: 1, Cause: &upload.Error{Kind: kind}, At: now}, now)
		}
		next++
	}
	for i, c := range []struct {
		kind    upload.Kind
		cut, of int
		drops   bool
	}{
		{upload.ConnectionLost, 0, 0, false},
		{upload.Stalled, 0, 0, false},
		{upload.ConnectionLost, 0, 0, false},
		{upload.Server, 0, 0, false},
		{"", 0, 0, false},
		{"", 0, 0, false},
		{upload.NoConnection, 0, 0, false},
		{"", 3, 8, false},
		{upload.Stalled, 3, 8, false},
		{upload.Stalled, 3, 8, false},
		{upload.Stalled, 3, 8, false},
		{upload.Stalled, 4, 8, true},
		{upload.Stalled, 5, 8, true},
		{"", 5, 8, true},
		{"", 5, 8, true},
		{"", 5, 8, true},
		{"", 4, 8, true},
		{"", 3, 8, false},
	} {
		try(c.kind)
		if cut, of := p.CutOff(); cut != c.cut || of != c.of || p.Drops() != c.drops {
			t.Errorf("after try %d: %d of %d, %v; want %+v", i, cut, of, p.Drops(), c)
		}
	}
	before := p.Clone()
	for range 8 {
		try(upload.Stalled)
	}
	if cut, _ := before.CutOff(); cut != 3 {
		t.Errorf("a copy has changed: %d", cut)
	}
	p.Take(upload.Opened{Bytes: 100, Segments: 100, SegmentBytes: 1}, now)
	if cut, of := p.CutOff(); cut != 0 || of != 0 {
		t.Errorf("a new upload begins with %d of %d", cut, of)
	}
}
