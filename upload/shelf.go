package upload

import (
	"log/slog"
	"sync"
)

// shelf is where an engine's journals are: in a folder, or in memory where there is none or it cannot be written. Those
// in memory go with the engine.
type shelf struct {
	folder string
	log    *slog.Logger

	mu     sync.Mutex
	memory map[string]*volatileJournal // by media ID
}

// volatileJournal is a journal in memory.
type volatileJournal struct {
	*journal
	inUse bool
}

func newShelf(folder string, log *slog.Logger) *shelf {
	return &shelf{folder: folder, log: log, memory: map[string]*volatileJournal{}}
}

// create begins the journal of an upload that X has just opened. That it cannot be kept on the disk is no reason not to
// upload.
func (s *shelf) create(h head) *journal {
	if s.folder != "" {
		j, err := createJournal(s.folder, h)
		if err == nil {
			return j
		}
		s.log.Warn("no journal: a stop of the program will lose what was sent", "err", err)
	}
	j := memoryJournal(h)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.memory[h.MediaID] = &volatileJournal{j, true}
	return j
}

// find returns the media ID of the newest unfinished upload of the same file to the same place; "" where there is none.
func (s *shelf) find(want head) string {
	s.mu.Lock()
	var found *volatileJournal
	for _, j := range s.memory {
		if j.head().sameUpload(want) && !over(j.expires()) && (found == nil || j.head().Began.After(found.head().Began)) {
			found = j
		}
	}
	s.mu.Unlock()
	if found != nil {
		return found.head().MediaID
	}
	id, err := findJournal(s.folder, want)
	if err != nil {
		s.log.Warn("journals cannot be read", "err", err)
	}
	return id
}

// take opens the journal of an unfinished upload; nobody else has it until it is put back.
func (s *shelf) take(mediaID string) (*journal, error) {
	s.mu.Lock()
	j := s.memory[mediaID]
	if j != nil {
		defer s.mu.Unlock()
		if j.inUse {
			return nil, errInUse
		}
		j.inUse = true
		return j.journal, nil
	}
	s.mu.Unlock()
	return openJournal(s.folder, mediaID)
}

// put closes a journal, which is kept.
func (s *shelf) put(j *journal) {
	id := j.head().MediaID
	s.mu.Lock()
	if kept := s.memory[id]; kept != nil {
		kept.inUse = false
	}
	s.mu.Unlock()
	if err := j.close(); err != nil {
		s.log.Warn("journal", "media_id", id, "err", err)
	}
}

// drop deletes the journal of an upload that has ended for good.
func (s *shelf) drop(j *journal) {
	id := j.head().MediaID
	s.mu.Lock()
	delete(s.memory, id)
	s.mu.Unlock()
	if err := j.remove(); err != nil {
		s.log.Warn("journal", "media_id", id, "err", err)
	}
}

// discard deletes a journal that nobody has open.
func (s *shelf) discard(mediaID string) {
	if mediaID == "" {
		return
	}
	j, err := s.take(mediaID)
	if err != nil {
		return // it is gone, or somebody else's
	}
	s.drop(j)
}
