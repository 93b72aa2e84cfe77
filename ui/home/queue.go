package home

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Bounds of the file of the queue.
const (
	queueMost  = 10_000   // videos
	queueBytes = 16 << 20 // a longer file is not ours
)

// Queued is a video that waits in the queue, of which nothing has been sent, or that did not get through: what has been
// begun is in the journals.
type Queued struct {
	Path    string `json:"path"`              // absolute
	Account string `json:"account,omitempty"` // in whose name it is in line, without @; empty: not in line
	Failed  string `json:"failed,omitempty"`  // the kind of why it did not get through, in that name; empty: it waits
	Anyway  bool   `json:"anyway,omitempty"`  // a person has said to send it although X is likely to refuse it
}

// Queue reads which videos waited when the window closed, in their order. Without a file there are none; what is not a
// video of ours is passed over.
func (h *Home) Queue() ([]Queued, error) {
	h.file.Lock()
	defer h.file.Unlock()
	f, err := os.Open(h.queue)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only: nothing is lost
	data, err := io.ReadAll(io.LimitReader(f, queueBytes))
	if err != nil {
		return nil, err
	}
	var all []Queued
	for line := range bytes.Lines(data) {
		var q Queued
		if json.Unmarshal(line, &q) != nil || !filepath.IsAbs(q.Path) || len(q.Path) > pathMost || max(len(q.Account), len(q.Failed)) > nameMost {
			continue
		}
		if all = append(all, q); len(all) == queueMost {
			break
		}
	}
	return all, nil
}

// SaveQueue writes which videos wait, all or, after a crash, what was there before. It fails with [Unwritable].
func (h *Home) SaveQueue(all []Queued) error {
	var lines bytes.Buffer
	for _, q := range all[:min(len(all), queueMost)] {
		line, err := json.Marshal(q)
		if err != nil {
			return err
		}
		lines.Write(append(line, '\n'))
	}
	h.file.Lock()
	defer h.file.Unlock()
	if err := makeFolder(filepath.Dir(h.queue)); err != nil {
		return err
	}
	if err := replace(h.queue, lines.Bytes()); err != nil {
		return unwritable(filepath.Dir(h.queue), err)
	}
	return nil
}
