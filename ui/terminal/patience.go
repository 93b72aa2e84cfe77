package terminal

import (
	"time"

	"hoist/upload"
)

// absence is after how long without a tick this program did not run: the computer slept, or somebody had stopped it.
const absence = 5 * time.Second

// patience decides when an upload that stands still is given up. What counts as progress is an answer of X that takes
// it further, and more bytes under way than ever before: a try that comes no farther than the one before is none.
type patience struct {
	limit  time.Duration // 0: endless
	since  time.Time     // of the last progress
	most   int64         // the most bytes that X and the network have had
	ticked time.Time
}

func newPatience(limit time.Duration, now time.Time) *patience {
	return &patience{limit: limit, since: now, ticked: now}
}

// ends returns when the upload is given up if there is no progress; zero: never.
func (p *patience) ends() time.Time {
	if p.limit == 0 {
		return time.Time{}
	}
	return p.since.Add(p.limit)
}

// heard takes in what has happened, before t does.
func (p *patience) heard(t *track, e upload.Event, now time.Time) {
	switch e := e.(type) {
	case upload.SegmentRetrying: // takes back what was on its way
		p.look(t, now)
	case upload.Opened:
		p.since, p.most = now, 0
	case upload.SegmentConfirmed, upload.Processing:
		p.since = now
	case upload.Waiting:
		// X has said when it takes more, up to 15 minutes ahead: to wait for that is no standing still.
		if e.Cause != nil && e.Cause.Kind == upload.RateLimited && e.Until.After(p.since) {
			p.since = e.Until
		}
	}
}

// look notes how much is with X and the network.
func (p *patience) look(t *track, now time.Time) {
	if with := t.Confirmed + t.InFlight(); with > p.most {
		p.since, p.most = now, with
	}
}

// tick returns why an upload stands still that is to be given up, and nil while there is hope. A try that is under way
// is waited for. What this program slept does not count.
func (p *patience) tick(t *track, now time.Time) *upload.Error {
	if gap := now.Sub(p.ticked); gap > absence {
		p.since = p.since.Add(gap)
	}
	p.ticked = now
	p.look(t, now)
	if p.limit == 0 || now.Before(p.ends()) {
		return nil
	}
	return t.Trouble
}
