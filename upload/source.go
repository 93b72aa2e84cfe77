package upload

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"hoist/upload/video"
)

// File is a video as it was found on the disk.
type File struct {
	Path      string // absolute
	Name      string // last part of the path
	Bytes     int64
	ModTime   time.Time
	MediaType string // MIME type, found by the content and not by the name
	Plan      Plan
	Info      *video.Info // what is in it
}

// Inspect looks at a file as an upload would, without sending anything: that it is there, can be read, is a video of
// a kind that X takes and whole, and fits into X's 1,000 segments, which are planned with segmentBytes (as for [NewPlan]).
// What fails here cannot be sent at all; whether X is likely to take it, [video.Judge] says by the file's Info. Every error
// is an [*Error] with the kind of the problem.
func Inspect(path string, segmentBytes int64) (File, error) {
	s, err := openSource(path)
	if err != nil {
		return File{}, err
	}
	defer s.close()
	return s.inspect(segmentBytes)
}

// source is the open file of an upload. It is read by several workers at once.
type source struct {
	path string
	file *os.File
	info fs.FileInfo // as it was when the file was opened
}

// openSource opens a file that can be a video: a regular one, with something in it.
func openSource(path string) (*source, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fileError(FileMissing, path, err)
	}
	info, err := os.Stat(abs) // before it is opened: opening a named pipe would wait for its writer
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, missing(abs, err)
	case err != nil:
		return nil, fileError(FileUnreadable, abs, err)
	case info.IsDir():
		return nil, fileError(FileIsFolder, abs, nil)
	case !info.Mode().IsRegular():
		return nil, fileError(FileNotVideo, abs, fmt.Errorf("not a regular file: %s", info.Mode().Type()))
	}
	file, err := os.Open(abs) //nolint:gosec // the person chose this file
	if err != nil {
		return nil, fileError(FileUnreadable, abs, err)
	}
	info, err = file.Stat()
	if err == nil && info.Size() == 0 {
		err = fileError(FileEmpty, abs, nil)
	}
	if err != nil {
		_ = file.Close()
		var known *Error
		if errors.As(err, &known) {
			return nil, known
		}
		return nil, fileError(FileUnreadable, abs, err)
	}
	return &source{path: abs, file: file, info: info}, nil
}

// inspect says what is in the file and how it is cut.
func (s *source) inspect(segmentBytes int64) (File, error) {
	plan, err := NewPlan(s.info.Size(), segmentBytes)
	if err != nil {
		return File{}, s.named(err)
	}
	head := &reading{from: s.file}
	info, err := video.Read(head, s.info.Size())
	switch failed := head.failure(); {
	case failed != nil:
		return File{}, fileError(FileUnreadable, s.path, failed)
	case errors.Is(err, video.ErrTruncated):
		return File{}, fileError(FileTruncated, s.path, nil)
	case err != nil:
		return File{}, fileError(FileNotVideo, s.path, nil)
	}
	s.complete(info)
	return File{
		Path: s.path, Name: filepath.Base(s.path), Bytes: s.info.Size(), ModTime: s.info.ModTime(),
		MediaType: info.Type.MIME, Plan: plan, Info: info,
	}, nil
}

// probeLimit is how long ffprobe may take.
const probeLimit = 5 * time.Second

// complete asks ffprobe, where it is installed, for what the file's index leaves open. What it fails with is of no matter: what
// is not known is not judged.
func (s *source) complete(info *video.Info) {
	if info.Complete() {
		return
	}
	if ffprobe := video.FFprobe(); ffprobe != "" {
		ctx, cancel := context.WithTimeout(context.Background(), probeLimit)
		defer cancel()
		_ = info.Probe(ctx, ffprobe, s.path)
	}
}

// named returns an error with the name of the file.
func (s *source) named(err error) error {
	var known *Error
	if errors.As(err, &known) {
		known.File = s.path
	}
	return err
}

// unchanged checks that the file is the one that was opened: same name, size and time. It looks at the name as well
// as at the open file, since an editor that saves puts a new file under the old name.
func (s *source) unchanged() *Error {
	open, err := s.file.Stat()
	if err != nil {
		return fileError(FileUnreadable, s.path, err)
	}
	named, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return missing(s.path, err)
	case err != nil:
		return fileError(FileUnreadable, s.path, err)
	case !os.SameFile(open, named):
		return s.changed(named, errors.New("another file has taken its name"))
	case open.Size() != s.info.Size():
		return s.changed(open, fmt.Errorf("its size went from %d to %d bytes", s.info.Size(), open.Size()))
	case !open.ModTime().Equal(s.info.ModTime()):
		return s.changed(open, fmt.Errorf("it was written at %s", open.ModTime().Format(time.DateTime)))
	}
	return nil
}

// changed says that the file is not the one that it was, and when what is there now was written.
func (s *source) changed(now fs.FileInfo, cause error) *Error {
	err := fileError(FileChanged, s.path, cause)
	err.At = now.ModTime()
	return err
}

// missing says that a file is not there, and which folder or drive went with it. It uses the disk.
func missing(path string, cause error) *Error {
	err := fileError(FileMissing, path, cause)
	for folder := filepath.Dir(path); ; folder = filepath.Dir(folder) {
		if _, gone := os.Stat(folder); !errors.Is(gone, fs.ErrNotExist) {
			return err
		}
		err.Gone = folder
		if folder == filepath.Dir(folder) { // a drive of Windows
			return err
		}
	}
}

func (s *source) close() { _ = s.file.Close() }

func fileError(kind Kind, path string, cause error) *Error {
	return &Error{Kind: kind, File: path, Segment: -1, Err: cause}
}

// reading reads a section of a file, adds its bytes up, and keeps the first failure, which net/http would hide behind
// one of its own.
type reading struct {
	from  io.ReaderAt
	begin int64 // where the section begins
	err   atomic.Pointer[error]

	mu   sync.Mutex // two tries of one request may overlap
	next int64      // up to where it has been read in one go
	sum  uint32     // CRC-32C of that
}

// ReadAt implements io.ReaderAt.
func (r *reading) ReadAt(p []byte, off int64) (int, error) {
	n, err := r.from.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		r.err.CompareAndSwap(nil, &err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if off == r.begin { // a new try
		r.next, r.sum = off, 0
	}
	if off == r.next {
		r.next += int64(n)
		r.sum = crc32.Update(r.sum, castagnoli, p[:n])
	}
	return n, err
}

// read returns the CRC-32C of what was read.
func (r *reading) read() uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sum
}

func (r *reading) failure() error {
	if err := r.err.Load(); err != nil {
		return *err
	}
	return nil
}
