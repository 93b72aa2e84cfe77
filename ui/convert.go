package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"hoist/ui/desktop"
	"hoist/ui/messages"
	"hoist/upload"
	media "hoist/upload/video"
)

// conversion is a copy of a video that is being made, or is in line for that: one is made at a time, since ffmpeg uses all
// that a processor has.
type conversion struct {
	video *video
	was   state // of the video, which it has again where no copy comes of it
	out   copyTarget
	begun time.Time
	done  time.Duration // of the video, so far

	stop context.CancelFunc // nil: it is in line
}

// findFFmpeg looks for ffmpeg, without the window waiting for the disk, and offers what it can do where it is.
func (u *UI) findFFmpeg() {
	u.work.Go(func() {
		path := u.searchFFmpeg()
		if path == "" {
			return
		}
		u.do(func() {
			u.ffmpeg = path
			u.judgeAll()
			u.refreshAll()
		})
	})
}

// hasFFmpeg reports whether there is an ffmpeg that can make copies.
func (u *UI) hasFFmpeg() bool { return u.ffmpeg != "" }

// convertible reports whether a copy can be made of a video: nothing of it is on its way.
func (v *video) convertible() bool {
	return v.verdict.converts && (v.state == ready || v.wouldFail() || v.rejected())
}

// resting returns the state that a video has beside the copy that is made of it: the next start knows nothing of that.
func (v *video) resting() state {
	if v.state == converting {
		return v.conversion.was
	}
	return v.state
}

// copyExtension is that of every copy, which is an MP4.
const copyExtension = ".mp4"

// convert makes a copy of a video that X takes, where the person says.
func (u *UI) convert(v *video) {
	if !v.convertible() {
		return
	}
	offered := media.CopyPath(v.path)
	u.pickSave(desktop.Saver{
		Title: u.words.Text("ui.convert.title"), Kind: u.words.Text("ui.convert.kind"),
		Folder: filepath.Dir(offered), Name: filepath.Base(offered), Extension: copyExtension, Whole: true,
	}, func(path string) { u.convertTo(v, path) })
}

// convertTo makes a copy at a path that a person has chosen, where it can lie there.
func (u *UI) convertTo(v *video, path string) {
	u.work.Go(func() {
		out, err := newCopyTarget(v.path, path)
		u.do(func() {
			switch {
			case !u.has(v) || !v.convertible(): // it went its way while the dialog stood
			case err != nil || u.occupied(out.path):
				u.status(u.words.Text(whyNotThere(err), "Name", messages.Clean(filepath.Base(out.path), longestName)))
			default:
				u.lineUp(v, out)
			}
		})
	})
}

// whyNotThere is the id of the words for why a copy cannot lie where a person has chosen.
func whyNotThere(err error) string {
	switch {
	case errors.Is(err, errOriginal):
		return "ui.convert.original"
	case errors.Is(err, fs.ErrExist):
		return "ui.convert.there"
	}
	return "ui.convert.occupied"
}

// occupied reports whether something of the queue needs what lies at a path as it is: another copy is made there, or it is
// being uploaded.
func (u *UI) occupied(path string) bool {
	return slices.ContainsFunc(u.videos, func(v *video) bool {
		return v.conversion != nil && v.conversion.out.path == path || v.path == path && (v.live() || v.state == paused)
	})
}

// lineUp has a copy made when its turn comes.
func (u *UI) lineUp(v *video, out copyTarget) {
	v.conversion = &conversion{video: v, was: v.state, out: out}
	v.state, v.uncopied = converting, nil
	u.conversions = append(u.conversions, v.conversion)
	u.convertNext()
	u.changed(v)
}

