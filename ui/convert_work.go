package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	media "hoist/upload/video"
)

// What is done for a copy beside the window: nothing here touches it.

// errOriginal says that the copy was to take the place of the video of which it is made.
var errOriginal = errors.New("the copy would take the place of the original")

// unfitError says that X would refuse a copy as well.
type unfitError struct{ verdict media.Verdict }

func (e *unfitError) Error() string {
	return fmt.Sprintf("X would refuse the copy, too: %v", e.verdict.Of(media.Refuse))
}

// copyTarget is where a copy is to lie.
type copyTarget struct {
	path     string
	replaces bool // there is a file, which the person has chosen to replace
}

// newCopyTarget returns where a copy lies for which a person has chosen a path. A name without an extension gets that of
// copies; then nothing may be there, since the dialog has asked about the other name. It fails with errOriginal for the video
// itself, whatever name it has there, and with [fs.ErrExist] for what cannot be replaced. It uses the disk.
func newCopyTarget(in, chosen string) (copyTarget, error) {
	t := copyTarget{path: chosen}
	if filepath.Ext(chosen) == "" {
		t.path += copyExtension
	}
	there, err := os.Stat(t.path)
	if err != nil {
		return t, nil // nothing is there; what is the matter with the folder, ffmpeg says
	}
	if original, err := os.Stat(in); err == nil && os.SameFile(original, there) {
		return t, errOriginal
	}
	if t.path != chosen || !there.Mode().IsRegular() {
		return t, fs.ErrExist
	}
	t.replaces = true
	return t, nil
}

// copyWork is all that making one copy takes.
type copyWork struct {
	cure         media.Cure
	limit        media.Limit
	ffmpeg       string
	in           string
	out          copyTarget
	examine      examine
	segmentBytes int64
}

// run makes the copy and returns what X is likely to say of it. Until it is known that X would not refuse it, a file that a
// person has chosen to replace stays as it is. Where it fails, or ctx ends, nothing is left.
func (w copyWork) run(ctx context.Context, progress func(done time.Duration)) (media.Verdict, error) {
	made := w.out.path
	if w.out.replaces {
		made = aside(made)
	}
	if err := w.cure.Convert(ctx, w.ffmpeg, w.in, made, progress); err != nil {
		return media.Verdict{}, err
	}
	verdict, err := w.check(made)
	if err == nil && w.out.replaces {
		err = w.replace(made)
	}
	if err != nil {
		_ = os.Remove(made)
	}
	return verdict, err
}

// check looks at the copy as at any video that is to be uploaded.
func (w copyWork) check(made string) (media.Verdict, error) {
	file, err := w.examine(made, w.segmentBytes)
	if err != nil {
		return media.Verdict{}, err
	}
	verdict := media.Judge(file.Info, w.limit)
	if verdict.Class() == media.Refuse {
		return verdict, &unfitError{verdict}
	}
	return verdict, nil
}

// replace puts the copy in the place of the file that the person has chosen to replace, which may be the original by now.
func (w copyWork) replace(made string) error {
	if _, err := newCopyTarget(w.in, w.out.path); err != nil {
		return err
	}
	return os.Rename(made, w.out.path)
}

// aside returns a name beside a path for what is to take its place.
func aside(path string) string {
	extension := filepath.Ext(path)
	return fmt.Sprintf("%s.%x%s", strings.TrimSuffix(path, extension), time.Now().UnixNano(), extension)
}

// courier brings the latest of many reports to the window: so many that it sees them, and never a second one before it has
// taken the first, since fyne.Do queues without bound. The last one may be left out: what comes of it all is told apart.
type courier struct {
	do   func(func()) // runs what touches the window on its goroutine
	show func(done time.Duration)

	latest atomic.Int64
	under  atomic.Bool // way to the window
	handed time.Time   // when the last one was; for the goroutine of the reports
}

func (c *courier) report(done time.Duration) {
	c.latest.Store(int64(done))
	now := time.Now()
	if now.Sub(c.handed) < frame || !c.under.CompareAndSwap(false, true) {
		return
	}
	c.handed = now
	c.do(func() {
		c.under.Store(false)
		c.show(time.Duration(c.latest.Load()))
	})
}
