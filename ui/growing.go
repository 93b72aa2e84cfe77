package ui

import (
	"context"
	"os"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// await is [upload.Await] without an end of its patience, as a test may replace it.
type await func(ctx context.Context, path string, segmentBytes int64) (upload.File, error)

// awaitFile is what it is outside of tests.
func awaitFile(ctx context.Context, path string, segmentBytes int64) (upload.File, error) {
	return upload.Await(ctx, path, segmentBytes, 0, nil)
}

// growing reports whether a file may still be being written, so that it is not known yet what it will be. It uses the disk
// where the file could not be sent as it was.
func growing(l *looked) bool {
	written, within := l.file.ModTime, time.Duration(0)
	if l.err != nil {
		info, err := os.Stat(l.path)
		if err != nil || !info.Mode().IsRegular() {
			return false
		}
		written = info.ModTime()
		if messages.KindOf(l.err) == string(upload.FileTruncated) {
			within = upload.ExportPause
		}
	}
	now := time.Now()
	age := now.Sub(written)
	return upload.Growing(written, now) || age >= 0 && age < within
}

// awaitWritten lets a video wait until its file has been written, as an intake of its own: what came in with it does not
// wait. Then it is what it would have been without.
func (u *UI) awaitWritten(in *intake, c *candidate, v *video) {
	alone := &intake{start: in.start, anew: in.anew, returned: in.returned, segmentBytes: in.segmentBytes, before: in.before}
	ctx, stop := context.WithCancel(u.ctx)
	next := alone.expect(&candidate{intake: alone, path: v.path, video: v, start: c.start, failed: c.failed, stop: stop})
	v.state, v.problem, v.growing, v.wanted = checking, nil, true, c.start
	u.work.Go(func() {
		defer stop()
		file, err := u.await(ctx, next.path, alone.segmentBytes)
		u.do(func() {
			if v.check == next {
				u.answered(alone, []looked{{path: next.path, file: file, err: err, of: next}})
			}
		})
	})
}

// awaitAlone is awaitWritten for a video that was looked at again.
func (u *UI) awaitAlone(v *video, start bool) {
	in := &intake{returned: true, segmentBytes: u.segmentBytes()}
	u.awaitWritten(in, &candidate{start: start}, v)
	u.changed(v)
}

// partial reports whether the file of a video was not all there when nobody wrote to it any more: it may be gone on with.
func (v *video) partial() bool {
	kind := upload.Kind(messages.KindOf(v.problem))
	return v.state == refused && (kind == upload.FileTruncated || kind == upload.FileEmpty)
}

// mended makes a video whose file could not be sent what the file is by now, where it can be sent or is being written.
func (u *UI) mended(v *video, l looked, now time.Time) {
	if v.state == refused && (l.err == nil || l.growing) {
		u.inspected(v, l, now, v.wanted && v.partial())
	}
}
