package upload

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// ExportPause is how long a program that exports or copies may leave a file cut off before it goes on with it.
const ExportPause = time.Minute

const (
	// stillness is how long size and time of a file have to stay as they are until nobody is taken to write to it any more.
	stillness = 2 * time.Second
	// lookAgain is how long it takes from a look at a file that is waited for to the next.
	lookAgain = 250 * time.Millisecond
)

// Growing reports whether a file that was written at modTime may still be being written at now: if less than two seconds
// lie between. A time farther in the future is that of another clock, and tells nothing.
func Growing(modTime, now time.Time) bool {
	return now.Sub(modTime).Abs() < stillness
}

// Await is [Inspect] for a file that an export or a copy may still be writing: it waits until size and time of the file
// have been the same for two seconds, and for a file that is cut off and was written within [ExportPause], until it
// goes on or that time is over. A file that was written longer ago is not waited for. tell is called once if there is
// something to wait for. A file that keeps changing without growing for as long as patience (0: for ever) fails with
// [FileGrowing]; when ctx ends, its error is returned.
func Await(ctx context.Context, path string, segmentBytes int64, patience time.Duration, tell func()) (File, error) {
	w := waiting{path: path, patience: patience, tell: tell}
	w.look()
	w.grown = time.Now() // what it was before is not known
	for fresh := w.regular && Growing(w.modTime, time.Now()); ; fresh = true {
		if fresh {
			if err := w.settle(ctx); err != nil {
				return File{}, err
			}
		}
		f, err := Inspect(path, segmentBytes)
		var known *Error
		if !errors.As(err, &known) || known.Kind != FileTruncated {
			return f, err
		}
		if !w.goesOn(ctx) {
			return File{}, cmp.Or(ctx.Err(), err)
		}
	}
}

// waiting is a file that is waited for.
type waiting struct {
	path     string
	patience time.Duration
	tell     func() // nil: it has been told

	regular bool // as it was at the last look
	size    int64
	modTime time.Time
	grown   time.Time // when its size was seen to change
}

// look looks at the file again, and reports whether it is another than it was.
func (w *waiting) look() bool {
	regular, size, modTime := false, int64(-1), time.Time{}
	if info, err := os.Stat(w.path); err == nil { // what is wrong with it, Inspect tells
		regular, size, modTime = info.Mode().IsRegular(), info.Size(), info.ModTime()
	}
	if size != w.size {
		w.grown = time.Now()
	}
	changed := regular != w.regular || size != w.size || !modTime.Equal(w.modTime)
	w.regular, w.size, w.modTime = regular, size, modTime
	return changed
}

// settle waits until the file has not changed for a while.
func (w *waiting) settle(ctx context.Context) error {
	for same := time.Now(); time.Since(same) < stillness; {
		if w.patience > 0 && time.Since(w.grown) >= w.patience {
			path, err := filepath.Abs(w.path)
			return &Error{Kind: FileGrowing, File: path, Segment: -1, Err: err}
		}
		if err := w.pause(ctx); err != nil {
			return err
		}
		if w.look() {
			same = time.Now()
		}
	}
	return nil
}

// goesOn waits until a file that is cut off goes on. It reports false where nobody has written to it for too long, or
// ctx has ended.
func (w *waiting) goesOn(ctx context.Context) bool {
	most := ExportPause
	if w.patience > 0 {
		most = min(most, w.patience)
	}
	for !w.look() {
		age := time.Since(w.modTime)
		if age >= most || age <= -stillness || w.pause(ctx) != nil {
			return false
		}
	}
	return true
}

// pause lets a moment pass.
func (w *waiting) pause(ctx context.Context) error {
	if w.tell != nil {
		w.tell()
		w.tell = nil
	}
	return sleep(ctx, time.Now().Add(lookAgain), nil, nil)
}
