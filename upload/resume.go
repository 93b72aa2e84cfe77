package upload

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"time"
)

// begin looks at the file, and takes up the upload that was interrupted, if there is one that can be continued.
func (t *transfer) begin() error {
	wanted, inTurn := t.job.continues()
	if wanted == "" {
		wanted = t.engine.shelf.find(t.head())
	}
	if wanted == "" {
		return t.inspect()
	}
	j, err := t.engine.shelf.take(wanted)
	switch {
	case errors.Is(err, errInUse):
		return &Error{Kind: InUse, File: t.src.path, Segment: -1, Err: err}
	case err != nil && inTurn:
		return &Error{Kind: NotUnfinished, File: t.src.path, Segment: -1, Err: err}
	case err != nil:
		t.engine.log.Warn("an unfinished upload cannot be continued", "media_id", wanted, "err", err)
		return t.inspect()
	}
	t.journal = j
	err = t.resume()
	var lost *Error
	if err == nil || !errors.As(err, &lost) {
		return err
	}
	if lost.Kind == Expired {
		t.forget()
	}
	if inTurn || lost.Kind != Expired && lost.Kind != FileChanged {
		return lost
	}
	// The person asked for this file to be uploaded, as it is now.
	t.forget()
	t.anew = lost
	return t.inspect()
}

// inspect looks at a file of which nothing was sent.
func (t *transfer) inspect() error {
	plan, err := t.engine.plan(t.src.info.Size())
	if err != nil {
		return t.src.named(err)
	}
	t.file, err = t.src.inspect(plan.SegmentBytes)
	if err != nil {
		return err
	}
	t.plan = t.file.Plan
	return nil
}

// resume goes on with the upload of the journal, where the file is still the one that was begun.
func (t *transfer) resume() error {
	h := t.journal.head()
	want := t.head()
	if want.File = h.File; !h.continuable(want) { // the file may have moved: its bytes tell
		return &Error{Kind: NotUnfinished, File: t.src.path, Segment: -1, Err: errors.New("it is another account's")}
	}
	plan, sent := h.plan(), t.journal.sent()
	if ends := t.journal.expires(); over(ends) {
		return &Error{
			Kind: Expired, File: t.src.path, Segment: -1, Sent: sent, Bytes: h.Bytes, At: ends,
			Err: fmt.Errorf("kept until %s", ends.Format(time.DateTime)),
		}
	}
	if err := t.src.same(h, plan, t.journal.taken()); err != nil {
		err.Sent, err.Bytes = sent, h.Bytes
		return err
	}
	t.plan = plan
	t.file = File{Path: t.src.path, Bytes: h.Bytes, ModTime: h.ModTime, MediaType: h.MediaType, Plan: plan}
	t.job.request.Category = h.Category
	t.job.had(sent)
	t.engine.log.Info("continuing", "media_id", h.MediaID, "sent", sent, "bytes", h.Bytes)
	t.start(t.journal, true)
	return nil
}

// head returns what the journal of this upload says of it, but for what X has to give.
func (t *transfer) head() head {
	a := t.engine.account
	return head{
		API: a.API, BaseURL: a.BaseURL, Account: a.Name, Category: t.job.request.Category,
		File: t.src.path, Bytes: t.plan.Bytes, ModTime: t.src.info.ModTime(), MediaType: t.file.MediaType,
		SegmentBytes: t.plan.SegmentBytes,
	}
}

// same checks that the open file is the one of which segments were sent. The sums of two of them tell another file that
// took its name, size and time; where the time or the name is another, all of them are read: somebody may have touched,
// copied or moved it.
func (s *source) same(h head, plan Plan, taken map[int]uint32) *Error {
	if s.info.Size() != h.Bytes {
		return s.changed(s.info, fmt.Errorf("its size went from %d to %d bytes", h.Bytes, s.info.Size()))
	}
	touched := !s.info.ModTime().Equal(h.ModTime) || s.path != h.File
	if touched && len(taken) == 0 {
		return s.changed(s.info, fmt.Errorf("it was written at %s", s.info.ModTime().Format(time.DateTime)))
	}
	checked := 0
	for i, want := range taken {
		if checked == 2 && !touched {
			break
		}
		checked++
		offset, size := plan.segment(i)
		sum := crc32.New(castagnoli)
		if _, err := io.Copy(sum, io.NewSectionReader(s.file, offset, size)); err != nil {
			return fileError(FileUnreadable, s.path, err)
		}
		if sum.Sum32() != want {
			return s.changed(s.info, fmt.Errorf("its bytes from %d on are others", offset))
		}
	}
	return nil
}

// continues returns which upload the job is to go on with, and whether it is that one and no other.
func (j *Job) continues() (mediaID string, only bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.mediaID, j.mediaID != ""
}

// opened notes what a later turn continues; empty: nothing.
func (j *Job) opened(mediaID string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.mediaID = mediaID
	j.started = true
}

// had notes what X had before the job was started.
func (j *Job) had(bytes int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.started {
		j.earlier = bytes
	}
}
