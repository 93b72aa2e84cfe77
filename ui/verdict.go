package ui

import (
	"cmp"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
	media "hoist/upload/video"
)

// verdict is what X is likely to say of a video, and what helps where that is no.
type verdict struct {
	media.Verdict

	cure     media.Cure
	curable  bool // cure makes a copy that X is more likely to take
	converts bool // and the ffmpeg is there that carries it out
}

// known returns the verdict; nil: there is none.
func (on *verdict) known() *media.Verdict {
	if on.Info == nil {
		return nil
	}
	return &on.Verdict
}

// cause says in a few words what is the gravest that was found; empty: nothing is known of the file.
func (on *verdict) cause(words *messages.Catalog) string {
	if len(on.Findings) == 0 {
		return ""
	}
	return words.Finding(on.Findings[0], on.Verdict).Cause
}

// mends are the ways to a copy that X takes, what helps most first.
func (on *verdict) mends() []action {
	switch {
	case on.converts:
		return []action{actionConvert, actionCopyCommand}
	case on.curable:
		return []action{actionCopyCommand}
	}
	return nil
}

// judge compares a video whose file is known with what X wants of it. What X would refuse is not sent, unless somebody has
// said to.
func (u *UI) judge(v *video, now time.Time) {
	v.verdict = u.verdictOn(v.file.Info)
	fails := v.verdict.Class() == media.Refuse && !v.anyway && !u.deps.Anyway
	switch {
	case fails && v.state == ready:
		v.refuse(&upload.Error{Kind: upload.WouldFail, File: v.path, Segment: -1, Bytes: v.file.Bytes, Err: v.verdict.Err()}, now)
	case !fails && v.wouldFail():
		v.state, v.problem = ready, nil
	}
}

// verdictOn says what X is likely to make of what is in a file; nil: that is not known.
func (u *UI) verdictOn(info *media.Info) (on verdict) {
	if info == nil {
		return on
	}
	limit, _ := media.LimitFor(string(cmp.Or(u.deps.Category, upload.TweetVideo)), u.hasPremium())
	on.Verdict = media.Judge(info, limit)
	on.cure, on.curable = media.CureFor(on.Verdict)
	on.converts = on.curable && u.hasFFmpeg()
	return on
}

// hasPremium reports whether videos are judged as those of an account with X Premium.
func (u *UI) hasPremium() bool { return u.deps.Premium || u.settings.Premium }

// judgeAll judges all videos anew: something has changed that the verdicts depend on.
func (u *UI) judgeAll() {
	now := u.now()
	for _, v := range u.videos {
		u.judge(v, now)
	}
}

// choosePremium takes what a person says of the account, and shows what follows for the videos.
func (u *UI) choosePremium(on bool) {
	u.settings.Premium = on
	u.judgeAll()
	u.refreshAll()
}

// recheck looks at the file of a video that X could not process, where it is not known yet what is in it.
func (u *UI) recheck(v *video) {
	if !v.unprocessed() || v.file.Info != nil || v.looking {
		return
	}
	v.looking = true
	u.examineAll([]*video{v}, nil, func(all []looked) {
		v.looking = false
		file := &all[0].file
		same := all[0].err == nil && file.Bytes == v.file.Bytes && file.ModTime.Equal(v.file.ModTime)
		if !same || !u.has(v) || !v.unprocessed() {
			return
		}
		v.file.Info = file.Info
		u.judge(v, u.now())
		u.changed(v)
	})
}

// wouldFail reports whether a video is not sent because X would refuse it.
func (v *video) wouldFail() bool {
	return v.state == refused && messages.KindOf(v.problem) == string(upload.WouldFail)
}

// warned reports whether X may refuse a video that can be uploaded, and nobody has said to upload it all the same.
func (v *video) warned() bool {
	return v.state == ready && !v.anyway && v.verdict.Class() == media.Warn
}

// uploadAnyway uploads a video that X is likely to refuse. That is not asked again.
func (u *UI) uploadAnyway(v *video) {
	if v.wouldFail() {
		v.state, v.problem = ready, nil
	}
	if v.state == ready {
		v.anyway = true
		u.start(v)
		u.changed(v)
	}
}

// command returns the line for a shell that makes a copy of a video that X takes.
func (v *video) command() string {
	return v.verdict.cure.Command(media.ThisShell(), v.path, media.CopyPath(v.path))
}

// copyCommand copies the ffmpeg command that mends a video. It is never run from here.
func (u *UI) copyCommand(v *video) {
	if v.verdict.curable {
		u.deps.App.Clipboard().SetContent(v.command())
		u.status(u.words.Text("ui.status.ffmpeg_copied"))
	}
}
