package ui

import (
	"container/list"
	"context"
	"errors"
	"image"
	"path/filepath"
	"time"

	"hoist/ui/desktop"
	"hoist/ui/widgets"
	media "hoist/upload/video"
)

// Bounds of posters.
const (
	posterLimit   = 10 * time.Second // for one: what takes longer has a placeholder
	postersAtOnce = 2
	postersKept   = 32 << 20 // bytes, of all pictures together: some 140 of them, or more where they are small
	posterRecord  = 1 << 10  // bytes that one counts beside its pixels, and all that one counts which could not be made
)

// posterMost is the size that posters lie within, in pixels: that of the details on a screen with two of them for each dp.
var posterMost = image.Pt(320, 180)

// posterKey is a file as it was found. One that has changed since is another one, with a poster of its own.
type posterKey struct {
	path  string
	bytes int64
	time  time.Time
}

// posters are the pictures of videos. A picture is made only for what is seen: for the selected video, and for those whose
// cards are in sight. It comes from ffmpeg where that is installed, and else from the desktop. Pictures are in memory alone,
// and go with the window: what somebody's videos show is nobody else's business, and would outlive them on the disk.
//
// All of it belongs to the window's goroutine, but for making one. Making one may take for ever, where a drive does not
// answer: then it is passed over, and so is all else in its folder as long as that lasts, so that the rest has its turn.
type posters struct {
	ui     *UI
	source posterSource
	limit  time.Duration

	kept   map[posterKey]*list.Element
	recent *list.List // of *keptPoster, the one that was last asked for first
	bytes  int        // of all that is kept

	making map[posterKey]*posterJob
	late   map[string]int // folders in which something has not ended in time, and how many
}

// posterSource makes a picture of a video; not for the window's goroutine. Of a file of which no more than its path, size
// and time is known it finds out the rest. It ends with ctx, as far as the system lets it.
type posterSource func(ctx context.Context, of posterKey, info *media.Info) (image.Image, error)

// keptPoster is a poster that was made, or could not be.
type keptPoster struct {
	key     posterKey
	picture *image.RGBA // nil: there is none to be had
}

func (k *keptPoster) cost() int {
	if k.picture == nil {
		return posterRecord
	}
	return posterRecord + len(k.picture.Pix)
}

// posterJob is a poster that is being made.
type posterJob struct {
	key    posterKey
	cancel context.CancelFunc
	late   bool // nobody waits for it any more
}

func newPosters(u *UI) *posters {
	p := &posters{
		ui: u, limit: posterLimit, kept: map[posterKey]*list.Element{}, recent: list.New(),
		making: map[posterKey]*posterJob{}, late: map[string]int{},
	}
	p.source = p.posterOf
	return p
}

// thumbnailOf describes the picture of a video, as far as there is one by now.
func (u *UI) thumbnailOf(v *video) widgets.Thumbnail {
	t := widgets.Thumbnail{Name: v.path, Picture: u.posters.of(v)}
	if info := v.file.Info; info != nil && info.Picture != nil {
		t.Width, t.Height = info.Picture.Shown()
	}
	return t
}

// posterKey returns what the poster of a video is kept by, and whether there can be one: not before it is known what the file
// is, nor of one that cannot be read.
func (v *video) posterKey() (posterKey, bool) {
	key := posterKey{v.path, v.file.Bytes, v.file.ModTime}
	switch info := v.file.Info; {
	case v.state == checking:
		return key, false
	case info == nil: // of an earlier run it is known that it was one
		return key, v.earlier != nil
	default:
		return key, info.Picture != nil && !info.Picture.Protected
	}
}

// of returns the poster of a video that is seen; nil: there is none, or not yet. Then it is begun where nothing else is to
// be done first. It costs no more than to look it up.
func (p *posters) of(v *video) *image.RGBA {
	key, can := v.posterKey()
	if !can {
		return nil
	}
	if e := p.kept[key]; e != nil {
		p.recent.MoveToFront(e)
		return e.Value.(*keptPoster).picture
	}
	p.begin(v)
	return nil
}

