package video

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ConvertError is a conversion, or another task, that ffmpeg has given up.
type ConvertError struct {
	Said string // the last thing that ffmpeg said, in one line; empty: nothing
	Err  error  // how it ended
}

// Error implements error.
func (e *ConvertError) Error() string {
	if e.Said == "" {
		return fmt.Sprintf("video: ffmpeg: %v", e.Err)
	}
	return fmt.Sprintf("video: ffmpeg: %s (%v)", e.Said, e.Err)
}

// Unwrap returns how ffmpeg ended.
func (e *ConvertError) Unwrap() error { return e.Err }

// DiskFull reports whether there was no room left for the copy.
func (e *ConvertError) DiskFull() bool { return errors.Is(e.Err, syscall.ENOSPC) }

// Convert makes the copy with the ffmpeg at that path, and tells how much of the video is done, several times a second, from a
// goroutine of its own; progress may be nil. out must not be there yet: an error is fs.ErrExist then, at the beginning or, where
// something has come there meanwhile, at the end. Until all of it is there it has another name beside out; when ctx ends,
// or it fails, nothing is left. It fails with ctx's error or a [*ConvertError], or what the disk said. Whether the copy is
// what X takes is for [Read] and [Judge] to say.
func (c Cure) Convert(ctx context.Context, ffmpeg, in, out string, progress func(done time.Duration)) error {
	if _, err := os.Lstat(out); err == nil {
		return &fs.PathError{Op: "convert", Path: out, Err: fs.ErrExist}
	}
	part, err := reserve(filepath.Dir(out))
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(part) }() // not there any more where it has become out
	args := append([]string{"-nostdin", "-hide_banner", "-v", "error", "-nostats", "-progress", "pipe:1"}, input(c.kind, in)...)
	args = append(append(args, c.args...), "-y", literal(part))
	cmd := program(ctx, ffmpeg, args...)
	var stderr tail
	cmd.Stdout, cmd.Stderr = &meter{most: c.duration, tell: progress}, &stderr
	if err := failure(ctx, execute(cmd), &stderr); err != nil {
		return err
	}
	return place(part, out)
}

// failure returns why a program did not do what it was started for; nil: it did.
func failure(ctx context.Context, err error, stderr *tail) error {
	switch said := stderr.said(); {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err == nil || errors.Is(err, exec.ErrWaitDelay): // done, but something that it has started goes on
		return nil
	case bytes.Contains(stderr.end, []byte("No space left on device")): // as C libraries have it, that of Windows too
		return &ConvertError{said, fmt.Errorf("%w: %w", err, syscall.ENOSPC)}
	default:
		return &ConvertError{said, err}
	}
}

// reserve makes an empty file of a name that is not taken. It is hidden on Unix, and too short to be too long anywhere.
func reserve(folder string) (string, error) {
	for {
		path := filepath.Join(folder, fmt.Sprintf(".hoist-%08x.mp4", rand.Uint32())) //nolint:gosec // it is not a secret
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)     //nolint:gosec // it becomes a file like others of the person
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		return path, file.Close()
	}
}

// place gives a file its name, and fails with fs.ErrExist where something has that name. A link does it at once; where the
// disk has none (FAT, some that are shared) an empty file is put there first, and replaced.
func place(part, out string) error {
	err := os.Link(part, out)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	file, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the person chose this name
	if err != nil {
		return err
	}
	_ = file.Close() // nothing was written
	if err := os.Rename(part, out); err != nil {
		_ = os.Remove(out)
		return err
	}
	return nil
}

// meter reads the progress that ffmpeg writes: lines of key=value.
type meter struct {
	line []byte // the beginning of one
	done time.Duration
	most time.Duration // the whole; 0: not known
	tell func(done time.Duration)
}

// longest is more than any line of ffmpeg's progress has; what is longer is none.
const longest = 1 << 10

// Write implements io.Writer.
func (m *meter) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		line, after, whole := bytes.Cut(rest, []byte("\n"))
		if room := longest - len(m.line); room > 0 {
			m.line = append(m.line, line[:min(room, len(line))]...)
		}
		if whole {
			m.read(string(m.line))
			m.line = m.line[:0]
		}
		rest = after
	}
	return len(p), nil
}

// read takes a line in. ffmpeg says out_time_us; before 4.1 it only said the same as out_time_ms, which are microseconds
// in all versions. There may be no number yet (N/A), or a negative one.
func (m *meter) read(line string) {
	key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
	if key != "out_time_us" && key != "out_time_ms" {
		return
	}
	us, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
	if err != nil || us > int64(maxDuration/time.Microsecond) {
		return
	}
	done := time.Duration(us) * time.Microsecond
	if m.most > 0 {
		done = min(done, m.most)
	}
	if done > m.done && m.tell != nil {
		m.done = done
		m.tell(done)
	}
}

// maxDuration is longer than any video that is one.
const maxDuration = 1000 * 24 * time.Hour
