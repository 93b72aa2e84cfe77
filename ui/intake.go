package ui

import (
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// intake is what came in at once, such as by one drop. Its cards are there from the start; what they stand for is found
// out beside the window, and arrives bit by bit.
type intake struct {
	start bool   // to upload what can be uploaded
	anew  bool   // what has been uploaded already is to be uploaded again
	also  string // is said in the end beside what came of it

	returned bool // it waited when the window closed: all of it keeps its card, and nothing is said

	segmentBytes int64  // that files are planned with
	open         int    // how many are still being looked at
	over         bool   // it was said what came of it
	before       *video // was selected before it came
	outcome
}

// candidate is one file or folder of an intake that is being looked at, and the video that it is to the window.
type candidate struct {
	intake *intake
	path   string
	video  *video
	start  bool
	failed string      // the kind of why it was not uploaded when the window closed; empty: it waited
	stop   func()      // ends that its file is waited for; nil: it is not
	gone   atomic.Bool // the video was removed: nobody waits for an answer
}

// looked is a file that was looked at.
type looked struct {
	path string
	file upload.File
	err  error

	growing bool // it is still being written: what it will be is not known yet

	of   *candidate
	held *held // it is a folder that holds these; nil: it is a file
}

// longestName is how much of a file's name is shown, in characters.
const longestName = 120

// newVideo returns a video of which no more is known than its path.
func newVideo(path string) *video {
	return &video{path: path, name: messages.Clean(filepath.Base(path), longestName), state: checking}
}

// take makes a video what its file was found to be.
func (v *video) take(l looked, now time.Time) {
	v.file, v.state, v.problem, v.growing = l.file, ready, nil, false
	if l.err != nil {
		v.refuse(l.err, now)
	}
}

// takeIn shows the cards of an intake at once, and has what they stand for looked at.
func (u *UI) takeIn(in *intake, paths []string) {
	all := u.admit(in, paths)
	if len(all) == 0 {
		if len(in.already) > 0 {
			u.conclude(in)
		}
		return
	}
	in.before = u.selected
	u.selectFirst(all)
	u.status(u.words.Count("ui.status.looking", in.open))
	u.refreshAll()
	u.frame.list.Reveal(u.selected)
	u.lookAt(all)
}

// selectFirst selects the first that is new, else the first.
func (u *UI) selectFirst(all []*candidate) {
	for _, c := range all {
		if c.video.state == checking {
			u.selected = c.video
			return
		}
	}
	if len(all) > 0 {
		u.selected = all[0].video
	}
}

// take puts files into the queue that were looked at, with the segments of now.
func (u *UI) take(all []looked, start bool) {
	in := &intake{start: start}
	paths, of := make([]string, len(all)), make(map[string]looked, len(all))
	for i, l := range all {
		paths[i], of[l.path] = l.path, l
	}
	var found []looked
	candidates := u.admit(in, paths)
	u.selectFirst(candidates)
	for _, c := range candidates {
		l := of[c.path]
		l.of = c
		found = append(found, l)
	}
	u.answered(in, found)
	if u.selected != nil {
		u.frame.list.Reveal(u.selected)
	}
}

// admit returns what is to be looked at, in the order of the paths, with a card for each that is new. Nothing is shown
// yet.
func (u *UI) admit(in *intake, paths []string) []*candidate {
	in.segmentBytes = u.segmentBytes()
	known := u.byPath()
	seen := make(map[string]bool, len(paths))
	var all []*candidate
	var useless []*video
	show := u.gather()
	for _, path := range paths {
		if abs, err := filepath.Abs(path); err == nil {
			path = abs
		}
		if seen[path] {
			continue
		}
		seen[path] = true
		v := known[path]
		if v != nil && v.fell() {
			u.forget(v)
			useless = append(useless, v)
		}
		if c := u.candidate(in, path, v); c != nil {
			all = append(all, in.expect(c))
		}
	}
	show()
	u.dropCards(useless...)
	for _, c := range all {
		if c.video.state == checking {
			u.addCard(c.video)
		}
	}
	return all
}

// byPath returns the video that matters most of each path in the queue: what is not at its end, before what could not
// be sent, before the last one that was.
func (u *UI) byPath() map[string]*video {
	known := make(map[string]*video, len(u.videos))
	for _, v := range u.videos {
		if was := known[v.path]; was == nil || !v.ended() || was.state == done {
			known[v.path] = v
		}
	}
	return known
}

// candidate returns what is to be looked at for a path, which v is known to stand for; nil: there is no need.
func (u *UI) candidate(in *intake, path string, v *video) *candidate {
	c := &candidate{intake: in, path: path, video: v, start: in.start}
	switch {
	case v == nil, v.fell(), v.state == done && (in.anew || !u.serves(v)):
		c.video = newVideo(path)
		return c
	case v.check != nil: // of another intake
		v.check.start = v.check.start || in.start
	case v.state == ready, v.state == done: // the file may be another one by now
		return c
	case in.start:
		u.resume(v)
	}
	in.already = append(in.already, v)
	return nil
}

// serves reports whether the media ID of a video can be used as one can that it would get now.
func (u *UI) serves(v *video) bool {
	to := u.target()
	return !v.expired(u.now()) && (to == nil || sameAccount(*to, v.account))
}

// forget deletes the journal of a video that could not be sent, where another try of its file has no use for it.
func (u *UI) forget(v *video) {
	if v.earlier != nil && spent(messages.KindOf(v.problem)) {
		u.work.Go(func() { u.discard(v.earlier.MediaID) })
	}
}

// expect waits for an answer about a candidate.
func (in *intake) expect(c *candidate) *candidate {
	c.video.check = c
	in.open++
	return c
}

// answered shows what has been found out of an intake.
func (u *UI) answered(in *intake, found []looked) {
	if in.over { // what nobody waits for is found out, too
		return
	}
	usable, useless := u.recognise(in, found)
	if in.company() && !in.returned {
		for _, l := range in.strange {
			useless = append(useless, l.of.video)
		}
		in.skipped, in.strange = append(in.skipped, in.strange...), nil
	}
	show := u.gather()
	for _, c := range usable {
		u.usable(c)
	}
	show()
	if slices.Contains(useless, u.selected) && in.added+len(in.fallen)+in.open == 0 && u.has(in.before) {
		u.selected = in.before // a folder alone has no card
	}
	u.dropCards(useless...)
	switch {
	case in.open == 0:
		u.conclude(in)
	case !in.returned:
		u.status(u.words.Count("ui.status.looking", in.open))
	}
	u.refreshAll()
}

// recognise makes videos what their files were found to be, and returns those that can be uploaded and those that need no
// card.
func (u *UI) recognise(in *intake, found []looked) (usable []*candidate, useless []*video) {
	now := u.now()
	for _, l := range found {
		switch c := l.of; {
		case c.video.check != c: // it was removed
		case l.held != nil:
			u.sortOut(in, l, now)
			useless = append(useless, c.video)
		default:
			if u.sortOut(in, l, now); c.video.state == ready {
				usable = append(usable, c)
			}
		}
	}
	return usable, useless
}

// usable starts a video that can be uploaded, where that is wanted.
func (u *UI) usable(c *candidate) {
	if c.intake.segmentBytes != u.segmentBytes() { // since it was looked at
		u.inspect(c.video, c.start)
		return
	}
	if c.intake.returned {
		u.returned(c.video)
	}
	if c.start && c.video.state == ready {
		u.start(c.video)
	}
}

// sortOut takes one answer.
func (u *UI) sortOut(in *intake, l looked, now time.Time) {
	c := l.of
	c.video.check = nil
	in.open--
	switch {
	case l.held != nil:
		in.within.join(l.held)
		in.folders = append(in.folders, l.path)
	case c.video.state == checking:
		u.sort(in, l, c.video, now)
	default:
		c.video = u.sortKnown(in, l, c.video, now)
	}
}

// sort makes a new video what it was found to be.
func (u *UI) sort(in *intake, l looked, v *video, now time.Time) {
	if l.growing {
		u.awaitWritten(in, l.of, v)
		in.growing = append(in.growing, v)
		return
	}
	v.take(l, now)
	v.wanted = l.of.start
	if l.err == nil && l.of.failed != "" {
		v.state, v.account, v.lined, v.happened = failed, upload.Account{Name: v.lined}, "", now
		v.problem = &upload.Error{Kind: upload.Kind(l.of.failed), File: l.path, Segment: -1}
	}
	u.judge(v, now)
	switch {
	case v.state == refused && messages.KindOf(v.problem) == string(upload.FileNotVideo):
		in.strange = append(in.strange, l)
	case v.state == refused:
		l.err = v.problem
		in.fallen = append(in.fallen, l)
	case v.state == ready:
		in.added++
	}
}

// sortKnown compares a file with the video in the queue that it was, and returns the one that it is.
func (u *UI) sortKnown(in *intake, l looked, v *video, now time.Time) *video {
	same := l.err == nil && l.file.Bytes == v.file.Bytes && l.file.ModTime.Equal(v.file.ModTime)
	switch {
	case v.state == done && same:
		in.uploaded = append(in.uploaded, v)
	case v.state == done: // the card of the other one has a media ID
		anew := newVideo(l.path)
		u.addCard(anew)
		if u.selected == v {
			u.selected = anew
		}
		u.sort(in, l, anew, now)
		return anew
	case v.state == ready && l.growing:
		u.awaitWritten(in, l.of, v)
		in.growing = append(in.growing, v)
	case v.state == ready:
		v.take(l, now)
		if u.judge(v, now); v.state == refused {
			l.err = v.problem
			in.fallen = append(in.fallen, l)
		} else {
			in.already = append(in.already, v)
		}
	default: // it was started meanwhile
		in.already = append(in.already, v)
	}
	return v
}