// begin has the poster of a video made, where there is room for one more and it can be.
func (p *posters) begin(v *video) {
	key, can := v.posterKey()
	folder := filepath.Dir(key.path)
	if !can || p.kept[key] != nil || p.making[key] != nil || p.late[folder] > 0 || p.room() == 0 || p.ui.ctx.Err() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(p.ui.ctx, p.limit)
	job, info := &posterJob{key: key, cancel: cancel}, v.file.Info
	p.making[key] = job
	ended := context.AfterFunc(ctx, func() { p.ui.do(func() { p.passOver(job) }) })
	p.ui.work.Go(func() {
		made := &keptPoster{key: key}
		if picture, err := p.source(ctx, key, info); err == nil {
			made.picture = widgets.Fit(picture, posterMost)
		}
		unwanted := errors.Is(ctx.Err(), context.Canceled)
		ended()
		cancel()
		p.ui.do(func() { p.end(job, made, unwanted) })
	})
}

// room returns how many more may be made now.
func (p *posters) room() int {
	room := postersAtOnce
	for _, job := range p.making {
		if !job.late {
			room--
		}
	}
	return max(0, room)
}

// passOver lets others have the turn of one that should have ended by now.
func (p *posters) passOver(job *posterJob) {
	if p.making[job.key] != job || job.late {
		return
	}
	job.late = true
	p.late[filepath.Dir(job.key.path)]++
	p.next()
}

// end takes what has become of one. That there is no picture is kept, too, so that it is not tried again and again; but not
// where nobody wanted it any more.
func (p *posters) end(job *posterJob, made *keptPoster, unwanted bool) {
	delete(p.making, job.key)
	if folder := filepath.Dir(job.key.path); job.late {
		if p.late[folder]--; p.late[folder] == 0 {
			delete(p.late, folder)
		}
	}
	if made.picture != nil || !unwanted {
		p.keep(made)
	}
	p.next()
}

// keep remembers one, shows it where it is seen, and forgets those that were not asked for for longest.
func (p *posters) keep(made *keptPoster) {
	if p.kept[made.key] != nil {
		return
	}
	p.kept[made.key] = p.recent.PushFront(made)
	for p.bytes += made.cost(); p.bytes > postersKept; {
		oldest := p.recent.Remove(p.recent.Back()).(*keptPoster)
		delete(p.kept, oldest.key)
		p.bytes -= oldest.cost()
	}
	if made.picture == nil {
		return
	}
	for v := range p.ui.cards {
		if key, _ := v.posterKey(); key == made.key {
			p.ui.refreshCard(v)
		}
	}
	if v := p.ui.selected; v != nil {
		if key, _ := v.posterKey(); key == made.key {
			p.ui.details.meta.showPoster(v)
		}
	}
}

// next begins what is wanted most: the poster of the selected video, and then those of the cards in sight, in the order of
// the queue.
func (p *posters) next() {
	if p.ui.selected != nil {
		p.begin(p.ui.selected)
	}
	for _, v := range p.ui.videos {
		if p.room() == 0 {
			return
		}
		if p.ui.cards[v] != nil {
			p.begin(v)
		}
	}
}

// drop ends what is being made of videos that were removed.
func (p *posters) drop(gone []*video) {
	for _, v := range gone {
		key, _ := v.posterKey()
		if job := p.making[key]; job != nil && !p.wants(key) {
			job.cancel()
		}
	}
}

// wants reports whether a video in the queue has that poster.
func (p *posters) wants(key posterKey) bool {
	for _, v := range p.ui.videos {
		if of, can := v.posterKey(); can && of == key {
			return true
		}
	}
	return false
}

// posterOf is the source outside of tests.
func (p *posters) posterOf(ctx context.Context, of posterKey, info *media.Info) (image.Image, error) {
	if info == nil {
		file, err := p.ui.examine(of.path, 0)
		if err != nil {
			return nil, err
		}
		if file.Bytes != of.bytes || !file.ModTime.Equal(of.time) {
			return nil, errors.New("another file has its name")
		}
		info = file.Info
	}
	if ffmpeg := media.FFmpeg(); ffmpeg != "" {
		if picture, err := media.Poster(ctx, ffmpeg, of.path, info, posterMost); err == nil {
			return picture, nil
		}
	}
	return desktop.Thumbnail(ctx, of.path, posterMost.X)
}
