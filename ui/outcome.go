package ui

import (
	"path/filepath"
	"slices"

	"hoist/ui/messages"
	"hoist/upload"
)

// outcome is what has become of an intake so far.
type outcome struct {
	added    int      // can be uploaded
	growing  []*video // are still being written
	already  []*video // were in the queue
	uploaded []*video // are the same that have been uploaded
	strange  []looked // are no videos, and have cards that say so
	skipped  []looked // are no videos, and came with others
	fallen   []looked // cannot be uploaded, as their cards say
	folders  []string // were looked through
	within   held     // what is in them
}

// company reports whether a video came in, beside which what is none does not matter.
func (o *outcome) company() bool { return o.added+len(o.growing)+len(o.already)+len(o.uploaded) > 0 }

// conclude says what came of an intake, and asks what is wanted of its folders.
func (u *UI) conclude(in *intake) {
	in.over = true
	if in.returned {
		if said := u.takeFolders(&in.outcome); said != "" {
			u.status(said)
		}
		return
	}
	if in.added+len(in.fallen)+len(in.strange) == 0 {
		u.chooseMet(append(in.already, in.uploaded...))
	}
	said := joined(u.came(&in.outcome), u.takeFolders(&in.outcome), in.also)
	if u.status(said); said == "" { // nobody waits for an answer any more
		u.hush()
	}
}

// chooseMet selects the first of videos that were met again, unless one of them is selected.
func (u *UI) chooseMet(met []*video) {
	if slices.Contains(met, u.selected) {
		u.frame.list.Reveal(u.selected)
		return
	}
	if at := slices.IndexFunc(u.videos, func(v *video) bool { return slices.Contains(met, v) }); at >= 0 {
		u.choose(u.videos[at])
	}
}

// leave takes a video out of its intake that was removed before it was known what it is.
func (u *UI) leave(v *video) {
	c := v.check
	if c == nil {
		return
	}
	c.gone.Store(true)
	if c.stop != nil {
		c.stop()
	}
	v.check = nil
	if c.intake.open--; c.intake.open == 0 {
		u.conclude(c.intake)
	}
}

// came says what came of an intake, but for its folders.
func (u *UI) came(o *outcome) string {
	var said []string
	if o.added > 0 {
		said = append(said, u.words.Count("ui.status.added", o.added))
	}
	said = append(said, u.awaited(o))
	fallen := append(o.strange, o.fallen...)
	alone := o.added+len(o.growing)+len(o.skipped)+len(fallen) == 0
	switch n := len(o.already); {
	case n == 1 && alone && len(o.uploaded) == 0:
		said = append(said, u.words.Text("ui.status.already", "Name", o.already[0].name))
	case n > 0:
		said = append(said, u.words.Count("ui.status.already.count", n))
	}
	switch n := len(o.uploaded); {
	case n == 1 && alone && len(o.already) == 0:
		said = append(said, u.words.Text("ui.status.uploaded", "Name", o.uploaded[0].name))
	case n > 0:
		said = append(said, u.words.Count("ui.status.uploaded.count", n))
	}
	switch n := len(o.skipped); {
	case n == 1:
		said = append(said, u.words.Text("ui.status.skipped_one", "Name", messages.Clean(filepath.Base(o.skipped[0].path), 80)))
	case n > 0:
		said = append(said, u.words.Count("ui.status.skipped", n))
	}
	switch n := len(fallen); {
	case n == 1:
		said = append(said, u.whyNot(fallen[0]))
	case n > 0:
		said = append(said, u.words.Count("ui.status.none_added", n))
	}
	return joined(said...)
}

// awaited says which files are still being written.
func (u *UI) awaited(o *outcome) string {
	switch n := len(o.growing); n {
	case 0:
		return ""
	case 1:
		return u.words.Text("ui.status.growing_one", "Name", o.growing[0].name)
	default:
		return u.words.Count("ui.status.growing", n)
	}
}

// whyNot says why a file cannot be uploaded.
func (u *UI) whyNot(l looked) string {
	if messages.KindOf(l.err) == string(upload.FileMissing) {
		return u.words.Text("ui.status.missing", "Path", messages.Clean(l.path, 200))
	}
	name := messages.Clean(filepath.Base(l.path), 80)
	return u.words.Text("ui.status.refused", "Name", name, "Cause", u.words.Problem(l.err, messages.Facts{}).Title)
}
