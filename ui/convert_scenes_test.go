package ui

import (
	"syscall"
	"time"

	"hoist/upload"
	media "hoist/upload/video"
)

// hevcVideo is a film of 4:12 that X would refuse, and of which a copy can be made.
func hevcVideo(name string) *video {
	v := sized(name, 2_100_000_000)
	v.account = upload.Account{}
	info := goodInfo(v.file.Bytes)
	info.Picture.Codec, info.Picture.Profile = "hevc", "Main"
	limit, _ := media.LimitFor(string(upload.TweetVideo), false)
	v.file.Info, v.state = info, refused
	v.problem = &upload.Error{Kind: upload.WouldFail, File: v.path, Segment: -1, Err: media.Judge(info, limit).Err()}
	return v
}

// showJudged shows videos with what X is likely to say of them, on a computer that has ffmpeg.
func (s *stage) showJudged(videos ...*video) {
	s.ffmpeg = "/usr/bin/ffmpeg"
	s.show(videos...)
	s.judgeAll()
	s.refreshAll()
}

// inConversion lets a copy of a video be made that has come so far in so long, or, where that is 0, be in line.
func inConversion(v *video, done, after time.Duration) *video {
	v.conversion = &conversion{video: v, was: v.state, done: done, out: copyTarget{path: media.CopyPath(v.path)}}
	if after > 0 {
		v.conversion.begun, v.conversion.stop = sceneNow().Add(-after), func() {}
	}
	v.state = converting
	return v
}

// convertingScene makes a copy of one video, and another is in line for that.
func (s *stage) convertingScene() {
	first := inConversion(hevcVideo("Launch film – final v7.mov"), 108*time.Second, 90*time.Second)
	next := inConversion(hevcVideo("Behind the scenes.mov"), 0, 0)
	s.conversions = []*conversion{first.conversion, next.conversion}
	s.show(first, next, readyVideo("Teaser 15s.mp4"))
}

// unmadeScene could not make a copy: the disk was full.
func (s *stage) unmadeScene() {
	v := hevcVideo("Launch film – final v7.mov")
	v.uncopied = &media.ConvertError{Said: "av_interleaved_write_frame(): No space left on device", Err: syscall.ENOSPC}
	s.showJudged(v, readyVideo("Teaser 15s.mp4"))
}

// convertQuestionScene closes the window while an upload is on its way and copies are being made.
func (s *stage) convertQuestionScene() {
	s.convertingScene()
	s.videos = append(s.videos, onItsWay())
	s.refreshAll()
	s.onClose()
}
