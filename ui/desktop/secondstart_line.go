package desktop

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

const (
	lineVersion = 1
	longestLine = 1 << 20  // bytes, with the newline
	mostFiles   = 10_000   // of one handover
	longestPath = 32 << 10 // bytes; Windows has the longest, of 32,767 characters
)

// handoverLine is the one line of JSON that a second start sends. Paths are base64 there, since a file's name on Linux
// is any bytes and text in JSON is not.
type handoverLine struct {
	Version int      `json:"hoist"`
	Files   [][]byte `json:"files"`
	Start   bool     `json:"start"`
}

// line is what is sent of h. It fails for what the first start would drop.
func (h Handover) line() ([]byte, error) {
	sent := handoverLine{Version: lineVersion, Start: h.Start}
	for _, path := range h.Files {
		sent.Files = append(sent.Files, []byte(path))
	}
	if err := h.check(); err != nil {
		return nil, err
	}
	line, err := json.Marshal(sent)
	if err != nil {
		return nil, err
	}
	if len(line) >= longestLine {
		return nil, fmt.Errorf("the names of %d files are too long to be handed over", len(h.Files))
	}
	return append(line, '\n'), nil
}

// readHandover reads the one line that a second start sends.
func readHandover(from io.Reader) (Handover, error) {
	reader := bufio.NewReader(io.LimitReader(from, longestLine))
	line, err := reader.ReadBytes('\n')
	if err != nil {
		return Handover{}, fmt.Errorf("read a handover: %w", err)
	}
	if reader.Buffered() > 0 {
		return Handover{}, errors.New("read a handover: more than one line")
	}
	var sent handoverLine
	if err := json.Unmarshal(line, &sent); err != nil {
		return Handover{}, fmt.Errorf("read a handover: %w", err)
	}
	if sent.Version != lineVersion {
		return Handover{}, fmt.Errorf("read a handover: version %d", sent.Version)
	}
	handover := Handover{Start: sent.Start}
	for _, path := range sent.Files {
		handover.Files = append(handover.Files, string(path))
	}
	return handover, handover.check()
}

// check fails when there is more than the first start takes, or something that is no absolute path.
func (h Handover) check() error {
	if len(h.Files) > mostFiles {
		return fmt.Errorf("%d files are too many to be handed over", len(h.Files))
	}
	for _, path := range h.Files {
		if len(path) > longestPath || strings.ContainsRune(path, 0) || !filepath.IsAbs(path) {
			return errors.New("a file to be handed over has no absolute path")
		}
	}
	return nil
}