// convertNext begins with the next copy in line, where none is being made.
func (u *UI) convertNext() {
	if len(u.conversions) == 0 || u.conversions[0].stop != nil {
		return
	}
	c := u.conversions[0]
	ctx, stop := context.WithCancel(u.ctx)
	c.begun, c.stop = u.now(), stop
	work := copyWork{
		cure: c.video.verdict.cure, limit: c.video.verdict.Limit, ffmpeg: u.ffmpeg, in: c.video.path, out: c.out,
		examine: u.examine, segmentBytes: u.segmentBytes(),
	}
	news := &courier{do: u.do, show: func(done time.Duration) {
		c.done = done
		u.refreshConversion(c.video)
	}}
	u.work.Go(func() {
		defer stop()
		verdict, err := work.run(ctx, news.report)
		u.do(func() { u.converted(c, verdict, err) })
	})
}

// refreshConversion shows how far a copy is.
func (u *UI) refreshConversion(v *video) {
	if !u.has(v) {
		return
	}
	u.refreshCard(v)
	if v == u.selected {
		u.details.apply(v)
	}
}

// stopConversion gives the copy of a video up. What is there of it goes, and then [UI.converted] hears of it.
func (u *UI) stopConversion(v *video) {
	switch c := v.conversion; {
	case c == nil: // it has ended while somebody was asked
	case c.stop != nil:
		c.stop()
	default:
		u.converted(c, media.Verdict{}, context.Canceled)
	}
}

// converted takes what came of a copy.
func (u *UI) converted(c *conversion, verdict media.Verdict, err error) {
	v := c.video
	v.conversion = nil
	u.conversions = slices.DeleteFunc(u.conversions, func(other *conversion) bool { return other == c })
	u.convertNext()
	switch {
	case !u.has(v):
		if err == nil { // it was done in the moment in which the video was removed
			u.work.Go(func() { _ = os.Remove(c.out.path) })
		}
		u.refreshFrame()
	case err == nil:
		u.takeCopy(v, c.out.path, verdict)
	default:
		u.takeBack(v, c, err)
	}
}

// takeCopy lets a copy take the place of the video that it was made of: in the queue, and in whose name it goes. X would
// refuse the original, so that nobody has a use for its card; the file stays as it is.
func (u *UI) takeCopy(v *video, out string, verdict media.Verdict) {
	begun := v.earlier
	v.job, v.earlier, v.problem, v.progress, v.held, v.anyway = nil, nil, nil, upload.Progress{}, false, false
	u.supersede(v, out)
	v.rename(out)
	v.state = checking
	if left := verdict.Of(media.Warn); len(left) > 0 {
		u.status(u.words.Text("ui.convert.made.warned", "Name", v.name, "Cause", u.words.Finding(left[0], verdict).Cause))
	} else {
		u.status(u.words.Text("ui.convert.made", "Name", v.name))
	}
	if !u.starts() {
		u.tell(newsNeeds)
	}
	u.changed(v)
	discard := func(int) {
		if begun != nil {
			u.discard(begun.MediaID)
		}
	}
	u.examineAll([]*video{v}, discard, func(all []looked) {
		if u.has(v) && v.state == checking {
			all[0].growing = false // it has been written just now, and is whole
			u.inspected(v, all[0], u.now(), u.starts())
		}
	})
}

// supersede takes out of the queue what stood there for a file that a copy has replaced, unless it has a media ID.
func (u *UI) supersede(copied *video, path string) {
	for _, v := range slices.Clone(u.videos) {
		if v != copied && v.path == path && v.state != done {
			u.remove(v)
		}
	}
}

// takeBack makes a video again what it was before a copy was begun that was not made, and keeps why. Its file may be another
// one by now, so that it is looked at, unless it is known what X has said of it.
func (u *UI) takeBack(v *video, c *conversion, err error) {
	v.state = c.was
	if errors.Is(err, context.Canceled) {
		u.status(u.words.Text("ui.convert.canceled", "Name", v.name))
	} else {
		v.uncopied = err
		u.deps.Log.Warn("a copy was not made", "err", err)
		u.tell(newsNeeds)
		u.status(u.words.Text("ui.status.failed", "Name", v.name, "Cause", u.unmade(err).Title))
	}
	u.changed(v)
	if v.state != failed {
		u.inspect(v, false)
	}
}
