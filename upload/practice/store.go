package practice

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// Upload is what the stand-in holds of an upload, as [Server.Uploads] and GET /practice/uploads tell.
type Upload struct {
	MediaID  string `json:"media_id"` // 19 digits
	SHA256   string `json:"sha256"`   // of the whole file, in hex; empty before FINALIZE has succeeded
	Bytes    int64  `json:"bytes"`    // sum of the segments that are there
	Segments int    `json:"segments"` // how many are there
	State    string `json:"state"`    // "open", "expired", or after FINALIZE X's processing state
	Resent   int    `json:"resent"`   // segments that came again and took the place of the first
}

var (
	errUnknown   = errors.New("no such upload")         // never opened, expired, or another user's
	errFinalized = errors.New("upload is finalized")    // APPEND after FINALIZE
	errSum       = errors.New("segments do not add up") // a gap, or the sum is not total_bytes
)

// maxSegments is how many segments X numbers: 0 to 999.
const maxSegments = 1000

// upload is one media ID.
type upload struct {
	id, key, owner      string
	mediaType, category string
	total               int64
	expires             time.Time
	sync                bool // no processing after FINALIZE

	mu       sync.Mutex // guards what follows
	spool    *spool     // nil before the first segment and when its bytes are no longer needed
	segments map[int]stored
	bytes    int64
	resent   int
	sha      string
	begun    time.Time // when FINALIZE succeeded; zero: not yet
	steps    []ProcessingStep
	answer   media // to the first FINALIZE, for the others
	ended    bool  // nothing is taken any more
}

// media is what FINALIZE and STATUS tell, in either generation's spelling.
type media struct {
	upload     *upload
	size       int64
	expiresIn  int64
	processing *processingInfo
}

// store holds all uploads. Those that were abandoned keep their record and lose their bytes when they expire.
type store struct {
	mu    sync.Mutex
	byID  map[string]*upload
	order []*upload
}

func newStore() *store { return &store{byID: make(map[string]*upload)} }

func (st *store) add(u *upload, now time.Time) {
	st.mu.Lock()
	defer st.mu.Unlock()
	for _, old := range st.order {
		if !now.Before(old.expires) {
			// Nothing to tell anybody: the file is gone from the system in any case.
			_ = old.end()
		}
	}
	st.byID[u.id] = u
	st.order = append(st.order, u)
}

// find returns a live upload of that owner.
func (st *store) find(id, owner string, now time.Time) (*upload, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	u := st.byID[id]
	if u == nil || u.owner != owner || !now.Before(u.expires) {
		return nil, errUnknown
	}
	return u, nil
}

func (st *store) list(now time.Time) []Upload {
	st.mu.Lock()
	order := append([]*upload(nil), st.order...)
	st.mu.Unlock()
	list := make([]Upload, 0, len(order))
	for _, u := range order {
		list = append(list, u.tell(now))
	}
	return list
}

func (st *store) close() error {
	st.mu.Lock()
	defer st.mu.Unlock()
	var errs []error
	for _, u := range st.order {
		errs = append(errs, u.end())
	}
	return errors.Join(errs...)
}

// end gives back the file and takes no more segments.
func (u *upload) end() error {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.ended = true
	return u.closeSpool()
}

func (u *upload) closeSpool() error {
	if u.spool == nil {
		return nil
	}
	sp := u.spool
	u.spool = nil
	return sp.close()
}

func (u *upload) tell(now time.Time) Upload {
	u.mu.Lock()
	defer u.mu.Unlock()
	t := Upload{
		MediaID: u.id, SHA256: u.sha, Bytes: u.bytes, Segments: len(u.segments), State: "open", Resent: u.resent,
	}
	switch step, ok := stepAt(u.steps, now.Sub(u.begun)); {
	case u.begun.IsZero() && !now.Before(u.expires):
		t.State = "expired"
	case u.begun.IsZero():
	case ok:
		t.State = step.State
	default:
		t.State = stateSucceeded
	}
	return t
}

// receive takes the bytes of a segment whose index may come after them. Only [upload.put] makes them count.
func (u *upload) receive(r io.Reader, limit int64) (stored, error) {
	u.mu.Lock()
	if u.ended {
		u.mu.Unlock()
		return stored{}, errFinalized
	}
	if u.spool == nil {
		sp, err := newSpool()
		if err != nil {
			u.mu.Unlock()
			return stored{}, err
		}
		u.spool = sp
	}
	sp := u.spool
	u.mu.Unlock()
	return sp.write(r, limit)
}

// put gives a received segment its place; one that came before under that index goes.
func (u *upload) put(index int, seg stored) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ended {
		return errFinalized
	}
	if old, ok := u.segments[index]; ok {
		u.spool.release(old)
		u.bytes -= old.size
		u.resent++
	}
	u.segments[index] = seg
	u.bytes += seg.size
	return nil
}

// drop forgets a received segment.
func (u *upload) drop(seg stored) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.spool != nil {
		u.spool.release(seg)
	}
}

// finalize checks the segments and starts the processing. Later calls return what the first one did.
func (u *upload) finalize(now time.Time, steps []ProcessingStep) (media, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.begun.IsZero() {
		return u.answer, nil
	}
	if u.ended {
		return media{}, errUnknown
	}
	sum, err := u.hash()
	if err != nil {
		return media{}, err
	}
	if err := u.closeSpool(); err != nil {
		return media{}, fmt.Errorf("practice: spool: %w", err)
	}
	if u.sync {
		steps = nil
	}
	u.sha, u.begun, u.steps, u.ended = sum, now, steps, true
	u.answer = u.media(now)
	return u.answer, nil
}

// hash returns the SHA-256 of the segments in the order of their index.
func (u *upload) hash() (string, error) {
	if u.bytes != u.total {
		return "", errSum
	}
	h := sha256.New()
	for i := range len(u.segments) {
		seg, ok := u.segments[i]
		if !ok {
			return "", errSum
		}
		if err := u.spool.copyTo(h, seg); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// status returns how far the processing is; X tells of none before FINALIZE and where there is none.
func (u *upload) status(now time.Time) (media, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.begun.IsZero() || len(u.steps) == 0 {
		return media{}, errUnknown
	}
	return u.media(now), nil
}

func (u *upload) media(now time.Time) media {
	m := media{upload: u, size: u.total, expiresIn: secondsUntil(u.expires, now)}
	if step, ok := stepAt(u.steps, now.Sub(u.begun)); ok {
		m.processing = step.info()
	}
	return m
}

// secondsUntil counts whole seconds from now on, at least 0.
func secondsUntil(t, now time.Time) int64 { return max(0, int64(t.Sub(now)/time.Second)) }
