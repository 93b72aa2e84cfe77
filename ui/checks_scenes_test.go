package ui

import (
	"time"

	"hoist/upload"
	media "hoist/upload/video"
)

// goodInfo is what is in a film that X takes: four minutes of 1920 × 1080, which X's table has not.
func goodInfo(bytes int64) *media.Info {
	return &media.Info{
		Type: media.MP4, Bytes: bytes, Duration: 4*time.Minute + 12*time.Second, Index: media.IndexFront,
		Picture: &media.Picture{
			Codec: "h264", Profile: "High", Level: "4.1", Width: 1920, Height: 1080, PixelWidth: 1, PixelHeight: 1, Chroma: media.Chroma420,
			BitDepth: 8, Scan: media.Progressive, FrameRate: 29.97, Fastest: 29.97, Frames: 7552, KeyframeGap: 60,
		},
		Sound: &media.Sound{Codec: "aac", Profile: "LC", Channels: 2, Rate: 48_000},
	}
}

// film is a video of whose file all is known. change makes it one that X does not take.
func (s *stage) film(name string, change func(*media.Info)) *video {
	v := sized(name, 2_100_000_000)
	v.account, v.state, v.file.Info = upload.Account{}, ready, goodInfo(v.file.Bytes)
	if change != nil {
		change(v.file.Info)
	}
	s.judge(v, sceneNow())
	return v
}

// hevc makes a film one that X refuses, and has another fault beside.
func hevc(i *media.Info) {
	i.Picture.Codec, i.Picture.Profile, i.Picture.KeyframeGap = "hevc", "Main", 600
}

// surround makes it one that X may refuse.
func surround(i *media.Info) {
	i.Picture.KeyframeGap, i.Sound.Channels = 600, 6
}

// wouldFailScene is the one of ux.md 3.4.
func (s *stage) wouldFailScene() {
	s.show(s.film("Interview 03 HEVC.mov", hevc), s.film("Behind the scenes.mov", nil), s.film("Concert.mp4", surround))
}

// convertibleScene is the same where ffmpeg is installed.
func (s *stage) convertibleScene() {
	s.ffmpeg = "/usr/bin/ffmpeg"
	s.wouldFailScene()
}

func (s *stage) warnedScene() {
	s.show(s.film("Concert.mp4", surround), s.film("Interview 03 HEVC.mov", hevc))
}

// checksScene is a video that is fine, with all of it open.
func (s *stage) checksScene() {
	s.show(s.film("Behind the scenes.mov", nil), s.film("Concert.mp4", surround))
	s.showChecks(s.selected)
}

func (s *stage) growingScene() {
	v := newVideo("/home/kay/Videos/Export 4.mp4")
	v.growing, v.wanted = true, true
	s.show(v, s.film("Behind the scenes.mov", nil))
}

// unprocessedScene has been given up by X, which has not said why.
func (s *stage) unprocessedScene() {
	v := s.film("Interview 03.mov", func(i *media.Info) { i.Picture.Chroma, i.Picture.Profile = media.Chroma422, "High 4:2:2" })
	v.account, v.anyway, v.state = upload.Account{Name: "kestrelfilms"}, true, failed
	v.progress = upload.Progress{MediaID: "1880028106020515840", Bytes: v.file.Bytes, Confirmed: v.file.Bytes, Percent: 40}
	v.problem = &upload.Error{Kind: upload.ProcessingFailed, File: v.path, Segment: -1, Sent: v.file.Bytes, Bytes: v.file.Bytes}
	s.show(v, s.film("Behind the scenes.mov", nil))
}
